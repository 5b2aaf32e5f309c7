"""More of who says which words, also over several premises; all of this is invented."""

import pytest

from qa.models import ProblemKind
from qa.verification.attribution import check_attribution
from qa.verification.premises import Premise

BUDGET = Premise(
    text=(
        "Lund's office said the budget had been approved by parliament, but Deputy "
        "Speaker Ann Coe told Vester Radio the vote was postponed to Thursday."
    ),
    speakers=("Lund's office", "Ann Coe"),
)
FOG = Premise(
    text=(
        "While the airline blamed fog for the delays, pilots complained that the radar had failed."
    ),
    speakers=("the airline", "pilots"),
)
LEAK = Premise(
    text=(
        '"There was no leak," the plant\'s manager, Lee Poe, told reporters, but '
        "firefighters said two tanks had burst."
    ),
    speakers=("Lee Poe", "firefighters"),
)
DRUG = Premise(
    text=(
        "Researchers found the drug cut deaths by 20 percent, while the maker claimed a "
        "fall of 35 percent."
    ),
    speakers=("researchers", "the maker"),
)
LIED = Premise(
    text='Roe said the president had lied; he replied that he "never spoke to her".',
    speakers=("Jane Roe", "the president"),
)
BORDER = Premise(
    text=(
        "Vestria's foreign minister said the border would reopen on May 3, and his Orrin "
        "counterpart said trains would run again."
    ),
    speakers=("Vestria's foreign minister", "his Orrin counterpart"),
)
ATTACK = Premise(
    text=(
        "According to the army, 12 soldiers died in the attack, while according to the "
        "rebels 50 were killed."
    ),
    speakers=("the army", "the rebels"),
)
SAY = Premise(
    text="Starmer said parliament would have a say before British troops were sent.",
    speakers=("Keir Starmer",),
    before="Prime Minister Keir Starmer met Emmanuel Macron.",
)
FORCE = Premise(
    text=(
        "Macron said the force would be deployed behind the front line on the day after a "
        "ceasefire."
    ),
    speakers=("Emmanuel Macron",),
    before="Keir Starmer met President Emmanuel Macron.",
)
NO_PLAN = Premise(
    text='"We have no plan to send troops," Orrin\'s chancellor said.',
    speakers=("Orrin's chancellor",),
)
SUSPECT = Premise(
    text=(
        "The suspect told police he was at home, but two neighbours said they had seen "
        "him at the station."
    ),
    speakers=("the suspect", "two neighbours"),
)
SCHOOL = Premise(
    text='Roe wants the school closed, Poe said, and Coe called the idea "reckless".',
    speakers=("Keir Poe", "Ann Coe"),
)

FAIR = [
    ("Lund's office said parliament had approved the budget.", [BUDGET]),
    ("Coe said the vote was postponed to Thursday.", [BUDGET]),
    ("The vote had been put off until Thursday, Ann Coe told Vester Radio.", [BUDGET]),
    ("The deputy speaker said the vote on the budget was postponed.", [BUDGET]),
    ("The airline said fog caused the delays.", [FOG]),
    ("Pilots said the radar failed.", [FOG]),
    ("The airline blamed fog, while pilots said the radar had failed.", [FOG]),
    ("Poe said there was no leak.", [LEAK]),
    ("The manager of the plant denied that there had been a leak.", [LEAK]),
    ("Firefighters said two tanks burst, but the manager said there was no leak.", [LEAK]),
    ("Researchers said the drug reduced deaths by 20 percent.", [DRUG]),
    ("The maker said deaths fell by 35 percent.", [DRUG]),
    ("The maker of the drug claimed it cut deaths by 35 percent.", [DRUG]),
    ("The president said he never spoke to her.", [LIED]),
    ("Roe accused the president of lying.", [LIED]),
    ("The foreign minister of Vestria said the border would reopen on May 3.", [BORDER]),
    ("The army said 12 soldiers were killed.", [ATTACK]),
    ("The rebels said 50 soldiers died in the attack.", [ATTACK]),
    ("Keir Starmer said parliament would vote before troops were sent.", [SAY, FORCE, NO_PLAN]),
    ("Macron said the troops would be deployed behind the front line.", [SAY, FORCE, NO_PLAN]),
    (
        (
            "Starmer said parliament would have a say, while Macron said the force would be "
            "deployed after a ceasefire."
        ),
        [SAY, FORCE, NO_PLAN],
    ),
    ("Orrin's chancellor said there was no plan to send troops.", [SAY, FORCE, NO_PLAN]),
    ("Prime Minister Keir Starmer said parliament would have a say.", [SAY]),
    ("The prime minister said parliament would have a say before troops were sent.", [SAY, FORCE]),
    ("He said parliament would have a say before troops were sent.", [SAY]),
    ("The suspect said he had been at home.", [SUSPECT]),
    ("Two neighbours said they saw the suspect at the station.", [SUSPECT]),
    ("Neighbours said he was at the station.", [SUSPECT]),
    ("Poe said Roe wanted the school to be closed.", [SCHOOL]),
    ("Coe said closing the school would be reckless.", [SCHOOL]),
    ("Coe called closing the school reckless.", [SCHOOL]),
]

TAKEN = [
    ("Coe said the budget had been approved by parliament.", [BUDGET], "office"),
    ("Lund's office said the vote was postponed to Thursday.", [BUDGET], "Coe"),
    ("Pilots blamed fog for the delays.", [FOG], None),
    ("The airline said the radar had failed.", [FOG], "pilots"),
    ("Firefighters said there was no leak.", [LEAK], "Poe"),
    ("Poe said two tanks had burst.", [LEAK], "firefighters"),
    ("The maker claimed the drug cut deaths by 20 percent.", [DRUG], None),
    ("The president said Roe had lied.", [LIED], None),
    ("Roe said she never spoke to the president.", [LIED], None),
    (
        "Macron said parliament would have a say before British troops were sent.",
        [SAY, FORCE, NO_PLAN],
        "Starmer",
    ),
    (
        "Starmer said the force would be deployed behind the front line.",
        [SAY, FORCE, NO_PLAN],
        "Macron",
    ),
    ("Macron said there was no plan to send troops.", [SAY, FORCE, NO_PLAN], "chancellor"),
    (
        (
            "Starmer said the force would be deployed after a ceasefire, while Macron said "
            "parliament would have a say."
        ),
        [SAY, FORCE, NO_PLAN],
        None,
    ),
    ("Two neighbours said the suspect was at home.", [SUSPECT], None),
    ("The suspect said he was at the station.", [SUSPECT], None),
    ("Coe said Roe wants the school closed.", [SCHOOL], "Poe"),
    ("Poe called the idea reckless.", [SCHOOL], "Coe"),
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
