"""Figures over many outcomes, against values worked out by hand. The articles are invented."""

from math import nan

import numpy as np
import pytest
from made_outcomes import ARTICLES, answer, outcome, place, quote, state

from qa.evaluation.figures import make_figures, make_sections
from qa.evaluation.measures import FIGURES, MEASURES
from qa.evaluation.runs import Point
from qa.models import Usage

GOLD = {"evidence": ((place(1),),)}


def take(outcomes, **changes):
    (section,) = make_sections(iter(outcomes), ARTICLES, **changes)
    return section


def test_a_figure_is_the_mean_of_those_it_is_defined_for():
    section = take(
        [
            outcome(quote(1), case="hit", **GOLD),
            outcome(quote(2), case="miss", **GOLD),
            outcome(answer(), case="refused", **GOLD),
            outcome(None, case="failed", **GOLD),
            outcome(answer(), case="absent", absent=True),
        ]
    )
    shown = {name: (figure.value, figure.count) for name, figure in section.figures.items()}
    assert shown["evidence_hit"] == (1 / 4, 4)
    assert shown["coverage"] == (2 / 4, 4)
    assert shown["false_refusals"] == (1 / 4, 4)
    assert shown["absent_not_found"] == (1, 1)
    assert shown["exact_quotes"] == (1, 2)
    assert shown["errors"] == (1 / 5, 5)
    assert shown["wrong_supported"] == (1 / 5, 5)
    assert "answer_match" not in shown
    assert list(shown) == [name for name in [*MEASURES, *FIGURES] if name in shown]


def test_an_interval_needs_two():
    section = take([outcome(quote(1), case=str(n), **GOLD) for n in range(2)])
    ends = section.figures["evidence_hit"].low, section.figures["evidence_hit"].high
    assert ends == (pytest.approx(0.025**0.5), 1)  # Clopper and Pearson: the 2.5 % of two hits.
    assert take([outcome(quote(1), **GOLD)]).figures["evidence_hit"].low is None
    both = [outcome(quote(1), case="1", **GOLD), outcome(answer(), case="2", absent=True)]
    assert take(both).figures["absent_not_found"].low is None


def test_only_articles_with_the_measure_are_counted():
    # One article is answerable, twenty others are not: of one article, questions are drawn.
    asked = [outcome(quote(1 + n % 2), case=f"a{n}", **GOLD) for n in range(20)]
    others = [
        outcome(answer(), case=f"b{n}", scope=(f"other {n}",), absent=True) for n in range(20)
    ]
    alone, among = take(asked).figures, take(asked + others).figures
    for name in ("evidence_hit", "first_hit", "exact_quotes", "coverage"):
        assert among[name] == alone[name], name
    found = among["evidence_hit"]
    assert found.low < 0.35 < found.value == 0.5 < 0.65 < found.high
    assert among["absent_not_found"].low == pytest.approx(0.025 ** (1 / 20))


def test_the_order_of_figures_is_that_of_the_measures():
    names = ["late", "first", "never", "other"]
    values = np.array([[1, nan, nan, 1], [0, 1, nan, nan], [1, 0, nan, 0]])
    assert list(make_figures(values, names, [1, 2, 3], seed=0)) == ["late", "first", "other"]


def test_what_is_alike_everywhere_is_not_certain():
    made = [outcome(quote(1), case=str(n), **GOLD) for n in range(12)]
    figures = take(made).figures
    for name in ("citations", "citation_chars"):  # No shares: there is no exact interval.
        assert (figures[name].low, figures[name].high) == (None, None), name
    for name in ("evidence_hit", "gold_f1", "exact_quotes"):
        assert (figures[name].low, figures[name].high) == (pytest.approx(0.025 ** (1 / 12)), 1)
    errors = figures["errors"]
    assert (errors.value, errors.low) == (0, 0)
    assert errors.high == pytest.approx(1 - 0.025 ** (1 / 12))


def test_scores_that_tell_all_apart_have_no_interval():
    made = [outcome(quote(1, score=0.9), case=f"a{n}", **GOLD) for n in range(4)]
    made += [outcome(answer(score=0.1), case=f"b{n}", absent=True) for n in range(4)]
    area = take(made).figures["auroc"]
    assert (area.value, area.low, area.high, area.count) == (1, None, None, 8)
    made += [outcome(quote(1, score=0.95), case="c", absent=True)]
    area = take(made).figures["auroc"]
    assert area.low < area.value < 1
    assert area.high == 1


def test_a_system_without_a_ranking_is_not_one_that_ranks_badly():
    assert "mrr" not in take([outcome(quote(1), **GOLD)]).figures
    ranked = [
        outcome(quote(1), case="one", ranked=(place(1),), **GOLD),
        outcome(None, case="failed", **GOLD),
    ]
    assert take(ranked).figures["mrr"].value == 1 / 2


def test_sections_by_dataset_system_and_part():
    outcomes = [
        outcome(quote(1), case="1", unseen=True, **GOLD),
        outcome(quote(2), case="2", unseen=False, **GOLD),
        outcome(quote(2), system="bm25", **GOLD),
        outcome(quote(2), dataset="other", **GOLD),
    ]
    sections = make_sections(iter(outcomes), ARTICLES)
    assert [(one.dataset, one.system, one.part) for one in sections] == [
        ("made", "quotes", "all"),
        ("made", "quotes", "unseen"),
        ("made", "bm25", "all"),
        ("other", "quotes", "all"),
    ]
    assert [one.figures["evidence_hit"].value for one in sections] == [1 / 2, 1, 0, 0]
    assert make_sections([], ARTICLES) == []


def test_types_are_scored_by_themselves():
    section = take(
        [
            outcome(quote(1), case="1", type="who", **GOLD),
            outcome(quote(2), case="2", type="when", **GOLD),
            outcome(quote(1), case="3", type="when", **GOLD),
        ]
    )
    hits = {name: figures["evidence_hit"].value for name, figures in section.by_type.items()}
    assert list(hits.items()) == [("when", 1 / 2), ("who", 1)]


def test_the_commonest_types_are_shown():
    outcomes = [outcome(quote(1), case=str(n), type=f"t{n}", **GOLD) for n in range(60)]
    outcomes += [outcome(quote(1), case="last", type="t59", **GOLD)]
    shown = take(outcomes).by_type
    assert len(shown) == 50
    assert shown["t59"]["coverage"].count == 2


def test_auroc_is_of_answerable_questions_against_absent_ones():
    section = take(
        [
            outcome(quote(1, score=0.7), case="1", **GOLD),
            outcome(answer(score=0.5), case="2", **GOLD),
            outcome(quote(1, score=0.5), case="3", absent=True),
            outcome(answer(score=0.2), case="4", absent=True),
            outcome(None, case="5", **GOLD),
        ]
    )
    # Of the four pairs 0.7 wins both, 0.5 wins one and ties in the other.
    assert section.figures["auroc"].value == 3.5 / 4
    assert section.figures["auroc"].count == 4


def test_the_curve():
    section = take(
        [
            outcome(quote(1, score=0.9), case="right", **GOLD),
            outcome(quote(2, score=0.6), case="wrong", **GOLD),
            outcome(answer(score=0.1), case="refused", **GOLD),
            outcome(None, case="failed", **GOLD),
            outcome(quote(1, score=0.6), case="false", absent=True),
            outcome(answer(score=0.3), case="absent", absent=True),
        ]
    )
    assert section.curve == (
        Point(floor=0.6, coverage=2 / 4, false_answers=1 / 2, risk=pytest.approx(2 / 3)),
        Point(floor=0.9, coverage=1 / 4, false_answers=0, risk=0),
    )
    assert section.curve[0].coverage == section.figures["coverage"].value
    assert section.curve[0].false_answers == section.figures["false_answers"].value


def test_there_is_no_curve_without_an_answer_that_gold_judges():
    assert take([outcome(answer(), **GOLD)]).curve == ()
    assert take([outcome(quote(1))]).curve == ()


def test_answers_that_gold_does_not_judge_are_covered_but_no_risk():
    section = take(
        [
            outcome(quote(1, score=0.2), case="unknown"),
            outcome(quote(1, score=0.5), case="right", **GOLD),
            outcome(quote(1, score=0.8), case="unknown-too"),
        ]
    )
    assert section.curve == (
        Point(floor=0.2, coverage=1, false_answers=0, risk=0),
        Point(floor=0.5, coverage=pytest.approx(2 / 3), false_answers=0, risk=0),
    )


def test_a_curve_has_at_most_fifty_points_from_end_to_end():
    outcomes = [outcome(quote(1, score=n / 200), case=str(n), **GOLD) for n in range(200)]
    curve = take(outcomes).curve
    assert len(curve) == 50
    assert (curve[0].floor, curve[-1].floor) == (0, 199 / 200)


def test_verdicts_latency_and_usage():
    usage = Usage(model="m", prompt_tokens=100, completion_tokens=10, cost=0.5)
    told = answer(state("A."), state("B.", label="partly"), usage=usage, timings={"write_ms": 10})
    other = answer(state("C."), usage=usage, timings={"write_ms": 30, "verify_ms": 1})
    section = take(
        [
            outcome(told, case="1", seconds=1),
            outcome(other, case="2", seconds=3),
            outcome(None, case="3", seconds=100),
        ]
    )
    assert section.verdicts == {"supported": 2, "partly": 1}
    assert section.latency == {
        "write": {"p50": 20, "p95": pytest.approx(29)},
        "verify": {"p50": 1, "p95": 1},
        "all": {"p50": 2000, "p95": pytest.approx(2900)},
    }
    assert section.usage == {"prompt_tokens": 200, "completion_tokens": 20, "cost": 1.0}


def test_questions_of_one_article_are_drawn_together():
    def ask(articles):
        return [
            outcome(quote(1 + n % 2), case=f"{n}-{m}", scope=(f"{n % articles}",), **GOLD)
            for n in range(24)
            for m in range(10)
        ]

    wide = take(ask(24)).figures["evidence_hit"]
    narrow = take(ask(2)).figures["evidence_hit"]  # Too few: questions are drawn.
    assert wide.value == narrow.value == 1 / 2
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)
