"""Ask every case, judge every answer, and keep what came out."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import Progress

from index.errors import AppError
from qa.evaluation.cases import Batch, Case
from qa.evaluation.claims import Claim
from qa.evaluation.journal import Journal, Key
from qa.evaluation.judging import Judge
from qa.evaluation.outcomes import ClaimOutcome, Outcome
from qa.evaluation.planning import Part, Plan
from qa.evaluation.runs import Run
from qa.evaluation.systems import System
from qa.verification import verify

__all__ = ["run_plan"]

_Asked = TypeVar("_Asked")
_Came = TypeVar("_Came")
_MAX_ERROR_CHARS = 500


def run_plan(
    plan: Plan,
    systems: Sequence[System],
    journal: Journal,
    *,
    about: Mapping[str, Any],
    jobs: int = 1,
) -> Run:
    """Ask what is not yet in the journal, and return all of it.

    A case that makes a system fail is an outcome with an error; the run goes on.

    Args:
        plan: What is asked.
        systems: Who answers; each answers all cases.
        journal: Where outcomes are kept; the run reads them from there.
        about: What the report says of the run.
        jobs: How many questions are asked at once.

    Raises:
        RunError: The journal cannot be written.
    """
    articles = plan.articles
    judge = Judge(articles)
    keys = list(_name_all(plan, systems))
    claims = list(map(_name_claim, plan.claims))
    done = journal.done
    with _show_progress(len(keys) + len(claims) - len(done)) as advance:
        for part in plan.parts:
            for outcome in _ask_part(part, systems, judge, done, jobs=jobs):
                journal.append(outcome)
                advance()
        left = (claim for claim in plan.claims if _name_claim(claim) not in done)
        for judged in _map(partial(_check, plan=plan), left, jobs=jobs):
            journal.append(judged)
            advance()
    return Run(
        about=about,
        articles=articles,
        outcomes=_Kept(journal, keys),
        claims=_Kept(journal, claims),
    )


class _Kept(Iterable[Any]):
    """Outcomes in a journal, in the order of their cases, read anew each time."""

    def __init__(self, journal: Journal, keys: Sequence[Key]) -> None:
        self._journal, self._keys = journal, keys

    def __iter__(self) -> Iterator[Any]:
        return self._journal.read(self._keys)


def _name_all(plan: Plan, systems: Sequence[System]) -> Iterator[Key]:
    for part in plan.parts:
        for system in systems:
            for batch in part.batches:
                for case in batch.cases:
                    yield system.name, part.name, case.id


def _name_claim(claim: Claim) -> Key:
    return "verifier", claim.dataset, claim.id


def _ask_part(
    part: Part, systems: Sequence[System], judge: Judge, done: frozenset[Key], *, jobs: int
) -> Iterator[Outcome]:
    """Yield the outcomes of a part as they come; the systems take turns, batch by batch."""
    for batch in part.batches:
        for system in systems:
            left = [case for case in batch.cases if (system.name, part.name, case.id) not in done]
            if left:
                failed = _add(system, batch)
                ask = partial(_ask, system=system, part=part, judge=judge, failed=failed)
                yield from _map(ask, left, jobs=jobs)


def _add(system: System, batch: Batch) -> str | None:
    """Have a system hold the articles of a batch; return why it does not."""
    try:
        system.add(batch.articles)
    except Exception as error:  # noqa: BLE001  Any: other batches, and other systems, go on.
        return _tell(error)
    return None


def _ask(case: Case, *, system: System, part: Part, judge: Judge, failed: str | None) -> Outcome:
    made = partial(
        Outcome,
        system=system.name,
        dataset=part.name,
        case=case,
        unseen=None if part.unseen is None else case.id in part.unseen,
    )
    if failed is not None:
        return made(error=failed)
    started = time.perf_counter()
    try:
        reply = system.answer(case)
    except Exception as error:  # noqa: BLE001  Any: it is no abstention, and the others go on.
        return made(error=_tell(error), seconds=time.perf_counter() - started)
    seconds = time.perf_counter() - started if reply.seconds is None else reply.seconds
    try:
        judged = judge.judge(reply.answer)
    except Exception as error:  # noqa: BLE001  Any: a fault of ours, which must be seen.
        return made(error=f"The judge failed. {_tell(error)}", seconds=seconds)
    return made(answer=reply.answer, ranked=reply.ranked, judged=judged, seconds=seconds)


def _check(claim: Claim, *, plan: Plan) -> ClaimOutcome:
    made = partial(
        ClaimOutcome,
        dataset=claim.dataset,
        id=claim.id,
        group=claim.group,
        unseen=(claim.dataset, claim.id) in plan.unseen,
        claim=claim.statement,
        supported=claim.supported,
    )
    started = time.perf_counter()
    try:
        verdict = verify(claim.statement, claim.premises)
    except Exception as error:  # noqa: BLE001  Any: the others are still checked.
        return made(error=_tell(error), seconds=time.perf_counter() - started)
    return made(verdict=verdict, seconds=time.perf_counter() - started)


def _tell(error: Exception) -> str:
    """Return what happened in one line; of what no user should ever meet, with its kind."""
    told = str(error) if isinstance(error, AppError) else f"{type(error).__name__}: {error}"
    return " ".join(told.split()).removesuffix(":")[:_MAX_ERROR_CHARS]


def _map(do: Callable[[_Asked], _Came], asked: Iterable[_Asked], *, jobs: int) -> Iterator[_Came]:
    """Yield what comes of each, as it comes; never more under way than there are jobs."""
    if jobs == 1:
        yield from map(do, asked)
        return
    waiting = iter(asked)
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        under_way: set[Future[_Came]] = {pool.submit(do, one) for one in islice(waiting, jobs)}
        while under_way:
            ended, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            under_way |= {pool.submit(do, one) for one in islice(waiting, len(ended))}
            yield from (future.result() for future in ended)


@contextmanager
def _show_progress(total: int) -> Iterator[Callable[[], None]]:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("evaluating", total=total)
        yield partial(progress.advance, task)
