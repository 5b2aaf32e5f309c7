"""How surely premises support a statement, as one number, and which words nothing covers.

Four kinds of evidence are weighed by a logistic regression in which each keeps the sign its
meaning gives it: how much of the statement's words the premises hold, rare words counting more
(the best one, the best two, and all together); how near the vectors are (SummaC scores a
statement by its best sentence too: Laban et al., 2022); the doubts of a small trained model about
single words (``doubts.py``); and length. The weights are fitted by ``calibrate_support.py``.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.embedding import MiniLMEmbedder, TokenStates
from index.errors import ModelFileError
from qa.verification.doubts import Doubts, find_doubts
from qa.verification.premises import Premise
from qa.verification.selection import choose_premises, covers, read_beginnings
from qa.words import content_stems, stem, stems

__all__ = ["FEATURES", "Support", "measure_support", "read_weights", "score_support", "tell"]

FEATURES: Final = {
    "best": 1,
    "pair": 1,
    "all": 1,
    "pairs_of_words": 1,
    "missing_names": -1,
    "missing_words": -1,
    "nearness": 1,
    "worst_doubt": -1,
    "summed_doubts": -1,
    "share_of_doubts": -1,
    "trained": 1,
    "length": 0,
}
"""What is weighed, each with the sign its weight may have; 0 where either may be."""

_CHOSEN: Final = 6
_MAXIMUM_PREMISES: Final = 1_000
_MAXIMUM_CHARACTERS: Final = 2_000
_MAXIMUM_STATEMENT: Final = 4_000
_WEIGHTS: Final = Path(__file__).parent / "support.json"
_VOCABULARY: Final = Path(__file__).parents[2] / "index" / "minilm-vocab.txt"
_WORD: Final = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_PRONOUN: Final = re.compile(
    r"\b(?:he|she|it|they|him|his|her|hers|its|them|their|this|these|those|that|there|then)\b",
    re.IGNORECASE,
)
_COMMONEST, _RANK_SCALE, _LEAST_RARITY = 1_990, 10.5, 0.15

# One for the process: its model is shared with every other embedder of it.
_EMBEDDER: Final = MiniLMEmbedder()


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """How surely premises support a statement.

    Attributes:
        score: From 0 to 1.
        features: What was measured, by the names in ``FEATURES``.
        doubts: What was found about its single words.
        chosen: The premises it was compared with.
    """

    score: float
    features: Mapping[str, float]
    doubts: Doubts
    chosen: tuple[Premise, ...]


def score_support(statement: str, premises: Sequence[Premise]) -> float:
    """Return how surely the premises, taken together, support a statement, from 0 to 1.

    Raises:
        ModelFileError: A file of the embedding model or of the weights is missing or damaged.
    """
    return measure_support(statement, premises).score


def measure_support(statement: str, premises: Sequence[Premise]) -> Support:
    """Return the score with what it rests on.

    Args:
        statement: Any text; its first few thousand characters count.
        premises: The sentences to check it against; the first thousand count.

    Raises:
        ModelFileError: A file of the embedding model or of the weights is missing or damaged.
    """
    statement = statement[:_MAXIMUM_STATEMENT]
    chosen = choose_premises(statement, premises[:_MAXIMUM_PREMISES], limit=_CHOSEN)
    texts = [tell(statement, premise) for premise in chosen]
    read = [_read_states(text) for text in (statement, *texts)]
    doubts = find_doubts(statement, read[0], read[1:])
    features = {
        **_measure_words(statement, texts),
        "nearness": _measure_nearness(read),
        "worst_doubt": doubts.worst,
        "summed_doubts": doubts.summed,
        "share_of_doubts": doubts.share,
        "trained": doubts.support,
        "length": math.log1p(len(_WORD.findall(statement))),
    }
    weights = read_weights()["support"]
    value = weights["bias"] + sum(weights[name] * features[name] for name in FEATURES)
    score = 1 / (1 + math.exp(-min(30.0, max(-30.0, value)))) if chosen else 0.0
    return Support(score=score, features=features, doubts=doubts, chosen=chosen)


def tell(statement: str, premise: Premise) -> str:
    """Return a premise as its reader understands it: with the names of those who speak in it.

    Names that stand before it are added where the statement uses them for "he", "she" or "they".

    Example:
        >>> tell("Roe won.", Premise(text="She won.", before="Roe ran first. Lind was late."))
        'Roe: She won.'
    """
    text = premise.text[:_MAXIMUM_CHARACTERS]
    names = [name for name in premise.speakers if name not in text]
    if premise.before and _PRONOUN.search(text):
        used = set(_find_marked(f". {statement}"))
        known = _find_marked(f". {premise.before[-_MAXIMUM_CHARACTERS:]}")
        names += dict.fromkeys(name for name in known if name in used and name not in text)
    return f"{', '.join(names)}: {text}" if names else text


@cache
def read_weights() -> dict[str, Any]:
    """Return the fitted weights and thresholds.

    Raises:
        ModelFileError: Their file is missing or damaged.
    """
    try:
        weights: dict[str, Any] = json.loads(_WEIGHTS.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelFileError(
            f"{_WEIGHTS} is missing or damaged. Install the project again."
        ) from error
    return weights


def _measure_words(statement: str, texts: Sequence[str]) -> dict[str, float]:
    worth = _weigh_words(statement)
    held = [read_beginnings(text) for text in texts]
    every = frozenset[str]().union(*held)
    total = sum(worth.values())

    def share(beginnings: frozenset[str]) -> float:
        found = sum(value for word, value in worth.items() if covers(beginnings, word))
        return found / total if total else 1.0

    shares = [share(beginnings) for beginnings in held]
    best = held[shares.index(max(shares))] if held else frozenset()
    follows = {pair for text in texts for pair in _pairs(text)}
    own = _pairs(statement)
    marked = {stem(word) for word in _find_marked(statement)} & worth.keys()
    return {
        "best": max(shares, default=0.0),
        "pair": max((share(best | other) for other in held), default=0.0),
        "all": share(every) if held else 0.0,
        "pairs_of_words": sum(pair in follows for pair in own) / max(1, len(own)),
        "missing_names": math.log1p(sum(not covers(every, word) for word in marked)),
        "missing_words": math.log1p(sum(not covers(every, word) for word in worth)),
    }


@lru_cache(maxsize=256)
def _weigh_words(statement: str) -> dict[str, float]:
    words = {stem(word): word for word in _WORD.findall(statement)}
    return {key: _find_rarity(words.get(key, key)) for key in content_stems(statement)}


def _find_rarity(word: str) -> float:
    """Return how rare a word is in English, up to a little over 1, by its place in a vocabulary."""
    rank = _rank_words().get(word.lower().removesuffix("'s").removesuffix("’s"))
    if rank is None:
        return 1.0 + _LEAST_RARITY
    return _LEAST_RARITY + math.log1p(max(0, rank - _COMMONEST)) / _RANK_SCALE


@cache
def _rank_words() -> dict[str, int]:
    words = _VOCABULARY.read_text("utf-8").split("\n")
    return {word: rank for rank, word in enumerate(words)}


def _pairs(text: str) -> list[tuple[str, str]]:
    found = stems(text)
    return list(pairwise(found))


def _find_marked(statement: str) -> list[str]:
    """Return the words that begin with a capital or a digit, but not for beginning the sentence."""
    return [
        match[0]
        for match in _WORD.finditer(statement)
        if match[0][0].isdigit() or (match[0][0].isupper() and match.start() > 0)
    ]


@lru_cache(maxsize=512)
def _read_states(text: str) -> TokenStates:
    return _EMBEDDER.read_tokens([text])[0]


def _measure_nearness(read: Sequence[TokenStates]) -> float:
    """Return the cosine of the statement's vector and that of the nearest premise."""
    rows = [states.vectors.mean(axis=0) for states in read if len(states.ids)]
    if len(rows) < 2 or not len(read[0].ids):
        return 0.0
    units = [row / max(1e-9, float(np.linalg.norm(row))) for row in rows]
    return max(float(units[0] @ unit) for unit in units[1:])
