"""Signs of a statement that say something without a letter or a plain digit.

A tick or a cross is a verdict, an arrow tells of a change, and numbers are written in more than
digits: ``⁹⁸⁷``, ``④``, ``Ⅻ``, ``九``. What no premise holds of them is beyond the article.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from qa.models import Problem, ProblemKind
from qa.verification.premises import Premise

__all__ = ["check_signs", "cut_signs"]

_WORD = re.compile(r"[^\W_]+")
_POWER = re.compile(r"(?<=\d)(?=[⁰¹²³⁴⁵⁶⁷⁸⁹])")
_INNER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]+")
_UNITS = frozenset("²³")
_FRACTIONS = frozenset("½¼¾⅓⅔")
_MINUS = "\N{MINUS SIGN}"
_LATIN_1 = 0xFF
# Before a digit these may be part of a number; quotation marks and currencies always say something.
_LEADING = re.compile(r"(?:(?![\"'“”„‟«»‘’‚‛$€£¥₹])[\W_](?!(?<=[.+−–-])\d))+")


def check_signs(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Return the numbers in other signs than digits, and the signs, that no premise holds.

    Units (``m²``), formulas (``CO₂``) and fractions are read with the words and numbers.

    Example:
        >>> told = [Premise(text="The 12 left the house.")]
        >>> [p.message for p in check_signs("✓ The Ⅻ left.⁹", [Premise(text="They left.")])]
        ['the cited sentences do not say “✓”', 'the article does not give Ⅻ', \
'the article does not give ⁹']
        >>> check_signs("The ⑫ left the house.", told)
        []
    """
    signs = dict.fromkeys(char for char in statement if _is_sign(char))
    numerals = dict.fromkeys(_find_numerals(statement))
    if not signs and not numerals:
        return []
    text = " ".join(premise.text for premise in premises)
    held = frozenset(text)
    given = {form for word in _WORD.findall(text) for form in (word, _fold(word))}
    given.update(_find_numerals(text))
    return [_say_not(sign) for sign in signs if sign not in held] + [
        Problem(
            kind=ProblemKind.NUMBER, words=numeral, message=f"the article does not give {numeral}"
        )
        for numeral in numerals
        if not given & {numeral, _fold(numeral)}
    ]


def cut_signs(statement: str) -> str:
    """Return a statement from its first word on: a tick or bullet must not hide what that is.

    Example:
        >>> cut_signs("✓ (Supported) 5 came."), cut_signs("-5 degrees"), cut_signs("“Yes.”")
        ('Supported) 5 came.', '-5 degrees', '“Yes.”')
    """
    found = _LEADING.match(statement)
    return statement[found.end() :] if found else statement


def _is_sign(char: str) -> bool:
    """Tell whether a character is a picture or a sign of logic, and no way to write a word."""
    return (
        ord(char) > _LATIN_1
        and unicodedata.category(char) in ("So", "Sm")
        and char != _MINUS
        and unicodedata.normalize("NFKC", char) == char
    )


def _find_numerals(text: str) -> Iterator[str]:
    """Find words that are numbers, but not in digits alone, and raised digits behind a word."""
    for word in _WORD.findall(text):
        if word.isascii() or word.isdecimal():
            continue
        if all(unicodedata.numeric(char, None) is not None for char in word):
            if not set(word) & _FRACTIONS:
                yield word
        else:
            yield from (run for run in _INNER.findall(word) if _is_raised(run))


def _is_raised(run: str) -> bool:
    """Tell whether digits behind a word are no unit and no index of a formula."""
    return run not in _UNITS and run[0] not in "₀₁₂₃₄₅₆₇₈₉"


def _fold(word: str) -> str:
    """Return a number in plain digits, where it has any."""
    return unicodedata.normalize("NFKC", _POWER.sub("^", word))


def _say_not(sign: str) -> Problem:
    message = f"the cited sentences do not say “{sign}”"
    return Problem(kind=ProblemKind.NOT_STATED, words=sign, message=message)
