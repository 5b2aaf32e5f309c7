"""Who says what in statements; all people, places and events here are invented."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import assert_quick

from qa.models import ProblemKind
from qa.verification.attribution import check_attribution
from qa.verification.hedges import find_dropped_hedge
from qa.verification.names import check_names
from qa.verification.premises import Premise
from qa.verification.quotations import check_quotations
from qa.verification.voices import read_voices

DROPPED, CHANGED = ProblemKind.ATTRIBUTION_DROPPED, ProblemKind.ATTRIBUTION_CHANGED
MINISTER = "Talks stall Jane Roe, the harbour minister, visited Vester."
SAFE = Premise(
    text='"The ferry is safe," Roe told reporters on Monday.',
    speakers=("Jane Roe",),
    before=MINISTER,
)
STORM = Premise(text="Authorities said the storm killed 12 people.", speakers=("authorities",))
TALKS = Premise(text="Talks will go on, the Kremlin said.", speakers=("Kremlin",))
RETOLD = Premise(text="Police told her to leave the ferry, Roe said.", speakers=("Jane Roe",))
SPOKEN = Premise(text="It will never sink in any storm.", speakers=("Jane Roe",))
ACCUSED = Premise(text="Poe is accused of stealing a ferry.", hearsay=True)
BOTH = Premise(
    text="Talks will go on, Roe said, and Poe said they had failed.",
    speakers=("Jane Roe", "Keir Poe"),
)
ASIDE = Premise(
    text="Roe, director of the company, which she joined in 2010, said the ferry was safe.",
    speakers=("Jane Roe",),
)

FAIR = [
    ("Jane Roe said the ferry was safe.", SAFE),
    ("She said that the ferry is safe.", SAFE),
    ("The harbour minister said the ferry is safe.", SAFE),
    ("According to Roe, the ferry is safe.", SAFE),
    ("Roe believes the ferry is safe.", SAFE),
    ("Roe: The ferry is safe.", SAFE),
    ("Roe spoke to reporters on Monday.", SAFE),
    ("The storm killed 12 people, according to authorities.", STORM),
    ("The storm killed 12 people, officials said.", STORM),
    ("The storm reportedly killed 12 people.", STORM),
    ("The article says the storm killed 12 people, authorities said.", STORM),
    ("Moscow says talks will go on.", TALKS),
    ("Roe said police had told her to leave the ferry.", RETOLD),
    ("Jane Roe: It will never sink in any storm.", SPOKEN),
    ("Poe allegedly stole a ferry.", ACCUSED),
    ("Poe said talks had failed, while Roe said they will go on.", BOTH),
    ("Roe joined the company in 2010.", ASIDE),
    ("The ferry sank, the article says.", Premise(text="The ferry sank.")),
    (
        "The company plans to cut 500 jobs.",
        Premise(text="The company said it plans to cut 500 jobs.", speakers=("the company",)),
    ),
    (
        "Cats sleep less, researchers found.",
        Premise(text="Cats sleep less, the study found.", speakers=("the study",)),
    ),
]

FAULTY = [
    ("The ferry is safe.", SAFE, DROPPED, "Jane Roe"),
    ("“The ferry is safe.”", SAFE, DROPPED, "Jane Roe"),
    ("The storm killed 12 people.", STORM, DROPPED, "authorities"),
    ("Talks will go on.", TALKS, DROPPED, "Kremlin"),
    ("Police told her to leave the ferry.", RETOLD, DROPPED, "Jane Roe"),
    ("It will never sink.", SPOKEN, DROPPED, "Jane Roe"),
    ("Lee Coe said the ferry was safe.", SAFE, CHANGED, "Jane Roe"),
    ("The White House said talks will go on.", TALKS, CHANGED, "Kremlin"),
    ("Witnesses said the storm killed 12 people.", STORM, CHANGED, "authorities"),
    (
        "Talks will go on, Poe said, and Roe said they had failed.",
        BOTH,
        CHANGED,
        "Roe",
    ),
]


@pytest.mark.parametrize(("statement", "premise"), FAIR, ids=[row[0] for row in FAIR])
def test_kept_attributions_pass(statement, premise):
    assert check_attribution(statement, [premise]) == []


@pytest.mark.parametrize(
    ("statement", "premise", "kind", "found"), FAULTY, ids=[row[0] for row in FAULTY]
)
def test_lost_and_altered_attributions_are_found(statement, premise, kind, found):
    problem = check_attribution(statement, [premise])[0]
    assert (problem.kind, problem.found) == (kind, found)
    assert problem.words in statement


def test_a_claim_that_nobody_made_is_found():
    premise = Premise(text="The ferry sank in 1990 off Vester.")
    (problem,) = check_attribution("Roe said the ferry sank in 1990.", [premise])
    assert (problem.kind, problem.words, problem.found) == (CHANGED, "Roe said", None)


def test_what_another_premise_tells_as_fact_may_be_told():
    assert (
        check_attribution("Talks will go on.", [TALKS, Premise(text="Talks will go on, too.")])
        == []
    )


def test_two_premises_keep_their_speakers():
    statement = (
        "Talks will go on, the Kremlin said, but authorities said the storm killed 12 people."
    )
    assert check_attribution(statement, [TALKS, STORM]) == []


@pytest.mark.parametrize(
    ("statement", "text", "hedge"),
    [
        ("Poe stole a ferry.", "Poe is accused of stealing a ferry.", "is accused of"),
        ("The company will cut 500 jobs.", "The company may cut 500 jobs.", "may"),
        ("The company cut 500 jobs.", "The company reportedly cut 500 jobs.", "reportedly"),
        ("The company is cutting 500 jobs.", "The company plans to cut 500 jobs.", "plans to"),
        (
            "Poe killed two people.",
            "A man, Poe, suspected of killing two people, fled.",
            "suspected of",
        ),
        ("The pound could fall.", "The pound could fall and prices could rise.", None),
        ("The company could cut 500 jobs.", "The company may cut 500 jobs.", None),
        ("The company will cut 500 jobs.", "The company is expected to cut 500 jobs.", None),
    ],
)
def test_hedges(statement, text, hedge):
    assert find_dropped_hedge(statement, text) == hedge


def test_voices_have_clauses_and_claims():
    voices = read_voices("It sank, Roe said.", [])
    assert [voice.verb for voice in voices.voices] in ([], ["said"])
    (voice,) = read_voices("It sank, he said.", []).voices
    assert (voice.text, voice.clause) == ("he", (9, 16))
    assert voice.covers(0)
    assert not voice.covers(10)


@given(st.text(max_size=200), st.from_regex("[A-Z][a-z]{1,8}", fullmatch=True), st.text())
@settings(deadline=None)
def test_a_sentence_keeps_its_own_attribution(text, speaker, before):
    premise = Premise(text=text, speakers=(speaker,), before=before)
    assert check_attribution(text, [premise]) == []
    assert check_attribution(f"{speaker}: {text}", [premise]) == []


@given(st.text(max_size=120), st.text(max_size=120), st.text(max_size=20), st.booleans())
@settings(deadline=None)
def test_words_at_fault_stand_in_the_statement(statement, text, speaker, hearsay):
    premise = Premise(text=text, speakers=(speaker,) if speaker else (), hearsay=hearsay)
    for problem in check_attribution(statement, [premise]):
        assert problem.words in statement


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "Roe ",
        "Roe, ",
        "Roe said ",
        '"',
        "“a” ",
        "[",
        "may ",
        "„a",
        "is accused of ",
        ". ",
        "'a ",
    ],
)
def test_hostile_texts_take_little_time(piece):
    statement = (piece * 4_000)[:4_000]
    premises = [Premise(text=piece * 1_000 + str(n), before=piece * 50) for n in range(10)]
    for check in (check_names, check_quotations, check_attribution):
        assert_quick(partial(check, statement, premises), seconds=5)
