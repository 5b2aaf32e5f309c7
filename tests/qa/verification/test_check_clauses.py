"""Who says which words of a sentence; people and events here are invented."""

import pytest
from timing import assert_quick

from qa.models import ProblemKind, VerdictLabel
from qa.verification import verify
from qa.verification.attribution import check_attribution
from qa.verification.premises import Premise

DEAL = Premise(
    text=(
        'The White House said "energy and infrastructure" would be covered, the Kremlin '
        'declared that the agreement referred more narrowly to "energy infrastructure".'
    ),
    speakers=("White House", "Kremlin"),
)
TRUCE = Premise(
    text=(
        "The Orrin government said the truce would begin at once, while the rebels said "
        "it would start within hours."
    ),
    speakers=("the Orrin government", "the rebels"),
)
FERRY = Premise(
    text="Roe said the ferry was safe, but Poe said it was not.",
    speakers=("Jane Roe", "Keir Poe"),
    before="Jane Roe and Keir Poe spoke.",
)
QUOTES = Premise(
    text=(
        '"The bridge is a danger to everyone," Roe said, but "it has been inspected '
        'twice," Poe insisted.'
    ),
    speakers=("Jane Roe", "Keir Poe"),
)
TAX = Premise(
    text=(
        "Coe told reporters that taxes would fall next year; Lund warned that hospitals "
        "would close."
    ),
    speakers=("Ann Coe", "Lee Lund"),
)
STRIKE = Premise(
    text="The union said 300 workers had walked out, whereas the company said only 40 had left.",
    speakers=("the union", "the company"),
)
DRIVER = Premise(
    text="Police said the driver was drunk, but his lawyer, Ann Coe, said he had taken medicine.",
    speakers=("police", "Ann Coe"),
)
CLOSED = Premise(
    text=(
        "According to Roe, the harbour was closed by a storm, but Poe blamed a strike for "
        "the closure."
    ),
    speakers=("Jane Roe", "Keir Poe"),
)
DAM = Premise(
    text="The dam is full, Roe said, and Poe added that water would be released on Friday.",
    speakers=("Jane Roe", "Keir Poe"),
)
RESIGN = Premise(
    text="Roe said she would resign, while Poe said that he would stay until spring.",
    speakers=("Jane Roe", "Keir Poe"),
)
BORDERS = Premise(
    text=(
        "Vestria said that its soldiers had crossed no border and Orrin said that two "
        "villages had been shelled."
    ),
    speakers=("Vestria", "Orrin"),
)
SANK = Premise(
    text="The ferry sank on Friday off Vester, and Roe said that talks with the owner would go on.",
    speakers=("Jane Roe",),
)
WIDE = Premise(
    text='The White House said that the deal covers "energy and infrastructure".',
    speakers=("White House",),
)
NARROW = Premise(
    text='The Kremlin said the deal was about "energy infrastructure" only.', speakers=("Kremlin",)
)
CLOSURE = Premise(text="The harbour in Vester was closed for three days.")
LOSS = Premise(text="Roe said the harbour had lost a million crowns.", speakers=("Jane Roe",))
SPOKEN = Premise(text='"We will rebuild the harbour in two years.', speakers=("Keir Poe",))
SCHOOLS = Premise(
    text=(
        "The minister, Jane Roe, said schools would reopen on Monday, although the "
        "teachers' union said that classrooms were still flooded."
    ),
    speakers=("Jane Roe", "the teachers' union"),
)
VOTE = Premise(
    text='Prime Minister Lee Lund called the vote "a fresh start" but Ann Coe called it "a farce".',
    speakers=("Lee Lund", "Ann Coe"),
)
LOST = Premise(
    text='Roe said: "We lost everything"; Poe said: "The insurance will pay for all of it".',
    speakers=("Jane Roe", "Keir Poe"),
)

FAIR = [
    ("The Kremlin declared that it referred to energy infrastructure.", [DEAL]),
    ("The Kremlin said the agreement covered energy infrastructure.", [DEAL]),
    ("The White House said energy and infrastructure would be covered.", [DEAL]),
    ("The White House said the agreement covered energy and infrastructure.", [DEAL]),
    (
        (
            "The White House spoke of energy and infrastructure, while the Kremlin said it "
            "referred to energy infrastructure."
        ),
        [DEAL],
    ),
    (
        (
            'The Kremlin said it referred to "energy infrastructure", whereas the White House '
            'said "energy and infrastructure" would be covered.'
        ),
        [DEAL],
    ),
    ("According to Moscow, the agreement referred only to energy infrastructure.", [DEAL]),
    ("The rebels said the truce would start within hours.", [TRUCE]),
    ("The rebels said the truce would begin within hours.", [TRUCE]),
    ("The Orrin government said the truce would start at once.", [TRUCE]),
    ("Roe said the ferry was safe.", [FERRY]),
    ("Poe said the ferry was not safe.", [FERRY]),
    ("Poe said the ferry wasn't safe, but Roe said it was.", [FERRY]),
    ("Poe denied that the ferry was safe.", [FERRY]),
    ("Poe insisted the bridge had been inspected twice.", [QUOTES]),
    ("Roe said the bridge is a danger to everyone.", [QUOTES]),
    (
        "Poe said the bridge had been inspected twice, but Roe called it a danger to everyone.",
        [QUOTES],
    ),
    ("Lund warned hospitals would close.", [TAX]),
    ("Coe said that taxes will fall next year, and Lund that hospitals would close.", [TAX]),
    ("The company said only 40 workers had walked out.", [STRIKE]),
    ("The union said 300 workers had left.", [STRIKE]),
    ("His lawyer said the driver had taken medicine.", [DRIVER]),
    ("The driver was drunk, police said.", [DRIVER]),
    ("Poe blamed a strike for the closure of the harbour.", [CLOSED]),
    ("Roe said a storm had closed the harbour.", [CLOSED]),
    ("The harbour was closed, Poe said, by a strike.", [CLOSED]),
    ("Water would be released on Friday, Poe said.", [DAM]),
    ("The dam is full, according to Roe.", [DAM]),
    ("Poe will stay until spring, he said.", [RESIGN]),
    ("Roe said that she would resign.", [RESIGN]),
    ("Poe said he would not resign until spring.", [RESIGN]),
    ("Orrin said two villages had been shelled.", [BORDERS]),
    ("Vestria said none of its soldiers had crossed the border.", [BORDERS]),
    ("Roe said talks with the owner would continue.", [SANK]),
    ("The Kremlin said that the deal is about energy infrastructure.", [WIDE, NARROW]),
    ("The White House said that the deal is about energy and infrastructure.", [WIDE, NARROW]),
    (
        (
            "The White House said the deal covers energy and infrastructure, but the Kremlin "
            "said it was only about energy infrastructure."
        ),
        [WIDE, NARROW],
    ),
    ("Roe said the harbour had lost a million crowns.", [CLOSURE, LOSS]),
    (
        "The harbour was closed for three days and Roe said it had lost a million crowns.",
        [CLOSURE, LOSS],
    ),
    (
        "Roe said the harbour, which was closed for three days, had lost a million crowns.",
        [CLOSURE, LOSS],
    ),
    ("Poe said the harbour would be rebuilt in two years.", [LOSS, SPOKEN]),
    ("Roe said schools would reopen on Monday.", [SCHOOLS]),
    ("The teachers' union said classrooms were still flooded.", [SCHOOLS]),
    ("The union said the classrooms of the schools were still flooded.", [SCHOOLS]),
    ("The minister said that schools will reopen on Monday.", [SCHOOLS]),
    ("Coe called the vote a farce.", [VOTE]),
    ("Lund described the vote as a fresh start.", [VOTE]),
    ('Poe said "the insurance will pay".', [LOST]),
]

TAKEN = [
    ("The Kremlin said the agreement covered energy and infrastructure.", [DEAL], "White House"),
    ("The Kremlin said the deal covered energy and infrastructure.", [DEAL], "White House"),
    ('The Kremlin said "energy and infrastructure" would be covered.', [DEAL], "White House"),
    (
        "The White House said the agreement referred narrowly to energy infrastructure.",
        [DEAL],
        "Kremlin",
    ),
    (
        (
            "The White House said it referred to energy infrastructure, while the Kremlin "
            "said energy and infrastructure would be covered."
        ),
        [DEAL],
        None,
    ),
    (
        "According to the Kremlin, energy and infrastructure would be covered.",
        [DEAL],
        "White House",
    ),
    ("The rebels said the truce would begin at once.", [TRUCE], None),
    ("The Orrin government said the truce would start within hours.", [TRUCE], None),
    ("Poe said the ferry was safe.", [FERRY], "Roe"),
    ("Roe said the ferry was not safe.", [FERRY], "Poe"),
    ("Poe said the bridge is a danger to everyone.", [QUOTES], "Roe"),
    ("Roe insisted the bridge had been inspected twice.", [QUOTES], "Poe"),
    ("Coe warned that hospitals would close.", [TAX], "Lund"),
    ("Taxes would fall next year, Lund said.", [TAX], "Coe"),
    ("The company said 300 workers had walked out.", [STRIKE], None),
    ("The union said only 40 workers had left.", [STRIKE], None),
    ("His lawyer said the driver was drunk.", [DRIVER], None),
    ("Police said the driver had taken medicine.", [DRIVER], None),
    ("Poe said the harbour was closed by a storm.", [CLOSED], "Roe"),
    ("Roe blamed a strike for the closure.", [CLOSED], "Poe"),
    ("Roe said water would be released on Friday.", [DAM], "Poe"),
    ("The dam is full, Poe said.", [DAM], "Roe"),
    ("Roe said she would stay until spring.", [RESIGN], "Poe"),
    ("Poe said he would resign.", [RESIGN], "Roe"),
    ("Vestria said two villages had been shelled.", [BORDERS], "Orrin"),
    ("Orrin said its soldiers had crossed no border.", [BORDERS], "Vestria"),
    ("Roe said the ferry sank on Friday off Vester.", [SANK], None),
    (
        "The Kremlin said that the deal is about energy and infrastructure.",
        [WIDE, NARROW],
        "White House",
    ),
    (
        "The Kremlin said that the deal covers energy and infrastructure.",
        [WIDE, NARROW],
        "White House",
    ),
    ("Roe said the harbour in Vester was closed for three days.", [CLOSURE, LOSS], None),
    ("Roe said the harbour would be rebuilt in two years.", [LOSS, SPOKEN], "Keir Poe"),
    ("Roe said classrooms were still flooded.", [SCHOOLS], "union"),
    ("The teachers' union said schools would reopen on Monday.", [SCHOOLS], "Jane Roe"),
    ("Lund called the vote a farce.", [VOTE], "Ann Coe"),
    ("Coe called the vote a fresh start.", [VOTE], "Lee Lund"),
    ('Poe said "we lost everything".', [LOST], "Roe"),
]


@pytest.mark.parametrize(("statement", "premises"), FAIR, ids=[row[0] for row in FAIR])
def test_each_speaker_may_be_told_with_the_own_words(statement, premises):
    assert check_attribution(statement, premises) == []


@pytest.mark.parametrize(("statement", "premises", "found"), TAKEN, ids=[row[0] for row in TAKEN])
def test_words_of_another_speaker_are_found(statement, premises, found):
    problems = check_attribution(statement, premises)
    changed = [p for p in problems if p.kind is ProblemKind.ATTRIBUTION_CHANGED]
    assert changed
    assert all(problem.words in statement for problem in changed)
    if found is not None:
        assert any(problem.found and found in problem.found for problem in changed)


def test_words_of_another_speaker_are_not_supported():
    verdict = verify("The Kremlin said the agreement covered energy and infrastructure.", [DEAL])
    assert verdict.label is VerdictLabel.CONTRADICTED
    told = (
        "The Kremlin declared that the agreement referred more narrowly to energy infrastructure."
    )
    assert verify(told, [DEAL]).label is VerdictLabel.SUPPORTED


@pytest.mark.parametrize(
    "piece",
    ["Roe said Poe lied, but ", "while Roe said; ", "According to Roe, ", "Roe called Poe "],
)
def test_many_speakers_take_little_time(piece):
    speakers = ("Jane Roe", "Keir Poe")
    premises = [Premise(text=piece * 80 + str(n), speakers=speakers) for n in range(10)]
    assert_quick(lambda: check_attribution(piece * 80, premises), seconds=10)
