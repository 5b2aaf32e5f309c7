"""Does a statement deny what the article affirms, or affirm what it denies?

The words of the statement are looked up in the premises; where the words round one are the same
in both, or most of the words near it are, it must be denied in both or in neither. Opposites
("rise", "fall") count as one word that is denied by one of them, so that "did not succeed" and
"failed" agree.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qa.models import Problem, ProblemKind
from qa.verification.opposites import QUANTITIES
from qa.verification.polarity import Unit, read_units
from qa.verification.premises import Premise

__all__ = ["check_negation"]

_MAXIMUM_PREMISES: Final = 6
_MAXIMUM_CANDIDATES: Final = 24
_RUN: Final = 3
_NEAR: Final = 7
_VERBATIM: Final = 4
_ALIKE: Final = 0.5
_ALIKE_DENIED: Final = 0.33
_COVERED: Final = 0.6
_LEAST_COVERED: Final = 3
_MOST: Final = QUANTITIES["most"]
_MANY: Final = QUANTITIES["many"]
_MARGIN: Final = 0.5
_OPPOSITE_MARGIN: Final = 2.0
_COMPENSATED_WITHIN: Final = 8


@dataclass(frozen=True, slots=True)
class _Place:
    """A word of a premise."""

    text: str
    units: Sequence[Unit]
    index: int

    @property
    def unit(self) -> Unit:
        return self.units[self.index]


@dataclass(frozen=True, slots=True)
class _Match:
    """A word of the statement beside the same word of a premise, and how alike they stand."""

    place: _Place
    run: int
    alike: float
    shared: int
    moved: bool


def check_negation(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Find what a statement denies against its premises, or affirms against them.

    Args:
        statement: One statement.
        premises: What it rests on.

    Returns:
        One problem for each word that is denied in one and affirmed in the other.

    Example:
        >>> premises = [Premise(text="The mayor did not open the bridge on Friday.")]
        >>> [problem.message for problem in
        ...  check_negation("The mayor opened the bridge on Friday.", premises)]
        ['the article says “did not open”, not “opened”']
    """
    if any(premise.text.strip() == statement.strip() for premise in premises):
        return []
    units = read_units(statement)
    places = _find_places(units, [premise.text for premise in premises])
    if not places:
        return []
    found: list[tuple[int, int, _Place]] = []
    for index, unit in enumerate(units):
        clash = _find_clash(units, index, places.get(unit.base, []))
        if clash is not None:
            found.append((index, *clash))
    kept = _drop_compensated(found)
    problems = [_describe(statement, units[index], place) for index, _, place in kept]
    problems += _find_added_limits(statement, units, places)
    return problems or _find_unknown_denials(statement, units, places)


def _find_places(units: Sequence[Unit], texts: Sequence[str]) -> dict[str, list[_Place]]:
    """Return the words of the premises that share most with the statement, by what they are."""
    wanted = {unit.base for unit in units if unit.content}
    read = [(text, read_units(text)) for text in dict.fromkeys(texts)]
    shares = [len(wanted & {unit.base for unit in other if unit.content}) for _, other in read]
    best = sorted(range(len(read)), key=lambda number: (-shares[number], len(read[number][1])))[
        :_MAXIMUM_PREMISES
    ]
    places: dict[str, list[_Place]] = defaultdict(list)
    for number in best:
        text, other = read[number]
        for index, unit in enumerate(other):
            places[unit.base].append(_Place(text, other, index))
    return places


def _find_clash(
    units: Sequence[Unit], index: int, places: Sequence[_Place]
) -> tuple[int, _Place] | None:
    """Return the premise's word that contradicts a word, and in which direction."""
    unit = units[index]
    if not any(_differ(unit, place.unit) for place in places):
        return None
    matches = [_match(units, index, place) for place in places[:_MAXIMUM_CANDIDATES]]
    best = max(matches, key=_rate)
    if not _clashes(unit, best):
        return None
    place = best.place
    # "Rose in May and fell in June": the same word a little further off counts for more.
    margin = _OPPOSITE_MARGIN if unit.opposed != place.unit.opposed else _MARGIN
    near = [match for match in matches if _rate(match) >= _rate(best) - margin]
    if any(not _clashes(unit, match) for match in near):
        return None
    return int(unit.directly_denied) - int(place.unit.directly_denied), place


def _rate(match: _Match) -> float:
    return match.run + match.alike


def _find_unknown_denials(
    statement: str, units: Sequence[Unit], places: Mapping[str, Sequence[_Place]]
) -> list[Problem]:
    """Find denials of words that the premises lack, where what they tell of all else is affirmed.

    Such a premise says the same in other words ("attended", "did not go"), without any denial.
    """
    texts = {place.text: place.units for found in places.values() for place in found}
    problems = []
    for index, unit in enumerate(units):
        if not unit.denied or unit.weak or not unit.content or unit.base in places:
            continue
        near = _content_near(units, index, reach=_NEAR)
        for other in texts.values():
            shared = len(near & {word.base for word in other if word.content})
            if shared >= _LEAST_COVERED and shared >= _COVERED * len(near) and not _denies(other):
                words = statement[unit.phrase_start : unit.end]
                problems.append(
                    Problem(
                        kind=ProblemKind.NEGATION,
                        words=words,
                        message=f"the article says nothing of “{words}”",
                    )
                )
                break
    return problems


def _find_added_limits(
    statement: str, units: Sequence[Unit], places: Mapping[str, Sequence[_Place]]
) -> list[Problem]:
    """Find an "only" that stands between words which stand together in the premise."""
    problems = []
    for index, unit in enumerate(units[:-1]):
        word = statement[unit.start : unit.end]
        if word.lower() != "only":
            continue
        after = units[index + 1]
        rest = (*units[:index], *units[index + 1 :])
        matches = [_match(rest, index, place) for place in places.get(after.base, [])]
        if any(match.run >= _VERBATIM for match in matches) and not places.get("only"):
            problems.append(
                Problem(
                    kind=ProblemKind.NEGATION,
                    words=word,
                    message=f"the article does not say “{word}”",
                )
            )
    return problems


def _denies(units: Sequence[Unit]) -> bool:
    return any(unit.denials or unit.opposed for unit in units)


def _differ(one: Unit, other: Unit) -> bool:
    return (
        one.directly_denied != other.directly_denied
        or one.polarity * other.polarity < 0
        or one.quantity != other.quantity
        or _overstates(one, other)
    )


def _overstates(one: Unit, other: Unit) -> bool:
    """Tell whether one says that something is so, or how much of it, and the other says less."""
    if one.quantity and other.quantity:
        more, less = one.quantity, other.quantity
        return (more > less and (more >= _MOST or less == 1)) or (more == 1 and less >= _MANY)
    return other.possible and not one.possible and not one.hedged and not other.denials


def _match(units: Sequence[Unit], index: int, place: _Place) -> _Match:
    left = _run(units, index, place, step=-1)
    right = _run(units, index, place, step=1)
    near = _content_near(units, index, reach=_NEAR)
    shared = len(near & _content_near(place.units, place.index, reach=_NEAR + 5))
    alike = shared / len(near) if near else 0.0
    moved = _is_moved(units, index, place, left=left, right=right)
    return _Match(place, left + right, alike, shared, moved)


def _is_moved(units: Sequence[Unit], index: int, place: _Place, *, left: int, right: int) -> bool:
    """Tell whether a denial stands at a neighbour instead: "found no", "did not find any"."""
    lead = int(units[index].directly_denied) - int(place.unit.directly_denied)
    for step in (*range(-left, 0), *range(1, right + 1)):
        here, there = index + step, place.index + step
        if 0 <= here < len(units) and 0 <= there < len(place.units):
            one, other = units[here], place.units[there]
            if int(one.directly_denied) - int(other.directly_denied) == -lead != 0:
                return True
    return False


def _run(units: Sequence[Unit], index: int, place: _Place, *, step: int) -> int:
    """Count the neighbours on one side that are the same; the edge of both counts as all."""
    for count in range(_RUN):
        index += step
        there = place.index + step * (count + 1)
        inside, inside_there = 0 <= index < len(units), 0 <= there < len(place.units)
        if not inside and not inside_there:
            return _RUN
        if not inside or not inside_there or units[index].base != place.units[there].base:
            return count
    return _RUN


def _content_near(units: Sequence[Unit], index: int, *, reach: int) -> set[str]:
    near = units[max(0, index - reach) : index + reach + 1]
    return {unit.base for unit in near if unit.content} - {units[index].base}


def _clashes(unit: Unit, match: _Match) -> bool:
    other = match.place.unit
    if match.run >= _VERBATIM:
        denied_once = unit.directly_denied != other.directly_denied and not match.moved
        return denied_once or _overstates(unit, other)
    return (
        unit.content
        and unit.polarity * other.polarity < 0
        and (match.shared >= 2 or (match.shared == 1 == match.alike and match.run > 0))
        and match.alike >= (_ALIKE_DENIED if unit.denied else _ALIKE)
    )


def _drop_compensated(
    found: Sequence[tuple[int, int, _Place]],
) -> list[tuple[int, int, _Place]]:
    """Leave out a denial that only moved: one more here and one less near by."""
    return [
        (index, direction, place)
        for index, direction, place in found
        if not any(
            other * direction < 0 and abs(near - index) <= _COMPENSATED_WITHIN
            for near, other, _ in found
        )
    ]


def _describe(statement: str, unit: Unit, place: _Place) -> Problem:
    words = statement[unit.phrase_start : unit.end].strip() or statement
    other = place.unit
    found = place.text[other.phrase_start : other.end].strip() or place.text
    return Problem(
        kind=ProblemKind.NEGATION,
        words=words,
        message=f"the article says “{found}”, not “{words}”",
        found=found,
    )
