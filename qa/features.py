"""What is measured of each candidate sentence, to be weighed by the ranking."""

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.library import Candidate
from qa.answer_types import find_fit
from qa.question import Question
from qa.words import covered, stem_set, stems

__all__ = [
    "CANDIDATE_FEATURES",
    "FUSED_WEIGHTS",
    "find_numbers",
    "fuse",
    "measure",
    "measure_rarity",
    "standardise",
]

Matrix = NDArray[np.float64]

CANDIDATE_FEATURES = (
    "vector",
    "chunk_vector",
    "bm25",
    "chunk_bm25",
    "coverage",
    "chunk_coverage",
    "names",
    "chunk_names",
    "fit",
    "speaker",
    "reader",
    "reader_gap",
    "likeness",
)
"""Names of what is measured: scores of the library, of the words, and of the reader."""

FUSED_WEIGHTS = np.array([1.25, 0.625, 1.0, 0.5])
"""Weights of the z-scores of vector, chunk vector, BM25, chunk BM25 in the first pass."""

_DIGITS = re.compile(r"\d[\d,.]*\d|\d")


def standardise(candidates: Sequence[Candidate]) -> Matrix:
    """Return the four scores of the library as z-scores over the candidates, one row each.

    Their scales differ from question to question; standardised they can be added.
    """
    raw = np.array([(c.vector, c.chunk_vector, c.bm25, c.chunk_bm25) for c in candidates])
    scores: Matrix = (raw - raw.mean(axis=0)) / (raw.std(axis=0) + 1e-6)
    return scores


def fuse(scores: Matrix) -> NDArray[np.float64]:
    """Return the first-pass score of each row: the weighted sum of its z-scores."""
    fused: NDArray[np.float64] = scores @ FUSED_WEIGHTS
    return fused


def measure(question: Question, candidate: Candidate, rarity: Mapping[str, float]) -> list[float]:
    """Return what can be read off one sentence: the features after the four scores."""
    own = stem_set(candidate.sentence.text)
    around = stem_set(candidate.chunk_text)
    names = tuple(dict.fromkeys(stem for name in question.names for stem in stems(name)))
    return [
        _share(question.stems, own, rarity),
        _share(question.stems, around, rarity),
        _share(names, own, rarity),
        _share(names, around, rarity),
        find_fit(question.text, candidate.sentence.text).degree,
        _says(question, candidate),
    ]


def measure_rarity(wanted: Sequence[str], candidates: Sequence[Candidate]) -> dict[str, float]:
    """Return the inverse document frequency of each stem over the candidates."""
    held = [stem_set(candidate.sentence.text) for candidate in candidates]
    return {
        stem: math.log((len(held) + 1) / (sum(stem in h for h in held) + 0.5)) for stem in wanted
    }


def find_numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text that are written in digits, without separators.

    Example:
        >>> sorted(find_numbers("Up to 1,280 of 3.5 million by 2 p.m."))
        ['1280', '2', '3.5']
    """
    return frozenset(match[0].replace(",", "") for match in _DIGITS.finditer(text))


def _share(wanted: Sequence[str], present: frozenset[str], rarity: Mapping[str, float]) -> float:
    """Return how much of what is wanted is present, rare stems counting more."""
    total = sum(rarity.get(stem, 1.0) for stem in wanted)
    found = sum(rarity.get(stem, 1.0) for stem in wanted if covered(stem, present))
    return found / total if total else 1.0


def _says(question: Question, candidate: Candidate) -> float:
    """Return 1 when the asked speaker says the sentence, -1 when somebody else does."""
    if question.said_by is None:
        return 0.0
    wanted = stem_set(question.said_by).intersection(question.stems)
    spoken = {stem for speaker in candidate.sentence.speakers for stem in stems(speaker)}
    if not wanted or not spoken:
        return 0.0
    return 1.0 if wanted & spoken else -1.0
