"""Subjects parted from their verb by an aside: "Jane Roe, head of the agency, said"."""

from collections.abc import Sequence

from index.items import Item, Kind
from index.lexicon import INSTITUTIONS, ROLES, word_set
from index.phrases import (
    CLAUSE_WORDS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    Phrase,
    Shape,
    parse_span,
)
from index.speech import AUXILIARIES

__all__ = ["WRITINGS", "read_apposition"]

WRITINGS = word_set(
    "statement letter email e-mail release message note tweet post speech interview memo report "
    "blog article by video text ruling filing verdict series study survey poll review analysis "
    "inquiry investigation data research paper document police"
)

_MAX_ASIDE_QUOTATION = 60

_MAX_SEGMENTS = 8


def read_apposition(items: Sequence[Item], comma: int) -> tuple[list[Phrase], int] | None:
    """Read "Jane Roe, director of the agency," before a verb; also return what bounds it."""
    segments: list[tuple[int, int]] = []
    end = comma
    for place in range(comma - 1, max(-2, comma - 60), -1):
        item = items[place] if place >= 0 else None
        if item is not None and item.kind is not Kind.MARK:
            short = item.kind is not Kind.QUOTATION or len(item.text) < _MAX_ASIDE_QUOTATION
            if short:
                continue
        segments.insert(0, (place + 1, end))
        end = place
        if item is None or item.text != "," or len(segments) >= _MAX_SEGMENTS:
            break
    for number, (start, stop) in enumerate(segments[:-1]):
        phrase = _read_head_segment(items, start, stop)
        if phrase is None or not all(_is_aside(items, *s) for s in segments[number + 1 :]):
            continue
        following = segments[number + 1]
        named = parse_span(items, following[0], following[1] - 1)
        if (
            phrase.shape is Shape.NOUN
            and named is not None
            and named.shape is Shape.NAME
            and not phrase.head.endswith("s")
            and named.first <= following[0] + 1
        ):
            phrase = named
        return [phrase], start - 1
    return None


def _read_head_segment(items: Sequence[Item], start: int, stop: int) -> Phrase | None:
    if start >= stop or any(_is_finite(items[n]) for n in range(start, stop)):
        return None
    while start < stop and items[start].lower in ("and", "but", "while", "as", "though"):
        start += 1
    if start >= stop or items[start].lower in CLAUSE_WORDS | PREPOSITIONS:
        return None
    phrase = parse_span(items, start, stop - 1)
    if phrase is None or phrase.shape is Shape.PRONOUN:
        return None
    if phrase.shape is Shape.NAME:
        between = [i for i in items[start : phrase.first] if i.kind is Kind.WORD]
        plain = all(
            i.possessive or i.lower in ROLES | DETERMINERS or i.text[0].isdigit()
            for i in between[-1:]
        )
        return phrase if plain else None
    known = ROLES | INSTITUTIONS | WRITINGS
    return phrase if phrase.head in known or phrase.head.endswith("s") else None


def _is_finite(item: Item) -> bool:
    return item.kind is Kind.WORD and item.lower in AUXILIARIES


def _is_aside(items: Sequence[Item], start: int, stop: int) -> bool:
    """Tell whether the words between two commas only describe what stands before them."""
    if start >= stop:
        return True
    first = items[start].lower
    if first in ("who", "whose", "which", "whom"):
        return True
    if any(_is_finite(items[n]) for n in range(start, min(stop, start + 2))):
        return False
    return first not in PRONOUNS and first not in ("and", "but", "or", "so", "that")
