"""RealTime QA: questions of weekly news quizzes, with the articles a search found for each.

Kasai et al., "RealTime QA: What's the Answer Right Now?" (NeurIPS 2023, Datasets and Benchmarks).
Get a week's questions (such as ``past/2022/20220617_qa.jsonl``) and, into the same folder, what
was found for them (``20220617_gcs.jsonl`` by web search, or ``20220617_dpr.jsonl`` from Wikipedia)
from https://github.com/realtimeqa/realtimeqa_public.

A question is asked of the articles found for it. The dataset does not say where in them the answer
stands, nor that it does, so there are no right places; the right choice is the accepted string. The
type tells whether that string stands in one of the articles, letter by letter but for case:
``string found`` or ``string not found``. Of the second type, not to answer may be right.
"""

from collections.abc import Iterator
from pathlib import Path

from index.errors import ArticleError, GoldError
from index.models import Article
from qa.evaluation.cases import Batch, Case
from qa.evaluation.datasets.building import Ids, Notes, list_once, make_described_article
from qa.evaluation.datasets.files import Row, find_files, read_lines

__all__ = ["read_realtime_qa"]

_DATASET = "realtime-qa"
_QUESTIONS = "_qa.jsonl"
_FOUND = ("_gcs.jsonl", "_dpr.jsonl")
_QUOTATION_MARKS = " \"'“”‘’"
_MAXIMUM_DIGITS = 3


def read_realtime_qa(path: Path) -> Iterator[Batch]:
    """Yield one batch a question, in the order of the files.

    Args:
        path: A file ``…_qa.jsonl`` with ``…_gcs.jsonl`` or ``…_dpr.jsonl`` beside it, or where
            ``find_files`` looks for them; in a folder, every week that has both.

    Raises:
        GoldError: A file is missing or not in the published form.
    """
    ids, notes = Ids(), Notes(_DATASET)
    for questions, found in _pair(find_files(path, (f"*{_QUESTIONS}",), dataset=_DATASET)):
        results = {
            row.name("question_id"): row.rows("search_result")
            for row in read_lines(found, dataset=_DATASET)
        }
        for row in read_lines(questions, dataset=_DATASET):
            articles = _read_articles(results.pop(row.name("question_id"), []), notes)
            if articles:
                yield Batch(articles=articles, cases=(_make_case(row, articles, ids),))
            else:
                notes.add("questions were left out, for no article was found for them")
    notes.tell()


def _pair(files: list[Path]) -> list[tuple[Path, Path]]:
    pairs = []
    for questions in files:
        week = questions.name.removesuffix(_QUESTIONS)
        beside = (questions.with_name(week + ending) for ending in _FOUND)
        found = next((file for file in beside if file != questions and file.is_file()), None)
        if found:
            pairs.append((questions, found))
    if not pairs:
        raise GoldError(
            f"{files[0]}: no retrieved articles lie beside it. Name a file such as "
            f"20220617{_QUESTIONS}, and put 20220617{_FOUND[0]} or 20220617{_FOUND[1]} there."
        )
    return pairs


def _read_articles(results: list[Row], notes: Notes) -> tuple[Article, ...]:
    articles: dict[str, Article] = {}
    for row in results:
        try:
            article = make_described_article(
                row.text_or_none("text") or "",
                title=row.text_or_none("title"),
                outlet=None,
                url=row.text_or_none("url"),
                published=(row.text_or_none("publish_date") or "").replace("/", "-") or None,
            )
        except ArticleError:  # Pages that could not be fetched have no text.
            notes.add("retrieved articles were left out, for they hold no words or too many")
        else:
            articles[article.id] = article
    return tuple(articles.values())


def _make_case(row: Row, articles: tuple[Article, ...], ids: Ids) -> Case:
    answers = _read_answers(row)
    texts = [article.text.casefold() for article in articles]
    found = any(answer.casefold() in text for answer in answers for text in texts)
    return Case(
        id=ids.take(row.name("question_id")),
        question=row.text("question_sentence"),
        scope=tuple(article.id for article in articles),
        answers=answers,
        type="string found" if found else "string not found",
    )


def _read_answers(row: Row) -> tuple[str, ...]:
    """Return the right choices; the file gives their numbers, from 0, as texts."""
    choices = row.texts("choices")
    right = []
    for number in row.texts("answer"):
        known = number.isascii() and number.isdecimal() and len(number) <= _MAXIMUM_DIGITS
        if not known or int(number) >= len(choices):
            raise row.fail("answer", "holds what is not the number of a choice, from 0")
        right.append(choices[int(number)].strip(_QUOTATION_MARKS))
    return list_once(right)
