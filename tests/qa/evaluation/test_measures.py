"""Measures of one outcome against values worked out by hand. The articles are invented."""

import re
from pathlib import Path

import pytest
from made_outcomes import ARTICLES, answer, cite, outcome, place, quote, state

from qa.evaluation.matching import measure_shared_words
from qa.evaluation.measures import (
    FIGURES,
    MEASURES,
    find_rank,
    is_shown_as_supported,
    measure,
)
from qa.evaluation.outcomes import Judged

DOCS = (Path(__file__).parents[3] / "docs" / "measures.md").read_text("utf-8")


def take(made, *names):
    values = measure(made, ARTICLES)
    return tuple(values.get(name) for name in names)


@pytest.mark.parametrize(
    ("evidence", "cited", "hit", "first", "precision", "recall", "f1"),
    [
        pytest.param([(2,)], [2], 1, 1, 1, 1, 1, id="right"),
        pytest.param([(2,)], [1], 0, 0, 0, 0, 0, id="wrong"),
        pytest.param([(2,)], [1, 2], 1, 0, 1 / 2, 1, 2 / 3, id="second"),
        pytest.param([(1, 3)], [3], 1, 1, 1, 1, 1, id="one-of-two-places"),
        pytest.param([(1,), (2,)], [2], 0, 1, 1, 1 / 2, 2 / 3, id="one-group-of-two"),
        pytest.param([(1,), (2,)], [3, 2, 1], 1, 0, 2 / 3, 1, 4 / 5, id="both-and-another"),
    ],
)
def test_citations_against_gold(evidence, cited, hit, first, precision, recall, f1):
    groups = tuple(tuple(map(place, group)) for group in evidence)
    found = take(
        outcome(quote(*cited), evidence=groups),
        *("evidence_hit", "first_hit", "gold_precision", "gold_recall", "gold_f1"),
    )
    assert found == pytest.approx((hit, first, precision, recall, f1))


def test_the_same_offsets_in_another_article_are_no_hit():
    made = outcome(quote(1, article="b"), scope=("a", "b"), evidence=((place(1),),))
    assert take(made, "evidence_hit", "gold_precision") == (0, 0)


@pytest.mark.parametrize("end", [5, 3], ids=["empty", "turned"])
def test_a_span_without_a_character_hits_nothing(end):
    told = answer(state("S.", 1), citations=[cite(1, 1, start=5, end=end)])
    made = outcome(told, evidence=((place(1),),))
    assert take(made, "evidence_hit", "first_hit", "gold_f1") == (0, 0, 0)


@pytest.mark.parametrize("answered", [None, answer()], ids=["failed", "refused"])
def test_what_is_not_answered_is_not_right(answered):
    made = outcome(answered, evidence=((place(1),),), answers=("ship",))
    names = ("evidence_hit", "first_hit", "gold_f1", "answer_match", "token_f1", "coverage")
    assert take(made, *names) == (0,) * 6
    assert take(made, "citations", "citation_recall", "pointer_validity") == (None,) * 3
    refused = float(answered is not None)
    assert take(made, "false_refusals", "errors", "wrong_supported") == (refused, 1 - refused, 0)


@pytest.mark.parametrize(
    ("answered", "not_found", "false", "supported"),
    [
        pytest.param(None, 0, 0, 0, id="failed"),
        pytest.param(answer(), 1, 0, 0, id="refused"),
        pytest.param(quote(1), 0, 1, 1, id="answered"),
        pytest.param(answer(state("No.", label="partly")), 0, 1, 0, id="answered-with-doubt"),
    ],
)
def test_absent_questions(answered, not_found, false, supported):
    made = outcome(answered, absent=True)
    names = ("absent_not_found", "false_answers", "wrong_supported", "coverage", "evidence_hit")
    assert take(made, *names) == (not_found, false, supported, None, None)


@pytest.mark.parametrize(
    ("answered", "case", "value"),
    [
        pytest.param(quote(1), {"evidence": ((place(2),),)}, 1, id="wrong-sentence"),
        pytest.param(quote(2), {"evidence": ((place(2),),)}, 0, id="right-sentence"),
        pytest.param(quote(1), {"answers": ("two",)}, 1, id="no-accepted-string"),
        pytest.param(quote(1), {"answers": ("one",)}, 0, id="accepted-string"),
        pytest.param(quote(1), {}, None, id="gold-does-not-say"),
    ],
)
def test_wrong_answers_shown_as_supported(answered, case, value):
    assert take(outcome(answered, **case), "wrong_supported") == (value,)


def test_one_doubted_statement_is_a_warning():
    told = answer(state("One."), state("Nine.", label="unsupported"))
    assert take(outcome(told, answers=("two",)), "wrong_supported") == (0,)


@pytest.mark.parametrize(
    ("ranked", "hits", "reciprocal"),
    [
        pytest.param([2], (1, 1, 1, 1, 1), 1, id="first"),
        pytest.param([1, 2], (0, 1, 1, 1, 1), 1 / 2, id="second"),
        pytest.param([1, 1, 1, 2], (0, 0, 1, 1, 1), 1 / 4, id="fourth"),
        pytest.param([1] * 9 + [2], (0, 0, 0, 0, 1), 1 / 10, id="tenth"),
        pytest.param([1] * 10 + [2], (0, 0, 0, 0, 0), 0, id="eleventh"),
        pytest.param([], (0, 0, 0, 0, 0), 0, id="never"),
    ],
)
def test_ranks(ranked, hits, reciprocal):
    made = outcome(quote(1), evidence=((place(2),),), ranked=tuple(map(place, ranked)))
    assert take(made, *(f"hit_at_{n}" for n in (1, 3, 4, 5, 10))) == hits
    assert take(made, "mrr", "article_first") == (reciprocal, None)


@pytest.mark.parametrize("scope", [None, ("a", "b")])
def test_the_right_article_among_several(scope):
    ranked = (place(1, "b"), place(1), place(2))
    made = outcome(quote(1), scope=scope, evidence=((place(2),),), ranked=ranked)
    assert take(made, "article_first", "article_in_five", "hit_at_1", "mrr") == (0, 1, 0, 1 / 3)


@pytest.mark.parametrize("held", [["a"], ["a", "b"]], ids=["one", "two"])
@pytest.mark.parametrize(
    ("scope", "first"),
    [(None, 1), (("a", "b"), 1), (("a",), None), (("a", "a"), None)],
    ids=["all", "several", "one", "one-twice"],
)
def test_what_else_is_in_a_run_decides_nothing(scope, first, held):
    made = outcome(quote(1), scope=scope, evidence=((place(1),),), ranked=(place(1),))
    values = measure(made, {name: ARTICLES[name] for name in held})
    assert (values.get("article_first"), values.get("article_in_five")) == (first, first)


def test_ranks_that_others_show():
    made = outcome(quote(1), evidence=((place(2),), (place(3),)), ranked=(place(1), place(3)))
    assert find_rank(made) == 2
    assert find_rank(outcome(quote(1), ranked=(place(1),))) is None


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (None, False),
        (answer(), False),
        (quote(1, 2), True),
        (answer(state("A."), state("B.", label="partly")), False),
    ],
    ids=["failed", "refused", "supported", "one-doubted"],
)
def test_what_is_shown_as_supported(told, shown):
    assert is_shown_as_supported(told) is shown


@pytest.mark.parametrize(
    ("told", "accepted", "right"),
    [
        ("Two ships left.", ["two SHIPS"], 1),
        ("Two ships left.", ["the two ships"], 1),
        ("Two ships left.", ["wo ships", "left ships"], 0),
        ("It cost 1,200.50 crowns.", ["1200.50"], 1),
        ("It cost 1,200.50 crowns.", ["50"], 0),
        ("“Orrin-based” sailors", ["orrin"], 1),
        ("Two.", ["the"], 0),
    ],
)
def test_an_answer_is_matched_by_whole_words(told, accepted, right):
    assert take(outcome(answer(state(told)), answers=accepted), "answer_match") == (right,)


def test_a_quote_shows_an_answer_and_a_marker_does_not():
    told = answer(state("They did.", 1), citations=[cite(1, 2)])
    assert take(outcome(told, answers=("two ships",)), "answer_match", "token_f1") == (1, 0)
    assert take(outcome(told, answers=("1",)), "answer_match") == (0,)
    # The end of one quote and the start of the next were never shown as one.
    both = answer(state("They did.", 1, 2), citations=[cite(1, 1), cite(2, 2)])
    assert take(outcome(both, answers=("sank two",)), "answer_match") == (0,)


@pytest.mark.parametrize(
    ("told", "accepted", "f1"),
    [
        # Shared: "ship", "sank"; 2 of 3 words told, 2 of 2 accepted.
        pytest.param("The one ship sank.", ["a ship sank"], 2 * (2 / 3) / (2 / 3 + 1), id="part"),
        # "ship" counts as often as it stands in both: once.
        pytest.param("ship ship", ["ship"], 2 * (1 / 2) / (1 / 2 + 1), id="twice"),
        pytest.param("One ship", ["two", "one ship"], 1, id="best-of-several"),
        pytest.param("U.S. ship", ["us"], 2 * (1 / 2) / (1 / 2 + 1), id="punctuation-goes"),
        pytest.param("nothing", ["one ship"], 0, id="none"),
        pytest.param("The!", ["a"], 1, id="both-empty"),
        pytest.param("", ["one"], 0, id="one-empty"),
    ],
)
def test_token_f1(told, accepted, f1):
    assert measure_shared_words(told, accepted) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("judged", "recall", "precision"),
    [
        # Each supports it alone: both count, though one would do.
        pytest.param([(1, (1, 1), (1, 1))], 1, 2 / 2, id="two-redundant"),
        pytest.param([(1, (1, 0), (0, 1))], 1, 1 / 2, id="one-irrelevant"),
        pytest.param([(1, (0, 0), (0, 0))], 1, 2 / 2, id="only-together"),
        pytest.param([(0, (), ())], 0, 0, id="none-cited"),
        pytest.param([(0, (0, 0), (0, 0))], 0, 0 / 2, id="not-supported"),
        pytest.param([(1, (1,), (0,)), (0, (0,), (0,))], 1 / 2, 1 / 2, id="two-statements"),
        pytest.param([(1, (1, 0, 0), (0, 1, 1)), (0, (), ())], 1 / 2, 1 / 3, id="over-cited"),
    ],
)
def test_alce(judged, recall, precision):
    told = [state("Said.", *range(1, len(alone) + 1)) for _, alone, _ in judged]
    verdicts = tuple(
        Judged(together=bool(t), alone=tuple(map(bool, a)), without=tuple(map(bool, w)))
        for t, a, w in judged
    )
    f1 = 2 * recall * precision / (recall + precision) if recall * precision else 0
    found = take(
        outcome(answer(*told), judged=verdicts),
        *("citation_recall", "citation_precision", "citation_f1"),
    )
    assert found == pytest.approx((recall, precision, f1))


def test_what_was_not_judged_has_no_such_figures():
    told = answer(state("Said.", 1), citations=[cite(1, 1)])
    for judged in ((), (Judged(together=True),)):
        assert take(outcome(told, judged=judged), "citation_recall") == (None,)


@pytest.mark.parametrize(
    ("told", "validity"),
    [
        pytest.param(quote(1, 2), 1, id="valid"),
        pytest.param(answer(state("S.", 1, 2), citations=[cite(1, 1)]), 1 / 2, id="no-citation"),
        pytest.param(quote(1, article="b"), 0, id="article-not-asked"),
        pytest.param(
            answer(state("S.", 1), citations=[cite(1, 1, article_id="z")]), 0, id="no-article"
        ),
        pytest.param(answer(state("S.", 1), citations=[cite(1, 1, end=46)]), 0, id="beyond"),
        pytest.param(answer(state("S.", 1), citations=[cite(1, 1, start=-3)]), 0, id="before"),
        pytest.param(answer(state("S.", 1), citations=[cite(1, 1, end=0)]), 0, id="empty"),
        pytest.param(answer(state("S.", 1), citations=[cite(1, 1, sentence=4)]), 0, id="sentence"),
        pytest.param(answer(state("S.", 1), citations=[cite(1, 1), cite(1, 2)]), 0, id="twice"),
        pytest.param(answer(state("S.", 1), citations=[cite(1, 1), cite(2, 2)]), 1, id="unused"),
        pytest.param(answer(state("S [9].", 1), citations=[cite(1, 1)]), 1 / 2, id="marker"),
        pytest.param(answer(state("S [1].", 1), citations=[cite(1, 1)]), 1, id="known-marker"),
        pytest.param(answer(state("Said.")), None, id="no-pointer"),
    ],
)
def test_pointers(told, validity):
    assert take(outcome(told), "pointer_validity") == (validity,)


def test_a_sign_like_a_marker_in_a_quote_is_no_pointer():
    assert take(outcome(quote(1, article="b"), scope=("b",)), "pointer_validity") == (1,)


def test_quotes_are_compared_letter_by_letter():
    citations = [cite(1, 1), cite(2, 2, quote="Two ships left!"), cite(3, 1, article_id="z")]
    made = outcome(answer(state("S.", 1, 2, 3), citations=citations))
    assert take(made, "exact_quotes", "citations") == (1 / 3, 3)
    assert take(made, "citation_chars") == ((14 + 15 + 14) / 3,)


def test_an_answer_that_the_judge_failed_on_is_an_answer():
    made = outcome(quote(1), evidence=((place(1),),), judged=(), error="the judge broke")
    assert take(made, "errors", "evidence_hit", "exact_quotes") == (0, 1, 1)
    names = ("citation_recall", "citation_precision", "citation_f1")
    assert take(made, *names) == (None,) * 3


def test_every_figure_is_documented():
    for name in [*MEASURES, *FIGURES]:
        assert f"`{name}`" in DOCS, name


def test_what_a_failure_looks_like_is_documented():
    cases = ({"evidence": ((place(1),),), "answers": ("one",)}, {"absent": True})
    nothing = {
        name
        for case in cases
        for name, value in measure(outcome(None, scope=None, **case), ARTICLES).items()
        if value == 0
    }
    rows = [line for line in DOCS.splitlines() if line.startswith("| `")]
    for sign, better in (("†", "higher"), ("‡", "lower")):
        marked = {
            name
            for row in rows
            if sign in row.split("|")[1]
            for name in re.findall(r"`(\w+)`", row.split("|")[1])
        }
        assert marked == {name for name in nothing if MEASURES[name].better == better}


def test_every_measure_is_known_and_in_order():
    made = outcome(quote(1), evidence=((place(1),),), answers=("one",), scope=None)
    names = list(measure(made, ARTICLES))
    assert names == [name for name in MEASURES if name in names]
