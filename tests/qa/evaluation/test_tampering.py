"""Sentences changed so that they say something else. All people and events here are invented."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import make_article, read_sentences
from qa.evaluation.probes.tampering import Tampering, tamper
from qa.models import ProblemKind

# Invented: no person, place or event in these texts is real.
FERRY = """Ferry runs aground off Orrin Head

The ferry, which carried 214 passengers, ran aground on Friday in heavy fog.
Captain John Marlow was not on the bridge when the ship hit the rocks, police said.
"The alarm was raised within nine minutes of it," said Jane Roe, a spokeswoman for the line.
Roe said the company had paid $3.5 million for a new radar in 2019.
According to the coast guard, the ship will be towed to Lisbon on 14 March.
He allegedly left his post to take a call.
More than 30 people were treated, and the harbour was closed for the night.
Was the fog to blame?
Marlow has never lost a ship.
"""
STRIKE = """Teachers end strike in Velden

Teachers ended a three-week strike on Tuesday, and the schools will open again in April.
Mary Holt, who led the talks, said the union had accepted a rise of 4 percent.
The minister was pleased, and Daniel Crane has promised to keep every school open.
Parents in Oslo cheered, but the mayor has warned that the money is short.
"""


def seeded(seed):
    return Random(seed)  # noqa: S311


def read(text):
    return read_sentences(make_article(text))


FERRY_SENTENCES = read(FERRY)
STRIKE_SENTENCES = read(STRIKE)


def find(beginning):
    return next(s for s in FERRY_SENTENCES if s.text.startswith(beginning))


def make(beginning, kind, seeds=40):
    """Return every statement of a kind that a number of seeds make of a sentence."""
    made = set()
    for seed in range(seeds):
        rng = seeded(seed)
        made |= {
            (tampered.statement, tampered.expected)
            for tampered in tamper(find(beginning), FERRY_SENTENCES, STRIKE_SENTENCES, rng)
            if tampered.kind is kind
        }
    return made


@pytest.mark.parametrize(
    ("beginning", "kind", "pattern", "problem"),
    [
        ("The ferry", Tampering.NUMBER_CHANGED, r"carried (?!214 )[\w-]+", ProblemKind.NUMBER),
        ("Roe said", Tampering.NUMBER_CHANGED, r"\$(?!3\.5 m)[\d.]+ \w+", ProblemKind.NUMBER),
        ('"The alarm', Tampering.NUMBER_CHANGED, r"within (?!nine )\w+ min", ProblemKind.QUOTATION),
        ("The ferry", Tampering.DATE_MOVED, r"on (?!Friday)\w+day in", ProblemKind.DATE),
        ("Roe said", Tampering.DATE_MOVED, r"in (?!2019)\d{4}\.", ProblemKind.DATE),
        ("According", Tampering.DATE_MOVED, r"on (?!14 March)\d+ \w+\.", ProblemKind.DATE),
        (
            "More than",
            Tampering.NOT_INSERTED,
            r"w(?:as not|ere not|[ae]\w+n't)",
            ProblemKind.NEGATION,
        ),
        ("Captain", Tampering.NOT_REMOVED, r"Marlow was on the bridge", ProblemKind.NEGATION),
        ("Marlow has", Tampering.NOT_REMOVED, r"^Marlow has lost a ship", ProblemKind.NEGATION),
        ("Captain", Tampering.NAME_SWAPPED, r"Captain (?!John Marlow)[A-Z]\w+", ProblemKind.NAME),
        ("According", Tampering.NAME_SWAPPED, r"to Oslo on", ProblemKind.NAME),
        (
            "Roe said",
            Tampering.SPEAKER_CHANGED,
            r"^(?:John Marlow|Mary Holt|Daniel Crane) said",
            ProblemKind.ATTRIBUTION_CHANGED,
        ),
        (
            "Roe said",
            Tampering.SPEAKER_DROPPED,
            r"^The company had paid",
            ProblemKind.ATTRIBUTION_DROPPED,
        ),
        (
            '"The alarm',
            Tampering.SPEAKER_DROPPED,
            r"^The alarm was raised within nine minutes of it\.$",
            ProblemKind.ATTRIBUTION_DROPPED,
        ),
        (
            "According",
            Tampering.SPEAKER_DROPPED,
            r"^The ship will be towed to Lisbon on 14 March\.$",
            ProblemKind.ATTRIBUTION_DROPPED,
        ),
        (
            "He allegedly",
            Tampering.SPEAKER_DROPPED,
            r"^He left his post",
            ProblemKind.ATTRIBUTION_DROPPED,
        ),
        (
            "More than",
            Tampering.SECOND_HALF,
            r"^More than 30 people were treated, and (?!the harbour)",
            ProblemKind.NOT_STATED,
        ),
    ],
)
def test_every_way_to_tamper(beginning, kind, pattern, problem):
    made = make(beginning, kind)
    assert made
    for statement, expected in made:
        assert re.search(pattern, statement), statement
        assert problem in expected
        assert statement != find(beginning).text


def test_a_lower_bound_is_only_raised():
    # "More than 20" would be true of more than 30.
    for statement, _ in make("More than", Tampering.NUMBER_CHANGED):
        number = re.search(r"More than (\d+|[\w-]+) people", statement)
        assert not number[1].isdigit() or int(number[1]) > 30, statement


@pytest.mark.parametrize("sentence", FERRY_SENTENCES, ids=lambda sentence: sentence.text[:20])
def test_the_sentence_itself_comes_first(sentence):
    first, *rest = tamper(sentence, FERRY_SENTENCES, STRIKE_SENTENCES, seeded(1))
    assert first.statement == sentence.text
    assert not first.expected
    assert all(tampered.expected and tampered.statement != sentence.text for tampered in rest)


def test_a_question_is_left_alone():
    assert len(tamper(find("Was the"), FERRY_SENTENCES, STRIKE_SENTENCES, seeded(0))) == 1


def test_the_same_seed_makes_the_same_statements():
    made = [tamper(find("Roe said"), FERRY_SENTENCES, STRIKE_SENTENCES, seeded(7)) for _ in "ab"]
    assert made[0] == made[1]


def test_without_other_articles_nothing_is_taken_from_them():
    kinds = {made.kind for made in tamper(find("More than"), FERRY_SENTENCES, [], seeded(0))}
    assert Tampering.SECOND_HALF not in kinds


WORDS = st.sampled_from(
    'Roe said that the 14 March not never was will 30 percent $5 , “ ” " . Mr. according to two '
    "allegedly last week Sunday has been more than in 2009".split()
)


@given(st.lists(WORDS, max_size=30), st.integers(0, 99))
def test_any_words_can_be_tampered_with(words, seed):
    sentences = read(" ".join(["Word", *words]))
    for sentence in sentences:
        made = tamper(sentence, sentences, STRIKE_SENTENCES, seeded(seed))
        assert made[0].statement == sentence.text
        assert all(tampered.statement.strip() for tampered in made)
