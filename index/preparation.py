"""From an article to all that the library stores of it: sentences, chunks and vectors."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from index.articles import read_sentences
from index.chunks import chunk_sentences
from index.embedding import Embedder
from index.models import Article
from index.rows import NewSentence, Vectors
from index.vectors import Entry

__all__ = ["Progress", "collect_entries", "prepare", "to_entries"]

Progress = Callable[[int, int], None]
"""Called while texts are embedded, with how many are done and how many there are."""

_EMBEDDED_AT_ONCE: Final = 256


def prepare(
    article: Article, *, embedder: Embedder, progress: Progress | None = None
) -> list[NewSentence]:
    """Read an article and embed its story sentences and their chunks.

    Returns:
        Every sentence of the article, in its order.
    """
    sentences = read_sentences(article)
    chunks = {chunk.center: chunk.text for chunk in chunk_sentences(sentences)}
    story = [sentence.text for sentence in sentences if sentence.number in chunks]
    vectors = _embed([*story, *chunks.values()], embedder=embedder, progress=progress)
    return [
        NewSentence(
            sentence=sentence,
            vector=vectors[sentence.text],
            chunk_text=chunks[sentence.number],
            chunk_vector=vectors[chunks[sentence.number]],
        )
        if sentence.number in chunks
        else NewSentence(sentence=sentence)
        for sentence in sentences
    ]


def collect_entries(keys: Sequence[int], sentences: Sequence[NewSentence]) -> list[Entry]:
    """Return what the vector index is to hold of new sentences.

    Args:
        keys: The keys of those that are of the story, in order.
        sentences: All of them.
    """
    story = (new for new in sentences if new.vector is not None)
    return [
        entry
        for key, new in zip(keys, story, strict=True)
        for entry in to_entries(key, new.sentence.article_id, new.vector, new.chunk_vector)
    ]


def to_entries(
    key: int, article_id: str, vector: Vectors | None, chunk_vector: Vectors | None
) -> Iterator[Entry]:
    """Yield what the vector index holds of a sentence: its vector, and that of its chunk."""
    for kind, value in (("s", vector), ("c", chunk_vector)):
        if value is not None:
            yield Entry(id=f"{kind}{key}", article_id=article_id, vector=value)


def _embed(
    texts: Sequence[str], *, embedder: Embedder, progress: Progress | None
) -> dict[str, Vectors]:
    # A text that comes again costs nothing, and texts of one length cost the least together.
    different = sorted(dict.fromkeys(texts), key=len)
    vectors: dict[str, Vectors] = {}
    for first in range(0, len(different), _EMBEDDED_AT_ONCE):
        batch = different[first : first + _EMBEDDED_AT_ONCE]
        vectors.update(zip(batch, embedder.embed(batch), strict=True))
        if progress is not None:
            progress(len(vectors), len(different))
    return vectors
