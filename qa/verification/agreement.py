"""Whether two amounts state the same: equal, in another form or unit, or fairly rounded."""

import re
from fractions import Fraction
from functools import lru_cache

from qa.verification.amounts import Amount, Bound, Form
from qa.verification.units import DURATIONS

__all__ = ["agree"]

_LIKE = frozenset(
    frozenset(pair)
    for pair in (
        ("age", "year"),
        ("age in months", "month"),
        ("age in weeks", "week"),
        ("age in days", "day"),
        ("degree", "degree C"),
        ("degree", "degree F"),
        ("pound", "£"),
        ("ton", "tonne"),
        ("%", "point"),
    )
)
# What one of each unit is in the first unit of its kind.
_KINDS: tuple[dict[str, Fraction], ...] = (
    {
        "metre": Fraction(1),
        "km": Fraction(1000),
        "mile": Fraction("1609.344"),
        "centimetre": Fraction("0.01"),
        "millimetre": Fraction("0.001"),
        "foot": Fraction("0.3048"),
        "inch": Fraction("0.0254"),
        "yard": Fraction("0.9144"),
    },
    {
        "kilogram": Fraction(1),
        "gram": Fraction("0.001"),
        "tonne": Fraction(1000),
        "ton": Fraction("907.185"),
        "pound": Fraction("0.453592"),
        "ounce": Fraction("0.0283495"),
    },
    {"km/h": Fraction(1), "mph": Fraction("1.609344"), "knot": Fraction("1.852")},
    {
        "square km": Fraction(1),
        "square mile": Fraction("2.58999"),
        "hectare": Fraction("0.01"),
        "acre": Fraction("0.00404686"),
    },
    {"litre": Fraction(1), "gallon": Fraction("3.78541"), "barrel": Fraction("158.987")},
    {"£": Fraction(100), "cent": Fraction(1)},
    {"$": Fraction(100), "cent": Fraction(1)},
    {name: Fraction(seconds) for name, seconds in DURATIONS.items()},
)
_CONVERTED = Fraction(3, 100)
_VAGUE_REACH = 100


def agree(stated: Amount, given: Amount) -> bool:
    """Tell whether the article's amount bears out the statement's.

    Args:
        stated: What the statement says.
        given: What the article says.

    Example:
        >>> from qa.verification.amounts import find_amounts
        >>> [half], [share] = find_amounts("half of them"), find_amounts("50% of them")
        >>> agree(half, share), agree(half, find_amounts("30%")[0])
        (True, False)
    """
    if stated.shift * given.shift < 0:
        return False
    if Form.LABEL in (stated.form, given.form):
        return _name_label(stated) == _name_label(given)
    if Form.VAGUE in (stated.form, given.form):
        return _agree_vaguely(stated, given)
    if Form.PAIR in (stated.form, given.form):
        return _agree_as_pairs(stated, given)
    if Form.PART in (stated.form, given.form):
        return _agree_as_shares(stated, given)
    if stated.form is not given.form:
        return _agree_in_order(stated, given)
    if stated.unit != given.unit and _is_converted(stated, given):
        return True
    return _fit_units(stated, given) and _fit_values(stated, given)


def _name_label(amount: Amount) -> str:
    """Return a label as one word, such as ``u30`` for ``U-30`` and for ``U 30``."""
    if amount.form is Form.LABEL:
        return amount.unit
    return "".join(amount.lead[-1:]) + re.sub(r"\W", "", amount.text.lower())


def _agree_vaguely(stated: Amount, given: Amount) -> bool:
    """Compare "hundreds" with "hundreds" or with a number it fairly stands for."""
    if given.form is Form.VAGUE:
        return stated.form is Form.VAGUE and stated.value == given.value
    reach = stated.value * _VAGUE_REACH
    return given.form is Form.COUNT and stated.value * Fraction(3, 2) <= given.value < reach


def _agree_as_pairs(stated: Amount, given: Amount) -> bool:
    if stated.form is Form.PAIR:
        same = (stated.value, stated.other) == (given.value, given.other)
        return same and _fit_units(stated, given)
    within = stated.form is Form.COUNT and stated.value in (given.value, given.other)
    return within and _fit_units(stated, given)


def _agree_as_shares(stated: Amount, given: Amount) -> bool:
    """Compare parts of a whole with each other and with percentages."""
    if stated.form is given.form:
        return stated.value == given.value
    shares = [
        amount.value * 100 if amount.form is Form.PART else amount.value
        for amount in (stated, given)
    ]
    percentage = given if stated.form is Form.PART else stated
    if percentage.unit != "%":
        return False
    beyond = shares[1] - shares[0]
    low, high = {
        Bound.LEAST: (0, 8),
        Bound.MOST: (-8, 0),
        Bound.ABOUT: (-4, 4),
        None: (-1, 1),
    }[stated.bound or given.bound]
    return low <= beyond <= high


def _agree_in_order(stated: Amount, given: Amount) -> bool:
    """Compare "the third goal" with "three goals", and "No. 1" with "first"."""
    if stated.value != given.value or stated.unit or given.unit:
        return False
    numbered = {"no", "number", "numero", "round", "part", "phase"}
    if numbered.intersection(stated.lead[-1:] + given.lead[-1:]):
        return True
    return bool(set(stated.after[:2]).intersection(given.after))


def _is_converted(stated: Amount, given: Amount) -> bool:
    """Tell whether two amounts are the same measure in other units, as far as news rounds."""
    for kind in _KINDS:
        if stated.unit in kind and given.unit in kind:
            first, second = stated.value * kind[stated.unit], given.value * kind[given.unit]
            tolerance = _CONVERTED if kind is not _KINDS[-1] else Fraction(1, 50)
            return abs(first - second) <= tolerance * max(abs(first), abs(second))
    if {stated.unit, given.unit} == {"degree C", "degree F"}:
        celsius, other = (
            (stated.value, given.value)
            if stated.unit == "degree C"
            else (given.value, stated.value)
        )
        return abs(celsius * 9 / 5 + 32 - other) <= 2
    return False


def _fit_units(stated: Amount, given: Amount) -> bool:
    if stated.unit == given.unit or frozenset((stated.unit, given.unit)) in _LIKE:
        return True
    if stated.unit and given.unit:
        return False
    # A bare number fits any unit only where it counts nothing else.
    bare = given if stated.unit else stated
    return not bare.after


def _fit_values(stated: Amount, given: Amount) -> bool:
    if stated.value == given.value:
        return True
    digits = _count_digits(stated.value)
    if digits >= _count_digits(given.value) or stated.value * given.value <= 0:
        return False
    if given.bound is not None and given.bound is stated.bound:
        return False  # It is rounded already.
    ratio = given.value / stated.value
    if stated.bound is Bound.ABOUT:
        return Fraction(9, 10) <= ratio <= Fraction(11, 10)
    if stated.bound is Bound.LEAST:
        return 1 < ratio <= Fraction(5, 4)
    if stated.bound is Bound.MOST:
        return Fraction(4, 5) <= ratio < 1
    if re.search(r"\.\d+\D?$", stated.text) and given.unit == stated.unit:
        return False  # Decimals are meant.
    return digits >= 2 and _is_rounded(stated.value, given.value, digits)


def _is_rounded(value: Fraction, exact: Fraction, digits: int) -> bool:
    """Tell whether a value is what rounding an exact one to so many digits gives."""
    size = len(str(int(abs(exact))))
    step = Fraction(10) ** (size - digits)
    return step >= 1000 * (exact.denominator == 1) and abs(value - exact) <= step / 2


@lru_cache(maxsize=4_096)
def _count_digits(value: Fraction) -> int:
    """Return how many digits of a value are not mere zeros at its end."""
    text = f"{float(abs(value)):.9f}".rstrip("0").rstrip(".").lstrip("0.")
    digits = text.replace(".", "")
    return len(digits.rstrip("0")) if "." not in text else len(digits)
