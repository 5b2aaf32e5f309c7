"""What all probes share. All people, places and events are invented."""

import json
from random import Random

import pytest

from index.articles import make_article
from index.errors import GoldError
from qa.evaluation.probes.findings import (
    Finding,
    Probe,
    Weight,
    draw_sentences,
    find_lowest,
    read_articles,
    report,
)
from seeds import ARTICLES

# Invented: no person, place or event in this text is real.
FERRY = """Ferry runs aground off Orrin Head

The ferry, which carried 214 passengers, ran aground on Friday in heavy fog.
Captain John Marlow was not on the bridge when the ship hit the rocks, police said.
"""


def find(kind, **passed):
    return Finding(kind=kind, passed=passed, details={"reply": f"of {kind}"})


PROBE = Probe(
    title="A probe",
    counted="replies",
    kinds=("first", "second", "third"),
    figures={"valid": Weight.DECISIVE, "same": Weight.WANTED, "answered": Weight.TOLD},
    note="what it means",
    findings=(
        find("first", valid=True, same=False, answered=False),
        find("first", valid=True),
        find("second", valid=True, answered=False),
        find("second", valid=False),
    ),
)


def test_shares_are_of_what_is_defined():
    assert PROBE.share("first", "valid") == 1.0
    assert PROBE.share("second", "valid") == 0.5
    assert PROBE.share("first", "same") == 0.0
    assert PROBE.share("second", "same") is None
    assert PROBE.share("third", "valid") is None


def test_only_decisive_shares_count_for_the_lowest():
    assert find_lowest(PROBE) == 0.5


def test_json_holds_the_figures_and_what_was_missed():
    told = json.loads(report(PROBE, show_missed=True, as_json=True))
    assert told["kinds"]["second"] == {"n": 2, "valid": 0.5, "same": None, "answered": 0.0}
    assert told["missed"] == [
        {"kind": "first", "missed": ["same"], "reply": "of first"},
        {"kind": "second", "missed": ["valid"], "reply": "of second"},
    ]
    assert "missed" not in json.loads(report(PROBE, show_missed=False, as_json=True))


def test_the_table_says_the_same():
    shown = report(PROBE, show_missed=True, as_json=False)
    assert "0.500" in shown
    assert "what it means" in shown
    assert shown.count("not same") == 1
    assert "not answered" not in shown
    assert "of first" not in report(PROBE, show_missed=False, as_json=False)


def test_nothing_tried_is_no_success():
    empty = Probe(title="", counted="", kinds=("a",), figures=PROBE.figures, note="", findings=())
    assert find_lowest(empty) == 0.0


def test_which_articles_are_probed(tmp_path):
    file = tmp_path / "ferry.txt"
    file.write_text(FERRY)
    assert [article.text for article in read_articles([file], data=None)] == [FERRY]
    assert len(read_articles([], data=None)) == len(ARTICLES)
    with pytest.raises(GoldError, match="--data"):
        read_articles([], data=tmp_path)


def test_sentences_are_drawn_from_the_stories():
    article = make_article(FERRY)
    drawn, again = (
        draw_sentences([article, article], 3, Random(1))  # noqa: S311
        for _ in range(2)
    )
    assert len(drawn) == 3
    assert all(sentence.text in FERRY.split("\n")[2:4] for _, sentence in drawn)
    assert drawn == again
    assert len(draw_sentences([article], 50, Random(1))) == 2  # noqa: S311
