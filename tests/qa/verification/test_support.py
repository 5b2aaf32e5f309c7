"""Scores of support, words nothing covers, and excerpts, on invented news."""

import math

import numpy as np
import pytest

import qa.verification.doubts
import qa.verification.support
from index import MiniLMEmbedder
from index.errors import ModelFileError
from qa.models import ProblemKind
from qa.verification import Premise
from qa.verification.doubts import find_doubts, read_marks
from qa.verification.excerpts import Excerpt, find_excerpt, is_verbatim
from qa.verification.gaps import find_gaps
from qa.verification.selection import choose_premises
from qa.verification.support import FEATURES, measure_support, read_weights, score_support, tell

# Invented: no person, place or event in these texts is real.
FERRY = "The ferry Marenka, which was built in 1987, sank near the port of Orrin on Friday night."
RESCUE = "Lifeboats from Velden rescued 30 passengers and all 12 members of the crew."
COUNCIL = "The council of Orrin voted to close the old harbour, and fishermen protested outside."
MUSEUM = "A museum in Velden bought the letters of the painter Bo Lind for a record sum."


def premises(*texts):
    return [Premise(text=text) for text in texts]


@pytest.mark.parametrize(
    ("statement", "better", "worse"),
    [
        ("The Marenka sank near Orrin.", [FERRY], [COUNCIL]),
        ("The Marenka sank and 30 were rescued.", [FERRY, RESCUE], [FERRY]),
        ("Orrin is going to shut its old harbour.", [COUNCIL], [MUSEUM]),
        ("Lind's letters were bought by a museum.", [RESCUE, MUSEUM], [RESCUE, FERRY]),
    ],
    ids=["its sentence", "both sentences", "other words", "among others"],
)
def test_the_right_premises_support_more(statement, better, worse):
    high, low = (score_support(statement, premises(*texts)) for texts in (better, worse))
    assert 0 <= low < high <= 1


def test_nothing_supports_without_premises():
    assert score_support("The Marenka sank.", []) == 0.0


@pytest.mark.parametrize("text", ["", " ", "…", "\0", "x" * 10_000, "of the and", "\U0001f600"])
def test_any_text_has_a_score(text):
    for pair in ((text, FERRY), (FERRY, text)):
        assert 0 <= score_support(pair[0], premises(pair[1])) <= 1


def test_every_weight_keeps_the_sign_of_its_meaning():
    weights = read_weights()["support"]
    assert set(weights) == {"bias", *FEATURES}
    assert all(weights[name] * sign >= 0 for name, sign in FEATURES.items())
    assert all(math.isfinite(value) for value in weights.values())


def test_the_best_premises_are_chosen_for_what_is_still_uncovered():
    others = [f"Nothing happened in street number {number}." for number in range(40)]
    told = premises(*others[:20], FERRY, *others[20:], RESCUE)
    chosen = choose_premises("The Marenka sank; lifeboats rescued the crew.", told, limit=2)
    assert [premise.text for premise in chosen] == [FERRY, RESCUE]


def test_speakers_and_names_before_are_told_with_a_premise():
    said = Premise(text="The pumps failed, she said.", speakers=("Ana Roe",))
    before = Premise(text="He bought it.", before="Bo Lind saw the letter. Velden was quiet.")
    assert tell("Roe said so.", said) == "Ana Roe: The pumps failed, she said."
    assert tell("Lind bought the letter.", before) == "Lind: He bought it."
    assert tell("Lind was there.", Premise(text="Roe left.", before="Lind.")) == "Roe left."


def test_the_most_doubtful_words_are_those_that_were_changed():
    changed = FERRY.replace("sank", "triumphed")
    doubts = measure_support(changed, premises(FERRY)).doubts
    start, end = doubts.offsets[int(np.argmax(doubts.pieces))]
    assert changed.index("triumphed") <= start < end <= changed.index(" near")
    assert doubts.worst > measure_support(FERRY, premises(FERRY)).doubts.worst


def test_marks_tell_what_the_premises_hold():
    embedder = MiniLMEmbedder()
    own, other = embedder.read_tokens(["The ferry sank twice.", "A ferry sank."])
    marks = read_marks("The ferry sank twice.", ids=own.ids, offsets=own.offsets, other=other.ids)
    assert marks.shape == (5, 8)
    assert marks[:, 0].tolist() == [0, 1, 1, 0, 1]
    assert marks[:, 1].tolist() == [0, 0, 1, 0, 0]
    assert marks[:, 3].tolist() == [1, 0, 0, 0, 0]


def test_words_without_premises_are_not_doubted_at_random():
    own = MiniLMEmbedder().read_tokens(["The ferry sank."])[0]
    doubts = find_doubts("The ferry sank.", own, [])
    assert doubts.share == pytest.approx(0, abs=1e-6)
    assert len(doubts.pieces) == 4


@pytest.mark.parametrize(
    ("name", "read"),
    [("doubts", "_read_weights"), ("support", "read_weights")],
)
def test_damaged_weights_are_told(tmp_path, monkeypatch, name, read):
    damaged = tmp_path / "weights"
    damaged.write_bytes(b"none")
    module = getattr(qa.verification, name)
    monkeypatch.setattr(module, "_WEIGHTS", damaged)
    with pytest.raises(ModelFileError, match="Install the project again"):
        getattr(module, read).__wrapped__()


@pytest.mark.parametrize(
    ("statement", "least", "words"),
    [
        ("The ferry sank near Orrin.", 1, []),
        ("The ferry sank after a long illegal street race.", 3, ["long illegal street race"]),
        ("The ferry sank slowly.", 3, []),
        ("The ferry sank slowly.", 1, ["slowly"]),
        ("Tomatoes thrive, and the ferry sank, to much applause.", 1, None),
    ],
    ids=["covered", "foreign words", "one word", "one word wanted", "two places"],
)
def test_words_that_nothing_covers_are_named(statement, least, words):
    told = premises(FERRY)
    gaps = find_gaps(statement, measure_support(statement, told), told, least=least)
    assert all(gap.kind is ProblemKind.NOT_STATED and gap.words in statement for gap in gaps)
    if words is None:
        assert [gap.words for gap in gaps] == ["Tomatoes thrive", "applause"]
    else:
        assert [gap.words for gap in gaps] == words


def test_a_refused_statement_whose_words_all_stand_there_still_names_one():
    told = premises(FERRY)
    gaps = find_gaps("Orrin sank the port.", measure_support("Orrin", told), told, least=None)
    assert len(gaps) == 1


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("Fishermen protested outside.", Excerpt.CLAUSE),
        ("The council of Orrin voted to close the harbour.", Excerpt.SHORTENED),
        ("The council voted to close the old harbour.", Excerpt.SHORTENED),
        ("Orrin voted outside.", None),
        ("The council of Orrin protested outside.", None),
        ("The harbour of Orrin voted to close the old council.", None),
        ("", None),
    ],
)
def test_excerpts_of_a_sentence(statement, found):
    assert find_excerpt(statement, premises(COUNCIL)) is found


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("If the pumps fail, the ferry sinks.", "The ferry sinks."),
        ("Roe denied that the ferry sank near Orrin.", "The ferry sank near Orrin."),
        (
            "The ferry did not sink near Orrin on Friday.",
            "The ferry did sink near Orrin on Friday.",
        ),
        ("The ferry sank near Orrin, Roe said.", "The ferry sank near Orrin."),
        ("The ferry allegedly sank near Orrin on Friday.", "The ferry sank near Orrin on Friday."),
    ],
    ids=["condition", "denial", "negation", "attribution", "hedge"],
)
def test_what_turns_the_meaning_may_not_be_left_out(text, statement):
    assert find_excerpt(statement, premises(text)) is None


def test_only_the_speaker_may_stand_before_a_sentence():
    told = [Premise(text="We “won”.", speakers=("Ana Roe", "Bo Lind"))]
    assert is_verbatim('Ana Roe and Bo Lind: We "won"', told)
    assert not is_verbatim("Cy Fane: We “won”.", told)
    assert not is_verbatim("", [Premise(text="")])
