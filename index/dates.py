"""Dates and times as news pages print them, read exactly or not at all.

Only what the text states is given: a date without a year, a day and month that could be
swapped, and "2 hours ago" are unknown, and an offset is given only for a zone that means one.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import pairwise

__all__ = ["Stamp", "StampKind", "cut_before_date", "find_stamps", "is_date_line"]

_LINE_LIMIT = 200

_MONTH_STARTS = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = (
    r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?,?\s{0,3}(?:the\s)?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DATES = [
    re.compile(rf"(?<!\d)(?:{_WEEKDAY})?{pattern}", re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        r"(?P<year>(?:19|20)\d\d)/(?P<month>\d\d)/(?P<day>\d\d)(?!\d)",
        r"(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
        rf"{_DAY}(?:\s+of)?[\s-]{{1,3}}{_MONTH},?[\s-]{{1,3}}{_YEAR}",
        rf"\b{_MONTH}\s{{1,3}}{_DAY},?\s{{1,3}}{_YEAR}",
        rf"(?P<first>\d{{1,2}})(?P<between>[/.-])(?P<second>\d{{1,2}})(?P=between){_YEAR}",
    )
]
_CLOCK = (
    r"(?:(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?(?:\.\d{1,9})?(?!\d)"
    r"|(?P<round>\d{1,2})(?=\s?[ap]\.?m))"
    r"\s?(?P<half>[ap]\.?m\b\.?)?"
)
_ZONE = (
    r"(?:\s{0,2}\(?(?P<zone>Z\b|[+-]\d\d:?\d\d\b|(?:GMT|UTC)(?:[+-]\d{1,2}(?::?\d\d)?)?\b"
    r"|[A-Z]{2,4}T\b|ET\b|CT\b|PT\b)\)?)?"
)
_TIME_AFTER = re.compile(rf"(?:T|[\s,|/·•–—-]{{0,6}}(?:at\s)?){_CLOCK}{_ZONE}", re.IGNORECASE)
_TIME_BEFORE = re.compile(
    rf"(?<![\d:.]){_CLOCK}{_ZONE}[\s,|/·•–—-]{{0,6}}(?:on\s)?$", re.IGNORECASE
)
_OFFSETS = {
    "z": "Z",
    "gmt": "Z",
    "utc": "Z",
    "bst": "+01:00",
    "cet": "+01:00",
    "cest": "+02:00",
    "est": "-05:00",
    "edt": "-04:00",
    "cdt": "-05:00",
    "mst": "-07:00",
    "mdt": "-06:00",
    "pst": "-08:00",
    "pdt": "-07:00",
    "aest": "+10:00",
    "aedt": "+11:00",
}

_LABEL = re.compile(
    r"(?<![^\W\d_])(?:(?P<updated>(?:last\s|first\s)?(?:updated?|modified|revised|edited)(?:\sat|\son)?)"
    r"|(?P<published>(?:first\s|originally\s)?(?:published|posted|created|issued|uploaded|date)"
    r"(?:\sat|\son)?))\b\s*:?",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:\d{1,3}|an?|one|two|three)\s?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?"
    r"|weeks?|months?|years?)\s+ago\b|\b(?:yesterday|today|just now)\b",
    re.IGNORECASE,
)
_TIME_ALONE = re.compile(rf"(?<![\d:.]){_CLOCK}{_ZONE}", re.IGNORECASE)
_DAY_ALONE = re.compile(
    rf"(?:{_WEEKDAY})?(?:{_DAY}\s{{1,3}}{_MONTH}|"
    rf"{_MONTH.replace('month', 'other')}\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?)(?!\d)",
    re.IGNORECASE,
)
_DATE_HINT = re.compile(r"\d|ago\b|yesterday|today|just now", re.IGNORECASE)
_JOINTS = re.compile(r"\b(?:on|at|by|and)\b|[\s,|/·•–—()\[\]:.;>-]+", re.IGNORECASE)


class StampKind(StrEnum):
    """What a page says happened at a date."""

    PUBLISHED = "published"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date, or a date and time, of a date line.

    Attributes:
        kind: What happened then; nothing when the line has no word for it.
        moment: ISO 8601, only as precise as the text.
    """

    kind: StampKind | None
    moment: str


def find_stamps(line: str) -> list[Stamp]:
    """Return the full dates of a line, in order, with the times that stand beside them.

    >>> [stamp.moment for stamp in find_stamps("27 March 2025, 15:21 | Updated: 28 March 2025")]
    ['2025-03-27T15:21:00', '2025-03-28']
    >>> find_stamps("03/04/2025")
    []
    """
    line = line[:_LINE_LIMIT]
    labels = list(_LABEL.finditer(line))
    bounds = [0, *(label.start() for label in labels), len(line)]
    stamps = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        label = labels[number - 1] if number else None
        kind = StampKind(str(label.lastgroup)) if label else None
        piece = line[label.end() if label else start : end]
        stamps += [Stamp(kind=kind, moment=moment) for moment in _read_moments(piece)]
    return stamps


def cut_before_date(line: str) -> str:
    """Return what a line says before its first date or word for one.

    >>> cut_before_date("By Ann Oke | Updated on: March 4, 2030")
    'By Ann Oke'
    """
    line = line[:_LINE_LIMIT]
    found = [match.start() for pattern in (_LABEL, *_DATES) for match in pattern.finditer(line)]
    return line[: min(found, default=len(line))].rstrip(" ,|/·•–—-")


def is_date_line(line: str) -> bool:
    """Tell whether a line says when the article was made, and next to nothing else.

    >>> is_date_line("Published: 3:45 PM EST, Tue November 12, 2024")
    True
    >>> is_date_line("On 12 November 2024 the council met in Leeds")
    False
    """
    if len(line) > _LINE_LIMIT or not _DATE_HINT.search(line):
        return False
    rest, dates = line, 0
    for pattern in [*_DATES, _AGE, _DAY_ALONE]:
        rest, count = pattern.subn(" ", rest)
        dates += count
    rest, labels = _LABEL.subn(" ", rest)
    rest, times = _TIME_ALONE.subn(" ", rest)
    rest = re.sub(rf"\b{_WEEKDAY}", " ", rest, flags=re.IGNORECASE)
    words = [word for word in _JOINTS.split(rest) if word]
    if not dates and not (labels and times):
        return False
    if not words:
        return True
    return (
        len(words) <= 4
        and line.rstrip()[-1] not in ".?!…\"”’'"
        and not any(word[0].islower() or word[0].isdigit() for word in words)
    )


def _read_moments(piece: str) -> list[str]:
    """Read the dates of a piece of a line that has one label at most."""
    found = sorted(
        (match for pattern in _DATES for match in pattern.finditer(piece)),
        key=lambda match: (match.start(), -match.end()),
    )
    moments, position = [], 0
    for match in found:
        if match.start() < position:
            continue
        day = _read_date(match)
        clock = _TIME_AFTER.match(piece, match.end())
        before = None if clock else _TIME_BEFORE.search(piece, position, match.start())
        position = clock.end() if clock else match.end()
        if day:
            moments.append(day.isoformat() + _read_time(clock or before))
    return moments


def _read_date(match: re.Match[str]) -> date | None:
    """Return the date, or nothing where day and month could be swapped or do not exist."""
    parts = match.groupdict()
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if first != second and first <= 12 and second <= 12:
            return None
        day, month = max(first, second), min(first, second)
    else:
        day, month = int(parts["day"]), _read_month(parts["month"])
    try:
        return date(int(parts["year"]), month, day)
    except ValueError:
        return None


def _read_month(word: str) -> int:
    if word.isdigit():
        return int(word)
    return _MONTH_STARTS.index(word[:3].lower()) // 3 + 1


def _read_time(match: re.Match[str] | None) -> str:
    """Return ``T15:21:00``, with an offset where the zone has one meaning, or nothing."""
    if not match:
        return ""
    hour = int(match["hour"] or match["round"])
    half = (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    try:
        clock = time(hour, int(match["minute"] or 0), int(match["second"] or 0))
    except ValueError:
        return ""
    return f"T{clock.isoformat()}{_read_offset(match['zone'] or '')}"


def _read_offset(zone: str) -> str:
    number = re.search(r"([+-])(\d{1,2}):?(\d\d)?$", zone)
    if number:
        return f"{number[1]}{int(number[2]):02}:{number[3] or '00'}"
    return _OFFSETS.get(zone.lower(), "")
