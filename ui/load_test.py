"""Many visitors at once: ``python -m ui.load_test``.

Serves the page over a library of its own, in a process of its own, and lets each session ask the
gold questions of the seed article, each in another order, as fast as the answers come, by the
same events that a browser sends.
"""

import argparse
import asyncio
import html
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
from typing import Any, Self

import httpx  # noqa: TID251

from index.errors import AppError
from qa.terminal import complain, print_text
from seeds import GOLD

__all__ = ["LoadError", "Report", "main", "measure_load", "wait_for_address"]

_START_SECONDS = 120.0
_ANSWER_SECONDS = 60.0
_SHOWN_PROBLEMS = 5

# As ui/turns.py writes it, within JSON.
_QUESTION = re.compile(r'class=\\"question\\"><bdi>(.*?)</bdi>')


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

    A session must see the questions that it asked, each with an answer, and no other; anything
    else is noted as a problem.

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
        try:
            events = _Events.read((await client.get("config")).json())
            alone = _Session(client, events, name="alone")
            await alone.open()
            await alone.ask(questions[0])
            for question in questions:
                begun = time.perf_counter()
                await alone.ask(question)
                report.alone.append(time.perf_counter() - begun)
        except (httpx.HTTPError, LoadError) as error:
            raise LoadError(f"The page at {address} does not answer: {error}") from error
        end = time.perf_counter() + seconds
        await asyncio.gather(
            *(
                _go_on(_Session(client, events, name=f"visit{number}"), report, questions, end)
                for number in range(sessions)
            )
        )
    return report


async def _go_on(session: "_Session", report: Report, questions: Sequence[str], end: float) -> None:
    place = int(session.name.removeprefix("visit")) * len(questions) // max(1, report.sessions)
    try:
        await session.open()
        while time.perf_counter() < end:
            begun = time.perf_counter()
            await session.ask(questions[place % len(questions)])
            report.together.append(time.perf_counter() - begun)
            place += 1
    except (httpx.HTTPError, LoadError) as error:
        report.problems.append(f"{session.name}: {error!r:.200}")


@dataclass(frozen=True, slots=True)
class _Events:
    """What a browser sends when it opens the page, and when something is asked on it."""

    opening: tuple[int, int]
    asking: tuple[int, int]

    @classmethod
    def read(cls, config: Mapping[str, Any]) -> Self:
        """Find the numbers of both in the configuration of the page."""
        numbers: dict[str, tuple[int, int]] = {}
        for dependency in config["dependencies"]:
            for component, event in dependency["targets"]:
                numbers.setdefault(event, (dependency["id"], component or 0))
        return cls(numbers["load"], numbers["submit"])


class _Session:
    """One visitor, who sees only what was asked in this visit."""

    def __init__(self, client: httpx.AsyncClient, events: _Events, *, name: str) -> None:
        self.name = name
        self._client = client
        self._events = events
        self._asked: set[str] = set()

    async def open(self) -> None:
        """Open the page."""
        await self._send(self._events.opening, [])

    async def ask(self, question: str) -> None:
        """Ask, and wait for the whole answer."""
        self._asked.add(question)
        told = await self._send(self._events.asking, [question, None])
        shown = set(map(html.unescape, _QUESTION.findall(told)))
        if question not in shown or not shown <= self._asked:
            raise LoadError(f"not what was asked: {sorted(shown - self._asked)!r:.100}")

    async def _send(self, event: tuple[int, int], values: list[object]) -> str:
        """Send an event; return all that the page is told in turn."""
        function, component = event
        body = {"data": values, "fn_index": function, "trigger_id": component}
        body["session_hash"] = self.name
        joined = await self._client.post("gradio_api/queue/join", json=body)
        if joined.status_code != httpx.codes.OK:
            raise LoadError(f"refused with {joined.status_code}: {joined.text[:100]}")
        waited = joined.json()["event_id"]
        told = []
        address = f"gradio_api/queue/data?session_hash={self.name}"
        async with self._client.stream("GET", address) as stream:
            async for line in stream.aiter_lines():
                message = json.loads(line.removeprefix("data: ") or "{}")
                if message.get("event_id") != waited or "output" not in message:
                    continue
                told.append(json.dumps(message["output"].get("data"), ensure_ascii=False))
                if message["msg"] == "process_completed":
                    if not message.get("success"):
                        raise LoadError(f"failed: {told[-1][:100]}")
                    return "".join(told)
        raise LoadError("the answer ended early")


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
                yield wait_for_address(process)
            finally:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=10)
                process.kill()


def wait_for_address(process: "subprocess.Popen[str]") -> str:
    """Return where a page is served, once a process that starts it says so.

    Raises:
        LoadError: It ended, or was silent for two minutes.
    """
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
