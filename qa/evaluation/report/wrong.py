"""What is wrong with an answer, by name, and how misleading it is."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from index.models import Article
from qa.evaluation.measures import is_shown_as_supported, measure
from qa.evaluation.outcomes import Outcome
from qa.evaluation.report.excerpts import shorten
from qa.models import VerdictLabel

__all__ = [
    "MAX_ERROR",
    "MAX_WRONG",
    "SEVERITIES",
    "Failure",
    "Kind",
    "Wrong",
    "WrongAnswers",
    "find_wrong",
]

MAX_WRONG: Final = 3_000
"""How many wrong answers are shown at most, here and in the terminal; all count."""

Failure = tuple[str, str, str]
"""A dataset, a system that failed on it, and what happened, shortened."""

MAX_ERROR: Final = 300
"""How many characters of what happened are shown."""


class Kind(StrEnum):
    """What is wrong with an answer; the most misleading first."""

    POINTER = "pointer or quote not exact"
    FALSE_ANSWER = "false answer"
    WRONG_SENTENCE = "wrong sentence"
    WRONG_WORDS = "no accepted answer"
    CONTRADICTED = "contradicted statement shown"
    MISSING = "needed sentence missing"
    REFUSED = "refused though answerable"
    FAILED = "failed"


SEVERITIES: Final = {
    Kind.POINTER: 6,  # What it quotes does not stand there: nothing can be checked.
    Kind.FALSE_ANSWER: 5,
    Kind.WRONG_SENTENCE: 5,
    Kind.WRONG_WORDS: 5,
    Kind.CONTRADICTED: 3,  # The reader is told of it.
    Kind.MISSING: 2,  # A part of it is right.
    Kind.REFUSED: 1,
    Kind.FAILED: 0,  # Nobody is misled by an error.
}
"""How misleading each kind is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """An outcome that is wrong.

    Attributes:
        outcome: The outcome.
        kinds: What is wrong with it, the worst first; never empty.
    """

    outcome: Outcome
    kinds: tuple[Kind, ...]

    @property
    def severity(self) -> float:
        """How misleading it is, from 0 (an error) to 7 (a false quote, shown as sure).

        The severity of the worst kind, and the score of the answer (from 0 to 1) where every
        statement of it is shown as supported: then nothing warns the reader.
        """
        answer = self.outcome.answer
        unwarned = answer.score if answer is not None and is_shown_as_supported(answer) else 0.0
        return SEVERITIES[self.kinds[0]] + unwarned


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongAnswers:
    """The worst of the wrong outcomes, and how many there are of all.

    Attributes:
        worst: The most misleading first.
        count: How many outcomes are wrong.
        kinds: Of how many of them each kind is true, the most misleading kind first.
        systems: How many of them each system gave.
        errors: How many outcomes failed, by dataset, system, and what happened.
    """

    worst: tuple[Wrong, ...]
    count: int
    kinds: Mapping[Kind, int]
    systems: Mapping[str, int]
    errors: Mapping[Failure, int]


def find_wrong(
    outcomes: Iterable[Outcome], articles: Mapping[str, Article], *, limit: int = MAX_WRONG
) -> WrongAnswers:
    """Count the wrong outcomes and return the most misleading, holding no more in memory.

    Args:
        outcomes: The outcomes; read once.
        articles: Every article that was asked, by id.
        limit: How many to return at most.
    """
    kinds: Counter[Kind] = Counter()
    systems: Counter[str] = Counter()
    errors: Counter[Failure] = Counter()

    def count() -> Iterator[Wrong]:
        for outcome in outcomes:
            if outcome.error is not None:
                error = shorten(outcome.error, max_chars=MAX_ERROR)
                errors[outcome.dataset, outcome.system, error] += 1
            if found := tuple(sorted(_find_kinds(outcome, articles), key=_rank)):
                kinds.update(found)
                systems[outcome.system] += 1
                yield Wrong(outcome=outcome, kinds=found)

    return WrongAnswers(
        worst=tuple(heapq.nsmallest(limit, count(), _order)),
        count=systems.total(),
        kinds={kind: kinds[kind] for kind in Kind if kinds[kind]},
        systems=dict(systems),
        errors=dict(errors),
    )


def _order(wrong: Wrong) -> tuple[float, str, str, str]:
    outcome = wrong.outcome
    return -wrong.severity, outcome.dataset, outcome.case.id, outcome.system


_rank = list(Kind).index


def _find_kinds(outcome: Outcome, articles: Mapping[str, Article]) -> Iterator[Kind]:
    if outcome.answer is None:
        yield Kind.FAILED
        return
    values = measure(outcome, articles)
    if min(values.get("pointer_validity", 1), values.get("exact_quotes", 1)) < 1:
        yield Kind.POINTER
    if any(s.verdict.label is VerdictLabel.CONTRADICTED for s in outcome.answer.statements):
        yield Kind.CONTRADICTED
    yield from _judge_by_gold(values)


def _judge_by_gold(values: Mapping[str, float]) -> Iterator[Kind]:
    if values.get("false_answers"):
        yield Kind.FALSE_ANSWER
    elif values.get("false_refusals"):
        yield Kind.REFUSED
    elif values.get("evidence_hit") == 0:
        yield Kind.MISSING if values.get("gold_recall") else Kind.WRONG_SENTENCE
    elif "evidence_hit" not in values and values.get("answer_match") == 0:
        yield Kind.WRONG_WORDS
