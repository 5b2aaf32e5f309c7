"""A sentence as a row of items, where each name and each quotation is one item."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from index.models import Sentence
from index.names import Name
from index.quotations import Quotation
from index.tokens import Token, tokenize

__all__ = ["Item", "Kind", "make_items", "make_rows"]

_DASHES = frozenset({"--", "—", "–", "-"})
_MAX_BRACKET = 40
_CONTRACTION = re.compile(r"(I|you|he|she|it|we|they|who)(['’](?:ve|re|ll|d|m))$", re.IGNORECASE)
_CONTRACTED = frozenset(["he", "she", "it", "who", "that", "there", "what"])


class Kind(Enum):
    """What an item is."""

    WORD = auto()
    NAME = auto()
    MARK = auto()
    QUOTATION = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """A word, name, mark or quotation, at a half-open span of its sentence."""

    kind: Kind
    start: int
    end: int
    text: str
    possessive: bool = False
    suffix: str = ""

    @property
    def lower(self) -> str:
        """Return the item in lower case."""
        return self.text.lower()


def make_items(
    text: str, tokens: Sequence[Token], names: Sequence[Name], quotations: Sequence[Quotation]
) -> list[Item]:
    """Join tokens of a sentence to names and quotations; dashes become commas.

    What stands in brackets is left out: it interrupts a clause without being part of it.
    """
    items: list[Item] = []
    place = 0
    spans = _merge_spans(names, quotations)
    for kind, start, end in spans:
        while place < len(tokens) and tokens[place].start < start:
            items += _make_items(text, tokens[place])
            place += 1
        possessive = False
        while place < len(tokens) and tokens[place].start < end:
            possessive = tokens[place].possessive
            place += 1
        owned = possessive and kind is Kind.NAME
        items.append(Item(kind, start, end, text[start:end], owned, _suffix(text, end, owned)))
    for token in tokens[place:]:
        items += _make_items(text, token)
    return _drop_brackets(items)


def make_rows(
    story: Sequence[Sentence],
    quotations: Sequence[Sequence[Quotation]],
    names: Sequence[Name],
) -> list[list[Item]]:
    """Return the items of each sentence.

    Args:
        story: The sentences.
        quotations: The quotations in each of them.
        names: Names in all of them, at offsets in the sentences joined by line ends, in order.
    """
    rows, offset, place = [], 0, 0
    for sentence, quoted in zip(story, quotations, strict=True):
        end = offset + len(sentence.text)
        own: list[Name] = []
        while place < len(names) and names[place].start < end:
            name = names[place]
            own.append(Name(name.start - offset, name.end - offset, name.text))
            place += 1
        rows.append(make_items(sentence.text, tokenize(sentence.text), own, quoted))
        offset = end + 1
    return rows


def _merge_spans(
    names: Sequence[Name], quotations: Sequence[Quotation]
) -> list[tuple[Kind, int, int]]:
    """Return both kinds of spans in order, without the names inside quotations."""
    spans = [(Kind.QUOTATION, quotation.start, quotation.end) for quotation in quotations]
    spans += [(Kind.NAME, name.start, name.end) for name in names]
    spans.sort(key=lambda span: (span[1], -span[2]))
    kept: list[tuple[Kind, int, int]] = []
    for span in spans:
        if not kept or span[1] >= kept[-1][2]:
            kept.append(span)
    return kept


def _make_items(text: str, token: Token) -> list[Item]:
    """Return a token as an item, or as two if it is a contraction such as "I've"."""
    if not token.is_word:
        return [_make_mark(text, token)]
    match = _CONTRACTION.match(token.text)
    if match is not None:
        cut = token.start + match.end(1)
        return [
            Item(Kind.WORD, token.start, cut, match[1]),
            Item(Kind.WORD, cut, token.end, match[2].replace("’", "'")),
        ]
    if token.possessive and token.lower in _CONTRACTED:
        return [
            Item(Kind.WORD, token.start, token.end, token.text),
            Item(Kind.WORD, token.end, token.end, "'s"),
        ]
    suffix = _suffix(text, token.end, token.possessive)
    return [Item(Kind.WORD, token.start, token.end, token.text, token.possessive, suffix)]


def _suffix(text: str, end: int, owned: bool) -> str:
    ending = text[end : end + 2] if owned else ""
    return ending if ending[1:] in ("s", "S") else ending[:1]


def _make_mark(text: str, token: Token) -> Item:
    spaced = text[max(0, token.start - 1) : token.start].isspace()
    mark = token.text
    if mark in _DASHES and (mark != "-" or spaced):
        mark = ","
    return Item(Kind.MARK, token.start, token.end, mark)


def _drop_brackets(items: Sequence[Item]) -> list[Item]:
    kept: list[Item] = []
    place = 0
    while place < len(items):
        if items[place].text == "(" and items[place].kind is Kind.MARK:
            limit = min(len(items), place + _MAX_BRACKET)
            close = next((n for n in range(place, limit) if items[n].text == ")"), None)
            if close is not None:
                place = close + 1
                continue
        kept.append(items[place])
        place += 1
    return kept
