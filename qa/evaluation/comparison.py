"""Two systems on the same cases: by how much they differ, and whether that may be chance."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.figures import OF_RANKING, find_cluster
from qa.evaluation.measures import MEASURES, measure
from qa.evaluation.resampling import find_intervals, find_p_values, find_units, make_mean
from qa.evaluation.runs import Run

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One measure of two systems on the cases for which both have it.

    Attributes:
        dataset: What both were asked.
        first: Name of the system that stands first.
        second: Name of the system compared with it; the same where two runs are compared.
        measure: A name of ``measures.MEASURES``.
        first_value: Mean of the first over the cases counted.
        second_value: The same of the second.
        difference: Second less first.
        low: Lower end of the 95 % confidence interval of the difference.
        high: Upper end of it.
        p_value: How often a difference at least as large comes about when the two are swapped
            at random; two-sided.
        count: How many cases were counted.
        left_out: How many cases only one of the two has, or has in another form.
    """

    dataset: str
    first: str
    second: str
    measure: str
    first_value: float
    second_value: float
    difference: float
    low: float
    high: float
    p_value: float
    count: int
    left_out: int


class _Row(NamedTuple):
    """What is kept of an outcome: its measures, NaN where undefined, and of what."""

    values: NDArray[np.float64]
    cluster: tuple[str, ...]
    asked: int
    ranks: bool


_Side = dict[str, _Row]
"""One system on one dataset: a row for each case, by its id."""


def compare(first: Run, second: Run, *, seed: int = 0) -> list[Comparison]:
    """Compare two runs, or with one run given twice, its systems.

    Of two runs, systems of the same name are compared on each dataset; where they share none, each
    of the first with each of the second. Of one run, the first system with each other. Outcomes
    are read once and let go: of each only a row of numbers is kept.

    Args:
        first: What is compared with.
        second: What is compared.
        seed: The same gives the same intervals and p-values.

    Returns:
        One for each dataset, pair, and measure that both have on at least two cases.
    """
    ours = _read(first)
    theirs = ours if first is second else _read(second)
    return [
        comparison
        for dataset in ours
        if dataset in theirs
        for one, other in _pair(list(ours[dataset]), list(theirs[dataset]), same=first is second)
        for comparison in _compare(
            ours[dataset][one],
            theirs[dataset][other],
            make=partial(Comparison, dataset=dataset, first=one, second=other),
            seed=seed,
        )
    ]


def _read(run: Run) -> dict[str, dict[str, _Side]]:
    """Return the rows of a run by dataset, system and case."""
    found: dict[str, dict[str, _Side]] = {}
    for outcome in run.outcomes:
        values = measure(outcome, run.articles)
        side = found.setdefault(outcome.dataset, {}).setdefault(outcome.system, {})
        side[outcome.case.id] = _Row(
            values=np.array([values.get(name, nan) for name in MEASURES]),
            cluster=find_cluster(outcome.case),
            asked=hash(outcome.case),
            ranks=bool(outcome.ranked),
        )
    return found


def _pair(first: Sequence[str], second: Sequence[str], *, same: bool) -> list[tuple[str, str]]:
    if same:
        return [(first[0], other) for other in first[1:]]
    shared = [(name, name) for name in first if name in second]
    return shared or list(product(first, second))


def _compare(
    one: _Side, other: _Side, *, make: Callable[..., Comparison], seed: int
) -> Iterator[Comparison]:
    """Yield the comparison of each measure that both have."""
    common = [case for case in one if case in other and one[case].asked == other[case].asked]
    if not common:
        return
    make = partial(make, left_out=len(one.keys() | other.keys()) - len(common))
    values = [np.stack([side[case].values for case in common]) for side in (one, other)]
    differences = values[1] - values[0]
    units = find_units([one[case].cluster for case in common])
    intervals = find_intervals(make_mean(differences, units), units, seed=seed)
    chances = find_p_values(differences, units, seed=seed)
    ranks = all(any(row.ranks for row in side.values()) for side in (one, other))
    for column, (name, interval) in enumerate(zip(MEASURES, intervals, strict=True)):
        both = ~np.isnan(differences[:, column])
        if interval is None or both.sum() < 2 or (name in OF_RANKING and not ranks):
            continue
        first, second = (float(side[both, column].mean()) for side in values)
        yield make(
            measure=name,
            first_value=first,
            second_value=second,
            difference=second - first,
            low=interval[0],
            high=interval[1],
            p_value=chances[column],
            count=int(both.sum()),
        )
