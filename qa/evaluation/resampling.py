"""How sure a figure is: bootstrap intervals, and the randomisation test of a difference.

Questions about one article are not independent of each other, so whole articles are drawn where
there are enough of them (Miller 2024, "Adding Error Bars to Evals").
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Block",
    "Interval",
    "Matrix",
    "Statistic",
    "Units",
    "find_blocks",
    "find_intervals",
    "find_p_values",
    "find_units",
    "make_mean",
    "widen",
]

Matrix = NDArray[np.float64]
Units = NDArray[np.intp]
Interval = tuple[float, float]
Statistic = Callable[[Matrix], Matrix]
"""From how often each unit was drawn (resamples x units) to figures (resamples x figures)."""

_LEAST_CLUSTERS: Final = 10
_RESAMPLES: Final = 1_000
_SIGNS: Final = 10_000
_ENUMERATED: Final = 12
_BLOCK: Final = 1_000_000
"""So many numbers are held at once."""
_ENDS: Final = (2.5, 97.5)
_EPSILON: Final = 1e-9


def find_units(clusters: Sequence[Hashable]) -> Units:
    """Return the number of what each question is drawn with: its cluster, or itself.

    Args:
        clusters: What each question belongs to, such as its article. Fewer than ten different
            ones are too few to draw from, and each question is then a unit by itself.

    Example:
        >>> find_units(["a", "a", "b"]).tolist()
        [0, 1, 2]
        >>> find_units([0, 0, *range(10)]).tolist()
        [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    """
    numbers = {cluster: number for number, cluster in enumerate(dict.fromkeys(clusters))}
    if len(numbers) < _LEAST_CLUSTERS:
        return np.arange(len(clusters))
    return np.array([numbers[cluster] for cluster in clusters], dtype=np.intp)


class Block(NamedTuple):
    """A part of a table in which no number is missing: its rows, its columns, its numbers."""

    rows: list[int]
    columns: list[int]
    values: Matrix


def find_blocks(values: Matrix) -> list[Block]:
    """Cut a table into parts in which no number is missing.

    Every column belongs to one part, together with the others that are defined in the same rows;
    one that is nowhere defined belongs to none. What is drawn for a measure is then only what it
    is defined for: articles without it do not make those with it look many.

    Args:
        values: Questions x measures; NaN where a measure is undefined.

    Example:
        >>> from math import nan
        >>> blocks = find_blocks(np.array([[1, nan, 0, nan], [1, 1, 1, nan]]))
        >>> [(block.rows, block.columns) for block in blocks]
        [([0, 1], [0, 2]), ([1], [1])]
    """
    columns: dict[bytes, list[int]] = {}
    for number, missing in enumerate(np.isnan(values).T):
        if not missing.all():
            columns.setdefault(missing.tobytes(), []).append(number)
    blocks = []
    for numbers in columns.values():
        rows = np.flatnonzero(~np.isnan(values[:, numbers[0]])).tolist()
        blocks.append(Block(rows, numbers, values[rows][:, numbers]))
    return blocks


def find_intervals(
    statistic: Statistic, units: Units, *, seed: int = 0, resamples: int = _RESAMPLES
) -> list[Interval | None]:
    """Return 95 % percentile bootstrap intervals (Efron 1979) of figures.

    Args:
        statistic: Computes the figures of many resamples; NaN where one is undefined.
        units: The unit of each question, from 0.
        seed: The same gives the same intervals.
        resamples: How often as many units as there are are drawn, with replacement.

    Returns:
        One for each figure; ``None`` where it was undefined in every resample, and for all of
        them where there is one unit only.
    """
    size = int(units.max()) + 1 if len(units) else 0
    if size < 2:
        return [None] * statistic(np.ones((1, size))).shape[1]
    dice = np.random.default_rng(seed)
    blocks = _draw(dice, size, resamples, width=len(units))
    drawn = np.concatenate([statistic(counts) for counts in blocks])
    return [_find_ends(column) for column in drawn.T]


def _draw(dice: np.random.Generator, size: int, resamples: int, *, width: int) -> Iterator[Matrix]:
    """Yield how often each unit was drawn, some resamples at a time."""
    for rows in _cut(resamples, width):
        drawn = dice.integers(size, size=(rows, size)) + size * np.arange(rows)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=rows * size)
        yield counts.reshape(rows, size).astype(np.float64)


def _cut(total: int, width: int) -> Iterator[int]:
    """Yield the heights of blocks that are small enough and have so many rows together."""
    most = max(1, _BLOCK // max(1, width))
    for start in range(0, total, most):
        yield min(most, total - start)


def _find_ends(column: Matrix) -> Interval | None:
    defined = column[~np.isnan(column)]
    if not len(defined):
        return None
    low, high = np.percentile(defined, _ENDS)
    return float(low), float(high)


def widen(value: float, units: int) -> Interval:
    """Return the 95 % interval of a share that is 0 or 1 in every unit (Clopper & Pearson 1934).

    However such units are drawn, the share stays the same: the bootstrap would call it certain.

    Example:
        >>> [round(end, 3) for end in widen(1.0, 10)]
        [0.692, 1.0]
    """
    missed = 1 - (_ENDS[0] / 100) ** (1 / units)
    return (0.0, missed) if value == 0 else (1 - missed, 1.0)


def make_mean(values: Matrix, units: Units) -> Statistic:
    """Return the statistic that is the mean of each column over the rows where it is defined.

    Args:
        values: Questions x measures; NaN where a measure is undefined.
        units: The unit of each question.
    """
    sums, counts = (
        _sum_by_unit(np.nan_to_num(values), units),
        _sum_by_unit(~np.isnan(values), units),
    )

    def compute(drawn: Matrix) -> Matrix:
        total = drawn @ counts
        return np.divide(drawn @ sums, total, out=np.full_like(total, np.nan), where=total > 0)

    return compute


def _sum_by_unit(values: NDArray[np.generic], units: Units) -> Matrix:
    sums = np.zeros((int(units.max()) + 1 if len(units) else 0, values.shape[1]))
    np.add.at(sums, units, values)
    return sums


def find_p_values(differences: Matrix, units: Units, *, seed: int = 0) -> list[float]:
    """Return two-sided p-values of the paired randomisation test (Noreen 1989).

    Were the two systems alike, each unit's difference could as well have the other sign. The
    p-value is the share of all ways to give signs, or of 10,000 drawn ones, the one seen among
    them, in which the sum is at least as far from zero as the one seen.

    Args:
        differences: Questions x measures; NaN where a pair is not defined.
        units: The unit of each question.
        seed: The same gives the same values.

    Example:
        >>> find_p_values(np.array([[1.0], [1.0], [1.0]]), np.arange(3))
        [0.25]
    """
    sums = _sum_by_unit(np.nan_to_num(differences), units)
    drawn = _draw_signs(sums, np.random.default_rng(seed))
    return [
        _enumerate_signs(column[column != 0])
        if np.count_nonzero(column) <= _ENUMERATED
        else float(value)
        for column, value in zip(sums.T, drawn, strict=True)
    ]


def _enumerate_signs(column: Matrix) -> float:
    ways = np.arange(2 ** len(column))[:, None] >> np.arange(len(column)) & 1
    return float(np.mean(_is_as_far((1.0 - 2.0 * ways) @ column, column.sum())))


def _draw_signs(sums: Matrix, dice: np.random.Generator) -> Matrix:
    seen = sums.sum(axis=0)
    far = np.ones(sums.shape[1])
    for rows in _cut(_SIGNS, len(sums)):
        signs = 1.0 - 2.0 * dice.integers(2, size=(rows, len(sums)), dtype=np.int8)
        far += _is_as_far(signs @ sums, seen).sum(axis=0)
    return far / (_SIGNS + 1)


def _is_as_far(sums: Matrix, seen: Matrix | float) -> NDArray[np.bool_]:
    # The same sum, added up in another order, may differ in its last digits.
    return np.abs(sums) >= np.abs(seen) - _EPSILON
