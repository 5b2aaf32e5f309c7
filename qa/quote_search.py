"""Where a quotation stands in a text, and how close another sentence comes to it."""

import re
from bisect import bisect_right
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate
from typing import Final

__all__ = ["SearchedText", "compare_words"]

_MAXIMUM_COMPARED: Final = 400


class SearchedText:
    """A text in which quotations are looked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def find(self, quote: str, *, near: int = 0) -> tuple[int, int] | None:
        r"""Return where a quotation stands; its spaces and line breaks may differ.

        Linear in both. A quotation without any letter or digit stands nowhere.

        Args:
            quote: The words looked for.
            near: Where they are looked for first: from this offset on.

        Example:
            >>> SearchedText("It rained.\nIt  stopped.").find("It stopped.")
            (11, 23)
        """
        if not any(character.isalnum() for character in quote):
            return None
        place = self._text.find(quote, max(0, min(near, len(self._text))))
        if place < 0:
            place = self._text.find(quote)
        return (place, place + len(quote)) if place >= 0 else self._find_spaced(quote)

    @cached_property
    def _words(self) -> list[re.Match[str]]:
        return list(re.finditer(r"\S+", self._text))

    @cached_property
    def _spaced(self) -> str:
        return " ".join(match[0] for match in self._words)

    @cached_property
    def _places(self) -> list[int]:
        return list(accumulate((len(match[0]) + 1 for match in self._words), initial=0))

    def _find_spaced(self, quote: str) -> tuple[int, int] | None:
        wanted = " ".join(quote.split())
        place = self._spaced.find(wanted)
        if place < 0:
            return None
        return self._map(place), self._map(place + len(wanted) - 1) + 1

    def _map(self, place: int) -> int:
        """Return where a character of the text with single spaces stands in the text."""
        word = bisect_right(self._places, place) - 1
        return self._words[word].start() + place - self._places[word]


def compare_words(one: str, other: str) -> float:
    """Return how alike the beginnings of two texts are, word by word, from 0 to 1.

    Example:
        >>> compare_words("It rained on Monday.", "It rained on Friday.")
        0.75
    """
    words, others = (text.split()[:_MAXIMUM_COMPARED] for text in (one, other))
    return SequenceMatcher(a=words, b=others, autojunk=False).ratio()
