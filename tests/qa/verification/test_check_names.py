"""Names of statements; all people, places and events here are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.models import ProblemKind
from qa.verification.entities import are_same
from qa.verification.names import check_names
from qa.verification.premises import Premise

BEFORE = "Summit in Orrin Prime Minister Keir Poe called the summit."

FAIR = [
    ("The French leader met Poe.", "The leader of France met Poe in London."),
    ("Mr Poe met Roe.", "Keir Poe met Jane Roe."),
    ("Keir Poe met Roe.", "Poe met Jane Roe."),
    ("The UN sent help.", "The United Nations sent help to Vester."),
    ("The United States sent help.", "The U.S. sent help to Vester."),
    ("The Americans won.", "The US team won."),
    ("The Vester-based company grew.", "The company, based in Vester, grew."),
    ("Germany, France and Spain signed.", "France, Spain and Germany signed."),
    ("Roe succeeded Poe as mayor.", "Poe was succeeded as mayor by Roe."),
    ("Vester was beaten by Orrin.", "Orrin beat Vester."),
    ("Thieves entered the museum.", "Burglars entered the museum at night."),
    ("An American envoy came.", "An American envoy came to Vester."),
]

FAULTY = [
    ("Lee Coe opened the bridge.", "Jane Roe opened the bridge.", "Lee Coe", "Jane Roe"),
    ("Coe resigned on Monday.", "Roe resigned on Monday.", "Coe", "Roe"),
    ("The ferry sank in Orrin.", "The ferry sank in Vester.", "Orrin", "Vester"),
    ("An American envoy came to Vester.", "A French envoy came to Vester.", "American", "French"),
    ("It was Young who paid.", "It was Roe who paid.", "Young", "Roe"),
    ("King said taxes would rise.", "Poe said taxes would rise.", "King", "Poe"),
    ("Vester grew, and Coe left it.", "Vester grew.", "Coe", None),
]


def kinds(statement, *premises):
    return [problem.kind for problem in check_names(statement, premises)]


@pytest.mark.parametrize(("statement", "text"), FAIR, ids=[row[0] for row in FAIR])
def test_fair_names_pass(statement, text):
    assert check_names(statement, [Premise(text=text)]) == []


@pytest.mark.parametrize(
    ("statement", "text", "words", "found"), FAULTY, ids=[row[0] for row in FAULTY]
)
def test_wrong_names_are_named(statement, text, words, found):
    (problem,) = check_names(statement, [Premise(text=text)])
    assert (problem.kind, problem.words, problem.found) == (ProblemKind.NAME, words, found)


def test_names_that_changed_places_are_found():
    premise = Premise(text="Orrin beat Vester 2-1 on Monday.")
    found = [
        problem.found for problem in check_names("Vester beat Orrin 2-1 on Monday.", [premise])
    ]
    assert found == ["Orrin", "Vester"]


def test_what_stands_before_tells_who_is_meant():
    premise = Premise(text="He praised the guests.", before=BEFORE)
    assert kinds("Keir Poe praised the guests.", premise) == []
    assert kinds("Lee Coe praised the guests.", premise) == [ProblemKind.NAME]


def test_a_name_of_the_text_before_in_the_place_of_another_is_found():
    premise = Premise(text="Jane Roe praised the guests.", before=BEFORE)
    (problem,) = check_names("Keir Poe praised the guests.", [premise])
    assert problem.found == "Jane Roe"


def test_a_name_that_may_be_a_plural_is_found_too():
    premise = Premise(
        text="Jeffs was sent to a hospital in Vester.", before="A spokesman named Lyons came."
    )
    (problem,) = check_names("Lyons was sent to a hospital in Vester.", [premise])
    assert (problem.words, problem.found) == ("Lyons", "Jeffs")


def test_a_number_in_words_is_no_name():
    assert kinds("Twenty others were hurt.", Premise(text="Two others were hurt.")) == []


def test_speakers_may_be_named():
    premise = Premise(text="It is safe, she said.", speakers=("Jane Roe",))
    assert kinds("Jane Roe said it is safe.", premise) == []


def test_two_premises_are_read_together():
    premises = [Premise(text="Roe opened the bridge."), Premise(text="Poe closed the port.")]
    assert kinds("Roe opened the bridge and Poe closed the port.", *premises) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Norwegian", "Norway", True),
        ("Iraqi", "Iran", False),
        ("Austrian", "Australia", False),
        ("Amanda Bell", "Ann Barber", False),
        ("King", "Roe", False),
        ("WHO", "World Health Organization", True),
    ],
)
def test_same_names(one, other, same):
    assert are_same(one, other) is are_same(other, one) is same


@given(st.text(max_size=200), st.text(max_size=80))
@settings(deadline=None)
def test_a_sentence_bears_itself_out(text, before):
    assert check_names(text, [Premise(text=text, before=before)]) == []


@given(st.text(max_size=120), st.text(max_size=120))
@settings(deadline=None)
def test_words_at_fault_stand_in_the_statement(statement, text):
    for problem in check_names(statement, [Premise(text=text)]):
        assert problem.words in statement
