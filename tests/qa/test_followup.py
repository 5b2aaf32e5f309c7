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
