"""Numbers as English writes them, in digits and in words, read as exact fractions."""

import re
from fractions import Fraction

__all__ = ["NUMBER", "ORDINAL", "PART", "read_number", "read_ordinal", "read_part"]

_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {
    "dozen": Fraction(12),
    "hundred": Fraction(100),
    "thousand": Fraction(10**3),
    "million": Fraction(10**6),
    "billion": Fraction(10**9),
    "trillion": Fraction(10**12),
    "k": Fraction(10**3),
    "m": Fraction(10**6),
    "mn": Fraction(10**6),
    "mln": Fraction(10**6),
    "bn": Fraction(10**9),
    "b": Fraction(10**9),
    "tn": Fraction(10**12),
}
_VALUES = {
    "zero": 0,
    **{word: value for value, word in enumerate([*_UNITS, *_TEENS], start=1)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}
_ORDINAL_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_ORDINAL_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
    "nineteenth"
).split()
_ORDINAL_TENS = [word.replace("ty", "tieth") for word in _TENS]
_ORDINALS = {
    **{word: place for place, word in enumerate([*_ORDINAL_UNITS, *_ORDINAL_TEENS], start=1)},
    **{word: 10 * place for place, word in enumerate(_ORDINAL_TENS, start=2)},
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 10**6,
}
_PARTS = {
    "half": Fraction(1, 2),
    "halves": Fraction(1, 2),
    "third": Fraction(1, 3),
    "quarter": Fraction(1, 4),
    "fifth": Fraction(1, 5),
    "sixth": Fraction(1, 6),
    "eighth": Fraction(1, 8),
    "tenth": Fraction(1, 10),
}
_SIGNS = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
}

_UNIT = "(?:" + "|".join(_UNITS) + ")"
_SMALL = (
    "(?:(?:" + "|".join(_TENS) + rf")(?:[- ]{_UNIT}\b)?|(?:" + "|".join(_TEENS) + rf")|{_UNIT})"
)
_SCALE = "(?:dozen|hundred|thousand|million|billion|trillion)"
# Up to fifteen digits: more are an identifier and are compared as they stand.
_DIGITS = r"(?:\d{1,3}(?:,\d{2,3}){1,5}(?!\d)|\d{1,15})(?:\.\d{1,12}(?!\d))?[½¼¾⅓⅔]?|[½¼¾⅓⅔]"
_TAIL = rf"(?:(?:[- ]|,? and ){_SMALL}(?: {_SCALE})*\b)"
NUMBER = (
    rf"(?:(?:{_DIGITS})(?:(?:bn|mn|mln|tn|[kKbm])\b)?(?:[- ]{_SCALE}\b){{0,2}}"
    rf"|\b(?:half[- ]an?|(?:a quarter|three quarters) of a|an?)[- ]{_SCALE}\b(?! of the)"
    rf"(?: {_SCALE}\b)?"
    rf"|\b{_SMALL}\b(?:[- ]{_SCALE}\b{_TAIL}{{0,4}})?(?: {_SCALE}\b)?"
    rf"|\bzero\b)(?:[- ]and[- ]a[- ](?:half|quarter|third)\b(?: {_SCALE}\b)?)?"
)
"""Pattern of a whole number or decimal, in digits or in words, with its scale."""

_PLURALS = "thirds|quarters|fifths|sixths|eighths|tenths"
PART = (
    rf"(?:\b(?:an?|one|two|three|four|five|seven|nine)[- ](?:{_PLURALS})\b"
    r"|\b(?:an?|one)[- ](?:third|quarter|fifth|sixth|eighth|tenth)(?= of\b|-owned\b)"
    r"|\b(?:one|a)[- ](?:half|quarter)\b"
    rf"|\bhalf\b(?![- ]an? (?:{_SCALE}|second|minute|hour|day|week|month|year|decade|century)\b))"
)
"""Pattern of a part of a whole: ``two-thirds``, ``a quarter``, ``half``."""

ORDINAL = (
    r"(?:\b\d{1,3}(?:,\d{3})*(?:st|nd|rd|th)\b"
    r"|\b(?:(?:" + "|".join(_TENS) + r")[- ])?(?:" + "|".join(_ORDINALS) + r")\b)"
)
"""Pattern of an ordinal: ``third``, ``21st``, ``twenty-first``."""


def read_number(text: str) -> Fraction:
    """Return the value of a text that ``NUMBER`` matches.

    Example:
        >>> [str(read_number(text)) for text in ("1,200.5", "3.2 million", "two dozen")]
        ['2401/2', '3200000', '24']
        >>> [int(read_number(text)) for text in ("one hundred and five thousand", "half a million")]
        [105000, 500000]
    """
    total, current, seen = Fraction(0), Fraction(0), False
    words = re.findall(r"[\d.,]*\d|[½¼¾⅓⅔]|[a-z]+", text.lower())
    for place, word in enumerate(words):
        if word[0].isdigit():
            current += Fraction(word.replace(",", "").rstrip("."))
            seen = True
        elif word in _SIGNS:
            current, seen = current + _SIGNS[word], True
        elif word in _VALUES:
            current, seen = current + _VALUES[word], True
        elif word in _PARTS:
            current, seen = _add_part(word, words, place, total, current)
            total = Fraction(0)
        elif word in _SCALES:
            current = (current if seen else Fraction(1)) * _SCALES[word]
            if word not in ("hundred", "dozen"):
                total, current, seen = total + current, Fraction(0), False
    return total + current


def _add_part(
    word: str, words: list[str], place: int, total: Fraction, current: Fraction
) -> tuple[Fraction, bool]:
    """Add a half to what was read: of the last scale, or of one where a scale follows."""
    part = _PARTS[word]
    if "and" not in words[:place]:
        return (current or 1) * part, True
    last = next((_SCALES[other] for other in reversed(words[:place]) if other in _SCALES), 1)
    return total + current + part * last, True


def read_part(text: str) -> Fraction:
    """Return the value of a text that ``PART`` matches.

    Example:
        >>> str(read_part("two-thirds")), str(read_part("half"))
        ('2/3', '1/2')
    """
    head, _, tail = text.lower().replace(" ", "-").rpartition("-")
    part = _PARTS.get(tail) or _PARTS[tail.rstrip("s")]
    return _VALUES.get(head, 1) * part


def read_ordinal(text: str) -> Fraction:
    """Return the place that a text matched by ``ORDINAL`` names.

    Example:
        >>> [int(read_ordinal(text)) for text in ("third", "21st", "twenty-first")]
        [3, 21, 21]
    """
    plain = text.lower()
    if plain[0].isdigit():
        return Fraction(plain[:-2].replace(",", ""))
    head, _, tail = plain.replace(" ", "-").rpartition("-")
    return Fraction(_VALUES.get(head, 0) + _ORDINALS[tail])
