"""Intervals and p-values against closed forms and exact enumeration."""

import itertools
import math
import tracemalloc
from statistics import NormalDist

import numpy as np
import pytest

from qa.evaluation.curves import make_area
from qa.evaluation.resampling import (
    find_blocks,
    find_intervals,
    find_p_values,
    find_units,
    make_mean,
    widen,
)


def column(*values):
    return np.array(values, dtype=float)[:, None]


def find_area(scores, positive):
    """Return the area under the curve of all questions, each taken once."""
    positive = np.array(positive, dtype=bool)
    area = make_area(np.array(scores, dtype=float), positive, np.arange(len(scores)))
    return float(area(np.ones((1, len(scores))))[0, 0])


@pytest.mark.parametrize(("count", "hits"), [(400, 100), (900, 810), (250, 125)])
def test_the_interval_of_a_share_is_that_of_the_normal_approximation(count, hits):
    units = np.arange(count)
    values = column(*[1] * hits, *[0] * (count - hits))
    ((low, high),) = find_intervals(make_mean(values, units), units, resamples=20_000)
    share = hits / count
    half = NormalDist().inv_cdf(0.975) * math.sqrt(share * (1 - share) / count)
    assert (low, high) == pytest.approx((share - half, share + half), abs=0.15 * half)


def test_a_resample_of_two_can_be_counted():
    # Of two values drawn twice: both the lower, both the higher (1/4 each), or one of each.
    units = np.arange(2)
    (interval,) = find_intervals(make_mean(column(0, 1), units), units)
    assert interval == (0, 1)


def test_articles_are_drawn_whole():
    # All questions of an article have the same value, so its 50 questions are worth one.
    clusters = np.repeat(np.arange(40), 50)
    values = column(*(clusters % 4 == 0))
    units = find_units(clusters.tolist())
    ((low, high),) = find_intervals(make_mean(values, units), units, resamples=20_000)
    half = NormalDist().inv_cdf(0.975) * math.sqrt(0.25 * 0.75 / 40)
    assert (low, high) == pytest.approx((0.25 - half, 0.25 + half), abs=0.15 * half)
    ((one, other),) = find_intervals(make_mean(values, np.arange(2000)), np.arange(2000))
    assert other - one < (high - low) / 4


def test_articles_of_unequal_size_weigh_by_their_questions():
    clusters = [0] * 90 + list(range(1, 11))
    units = find_units(clusters)
    mean = make_mean(column(*[1] * 90, *[0] * 10), units)
    once = np.ones((1, 11))
    assert mean(once) == pytest.approx(0.9)
    without_the_large = once.copy()
    without_the_large[0, 0] = 0
    assert mean(without_the_large) == pytest.approx(0)


def test_fewer_than_ten_articles_are_too_few():
    assert find_units([n // 9 for n in range(81)]).tolist() == list(range(81))
    assert find_units([n // 9 for n in range(90)]).max() == 9


def test_where_a_measure_is_undefined_it_does_not_count():
    units = np.arange(4)
    values = np.array([[1, math.nan], [1, math.nan], [math.nan, math.nan], [0, math.nan]])
    mean = make_mean(values, units)
    assert mean(np.ones((1, 4)))[0, 0] == pytest.approx(2 / 3)
    assert math.isnan(mean(np.ones((1, 4)))[0, 1])
    first, second = find_intervals(mean, units)
    assert first == (0, 1)
    assert second is None


def test_a_table_is_cut_where_numbers_are_missing():
    gap = math.nan
    table = np.array([[1, gap, 2, gap, 3], [4, 5, 6, gap, gap], [7, 8, 9, gap, gap]])
    first, second, third = find_blocks(table)
    assert (first.rows, first.columns) == ([0, 1, 2], [0, 2])
    assert first.values.tolist() == [[1, 2], [4, 6], [7, 9]]
    assert (second.rows, second.columns, second.values.tolist()) == ([1, 2], [1], [[5], [8]])
    assert (third.rows, third.columns, third.values.tolist()) == ([0], [4], [[3]])
    assert find_blocks(np.empty((0, 3))) == []


@pytest.mark.parametrize("units", [2, 10, 61])
def test_the_interval_of_a_share_without_a_miss_is_exact(units):
    # Were the true share at the end, no miss would come about with a probability of 2.5 %.
    low, high = widen(1, units)
    assert (low**units, high) == (pytest.approx(0.025), 1)
    assert widen(0, units) == pytest.approx((0, 1 - low))


@pytest.mark.parametrize("count", [0, 1])
def test_one_question_has_no_interval(count):
    units = np.arange(count)
    values = np.ones((count, 2))
    assert find_intervals(make_mean(values, units), units) == [None, None]


def test_the_same_seed_gives_the_same_and_another_another():
    dice = np.random.default_rng(5)
    units = np.arange(100)
    values = dice.random((100, 3))
    mean = make_mean(values, units)
    assert find_intervals(mean, units, seed=1) == find_intervals(mean, units, seed=1)
    assert find_intervals(mean, units, seed=1) != find_intervals(mean, units, seed=2)
    assert find_p_values(values, units, seed=1) == find_p_values(values, units, seed=1)


def enumerate_signs(sums):
    """Return the exact p-value: every way to give signs is tried."""
    seen = abs(sum(sums))
    ways = itertools.product((1, -1), repeat=len(sums))
    far = [
        abs(sum(s * v for s, v in zip(signs, sums, strict=True))) >= seen - 1e-12 for signs in ways
    ]
    return sum(far) / len(far)


@pytest.mark.parametrize(
    "differences",
    [
        (1, 1, 1, 1, 1),
        (1, -1, 1, 1, 0, 0, 1),
        (0.5, -0.2, 0.1, 0.3, -0.05, 0.7),
        (0, 0, 0),
        (0.1, 0.2, -0.3),
    ],
)
def test_few_differences_are_tested_exactly(differences):
    (chance,) = find_p_values(column(*differences), np.arange(len(differences)))
    assert chance == pytest.approx(enumerate_signs(differences))


def test_many_differences_are_tested_by_drawing():
    differences = [0.3, -0.1, 0.2, 0.5, -0.4, 0.6, 0.1, 0.25, -0.3, 0.15, 0.35, -0.2, 0.45, 0.05]
    (chance,) = find_p_values(column(*differences), np.arange(14))
    exact = enumerate_signs(differences)
    assert chance == pytest.approx(exact, abs=4 * math.sqrt(exact / 10_000))


def test_the_sign_of_an_article_is_one():
    # Ten articles with three questions each, all better: as sure as ten questions are.
    units = find_units(np.repeat(np.arange(10), 3).tolist())
    assert find_p_values(column(*[1] * 30), units) == [2 / 2**10]


def test_a_p_value_is_never_zero():
    units = np.arange(200)
    assert find_p_values(np.ones((200, 1)), units) == [1 / 10_001]


def test_no_difference_is_no_finding():
    differences = np.array([[0.0, math.nan]] * 20)
    assert find_p_values(differences, np.arange(20)) == [1, 1]


def test_ties_count_one_half():
    assert find_area([1, 1, 0, 0], [True, False, True, False]) == 0.5
    assert find_area([3, 2, 1], [True, False, False]) == 1.0
    assert find_area([1, 2, 3], [True, False, False]) == 0.0
    # 0.7 beats 0.2 and 0.5; 0.5 beats 0.2 and ties with 0.5: (2 + 1 + 1/2) of 4 pairs.
    assert find_area([0.7, 0.5, 0.5, 0.2], [True, True, False, False]) == 3.5 / 4
    assert math.isnan(find_area([1, 2], [True, True]))
    assert math.isnan(find_area([], []))


def test_the_area_of_a_resample_is_that_of_its_questions_repeated():
    scores, positive = [0.3, 0.8, 0.3, 0.1], [True, True, False, False]
    area = make_area(np.array(scores), np.array(positive), np.arange(4))
    drawn = [2, 0, 1, 1]
    repeated = [n for n, times in enumerate(drawn) for _ in range(times)]
    expected = find_area([scores[n] for n in repeated], [positive[n] for n in repeated])
    assert area(np.array([drawn], dtype=float))[0, 0] == expected == 0.75


def test_the_interval_of_an_area_is_near_that_of_hanley_and_mcneil():
    dice = np.random.default_rng(0)
    positive = np.arange(400) < 200
    scores = dice.normal(size=400) + 1.0 * positive
    units = np.arange(400)
    area = make_area(scores, positive, units)
    ((low, high),) = find_intervals(area, units)
    value = area(np.ones((1, 400)))[0, 0]
    one, two = value / (2 - value), 2 * value**2 / (1 + value)
    variance = value * (1 - value) + 199 * (one - value**2) + 199 * (two - value**2)
    half = 1.96 * math.sqrt(variance / 200**2)
    assert (low, high) == pytest.approx((value - half, value + half), abs=0.3 * half)


def test_many_questions_take_little_memory():
    dice = np.random.default_rng(0)
    units = np.arange(6_000)
    values = dice.random((6_000, 25))
    tracemalloc.start()
    find_intervals(make_mean(values, units), units)
    find_intervals(make_area(values[:, 0], values[:, 1] > 0.5, units), units)
    find_p_values(values - 0.5, units)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100_000_000
