"""Score the verdicts on open claims: ``article-qa eval --dataset claims --data FOLDER``."""

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Column, Table

from qa.evaluate import render
from qa.models import VerdictLabel
from qa.verification.claims_data import Claim, read_claims, split_claims
from qa.verification.verdicts import verify

__all__ = ["Judged", "evaluate_claims", "find_threshold", "measure_accuracy", "score_claims"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim and what the product makes of it.

    Attributes:
        claim: The claim.
        scoring: Whether it is of the half that nothing was fitted on.
        score: The score of its verdict.
        accepted: Whether the verdict is that it is supported.
    """

    claim: Claim
    scoring: bool
    score: float
    accepted: bool


def evaluate_claims(folder: Path, *, as_json: bool) -> str:
    """Return the balanced accuracy of the verdicts on every dataset of claims.

    Args:
        folder: Where the datasets lie.
        as_json: Whether to return JSON.

    Raises:
        GoldError: The claims cannot be read.
    """
    figures = score_claims(_judge(read_claims(folder)))
    return json.dumps(figures, indent=2) if as_json else _show(figures)


def score_claims(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Return the figures of every dataset.

    A threshold is never scored on the half on which it was fixed.

    Returns:
        By dataset: ``claims``, ``supported`` (how many people call so), ``scoring_half`` and
        ``fitting_half`` (balanced accuracy there, threshold fixed on the other), ``verdicts``
        (balanced accuracy on the scoring half of the label that users see), ``accepted`` and
        ``rejected`` (shares of true and of false claims that the label gets right there).
    """
    return {
        name: _score([item for item in judged if item.claim.dataset == name])
        for name in dict.fromkeys(item.claim.dataset for item in judged)
    }


def measure_accuracy(found: Sequence[bool], right: Sequence[bool]) -> float:
    """Return the mean of the shares of true and of false that were found; 0.5 is chance.

    Example:
        >>> measure_accuracy([True, True, False], [True, False, False])
        0.75
    """
    shares = []
    for kind in (True, False):
        hits = [given is truth for given, truth in zip(found, right, strict=True) if truth is kind]
        shares.append(sum(hits) / len(hits) if hits else 0.5)
    return sum(shares) / len(shares)


def find_threshold(scores: Sequence[float], right: Sequence[bool]) -> float:
    """Return the score at and above which calling a claim supported is right most often.

    Of several that do equally well the middle one is taken.

    Example:
        >>> find_threshold([0.1, 0.4, 0.8], [False, False, True])
        0.6
    """
    values = sorted(set(scores))
    cuts = [(low + high) / 2 for low, high in itertools.pairwise(values)] or [0.5]
    given, truth = np.array(scores), np.array(right, dtype=bool)
    chances = np.array(
        [
            ((given >= cut) & truth).sum() / max(1, truth.sum())
            + ((given < cut) & ~truth).sum() / max(1, (~truth).sum())
            for cut in cuts
        ]
    )
    best = np.flatnonzero(chances >= chances.max() - 1e-9)
    return round(cuts[int(best[len(best) // 2])], 6)


def _judge(claims: Sequence[Claim]) -> list[Judged]:
    scoring = {id(claim) for claim in split_claims(claims)[1]}
    judged = []
    shown = track(claims, description="claims", console=Console(stderr=True), transient=True)
    for claim in shown:
        verdict = verify(claim.statement, claim.premises)
        judged.append(
            Judged(
                claim=claim,
                scoring=id(claim) in scoring,
                score=verdict.score,
                accepted=verdict.label is VerdictLabel.SUPPORTED,
            )
        )
    return judged


def _score(judged: Sequence[Judged]) -> dict[str, float]:
    unseen = [item for item in judged if item.scoring]
    seen = [item for item in judged if not item.scoring]
    true = [item.accepted for item in unseen if item.claim.supported]
    false = [not item.accepted for item in unseen if not item.claim.supported]
    return {
        "claims": len(judged),
        "supported": sum(item.claim.supported for item in judged),
        "scoring_half": _cross(fixed_on=seen, scored_on=unseen),
        "fitting_half": _cross(fixed_on=unseen, scored_on=seen),
        "verdicts": measure_accuracy(
            [item.accepted for item in unseen], [item.claim.supported for item in unseen]
        ),
        "accepted": sum(true) / max(1, len(true)),
        "rejected": sum(false) / max(1, len(false)),
    }


def _cross(*, fixed_on: Sequence[Judged], scored_on: Sequence[Judged]) -> float:
    threshold = find_threshold(
        [item.score for item in fixed_on], [item.claim.supported for item in fixed_on]
    )
    return measure_accuracy(
        [item.score >= threshold for item in scored_on],
        [item.claim.supported for item in scored_on],
    )


def _show(figures: Mapping[str, Mapping[str, float]]) -> str:
    table = Table(
        Column("dataset", no_wrap=True),
        "claims",
        "true",
        "scoring half",
        "fitting half",
        "verdicts",
        "true accepted",
        "false rejected",
        title="Claims: balanced accuracy, threshold fixed on the other half, and of the verdicts",
        title_justify="left",
    )
    for name, row in figures.items():
        counts = [str(int(row[key])) for key in ("claims", "supported")]
        shares = [f"{value:.3f}" for value in list(row.values())[2:]]
        table.add_row(name, *counts, *shares)
    return render(table)
