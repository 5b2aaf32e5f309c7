"""The tamper probe on two small articles. All people, places and events in them are invented."""

import json

import pytest

from index.articles import make_article
from index.errors import SettingsError
from qa.evaluation.probes.findings import find_lowest, report
from qa.evaluation.probes.probing import run_probe
from qa.evaluation.probes.tamper import probe_statements, tell_caught
from qa.evaluation.probes.tampering import Tampering

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
    return probe_statements(articles, sentences=50, seed=3)


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
    probe = tell_caught(probed)
    figures = json.loads(report(probe, show_missed=True, as_json=True))["kinds"]
    assert list(figures) == [kind.value for kind in Tampering]
    assert find_lowest(probe) == min(row["caught"] for row in figures.values() if row["n"])
    table = report(probe, show_missed=True, as_json=False)
    assert all(kind in table for kind in figures)


def test_what_is_missed_is_shown(probed):
    # A verbatim sentence judged by another verdict stands for a miss.
    good, bad = probed[0], next(item for item in probed if item.caught and item.tampered.expected)
    missed = type(good)(tampered=bad.tampered, premise=bad.premise, verdict=good.verdict)
    probe = tell_caught([missed])
    assert bad.tampered.statement in report(probe, show_missed=True, as_json=False)
    assert json.loads(report(probe, show_missed=True, as_json=True))["missed"]
    assert find_lowest(probe) == 0.0


def test_it_runs_by_its_name(tmp_path):
    file = tmp_path / "ferry.txt"
    file.write_text(FERRY)
    chosen = {"data": None, "sentences": 2, "seed": 0, "show_missed": False, "as_json": True}
    text, lowest = run_probe("tamper", [file], writer=None, **chosen)
    assert json.loads(text)["kinds"]["verbatim"] == {"n": 2, "caught": 1.0, "named": 1.0}
    assert lowest == 1.0
    with pytest.raises(SettingsError, match="--writer"):
        run_probe("tamper", [file], writer="language model", **chosen)
