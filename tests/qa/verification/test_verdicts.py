"""Verdicts on statements about invented news: no person, place or event here is real."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import assert_quick

from qa.models import Problem, ProblemKind, VerdictLabel
from qa.verification import Premise, verify
from qa.verification.verdicts import find_problems, read_premises, weigh_problems

FERRY = "The ferry Marenka, which was built in 1987, sank near the port of Orrin on Friday night."
RESCUE = "Lifeboats from Velden rescued 30 passengers and all 12 members of the crew."
COUNCIL = "The council of Orrin voted to close the old harbour, and fishermen protested outside."
SAID = Premise(text="The engine room had flooded twice before, she said.", speakers=("Ana Roe",))
SUPPORTED = VerdictLabel.SUPPORTED


@pytest.mark.parametrize(
    ("statement", "premises"),
    [
        (FERRY, [FERRY]),
        (f"  {FERRY} ".replace(" sank", "\n sank"), [RESCUE, FERRY]),
        (f"{FERRY} {RESCUE}", [FERRY, RESCUE]),
        ("Ana Roe: The engine room had flooded twice before, she said.", [SAID]),
        ("The ferry Marenka sank near the port of Orrin on Friday night.", [FERRY]),
        ("The ferry Marenka, which was built in 1987, sank near the port of Orrin.", [FERRY]),
        ("Fishermen protested outside.", [COUNCIL]),
        ("Lifeboats rescued 30 passengers and all 12 members of the crew.", [RESCUE]),
        ("The Marenka sank near Orrin on Friday, and 30 passengers were rescued.", [FERRY, RESCUE]),
        (RESCUE, [f"{FERRY} {RESCUE} {COUNCIL}"]),
    ],
    ids=[
        "the sentence",
        "other white space",
        "two sentences",
        "speaker first",
        "without the relative clause",
        "without the time",
        "one clause",
        "without a phrase",
        "from two sentences",
        "a whole text as premise",
    ],
)
def test_what_the_article_says_is_supported(statement, premises):
    verdict = verify(statement, premises)
    assert verdict.label is SUPPORTED, verdict.problems
    assert verdict.problems == ()
    assert verdict.score >= 0.5


@pytest.mark.parametrize(
    ("statement", "premises", "kind", "words"),
    [
        (RESCUE.replace("30", "300"), [RESCUE], ProblemKind.NUMBER, "300"),
        (FERRY.replace("Friday", "Monday"), [FERRY], ProblemKind.DATE, "Monday"),
        (FERRY.replace("sank", "did not sink"), [FERRY], ProblemKind.NEGATION, "not"),
        (RESCUE.replace("Velden", "Orrin"), [RESCUE, FERRY], ProblemKind.NAME, "Orrin"),
    ],
    ids=["number", "date", "negation", "name"],
)
def test_what_is_changed_is_contradicted(statement, premises, kind, words):
    verdict = verify(statement, premises)
    assert verdict.label is VerdictLabel.CONTRADICTED
    found = [problem for problem in verdict.problems if problem.kind is kind]
    assert any(words in problem.words for problem in found), verdict.problems


@pytest.mark.parametrize("label", ["Supported: ", "(Supported) ", "[True] ", "Proven – "])
@pytest.mark.parametrize("sign", ["", "✓ ", "✅", "• ", "* ", "— "], ids=repr)
def test_a_verdict_in_front_of_a_sentence_is_not_believed(sign, label):
    verdict = verify(f"{sign}{label}{RESCUE}", [RESCUE])
    assert verdict.label is not SUPPORTED
    assert any(label.strip(":–[()] ") in problem.words for problem in verdict.problems)


@pytest.mark.parametrize("told", ["Order only: ", "<!-- Reply only this: ", "Nur dies: "])
def test_a_refusal_in_capitals_is_no_given_name(told):
    verdict = verify(
        "NOT STATED Marlowen paid 3,500 crowns.", [f"{told}Marlowen paid 3,500 crowns."]
    )
    assert verdict.label is not SUPPORTED


@pytest.mark.parametrize("sign", "✓ ✗ ✅ ❌ ➔ ≠ 👍".split())
@pytest.mark.parametrize("form", ["{sign} {text}", "{text} {sign}", "{sign}{text}"])
def test_a_sign_that_the_article_does_not_hold_is_named(form, sign):
    verdict = verify(form.format(sign=sign, text=RESCUE), [RESCUE])
    assert verdict.label is not SUPPORTED
    assert sign in [problem.words for problem in verdict.problems]
    held = f"{RESCUE} {sign}"
    assert verify(form.format(sign=sign, text=RESCUE), [held]).label is SUPPORTED


@pytest.mark.parametrize("bullet", ["• ", "- ", "– ", "* ", "> ", "· "])
def test_a_bullet_says_nothing(bullet):
    assert verify(bullet + RESCUE, [RESCUE]).label is SUPPORTED


@pytest.mark.parametrize("number", "⁹⁸⁷ ⁹ ₉₈₇ ④ ⑨⑧ Ⅻ 九 ٩٨٧ ९ 𝟗𝟖𝟕 １２３ 987 ½ ⅞".split())
@pytest.mark.parametrize("form", ["{text}{number}", "{text} {number}", "{words} {number}."])
def test_a_number_in_any_digits_is_named(form, number):
    text = "The harbour was closed until the oil was gone."
    statement = form.format(text=text, words=text[:-1], number=number)
    verdict = verify(statement, [text])
    assert verdict.label is not SUPPORTED
    assert any(number in problem.words for problem in verdict.problems)


@pytest.mark.parametrize(
    ("statement", "premise"),
    [
        ("The park has 5 km² of CO₂ sensors.", "The park has 5 km² of CO₂ sensors, she found."),
        ("The ④ came on Friday.", "The 4 came on Friday in the rain."),
        ("The ferry sank.⁹", "The ferry sank.⁹ Nobody died."),
    ],
)
def test_signs_that_the_article_holds_are_no_problem(statement, premise):
    found = verify(statement, [premise]).problems
    assert not [problem for problem in found if problem.kind is ProblemKind.NUMBER]


def test_half_a_sentence_joined_to_half_of_another_names_the_foreign_half():
    spliced = "The ferry Marenka, which was built in 1987, grows tomatoes in a heated greenhouse."
    verdict = verify(spliced, [FERRY])
    assert verdict.label in (VerdictLabel.PARTLY, VerdictLabel.UNSUPPORTED)
    stated = [p for p in verdict.problems if p.kind is ProblemKind.NOT_STATED]
    assert stated[0].words == "grows tomatoes in a heated greenhouse"


def test_a_statement_about_something_else_is_unsupported():
    verdict = verify("Tomatoes thrive in heated greenhouses during winter.", [FERRY, RESCUE])
    assert verdict.label is VerdictLabel.UNSUPPORTED
    assert verdict.problems[0].kind is ProblemKind.NOT_STATED


@pytest.mark.parametrize("premises", [[], [""], ["\n \n"]], ids=["none", "empty", "white space"])
def test_without_premises_it_is_uncited(premises):
    verdict = verify(FERRY, premises)
    assert (verdict.label, verdict.score) == (VerdictLabel.UNSUPPORTED, 0.0)
    assert [problem.kind for problem in verdict.problems] == [ProblemKind.UNCITED]


@pytest.mark.parametrize("statement", ["", "  ", "...", "—", "\u0301"])
def test_a_statement_without_words_is_unsupported(statement):
    verdict = verify(statement, [FERRY])
    assert verdict.label is VerdictLabel.UNSUPPORTED
    assert verdict.score == 0.0


def test_the_same_words_are_not_reported_twice():
    problems = verify("The ferry sank on 3 May 1987 near Orrin.", [FERRY]).problems
    words = [problem.words for problem in problems]
    assert len(words) == len(set(words))
    assert not any(problem.kind is ProblemKind.NUMBER for problem in problems)


def test_problems_stand_in_the_order_of_their_words():
    changed = RESCUE.replace("30", "31").replace("12", "13")
    problems = verify(changed, [RESCUE]).problems
    places = [changed.index(problem.words) for problem in problems]
    assert len(places) >= 2
    assert places == sorted(places)


def test_every_kind_of_problem_takes_off_what_it_weighs():
    weights = {"contradicted": 2.0, "beyond": 1.0, "told": 0.5}
    found = Problem(kind=ProblemKind.NUMBER, words="3", message="no", found="30")
    beyond = Problem(kind=ProblemKind.NAME, words="Roe", message="no")
    told = Problem(kind=ProblemKind.QUOTATION, words="x", message="no")
    scores = [weigh_problems(0.8, kinds, weights) for kinds in ([], [told], [beyond], [found])]
    assert scores[0] == pytest.approx(0.8)
    assert scores == sorted(scores, reverse=True)
    assert weigh_problems(1.0, [found, beyond], weights) < 1.0


def test_a_text_is_cut_into_sentences_that_know_what_stands_before():
    premises = read_premises([f"{FERRY} {RESCUE}", SAID])
    assert [premise.text for premise in premises] == [FERRY, RESCUE, SAID.text]
    assert premises[1].before == FERRY


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_gets_a_verdict_whose_words_it_holds(statement, premises):
    verdict = verify(statement, premises)
    assert 0 <= verdict.score <= 1
    assert (verdict.label is SUPPORTED) == (not verdict.problems)
    assert all(problem.words in statement for problem in verdict.problems)


WORDS = st.sampled_from(
    "ferry sank not 30 Orrin Roe said, Friday the rescued 1987 who, never “late” May U.S.".split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=20).map(" ".join), st.lists(WORDS).map(" ".join))
def test_a_statement_equal_to_a_premise_is_supported(sentence, other):
    verdict = verify(sentence, [Premise(text=other), Premise(text=sentence)])
    assert (verdict.label, verdict.problems) == (SUPPORTED, ())


@pytest.mark.parametrize(
    "statement",
    ["not " * 50_000, "“" * 100_000, "Roe said 3 " * 20_000, "a" * 500_000, "1," * 200_000],
    ids=["negations", "quotation marks", "phrases", "one word", "numbers"],
)
def test_a_hostile_statement_costs_little(statement):
    assert verify(statement, [FERRY, RESCUE]).label is not SUPPORTED
    assert_quick(lambda: verify(statement, [FERRY, RESCUE]), seconds=20)


@pytest.mark.parametrize(
    "premises",
    [["not " * 100_000], [f"Roe rescued {n} of them. " * 20 for n in range(400)], ["“" * 200_000]],
    ids=["one word", "many sentences", "quotation marks"],
)
def test_hostile_premises_cost_little(premises):
    assert_quick(lambda: verify(RESCUE, premises), seconds=20)


def test_threads_may_verify_at_once():
    changed = RESCUE.replace("30", "300")
    with ThreadPoolExecutor(4) as threads:
        verdicts = list(threads.map(lambda _: verify(changed, [RESCUE]), range(8)))
    assert all(verdict == verdicts[0] for verdict in verdicts)


def test_checks_find_nothing_wrong_with_the_article_itself():
    premises = read_premises([FERRY, RESCUE, COUNCIL])
    assert all(find_problems(premise.text, premises) == [] for premise in premises)
