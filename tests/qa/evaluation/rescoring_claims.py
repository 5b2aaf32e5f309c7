"""The figures of claims computed a second time: see ``rescoring``."""

import itertools
from collections import Counter


def score_claims(dataset, claims):
    seen = [claim for claim in claims if not claim["unseen"]]
    unseen = [claim for claim in claims if claim["unseen"]]
    shown = [(c["supported"], accepts(c, lambda v: v["label"] == "supported")) for c in unseen]
    halves = {
        "balanced_accuracy": score_half(unseen, other=seen),
        "balanced_accuracy_fitting_half": score_half(seen, other=unseen),
        "verdict_accuracy": average_kinds(shown),
        "true_accepted": average_kinds([pair for pair in shown if pair[0]], kinds=(True,)),
        "false_rejected": average_kinds([pair for pair in shown if not pair[0]], kinds=(False,)),
        "errors": {
            "value": share([claim["verdict"] is None for claim in claims]),
            "count": len(claims),
        },
    }
    return {
        "dataset": dataset,
        "system": "verifier",
        "part": "all",
        "figures": {name: figure for name, figure in halves.items() if figure},
        "verdicts": dict(Counter(c["verdict"]["label"] for c in claims if c["verdict"])),
    }


def accepts(claim, test):
    """Tell whether a claim is accepted; one that failed is as wrong as it can be."""
    if claim["verdict"] is None:
        return not claim["supported"]
    return test(claim["verdict"])


def average_kinds(pairs, *, kinds=(True, False)):
    shares = []
    for kind in kinds:
        found = [accepted == kind for right, accepted in pairs if right is kind]
        if not found:
            return None
        shares.append(share(found))
    return {"value": sum(shares) / len(shares), "count": len(pairs)}


def score_half(claims, *, other):
    pairs = [(c["verdict"]["score"], c["supported"]) for c in other if c["verdict"]]
    if len({right for _, right in pairs}) < 2:
        return None
    scores = sorted({score for score, _ in pairs})
    cuts = [(low + high) / 2 for low, high in itertools.pairwise(scores)] or [0.5]

    def worth(cut):
        return average_kinds([(right, score >= cut) for score, right in pairs])["value"]

    most = max(map(worth, cuts))
    best = [cut for cut in cuts if worth(cut) >= most - 1e-9]
    threshold = round(best[len(best) // 2], 6)
    pairs = [(c["supported"], accepts(c, lambda v: v["score"] >= threshold)) for c in claims]
    return average_kinds(pairs)


def share(hits):
    return hits.count(True) / len(hits) if hits else 0
