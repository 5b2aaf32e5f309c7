"""``article-qa eval``: run, show the figures, write the report, compare, and pass or fail."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from index.errors import RunError
from qa.assistant import ArticleQA
from qa.evaluation.about import describe, describe_running
from qa.evaluation.baselines import BASELINES, open_baseline
from qa.evaluation.claim_figures import make_claim_sections
from qa.evaluation.comparison import Comparison, compare
from qa.evaluation.figures import make_sections
from qa.evaluation.journal import Journal
from qa.evaluation.measures import MEASURES
from qa.evaluation.planning import Options, make_plan
from qa.evaluation.report import write_report
from qa.evaluation.report.wrong import find_wrong
from qa.evaluation.running import run_plan
from qa.evaluation.runs import Run, Section, read_run, write_run
from qa.evaluation.systems import Product, System
from qa.evaluation.tables import show_comparisons, show_sections, show_wrong
from qa.settings import read_settings
from qa.terminal import complain, print_json, print_text

__all__ = ["Bound", "Output", "evaluate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A figure that fails a run when it is worse than this.

    ``dataset`` is ``None`` where it holds for every dataset that has the figure.
    """

    figure: str
    value: float
    dataset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What becomes of the outcomes.

    Attributes:
        report: Folder of the report; the run can be gone on with only where there is one.
        fresh: Whether to start over where the folder holds an interrupted run.
        earlier: Report of an earlier run to compare with.
        bounds: Figures that fail the run.
        wrong: Whether to print every wrong answer.
        as_json: Whether to print the figures as JSON.
    """

    report: Path | None = None
    fresh: bool = False
    earlier: Path | None = None
    bounds: tuple[Bound, ...] = ()
    wrong: bool = False
    as_json: bool = False


def evaluate(options: Options, output: Output) -> int:
    """Run an evaluation; return 0, or 1 where a question failed or a bound was missed.

    Raises:
        AppError: It cannot be run, or the report cannot be written.
    """
    earlier = read_run(output.earlier) if output.earlier else None
    plan = make_plan(options)
    settings = replace(read_settings(), chroma_url="")  # A library of its own, gone afterwards.
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        systems = []
        for system in _open_systems(
            ArticleQA.open(scratch / "library", settings=settings), options
        ):
            stack.callback(system.close)
            systems.append(system)
        names = [system.name for system in systems]
        journal = stack.enter_context(
            Journal(
                output.report or scratch / "run",
                describe_running(plan, options, settings, names),
                fresh=output.fresh,
            )
        )
        about = describe(plan, options, settings, names)
        run = _run(
            partial(run_plan, plan, systems, journal, about=about, jobs=options.jobs), output
        )
        sections = [
            *make_sections(run.outcomes, run.articles, seed=options.seed),
            *make_claim_sections(list(run.claims), seed=options.seed),
        ]
        comparisons = _compare(run, earlier, seed=options.seed)
        if output.report is not None:  # First: who reads what is printed may stop reading.
            write_run(run, sections, output.report / "report.json")
            write_report(run, sections, comparisons, output.report)
        _print(run, sections, comparisons, output)
        failed = _tell_failures(run)
        if output.report is not None:
            journal.finish()
            complain(f"The report is {output.report / 'report.html'}")
    missed = list(_check_bounds(sections, output.bounds))
    for line in missed:
        complain(line)
    return int(bool(failed or missed))


def _run(start: Callable[[], Run], output: Output) -> Run:
    try:
        return start()
    except KeyboardInterrupt:
        kept = "What was answered is kept: the same command goes on from there."
        complain(kept if output.report else "With --report DIR it could be gone on with.")
        raise


def _open_systems(assistant: ArticleQA, options: Options) -> Iterator[System]:
    yield Product(assistant, options.writer or assistant.default_writer)
    for name in dict.fromkeys(options.baselines):
        yield open_baseline(name, assistant)


def _compare(run: Run, earlier: Run | None, *, seed: int) -> list[Comparison]:
    """Compare the systems of a run with each other, and with those of an earlier run."""
    among = compare(run, run, seed=seed)
    if earlier is None:
        return among
    since = compare(earlier, run, seed=seed)
    if not since:
        complain("Nothing was compared: the earlier run holds none of these questions.")
    return among + since


def _print(
    run: Run, sections: Sequence[Section], comparisons: Sequence[Comparison], output: Output
) -> None:
    if output.as_json:
        values = {
            "about": dict(run.about),
            "figures": [asdict(section) for section in sections],
            "comparisons": [asdict(comparison) for comparison in comparisons],
        }
        print_json(values, indent=2)
        return
    print_text(show_sections(sections))
    if comparisons:
        print_text(show_comparisons(comparisons))
    if output.wrong:
        print_text(show_wrong(find_wrong(run.outcomes, run.articles), run.articles))


def _tell_failures(run: Run) -> int:
    """Say how many questions and claims failed, and why the first did."""
    errors = [one.error for rows in (run.outcomes, run.claims) for one in rows if one.error]
    if errors:
        complain(f"{len(errors)} of the questions failed; the first: {errors[0]}")
    return len(errors)


def _check_bounds(sections: Sequence[Section], bounds: Sequence[Bound]) -> Iterator[str]:
    """Yield one line for each figure that is worse than its bound; baselines have none.

    Raises:
        RunError: No section has the figure.
    """
    for bound in bounds:
        own = [
            section
            for section in sections
            if section.part == "all" or section.system == "verifier"
            if bound.figure in section.figures
            if section.system not in BASELINES
            if bound.dataset in (None, section.dataset)
        ]
        if not own:
            raise RunError(_tell_unknown(sections, bound))
        lower_is_better = MEASURES[bound.figure].better == "lower"
        for section in own:
            value = section.figures[bound.figure].value
            if (value > bound.value) if lower_is_better else (value < bound.value):
                yield (
                    f"{section.dataset}, {section.system}: {bound.figure} is {value:.3f}, and "
                    f"{'at most' if lower_is_better else 'at least'} {bound.value} is wanted."
                )


def _tell_unknown(sections: Sequence[Section], bound: Bound) -> str:
    known = dict.fromkeys(name for section in sections for name in section.figures)
    place = f" on {bound.dataset!r}" if bound.dataset else ""
    return f"There is no figure {bound.figure!r}{place}. There are: {', '.join(known)}."
