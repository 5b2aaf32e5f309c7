"""Subjects of clauses in words that mean something without the sentences around them."""

from collections.abc import Sequence
from typing import Final

from index.items import Item, Kind
from index.lexicon import (
    DEMONYMS,
    FEMALE_NAMES,
    HONORIFICS,
    INSTITUTIONS,
    MALE_NAMES,
    TIMES,
)
from index.phrases import PREPOSITIONS
from qa.suggestions.rows import Row, is_adverb
from qa.suggestions.words import (
    AUXILIARIES,
    CUTTING,
    DANGLING,
    FINITE,
    GENERIC,
    PAST,
    PLURALS,
    PRESENT,
)

__all__ = ["GIVEN", "read_name", "read_pronoun", "read_subject", "skip_opening"]

_OPENING: Final = frozenset("but and however meanwhile so also yet".split())
_VERBS: Final = PAST.keys() | PRESENT.keys()
_NEVER_INSIDE: Final = (PREPOSITIONS | CUTTING | DANGLING | {"that"}) - {"of"}
_MAX_SUBJECT_ITEMS: Final = 6
_MAX_INTRO_ITEMS: Final = 8
GIVEN: Final = MALE_NAMES | FEMALE_NAMES
"""First names of people."""


def read_pronoun(row: Row, start: int, before: Row | None) -> tuple[str, bool, int] | None:
    """Read "he" or "she" where the sentence before is about one person and names no other."""
    if before is None or start >= len(row.items) or start > row.opening:
        return None
    if row.items[start].lower not in ("he", "she") or len(before.people) != 1:
        return None
    if row.sentence.number != before.sentence.number + 1:
        return None
    found = read_subject(before, skip_opening(before.items, before.opening))
    wanted = MALE_NAMES if row.items[start].lower == "he" else FEMALE_NAMES
    if found is None or found[0] not in before.people:
        return None
    given = found[0].split()[0].lower()
    return (found[0], True, start + 1) if given in wanted or given not in GIVEN else None


def skip_opening(items: Sequence[Item], start: int) -> int:
    """Return where the clause begins after "But" and after "On Monday,"."""
    while start < len(items) and (items[start].lower in _OPENING or items[start].text == ","):
        start += 1
    if start >= len(items):
        return start
    opens = items[start].lower in PREPOSITIONS or items[start].lower in TIMES
    if not opens or items[start].kind is not Kind.WORD:
        return start
    for place in range(start, min(len(items), start + _MAX_INTRO_ITEMS)):
        if items[place].text == ",":
            return place + 1
        if items[place].lower in FINITE or items[place].kind is Kind.QUOTATION:
            break
    return start


def read_subject(row: Row, start: int) -> tuple[str, bool, int] | None:
    """Return a subject in words, whether it is a person's name, and the place after it."""
    items = row.items
    if start >= len(items):
        return None
    first = items[start]
    if first.kind is Kind.NAME:
        return _read_owned(row, start) if first.possessive else read_name(row, start, "")
    if first.lower not in ("the", "a", "an") or start + 1 >= len(items):
        return _read_plural(row, start)
    second = items[start + 1]
    if second.kind is Kind.NAME and not second.possessive and first.lower == "the":
        found = read_name(row, start + 1, "the ")
        if found and start + 2 < len(items) and _may_end_subject(items[start + 2]):
            return found
    return _read_noun_phrase(row, start + 1, first.lower)


def _read_owned(row: Row, start: int) -> tuple[str, bool, int] | None:
    """Read "Roe's lawyer"."""
    written = row.items[start].text
    if written.lower() in TIMES:
        return None
    found = _read_noun_phrase(row, start + 1, "")
    full = row.names.get(written, written)
    owner = f"{full if full in row.people else written}{row.items[start].suffix or chr(8217)}"
    return (f"{owner}{found[0]}", False, found[2]) if found else None


def _read_plural(row: Row, start: int) -> tuple[str, bool, int] | None:
    """Read a plural without an article: "Federal agents"."""
    first = row.items[start]
    if first.kind is not Kind.WORD or is_adverb(first) or not first.text.isalpha():
        return None
    opens = first.lower in PREPOSITIONS or first.lower in CUTTING or first.lower in DANGLING
    if opens or first.lower in PAST or first.lower.endswith("ing"):
        return None
    found = _read_noun_phrase(row, start, "")
    if found is None:
        return None
    head = found[0].strip().split(" of ")[0].split()[-1]
    if not (head.endswith("s") and not head.endswith("ss")) and head not in PLURALS:
        return None
    words = found[0].strip()
    return (words if words.split()[0] in row.known else f"{words[0].lower()}{words[1:]}"), *found[
        1:
    ]


def read_name(row: Row, place: int, lead: str) -> tuple[str, bool, int] | None:
    """Read a name as a subject; see ``read_subject``."""
    written = row.items[place].text
    full = row.names.get(written, written)
    words = full.lower().split()
    lonely = len(words) == 1 and (words[0] in DEMONYMS or words[0] in TIMES)
    if lonely or (words[0].rstrip(".") in HONORIFICS and len(words) == 1):
        return None
    person = full in row.people or bool(INSTITUTIONS.intersection(words))
    named = full if full in row.people or not lead else f"{lead}{written}"
    return named, person, place + 1


def _may_end_subject(item: Item) -> bool:
    word = item.lower
    return item.text == "," or word in AUXILIARIES or word in PAST or is_adverb(item)


def _read_noun_phrase(row: Row, start: int, lead: str) -> tuple[str, bool, int] | None:
    """Read a noun with what stands before it, and "of" after it, up to a verb."""
    end = _find_noun_end(row.items, start)
    words = [item.lower for item in row.items[start:end]]
    if not words or words[-1] == "of" or words[-1] in TIMES or words[-1] in DEMONYMS:
        return None
    if (len(words) == 1 and words[0] in GENERIC) or is_adverb(row.items[end - 1]):
        return None
    phrase = row.cut(start, end - 1)
    if not phrase.replace(" ", "").replace("-", "").isalpha():
        return None
    return f"{lead} {phrase}", False, end


def _find_noun_end(items: Sequence[Item], start: int) -> int:
    """Return the place of the verb or mark after a noun; ``start`` where none is near."""
    for place in range(start, min(len(items), start + _MAX_SUBJECT_ITEMS)):
        item, word = items[place], items[place].lower
        if item.kind in (Kind.MARK, Kind.QUOTATION) or word in AUXILIARIES:
            return place
        # A past form right after "the" is an adjective: "the wounded soldiers".
        if item.kind is Kind.WORD and word in _VERBS and place > start:
            return place
        if item.kind is Kind.WORD and word in _NEVER_INSIDE:
            return start
    return start
