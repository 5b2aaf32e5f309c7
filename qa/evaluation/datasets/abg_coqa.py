"""Abg-CoQA: turns of CoQA conversations, some of which can be understood in several ways.

Guo, Zhang, Reddy and Alikhani, "Abg-CoQA: Clarifying Ambiguity in Conversational Question
Answering" (AKBC 2021). Get ``coqa_abg_val.json`` or ``coqa_abg_test.json`` from the folder
``abg-coqa`` of https://github.com/MeiqiGuo/AKBC2021-Abg-CoQA.

The type of a question is the dataset's own: ``ambiguous`` or ``non_ambiguous``. To an ambiguous
one the answers of every reading are accepted; but the right place is that of the reading which the
first annotator of CoQA had in mind, the only one the dataset gives.
"""

from collections.abc import Iterator
from pathlib import Path

from index.models import Article
from qa.evaluation.cases import Batch, Case
from qa.evaluation.datasets.building import Ids, Notes, list_once, make_dataset_article, make_group
from qa.evaluation.datasets.coqa import find_span, is_absent
from qa.evaluation.datasets.files import Row, find_files, read_object

__all__ = ["read_abg_coqa"]

_DATASET = "abg-coqa"
_FILES = ("coqa_abg_val.json", "coqa_abg_test.json", "coqa_abg_train.json")
_CLARIFICATIONS = ("clarification_turn", "clarification_turn_2")
_UNKNOWN = "unknown"


def read_abg_coqa(path: Path) -> Iterator[Batch]:
    """Yield one batch a story, in the order of the file.

    Args:
        path: ``coqa_abg_val.json`` or another of its files, or where ``find_files`` looks for it.

    Raises:
        GoldError: The file is missing or not in the published form.
    """
    ids, notes = Ids(), Notes(_DATASET)
    for file in find_files(path, _FILES, dataset=_DATASET):
        stories: dict[str, list[Row]] = {}
        for row in read_object(file, dataset=_DATASET).rows("data"):
            stories.setdefault(row.text("story"), []).append(row)
        for story, rows in stories.items():
            article = make_dataset_article(story, rows[0], "story")
            cases = tuple(_make_case(row, article, ids, notes) for row in rows)
            yield Batch(articles=(article,), cases=cases)
    notes.tell()


def _make_case(row: Row, article: Article, ids: Ids, notes: Notes) -> Case:
    turn = row.row("target_turn")
    absent = is_absent(turn, "answer")
    span = find_span(turn, article.text, notes)
    group = make_group(article, [span] if span else [])
    return Case(
        id=ids.take(row.name("id")),
        question=turn.text("question"),
        history=tuple(
            (earlier.text("question"), earlier.text("answer"))
            for earlier in row.rows("history_turns")
        ),
        scope=(article.id,),
        evidence=(group,) if group else (),
        answers=() if absent else _read_answers(row, turn),
        absent=absent,
        type=row.text("ambiguity"),
    )


def _read_answers(row: Row, turn: Row) -> tuple[str, ...]:
    answers = [turn.text("answer")]
    for name in _CLARIFICATIONS:
        # The turn is an empty object where nothing had to be clarified.
        if name in row and "answers" in (clarification := row.row(name)):
            for reading in clarification.rows("answers"):
                fields = [field for field in reading.fields() if field.startswith("org_ans")]
                answers += [reading.text(field) for field in fields]
    return list_once([answer for answer in answers if answer.strip().lower() != _UNKNOWN])
