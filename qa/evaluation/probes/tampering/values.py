"""Numbers changed and dates moved, as a careless writer or a careless model would."""

import re
from collections.abc import Iterator
from random import Random

from qa.evaluation.probes.tampering.text import (
    NUMBER_WORDS,
    ORDINARY_STARTS,
    TIME_NAMES,
    Edit,
    choose,
    replace_span,
    spell_number,
)
from qa.models import ProblemKind

__all__ = ["change_number", "move_date"]

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_SHORT_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTH = "(?:" + "|".join([*_MONTHS, *(re.escape(name) for name in _SHORT_MONTHS)]) + ")"

_DIGITS = re.compile(
    r"(?<![\w.,:/#–—-])(?P<money>[$€£])?(?P<value>\d{1,3}(?:,\d{3})+|\d{1,9})(?P<part>\.\d{1,2})?"
    r"(?![\w:/]|[.,]\d|['’]s|-(?:\d{4}|[A-Z]))"
)
_WORD = re.compile(
    r"\b(?P<word>[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven"
    r"|[Tt]welve|[Tt]hirteen|[Ff]ourteen|[Ff]ifteen|[Ss]ixteen|[Ss]eventeen|[Ee]ighteen"
    r"|[Nn]ineteen|[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty|[Ss]ixty|[Ss]eventy|[Ee]ighty|[Nn]inety)"
    r"\b(?!['’-](?:wheel|letter|eleven|s\b|something|one|two|three|four|five|six|seven|eight|nine)"
    r"|[ -](?:thirds|fifths|tenths|quarters|o['’]clock|dozen))(?<!-two)(?<!-three)(?<!-four)"
    r"(?<!-five)(?<!-six)(?<!-seven)(?<!-eight)(?<!-nine)"
)
_UNIT = re.compile(r"(?<=\d )(?:thousand|million|billion|trillion)\b")
_UNITS = ("thousand", "million", "billion", "trillion")
_LARGER = {
    "dozens of": ("hundreds of", "thousands of"),
    "hundreds of": ("tens of thousands of", "dozens of"),
    "thousands of": ("millions of", "dozens of"),
    "a third of": ("two thirds of", "a tenth of"),
    "a quarter of": ("three quarters of", "half of"),
    "half of": ("a tenth of", "a quarter of"),
    "twice": ("five times", "three times"),
    "doubled": ("tripled", "halved"),
    "tripled": ("doubled", "halved"),
}
_PHRASE = re.compile(r"\b(?:" + "|".join(_LARGER) + r")\b")
_ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth".split()
_ORDINAL = re.compile(
    r"(?<=\b[Tt]he )(?:" + "|".join(_ORDINALS) + r")\b(?! (?:of\b|[A-Z])|-)"
    r"|(?<=\b(?:[Hh]is|[Hh]er|[Ii]ts) )(?:" + "|".join(_ORDINALS) + r")\b(?! (?:of\b|[A-Z])|-)"
)

_AT_LEAST = re.compile(
    r"(?:more than|at least|over|above|exceed\w*|minimum of|upwards of|another|older than|past"
    r"|beyond|greater than|as little as) \S{0,3}$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:fewer than|less than|up to|as many as|as much as|at most|under|below|nearly|almost|within"
    r"|maximum of|younger than|by|short of) \S{0,3}$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:no\.|number|flight|section|channel|route|highway|article|chapter|room|gate|page|grade"
    r"|level|type|category|phase|class|called?|dial(?:ed)?|interstate|act|unit|version|size) $",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"([\w.'’-]+)[,;]?\s\(?$")

_DAY = re.compile(rf"(?P<month>{_MONTH}) (?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?(?![\w:%])(?!,\d)")
_DAY_BEFORE = re.compile(
    rf"(?<![\w.,$])(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)? (?:of )?(?={_MONTH})"
)
_NAMED_MONTH = re.compile(
    rf"(?:(?<=\b[Ii]n )|(?<=\bof )|(?<=\blast )|(?<=\b[Ss]ince )|(?<=\buntil )|(?<=\bnext )"
    rf"|(?<=\bby )|(?<=\b[Oo]n )|(?<=day, ))(?P<month>{_MONTH})(?![\w'’])(?!\s[A-Z])"
)
_WEEKDAY = re.compile(
    r"(?<![A-Z]\. )(?:(?<=\b[Oo]n )|(?<=\blast )|(?<=\bnext )|(?<=\bthis )|(?<=\buntil )"
    r"|(?<=[a-z] )|(?<=[a-z], ))(?P<day>"
    + "|".join(_WEEKDAYS)
    + r")\b(?!\s[A-Z]|['’]s\s[A-Z]|s\b|-)"
)
_YEAR = re.compile(
    r"(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince )|(?<=\bof )|(?<=\bfrom )|(?<=\bby )|(?<=\buntil )"
    r"|(?<=\bthe )|(?<=\bto )|(?<=\d, )|(?<=[a-z]y )|(?<=[a-z]r ))(?P<year>(?:19|20)\d\d)"
    r"(?![\w,$-]*\d)(?!\s?(?:people|feet|miles|men|women|troops|percent|%|meters|others))(?!s\b)"
)
_DECADE = re.compile(r"(?<=\bthe )(?P<start>(?:19|20)?\d0)s\b")
_AGO = re.compile(
    r"\b(?P<count>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
    r"(?= (?:minutes|hours|days|weeks|months|years|decades) (?:ago|earlier|later)\b)"
)
_TIME_UNIT = re.compile(r"[ -](?:second|minute|hour|day|week|month|year|decade)")
_SPAN = re.compile(r"\b(?P<which>last|next) (?P<unit>week|month|year)\b(?!['’])")
_RELATIVE = {
    "yesterday": ("last week", "two days ago"),
    "tomorrow": ("next month", "next week"),
    "tonight": ("next week", "tomorrow"),
    "earlier this week": ("last month", "last year"),
    "earlier this month": ("two months ago", "last year"),
    "earlier this year": ("last year", "two years ago"),
    "last night": ("last month", "last week"),
    "the next day": ("the next year", "a month later"),
    "a year ago": ("a month ago", "ten years ago"),
    "a week ago": ("a year ago", "a month ago"),
    "a month ago": ("a week ago", "a year ago"),
}
_RELATIVE_WORDS = re.compile(r"\b(?:" + "|".join(_RELATIVE) + r")\b(?!['’]s)")


def change_number(text: str, rng: Random) -> Edit | None:
    """Change one number of a sentence: its digits, its size, its unit or its words."""
    return choose(_number_edits(text, rng), rng)


def move_date(text: str, rng: Random) -> Edit | None:
    """Move one date of a sentence: its day, month, weekday, year, or a day told from today."""
    return choose(_date_edits(text, rng), rng)


def _number_edits(text: str, rng: Random) -> Iterator[Edit]:
    for pattern, change in (
        (_DIGITS, _change_digits),
        (_WORD, _change_word),
        (_UNIT, _change_unit),
        (_PHRASE, _change_phrase),
        (_ORDINAL, _change_ordinal),
    ):
        for match in pattern.finditer(text):
            new = change(text, match, rng)
            if new is not None:
                lasts = _TIME_UNIT.match(text, match.end())
                # A number of years may rightly be called a matter of number or of date.
                kinds = [ProblemKind.NUMBER, *([ProblemKind.DATE] if lasts else [])]
                yield replace_span(text, *match.span(), new, *kinds)


def _change_unit(text: str, match: re.Match[str], rng: Random) -> str | None:
    return choose(_other_units(text[: match.start()], match[0]), rng)


def _change_phrase(text: str, match: re.Match[str], rng: Random) -> str | None:
    return None if _is_bounded(text[: match.start()]) else rng.choice(_LARGER[match[0]])


def _change_ordinal(_: str, match: re.Match[str], rng: Random) -> str | None:
    return rng.choice([word for word in _ORDINALS if word != match[0]])


def _other_units(before: str, unit: str) -> list[str]:
    number = re.sub(r"[$€£]?[\d.,]+ $", "", before)
    place = _UNITS.index(unit)
    if _AT_LEAST.search(number):
        return list(_UNITS[place + 1 :])
    return [*_UNITS[:place], *([] if _AT_MOST.search(number) else _UNITS[place + 1 :])]


def _is_bounded(before: str) -> bool:
    """Tell whether the words before a quantity make it a bound, which others may satisfy."""
    return bool(_AT_LEAST.search(before) or _AT_MOST.search(before))


def _change_digits(text: str, match: re.Match[str], rng: Random) -> str | None:
    plain = match["value"].replace(",", "")
    if not match["money"] and _is_label(text, match, plain):
        return None
    part = match["part"] or ""
    value = _change_value(text[: match.start()], int(plain + part[1:]), rng)
    score = re.match(r"-\d", text[match.end() :]) is not None
    if value is None or (score and value >= 10 * int(plain)):
        return None
    if part:
        digits = str(value).zfill(len(part))
        return (
            f"{match['money'] or ''}{int(digits[: 1 - len(part)] or 0):,}.{digits[1 - len(part) :]}"
        )
    spelled = not match["money"] and value < 100 and text[match.end() :].startswith(" ")
    spelled = spelled and not re.search(r"\bage[sd] $|-- $", text[: match.start()])
    if spelled and rng.random() < 0.3:
        return spell_number(value)
    return f"{match['money'] or ''}{value:,}"


def _is_label(text: str, match: re.Match[str], plain: str) -> bool:
    """Tell whether digits are a year, a day, a name or a call number rather than a number."""
    before, after = text[: match.start()], text[match.end() :]
    year = len(plain) == 4 and 1500 <= int(plain) <= 2100 and "," not in match["value"]
    if year or plain in ("911", "999", "0", "1") or _NUMBERED.search(before):
        return True
    if after.startswith("-") and re.match(r"-\d", after):
        return False
    last = _LAST_WORD.search(before)
    named = last is not None and last[1][0].isupper() and last[1] not in ORDINARY_STARTS
    follows = re.match(rf"(?:st|nd|rd|th)? (?:of )?{_MONTH}|(?: \d| ?[ap]\.?m\b)", after)
    return named or bool(follows) or _AGO.match(text, match.start()) is not None


def _change_word(text: str, match: re.Match[str], rng: Random) -> str | None:
    word, before = match["word"], text[: match.start()]
    if word[0].isupper() and before.strip(" \"“'‘"):
        return None
    last = _LAST_WORD.search(before)
    if last is not None and (last[1] in TIME_NAMES or last[1].lower() in ("one", "or", "no")):
        return None
    if _AGO.match(text, match.start()):
        return None
    old = NUMBER_WORDS[word.lower()]
    value = _change_value(before, old, rng)
    if value is None or value > 99:
        value = old + rng.randint(1, 9)
    if _AT_MOST.search(before) and value > old:
        return None
    new = spell_number(value)
    if word[0].isupper():
        return new.capitalize()
    return str(value) if value > 10 and rng.random() < 0.3 else new


def _change_value(before: str, old: int, rng: Random) -> int | None:
    """Return another value, on the side that the words before it do not already allow."""
    options = {old + rng.randint(1, 9), old * 10, old * 2, old + max(1, old // 3)}
    if old > 2:
        options |= {rng.randint(2, old - 1), max(2, old // 2), max(2, old // 10)}
    turned = int(str(old)[::-1])
    if turned > 1:
        options.add(turned)
    if _AT_LEAST.search(before):
        options = {value for value in options if value > old}
    elif _AT_MOST.search(before):
        options = {value for value in options if value < old}
    options = {value for value in options if value not in (old, 1, 0)}
    return choose(sorted(options), rng)


def _date_edits(text: str, rng: Random) -> Iterator[Edit]:
    date = ProblemKind.DATE
    for match in _DAY.finditer(text):
        yield replace_span(text, *match.span("day"), _other_day(match["day"], rng), date)
        yield replace_span(text, *match.span("month"), _other_month(match["month"], rng), date)
    for match in _DAY_BEFORE.finditer(text):
        yield replace_span(text, *match.span("day"), _other_day(match["day"], rng), date)
    for match in _NAMED_MONTH.finditer(text):
        yield replace_span(text, *match.span("month"), _other_month(match["month"], rng), date)
    for match in _WEEKDAY.finditer(text):
        others = [day for day in _WEEKDAYS if day != match["day"] and day not in text]
        if others:
            yield replace_span(text, *match.span("day"), rng.choice(others), date)
    for match in _YEAR.finditer(text):
        years = [int(match["year"]) + step for step in (-20, -10, -3, -2, -1, 1, 2, 3)]
        options = [str(year) for year in years if 1900 <= year < 2100 and str(year) not in text]
        if options:
            yield replace_span(text, *match.span("year"), rng.choice(options), date)
    yield from _relative_edits(text, rng)


def _relative_edits(text: str, rng: Random) -> Iterator[Edit]:
    date, number = ProblemKind.DATE, ProblemKind.NUMBER
    for match in _DECADE.finditer(text):
        start = match["start"]
        tens = [digit for digit in "23456789" if digit != start[-2]]
        new = f"{start[:-2]}{rng.choice(tens)}0"
        yield replace_span(text, *match.span("start"), new, date, number)
    for match in _AGO.finditer(text):
        count = match["count"]
        if _AT_MOST.search(text[: match.start()]):
            continue
        old = int(count) if count.isdecimal() else NUMBER_WORDS[count]
        value = old + rng.choice((1, 2, 3, 5, 9))
        new = str(value) if count.isdecimal() else spell_number(value)
        yield replace_span(text, *match.span("count"), new, date, number)
    for match in _SPAN.finditer(text):
        units = [unit for unit in ("week", "month", "year") if unit != match["unit"]]
        yield replace_span(text, *match.span("unit"), rng.choice(units), date)
    for match in _RELATIVE_WORDS.finditer(text):
        if _is_bounded(text[: match.start()]):
            continue
        yield replace_span(text, *match.span(), rng.choice(_RELATIVE[match[0]]), date)


def _other_day(day: str, rng: Random) -> str:
    return str(rng.choice([other for other in range(2, 29) if str(other) != day]))


def _other_month(month: str, rng: Random) -> str:
    names = _SHORT_MONTHS if month.endswith(".") else _MONTHS
    # "March" and "Mar." are one month: another place in the year is another month.
    own = month[:3]
    return rng.choice([name for name in names if not name.startswith(own)])
