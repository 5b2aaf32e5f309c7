"""Every sentence here is invented: no person, place or event in it is real."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import assert_quick

from qa.models import ProblemKind
from qa.verification.negation import check_negation
from qa.verification.premises import Premise


def check(statement, *premises):
    return check_negation(statement, [Premise(text=text) for text in premises])


OPPOSED = [
    ("is-not", "The bridge is open.", "The bridge is not open."),
    ("isn't", "The bridge is open.", "The bridge isn't open."),
    ("curly-apostrophe", "The bridge is open.", "The bridge isn’t open."),
    ("never", "Orla Venn has visited Lake Orrin.", "Orla Venn has never visited Lake Orrin."),
    ("did-not-regular", "The mayor opened the bridge.", "The mayor did not open the bridge."),
    ("did-not-irregular", "The mayor went to Orrin.", "The mayor did not go to Orrin."),
    ("cannot", "Boats can enter the harbour.", "Boats cannot enter the harbour."),
    ("no", "Divers found traces of oil.", "Divers found no traces of oil."),
    ("without", "She left with her papers.", "She left without her papers."),
    ("nobody", "Everybody was hurt in the fire.", "Nobody was hurt in the fire."),
    ("no-one", "Someone was hurt in the fire.", "No one was hurt in the fire."),
    ("nothing", "Something was stolen from the mill.", "Nothing was stolen from the mill."),
    ("failed-to", "Venn paid the fine in May.", "Venn failed to pay the fine in May."),
    ("refused-to", "Venn signed the treaty.", "Venn refused to sign the treaty."),
    ("declined-to", "Venn answered the letter.", "Venn declined to answer the letter."),
    ("un", "The cause was clear on Friday.", "The cause was unclear on Friday."),
    ("im", "A rescue is possible, she said.", "A rescue is impossible, she said."),
    ("rise-fall", "Prices rose by three percent.", "Prices fell by three percent."),
    ("increase-cut", "The council increased rents.", "The council reduced rents."),
    ("accept-reject", "The union accepted the offer.", "The union rejected the offer."),
    ("win-lose", "Orrin won the final on Sunday.", "Orrin lost the final on Sunday."),
    ("support-oppose", "Venn supports the plan.", "Venn opposes the plan."),
    ("more-less", "It cost more than a car.", "It cost less than a car."),
    ("first-last", "It was her first race.", "It was her last race."),
    ("allow-ban", "Orrin allowed fishing at night.", "Orrin banned fishing at night."),
    ("open-close", "The school opened in May.", "The school closed in May."),
    ("confirm-deny", "Venn confirmed the report.", "Venn denied the report."),
    ("alive-dead", "The sailor was found alive.", "The sailor was found dead."),
    ("guilty-innocent", "The court found him guilty.", "The court found him innocent."),
    ("high-low", "The water is high at the pier.", "The water is low at the pier."),
    ("agree-refuse", "The miners agreed to strike.", "The miners refused to strike."),
    ("hire-fire", "The club hired Tam Brell.", "The club fired Tam Brell."),
    ("double", "It is not a problem.", "It is not not a problem."),
    ("not-only", "It was only a test.", "It was not only a test."),
    ("not-just", "It was just a test.", "It was not just a test."),
    ("at-the-end", "He said that he is.", "He said that he is not."),
]


@pytest.mark.parametrize(
    ("one", "other"), [pytest.param(one, other, id=name) for name, one, other in OPPOSED]
)
def test_one_denies_what_the_other_says(one, other):
    for statement, premise in ((one, other), (other, one)):
        problems = check(statement, premise, "Rain is expected in Orrin on Monday.")
        assert problems
        assert {problem.kind for problem in problems} == {ProblemKind.NEGATION}
        for problem in problems:
            assert problem.words in statement
            assert problem.found is None or problem.found in premise


@pytest.mark.parametrize(
    ("statement", "premise"),
    [
        pytest.param("All boats sank.", "Some boats sank.", id="some-to-all"),
        pytest.param("Most boats sank.", "Many boats sank.", id="many-to-most"),
        pytest.param("Few boats sank.", "Most boats sank.", id="most-to-few"),
        pytest.param("The dam broke on Friday.", "The dam may break on Friday.", id="may-to-did"),
        pytest.param("The dam is damaged.", "The dam might be damaged.", id="might-to-is"),
        pytest.param("Only the mayor voted.", "The mayor voted.", id="only-added"),
    ],
)
def test_says_more_than_the_article(statement, premise):
    assert check(statement, premise)


SAME = [
    ("failed", "The rescue did not succeed.", "The rescue failed."),
    ("failed-to", "Venn did not pay the fine.", "Venn failed to pay the fine."),
    ("innocent", "The sailor is not guilty.", "The sailor is innocent."),
    ("nobody", "No one was hurt.", "Nobody was hurt."),
    ("nobody-moved", "Nobody was seen in the mill.", "They did not see anybody in the mill."),
    ("without", "She left without a coat.", "She left and did not take a coat."),
    ("contraction", "Venn didn't reply.", "Venn did not reply."),
    ("cannot", "Boats can't enter.", "Boats cannot enter."),
    ("any", "Divers have found no oil.", "Divers have not found any oil."),
    ("no-longer", "The ferry no longer runs.", "The ferry does not run any more."),
    ("neither", "Neither Venn nor Brell was hurt.", "Venn and Brell were not hurt."),
    ("unclear", "The cause is not clear.", "The cause is unclear."),
    ("impossible", "A rescue is not possible.", "A rescue is impossible."),
    ("likely-moved", "Rain is not likely to come.", "Rain is likely not to come."),
    ("think-moved", "Venn does not think it is safe.", "Venn thinks it is not safe."),
    ("not-only", "Venn owns mills and ships.", "Venn owns not only mills but also ships."),
    ("active", "The flood did not damage the mill.", "The mill was not damaged by the flood."),
    ("refused", "Venn refused to sign it.", "Venn would not sign it."),
    ("shorter", "Venn went to Orrin.", "Venn, who did not speak, went to Orrin."),
    ("half", "Venn spoke on Monday.", "Venn spoke on Monday but did not name the ship."),
    ("half-after", "Venn stayed in Orrin.", "Venn did not resign and stayed in Orrin."),
    ("no-answer", "It is safe, Venn said.", "No, it is safe, Venn said."),
    ("converse", "Orrin beat Velmora.", "Velmora lost to Orrin."),
    ("not-opened", "The bridge stayed closed.", "The bridge did not open."),
    ("fewer", "Some boats sank.", "All boats sank."),
    ("both-ways", "Prices fell in June.", "Prices rose in May and fell in June."),
    ("first-of-two", "Prices rose in May.", "Prices rose in May and fell in June."),
    ("hedged", "The dam could break on Friday.", "The dam may break on Friday."),
    ("hedged-otherwise", "The dam will possibly break.", "The dam may break."),
]


@pytest.mark.parametrize(
    ("statement", "premise"), [pytest.param(one, other, id=name) for name, one, other in SAME]
)
def test_says_the_same_in_other_words(statement, premise):
    assert check(statement, premise) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=f"{name}-{n}")
        for name, *pair in OPPOSED + SAME
        for n, text in enumerate(pair)
    ],
)
def test_a_premise_contradicts_no_statement_equal_to_it(text):
    others = [premise for _, *pair in OPPOSED for premise in pair]
    assert check(text, text) == []
    assert check(text, *others, text) == []


def test_two_premises_together():
    statement = "Venn did not sign the treaty, and Brell won the vote."
    assert check(statement, "Brell won the vote.", "Venn did not sign the treaty.") == []


@pytest.mark.parametrize(
    ("statement", "premise", "words", "found"),
    [
        pytest.param(
            "The mayor did not open the bridge.",
            "The mayor opened the bridge.",
            "did not open",
            "opened",
            id="inserted",
        ),
        pytest.param(
            "The mayor opened the bridge.",
            "The mayor didn’t open the bridge.",
            "opened",
            "didn’t open",
            id="removed",
        ),
        pytest.param("Prices fell.", "Prices rose.", "fell", "rose", id="opposite"),
    ],
)
def test_names_the_words_at_fault(statement, premise, words, found):
    (problem,) = check(statement, premise)
    assert (problem.words, problem.found) == (words, found)
    assert problem.message == f"the article says “{found}”, not “{words}”"


@pytest.mark.parametrize("statement", ["", "!", "not", "No.", "n't", "’", "\x00", "no no no"])
def test_takes_any_statement(statement):
    assert check(statement) == []
    check(statement, "", "not", "The mill burned.")


@given(st.lists(st.sampled_from("not never no Venn won lost the mill , . and may".split())))
def test_identity_always_passes(words):
    text = " ".join(words)
    assert check(text, "Venn never lost the mill.", text) == []


@settings(max_examples=50)
@given(st.text(), st.text())
def test_takes_any_text(statement, premise):
    for problem in check(statement, premise):
        assert problem.words in statement


@pytest.mark.parametrize("word", ["not ", "mill ", "not mill ", "n't", "(", "may not "])
def test_time_is_bounded(word):
    premises = [word * 50_000 + str(number) for number in range(10)]
    assert_quick(lambda: check(word * 50_000, *premises), seconds=5)
