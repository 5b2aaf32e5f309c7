"""The sections of a run in the order in which a report shows them: a chapter for each dataset."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.evaluation.report.cells import Grid
from qa.evaluation.report.grids import (
    lay_out_curve,
    lay_out_figures,
    lay_out_latency,
    lay_out_types,
    lay_out_usage,
    lay_out_verdicts,
)
from qa.evaluation.runs import Section

__all__ = ["Chapter", "make_chapters"]

_PARTS = {
    "all": "All figures",
    "unseen": "Unseen: articles that nothing was fitted on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What there is to say of one dataset.

    Attributes:
        dataset: Its name.
        figures: All figures, one grid for each part of the dataset.
        curved: The sections with a risk-coverage curve.
        curves: Points of these curves.
        more: Types, verdicts, latency, tokens.
    """

    dataset: str
    figures: tuple[Grid, ...]
    curved: tuple[Section, ...]
    curves: tuple[Grid, ...]
    more: tuple[Grid, ...]


def make_chapters(sections: Sequence[Section]) -> Iterator[Chapter]:
    """Yield a chapter for each dataset, in the order in which they come."""
    for dataset in dict.fromkeys(section.dataset for section in sections):
        own = [section for section in sections if section.dataset == dataset]
        whole = [section for section in own if section.part == "all"]
        curved = tuple(section for section in whole if len(section.curve) > 1)
        yield Chapter(
            dataset=dataset,
            figures=tuple(_lay_out_parts(own)),
            curved=curved,
            curves=tuple(map(lay_out_curve, curved)),
            more=tuple(_lay_out_more(whole)),
        )


def _lay_out_parts(sections: Sequence[Section]) -> Iterator[Grid]:
    parts = dict.fromkeys(section.part for section in sections)
    for number, part in enumerate(parts):
        own = [section for section in sections if section.part == part]
        yield lay_out_figures(own, title=_PARTS.get(part, part), explained=number == 0)


def _lay_out_more(sections: Sequence[Section]) -> Iterator[Grid]:
    yield from (lay_out_types(section) for section in sections if len(section.by_type) > 1)
    for lay_out in (lay_out_verdicts, lay_out_latency, lay_out_usage):
        own = [section for section in sections if _has_any(lay_out([section]))]
        if own:
            yield lay_out(own)


def _has_any(grid: Grid) -> bool:
    return any(cell.text != "–" for row in grid.rows for cell in row.cells)
