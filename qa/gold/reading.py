"""Reading a file of questions: every line, and all that cannot be read of it.

Who asks the questions or scores them (``qa.gold``) is told the first mistake; who checks a file
(``qa.gold.check``) is told all.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TextIO

from index.errors import GoldError
from qa.gold.lines import GoldLine, GoldQuestion, Mistake

__all__ = ["read_lines"]

_MAX_LINE_CHARS: Final = 200_000
_MAX_SKIPPED: Final = 500
"""Of a line that is too long: how many times its greatest length is skipped."""
_NOT_UTF8 = re.compile(r"[\udc80-\udcff]")
_TURN: Final = '{"question": "…", "answer": "…"}'
_MEND: Final = "Mend the line."


def read_lines(path: Path) -> Iterator[GoldLine]:
    """Yield the lines of a file of questions, each with all that cannot be read of it.

    Raises:
        GoldError: The file cannot be read.
    """
    try:
        # What is not UTF-8 is smuggled through as half characters, so that its line is known.
        with path.open(encoding="utf-8-sig", errors="surrogateescape") as stream:
            number = 0
            while line := stream.readline(_MAX_LINE_CHARS + 1):
                number += 1
                if len(line) > _MAX_LINE_CHARS:
                    problem = f"is over {_MAX_LINE_CHARS:,} characters"
                    yield _fail_line(path, number, problem, "Shorten it.")
                    if not line.endswith("\n"):
                        _skip_line(stream, path, number)
                elif line.strip():
                    yield _read_line(path, number, line)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such name is possible"
        raise GoldError(f"{path} cannot be read: {reason}. Check the path.") from error


def _skip_line(stream: TextIO, path: Path, number: int) -> None:
    for _ in range(_MAX_SKIPPED):
        rest = stream.readline(_MAX_LINE_CHARS)
        if not rest or rest.endswith("\n"):
            return
    raise GoldError(f"{path}, line {number}, line: has no end. Name a file of JSON lines.")


def _fail_line(path: Path, number: int, problem: str, advice: str = _MEND) -> GoldLine:
    question = GoldQuestion(id=str(number), question="", line=number)
    line = GoldLine(file=path, number=number, question=question)
    return replace(line, mistakes=(line.fail("line", problem, advice),))


def _read_line(path: Path, number: int, line: str) -> GoldLine:
    if _NOT_UTF8.search(line):
        return _fail_line(path, number, "is not UTF-8 text", "Save the file as UTF-8.")
    twice: list[str] = []

    def keep(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counts = Counter(name for name, _ in pairs)
        twice.extend(name for name, count in counts.items() if count > 1)
        return dict(pairs)

    try:
        values = json.loads(line, object_pairs_hook=keep, parse_constant=_refuse_constant)
    except RecursionError:
        return _fail_line(path, number, "is not JSON: it is nested too deeply")
    except json.JSONDecodeError as error:
        problem = f"is not JSON: {error.msg}, character {error.colno}"
        return _fail_line(path, number, problem, "Write one JSON object a line.")
    except ValueError:
        problem = "is not JSON: it holds NaN, Infinity or a number that is too long"
        return _fail_line(path, number, problem)
    if not isinstance(values, dict):
        problem = f"is not a JSON object but {_tell_kind(values)}"
        return _fail_line(path, number, problem, "Write one JSON object a line.")
    return _FieldReader(path, number, values, twice).read()


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


class _FieldReader:
    """Reads the fields of one line, and keeps what is wrong with them."""

    def __init__(
        self, path: Path, number: int, values: dict[str, Any], twice: Sequence[str]
    ) -> None:
        self._line = GoldLine(
            file=path,
            number=number,
            question=GoldQuestion(id=str(number), question=""),
            values=values,
            twice=tuple(twice),
        )
        self._values = values
        self._mistakes: list[Mistake] = []

    def read(self) -> GoldLine:
        """Return the line with its question and its mistakes, in the order of the fields."""
        question = GoldQuestion(
            id=self._read_id(),
            type=self._read_text("type") or "question",
            question=self._read_question(),
            history=tuple(self._read_history()),
            article=self._read_text("article"),
            evidence=tuple(self._read_evidence()),
            answer=self._read_texts("answer", self._read_list("answer")),
            absent=self._read_absent(),
            line=self._line.number,
            reviewed=self._read_reviewed(),
        )
        return replace(self._line, question=question, mistakes=tuple(self._mistakes))

    def _fail(self, name: str, problem: str, advice: str = _MEND) -> None:
        self._mistakes.append(self._line.fail(name, problem, advice))

    def _read_id(self) -> str:
        name = self._values.get("id", self._line.number)
        if isinstance(name, str | int) and not isinstance(name, bool):
            return str(name)
        self._fail("id", f"is not text but {_tell_kind(name)}")
        return str(self._line.number)

    def _read_question(self) -> str:
        if self._values.get("question") is None:
            self._fail("question", "is missing", "Write what is asked.")
        return self._read_text("question") or ""

    def _read_text(self, name: str) -> str | None:
        value = self._values.get(name)
        if isinstance(value, str | None):
            return value
        self._fail(name, f"is not text but {_tell_kind(value)}")
        return None

    def _read_absent(self) -> bool:
        absent = self._values.get("absent")
        if not isinstance(absent, bool | None):
            self._fail("absent", f"is not true or false but {_tell_kind(absent)}")
        return absent is True

    def _read_list(self, name: str) -> list[Any]:
        values = self._values.get(name)
        if values is None:
            return []
        if isinstance(values, list):
            return values
        self._fail(name, f"is not a list but {_tell_kind(values)}", "Put it into [ ].")
        return []

    def _read_texts(self, name: str, values: Sequence[Any], *, where: str = "") -> tuple[str, ...]:
        for number, value in enumerate(values, start=1):
            if not isinstance(value, str):
                self._fail(name, f"{where}item {number} is not text but {_tell_kind(value)}")
            elif not value.strip():
                self._fail(name, f"{where}item {number} is empty", "Strike it, or fill it in.")
        return tuple(value for value in values if isinstance(value, str) and value.strip())

    def _read_evidence(self) -> Iterator[tuple[str, ...]]:
        for number, group in enumerate(self._read_list("evidence"), start=1):
            if not isinstance(group, list):
                problem = f"group {number} is not a list of snippets but {_tell_kind(group)}"
                self._fail("evidence", problem, "Put the snippets of each group into [ ].")
            elif not group:
                self._fail("evidence", f"group {number} is empty", "Strike it, or fill it in.")
            elif texts := self._read_texts("evidence", group, where=f"group {number}, "):
                yield texts

    def _read_history(self) -> Iterator[tuple[str, str]]:
        for number, turn in enumerate(self._read_list("history"), start=1):
            match turn:
                case {"question": str(asked), "answer": str(answered)}:
                    yield asked, answered
                case _:
                    self._fail("history", f"turn {number} is not {_TURN}")

    def _read_reviewed(self) -> bool | None:
        match self._values.get("review"):
            case None:
                return None
            case {"reviewed": bool(reviewed)}:
                return reviewed
        self._fail("review", 'is not an object such as {"reviewed": true}')
        return None


def _tell_kind(value: object) -> str:
    """Return what a JSON value is, in plain words.

    Example:
        >>> _tell_kind("Paris"), _tell_kind(None), _tell_kind(True)
        ('text', 'null', 'true')
    """
    match value:
        case bool() | None:
            return json.dumps(value)
        case str():
            return "text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
    return "an object"
