"""Dates of statements beside those of their premises. All sentences here are invented."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_quick

from qa.models import ProblemKind
from qa.verification.dates import check_dates
from qa.verification.premises import Premise

# The article of these tests is of a Thursday.
PUBLISHED = "2025-03-27"


def check(statement, text, published=PUBLISHED):
    return check_dates(statement, [Premise(text=text, published=published)])


@pytest.mark.parametrize(
    ("statement", "text", "published"),
    [
        pytest.param("It shut on 27 March 2025.", "It shut on Thursday.", PUBLISHED, id="weekday"),
        pytest.param("It shut on 27 March 2025.", "It shut today.", PUBLISHED, id="today"),
        pytest.param("It shut on Wednesday.", "It shut yesterday.", PUBLISHED, id="yesterday"),
        pytest.param("It shut yesterday.", "It shut on Wednesday.", PUBLISHED, id="to-yesterday"),
        pytest.param("It shut in 2024.", "It shut last year.", PUBLISHED, id="last-year"),
        pytest.param("It shut in February 2025.", "It shut last month.", PUBLISHED, id="month"),
        pytest.param("It shut on Tuesday.", "It shut two days ago.", PUBLISHED, id="days-ago"),
        pytest.param("It shut two days ago.", "It shut on Tuesday.", PUBLISHED, id="to-days-ago"),
        pytest.param("It opens on 1 April.", "It opens next Tuesday.", PUBLISHED, id="next"),
        pytest.param("It shut on 2 May 2024.", "It shut on May 2, 2024.", None, id="order"),
        pytest.param("It shut on 27/03/2025.", "It shut on March 27, 2025.", None, id="slashes"),
        pytest.param("It shut on 2025-03-27.", "It shut on 27 March.", PUBLISHED, id="iso"),
        pytest.param("It shut in March.", "It shut on 27 March.", None, id="coarser"),
        pytest.param("It shut in the 1990s.", "It shut in 1994.", None, id="decade"),
        pytest.param("It shut on Thursday.", "It shut on 27 March 2025.", None, id="calendar"),
        pytest.param("It shut on Monday.", "It shut yesterday.", None, id="cannot-be-told"),
        pytest.param("It shut on 3 May 2024.", "It shut on 3 May.", None, id="year-unknown"),
        pytest.param("It shut at 10:30 pm.", "It shut at 22:30.", None, id="clock"),
        pytest.param("It shut in the morning.", "It shut at 10:30 am.", None, id="morning"),
        pytest.param("The strike lasted 14 days.", "A two-week strike.", None, id="duration"),
        pytest.param("It took an hour.", "It took 60 minutes.", None, id="hour"),
        pytest.param("The vote came before he left.", "He left after the vote.", None, id="turned"),
        pytest.param("It shut on 27 March 2025.", "It shut.", PUBLISHED, id="day-of-the-article"),
        pytest.param("It shut last week.", "It shut on Friday.", PUBLISHED, id="day-of-last-week"),
        pytest.param("It shut last week.", "It shut last weekend.", None, id="weekend-in-week"),
        pytest.param("It shut this year.", "It shut in 2025.", PUBLISHED, id="this-year"),
        pytest.param("It shut this year.", "It shut in 2025.", None, id="this-year-unknown"),
        pytest.param("It shut this week.", "It shut yesterday.", None, id="mostly-within"),
        pytest.param("It shut recently.", "It shut last month.", None, id="recently"),
        pytest.param("It shut yesterday.", "It shut last night.", None, id="last-night"),
        pytest.param("It shut last week.", "It shut a week ago.", None, id="week-ago"),
        pytest.param("It shut last weekend.", "It shut over the weekend.", None, id="weekend"),
        pytest.param("It is a museum today.", "It shut in 1950.", None, id="these-days"),
        pytest.param("It fell in the last week of the war.", "It fell.", None, id="of-the-war"),
        pytest.param(
            "It ran between 2014 and 2016.", "It ran from 2014 to 2016.", None, id="range"
        ),
        pytest.param("It ran until 2016.", "It ran from 2014 to 2016.", None, id="range-cut"),
        pytest.param("He may march on.", "He will go on.", None, id="no-months"),
    ],
)
def test_fair_dates_pass(statement, text, published):
    assert check(statement, text, published) == []


@pytest.mark.parametrize(
    ("statement", "text", "words", "found"),
    [
        ("It shut on 26 March 2025.", "It shut on Thursday.", "26 March 2025", "Thursday"),
        ("It shut on Friday.", "It shut on Thursday.", "Friday", "Thursday"),
        ("It shut on Friday.", "It shut on 27 March 2025.", "Friday", "27 March 2025"),
        ("It shut in May.", "It shut in June.", "May", "June"),
        ("It shut on 28 March.", "It shut on 27 March.", "28 March", "27 March"),
        ("It shut in 2009.", "It shut in 2008.", "2009", "2008"),
        ("It shut in 2023.", "It shut last year.", "2023", "last year"),
        ("It shut today.", "It shut yesterday.", "today", "yesterday"),
        ("It shut this week.", "It shut last week.", "this week", "last week"),
        ("It shut at 10:30 pm.", "It shut at 10:30 am.", "10:30 pm", "10:30 am"),
        ("It shut in the 1980s.", "It shut in 1994.", "1980s", "1994"),
        ("It shut in the 2010–13 season.", "It shut in the 2012–13 season.", "2010–13", "2012–13"),
        ("A two-year strike.", "A two-week strike.", "two-year", "two-week"),
        ("It took three hours.", "It took two hours.", "three hours", "two hours"),
        ("Two years later it shut.", "Two years earlier it shut.",
         "Two years later", "Two years earlier"),
        ("It was shut until Monday.", "It was shut since Monday.", "until Monday", "since Monday"),
        ("It shut before the vote.", "It shut after the vote.", "before the vote",
         "after the vote"),
        ("It shut last month.", "It shut last week.", "last month", "last week"),
        ("It opens next month.", "It opens next year.", "next month", "next year"),
        ("It shut yesterday.", "It shut last week.", "yesterday", "last week"),
        ("It shut last week.", "It shut yesterday.", "last week", "yesterday"),
        ("It opens next week.", "It opens tonight.", "next week", "tonight"),
        ("It shut last year in Orrin.", "It shut earlier this week in Orrin.",
         "last year", "earlier this week"),
        ("It shut later this week.", "It shut earlier this week.",
         "later this week", "earlier this week"),
        ("It sank last year near Orrin.", "It won last week, and sank last month near Orrin.",
         "last year", "last month"),
        ("It shut last Friday.", "It shut on Thursday.", "last Friday", "Thursday"),
        ("It shut last winter.", "It shut last summer.", "last winter", "last summer"),
        ("In summer 2024 it shut.", "In winter 2024 it shut.", "summer 2024", "winter 2024"),
    ],
)  # fmt: skip
def test_moved_dates_are_named(statement, text, words, found):
    [problem] = check(statement, text)
    assert problem.kind is ProblemKind.DATE
    assert (problem.words, problem.found) == (words, found)
    assert problem.words in statement


def test_swapped_years_are_found():
    found = check("He came in 2008 and left in 2005.", "He came in 2005 and left in 2008.")
    assert [(problem.words, problem.found) for problem in found] == [
        ("2008", "2005"),
        ("2005", "2008"),
    ]


@pytest.mark.parametrize("published", [None, PUBLISHED])
def test_moved_relative_dates_need_no_date_of_the_article(published):
    [problem] = check("It shut last month.", "It shut last week.", published)
    assert problem.found == "last week"
    [problem] = check("It shut last month.", "It shut for good.", published)
    assert problem.found is None


def test_dates_told_from_elsewhere_count_only_beside_others():
    premises = [Premise(text="It won last week."), Premise(text="It lost 3-2 in Orrin last year.")]
    [problem] = check_dates("It lost 3-2 in Orrin last week.", premises)
    assert (problem.words, problem.found) == ("last week", "last year")


@pytest.mark.parametrize(
    "statement",
    [
        "It ran from 2014 until 2018.",
        "It ran between 2014 and 2018.",
        "It ran 2014-2018.",
        "From 2014 to 2018 it ran.",
    ],
)
def test_the_ends_of_a_range_belong_together(statement):
    premises = [Premise(text="It ran from 2014 until 2016."), Premise(text="It burned in 2018.")]
    [problem] = check_dates(statement, premises)
    assert (problem.words, problem.found) == ("2018", "2016")


def test_a_date_that_stands_nowhere_has_no_counterpart():
    [problem] = check("It shut in May 2019.", "It shut for good.")
    assert problem.found is None
    assert problem.message == "the article does not give May 2019"


def test_a_date_may_stand_in_two_premises():
    premises = [Premise(text="It shut on 3 May."), Premise(text="The year was 2024.")]
    assert check_dates("It shut on 3 May 2024.", premises) == []


_PIECES = st.sampled_from(
    "27 March 2025 Thursday May 10:30 am noon yesterday last week year two days ago later in the "
    "1990s 2009-10 03/04/2025 2025-03-27 1st of before after until since , . '90s 99 31 February "
    "Q3 summer earlier late weekend until to - next Tuesday 0000-13-45 an hour 500 decades third "
    "quarter morning night".split()
)
_TEXTS = st.lists(_PIECES, max_size=25).map(" ".join) | st.text(max_size=80)
_DAYS = st.sampled_from([None, PUBLISHED, "2025-03-27T10:00:00Z", "0001-01-01", "9999-12-31", "x"])


@given(_TEXTS, _TEXTS, _DAYS)
def test_a_premise_supports_itself(text, other, published):
    assert check(text, text, published) == []
    premises = [Premise(text=piece, published=published) for piece in (other, text)]
    assert check_dates(text, premises) == []


@given(_TEXTS, _TEXTS, _DAYS)
def test_words_are_always_words_of_the_statement(statement, text, published):
    for problem in check(statement, text, published):
        assert problem.words
        assert problem.words in statement
        assert problem.found is None or problem.found in text


@pytest.mark.parametrize(
    "piece",
    ["July ", "Monday, July 3, ", "before ", "2008-2009 ", "2008 to 2011 ", "'90s ", "last week "],
)
def test_hostile_text_takes_linear_time(piece):
    many, told = piece * 2_000, "It shut on 3 May 2024."
    for statement, premise in ((told, many), (many, told), (many + "x", many + "y")):
        assert_quick(partial(check, statement, premise), seconds=5)
