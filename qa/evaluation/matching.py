"""Whether a text says what was accepted as an answer, by its words alone."""

import re
import string
from collections import Counter
from collections.abc import Sequence
from statistics import harmonic_mean
from typing import Final

__all__ = ["contains_answer", "measure_shared_words"]

_ARTICLES: Final = frozenset({"a", "an", "the"})
_PUNCTUATION: Final = str.maketrans("", "", string.punctuation)
_SIGN: Final = re.compile(r"(?!(?<=\d)\.(?=\d))[^\w\s]")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d)")


def contains_answer(text: str, accepted: Sequence[str]) -> bool:
    """Tell whether a text contains an accepted string as whole words.

    Case, punctuation and the words "a", "an" and "the" make no difference, as in SQuAD; unlike
    there, a hyphen or a curly quotation mark parts words, and a decimal point does not.

    Example:
        >>> contains_answer("It was the “Prime Minister”.", ["prime minister"])
        True
        >>> contains_answer("It cost 1,200 dollars.", ["200"])
        False
    """
    shown = f" {_normalise(text)} "
    wanted = filter(None, map(_normalise, accepted))
    return any(f" {answer} " in shown for answer in wanted)


def _normalise(text: str) -> str:
    words = _SIGN.sub(" ", _THOUSANDS.sub("", text.lower())).split()
    return " ".join(word for word in words if word not in _ARTICLES)


def measure_shared_words(text: str, accepted: Sequence[str]) -> float:
    """Return the F1 of the words that a text shares with the accepted string nearest to it.

    Words are those of the SQuAD evaluation (Rajpurkar et al. 2016): lower case, ASCII punctuation
    deleted, "a", "an" and "the" left out; each counts as often as it stands in both.

    Example:
        >>> round(measure_shared_words("The ferry sank.", ["a ferry", "Orrin"]), 3)
        0.667
    """
    words = _cut_words(text)
    return max((_compare(words, _cut_words(other)) for other in accepted), default=0.0)


def _cut_words(text: str) -> list[str]:
    plain = text.lower().translate(_PUNCTUATION)
    return re.sub(r"\b(?:a|an|the)\b", " ", plain).split()


def _compare(words: Sequence[str], others: Sequence[str]) -> float:
    if not words or not others:
        return float(words == others)
    shared = sum((Counter(words) & Counter(others)).values())
    return float(harmonic_mean([shared / len(words), shared / len(others)]))
