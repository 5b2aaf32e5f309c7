"""Two accounts of one thing, and how a reader or a language model is told of them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from index.models import Sentence
from qa.signs import mentions

__all__ = ["Difference", "Disagreement", "Side", "advise", "tell"]

_MAX_WORDS_CHARS = 170
_MAX_WHO_CHARS = 60


class Difference(StrEnum):
    """How two accounts differ."""

    DENIAL = "denial"
    NEGATION = "negation"
    NUMBER = "number"
    DATE = "date"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two accounts.

    Attributes:
        sentence: The sentence that gives it.
        who: Who gives it, as the article names them: a speaker, or the outlet and the date.
        words: The words of the sentence that give it.
    """

    sentence: Sentence
    who: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two accounts of what was asked.

    Attributes:
        sides: The accounts, in the order of the article, or of the articles' dates.
        difference: How they differ.
        superseded: Whether the second is a later article's figure in place of an earlier one's.
    """

    sides: tuple[Side, Side]
    difference: Difference
    superseded: bool = False


_JOINT = re.compile(r"^(?:but|and|however|yet|while|whereas),?\s+", re.IGNORECASE)


def tell(disagreement: Disagreement) -> str:
    """Return one plain line that says who says what, in the article's own words."""
    lead = "The accounts changed" if disagreement.superseded else "Accounts differ"
    told = "; ".join(_JOINT.sub("", _tell_side(side)) for side in disagreement.sides)
    return f"{lead}: {told}."


def advise(disagreement: Disagreement) -> str:
    """Return one line for a language model that asks it to say who says what."""
    first, second = (side.who[:_MAX_WHO_CHARS] for side in disagreement.sides)
    return (
        f"The sentences give two accounts, one by {first} and one by {second}. "
        "Give both, say who says which, and do not decide between them."
    )


def _tell_side(side: Side) -> str:
    words = " ".join(side.words.split()).rstrip(" .,;")
    if len(words) > _MAX_WORDS_CHARS:
        words = words[:_MAX_WORDS_CHARS].rsplit(" ", 1)[0] + " …"
    last = side.who.split(" (")[0]
    if last and mentions(words, last) and "(" not in side.who:
        return words
    return f"{side.who[:_MAX_WHO_CHARS]}: {words}"
