"""The clauses of a sentence that can be turned into a question, read by rules alone.

Only what can be turned without a parser is read; the rest is left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from index.items import Item, Kind
from index.phrases import PREPOSITIONS
from qa.suggestions.rows import Row, is_adverb, is_self_contained
from qa.suggestions.subjects import read_name, read_pronoun, read_subject, skip_opening
from qa.suggestions.words import (
    AUXILIARIES,
    CUTTING,
    FINITE,
    HEDGING,
    PAST,
    PRESENT,
)
from qa.verification.number_words import NUMBER

__all__ = [
    "TIME",
    "UNIT",
    "Asked",
    "Clause",
    "Form",
    "dangles",
    "ends_well",
    "read_clauses",
    "read_tail",
    "stands",
]

_NO_BOUNDS: Final = frozenset("$£€%&")
_MAX_APPOSITION_ITEMS: Final = 16
_LOOSE: Final = PREPOSITIONS - frozenset(["of", "to"])
_MAX_CLAUSES: Final = 6
_SAID: Final = frozenset("said says say".split())


_DAY: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
UNIT: Final = r"(?:second|minute|hour|day|week|month|year|decade)"
TIME: Final = re.compile(
    rf"(?: |^)(?:(?:early|late|on|in) )*(?:{_DAY}(?: (?:morning|afternoon|evening|night))?"
    rf"|(?:on|in|last|early in|late in) (?:early |late )?{_MONTH}(?: \d{{1,2}}\b)?(?:,? \d{{4}}\b)?"
    rf"|in (?:1[5-9]|20)\d\d\b|last (?:week|month|year|night|spring|summer|fall|autumn|winter)"
    rf"|yesterday|(?:{NUMBER}) {UNIT}s? ago)$"
)


class Form(StrEnum):
    """What a question begins with, so that several are varied."""

    SAYING = "what did they say"
    WHO = "who did"
    WHO_IS = "who is"
    COUNT = "how many"
    WHEN = "when"
    WHERE = "where"
    WHY = "why"
    AGE = "how old"
    LONG = "how long"
    MONEY = "how much"
    WHAT = "what"
    ABOUT = "what is said about"
    HAPPENED = "what happened"


Asked = Iterator[tuple[Form, str]]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that begins with its subject, as places among the items of a row.

    Attributes:
        row: The sentence it is in.
        subject: Its subject in words, names in full.
        person: Whether that is the name of a person or of an institution.
        auxiliary: The helping verb before ``first``; empty where there is none.
        base: The plain form of the verb where there is no helping verb.
        verb: Place of the verb or helping verb.
        first: Place of the first item after it.
        last: Place of the last item of the clause.
        time: What stands before the clause, such as "On Monday".
    """

    row: Row
    subject: str
    person: bool
    auxiliary: str
    base: str
    verb: int
    first: int
    last: int
    time: str = ""

    @property
    def rest(self) -> str:
        """Return what stands after the verb or helping verb."""
        return self.row.cut(self.first, self.last)

    @property
    def whole(self) -> bool:
        """Return whether the clause ends with its sentence."""
        following = self.row.items[self.last + 1 : self.last + 2]
        return not following or following[0].text == "."

    def turn(self, rest: str) -> str:
        """Return the clause with its verb before its subject, and another rest."""
        if self.auxiliary:
            return f"{self.auxiliary} {self.subject} {rest}".strip()
        helping = "does" if self.row.items[self.verb].lower in PRESENT else "did"
        return f"{helping} {self.subject} {self.base} {rest}".strip()


def read_clauses(row: Row, before: Row | None = None) -> Iterator[Clause]:
    """Yield the clauses of a sentence whose subject stands first and can be told.

    Args:
        row: The sentence.
        before: The sentence before it, which may tell who "he" is.
    """
    items = row.items
    first = skip_opening(items, row.opening)
    starts = [first, *(at for at in range(first + 1, len(items)) if _starts_clause(items, at))]
    for start in starts[:_MAX_CLAUSES]:
        found = read_pronoun(row, start, before) or read_subject(row, start)
        if found is None:
            continue
        subject, person, place = found
        place = _skip_adverbs(items, _skip_apposition(items, place))
        clause = read_tail(row, place, subject=subject, person=person)
        if clause is not None:
            led = start == first > row.opening
            yield replace(clause, time=row.cut(row.opening, first - 2)) if led else clause
    for place in range(len(items) - 3):
        named = items[place].kind is Kind.NAME and not items[place].possessive
        if named and items[place + 1].text == "," and items[place + 2].lower == "who":
            subject, person, _ = read_name(row, place, "") or ("", False, 0)
            verb = _skip_adverbs(items, place + 3)
            clause = read_tail(row, verb, subject=subject, person=person)
            if clause is not None and subject:
                yield clause


def _starts_clause(items: Sequence[Item], place: int) -> bool:
    """Tell whether a clause of its own may begin: after "he said" and after ", and"."""
    before = items[place - 1].lower
    if before == "that":
        return items[place - 2].lower in _SAID
    if before in _SAID:
        return items[place].kind is not Kind.MARK
    return before in ("and", "but", "while") and items[place - 2].text == ","


def _skip_adverbs(items: Sequence[Item], place: int) -> int:
    """Return the place after adverbs; of none where they deny or doubt what follows."""
    while place < len(items) and is_adverb(items[place]):
        if items[place].lower in HEDGING:
            return len(items)
        place += 1
    return place


def read_tail(row: Row, verb: int, *, subject: str, person: bool) -> Clause | None:
    """Read a clause from its verb on; nothing where the verb is not one that can be turned."""
    items = row.items
    if verb >= len(items) or items[verb].kind is not Kind.WORD:
        return None
    word = items[verb].lower
    auxiliary = word if word in AUXILIARIES else ""
    base = "" if auxiliary else PAST.get(word) or PRESENT.get(word, "")
    if not auxiliary and not base:
        return None
    first = verb + 1
    last = _leave_out_dangling(items, first, _find_end(items, first))
    if any(items[at].lower in FINITE for at in range(first, last + 1)):
        return None
    if any(item.lower in HEDGING for item in items[first : last + 1]):
        return None
    # "A body discovered at the track": that nobody did it is not said by the form of the verb.
    reduced = word.endswith("ed") and items[first : first + 1] and items[first].lower in _LOOSE
    if reduced and not subject[0].isupper():
        return None
    # "The man arrested on Monday told": the first of the two verbs is none.
    if not auxiliary and any(_is_second_verb(items, at) for at in range(first, last + 1)):
        return None
    return Clause(row, subject, person, auxiliary, base, verb, first, last)


def _leave_out_dangling(items: Sequence[Item], first: int, last: int) -> int:
    """Return an earlier end of a clause, where words at its end need what came before it."""
    dangling = (at for at in range(first, last + 1) if not is_self_contained(items[at : at + 1]))
    limit = next(dangling, None)
    if limit is None:
        return last
    cuts = [at for at in range(first + 1, limit + 1) if items[at].lower in _LOOSE]
    return cuts[-1] - 1 if cuts else last


def _is_second_verb(items: Sequence[Item], place: int) -> bool:
    word = items[place].lower
    if items[place].kind is not Kind.WORD or word not in PAST or items[place - 1].lower == "and":
        return False
    before = items[place - 1]
    return word == "said" or (
        not word.endswith("ed") and before.kind is Kind.WORD and PAST[word] != word
    )


def _find_end(items: Sequence[Item], start: int) -> int:
    """Return the last item of a clause: before a mark, a joining word or a further verb."""
    for place in range(start, len(items)):
        item = items[place]
        owned = item.text in "'’" and item.start == items[place - 1].end
        if item.kind is Kind.MARK and item.text not in _NO_BOUNDS and not owned:
            return place - 1
        if item.kind is Kind.WORD and place > start and item.lower in CUTTING:
            return place - 1
        joined = item.lower in ("and", "or") and place + 1 < len(items)
        if joined and _begins_clause(items, place + 1):
            return place - 1
    return len(items) - 1


def _begins_clause(items: Sequence[Item], place: int) -> bool:
    """Tell whether a verb follows "and", with or without a subject of its own."""
    for item in items[place : place + 6]:
        if item.kind is Kind.MARK or item.lower in CUTTING:
            return False
        if item.kind is Kind.WORD and (item.lower in FINITE or item.lower in PAST):
            return True
    return False


def _skip_apposition(items: Sequence[Item], place: int) -> int:
    """Return the place after ", 42," or ", who was there,", where a verb follows it."""
    if place >= len(items) or items[place].text != ",":
        return place
    for end in range(place + 1, min(len(items) - 1, place + _MAX_APPOSITION_ITEMS)):
        if items[end].text == ",":
            after = items[end + 1].lower
            return end + 1 if after in AUXILIARIES or after in PAST else len(items)
        if items[end].kind is Kind.QUOTATION or items[end].text == ".":
            break
    return len(items)


def dangles(clause: Clause) -> bool:
    """Tell whether what follows a verb cannot stand alone."""
    return not is_self_contained(clause.row.items[clause.first : clause.last + 1])


def stands(clause: Clause, bare: str) -> bool:
    """Tell whether the rest of a question about a clause can stand alone, and ends well."""
    if dangles(clause) or TIME.search(bare):
        return False
    return not bare or ends_well(bare)


def ends_well(words: str) -> bool:
    """Tell whether words do not break off, as at "of" or "the"."""
    if not words:
        return True
    last = words.split()[-1].lower() if words.split() else ""
    return not (
        last in PREPOSITIONS
        or last in ("a.m", "p.m", "no", "st", "mr", "mrs", "dr")
        or last in CUTTING
        or last in AUXILIARIES
        or last in ("a", "an", "the", "and", "or", "to", "that", "his", "her", "$", "us")
    )
