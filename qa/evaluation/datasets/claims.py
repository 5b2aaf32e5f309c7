"""Open claims of several origins, joined in one file.

``claims.jsonl`` with ``id``, ``source``, ``group``, ``premise`` (a text, or the sentences of one),
``claim`` and ``label`` (1 where the premise supports all of the claim). In it are WiCE (Kamoi et
al., 2023), SummEdits news (Laban et al., 2023) and the stance data of Factcheck-GPT (Wang et al.,
2024). The ``wice`` and ``summedits`` readers read those files as they were published; this form is
what thresholds of this project were fitted on.
"""

from collections.abc import Iterator
from pathlib import Path

from qa.evaluation.claims import Claim
from qa.evaluation.datasets.building import Ids, read_label
from qa.evaluation.datasets.files import Row, find_files, read_lines

__all__ = ["read_joined_claims"]

_DATASET = "claims"


def read_joined_claims(path: Path) -> Iterator[Claim]:
    """Yield the claims, in the order of the file.

    Args:
        path: ``claims.jsonl``, or where ``find_files`` looks for it.

    Raises:
        GoldError: The file is missing or not in this form.
    """
    ids: dict[str, Ids] = {}
    for file in find_files(path, ("claims.jsonl",), dataset=_DATASET):
        for row in read_lines(file, dataset=_DATASET):
            source = row.text("source")
            yield Claim(
                dataset=source,
                id=ids.setdefault(source, Ids()).take(row.name("id")),
                group=row.name("group"),
                statement=row.text("claim"),
                premises=_read_premises(row),
                supported=read_label(row),
            )


def _read_premises(row: Row) -> tuple[str, ...]:
    if isinstance(row.value("premise"), list):
        return row.texts("premise")
    return (row.text("premise"),)
