"""What may happen while a question is answered; every article and question is invented."""

import time
from threading import Event

import pytest
from bag_of_words import BagOfWords
from invented import Outline
from invented_library import BANK, LIGHTHOUSES, OPENED, PAINTED, is_skipped, open_assistant, send
from stand_in import ARTICLE, BROKEN, ENDLESS, MIXED, StandIn

from qa.assistant import ArticleQA
from qa.models import Status
from ui.asking import Asking
from ui.panels import Panels
from ui.visit import Visit


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


@pytest.fixture
def changing(tmp_path):
    with open_assistant(tmp_path, LIGHTHOUSES, BANK) as opened:
        yield opened


def test_another_article_is_shown_when_the_one_shown_is_removed(changing):
    asking = Asking(changing, Panels(changing))
    visit = Panels(changing).begin_visit()
    first, second = changing.articles()
    changing.remove(first.id)
    ask(asking, visit, "")
    assert visit.shown == second.id
    changing.remove(second.id)
    steps = ask(asking, visit, PAINTED)
    assert visit.shown is None
    assert "There is no article" in "".join(step[2] for step in steps if isinstance(step[2], str))
    assert "There is no article to ask" in Outline(steps[-1][1]).text


def test_what_is_left_of_the_chosen_articles_is_asked(changing):
    asking, visit = Asking(changing, Panels(changing)), Visit()
    first, second = changing.articles()
    visit.chosen = (first.id, second.id)
    changing.remove(first.id)
    ask(asking, visit, OPENED)
    assert visit.turns[0].answer.status is Status.ANSWERED


def test_no_other_article_is_asked_when_the_chosen_is_removed(changing):
    asking = Asking(changing, Panels(changing))
    first, _ = changing.articles()
    visit = Visit(chosen=(first.id,), shown=first.id)
    changing.remove(first.id)
    steps = ask(asking, visit, OPENED)
    assert "not in the library any more" in visit.turns[0].problem
    assert "article-qa list" not in Outline(steps[-1][1]).text


def test_what_is_cleared_while_it_is_answered_does_not_come_back(asking, visit):
    steps = asking.ask(PAINTED, visit, send(None))
    next(steps)
    conversation, same = asking.forget(visit)
    assert same is visit
    assert "What would you like to know?" in conversation
    *_, last = steps
    assert visit.turns == []
    assert "What would you like to know?" in last[1]


def test_without_a_visit_there_is_nothing_to_stop_or_clear(asking):
    asking.stop(None)
    conversation, visit = asking.forget(None)
    assert "What would you like to know?" in conversation
    assert visit.turns == []


@pytest.fixture
def written(tmp_path, bag):
    model = StandIn(written=tmp_path / "written.txt", first_word=0.5)
    with ArticleQA.open(tmp_path / "library", language_model=model, embedder=bag) as opened:
        opened.add_text(ARTICLE)
        yield opened


def test_an_answer_grows(written):
    asking, visit = Asking(written, Panels(written)), Panels(written).begin_visit()
    steps = ask(asking, visit, MIXED)
    shown = [Outline(step[1]).text for step in steps if isinstance(step[1], str)]
    assert len(shown) > 3
    assert any("Not checked yet" in text for text in shown)
    assert "Not checked yet" not in shown[-1]
    assert "Written by Invented-1B" in shown[-1]
    # While nothing changes there is a sign of life.
    assert any(all(map(is_skipped, step)) for step in steps)


def test_stopping_ends_the_writing(written):
    asking, visit = Asking(written, Panels(written)), Panels(written).begin_visit()
    steps = asking.ask(ENDLESS, visit, send(None))
    for _ in steps:
        if visit.turns[0].answer is not None and visit.turns[0].answer.statements:
            break
    asking.stop(visit)
    *_, last = steps
    (turn,) = visit.turns
    assert turn.stopped
    assert not turn.writing
    assert turn.suggestions == ()
    assert "stopped" in Outline(last[1]).text


def test_stopping_before_the_first_word_leaves_the_quotes(written):
    asking, visit = Asking(written, Panels(written)), Panels(written).begin_visit()
    steps = asking.ask(ENDLESS, visit, send(None))
    next(steps)
    asking.stop(visit)
    *_, last = steps
    (turn,) = visit.turns
    assert turn.stopped
    assert turn.answer.writer == "quotes"
    assert "stopped before its end" in Outline(last[1]).text


def test_a_visitor_who_leaves_ends_the_writing(written, tmp_path):
    asking, visit = Asking(written, Panels(written)), Panels(written).begin_visit()
    steps = asking.ask(ENDLESS, visit, send(None))
    for _ in steps:
        if visit.turns[0].answer is not None and visit.turns[0].answer.statements:
            break
    steps.close()
    (turn,) = visit.turns
    assert not turn.writing
    assert turn.stopped
    file, size = tmp_path / "written.txt", -1
    deadline = time.monotonic() + 20
    while file.stat().st_size != size and time.monotonic() < deadline:
        size = file.stat().st_size
        Event().wait(0.5)  # Ten words' time: nothing more is being written.
    assert time.monotonic() < deadline


def test_who_comes_back_does_not_wait_for_what_was_broken_off(asking, visit):
    steps = asking.ask(PAINTED, visit, send(None))
    next(steps)
    steps.close()
    shown = Outline(ask(asking, visit, OPENED)[-1][1]).text
    assert "Reading the article…" not in shown
    assert "The answer was broken off. Ask again." in shown


class Failing(BagOfWords):
    """Fails at every question, in a way that nobody has foreseen."""

    def embed(self, texts):
        if any("lighthouses did" in text for text in texts):
            raise ZeroDivisionError("a secret of the server")
        return super().embed(texts)


def test_a_failure_that_nobody_foresaw_is_said_and_logged(tmp_path, caplog):
    with ArticleQA.open(tmp_path / "library", embedder=Failing()) as assistant:
        assistant.add_text(LIGHTHOUSES)
        visit = Visit()
        steps = ask(Asking(assistant, Panels(assistant)), visit, PAINTED)
    assert "The page failed at this question" in Outline(steps[-1][1]).text
    assert "a secret" not in steps[-1][1]
    assert "ZeroDivisionError" in caplog.text
    assert not visit.turns[0].writing


def test_a_model_that_breaks_off_gives_way_to_quotes(written):
    asking, visit = Asking(written, Panels(written)), Panels(written).begin_visit()
    steps = ask(asking, visit, BROKEN)
    assert "broke off" in Outline(steps[-1][1]).text
    assert visit.turns[0].answer.writer == "quotes"


def test_the_picked_writer_writes(written):
    asking, visit = Asking(written, Panels(written)), Panels(written).begin_visit()
    visit.writer = "quotes"
    ask(asking, visit, MIXED)
    assert visit.turns[0].answer.writer == "quotes"
    visit.writer = "no such writer"
    ask(asking, visit, MIXED)
    assert "There is no writer" in visit.turns[1].problem


def test_a_late_first_word_is_said(written, monkeypatch):
    monkeypatch.setattr("ui.asking._LATE_SECONDS", 0.1)
    asking, visit = Asking(written, Panels(written)), Panels(written).begin_visit()
    shown = [step[1] for step in ask(asking, visit, MIXED) if isinstance(step[1], str)]
    assert any("take a while to begin" in text for text in shown)
    assert "take a while" not in shown[-1]


def test_while_an_answer_is_written_nothing_else_is_asked(asking, visit):
    steps = asking.ask(PAINTED, visit, send(None))
    next(steps)
    (step,) = ask(asking, visit, OPENED)
    assert all(map(is_skipped, step[:3]))
    list(steps)
    assert [turn.question for turn in visit.turns] == [PAINTED]


def test_once_the_answer_is_there_the_next_question_is_taken(asking, visit):
    steps = asking.ask(PAINTED, visit, send(None))
    while not visit.turns or visit.turns[-1].writing:
        next(steps)
    ask(asking, visit, OPENED)
    *_, last = steps
    assert [turn.question for turn in visit.turns] == [PAINTED, OPENED]
    assert OPENED in Outline(last[1]).text
