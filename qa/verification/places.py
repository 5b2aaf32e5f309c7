"""Where something stands in a sentence: the words on both sides of it."""

import re
from dataclasses import dataclass

__all__ = ["Place", "is_misplaced", "match_places", "read_place"]

_TOKEN = re.compile(r"\w+|[$£€%]")
_WINDOW = 60
_TOKENS = 3
_ENDS = ("^", "$")
_SHORT = 3
_FRAME_COUNT = 2
_ARTICLES = frozenset(("a", "an", "the"))
_FRAME = frozenset(
    "^ $ in on at to of for from by with and or but as was were is are be been has had have it he "
    "she they his her its their that which who it wa hi".split()
)
_LEAST_WORDS = 3
_LEAST_LEAD = 2


@dataclass(frozen=True, slots=True)
class Place:
    """The words before something, nearest first, and the words after it."""

    left: tuple[str, ...]
    right: tuple[str, ...]


def read_place(text: str, *, start: int, end: int) -> Place:
    """Return the words on both sides of a piece of a text; its ends count as words.

    Example:
        >>> read_place("Some 500 boats sank.", start=5, end=8)
        Place(left=('some', '^'), right=('boat', 'sank', '$'))
    """
    before = _read_words(text[max(0, start - _WINDOW) : start])[::-1]
    after = _read_words(text[end : end + _WINDOW])
    if start <= _WINDOW:
        before.append("^")
    if end + _WINDOW >= len(text):
        after.append("$")
    return Place(tuple(before[:_TOKENS]), tuple(after[:_TOKENS]))


def match_places(first: Place, second: Place) -> int:
    """Return how many words next to each other two places share, from 0 to 6.

    Words that frame anything (``in ... the``) count for little when there are no others.

    Example:
        >>> first = read_place("Some 500 boats sank.", start=5, end=8)
        >>> match_places(first, read_place("Some 20 boats left.", start=5, end=7))
        3
    """
    shared = _share(first.left, second.left) + _share(first.right, second.right)
    return len(shared) if set(shared) - _FRAME else min(len(shared), _FRAME_COUNT)


def is_misplaced(own: int, other: int) -> bool:
    """Tell whether something stands where the article has something else.

    Args:
        own: How well its place matches that of the same thing in the article.
        other: How well it matches the place of the other thing.

    Example:
        >>> is_misplaced(1, 4), is_misplaced(3, 4)
        (True, False)
    """
    return other >= _LEAST_WORDS and other >= own + _LEAST_LEAD


def _share(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words both begin with; the end of a text alone says nothing."""
    count = 0
    for word, other in zip(first, second, strict=False):
        if word != other or (word in _ENDS and not count):
            break
        count += 1
    return first[:count]


def _read_words(text: str) -> list[str]:
    """Return the words of a piece of text without articles and plural endings."""
    words = (word for word in _TOKEN.findall(text.lower()) if word not in _ARTICLES)
    return [word[:-1] if len(word) > _SHORT and word[-1] == "s" else word for word in words]
