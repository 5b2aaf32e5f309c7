"""Figures of merit, each a plain function of plain values."""

import re
from collections.abc import Sequence

import numpy as np

from qa.gold import GoldQuestion
from qa.models import Answer

__all__ = [
    "Coverage",
    "area_under_curve",
    "contains_answer",
    "cover",
    "hit_at",
    "hits_evidence",
    "matches_answer",
]

Coverage = tuple[float, float, float]
"""Floor; share of answerable questions answered; share of unanswerable ones answered."""


def hits_evidence(gold: GoldQuestion, answer: Answer, article_text: str, *, first: bool) -> bool:
    """Tell whether the citations overlap a snippet of every evidence group.

    Args:
        gold: What is right.
        answer: What was answered.
        article_text: The article both speak of.
        first: Count the first citation only, and one group.
    """
    cited = [(c.start, c.end) for c in answer.citations[: 1 if first else None]]
    groups = [
        any(_overlaps(snippet, article_text, cited) for snippet in group) for group in gold.evidence
    ]
    return any(groups) if first else all(groups)


def _overlaps(snippet: str, text: str, cited: Sequence[tuple[int, int]]) -> bool:
    places = (match.start() for match in re.finditer(re.escape(snippet), text))
    return any(
        start < place + len(snippet) and place < end for place in places for start, end in cited
    )


def matches_answer(gold: GoldQuestion, answer: Answer) -> bool:
    """Tell whether what is shown of an answer, quotes and all, contains an accepted string."""
    return contains_answer(
        " ".join((answer.text, *(c.quote for c in answer.citations))), gold.answer
    )


def contains_answer(text: str, accepted: Sequence[str]) -> bool:
    """Tell whether a text contains an accepted string, case, articles and punctuation aside.

    The normalisation is that of the SQuAD evaluation (Rajpurkar et al., 2016).

    Example:
        >>> contains_answer("It was the Prime Minister.", ["prime minister"])
        True
    """
    shown = _normalise(text)
    return any(f" {_normalise(answer)} " in f" {shown} " for answer in accepted)


def _normalise(text: str) -> str:
    words = re.sub(r"[^\w\s]", " ", text.lower()).split()
    return " ".join(word for word in words if word not in {"a", "an", "the"})


def hit_at(ranks: Sequence[int | None], limit: int) -> float:
    """Return the share of questions whose right sentence is among the first ``limit``.

    Args:
        ranks: Place of the first right sentence of each question, from 1; ``None`` for nowhere.
        limit: How many places count.

    Example:
        >>> hit_at([1, 3, None, 2], 2)
        0.5
    """
    return sum(rank is not None and rank <= limit for rank in ranks) / max(1, len(ranks))


def area_under_curve(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """Return the area under the ROC curve: how often a positive outscores a negative.

    Ties count one half (Mann-Whitney U).

    Example:
        >>> area_under_curve([0.9, 0.2, 0.6], [True, False, True])
        1.0
    """
    values, labels = np.asarray(scores, dtype=float), np.asarray(positive, dtype=bool)
    order = np.argsort(values, kind="stable")
    _, inverse, counts = np.unique(values[order], return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = (last - (counts - 1) / 2)[inverse]
    wins = ranks[labels[order]].sum() - labels.sum() * (labels.sum() + 1) / 2
    return float(wins / (labels.sum() * (~labels).sum()))


def cover(
    scores: Sequence[float], answerable: Sequence[bool], floors: Sequence[float]
) -> list[Coverage]:
    """Return, for each floor, how much is answered and how much of it should not be.

    Example:
        >>> cover([0.9, 0.2, 0.6], [True, False, True], [0.5])
        [(0.5, 1.0, 0.0)]
    """
    values, labels = np.asarray(scores, dtype=float), np.asarray(answerable, dtype=bool)
    return [
        (
            float(floor),
            float((values[labels] >= floor).mean()),
            float((values[~labels] >= floor).mean()),
        )
        for floor in floors
    ]
