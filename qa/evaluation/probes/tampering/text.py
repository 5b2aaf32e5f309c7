"""What all tampering shares: an edit of a sentence, and a few general tools for English."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from qa.models import ProblemKind

__all__ = [
    "NEGATIVE",
    "NUMBER_WORDS",
    "ORDINARY_STARTS",
    "TIME_NAMES",
    "Edit",
    "capitalise",
    "choose",
    "is_question",
    "is_quoted",
    "replace_span",
    "spell_number",
]

_T = TypeVar("_T")

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

NUMBER_WORDS = {
    **{word: value for value, word in enumerate(_SMALL)},
    **{word: 10 * place for place, word in enumerate(_TENS, start=2)},
}
"""Value of each plain word for a number below one hundred."""

TIME_NAMES = frozenset(
    "January February March April May June July August September October November December Jan Feb "
    "Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday "
    "Sunday".split()
)

ORDINARY_STARTS = frozenset(
    "A An The This That These Those He She It We They I You His Her Its Their Our My In On At "
    "By For From With To Of As And But Or Nor So If When While After Before Since Until Because "
    "Although Though Some About Around Nearly Almost Only Over Under More Less Fewer Up Another "
    "Other All Each Every Both Most Many Several Few Just Even Still Also Now Then There Here "
    "What Who Why How Where Which Not No Yes Yet According Meanwhile However Last Next Once Two "
    "Three Four Five Six Seven Eight Nine Ten Police Officials Authorities People Analysts "
    "Experts Critics".split()
)
"""Words whose capital letter only shows that a sentence begins."""

NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|neither|nor|without|hardly|barely|scarcely|unless"
    r"|cannot|few|little|rarely|seldom)\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A changed sentence.

    Attributes:
        text: The sentence after the change.
        place: Offset of the change in the sentence before it.
        kinds: What a good check would call the fault; any of them is right.
    """

    text: str
    place: int
    kinds: frozenset[ProblemKind]


def replace_span(text: str, start: int, end: int, new: str, *kinds: ProblemKind) -> Edit:
    """Put new words in the place of a span, with "a" or "an" before them as they need.

    Example:
        >>> replace_span("It was a Danish ship.", 9, 15, "Italian").text
        'It was an Italian ship.'
    """
    before = text[:start]
    article = re.search(r"\b([Aa])n? $", before)
    if article and new[:1].isalpha():
        needed = "n" if new[0].lower() in "aeio" else ""
        before = f"{before[: article.start()]}{article[1]}{needed} "
    return Edit(before + new + text[end:], start, frozenset(kinds))


def is_quoted(text: str, place: int) -> bool:
    """Tell whether an offset lies between double quotation marks.

    Example:
        >>> is_quoted('He said "no" to it.', 9), is_quoted('He said "no" to it.', 14)
        (True, False)
    """
    before, after = text[:place], text[place:]
    # A sentence from the middle of somebody's words has a closing mark and no opening one.
    backwards = text.count('"') % 2 == 1 and not text.startswith('"') and text.endswith('"')
    straight = (after if backwards else before).count('"') % 2 == 1
    return straight or before.count("“") > before.count("”")


def is_question(text: str) -> bool:
    """Tell whether a sentence asks, anywhere in it; a question states nothing to falsify."""
    return "?" in text


def capitalise(text: str) -> str:
    """Return a text with its first letter as a capital.

    Example:
        >>> capitalise("the ship sank.")
        'The ship sank.'
    """
    return text[:1].upper() + text[1:]


def choose(options: Iterable[_T], rng: Random) -> _T | None:
    """Return one of the options at random, or nothing when there are none."""
    listed: Sequence[_T] = list(options)
    return rng.choice(listed) if listed else None


def spell_number(value: int) -> str:
    """Return a number below one hundred in words.

    Example:
        >>> spell_number(7), spell_number(31), spell_number(40)
        ('seven', 'thirty-one', 'forty')
    """
    if value < len(_SMALL):
        return _SMALL[value]
    tens = _TENS[value // 10 - 2]
    return f"{tens}-{_SMALL[value % 10]}" if value % 10 else tens
