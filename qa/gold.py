"""Gold questions: what is asked, and what a right answer must cite.

A line with ``review`` is a candidate, made of what a reader thought of an answer (see
``qa.feedback``). It counts once a person has checked it and set ``reviewed`` in it to true. Of
candidates with the same id the last that was checked counts, else the last.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import GoldError

__all__ = ["GoldQuestion", "check_snippets", "read_gold", "read_questions"]

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
        line: Its line in the file, from 1.
        reviewed: Whether a person has checked it; ``None`` where it is no candidate.
    """

    id: str
    question: str
    history: tuple[tuple[str, str], ...] = ()
    article: str | None = None
    evidence: tuple[tuple[str, ...], ...] = ()
    answer: tuple[str, ...] = ()
    absent: bool = False
    type: str = "question"
    line: int = 0
    reviewed: bool | None = None


def read_questions(path: Path) -> Iterator[GoldQuestion]:
    """Yield the questions of a JSON Lines file; only ``question`` is required of a line.

    A candidate is asked once, checked or not.

    Raises:
        GoldError: The file cannot be read, or a line is not valid: its number and field are named.
    """
    asked: dict[str, GoldQuestion] = {}
    for question in _read_all(path):
        earlier = asked.setdefault(question.id, question)
        if earlier is question:
            yield question
        else:
            _check_same(question, earlier, path)


def read_gold(
    path: Path, *, tell: Callable[[str], object] = lambda told: None
) -> list[GoldQuestion]:
    """Return the gold questions of a file; each says what is right, or that nothing is.

    Args:
        path: The file.
        tell: Called with one line of text when candidates are left out.

    Raises:
        GoldError: As ``read_questions``; or a question has no evidence and is not absent; or a
            candidate that was checked names no article or no answer; or the file holds no
            question that counts.
    """
    found: dict[str, GoldQuestion] = {}
    for question in _read_all(path):
        if question.reviewed is not False:
            _check_complete(question, path)
        earlier = found.get(question.id)
        if earlier is not None:
            _check_same(question, earlier, path)
        if not (earlier and earlier.reviewed and not question.reviewed):
            found[question.id] = question
    questions = [question for question in found.values() if question.reviewed is not False]
    waiting = len(found) - len(questions)
    advice = 'Set "reviewed" to true in each line once a person has checked it.'
    if not questions:
        if waiting:
            raise GoldError(f"{path} holds {_count(waiting)}, and none is checked. {advice}")
        raise GoldError(f"{path} holds no question. Write one JSON object a line.")
    if waiting:
        verb = "was" if waiting == 1 else "were"
        tell(f"{path}: {_count(waiting)} {verb} skipped. {advice}")
    return questions


def check_snippets(question: GoldQuestion, text: str, *, path: Path) -> None:
    """Check that what a person wrote into a candidate stands in its article.

    Args:
        question: Any gold question; one that was no candidate is not checked.
        text: The text of its article.
        path: Its file.

    Raises:
        GoldError: A snippet is not in the text.
    """
    snippets = (snippet for group in question.evidence for snippet in group)
    missing = next((snippet for snippet in snippets if snippet not in text), None)
    if question.reviewed and missing is not None:
        raise _fail_at(question, path)(
            "evidence", f"{missing[:60]!r} does not stand in the article, letter by letter"
        )


def _read_all(path: Path) -> Iterator[GoldQuestion]:
    for number, line in _read_lines(path):
        fail = _Failure(path, number)
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise fail("line", "is not JSON") from error
        if not isinstance(values, dict):
            raise fail("line", "is not a JSON object")
        yield _read_question(values, number, fail)


def _count(waiting: int) -> str:
    return f"{waiting} candidate{'s' if waiting > 1 else ''}"


def _check_same(question: GoldQuestion, earlier: GoldQuestion, path: Path) -> None:
    """Check that two questions with the same id are candidates both."""
    if question.reviewed is None or earlier.reviewed is None:
        problem = f"{question.id!r:.80} stands in line {earlier.line} too"
        raise _fail_at(question, path)("id", problem)


def _check_complete(question: GoldQuestion, path: Path) -> None:
    fail = _fail_at(question, path)
    named = f"question {question.id!r:.80}, "
    if question.absent == bool(question.evidence):
        raise fail(
            f"{named}evidence",
            'give snippets of the right sentences, or "absent": true and no snippets',
        )
    if question.reviewed and not question.article:
        raise fail(f"{named}article", "name the text file of the article")
    if question.reviewed and not (question.answer or question.absent):
        raise fail(f"{named}answer", "give strings one of which a right answer contains")


def _fail_at(question: GoldQuestion, path: Path) -> "_Failure":
    return _Failure(path, question.line)


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
        line=number,
        reviewed=_read_reviewed(values.get("review"), fail),
    )


def _read_reviewed(review: object, fail: _Failure) -> bool | None:
    match review:
        case None:
            return None
        case {"reviewed": bool(reviewed)}:
            return reviewed
    raise fail("review", 'is not an object with "reviewed": true or false')


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
