"""Open claims: the reader and the figures, on a small invented file of the published shape."""

import json
import random

import pytest

from index.errors import GoldError
from qa.evaluate_claims import (
    Judged,
    evaluate_claims,
    find_threshold,
    measure_accuracy,
    score_claims,
)
from qa.verification.claims_data import Claim, read_claims, split_claims

# Invented: no person, place or event in these texts is real.
TRUE = ("The ferry sank near Orrin on Friday.", 1)
FALSE = ("The ferry sank near Velden on Friday.", 0)
PREMISES = ["The ferry sank near Orrin on Friday.", "Ana Roe led the rescue."]


def write_claims(folder, **changes):
    rows = [
        {"source": source, "group": f"g{number}", "premise": premise, "claim": text, "label": label}
        for source, premise in (("lists", PREMISES), ("texts", " ".join(PREMISES)))
        for number in range(4)
        for text, label in (TRUE, FALSE)
    ]
    lines = [json.dumps(row | changes) for row in rows]
    (folder / "claims").mkdir()
    (folder / "claims" / "claims.jsonl").write_text("\n".join(lines))
    return folder


def test_claims_are_read_and_groups_stay_together(tmp_path):
    claims = read_claims(write_claims(tmp_path))
    fitting, scoring = split_claims(claims)
    assert len(claims) == 16
    assert {claim.group for claim in fitting} == {"g0", "g2"}
    assert {claim.group for claim in scoring} == {"g1", "g3"}
    assert claims[0].premises == tuple(PREMISES)
    assert claims[-1].premises == (" ".join(PREMISES),)
    assert [claim.supported for claim in claims[:2]] == [True, False]


@pytest.mark.parametrize("changes", [{"label": 2}, {"premise": 3}, {"premise": [3]}])
def test_another_form_is_refused(tmp_path, changes):
    with pytest.raises(GoldError, match="published form"):
        read_claims(write_claims(tmp_path, **changes))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(GoldError, match="--data"):
        read_claims(tmp_path)


def test_figures_of_a_small_file(tmp_path):
    write_claims(tmp_path)
    figures = json.loads(evaluate_claims(tmp_path, as_json=True))
    assert figures["lists"]["scoring_half"] == figures["lists"]["fitting_half"] == 1.0
    assert figures["texts"]["verdicts"] == 1.0
    shown = evaluate_claims(tmp_path, as_json=False)
    assert "scoring half" in shown
    assert "1.000" in shown


def test_a_threshold_is_never_scored_where_it_was_fixed():
    def judge(score, *, supported, scoring):
        claim = Claim(dataset="x", group="g", statement="s", premises=(), supported=supported)
        return Judged(claim=claim, scoring=scoring, score=score, accepted=score > 0.5)

    judged = [judge(0.9, supported=True, scoring=False), judge(0.1, supported=False, scoring=False)]
    judged += [judge(0.4, supported=True, scoring=True), judge(0.3, supported=False, scoring=True)]
    figures = score_claims(judged)["x"]
    assert figures["scoring_half"] == 0.5
    assert figures["fitting_half"] == 1.0
    assert (figures["accepted"], figures["rejected"]) == (0.0, 1.0)


def test_scores_without_meaning_are_right_half_of_the_time():
    dice = random.Random(0)  # noqa: S311
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
