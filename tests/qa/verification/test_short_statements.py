"""Short statements, as models answer, about invented news: nobody and nothing here is real."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_quick

from qa.models import ProblemKind, VerdictLabel
from qa.verification import Premise, verify
from qa.verification.binding import check_binding, is_short

FERRY = Premise(
    text="The ferry sank near Orrin on Friday, and 30 people were rescued, said Ana Roe.",
    speakers=("Ana Roe",),
)
BANK = "The combined bank will have 5.4 million customers, 612 branches and 19,000 employees."
BUYER = Premise(
    text="Norvik agreed on Tuesday to buy its rival Tarnow Savings for 3.2 billion crowns.",
    before="Two banks to merge.",
)
REPAIR = Premise(
    text=(
        "Welford District Council said that the repair would cost £640,000 and that it had set "
        "aside £150,000."
    ),
    speakers=("Welford District Council",),
)
REST = Premise(
    text="It has asked the county for the rest.",
    before="Welford District Council said that it had set aside £150,000.",
)
PETITION = Premise(
    text="It calls for a free shuttle bus and a 20mph limit.",
    before="A petition by parents has gathered 2,300 signatures.",
)
SUIT = "Halden Foods sued the packaging company Brixt in June over a late delivery of bottles."
FIRE = "Thirty firefighters from four stations fought the flames for almost six hours."
HURT = Premise(
    text="Two firefighters, a man of 34 and a woman of 27, were treated for smoke inhalation.",
)
TRADER = Premise(
    text=(
        "Trader Colm Vance, whose family has sold shellfish there for 60 years, blamed old "
        "wiring for the blaze."
    ),
    speakers=("Colm Vance",),
)
OWNER = Premise(
    text="The Selby Harbour Company rejected that.",
    before="Trader Colm Vance blamed old wiring for the blaze.",
)
MAYOR = Premise(
    text="Mayor Petra Lindqvist opened the rebuilt bridge on 4 May and thanked the engineers.",
)
VOTE = "The council voted 19 to 14 on Monday night to close the swimming pool in Aldmoor."
STORM = "At least 12 people died and more than 40 were injured when the storm hit Cape Sorrel."
MATCH = "Ravensby beat Coldwater 3-1 on Saturday, with two goals from striker Jonas Ebbe."
DOCTOR = Premise(
    text=(
        "Dr Miriam Okello, who runs the clinic, said most of the children had recovered within "
        "a week."
    ),
    speakers=("Miriam Okello",),
)
ARREST = "Police arrested a 42-year-old man in Dunmere on Thursday on suspicion of arson."
PLAN = "The airline may cut up to 900 jobs next year if fuel prices keep rising."
MUSEUM = (
    "The museum bought the painting in 1931 and lent it to a gallery in Lisk, which returned it "
    "in March."
)
SCHOOL = Premise(
    text="She told parents in a letter that she had begged the council for a bus.",
    speakers=("Sunniva Crane",),
    before="Sunniva Crane has been head teacher of Millbrook School since 2015.",
)
PROFIT = "Profits at the brewer fell by 8 percent to 41 million crowns, while sales rose slightly."
HOSTAGE = "Rebels freed the two aid workers on Sunday after the government released 11 prisoners."
SCIENCE = (
    "Researchers at the University of Torvald found the frog in a cave in northern Ruvia and "
    "named it after the guide who led them there."
)
TRAIN = "The night train from Vell to Osterby was delayed for three hours by snow on the line."
COURT = (
    "A judge in Harrow Bay sentenced former minister Ilya Brandt to four years in prison for "
    "taking bribes."
)
FACTORY = (
    "The carmaker will build a battery factory in Soltau, creating 1,500 jobs, and close its "
    "engine plant in Merrow by 2028."
)
VACCINE = "The ministry has ordered two million doses of the vaccine, which costs 18 crowns a dose."
PILOT = Premise(
    text='"We ran out of runway," pilot Tomas Reyle told investigators on Wednesday.',
    speakers=("Tomas Reyle",),
)

SUPPORTED = VerdictLabel.SUPPORTED

FAIR = [
    ("30 people were rescued, Ana Roe said.", [FERRY]),
    ("According to Ana Roe, the ferry sank on Friday.", [FERRY]),
    ("Ana Roe said 30 people had been rescued when the ferry sank near Orrin.", [FERRY]),
    ("The combined bank will have 612 branches.", [BANK]),
    ("The merged bank would have 5.4 million customers.", [BANK]),
    ("The combined bank will employ 19,000 people.", [BANK]),
    ("Norvik will buy Tarnow Savings.", [BUYER]),
    ("Norvik is buying Tarnow Savings for 3.2 billion crowns.", [BUYER]),
    ("Tarnow Savings is being bought by Norvik.", [BUYER]),
    ("Norvik agreed to pay 3.2 billion crowns for Tarnow Savings.", [BUYER]),
    ("The council said the repair would cost £640,000.", [REPAIR]),
    ("Welford District Council said it had set aside £150,000.", [REPAIR]),
    ("According to Welford District Council, the repair will cost £640,000.", [REPAIR]),
    ("Welford District Council has asked the county for the rest.", [REST]),
    ("The council asked the county for the rest.", [REST]),
    ("The petition calls for a free shuttle bus and a 20mph limit.", [PETITION]),
    ("The petition asks for a free shuttle bus.", [PETITION]),
    ("Halden Foods sued Brixt in June.", [SUIT]),
    ("Brixt was sued by Halden Foods.", [SUIT]),
    ("Halden Foods sued Brixt over a late delivery of bottles.", [SUIT]),
    ("Halden Foods took Brixt to court over a late delivery.", [SUIT]),
    ("The firefighters fought the fire for almost six hours.", [FIRE]),
    ("30 firefighters fought the flames.", [FIRE]),
    ("Firefighters fought the blaze for nearly six hours.", [FIRE]),
    ("Two firefighters were treated for smoke inhalation.", [HURT]),
    ("The two firefighters are a man of 34 and a woman of 27.", [HURT]),
    ("Colm Vance blamed old wiring.", [TRADER]),
    ("Colm Vance blamed the fire on old wiring.", [TRADER]),
    ("Colm Vance's family has sold shellfish there for 60 years.", [TRADER]),
    ("Selby Harbour Company rejected that.", [OWNER]),
    ("The bridge was opened on 4 May.", [MAYOR]),
    ("Petra Lindqvist opened the bridge.", [MAYOR]),
    ("The mayor thanked the engineers.", [MAYOR]),
    ("The bridge was opened by Mayor Petra Lindqvist.", [MAYOR]),
    ("The council voted to close the swimming pool.", [VOTE]),
    ("The council decided to close the pool by 19 votes to 14.", [VOTE]),
    ("The swimming pool in Aldmoor will close after a council vote.", [VOTE]),
    ("At least 12 people were killed in the storm.", [STORM]),
    ("The storm injured more than 40 people.", [STORM]),
    ("Over 40 people were injured when the storm hit Cape Sorrel.", [STORM]),
    ("Ravensby won 3-1.", [MATCH]),
    ("Coldwater lost 3-1 to Ravensby.", [MATCH]),
    ("Jonas Ebbe scored two goals.", [MATCH]),
    ("Ravensby won against Coldwater on Saturday.", [MATCH]),
    ("Miriam Okello runs the clinic.", [DOCTOR]),
    ("Miriam Okello said most of the kids had recovered within a week.", [DOCTOR]),
    ("Dr Okello said that most children recovered within a week.", [DOCTOR]),
    ("A 42-year-old man was arrested in Dunmere on Thursday.", [ARREST]),
    ("Police arrested a man on suspicion of arson.", [ARREST]),
    ("The man arrested in Dunmere is 42.", [ARREST]),
    ("The airline may cut up to 900 jobs next year.", [PLAN]),
    ("Up to 900 jobs may be cut if fuel prices keep rising.", [PLAN]),
    ("The airline could cut as many as 900 jobs.", [PLAN]),
    ("The museum bought the painting in 1931.", [MUSEUM]),
    ("The painting was bought by the museum in 1931.", [MUSEUM]),
    ("A gallery in Lisk returned the painting in March.", [MUSEUM]),
    ("Sunniva Crane told parents that she had begged the council for a bus.", [SCHOOL]),
    ("Sunniva Crane said she had begged the council for a bus.", [SCHOOL]),
    ("Profits fell by 8 percent.", [PROFIT]),
    ("The brewer's profits fell to 41 million crowns.", [PROFIT]),
    ("Sales rose slightly.", [PROFIT]),
    ("Profits at the brewer dropped 8%.", [PROFIT]),
    ("The rebels freed two aid workers on Sunday.", [HOSTAGE]),
    ("Two aid workers were released by rebels.", [HOSTAGE]),
    ("The government released 11 prisoners.", [HOSTAGE]),
    ("The frog was found in a cave in northern Ruvia.", [SCIENCE]),
    ("The frog was named after a guide.", [SCIENCE]),
    ("Scientists at the University of Torvald found the frog.", [SCIENCE]),
    ("The train was delayed for three hours.", [TRAIN]),
    ("Snow delayed the train for three hours.", [TRAIN]),
    ("The night train from Vell to Osterby was three hours late.", [TRAIN]),
    ("Ilya Brandt was sentenced to four years in prison.", [COURT]),
    ("Ilya Brandt was jailed for four years for taking bribes.", [COURT]),
    ("A judge sentenced Ilya Brandt, a former minister, to four years in prison.", [COURT]),
    ("The carmaker will build a battery factory in Soltau.", [FACTORY]),
    ("The battery factory will create 1,500 jobs.", [FACTORY]),
    ("The engine plant in Merrow will close by 2028.", [FACTORY]),
    ("The vaccine costs 18 crowns a dose.", [VACCINE]),
    ("The ministry ordered two million doses.", [VACCINE]),
    ("Tomas Reyle said they ran out of runway.", [PILOT]),
    ('Tomas Reyle told investigators: "We ran out of runway."', [PILOT]),
]

WRONG = [
    ("The ferry did not sink.", [FERRY]),
    ("The ferry sank near Velden on Friday.", [FERRY]),
    ("30 people drowned, said Ana Roe.", [FERRY]),
    ("Ana Roe was rescued.", [FERRY]),
    ("Bo Lind said that 30 people were rescued.", [FERRY]),
    ("Nobody was rescued, said Ana Roe.", [FERRY]),
    ("Tarnow Savings has 5.4 million customers.", [BANK, BUYER]),
    ("Norvik has 612 branches.", [BANK, BUYER]),
    ("The combined bank will have 19,000 branches.", [BANK]),
    ("Tarnow Savings agreed to buy Norvik.", [BUYER]),
    ("Norvik was bought by Tarnow Savings for 3.2 billion crowns.", [BUYER]),
    ("Norvik refused to buy Tarnow Savings.", [BUYER]),
    ("The shuttle bus would cost £640,000.", [REPAIR, PETITION]),
    ("The county said that the repair would cost £640,000.", [REPAIR, REST]),
    ("The county has set aside £150,000.", [REPAIR, REST]),
    ("The repair would cost £150,000, the council said.", [REPAIR]),
    ("The county has asked the council for the rest.", [REST]),
    ("The council has asked for a free shuttle bus and a 20mph limit.", [PETITION, REPAIR]),
    ("The petition calls for a free swimming pool.", [PETITION, VOTE]),
    ("Brixt sued Halden Foods in June.", [SUIT]),
    ("Halden Foods was sued by Brixt.", [SUIT]),
    ("Halden Foods sued Brixt in July.", [SUIT]),
    ("Halden Foods won its case against Brixt.", [SUIT]),
    ("Thirty stations fought the flames for almost six hours.", [FIRE]),
    ("Firefighters fought the flames for almost six days.", [FIRE]),
    ("Colm Vance was treated for smoke inhalation.", [HURT, TRADER]),
    ("Two firefighters died of smoke inhalation.", [HURT]),
    ("A woman of 34 was treated for smoke inhalation.", [HURT]),
    ("The Selby Harbour Company blamed old wiring.", [TRADER, OWNER]),
    ("Colm Vance rejected that.", [OWNER, TRADER]),
    ("Colm Vance is 60 years old.", [TRADER]),
    ("The Selby Harbour Company insured the building.", [OWNER, FIRE]),
    ("Mayor Petra Lindqvist closed the bridge on 4 May.", [MAYOR]),
    ("Petra Lindqvist opened the bridge on 14 May.", [MAYOR]),
    ("The engineers thanked Mayor Petra Lindqvist.", [MAYOR]),
    ("The council voted to keep the swimming pool open.", [VOTE]),
    ("The council voted unanimously to close the pool.", [VOTE]),
    ("The council did not vote to close the pool.", [VOTE]),
    ("The council voted 14 to 19 to close the pool.", [VOTE]),
    ("At least 40 people died in the storm.", [STORM]),
    ("12 people were injured when the storm hit Cape Sorrel.", [STORM]),
    ("The earthquake killed at least 12 people.", [STORM]),
    ("Coldwater beat Ravensby 3-1.", [MATCH]),
    ("Jonas Ebbe scored three goals for Ravensby.", [MATCH]),
    ("Ravensby lost on Saturday.", [MATCH]),
    ("Goalkeeper Jonas Ebbe scored two goals.", [MATCH]),
    ("Miriam Okello recovered within a week.", [DOCTOR]),
    ("Miriam Okello said all of the children had recovered within a week.", [DOCTOR]),
    ("Miriam Okello said most of the parents had recovered within a week.", [DOCTOR]),
    ("The man was arrested in Dunmere for murder.", [ARREST]),
    ("Police did not arrest anyone on Thursday.", [ARREST]),
    ("A 42-year-old woman was arrested in Dunmere.", [ARREST]),
    ("The man was convicted of arson.", [ARREST]),
    ("The airline will cut 900 jobs next year.", [PLAN]),
    ("The airline cut 900 jobs last year.", [PLAN]),
    ("The airline may cut up to 900 flights next year.", [PLAN]),
    ("Fuel prices fell next year.", [PLAN]),
    ("The gallery in Lisk bought the painting in 1931.", [MUSEUM]),
    ("The museum returned the painting in March.", [MUSEUM]),
    ("The museum sold the painting in 1931.", [MUSEUM]),
    ("The parents begged Sunniva Crane for a bus.", [SCHOOL]),
    ("The council told parents in a letter that it had begged for a bus.", [SCHOOL]),
    ("Profits rose by 8 percent to 41 million crowns.", [PROFIT]),
    ("Sales fell by 8 percent.", [PROFIT]),
    ("Profits fell to 8 million crowns.", [PROFIT]),
    ("The government freed the two aid workers.", [HOSTAGE]),
    ("Rebels released 11 prisoners on Sunday.", [HOSTAGE]),
    ("Rebels killed the two aid workers on Sunday.", [HOSTAGE]),
    ("The guide found the frog in a cave and named it.", [SCIENCE]),
    ("The frog was found in southern Ruvia.", [SCIENCE]),
    ("Researchers found the guide in a cave.", [SCIENCE]),
    ("The train from Osterby to Vell was delayed by snow.", [TRAIN]),
    ("The train was cancelled because of snow.", [TRAIN]),
    ("The train was delayed for three hours by a fallen tree.", [TRAIN]),
    ("Ilya Brandt sentenced a judge to four years in prison.", [COURT]),
    ("Ilya Brandt was acquitted of taking bribes.", [COURT]),
    ("Ilya Brandt was sentenced to four months in prison.", [COURT]),
    ("The current minister Ilya Brandt was sentenced to four years.", [COURT]),
    ("The battery factory will be built in Merrow.", [FACTORY]),
    ("The engine plant in Soltau will close by 2028.", [FACTORY]),
    ("The battery factory will close by 2028.", [FACTORY]),
    ("Closing the engine plant will create 1,500 jobs.", [FACTORY]),
    ("The vaccine costs two million crowns.", [VACCINE]),
    ("The ministry has ordered 18 doses.", [VACCINE]),
    ("The ministry has ordered two million doses and will order more.", [VACCINE]),
    ("Investigators ran out of runway, Tomas Reyle said.", [PILOT]),
    ("Investigators told Tomas Reyle they ran out of runway.", [PILOT]),
    ("Tomas Reyle said they did not run out of runway.", [PILOT]),
]


def test_most_fair_short_statements_are_supported():
    refused = [text for text, told in FAIR if verify(text, told).label is not SUPPORTED]
    assert len(refused) <= 0.1 * len(FAIR), refused


def test_hardly_any_wrong_short_statement_is_supported():
    accepted = [text for text, told in WRONG if verify(text, told).label is SUPPORTED]
    assert len(accepted) <= 0.05 * len(WRONG), accepted


def test_a_denied_verb_is_named_beside_that_of_the_article():
    verdict = verify("The ferry did not sink.", [FERRY])
    assert verdict.label is VerdictLabel.CONTRADICTED
    problem = next(p for p in verdict.problems if p.kind is ProblemKind.NEGATION)
    assert (problem.words, problem.found) == ("did not sink", "sank")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("Brixt sued Halden Foods in June.", "Brixt"),
        ("Halden Foods was sued by Brixt.", "Brixt"),
        ("Halden Foods insured Brixt.", "insured"),
    ],
    ids=["roles exchanged", "roles exchanged in the passive", "a word nobody says"],
)
def test_the_words_at_fault_are_named(statement, words):
    assert words in [problem.words for problem in check_binding(statement, [Premise(text=SUIT)])]


@pytest.mark.parametrize("text", [BANK, SUIT, FIRE, VOTE, STORM, MUSEUM, SCIENCE, FACTORY])
def test_a_sentence_agrees_with_itself(text):
    assert check_binding(text, [Premise(text=text)]) == []


def test_long_statements_are_not_short():
    cited, text = [Premise(text=SUIT)], [Premise(text=SUIT)] * 6
    assert is_short("A word " * 12, text)
    assert not is_short("A word " * 13, text)
    assert is_short("A word " * 30, cited)
    assert not is_short("A word " * 31, cited)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_compared(statement, text):
    assert all(p.words in statement for p in check_binding(statement, [Premise(text=text)]))


def test_a_long_sentence_takes_no_long_time():
    text = "who said that the mayor and the council, which met, closed it by " * 60
    premises = [Premise(text=text)] * 3
    assert_quick(lambda: check_binding("The council closed it.", premises), seconds=1)
