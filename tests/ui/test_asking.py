"""Asking on the page, without a browser; every article and question here is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import HOSTILE, Outline
from invented_library import (
    ANYTHING,
    BANK,
    LIGHTHOUSES,
    OPENED,
    PAINTED,
    UNANSWERED,
    is_skipped,
    open_assistant,
    send,
)

from qa.models import Status
from ui.asking import Asking, _Request
from ui.events import read_event
from ui.panels import Panels
from ui.visit import Turn, Visit

ACTIONS = st.sampled_from(["ask", "edit", "restate", "retry", "judge", "", None]) | ANYTHING


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    with open_assistant(tmp_path_factory.mktemp("asking"), LIGHTHOUSES, BANK) as opened:
        yield opened


@pytest.fixture
def asking(assistant):
    return Asking(assistant, Panels(assistant))


@pytest.fixture
def visit(assistant):
    return Panels(assistant).begin_visit()


def ask(asking, visit, typed="", sent=None):
    """Return what the page is sent, one tuple a step."""
    return list(asking.ask(typed, visit, send(sent)))


# Reading what was sent


def visit_after(*questions):
    turns = [Turn(number=at, question=text) for at, text in enumerate(questions, start=1)]
    return Visit(turns=turns)


@given(ANYTHING, ANYTHING)
def test_anything_may_be_sent(typed, data):
    for visit in (Visit(), visit_after("Who?")):
        request = _Request.read(typed, read_event(send(data)), visit)
        assert isinstance(request.question, str)


@given(ACTIONS, ANYTHING, ANYTHING)
def test_anything_may_be_sent_as_a_question(action, question, typed):
    for visit in (Visit(), visit_after("Who?")):
        data = {"action": action, "question": question, "event": question}
        request = _Request.read(typed, read_event(send(data)), visit)
        assert isinstance(request.question, str)
        assert request.meant is None or isinstance(request.meant, str)


@pytest.mark.parametrize("action", ["ask", "edit", "restate", "retry"])
@pytest.mark.parametrize(
    "question",
    [10**5000, -1.5, float("nan"), ["a"] * 9, {"a": {"b": []}}, True, None],
    ids=["huge", "float", "nan", "list", "mapping", "truth", "nothing"],
)
def test_what_is_no_text_is_no_question(action, question):
    request = _Request.read(question, {"action": action, "question": question}, Visit())
    assert request.question == ""


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(None, _Request(question="typed"), id="typed"),
        pytest.param({"action": "ask", "question": "New?"}, _Request(question="New?"), id="asked"),
        pytest.param(
            {"action": "edit", "question": "New?"},
            _Request(question="New?", again=True),
            id="edited",
        ),
        pytest.param(
            {"action": "restate", "question": "Meant?"},
            _Request(question="Old?", meant="Meant?", again=True),
            id="restated",
        ),
        pytest.param(
            {"action": "retry"}, _Request(question="Old?", meant="So?", again=True), id="retried"
        ),
        pytest.param({"action": "remove"}, _Request(question="typed"), id="another-action"),
    ],
)
def test_what_is_asked(data, expected):
    visit = Visit(turns=[Turn(number=1, question="Old?", meant="So?")])
    assert _Request.read("typed", read_event(send(data)), visit) == expected


@pytest.mark.parametrize("action", ["edit", "restate", "retry"])
def test_before_the_first_question_there_is_none_to_change(action):
    request = _Request.read("typed", {"action": action, "question": "x"}, Visit())
    assert request == _Request(question="typed")


# Asking


def test_a_question_is_answered(asking, visit):
    steps = ask(asking, visit, PAINTED)
    box, conversation, _, same = steps[0]
    assert box == ""
    assert "Reading the article…" in Outline(conversation).text
    assert same is visit
    assert "47 lighthouses" in Outline(steps[-1][1]).text
    (turn,) = visit.turns
    assert turn.answer.status is Status.ANSWERED
    assert not turn.writing
    assert not turn.stopped


def test_a_suggestion_leaves_what_is_typed_alone(asking, visit):
    steps = ask(asking, visit, "half typ", {"action": "ask", "question": PAINTED})
    assert all(is_skipped(step[0]) for step in steps)
    assert visit.turns[0].question == PAINTED


def test_a_follow_up_shows_what_it_means(asking, visit):
    ask(asking, visit, PAINTED)
    ask(asking, visit, "And what did the paint cost?")
    assert [turn.number for turn in visit.turns] == [1, 2]


def test_asking_again_takes_the_place_of_the_answer(asking, visit):
    ask(asking, visit, PAINTED)
    ask(asking, visit, "", {"action": "retry"})
    (turn,) = visit.turns
    assert turn.number == 2
    assert turn.question == PAINTED


def test_an_edited_question_takes_the_place_of_the_latest(asking, visit):
    ask(asking, visit, PAINTED)
    ask(asking, visit, UNANSWERED)
    ask(asking, visit, "", {"action": "edit", "question": OPENED})
    assert [turn.question for turn in visit.turns] == [PAINTED, OPENED]
    assert "12 branches" in visit.turns[-1].answer.text


def test_a_restated_question_means_what_the_reader_says(asking, visit):
    ask(asking, visit, "How many?")
    steps = ask(asking, visit, "", {"action": "restate", "question": PAINTED})
    (turn,) = visit.turns
    assert (turn.question, turn.meant) == ("How many?", PAINTED)
    assert turn.answer.standalone_question == PAINTED
    assert f"Understood as: {PAINTED}" in Outline(steps[-1][1]).text
    ask(asking, visit, "", {"action": "retry"})
    assert visit.turns[0].answer.standalone_question == PAINTED


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        pytest.param({"action": "ask", "question": ""}, "empty", id="empty"),
        pytest.param({"action": "ask", "question": " ?! "}, "empty", id="no-words"),
        pytest.param({"action": "ask", "question": "why " * 25_000}, "at most 1,000", id="long"),
        pytest.param({"action": "ask", "question": ["Who?"]}, "empty", id="no-text"),
        pytest.param({"action": "edit", "question": "\ud800"}, "empty", id="half-a-letter"),
        pytest.param({"action": "restate", "question": "why " * 25_000}, "at most", id="meant"),
        pytest.param({"action": "restate", "question": "¿?"}, "empty", id="meant-no-words"),
    ],
)
def test_a_bad_question_is_said(asking, visit, sent, told):
    ask(asking, visit, PAINTED)
    steps = ask(asking, visit, "", sent)
    turn = visit.turns[-1]
    assert told in turn.problem
    assert turn.answer is None
    assert not turn.writing
    assert told in Outline(steps[-1][1]).text
    assert len(turn.question) <= 2_000
    assert len(turn.meant or "") <= 2_000


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_question_is_shown_as_text(asking, visit, text):
    for action in ("ask", "restate", "edit"):
        steps = ask(asking, visit, "", {"action": action, "question": f"{text} who?"})
        shown = {name for name, _ in Outline(steps[-1][1]).tags}
        assert not shown & {"script", "img", "iframe", "svg", "style", "input"}
        assert all(step[1].encode() for step in steps if isinstance(step[1], str))


def test_what_was_asked_before_helps_to_understand(asking, visit):
    ask(asking, visit, "What did the mayor of Nowhereham paint?")
    ask(asking, visit, "How many did she paint on Monday?")
    assert "47" in visit.turns[-1].answer.text


def test_only_the_chosen_articles_are_asked(asking, visit, assistant):
    visit.chosen = (assistant.articles()[0].id,)
    ask(asking, visit, OPENED)
    assert visit.turns[0].answer.status is Status.NOT_FOUND
    visit.chosen = ()
    ask(asking, visit, OPENED)
    assert visit.turns[1].answer.status is Status.ANSWERED


def test_the_article_that_is_cited_comes_on_the_page(asking, visit, assistant):
    first, second = assistant.articles()
    ask(asking, visit, PAINTED)
    assert visit.shown == first.id
    steps = ask(asking, visit, OPENED)
    assert visit.shown == second.id
    panels = [step[2] for step in steps if isinstance(step[2], str)]
    assert len(panels) == 1
    assert f'data-article="{second.id}"' in panels[0]


def test_the_article_stays_where_it_is(asking, visit, assistant):
    Panels(assistant).render_article(visit)
    assert all(is_skipped(step[2]) for step in ask(asking, visit, PAINTED))


def test_a_visit_that_the_server_lost_begins_anew(asking):
    steps = ask(asking, None, PAINTED)
    visit = steps[0][-1]
    assert visit is steps[-1][-1]
    assert visit.turns[0].answer.status is Status.ANSWERED
    # The names of the sentences on the page are those of the visit that was lost.
    (panel,) = [step[2] for step in steps if isinstance(step[2], str)]
    links = Outline(steps[-1][1]).list_values("href")
    assert {link.removeprefix("#") for link in links} <= set(Outline(panel).ids)


@pytest.mark.parametrize("action", ["edit", "restate", "retry"])
def test_a_change_of_what_the_server_lost_is_no_failure(asking, action):
    steps = ask(asking, None, "", {"action": action, "question": PAINTED})
    assert "empty" in steps[-1][-1].turns[0].problem


def test_two_visits_do_not_see_each_other(asking, assistant):
    first, second = (Panels(assistant).begin_visit() for _ in range(2))
    one = asking.ask(PAINTED, first, send(None))
    other = asking.ask(OPENED, second, send(None))
    next(one), next(other)
    shown = [list(steps)[-1][1] for steps in (one, other)]
    assert OPENED not in Outline(shown[0]).text
    assert PAINTED not in Outline(shown[1]).text
    assert [turn.question for turn in first.turns] == [PAINTED]
    assert [turn.question for turn in second.turns] == [OPENED]
    ids = Outline("".join(shown)).ids
    assert len(ids) == len(set(ids))
