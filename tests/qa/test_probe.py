"""The tamper probe on two small articles. All people, places and events in them are invented."""

import json

import pytest

from index.articles import make_article
from index.errors import GoldError
from qa.probe import find_lowest, probe_articles, read_probed, report_probe
from qa.tamper import Tampering
from seeds import ARTICLES

# Invented: no person, place or event in these texts is real.
FERRY = """Ferry runs aground off Orrin Head

The ferry, which carried 214 passengers, ran aground on Friday in heavy fog.
Captain John Marlow was not on the bridge when the ship hit the rocks, police said.
Jane Roe said the company had paid $3.5 million for a new radar in 2019.
"""
STRIKE = """Teachers end strike in Velden

Teachers ended a three-week strike on Tuesday, and the schools will open again in April.
Mary Holt, who led the talks, said the union had accepted a rise of 4 percent.
"""


@pytest.fixture(scope="module")
def probed():
    articles = [make_article(FERRY), make_article(STRIKE)]
    return probe_articles(articles, sentences=50, seed=3)


def test_a_sentence_itself_is_supported(probed):
    verbatim = [item for item in probed if item.tampered.kind is Tampering.VERBATIM]
    assert len(verbatim) == 5
    assert all(item.caught and item.named for item in verbatim)


def test_what_is_changed_is_caught(probed):
    changed = [item for item in probed if item.tampered.kind is Tampering.NUMBER_CHANGED]
    assert changed
    assert all(item.caught for item in changed)
    assert all(
        "Ferry" in item.premise.before or "Teachers" in item.premise.before for item in probed
    )


def test_the_report_says_it_by_kind(probed):
    figures = json.loads(report_probe(probed, show_missed=True, as_json=True))["kinds"]
    assert list(figures) == [kind.value for kind in Tampering]
    assert find_lowest(probed) == min(row["caught"] for row in figures.values() if row["n"])
    table = report_probe(probed, show_missed=True, as_json=False)
    assert all(kind in table for kind in figures)


def test_what_is_missed_is_shown(probed):
    # A verbatim sentence judged by another verdict stands for a miss.
    good, bad = probed[0], next(item for item in probed if item.caught and item.tampered.expected)
    missed = type(good)(tampered=bad.tampered, premise=bad.premise, verdict=good.verdict)
    assert bad.tampered.statement in report_probe([missed], show_missed=True, as_json=False)
    assert json.loads(report_probe([missed], show_missed=True, as_json=True))["missed"]
    assert find_lowest([missed]) == 0.0


def test_which_articles_are_probed(tmp_path):
    file = tmp_path / "ferry.txt"
    file.write_text(FERRY)
    assert [article.text for article in read_probed([file], data=None)] == [FERRY]
    assert len(read_probed([], data=None)) == len(ARTICLES)
    with pytest.raises(GoldError, match="--data"):
        read_probed([], data=tmp_path)
