"""The words of a statement that nothing in the article covers, named for the reader."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from qa.models import Problem, ProblemKind
from qa.verification.premises import Premise
from qa.verification.selection import covers, read_beginnings
from qa.verification.support import Support, tell
from qa.words import content_stems, stem

__all__ = ["find_gaps"]

_WORD: Final = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_APART: Final = 1
"""Covered words that may stand between two of them."""
_CLIPPED: Final = 300
_MAXIMUM: Final = 5


@dataclass(slots=True)
class _Run:
    start: int
    end: int
    words: int
    covered: int = 0


def find_gaps(
    statement: str, support: Support, premises: Sequence[Premise], *, least: int | None
) -> list[Problem]:
    """Return the stretches of a statement whose words no premise holds, as problems.

    Args:
        statement: What was checked.
        support: What was measured of it.
        premises: What it was checked against.
        least: How many words a stretch must have to be returned; ``None`` for a statement that
            is refused for its score, so that words must be named: then any stretch is, or where
            there is none the most doubtful word.
    """
    runs = _find_runs(statement, premises)
    told = [run for run in runs if run.words >= (least or 1)]
    told = sorted(sorted(told, key=lambda run: -run.words)[:_MAXIMUM], key=lambda run: run.start)
    if told or least is not None:
        return [_describe(statement[run.start : run.end]) for run in told]
    doubted = _find_doubted(statement, support)
    return [_describe(doubted)] if doubted else []


def _find_runs(statement: str, premises: Sequence[Premise]) -> list[_Run]:
    held = frozenset[str]().union(*(read_beginnings(tell(statement, p)) for p in premises))
    content = frozenset(content_stems(statement))
    runs: list[_Run] = []
    for match in _WORD.finditer(statement):
        parts = [stem(part) for part in re.split("-", match[0])]
        wanted = [part for part in parts if part in content]
        if not wanted:
            continue
        if all(covers(held, part) for part in wanted):
            if runs:
                runs[-1].covered += 1
        elif runs and runs[-1].covered <= _APART:
            runs[-1].end, runs[-1].covered = match.end(), 0
            runs[-1].words += 1
        else:
            runs.append(_Run(start=match.start(), end=match.end(), words=1))
    return runs


def _find_doubted(statement: str, support: Support) -> str:
    """Return the word that the trained model doubts most, or the whole statement."""
    doubts = support.doubts
    if not len(doubts.pieces):
        return statement[:_CLIPPED]
    start, end = doubts.offsets[int(np.argmax(doubts.pieces))]
    for match in _WORD.finditer(statement):
        if match.start() <= start < match.end():
            return match[0]
    return statement[start:end] or statement[:_CLIPPED]


def _describe(words: str) -> Problem:
    shown = words if len(words) <= _CLIPPED else words[:_CLIPPED].rsplit(" ", 1)[0] + "…"
    return Problem(
        kind=ProblemKind.NOT_STATED,
        words=words,
        message=f"the cited sentences do not say “{shown}”",
    )
