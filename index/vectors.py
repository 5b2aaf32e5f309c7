"""Chroma as the vector index over the library: checked when opened, and rebuilt when in doubt.

Nothing is kept here that SQLite does not have, so the answer to every damage is the same: throw
the index away and fill it again. On a damaged file any call of Chroma may raise, panic inside its
Rust code, or end the process. Therefore its files carry a seal, which tells their content and
is broken before each write and put on again after it: files without it are never opened.
"""

import hashlib
import json
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.errors import LibraryError

if TYPE_CHECKING:
    from chromadb import Collection  # noqa: TID251  the one file that speaks to Chroma
    from chromadb.api.client import Client  # noqa: TID251

__all__ = ["Entry", "VectorIndex"]

Vectors = NDArray[np.float32]

_BATCH: Final = 1000
_MAXIMUM_DISTANCE: Final = 1e-3
_SECONDS_FOR_THE_SERVER: Final = 30
_KNOWN_BY_CONTENT: Final = 8_000_000
# Without the first, Chroma reads the ``.env`` of the current folder, which is not its own.
_SETTINGS: Final[dict[str, Any]] = {"_env_file": None, "anonymized_telemetry": False}
_FAILURES: Final = (OSError, ValueError, TypeError, RuntimeError, LookupError, AttributeError)
_FAILING: Final = frozenset({"chromadb", "httpx", "httpcore", "pyo3_runtime"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A vector to index.

    Attributes:
        id: ``s`` for a sentence or ``c`` for its chunk, and the key of the sentence.
        article_id: The article it belongs to.
        vector: Its unit vector.
    """

    id: str
    article_id: str
    vector: Vectors


class VectorIndex:
    """The vectors of one library, in a folder of its own or on a Chroma server.

    Every method raises ``LibraryError`` when Chroma fails. One thread at a time may write.

    Args:
        folder: Where an embedded index lies; everything in it may be deleted.
        url: Address of a Chroma server to use instead.
        library: What is particular to this library, so that several can share a server.
        model: What made the vectors; an index of another model is dropped.
    """

    def __init__(self, folder: Path, *, url: str | None, library: str, model: str) -> None:
        self._folder = folder
        self._url = url
        self._prefix = f"article-qa-{_digest(library)}-"
        self._name = self._prefix + _digest(model)
        self._client: Client | None = None
        self._collection: Collection | None = None

    def check(self, expected_count: int, *, generation: int, probes: Sequence[Vectors]) -> str:
        """Open the index and find out whether it may be used.

        Args:
            expected_count: How many vectors it must hold.
            generation: The state of the library it must have been filled from.
            probes: Some of its vectors, which it must find.

        Returns:
            What is wrong in a few words, or nothing. Then it must be rebuilt before use.
        """
        with suppress(LibraryError):
            self.close()
        build = self._folder
        if self._url is None:
            builds = self._builds()
            if len(builds) != 1:
                return "it was missing" if not builds else "it was half-written"
            build = builds[0]
            if not self._sealed(build):
                return "it was not closed properly, or its files were changed"
        # Should a file end this process in spite of its seal, the next start trusts it no more.
        self._break_seal()
        try:
            problem = self._open(build, expected_count, generation=generation, probes=probes)
        except LibraryError:
            return "it could not be read"
        if not problem:
            self._close_seal()
        return problem

    def rebuild(self, entries: Iterable[Entry], *, generation: int) -> None:
        """Throw the index away and fill it again."""
        with suppress(LibraryError):
            self.close()
        with self._mapped():
            if self._url is None:
                for build in self._builds():
                    shutil.rmtree(build)
                # A new name each time: Chroma remembers a folder that failed as failed.
                self._connect(self._folder / secrets.token_hex(4))
            else:
                self._drop(self._connect(self._folder), keep=None)
            self._collection = self._connect(self._folder).create_collection(
                self._name,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
            )
        self.change(add=entries, generation=generation)

    def change(
        self, *, add: Iterable[Entry] = (), remove: Sequence[str] = (), generation: int
    ) -> None:
        """Add and remove vectors.

        Args:
            add: The new vectors.
            remove: Ids of the vectors to remove.
            generation: The state of the library after it.
        """
        self._break_seal()
        with self._mapped():
            collection = self._opened()
            entries = iter(add)
            while batch := list(islice(entries, _BATCH)):
                collection.add(
                    ids=[entry.id for entry in batch],
                    embeddings=np.stack([entry.vector for entry in batch]),
                    metadatas=[{"article": entry.article_id} for entry in batch],
                )
            for first in range(0, len(remove), _BATCH):
                collection.delete(ids=list(remove[first : first + _BATCH]))
            collection.modify(metadata={"generation": generation})
        self._close_seal()

    def query(self, vector: Vectors, *, articles: Sequence[str] | None, limit: int) -> list[int]:
        """Return the keys of the sentences nearest to a vector, or whose chunk is.

        Args:
            vector: A unit vector.
            articles: The articles to look in; all when ``None``.
            limit: How many vectors to ask for, two of which may belong to one sentence.
        """
        where: Any = None if articles is None else {"article": {"$in": list(articles)}}
        with self._mapped():
            found = self._opened().query(
                query_embeddings=vector[np.newaxis], n_results=limit, where=where, include=[]
            )
        return list(dict.fromkeys(int(found_id[1:]) for found_id in found["ids"][0]))

    def count(self) -> int:
        """Return how many vectors it holds."""
        with self._mapped():
            return self._opened().count()

    def close(self) -> None:
        """Close the index."""
        client, self._client, self._collection = self._client, None, None
        if client is not None:
            with self._mapped():
                client.close()
                for session in _sessions(client) if self._url is not None else ():
                    session.close()

    def _open(
        self, build: Path, expected_count: int, *, generation: int, probes: Sequence[Vectors]
    ) -> str:
        with self._mapped():
            client = self._connect(build)
            if self._name not in {found.name for found in client.list_collections()}:
                return "it was made by another embedding model"
            self._drop(client, keep=self._name)
            self._collection = client.get_collection(self._name, embedding_function=None)
            if (self._collection.metadata or {}).get("generation") != generation:
                return "it was older than the library"
            if not _finds(self._collection, expected_count, probes):
                return "vectors were missing"
        return ""

    def _opened(self) -> "Collection":
        if self._collection is None:
            raise LibraryError("The vector index is closed: open the library again.")
        return self._collection

    def _connect(self, build: Path) -> "Client":
        if self._client is None:
            self._client = _persistent(build) if self._url is None else _http(self._url)
        return self._client

    def _drop(self, client: "Client", *, keep: str | None) -> None:
        for found in client.list_collections():
            if found.name.startswith(self._prefix) and found.name != keep:
                client.delete_collection(found.name)

    def _builds(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return [path for path in self._folder.iterdir() if path.is_dir()]

    @property
    def _seal(self) -> Path:
        return self._folder / "seal"

    def _sealed(self, build: Path) -> bool:
        try:
            return self._seal.read_bytes() == _listing(build).encode()
        except OSError:
            return False

    def _break_seal(self) -> None:
        with self._mapped():
            self._seal.unlink(missing_ok=True)

    def _close_seal(self) -> None:
        # Between two calls Chroma leaves its files alone, so that from now on any difference
        # is damage: a write that was cut short, or somebody else's hand.
        if self._url is None:
            with self._mapped():
                (build,) = self._builds()
                self._seal.write_bytes(_listing(build).encode())

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except LibraryError:
            raise
        except BaseException as error:
            if not _is_failure(error):
                raise
            raise LibraryError(self._message(error)) from error

    def _message(self, error: BaseException) -> str:
        if self._url is not None:
            return (
                f"The Chroma server {_without_secrets(self._url)} failed "
                f"({type(error).__name__}): start it, or unset CHROMA_URL. Nothing was lost."
            )
        return (
            f"The vector index in {self._folder} failed ({type(error).__name__}): check the free "
            "space and the permissions there, then start again. Nothing was lost; the index is "
            "filled again from the library."
        )


def _persistent(build: Path) -> "Client":
    import chromadb  # noqa: TID251  here, because it takes a second to load

    build.mkdir(parents=True, exist_ok=True)
    settings = chromadb.config.Settings(**_SETTINGS)
    return cast("Client", chromadb.PersistentClient(build, settings=settings))


def _http(url: str) -> "Client":
    import chromadb  # noqa: TID251  here, because it takes a second to load

    parts = urlsplit(url)
    ssl = parts.scheme == "https"
    client = chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or (443 if ssl else 8000),
        ssl=ssl,
        settings=chromadb.config.Settings(**_SETTINGS),
    )
    for session in _sessions(client):
        session.timeout = _SECONDS_FOR_THE_SERVER
    return cast("Client", client)


def _sessions(client: Any) -> tuple[Any, Any]:
    # Chroma gives its HTTP connections neither a limit of time nor an end.
    return client._server._session, client._admin_client._server._session


def _without_secrets(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _is_failure(error: BaseException) -> bool:
    # A panic of Chroma's Rust code is no Exception, and its class cannot be imported.
    return isinstance(error, _FAILURES) or type(error).__module__.partition(".")[0] in _FAILING


def _finds(collection: "Collection", expected_count: int, probes: Sequence[Vectors]) -> bool:
    if collection.count() != expected_count:
        return False
    if not probes:
        return True
    found = collection.query(
        query_embeddings=np.stack(list(probes)), n_results=1, include=["distances"]
    )["distances"]
    return found is not None and all(
        distances and distances[0] < _MAXIMUM_DISTANCE for distances in found
    )


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def _listing(build: Path) -> str:
    files = [
        (str(path.relative_to(build)), _fingerprint(path))
        for path in sorted(build.rglob("*"))
        if path.is_file()
    ]
    return _digest(json.dumps(files))


def _fingerprint(path: Path) -> str:
    status = path.stat()
    # By its content while that takes a moment; a large file by when it was written.
    if status.st_size <= _KNOWN_BY_CONTENT:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{status.st_size}/{status.st_mtime_ns}"
