"""Questions to begin with and to go on with; every article and question here is invented."""

import pytest
from invented_library import (
    BANK,
    LIGHTHOUSES,
    PAINTED,
    UNANSWERED,
    is_skipped,
    open_assistant,
    send,
)

from qa.models import Status
from ui.asking import Asking
from ui.panels import Panels
from ui.suggesting import Suggesting


@pytest.fixture
def assistant(tmp_path):
    with open_assistant(tmp_path, LIGHTHOUSES, BANK) as opened:
        yield opened


@pytest.fixture
def panels(assistant):
    return Panels(assistant)


@pytest.fixture
def suggesting(assistant, panels):
    return Suggesting(assistant, panels)


@pytest.fixture
def visit(panels):
    return panels.begin_visit()


@pytest.fixture
def ask(assistant, panels, visit):
    def ask_and_wait(question):
        *_, last = Asking(assistant, panels).ask(question, visit, send(None))
        return last

    return ask_and_wait


def test_the_first_questions_are_of_the_article_shown(suggesting, visit, assistant):
    shown = suggesting.suggest(visit)
    assert visit.first_questions
    for question in visit.first_questions:
        answer = assistant.ask(question)
        assert {citation.article_id for citation in answer.citations} == {visit.shown}
    assert "For example:" in shown


@pytest.mark.parametrize("question", [PAINTED, UNANSWERED])
def test_what_may_come_next_has_an_answer(suggesting, visit, assistant, ask, question):
    ask(question)
    suggesting.suggest(visit)
    (turn,) = visit.turns
    assert turn.suggestions
    for following in turn.suggestions:
        assert assistant.ask(following).status is Status.ANSWERED
        assert following != question


def test_a_judgement_given_meanwhile_is_kept(suggesting, visit, ask):
    ask(PAINTED)
    visit.judge(1, "right")
    suggesting.suggest(visit)
    assert visit.turns[0].judgement == "right"
    assert visit.turns[0].suggestions


def test_nothing_is_suggested_while_an_answer_is_written(suggesting, visit):
    visit.begin(PAINTED)
    suggesting.suggest(visit)
    assert visit.turns[0].suggestions == ()
    assert visit.turns[0].writing


@pytest.mark.parametrize("chosen", [True, False])
def test_articles_that_are_gone_suggest_nothing(suggesting, visit, assistant, ask, chosen):
    visit.chosen = (assistant.articles()[0].id,) if chosen else ()
    ask(PAINTED)
    for article in assistant.articles():
        assistant.remove(article.id)
    assert "47 lighthouses" in suggesting.suggest(visit)
    assert visit.turns[0].suggestions == ()


def test_a_visit_that_the_server_forgot_is_left_alone(suggesting):
    assert is_skipped(suggesting.suggest(None))
