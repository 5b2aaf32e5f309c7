"""CoQA's CNN articles with the questions that Abg-CoQA selected, in a joined form.

Two files: ``articles.jsonl`` (``article_id``, ``text``) and ``questions.jsonl`` (``qid``,
``article_id``, ``question``, ``history`` of ``q`` and ``a``, ``answerable``, ``ambiguous``,
``answers``, ``gold`` of ``start`` and ``text``). The ``coqa`` and ``abg-coqa`` readers read the
files as they were published; this form is what weights of this project were fitted on.
"""

from collections.abc import Iterator
from pathlib import Path

from index.models import Article
from qa.evaluation.cases import Batch, Case
from qa.evaluation.datasets.building import (
    Ids,
    list_once,
    make_dataset_article,
    make_group,
    trim,
)
from qa.evaluation.datasets.files import Row, find_files, read_lines

__all__ = ["read_coqa_cnn"]

_DATASET = "coqa-cnn"


def read_coqa_cnn(path: Path) -> Iterator[Batch]:
    """Yield one batch an article, in the order of ``articles.jsonl``.

    Args:
        path: ``questions.jsonl`` with ``articles.jsonl`` beside it, or where ``find_files`` looks
            for it.

    Raises:
        GoldError: A file is missing or not in this form, or a question is of no article.
    """
    (questions,) = find_files(path, ("questions.jsonl",), dataset=_DATASET)
    ids = Ids()
    asked: dict[str, list[Row]] = {}
    for row in read_lines(questions, dataset=_DATASET):
        asked.setdefault(row.text("article_id"), []).append(row)
    for row in read_lines(questions.with_name("articles.jsonl"), dataset=_DATASET):
        article = make_dataset_article(row.text("text"), row, "text")
        cases = asked.pop(row.text("article_id"), [])
        yield Batch(
            articles=(article,), cases=tuple(_make_case(case, article, ids) for case in cases)
        )
    for orphans in asked.values():
        raise orphans[0].fail("article_id", "is in no line of articles.jsonl")


def _make_case(row: Row, article: Article, ids: Ids) -> Case:
    answerable = row.flag("answerable")
    spans = [_read_span(gold, article.text) for gold in row.rows("gold")] if answerable else []
    group = make_group(article, spans)
    return Case(
        id=ids.take(row.name("qid")),
        question=row.text("question"),
        history=tuple((turn.text("q"), turn.text("a")) for turn in row.rows("history")),
        scope=(article.id,),
        evidence=(group,) if group else (),
        answers=list_once(row.texts("answers")) if answerable else (),
        absent=not answerable,
        type="ambiguous" if row.flag("ambiguous", default=False) else "non_ambiguous",
    )


def _read_span(gold: Row, text: str) -> tuple[int, int]:
    start, words = gold.number("start"), gold.text("text")
    if start < 0 or not text.startswith(words, start):
        raise gold.fail("start", "is not where the text stands in the article")
    return trim(text, start, start + len(words))
