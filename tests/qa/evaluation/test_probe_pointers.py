"""The pointer probe, and that it sees a product broken on purpose.

All people, places and events in the article are invented.
"""

import json
from dataclasses import replace

import pytest
from invented_ferry import FERRY

from index.articles import make_article
from qa.citing import settle
from qa.evaluation.probes.findings import find_lowest
from qa.evaluation.probes.marker_kinds import EARLIER_TURN, KINDS, Material
from qa.evaluation.probes.pointer import probe_pointers
from qa.evaluation.probes.probing import run_probe
from qa.language_model import reply
from qa.language_model.markers import Marker, MarkerParser, Text
from qa.models import Verdict, VerdictLabel
from qa.quotes import cite


@pytest.fixture(scope="module")
def probe():
    return probe_pointers([FERRY], sentences=3, seed=0)


def find_broken(monkeypatch, *kinds):
    monkeypatch.setattr("qa.evaluation.probes.pointer.KINDS", {kind: KINDS[kind] for kind in kinds})
    return probe_pointers([FERRY], sentences=2, seed=0)


@pytest.mark.parametrize("kind", KINDS)
def test_no_marker_points_where_it_must_not(probe, kind):
    assert probe.share(kind, "valid") == 1.0
    assert probe.share(kind, "reported") in (1.0, None)
    assert probe.share(kind, "right") in (1.0, None)


def test_most_replies_are_shown(probe):
    refused = [kind for kind in KINDS if probe.share(kind, "answered") == 0.0]
    assert refused == ["unknown without a statement"]


def test_every_kind_is_tried_as_often(probe):
    tried = [finding.kind for finding in probe.findings]
    assert {kind: tried.count(kind) for kind in KINDS} == dict.fromkeys(KINDS, 3)


def test_the_seed_decides_all(probe):
    assert probe_pointers([FERRY], sentences=3, seed=0) == probe


def test_a_marker_beyond_the_last_sentence_that_is_accepted_is_seen(monkeypatch):
    read = MarkerParser._read

    def accept(parser, numbers):
        marker = read(parser, numbers)
        return Marker((*marker.numbers, *(parser._known for _ in marker.unknown)))

    monkeypatch.setattr(MarkerParser, "_read", accept)
    assert find_broken(monkeypatch, "far too high").share("far too high", "reported") == 0.0


def believe(statement, cited, premises):
    return cited, Verdict(label=VerdictLabel.SUPPORTED, score=1.0)


def test_a_marker_that_is_shown_as_text_is_seen(monkeypatch):
    monkeypatch.setattr(MarkerParser, "feed", lambda parser, delta: [Text(delta)])
    monkeypatch.setattr(reply, "settle", believe)
    kinds = ("far too high", "labelled", "nested", "Arabic-Indic digits")
    probe = find_broken(monkeypatch, *kinds)
    assert [probe.share(kind, "valid") for kind in kinds] == [0.0] * len(kinds)
    assert [probe.share(kind, "reported") for kind in kinds] == [0.0] * len(kinds)


def test_a_citation_one_character_off_is_seen(monkeypatch):
    def cite_wrongly(sentence, article, **options):
        cited = cite(sentence, article, **options)
        return replace(cited, start=cited.start + 1, quote=cited.quote[1:])

    monkeypatch.setattr(reply, "cite", cite_wrongly)
    assert find_broken(monkeypatch, "right").share("right", "valid") == 0.0


def test_a_citation_of_the_next_sentence_is_seen(monkeypatch):
    def cite_next(answerer, place, number):
        shown = answerer._shown
        sentence = shown[(place + 1) % len(shown)]
        return cite(sentence, answerer._grounds.scope[sentence.article_id], number=number)

    monkeypatch.setattr(reply.Reply, "_cite", cite_next)
    assert find_broken(monkeypatch, "right").share("right", "right") == 0.0


def test_a_writer_that_is_believed_is_seen(monkeypatch):
    monkeypatch.setattr(reply, "settle", believe)
    kind = "on the wrong sentence"
    assert find_broken(monkeypatch, kind).share(kind, "right") == 0.0
    monkeypatch.setattr(reply, "settle", settle)
    assert find_broken(monkeypatch, kind).share(kind, "right") == 1.0


def test_what_is_wrong_only_while_a_reply_comes_is_seen(monkeypatch):
    show = reply.Reply.show

    def show_early(answerer):
        answer = show(answerer)
        statements = tuple(replace(one, text=f"{one.text} [99") for one in answer.statements)
        return replace(answer, statements=statements)

    monkeypatch.setattr(reply.Reply, "show", show_early)
    assert find_broken(monkeypatch, "right").share("right", "valid") == 0.0


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_holds_what_it_says(kind):
    made = Material(text="It is so.", number=2, other=3, known=5, earlier=9)
    written = KINDS[kind](made)
    assert written.reply
    assert not set(written.unknown) & set(range(1, 6))
    if kind == EARLIER_TURN:
        assert written.unknown == (9,)


def test_it_runs_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr("qa.evaluation.probes.pointer.KINDS", {"right": KINDS["right"]})
    file = tmp_path / "ferry.txt"
    file.write_text(FERRY.text)
    text, lowest = run_probe(
        "pointer",
        [file],
        data=None,
        sentences=1,
        seed=0,
        writer=None,
        show_missed=True,
        as_json=True,
    )
    assert json.loads(text)["kinds"]["right"]["n"] == 1
    assert lowest == 1.0


def test_an_article_that_answers_nothing_is_no_success():
    probe = probe_pointers([make_article("Nothing. No more.")], sentences=3, seed=0)
    assert probe.findings == []
    assert find_lowest(probe) == 0.0
