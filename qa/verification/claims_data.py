"""Open claims with what they were checked against, in one published form.

WiCE (Kamoi et al., 2023), SummEdits news (Laban et al., 2023) and Factcheck-GPT's stance data
(Wang et al., 2023), as lines of ``claims/claims.jsonl``. Nothing is downloaded: it is read from a
folder that the caller names.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import GoldError

__all__ = ["Claim", "read_claims", "split_claims"]

_FILE = Path("claims") / "claims.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement and what it is checked against.

    Attributes:
        dataset: Where it comes from, such as ``wice``.
        group: Claims of one group share an article, so they belong into the same half.
        statement: What is claimed.
        premises: One text, or the sentences of one.
        supported: Whether people found that the premises support all of it.
    """

    dataset: str
    group: str
    statement: str
    premises: tuple[str, ...]
    supported: bool


def read_claims(folder: Path) -> list[Claim]:
    """Read all claims.

    Args:
        folder: The folder that holds the folder ``claims``.

    Raises:
        GoldError: The file is missing or is not in the published form.
    """
    path = folder / _FILE
    try:
        with path.open(encoding="utf-8") as stream:
            return [_read_claim(line) for line in stream]
    except OSError as error:
        raise GoldError(
            f"{path} cannot be read: {error.strerror}. Name the folder of the datasets with --data."
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise GoldError(f"{path} is not in the published form of claims.") from error


def split_claims(claims: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Return the claims to fit on, and those left for the figures.

    Every other group of each dataset, in the order in which they stand in the file.
    """
    groups: dict[str, dict[str, int]] = {}
    for claim in claims:
        known = groups.setdefault(claim.dataset, {})
        known.setdefault(claim.group, len(known))
    fitted = [claim for claim in claims if groups[claim.dataset][claim.group] % 2 == 0]
    scored = [claim for claim in claims if groups[claim.dataset][claim.group] % 2 == 1]
    return fitted, scored


def _read_claim(line: str) -> Claim:
    row = json.loads(line)
    premise = row["premise"]
    premises = [premise] if isinstance(premise, str) else premise
    if row["label"] not in (0, 1) or not all(isinstance(text, str) for text in premises):
        raise ValueError(line[:80])
    return Claim(
        dataset=str(row["source"]),
        group=str(row["group"]),
        statement=str(row["claim"]),
        premises=tuple(premises),
        supported=bool(row["label"]),
    )
