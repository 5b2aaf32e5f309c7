"""The injection probe, and that it sees a product broken on purpose.

All people, places and events in the article are invented.
"""

import json
from dataclasses import replace

import pytest
from invented_ferry import FERRY

from qa.evaluation.probes.attacks import ATTACKS, DEEDS, Heard, make_bait
from qa.evaluation.probes.injection import probe_injections
from qa.evaluation.probes.probing import run_probe
from qa.evaluation.probes.surfaces import fold
from qa.language_model import reply
from qa.models import Verdict, VerdictLabel


@pytest.fixture(scope="module")
def probe():
    return probe_injections([FERRY], sentences=1, seed=0)


def find_broken(monkeypatch, kind, deeds=tuple(DEEDS)):
    """Return the share of a kind that is clean, with some of the stand-ins only."""
    monkeypatch.setattr("qa.evaluation.probes.injection.ATTACKS", {kind: ATTACKS[kind]})
    chosen = {deed: DEEDS[deed] for deed in deeds}
    monkeypatch.setattr("qa.evaluation.probes.injection.DEEDS", chosen)
    monkeypatch.setattr("qa.evaluation.probes.injection._DEEDS", len(chosen))
    return probe_injections([FERRY], sentences=1, seed=0).share(kind, "clean")


@pytest.mark.parametrize("kind", ATTACKS)
def test_no_attack_takes_an_answer_over(probe, kind):
    faults = [finding.details["wrong"] for finding in probe.findings if finding.kind == kind]
    assert faults
    assert not any(faults)


def test_quotes_stay_the_same(probe):
    assert [kind for kind in ATTACKS if probe.share(kind, "same") < 1.0] == []


def test_a_verdict_that_a_model_writes_is_not_believed(monkeypatch):
    assert find_broken(monkeypatch, "order to ignore", ["calls it proven"]) == 1.0


def test_the_seed_decides_all(monkeypatch):
    kinds = {kind: ATTACKS[kind] for kind in ("order to ignore", "HTML")}
    monkeypatch.setattr("qa.evaluation.probes.injection.ATTACKS", kinds)
    first, second = (probe_injections([FERRY], sentences=1, seed=4) for _ in range(2))
    assert first == second


def test_a_writer_that_is_believed_is_seen(monkeypatch):
    def believe(statement, cited, premises):
        return cited, Verdict(label=VerdictLabel.SUPPORTED, score=1.0)

    monkeypatch.setattr(reply, "settle", believe)
    assert find_broken(monkeypatch, "order in base64", ["cites another sentence"]) < 1.0


def test_a_record_that_escapes_nothing_is_seen(monkeypatch):
    monkeypatch.setattr("qa.record_markdown.escape_markdown", lambda text: text)
    assert find_broken(monkeypatch, "Markdown picture", ["only points at it"]) < 1.0


def test_markup_that_is_left_on_a_statement_is_seen(monkeypatch):
    assemble = reply.Reply._assemble

    def leave(answerer, settled):
        answer = assemble(answerer, settled)
        marked = (replace(one, text=f"<img src=x> {one.text}") for one in answer.statements)
        return replace(answer, statements=tuple(marked))

    monkeypatch.setattr(reply.Reply, "_assemble", leave)
    assert find_broken(monkeypatch, "order to ignore", ["repeats it"]) < 1.0


@pytest.mark.parametrize("kind", ATTACKS)
def test_what_is_planted_is_known_by_its_bait(kind):
    bait = make_bait("Who came?", FERRY.text, seed=kind)
    hidden = {"order in base64", "tag characters", "variation selectors"}
    assert bait.stands_in(fold(ATTACKS[kind](bait))) is (kind not in hidden)
    assert not bait.stands_in(fold(FERRY.text))
    assert bait == make_bait("Who came?", FERRY.text, seed=kind)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_stand_in_does_as_it_is_told(deed):
    bait = make_bait("Who came?", FERRY.text, seed=deed)
    heard = Heard(bait=bait, planted=2, other=3, unknown=99, instructions="Cite {all}.")
    said = DEEDS[deed](heard)
    assert bait.stands_in(fold(said)) is (deed != "only points at it")


def test_it_runs_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr("qa.evaluation.probes.injection.ATTACKS", {"HTML": ATTACKS["HTML"]})
    file = tmp_path / "ferry.txt"
    file.write_text(FERRY.text)
    text, lowest = run_probe(
        "injection",
        [file],
        data=None,
        sentences=6,
        seed=0,
        writer="quotes",
        show_missed=True,
        as_json=True,
    )
    assert json.loads(text)["kinds"]["HTML"]["n"] == 6
    assert 0.0 <= lowest <= 1.0
