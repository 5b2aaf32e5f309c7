"""Two systems on the same cases: by how much they differ, and whether that may be chance."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from math import nan
from typing import NamedTuple

import numpy as np

from qa.evaluation.figures import OF_RANKING, find_cluster
from qa.evaluation.measures import MEASURES, measure
from qa.evaluation.outcomes import Outcome
from qa.evaluation.resampling import (
    Interval,
    Matrix,
    find_blocks,
    find_intervals,
    find_p_values,
    find_units,
    make_mean,
)
from qa.evaluation.runs import Run

__all__ = ["Comparison", "Rows", "compare", "read_rows"]


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
        left_out: How many cases only one of the two has, or has in another form; cases of articles
            that weights were fitted on are not among them.
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


@dataclass(slots=True)
class _Side:
    """One system on one dataset: a row of numbers for each case, NaN where undefined."""

    values: "array[float]" = field(default_factory=lambda: array("d"))
    clusters: list[int] = field(default_factory=list)
    asked: "array[int]" = field(default_factory=lambda: array("q"))
    places: dict[str, int] = field(default_factory=dict)
    numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    ranks: bool = False

    def add(self, outcome: Outcome, values: Mapping[str, float]) -> None:
        """Keep the numbers of an outcome."""
        self.places[outcome.case.id] = len(self.asked)
        self.values.extend(values.get(name, nan) for name in MEASURES)
        cluster = find_cluster(outcome.case)
        self.clusters.append(self.numbers.setdefault(cluster, len(self.numbers)))
        self.asked.append(hash(outcome.case))
        self.ranks = self.ranks or bool(outcome.ranked)

    def find_rows(self, cases: Iterable[str]) -> list[int]:
        """Return the rows of some cases."""
        return [self.places[case] for case in cases]

    def has(self, case: str, *, asked: int) -> bool:
        """Tell whether a case is there, unchanged."""
        return case in self.places and self.asked[self.places[case]] == asked


Rows = Mapping[str, Mapping[str, _Side]]
"""What a comparison needs of a run: by dataset and system. It holds no article and no answer."""


def read_rows(run: Run) -> Rows:
    """Return what a comparison needs of a run; its outcomes are read once, and let go.

    Cases of articles that weights were fitted on are left out: a system with fitted weights would
    be compared by what it has seen.
    """
    found: dict[str, dict[str, _Side]] = {}
    for outcome in run.outcomes:
        if outcome.unseen is not False:
            side = found.setdefault(outcome.dataset, {}).setdefault(outcome.system, _Side())
            side.add(outcome, measure(outcome, run.articles))
    return found


def compare(first: Rows, second: Rows | None = None, *, seed: int = 0) -> list[Comparison]:
    """Compare two runs, or where there is only one, its systems.

    Of two runs, systems of the same name are compared on each dataset; where they share none, each
    of the first with each of the second. Of one run, the first system with each other.

    Args:
        first: What is compared with.
        second: What is compared.
        seed: The same gives the same intervals and p-values.

    Returns:
        One for each dataset, pair, and measure that both have on at least two cases.
    """
    theirs = first if second is None else second
    return [
        comparison
        for dataset, ours in first.items()
        if dataset in theirs
        for one, other in _pair(list(ours), None if second is None else list(second[dataset]))
        for comparison in _compare(
            ours[one],
            theirs[dataset][other],
            make=partial(Comparison, dataset=dataset, first=one, second=other),
            seed=seed,
        )
    ]


def _pair(first: Sequence[str], second: Sequence[str] | None) -> list[tuple[str, str]]:
    if second is None:
        return [(first[0], other) for other in first[1:]]
    shared = [(name, name) for name in first if name in second]
    return shared or list(product(first, second))


def _compare(
    one: _Side, other: _Side, *, make: Callable[..., Comparison], seed: int
) -> Iterator[Comparison]:
    """Yield the comparison of each measure that both have."""
    common = [case for case, row in one.places.items() if other.has(case, asked=one.asked[row])]
    rows = [side.find_rows(common) for side in (one, other)]
    first, second = (
        np.frombuffer(side.values).reshape(-1, len(MEASURES))[found]
        for side, found in zip((one, other), rows, strict=True)
    )
    make = partial(make, left_out=len(one.places.keys() | other.places.keys()) - len(common))
    clusters = [one.clusters[row] for row in rows[0]]
    chances = _find_chances(second - first, clusters, seed=seed)
    for number, (name, chance) in enumerate(zip(MEASURES, chances, strict=True)):
        if chance is None or (name in OF_RANKING and not (one.ranks and other.ranks)):
            continue
        both = ~np.isnan(second[:, number] - first[:, number])
        values = [float(side[both, number].mean()) for side in (first, second)]
        yield make(
            measure=name,
            first_value=values[0],
            second_value=values[1],
            difference=values[1] - values[0],
            low=chance.interval[0],
            high=chance.interval[1],
            p_value=chance.p_value,
            count=int(both.sum()),
        )


class _Chance(NamedTuple):
    interval: Interval
    p_value: float


def _find_chances(
    differences: Matrix, clusters: Sequence[int], *, seed: int
) -> list[_Chance | None]:
    """Return interval and p-value of each column; ``None`` of one with less than two numbers."""
    found: list[_Chance | None] = [None] * differences.shape[1]
    for rows, columns, table in find_blocks(differences):
        units = find_units([clusters[row] for row in rows])
        intervals = find_intervals(make_mean(table, units), units, seed=seed)
        chances = find_p_values(table, units, seed=seed)
        for column, interval, chance in zip(columns, intervals, chances, strict=True):
            found[column] = None if interval is None else _Chance(interval, chance)
    return found
