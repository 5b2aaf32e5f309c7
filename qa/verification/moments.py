"""Dates, times of day and words such as "yesterday" in a text, with what each one states."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from qa.verification.number_words import ORDINAL, read_ordinal

__all__ = ["Moment", "even_spaces", "find_moments"]

MONTHS = (
    "january february march april may june july august september october november december"
).split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_PARTS = {
    "morning": 1,
    "dawn": 1,
    "afternoon": 2,
    "evening": 3,
    "dusk": 3,
    "night": 4,
    "overnight": 4,
    "tonight": 4,
}
_NEAR = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_SIDES = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "coming": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date or time in a text; a field that the text does not state is ``None``.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        text: The characters between them.
        year: Year, or the first year of a decade, century or season such as 2009-10.
        years: How many years it stands for, where it is more than one.
        month: Month, from 1.
        day: Day of the month, from 1.
        weekday: Day of the week, Monday being 0.
        season: Quarter of the year or season, from 1; a quarter is 11 to 14.
        clock: Minutes after midnight.
        halfless: Whether the clock may mean the morning or the afternoon.
        part: Part of the day, from 1 for the morning to 4 for the night.
        unit: Unit of a relative date (``day``, ``week``, ``month``, ``year``, ``weekday``).
        shift: How many of these units it lies after the day it is said.
        stage: Where in a relative date it lies: 1 for ``earlier`` or ``early``, 2 for ``late``.
    """

    start: int
    end: int
    text: str
    year: int | None = None
    years: int = 1
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    clock: int | None = None
    halfless: bool = False
    part: int | None = None
    unit: str | None = None
    shift: int = 0
    stage: int | None = None

    @property
    def is_calendar(self) -> bool:
        """Return whether it states a day or a longer time rather than a time of day."""
        return self.clock is None and (self.part is None or self.unit is not None)


_MONTH_NAME = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_FULL_MONTH = (
    r"(?:January|February|April|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.)"
)
# Words that are also verbs or names are months only where a month is expected.
_AFTER_PREPOSITION = "|".join(
    rf"(?<=\b{word}\s)"
    for word in (
        "in In of since Since by By last this next until till through from late early mid and to "
        "before after during between each every for is was month"
    ).split()
)
_WEEKDAY_NAME = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Tues\.?|Weds?\.|Thurs?\.|"
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?=[.,]{0,2} (?:\d|" + _MONTH_NAME + "))"
)
_YEAR_DIGITS = r"(?:1[1-9]|20)\d\d"
_YEAR_AFTER = rf"(?:,? (?:in )?(?P<year>{_YEAR_DIGITS})(?![\d,]\d|%))?"
_DAY_DIGITS = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_WEEKDAY_BEFORE = rf"(?:(?P<weekday>\b(?:{_WEEKDAY_NAME}))\.?,? (?:the )?)?"
_PLURAL_AFTER = r"(?! (?:people|men|women|children|[a-z]+(?<!s)s(?<!is)(?<!was)(?<!has)(?<!its)\b))"
_SIDE = (
    r"\b(?:(?P<stage>[Ee]arlier|[Ee]arly|[Ll]ater|[Ll]ate) )?"
    r"(?P<side>[Ll]ast|[Pp]revious|[Pp]ast|[Tt]his|[Nn]ext|[Cc]oming)"
)

_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        r"(?<![\d-])(?P<year>\d{4})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d|-\d)",
        r"(?<![\d/.])(?P<first>[0-3]?\d)(?P<between>[/.])(?P<second>[0-3]?\d)(?P=between)"
        r"(?P<year>(?:19|20)?\d\d)(?![\d/])",
        rf"{_WEEKDAY_BEFORE}(?<![\d.,$£€-]){_DAY_DIGITS}(?: of)?[ -](?P<month>{_MONTH_NAME})"
        rf"{_YEAR_AFTER}",
        rf"{_WEEKDAY_BEFORE}\b(?P<month>{_MONTH_NAME}) {_DAY_DIGITS}(?![\d:%]|[.,]\d|st|nd|rd|th)"
        rf"{_YEAR_AFTER}",
        rf"\b(?P<month>{_MONTH_NAME})(?:,| of)? (?P<year>{_YEAR_DIGITS})\b",
        rf"{_SIDE} (?P<weekday>{_WEEKDAY_NAME})\b",
        rf"\b(?P<weekday>{_WEEKDAY_NAME})(?:s\b|\b)",
        rf"\b(?P<month>{_FULL_MONTH})(?!\w)",
        rf"(?:{_AFTER_PREPOSITION})(?P<month>March|May)\b(?! \d)",
        r"\b(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter|(?<=the )fall(?= of (?:1|2)))"
        rf"(?: of)?(?: (?P<year>{_YEAR_DIGITS}))?\b",
        r"\b(?P<quarter>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)[ -]quarter"
        rf"(?: of)?(?: (?P<year>{_YEAR_DIGITS}))?\b",
        rf"\bQ(?P<quarter>[1-4])(?: (?P<year>{_YEAR_DIGITS}))?\b",
        rf"\b(?P<quarter>[1-4])Q(?: (?P<year>{_YEAR_DIGITS}))?\b",
        rf"(?<![\d$£€.,/-])(?P<year>{_YEAR_DIGITS})[-–/](?P<until>(?:(?:1[1-9]|20)?\d\d))\b(?![-\d])",
        rf"\b(?P<century>{ORDINAL})[ -][Cc]entury",
        r"(?<![\d$£€.,])(?P<decade>(?:1[1-9]|20)[0-9]0)['’]?s\b",
        r"(?<!\w)['’]?(?P<short>[1-9]0)['’]?s\b",
        rf"(?<![\d$£€#.,/])\b(?P<year>{_YEAR_DIGITS})\b(?![,.]\d|%|/\d| ?(?:km|kg|miles|met[re]+s"
        r"|feet|tons|tonnes|percent|per cent|dollars|pounds|euros|million|billion|[-–]\d{2}\b))",
        r"(?<!\w)['’](?P<short_year>\d\d)\b(?!['’]?s)",
        r"\b(?P<hour>[01]?\d)(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])(?:\.m\.|m\b)",
        r"\b(?P<hour>[01]?\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
        r"(?: o['’]clock)? (?:in the (?P<daytime>morning|afternoon|evening)|at (?P<night>night))\b",
        r"(?<![\d:.])(?P<hour>[012]?\d):(?P<minute>[0-5]\d)(?![\d:]|\.\d)",
        r"\b(?P<hour>\d{1,2}|[a-z]+) o['’]clock\b",
        r"\b(?P<noon>[Nn]oon|[Mm]idday|[Mm]idnight)\b",
        r"\b(?P<near>[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow)\b",
        rf"{_SIDE} (?P<unit>week|month|year|decade|night|weekend)\b",
        rf"{_SIDE} (?P<season>spring|summer|autumn|fall|winter)\b",
        r"\b(?P<part>[Mm]orning|[Aa]fternoon|[Ee]vening|[Nn]ight|[Oo]vernight|dawn|dusk)\b"
        r"(?! before)",
        r"(?<=\bthe )(?P<day>[0-3]?\d)(?:st|nd|rd|th)\b(?= of (?:the|this|last|next) month|[,.;])",
    )
]
_HOURS = {
    word: hour
    for hour, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
_QUARTERS = {"first": 11, "second": 12, "third": 13, "fourth": 14}
_LAST_SMALL_HOUR = 5
_SPACE = re.compile(r"[^\S ]")
_COUNTABLE_YEAR = re.compile(
    r" (?:people|men|women|children|years|(?!(?:is|was|has|its|as|this|us|plus|versus|his)\b)"
    r"[a-z]{2,}(?<!s)s\b)"
)
_YEAR_LEADS = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Bb]y|until|till|before|after|during|from|to|of|the|and|early|late|mid|around"
    r"|through|between|his|her|its|their|our|this|\d\d?|year|for|[A-Z]\w*)[,-]? ?$"
)


def even_spaces(text: str) -> str:
    """Return a text of the same length in which every white space is a plain space.

    Example:
        >>> even_spaces("5\u00a0May")
        '5 May'
    """
    return _SPACE.sub(" ", text)


@lru_cache(maxsize=2_048)
def find_moments(text: str) -> tuple[Moment, ...]:
    """Return the dates and times of a text in order, without overlaps.

    Example:
        >>> [moment.text for moment in find_moments("On Friday 3 May 2030 at 10:30 am")]
        ['Friday 3 May 2030', '10:30 am']
        >>> [moment.text for moment in find_moments("He may march on in 2030, last year's end")]
        ['2030', 'last year']
    """
    plain = even_spaces(text)
    matches = (match for pattern in _PATTERNS for match in pattern.finditer(plain))
    ordered = sorted(matches, key=lambda match: (match.start(), -match.end()))
    found: list[Moment] = []
    position = 0
    for match in ordered:
        moment = _read(match) if match.start() >= position else None
        if moment is not None:
            found.append(moment)
            position = moment.end
    return tuple(found)


def _read(match: re.Match[str]) -> Moment | None:
    """Return what a match states, or nothing where it is no date or time after all."""
    parts = {name: value for name, value in match.groupdict().items() if value is not None}
    if set(parts) == {"year"} and match[0] == parts["year"] and not _is_year(match):
        return None
    if len(parts.get("until", "")) == 4 and int(parts["until"]) != int(parts["year"]) + 1:
        return None  # Two years that bound a longer time are read one by one.
    fields: dict[str, int | str | bool] = {}
    for name, read in _READERS.items():
        if name in parts:
            fields.update(read(parts))
    day, month = fields.get("day", 1), fields.get("month", 1)
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return None
    return Moment(start=match.start(), end=match.end(), text=match[0], **fields)  # type: ignore[arg-type]


def _is_year(match: re.Match[str]) -> bool:
    """Tell a year from a count of four digits."""
    if _COUNTABLE_YEAR.match(match.string, match.end()) is None:
        return True
    return _YEAR_LEADS.search(match.string[max(0, match.start() - 20) : match.start()]) is not None


_Fields = dict[str, int | str | bool]


def _read_year(parts: dict[str, str]) -> _Fields:
    year = int(parts["year"])
    if year < 100:
        year += 1900 if year > 50 else 2000
    if "until" not in parts:
        return {"year": year}
    return {"year": year, "years": max(1, (int(parts["until"]) - year) % 100 + 1)}


def _read_month(parts: dict[str, str]) -> _Fields:
    word = parts["month"].lower()
    if word.isdigit():
        return {"month": int(word)}
    return {"month": next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(word[:3]))}


def _read_slashes(parts: dict[str, str]) -> _Fields:
    """Read day and month as far as their order is plain; else they are kept as written."""
    first, second = int(parts["first"]), int(parts["second"])
    if first <= 12 < second:
        first, second = second, first
    return {"day": first, "month": second}


def _read_weekday(parts: dict[str, str]) -> _Fields:
    short = parts["weekday"][:3].lower()
    weekday = next(n for n, name in enumerate(WEEKDAYS) if name.startswith(short))
    if "side" not in parts:
        return {"weekday": weekday}
    return {"weekday": weekday, "unit": "weekday", "shift": _SIDES[parts["side"].lower()]}


def _read_season(parts: dict[str, str]) -> _Fields:
    season = SEASONS[parts["season"].lower()]
    if "side" not in parts:
        return {"season": season}
    return {"season": season, "unit": "season", "shift": _SIDES[parts["side"].lower()]}


def _read_quarter(parts: dict[str, str]) -> _Fields:
    word = parts["quarter"].lower()
    return {"season": _QUARTERS[word] if word in _QUARTERS else 10 + int(word)}


def _read_clock(parts: dict[str, str]) -> _Fields:
    word = parts["hour"]
    hour = int(word) if word.isdigit() else _HOURS.get(word, 0)
    minutes = 60 * (hour % 24) + int(parts.get("minute", 0))
    half = _find_half(parts, hour)
    if half is not None:
        return {"clock": minutes % 720 + (720 if half == "p" else 0)}
    return {"clock": minutes, "halfless": hour <= 12 and not word.startswith("0")}


def _find_half(parts: dict[str, str], hour: int) -> str | None:
    """Return whether a time is before or after noon, where the words say so."""
    if "night" in parts:
        return "p" if hour > _LAST_SMALL_HOUR else "a"
    if "daytime" in parts:
        return "a" if parts["daytime"] == "morning" else "p"
    return parts.get("half")


def _read_side(parts: dict[str, str]) -> _Fields:
    shift = _SIDES[parts["side"].lower()]
    if parts["unit"] == "night":
        return {"unit": "day", "shift": shift, "part": 4}
    return {"unit": parts["unit"], "shift": shift}


def _read_near(parts: dict[str, str]) -> _Fields:
    word = parts["near"].lower()
    fields: _Fields = {"unit": "day", "shift": _NEAR[word]}
    return {**fields, "part": 4} if word == "tonight" else fields


_READERS: dict[str, Callable[[dict[str, str]], _Fields]] = {
    "year": _read_year,
    "month": _read_month,
    "day": lambda parts: {"day": int(parts["day"])},
    "first": _read_slashes,
    "weekday": _read_weekday,
    "season": _read_season,
    "quarter": _read_quarter,
    "century": lambda parts: {"year": 100 * int(read_ordinal(parts["century"])) - 99, "years": 100},
    "decade": lambda parts: {"year": int(parts["decade"]), "years": 10},
    "short": lambda parts: {"year": 1900 + int(parts["short"]), "years": 10},
    "short_year": lambda parts: _read_year({"year": parts["short_year"]}),
    "hour": _read_clock,
    "noon": lambda parts: {"clock": 0 if parts["noon"].lower() == "midnight" else 720},
    "near": _read_near,
    "unit": _read_side,
    "stage": lambda parts: {"stage": 1 if parts["stage"].lower().startswith("earl") else 2},
    "part": lambda parts: {"part": _PARTS[parts["part"].lower()]},
}
