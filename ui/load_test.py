"""Many visitors at once: ``python -m ui.load_test``.

Serves the page over a library of its own, in a process of its own, and lets each session ask the
gold questions of the seed article, each in another order, as fast as the answers come.
"""

import argparse
import asyncio
import json
import os
import re
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import httpx

from index.errors import AppError
from qa.terminal import complain, print_text
from seeds import GOLD

__all__ = ["LoadError", "Report", "main", "measure_load"]

_START_SECONDS = 120.0
_ANSWER_SECONDS = 60.0
_SHOWN_PROBLEMS = 5

_Answer = tuple[object, ...]


class LoadError(AppError):
    """The load could not be measured."""


@dataclass(slots=True, kw_only=True)
class Report:
    """What was seen: seconds of each answer, by one session alone and by all together."""

    sessions: int
    seconds: float
    alone: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the figures in a few lines."""
        lines = [
            f"{self.sessions} sessions for {self.seconds:.0f} s: {len(self.together)} answers, "
            f"{len(self.problems)} wrong or failed",
            f"alone:    {_describe(self.alone)}",
            f"together: {_describe(self.together)}",
        ]
        if self.alone and self.together:
            ratio = _percentile(self.together, 50) / _percentile(self.alone, 50)
            lines.append(f"together / alone (median): {ratio:.1f}")
        return "\n".join(lines + self.problems[:_SHOWN_PROBLEMS])


def measure_load(
    address: str, questions: Sequence[str], *, sessions: int, seconds: float
) -> Report:
    """Ask a page that is being served, by one session alone and then by many.

    What each question is answered alone is what it must be answered together; an answer to
    another question, or to nobody's, is noted as a problem.

    Args:
        address: Where the page is served.
        questions: What is asked; each session begins with another one.
        sessions: How many sessions ask at once.
        seconds: How long they go on asking.

    Raises:
        LoadError: A session alone gets no answers.
    """
    return asyncio.run(_measure(address, questions, sessions, seconds))


async def _measure(address: str, questions: Sequence[str], sessions: int, seconds: float) -> Report:
    report = Report(sessions=sessions, seconds=seconds)
    async with httpx.AsyncClient(
        base_url=address,
        trust_env=False,
        timeout=_ANSWER_SECONDS,
        limits=httpx.Limits(max_connections=None),
    ) as client:
        expected: dict[str, _Answer] = {}
        try:
            await _ask(client, "warm", questions[0])
            for question in questions:
                begun = time.perf_counter()
                expected[question] = await _ask(client, "alone", question)
                report.alone.append(time.perf_counter() - begun)
        except (httpx.HTTPError, LoadError) as error:
            raise LoadError(f"The page at {address} does not answer: {error}") from error
        end = time.perf_counter() + seconds
        await asyncio.gather(
            *(_go_on(client, report, expected, number, end) for number in range(sessions))
        )
    return report


async def _go_on(
    client: httpx.AsyncClient,
    report: Report,
    expected: Mapping[str, _Answer],
    number: int,
    end: float,
) -> None:
    questions = list(expected)
    place = number * len(questions) // max(1, report.sessions)
    while time.perf_counter() < end:
        question = questions[place % len(questions)]
        place += 1
        begun = time.perf_counter()
        try:
            answer = await _ask(client, f"session{number}", question)
        except (httpx.HTTPError, LoadError) as error:
            report.problems.append(f"session {number}: {error!r:.200}")
            continue
        report.together.append(time.perf_counter() - begun)
        if answer != expected[question]:
            report.problems.append(f"session {number}: another answer to {question!r:.100}")


async def _ask(client: httpx.AsyncClient, session: str, question: str) -> _Answer:
    """Ask as a program does; return what identifies the answer."""
    body = {"data": [question, None], "session_hash": session}
    joined = await client.post("gradio_api/call/ask", json=body)
    if joined.status_code != httpx.codes.OK:
        raise LoadError(f"refused with {joined.status_code}: {joined.text[:100]}")
    event = ""
    async with client.stream("GET", f"gradio_api/call/ask/{joined.json()['event_id']}") as stream:
        async for line in stream.aiter_lines():
            name, _, value = line.partition(": ")
            if name == "event":
                event = value
            elif event in {"complete", "error"}:
                return _identify(event, value)
    raise LoadError("the answer ended early")


def _identify(event: str, data: str) -> _Answer:
    if event == "error":
        raise LoadError(f"failed: {data[:100]}")
    answer = json.loads(data)[0]
    statements = [(each["text"], each["citations"]) for each in answer["statements"]]
    return answer["question"], answer["status"], json.dumps(statements, sort_keys=True)


def _describe(seconds: Sequence[float]) -> str:
    if not seconds:
        return "no answers"
    p50, p95 = _percentile(seconds, 50), _percentile(seconds, 95)
    return f"{len(seconds)} answers, p50 {p50:.3f} s, p95 {p95:.3f} s, max {max(seconds):.3f} s"


def _percentile(values: Sequence[float], percent: int) -> float:
    """Return a percentile.

    Example:
        >>> _percentile([3.0, 1.0, 2.0], 50)
        2.0
    """
    return (
        values[0] if len(values) == 1 else quantiles(values, n=100, method="inclusive")[percent - 1]
    )


@contextmanager
def _serve() -> Iterator[str]:
    """Serve the page over a library that is made for this; yield where."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "LIBRARY_DIR": str(Path(folder, "library")),
            "MODEL": "",
            "CHROMA_URL": "",
            "UI_USERS": "",
        }
        arguments = ["-m", "qa", "chat", "--host", "127.0.0.1", "--port", "0"]
        with subprocess.Popen(  # noqa: S603 - arguments of our own
            [sys.executable, *arguments],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield _wait_for_address(process)
            finally:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=10)
                process.kill()


def _wait_for_address(process: "subprocess.Popen[str]") -> str:
    if process.stdout is None:
        raise LoadError("The page cannot be heard.")
    deadline = time.monotonic() + _START_SECONDS
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while ready.select(timeout=max(0.0, deadline - time.monotonic())):
            line = process.stdout.readline()
            if found := re.search(r"http://\S+", line):
                return found[0]
            if not line:
                break
    raise LoadError("The page did not start. Try: article-qa chat")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m ui.load_test", description=__doc__)
    parser.add_argument("--sessions", type=int, default=20, metavar="N", help="how many at once")
    parser.add_argument("--seconds", type=float, default=60.0, metavar="N", help="for how long")
    chosen = parser.parse_args(arguments)
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    # Without what was asked before, a follow-up is another question: those are left out.
    questions = [row["question"] for row in map(json.loads, lines) if not row["history"]]
    try:
        with _serve() as address:
            report = measure_load(
                address, questions, sessions=chosen.sessions, seconds=chosen.seconds
            )
    except AppError as error:
        complain(str(error))
        return 1
    print_text(str(report))
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
