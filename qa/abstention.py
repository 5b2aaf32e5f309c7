"""How likely the articles answer a question at all, and why not when they do not."""

import math
from collections.abc import Mapping, Sequence

from qa.features import CANDIDATE_FEATURES, holds_asked
from qa.models import Reason
from qa.question import Question
from qa.ranking import Ranked, read_weights
from qa.words import covered, stem_set, stems

__all__ = ["ANSWER_FEATURES", "estimate", "explain", "measure_answer"]

_PLACE = {name: place for place, name in enumerate(CANDIDATE_FEATURES)}

ANSWER_FEATURES = (
    "reader",
    "reader_best",
    "span",
    "match",
    "match_mean",
    "vector",
    "bm25",
    "coverage",
    "chunk_coverage",
    "names",
    "missing_words",
    "missing_names",
    "asked",
    "speaker",
    "lead",
)
"""Names of what ``measure_answer`` returns."""


def measure_answer(
    question: Question, ranked: Sequence[Ranked], known: frozenset[str]
) -> list[float]:
    """Return one value per name in ``ANSWER_FEATURES``.

    Args:
        question: What is asked.
        ranked: The sentences that may answer, best first; at least one.
        known: Stems of all words of the articles that were asked.
    """
    best = ranked[0]
    features = dict(zip(CANDIDATE_FEATURES, best.features, strict=True))
    names = {stem for name in question.names for stem in stems(name)}
    missing_names = sum(not covered(stem, known) for stem in names)
    missing_words = sum(not covered(stem, known) for stem in question.stems)
    return [
        best.reading.score,
        max(item.reading.score for item in ranked),
        best.reading.span_score,
        best.reading.match,
        best.reading.match_mean,
        best.candidate.vector,
        math.log1p(max(best.candidate.bm25, 0.0)),
        features["coverage"],
        features["chunk_coverage"],
        features["names"],
        missing_words / max(1, len(question.stems)),
        float(missing_names > 0),
        features["asked"],
        features["speaker"],
        best.score - ranked[1].score if len(ranked) > 1 else 0.0,
    ]


def estimate(features: Sequence[float], weights: Mapping[str, float] | None = None) -> float:
    """Return the probability that the articles answer: a logistic regression.

    Args:
        features: As ``measure_answer`` returns them.
        weights: Of each feature, and ``bias``; those that ship when not given.
    """
    weights = weights or read_weights()["abstention"]
    total = weights["bias"] + sum(
        weights[name] * value for name, value in zip(ANSWER_FEATURES, features, strict=True)
    )
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def explain(
    question: Question, ranked: Sequence[Ranked], known: frozenset[str]
) -> tuple[Reason, str]:
    """Return why a question is not answered, as a name and in plain words."""
    absent = [
        name
        for name in question.names
        if stems(name) and not any(covered(stem, known) for stem in stems(name))
    ]
    if absent:
        return Reason.NOT_MENTIONED, f"The article does not mention {_list(absent)}."
    said_by = question.said_by
    if said_by and not any(_speaks(said_by, item) for item in ranked):
        return Reason.NOT_SAID, f"The article does not report {said_by} saying this."
    if not any(holds_asked(question, item.sentence.text) for item in ranked[:3]):
        return Reason.NOT_STATED, f"The article gives no {question.asked} for this."
    return Reason.NOT_STATED, "The article does not say this. These sentences come nearest."


def _speaks(said_by: str, item: Ranked) -> bool:
    spoken = " ".join(item.sentence.speakers)
    return bool(stem_set(said_by) & stem_set(spoken))


def _list(names: Sequence[str]) -> str:
    return " or ".join((", ".join(names[:-1]), names[-1]) if len(names) > 1 else names)
