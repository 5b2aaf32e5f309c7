"""Two systems on the same cases, against values worked out by hand. The articles are invented."""

import tracemalloc

import pytest
from made_outcomes import ARTICLES, answer, outcome, place, quote

from qa.evaluation.comparison import compare, read_rows
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


def compare_runs(first, second):
    return compare(read_rows(first), read_rows(second))


def find(comparisons, measure="evidence_hit"):
    (found,) = (one for one in comparisons if one.measure == measure)
    return found


def test_a_difference_its_interval_and_its_chance():
    found = find(compare_runs(run([WRONG] * 4 + [RIGHT] * 4), run([RIGHT] * 8)))
    assert (found.first_value, found.second_value, found.difference) == (0.5, 1, 0.5)
    # Four cases differ, all one way: 2 of 2 ** 4 ways to give signs are as far.
    assert found.p_value == 2 / 16
    assert 0 < found.low < 0.5 < found.high <= 1
    assert (found.count, found.left_out) == (8, 0)
    assert (found.dataset, found.first, found.second) == ("made", "quotes", "quotes")


def test_a_run_is_like_itself():
    same = find(compare_runs(run([RIGHT, WRONG]), run([RIGHT, WRONG])))
    assert (same.difference, same.low, same.high, same.p_value) == (0, 0, 0, 1)


def test_only_cases_that_both_have_are_counted():
    found = find(compare_runs(run([RIGHT, RIGHT, WRONG]), run([RIGHT, WRONG])))
    assert (found.first_value, found.second_value) == (1, 0.5)
    assert (found.count, found.left_out) == (2, 1)


def test_a_case_that_was_changed_is_another_case():
    changed = run([RIGHT] * 3, question="Another?")
    assert compare_runs(run([RIGHT] * 3), changed) == []
    mixed = join(run([RIGHT] * 2), Run(about={}, articles=ARTICLES, outcomes=changed.outcomes[2:]))
    assert find(compare_runs(run([RIGHT] * 3), mixed)).left_out == 1


def test_a_measure_counts_where_both_have_it():
    comparisons = compare_runs(run([RIGHT, RIGHT, answer()]), run([RIGHT, RIGHT, RIGHT]))
    assert find(comparisons, "exact_quotes").count == 2
    assert find(comparisons, "coverage").count == 3
    assert all(one.measure != "answer_match" for one in comparisons)
    assert compare_runs(run([RIGHT]), run([RIGHT])) == []


def test_rankings_are_compared_where_both_rank():
    ranking, none = run([RIGHT] * 2, ranked=(place(1),)), run([RIGHT] * 2)
    assert find(compare_runs(ranking, ranking), "mrr").first_value == 1
    assert all(one.measure != "mrr" for one in compare_runs(ranking, none))


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
    rows = None
    if second is not None:
        rows = read_rows(join(*(run([RIGHT, WRONG], system=name) for name in second)))
    compared = [(item.first, item.second) for item in compare(read_rows(one), rows)]
    assert list(dict.fromkeys(compared)) == pairs


def test_articles_are_drawn_and_swapped_whole():
    def ask(told):
        made = [
            outcome(told, case=f"{article}-{n}", scope=(str(article),), **GOLD)
            for article in range(10)
            for n in range(5)
        ]
        return Run(about={}, articles=ARTICLES, outcomes=tuple(made))

    found = find(compare_runs(ask(WRONG), ask(RIGHT)))
    assert found.count == 50
    assert found.p_value == 2 / 2**10


def test_only_articles_with_the_measure_are_counted():
    # One article is answerable, twenty others are not: of one article, questions are drawn.
    def ask(told):
        made = [outcome(told(n), case=f"a{n}", **GOLD) for n in range(20)]
        made += [
            outcome(answer(), case=f"b{n}", scope=(f"other {n}",), absent=True) for n in range(20)
        ]
        return Run(about={}, articles=ARTICLES, outcomes=tuple(made))

    found = find(compare_runs(ask(lambda _: WRONG), ask(lambda n: (WRONG, RIGHT)[n % 2])))
    assert (found.difference, found.count) == (0.5, 20)
    assert found.low < 0.35 < 0.65 < found.high
    assert found.p_value == 2 / 2**10  # Ten questions differ, all one way.


def test_what_weights_were_fitted_on_is_not_compared():
    def ask(system, seen, unseen, unknown):
        parts = ((False, seen), (True, unseen), (None, unknown))
        made = [
            outcome(told, case=f"{part}-{n}", system=system, unseen=part, **GOLD)
            for part, answers in parts
            for n, told in enumerate(answers)
        ]
        return Run(about={}, articles=ARTICLES, outcomes=tuple(made))

    fitted = ask("quotes", [RIGHT] * 9, [RIGHT, WRONG], [RIGHT])
    other = ask("bm25", [WRONG] * 9, [RIGHT, WRONG], [WRONG])
    found = find(compare(read_rows(join(fitted, other))))
    assert (found.first_value, found.second_value) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert (found.count, found.left_out) == (3, 0)
    assert read_rows(ask("quotes", [RIGHT], [], [])) == {}


def test_outcomes_are_read_once_and_let_go():
    made = run([RIGHT, WRONG] * 2_000, ranked=(place(1),)).outcomes
    read = 0

    def walk():
        nonlocal read
        for one in made:
            read += 1
            yield one

    tracemalloc.start()
    rows = read_rows(Run(about={}, articles=ARTICLES, outcomes=walk()))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == len(made)
    assert kept < 600 * len(made)
    assert compare(rows) == []


def test_a_case_that_is_there_twice_is_taken_as_it_was_last():
    first = join(run([RIGHT, RIGHT]), run([WRONG]))
    found = find(compare_runs(first, run([WRONG, RIGHT])))
    assert (found.first_value, found.second_value, found.count) == (0.5, 0.5, 2)
