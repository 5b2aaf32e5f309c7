"""Figures as tables of text, for the terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.models import Article
from qa.evaluation.comparison import Comparison
from qa.evaluation.report.cells import ARROWS, Cell, Grid, Row, spell
from qa.evaluation.report.chapters import make_chapters
from qa.evaluation.report.excerpts import shorten
from qa.evaluation.report.grids import compare_systems
from qa.evaluation.report.wrong import Wrong, WrongAnswers
from qa.evaluation.runs import Section
from qa.terminal import clean

__all__ = ["show_comparisons", "show_grid", "show_sections", "show_table", "show_wrong"]

_WIDTH: Final = 110
_MAX_CHARS: Final = 300
_MAX_ALTERNATIVES: Final = 3
_DETAILED: Final = 4
"""So many columns leave room for intervals, and for names in one line."""


def show_sections(sections: Sequence[Section]) -> str:
    """Return the figures of all systems, one table a dataset and part, and what else there is."""
    return "\n".join(
        show_grid(replace(grid, title=f"{chapter.dataset}: {grid.title}"))
        for chapter in make_chapters(sections)
        for grid in (*chapter.figures, *chapter.more)
    )


def show_comparisons(comparisons: Sequence[Comparison]) -> str:
    """Return paired comparisons as tables, one a dataset and pair of systems."""
    return "\n".join(map(show_grid, compare_systems(comparisons)))


def show_wrong(wrong: WrongAnswers, articles: Mapping[str, Article]) -> str:
    """Return each of the worst wrong answers in a few lines, and how many there are of all.

    Args:
        wrong: What ``find_wrong`` found.
        articles: Every article that was asked, by id.
    """
    rest = f"; the {len(wrong.worst):,} worst:" if len(wrong.worst) < wrong.count else ""
    lines = [f"Wrong answers: {wrong.count:,}{rest}"]
    for item in wrong.worst:
        lines += ["", *_tell_wrong(item, articles)]
    return "\n".join(map(clean, lines)) + "\n"


def show_table(title: str, figures: Mapping[str, float], meaning: Mapping[str, str]) -> str:
    """Return figures as a table of text.

    Args:
        title: What they are of.
        figures: Values by name.
        meaning: The names in plain words, where they need any.
    """
    rows = (
        Row(name=name, cells=(Cell(text=spell(value)),), meaning=meaning.get(name, ""))
        for name, value in figures.items()
    )
    return show_grid(Grid(title=title, corner="figure", columns=("value",), rows=tuple(rows)))


def show_grid(grid: Grid) -> str:
    """Return a grid, without its note, as a table of text."""
    explained = any(row.meaning for row in grid.rows)
    narrow = len(grid.columns) > _DETAILED
    table = Table(title=_say(grid.title), title_justify="left")
    table.add_column(_say(grid.corner), no_wrap=True)
    for column in grid.columns:
        table.add_column(_say(column.replace("_", "_\n") if narrow else column), justify="right")
    if explained:
        table.add_column("meaning")
    for row in grid.rows:
        name = _say(f"{row.name}{ARROWS[row.better]}")
        cells = [_say(cell.text if narrow else _detail(cell)) for cell in row.cells]
        table.add_row(name, *cells, *([_say(row.meaning)] if explained else []))
    console = Console(width=_WIDTH, no_color=True)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def _detail(cell: Cell) -> str:
    return f"{cell.text}\n{cell.detail}".strip()


def _say(text: str) -> Text:
    """Return text in which nothing steers the terminal or the table."""
    return Text("\n".join(map(clean, shorten(text, max_chars=_MAX_CHARS).split("\n"))))


def _tell_wrong(item: Wrong, articles: Mapping[str, Article]) -> Iterator[str]:
    outcome, case = item.outcome, item.outcome.case
    kinds = ", ".join(item.kinds)
    yield f"{case.id} [{case.type}, {outcome.system}] {kinds}: {_cut(case.question)}"
    if outcome.answer is None:
        yield f"  failed:   {_cut(outcome.error or '')}"
    else:
        answer = outcome.answer
        if answer.standalone_question != case.question:
            yield f"  asked as: {_cut(answer.standalone_question)}"
        yield f"  answered: {_cut(answer.text)} (score {answer.score:.2f})"
    yield f"  right:    {' | '.join(_tell_right(item, articles)) or '?'}"


def _tell_right(item: Wrong, articles: Mapping[str, Article]) -> Iterator[str]:
    case = item.outcome.case
    if case.absent:
        yield "nothing"
    yield from _cut_each(case.answers)
    for group in case.evidence:
        places = (place for place in group if place.article in articles)
        texts = (articles[place.article].text[place.start : place.end] for place in places)
        yield " or ".join(_cut_each(texts))


def _cut_each(texts: Iterable[str]) -> list[str]:
    return [_cut(text) for text, _ in zip(texts, range(_MAX_ALTERNATIVES), strict=False)]


def _cut(text: str) -> str:
    return shorten(text, max_chars=_MAX_CHARS)
