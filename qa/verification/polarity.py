"""A sentence as the words that carry its meaning, each with whether it is denied there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from qa.verification.opposites import (
    ASSENTS,
    DROPPED,
    HEDGES,
    LIMITERS,
    NEGATOR_PHRASES,
    NEGATORS,
    POSSIBLE,
    PRONOUNS,
    QUANTITIES,
    REFUSALS,
    find_opposite,
)
from qa.words import content_stems

__all__ = ["Unit", "read_units"]

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.,;:!?()]|--+|[–—]")
_CONTRACTION = re.compile(r"['’](?:s|re|ve|ll|d|m)?$|['’]$")
_MAXIMUM_CHARACTERS: Final = 4_000
_MAXIMUM_UNITS: Final = 160
_MAXIMUM_PHRASE_CHARACTERS: Final = 60
_HEAD_DISTANCE: Final = 4
_REACH_RIGHT: Final = 9
_REACH_LEFT: Final = 6
_SPECIAL: Final = {
    **dict.fromkeys(LIMITERS, ("only", False)),
    **dict.fromkeys(QUANTITIES, ("some", False)),
}
_BEFORE_TO: Final = REFUSALS | ASSENTS
_STRONG_MARKS: Final = frozenset(".;:!?")


@dataclass(slots=True)
class Unit:
    """A word that says something, with what stands directly before it.

    Attributes:
        start: Offset of the word in its text.
        end: Offset after it.
        base: What it is compared as: opposites share one.
        opposed: Whether it is the denying one of two opposites.
        content: Whether it carries meaning alone.
        denials: How many denying words stand directly before it.
        phrase_start: Offset of the first of the helping and denying words before it.
        possible: Whether it is only possible ("may", "could").
        weak: Whether the denying words before it deny nothing ("not only", "no doubt").
        hedged: Whether its sentence leaves anything open ("likely", "would").
        quantity: How much of a whole it claims, 0 where it is no such word.
        reached: Whether a denying word stands so near that it may deny this word.
        denied: Whether a denying word near it denies this word.
        clause: Number of its clause, where strong marks part clauses.
    """

    start: int
    end: int
    base: str
    opposed: bool
    content: bool
    denials: int = 0
    phrase_start: int = 0
    possible: bool = False
    weak: bool = False
    hedged: bool = False
    quantity: int = 0
    reached: bool = False
    denied: bool = False
    clause: int = 0

    @property
    def directly_denied(self) -> bool:
        """Return whether what stands directly before it and its own sense deny it."""
        return (self.denials % 2 == 1) != self.opposed

    @property
    def polarity(self) -> int:
        """Return 1 where it is affirmed, -1 where it is denied, 0 where that is unclear."""
        if self.reached and not self.denied:
            return 0
        return -1 if self.denied != self.opposed else 1


@dataclass(slots=True)
class _Reading:
    """What was read before the next unit."""

    units: list[Unit] = field(default_factory=list)
    denials: int = 0
    phrase_start: int | None = None
    possible: bool = False
    weak: bool = False
    clause: int = 0

    def begin_phrase(self, start: int) -> None:
        if self.phrase_start is None:
            self.phrase_start = start

    def add(self, start: int, end: int, base: str, *, opposed: bool, content: bool) -> None:
        begin = self.phrase_start
        near = begin is not None and end - begin <= _MAXIMUM_PHRASE_CHARACTERS
        self.units.append(
            Unit(
                start=start,
                end=end,
                base=base,
                opposed=opposed,
                content=content,
                denials=self.denials,
                phrase_start=begin if begin is not None and near else start,
                possible=self.possible,
                weak=self.weak,
                clause=self.clause,
            )
        )
        self.denials, self.phrase_start = 0, None
        self.possible = self.weak = False


@lru_cache(maxsize=4_096)
def read_units(text: str) -> tuple[Unit, ...]:
    """Read the words of a sentence that carry its meaning, with what is denied of them.

    Helping verbs and articles are left out, verbs reduced to their base, opposites to one of
    the two. Linear in the text, of which a bounded beginning is read.

    Example:
        >>> [(unit.base, unit.polarity) for unit in read_units("He did not win.")][:2]
        [('he', 0), ('win', -1)]
        >>> read_units("He failed to win.")[1].polarity, read_units("He lost.")[1].polarity
        (-1, -1)
    """
    reading = _Reading()
    tokens = list(_split(text[:_MAXIMUM_CHARACTERS]))
    place = 0
    while place < len(tokens) and len(reading.units) < _MAXIMUM_UNITS:
        place += _read(tokens, place, reading)
    length = min(len(text), _MAXIMUM_CHARACTERS)
    reading.add(length, length, "", opposed=False, content=False)
    _spread(reading.units)
    if any(word in HEDGES for word, _, _ in tokens):
        for unit in reading.units:
            unit.hedged = True
    return tuple(reading.units)


def _split(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield words in lower case and marks, contractions taken apart."""
    for match in _TOKEN.finditer(text):
        word, start, end = match[0].lower().replace("’", "'"), match.start(), match.end()
        if word.endswith("n't"):
            stem = word[:-3]
            yield {"ca": "can", "wo": "will"}.get(stem, stem), start, end - 3
            yield "n't", end - 3, end
            continue
        yield _CONTRACTION.sub("", word), start, end


def _read(tokens: list[tuple[str, int, int]], place: int, reading: _Reading) -> int:
    """Read the token at a place, and those that belong to it; return how many."""
    word, start, end = tokens[place]
    following = tokens[place + 1][0] if place + 1 < len(tokens) else ""
    if not word or (not word[0].isalnum() and word != "n't"):
        reading.clause += word in _STRONG_MARKS
        return 1
    if word in NEGATORS:
        return _read_negator(word, following, start, reading)
    if following == "to" and word in _BEFORE_TO:
        reading.begin_phrase(start)
        reading.denials += word in REFUSALS
        return 2
    if word in DROPPED:
        reading.begin_phrase(start)
        reading.possible |= word in POSSIBLE
        return 1
    if word in PRONOUNS:
        base, denies = PRONOUNS[word]
        reading.denials += denies
        reading.add(start, end, base, opposed=False, content=False)
        return 1
    base, opposed = _SPECIAL.get(word) or find_opposite(word)
    content = word not in _SPECIAL and (opposed or bool(content_stems(word)))
    reading.add(start, end, base, opposed=opposed, content=content)
    reading.units[-1].quantity = QUANTITIES.get(word, 0)
    return 1


def _read_negator(word: str, following: str, start: int, reading: _Reading) -> int:
    reading.weak |= following in LIMITERS or f"{word} {following}" in NEGATOR_PHRASES
    if word == "no" and (not following or not following[0].isalnum()):
        return 1  # "No, he said": an answer, not a denial of what comes next.
    reading.begin_phrase(start)
    reading.denials += 1
    return 2 if word in ("no", "not") and following == "longer" else 1


def _spread(units: list[Unit]) -> None:
    """Mark the word that each denial is about, and those that it may be about too."""
    for place, unit in enumerate(units):
        if not unit.denials or unit.weak:
            continue
        for other in units[max(0, place - _REACH_LEFT) : place + _REACH_RIGHT]:
            other.reached |= other.clause == unit.clause
        head = _find_head(units, place)
        head.denied ^= unit.denials % 2 == 1
        head.reached |= True


def _find_head(units: list[Unit], place: int) -> Unit:
    for unit in units[place : place + _HEAD_DISTANCE]:
        if unit.content and unit.clause == units[place].clause:
            return unit
    return units[place]
