"""What every probe has in common: articles, what is drawn of them, what is found, figures."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from random import Random
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from index.articles import read_article, read_sentences
from index.models import Article, Sentence, SentenceKind
from qa.evaluation.datasets import read_batches
from qa.evaluation.report.cells import Cell, Grid, Row, spell
from qa.evaluation.tables import show_grid
from seeds import ARTICLES

__all__ = [
    "Finding",
    "Probe",
    "Weight",
    "draw_sentences",
    "find_lowest",
    "follow",
    "read_articles",
    "report",
]

_MAX_SHOWN = 40

T = TypeVar("T")


class Weight(Enum):
    """How much depends on a share: its probe's lowest share, a place among the missed, nothing."""

    DECISIVE = auto()
    WANTED = auto()
    TOLD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was tried, and what came of it.

    Attributes:
        kind: What kind of thing it was.
        passed: Whether it passed, by the name of the figure; a figure that is not defined for it
            is left out.
        details: What it was in words, by name, for the list of what was missed.
    """

    kind: str
    passed: Mapping[str, bool]
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """All that one probe found.

    Attributes:
        title: What the table is called.
        counted: What its first number counts, in the plural.
        kinds: Every kind of thing that is tried, in the order of the table.
        figures: The shares of each kind, by name, and what depends on them.
        note: What the shares mean, in a line.
        findings: What was found.
    """

    title: str
    counted: str
    kinds: Sequence[str]
    figures: Mapping[str, Weight]
    note: str
    findings: Sequence[Finding]

    def share(self, kind: str, figure: str) -> float | None:
        """Return which share of a kind passed; ``None`` where the figure is not defined."""
        passed = [
            finding.passed[figure]
            for finding in self.findings
            if finding.kind == kind and figure in finding.passed
        ]
        return sum(passed) / len(passed) if passed else None

    def find_missed(self, finding: Finding) -> list[str]:
        """Return the names of the figures that a finding speaks against."""
        return [
            figure
            for figure, weight in self.figures.items()
            if weight is not Weight.TOLD and not finding.passed.get(figure, True)
        ]


def read_articles(files: Sequence[Path], *, data: Path | None) -> list[Article]:
    """Read the articles to probe: files, else the CoQA-CNN articles of a folder, else the seeds.

    Raises:
        AppError: An article or the folder cannot be read.
    """
    if files:
        return [read_article(path) for path in files]
    if data is not None:
        return [batch.articles[0] for batch in read_batches("coqa-cnn", data)]
    return [read_article(path) for path in ARTICLES.values()]


def draw_sentences(
    articles: Sequence[Article], count: int, rng: Random
) -> list[tuple[int, Sentence]]:
    """Return story sentences drawn at random, each with the place of its article."""
    places = [
        (place, sentence)
        for place, article in enumerate(articles)
        for sentence in read_sentences(article)
        if sentence.kind is SentenceKind.STORY
    ]
    return rng.sample(places, min(count, len(places)))


def follow(items: Sequence[T]) -> Iterable[T]:
    """Yield items while a bar on the terminal tells how many are left; it is gone at the end."""
    return track(items, "probing", console=Console(stderr=True), transient=True)


def report(probe: Probe, *, show_missed: bool, as_json: bool) -> str:
    """Return the figures by kind as a table or as JSON, with what was missed if wanted."""
    if as_json:
        kinds = {kind: _score(probe, kind) for kind in probe.kinds}
        missed = [
            {"kind": finding.kind, "missed": names, **finding.details}
            for finding in probe.findings
            if show_missed and (names := probe.find_missed(finding))
        ]
        return json.dumps({"kinds": kinds} | ({"missed": missed} if missed else {}), indent=2)
    missed_lines = _show_missed(probe) if show_missed else ()
    return show_grid(_lay_out(probe)) + f"{probe.note}\n" + "\n".join(missed_lines)


def find_lowest(probe: Probe) -> float:
    """Return the lowest decisive share of all kinds; 0 where nothing was tried."""
    shares = (
        probe.share(kind, figure)
        for kind in probe.kinds
        for figure, weight in probe.figures.items()
        if weight is Weight.DECISIVE
    )
    return min((share for share in shares if share is not None), default=0.0)


def _score(probe: Probe, kind: str) -> dict[str, float | None]:
    count = sum(finding.kind == kind for finding in probe.findings)
    return {"n": count} | {figure: probe.share(kind, figure) for figure in probe.figures}


def _lay_out(probe: Probe) -> Grid:
    rows = []
    for kind in probe.kinds:
        count, *shares = _score(probe, kind).values()
        texts = [str(count), *("–" if share is None else spell(share) for share in shares)]
        rows.append(Row(name=kind, cells=tuple(Cell(text=text) for text in texts)))
    return Grid(
        title=probe.title,
        corner="kind",
        columns=(probe.counted, *probe.figures),
        rows=tuple(rows),
    )


def _show_missed(probe: Probe) -> Iterator[str]:
    for kind in probe.kinds:
        missed = [
            (finding, names)
            for finding in probe.findings
            if finding.kind == kind and (names := probe.find_missed(finding))
        ]
        if missed:
            yield f"\n{kind}: {len(missed)} missed"
        for finding, names in missed[:_MAX_SHOWN]:
            yield f"  not {', not '.join(names)}"
            width = max(map(len, finding.details), default=0) + 1
            yield from (f"  {name + ':':<{width}} {text}" for name, text in finding.details.items())
            yield ""
