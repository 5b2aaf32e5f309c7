"""From verdicts on claims to figures: how well what is true is told from what is false.

Balanced accuracy, with the threshold fixed on the other half of the claims, is how SummaC and its
followers score fact checkers (Laban et al. 2022).
"""

import itertools
from collections.abc import Callable, Sequence

import numpy as np

from qa.evaluation.figures import make_figure, measure_latency
from qa.evaluation.outcomes import ClaimOutcome
from qa.evaluation.resampling import Matrix, find_intervals, find_units, make_mean
from qa.evaluation.runs import Figure, Section
from qa.models import VerdictLabel

__all__ = ["find_threshold", "make_claim_sections", "measure_accuracy"]

_Test = Callable[[ClaimOutcome], bool]


def make_claim_sections(claims: Sequence[ClaimOutcome], *, seed: int = 0) -> list[Section]:
    """Return the figures of the verifier on each dataset of claims.

    A claim on which the verifier failed is got wrong. A threshold is never scored on the half on
    which it was fixed; verdicts are scored on the half on which no weight was.

    Args:
        claims: What came out.
        seed: The same gives the same intervals.
    """
    names = dict.fromkeys(claim.dataset for claim in claims)
    return [
        _make_section([claim for claim in claims if claim.dataset == name], seed) for name in names
    ]


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


def _make_section(claims: Sequence[ClaimOutcome], seed: int) -> Section:
    fitting = [claim for claim in claims if not claim.unseen]
    scoring = [claim for claim in claims if claim.unseen]
    figures = {
        "balanced_accuracy": _cross(scoring, seed, fixed_on=fitting),
        "balanced_accuracy_fitting_half": _cross(fitting, seed, fixed_on=scoring),
        "verdict_accuracy": _balance(scoring, _is_accepted, seed),
        "true_accepted": _share([c for c in scoring if c.supported], _is_shown_rightly, seed),
        "false_rejected": _share([c for c in scoring if not c.supported], _is_shown_rightly, seed),
        "errors": _share(claims, _is_failed, seed),
    }
    verdicts = [claim.verdict.label for claim in claims if claim.verdict is not None]
    return Section(
        dataset=claims[0].dataset,
        system="verifier",
        figures={name: figure for name, figure in figures.items() if figure is not None},
        verdicts={str(name): verdicts.count(name) for name in VerdictLabel if name in verdicts},
        latency=measure_latency({"all": [1000 * claim.seconds for claim in claims]}),
    )


def _cross(
    claims: Sequence[ClaimOutcome], seed: int, *, fixed_on: Sequence[ClaimOutcome]
) -> Figure | None:
    """Return the balanced accuracy at the threshold that is best on other claims."""
    pairs = [(claim.verdict.score, claim.supported) for claim in fixed_on if claim.verdict]
    if len({right for _, right in pairs}) < 2:
        return None
    threshold = find_threshold([score for score, _ in pairs], [right for _, right in pairs])

    def accept(claim: ClaimOutcome) -> bool:
        return claim.verdict is not None and claim.verdict.score >= threshold

    return _balance(claims, accept, seed)


def _is_accepted(claim: ClaimOutcome) -> bool:
    return claim.verdict is not None and claim.verdict.label is VerdictLabel.SUPPORTED


def _is_got_right(claim: ClaimOutcome, accepts: _Test) -> bool:
    return claim.verdict is not None and accepts(claim) is claim.supported


def _is_shown_rightly(claim: ClaimOutcome) -> bool:
    return _is_got_right(claim, _is_accepted)


def _is_failed(claim: ClaimOutcome) -> bool:
    return claim.verdict is None


def _balance(claims: Sequence[ClaimOutcome], accepts: _Test, seed: int) -> Figure | None:
    """Return the balanced accuracy; ``None`` where all are true, or all are false."""
    table = np.full((len(claims), 2), np.nan)
    for row, claim in enumerate(claims):
        table[row, int(claim.supported)] = _is_got_right(claim, accepts)
    return _resample(table, [claim.group for claim in claims], seed)


def _share(claims: Sequence[ClaimOutcome], test: _Test, seed: int) -> Figure | None:
    """Return how many of some claims pass a test; ``None`` where there are none."""
    table = np.array([test(claim) for claim in claims], dtype=float).reshape(-1, 1)
    return _resample(table, [claim.group for claim in claims], seed)


def _resample(table: Matrix, groups: Sequence[str], seed: int) -> Figure | None:
    """Return the mean of the means of the columns, with its interval."""
    if not len(table) or np.isnan(table).all(axis=0).any():
        return None
    units = find_units(groups)
    means = make_mean(table, units)

    def compute(drawn: Matrix) -> Matrix:
        both: Matrix = means(drawn).mean(axis=1, keepdims=True)
        return both

    (interval,) = find_intervals(compute, units, seed=seed)
    return make_figure(
        float(np.nanmean(table, axis=0).mean()),
        interval,
        count=len(table),
        units=len(set(units.tolist())) if table.shape[1] == 1 else 0,  # Several make no share.
    )
