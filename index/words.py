"""From a question to the words that are looked up: user text is never syntax."""

import re
from typing import Final

__all__ = ["word_query"]

_MAXIMUM_WORDS: Final = 64
_MAXIMUM_CHARACTERS: Final = 10_000
# Combining marks belong to the word they follow, as they do for FTS5.
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
_STOP_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        """
    a about after all also am an and any are as at be because been before being between both but by
    can could d did do does doing during each for from had has have having he her here hers him his
    how i if in into is it its just ll m me more most my no nor not of on or other our out over own
    re s same she should so some such t than that the their them then there these they this those
    through to too under until up us ve very was we were what when where which while who whom whose
    why will with would you your
    """,
    )
)


def word_query(text: str) -> str:
    """Turn a question into an expression of FTS5: any of its words, each in quotation marks.

    Words that every article is full of are left out unless nothing else remains; one that is
    written like a name ("US", "Who" inside a sentence) stays.

    Returns:
        The expression, or an empty string when the text has no words.

    Example:
        >>> word_query('Who is "Ada" OR NOT the US?')
        '"Ada" OR "OR" OR "NOT" OR "US"'
        >>> word_query("What is it?")
        '"What" OR "is" OR "it"'
    """
    found = list(dict.fromkeys(_WORD.findall(text[:_MAXIMUM_CHARACTERS])))
    shouting = text.isupper()
    telling = [
        word
        for place, word in enumerate(found)
        if word.lower() not in _STOP_WORDS or (not shouting and _is_name(word, first=place == 0))
    ]
    return " OR ".join(f'"{word}"' for word in (telling or found)[:_MAXIMUM_WORDS])


def _is_name(word: str, *, first: bool) -> bool:
    return len(word) > 1 and (word.isupper() or (word[0].isupper() and not first))
