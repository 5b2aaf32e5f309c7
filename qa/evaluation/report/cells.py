"""Rows and columns of values, rounded, before anything is HTML, Markdown or a terminal's."""

from dataclasses import dataclass
from math import isnan
from typing import Final

__all__ = ["ARROWS", "VERDICTS", "Cell", "Grid", "Row", "spell"]

ARROWS: Final = {"higher": " ↑", "lower": " ↓", None: ""}
"""What stands behind the name of a row, by ``Row.better``, where there is text alone."""

VERDICTS: Final = {
    "supported": ("✓", "Supported"),
    "partly": ("◐", "Only partly in the article"),
    "unsupported": ("○", "Not found in the article"),
    "contradicted": ("✗", "Contradicted"),
    "pending": ("…", "Not checked"),
}
"""A sign and words for each verdict, the words that users of the product see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value of a grid.

    Attributes:
        text: The value, rounded.
        detail: What stands under it, smaller, such as its confidence interval.
        stands_out: Whether it is the best of its row, or a difference that is not by chance.
    """

    text: str
    detail: str = ""
    stands_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a grid.

    Attributes:
        name: What its values are.
        cells: One for each column.
        meaning: The name in plain words.
        better: ``higher`` or ``lower``, where one of them is.
    """

    name: str
    cells: tuple[Cell, ...]
    meaning: str = ""
    better: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Rows and columns under a title.

    Attributes:
        title: What the grid shows.
        corner: What the names of the rows are.
        columns: Their headings.
        rows: The rows.
        note: How to read it.
    """

    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


def spell(value: float | str) -> str:
    """Return a figure as every table shows it.

    Example:
        >>> [spell(value) for value in (0.84251, 1.0, 12.0, 12.3456, 143.26, 24680.0)]
        ['0.843', '1.000', '12', '12.35', '143.3', '24,680']
        >>> spell(0.00042)
        '0.00042'
    """
    if isinstance(value, str):
        return value
    if isnan(value):
        return "–"
    size = abs(value)
    if size >= 1000 or (size > 1 and float(value).is_integer()):
        return f"{value:,.0f}"
    if 0 < size < 0.001:
        return f"{value:.2g}"
    # Three digits after the point where one stands before it, one where three do.
    return f"{value:.{3 if size < 10 else 2 if size < 100 else 1}f}"
