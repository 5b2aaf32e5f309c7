"""Whether the words a statement gives to a speaker are what this speaker says in the article.

Two speakers often share a sentence, or two cited sentences have one each: each answers only for
the words of the own clause. What a statement makes somebody say is compared with what this
speaker says in all premises (the own words), with what each other speaker says (a rival), and
with what the article tells as fact. Words count by how much they tell: numbers and denials most,
the words before the verb, which often only name the topic, little; two neighbours in the same
order count again, which tells "energy and infrastructure" from "energy infrastructure".
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from index.phrases import Shape
from qa.verification.entities import are_same
from qa.verification.mouths import are_one
from qa.verification.opposites import DROPPED, NEGATORS, find_base
from qa.verification.telling import Telling
from qa.verification.voices import Voice
from qa.words import content_stems, covered, stem, stem_set

__all__ = ["Taken", "find_taken", "is_own"]

_WORD: Final = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")
_NUMBER: Final = re.compile(r"\d")
_DENIED: Final = re.compile(r"n['’]t$")
_PLAIN: Final = DROPPED | frozenset(
    "that he she it they i we you his her its their there this these those who which".split()
)
_HELPING: Final = frozenset(
    "is are was were be been has have had do does did will would can could may might must shall "
    "should".split()
)
_DENYING: Final = frozenset(
    "denied denies deny denying rejected rejects disputed disputes doubted doubts dismissed".split()
)
_NOT: Final = "\0not"
_FUNCTION, _TOPIC, _CONTENT, _DENIAL, _FIGURE = 0.5, 0.5, 1.0, 3.0, 3.0
_PAIR: Final = 1.0
_MOSTLY: Final = 0.7
_HALF: Final = 0.5
_LITTLE: Final = 0.25
_LESS: Final = 0.6
_TOLD_AS_FACT: Final = 0.75
_MIN_FACT: Final = 2
_END: Final = 3
_MAX_WORDS: Final = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """What a statement gives to a speaker although others say it.

    Attributes:
        found: Who says it in the article; ``None`` where the article tells it as fact.
    """

    found: str | None


@dataclass(frozen=True, slots=True)
class _Unit:
    key: str
    weight: float
    telling: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """The words that somebody says in one premise, ready to compare."""

    who: str
    premise: int
    keys: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    def covers(self, units: Sequence[_Unit]) -> float:
        """Return the share of the telling words that stand here."""
        telling = [unit for unit in units if unit.telling]
        return sum(self.holds(unit.key) for unit in telling) / max(1, len(telling))

    def weigh(self, units: Sequence[_Unit]) -> float:
        """Return how much of some words stands here, in this order or not."""
        value = sum(unit.weight for unit in units if self.holds(unit.key))
        return value + sum(
            _PAIR * min(1.0, one.weight + other.weight)
            for one, other in pairwise(units)
            if (one.key, other.key) in self.pairs
        )

    def holds(self, key: str) -> bool:
        """Tell whether a word stands here, in any form."""
        return covered(key, self.keys)


def find_taken(
    statement: str, voice: Voice, told: Sequence[Telling]
) -> Taken | None:
    """Return who else says what a statement gives to a speaker; ``None`` if the speaker does.

    Nothing is found either where this speaker says nothing in any premise, or the words tell
    too little.

    Args:
        statement: The statement.
        voice: A speaker of it.
        told: The premises, read.
    """
    units = _read_units(statement, voice.covers, denied=voice.verb in _DENYING)
    own = _join(_find_own(voice, told))
    if own is None or not any(unit.telling for unit in units):
        return None
    others = [said for number, t in enumerate(told) for said in _find_others(voice, t, number)]
    for said in sorted(others, key=lambda other: -other.weigh(units)):
        if _is_taken(units, own, said, _own_premises(voice, told)):
            return Taken(said.who)
    if own.covers(units) <= _LITTLE and any(
        _tells_as_fact(units, voice, telling) for telling in told
    ):
        return Taken(None)
    return None


def is_own(statement: str, voice: Voice, told: Sequence[Telling]) -> bool:
    """Tell whether a speaker of a statement says something of these words in a premise."""
    units = _read_units(statement, voice.covers, denied=voice.verb in _DENYING)
    own = _join(_find_own(voice, told))
    return own is not None and any(own.holds(unit.key) for unit in units)


def _is_taken(
    units: Sequence[_Unit], own: _Said, other: _Said, beside: frozenset[int]
) -> bool:
    more = other.weigh(units) - own.weigh(units)
    theirs, ours = other.covers(units), own.covers(units)
    if theirs >= ours and more >= -_PAIR and _repeats_end(units, other):
        return not _repeats_end(units, own)
    if more <= 0 or (other.premise not in beside and ours >= _LESS):
        return False
    denies = any(unit.key == _NOT for unit in units)
    if denies and other.holds(_NOT) and not own.holds(_NOT):
        return True
    return theirs >= _MOSTLY or (ours == 0 and theirs >= _HALF)


def _repeats_end(units: Sequence[_Unit], said: _Said) -> bool:
    """Tell whether the last words of all stand there in the same order."""
    pairs = list(pairwise(units[-_END:]))
    return len(pairs) == _END - 1 and all((a.key, b.key) in said.pairs for a, b in pairs)


def _read_units(text: str, holds: Callable[[int], bool], *, denied: bool = False) -> list[_Unit]:
    """Return the words of a part of a text that count, each with its weight."""
    units = [_Unit(_NOT, _DENIAL, telling=True)] if denied else []
    topic = 0
    behind = False
    for match in _WORD.finditer(text):
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
        _Unit(u.key, _TOPIC, telling=False) if place < topic and u.weight == _CONTENT else u
        for place, u in enumerate(units)
    ]


def _is_verb(word: str) -> bool:
    plain = _DENIED.sub("", word)
    return plain in _HELPING or word.endswith("ed") or find_base(word) != stem(word)


def _read_key(word: str) -> str | None:
    if word in NEGATORS or _DENIED.search(word):
        return _NOT
    return None if word in _PLAIN else find_base(word)


def _weigh(key: str, word: str) -> _Unit:
    if key == _NOT:
        return _Unit(key, _DENIAL, telling=True)
    if _NUMBER.search(word):
        return _Unit(key, _FIGURE, telling=True)
    content = bool(content_stems(word))
    return _Unit(key, _CONTENT if content else _FUNCTION, telling=content)


def _make_said(
    who: str, premise: int, text: str, holds: Callable[[int], bool], *, denied: bool = False
) -> _Said:
    units = _read_units(text, holds, denied=denied)
    keys = [unit.key for unit in units]
    return _Said(who, premise, frozenset(keys), frozenset(pairwise(keys)))


def _join(said: Iterable[_Said]) -> _Said | None:
    parts = list(said)
    if not parts:
        return None
    keys = frozenset[str]().union(*(part.keys for part in parts))
    pairs = frozenset[tuple[str, str]]().union(*(part.pairs for part in parts))
    return _Said(parts[0].who, -1, keys, pairs)


def _find_own(voice: Voice, told: Sequence[Telling]) -> Iterator[_Said]:
    for number, telling in enumerate(told):
        yield from _find_said(telling, number, _find_mine(voice, telling))


def _own_premises(voice: Voice, told: Sequence[Telling]) -> frozenset[int]:
    return frozenset(
        number for number, t in enumerate(told) if any(_find_said(t, number, _find_mine(voice, t)))
    )


def _find_said(
    telling: Telling, number: int, mine: Sequence[Voice] | None
) -> Iterator[_Said]:
    if mine is None:
        others = [v for v in telling.voices.voices if v.shape is not Shape.PRONOUN]
        yield _make_said(
            "", number, telling.premise.text, lambda o: not any(v.covers(o) for v in others)
        )
        return
    for voice in mine:
        yield _make_said(
            voice.text,
            number,
            telling.premise.text,
            voice.covers,
            denied=voice.verb in _DENYING,
        )


def _find_mine(voice: Voice, telling: Telling) -> Sequence[Voice] | None:
    """Return the clauses of a premise that a speaker says; ``None`` for all without a speaker."""
    premise, voices = telling.premise, telling.voices.voices
    named = [other for other in voices if other.shape is not Shape.PRONOUN]
    same = [other for other in named if _is_called(voice, other.text)]
    speakers = [s for s in premise.speakers if _is_called(voice, s)]
    if not same and not speakers:
        same = [other for other in named if are_one(voice, other.text, premise)]
        speakers = [s for s in premise.speakers if are_one(voice, s, premise)]
    mine = same or [v for v in named if any(_are_alike(v.text, s) for s in speakers)]
    if speakers or not premise.speakers:
        mine += [other for other in voices if other.shape is Shape.PRONOUN]
    return None if not mine and speakers else mine


def _is_called(voice: Voice, speaker: str) -> bool:
    """Tell whether a speaker is called the same here and there."""
    if (voice.shape is Shape.NAME) == speaker[0].islower():
        return False
    return _are_alike(voice.text, speaker)


def _are_alike(text: str, speaker: str) -> bool:
    if text[0].islower() or speaker[0].islower():
        return stem_set(text) <= stem_set(speaker) or stem_set(speaker) <= stem_set(text)
    return are_same(text, speaker)


def _find_others(voice: Voice, telling: Telling, number: int) -> Iterator[_Said]:
    mine = _find_mine(voice, telling)
    premise = telling.premise
    if not mine and mine is not None and premise.speakers and not telling.voices.voices:
        yield _make_said(" and ".join(premise.speakers), number, premise.text, lambda _: True)
        return
    for other in telling.voices.voices:
        if mine is not None and other in mine:
            continue
        if other.shape is Shape.PRONOUN and not premise.speakers:
            continue
        who = other.text if other.shape is not Shape.PRONOUN else " and ".join(premise.speakers)
        yield _make_said(
            who, number, premise.text, other.covers, denied=other.verb in _DENYING
        )


def _tells_as_fact(units: Sequence[_Unit], voice: Voice, telling: Telling) -> bool:
    premise, voices = telling.premise, telling.voices
    if premise.hearsay or voices.hearsay or (premise.speakers and not voices.voices):
        return False

    def is_free(offset: int) -> bool:
        return not voices.is_claimed(offset) and not voices.attributes(offset)

    fact = _make_said("", -1, premise.text, is_free)
    name = [find_base(word.lower()) for word in voice.text.split()[-1:]]
    if any(fact.holds(word) for word in name):
        return False
    known = sum(unit.telling and fact.holds(unit.key) for unit in units)
    return known >= _MIN_FACT and fact.covers(units) >= _TOLD_AS_FACT
