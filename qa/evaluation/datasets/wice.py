"""WiCE: claims of Wikipedia, checked against the web pages they cite.

Kamoi, Goyal, Rodriguez and Durrett, "WiCE: Real-World Entailment for Claims in Wikipedia" (EMNLP
2023). Get ``test.jsonl`` from the folder ``data/entailment_retrieval/claim`` (or ``subclaim``) of
https://github.com/ryokamoi/wice.

A claim counts as supported where people found all of it supported; ``partially_supported`` and
``not_supported`` are both no. Claims with the same page are one group.
"""

from collections.abc import Iterator
from pathlib import Path

from qa.evaluation.claims import Claim
from qa.evaluation.datasets.building import Ids, hash_texts
from qa.evaluation.datasets.files import find_files, read_lines

__all__ = ["read_wice"]

_DATASET = "wice"
_LABELS = ("supported", "partially_supported", "not_supported")


def read_wice(path: Path) -> Iterator[Claim]:
    """Yield the claims, in the order of the file.

    Args:
        path: ``test.jsonl``, ``dev.jsonl`` or ``train.jsonl``, or where ``find_files`` looks for
            the first of them.

    Raises:
        GoldError: The file is missing or not in the published form.
    """
    ids = Ids()
    names = ("test.jsonl", "dev.jsonl", "train.jsonl")
    for file in find_files(path, names, dataset=_DATASET):
        for row in read_lines(file, dataset=_DATASET):
            label = row.text("label")
            if label not in _LABELS:
                raise row.fail("label", f"is none of {', '.join(_LABELS)}")
            premises = row.texts("evidence")
            yield Claim(
                dataset=_DATASET,
                id=ids.take(row.row("meta").name("id")),
                group=hash_texts(premises),
                statement=row.text("claim"),
                premises=premises,
                supported=label == "supported",
            )
