"""What the score of an answer is worth: the area under the ROC curve, and risk by coverage."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.resampling import Matrix, Statistic, Units
from qa.evaluation.runs import Point

__all__ = ["Scored", "find_points", "make_area"]

_MOST_FLOORS: Final = 50


def make_area(scores: NDArray[np.float64], positive: NDArray[np.bool_], units: Units) -> Statistic:
    """Return the statistic that is the area under the ROC curve of a resample.

    It is how often a positive outscores a negative; ties count one half (Mann-Whitney U, Hanley &
    McNeil 1982). NaN where one kind is missing.

    Args:
        scores: One a question.
        positive: Whether it is a positive, one a question.
        units: The unit of each question.

    Example:
        >>> area = make_area(np.array([0.9, 0.2, 0.6]), np.array([True, False, True]), np.arange(3))
        >>> area(np.ones((1, 3))).item()
        1.0
    """
    order = np.argsort(scores, kind="stable")
    units, positive = units[order], positive[order]
    _, starts = np.unique(scores[order], return_index=True)

    def compute(drawn: Matrix) -> Matrix:
        weights = drawn[:, units]
        if not weights.shape[1]:
            return np.full((len(drawn), 1), np.nan)
        wins = np.add.reduceat(weights * positive, starts, axis=1)
        losses = np.add.reduceat(weights * ~positive, starts, axis=1)
        below = np.cumsum(losses, axis=1) - losses / 2
        pairs = wins.sum(axis=1) * losses.sum(axis=1)
        won = (wins * below).sum(axis=1)
        area: Matrix = np.divide(won, pairs, out=np.full_like(won, np.nan), where=pairs > 0)
        return area.reshape(-1, 1)

    return compute


class Scored(NamedTuple):
    """What the curve needs of one question.

    Attributes:
        score: Of its answer; NaN where the system failed.
        absent: Whether the articles do not answer it.
        answered: Whether it was answered.
        right: 1 or 0; NaN where gold does not say.
    """

    score: float
    absent: bool
    answered: bool
    right: float


def find_points(scored: Sequence[Scored]) -> tuple[Point, ...]:
    """Return risk and coverage (Geifman & El-Yaniv 2017) at up to fifty floors of the score.

    Only questions that were answered can be answered at a floor, so the lowest floor is what was
    shown. Floors are scores of answers, evenly spaced in their order, each once. There is no
    curve where no answer is known to be right or wrong.
    """
    table = np.array(scored, dtype=float).reshape(-1, len(Scored._fields))
    scores, absent, answered, right = table.T
    known = (answered == 1) & ~np.isnan(right)
    if not known.any():
        return ()
    return tuple(
        Point(
            floor=float(floor),
            coverage=_share(scores[absent == 0], answered[absent == 0], floor),
            false_answers=_share(scores[absent == 1], answered[absent == 1], floor),
            risk=float(1 - right[known & (scores >= floor)].mean()),
        )
        for floor in _choose_floors(scores[(answered == 1) & (scores <= scores[known].max())])
    )


def _choose_floors(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    floors = np.unique(scores)
    count = min(_MOST_FLOORS, len(floors))
    chosen: NDArray[np.float64] = floors[np.linspace(0, len(floors) - 1, count).round().astype(int)]
    return chosen


def _share(scores: NDArray[np.float64], answered: NDArray[np.float64], floor: float) -> float:
    """Return the share that is answered at a floor; 0 of nothing."""
    return float(((answered == 1) & (scores >= floor)).mean()) if len(scores) else 0.0
