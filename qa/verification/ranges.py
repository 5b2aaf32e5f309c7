"""Whether a stretch of time in a statement, such as 2014-2016, has the ends the article gives."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from qa.models import Problem, ProblemKind
from qa.verification.moments import Moment, even_spaces, find_moments
from qa.verification.premises import Premise
from qa.verification.reckoning import compare_moments, read_day

__all__ = ["check_ranges"]

_BETWEEN = re.compile(r" ?(?:[-–—]|to|till?|until|through) ?(?:the )?|,? and (?:the )?")
_BETWEEN_LEAD = re.compile(r"\bbetween (?:the )?$", re.IGNORECASE)
_LEAD = 16
_MOST_COMPARED = 40
_MOST_RANGES = 300


@dataclass(frozen=True, slots=True)
class _Range:
    """The first and the last moment of a stretch of time."""

    first: Moment
    last: Moment


def check_ranges(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Return the ends of the stretches of time in a statement that the article ends otherwise.

    Only a stretch that has one end in common with one of the article is compared with it.

    Example:
        >>> premises = [Premise(text="It ran from 2014 until 2016, and again in 2018.")]
        >>> [problem] = check_ranges("It ran between 2014 and 2018.", premises)
        >>> problem.words, problem.found
        ('2018', '2016')
    """
    wanted = _find_ranges(statement)[:_MOST_COMPARED]
    if not wanted:
        return []
    given = [found for premise in premises for found in _find_ranges(premise.text)]
    said = next((day for premise in premises if (day := read_day(premise.published))), None)
    problems = []
    for stated in wanted:
        ends = [_compare(stated, other, said) for other in given[:_MOST_RANGES]]
        if (True, True) not in ends:
            for other, (first, last) in zip(given, ends, strict=False):
                if first is not last and None not in (first, last):
                    pair = (stated.first, other.first) if last else (stated.last, other.last)
                    problems.append(_describe(*pair))
                    break
    return problems


@lru_cache(maxsize=2_048)
def _find_ranges(text: str) -> tuple[_Range, ...]:
    """Return the stretches of time of a text in order."""
    plain = even_spaces(text)
    return tuple(
        _Range(first, last)
        for first, last in pairwise(find_moments(text))
        if first.is_calendar is last.is_calendar and _is_joined(plain, first, last)
    )


def _is_joined(text: str, first: Moment, last: Moment) -> bool:
    joint = text[first.end : last.start]
    if _BETWEEN.fullmatch(joint) is None:
        return False
    before = text[max(0, first.start - _LEAD) : first.start]
    return "and" not in joint or _BETWEEN_LEAD.search(before) is not None


def _compare(stated: _Range, given: _Range, said: date | None) -> tuple[bool | None, bool | None]:
    """Tell for both ends whether the article's bears out the statement's."""
    if stated.first.is_calendar is not given.first.is_calendar:
        return None, None
    first, last = (
        compare_moments(one, other, said=said, published=said)
        for one, other in ((stated.first, given.first), (stated.last, given.last))
    )
    return first, last


def _describe(stated: Moment, given: Moment) -> Problem:
    return Problem(
        kind=ProblemKind.DATE,
        words=stated.text,
        message=f"the article says {given.text}, not {stated.text}",
        found=given.text,
    )
