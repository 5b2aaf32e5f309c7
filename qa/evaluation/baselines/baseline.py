"""What all baselines have in common: articles, an index for each scope, and verbatim answers."""

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from index.articles import read_sentences
from index.errors import ArticleNotFoundError
from index.models import Article, Sentence
from qa.evaluation.cases import Case, Place
from qa.evaluation.systems import Reply
from qa.followup import make_standalone
from qa.models import Answer, Citation, Reason, Statement, Status, Verdict, VerdictLabel
from qa.question import MAX_QUESTION_CHARS, check_history, check_question
from qa.quotes import cite

__all__ = ["CITED", "RANKED", "Baseline", "Known", "cite_place", "quote_verbatim"]

CITED = 2
"""So many of the best finds are shown as the answer; the default of LlamaIndex."""
RANKED = 10

_INDEXES = 4
_VERBATIM = Verdict(label=VerdictLabel.SUPPORTED, score=1.0)
_NO_ARTICLES = "There is no story to ask. Add an article first."

_Index = TypeVar("_Index")


class Known(NamedTuple):
    """An article and its sentences."""

    article: Article
    sentences: Sequence[Sentence]


class Baseline(ABC, Generic[_Index]):
    """A system that takes articles in and makes an index for each scope that it is asked of.

    It is given the question as it stands without the conversation, for it knows no history.
    """

    name: str

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._opening = Lock()
        self._open = lru_cache(maxsize=_INDEXES)(self._make_index)

    def add(self, articles: Sequence[Article]) -> None:
        """Hold these articles and no others; of one that is held already nothing is made anew."""
        for name in self._known.keys() - {article.id for article in articles}:
            self._drop(name)
        for article in articles:
            if article.id not in self._known:
                self._take(Known(article, read_sentences(article)))

    def answer(self, case: Case) -> Reply:
        """Answer a case from the articles of its scope.

        Raises:
            AppError: The question cannot be read, an article is not known, or the embedder or
                the language model failed.
        """
        asked, names = check_question(case.question), self._choose(case.scope)
        history = check_history(case.history)
        question = make_standalone(asked, history=history)[:MAX_QUESTION_CHARS]
        started = time.perf_counter()
        if names:
            with self._opening:  # Two threads that ask of the same scope need one index.
                index = self._open(names)
            answer = self._answer(question, index)
            seconds = time.perf_counter() - started
            ranked = self._rank(question, index)
        else:
            answer = _find_nothing(question, Reason.NO_ARTICLES, _NO_ARTICLES)
            seconds, ranked = time.perf_counter() - started, ()
        timings = answer.timings or {"retrieve_ms": round(1000 * seconds, 3)}
        answer = replace(answer, question=asked, writer=self.name, timings=timings)
        return Reply(answer, ranked, seconds)

    def close(self) -> None:
        """Let go of all articles and indexes."""
        self._open.cache_clear()
        self._known.clear()

    def _take(self, known: Known) -> None:
        """Keep an article, and what is to be computed of it once."""
        self._known[known.article.id] = known

    def _drop(self, name: str) -> None:
        """Let go of an article."""
        del self._known[name]

    @abstractmethod
    def _make_index(self, names: tuple[str, ...]) -> _Index:
        """Return an index of the articles with these ids."""

    @abstractmethod
    def _answer(self, question: str, index: _Index) -> Answer:
        """Answer a question that stands alone; several threads may ask an index at once."""

    @abstractmethod
    def _rank(self, question: str, index: _Index) -> tuple[Place, ...]:
        """Return what retrieval finds for a question that stands alone, best first."""

    def _choose(self, scope: Sequence[str] | None) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(self._known if scope is None else scope))
        for name in names:
            if name not in self._known:
                raise ArticleNotFoundError(f"There is no article {name!r}. Add it before asking.")
        return names


def cite_place(place: Place, known: Known, *, number: int) -> Citation:
    """Return a citation of any span of an article; its sentence is the first that it overlaps."""
    sentences = known.sentences
    first = next((one for one in sentences if one.end > place.start), sentences[-1])
    text = known.article.text[place.start : place.end]
    span = Sentence(
        article_id=place.article, number=first.number, start=place.start, end=place.end, text=text
    )
    return cite(span, known.article, number=number)


def quote_verbatim(question: str, citations: Sequence[Citation], *, score: float) -> Answer:
    """Return the answer that says what each citation says, word for word."""
    if not citations:
        found = "Nothing was found on it in the articles."
        return _find_nothing(question, Reason.NOT_MENTIONED, found)
    return Answer(
        question=question,
        standalone_question=question,
        status=Status.ANSWERED,
        statements=tuple(
            Statement(text=cited.quote, citations=(cited.number,), verdict=_VERBATIM)
            for cited in citations
        ),
        citations=tuple(citations),
        score=score,
    )


def _find_nothing(question: str, reason: Reason, explanation: str) -> Answer:
    return Answer(
        question=question,
        standalone_question=question,
        status=Status.NOT_FOUND,
        reason=reason,
        explanation=explanation,
    )
