"""Fit the weights of the support score: ``python -m qa.verification.calibrate_support --data DIR``.

A logistic regression with a small ridge penalty, in which every weight keeps the sign its meaning
gives it, over one half of the open claims; datasets and labels count the same however many claims
they have. What the checks find is weighed with the score, so that each is worth what it adds. The
figures printed are those of either half, fitted on the other. Needs the extra ``[train]``.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from scipy.optimize import minimize

from qa.evaluation.claim_figures import find_threshold, measure_accuracy
from qa.evaluation.claims import Claim, split_claims
from qa.evaluation.datasets import read_claims
from qa.evaluation.fitted import save_fitted
from qa.fitting import balance, make_loss
from qa.verification.selection import choose_premises
from qa.verification.support import FEATURES, measure_support
from qa.verification.verdicts import CHECKED, find_problems, group_problem, read_premises

__all__ = ["Observed", "find_shared_threshold", "fit", "observe"]

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

_GROUPS = ("contradicted", "beyond", "told")
_RIDGE = 2e-3
_OUTPUT = Path(__file__).parent / "support.json"
PARTLY = 0.5
"""The share of its words that must be covered for a statement to be partly supported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A claim and what was measured of it: the features, then the kinds of problems found."""

    claim: Claim
    values: tuple[float, ...]


def observe(claims: Sequence[Claim]) -> list[Observed]:
    """Measure every claim."""
    observed = []
    console = Console(stderr=True)
    for claim in track(claims, description="claims", console=console, transient=True):
        premises = read_premises(claim.premises)
        close = choose_premises(claim.statement, premises, limit=CHECKED)
        support = measure_support(claim.statement, close)
        kinds = {group_problem(problem) for problem in find_problems(claim.statement, close)}
        features = [support.features[name] for name in FEATURES]
        values = (*features, *(float(kind in kinds) for kind in _GROUPS))
        observed.append(Observed(claim=claim, values=values))
    return observed


def fit(observed: Sequence[Observed]) -> dict[str, Any]:
    """Return the weights of features and of problems."""
    rows = np.array([seen.values for seen in observed])
    labels = np.array([seen.claim.supported for seen in observed], dtype=float)
    weight = balance([f"{seen.claim.dataset} {seen.claim.supported}" for seen in observed])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    count = len(FEATURES)
    # Problems are not centred: a statement without any must lose nothing.
    mean[count:] = 0.0
    scaled = np.column_stack([np.ones(len(rows)), (rows - mean) / scale])

    loss = make_loss(scaled, labels, weight, ridge=_RIDGE)
    limits = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    signs = [*FEATURES.values(), *(-1 for _ in _GROUPS)]
    bounds = [(None, None), *(limits[sign] for sign in signs)]
    found = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[1:] / scale
    named = dict(zip(FEATURES, weights[:count].round(5).tolist(), strict=True))
    losses = (-weights[count:]).round(5).tolist()
    return {
        "support": {"bias": round(float(found[0] - weights @ mean), 5), **named},
        "problems": dict(zip(_GROUPS, losses, strict=True)),
    }


def rate(observed: Sequence[Observed], weights: dict[str, Any]) -> list[float]:
    """Return the score of every claim under such weights."""
    row = [*(weights["support"][name] for name in FEATURES)]
    row += [-weights["problems"][kind] for kind in _GROUPS]
    values = np.array([seen.values for seen in observed]) @ np.array(row)
    return list((1 / (1 + np.exp(-(values + weights["support"]["bias"])))).tolist())


def find_shared_threshold(observed: Sequence[Observed], scores: Sequence[float]) -> float:
    """Return one threshold for all datasets: that with the best mean of their accuracies."""
    names = sorted({seen.claim.dataset for seen in observed})
    cuts = np.linspace(0.2, 0.8, 61)
    means = [
        np.mean([_accuracy(observed, scores, name=name, cut=float(cut)) for name in names])
        for cut in cuts
    ]
    return round(float(cuts[int(np.argmax(means))]), 4)


def _accuracy(
    observed: Sequence[Observed], scores: Sequence[float], *, name: str, cut: float
) -> float:
    kept = [place for place, seen in enumerate(observed) if seen.claim.dataset == name]
    return measure_accuracy(
        [scores[place] >= cut for place in kept],
        [observed[place].claim.supported for place in kept],
    )


def _report(fitted: Sequence[Observed], scored: Sequence[Observed]) -> dict[str, float]:
    """Return the balanced accuracy on one half, weights and thresholds fitted on the other."""
    weights = fit(fitted)
    before, after = rate(fitted, weights), rate(scored, weights)
    figures = {}
    for name in dict.fromkeys(seen.claim.dataset for seen in scored):
        kept = [place for place, seen in enumerate(fitted) if seen.claim.dataset == name]
        cut = find_threshold(
            [before[place] for place in kept], [fitted[place].claim.supported for place in kept]
        )
        figures[name] = round(_accuracy(scored, after, name=name, cut=cut), 3)
    return figures


def main() -> None:
    """Fit the weights on the fitting half and write them where the product reads them."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.verification.calibrate_support", description=__doc__
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the open datasets")
    chosen = parser.parse_args()
    fitting, scoring = (observe(half) for half in split_claims(read_claims("claims", chosen.data)))
    weights = fit(fitting)
    threshold = find_shared_threshold(fitting, rate(fitting, weights))
    weights |= {"threshold": threshold, "partly": PARTLY}
    weights["fitted_on"] = sorted({seen.claim.dataset for seen in fitting})
    _OUTPUT.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")
    save_fitted(claims=(seen.claim for seen in fitting))
    console = Console()
    console.print("scoring half:", _report(fitting, scoring))
    console.print("fitting half:", _report(scoring, fitting))


if __name__ == "__main__":
    main()
