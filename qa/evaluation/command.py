"""``article-qa eval``: run, show the figures, write the report, compare, and pass or fail."""

import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from index.errors import RunError, SettingsError
from qa.assistant import ArticleQA
from qa.evaluation.about import describe, describe_running
from qa.evaluation.baselines import BASELINES, open_baseline
from qa.evaluation.claim_figures import make_claim_sections
from qa.evaluation.comparison import Comparison, compare, read_rows
from qa.evaluation.figures import make_sections
from qa.evaluation.journal import Journal
from qa.evaluation.measures import FIGURES, MEASURES
from qa.evaluation.outcomes import ClaimOutcome, Outcome
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

_KNOWN = {**MEASURES, **FIGURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A figure that fails a run when it is worse than this.

    ``dataset`` is ``None`` where it holds for every dataset that has the figure.

    Raises:
        RunError: There is no such figure.
    """

    figure: str
    value: float
    dataset: str | None = None

    def __post_init__(self) -> None:
        if self.figure not in _KNOWN:
            raise RunError(f"There is no figure {self.figure!r:.80}. See docs/measures.md.")


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
    earlier = read_rows(read_run(output.earlier)) if output.earlier else None
    plan = make_plan(options)
    settings = replace(read_settings(), chroma_url="")  # A library of its own, gone afterwards.
    with ExitStack() as stack:
        stack.enter_context(_ending_tidily())
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        assistant = stack.enter_context(ArticleQA.open(scratch / "library", settings=settings))
        systems = [stack.enter_context(closing(one)) for one in _open_systems(assistant, options)]
        running = describe_running(plan, options, settings, [one.name for one in systems])
        folder = output.report or scratch / "run"
        journal = stack.enter_context(Journal(folder, running, fresh=output.fresh))
        about = describe(plan, options, running)
        with _tell_interrupted(output):
            run = run_plan(plan, systems, journal, about=about, jobs=options.jobs)
        sections = [
            *make_sections(run.outcomes, run.articles, seed=options.seed),
            *make_claim_sections(list(run.claims), seed=options.seed),
        ]
        rows = read_rows(run) if earlier is not None or len(systems) > 1 else {}
        since = [] if earlier is None else compare(earlier, rows, seed=options.seed)
        comparisons = [*compare(rows, seed=options.seed), *since]
        if output.report is not None:  # First: who reads what is printed may stop reading.
            write_run(run, sections, output.report / "report.json")
            write_report(run, sections, comparisons, output.report)
            complain(f"The report is {output.report / 'report.html'}")
        _print(run, sections, comparisons, output)
        failed = _tell_failures(journal, output)
        if output.report is not None and not failed:
            journal.finish()
    missed = list(_check_bounds(sections, output.bounds))
    if earlier is not None and not since:
        missed.append("Nothing was compared: the earlier run holds none of these questions.")
    for line in missed:
        complain(line)
    return int(bool(failed or missed))


def _open_systems(assistant: ArticleQA, options: Options) -> Iterator[System]:
    name = options.writer or assistant.default_writer
    (chosen,) = (writer for writer in assistant.writers if writer.name == name)
    if not chosen.available:  # Else every single question would say so.
        raise SettingsError(chosen.hint)
    yield Product(assistant, name)
    for name in dict.fromkeys(options.baselines):
        yield open_baseline(name, assistant)


@contextmanager
def _ending_tidily() -> Iterator[None]:
    """Have what asks the process to end do as Ctrl-C does, so that nothing of it is left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _tell_interrupted(output: Output) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        kept = "What was answered is kept: the same command goes on from there."
        complain(kept if output.report else "With --report DIR it could be gone on with.")
        raise


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


def _tell_failures(journal: Journal, output: Output) -> int:
    """Say how many questions and claims failed, and why the first did."""
    failed = journal.failed
    for first in journal.read(failed[:1]):
        again = " The same command asks them again." if output.report else ""
        complain(f"{len(failed)} of the questions failed; the first: {_tell_why(first)}{again}")
    return len(failed)


def _tell_why(outcome: Outcome | ClaimOutcome) -> str:
    if outcome.error is None and isinstance(outcome, Outcome) and outcome.answer is not None:
        return outcome.answer.notice or ""  # Quotes answered, and say why.
    return outcome.error or ""


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
        lower_is_better = _KNOWN[bound.figure].better == "lower"
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
