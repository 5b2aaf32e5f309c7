import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answer_types import find_fit

# Invented sentences: no person, place or company in them is real.


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("How many boats sank?", "Two men died when four boats sank.", "four"),
        ("How many of the sheds burned?", "Seventeen of the sheds burned.", "Seventeen"),
        ("How much did the bridge cost?", "The bridge cost £640,000 in 2019.", "£640,000"),
        (
            "What was the price of the bridge?",
            "It sold for 2.4 billion crowns.",
            "2.4 billion crowns",
        ),
        ("What percentage voted?", "Some 58 per cent voted.", "58 per cent"),
        ("How old is Ana Roe?", "Ana Roe, 58, of Velden, won.", "58"),
        ("How long did it last?", "It lasted three weeks.", "three weeks"),
        ("How tall is the dam?", "The dam is 90 metres high.", "90 metres"),
        ("In which year was it built?", "It was built in 1911.", "1911"),
        ("What time does it start?", "It starts at 7pm.", "7pm"),
        ("When will it open?", "It opens on 24 September.", "24 September"),
        ("Who runs the port?", "Bo Lind runs the port.", "Bo Lind"),
        ("Where was the summit held?", "Leaders met in Velden.", "Velden"),
    ],
)
def test_the_thing_asked_for_is_found(question, sentence, words):
    fit = find_fit(question, sentence)
    assert fit.degree > 0
    assert words in [sentence[start:end] for start, end in fit.spans]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many boats sank?", "Nobody came."),
        ("How much did the bridge cost?", "The bridge was built in 1911."),
        ("How old is Ana Roe?", "Ana Roe won the race."),
        ("In which year was it built?", "It opens on 24 September."),
        ("What time does it start?", "It starts on Monday."),
        ("What percentage voted?", "Many voted."),
        ("What are the names of the boats?", "two boats sank."),
    ],
)
def test_a_sentence_without_it_says_so(question, sentence):
    assert find_fit(question, sentence).degree < 0


def test_a_number_of_something_else_is_not_sure():
    assert find_fit("How many delegates came?", "It rained in three provinces.").degree < 0


def test_words_of_the_question_are_no_answer_to_it():
    assert find_fit("Who is Bo Lind?", "Bo Lind").spans == ()


@given(st.text(max_size=80), st.text(max_size=200))
def test_spans_lie_within_the_sentence(question, sentence):
    for start, end in find_fit(question, sentence).spans:
        assert 0 <= start < end <= len(sentence)
