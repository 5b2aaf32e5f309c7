"""Who answers the cases: the product itself, or a baseline in its place."""

import time
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from index.models import Article
from qa.assistant import ArticleQA
from qa.evaluation.cases import Case, Place
from qa.models import Answer

__all__ = ["Product", "Reply", "System"]

_RANKED = 10


class Reply(NamedTuple):
    """An answer, and what retrieval found, best first.

    ``seconds`` is what answering took, where retrieval was asked apart from it.
    """

    answer: Answer
    ranked: tuple[Place, ...]
    seconds: float | None = None


class System(Protocol):
    """Answers the cases of one batch after another; threads may share it."""

    name: str

    def add(self, articles: Sequence[Article]) -> None:
        """Hold the articles of a batch, and no others, before any of its cases is asked."""

    def answer(self, case: Case) -> Reply:
        """Answer a case from the articles of its scope.

        Raises:
            AppError: It cannot answer; this is no abstention.
        """

    def close(self) -> None:
        """Let go of what it holds."""


class Product:
    """What users use, through the door that they use."""

    def __init__(self, assistant: ArticleQA, writer: str) -> None:
        self.name = writer
        self._assistant = assistant

    def add(self, articles: Sequence[Article]) -> None:
        """Make the library hold the articles of a batch, and no others.

        How rare a word is, is counted over the library: with the articles of other batches in it
        an answer would depend on what was asked before, and on where a run was interrupted.
        """
        wanted = {article.id for article in articles}
        for article in self._assistant.articles():
            if article.id not in wanted:
                self._assistant.remove(article.id)
        for article in articles:
            self._assistant.add_text(
                article.text,
                title=None if article.title_derived else article.title,
                outlet=article.outlet,
                url=article.url,
                published=article.published,
            )

    def answer(self, case: Case) -> Reply:
        """Ask as the page does, and rank as ``rank`` does."""
        started = time.perf_counter()
        answer = self._assistant.ask(
            case.question, article=case.scope, history=case.history, writer=self.name
        )
        seconds = time.perf_counter() - started
        ranked = self._assistant.rank(
            case.question, article=case.scope, history=case.history, limit=_RANKED
        )
        places = (Place(e.sentence.article_id, e.sentence.start, e.sentence.end) for e in ranked)
        return Reply(answer, tuple(places), seconds)

    def close(self) -> None:
        """Do nothing: the assistant is closed by who opened it."""
