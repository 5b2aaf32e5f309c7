"""Figures of verdicts on claims, against values worked out by hand. The claims are invented."""

import numpy as np
import pytest

from qa.evaluation.claim_figures import find_threshold, make_claim_sections, measure_accuracy
from qa.evaluation.claims import Claim, split_claims
from qa.evaluation.outcomes import ClaimOutcome
from qa.models import Verdict, VerdictLabel


def judge(score, *, supported, unseen=True, group="g", dataset="made"):
    """Return a claim with a verdict, shown as supported above one half; ``None`` for a failure."""
    label = VerdictLabel.SUPPORTED if score and score > 0.5 else VerdictLabel.PARTLY
    return ClaimOutcome(
        dataset=dataset,
        id="x",
        group=group,
        unseen=unseen,
        claim="Said.",
        supported=supported,
        verdict=None if score is None else Verdict(label=label, score=score),
        error="it broke" if score is None else None,
        seconds=0.25,
    )


def take(claims):
    (section,) = make_claim_sections(claims)
    return {name: figure.value for name, figure in section.figures.items()}


FITTING = [judge(0.9, supported=True, unseen=False), judge(0.1, supported=False, unseen=False)]


def test_a_threshold_is_never_scored_where_it_was_fixed():
    scoring = [judge(0.4, supported=True), judge(0.3, supported=False)]
    figures = take(FITTING + scoring)
    # On the fitting half the threshold is 0.5, which accepts neither; on the other it is 0.35.
    assert figures["balanced_accuracy"] == (0 + 1) / 2
    assert figures["balanced_accuracy_fitting_half"] == (1 + 1) / 2


def test_verdicts_are_scored_on_the_half_that_nothing_was_fitted_on():
    scoring = [judge(s, supported=True) for s in (0.9, 0.8, 0.7, 0.2)]
    scoring += [judge(s, supported=False) for s in (0.6, 0.1)]
    figures = take(FITTING + scoring)
    assert figures["true_accepted"] == 3 / 4
    assert figures["false_rejected"] == 1 / 2
    assert figures["verdict_accuracy"] == (3 / 4 + 1 / 2) / 2


def test_a_failed_claim_is_got_wrong_whichever_it_is():
    scoring = [judge(0.9, supported=True), judge(None, supported=True)]
    scoring += [judge(0.1, supported=False), judge(None, supported=False)]
    figures = take(FITTING + scoring)
    assert figures["true_accepted"] == figures["false_rejected"] == 1 / 2
    assert figures["balanced_accuracy"] == figures["verdict_accuracy"] == 1 / 2
    assert figures["errors"] == 2 / 6


def test_what_one_half_cannot_say_is_left_out():
    figures = take([judge(0.9, supported=True), judge(0.2, supported=False)])
    assert set(figures) == {"verdict_accuracy", "true_accepted", "false_rejected", "errors"}
    assert set(take(FITTING[:1])) == {"errors"}
    assert make_claim_sections([]) == []


def test_a_section_for_each_dataset():
    claims = [judge(0.9, supported=True), judge(0.2, supported=False, dataset="other")]
    first, second = make_claim_sections([*claims, claims[0]])
    assert (first.dataset, first.system, second.dataset) == ("made", "verifier", "other")
    assert first.verdicts == {"supported": 2}
    assert first.latency == {"all": {"p50": 250, "p95": 250}}
    assert first.figures["true_accepted"].count == 2


def test_intervals_hold_the_figure_and_draw_groups():
    dice = np.random.default_rng(0)
    claims = [
        judge(dice.random() * 0.7 + 0.3 * right, supported=right, unseen=n % 2 == 1, group=str(n))
        for n in range(60)
        for right in (True, False)
    ]
    (section,) = make_claim_sections(claims)
    for name, figure in section.figures.items():
        if name != "errors":
            assert figure.low < figure.value < figure.high
    assert section.figures["errors"].low == section.figures["errors"].value == 0
    assert make_claim_sections(claims) == [section]


def test_no_figure_of_few_claims_is_certain():
    claims = [
        judge(0.9 if right else 0.1, supported=right, unseen=n % 2 == 1, group=str(n))
        for n in range(12)
        for right in (True, False)
    ]
    (section,) = make_claim_sections(claims)
    figures = section.figures
    shares = {"true_accepted": 6, "false_rejected": 6}
    for name, units in shares.items():
        ends = (figures[name].low, figures[name].high)
        assert ends == (pytest.approx(0.025 ** (1 / units)), 1), name
    # Of twelve articles, which is enough to draw them whole.
    assert figures["errors"].low == 0
    assert figures["errors"].high == pytest.approx(1 - 0.025 ** (1 / 12))
    for name in section.figures.keys() - {*shares, "errors"}:
        assert (figures[name].value, figures[name].low, figures[name].high) == (1, None, None)


def test_the_errors_of_claims_have_an_interval():
    claims = [judge(None if n % 4 else 0.9, supported=True, group=str(n)) for n in range(40)]
    (section,) = make_claim_sections(claims)
    errors = section.figures["errors"]
    assert 0.5 < errors.low < errors.value == 0.75 < errors.high < 1
    assert errors.count == 40


def test_groups_stay_together():
    def claim(group, number):
        return Claim(
            dataset="made",
            id=f"{group}{number}",
            group=group,
            statement="Said.",
            premises=(),
            supported=True,
        )

    fitting, scoring = split_claims([claim(group, n) for group in "abcd" for n in (1, 2)])
    assert {one.group for one in fitting} == {"a", "c"}
    assert {one.group for one in scoring} == {"b", "d"}


def test_scores_without_meaning_are_right_half_of_the_time():
    dice = np.random.default_rng(0)
    scores = [dice.random() for _ in range(4_000)]
    right = [dice.random() < 0.2 for _ in scores]
    threshold = find_threshold(scores[:2_000], right[:2_000])
    found = [score >= threshold for score in scores[2_000:]]
    assert measure_accuracy(found, right[2_000:]) == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("scores", "right", "threshold"),
    [([0.2, 0.9], [False, True], 0.55), ([0.4], [True], 0.5), ([0.3, 0.3], [True, False], 0.5)],
)
def test_thresholds(scores, right, threshold):
    assert find_threshold(scores, right) == threshold
