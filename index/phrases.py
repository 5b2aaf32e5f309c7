"""Speakers as phrases: words that name or describe somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from index.items import Item, Kind
from index.lexicon import INSTITUTIONS, MODIFIERS, PERSON_DEMONYMS, ROLES, TIMES, word_set
from index.speech import AUXILIARIES

__all__ = [
    "AFTER_STOPS",
    "CLAUSE_WORDS",
    "DETERMINERS",
    "MAX_ITEMS",
    "PREPOSITIONS",
    "PRONOUNS",
    "Phrase",
    "Shape",
    "is_office",
    "is_opening",
    "is_reduced",
    "make_phrase",
    "parse_span",
]

PRONOUNS = word_set("he she it they we i you who")

DETERMINERS = word_set(
    "the a an this that these those his her its their my our your another one two three four "
    "five six seven eight nine ten several some many most both all no each every few"
)

PREPOSITIONS = word_set(
    "of for from at in with on to by about near behind inside outside under over after before "
    "during since until against among between within without across through throughout along "
    "around into onto upon toward towards following amid despite via per like unlike including "
    "familiar close based named"
)

CLAUSE_WORDS = word_set(
    "that but because while when if though although where whether as than so what how why "
    "whereas unless or who whom which whose whoever nor yet then"
)

_OPENING = word_set(
    "and but or yet so however meanwhile also then later earlier now still even only instead "
    "thus therefore again finally not just perhaps indeed nor once today yesterday afterwards "
    "afterward separately initially previously"
)

AFTER_STOPS = word_set(
    "last this next earlier later late early recently yesterday today tomorrow afterwards "
    "afterward also then shortly once again too and or"
)

_COLLECTIVES = word_set(
    "police media people men women children staff management opposition counsel evidence "
    "research legend intelligence data folk personnel crew clergy"
)

_NEVER_LAST = DETERMINERS | PREPOSITIONS
MAX_ITEMS = 18


class Shape(Enum):
    """How a phrase means somebody."""

    NAME = auto()
    NOUN = auto()
    PRONOUN = auto()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Somebody, as worded in a sentence.

    Attributes:
        shape: Name, description or pronoun.
        text: The words; a description begins in lower case, a pronoun is in lower case.
        head: The word of a description that says what it is, in lower case.
        first: Number of its first item in the sentence.
        last: Number of its last item.
    """

    shape: Shape
    text: str
    head: str
    first: int
    last: int


def parse_span(items: Sequence[Item], first: int, last: int) -> Phrase | None:
    """Read one phrase that ends with item ``last`` and starts no earlier than ``first``."""
    first = _skip_opening(items, first, last)
    if first > last or items[last].possessive or _is_word_of(items[last], _NEVER_LAST):
        return None
    while last > first + 1 and _trails(items, last):
        last -= 1
    if _is_word_of(items[first], PREPOSITIONS):
        return _parse_fronted(items, first, last)
    head = last
    for place in range(first + 1, last + 1):
        if _is_word_of(items[place], PREPOSITIONS):
            head = place - 1
            break
        if is_reduced(items, place, last):
            return make_phrase(items, first, place - 1, place - 1)
    return make_phrase(items, first, head, last)


def _skip_opening(items: Sequence[Item], first: int, last: int) -> int:
    """Return where a phrase begins behind words such as "but", "on Monday" or "it was"."""
    while first <= last and is_opening(items[first]):
        first += 1
    for place in range(last, first - 1, -1):
        if _is_word_of(items[place], AUXILIARIES):
            return place + 1
    return first


def _is_word_of(item: Item, group: frozenset[str]) -> bool:
    return item.kind is Kind.WORD and item.lower in group


def _trails(items: Sequence[Item], last: int) -> bool:
    """Tell whether a phrase ends with a participle: "documents released" this week."""
    before = items[last - 1].lower
    return (
        items[last].kind is Kind.WORD
        and items[last].lower.endswith("ed")
        and before not in DETERMINERS
        and not before.endswith("ly")
    )


def is_reduced(items: Sequence[Item], place: int, last: int) -> bool:
    """Tell whether a participle behind a noun opens what only describes it."""
    item = items[place]
    if item.kind is not Kind.WORD or not item.lower.endswith("ed") or place >= last:
        return False
    before = items[place - 1].lower
    following = items[place + 1].lower
    return (
        before not in DETERMINERS
        and not before.endswith("ly")
        and (following in PREPOSITIONS or following in TIMES or following in DETERMINERS)
    )


def is_opening(item: Item) -> bool:
    """Tell whether a word only opens a sentence: "but", "later", "Monday"."""
    return item.kind is Kind.WORD and (item.lower in _OPENING or item.lower in TIMES)


def _parse_fronted(items: Sequence[Item], first: int, last: int) -> Phrase | None:
    """Read the subject after an opening such as "In a statement" or "On Monday"."""
    if items[last].kind is Kind.NAME:
        return make_phrase(items, last, last, last) if last - first > 1 else None
    for place in range(last, first + 1, -1):
        if items[place].kind is Kind.NAME or items[place].lower in TIMES:
            return make_phrase(items, place + 1, last, last) if place < last else None
        if items[place].lower in DETERMINERS and place - first > 2:
            return make_phrase(items, place, last, last)
    if last - first > 1 and items[last].lower.endswith("s"):
        return make_phrase(items, last, last, last)
    return None


def make_phrase(items: Sequence[Item], first: int, head: int, last: int) -> Phrase | None:
    """Return the phrase of items ``first`` to ``last``, or nothing if it is nobody.

    Args:
        items: The sentence.
        first: Its first item.
        head: The item that says what it is.
        last: Its last item.
    """
    item = items[head]
    if head == first == last and item.kind is Kind.WORD and item.lower in PRONOUNS:
        return Phrase(Shape.PRONOUN, item.lower, item.lower, first, last)
    if item.kind is Kind.MARK or not any(c.isalpha() for c in item.text):
        return None
    named = item.kind is Kind.NAME and not item.possessive and not is_office(item)
    if named and not (items[first].lower == "the" and item.lower.split()[-1] in PERSON_DEMONYMS):
        return Phrase(Shape.NAME, item.text, item.text.split()[-1].lower(), head, head)
    marked = any(part.kind in (Kind.MARK, Kind.QUOTATION) for part in items[first : last + 1])
    if marked or not _is_subject(items, first, head):
        return None
    pieces = [_show(part) for part in items[first : last + 1]]
    if items[first].kind is Kind.WORD and (
        items[first].text[1:].islower() or len(items[first].text) == 1
    ):
        pieces[0] = pieces[0][0].lower() + pieces[0][1:]
    return Phrase(Shape.NOUN, " ".join(pieces), item.text.split()[-1].lower(), first, last)


def _is_subject(items: Sequence[Item], first: int, head: int) -> bool:
    """Tell whether words can stand alone as somebody: no bare singular such as "sister"."""
    opening, last = items[first], items[head].lower
    return (
        opening.kind is Kind.NAME
        or opening.lower in DETERMINERS
        or opening.possessive
        or last.endswith("s")
        or last in INSTITUTIONS
        or last in _COLLECTIVES
    )


def _show(item: Item) -> str:
    return item.text + item.suffix


def is_office(item: Item) -> bool:
    """Tell whether a name is only an office, such as "Prime Minister"."""
    words = item.lower.split()
    return words[-1] in ROLES and all(
        word in ROLES or word in MODIFIERS or word == "of" or place < len(words) - 1
        for place, word in enumerate(words)
    )
