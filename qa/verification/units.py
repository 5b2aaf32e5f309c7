"""Units of measure, of money and of time, and how news prose writes them."""

import re

__all__ = ["CURRENCY", "CURRENCY_NAMES", "DURATIONS", "SCALED", "find_unit"]

DURATIONS = {
    "second": 1,
    "minute": 60,
    "hour": 3_600,
    "day": 86_400,
    "week": 604_800,
    "month": 2_629_800,
    "year": 31_557_600,
}
"""Seconds of every unit of time."""

_UNITS = {
    "%": r"%|per ?cents?\b|pct\b",
    "point": r"percentage[- ]points?\b|basis[- ]points?\b",
    "age": r"(?:year|yr)s?[- ]olds?\b|years? of age\b",
    "age in months": r"(?:month)s?[- ]olds?\b",
    "age in weeks": r"(?:week)s?[- ]olds?\b",
    "age in days": r"(?:day)s?[- ]olds?\b",
    "$": r"(?:(?:US|U\.S\.|American|Canadian|Australian) )?dollars?\b|bucks\b|USD\b",
    "€": r"euros?\b|EUR\b",
    "£": r"pounds? sterling\b|GBP\b|quid\b",
    "¥": r"yen\b|yuan\b|renminbi\b",
    "₹": r"rupees?\b",
    "cent": r"cents?\b|pence\b|pennies\b",
    "rouble": r"rou?bles?\b",
    "franc": r"(?:Swiss )?francs?\b",
    "crown": r"crowns?\b|kron\w{1,3}\b",
    "peso": r"pesos?\b",
    "shilling": r"shillings?\b",
    "square km": r"(?:square|sq\.?)[- ](?:km|kilomet(?:er|re)s?)\b|km²",
    "square mile": r"(?:square|sq\.?)[- ]mi(?:les?)?\b",
    "square metre": r"(?:square|sq\.?)[- ](?:m|met(?:er|re)s?)\b|m²",
    "square foot": r"(?:square|sq\.?)[- ](?:ft|feet|foot)\b",
    "hectare": r"hectares?\b",
    "acre": r"acres?\b",
    "km/h": r"km/h\b|kph\b|kmh\b|(?:km|kilomet(?:er|re)s?) (?:per|an) hour\b",
    "mph": r"mph\b|miles? (?:per|an) hour\b",
    "knot": r"knots?\b",
    "light-year": r"light[- ]years?\b",
    "km": r"km\b|kilomet(?:er|re)s?\b|kms\b",
    "mile": r"miles?\b|mi\b",
    "metre": r"met(?:er|re)s?\b|m\b(?!\.)",
    "centimetre": r"cm\b|centimet(?:er|re)s?\b",
    "millimetre": r"mm\b|millimet(?:er|re)s?\b",
    "foot": r"feet\b|foot\b(?!age)|ft\b",
    "inch": r"inch(?:es)?\b",
    "yard": r"yards?\b",
    "kilogram": r"kg\b|kgs\b|kilograms?\b|kilos?\b",
    "gram": r"grams?\b|g\b",
    "milligram": r"mg\b|milligrams?\b",
    "tonne": r"tonnes?\b|metric tons?\b",
    "ton": r"tons?\b",
    "ounce": r"ounces?\b|oz\b",
    "pound": r"pounds?\b|lbs?\b",
    "litre": r"lit(?:er|re)s?\b",
    "gallon": r"gallons?\b",
    "barrel": r"barrels?\b",
    "degree C": r"(?:degrees? |° ?)(?:Celsius|C\b|centigrade)|Celsius\b",
    "degree F": r"(?:degrees? |° ?)(?:Fahrenheit|F\b)|Fahrenheit\b",
    "degree": r"degrees?\b|°",
    "megawatt": r"MW\b|megawatts?\b",
    "gigabyte": r"GB\b|gigabytes?\b",
    "megabyte": r"MB\b|megabytes?\b",
    "terabyte": r"TB\b|terabytes?\b",
    "second": r"(?:seconds?|secs?)\b",
    "minute": r"(?:minutes?|mins?)\b(?! \d)",
    "hour": r"(?:hours?|hrs?)\b",
    "day": r"days?\b(?![- ]old)",
    "week": r"weeks?\b|weekends?\b",
    "fortnight": r"fortnights?\b",
    "month": r"months?\b",
    "year": r"years?\b|seasons?\b(?= (?:contract|deal))",
    "decade": r"decades?\b",
    "century": r"centur(?:y|ies)\b",
}
SCALED = {
    "fortnight": ("week", 2),
    "decade": ("year", 10),
    "century": ("year", 100),
}
_UNIT_PATTERN = re.compile(
    r"[- ]?(?:(?:more|full|long|whole|consecutive|straight|solid|additional|extra|further"
    r"|different|calendar|business|working|playing|school|trading)[- ](?=seconds?|minutes?|hours?"
    r"|days?|weeks?|months?|years?|decades?))?(?:"
    + "|".join(f"(?P<u{number}>{pattern})" for number, pattern in enumerate(_UNITS.values()))
    + ")"
)
_UNIT_NAMES = list(_UNITS)
CURRENCY = r"(?:(?:US|AU|NZ|HK|CA|[ACR])?\$|£|€|¥|₹|₽|(?:USD|EUR|GBP|JPY|CHF) ?)"
CURRENCY_NAMES = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "CHF": "franc",
    "₽": "rouble",
}
_AGED = re.compile(r"\b[Aa]ge[ds]?(?: of)? $")


def find_unit(text: str, *, start: int, end: int) -> tuple[int, str]:
    """Return where an amount ends with its unit, and the name of the unit.

    Args:
        text: The text it stands in.
        start: Offset of its first digit or word.
        end: Offset after its last digit or word.

    Example:
        >>> find_unit("a 30-year-old", start=2, end=4), find_unit("30 boats", start=0, end=2)
        ((13, 'age'), (2, ''))
    """
    match = _UNIT_PATTERN.match(text, end)
    if match is not None:
        return match.end(), _UNIT_NAMES[int(str(match.lastgroup)[1:])]
    if _AGED.search(text[max(0, start - 12) : start]):
        return end, "age"
    return end, ""
