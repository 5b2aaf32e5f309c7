"""Two systems on the same cases, against values worked out by hand. The articles are invented."""

import pytest
from made_outcomes import ARTICLES, answer, outcome, place, quote

from qa.evaluation.comparison import compare
from qa.evaluation.runs import Run

GOLD = {"evidence": ((place(1),),)}
RIGHT, WRONG = quote(1), quote(2)


def run(answers, *, system="quotes", **changes):
    made = [
        outcome(told, case=str(n), system=system, **(GOLD | changes))
        for n, told in enumerate(answers)
    ]
    return Run(about={}, articles=ARTICLES, outcomes=tuple(made))


def join(*runs):
    made = tuple(one for each in runs for one in each.outcomes)
    return Run(about={}, articles=ARTICLES, outcomes=made)


def find(comparisons, measure="evidence_hit"):
    (found,) = (one for one in comparisons if one.measure == measure)
    return found


def test_a_difference_its_interval_and_its_chance():
    found = find(compare(run([WRONG] * 4 + [RIGHT] * 4), run([RIGHT] * 8)))
    assert (found.first_value, found.second_value, found.difference) == (0.5, 1, 0.5)
    # Four cases differ, all one way: 2 of 2 ** 4 ways to give signs are as far.
    assert found.p_value == 2 / 16
    assert 0 < found.low < 0.5 < found.high <= 1
    assert (found.count, found.left_out) == (8, 0)
    assert (found.dataset, found.first, found.second) == ("made", "quotes", "quotes")


def test_a_run_is_like_itself():
    same = find(compare(run([RIGHT, WRONG]), run([RIGHT, WRONG])))
    assert (same.difference, same.low, same.high, same.p_value) == (0, 0, 0, 1)


def test_only_cases_that_both_have_are_counted():
    found = find(compare(run([RIGHT, RIGHT, WRONG]), run([RIGHT, WRONG])))
    assert (found.first_value, found.second_value) == (1, 0.5)
    assert (found.count, found.left_out) == (2, 1)


def test_a_case_that_was_changed_is_another_case():
    changed = run([RIGHT] * 3, question="Another?")
    assert compare(run([RIGHT] * 3), changed) == []
    mixed = join(run([RIGHT] * 2), Run(about={}, articles=ARTICLES, outcomes=changed.outcomes[2:]))
    assert find(compare(run([RIGHT] * 3), mixed)).left_out == 1


def test_a_measure_counts_where_both_have_it():
    comparisons = compare(run([RIGHT, RIGHT, answer()]), run([RIGHT, RIGHT, RIGHT]))
    assert find(comparisons, "exact_quotes").count == 2
    assert find(comparisons, "coverage").count == 3
    assert all(one.measure != "answer_match" for one in comparisons)
    assert compare(run([RIGHT]), run([RIGHT])) == []


def test_rankings_are_compared_where_both_rank():
    ranking, none = run([RIGHT] * 2, ranked=(place(1),)), run([RIGHT] * 2)
    assert find(compare(ranking, ranking_again(ranking)), "mrr").first_value == 1
    assert all(one.measure != "mrr" for one in compare(ranking, none))


def ranking_again(run):
    return Run(about={}, articles=run.articles, outcomes=run.outcomes)


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [
        (["quotes", "bm25"], ["bm25", "quotes"], [("quotes", "quotes"), ("bm25", "bm25")]),
        (["quotes", "bm25"], ["quotes"], [("quotes", "quotes")]),
        (["quotes"], ["language model"], [("quotes", "language model")]),
        (["quotes", "vector", "bm25"], None, [("quotes", "vector"), ("quotes", "bm25")]),
        (["quotes"], None, []),
    ],
    ids=["same", "one-shared", "none-shared", "one-run", "one-system"],
)
def test_which_systems_are_compared(first, second, pairs):
    one = join(*(run([RIGHT, WRONG], system=name) for name in first))
    other = one if second is None else join(*(run([RIGHT, WRONG], system=n) for n in second))
    compared = [(item.first, item.second) for item in compare(one, other)]
    assert list(dict.fromkeys(compared)) == pairs


def test_articles_are_drawn_and_swapped_whole():
    def ask(told):
        made = [
            outcome(told, case=f"{article}-{n}", scope=(str(article),), **GOLD)
            for article in range(10)
            for n in range(5)
        ]
        return Run(about={}, articles=ARTICLES, outcomes=tuple(made))

    found = find(compare(ask(WRONG), ask(RIGHT)))
    assert found.count == 50
    assert found.p_value == 2 / 2**10
