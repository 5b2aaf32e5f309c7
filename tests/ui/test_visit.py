"""What a visit remembers; every question here is invented."""

from dataclasses import replace
from threading import Thread

import pytest
from invented import make_abstention, make_answer, make_citation

from qa.models import Verdict, VerdictLabel
from ui.visit import Turn, Visit


def ask(visit, question, answer=None, **details):
    turn = visit.begin(question)
    visit.put(replace(turn, answer=answer, writing=False, **details))
    return turn.number


def test_two_visits_share_nothing():
    first, second = Visit(), Visit()
    assert first.prefix != second.prefix
    assert first.stop is not second.stop
    ask(first, "Why?", make_answer("So."))
    assert second.turns == []
    assert second.begin("Who?").number == 1


def test_a_turn_begins_without_an_answer():
    turn = Visit().begin("Why?", meant="Why did it rain?")
    assert turn == Turn(number=1, question="Why?", meant="Why did it rain?", writing=True)


def test_each_turn_has_a_stop_of_its_own():
    visit = Visit()
    ask(visit, "Who?")
    visit.stop.set()
    visit.begin("Why?")
    assert not visit.stop.is_set()


@pytest.mark.parametrize("again", [False, True])
def test_no_turn_begins_while_another_is_written(again):
    visit = Visit()
    visit.begin("Who?")
    stop = visit.stop
    assert visit.begin("Why?", again=again) is None
    assert [turn.question for turn in visit.turns] == ["Who?"]
    assert visit.stop is stop


def test_a_turn_takes_the_place_of_the_latest():
    visit = Visit()
    first, second = ask(visit, "Who?"), ask(visit, "Why?")
    third = visit.begin("Where?", again=True)
    assert [turn.number for turn in visit.turns] == [first, third.number]
    assert third.number not in {first, second}


def test_the_place_of_the_latest_may_be_empty():
    visit = Visit()
    visit.begin("Where?", again=True)
    assert [turn.question for turn in visit.turns] == ["Where?"]


def test_a_turn_that_was_forgotten_while_it_was_written_stays_forgotten():
    visit = Visit()
    kept, turn = ask(visit, "Who?"), visit.begin("Why?")
    visit.put(replace(turn, writing=False))
    visit.begin("Where?", again=True)
    visit.put(replace(turn, answer=make_answer("So.")))
    assert [turn.question for turn in visit.turns] == ["Who?", "Where?"]
    assert visit.find(turn.number) is None
    assert visit.find(kept).question == "Who?"


def test_numbers_are_never_given_twice():
    visit = Visit()
    numbers = []
    for _ in range(3):
        numbers.append(ask(visit, "Who?"))
        visit.forget()
    assert len(set(numbers)) == 3


def test_forgetting_ends_what_is_being_written():
    visit = Visit()
    turn = visit.begin("Who?")
    stop = visit.stop
    visit.forget()
    visit.put(replace(turn, answer=make_answer("So.")))
    assert stop.is_set()
    assert visit.turns == []


@pytest.mark.parametrize("number", [0, 7, -1, None, "1", [], {}, "x", 10**99, float("nan")])
def test_what_is_no_turn_is_not_found(number):
    visit = Visit()
    ask(visit, "Who?")
    assert visit.find(number) is None


def test_a_judgement_and_suggestions_are_both_kept():
    visit = Visit()
    turn = visit.begin("Who?")
    written = replace(turn, answer=make_answer("She."), writing=False)
    visit.put(written)
    # Judged while what may come next was still being looked for.
    visit.judge(turn.number, "right")
    visit.put(replace(written, suggestions=("Why?",)))
    assert visit.find(turn.number).judgement == "right"
    assert visit.find(turn.number).suggestions == ("Why?",)
    visit.judge(turn.number, "wrong")
    assert visit.find(turn.number).judgement == "wrong"
    assert visit.find(turn.number).suggestions == ("Why?",)


def test_judging_what_is_forgotten_changes_nothing():
    visit = Visit()
    number = ask(visit, "Who?")
    visit.judge(number + 1, "right")
    assert visit.find(number).judgement is None


def test_history_is_questions_with_answers_without_markers():
    visit = Visit()
    ask(visit, "How many?", make_answer("Three.", citations=(make_citation(),)))
    ask(visit, "", problem="The question is empty.")
    ask(visit, "Why?", make_abstention())
    last = ask(visit, "Who?", make_answer("She."))
    assert visit.history_before(last) == [("How many?", "Three."), ("Why?", "")]
    assert len(visit.history_before(last + 1)) == 3
    assert visit.history_before(1) == []


def test_what_does_not_hold_is_no_history():
    doubtful = Verdict(label=VerdictLabel.CONTRADICTED, score=0.1)
    answer = make_answer("Three.", "Four.")
    first, second = answer.statements
    visit = Visit()
    ask(visit, "How many?", replace(answer, statements=(first, replace(second, verdict=doubtful))))
    assert visit.history_before(2) == [("How many?", "Three.")]


def test_a_long_conversation_forgets_its_beginning():
    visit = Visit()
    for number in range(80):
        ask(visit, str(number), make_answer("Text."))
    assert len(visit.turns) == 50
    history = visit.history_before(81)
    assert [question for question, _ in history] == list(map(str, range(74, 80)))


def test_what_several_buttons_change_at_once_is_all_kept():
    visit = Visit()
    numbers = [ask(visit, "Who?", make_answer("She.")) for _ in range(40)]

    def judge(some):
        for number in some:
            visit.judge(number, "right")

    threads = [Thread(target=judge, args=(numbers[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {turn.judgement for turn in visit.turns} == {"right"}
