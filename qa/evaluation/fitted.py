"""Which articles and claims weights were fitted on: figures on the others are honest.

They are known by what they hold, not by their place: another file of the same dataset may hold
them in another order, or only some of them.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from qa.evaluation.claims import Claim

__all__ = ["fitted_articles", "fitted_claims", "identify", "save_fitted"]

_FILE = Path(__file__).with_name("fitted.json")


def fitted_articles() -> frozenset[str]:
    """Return the ids of the articles that weights of ranking and abstention were fitted on."""
    return _read()["articles"]


def fitted_claims() -> frozenset[str]:
    """Return what ``identify`` says of the claims that weights of verdicts were fitted on."""
    return _read()["claims"]


def identify(claim: Claim) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of a claim with its premises.

    Example:
        >>> claim = Claim(
        ...     dataset="made", id="1", group="a", statement="It sank.", premises=(), supported=True
        ... )
        >>> identify(claim)
        'b2972d15d55a'
    """
    return hashlib.sha256("\0".join((claim.statement, *claim.premises)).encode()).hexdigest()[:12]


def save_fitted(
    *, articles: Iterable[str] | None = None, claims: Iterable[Claim] | None = None
) -> None:
    """Write down what was fitted on; what is not given stays as it was."""
    held: dict[str, Iterable[str]] = dict(_read())
    if articles is not None:
        held["articles"] = articles
    if claims is not None:
        held["claims"] = map(identify, claims)
    lines = {name: sorted(set(names)) for name, names in held.items()}
    _FILE.write_text(json.dumps(lines, indent=0) + "\n", encoding="ascii")
    _read.cache_clear()


@lru_cache
def _read() -> dict[str, frozenset[str]]:
    held = json.loads(_FILE.read_text(encoding="ascii"))
    return {name: frozenset(names) for name, names in held.items()}
