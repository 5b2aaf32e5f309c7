"""What is wrong with an answer, and in which order; all of it is invented."""

from dataclasses import replace
from pathlib import Path

import invented_runs as invented
import pytest

from qa.evaluation import report
from qa.evaluation.measures import is_right, measure
from qa.evaluation.report.wrong import Kind, find_wrong

MISQUOTED = replace(
    invented.RIGHT,
    answer=replace(
        invented.RIGHT.answer,
        citations=(replace(invented.RIGHT.answer.citations[0], quote="It will not stop."),),
    ),
)
NOWHERE = replace(
    invented.RIGHT,
    answer=replace(
        invented.RIGHT.answer,
        citations=(replace(invented.RIGHT.answer.citations[0], article_id="0" * 12),),
    ),
)
KINDS = [
    pytest.param(invented.FALSE_ANSWER, [Kind.FALSE_ANSWER], id="false-answer"),
    pytest.param(invented.WRONG_SENTENCE, [Kind.WRONG_SENTENCE], id="wrong-sentence"),
    pytest.param(invented.WARNED, [Kind.WRONG_SENTENCE, Kind.CONTRADICTED], id="warned"),
    pytest.param(invented.CONTRADICTED, [Kind.CONTRADICTED], id="contradicted"),
    pytest.param(invented.MISSING, [Kind.MISSING], id="missing"),
    pytest.param(invented.REFUSED, [Kind.REFUSED], id="refused"),
    pytest.param(invented.FAILED, [Kind.FAILED], id="failed"),
    pytest.param(invented.WRONG_WORDS, [Kind.WRONG_WORDS], id="wrong-words"),
    pytest.param(MISQUOTED, [Kind.POINTER], id="misquoted"),
    pytest.param(NOWHERE, [Kind.POINTER, Kind.WRONG_SENTENCE], id="nowhere"),
]


@pytest.mark.parametrize(("outcome", "kinds"), KINDS)
def test_what_is_wrong_is_named(outcome, kinds):
    (wrong,) = find_wrong([outcome], invented.ARTICLES).worst
    assert list(wrong.kinds) == kinds


def test_a_right_answer_is_not_wrong():
    assert find_wrong([invented.RIGHT], invented.ARTICLES).count == 0


def test_an_absent_question_is_rightly_refused():
    answer = invented.make_answer(invented.COST.question)
    assert find_wrong([invented.make_outcome(invented.COST, answer)], invented.ARTICLES).count == 0


def test_whatever_gold_calls_wrong_is_shown():
    shown = [wrong.outcome for wrong in find_wrong(invented.OUTCOMES, invented.ARTICLES).worst]
    for outcome in invented.OUTCOMES:
        assert is_right(measure(outcome, invented.ARTICLES)) or outcome in shown


def test_what_misleads_most_comes_first():
    found = find_wrong([*reversed(invented.OUTCOMES), MISQUOTED], invented.ARTICLES).worst
    assert [wrong.outcome for wrong in found] == [
        MISQUOTED,
        invented.FALSE_ANSWER,
        invented.WRONG_SENTENCE,
        invented.WRONG_WORDS,
        invented.WARNED,
        invented.CONTRADICTED,
        invented.MISSING,
        invented.REFUSED,
        invented.FAILED,
    ]
    severities = [wrong.severity for wrong in found]
    assert severities == sorted(severities, reverse=True)


def test_a_limit_leaves_the_worst_and_counts_all():
    everything = find_wrong(invented.OUTCOMES, invented.ARTICLES)
    few = find_wrong(invented.OUTCOMES, invented.ARTICLES, limit=3)
    assert few.worst == everything.worst[:3]
    assert few.count == everything.count == 8
    assert few.kinds == everything.kinds
    assert few.kinds[Kind.CONTRADICTED] == 2
    assert few.systems == {"quotes": 5, "bm25": 1, "language model": 2}
    assert few.errors == {("invented", "language model", invented.FAILED.error): 1}


def test_a_report_reads_every_outcome_once(tmp_path):
    walks = {"outcomes": 0, "claims": 0}

    class Rows:
        def __init__(self, name, rows):
            self.name, self.rows = name, rows

        def __iter__(self):
            walks[self.name] += 1
            return iter(self.rows)

    run = replace(
        invented.make_run(),
        outcomes=Rows("outcomes", invented.OUTCOMES),
        claims=Rows("claims", invented.CLAIMS),
    )
    report.write_report(run, [], [], tmp_path)
    assert walks == {"outcomes": 1, "claims": 1}


@pytest.mark.parametrize("kind", Kind)
def test_the_page_can_show_each_kind_alone(kind):
    style = (Path(report.__file__).parent / "wrong.css").read_text(encoding="utf-8")
    slug = kind.replace(" ", "-")
    assert f"#wrong:has(#kind-{slug}:checked) .wrong:not(.is-{slug})" in style
