"""LongBench-Cite: questions on long texts, made to measure citations.

Zhang et al., "LongCite: Enabling LLMs to Generate Fine-grained Citations in Long-context QA"
(Findings of ACL 2025). Get ``LongBench-Cite/LongBench-Cite.json`` from
https://github.com/THUDM/LongCite.

Each question has a text of its own. The dataset says what a good answer is like, not where it
stands, so there are no right places: what it measures is whether citations support the statements,
and how long they are. The type is the part of the dataset, such as ``multifieldqa_en``,
``hotpotqa`` or ``gov_report``; ``multifieldqa_zh`` and ``dureader`` are Chinese.
"""

from collections.abc import Iterator
from pathlib import Path

from qa.evaluation.cases import Batch, Case
from qa.evaluation.datasets.building import Ids, list_once, make_dataset_article
from qa.evaluation.datasets.files import Row, find_files, read_items

__all__ = ["read_longbench_cite"]

_DATASET = "longbench-cite"


def read_longbench_cite(path: Path) -> Iterator[Batch]:
    """Yield one batch a question, in the order of the file.

    Args:
        path: ``LongBench-Cite.json``, or where ``find_files`` looks for it.

    Raises:
        GoldError: The file is missing or not in the published form.
    """
    ids = Ids()
    for file in find_files(path, ("LongBench-Cite.json",), dataset=_DATASET):
        for row in read_items(file, dataset=_DATASET):
            yield _read_question(row, ids)


def _read_question(row: Row, ids: Ids) -> Batch:
    article = make_dataset_article(row.text("context"), row, "context")
    case = Case(
        id=ids.take(row.name("idx")),
        question=row.text("query"),
        scope=(article.id,),
        answers=_read_answers(row),
        type=row.text("dataset"),
    )
    return Batch(articles=(article,), cases=(case,))


def _read_answers(row: Row) -> tuple[str, ...]:
    """Return the accepted strings: a list of them, or one as plain text."""
    several = isinstance(row.value("answer"), list)
    return list_once(row.texts("answer") if several else [row.text("answer")])
