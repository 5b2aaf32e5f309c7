"""What is claimed, what it is checked against, and whether people found that it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Claim", "split_claims"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement and what it is checked against.

    Attributes:
        dataset: Where it comes from, such as ``wice``.
        id: Unique within its dataset.
        group: Claims of one group share an article, so they belong into the same half.
        statement: What is claimed.
        premises: One text, or the sentences of one.
        supported: Whether people found that the premises support all of it.
    """

    dataset: str
    id: str
    group: str
    statement: str
    premises: tuple[str, ...]
    supported: bool


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
