"""The figures of a run, laid out in rows and columns."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from qa.evaluation.comparison import Comparison
from qa.evaluation.measures import FIGURES, MEASURES
from qa.evaluation.report.cells import VERDICTS, Cell, Grid, Row, spell
from qa.evaluation.runs import Figure, Point, Section

__all__ = [
    "HEADLINES",
    "compare_systems",
    "lay_out_curve",
    "lay_out_figures",
    "lay_out_latency",
    "lay_out_types",
    "lay_out_usage",
    "lay_out_verdicts",
    "summarise",
    "thin",
]

HEADLINES: Final = (
    "evidence_hit",
    "answer_match",
    "false_refusals",
    "absent_not_found",
    "wrong_supported",
    "citation_f1",
    "citation_chars",
)
"""The measures that a reader looks for first; a long citation overlaps what is right by itself."""
_FAILURES: Final = ("replaced", "errors")
_OF_TYPES: Final = ("first_hit", *HEADLINES[:5])

_NOTE: Final = (
    "With each value: its 95 % confidence interval, by bootstrap. n: how many outcomes it was "
    "computed from."
)
_NOTE_ON_BEST: Final = (
    " Bold: the best of its row, but never of a system that failed to answer anything: what is "
    "not answered is not answered wrongly either."
)
_NOTE_ON_UNSEEN: Final = (
    "Unseen: where weights were fitted on a part of a dataset, the figures are of the rest."
)
_SHOWN_VERDICTS: Final = [label for label in VERDICTS if label != "pending"]
_MEANINGS: Final = {**MEASURES, **FIGURES}
_SIGNIFICANT: Final = 0.05
_MAX_POINTS: Final = 21


def summarise(sections: Sequence[Section]) -> Grid:
    """Lay out the figures that a reader looks for first, a row for each dataset and system.

    Where it is known on which articles nothing was fitted, the figures are of these alone.
    """
    chosen: dict[tuple[str, str], Section] = {}
    for section in sections:
        place = section.dataset, section.system
        if section.part == "unseen" or (section.part == "all" and place not in chosen):
            chosen[place] = section
    shown = list(chosen.values())
    names = [name for name in HEADLINES if any(name in section.figures for section in shown)]
    names += [name for name in _FAILURES if any(_fails(section, name) for section in shown)]
    several = len({section.dataset for section in shown}) > 1
    return Grid(
        title="At a glance",
        corner="System",
        columns=tuple(names),
        rows=tuple(
            Row(
                name=section.system,
                meaning=", ".join(_tell_which(section, several=several)),
                cells=tuple(_lay_out(section.figures.get(name)) for name in names),
            )
            for section in shown
        ),
        note=_NOTE_ON_UNSEEN if any(section.part == "unseen" for section in shown) else "",
    )


def _tell_which(section: Section, *, several: bool) -> Iterator[str]:
    if several:
        yield section.dataset
    if section.part == "unseen":
        yield "unseen articles"


def lay_out_figures(sections: Sequence[Section], *, title: str, explained: bool = True) -> Grid:
    """Lay out all figures of some systems on one dataset side by side.

    Args:
        sections: One for each system.
        title: What the figures are of.
        explained: Whether a note says how to read them.
    """
    names = list(dict.fromkeys(name for section in sections for name in section.figures))
    return Grid(
        title=title,
        corner="Figure",
        columns=(*(section.system for section in sections), "n"),
        rows=tuple(_lay_out_row(name, sections) for name in names),
        note=_NOTE + _NOTE_ON_BEST * (len(sections) > 1) if explained else "",
    )


def _lay_out_row(name: str, sections: Sequence[Section]) -> Row:
    figures = [section.figures.get(name) for section in sections]
    known = _MEANINGS.get(name)
    better = known.better if known else None
    best = _find_best(figures, better)
    failing = [_has_failed(section) for section in sections]
    counts = ["–" if figure is None else f"{figure.count:,}" for figure in figures]
    return Row(
        name=name,
        meaning=known.meaning if known else "",
        better=better,
        cells=(
            *(
                _lay_out(figure, best=None if failed else best)
                for figure, failed in zip(figures, failing, strict=True)
            ),
            Cell(text=_join(counts)),
        ),
    )


def _join(counts: Sequence[str]) -> str:
    known = set(counts) - {"–"}
    return known.pop() if len(known) == 1 else " / ".join(counts)


def _has_failed(section: Section) -> bool:
    return any(_fails(section, name) for name in _FAILURES)


def _fails(section: Section, name: str) -> bool:
    return name in section.figures and section.figures[name].value > 0


def _find_best(figures: Sequence[Figure | None], better: str | None) -> float | None:
    """Return the best value; ``None`` where there is none, or where all are the best."""
    values = {figure.value for figure in figures if figure is not None}
    if better is None or len(values) < 2:
        return None
    return max(values) if better == "higher" else min(values)


def _lay_out(figure: Figure | None, *, best: float | None = None) -> Cell:
    if figure is None:
        return Cell(text="–")
    return Cell(
        text=spell(figure.value),
        detail=_spell_interval(figure),
        stands_out=best is not None and figure.value == best,
    )


def _spell_interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"{spell(figure.low)} to {spell(figure.high)}"


def lay_out_types(section: Section) -> Grid:
    """Lay out the headline figures of one system for each type of question."""
    kinds = section.by_type
    names = [name for name in _OF_TYPES if any(name in figures for figures in kinds.values())]
    return Grid(
        title=f"By type of question: {section.system}",
        corner="Type",
        columns=(*names, "n"),
        rows=tuple(
            Row(
                name=kind,
                cells=(
                    *(_lay_out(figures.get(name)) for name in names),
                    Cell(text=f"{max((f.count for f in figures.values()), default=0):,}"),
                ),
            )
            for kind, figures in kinds.items()
        ),
    )


def lay_out_verdicts(sections: Sequence[Section]) -> Grid:
    """Lay out how many statements of each system have each verdict."""
    labels = dict.fromkeys((*_SHOWN_VERDICTS, *(name for s in sections for name in s.verdicts)))
    return Grid(
        title="Verdicts on statements",
        corner="Verdict",
        columns=tuple(section.system for section in sections),
        rows=tuple(
            Row(
                name=" ".join(VERDICTS.get(label, (label,))),
                cells=tuple(_count(section.verdicts, label) for section in sections),
            )
            for label in labels
        ),
    )


def _count(verdicts: Mapping[str, int], label: str) -> Cell:
    total = sum(verdicts.values())
    if not total:
        return Cell(text="–")
    count = verdicts.get(label, 0)
    return Cell(text=f"{count:,}", detail=f"{count / total:.1%}".replace("%", " %"))


def lay_out_latency(sections: Sequence[Section]) -> Grid:
    """Lay out how long each stage of an answer takes."""
    stages = dict.fromkeys(stage for section in sections for stage in section.latency)
    return Grid(
        title="Time of an answer, in milliseconds",
        corner="Stage",
        columns=tuple(section.system for section in sections),
        rows=tuple(
            Row(
                name=stage,
                meaning="the whole answer" if stage == "all" else "",
                cells=tuple(_lay_out_times(section.latency.get(stage)) for section in sections),
            )
            for stage in stages
        ),
        note="The median (p50), and what 95 % of the answers stay below (p95).",
    )


def _lay_out_times(times: Mapping[str, float] | None) -> Cell:
    if not times:
        return Cell(text="–")
    return Cell(
        text=_spell_time(times.get("p50", 0.0)), detail=f"p95 {_spell_time(times.get('p95', 0.0))}"
    )


def _spell_time(milliseconds: float) -> str:
    return f"{milliseconds:,.{1 if milliseconds < 100 else 0}f}"


def lay_out_usage(sections: Sequence[Section]) -> Grid:
    """Lay out what language models took."""
    names = dict.fromkeys(name for section in sections for name in section.usage)
    return Grid(
        title="Tokens and cost",
        corner="Usage",
        columns=tuple(section.system for section in sections),
        rows=tuple(
            Row(
                name=name,
                cells=tuple(
                    Cell(text=spell(section.usage[name]) if name in section.usage else "–")
                    for section in sections
                ),
            )
            for name in names
        ),
    )


def lay_out_curve(section: Section) -> Grid:
    """Lay out points of a risk-coverage curve, evenly chosen where there are many."""
    points = thin(section.curve, count=_MAX_POINTS)
    return Grid(
        title=section.system,
        corner="Floor",
        columns=("coverage", "risk", "false_answers"),
        rows=tuple(
            Row(
                name=f"{point.floor:.3f}",
                cells=tuple(
                    Cell(text=spell(value))
                    for value in (point.coverage, point.risk, point.false_answers)
                ),
            )
            for point in points
        ),
    )


def thin(points: Sequence[Point], *, count: int) -> list[Point]:
    """Return at most so many points, evenly chosen, the first and the last among them.

    Example:
        >>> points = [Point(floor=n, coverage=0, false_answers=0, risk=0) for n in range(9)]
        >>> [point.floor for point in thin(points, count=3)]
        [0, 4, 8]
    """
    if len(points) <= count:
        return list(points)
    last = len(points) - 1
    return [points[round(number * last / (count - 1))] for number in range(count)]


def compare_systems(comparisons: Sequence[Comparison]) -> Iterator[Grid]:
    """Yield one grid for each dataset and pair of systems."""
    pairs: dict[tuple[str, str, str], list[Comparison]] = {}
    for found in comparisons:
        pairs.setdefault((found.dataset, found.first, found.second), []).append(found)
    for (dataset, first, second), rows in pairs.items():
        # One system may be compared with itself as it was in another run.
        names = ("first run", "second run") if first == second else (first, second)
        pair = f"{first} in two runs" if first == second else f"{first} and {second}"
        yield Grid(
            title=f"{dataset}: {pair}",
            corner="Figure",
            columns=(*names, "difference", "p", "n"),
            rows=tuple(map(_compare, rows)),
            note="The same questions in pairs, without those of articles that weights were fitted "
            "on; the difference is the second less the first. With it: its 95 % confidence "
            "interval. Bold: hardly by chance (p below 0.05).",
        )


def _compare(found: Comparison) -> Row:
    known = _MEANINGS.get(found.measure)
    return Row(
        name=found.measure,
        meaning=f"left out: {found.left_out:,} that only one has" if found.left_out else "",
        better=known.better if known else None,
        cells=(
            Cell(text=spell(found.first_value)),
            Cell(text=spell(found.second_value)),
            Cell(
                text=_spell_difference(found.difference),
                detail=f"{_spell_difference(found.low)} to {_spell_difference(found.high)}",
                stands_out=found.p_value < _SIGNIFICANT,
            ),
            Cell(text=f"{found.p_value:.3f}" if found.p_value >= 0.001 else "< 0.001"),
            Cell(text=f"{found.count:,}"),
        ),
    )


def _spell_difference(value: float) -> str:
    """Return a difference with its sign; none where it is nothing."""
    shown = f"{value:+.3f}".replace("-", "−")
    return shown if float(f"{value:.3f}") else shown[1:]
