"""SQuAD 2.0: questions on Wikipedia paragraphs, about half of them without an answer.

Rajpurkar, Jia and Liang, "Know What You Don't Know" (ACL 2018). Get ``dev-v2.0.json`` from
https://rajpurkar.github.io/SQuAD-explorer/. SQuAD 1.1 has the same form.

An article's paragraphs are joined to one text, so a question is asked of the whole article. Its
right place is the one character with which an answer starts: so the sentence in which it starts is
the right one, also where the answer runs on into the next.
"""

from collections.abc import Iterator
from pathlib import Path

from index.models import Article
from qa.evaluation.cases import Batch, Case
from qa.evaluation.datasets.building import Ids, list_once, make_dataset_article, make_group
from qa.evaluation.datasets.files import Row, find_files, read_object

__all__ = ["read_squad2"]

_DATASET = "squad2"
_FILES = ("dev.json", "dev-v2.0.json", "dev-v1.1.json", "train-v2.0.json", "train-v1.1.json")
_BETWEEN_PARAGRAPHS = "\n\n"


def read_squad2(path: Path) -> Iterator[Batch]:
    """Yield one batch an article, in the order of the file.

    Args:
        path: ``dev-v2.0.json``, ``train-v2.0.json`` or the like, or where ``find_files`` looks for
            one: for those of the development set first.

    Raises:
        GoldError: The file is missing or not in the published form.
    """
    ids = Ids()
    for file in find_files(path, _FILES, dataset=_DATASET):
        for row in read_object(file, dataset=_DATASET).rows("data"):
            yield _read_article(row, ids)


def _read_article(row: Row, ids: Ids) -> Batch:
    texts: list[str] = []
    asked: list[tuple[Row, list[tuple[str, int]]]] = []
    start = 0
    for paragraph in row.rows("paragraphs"):
        texts.append(paragraph.text("context") + _BETWEEN_PARAGRAPHS)
        for question in paragraph.rows("qas"):
            asked.append((question, _read_answers(question, texts[-1], start)))
        start += len(texts[-1])
    article = make_dataset_article("".join(texts), row, "paragraphs")
    cases = tuple(_make_case(question, answers, article, ids) for question, answers in asked)
    return Batch(articles=(article,), cases=cases)


def _read_answers(question: Row, paragraph: str, start: int) -> list[tuple[str, int]]:
    """Return each answer and where it starts in the article; none where none is right."""
    if question.flag("is_impossible", default=False):
        return []
    answers = []
    for answer in question.rows("answers"):
        text, at = answer.text("text"), answer.number("answer_start")
        if not text or at < 0 or not paragraph.startswith(text, at):
            raise answer.fail("answer_start", "is not where the text stands in the paragraph")
        answers.append((text, start + at))
    if not answers:
        raise question.fail("answers", "is empty, though is_impossible is not true")
    return answers


def _make_case(question: Row, answers: list[tuple[str, int]], article: Article, ids: Ids) -> Case:
    group = make_group(article, ((at, at + 1) for _, at in answers))
    return Case(
        id=ids.take(question.name("id")),
        question=question.text("question"),
        scope=(article.id,),
        evidence=(group,) if group else (),
        answers=list_once([text for text, _ in answers]),
        absent=not answers,
    )
