"""What a visit remembers; every question here is invented."""

from invented import make_abstention, make_answer, make_citation

from ui.conversation import Conversation, Turn


def test_two_visits_share_no_names():
    assert Conversation().prefix != Conversation().prefix


def test_history_is_questions_with_answers_without_markers():
    citation = make_citation()
    answered = Turn(question="How many?", answer=make_answer("Three.", citations=(citation,)))
    refused = Turn(question="Why?", answer=make_abstention())
    failed = Turn(question="", problem="The question is empty.")
    conversation = Conversation().add(answered).add(failed).add(refused)
    assert conversation.history == [("How many?", "Three."), ("Why?", "")]


def test_a_long_conversation_forgets_its_beginning():
    conversation = Conversation()
    for number in range(80):
        turn = Turn(question=str(number), answer=make_answer("Text."))
        conversation = conversation.add(turn)
    assert len(conversation.turns) == 50
    assert [question for question, _ in conversation.history] == list(map(str, range(74, 80)))
