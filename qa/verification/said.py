"""The words of somebody, weighed by how much each tells, so that two speakers can be compared."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from qa.verification.opposites import DROPPED, NEGATORS, find_base
from qa.words import content_stems, covered, stem

__all__ = [
    "DENIAL",
    "FIGURE",
    "NOT",
    "NUMBER",
    "PAIR",
    "Said",
    "Unit",
    "join",
    "make_said",
    "read_units",
]

_WORD: Final = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")
NUMBER: Final = re.compile(r"\d")
_DENIED: Final = re.compile(r"n['’]t$")
_PLAIN: Final = DROPPED | frozenset(
    "that he she it they i we you his her its their there this these those who which".split()
)
_HELPING: Final = frozenset(
    "is are was were be been has have had do does did will would can could may might must shall "
    "should".split()
)
NOT: Final = "\0not"
_FUNCTION, _TOPIC, _CONTENT, DENIAL, FIGURE = 0.5, 0.5, 1.0, 3.0, 3.0
PAIR: Final = 1.0
_MAX_WORDS: Final = 200
_MAX_CHARACTERS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of somebody: how it is compared, its weight, and whether it carries meaning."""

    key: str
    weight: float
    telling: bool


@dataclass(frozen=True, slots=True)
class Said:
    """The words that somebody says in one premise, ready to compare.

    Attributes:
        who: The speaker, as worded there.
        premise: Number of the premise, or -1 for several.
        keys: The words.
        pairs: Two words each that stand side by side.
    """

    who: str
    premise: int
    keys: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    def covers(self, units: Sequence[Unit]) -> float:
        """Return the share of the telling words that stand here."""
        telling = [unit for unit in units if unit.telling]
        return sum(self.holds(unit.key) for unit in telling) / max(1, len(telling))

    def weigh(self, units: Sequence[Unit]) -> float:
        """Return how much of some words stands here, in this order or not."""
        value = sum(unit.weight for unit in units if self.holds(unit.key))
        return value + sum(
            PAIR * min(1.0, one.weight + other.weight)
            for one, other in pairwise(units)
            if (one.key, other.key) in self.pairs
        )

    def holds(self, key: str) -> bool:
        """Tell whether a word stands here, in any form."""
        return covered(key, self.keys)


def read_units(text: str, holds: Callable[[int], bool], *, denied: bool = False) -> list[Unit]:
    """Return the words of a part of a text that count, each with its weight."""
    units = [Unit(NOT, DENIAL, telling=True)] if denied else []
    topic = 0
    behind = False
    for match in _WORD.finditer(text, 0, _MAX_CHARACTERS):
        word = match[0].lower()
        if not holds(match.start()):
            continue
        if not behind and len(units) > denied and _is_verb(word):
            behind, topic = True, len(units)
        key = _read_key(word)
        if key is not None:
            units.append(_weigh(key, word))
        if len(units) == _MAX_WORDS:
            break
    return [
        Unit(u.key, _TOPIC, telling=False) if place < topic and u.weight == _CONTENT else u
        for place, u in enumerate(units)
    ]


def _is_verb(word: str) -> bool:
    plain = _DENIED.sub("", word)
    return plain in _HELPING or word.endswith("ed") or find_base(word) != stem(word)


def _read_key(word: str) -> str | None:
    if word in NEGATORS or _DENIED.search(word):
        return NOT
    return None if word in _PLAIN else find_base(word)


def _weigh(key: str, word: str) -> Unit:
    if key == NOT:
        return Unit(key, DENIAL, telling=True)
    if NUMBER.search(word):
        return Unit(key, FIGURE, telling=True)
    content = bool(content_stems(word))
    return Unit(key, _CONTENT if content else _FUNCTION, telling=content)


def make_said(
    who: str, premise: int, text: str, holds: Callable[[int], bool], *, denied: bool = False
) -> Said:
    """Return the words of a part of a text as what somebody says there."""
    units = read_units(text, holds, denied=denied)
    keys = [unit.key for unit in units]
    return Said(who, premise, frozenset(keys), frozenset(pairwise(keys)))


def join(said: Iterable[Said]) -> Said | None:
    """Return the words of several places together; ``None`` if there are none."""
    parts = list(said)
    if not parts:
        return None
    keys = frozenset[str]().union(*(part.keys for part in parts))
    pairs = frozenset[tuple[str, str]]().union(*(part.pairs for part in parts))
    return Said(parts[0].who, -1, keys, pairs)
