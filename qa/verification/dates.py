"""Whether the dates, times and durations of a statement are those of the article."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from qa.models import Problem, ProblemKind
from qa.verification.amounts import Amount, find_amounts
from qa.verification.counterparts import find_differences
from qa.verification.moments import Moment, find_moments
from qa.verification.numbers import describe_difference
from qa.verification.order import check_order
from qa.verification.places import Place, is_misplaced, match_places, read_place
from qa.verification.premises import Premise
from qa.verification.ranges import check_ranges
from qa.verification.reckoning import compare_moments, list_fields, read_day, split_moment
from qa.words import content_stems

__all__ = ["check_dates"]

_MOST_COMPARED = 40
_MOST_MOMENTS = 1_000
_LEAST_OVERLAP = 0.2
_SAME_PLACE = 3
_LEAD = 8
_UNIT_WORDS = {"day": "(?:day|night)", "season": "seasons?"}
# "The last week" and "the previous year" are told from what the text speaks of, not from today.
_TOLD_FROM_ELSEWHERE = re.compile(r"\b(?:the|his|her|its|their|my|our|your|whose) $", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A moment, the day it was said, and how much of the statement its premise has."""

    moment: Moment
    published: date | None
    overlap: float
    place: Place


def check_dates(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Return the dates, times and durations of a statement that its premises do not give.

    A weekday, a date and a word such as "yesterday" are compared by the day they stand for,
    reckoned from the date of the article; without one, what cannot be compared is no problem.

    Example:
        >>> premise = Premise(text="The bridge reopened on Thursday.", published="2030-05-03")
        >>> check_dates("The bridge reopened on 2 May 2030.", [premise])
        []
        >>> [problem] = check_dates("The bridge reopened on Friday.", [premise])
        >>> problem.message
        'the article says Thursday, not Friday'
    """
    texts = tuple(premise.text for premise in premises)
    if any(statement.strip() == text.strip() for text in texts):
        return []
    given = _collect(statement, premises)
    said = next((day for premise in premises if (day := read_day(premise.published))), None)
    problems = [
        problem
        for moment in find_moments(statement)[:_MOST_COMPARED]
        if (problem := _check_moment(moment, given, said=said, statement=statement, texts=texts))
    ]
    problems += [
        describe_difference(difference, ProblemKind.DATE)
        for difference in find_differences(statement, texts)
        if difference.amount.is_duration and not _is_reckoned(difference.amount, given, said)
    ]
    named = {problem.words for problem in problems}
    problems += [
        problem for problem in check_ranges(statement, premises) if problem.words not in named
    ]
    return problems + check_order(statement, texts)


def _collect(statement: str, premises: Sequence[Premise]) -> list[_Dated]:
    """Return the moments of all premises, "two days ago" among them."""
    words = set(content_stems(statement))
    given: list[_Dated] = []
    for premise in premises:
        moments = [*find_moments(premise.text), *_find_shifts(premise.text)]
        moments = moments[: _MOST_MOMENTS - len(given)]
        if moments:
            overlap = len(words.intersection(content_stems(premise.text))) / max(1, len(words))
            published = read_day(premise.published)
            given += [
                _Dated(
                    moment,
                    published,
                    overlap,
                    read_place(premise.text, start=moment.start, end=moment.end),
                )
                for moment in moments
            ]
    return given


def _find_shifts(text: str) -> Iterable[Moment]:
    """Return "two days ago" as the date it stands for."""
    return [shift for amount in find_amounts(text) if (shift := _make_shift(amount))]


def _make_shift(amount: Amount) -> Moment | None:
    if not amount.shift or not amount.text.endswith("ago") or amount.value.denominator != 1:
        return None
    return Moment(
        start=amount.start,
        end=amount.end,
        text=amount.text,
        unit=amount.unit,
        shift=-min(int(amount.value), 5_000),
    )


def _is_reckoned(amount: Amount, given: Sequence[_Dated], said: date | None) -> bool:
    """Tell whether "two days ago" is the day the premises name otherwise."""
    moment = _make_shift(amount)
    return moment is not None and any(
        compare_moments(moment, dated.moment, said=said, published=dated.published)
        for dated in given
    )


def _check_moment(
    moment: Moment,
    given: Sequence[_Dated],
    *,
    said: date | None,
    statement: str,
    texts: Sequence[str],
) -> Problem | None:
    """Return what is wrong with one date or time of a statement."""
    alike = [dated for dated in given if dated.moment.is_calendar is moment.is_calendar]
    found = [
        compare_moments(moment, dated.moment, said=said, published=dated.published)
        for dated in alike
    ]
    if any(found):
        return _check_place(moment, alike, found, statement)
    if _is_borne_out(moment, alike, said):
        return None
    against = [dated for dated, same in zip(alike, found, strict=True) if same is False]
    place = read_place(statement, start=moment.start, end=moment.end)
    rivals = [d for d in against if _is_rival(moment, d, statement=statement, place=place)]
    if not rivals and (None in found or _is_in_passing(moment, statement, texts)):
        return None
    return _describe(moment, rivals or against)


def _check_place(
    moment: Moment, alike: Sequence[_Dated], found: Sequence[bool | None], statement: str
) -> Problem | None:
    """Return a date the article gives, but for something else that has another date."""
    place = read_place(statement, start=moment.start, end=moment.end)
    scores = [match_places(place, dated.place) for dated in alike]
    own = max(score for score, same in zip(scores, found, strict=True) if same)
    rivals = [
        dated
        for dated, score, same in zip(alike, scores, found, strict=True)
        if not same and _answer_alike(moment, dated.moment) and is_misplaced(own, score)
    ]
    return _describe(moment, rivals) if rivals else None


def _is_borne_out(moment: Moment, alike: Sequence[_Dated], said: date | None) -> bool:
    """Tell whether several dates, or the date of the article, make up a date."""
    pieces = split_moment(moment)
    if len(pieces) > 1 and not _has_other_year(moment, alike):
        if said is None:
            # Without the date of the article, nothing tells the year of its dates.
            pieces = [piece for piece in pieces if piece.year is None] or pieces
        if all(
            any(
                compare_moments(piece, dated.moment, said=said, published=dated.published)
                for dated in alike
                if said is not None or dated.moment.year in (None, moment.year)
            )
            for piece in pieces
        ):
            return True
    fields = list_fields(moment) - ({"year"} if moment.day else set())
    near = fields | {"day", "weekday"}
    if said is None or moment.unit or any(list_fields(d.moment) & near for d in alike):
        return False
    article = Moment(start=0, end=0, text="", year=said.year, month=said.month, day=said.day)
    return compare_moments(moment, article, said=said, published=said) is True


def _has_other_year(moment: Moment, alike: Sequence[_Dated]) -> bool:
    """Tell whether the article gives the same day of another year."""
    day = (moment.month, moment.day)
    return moment.month is not None and any(
        (dated.moment.month, dated.moment.day) == day
        and dated.moment.year is not None
        and dated.moment.year != moment.year
        for dated in alike
    )


def _is_in_passing(moment: Moment, statement: str, texts: Sequence[str]) -> bool:
    """Tell whether a moment may stand in a statement without being given by the article.

    "Today" is also said of these years, "the next week" of a story's time, and "last week" where
    an article tells of "the week to Friday".
    """
    if moment.unit is None:
        return bool(moment.part or (moment.season and not moment.year))
    if moment.shift == 0 or moment.text.lower().startswith("previous"):
        return True
    if _TOLD_FROM_ELSEWHERE.search(statement[max(0, moment.start - _LEAD) : moment.start]):
        return True
    word = re.compile(rf"\b{_UNIT_WORDS.get(moment.unit, moment.unit)}", re.IGNORECASE)
    return any(word.search(text) for text in texts)


def _is_rival(moment: Moment, other: _Dated, *, statement: str, place: Place) -> bool:
    """Tell whether two moments answer the same question, and the other is not stated too."""
    if other.moment.text in statement:
        return False
    if moment.unit is not None:
        near = match_places(place, other.place) >= _SAME_PLACE
        return moment.unit == other.moment.unit or (other.moment.unit is not None and near)
    if not moment.is_calendar:
        return True
    return list_fields(moment) == list_fields(other.moment)


def _answer_alike(moment: Moment, other: Moment) -> bool:
    """Tell whether two moments state the same fields, or are both told from today."""
    if moment.unit is not None and other.unit is not None:
        return True
    return list_fields(moment) == list_fields(other)


def _describe(moment: Moment, against: Sequence[_Dated]) -> Problem:
    """Return a date that is not the article's as a problem, with the article's if it is plain."""
    fields = list_fields(moment)
    best = max(
        against,
        key=lambda dated: (len(fields & list_fields(dated.moment)) > 0) + 2 * dated.overlap,
        default=None,
    )
    if best is None or best.overlap < _LEAST_OVERLAP:
        message = f"the article does not give {moment.text}"
        return Problem(kind=ProblemKind.DATE, words=moment.text, message=message)
    return Problem(
        kind=ProblemKind.DATE,
        words=moment.text,
        message=f"the article says {best.moment.text}, not {moment.text}",
        found=best.moment.text,
    )
