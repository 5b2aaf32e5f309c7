"""How much of a statement a premise tells as fact, and how much as somebody's words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from index.claims import is_hearsay
from index.names import Name
from qa.verification.premises import Premise
from qa.verification.voices import Voices, read_voices
from qa.words import content_stems

__all__ = ["Telling", "find_content", "find_words", "read_telling"]

_WORD: Final = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Telling:
    """A premise read for who says what, and how much of a statement it tells.

    Attributes:
        premise: The premise.
        voices: Who speaks in it.
        claimed: Stems of what is said or claimed in it.
        words: Stems of all it tells.
        by_claim: Share of the statement's words that somebody says in it.
        by_fact: Share of the statement's words that it tells as fact.
        total: Share of the statement's words that stand in it at all.
        claimed_words: The words of what is said or claimed in it, in lower case.
        repeats_hearsay: Whether somebody says in it that others claim something.
    """

    premise: Premise
    voices: Voices
    claimed: frozenset[str]
    words: frozenset[str]
    by_claim: float
    by_fact: float
    total: float
    claimed_words: frozenset[str]
    repeats_hearsay: bool

    @property
    def is_claim(self) -> bool:
        """Return whether it is something that anybody says or claims."""
        premise = self.premise
        return bool(premise.speakers or premise.hearsay or self.claimed or self.voices.hearsay)


def find_content(text: str, voices: Voices) -> frozenset[str]:
    """Return the stems of what a text tells, without the words that name who says it."""
    stems = _stem_where(text, lambda offset: not voices.attributes(offset))
    return stems or frozenset(content_stems(text))


def find_words(text: str, start: int, end: int, *, apart: tuple[int, int]) -> frozenset[str]:
    """Return the stems of the words of a part of a text, apart from those of a span in it."""
    return _stem_where(
        text, lambda offset: start <= offset < end and not apart[0] <= offset < apart[1]
    )


def read_telling(premise: Premise, names: Sequence[Name], wanted: frozenset[str]) -> Telling:
    """Read a premise for what it tells of a statement.

    Args:
        premise: The premise.
        names: The names found in its text.
        wanted: Stems of what the statement tells.
    """
    voices = read_voices(premise.text, names)
    text = premise.text
    said = premise.hearsay or voices.hearsay or (premise.speakers and not voices.claimed)
    if said:
        claimed, free = frozenset(content_stems(text)), frozenset[str]()
    else:
        claimed = _stem_where(text, voices.is_claimed)
        free = _stem_where(
            text, lambda offset: not voices.is_claimed(offset) and not voices.attributes(offset)
        )
    size = max(1, len(wanted))
    return Telling(
        premise=premise,
        voices=voices,
        claimed=claimed,
        words=claimed | free,
        by_claim=len(wanted & claimed) / size,
        by_fact=len(wanted & free) / size,
        total=len(wanted & (claimed | free)) / size,
        claimed_words=_find_claimed_words(text, voices, whole=bool(said)),
        repeats_hearsay=bool(voices.voices or premise.speakers) and is_hearsay(text),
    )


def _find_claimed_words(text: str, voices: Voices, *, whole: bool) -> frozenset[str]:
    """Return the words that somebody says; of hearsay the verb that tells it is none of them."""
    found = set()
    for match in _WORD.finditer(text):
        word, place = match[0].lower(), match.start()
        covered = any(voice.covers(place) for voice in voices.voices)
        own = whole and not (voices.hearsay and word in voices.speaking)
        if own or covered or voices.is_quoted(place):
            found.add(word)
    return frozenset(found)


def _stem_where(text: str, holds: Callable[[int], bool]) -> frozenset[str]:
    words = [match[0] for match in _WORD.finditer(text) if holds(match.start())]
    return frozenset(content_stems(" ".join(words)))
