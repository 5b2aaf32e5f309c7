"""Sentences as items, with what their article knows of the names in them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from index.items import Item, Kind, make_rows
from index.models import Sentence
from index.names import find_names
from index.people import People
from index.quotations import find_quotations
from index.verbs import ADVERBS
from qa.suggestions.words import (
    DANGLING,
)
from qa.verification.number_words import NUMBER

__all__ = ["Row", "is_adverb", "is_self_contained", "read_rows"]

_NUMBER: Final = re.compile(NUMBER, re.IGNORECASE)
_DATELINE: Final = re.compile(
    r"^(?:[^.!?\"“]{0,50}\([A-Z][\w .]{1,20}\)|[A-Z][A-Z ,.]{2,40}) ?(?:--|—|–|-) "
)
_MAX_SENTENCE_CHARS: Final = 450


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence as items, with what its article knows of its names.

    Attributes:
        sentence: The sentence.
        items: Its words, names, marks and quotations; a number is one item.
        names: The fullest form of each name in it, by the name as written there.
        people: Those of the fullest forms that are people's names.
        known: First words of all names of the article.
        led: Names that the article puts "the" before.
        often: Words, and last words of names, that stand in several sentences, in lower case.
    """

    sentence: Sentence
    items: tuple[Item, ...]
    names: dict[str, str]
    people: frozenset[str]
    known: frozenset[str] = frozenset()
    led: frozenset[str] = frozenset()
    often: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """Return the text of the sentence."""
        return self.sentence.text

    @property
    def opening(self) -> int:
        """Return the place of the first item after a line such as "LONDON (AP) -- "."""
        dateline = _DATELINE.match(self.text)
        end = dateline.end() if dateline else 0
        return sum(item.start < end for item in self.items)

    def cut(self, first: int, last: int) -> str:
        """Return the words from one item to another, both included."""
        if last < first:
            return ""
        end = self.items[last].end + len(self.items[last].suffix)
        return " ".join(self.text[self.items[first].start : end].split())


def read_rows(sentences: Sequence[Sentence]) -> list[Row]:
    """Read sentences of one article as items; overlong ones are left out.

    Args:
        sentences: Story sentences in order.
    """
    story = [sentence for sentence in sentences if len(sentence.text) <= _MAX_SENTENCE_CHARS]
    text = "\n".join(sentence.text for sentence in story)
    names = find_names(text)
    items = make_rows(story, find_quotations(story), names)
    people = People(text, names, items)
    known = frozenset(name.text.split()[0] for name in names)
    led = frozenset(
        name.text
        for name in names
        if text[max(0, name.start - 5) : name.start].lower().strip() == "the"
    )
    often = _find_often(items)
    rows = []
    for number, (sentence, row) in enumerate(zip(story, items, strict=True)):
        full = {
            item.text: people.full_name(item.text, number) for item in row if item.kind is Kind.NAME
        }
        persons = frozenset(
            name for name in full.values() if " " in name and people.is_person(name)
        )
        joined = tuple(_join_numbers(sentence.text, row))
        rows.append(Row(sentence, joined, full, persons, known, led, often))
    return rows


def _find_often(rows: Sequence[Sequence[Item]]) -> frozenset[str]:
    """Return the words and last words of names that stand in several sentences."""
    counted = Counter(
        word
        for row in rows
        for word in {item.lower.split()[-1] for item in row if item.kind in (Kind.WORD, Kind.NAME)}
    )
    return frozenset(word for word, count in counted.items() if count > 1)


def _join_numbers(text: str, items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items, those of one number as one."""
    spans = [match.span() for match in _NUMBER.finditer(text)]
    place = 0
    for item in items:
        while place < len(spans) and spans[place][1] <= item.start:
            place += 1
        inside = place < len(spans) and spans[place][0] <= item.start < spans[place][1]
        if not inside or item.kind in (Kind.NAME, Kind.QUOTATION):
            yield item
        elif item.start == spans[place][0]:
            start, end = spans[place]
            end = max(end, item.end)
            yield Item(Kind.WORD, start, end, text[start:end], item.possessive, item.suffix)


def is_self_contained(items: Sequence[Item]) -> bool:
    """Tell whether words mean something without the sentences around them."""
    return not any(
        item.kind is Kind.QUOTATION or (item.kind is Kind.WORD and item.lower in DANGLING)
        for item in items
    )


def is_adverb(item: Item) -> bool:
    """Tell whether a word is an adverb, as far as its form shows."""
    word = item.lower
    return item.kind is Kind.WORD and (
        word in ADVERBS
        or (word.endswith("ly") and len(word) > 4 and word not in ("family", "july"))
    )
