"""What both calibrations share: the loss of a logistic regression, groups counting the same."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["balance", "make_loss"]

Vector = NDArray[np.float64]
Loss = Callable[[Vector], tuple[float, Vector]]


def balance(names: Sequence[str]) -> Vector:
    """Return a weight per row under which every name counts the same; they add to 1.

    Example:
        >>> balance(["a", "a", "b"]).tolist()
        [0.25, 0.25, 0.5]
    """
    counts = {name: names.count(name) for name in set(names)}
    return np.array([1 / (len(counts) * counts[name]) for name in names])


def make_loss(rows: Vector, labels: Vector, weight: Vector, *, ridge: float) -> Loss:
    """Return the logistic loss and its gradient as a function of the weights.

    Args:
        rows: One row per observation; the first column is constant and is not held back.
        labels: 1 or 0 per row.
        weight: How much each row counts; they add to 1.
        ridge: How much large weights cost.
    """

    def loss(weights: Vector) -> tuple[float, Vector]:
        values = rows @ weights
        chance = 1 / (1 + np.exp(-values))
        held = np.r_[0.0, weights[1:]]
        total = weight @ (np.logaddexp(0, values) - labels * values) + ridge * held @ held
        return float(total), rows.T @ (weight * (chance - labels)) + 2 * ridge * held

    return loss
