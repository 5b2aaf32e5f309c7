"""Clauses under a governing word, and phrases that lost their head; all of it is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_quick

from qa.models import VerdictLabel
from qa.verification import Premise, verify
from qa.verification.governed import check_governed
from qa.verification.heads import check_heads

MASTS = "Scientists found no evidence that the phone masts cause cancer."
RULED = "The court did not rule on whether the ban was lawful."
DRUNK = "Investigators could not establish whether the pilot was drunk."
SILENT = "The minister refused to say whether she had resigned."
CLEARED = "The court cleared the minister of taking bribes."
FEVER = "Few patients believed that the vaccine causes fever."
STRIKE = "If the talks fail, the union will strike on Monday, Marsh said."
LOAN = "Without the loan, the bank would have collapsed."
STOPPED = "The loan stopped the bank from collapsing."
CUTS = "The company plans to cut up to 1,500 jobs."
TEACHERS = "Nearly half of the 640 teachers said they had considered leaving the profession."
BRIDGES = "Only one of the five bridges is unsafe."
MEN = "Police arrested three men and released one."
USED = "Nora Feld used to lead the bank."
UNTIL = "Nora Feld led the bank until 2019."
LATER = "Nora Feld will lead the bank from June."
MOTHER = "Nora Feld's mother died."
FINAL = "Maria Keller beat Anna Brandt to win her third title of the season."

WRONG = [
    ("Scientists found that the phone masts cause cancer.", MASTS),
    ("The phone masts cause cancer.", MASTS),
    ("The ban was lawful.", RULED),
    ("The pilot was drunk.", DRUNK),
    ("The pilot was drunk.", "There is no evidence that the pilot was drunk."),
    ("The minister resigned.", SILENT),
    ("The minister took bribes.", CLEARED),
    ("The vaccine causes fever.", FEVER),
    ("The union will strike on Monday, Marsh said.", STRIKE),
    ("The hospital will close.", "Unless money is found, the hospital will close."),
    ("The hospital will close.", "The hospital will close only if the vote fails."),
    ("The bank collapsed.", LOAN),
    ("The bank collapsed.", STOPPED),
    ("The bomb exploded.", "Police found the bomb before it exploded."),
    ("The company cut 1,500 jobs.", CUTS),
    ("Troops entered the city.", "Troops were ordered to enter the city."),
    ("Troops entered the city.", "Troops tried to enter the city."),
    ("Troops entered the city.", "Troops are about to enter the city."),
    ("The company built a plant in Ulm.", "The company will build a plant in Ulm."),
    ("The company built a plant in Ulm.", "The company considered building a plant in Ulm."),
    ("Nearly half of the 640 teachers have left the profession.", TEACHERS),
    ("Nora Feld died.", MOTHER),
    ("Nora Feld was arrested.", "A friend of Nora Feld was arrested."),
    ("Nora Feld was arrested.", "The lawyer of Nora Feld was arrested."),
    ("The fire killed a dog.", "The fire killed a dog's owner."),
    ("Anna Brandt won her third title of the season.", FINAL),
    ("All three men were released.", MEN),
    ("Five bridges are unsafe.", BRIDGES),
    ("640 teachers said they had considered leaving the profession.", TEACHERS),
    ("Nora Feld leads the bank.", USED),
    ("Nora Feld leads the bank.", UNTIL),
    ("Nora Feld leads the bank.", LATER),
    ("The boat capsized.", "The boat nearly capsized."),
    ("The city banned cars.", "The city has yet to ban cars."),
    ("The bank paid a fine.", "The bank avoided paying a fine."),
    ("The drug works.", "Doctors doubt that the drug works."),
    ("The senator lied.", "Prosecutors found no sign that the senator had lied."),
    ("The airline will cut flights.", "The airline will cut flights unless fuel prices fall."),
    ("The firm broke the law.", "The jury acquitted the firm of breaking the law."),
]
FAIR = [
    ("Scientists found no evidence that phone masts cause cancer.", MASTS),
    ("The court did not rule on whether the ban was lawful.", RULED),
    ("The court cleared the minister of bribes.", CLEARED),
    ("Marsh said the union will strike on Monday if the talks fail.", STRIKE),
    ("The bank would have collapsed without the loan.", LOAN),
    ("The company plans to cut 1,500 jobs.", "The company plans to cut 1,500 jobs in May."),
    ("The union struck on Monday.", "The union struck on Monday after talks failed."),
    ("The conference opens on Monday.", "The conference will open on Monday."),
    ("Troops entered Ulm.", "The troops, who were ordered to rest, entered Ulm on Friday."),
    ("The bank will buy Tarnow.", "The bank agreed on Tuesday to buy Tarnow."),
    ("Nora Feld used to lead the bank.", USED + " She retired."),
    ("Nora Feld led the bank.", UNTIL),
    ("Nora Feld will lead the bank.", LATER),
    ("The mother of Nora Feld died.", MOTHER),
    ("Spain approved the plan.", "Spain's government approved the plan."),
    ("Police arrested three men.", MEN),
    ("One of the five bridges is unsafe.", BRIDGES),
    ("Maria Keller won her third title of the season.", FINAL),
]


@pytest.mark.parametrize(("statement", "told"), WRONG)
def test_what_the_article_leaves_open_is_not_so(statement, told):
    assert verify(statement, [told]).label is not VerdictLabel.SUPPORTED


@pytest.mark.parametrize(("statement", "told"), FAIR)
def test_what_is_told_with_its_governing_word_is_supported(statement, told):
    assert verify(statement, [told]).label is VerdictLabel.SUPPORTED


@pytest.mark.parametrize("told", [told for _, told in [*WRONG, *FAIR]])
def test_a_sentence_is_governed_as_it_is_itself(told):
    assert check_governed(told, [Premise(text=told)]) == []
    assert check_heads(told, [Premise(text=told)]) == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_read_for_governing_words(statement, text):
    premises = [Premise(text=text)]
    problems = [*check_governed(statement, premises), *check_heads(statement, premises)]
    assert all(problem.words in statement for problem in problems)


@pytest.mark.parametrize(
    "text", ["if told to plan no evidence that " * 300, "planned " * 1_000, "bank's of the " * 600]
)
def test_many_governing_words_take_no_long_time(text):
    premises = [Premise(text=text)] * 3
    assert_quick(lambda: check_governed("The bank planned it if told.", premises), seconds=1)
    assert_quick(lambda: check_heads("The bank planned all five.", premises), seconds=1)


def test_half_a_character_is_no_error():
    assert verify("It sank \ud800.", ["It sank \udfff near Orrin."]).problems is not None
    assert verify("It sank.", [Premise(text="\ud800", before="\ud800")]).problems is not None


def test_one_text_may_stand_alone():
    verdict = verify("The ferry sank.", "It rained. The ferry sank.")
    assert verdict.label is VerdictLabel.SUPPORTED
