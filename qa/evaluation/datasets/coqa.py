"""CoQA: conversations about a text, each answer with the span it rests on.

Reddy, Chen and Manning, "CoQA: A Conversational Question Answering Challenge" (TACL 2019). Get
``coqa-dev-v1.0.json`` from https://stanfordnlp.github.io/coqa/.

A turn is asked with the turns before it as history. Where the development set has answers of
further annotators, theirs count as well: their strings, and their spans as further right places.
A turn to which the first annotator found no answer (``unknown``, with a span that starts at -1) is
absent. The type of a question is where its text comes from: ``cnn``, ``wikipedia``, ``race``,
``mctest``, ``gutenberg``.
"""

from collections.abc import Iterator
from pathlib import Path

from qa.evaluation.cases import Batch, Case
from qa.evaluation.datasets.building import (
    Ids,
    Notes,
    list_once,
    make_dataset_article,
    make_group,
    trim,
)
from qa.evaluation.datasets.files import Row, find_files, read_object

__all__ = ["find_span", "is_absent", "read_coqa"]

_DATASET = "coqa"
_FILES = ("coqa-dev-v1.0.json", "coqa-train-v1.0.json")
# No writer and no rewriter looks further back, and a file must not fill the memory with turns.
_MAXIMUM_TURNS = 20
_UNKNOWN = "unknown"


def read_coqa(path: Path) -> Iterator[Batch]:
    """Yield one batch a story, in the order of the file.

    Args:
        path: ``coqa-dev-v1.0.json`` or ``coqa-train-v1.0.json``, or where ``find_files`` looks for
            the first of them.

    Raises:
        GoldError: The file is missing or not in the published form.
    """
    ids, notes = Ids(), Notes(_DATASET)
    for file in find_files(path, _FILES, dataset=_DATASET):
        for row in read_object(file, dataset=_DATASET).rows("data"):
            yield _read_story(row, ids, notes)
    notes.tell()


def is_absent(answer: Row, field: str) -> bool:
    """Tell whether an answer, a text in this field, says that the text holds none."""
    # With a span the text itself says that something is unknown, which is an answer.
    unknown = answer.text(field).strip(" .").lower() == _UNKNOWN
    return unknown and answer.number("span_start") < 0


def find_span(answer: Row, text: str, notes: Notes) -> tuple[int, int] | None:
    """Return the span an answer rests on; nothing where it rests on none."""
    start, end = answer.number("span_start"), answer.number("span_end")
    if start < 0:
        return None
    if not start < end <= len(text):
        notes.add("spans were left out, for they do not lie in their text")
        return None
    return trim(text, start, end)


def _read_story(row: Row, ids: Ids, notes: Notes) -> Batch:
    article = make_dataset_article(row.text("story"), row, "story")
    questions, answers = row.rows("questions"), row.rows("answers")
    if len(questions) != len(answers):
        raise row.fail("answers", f"has {len(answers)} for {len(questions)} questions")
    further = _read_further(row)
    history: list[tuple[str, str]] = []
    cases = []
    for question, answer in zip(questions, answers, strict=True):
        turn, asked = question.name("turn_id"), question.text("input_text")
        right = _find_right(answer, further.get(turn, []))
        spans = [span for one in right if (span := find_span(one, article.text, notes))]
        group = make_group(article, spans)
        cases.append(
            Case(
                id=ids.take(f"{row.name('id')}|{turn}"),
                question=asked,
                history=tuple(history[-_MAXIMUM_TURNS:]),
                scope=(article.id,),
                evidence=(group,) if group else (),
                answers=list_once([one.text("input_text") for one in right]),
                absent=not right,
                type=row.text("source"),
            )
        )
        history.append((asked, answer.text("input_text")))
    return Batch(articles=(article,), cases=tuple(cases))


def _find_right(answer: Row, further: list[Row]) -> list[Row]:
    """Return the answers that count; none where the first says that there is none."""
    if is_absent(answer, "input_text"):
        return []
    return [answer, *(one for one in further if not is_absent(one, "input_text"))]


def _read_further(row: Row) -> dict[str, list[Row]]:
    """Return the answers of further annotators by turn; only the development set has any."""
    further: dict[str, list[Row]] = {}
    if "additional_answers" in row:
        by_annotator = row.row("additional_answers")
        for annotator in by_annotator.fields():
            for answer in by_annotator.rows(annotator):
                further.setdefault(answer.name("turn_id"), []).append(answer)
    return further
