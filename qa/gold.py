"""Gold questions: what is asked, and what a right answer must cite."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import GoldError

__all__ = ["GoldQuestion", "read_gold", "read_questions"]

_MAX_LINE_CHARS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuestion:
    """One line of a file of questions.

    Attributes:
        id: Unique within its file.
        question: What is asked.
        history: Earlier turns, oldest first: what was asked, what was answered.
        article: Id, seed name or file of the article it is asked of; ``None`` for all.
        evidence: Groups of snippets; a citation must overlap one snippet of every group.
        answer: Strings that a right answer may contain.
        absent: Whether the article does not answer.
        type: The kind of question, for a breakdown.
    """

    id: str
    question: str
    history: tuple[tuple[str, str], ...] = ()
    article: str | None = None
    evidence: tuple[tuple[str, ...], ...] = ()
    answer: tuple[str, ...] = ()
    absent: bool = False
    type: str = "question"


def read_questions(path: Path) -> Iterator[GoldQuestion]:
    """Yield the questions of a JSON Lines file; only ``question`` is required of a line.

    Raises:
        GoldError: The file cannot be read, or a line is not valid: its number and field are named.
    """
    seen: set[str] = set()
    for number, line in _read_lines(path):
        fail = _Failure(path, number)
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise fail("line", "is not JSON") from error
        if not isinstance(values, dict):
            raise fail("line", "is not a JSON object")
        question = _read_question(values, number, fail)
        if question.id in seen:
            raise fail("id", f"{question.id!r} stands in an earlier line too")
        seen.add(question.id)
        yield question


def read_gold(path: Path) -> list[GoldQuestion]:
    """Return the gold questions of a file; each says what is right, or that nothing is.

    Raises:
        GoldError: As ``read_questions``; or a question has no evidence and is not absent; or the
            file holds no question.
    """
    questions = []
    for question in read_questions(path):
        if question.absent == bool(question.evidence):
            raise GoldError(
                f"{path}, question {question.id!r}, evidence: give snippets of the right "
                'sentences, or "absent": true and no snippets.'
            )
        questions.append(question)
    if not questions:
        raise GoldError(f"{path} holds no question. Write one JSON object a line.")
    return questions


class _Failure:
    """Makes the error of one line, so that each message names file, line and field."""

    def __init__(self, path: Path, number: int) -> None:
        self._place = f"{path}, line {number}"

    def __call__(self, field: str, problem: str) -> GoldError:
        return GoldError(f"{self._place}, {field}: {problem}. Mend the line.")


def _read_lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            number = 0
            while line := stream.readline(_MAX_LINE_CHARS + 1):
                number += 1
                if len(line) > _MAX_LINE_CHARS:
                    raise _Failure(path, number)("line", f"is over {_MAX_LINE_CHARS:,} characters")
                if line.strip():
                    yield number, line
    except OSError as error:
        raise GoldError(f"{path} cannot be read: {error.strerror}. Check the path.") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path} is not UTF-8 text. Save it as UTF-8.") from error


def _read_question(values: dict[str, Any], number: int, fail: _Failure) -> GoldQuestion:
    question = values.get("question")
    if not isinstance(question, str):
        raise fail("question", "is missing, or is not text")
    name = values.get("id", str(number))
    if not isinstance(name, str | int):
        raise fail("id", "is not text")
    article = values.get("article")
    if not isinstance(article, str | None):
        raise fail("article", "is not text")
    absent = values.get("absent") or False
    if not isinstance(absent, bool):
        raise fail("absent", "is not true or false")
    return GoldQuestion(
        id=str(name),
        question=question,
        history=_read_history(values.get("history") or [], fail),
        article=article,
        evidence=tuple(
            _read_texts(group, "evidence", fail) for group in _list(values, "evidence", fail)
        ),
        answer=_read_texts(values.get("answer") or [], "answer", fail),
        absent=absent,
        type=str(values.get("type") or "question"),
    )


def _list(values: dict[str, Any], field: str, fail: _Failure) -> list[Any]:
    found = values.get(field) or []
    if not isinstance(found, list):
        raise fail(field, "is not a list")
    return found


def _read_texts(values: object, field: str, fail: _Failure) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
        raise fail(field, "is not a list of texts")
    return tuple(values)


def _read_history(turns: object, fail: _Failure) -> tuple[tuple[str, str], ...]:
    if not isinstance(turns, list):
        raise fail("history", "is not a list")
    read = []
    for turn in turns:
        match turn:
            case {"question": str(asked), "answer": str(answered)}:
                read.append((asked, answered))
            case _:
                raise fail("history", 'is not a list of {"question": "…", "answer": "…"}')
    return tuple(read)
