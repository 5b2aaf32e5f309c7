"""SummEdits: summaries, true or subtly edited, checked against the text they summarise.

Laban et al., "SummEdits: Measuring LLM Ability at Factual Reasoning Through The Lens of
Summarization" (EMNLP 2023). Get ``summedits_news.json`` or another of its domains from the folder
``data/summedits`` of https://github.com/salesforce/factualNLG.

A summary's label is 1 where it is consistent with its text. Summaries of one text are one group.
The domain (``news``, ``ectsum``, ``podcast``, …) is the field ``domain`` of a row where there is
one, else it stands in the name of the file; the claims' dataset is called ``summedits:news``.
"""

from collections.abc import Iterator
from pathlib import Path

from qa.evaluation.claims import Claim
from qa.evaluation.datasets.building import Ids, hash_texts, read_label
from qa.evaluation.datasets.files import Row, find_files, read_items

__all__ = ["read_summedits"]

_DATASET = "summedits"


def read_summedits(path: Path) -> Iterator[Claim]:
    """Yield the claims, in the order of the file; of a folder, of all domains in it.

    Args:
        path: ``summedits_news.json``, or where ``find_files`` looks for all such files.

    Raises:
        GoldError: A file is missing or not in the published form.
    """
    ids: dict[str, Ids] = {}
    for file in find_files(path, ("summedits_*.json",), dataset=_DATASET):
        for row in read_items(file, dataset=_DATASET):
            premises = (row.text("doc"),)
            domain = _read_domain(row)
            yield Claim(
                dataset=f"{_DATASET}:{domain}",
                id=ids.setdefault(domain, Ids()).take(row.name("id")),
                group=hash_texts(premises),
                statement=row.text("summary"),
                premises=premises,
                supported=read_label(row),
            )


def _read_domain(row: Row) -> str:
    named = "" if row.value("domain") is None else row.name("domain").strip()
    return named or row.path.stem.removeprefix(f"{_DATASET}_")
