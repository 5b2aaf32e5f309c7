"""Downloads and judgements; every article here is invented."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import HOSTILE, make_abstention, make_answer, make_citation
from invented_library import ANYTHING, BANK, LIGHTHOUSES, PAINTED, UNANSWERED, open_assistant, send

from qa.record import read_record
from ui.asking import Asking
from ui.keeping import Keeping, _write_name
from ui.panels import Panels
from ui.visit import Visit


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    with open_assistant(tmp_path_factory.mktemp("keeping"), LIGHTHOUSES) as opened:
        yield opened


@pytest.fixture
def keeping(assistant):
    return Keeping(assistant, Panels(assistant))


def ask(assistant, *questions):
    """Return a visit that asked these; all by hand, as the page does."""
    visit = Visit()
    for question in questions:
        turn = visit.begin(question)
        visit.put(replace(turn, answer=assistant.ask(question), writing=False))
    return visit


@pytest.fixture
def visit(assistant):
    return ask(assistant, PAINTED)


def test_json_reads_back_as_the_same_answer(keeping, visit):
    parcel = keeping.export(visit, send({"turn": "1", "format": "json"}))
    assert parcel["name"] == "how-many-lighthouses-did-jo-quill-paint-on-monday.json"
    assert parcel["type"] == "application/json"
    record = read_record(parcel["text"])
    assert record.answer == visit.turns[0].answer
    assert [article.title for article in record.articles]


def test_markdown_holds_the_quote(keeping, visit):
    parcel = keeping.export(visit, send({"turn": "1", "format": "markdown"}))
    assert parcel["name"].endswith(".md")
    assert parcel["type"] == "text/markdown"
    assert "painted 47 lighthouses on Monday" in parcel["text"]


def test_an_abstention_can_be_kept_too(keeping, assistant):
    visit = ask(assistant, UNANSWERED)
    parcel = keeping.export(visit, send({"turn": "1", "format": "json"}))
    assert read_record(parcel["text"]).answer.status == "not_found"


def test_an_unknown_format_is_json(keeping, visit):
    for wanted in ("", "exe", None, 7, ["markdown"], {"a": 1}):
        parcel = keeping.export(visit, send({"turn": "1", "format": wanted}))
        assert json.loads(parcel["text"])["question"] == PAINTED


@pytest.mark.parametrize(
    "turn",
    [
        *(pytest.param(value, id=f"text-{value!r:.12}") for value in ("", "0", "2", "-1", "1.0")),
        pytest.param("١", id="other-digit"),
        pytest.param("9" * 9, id="large"),
        pytest.param("1" * 100_000, id="endless"),
        pytest.param("1\n", id="line-end"),
        pytest.param("../1", id="path"),
        pytest.param(1, id="number"),
        pytest.param(True, id="truth"),
        pytest.param(-(10**5000), id="huge"),
        pytest.param(["1"], id="list"),
        pytest.param({"1": 1}, id="mapping"),
        pytest.param(None, id="nothing"),
    ],
)
def test_a_turn_that_is_not_there_is_said(keeping, visit, turn):
    assert list(keeping.export(visit, send({"turn": turn}))) == ["problem"]
    shown, told = keeping.judge(visit, send({"turn": turn, "judgement": "right"}))
    assert list(told) == ["problem"]
    assert not isinstance(shown, str)


@given(ANYTHING, ANYTHING, ANYTHING)
def test_anything_may_be_sent(keeping_once, data, turn, value):
    keeping, visit = keeping_once
    for sent in (data, {"turn": turn, "format": value, "judgement": value}):
        assert list(keeping.export(visit, send(sent))) == ["problem"]
        assert list(keeping.judge(visit, send(sent))[1]) == ["problem"]
        assert list(keeping.export(None, send(sent))) == ["problem"]


@pytest.fixture(scope="module")
def keeping_once(assistant):
    return Keeping(assistant, Panels(assistant)), Visit()


def test_without_a_visit_nothing_is_kept(keeping):
    assert "no longer kept" in keeping.export(None, send({"turn": "1"}))["problem"]
    assert "no longer kept" in keeping.judge(None, send({"turn": "1"}))[1]["problem"]


def test_another_visit_cannot_take_the_answer(keeping, visit):
    assert "text" in keeping.export(visit, send({"turn": "1"}))
    assert "problem" in keeping.export(Visit(), send({"turn": "1"}))


def test_what_is_still_written_is_neither_kept_nor_judged(keeping):
    visit = Visit()
    visit.put(replace(visit.begin("Who?"), answer=make_answer("She.")))
    assert "problem" in keeping.export(visit, send({"turn": "1"}))
    assert "problem" in keeping.judge(visit, send({"turn": "1", "judgement": "right"}))[1]


def test_an_answer_of_an_article_that_was_removed_says_so(keeping):
    visit = Visit()
    answer = make_answer("She.", citations=(make_citation(),))
    visit.put(replace(visit.begin("Who?"), answer=answer, writing=False))
    parcel = keeping.export(visit, send({"turn": "1"}))
    assert "not in the library any more" in parcel["problem"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_survives_as_text(keeping, text):
    text = text.encode("utf-8", "replace").decode()  # No question or article holds half a letter.
    answer = replace(make_abstention(explanation=f"a{text}", nearest=()), question=f"a{text}")
    visit = Visit()
    visit.put(replace(visit.begin(f"Who {text}"), answer=answer, writing=False))
    parcel = keeping.export(visit, send({"turn": "1", "format": "json"}))
    assert read_record(parcel["text"]).answer.explanation == f"a{text}"
    assert set(parcel["name"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    parcel = keeping.export(visit, send({"turn": "1", "format": "markdown"}))
    assert parcel["text"].encode()
    assert "<script" not in parcel["text"]
    assert "<img" not in parcel["text"]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        pytest.param("Who paid for the bridge?", "who-paid-for-the-bridge", id="plain"),
        pytest.param("../../etc/passwd", "etc-passwd", id="path"),
        pytest.param("C:\\x\\y.exe", "c-x-y-exe", id="drive"),
        pytest.param("¿¡…?", "answer", id="signs"),
        pytest.param("Кто?", "answer", id="other-letters"),
        pytest.param("", "answer", id="empty"),
        pytest.param("a" * 500, "a" * 60, id="long"),
        pytest.param("b " * 500, "b-" * 29 + "b", id="long-words"),
    ],
)
def test_a_file_is_called_by_its_question(question, name):
    assert _write_name(question) == name


@given(st.text(alphabet=st.characters(codec=None)))
def test_a_file_name_is_never_a_path(question):
    name = _write_name(question)
    assert 0 < len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize("judgement", ["right", "wrong", "wrong sentence"])
def test_a_judgement_is_kept_on_disk_and_shown(tmp_path, judgement):
    with open_assistant(tmp_path, LIGHTHOUSES) as assistant:
        visit = ask(assistant, PAINTED, UNANSWERED)
        keeping = Keeping(assistant, Panels(assistant))
        shown, told = keeping.judge(visit, send({"turn": "2", "judgement": judgement}))
    assert told == {"said": "Kept for review."}
    assert "Kept on this computer for review." in shown
    assert [turn.judgement for turn in visit.turns] == [None, judgement]
    (line,) = (tmp_path / "library" / "feedback.jsonl").read_text().splitlines()
    candidate = json.loads(line)
    assert candidate["question"] == UNANSWERED
    assert candidate["review"]["judgement"] == judgement
    assert [turn["question"] for turn in candidate["history"]] == [PAINTED]


@pytest.mark.parametrize("judgement", ["", "RIGHT", "gold", None, 1, ["right"], {"right": 1}])
def test_another_judgement_is_refused(keeping, visit, judgement):
    _, told = keeping.judge(visit, send({"turn": "1", "judgement": judgement}))
    assert list(told) == ["problem"]
    assert visit.turns[0].judgement is None


def test_a_judgement_that_cannot_be_kept_is_said(tmp_path):
    with open_assistant(tmp_path, LIGHTHOUSES) as assistant:
        visit = ask(assistant, PAINTED)
        (tmp_path / "library" / "feedback.jsonl").mkdir()
        keeping = Keeping(assistant, Panels(assistant))
        shown, told = keeping.judge(visit, send({"turn": "1", "judgement": "right"}))
    assert "cannot be kept" in told["problem"]
    assert not isinstance(shown, str)
    assert visit.turns[0].judgement is None


def test_a_judgement_is_of_the_articles_that_were_asked(tmp_path):
    with open_assistant(tmp_path, LIGHTHOUSES, BANK) as assistant:
        panels = Panels(assistant)
        first, second = assistant.articles()
        visit = panels.begin_visit()
        list(Asking(assistant, panels).ask(PAINTED, visit, send(None)))
        visit.chosen = (second.id,)
        keeping = Keeping(assistant, panels)
        for _ in range(3):  # Pressed again it is no other judgement.
            keeping.judge(visit, send({"turn": "1", "judgement": "right"}))
        lines = (tmp_path / "library" / "feedback.jsonl").read_text().splitlines()
        (kept,) = map(json.loads, lines)
        assert kept["article"] == f"feedback/{first.id}.txt"
