"""Slips of the keyboard in a question, mended with the words of the article."""

import re
from collections.abc import Set as AbstractSet
from difflib import get_close_matches
from functools import cache

from qa.reader.model import VOCABULARY
from qa.words import stem

__all__ = ["mend_spelling"]

_WORD = re.compile(r"[^\W\d_]{4,24}")
_TRIED = 5
_ALIKE = 0.8
"""Ratio of matching letters (Ratcliff and Obershelp, 1988) from which words count as alike."""

_ASKING = frozenset(
    """who whom whose what when where which while why how many much long does said says about there
    their they were have been with from that this would could should according""".split()
)


def mend_spelling(question: str, words: AbstractSet[str]) -> str:
    """Return the question with words that do not exist replaced by words of the article.

    Only a word that is neither in the article nor a common English word is touched, and only
    for one letter: another word or name is not a misspelt one.

    Args:
        question: What is asked.
        words: All words of the article, in lower case.

    Example:
        >>> mend_spelling("who insured the brige", {"bridge", "injured"})
        'who insured the bridge'
    """
    return _WORD.sub(lambda match: _mend(match[0], words), question)


def _mend(word: str, words: AbstractSet[str]) -> str:
    plain = word.lower()
    if plain in words or plain in _ASKING or plain in _common_words():
        return word
    for alike in get_close_matches(plain, words | _ASKING, n=_TRIED, cutoff=_ALIKE):
        if _is_slip(plain, alike) and stem(plain) != stem(alike):
            return alike.capitalize() if word[0].isupper() else alike
    return word


def _is_slip(typed: str, meant: str) -> bool:
    """Tell whether letters were swapped, or one was left out or put in.

    A letter replaced by another makes another word too often ("insured", "injured").
    """
    if len(typed) == len(meant):
        return sorted(typed) == sorted(meant)
    short, long = sorted((typed, meant), key=len)
    return any(short == long[:place] + long[place + 1 :] for place in range(len(long)))


@cache
def _common_words() -> frozenset[str]:
    """Return the whole words of the embedder's vocabulary: the commonest of English."""
    vocabulary = VOCABULARY.read_text("utf-8")
    return frozenset(word for word in vocabulary.split("\n") if word.isalpha())
