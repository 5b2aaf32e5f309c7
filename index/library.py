"""The library: articles go in, the sentences that may answer a question come out."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from threading import RLock
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from index.articles import READING_VERSION, merge_articles
from index.candidates import Candidate, CandidateFinder
from index.database import Database
from index.embedding import Embedder, open_embedder
from index.errors import ArticleNotFoundError, LibraryError
from index.lock import FolderLock
from index.models import Article, Sentence
from index.preparation import Progress, collect_entries, prepare, to_entries
from index.vectors import Entry, VectorIndex

__all__ = ["Candidate", "Library"]

Vectors = NDArray[np.float32]

_PROBES: Final = 8
_ARTICLES_HELD: Final = 64
_SHORTEST_PREFIX: Final = 4
_SECONDS_FOR_ANOTHER: Final = 60.0


class Library:
    """Articles in SQLite, with Chroma as the vector index over them.

    Safe to use from several threads. An embedded library belongs to one process at a time;
    with a Chroma server several processes may share its folder.

    Attributes:
        embedder: What turns texts into vectors.
        folder: Where its files lie.
        notices: What was repaired when the library was opened, in plain sentences.
    """

    def __init__(
        self,
        *,
        database: Database,
        index: VectorIndex,
        embedder: Embedder,
        lock: FolderLock,
        shared: bool,
    ) -> None:
        self.embedder = embedder
        self.folder = database.path.parent
        self.notices: tuple[str, ...] = ()
        self._database = database
        self._index = index
        self._lock = lock
        self._shared = shared
        self._writer = RLock()
        self._behind = False
        self._finder = CandidateFinder(database, nearest=self._nearest)
        self._held = lru_cache(_ARTICLES_HELD)(self._read)

    @classmethod
    def open(
        cls, folder: Path, *, embedder: Embedder | None = None, chroma_url: str | None = None
    ) -> Self:
        """Open a library, make it if there is none, and repair its vector index if need be.

        Args:
            folder: Where its files lie.
            embedder: What turns texts into vectors; the model that ships when ``None``.
            chroma_url: Address of a Chroma server to keep the vector index on.

        Raises:
            LibraryLockedError: Another process has it open.
            LibraryError: It cannot be opened.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise LibraryError(
                f"The library {folder} cannot be made ({reason}): set LIBRARY_DIR to a "
                "folder that you may write to."
            ) from error
        lock = FolderLock(folder)
        lock.acquire(seconds=_SECONDS_FOR_ANOTHER if chroma_url else 0)
        try:
            library = cls._open(folder, embedder or open_embedder(), lock, chroma_url)
        except BaseException:
            lock.release()
            raise
        if chroma_url:
            lock.release()
        return library

    @classmethod
    def _open(
        cls, folder: Path, embedder: Embedder, lock: FolderLock, chroma_url: str | None
    ) -> Self:
        database = Database(folder / "library.sqlite3")
        try:
            if database.meta("library") is None:
                database.remember(library=token_hex(8))
            index = VectorIndex(
                folder / "vectors",
                url=chroma_url,
                library=database.meta("library") or "",
                model=_made_with(embedder),
            )
            library = cls(
                database=database,
                index=index,
                embedder=embedder,
                lock=lock,
                shared=chroma_url is not None,
            )
            library.notices = library._repair()
        except BaseException:
            database.close()
            raise
        return library

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the library; closing it twice does no harm."""
        with ExitStack() as closing:
            closing.callback(self._lock.release)
            closing.callback(self._database.close)
            closing.callback(self._index.close)

    def add(self, article: Article, *, progress: Progress | None = None) -> Article:
        """Add an article; when this returns it is on disk with all that belongs to it.

        Adding a text again only brings what is known about it up to date: a value that is given
        wins over one that is stored, and a headline over a derived title; what only the text
        carries replaces nothing.

        Args:
            article: The article.
            progress: Called with how many texts are embedded, and of how many.

        Returns:
            The article as the library has it.

        Raises:
            LibraryError: It cannot be written; the library is then as it was before. A vector
                index that fails is no such error: it is filled again when next needed.
        """
        sentences = None
        if not self._database.articles_like(article.id):
            # Before the lock is taken: this is what takes long.
            sentences = prepare(article, embedder=self.embedder, progress=progress)
        with self._writing():
            if stored := self._database.articles_like(article.id):
                return self._update(stored[0], article)
            if sentences is None:
                sentences = prepare(article, embedder=self.embedder, progress=progress)
            keys = self._database.store(article, sentences)
            self._change(collect_entries(keys, sentences), [])
        return article

    def _update(self, stored: Article, given: Article) -> Article:
        merged = merge_articles(stored, given)
        if merged != stored:
            self._database.update(merged)
        return merged

    def remove(self, article_id: str) -> Article:
        """Remove an article and every trace of it.

        Returns:
            The article that was removed.

        Raises:
            ArticleNotFoundError: There is no such article.
            LibraryError: It cannot be written; the library is then as it was before.
        """
        with self._writing():
            article = self.article(article_id)
            self._change([], self._database.remove(article.id))
        return article

    def meta(self, name: str) -> str | None:
        """Return a value that was remembered, if it was."""
        return self._database.meta(name)

    def remember(self, **values: str) -> None:
        """Remember values by name, on disk with the articles."""
        with self._writing():
            self._database.remember(**values)

    def articles(self) -> list[Article]:
        """Return every article, in the order they were added."""
        return self._database.articles()

    def article(self, name: str) -> Article:
        """Return an article by its id, or by at least four characters that begin only its id.

        Raises:
            ArticleNotFoundError: There is no such article, or more than one.
        """
        prefix = name.strip().lower()
        shown = repr(name[:40])
        if len(prefix) < _SHORTEST_PREFIX:
            raise ArticleNotFoundError(
                f"{shown} is too short for the id of an article: give at least "
                f"{_SHORTEST_PREFIX} characters; `article-qa list` shows the ids."
            )
        # An id is ASCII; half a character could not even be looked up.
        is_id = len(prefix) <= 12 and prefix.isascii()
        found = self._database.articles_like(prefix) if is_id else []
        if len(found) > 1:
            raise ArticleNotFoundError(
                f"{len(found)} articles have an id that begins with {shown}: give more of it; "
                "`article-qa list` shows the ids."
            )
        if not found:
            raise ArticleNotFoundError(
                f"The library has no article with the id {shown}: `article-qa list` shows "
                "those it has, `article-qa index` adds one."
            )
        return found[0]

    def sentences(self, article_id: str) -> list[Sentence]:
        """Return every sentence of an article, furniture included, in its order.

        Raises:
            ArticleNotFoundError: There is no such article.
        """
        return list(self._held(article_id, self._database.version))

    def search(
        self, text: str, vector: Vectors, *, articles: Sequence[str] | None = None, limit: int = 100
    ) -> list[Candidate]:
        """Find the story sentences that may answer a question, with exact scores.

        All story sentences when the articles hold at most 1,000 of them; in a larger scope
        those that the vectors or the words put first.

        Args:
            text: The question; its words are looked up.
            vector: The question as a unit vector of ``embedder``.
            articles: Ids of the articles to look in; all when ``None``.
            limit: How many candidates each index may name in a large scope.

        Returns:
            The candidates in the order of their articles, not of their scores.
        """
        return self._finder.find(text, vector, articles=articles, limit=limit)

    def _read(self, article_id: str, version: tuple[int, int]) -> tuple[Sentence, ...]:
        del version  # Only there so that a changed library is read again.
        while not (sentences := self._database.sentences(article_id)):
            # It is gone, which this raises; or the id was a beginning; or it came back meanwhile.
            article_id = self.article(article_id).id
        return tuple(sentences)

    def _nearest(self, vector: Vectors, articles: Sequence[str] | None, limit: int) -> list[int]:
        if not self._behind:
            with suppress(LibraryError):
                return self._index.query(vector, articles=articles, limit=limit)
        with self._writing():
            self._mend()
            return self._index.query(vector, articles=articles, limit=limit)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._writer:
            # A shared folder is locked for as long as it is written; an own one always is.
            mine = self._shared and not self._lock.held
            if mine:
                self._lock.acquire(seconds=_SECONDS_FOR_ANOTHER)
            try:
                yield
            finally:
                if mine:
                    self._lock.release()

    def _change(self, entries: Sequence[Entry], removed: Sequence[int]) -> None:
        ids = [f"{kind}{key}" for key in removed for kind in "sc"]
        try:
            if self._behind:
                self._rebuild()
            else:
                self._index.change(add=entries, remove=ids, generation=self._database.generation)
        except BaseException as error:
            # The articles are on disk by now: an index that fails is filled when next needed.
            self._behind = True
            if not isinstance(error, LibraryError):
                raise
            with suppress(LibraryError):
                self._rebuild()

    def _rebuild(self) -> None:
        entries = (entry for stored in self._database.vectors() for entry in to_entries(*stored))
        self._index.rebuild(entries, generation=self._database.generation)
        self._behind = False

    def _mend(self) -> str:
        """Check the vector index, fill it again if need be, and return what was wrong."""
        count = 2 * sum(self._database.story_counts().values())
        problem = self._index.check(
            count, generation=self._database.generation, probes=self._database.probes(_PROBES)
        )
        if problem:
            self._rebuild()
        self._behind = False
        return problem if count else ""

    def _repair(self) -> tuple[str, ...]:
        refreshed = self._refresh()
        if refreshed:
            self._rebuild()
            return refreshed
        if problem := self._mend():
            return (f"The vector index was filled again from the library: {problem}.",)
        return ()

    def _refresh(self) -> tuple[str, ...]:
        made_with = _made_with(self.embedder)
        if self._database.meta("made_with") == made_with:
            return ()
        articles = self._database.articles()
        self._database.refresh(
            ((article.id, prepare(article, embedder=self.embedder)) for article in articles),
            made_with=made_with,
        )
        if not articles:
            return ()
        return (
            f"The articles ({len(articles)}) were read again, because the embedding model or the "
            "way of reading them has changed.",
        )


def _made_with(embedder: Embedder) -> str:
    return f"{embedder.name}|{READING_VERSION}"
