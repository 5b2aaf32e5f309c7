"""Fit the weights of ranking and abstention on open data: ``python -m qa.calibrate --data FOLDER``.

Half of the texts of each dataset are fitted on; the figures on the other half are honest. Ranking
is a conditional logit over the sentences that were read (McFadden, 1974), abstention a logistic
regression; both with a small ridge penalty. Needs the extra ``[train]``.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize

from qa.abstention import AGAINST, ANSWER_FEATURES, Vocabulary, estimate, measure_answer
from qa.assistant import ArticleQA
from qa.evaluation.cases import Batch, Case, Place, split_halves
from qa.evaluation.datasets import FITTED_ON, read_batches
from qa.evaluation.fitted import save_fitted
from qa.evaluation.gold_cases import read_gold_batches
from qa.features import CANDIDATE_FEATURES
from qa.fitting import balance, make_loss
from qa.question import Question
from qa.ranking import Ranked, rescore

__all__ = ["Observed", "find_floor", "fit_abstention", "fit_ranking", "observe"]

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

FALSE_REFUSALS = 0.05
"""The floor is set so that this share of answerable questions is refused."""

_RIDGE = 1e-3
_MAX_QUESTIONS = 120
_MAX_ELSEWHERE = 4
_OUTPUT = Path(__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A question with everything that was measured for it.

    Attributes:
        dataset: Where it comes from.
        question: What is asked.
        ranked: The sentences that were read.
        right: Which of them answer.
        answerable: Whether the text answers, with these sentences or others.
        known: What the text holds.
    """

    dataset: str
    question: Question
    ranked: list[Ranked]
    right: NDArray[np.bool_]
    answerable: bool
    known: Vocabulary


def read_fitted(data: Path, gold: Sequence[Path]) -> dict[str, list[Batch]]:
    """Return what is fitted on, by name: half of the batches of each dataset, and gold files."""
    halves = {name: split_halves(read_batches(name, data))[0] for name in FITTED_ON}
    held = {name: [batch for batch in half if batch.cases] for name, half in halves.items()}
    return held | {path.stem: read_gold_batches(path) for path in gold}


def thin(batches: Sequence[Batch], limit: int) -> list[Batch]:
    """Return the batches with at most ``limit`` cases each, spread evenly over each."""
    return [
        replace(batch, cases=batch.cases[:: max(1, -(-len(batch.cases) // limit))])
        for batch in batches
    ]


def observe(dataset: str, batches: Sequence[Batch]) -> Iterator[Observed]:
    """Measure the questions of each article, and some of its neighbour's, which it does not answer.

    The open datasets hold near misses only; readers also ask what an article is not about at all.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        ArticleQA.open(Path(folder) / "library") as assistant,
    ):
        others = [*batches[1:], batches[0]]
        for batch, other in track(list(zip(batches, others, strict=True)), description=dataset):
            (article,) = batch.articles
            assistant.add_text(article.text)
            for case in batch.cases:
                yield _observe(assistant, article.id, dataset, case)
            for case in thin([other], _MAX_ELSEWHERE)[0].cases:
                foreign = Case(id=case.id, question=case.question, absent=True)
                yield _observe(assistant, article.id, "elsewhere", foreign)


def _observe(assistant: ArticleQA, article_id: str, dataset: str, case: Case) -> Observed:
    question, ranked, known = assistant.examine(
        case.question, article=article_id, history=case.history
    )
    places = [place for group in case.evidence for place in group]
    return Observed(
        dataset=dataset,
        question=question,
        ranked=ranked,
        right=np.array([_holds(item, places) for item in ranked]),
        answerable=not case.absent,
        known=known,
    )


def _holds(item: Ranked, places: Sequence[Place]) -> bool:
    sentence = item.sentence
    own = Place(sentence.article_id, sentence.start, sentence.end)
    return any(own.overlaps(place) for place in places)


def fit_ranking(observed: Sequence[Observed]) -> dict[str, float]:
    """Fit weights under which the softmax over what was read puts its mass on what is right.

    No weight is negative: each feature speaks for a sentence, and a weight against that would
    only copy how the questions of a dataset were written.
    """
    seen_right = [seen for seen in observed if seen.right.any()]
    groups = [(np.array([item.features for item in s.ranked]), s.right) for s in seen_right]
    weight = balance([seen.dataset for seen in seen_right])
    scale = np.concatenate([rows for rows, _ in groups]).std(axis=0) + 1e-9

    def loss(weights: Vector) -> tuple[float, Vector]:
        total, slope = _RIDGE * weights @ weights, 2 * _RIDGE * weights
        for (rows, right), share in zip(groups, weight, strict=True):
            scaled = rows / scale
            values = scaled @ weights
            every = np.exp(values - values.max())
            every /= every.sum()
            among = np.where(right, every, 0.0)
            total -= share * np.log(among.sum())
            slope += share * scaled.T @ (every - among / among.sum())
        return float(total), slope

    bounds = [(0, None)] * len(scale)
    found = minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B", bounds=bounds)
    return dict(zip(CANDIDATE_FEATURES, (found.x / scale).round(5).tolist(), strict=True))


def fit_abstention(observed: Sequence[Observed], ranking: dict[str, float]) -> dict[str, float]:
    """Fit the probability that a text answers, given sentences ranked by these weights.

    A logistic regression in which every feature keeps the sign its meaning gives it.
    """
    rows = measure_all(observed, ranking)
    labels = np.array([seen.answerable for seen in observed], dtype=float)
    weight = balance([f"{seen.dataset} {seen.answerable}" for seen in observed])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = np.column_stack([np.ones(len(rows)), (rows - mean) / scale])

    loss = make_loss(scaled, labels, weight, ridge=_RIDGE)
    signs = [(None, 0.0) if name in AGAINST else (0.0, None) for name in ANSWER_FEATURES]
    bounds = [(None, None), *signs]
    start = np.zeros(len(bounds))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[1:] / scale
    named = dict(zip(ANSWER_FEATURES, weights.round(5).tolist(), strict=True))
    return {"bias": round(float(found[0] - weights @ mean), 5), **named}


def measure_all(observed: Sequence[Observed], ranking: dict[str, float]) -> Matrix:
    """Return the features of abstention, one row per question."""
    return np.array(
        [
            measure_answer(seen.question, rescore(seen.ranked, ranking), seen.known)
            for seen in observed
        ]
    )


def find_floor(observed: Sequence[Observed], weights: dict[str, float], rows: Matrix) -> float:
    """Return the score below which ``FALSE_REFUSALS`` of the answerable questions lie.

    Every dataset counts the same.
    """
    kept = [place for place, seen in enumerate(observed) if seen.answerable]
    scores = np.array([estimate(rows[place].tolist(), weights) for place in kept])
    weight = balance([observed[place].dataset for place in kept])
    order = np.argsort(scores)
    below = np.cumsum(weight[order])
    return round(float(scores[order][np.searchsorted(below, FALSE_REFUSALS)]), 4)


def main() -> None:
    """Fit all weights and write them where the product reads them."""
    parser = argparse.ArgumentParser(prog="python -m qa.calibrate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the open datasets")
    parser.add_argument("--gold", type=Path, action="append", default=[], help="gold file to add")
    chosen = parser.parse_args()
    observed: list[Observed] = []
    fitted = read_fitted(chosen.data, chosen.gold)
    for name, batches in fitted.items():
        observed += observe(name, thin(batches, _MAX_QUESTIONS))
    ranking = fit_ranking(observed)
    open_data = [seen for seen in observed if seen.dataset in (*FITTED_ON, "elsewhere")]
    abstention = fit_abstention(open_data, ranking)
    weights = {
        "ranking": ranking,
        "abstention": abstention,
        "floor": find_floor(open_data, abstention, measure_all(open_data, ranking)),
        "fitted_on": sorted({seen.dataset for seen in observed}),
    }
    _OUTPUT.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")
    save_fitted(articles=(a.id for own in fitted.values() for batch in own for a in batch.articles))


if __name__ == "__main__":
    main()
