"""Quotations of statements; all people and events here are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.models import ProblemKind
from qa.verification.premises import Premise
from qa.verification.quotations import check_quotations

TEXT = '"The plan, which nobody read, is a disaster," said Keir Poe, "and it must go."'

FAIR = [
    "Poe called the plan “a disaster”.",
    "Poe called the plan 'a disaster'.",
    "Poe called the plan „a disaster“.",
    "Poe called the plan «a disaster».",
    'Poe: "The plan ... is a disaster."',
    'Poe: "[It] is a disaster."',
    'Poe: "is a disaster and it must go"',
    'Poe: "The Plan, which nobody read is a disaster!"',
    "Poe said it must go.",
    "The workers' plan isn't read.",
]

FAULTY = [
    ('Poe called it "a great disaster".', '"a great disaster"'),
    ("Poe called it ‘a success’.", "‘a success’"),
    ('Poe: "It must go ... the plan".', '"It must go ... the plan"'),
    ('Poe: "a plan', '"a plan'),
]


@pytest.mark.parametrize("statement", FAIR)
def test_verbatim_words_may_be_quoted(statement):
    assert check_quotations(statement, [Premise(text=TEXT)]) == []


@pytest.mark.parametrize(("statement", "words"), FAULTY, ids=[row[0] for row in FAULTY])
def test_altered_words_are_found(statement, words):
    (problem,) = check_quotations(statement, [Premise(text=TEXT)])
    assert (problem.kind, problem.words) == (ProblemKind.QUOTATION, words)


def test_a_quotation_may_run_over_two_premises():
    premises = [Premise(text='"It sank.'), Premise(text='Nobody was hurt," said Roe.')]
    assert check_quotations("“It sank. Nobody was hurt,” said Roe.", premises) == []


def test_the_words_of_the_article_are_shown():
    premise = Premise(text='Roe is "taking a pause" from work.')
    (problem,) = check_quotations('Roe is "taking a break".', [premise])
    assert problem.found == '"taking a pause"'
    assert problem.message == 'the article\'s words are "taking a pause"'


@given(st.text(max_size=200))
@settings(deadline=None)
def test_a_sentence_quotes_itself(text):
    assert check_quotations(text, [Premise(text=text)]) == []


@given(st.text(alphabet="ab .\"'“”‘’«»„…[]()", max_size=80))
@settings(deadline=None)
def test_marks_of_any_kind_in_a_sentence(text):
    assert check_quotations(text, [Premise(text=text)]) == []
