"""The open datasets themselves, where they lie beside the repository: counts, places, halves."""

from pathlib import Path

import pytest

from qa.evaluation.cases import split_halves
from qa.evaluation.claims import split_claims
from qa.evaluation.datasets import read_batches, read_claims
from qa.evaluation.fitted import fitted_articles

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the datasets are not here")


@pytest.mark.parametrize(
    ("name", "articles", "questions", "absent", "placed"),
    [
        ("squad2", 16, 6_078, 3_168, 2_910),
        ("coqa-cnn", 101, 207, 0, 207),
        # One answerable question of ClapNQ names no sentence that answers it.
        ("clapnq", 299, 144 + 155, 155, 143),
    ],
)
def test_questions_are_read_whole(name, articles, questions, absent, placed):
    batches = read_batches(name, DATA)
    cases = [case for batch in batches for case in batch.cases]
    assert len(batches) == articles
    assert len(cases) == len({case.id for case in cases}) == questions
    assert sum(case.absent for case in cases) == absent
    assert sum(bool(case.evidence) for case in cases) == placed
    assert all(case.absent or case.answers for case in cases)
    halves = split_halves(batches)
    fitted, unseen = ({a.id for batch in half for a in batch.articles} for half in halves)
    asked = {a.id for batch in halves[0] if batch.cases for a in batch.articles}
    assert asked <= fitted_articles()
    assert fitted_articles().isdisjoint(unseen - fitted)


@pytest.mark.parametrize("name", ["coqa-cnn", "clapnq"])
def test_places_hold_whole_words(name):
    for batch in read_batches(name, DATA):
        (article,) = batch.articles
        for case in batch.cases:
            for place in (place for group in case.evidence for place in group):
                words = article.text[place.start : place.end]
                assert words
                assert words == words.strip()


def test_claims_are_read_whole():
    claims = read_claims("claims", DATA)
    assert len(claims) == len({(claim.dataset, claim.id) for claim in claims}) == 2_444
    counts = dict.fromkeys(("wice", "summedits:news", "factcheckgpt:stance"), 0)
    for claim in claims:
        counts[claim.dataset] += 1
    assert counts == {"wice": 349, "summedits:news": 375, "factcheckgpt:stance": 1_720}
    fitted, scored = split_claims(claims)
    assert len(fitted) + len(scored) == 2_444
    assert not {(c.dataset, c.group) for c in fitted} & {(c.dataset, c.group) for c in scored}
