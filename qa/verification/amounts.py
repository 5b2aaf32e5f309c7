"""Counts, measures, prices, shares, ages, scores and durations in a text, read exactly.

What is a date or time is left to ``qa.verification.moments``: nothing is read twice.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from itertools import islice

from qa.verification.moments import even_spaces, find_moments
from qa.verification.number_words import (
    NUMBER,
    ORDINAL,
    PART,
    read_number,
    read_ordinal,
    read_part,
)
from qa.verification.units import CURRENCY, CURRENCY_NAMES, DURATIONS, SCALED, find_unit
from qa.words import stem

__all__ = ["Amount", "Bound", "Form", "find_amounts", "squeeze"]


class Form(Enum):
    """How a number is used."""

    COUNT = "count"
    ORDINAL = "ordinal"
    PAIR = "pair"
    PART = "part"
    VAGUE = "vague"
    LABEL = "label"


class Bound(Enum):
    """What stands before a number: at least so many, at most so many, about so many."""

    LEAST = "least"
    MOST = "most"
    ABOUT = "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number in a text with what it counts.

    Attributes:
        start: Offset of its first character, its sign of currency included.
        end: Offset after its last character, its unit included.
        text: The characters between them.
        form: How the number is used.
        value: The number, or the first of a pair.
        other: The second number of a pair.
        unit: Canonical name of its unit; empty for a bare number.
        bound: Whether it is a limit.
        bound_words: The words that say so.
        after: Stems of the words after it, up to the end of the phrase.
        following: Stems of the three words after it, whatever they are.
        lead: Stems of the two words before it.
        shift: For a duration, -1 when it lies before something and 1 when after.
        loose: Whether the word counts in passing only ("both", "single").
    """

    start: int
    end: int
    text: str
    form: Form
    value: Fraction
    other: Fraction | None = None
    unit: str = ""
    bound: Bound | None = None
    bound_words: str = ""
    after: tuple[str, ...] = ()
    following: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    shift: int = 0
    loose: bool = False

    @property
    def is_duration(self) -> bool:
        """Return whether it measures time, which makes it a matter of dates."""
        return self.unit in DURATIONS

    @property
    def key(self) -> tuple[object, ...]:
        """Return what is equal for amounts that state the same in the same form."""
        return (self.form, self.value, self.other, self.unit, self.shift)


_LOOSE_WORDS = {
    "both": 2,
    "twice": 2,
    "couple": 2,
    "pair": 2,
    "twins": 2,
    "twin": 2,
    "duo": 2,
    "double": 2,
    "trio": 3,
    "triple": 3,
    "triplets": 3,
    "treble": 3,
    "hat-trick": 3,
    "quartet": 4,
    "single": 1,
    "sole": 1,
    "once": 1,
    "thrice": 3,
    "neither": 2,
}
_VAGUE_WORDS = {
    "tens": 10,
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1_000,
    "millions": 10**6,
    "billions": 10**9,
}
# "an hour", "a year": one of them; a bare article counts nothing else.
_ARTICLE = (
    r"\b(?:[Aa]n?|[Hh]alf an?)"
    r"(?= (?:minute|hour|day|week|fortnight|month|year|decade|century)\b)"
)
_FIGURES = r"(?:\d[\d,.]{0,18}\d|\d)"
_TOKEN = re.compile(
    rf"(?P<label>\b[A-Za-z]+-?\d[\w-]{{0,20}}|\b\d{{1,9}}(?!(?:KM|KG|[MGT]B|MW|USD|EUR|[AP]M)\b)"
    rf"[A-Z]{{2,9}}\b)"
    rf"|(?P<part>(?i:{PART}))"
    rf"|(?P<currency>{CURRENCY})?(?P<first>{_FIGURES})(?P<dash>[-–—])(?P<second>{_FIGURES})"
    rf"(?P<rest>(?:[-–—]\d+)*)(?P<scale>[ -](?:hundred|thousand|million|billion|trillion)\b)?"
    rf"|(?P<ordinal>(?i:{ORDINAL}))"
    rf"|(?P<money>{CURRENCY})?(?P<sign>(?<![\w.)])[-−–](?=\d)|\b[Mm]inus )?"
    rf"(?P<number>(?i:{NUMBER}))(?P<plus>\+)?"
    rf"|(?P<vague>\b(?i:{'|'.join(_VAGUE_WORDS)})\b)"
    rf"|(?P<loose>\b(?i:{'|'.join(_LOOSE_WORDS)})\b)"
    rf"|(?P<article>{_ARTICLE})"
)
_LEAST = (
    r"more than|greater than|higher than|over|above|at least|upwards? of|exceed(?:s|ed|ing)?"
    r"|in excess of|a minimum of|no (?:fewer|less) than|not (?:fewer|less) than|beyond|surpass\w*"
    r"|topp(?:ed|ing)|tops?|past"
)
_MOST = (
    r"less than|fewer than|lower than|under|below|at most|up to|as (?:many|much) as|no more than"
    r"|not more than|a maximum of|nearly|almost|close to|just short of|within|maximum"
)
_ABOUT = r"about|around|some|roughly|approximately|an estimated|estimated|circa|or so|near"
_BOUND = re.compile(
    rf"\b(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<about>{_ABOUT}))"
    r"(?: (?:an?|the|its|about|estimated|another|record|some))? ?$",
    re.IGNORECASE,
)
_BOUND_AFTER = re.compile(
    r" ?(?:(?P<least>or (?:more|older|above|over|higher|greater|better)|plus\b)"
    r"|(?P<most>or (?:less|fewer|younger|under|below|lower)))",
    re.IGNORECASE,
)
_SHIFT = re.compile(
    r",? (?:or so )?(?:(?P<back>ago|earlier|before|previously|prior)"
    r"|(?P<on>later|after|afterwards?|from now|on))\b"
)
_PHRASE_END = re.compile(r"[.,;:!?()\[\]\"“”]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|%")
_SKIPPED = frozenset("of the a an his her its their our your my those these more other new".split())
_STOPS = frozenset(
    "and or in on at to for from by with who that which was were is are has have had as but when "
    "after before than per it he she they will would could can while where into over about "
    "since until if so because not no also did do does".split()
)
_ALPHANUMERIC = re.compile(r"[^\W_]+")
_WINDOW = 48
_MOST_AMOUNTS = 2_000


def squeeze(text: str) -> str:
    """Return the letters and digits of a text alone, in lower case.

    Example:
        >>> squeeze("U-30"), squeeze("U 30")
        ('u30', 'u30')
    """
    return "".join(_ALPHANUMERIC.findall(text.lower()))


@lru_cache(maxsize=2_048)
def find_amounts(text: str) -> tuple[Amount, ...]:
    """Return the amounts of a text in order, without overlaps; the first 2,000 numbers.

    Example:
        >>> [(a.text, a.unit) for a in find_amounts("At least 30 people paid $1.5bn in two weeks")]
        [('30', ''), ('$1.5bn', '$'), ('two weeks', 'week')]
        >>> find_amounts("In May 2030")
        ()
    """
    even = even_spaces(text)
    masked = list(even)
    for moment in find_moments(text):
        masked[moment.start : moment.end] = "\0" * (moment.end - moment.start)
    plain = "".join(masked)
    found: list[Amount] = []
    for match in islice(_TOKEN.finditer(plain), _MOST_AMOUNTS):
        if not found or match.start() >= found[-1].end:
            found.append(_read(match, even))
    return tuple(found)


def _read(match: re.Match[str], text: str) -> Amount:
    """Return the amount a match in the text without its dates and times stands for."""
    kind = next(name for name in _FORMS if match[name] is not None)
    value, other, form, loose = _FORMS[kind](match)
    start, end, unit = match.start(), match.end(), ""
    money = match["money"] or match["currency"]
    if money:
        name = money.strip()
        unit = "$" if name.endswith("$") else CURRENCY_NAMES.get(name, name)
    elif form in (Form.COUNT, Form.PAIR, Form.PART):
        if kind == "number" and _METRES.search(match[0]):
            value, unit = value / 10**6, "metre"
        else:
            end, unit = find_unit(text, start=start, end=end)
    unit = squeeze(match[0]) if form is Form.LABEL else unit
    if unit in SCALED:
        unit, times = SCALED[unit]
        value, other = value * times, other and other * times
    shift = 0
    if unit in DURATIONS:
        end, shift = _find_shift(text, end)
    bound, words = _find_bound(text, start=start, end=end, plus=match["plus"])
    return Amount(
        start=start,
        end=end,
        text=text[start:end],
        form=form,
        value=value,
        other=other,
        unit=unit,
        bound=bound,
        bound_words=words,
        after=() if loose and text.startswith(" of ", end) else _read_after(text, end),
        following=tuple(stem(word) for word in _WORD.findall(text[end : end + _WINDOW])[:3]),
        lead=_read_lead(text, start - len(words) - 1 if words else start),
        shift=shift,
        loose=loose and not (unit and kind == "number"),
    )


_METRES = re.compile(r"\dm$")
_Reading = tuple[Fraction, Fraction | None, Form, bool]


def _read_pair(match: re.Match[str]) -> _Reading:
    if match["rest"]:
        return Fraction(0), None, Form.LABEL, False
    scale = read_number(match["scale"]) if match["scale"] else Fraction(1)
    first, second = (_read_digits(match[name]) * scale for name in ("first", "second"))
    return first, second, Form.PAIR, False


def _read_digits(text: str) -> Fraction:
    """Read digits; more than one point make it a version or an address, read as far as it goes."""
    return Fraction(re.match(r"\d+(?:\.\d+)?", text.replace(",", ""))[0])  # type: ignore[index]


def _read_number(match: re.Match[str]) -> _Reading:
    value = read_number(match["number"])
    loose = match["number"].lower() in ("one", "zero")
    return -value if match["sign"] else value, None, Form.COUNT, loose


def _read_part(match: re.Match[str]) -> _Reading:
    return read_part(match["part"]), None, Form.PART, match["part"].lower() == "half"


def _read_ordinal(match: re.Match[str]) -> _Reading:
    value = read_ordinal(match["ordinal"])
    return value, None, Form.ORDINAL, match["ordinal"].lower() in ("first", "second")


_FORMS: dict[str, Callable[[re.Match[str]], _Reading]] = {
    "label": lambda match: (Fraction(0), None, Form.LABEL, False),
    "part": _read_part,
    "second": _read_pair,
    "ordinal": _read_ordinal,
    "number": _read_number,
    "vague": lambda match: (
        Fraction(_VAGUE_WORDS[match["vague"].lower()]),
        None,
        Form.VAGUE,
        False,
    ),
    "loose": lambda match: (
        Fraction(_LOOSE_WORDS[match["loose"].lower()]),
        None,
        Form.COUNT,
        True,
    ),
    "article": lambda match: (
        Fraction(1, 2) if "alf" in match[0] else Fraction(1),
        None,
        Form.COUNT,
        True,
    ),
}


def _find_bound(text: str, *, start: int, end: int, plus: str | None) -> tuple[Bound | None, str]:
    before = _BOUND.search(text[max(0, start - _WINDOW) : start])
    after = _BOUND_AFTER.match(text, end)
    match = before or after
    if match is None:
        return (Bound.LEAST, "") if plus else (None, "")
    bound = Bound(match.lastgroup)
    return bound, match[0].strip() if before else ""


def _find_shift(text: str, end: int) -> tuple[int, int]:
    """Return where a duration ends with its direction, and the direction."""
    match = _SHIFT.match(text, end)
    if match is None:
        return end, 0
    return match.end(), -1 if match["back"] else 1


def _read_after(text: str, end: int) -> tuple[str, ...]:
    """Return the stems of the words that say what is counted."""
    window = text[end : end + _WINDOW]
    stop = _PHRASE_END.search(window)
    words = [word.lower() for word in _WORD.findall(window[: stop.start()] if stop else window)]
    if not stop and len(text) > end + _WINDOW and words:
        words.pop()  # The window may have cut it.
    found: list[str] = []
    for word in words:
        if word in _STOPS or len(found) == 3:
            break
        if word not in _SKIPPED:
            found.append(stem(word))
    return tuple(found)


def _read_lead(text: str, start: int) -> tuple[str, ...]:
    """Return the stems of the two words before an amount."""
    window = text[max(0, start - _WINDOW) : start]
    return tuple(stem(word) for word in _WORD.findall(window)[-2:])
