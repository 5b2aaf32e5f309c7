"""Everything that a report says, gathered in one walk over the outcomes."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from index.models import Article
from qa.evaluation.comparison import Comparison
from qa.evaluation.outcomes import ClaimOutcome
from qa.evaluation.report.cells import Cell, Grid, Row
from qa.evaluation.report.chapters import Chapter, make_chapters
from qa.evaluation.report.excerpts import shorten
from qa.evaluation.report.grids import compare_systems, summarise
from qa.evaluation.report.wrong import MAX_ERROR, MAX_WRONG, Failure, WrongAnswers, find_wrong
from qa.evaluation.runs import Run, Section
from qa.models import VerdictLabel

__all__ = ["Contents", "gather_contents"]

_MAX_NAME: Final = 80
_MAX_ABOUT: Final = 2_000
_MAX_ERRORS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a report shows.

    Attributes:
        about: What was run, as lines of name and text.
        summary: The figures that a reader looks for first.
        chapters: One for each dataset.
        comparisons: One for each dataset and pair of systems.
        errors: How often which system failed, and why.
        wrong: The wrong answers.
        claims: The claims whose verdict is wrong, false ones shown as supported first.
        articles: Every article that was asked, by id.
    """

    about: tuple[tuple[str, str], ...]
    summary: Grid
    chapters: tuple[Chapter, ...]
    comparisons: tuple[Grid, ...]
    errors: Grid
    wrong: WrongAnswers
    claims: tuple[ClaimOutcome, ...]
    articles: Mapping[str, Article]


def gather_contents(
    run: Run, sections: Sequence[Section], comparisons: Sequence[Comparison]
) -> Contents:
    """Return what a report of a run shows.

    Args:
        run: What was run and what came out.
        sections: Its figures.
        comparisons: Paired comparisons, where there are any.
    """
    wrong = find_wrong(run.outcomes, run.articles)
    claims, errors = _judge_claims(run.claims)
    return Contents(
        about=tuple(_describe(run.about)),
        summary=summarise([section for section in sections if section.system != "verifier"]),
        chapters=tuple(make_chapters(sections)),
        comparisons=tuple(compare_systems(comparisons)),
        errors=_lay_out_errors(Counter(wrong.errors) + errors),
        wrong=wrong,
        claims=claims,
        articles=run.articles,
    )


def _judge_claims(
    claims: Iterable[ClaimOutcome],
) -> tuple[tuple[ClaimOutcome, ...], Counter[Failure]]:
    """Return the claims whose verdict is wrong, the worst first, and the errors of all."""
    errors: Counter[Failure] = Counter()

    def find() -> Iterator[ClaimOutcome]:
        for claim in claims:
            if claim.error is not None:
                error = shorten(claim.error, max_chars=MAX_ERROR)
                errors[claim.dataset, "verifier", error] += 1
            if _is_wrong(claim):
                yield claim

    return tuple(heapq.nsmallest(MAX_WRONG, find(), _order)), errors


def _is_wrong(claim: ClaimOutcome) -> bool:
    if claim.verdict is None:
        return False  # It is among the errors.
    return (claim.verdict.label is VerdictLabel.SUPPORTED) != claim.supported


def _order(claim: ClaimOutcome) -> tuple[bool, float]:
    score = claim.verdict.score if claim.verdict else 0.0
    return claim.supported, score if claim.supported else -score


def _describe(about: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in about.items():
        text = _spell(value)
        if isinstance(value, Mapping):
            text = "\n".join(f"{inner}: {_spell(part)}" for inner, part in value.items())
        yield shorten(name, max_chars=_MAX_NAME), shorten(text, max_chars=_MAX_ABOUT)


def _spell(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_spell, value)) or "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value in (None, "") else str(value)


def _lay_out_errors(errors: Counter[Failure]) -> Grid:
    return Grid(
        title="Errors",
        corner="What happened",
        columns=("dataset", "system", "n"),
        rows=tuple(
            Row(name=error, cells=(Cell(text=dataset), Cell(text=system), Cell(text=f"{count:,}")))
            for (dataset, system, error), count in errors.most_common(_MAX_ERRORS)
        ),
        note="An error counts as a wrong answer, never as a refusal.",
    )
