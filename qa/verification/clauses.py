"""Whether the words a statement gives to a speaker are what this speaker says in the article.

Two speakers often share a sentence, or two cited sentences have one each: each answers only for
the words of the own clause. What a statement makes somebody say is compared with what this
speaker says in all premises (the own words), with what each other speaker says (a rival), and
with what the article tells as fact. Words count by how much they tell: numbers and denials most,
the words before the verb, which often only name the topic, little; two neighbours in the same
order count again, which tells "energy and infrastructure" from "energy infrastructure".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from index.phrases import Shape
from qa.verification.entities import are_same
from qa.verification.mouths import are_one
from qa.verification.opposites import find_base
from qa.verification.said import (
    DENIAL,
    FIGURE,
    NOT,
    NUMBER,
    PAIR,
    Said,
    Unit,
    join,
    make_said,
    read_units,
)
from qa.verification.telling import Telling
from qa.verification.voices import Voice
from qa.words import stem_set

__all__ = ["Taken", "find_taken", "is_own"]

_JOINT: Final = re.compile(r"(?:,\s|;\s)(?:and|but|while|whereas|although|though)\b|;\s|[.!?]\s")
_DENYING: Final = frozenset(
    "denied denies deny denying rejected rejects disputed disputes doubted doubts dismissed".split()
)
_MOSTLY: Final = 0.7
_HALF: Final = 0.5
_LITTLE: Final = 0.25
_LESS: Final = 0.6
_TOLD_AS_FACT: Final = 0.75
_MIN_FACT: Final = 2
_END: Final = 3
_FEW: Final = 3
_MAX_VOICES: Final = 6


@dataclass(frozen=True, slots=True)
class Taken:
    """What a statement gives to a speaker although others say it.

    Attributes:
        found: Who says it in the article; ``None`` where the article tells it as fact.
    """

    found: str | None


def find_taken(statement: str, voice: Voice, told: Sequence[Telling]) -> Taken | None:
    """Return who else says what a statement gives to a speaker; ``None`` if the speaker does.

    Nothing is found either where this speaker says nothing in any premise, or the words tell
    too little.

    Args:
        statement: The statement.
        voice: A speaker of it.
        told: The premises, read.
    """
    units = _read_said(statement, voice)
    own = join(_find_own(voice, told))
    if own is None or not any(unit.telling for unit in units):
        return None
    beside = _own_premises(voice, told)
    others = [said for number, t in enumerate(told) for said in _find_others(voice, t, number)]
    for said in sorted(others, key=lambda other: -other.weigh(units)):
        if _is_taken(units, own, said, beside):
            return Taken(said.who)
    if own.covers(units) <= _LITTLE and any(
        _tells_as_fact(units, voice, telling) for telling in told
    ):
        return Taken(None)
    return None


def is_own(statement: str, voice: Voice, told: Sequence[Telling]) -> bool:
    """Tell whether a speaker of a statement says something of these words in a premise.

    Only speakers who are called the same there count.
    """
    units = _read_said(statement, voice)
    called = [telling for telling in told if _speaks_as(voice, telling)]
    own = join(_find_own(voice, called))
    return own is not None and (not units or any(own.holds(unit.key) for unit in units))


def _speaks_as(voice: Voice, telling: Telling) -> bool:
    here = [
        other.text
        for other in telling.voices.voices[:_MAX_VOICES]
        if other.shape is not Shape.PRONOUN
    ]
    return any(_is_called(voice, who) for who in [*here, *telling.premise.speakers])


def _read_said(statement: str, voice: Voice) -> list[Unit]:
    """Return what a speaker of a statement says; what goes on behind ", and" may be anybody's."""
    joint = _JOINT.search(statement, voice.clause[1])
    last = joint.start() if joint is not None else len(statement)
    return read_units(
        statement, lambda o: o < last and voice.covers(o), denied=voice.verb in _DENYING
    )


def _is_taken(units: Sequence[Unit], own: Said, other: Said, beside: frozenset[int]) -> bool:
    if any(u.weight >= DENIAL and own.holds(u.key) and not other.holds(u.key) for u in units):
        return False
    if other.premise in beside and _has_other_figure(units, other, own):
        return True
    more = other.weigh(units) - own.weigh(units)
    theirs, ours = other.covers(units), own.covers(units)
    if theirs >= ours and more >= -PAIR and _repeats_end(units, other):
        return not _repeats_end(units, own)
    if more == 0 and _ends_with(units, other, own):
        return other.premise in beside and theirs >= _HALF
    if more <= 0 or (other.premise not in beside and ours >= _LESS):
        return False
    denies = any(unit.key == NOT for unit in units)
    if denies and other.holds(NOT) and not own.holds(NOT):
        return True
    return theirs >= _MOSTLY or (ours == 0 and theirs >= _HALF)


def _has_other_figure(units: Sequence[Unit], other: Said, own: Said) -> bool:
    """Tell whether a speaker names a number, but not the one that only another speaker names."""
    figures = {unit.key for unit in units if unit.weight == FIGURE and unit.key != NOT}
    taken = any(other.holds(figure) and not own.holds(figure) for figure in figures)
    return taken and any(NUMBER.search(key) and key not in figures for key in own.keys)


def _ends_with(units: Sequence[Unit], other: Said, own: Said) -> bool:
    """Tell whether only another speaker says the last word, which mostly is what is new."""
    last = next((unit.key for unit in reversed(units) if unit.telling), "")
    return other.holds(last) and not own.holds(last)


def _repeats_end(units: Sequence[Unit], said: Said) -> bool:
    """Tell whether the last words of all stand there in the same order."""
    pairs = list(pairwise(units[-_END:]))
    return len(pairs) == _END - 1 and all((a.key, b.key) in said.pairs for a, b in pairs)


def _find_own(voice: Voice, told: Sequence[Telling]) -> Iterator[Said]:
    for number, telling in enumerate(told):
        yield from _find_said(telling, number, _find_mine(voice, telling))


def _own_premises(voice: Voice, told: Sequence[Telling]) -> frozenset[int]:
    return frozenset(
        number for number, t in enumerate(told) if any(_find_said(t, number, _find_mine(voice, t)))
    )


def _find_said(telling: Telling, number: int, mine: Sequence[Voice] | None) -> Iterator[Said]:
    if mine is None:
        others, text = telling.voices.voices[:_MAX_VOICES], telling.premise.text
        left = make_said("", number, text, lambda o: not any(v.covers(o) for v in others))
        # Where nothing is left for a speaker, the clause was not read: then any may be his.
        yield left if len(left.keys) > _FEW else make_said("", number, text, lambda _: True)
        return
    for voice in mine:
        yield make_said(
            voice.text,
            number,
            telling.premise.text,
            voice.covers,
            denied=voice.verb in _DENYING,
        )


def _find_mine(voice: Voice, telling: Telling) -> Sequence[Voice] | None:
    """Return the clauses of a premise that a speaker says; ``None`` for all without a speaker."""
    premise, voices = telling.premise, telling.voices.voices[:_MAX_VOICES]
    named = [other for other in voices if other.shape is not Shape.PRONOUN]
    same = [other for other in named if _is_called(voice, other.text)]
    speakers = [s for s in premise.speakers if _is_called(voice, s)]
    if not same and not speakers:
        same = [other for other in named if are_one(voice, other.text, premise)]
        speakers = [s for s in premise.speakers if are_one(voice, s, premise)]
    mine = same or [v for v in named if any(_are_alike(v.text, s) for s in speakers)]
    unnamed = [s for s in premise.speakers if not any(_are_alike(v.text, s) for v in named)]
    if (speakers or not premise.speakers) and (not unnamed or set(unnamed) & set(speakers)):
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


def _find_others(voice: Voice, telling: Telling, number: int) -> Iterator[Said]:
    mine = _find_mine(voice, telling)
    premise = telling.premise
    if (
        not mine
        and mine is not None
        and premise.speakers
        and not telling.voices.voices[:_MAX_VOICES]
    ):
        yield make_said(" and ".join(premise.speakers), number, premise.text, lambda _: True)
        return
    yield from _find_unread(voice, telling, number)
    for other in telling.voices.voices[:_MAX_VOICES]:
        if mine is not None and other in mine:
            continue
        if other.shape is Shape.PRONOUN and not premise.speakers:
            continue
        who = other.text if other.shape is not Shape.PRONOUN else " and ".join(premise.speakers)
        yield make_said(who, number, premise.text, other.covers, denied=other.verb in _DENYING)


def _find_unread(voice: Voice, telling: Telling, number: int) -> Iterator[Said]:
    """Find what is quoted of speakers whose words of saying were not read."""
    read, voices = telling.voices.voices[:_MAX_VOICES], telling.voices
    speakers = [
        speaker
        for speaker in telling.premise.speakers
        if not are_one(voice, speaker, telling.premise)
        and not any(_are_alike(other.text, speaker) for other in read)
    ]
    if speakers and not any(other.shape is Shape.PRONOUN for other in read):
        yield make_said(
            " and ".join(speakers),
            number,
            telling.premise.text,
            lambda o: voices.is_quoted(o) and not any(other.covers(o) for other in read),
        )


def _tells_as_fact(units: Sequence[Unit], voice: Voice, telling: Telling) -> bool:
    premise, voices = telling.premise, telling.voices
    if premise.hearsay or voices.hearsay or (premise.speakers and not voices.voices):
        return False

    def is_free(offset: int) -> bool:
        return not voices.is_claimed(offset) and not voices.attributes(offset)

    fact = make_said("", -1, premise.text, is_free)
    name = [find_base(word.lower()) for word in voice.text.split()[-1:]]
    if any(fact.holds(word) for word in name):
        return False
    known = sum(unit.telling and fact.holds(unit.key) for unit in units)
    return known >= _MIN_FACT and fact.covers(units) >= _TOLD_AS_FACT
