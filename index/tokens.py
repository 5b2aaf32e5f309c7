"""Words, marks and line ends of a text: the first step of reading names and speakers."""

import re
from dataclasses import dataclass

from index.lexicon import PARTICLES

__all__ = ["Token", "is_capital", "tokenize"]

_LETTER = r"(?:[^\W_]|[\u0300-\u036f])"
_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"
    r"|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Rev|Hon|Jr|Sr|Mt|Ft|No"
    r"|Inc|Corp|Ltd|Co|Cmdr|Cpl|Det|Insp|Supt|Pres)\.(?=\s)"
    r"|\b[A-Z]\.(?=\s[A-Z])"
    rf"|{_LETTER}+(?:[-'’&.]{_LETTER}+)*"
    r"|\n|--+|[^\w\s]|_"
)
_POSSESSIVE = ("'s", "’s", "'S", "’S")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, mark or line end of a text, at an offset; ``text`` is without a possessive."""

    start: int
    end: int
    text: str
    possessive: bool = False

    @property
    def lower(self) -> str:
        """Return the token in lower case."""
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        """Return whether it is a word or number rather than a mark."""
        return self.text[0].isalnum()


def tokenize(text: str) -> list[Token]:
    """Cut a text into words, marks and line ends, in one pass.

    Example:
        >>> [token.text for token in tokenize("Mr. Roe's U.S. trip, he said.")]
        ['Mr.', 'Roe', 'U.S.', 'trip', ',', 'he', 'said', '.']
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        if word in "'’" and tokens and tokens[-1].possessive and tokens[-1].end == start:
            continue
        owned = len(word) > 2 and word.endswith(_POSSESSIVE)
        if not owned and word[-1] in "sSxz" and text[end : end + 2] in ("' ", "’ "):
            tokens.append(Token(start, end, word, possessive=word[0].isupper()))
            continue
        tokens.append(Token(start, end - 2 * owned, word[:-2] if owned else word, owned))
    return tokens


def is_capital(word: str) -> bool:
    """Tell whether a word is written as a name is: ``Roe``, ``al-Roe``, ``eBay``, ``G7``.

    Example:
        >>> [is_capital(word) for word in ("Roe", "al-Roe", "eBay", "roe", "7")]
        [True, True, True, False, False]
    """
    if word[0].isupper():
        return True
    head, hyphen, tail = word.partition("-")
    if hyphen and tail and tail[0].isupper():
        return head in PARTICLES or head.isdigit()
    return word[0].islower() and len(word) > 2 and word[1].isupper()
