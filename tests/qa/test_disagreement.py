"""Accounts that differ, and those that do not. All people, places and events are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import make_article, read_sentences
from index.models import SentenceKind
from qa.accounts import Difference, advise, tell
from qa.disagreement import compare_sentences
from qa.question import read_question
from qa.slots import concepts

# Invented: no person, place or event in these texts is real.
SHOOTING = """Man shot outside Velden market

A man was shot outside the market in Velden on Friday.
Fish seller Ana Roe said the officers fired first and gave no warning.
Velden police denied that officers fired first, saying the man had drawn a gun.
Roe said the market would open again on Monday.
"""
STRIKE = """Bus drivers walk out in Orrin

Bus drivers in Orrin walked out on Tuesday over pay.
The union said 900 drivers had joined the strike.
But Orrin Transit said only 400 drivers had joined the strike.
The company said it had offered a rise of 4 percent.
The union said it would meet the company on Thursday.
"""
TALKS = """Talks end in Lask

The two sides gave conflicting accounts of the meeting in Lask.
The Foreign Ministry said "all prisoners" would be freed, the Rebel Council declared that the \
deal was limited more narrowly to "wounded prisoners".
"""
DAM = """Dam holds after storm

Mayor Bo Lind said the dam was safe and had been inspected in May.
Engineer Mary Holt said the dam was not safe.
Holt said the gates were rusty.
"""
CLAIM = """Coach accused

Former player Jan Orlo said the coach, Peter Vane, had hit him during training.
Vane denied the allegation.
The club said Vane would coach on Saturday.
"""
CORRECTED = """Fire in Marl

Fire chief Ida Crane said eight people were killed in the fire.
On Sunday Crane said nine people were killed in the fire.
"""
HARMONY = """Museum opens in Tarn

Director Lena Holm said the museum had cost 30 million and would open in June.
Mayor Otto Brand said the museum would draw 200,000 visitors a year.
But Brand said more trains were needed.
Holm said 40 people would work at the museum, and Brand said the city would pay them.
Brand said he rejected the plan for a car park.
"""

LIGHT = """Crash at Brandel

Two people gave different accounts of the crash.
Truck driver Paul Heim said the light was green when he entered the crossing.
Cyclist Nora Falk said the light was red when he entered the crossing.
Falk said she would sue.
"""
MERGER = """Merger of Tolva and Kestrin

Tolva chief executive Sven Ager said the two companies had reached an agreement to merge.
Kestrin spokeswoman Ida Blom called the report false and said no agreement had been reached.
Blom said Kestrin earned 40 million in 2023.
"""
MARCH = """March in Orlen

Organisers said 50,000 people marched through Orlen on Saturday.
Police put the number of marchers at 12,000.
Police said three people were arrested.
Organisers said the march was peaceful.
"""
VACCINE = """Vaccine trial

Lead researcher Hanna Voss said the vaccine had caused no deaths.
Campaigner Otto Lenz claimed that the vaccine had caused four deaths.
Voss said the trial ran for two years.
"""
CEASEFIRE = """Ceasefire in Marn

Rebel commander Tarek Doun said government troops broke the ceasefire at dawn.
Defence Minister Ivo Sand rejected the accusation and said rebels had opened fire.
Sand said the talks would go on in Geneva.
"""
BUDGET = """Budget

Finance Minister Clara Wein said taxes would not rise next year.
Opposition leader Max Dorn said taxes would rise next year.
Dorn said he would vote on Friday.
Wein said the budget was 30 billion.
"""
BRIDGE = """Bridge

Engineers say the bridge will open in May.
The mayor, Lars Holt, said the bridge would open in September.
"""
TRANSFER = """Sale

The club said the player would stay.
However, agent Rico Sander said the player would leave in January.
The club said ticket prices would rise.
Sander said the player was happy in the city.
"""
DOPING = """Doping

Runner Mia Kolb denied that she had taken any banned drug.
The federation said Kolb had taken a banned drug in March, and banned her for two years.
Kolb said she would appeal.
"""


def read(*texts, **known):
    articles = {}
    sentences = []
    for place, text in enumerate(texts):
        given = {name: values[place] for name, values in known.items()}
        article = make_article(text, **given)
        articles[article.id] = article
        story = read_sentences(article)
        sentences += [item for item in story if item.kind is SentenceKind.STORY]
    return articles, sentences


def find(question, *texts, **known):
    """Return what is found when the sentences rank by the words they share with a question."""
    articles, sentences = read(*texts, **known)
    asked = concepts(question)
    ranked = sorted(sentences, key=lambda item: -len(asked & concepts(item.text)))
    return compare_sentences(read_question(question), ranked, articles)


@pytest.mark.parametrize(
    ("text", "question", "difference", "who"),
    [
        (SHOOTING, "Did the officers fire first?", Difference.DENIAL, ["Ana Roe", "police"]),
        (SHOOTING, "Who fired first?", Difference.DENIAL, ["Ana Roe", "police"]),
        (STRIKE, "How many drivers joined the strike?", Difference.NUMBER, ["union", "Transit"]),
        (TALKS, "Which prisoners would be freed?", Difference.CONTRAST, ["Ministry", "Council"]),
        (DAM, "Is the dam safe?", Difference.NEGATION, ["Bo Lind", "Mary Holt"]),
        (CLAIM, "Did the coach hit Orlo?", Difference.DENIAL, ["Jan Orlo", "Peter Vane"]),
        (LIGHT, "Was the light green?", Difference.CONTRAST, ["Paul Heim", "Nora Falk"]),
        (MERGER, "Have the companies agreed to merge?", Difference.DENIAL, ["Ager", "Blom"]),
        (MARCH, "How many people marched?", Difference.NUMBER, ["Organisers", "Police"]),
        (VACCINE, "Did the vaccine cause deaths?", Difference.NEGATION, ["Voss", "Lenz"]),
        (CEASEFIRE, "Who broke the ceasefire?", Difference.DENIAL, ["Doun", "Sand"]),
        (BUDGET, "What will happen to taxes?", Difference.NEGATION, ["Wein", "Dorn"]),
        (BRIDGE, "When will the bridge open?", Difference.DATE, ["ngineers", "Holt"]),
        (TRANSFER, "Will the player leave?", Difference.CONTRAST, ["club", "Sander"]),
        (DOPING, "Did Kolb take a banned drug?", Difference.DENIAL, ["Kolb", "federation"]),
    ],
    ids=lambda value: value if isinstance(value, str) and "\n" not in value else "",
)
def test_accounts_that_differ(text, question, difference, who):
    found = find(question, text)
    assert found is not None
    assert found.difference is difference
    assert not found.superseded
    for side, name in zip(found.sides, who, strict=True):
        assert name in side.who
        assert side.words in side.sentence.text
    line = tell(found)
    assert line.startswith("Accounts differ: ")
    assert len(line) < 600
    assert all(name in advise(found) for name in who)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (SHOOTING, "When will the market open again?"),
        (SHOOTING, "What did the police say?"),
        (SHOOTING, "What did Ana Roe say about the officers?"),
        (STRIKE, "What rise did the company offer?"),
        (STRIKE, "When will the union meet the company?"),
        (DAM, "When was the dam inspected?"),
        (CORRECTED, "How many people were killed in the fire?"),
        (LIGHT, "Will Falk sue?"),
        (MERGER, "How much did Kestrin earn?"),
        (MARCH, "How many people were arrested?"),
        (MARCH, "Was the march peaceful?"),
        (VACCINE, "How long did the trial run?"),
        (CEASEFIRE, "Where will the talks go on?"),
        (BUDGET, "When will Dorn vote?"),
        (TRANSFER, "Will ticket prices rise?"),
        (DOPING, "How long was she banned?"),
        (DOPING, "Will Kolb appeal?"),
        *[
            (HARMONY, question)
            for question in (
                "How much did the museum cost?",
                "When will the museum open?",
                "How many visitors will the museum draw?",
                "How many people will work at the museum?",
                "Who will pay the people who work at the museum?",
                "Will there be a car park?",
                "What did Brand say about the museum?",
            )
        ],
    ],
)
def test_accounts_that_do_not(text, question):
    assert find(question, text) is None


TOLL_EARLY = "A ferry sank off Orrin in Lake Marl. At least 12 people died when the ferry sank."
TOLL_LATE = (
    "The ferry that sank in Lake Marl near Orrin was old. "
    "The sinking of the ferry killed 19 people."
)


def test_a_later_article_gives_another_figure():
    found = find(
        "How many people died when the ferry sank?",
        TOLL_EARLY,
        TOLL_LATE,
        outlet=["Orrin Post", "Velden Times"],
        published=["2024-03-12", "2024-03-14"],
    )
    assert found is not None
    assert found.superseded
    assert tell(found) == (
        "The accounts changed: Orrin Post, 2024-03-12: At least 12 people died when the ferry "
        "sank; Velden Times, 2024-03-14: The sinking of the ferry killed 19 people."
    )


def test_two_outlets_of_one_day_differ():
    found = find(
        "How many people died when the ferry sank?",
        TOLL_EARLY.replace("At least 12", "Exactly 12"),
        TOLL_LATE,
        outlet=["Orrin Post", "Velden Times"],
        published=["2024-03-12", "2024-03-12"],
    )
    assert found is not None
    assert not found.superseded
    assert "Orrin Post" in tell(found)


def test_two_stories_are_not_compared():
    flood = "A flood hit Velden in the north of Tarnia. Exactly 40 people died in Velden."
    assert find("How many people died?", TOLL_LATE, flood) is None


def test_nothing_to_compare():
    assert compare_sentences(read_question("Who won?"), [], {}) is None


WORDS = st.sampled_from(
    "Police Roe said denied that not no 12 twenty people died killed but however , . the claim "
    "Monday May put number at different accounts while Velden “ ” open".split()
)


@given(st.lists(WORDS, max_size=60), st.lists(WORDS, max_size=8))
def test_any_words_can_be_compared(words, asked):
    found = find(" ".join(["Did", *asked]), " ".join(["Word", *words]), " ".join(["Roe", *words]))
    if found is not None:
        assert all(side.words in side.sentence.text for side in found.sides)
        assert len(tell(found)) < 600
