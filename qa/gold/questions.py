"""Gold questions: what is asked, and what a right answer must cite.

A line with ``review`` is a candidate, made of what a reader thought of an answer (see
``qa.feedback``). It counts once a person has checked it and set ``reviewed`` in it to true. Of
candidates with the same id the last that was checked counts, else the last.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from index.errors import GoldError
from qa.gold.lines import GoldLine, GoldQuestion, Mistake, find_gaps, find_repeated
from qa.gold.reading import read_lines

__all__ = ["GoldQuestion", "check_snippets", "read_gold", "read_questions"]

_CHECKED: Final = 'Set "reviewed" to true in each line once a person has checked it.'


def read_questions(path: Path) -> Iterator[GoldQuestion]:
    """Yield the questions of a JSON Lines file; only ``question`` is required of a line.

    A candidate is asked once, checked or not.

    Raises:
        GoldError: The file cannot be read, or a line is not valid: its number and field are named.
    """
    asked: dict[str, GoldQuestion] = {}
    for line in read_lines(path):
        _refuse(line.mistakes)
        earlier = asked.setdefault(line.question.id, line.question)
        if earlier is line.question:
            yield line.question
        else:
            _refuse(find_repeated(line, earlier))


def read_gold(
    path: Path, *, tell: Callable[[str], object] = lambda told: None
) -> list[GoldQuestion]:
    """Return the gold questions of a file; each says what is right, or that nothing is.

    Args:
        path: The file.
        tell: Called with one line of text when candidates are left out.

    Raises:
        GoldError: As ``read_questions``; or a line has one of the gaps of ``find_gaps``; or the
            file holds no question that counts.
    """
    found: dict[str, GoldQuestion] = {}
    for line in read_lines(path):
        _refuse((*line.mistakes, *find_gaps(line)))
        question, earlier = line.question, found.get(line.question.id)
        _refuse(find_repeated(line, earlier))
        if not (earlier and earlier.reviewed and not question.reviewed):
            found[question.id] = question
    questions = [question for question in found.values() if question.reviewed is not False]
    waiting = len(found) - len(questions)
    if not questions:
        if waiting:
            raise GoldError(f"{path} holds {_count(waiting)}, and none is checked. {_CHECKED}")
        raise GoldError(f"{path} holds no question. Write one JSON object a line.")
    if waiting:
        verb = "was" if waiting == 1 else "were"
        tell(f"{path}: {_count(waiting)} {verb} skipped. {_CHECKED}")
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
        problem = f"{missing[:60]!r} does not stand in the article, letter by letter"
        line = GoldLine(file=path, number=question.line, question=question)
        _refuse([line.fail("evidence", problem)])


def _refuse(mistakes: Iterable[Mistake]) -> None:
    for mistake in mistakes:
        raise GoldError(str(mistake))


def _count(waiting: int) -> str:
    return f"{waiting} candidate{'s' if waiting > 1 else ''}"
