"""Subjects: the phrase that ends before a verb, and the one a sentence opens with."""

from collections.abc import Sequence

from index.inversions import parse_after
from index.items import Item, Kind
from index.lexicon import INSTITUTIONS, MODIFIERS, ROLES
from index.phrases import (
    AFTER_STOPS,
    CLAUSE_WORDS,
    DETERMINERS,
    MAX_ITEMS,
    PREPOSITIONS,
    PRONOUNS,
    Phrase,
    Shape,
    is_opening,
    make_phrase,
    parse_span,
)
from index.speech import AUXILIARIES, NOUN_LIKE, SPEECH, Form

__all__ = ["find_leading", "parse_before"]


def _bounds_clause(items: Sequence[Item], place: int) -> bool:
    """Tell whether an item cannot be inside the phrase that follows it."""
    item = items[place]
    if item.kind in (Kind.MARK, Kind.QUOTATION):
        return True
    if item.kind is Kind.NAME:
        return False
    verb = SPEECH.get(item.lower)
    finite = verb is not None and (
        Form.PAST in verb.forms or (Form.SINGULAR in verb.forms and item.lower not in NOUN_LIKE)
    )
    if finite and place:
        return items[place - 1].lower not in DETERMINERS
    return item.lower in CLAUSE_WORDS


def parse_before(items: Sequence[Item], last: int) -> tuple[list[Phrase], int]:
    """Read the subject that ends with item ``last``; also return the item that bounds it.

    Several phrases joined by "and" are returned in order. The bound is -1 at the start.
    """
    first = _find_first(items, last)
    if items[last].lower in PRONOUNS and items[last].kind is Kind.WORD and first < last:
        opened = items[first].lower in PREPOSITIONS or is_opening(items[first])
        pronoun = make_phrase(items, last, last, last)
        return [pronoun] if pronoun else [], first - 1 if opened else last - 1
    relative = first > 1 and items[first - 1].lower in ("who", "which")
    if relative and not _is_own_subject(items, first, last):
        before = first - 3 if first > 2 and items[first - 2].text == "," else first - 2
        if not _bounds_clause(items, before):
            first, last = _find_first(items, before), before
    return _parse_joined(items, first, last)


def _find_first(items: Sequence[Item], last: int) -> int:
    first = last
    while first > 0 and last - first < MAX_ITEMS and not _bounds_clause(items, first - 1):
        first -= 1
    return first


def _parse_joined(items: Sequence[Item], first: int, last: int) -> tuple[list[Phrase], int]:
    phrases: list[Phrase] = []
    start, bound = last + 1, first - 1
    for place in range(last, first - 1, -1):
        if items[place].lower != "and" and place != first:
            continue
        part = place if items[place].lower != "and" else place + 1
        phrase = parse_span(items, part, start - 1)
        if phrase is None or (phrases and not _coordinates(items, phrase)):
            return phrases, start if phrases else bound
        phrases.insert(0, phrase)
        start = place
    return phrases, bound


def _is_own_subject(items: Sequence[Item], first: int, last: int) -> bool:
    """Tell "who officials say" from "who live nearby said"."""
    item = items[first]
    return (
        item.kind is Kind.NAME
        or item.lower in PRONOUNS
        or item.lower in DETERMINERS
        or (first == last and item.lower.endswith("s"))
    )


def _coordinates(items: Sequence[Item], phrase: Phrase) -> bool:
    """Tell whether a phrase before "and" is a second speaker rather than another clause."""
    words = [item.lower for item in items[phrase.first : phrase.last + 1]]
    if phrase.shape is Shape.PRONOUN:
        return False
    if phrase.shape is Shape.NAME:
        return len(words) <= 4 and phrase.first == phrase.last
    return (
        len(words) <= 5
        and not any(word in DETERMINERS for word in words[1:])
        and (words[-1].endswith("s") or words[-1] in ROLES | INSTITUTIONS | {"police", "media"})
    )


def find_leading(items: Sequence[Item]) -> Phrase | None:
    """Find the subject that a sentence opens with, after introductions such as "On Monday,".

    Only names, pronouns and descriptions by a known role are found.
    """
    start = 0
    for place, item in enumerate(items[:80]):
        ends = item.kind is Kind.MARK or item.kind is Kind.QUOTATION
        if not ends and place < len(items) - 1:
            continue
        phrase = _lead(items, start, place if ends else place + 1)
        if phrase is not None or not _is_introduction(items, start, place):
            return phrase
        start = place + 1
    return None


def _is_introduction(items: Sequence[Item], start: int, end: int, *, strict: bool = False) -> bool:
    while start < end and is_opening(items[start]):
        start += 1
    if start >= end or items[start].kind is not Kind.WORD:
        return start >= end
    first = items[start].lower
    if first in PREPOSITIONS or first in CLAUSE_WORDS:
        return True
    return not strict and (first in AFTER_STOPS or first.endswith(("ing", "ed", "ly")))


def _lead(items: Sequence[Item], start: int, end: int) -> Phrase | None:
    while start < end and is_opening(items[start]):
        start += 1
    if start >= end or _is_introduction(items, start, end, strict=True):
        return None
    if items[start].kind is Kind.WORD and items[start].lower in PRONOUNS:
        return make_phrase(items, start, start, start)
    for place in range(start, min(end, start + 7)):
        if _is_lead_name(items, start, place, end):
            return make_phrase(items, start, place, place)
        if _is_lead_role(items, place, end):
            phrases, _ = parse_after(items, start)
            named = [phrase for phrase in phrases if phrase.shape is Shape.NAME]
            return named[0] if named else make_phrase(items, start, place, _extend(items, place))
    return None


def _is_lead_name(items: Sequence[Item], start: int, place: int, end: int) -> bool:
    if items[place].kind is not Kind.NAME or items[place].possessive:
        return False
    if place + 1 < end and items[place + 1].lower in ROLES:
        return False
    return place == start or _only_roles(items, start, place)


def _is_lead_role(items: Sequence[Item], place: int, end: int) -> bool:
    if items[place].lower not in ROLES or items[place].kind is Kind.NAME:
        return False
    following = items[place + 1] if place + 1 < end else None
    return following is None or not (following.kind is Kind.NAME or following.lower in ROLES)


def _extend(items: Sequence[Item], head: int) -> int:
    """Return the last item of a role's complement: "a spokeswoman for the bank"."""
    if head + 2 >= len(items) or items[head + 1].lower not in ("for", "of", "from", "at"):
        return head
    place = head + 2
    while place < min(len(items), head + 7):
        item = items[place]
        if item.kind is Kind.NAME and not item.possessive:
            return place
        following = items[place + 1] if place + 1 < len(items) else None
        if following is None or following.kind in (Kind.MARK, Kind.QUOTATION):
            return place
        if following.lower in AUXILIARIES or following.lower.endswith("ed"):
            return place
        place += 1
    return head


def _only_roles(items: Sequence[Item], start: int, end: int) -> bool:
    return all(
        item.possessive
        or item.lower in ROLES
        or item.lower in MODIFIERS
        or item.lower in DETERMINERS
        or item.kind is Kind.NAME
        or item.text[0].isdigit()
        for item in items[start:end]
    )
