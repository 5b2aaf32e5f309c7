"""The baseline ``vector``: LlamaIndex's ``VectorStoreIndex`` as its documentation sets it up.

Articles are cut by its ``SentenceSplitter`` into chunks of 1,024 tokens that overlap by 200, and
the two whose vectors are nearest are returned. An embedder that reads less of a text than a whole
chunk, as the one that ships with the project does, knows a chunk by its beginning.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from llama_index.core import VectorStoreIndex  # noqa: TID251  measured beside the product
from llama_index.core.embeddings import BaseEmbedding  # noqa: TID251
from llama_index.core.node_parser import SentenceSplitter  # noqa: TID251
from llama_index.core.schema import NodeWithScore, TextNode  # noqa: TID251

from index.embedding import Embedder
from index.errors import RunError
from index.models import Article
from qa.evaluation.baselines.baseline import (
    CITED,
    RANKED,
    Baseline,
    Known,
    cite_place,
    quote_verbatim,
)
from qa.evaluation.baselines.placing import find_starts
from qa.evaluation.cases import Place
from qa.language_model.llms import bundled_tokenizer
from qa.models import Answer

__all__ = ["ChunkBaseline", "VectorBaseline", "measure_similarity", "read_place", "tell_lost"]

_NOT_READ = ["article", "start", "end"]
"""What a chunk carries along, which neither the embedder nor a language model is shown."""


class _OurEmbedding(BaseEmbedding):  # type: ignore[misc, unused-ignore]
    """Our embedder as LlamaIndex wants it."""

    embedder: Any

    def _get_text_embedding(self, text: str) -> list[float]:
        vector: list[float] = self.embedder.embed([text])[0].tolist()
        return vector

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class ChunkBaseline(Baseline[VectorStoreIndex]):
    """Chunks of articles in a ``VectorStoreIndex``; each article is cut and embedded once."""

    ranks = RANKED
    """So many chunks are what retrieval finds."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__()
        self._embedder = embedder
        self._splitter = SentenceSplitter(tokenizer=bundled_tokenizer())
        self._chunks: dict[str, list[TextNode]] = {}

    def close(self) -> None:
        """Let go of all articles, chunks and indexes."""
        super().close()
        self._chunks.clear()

    def _take(self, known: Known) -> None:
        article = known.article
        texts = self._cut(article)
        rows = self._embedder.embed(texts)
        self._chunks[article.id] = [
            _make_chunk(article, text, start, number=number, vector=row.tolist())
            for number, (text, start, row) in enumerate(
                zip(texts, find_starts(article.text, texts), rows, strict=True), start=1
            )
        ]
        super()._take(known)

    def _drop(self, name: str) -> None:
        super()._drop(name)
        del self._chunks[name]

    def _cut(self, article: Article) -> list[str]:
        try:
            return self._splitter.split_text(article.text)
        except (OSError, LookupError) as error:
            raise RunError(
                "LlamaIndex cannot read the data of its sentence splitter: install "
                "llama-index-core again, copying its files instead of linking them."
            ) from error

    def _make_index(self, names: tuple[str, ...]) -> VectorStoreIndex:
        chunks = [chunk for name in names for chunk in self._chunks[name]]
        return VectorStoreIndex(chunks, embed_model=_OurEmbedding(embedder=self._embedder))

    def _rank(self, question: str, index: VectorStoreIndex) -> tuple[Place, ...]:
        found = map(read_place, _retrieve(question, index, limit=self.ranks))
        return tuple(place for place in found if place is not None)


class VectorBaseline(ChunkBaseline):
    """Shows the two nearest chunks; it always answers, and its score is their similarity."""

    name = "vector"

    def _answer(self, question: str, index: VectorStoreIndex) -> Answer:
        found = _retrieve(question, index, limit=CITED)
        places = [place for item in found if (place := read_place(item)) is not None]
        citations = [
            cite_place(place, self._known[place.article], number=number)
            for number, place in enumerate(places, start=1)
        ]
        answer = quote_verbatim(question, citations, score=measure_similarity(found))
        return tell_lost(answer, len(found) - len(places))


def read_place(item: NodeWithScore) -> Place | None:
    """Return where a chunk stands in its article; ``None`` where that is not certain."""
    carried = item.node.metadata
    if carried["start"] is None:
        return None
    return Place(carried["article"], carried["start"], carried["end"])


def measure_similarity(found: Sequence[NodeWithScore]) -> float:
    """Return the similarity of the best chunk with the question, from 0 to 1."""
    return max(0.0, min(1.0, max((item.score or 0.0 for item in found), default=0.0)))


def tell_lost(answer: Answer, lost: int) -> Answer:
    """Return the answer with a notice of what it rests on and cannot show, if there is any."""
    if not lost:
        return answer
    those = "1 chunk that it rests on is" if lost == 1 else f"{lost} chunks that it rests on are"
    notice = f"{those} not cited: it is not certain where in the article the words stand."
    return replace(answer, notice=notice)


def _retrieve(question: str, index: VectorStoreIndex, *, limit: int) -> list[NodeWithScore]:
    found: list[NodeWithScore] = index.as_retriever(similarity_top_k=limit).retrieve(question)
    return found


def _make_chunk(
    article: Article, text: str, start: int | None, *, number: int, vector: list[float]
) -> TextNode:
    end = None if start is None else start + len(text)
    return TextNode(
        id_=f"{article.id}:{number}",
        text=text,
        embedding=vector,
        metadata={"article": article.id, "start": start, "end": end},
        excluded_embed_metadata_keys=_NOT_READ,
        excluded_llm_metadata_keys=_NOT_READ,
    )
