"""Which amount of the article an amount of a statement repeats, rounds or contradicts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from qa.verification.agreement import agree
from qa.verification.amounts import Amount, Form, find_amounts, squeeze
from qa.verification.moments import find_moments
from qa.verification.places import Place, is_misplaced, match_places, read_place
from qa.words import content_stems

__all__ = ["Difference", "find_differences"]

_MOST_COMPARED = 40
_MOST_AMOUNTS = 1_000
_MOST_SAME = 20
_LARGEST_LIST = 12
_SOME_OF_IT, _MOST_OF_IT = 0.3, 0.6
_LONG_NAME = 5
_SAME_PLACE, _NEAR_PLACE = 3, 2
_RANGE_ENDS = (("from",), ("to",))
_FRAME = frozenset(
    "and or in on at to of for from by with were was are is have has had been be peopl other more "
    "the a an who that as but he she they it his her their".split()
)
_SEGMENT_END = re.compile(r"[;.:]")
_JOINT = re.compile(r"\b(?:and|or)\b")


@dataclass(frozen=True, slots=True)
class _Placed:
    """An amount, the premise it stands in, and how much of the statement that premise has."""

    place: int
    amount: Amount
    premise: int
    overlap: float
    where: Place


@dataclass(frozen=True, slots=True)
class Difference:
    """An amount of a statement that the premises do not give.

    Attributes:
        amount: The amount of the statement.
        counterpart: What the premises most likely give in its place.
        moved: Whether the premises have the number, but for something else.
    """

    amount: Amount
    counterpart: Amount | None
    moved: bool = False


@lru_cache(maxsize=256)
def find_differences(statement: str, texts: tuple[str, ...]) -> tuple[Difference, ...]:
    """Return the amounts of a statement that the texts do not give, in order.

    Example:
        >>> [found] = find_differences("Three people died.", ("Thirty people died.",))
        >>> found.amount.text, found.counterpart.text
        ('Three', 'Thirty')
    """
    wanted = find_amounts(statement)[:_MOST_COMPARED]
    if not wanted or any(statement.strip() == text.strip() for text in texts):
        return ()
    return tuple(_Comparison(statement, wanted, texts).compare())


class _Comparison:
    """The amounts of one statement beside those of its premises."""

    def __init__(self, statement: str, wanted: Sequence[Amount], texts: Sequence[str]) -> None:
        self._wanted = wanted
        self._places = [_find_place(statement, amount) for amount in wanted]
        self._texts = texts
        words = set(content_stems(statement))
        self._given: list[_Placed] = []
        for number, text in enumerate(texts):
            amounts = find_amounts(text)[: _MOST_AMOUNTS - len(self._given)]
            if amounts:
                overlap = len(words.intersection(content_stems(text))) / max(1, len(words))
                first = len(self._given)
                self._given += [
                    _Placed(place, amount, number, overlap, _find_place(text, amount))
                    for place, amount in enumerate(amounts, start=first)
                ]
        self._agreeing = [
            [place for place, given in enumerate(self._given) if agree(amount, given.amount)]
            for amount in wanted
        ]
        self._used = {
            max(places, key=lambda place: match_places(where, self._given[place].where))
            for where, places in zip(self._places, self._agreeing, strict=True)
            if places
        }

    def compare(self) -> list[Difference]:
        """Return what the premises do not give, or give for something else."""
        found = []
        for number in range(len(self._wanted)):
            if not self._agreeing[number]:
                difference = self._explain(number)
            else:
                difference = self._find_move(number)
            if difference is not None:
                found.append(difference)
        return found

    def _explain(self, number: int) -> Difference | None:
        """Return what stands in the place of an amount no premise gives."""
        amount, where = self._wanted[number], self._places[number]
        if self._stands_otherwise(amount):
            return None
        best = max(self._given, key=lambda given: self._rate(amount, where, given), default=None)
        strong = best is not None and self._is_strong(amount, where, best)
        if not strong and (amount.loose or self._is_derived(amount)):
            return None
        if best is None or not (strong or self._is_likely(amount, best)):
            return Difference(amount, None)
        return Difference(amount, best.amount)

    def _rate(self, amount: Amount, where: Place, given: _Placed) -> float:
        """Return how likely a given amount is what an amount was changed from."""
        other = given.amount
        return (
            3.0 * (given.place not in self._used)
            + 1.5 * (amount.form is other.form)
            + 3.0 * (amount.unit == other.unit != "")
            + 2.0 * (amount.is_duration and other.is_duration)
            + 0.5 * (amount.unit == other.unit)
            + 2.0 * _count_shared(amount.after, other.after)
            + 1.5 * _count_shared(amount.lead, other.lead)
            + 1.5 * match_places(where, given.where)
            + 4.0 * given.overlap
        )

    def _is_strong(self, amount: Amount, where: Place, given: _Placed) -> bool:
        """Tell whether a given amount measures or counts what the statement's does."""
        other = given.amount
        if given.place in self._used:
            return False
        if match_places(where, given.where) >= _SAME_PLACE:
            return True
        if amount.form is not other.form:
            return False
        if amount.unit != other.unit:
            near = match_places(where, given.where) >= _NEAR_PLACE
            return near and amount.is_duration and other.is_duration
        # "One man" and "two men" share the words further on at least.
        reach = 2 if amount.loose else 1
        shared = _count_shared(amount.after[:reach], other.after)
        return bool(amount.unit or shared or _count_shared(other.after[:1], amount.after))

    def _is_likely(self, amount: Amount, given: _Placed) -> bool:
        """Tell whether a given amount is near enough to be named as the article's."""
        other = given.amount
        alike = amount.form is other.form and (
            amount.unit == other.unit
            or amount.value == other.value
            or _count_shared(amount.after, other.after) > 0
        )
        fresh = given.place not in self._used
        return (
            amount.is_duration == other.is_duration
            and alike
            and (fresh or given.overlap >= _MOST_OF_IT)
            and given.overlap >= _SOME_OF_IT
        )

    def _is_derived(self, amount: Amount) -> bool:
        """Tell whether an amount follows from the premises by counting or subtracting."""
        if amount.form is Form.ORDINAL:
            return amount.loose
        if amount.form is not Form.COUNT or amount.value.denominator != 1:
            return False
        if amount.unit in ("year", "age"):
            return int(amount.value) in self._find_year_gaps()
        if amount.unit or not 2 <= amount.value <= _LARGEST_LIST:
            return False
        return self._is_sum(amount) or any(
            int(amount.value) in _list_lengths(text) for text in self._texts
        )

    def _is_sum(self, amount: Amount) -> bool:
        """Tell whether an amount adds up two that a premise gives one after the other."""
        counts = [
            given
            for given in self._given
            if given.amount.form is Form.COUNT and not given.amount.unit
        ]
        return any(
            first.premise == second.premise
            and first.amount.value + second.amount.value == amount.value
            for first, second in pairwise(counts)
        )

    def _find_year_gaps(self) -> set[int]:
        """Return the differences between the years the premises name."""
        years = sorted(
            {
                moment.year
                for text in self._texts
                for moment in find_moments(text)
                if moment.year and moment.years == 1
            }
        )[:40]
        return {later - earlier for earlier in years for later in years if later > earlier}

    def _stands_otherwise(self, amount: Amount) -> bool:
        """Tell whether the premises write an amount in a way that is read as something else."""
        if amount.form is Form.LABEL:
            return any(_has_label(amount.unit, squeeze(text)) for text in self._texts)
        return amount.form is Form.PAIR and self._gives_both(amount)

    def _gives_both(self, amount: Amount) -> bool:
        """Tell whether one premise gives both numbers of a pair, one after the other."""
        values = [
            (given.premise, given.amount.value)
            for given in self._given
            if given.amount.form is Form.COUNT
        ]
        return any(
            first == (premise, amount.value) and values[place + 1] == (premise, amount.other)
            for place, (first, premise) in enumerate((value, value[0]) for value in values[:-1])
        )

    def _find_move(self, number: int) -> Difference | None:
        """Return what stands where a number does that the premises give for something else.

        Of two numbers that are swapped, each stands between the words of the other.
        """
        amount, own = self._wanted[number], self._agreeing[number]
        taken = frozenset(own)
        nearest = max(match_places(self._places[number], self._given[n].where) for n in own)
        for given in self._given:
            other = match_places(self._places[number], given.where)
            if given.place in taken:
                continue
            if is_misplaced(nearest, other) or self._is_crossed(number, given):
                return Difference(amount, given.amount, moved=True)
        return None

    def _is_crossed(self, number: int, given: _Placed) -> bool:
        """Tell whether two numbers of one premise trade their roles in the statement."""
        amount, other = self._wanted[number], given.amount
        if amount.unit != other.unit:
            return False
        same = [self._given[place] for place in self._agreeing[number][:_MOST_SAME]]
        if any(one.premise != given.premise for one in same):
            return False
        own = [one.amount for one in same]
        if _takes_end(amount, other, own):
            return True
        rivals = [
            rival
            for rival, places in zip(self._wanted, self._agreeing, strict=True)
            if given.place in places
        ]
        return any(
            _takes_role(amount, other, own) and _takes_role(rival, one, [other])
            for rival in rivals
            for one in own
        )


def _has_label(label: str, text: str) -> bool:
    """Tell whether a text has a label, or its long name alone: "Covid" is said for "COVID-19"."""
    name = label.rstrip("0123456789")
    if label in text or len(name) < _LONG_NAME:
        return label in text
    return name in text and re.search(re.escape(name) + r"\d", text) is None


def _takes_end(amount: Amount, other: Amount, own: Sequence[Amount]) -> bool:
    """Tell whether an amount is where something rose to that it rose from, or the reverse."""
    end = amount.lead[-1:]
    return (
        end in _RANGE_ENDS
        and other.lead[-1:] == end
        and all(one.lead[-1:] != end and one.lead[-1:] in _RANGE_ENDS for one in own)
    )


def _takes_role(amount: Amount, other: Amount, own: Sequence[Amount]) -> bool:
    """Tell whether what follows an amount follows another one and not its own."""
    role = set(amount.following) - _FRAME
    return bool(role.intersection(other.following)) and not any(
        role.intersection(one.following) for one in own
    )


def _find_place(text: str, amount: Amount) -> Place:
    return read_place(text, start=amount.start, end=amount.end)


def _count_shared(first: Sequence[str], second: Sequence[str]) -> int:
    """Return how many of the first words stand among the second.

    Example:
        >>> _count_shared(("boat", "sank"), ("sank",))
        1
    """
    return sum(word in second for word in first)


@lru_cache(maxsize=2_048)
def _list_lengths(text: str) -> frozenset[int]:
    """Return how many items the lists of a text may have, such as 3 for ``A, B and C``.

    What stands before the first comma may lead up to the list or be its first item.
    """
    lengths: set[int] = set()
    for segment in _SEGMENT_END.split(text):
        for place, piece in enumerate(segment.split(",")):
            for joint in _JOINT.findall(piece)[:1]:
                length = place + 1 if piece.lstrip().startswith(joint) else place + 2
                lengths.update((length, length - 1 if length > 2 else length))
    return frozenset(lengths)
