"""ClapNQ: questions that people asked a search engine, each with one passage of Wikipedia.

Rosenthal, Sil, Florian and Roukos, "CLAPnq: Cohesive Long-form Answers from Passages in Natural
Questions for RAG systems" (TACL 2025). Get ``clapnq_dev_answerable.jsonl`` and
``clapnq_dev_unanswerable.jsonl`` from the folder ``annotated_data/dev`` of
https://github.com/primeqa/clapnq.

Besides this form (``id``, ``input``, ``passages``, ``output``) a joined one is read:
``questions.jsonl`` with ``qid``, ``question``, ``sentences``, ``gold_sentences``, ``answers`` and
``answerable``. In both, an article is the passage's sentences, one a line, and each sentence that
an annotator selected is a right place. Both forms of a question make the same article.
"""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from index.models import Article
from qa.evaluation.cases import Batch, Case, Place
from qa.evaluation.datasets.building import Ids, list_once, make_dataset_article, make_group
from qa.evaluation.datasets.files import Row, find_files, read_lines

__all__ = ["read_clapnq"]

_DATASET = "clapnq"
_FILES = ("questions.jsonl", "clapnq_dev_*answerable.jsonl", "clapnq_train_*answerable.jsonl")


def read_clapnq(path: Path) -> Iterator[Batch]:
    """Yield one batch a question, in the order of the file.

    Args:
        path: A file of one of the two forms, or where ``find_files`` looks for one.

    Raises:
        GoldError: The file is missing or in neither form.
    """
    ids = Ids()
    for file in find_files(path, _FILES, dataset=_DATASET):
        for row in read_lines(file, dataset=_DATASET):
            yield (_read_published if "passages" in row else _read_joined)(row, ids)


def _read_joined(row: Row, ids: Ids) -> Batch:
    answerable = row.flag("answerable")
    selected = set(row.texts("gold_sentences")) if answerable else set()
    article, group = _make_article(row, "sentences", row.texts("sentences"), selected)
    case = Case(
        id=ids.take(row.name("qid")),
        question=row.text("question"),
        scope=(article.id,),
        evidence=(group,) if group else (),
        answers=list_once(row.texts("answers")) if answerable else (),
        absent=not answerable,
    )
    return Batch(articles=(article,), cases=(case,))


def _read_published(row: Row, ids: Ids) -> Batch:
    given = row.rows("output")
    selected = {sentence for one in given for sentence in one.texts("selected_sentences")}
    answers = list_once([one.text("answer") for one in given])
    articles: dict[str, Article] = {}
    group: list[Place] = []
    for passage in row.rows("passages"):
        sentences = passage.texts("sentences")
        article, places = _make_article(passage, "sentences", sentences, selected)
        articles[article.id] = article
        group += places
    if not articles:
        raise row.fail("passages", "is empty")
    case = Case(
        id=ids.take(row.name("id")),
        question=row.text("input"),
        scope=tuple(articles),
        evidence=(tuple(dict.fromkeys(group)),) if group else (),
        answers=answers,
        absent=not selected and not answers,
    )
    return Batch(articles=tuple(articles.values()), cases=(case,))


def _make_article(
    row: Row, field: str, sentences: Sequence[str], selected: Collection[str]
) -> tuple[Article, tuple[Place, ...]]:
    """Return the article of some sentences, and the places of the selected ones."""
    article = make_dataset_article("".join(f"{text}\n" for text in sentences), row, field)
    spans, start = [], 0
    for text in sentences:
        if text in selected:
            spans.append((start, start + len(text)))
        start += len(text) + 1
    return article, make_group(article, spans)
