"""ArticleQA for LlamaIndex: a retriever and a query engine, so that its agents and evaluators work.

A sentence becomes a ``TextNode`` whose id is the article's id and the number of the sentence
(``3f2a…:5``), stable from one question to the next. What is streamed is streamed by statement, each
when its verdict is known, so that nothing has to be taken back. An agent reads the text alone, so
a statement that does not hold says so in it, and the article's own sentences stand below.
"""

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterable, Mapping, Sequence
from contextlib import aclosing
from itertools import chain
from threading import Event
from typing import TYPE_CHECKING, Any, Final

# The one file, besides those that speak to its models, that talks to LlamaIndex.
from llama_index.core.base.base_query_engine import BaseQueryEngine  # noqa: TID251
from llama_index.core.base.base_retriever import BaseRetriever  # noqa: TID251
from llama_index.core.base.response.schema import (  # noqa: TID251
    RESPONSE_TYPE,
    AsyncStreamingResponse,
    Response,
    StreamingResponse,
)
from llama_index.core.schema import (  # noqa: TID251
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)

from qa.models import Answer, Citation, Evidence, Statement, Status, VerdictLabel
from qa.quotes import cite

if TYPE_CHECKING:
    from index.models import Article
    from qa.assistant import ArticleQA

__all__ = ["ArticleQueryEngine", "ArticleRetriever", "make_query_engine", "make_retriever"]

Scope = str | Sequence[str] | None

_FOR_READERS: Final = ("title", "outlet", "published", "speaker")
"""What a language model is told of a sentence; the rest of the metadata is for programs."""
_WORST_LAST: Final = (
    VerdictLabel.SUPPORTED,
    VerdictLabel.PENDING,
    VerdictLabel.PARTLY,
    VerdictLabel.UNSUPPORTED,
    VerdictLabel.CONTRADICTED,
)


def make_retriever(
    assistant: "ArticleQA", *, article: Scope = None, limit: int = 10
) -> "ArticleRetriever":
    """Return a LlamaIndex retriever: the sentences that may answer, best first.

    Args:
        assistant: Whose articles are asked.
        article: Id of an article, or several; ``None`` for all.
        limit: How many sentences it returns at most.
    """
    return ArticleRetriever(assistant, article=article, limit=limit)


def make_query_engine(
    assistant: "ArticleQA",
    *,
    article: Scope = None,
    streaming: bool = False,
    writer: str | None = None,
) -> "ArticleQueryEngine":
    """Return a LlamaIndex query engine: cited, checked answers.

    Args:
        assistant: Whose articles are asked.
        article: Id of an article, or several; ``None`` for all.
        streaming: Whether answers come as ``StreamingResponse`` or ``AsyncStreamingResponse``.
        writer: ``quotes`` or ``language model``; ``None`` for the best there is.
    """
    return ArticleQueryEngine(assistant, article=article, streaming=streaming, writer=writer)


class ArticleRetriever(BaseRetriever):
    """Finds the sentences that may answer a question."""

    def __init__(self, assistant: "ArticleQA", *, article: Scope, limit: int) -> None:
        super().__init__()
        self._assistant = assistant
        self._article = article
        self._limit = limit

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._assistant.rank(
            query_bundle.query_str, article=self._article, limit=self._limit
        )
        articles = {article.id: article for article in self._assistant.articles()}
        return [
            _show_evidence(evidence, articles[evidence.sentence.article_id], number)
            for number, evidence in enumerate(found, start=1)
            if evidence.sentence.article_id in articles  # removed meanwhile by another thread
        ]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class ArticleQueryEngine(BaseQueryEngine):
    """Answers questions; the cited sentences are the source nodes.

    The metadata of a response holds the whole ``Answer`` as plain values: its status, its
    statements with their verdicts, and the nearest sentences when there is no answer.
    """

    def __init__(
        self, assistant: "ArticleQA", *, article: Scope, streaming: bool, writer: str | None
    ) -> None:
        super().__init__(callback_manager=None)
        self._assistant = assistant
        self._article = article
        self._streaming = streaming
        self._writer = writer

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        question = query_bundle.query_str
        if self._streaming:
            return self._stream(question)
        answer = self._assistant.ask(question, article=self._article, writer=self._writer)
        return _respond(answer)

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        question = query_bundle.query_str
        if self._streaming:
            return await self._astream(question)
        answer = await self._assistant.aask(question, article=self._article, writer=self._writer)
        return _respond(answer)

    def _stream(self, question: str) -> StreamingResponse:
        stop = Event()
        growing = self._assistant.stream(
            question, article=self._article, writer=self._writer, stop=stop
        )
        first = next(growing)  # what is wrong with the question is told at once
        nodes: list[NodeWithScore] = []
        metadata: dict[str, Any] = {}

        def write() -> Generator[str, None, None]:
            told = _Told(nodes, metadata)
            try:
                for answer in chain([first], growing):
                    yield from told.tell(answer)
                yield from told.finish()
            finally:
                stop.set()

        return StreamingResponse(response_gen=write(), source_nodes=nodes, metadata=metadata)

    async def _astream(self, question: str) -> AsyncStreamingResponse:
        growing = self._assistant.astream(question, article=self._article, writer=self._writer)
        first = await anext(growing)
        nodes: list[NodeWithScore] = []
        metadata: dict[str, Any] = {}

        async def write() -> AsyncGenerator[str, None]:
            told = _Told(nodes, metadata)
            async with aclosing(growing):
                for text in told.tell(first):
                    yield text
                async for answer in growing:
                    for text in told.tell(answer):
                        yield text
                for text in told.finish():
                    yield text

        return AsyncStreamingResponse(response_gen=write(), source_nodes=nodes, metadata=metadata)


class _Told:
    """What of a growing answer was told already; source nodes and metadata follow it."""

    def __init__(self, nodes: list[NodeWithScore], metadata: dict[str, Any]) -> None:
        self._nodes = nodes
        self._metadata = metadata
        self._text = ""
        self._answer: Answer | None = None

    def tell(self, answer: Answer) -> Iterable[str]:
        """Yield what is new among the statements whose verdict is known."""
        self._answer = answer
        self._nodes[:] = _show_citations(answer)
        self._metadata.update(_describe(answer))
        known = _checked_text(answer.statements)
        if len(known) > len(self._text) and known.startswith(self._text):
            new, self._text = known[len(self._text) :], known
            yield new

    def finish(self) -> Iterable[str]:
        """Yield the rest of the final answer, or all of it when it came out otherwise."""
        text = _write_text(self._answer) if self._answer else ""
        if text.startswith(self._text):
            yield from filter(None, [text[len(self._text) :]])
        else:
            yield f"\n\n{text}"


def _checked_text(statements: Iterable[Statement]) -> str:
    """Return the statements up to the first that is not checked yet, each with its doubt."""
    checked = []
    for statement in statements:
        if statement.verdict.label is VerdictLabel.PENDING:
            break
        marked = statement.text + "".join(f" [{n}]" for n in statement.citations)
        checked.append(f"{marked} ({statement.doubt}.)" if statement.doubt else marked)
    return " ".join(checked)


def _write_text(answer: Answer) -> str:
    """Return an answer for somebody who sees its text and not its verdicts."""
    if answer.status is Status.NOT_FOUND:
        return answer.text
    quotes = " ".join(f"“{nearest.quote}”" for nearest in answer.nearest)
    own = f"\n\nIn the article's own words: {quotes}" if quotes else ""
    return _checked_text(answer.statements) + own


def _respond(answer: Answer) -> Response:
    return Response(
        response=_write_text(answer),
        source_nodes=_show_citations(answer),
        metadata=_describe(answer),
    )


def _describe(answer: Answer) -> dict[str, Any]:
    return {**answer.to_dict(), "status": str(answer.status)}


def _show_citations(answer: Answer) -> list[NodeWithScore]:
    """Return the cited sentences in the order of their numbers."""
    nodes = []
    for citation in answer.citations:
        verdicts = [s.verdict for s in answer.statements if citation.number in s.citations]
        worst = max(verdicts, key=lambda v: _WORST_LAST.index(v.label), default=None)
        nodes.append(
            _make_node(
                citation,
                score=worst.score if worst else 0.0,
                verdict=str(worst.label) if worst else None,
            )
        )
    return nodes


def _show_evidence(evidence: Evidence, article: "Article", number: int) -> NodeWithScore:
    citation = cite(evidence.sentence, article, number=number)
    return _make_node(citation, score=evidence.score, verdict=None)


def _make_node(citation: Citation, *, score: float, verdict: str | None) -> NodeWithScore:
    """Return a sentence as LlamaIndex knows it."""
    metadata: Mapping[str, Any] = {
        "article_id": citation.article_id,
        "title": citation.title,
        "outlet": citation.outlet,
        "published": citation.published,
        "url": citation.url,
        "sentence": citation.sentence,
        "start": citation.start,
        "end": citation.end,
        "speaker": citation.speaker,
        "number": citation.number,
        "verdict": verdict,
    }
    hidden = [name for name, value in metadata.items() if name not in _FOR_READERS or not value]
    return NodeWithScore(
        node=TextNode(
            id_=f"{citation.article_id}:{citation.sentence}",
            text=citation.quote,
            start_char_idx=citation.start,
            end_char_idx=citation.end,
            metadata=dict(metadata),
            excluded_llm_metadata_keys=hidden,
            excluded_embed_metadata_keys=list(metadata),
            relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=citation.article_id)},
        ),
        score=score,
    )
