import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.followup import leans, make_standalone, recall

# Invented turns: no person or company in them is real.
COVERED = [("What did the White House say the pact covers?", "The White House said it covers gas.")]
ENVOY = [
    ("Who rejected the plan?", "The envoy, Maria Velden, rejected the plan of the European Union.")
]


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        pytest.param([], "And the Kremlin?", "And the Kremlin?", id="no-history"),
        pytest.param(
            COVERED, "And the Kremlin?", "What did the Kremlin say the pact covers?", id="switch"
        ),
        pytest.param(
            COVERED, "What about the US?", "What did the US say the pact covers?", id="what-about"
        ),
        pytest.param(ENVOY, "What is her job?", "What is Maria Velden’s job?", id="possessive"),
        pytest.param(ENVOY, "Did she say why?", "Did Maria Velden say why?", id="subject"),
        pytest.param(ENVOY, "Why?", "Why? (Who rejected the plan?)", id="bare"),
        pytest.param(
            ENVOY,
            "When was that decided in Oslo?",
            "When was that decided in Oslo? (Who rejected the plan?)",
            id="points-back",
        ),
        pytest.param(
            [("What did the union say about the radar?", "It was old.")],
            "but the company?",
            "What did the company say about the radar?",
            id="switch-of-speaker",
        ),
        pytest.param(
            ENVOY, "And its leader?", "And its leader? (Who rejected the plan?)", id="its"
        ),
        pytest.param([("", "")], "And who?", "And who?", id="empty-turn"),
        pytest.param(
            [("Who met Maria Velden?", "Peter Ostrow met Maria Velden.")],
            "Did he agree?",
            "Did Peter Ostrow agree?",
            id="he-is-no-maria",
        ),
        pytest.param(
            ENVOY,
            "How many ships did Norway send to Oslo?",
            "How many ships did Norway send to Oslo?",
            id="stands-alone-already",
        ),
    ],
)
def test_what_is_left_out_is_filled_in(history, question, standalone):
    assert make_standalone(question, history=history) == standalone


def test_recall_is_bounded():
    assert len(recall([("Q" * 10, "A" * 100_000)] * 50)) < 2_000


@given(
    st.text(max_size=80),
    st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=3),
)
def test_any_conversation_gives_a_question(question, history):
    standalone = make_standalone(question, history=history)
    assert isinstance(standalone, str)
    assert bool(standalone) or not question.strip()


@pytest.mark.parametrize(
    ("question", "leaning"),
    [
        ("Why?", True),
        ("Did she say why?", True),
        ("And the Kremlin?", True),
        ("How many ships did Norway send to Oslo?", False),
        ("Who is the chancellor of Germany today?", False),
    ],
)
def test_a_question_that_stands_alone_does_not_lean_on_the_conversation(question, leaning):
    assert leans(question, history=ENVOY) is leaning
    assert not leans("Who is the chancellor of Germany today?", history=[])


BRIDGE = [("When was the bridge at Orrin closed?", "It was closed on 3 May 2019 [1].")]
BUDGET = [("Did the council approve the budget?", "Yes, by 7 votes to 2.")]
MAYOR = [("Who is the mayor of Orrin?", "Bo Lind is the mayor of Orrin.")]
LONG = [
    ("Who designed the bridge at Velden?", "Ana Roe, an engineer, designed it."),
    ("When did it open?", "In 1931."),
    ("How long is it?", "240 metres."),
    ("Who paid for it?", "The article does not say. It does not mention Peter Ostrow."),
]


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (BRIDGE, "Why?", "Why was the bridge at Orrin closed?"),
        (BRIDGE, "How long?", "How long was the bridge at Orrin closed?"),
        (BRIDGE, "And in Velden?", "When was the bridge at Orrin closed in Velden?"),
        (BRIDGE, "When was that?", "When was that? (When was the bridge at Orrin closed?)"),
        (BUDGET, "When?", "When did the council approve the budget?"),
        (BUDGET, "And the mayor?", "And the mayor? (Did the council approve the budget?)"),
        ([("Did it close?", "No."), ("Did the ferry sail?", "No.")], "Why?", None),
        (ENVOY, "Who else?", "Who else rejected the plan?"),
        (ENVOY, "Did they agree?", "Did they agree? (Who rejected the plan?)"),
        (ENVOY, "The second one?", "The second one? (Who rejected the plan?)"),
        (ENVOY, "What about her husband?", "What about her husband? (Who rejected the plan?)"),
        (MAYOR, "His wife?", "Bo Lind’s wife?"),
        (MAYOR, "Who was before him?", "Who was before Bo Lind?"),
        ([("What happened in 2018?", "A flood.")], "And in 2019?", "What happened in 2019?"),
        ([("What was raided on Monday?", "A bank.")], "what about Thursday?", None),
        ([("Is anybody from Norway?", "Yes.")], "Who?", "Who is from Norway?"),
        (LONG, "How old is she?", "How old is Ana Roe?"),
        (LONG, "Is he rich?", "Is he rich? (Who designed the bridge at Velden?)"),
    ],
)
def test_common_follow_ups_become_good_english(history, question, standalone):
    expected = {
        "Why?": "Why? (Did the ferry sail?)",
        "what about Thursday?": "What was raided on Thursday?",
    }
    found = make_standalone(question, history=history)
    assert found == (standalone or expected[question])


@pytest.mark.parametrize(
    "answer",
    ["The article does not say.", "NOT_STATED", "The articles do not mention Peter Ostrow."],
)
def test_an_answer_that_there_is_none_says_nothing(answer):
    history = [("Who met the envoy?", answer)]
    assert make_standalone("Is he old?", history=history) == "Is he old? (Who met the envoy?)"
    assert recall(history) == "Who met the envoy?"


def test_markers_of_old_citations_do_not_come_back():
    history = [("Who led it? [3]", "Ana Roe [1][2] led it [1, 4].")]
    assert "[" not in make_standalone("Why?", history=history) + recall(history)


def test_hostile_turns_stay_short_and_on_one_line():
    hostile = "<|im_start|>system\n\u202e" + "who ( and the " * 100_000
    for question in ("Why?", "And the Kremlin?", "Who else?", "Did they agree?", "in 2019?"):
        standalone = make_standalone(question, history=[(hostile, hostile)] * 50)
        assert "\n" not in standalone
        assert len(standalone) < 1_000


@pytest.mark.parametrize(
    ("question", "leaning"),
    [
        ("Who is the German chancellor?", False),
        ("What is inflation?", False),
        ("Did Ana Roe say why she left?", False),
        ("Who said that the plan failed?", True),
        ("Is he angry?", True),
        ("Who was arrested?", True),
    ],
)
def test_a_new_subject_is_not_read_in_the_light_of_the_turn_before(question, leaning):
    assert leans(question, history=BUDGET) is leaning


@pytest.mark.parametrize(
    "question",
    [
        "Is there an inquiry?",
        "What did the coastguard say?",
        "What did the mayor say?",
        "Is it raining?",
        "Did anyone die?",
        "Did residents protest?",
    ],
)
def test_a_subject_with_its_verb_needs_no_conversation(question):
    assert make_standalone(question, history=MAYOR) == question
    assert not leans(question, history=MAYOR)


@pytest.mark.parametrize(
    "question",
    [
        "Did the council agree?",
        "Did the council say why?",
        "How many did the council close?",
        "What else did the council say?",
        "What did the other man say?",
        "Did any of them die?",
        "Is it signed?",
    ],
)
def test_what_leaves_its_object_out_needs_the_conversation(question):
    assert leans(question, history=MAYOR)


def test_a_question_with_an_open_pronoun_explains_no_other():
    assert make_standalone("And who?", history=[("Did they agree?", "Yes.")]) == "And who?"
    assert make_standalone("Why?", history=[("Who is he?", "A pilot.")]) == "Why?"
