"""A sentence as words, and the verbs among them, each with its helping words: by rules alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from qa.verification.number_words import NUMBER, read_number
from qa.verification.opposites import IRREGULAR, find_base
from qa.verification.synonyms import VERBS, find_keys

__all__ = [
    "ADVERBS",
    "BEFORE_NOUN",
    "DETERMINERS",
    "JOINING",
    "PREPOSITIONS",
    "RELATIVE",
    "Group",
    "Word",
    "find_groups",
    "read_words",
]

_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W_]+)*|[,;:.!?()—–%]|--+")
_NUMBER: Final = re.compile(NUMBER)
_BE: Final = frozenset("is are was were be been being am".split())
_HELPING: Final = _BE | frozenset(
    "has have had having do does did will would can could may might must shall should to "
    "isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't "
    "couldn't shouldn't cannot".split()
)
ADVERBS: Final = frozenset(
    "not never also then later once even again further just since still now already soon earlier "
    "recently previously repeatedly always often first n't only almost nearly".split()
)
BEFORE_NOUN: Final = frozenset(
    "a an the this that these those his her its their our my your no every each some any two three "
    "four five six seven eight nine ten former of in on at for with from by".split()
)
DETERMINERS: Final = frozenset("a an the this its his her their".split())
RELATIVE: Final = frozenset("who which that whose whom where".split())
JOINING: Final = frozenset("and or but then".split())
PREPOSITIONS: Final = frozenset(
    "of in on at for with from by to over under into about against near during after before "
    "between through as per since until despite behind across around among than because".split()
)
_MARKS: Final = frozenset(',;:.!?()“”"—–')
_MAXIMUM_CHARACTERS: Final = 1_500
_UNCHANGED: Final = frozenset("cut hit set put hurt shut split cast read spread beat cost".split())
_NO_VERBS: Final = frozenset(
    "hundred red need bed wed speed seed feed deed weed shed united indeed instead aged wounded "
    "ground left found felt rose saw lead lay".split()
)
_IRREGULAR_AFTER_ALL: Final = frozenset("left found felt rose saw lay".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence at a half-open span, with what it is compared as."""

    start: int
    end: int
    lower: str
    keys: frozenset[str]
    capital: bool

    @property
    def is_mark(self) -> bool:
        """Return whether it is a punctuation mark."""
        return self.lower in _MARKS or self.lower.startswith("--")


@dataclass(slots=True)
class Group:
    """A verb with its helping words: places of the first of them and of the verb itself."""

    first: int
    verb: int
    passive: bool
    modal: bool
    infinitive: bool
    participle: bool = False


@lru_cache(maxsize=2_048)
def read_words(text: str) -> tuple[Word, ...]:
    """Cut a text into words and marks."""
    words = []
    for match in _TOKEN.finditer(text[:_MAXIMUM_CHARACTERS]):
        plain = match[0].lower().replace("’", "'")
        lower = re.sub(r"'s?$", "", plain) or plain
        number = read_number(lower) if _NUMBER.fullmatch(lower) else None
        keys = frozenset({str(number)}) if number is not None else find_keys(lower)
        words.append(Word(match.start(), match.end(), lower, keys, match[0][0].isupper()))
    return tuple(words)


def find_groups(words: Sequence[Word]) -> list[Group]:
    """Find the verbs among words, in order."""
    groups: list[Group] = []
    place = 0
    while place < len(words):
        group = _read_group(words, place)
        if group is None:
            place += 1
        else:
            groups.append(group)
            place = group.verb + 1
    return groups


def _read_group(words: Sequence[Word], place: int) -> Group | None:
    if words[place].lower in _HELPING and not (words[place].capital and place):
        return _read_helped(words, place)
    if _is_verb(words, place):
        return Group(place, place, passive=False, modal=False, infinitive=False)
    return None


def _read_helped(words: Sequence[Word], place: int) -> Group | None:
    """Read a group that begins with a helping verb or "to"."""
    last, at = _walk_helping(words, place)
    modal = any(word.lower in ("may", "might", "could") for word in words[place : last + 1])
    infinitive = words[place].lower == "to"
    main = words[at] if at < len(words) and not words[at].is_mark else None
    if infinitive and last == place and (main is None or not _is_infinitive(words, at)):
        return None
    helping = words[last].lower
    passive = helping in _BE and main is not None and _is_participle(main.lower)
    whole = passive or (main is not None and _follows(main.lower, helping))
    return Group(place, at if whole else last, passive=passive, modal=modal, infinitive=infinitive)


def _walk_helping(words: Sequence[Word], place: int) -> tuple[int, int]:
    """Return the last of the helping words in a row, and the place after them and adverbs."""
    at = last = place
    while at < len(words):
        word = words[at].lower
        if word in _HELPING:
            last = at
        elif word not in ADVERBS and not (word.endswith("ly") and len(word) > 4):
            break
        at += 1
    return last, at


def _follows(word: str, helping: str) -> bool:
    """Tell whether a word can be the verb to which a helping word belongs."""
    if helping in _BE:
        return word.endswith("ing") and len(word) > 4
    if helping in ("has", "have", "had", "having"):
        return _is_participle(word)
    return word.isalpha()


def _is_infinitive(words: Sequence[Word], place: int) -> bool:
    word = words[place]
    if word.capital or word.lower in BEFORE_NOUN or not word.lower.isalpha():
        return False
    return not word.lower.endswith(("s", "ing")) or word.lower in VERBS


def _is_participle(word: str) -> bool:
    return (
        (word.endswith("ed") and len(word) > 3 and word not in ("hundred", "need", "indeed"))
        or word in IRREGULAR
        or word in _UNCHANGED
    )


def _is_verb(words: Sequence[Word], place: int) -> bool:
    """Tell whether a word without helping verbs is a verb where it stands."""
    word = words[place]
    lower = word.lower
    if word.capital or not lower.isalpha() or not place:
        return False
    before = words[place - 1]
    if before.lower in BEFORE_NOUN and before.lower != "that":
        return False
    after = words[place + 1].lower if place + 1 < len(words) else "."
    if before.lower in JOINING and lower not in PREPOSITIONS and _begins_phrase(words, place + 1):
        return lower not in _HELPING and (after in DETERMINERS or find_base(lower) in VERBS)
    if lower.endswith("ing"):
        joined = before.lower in (",", "and") and len(lower) > 5
        return joined or before.lower in ("while", "after")
    if lower.endswith("ed") and len(lower) > 3 and lower not in _NO_VERBS:
        return before.lower not in PREPOSITIONS or before.lower == "than"
    if lower in IRREGULAR:
        return lower not in _NO_VERBS or lower in _IRREGULAR_AFTER_ALL
    return _is_present(lower, before, after)


def _begins_phrase(words: Sequence[Word], place: int) -> bool:
    """Tell whether an article, a possessive or a number stands at a place."""
    if place >= len(words):
        return False
    return words[place].lower in DETERMINERS or any(key[:1].isdigit() for key in words[place].keys)


def _is_present(word: str, before: Word, after: str) -> bool:
    """Tell whether a word that may be a noun as well is a verb between its neighbours."""
    if word.endswith("s") and find_base(word) in VERBS:
        return after not in ("of", "and", ".", ",", "in") or before.lower in RELATIVE
    if word in _UNCHANGED:
        return not before.is_mark
    return word in VERBS and before.lower in ("they", "who", "we", "i", "you", "people")
