"""How likely the articles answer a question at all, and why not when they do not."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from index.lexicon import MODIFIERS, ROLES
from index.models import Sentence
from qa.features import CANDIDATE_FEATURES, find_numbers
from qa.models import Reason
from qa.question import Asked, Question
from qa.ranking import Ranked, read_weights
from qa.words import covered, stem_set, stems

__all__ = [
    "AGAINST",
    "ANSWER_FEATURES",
    "Vocabulary",
    "estimate",
    "explain",
    "is_silent",
    "keep_speaker",
    "lacks_kind",
    "measure_answer",
]

_FIT = CANDIDATE_FEATURES.index("fit")
_NAMES = CANDIDATE_FEATURES.index("names")
_FITS = 0.5
_LOOKED_AT = 3
_MAX_SPEAKER_WORDS = 5

ANSWER_FEATURES = (
    "reader",
    "reader_best",
    "vector",
    "names",
    "missing_names",
    "missing_numbers",
    "silent",
    "fits_anywhere",
)
"""Names of what ``measure_answer`` returns."""

AGAINST = frozenset(("missing_names", "missing_numbers", "silent"))
"""Those of them that speak against an answer; the others speak for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What an article holds, whatever the question.

    Attributes:
        stems: Stems of all its words.
        numbers: Its numbers in digits.
        speakers: Stems of the names of all who speak in it.
    """

    stems: frozenset[str]
    numbers: frozenset[str]
    speakers: frozenset[str]

    @classmethod
    def read(cls, sentences: Sequence[Sentence]) -> Self:
        """Read the vocabulary of an article from all its sentences."""
        return cls(
            stems=frozenset().union(*(stem_set(s.text) for s in sentences)),
            numbers=frozenset().union(*(find_numbers(s.text) for s in sentences)),
            speakers=frozenset().union(*(stem_set(n) for s in sentences for n in s.speakers)),
        )

    def __or__(self, other: Self) -> Self:
        return type(self)(
            stems=self.stems | other.stems,
            numbers=self.numbers | other.numbers,
            speakers=self.speakers | other.speakers,
        )


def measure_answer(question: Question, ranked: Sequence[Ranked], known: Vocabulary) -> list[float]:
    """Return one value per name in ``ANSWER_FEATURES``.

    Args:
        question: What is asked.
        ranked: The sentences that may answer, best first; at least one.
        known: What the articles that were asked hold.
    """
    best = ranked[0]
    names = {stem for name in question.names for stem in stems(name)}
    return [
        best.reading.score,
        max(item.reading.score for item in ranked),
        best.candidate.vector,
        best.features[_NAMES],
        float(any(not covered(stem, known.stems) for stem in names)),
        float(not find_numbers(question.text) <= known.numbers),
        float(is_silent(question, ranked, known)),
        float(max(item.features[_FIT] for item in ranked[:_LOOKED_AT]) > _FITS),
    ]


def keep_speaker(question: Question, ranked: Sequence[Ranked], known: Vocabulary) -> list[Ranked]:
    """Return the sentences without those that somebody else says, when a speaker is asked for.

    A speaker the articles know by another name, such as an office, is left alone.
    """
    wanted = _wanted_speaker(question) & known.speakers
    if not wanted:
        return list(ranked)
    return [
        item
        for item in ranked
        if not item.sentence.speakers
        or wanted & frozenset().union(*(stem_set(name) for name in item.sentence.speakers))
    ]


def lacks_kind(ranked: Sequence[Ranked]) -> bool:
    """Tell whether none of the first sentences holds the kind of thing that is asked for."""
    return max(item.features[_FIT] for item in ranked[:_LOOKED_AT]) < 0


def _wanted_speaker(question: Question) -> frozenset[str]:
    """Return the stems of the name of who is asked to have spoken."""
    said_by = question.said_by or ""
    if not _may_be_name(said_by):
        return frozenset()
    return stem_set(said_by).intersection(question.stems)


def _may_be_name(said_by: str) -> bool:
    """Tell whether the words for a speaker are few enough to be only that."""
    return len(said_by.split()) <= _MAX_SPEAKER_WORDS


def is_silent(question: Question, ranked: Sequence[Ranked], known: Vocabulary) -> bool:
    """Tell whether somebody is asked for by name who says nothing in the articles.

    Nor may the best sentence name them and nobody speak in it: that may have been missed.
    """
    said_by = question.said_by or ""
    named = any(name in said_by for name in question.names)
    if not named or (ROLES | MODIFIERS).intersection(said_by.lower().split()):
        return False
    wanted, best = _wanted_speaker(question), ranked[0].sentence
    missed = not best.speakers and bool(wanted & stem_set(best.text))
    return not missed and not wanted & known.speakers


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


def explain(question: Question, ranked: Sequence[Ranked], known: Vocabulary) -> tuple[Reason, str]:
    """Return why a question is not answered, as a name and in plain words."""
    absent = [
        name
        for name in question.names
        if stems(name) and not any(covered(stem, known.stems) for stem in stems(name))
    ]
    absent += sorted(find_numbers(question.text) - known.numbers)
    if absent:
        return Reason.NOT_MENTIONED, f"It does not mention {_list(absent)}."
    unheard = is_silent(question, ranked, known) or (_wanted_speaker(question) & known.speakers)
    speaker = question.said_by or ""
    if unheard and _may_be_name(speaker) and question.asked is not Asked.REASON:
        return Reason.NOT_SAID, f"It does not report that {speaker} said this."
    if lacks_kind(ranked):
        named = question.asked not in (Asked.OTHER, Asked.SAYING)
        lack = f"no {question.asked} for" if named else "no answer to"
        return Reason.NOT_STATED, f"It gives {lack} this. These sentences come nearest."
    return Reason.NOT_STATED, "These sentences come nearest."


def _list(names: Sequence[str]) -> str:
    return " or ".join((", ".join(names[:-1]), names[-1]) if len(names) > 1 else names)
