import pytest

from index.errors import QuestionError
from qa.question import MAX_QUESTION_CHARS, read_question


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Who dismissed the plan?", "person"),
        ("whose idea was it", "person"),
        ("How many people came?", "number"),
        ("What percentage of voters stayed home?", "number"),
        ("When did the trial begin?", "date"),
        ("On which day did the trial begin?", "date"),
        ("Where was the summit held?", "place"),
        ("Which city hosted the summit?", "place"),
        ("Why did the talks fail?", "reason"),
        ("What did the minister say about rail?", "saying"),
        ("What was the union's response to the offer?", "saying"),
        ("What is a ceasefire?", "other"),
    ],
)
def test_the_kind_of_answer_is_read(text, asked):
    assert read_question(text).asked == asked


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        ("What did the mayor say about rail?", "the mayor"),
        ("According to Oslo, what changed?", "Oslo"),
        ("What is the union's position on pay?", "the union"),
        ("Has the bank ever commented on it?", "the bank"),
        ("How many people came?", None),
        ("Does the council have a say?", None),
        ("Has the council had the final say on it?", None),
    ],
)
def test_who_is_asked_to_have_spoken_is_read(text, said_by):
    assert read_question(text).said_by == said_by


@pytest.mark.parametrize("text", ["", " \n\t", "???", "—"])
def test_a_question_without_words_is_refused(text):
    with pytest.raises(QuestionError, match="empty"):
        read_question(text)


def test_a_question_too_long_is_refused_with_its_length():
    with pytest.raises(QuestionError, match="100,000"):
        read_question("a" * 100_000)
    assert read_question("a" * MAX_QUESTION_CHARS)


def test_half_a_surrogate_pair_does_no_harm():
    assert read_question("Who \ud800 said so?").text == "Who ? said so?"
