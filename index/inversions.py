"""Speakers that stand behind their verb, as in "said Roe" and "according to Roe"."""

from collections.abc import Sequence

from index.items import Item, Kind
from index.lexicon import INSTITUTIONS, MODIFIERS, ROLES, TIMES
from index.phrases import (
    AFTER_STOPS,
    CLAUSE_WORDS,
    DETERMINERS,
    MAX_ITEMS,
    PREPOSITIONS,
    PRONOUNS,
    Phrase,
    Shape,
    is_office,
    is_reduced,
    make_phrase,
)
from index.speech import AUXILIARIES, SPEECH

__all__ = ["parse_after"]

_ATTACHING = frozenset({"of", "for", "from", "at", "with", "familiar", "close", "to"})


def parse_after(items: Sequence[Item], first: int) -> tuple[list[Phrase], int]:
    """Read the speaker that starts with item ``first``; also return the item after it."""
    phrase, end = _parse_one_after(items, first)
    if phrase is None:
        return [], first
    phrases = [phrase]
    if end + 1 < len(items) and items[end].lower == "and":
        second, stop = _parse_one_after(items, end + 1)
        if second is not None and _ends_part(items, stop):
            return [phrase, second], stop
    if phrase.shape is Shape.NOUN and _introduces(items, phrase, end):
        name = make_phrase(items, end + 1, end + 1, end + 1)
        if name is not None and name.shape is Shape.NAME:
            return [name], end + 2
    return phrases, end


def _introduces(items: Sequence[Item], phrase: Phrase, end: int) -> bool:
    """Tell whether a description is followed by its name: "the director, Jane Roe,"."""
    return (
        end + 1 < len(items)
        and items[end].text == ","
        and items[end + 1].kind is Kind.NAME
        and not items[end + 1].possessive
        and not phrase.head.endswith("s")
        and _ends_part(items, end + 2)
    )


def _ends_part(items: Sequence[Item], place: int) -> bool:
    if place >= len(items) or items[place].kind in (Kind.MARK, Kind.QUOTATION):
        return True
    return items[place].lower in PREPOSITIONS | CLAUSE_WORDS | AFTER_STOPS | TIMES


def _parse_one_after(items: Sequence[Item], first: int) -> tuple[Phrase | None, int]:
    if first >= len(items) or items[first].kind in (Kind.MARK, Kind.QUOTATION):
        return None, first
    if items[first].lower in PRONOUNS and items[first].kind is Kind.WORD:
        return make_phrase(items, first, first, first), first + 1
    head, end = _find_end(items, first)
    if end == first or items[end - 1].lower in PREPOSITIONS | DETERMINERS:
        return None, first
    return make_phrase(items, first, head if head >= 0 else end - 1, end - 1), end


def _find_end(items: Sequence[Item], first: int) -> tuple[int, int]:
    """Return the head of a phrase, or -1 if that is its last item, and the item after it."""
    head, place = -1, first
    while place < min(len(items), first + MAX_ITEMS) and not _stops_after(items, place):
        if items[place].lower in PREPOSITIONS and items[place].kind is Kind.WORD:
            if not _attaches(items, place, first, head):
                break
            head = place - 1 if head < 0 else head
        elif head < 0 and _ends_name(items, place):
            return head, place + 1
        elif head < 0 and place > first + 1 and is_reduced(items, place, len(items) - 1):
            break
        place += 1
    return head, place


def _attaches(items: Sequence[Item], place: int, first: int, head: int) -> bool:
    """Tell whether a preposition goes on with a phrase: "a spokesman for the bank"."""
    if head >= 0:
        return head == place - 2
    if items[place].lower not in _ATTACHING or place == first:
        return False
    return items[place - 1].kind is not Kind.NAME or is_office(items[place - 1])


def _stops_after(items: Sequence[Item], place: int) -> bool:
    item = items[place]
    if item.kind in (Kind.MARK, Kind.QUOTATION):
        return True
    if item.kind is Kind.NAME:
        return False
    return (
        item.lower in CLAUSE_WORDS
        or (item.lower in AFTER_STOPS and item.lower != "this")
        or item.lower in TIMES
        or item.lower in AUXILIARIES
        or (item.lower in PRONOUNS)
        or item.lower.endswith("ly")
    )


def _ends_name(items: Sequence[Item], place: int) -> bool:
    """Tell whether a name closes its phrase: nothing behind it that the name describes."""
    item = items[place]
    if item.kind is not Kind.NAME or item.possessive or is_office(item):
        return False
    if place + 1 >= len(items) or items[place + 1].kind is not Kind.WORD:
        return True
    after = items[place + 1].lower
    described = after in ROLES or after in INSTITUTIONS or after in MODIFIERS
    return not described and (
        _stops_after(items, place + 1)
        or after in PREPOSITIONS
        or after in SPEECH
        or after.endswith(("ing", "ed"))
    )
