"""What two sentences say of the same thing: the number or the date that each gives for it."""

import re
from collections.abc import Iterator
from fractions import Fraction

from qa.verification.amounts import Amount, Bound, Form, find_amounts
from qa.verification.moments import Moment, find_moments
from qa.words import content_stems, stem

__all__ = ["concepts", "denied", "find_difference"]

_NEAR_CHARS = 60
_ROUND = Fraction(1, 20)
_ABOUT = Fraction(3, 20)
_MIN_SHARED = 2
_NOT = re.compile(
    r"(?:\b(?:not|never|no longer|cannot)|n['’]t)\b(?: (?:be|been|being|have|a|an|yet|\w+ly))*"
    r" (?P<next>[a-z]\w*)",
)
_FIELDS = ("year", "month", "day", "weekday")

_GROUPS = (
    "dead die died dies dying death deaths kill killed kills killing killings perished perish toll "
    "fatalities fatality lives",
    "hurt injured injure injuries injury wounded wound wounds",
    "arrested arrest arrests detained detain custody",
    "missing unaccounted disappeared",
    "evacuated evacuate displaced fled homeless",
    "marched march marchers protesters demonstrators protested crowd attended attend attendance "
    "turnout",
)
_CONCEPTS = {stem(word): group.split(maxsplit=1)[0] for group in _GROUPS for word in group.split()}
_FATES = frozenset(group.split(maxsplit=1)[0] for group in _GROUPS)
_SAYING = frozenset(
    map(
        stem,
        "say said told tell add added claim claimed deny denied dispute disputed reject rejected "
        "insist insisted declare declared report reported announce announced statement warn "
        "warned argue argued call called number many figure people person man woman however but "
        "mr mrs ms monday tuesday wednesday thursday friday saturday sunday year week day "
        "yesterday today".split(),
    )
)


def concepts(text: str) -> frozenset[str]:
    """Return what a text is about: its stems, with words for the same fate taken as one.

    Example:
        >>> sorted(concepts("Police said ten were killed")) == sorted(concepts("Ten dead: police"))
        True
    """
    found = (_CONCEPTS.get(word, word) for word in content_stems(text))
    return frozenset(word for word in found if word not in _SAYING and not word.isdigit())


def denied(text: str) -> frozenset[str]:
    """Return the concepts of a text that a "not" belongs to.

    Example:
        >>> sorted(denied("The dam was not safe, but it held."))
        ['safe']
    """
    found = (match["next"] for match in _NOT.finditer(text))
    return frozenset(concept for word in found for concept in concepts(word))


def find_difference(
    one: str, other: str, asked: frozenset[str], *, dates: bool, later: bool = False
) -> bool:
    """Tell whether two sentences give different numbers, or dates, for what was asked.

    Args:
        one: A sentence.
        other: Another.
        asked: What the question is about, as ``concepts``.
        dates: Whether dates are compared rather than numbers.
        later: Whether one was written on a later day: then a new number is news even where the
            earlier one was a lower bound.

    Example:
        >>> asked = concepts("How many people died?")
        >>> find_difference("Twelve people died.", "Nine people were killed.", asked, dates=False)
        True
        >>> find_difference("Twelve people died.", "Nine people were hurt.", asked, dates=False)
        False
    """
    if dates:
        here, there = concepts(one), concepts(other)
        shared = here & there
        alike = len(shared) >= _MIN_SHARED and 2 * len(shared) >= min(len(here), len(there))
        return (
            alike
            and bool(shared & asked)
            and _differ_in_date(find_moments(one), find_moments(other))
        )
    first, second = list(_counts(one, asked)), list(_counts(other, asked))
    pairs = [(a, b) for a in first for b in second if _is_same_thing(one, a, other, b, asked)]
    return bool(pairs) and not any(_fit(a, b, later=later) for a, b in pairs)


def _counts(text: str, asked: frozenset[str]) -> Iterator[Amount]:
    """Yield the counts of a sentence that stand near what was asked."""
    for amount in find_amounts(text):
        plain = amount.form in (Form.COUNT, Form.PART, Form.VAGUE) and not amount.loose
        # "A 25-year-old", "the two-time champion": they count nothing that is asked.
        plain = plain and not text.startswith("-", amount.end) and "-" not in amount.text
        if plain and _near(text, amount) & asked:
            yield amount


def _near(text: str, amount: Amount) -> frozenset[str]:
    """Return what stands around a number, up to the clause marks on both sides."""
    before = re.split(r"[,;:.]\s", text[max(0, amount.start - _NEAR_CHARS) : amount.start])[-1]
    after = re.split(r"[,;:.]\s", text[amount.end : amount.end + _NEAR_CHARS])[0]
    return concepts(f"{before} {amount.unit} {after}")


def _is_same_thing(
    one: str, first: Amount, other: str, second: Amount, asked: frozenset[str]
) -> bool:
    """Tell whether two numbers count the same: one unit, one fate, and words in common."""
    if first.unit != second.unit or (first.form is Form.PART) != (second.form is Form.PART):
        return False
    here, there = _near(one, first), _near(other, second)
    shared = (here & there) - concepts(first.unit)
    fates = here & _FATES
    counted = concepts(" ".join(first.after)) & concepts(" ".join(second.after))
    if fates != there & _FATES or not (fates or first.unit or counted & asked):
        return False
    return bool(shared & asked) and len(concepts(one) & concepts(other)) >= min(
        _MIN_SHARED, len(asked)
    )


def _fit(one: Amount, other: Amount, *, later: bool) -> bool:
    """Tell whether two numbers may both be right: nearly equal, or one within the other's bound."""
    low, high = sorted((one, other), key=lambda amount: amount.value)
    if low.bound is Bound.LEAST and (later or high.bound is Bound.LEAST):
        return low.value == high.value
    if Form.VAGUE in (one.form, other.form) or low.bound is Bound.LEAST or high.bound is Bound.MOST:
        return True
    room = _ABOUT if Bound.ABOUT in (low.bound, high.bound) else _ROUND
    return high.value - low.value <= room * high.value


def _differ_in_date(first: tuple[Moment, ...], second: tuple[Moment, ...]) -> bool:
    """Tell whether the one date of each sentence differs in a field that both state."""
    if len(first) != 1 or len(second) != 1:
        return False
    pairs = [(getattr(first[0], name), getattr(second[0], name)) for name in _FIELDS]
    return any(a is not None and b is not None and a != b for a, b in pairs)
