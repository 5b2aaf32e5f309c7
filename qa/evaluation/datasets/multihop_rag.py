"""MultiHop-RAG: questions over a collection of news, answered by two to four articles together.

Tang and Yang, "MultiHop-RAG: Benchmarking Retrieval-Augmented Generation for Multi-Hop Queries"
(COLM 2024). Get ``MultiHopRAG.json`` and ``corpus.json`` from
https://huggingface.co/datasets/yixuantt/MultiHopRAG.

All questions are asked of all articles at once. Each fact of a question's evidence is a group: the
place where it stands in its article. Like the dataset's own scorer, the search for it passes over
white space; of a fact that is found nowhere in its article the whole article is the place. A
question without evidence (``null_query``) is absent. The type is the dataset's own:
``inference_query``, ``comparison_query``, ``temporal_query`` or ``null_query``. Questions have no
ids, so each is called by its number in the file, from 1. What the collection says of an article
(title, outlet, address, date) is kept, since questions speak of it.
"""

from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from index.errors import ArticleError
from index.models import Article
from qa.evaluation.cases import Batch, Case, Place
from qa.evaluation.datasets.building import Ids, Notes, list_once, make_described_article
from qa.evaluation.datasets.files import Row, find_files, read_items

__all__ = ["read_multihop_rag"]

_DATASET = "multihop-rag"


def read_multihop_rag(path: Path) -> Iterator[Batch]:
    """Yield one batch with all articles and all questions.

    Args:
        path: ``MultiHopRAG.json`` with ``corpus.json`` beside it, or where ``find_files`` looks
            for it.

    Raises:
        GoldError: A file is missing or not in the published form.
    """
    (questions,) = find_files(path, ("MultiHopRAG.json",), dataset=_DATASET)
    ids, notes = Ids(), Notes(_DATASET)
    articles = {
        row.text("url"): _make_article(row)
        for row in read_items(questions.with_name("corpus.json"), dataset=_DATASET)
    }
    cases = []
    for number, row in enumerate(read_items(questions, dataset=_DATASET), start=1):
        evidence = _find_evidence(row, articles, notes)
        if evidence is not None:
            cases.append(_make_case(row, evidence, ids.take(str(number))))
    every = {article.id: article for article in articles.values()}
    yield Batch(articles=tuple(every.values()), cases=tuple(cases))
    notes.tell()


def _make_article(row: Row) -> Article:
    try:
        return make_described_article(
            row.text("body"),
            title=row.text_or_none("title"),
            outlet=row.text_or_none("source"),
            url=row.text_or_none("url"),
            published=row.text_or_none("published_at"),
        )
    except ArticleError as error:
        raise row.fail("body", f"is no article: {error}") from error


def _make_case(row: Row, evidence: tuple[tuple[Place, ...], ...], name: str) -> Case:
    return Case(
        id=name,
        question=row.text("query"),
        evidence=evidence,
        answers=list_once([row.text("answer")]) if evidence else (),
        absent=not evidence,
        type=row.text("question_type"),
    )


def _find_evidence(
    row: Row, articles: dict[str, Article], notes: Notes
) -> tuple[tuple[Place, ...], ...] | None:
    """Return one group for each fact; nothing when an article is not in the collection."""
    groups = []
    for fact in row.rows("evidence_list"):
        article = articles.get(fact.text("url"))
        if article is None:
            notes.add("questions were left out, for an article is not in corpus.json")
            return None
        span = _find_fact(fact.text("fact"), article.text)
        if span is None:
            notes.add("facts do not stand in their article: each place in it counts as right")
            span = (0, len(article.text))
        groups.append((Place(article.id, *span),))
    return tuple(groups)


def _find_fact(fact: str, text: str) -> tuple[int, int] | None:
    r"""Return where a fact stands, whatever white space stands between its characters.

    Example:
        >>> _find_fact("rain fell", "On Monday rain\nfell.")
        (10, 19)
    """
    sought = "".join(fact.split())
    if not sought:
        return None
    squeezed, offsets = _squeeze(text)
    at = squeezed.find(sought)
    return None if at < 0 else (offsets[at], offsets[at + len(sought) - 1] + 1)


@lru_cache(maxsize=1_024)
def _squeeze(text: str) -> tuple[str, Sequence[int]]:
    """Return a text without white space, and where each of its characters stood."""
    offsets = (offset for offset, character in enumerate(text) if not character.isspace())
    return "".join(text.split()), array("I", offsets)
