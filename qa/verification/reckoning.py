"""Which days a date or a word such as "yesterday" stands for, as far as can be told."""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter

from qa.verification.moments import Moment

__all__ = ["compare_moments", "list_fields", "read_day", "reckon", "split_moment"]

Days = tuple[date, date]
"""First and last day of a stretch of time."""

_NEAR_DAYS = 330
_FIRST_YEAR = "1000"
_DECADE = 10
_FIELDS = ("year", "month", "day", "weekday", "season", "clock", "part")
_UNIT_DAYS = {
    "day": 1,
    "weekday": 1,
    "weekend": 2,
    "week": 7,
    "month": 31,
    "season": 92,
    "year": 366,
    "decade": 3_653,
}
# Days of all weekdays, days of the month and months, for an article that has no date.
_ANY_DAYS = tuple(date(2021, 1, 4) + timedelta(days=37 * step) for step in range(49))
_MOSTLY = 0.5
_SATURDAY = 5
_read_facts = attrgetter(*_FIELDS, "years", "halfless", "unit", "shift")
_PART_HOURS = {1: (3, 12), 2: (12, 18), 3: (16, 24), 4: (17, 30)}


def read_day(published: str | None) -> date | None:
    """Return the day of a date in ISO 8601, or nothing where there is none.

    Example:
        >>> read_day("2030-05-03T10:15:00Z"), read_day(None)
        (datetime.date(2030, 5, 3), None)
    """
    match = re.match(r"(?!9999)(\d{4})-(\d\d)-(\d\d)", published or "", re.ASCII)
    if match is None or match[1] < _FIRST_YEAR:
        return None
    return _make_day(int(match[1]), int(match[2]), int(match[3]))


def reckon(moment: Moment, published: date | None) -> tuple[Days, ...]:
    """Return the stretches of time a moment may stand for; none when that cannot be told.

    Args:
        moment: A date; its time of day plays no part.
        published: The day it was said.

    Example:
        >>> from qa.verification.moments import find_moments
        >>> [moment] = find_moments("yesterday")
        >>> [str(day) for day, _ in reckon(moment, date(2030, 5, 3))]
        ['2030-05-02']
    """
    if moment.weekday is not None and moment.day is None:
        return _reckon_weekday(moment, published)
    if moment.unit is not None:
        return _reckon_relative(moment, published) if published else ()
    if moment.year is not None and moment.years == 1:
        return _drop_missing([_make_span(moment, moment.year)])
    if moment.year is not None:
        return _drop_missing([_span_years(moment.year, moment.years)])
    if published and (moment.month is not None or moment.day is not None):
        return _reckon_yearless(moment, published)
    return ()


def _reckon_weekday(moment: Moment, published: date | None) -> tuple[Days, ...]:
    if published is None or moment.weekday is None:
        return ()
    before = published - timedelta(days=(published.weekday() - moment.weekday) % 7)
    after = before + timedelta(days=7)
    if moment.unit is None:
        return ((before, before), (after, after))
    week = timedelta(days=7)
    if moment.shift < 0:
        return ((before, before), (before - week, before - week))
    if moment.shift > 0:
        return ((after, after), (after + week, after + week))
    return ((before, before), (after, after))


def _reckon_relative(moment: Moment, published: date) -> tuple[Days, ...]:
    shift, unit = moment.shift, moment.unit
    if unit == "day":
        day = _shift_days(published, shift)
        # The night before an article is the one that ended on its day.
        return ((day, day), (published, published)) if moment.part == 4 and shift else ((day, day),)
    if unit == "week":
        start = _shift_days(published, 7 * shift - published.weekday())
        # Some weeks begin on Sunday, and "last week" is also said of about a week ago.
        rough = (_shift_days(published, 7 * shift - 3), _shift_days(published, 7 * shift + 3))
        return ((_shift_days(start, -1), _shift_days(start, 6)), rough)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + shift
        return _drop_missing([_span_month(months // 12, months % 12 + 1)])
    if unit == "year":
        return _drop_missing([_span_years(published.year + shift, 1)])
    if unit == "weekend":
        saturday = _shift_days(published, 7 * shift + _SATURDAY - published.weekday())
        return tuple(
            (_shift_days(saturday, days), _shift_days(saturday, days + 1))
            for days in ((-7, 0) if shift == 0 else (0,))
        )
    if unit == "season":
        years = [published.year + step for step in (-1, 0, 1) if step * shift >= 0]
        return _drop_missing([_make_span(moment, year) for year in years])
    if unit == "decade":
        return _drop_missing([_span_years(published.year // 10 * 10 + 10 * shift, 10)])
    return ()


def _reckon_yearless(moment: Moment, published: date) -> tuple[Days, ...]:
    """Return the days within a year of an article that a date without a year can mean."""
    if moment.month is None:
        months = [published.year * 12 + published.month - 1 + step for step in (-1, 0, 1)]
        days = [_make_day(value // 12, value % 12 + 1, moment.day or 1) for value in months]
        return tuple((day, day) for day in days if day)
    spans = [_make_span(moment, published.year + step) for step in (-1, 0, 1)]
    return tuple(span for span in spans if span and abs((span[0] - published).days) <= _NEAR_DAYS)


def _make_span(moment: Moment, year: int) -> Days | None:
    if moment.month is not None and moment.day is not None:
        day = _make_day(year, moment.month, moment.day)
        return (day, day) if day else None
    if moment.month is not None:
        return _span_month(year, moment.month)
    if moment.season is None:
        return _span_years(year, 1)
    first = 3 * (moment.season - 10) - 2 if moment.season > 10 else 3 * moment.season
    start = _span_month(year, first)
    end = _span_month(year + (first + 2 > 12), (first + 1) % 12 + 1)
    return (start[0], end[1]) if start and end else None


def _span_month(year: int, month: int) -> Days | None:
    start = _make_day(year, month, 1)
    following = _make_day(year + month // 12, month % 12 + 1, 1)
    return (start, _shift_days(following, -1)) if start and following else None


def _span_years(year: int, count: int) -> Days | None:
    start, end = _make_day(year, 1, 1), _make_day(year + count - 1, 12, 31)
    return (start, end) if start and end else None


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shift_days(day: date, days: int) -> date:
    """Move a day; one that would leave the calendar stays where it is."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _drop_missing(spans: list[Days | None]) -> tuple[Days, ...]:
    return tuple(span for span in spans if span is not None)


def list_fields(moment: Moment) -> set[str]:
    """Return the names of what a moment states."""
    return {name for name in _FIELDS if getattr(moment, name) is not None}


def split_moment(moment: Moment) -> list[Moment]:
    """Return the weekday, the day with its month, and the year of a date one by one."""
    bare = replace(moment, year=None, month=None, day=None, weekday=None, season=None)
    pieces = []
    if moment.weekday is not None:
        pieces.append(replace(bare, weekday=moment.weekday))
    if moment.month is not None or moment.day is not None:
        pieces.append(replace(bare, month=moment.month, day=moment.day))
    if moment.season is not None:
        pieces.append(replace(bare, season=moment.season))
    if moment.year is not None:
        pieces.append(replace(bare, year=moment.year, years=moment.years))
    return pieces


def compare_moments(
    stated: Moment, given: Moment, *, said: date | None, published: date | None
) -> bool | None:
    """Tell whether the article's moment bears out the statement's; nothing if unknown.

    Args:
        stated: What the statement says.
        given: What the article says.
        said: The day from which the statement's "yesterday" is reckoned.
        published: The day from which the article's is.

    Example:
        >>> from qa.verification.moments import find_moments
        >>> [day], [weekday] = find_moments("2 May 2030"), find_moments("Thursday")
        >>> compare_moments(weekday, day, said=None, published=None)
        True
    """
    if not stated.is_calendar:
        return _compare_clocks(stated, given)
    if _state_the_same(stated, given):
        return True
    if _contradict(stated, given):
        return False
    if stated.unit is None and list_fields(stated) <= list_fields(given):
        return True
    weekdays = _compare_weekdays(stated, given, said, published)
    if weekdays is False:
        return False
    first, second = reckon(stated, said), reckon(given, published)
    if first and second:
        return any(a[0] <= b[0] and b[1] <= a[1] for a in first for b in second)
    if stated.unit and given.unit:
        return _is_mostly_within(*(replace(m, start=0, end=0, text="") for m in (stated, given)))
    floating = (stated.unit, stated.weekday, given.unit, given.weekday)
    return weekdays if any(value is not None for value in floating) else False


@lru_cache(maxsize=4_096)
def _is_mostly_within(stated: Moment, given: Moment) -> bool:
    """Tell whether "this week" holds "yesterday" in articles of most days."""
    long, short = _UNIT_DAYS.get(stated.unit or "", 1), _UNIT_DAYS.get(given.unit or "", 1)
    apart = abs(stated.shift * long - given.shift * short)
    if long < short or apart > 2 * (long + short):
        return False
    within = [
        any(a[0] <= b[0] and b[1] <= a[1] for a in reckon(stated, day) for b in reckon(given, day))
        for day in _ANY_DAYS
    ]
    return sum(within) >= _MOSTLY * len(within)


def _compare_clocks(stated: Moment, given: Moment) -> bool | None:
    """Compare times and parts of the day."""
    if stated.clock is not None and given.clock is not None:
        gap = abs(stated.clock - given.clock)
        return gap == 0 or (gap == 720 and (stated.halfless or given.halfless))
    if stated.part is not None and given.part is not None:
        return stated.part == given.part or {stated.part, given.part} == {3, 4}
    if stated.clock is not None:
        return False
    if given.clock is None or stated.part is None or given.halfless:
        return None
    low, high = _PART_HOURS[stated.part]
    return any(low <= hour < high for hour in (given.clock / 60, given.clock / 60 + 24))


def _state_the_same(stated: Moment, given: Moment) -> bool:
    staged = None not in (stated.stage, given.stage) and stated.stage != given.stage
    return not staged and _read_facts(stated) == _read_facts(given)


def _contradict(stated: Moment, given: Moment) -> bool:
    """Tell whether two dates give the same thing differently, on the face of it."""
    if None not in (stated.weekday, given.weekday) and stated.weekday != given.weekday:
        return True
    if stated.unit is not None and stated.unit == given.unit:
        return stated.shift != given.shift or any(
            None not in (one, other) and one != other
            for one, other in (
                (stated.part, given.part),
                (stated.season, given.season),
                (stated.stage, given.stage),
            )
        )
    if stated.unit is not None or given.unit is not None:
        return False
    if stated.year is not None and given.year is not None and not _is_within(stated, given):
        return True
    if _is_swappable(stated, given):
        return False
    return any(
        getattr(stated, name) is not None
        and getattr(given, name) is not None
        and getattr(stated, name) != getattr(given, name)
        for name in ("month", "day", "weekday", "season")
    )


def _is_within(stated: Moment, given: Moment) -> bool:
    """Tell whether the years of the article are those of the statement, or part of them."""
    first, second = stated.year or 0, given.year or 0
    if 1 < stated.years < _DECADE and 1 < given.years < _DECADE:
        return (first, stated.years) == (second, given.years)
    if first <= second and second + given.years <= first + stated.years:
        return True
    return given.years < _DECADE and first in (second, second + given.years - 1)


def _is_swappable(stated: Moment, given: Moment) -> bool:
    """Tell whether dates such as 3/4/2030 and 4 March 2030 can be the same day."""
    if "/" not in stated.text + given.text:
        return False
    return (stated.month, stated.day) == (given.day, given.month)


def _compare_weekdays(
    stated: Moment, given: Moment, said: date | None, published: date | None
) -> bool | None:
    """Compare a weekday with a date by the calendar."""
    if stated.weekday is not None and stated.day is None:
        spans = reckon(given, published) if given.weekday is None else ()
        weekday: int = stated.weekday
    elif given.weekday is not None and given.day is None:
        spans = reckon(stated, said) if stated.weekday is None else ()
        weekday = given.weekday
    else:
        return None
    if not spans or any(start != end for start, end in spans):
        return None
    return any(day.weekday() == weekday for day, _ in spans)
