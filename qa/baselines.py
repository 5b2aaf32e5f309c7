"""What LlamaIndex does out of the box, to be measured beside; no part of the product.

``CitationQueryEngine`` as its documentation sets it up: its own splitter and prompt, the two best
chunks, sources of 512 tokens, numbered; on the embedder and the language model we use ourselves.
"""

import re
from collections.abc import Sequence
from threading import Event
from typing import Any

from llama_index.core import Document, VectorStoreIndex  # noqa: TID251
from llama_index.core.embeddings import BaseEmbedding  # noqa: TID251
from llama_index.core.llms import (  # noqa: TID251
    CompletionResponse,
    CompletionResponseGen,
    CustomLLM,
    LLMMetadata,
)
from llama_index.core.query_engine import CitationQueryEngine  # noqa: TID251

from index.embedding import Embedder
from index.models import Article
from qa.language_model.client import LanguageModel

__all__ = ["CitationBaseline", "Place"]

Place = tuple[str, int, int]
"""Id of an article, and offsets of the first character and after the last."""

_LEAD = re.compile(r"^Source \d+:\n")
_CITED = re.compile(r"\[(?:source\s*)?(\d{1,3})\]", re.IGNORECASE)


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


class _OurModel(CustomLLM):  # type: ignore[misc, unused-ignore]
    """Our language model as LlamaIndex wants it: asked through the same door, with its errors."""

    model: Any

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=self.model.context_tokens, model_name=self.model.name)

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
        text = "".join(self.model.stream([("user", prompt)], stop=Event()))
        return CompletionResponse(text=text)

    def stream_complete(
        self, prompt: str, formatted: bool = False, **_: Any
    ) -> CompletionResponseGen:
        yield self.complete(prompt)


class CitationBaseline:
    """LlamaIndex's ``CitationQueryEngine`` over some articles."""

    def __init__(
        self, articles: Sequence[Article], *, embedder: Embedder, model: LanguageModel
    ) -> None:
        self._texts = {article.id: article.text for article in articles}
        index = VectorStoreIndex.from_documents(
            [Document(text=article.text, id_=article.id) for article in articles],
            embed_model=_OurEmbedding(embedder=embedder),
        )
        self._engine = CitationQueryEngine.from_args(index, llm=_OurModel(model=model))

    def ask(self, question: str) -> tuple[str, list[Place]]:
        """Return what it replies, and the places in the articles it cites, each once."""
        response = self._engine.query(question)
        text = str(response)
        cited = dict.fromkeys(int(number) for number in _CITED.findall(text))
        nodes = [response.source_nodes[n - 1] for n in cited if 0 < n <= len(response.source_nodes)]
        places = [self._find(item.node.ref_doc_id, item.node.get_content()) for item in nodes]
        return text, [place for place in places if place is not None]

    def _find(self, article_id: str | None, chunk: str) -> Place | None:
        """Return where in its article a source stands."""
        words = _LEAD.sub("", chunk).strip()
        if article_id is None or words not in self._texts[article_id]:
            return None
        start = self._texts[article_id].index(words)
        return article_id, start, start + len(words)
