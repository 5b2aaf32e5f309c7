"""The report as Markdown that no text from outside can steer."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from index.models import Article
from qa.evaluation.outcomes import Outcome
from qa.evaluation.report.cells import ARROWS, VERDICTS, Cell, Grid, Row
from qa.evaluation.report.contents import Contents
from qa.evaluation.report.excerpts import Excerpt, Piece, cut_excerpts, shorten
from qa.evaluation.report.wrong import Wrong
from qa.models import Answer
from qa.record_markdown import escape_markdown

__all__ = ["write_markdown"]

_MAX_WRONG: Final = 50
_MAX_CHARS: Final = 600
_MAX_SHOWN: Final = 20
_MAX_TURNS: Final = 4
# What the lists of Markdown begin with begins no list in a table.
_FIGURE: Final = re.compile(r"[+−]?\d[\d.,]*(?: to [+−]?\d[\d.,]*)?", re.ASCII)


def write_markdown(contents: Contents) -> Iterator[str]:
    """Yield the report in pieces: the same tables as the page, and the worst answers."""
    yield "# Evaluation\n\n"
    yield from _write_grids([contents.summary], level=2)
    yield "## What was run\n\n"
    for name, text in contents.about:
        yield f"- **{_say(name)}**: {escape_markdown(', '.join(text.splitlines()))}\n"
    yield "\n"
    for chapter in contents.chapters:
        yield f"## {_say(chapter.dataset)}\n\n"
        yield from _write_grids(chapter.figures)
        if chapter.curves:
            yield "### Risk and coverage\n\n"
            yield from _write_grids(chapter.curves, level=4)
        yield from _write_grids(chapter.more)
    if contents.comparisons:
        yield "## Comparisons\n\n"
        yield from _write_grids(contents.comparisons)
    yield from _write_grids([contents.errors], level=2)
    yield from _write_wrong_answers(contents)


def _write_grid(grid: Grid) -> Iterator[str]:
    """Yield the lines of a table; figures are as long as on the page."""
    columns = [_say(column) for column in grid.columns]
    yield f"| {' | '.join([_say(grid.corner), *columns])} |\n"
    yield f"|---|{'---:|' * len(columns)}\n"
    for row in grid.rows:
        cells = [_spell(cell) for cell in row.cells]
        yield f"| {' | '.join([_name(row), *cells])} |\n"


def _spell(cell: Cell) -> str:
    text, detail = (
        part if _FIGURE.fullmatch(part) else _say(part) for part in (cell.text, cell.detail)
    )
    shown = f"**{text}**" if cell.stands_out else text
    return f"{shown} ({detail})" if cell.detail else shown


def _name(row: Row) -> str:
    meaning = f": {_say(row.meaning)}" if row.meaning else ""
    return f"{_say(row.name)}{ARROWS[row.better]}{meaning}"


def _write_grids(grids: Iterable[Grid], *, level: int = 3) -> Iterator[str]:
    for grid in grids:
        if grid.rows and grid.columns:
            yield f"{'#' * level} {_say(grid.title)}\n\n"
            yield from _write_grid(grid)
            yield f"\n{_say(grid.note)}\n\n" if grid.note else "\n"


def _say(text: str, *, bold: bool = False) -> str:
    """Return text for one line; ``–`` where nothing would be seen."""
    shown = escape_markdown(shorten(text, max_chars=_MAX_CHARS)) or "–"
    return f"**{shown}**" if bold else shown


def _write_wrong_answers(contents: Contents) -> Iterator[str]:
    wrong = contents.wrong
    yield "## Wrong answers\n\n"
    shown = min(_MAX_WRONG, len(wrong.worst))
    rest = f" The {shown} worst:" if shown < wrong.count else ""
    yield f"{wrong.count:,} in all, worst first.{rest}\n\n"
    for kind, count in wrong.kinds.items():
        yield f"- {_say(kind)}: {count:,}\n"
    yield "\n"
    for number, item in enumerate(islice(wrong.worst, _MAX_WRONG), start=1):
        yield f"### {number}. {_say(item.outcome.case.question)}\n\n"
        yield from (f"{line}\n" for line in _write_wrong(item, contents.articles))
        yield "\n"


def _write_wrong(item: Wrong, articles: Mapping[str, Article]) -> Iterator[str]:
    outcome, case = item.outcome, item.outcome.case
    facts = [outcome.dataset, outcome.system, case.type, case.id]
    yield f"- **{', '.join(map(_say, item.kinds))}** ({', '.join(map(_say, facts))})"
    for asked, told in case.history[-_MAX_TURNS:]:
        yield f"- Earlier: {_say(asked)} → {_say(told)}"
    if outcome.answer is None:
        yield f"- Error: {_say(outcome.error or '')}"
    else:
        yield from _write_answer(outcome, outcome.answer)
    yield f"- Right: {_tell_right(outcome)}"
    for excerpt in cut_excerpts(outcome, articles):
        yield from _write_excerpt(excerpt)


def _tell_right(outcome: Outcome) -> str:
    case = outcome.case
    if case.absent:
        return "that the articles do not say"
    return " or ".join(map(_say, case.answers[:_MAX_SHOWN])) or "the sentences marked ◆"


def _write_answer(outcome: Outcome, answer: Answer) -> Iterator[str]:
    if answer.standalone_question != outcome.case.question:
        yield f"- Asked as: {_say(answer.standalone_question)}"
    yield f"- Score: {answer.score:.2f}"
    if not answer.statements:
        yield f"- Answered: {_say(answer.text)}"
    for statement in answer.statements[:_MAX_SHOWN]:
        markers = "".join(f" \\[{number}\\]" for number in statement.citations[:_MAX_SHOWN])
        yield f"- Answered: {_say(statement.text)}{markers}"
        verdict = statement.verdict
        problems = "; ".join(_say(str(problem)) for problem in verdict.problems[:_MAX_SHOWN])
        label = " ".join(VERDICTS[verdict.label])
        yield f"  - {label} {verdict.score:.2f}{problems and f': {problems}'}"
    for citation in answer.citations[:_MAX_SHOWN]:
        yield f"- \\[{citation.number}\\] “{_say(citation.quote)}”"


def _write_excerpt(excerpt: Excerpt) -> Iterator[str]:
    yield ""
    yield f"> {_say(excerpt.article.title)} (cited: bold, with its number; right: ◆)"
    for line in excerpt.lines:
        yield ">"
        if line.after_gap:
            yield "> …"
            yield ">"
        yield f"> {line.number}\\. {''.join(_write_pieces(line.pieces)).strip()}"


def _write_pieces(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        markers = "".join(f" \\[{number}\\]" for number in piece.cited)
        sign = "◆" if piece.right else ""
        if words := piece.text.strip():
            before, after = piece.text.split(words, 1)
            shown = _say(words, bold=bool(piece.cited))
            yield f"{before and ' '}{shown}{sign}{markers}{after and ' '}"
