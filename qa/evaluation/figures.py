"""From outcomes to figures: one section for each system on each dataset.

Outcomes are read once and let go: of each only a row of numbers is kept.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import nan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.models import Article
from qa.evaluation.cases import Case
from qa.evaluation.curves import Scored, find_points, make_area
from qa.evaluation.measures import MEASURES, is_right, measure
from qa.evaluation.outcomes import Outcome
from qa.evaluation.resampling import (
    Interval,
    Matrix,
    find_blocks,
    find_intervals,
    find_units,
    make_mean,
    widen,
)
from qa.evaluation.runs import Figure, Section
from qa.models import Answer, Status, VerdictLabel

__all__ = [
    "OF_RANKING",
    "find_cluster",
    "make_figure",
    "make_figures",
    "make_sections",
    "measure_latency",
]

OF_RANKING: Final = frozenset(
    name for name in MEASURES if name.startswith(("hit_at_", "mrr", "article_"))
)
_NO_SHARES: Final = frozenset({"citations", "citation_chars"})
_MOST_TYPES: Final = 50
_NO_WIDTH: Final = 1e-9
_ENDS: Final = {"p50": 50, "p95": 95}


def make_sections(
    outcomes: Iterable[Outcome], articles: Mapping[str, Article], *, seed: int = 0
) -> list[Section]:
    """Return the figures of each system on each dataset, in the order of their first outcomes.

    The part ``all`` is followed by ``unseen`` where outcomes of it are known to be unseen.

    Args:
        outcomes: What came out; read once.
        articles: Every article of the run, by id.
        seed: The same gives the same intervals.
    """
    sheets: dict[tuple[str, str], dict[str, _Sheet]] = {}
    for outcome in outcomes:
        parts = sheets.setdefault((outcome.dataset, outcome.system), {"all": _Sheet()})
        values = measure(outcome, articles)
        parts["all"].add(outcome, values)
        if outcome.unseen:
            parts.setdefault("unseen", _Sheet()).add(outcome, values)
    return [
        sheet.make_section(dataset=dataset, system=system, part=part, seed=seed)
        for (dataset, system), parts in sheets.items()
        for part, sheet in parts.items()
    ]


def find_cluster(case: Case) -> tuple[str, ...]:
    """Return the articles a case is about, as far as it says; the case itself where it does not."""
    if case.scope is not None:
        return tuple(sorted(case.scope))
    articles = {place.article for group in case.evidence for place in group}
    return tuple(sorted(articles)) or ("", case.id)


@dataclass(slots=True)
class _Sheet:
    """Rows of numbers, one an outcome, that become a section."""

    values: "array[float]" = field(default_factory=lambda: array("d"))
    scored: list[Scored] = field(default_factory=list)
    clusters: list[int] = field(default_factory=list)
    types: list[int] = field(default_factory=list)
    numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    verdicts: Counter[VerdictLabel] = field(default_factory=Counter)
    latency: dict[str, "array[float]"] = field(default_factory=dict)
    usage: dict[str, float] = field(default_factory=dict)
    ranks: bool = False

    def add(self, outcome: Outcome, values: Mapping[str, float]) -> None:
        """Keep the numbers of an outcome."""
        case, answer = outcome.case, outcome.answer
        self.values.extend(values.get(name, nan) for name in MEASURES)
        self.clusters.append(self._number(("cluster", *find_cluster(case))))
        self.types.append(self._number(("type", case.type)))
        self.scored.append(_score(outcome, is_right(values)))
        self.ranks = self.ranks or bool(outcome.ranked)
        if answer is not None:
            self._add_answer(answer, outcome.seconds)

    def _number(self, name: tuple[str, ...]) -> int:
        return self.numbers.setdefault(name, len(self.numbers))

    def _add_answer(self, answer: Answer, seconds: float) -> None:
        self.verdicts.update(statement.verdict.label for statement in answer.statements)
        stages = {name.removesuffix("_ms"): value for name, value in answer.timings.items()}
        for name, milliseconds in (stages | {"all": 1000 * seconds}).items():
            self.latency.setdefault(name, array("d")).append(milliseconds)
        if answer.usage is not None:
            for name in ("prompt_tokens", "completion_tokens", "cost"):
                amount = getattr(answer.usage, name)
                if amount is not None:
                    self.usage[name] = self.usage.get(name, 0) + amount

    def make_section(self, *, dataset: str, system: str, part: str, seed: int) -> Section:
        """Return the figures of all rows, and of each type of question."""
        rows = np.arange(len(self.scored))
        return Section(
            dataset=dataset,
            system=system,
            part=part,
            figures=self._make_figures(rows, seed),
            by_type={
                name: self._make_figures(np.flatnonzero(np.array(self.types) == number), seed)
                for name, number in self._find_types()
            },
            curve=find_points(self.scored),
            verdicts={
                str(name): self.verdicts[name] for name in VerdictLabel if self.verdicts[name]
            },
            latency=measure_latency(self.latency),
            usage=self.usage,
        )

    def _find_types(self) -> list[tuple[str, int]]:
        """Return name and number of the commonest types, in the order of their names."""
        common = {number for number, _ in Counter(self.types).most_common(_MOST_TYPES)}
        types = {key[1]: number for key, number in self.numbers.items() if key[0] == "type"}
        return sorted((name, number) for name, number in types.items() if number in common)

    def _make_figures(self, rows: NDArray[np.intp], seed: int) -> dict[str, Figure]:
        table = np.frombuffer(self.values).reshape(-1, len(MEASURES))[rows]
        clusters = [self.clusters[row] for row in rows.tolist()]
        figures = make_figures(table, list(MEASURES), clusters, seed=seed)
        if not self.ranks:  # A system that ranks nothing is not one that ranks badly.
            figures = {name: figures[name] for name in figures if name not in OF_RANKING}
        return figures | _measure_area([self.scored[row] for row in rows], clusters, seed)


def _score(outcome: Outcome, right: bool | None) -> Scored:
    answer = outcome.answer
    return Scored(
        score=nan if answer is None else answer.score,
        absent=outcome.case.absent,
        answered=answer is not None and answer.status is Status.ANSWERED,
        right=nan if right is None else float(right),
    )


def make_figures(
    values: Matrix, names: Sequence[str], clusters: Sequence[int], *, seed: int
) -> dict[str, Figure]:
    """Return the mean of each column over the rows where it is defined, with its interval.

    Args:
        values: Questions x measures; NaN where a measure is undefined.
        names: Of the columns; one that is nowhere defined is left out.
        clusters: What each row belongs to.
        seed: The same gives the same intervals.
    """
    figures: dict[str, Figure] = {}
    for rows, columns, table in find_blocks(values):
        units = find_units([clusters[row] for row in rows])
        intervals = find_intervals(make_mean(table, units), units, seed=seed)
        for number, column, interval in zip(columns, table.T, intervals, strict=True):
            figures[names[number]] = make_figure(
                float(column.mean()),
                interval,
                count=len(rows),
                units=0 if names[number] in _NO_SHARES else len(set(units.tolist())),
            )
    return {name: figures[name] for name in names if name in figures}


def make_figure(value: float, interval: Interval | None, *, count: int, units: int = 0) -> Figure:
    """Return a figure; an interval without any width is none.

    Args:
        value: The figure.
        interval: By bootstrap. Where every resample gave the same it says nothing: the exact
            interval takes its place for a share of 0 or 1, and none for anything else.
        count: How many outcomes it was computed from.
        units: Of a share: over how many units it was taken.

    Example:
        >>> figure = make_figure(1.0, (1.0, 1.0), count=40, units=10)
        >>> round(figure.low, 3), figure.high
        (0.692, 1.0)
    """
    if interval and interval[1] - interval[0] < _NO_WIDTH:
        interval = widen(value, units) if units > 1 and value in (0, 1) else None
    low, high = interval or (None, None)
    return Figure(value=value, low=low, high=high, count=count)


def _measure_area(
    scored: Sequence[Scored], clusters: Sequence[int], seed: int
) -> dict[str, Figure]:
    """Return the area under the ROC curve of the scores: answerable questions against absent."""
    scores = np.array([item.score for item in scored])
    answerable = np.array([not item.absent for item in scored], dtype=bool)
    rows = np.flatnonzero(~np.isnan(scores))
    if len(set(answerable[rows].tolist())) < 2:
        return {}
    units = find_units([clusters[row] for row in rows.tolist()])
    area = make_area(scores[rows], answerable[rows], units)
    (interval,) = find_intervals(area, units, seed=seed)
    value = float(area(np.ones((1, int(units.max()) + 1)))[0, 0])
    return {"auroc": make_figure(value, interval, count=len(rows))}


def measure_latency(milliseconds: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float]]:
    """Return median and 95th percentile of each stage.

    Example:
        >>> measure_latency({"verify": [1.0, 2.0, 3.0]})
        {'verify': {'p50': 2.0, 'p95': 2.9}}
    """
    return {
        stage: {name: float(np.percentile(taken, end)) for name, end in _ENDS.items()}
        for stage, taken in milliseconds.items()
    }
