"""Numbers of statements beside those of their premises. All sentences here are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_quick

from qa.models import ProblemKind
from qa.verification.numbers import check_numbers
from qa.verification.premises import Premise


def check(statement, *texts):
    return check_numbers(statement, [Premise(text=text) for text in texts])


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        pytest.param("30 people died.", "Thirty people died.", id="digits-for-words"),
        pytest.param("It has 1.2 million users.", "It has 1,200,000 users.", id="scale"),
        pytest.param("It cost £9bn.", "It cost £9 billion.", id="short-scale"),
        pytest.param("It cost $30.", "It cost 30 dollars.", id="currency-word"),
        pytest.param("24 boats sank.", "Two dozen boats sank.", id="dozen"),
        pytest.param("Half of the voters agreed.", "50% of the voters agreed.", id="half"),
        pytest.param("Two-thirds of voters agreed.", "67 percent of voters agreed.", id="parts"),
        pytest.param("Nearly half of voters agreed.", "48% of voters agreed.", id="nearly-half"),
        pytest.param("It is 16 km away.", "It is 10 miles away.", id="converted"),
        pytest.param("Ann Oke, 30, won.", "The 30-year-old won.", id="age"),
        pytest.param("Some 1.2 million came.", "1,234,567 people came.", id="rounded"),
        pytest.param("More than 50 came.", "57 people came.", id="more-than"),
        pytest.param("30 boats sank.", "More than 30 boats sank.", id="limit-dropped"),
        pytest.param("30 boats sank.", "About 30 boats sank.", id="about-dropped"),
        pytest.param("Between 10 and 15 boats sank.", "10-15 boats sank.", id="range"),
        pytest.param("Hundreds of boats sank.", "350 boats sank.", id="vague"),
        pytest.param("Three ports closed.", "Velmora, Ostrand and Orrin closed.", id="list"),
        pytest.param("Both men left.", "Two men left.", id="both"),
        pytest.param("One of the men left.", "Two men left and a third stayed.", id="one-of"),
        pytest.param("It was a first step.", "It was a step.", id="first-in-passing"),
        pytest.param("Ten boats sank.", "Six ferries and four yachts sank.", id="sum"),
        pytest.param("U 30 sank.", "U-30 sank.", id="label"),
        pytest.param(
            "Three were killed and 20 wounded.",
            "The blast left 20 people wounded, and three were killed.",
            id="clauses-turned",
        ),
        pytest.param(
            "Rates rose to 4.5% from 4.25%.", "Rates rose from 4.25% to 4.5%.", id="from-to-turned"
        ),
    ],
)
def test_fair_numbers_pass(statement, text):
    assert check(statement, text) == []


@pytest.mark.parametrize(
    ("statement", "text", "words", "found"),
    [
        pytest.param("3 people died.", "30 people died.", "3", "30", id="digit-lost"),
        pytest.param("Three died.", "Thirty people died.", "Three", "Thirty", id="words"),
        pytest.param("It has 1.2 billion users.", "It has 1.2 million users.",
                     "1.2 billion", "1.2 million", id="scale"),
        pytest.param("It cost $30.", "It cost £30.", "$30", "£30", id="currency"),
        pytest.param("30 people agreed.", "30% of people agreed.", "30", "30%", id="percent-lost"),
        pytest.param("It is 10 km away.", "It is 10 miles away.",
                     "10 km", "10 miles", id="unit"),
        pytest.param("A third of voters agreed.", "Two-thirds of voters agreed.",
                     "A third", "Two-thirds", id="part"),
        pytest.param("They won 3-1.", "They won 2-1.", "3-1", "2-1", id="score"),
        pytest.param("They won 1-2.", "They won 2-1.", "1-2", "2-1", id="score-turned"),
        pytest.param("The third goal won it.", "The second goal won it.",
                     "third", "second", id="ordinal"),
        pytest.param("One man died.", "Two men died.", "One", "Two", id="one"),
        pytest.param("Dozens of boats sank.", "Hundreds of boats sank.",
                     "Dozens", "Hundreds", id="vague"),
        pytest.param("Ann Oke, 31, won.", "Ann Oke, 30, won.", "31", "30", id="age"),
        pytest.param("At least 30 boats sank.", "Up to 30 boats sank.",
                     "At least 30", "Up to 30", id="limit-turned"),
        pytest.param("Fewer than 30 boats sank.", "More than 30 boats sank.",
                     "Fewer than 30", "More than 30", id="fewer-for-more"),
        pytest.param("More than 30 boats sank.", "30 boats sank.",
                     "More than 30", "30", id="limit-added"),
        pytest.param("Flight MH371 vanished.", "Flight MH370 vanished.",
                     "MH371", "MH370", id="label"),
        pytest.param("Prices fell to -5C.", "Prices fell to 5C.", "-5", "5", id="sign"),
    ],
)  # fmt: skip
def test_changed_numbers_are_named(statement, text, words, found):
    [problem] = check(statement, text)
    assert problem.kind is ProblemKind.NUMBER
    assert (problem.words, problem.found) == (words, found)
    assert problem.words in statement


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        pytest.param("20 people died and 3 were hurt.", "3 people died and 20 were hurt.",
                     id="side-by-side"),
        pytest.param("20 were killed and three wounded.",
                     "The blast left 20 people wounded, and three were killed.", id="reworded"),
        pytest.param("Rates rose to 4.25% from 4.5%.", "Rates rose from 4.25% to 4.5%.",
                     id="from-to"),
    ],
)  # fmt: skip
def test_swapped_numbers_are_found(statement, text):
    assert {problem.words for problem in check(statement, text)} >= {
        "20" if "20" in statement else "4.25%"
    }


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        pytest.param("3 people died.", "33 people died.", id="digits"),
        pytest.param("33 people died.", "3 people died.", id="digits-added"),
        pytest.param("Six people died.", "Sixty people died.", id="words"),
        pytest.param("It cost $5.", "It cost $5 million.", id="scale-cut"),
        pytest.param("People died: 3", "People died: 33", id="at-the-end"),
    ],
)
def test_a_part_of_a_premise_is_not_the_premise(statement, text):
    assert check(statement, text)


def test_a_number_that_stands_nowhere_has_no_counterpart():
    [problem] = check("The ferry carries 400 cars.", "The ferry is old.")
    assert problem.found is None
    assert problem.message == "the article does not give 400"


def test_a_statement_may_draw_on_two_premises():
    assert check("Three men and 20 women came.", "Three men came.", "So did 20 women.") == []


@pytest.mark.parametrize(
    "text", ["In 2008 it closed.", "It closed at 10:30.", "A two-week strike."]
)
def test_dates_and_durations_are_left_to_dates(text):
    assert check("In 2009 it closed at 11:30 after a two-year strike.", text) == []


_PIECES = st.sampled_from(
    "three 30 -5 1,200 2-1 10-15 $5m 3.2 million half two-thirds % percent third 21st of people km "
    "more than up to and , . from 2008 March 27 10:30 MH370 dozens hundreds an hour ago \n ½ to "
    "second first both 1.2.3 999999999999999999999 one hundred".split(" ")
)
_TEXTS = st.lists(_PIECES, max_size=25).map(" ".join) | st.text(max_size=80)


@given(_TEXTS, _TEXTS)
def test_a_premise_supports_itself(text, other):
    assert check(text, text) == []
    assert check(text, other, text) == []


@given(_TEXTS, _TEXTS)
def test_words_are_always_words_of_the_statement(statement, text):
    for problem in check(statement, text):
        assert problem.words
        assert problem.words in statement
        assert problem.found is None or problem.found in text


@pytest.mark.parametrize("piece", ["1,", "one hundred and ", "1-1-", "more than ", "a third of "])
def test_hostile_text_takes_linear_time(piece):
    assert_quick(lambda: check("Four men died.", piece * 2_000), seconds=5)
    assert_quick(lambda: check(piece * 2_000, "Four men died."), seconds=5)
