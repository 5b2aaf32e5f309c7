"""Runs: interrupted, failing, in parallel. The stories, and all names in them, are invented."""

import json
from dataclasses import replace

import pytest
from rescoring import find_differences

from index import make_article
from qa import ArticleQA
from qa.cli import main
from qa.evaluation import command
from qa.evaluation.cases import Batch, Case, Place
from qa.evaluation.claims import Claim
from qa.evaluation.journal import Journal
from qa.evaluation.planning import Part, Plan
from qa.evaluation.running import run_plan
from qa.evaluation.systems import Product

FERRY = make_article(
    "An invented story: the ferry of Orrin\n\n"
    "The ferry of Orrin will stop running on 4 May, the council said on Monday.\n\n"
    "It carries 300 passengers a day across the sound.\n\n"
    "Ana Roe, who leads the council, called the decision sad.\n"
)
BRIDGE = make_article(
    "An invented story: the bridge at Velden\n\n"
    "The bridge at Velden closed on Tuesday after a crack was found in its deck.\n\n"
    "Engineers expect repairs to last nine weeks.\n"
)


def make_case(number, question, article, snippet=None):
    start = article.text.index(snippet) if snippet else 0
    places = ((Place(article.id, start, start + len(snippet)),),) if snippet else ()
    return Case(
        id=f"g{number}",
        question=question,
        scope=(article.id,),
        evidence=places,
        answers=(snippet,) if snippet else (),
        absent=snippet is None,
    )


CASES = (
    make_case(1, "When will the ferry stop?", FERRY, "4 May"),
    make_case(2, "How many passengers does the ferry carry a day?", FERRY, "300 passengers"),
    make_case(3, "Who leads the council?", FERRY, "Ana Roe"),
    make_case(4, "Who won the chess match?", FERRY),
    make_case(5, "What was found in the deck of the bridge?", BRIDGE, "a crack"),
    make_case(6, "How long will repairs last?", BRIDGE, "nine weeks"),
)
PLAN = Plan(
    parts=(
        Part(
            name="invented",
            batches=(
                Batch(articles=(FERRY,), cases=CASES[:4]),
                Batch(articles=(BRIDGE,), cases=CASES[4:]),
            ),
            unseen=frozenset({"g5", "g6"}),
        ),
    ),
    claims=(
        Claim(
            dataset="made",
            id="c1",
            group="a",
            statement="The ferry carries 300 passengers a day.",
            premises=("The ferry carries 300 passengers a day across the sound.",),
            supported=True,
        ),
    ),
)


class Watched(Product):
    """The product, with something that happens before a question is asked."""

    def __init__(self, assistant, before=lambda case: None):
        super().__init__(assistant, "quotes")
        self.before = before

    def answer(self, case):
        self.before(case)
        return super().answer(case)


@pytest.fixture
def run(tmp_path, minilm):
    """Return a function that runs the plan in a folder and returns what came out, without times."""

    def run(folder="run", *, before=lambda case: None, jobs=1):
        with (
            ArticleQA.open(tmp_path / "library", embedder=minilm) as assistant,
            Journal(tmp_path / folder, {"run": 1}) as journal,
        ):
            done = run_plan(PLAN, [Watched(assistant, before)], journal, about={}, jobs=jobs)
            return [drop_times(one) for one in (*done.outcomes, *done.claims)]

    return run


def drop_times(outcome):
    values = outcome.to_dict() | {"seconds": 0}
    if values.get("answer"):
        values["answer"]["timings"] = {}
    return values


@pytest.fixture
def whole(run):
    return run("whole")


def test_every_case_and_claim_has_an_outcome_in_order(whole):
    assert [one.get("id") or one["case"]["id"] for one in whole] == [
        *(case.id for case in CASES),
        "c1",
    ]
    assert [one["unseen"] for one in whole] == [False] * 4 + [True] * 2 + [False]
    assert all(one["error"] is None for one in whole)
    assert whole[0]["answer"]["status"] == "answered"
    assert whole[3]["answer"]["status"] == "not_found"
    assert whole[-1]["verdict"]["label"] == "supported"


@pytest.mark.parametrize("stop", range(len(CASES)))
def test_interrupted_before_any_question_and_gone_on_with_it_is_the_same(run, whole, stop):
    def interrupt(case):
        if case is CASES[stop]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(before=interrupt)
    assert run() == whole


def test_what_is_done_is_not_asked_again(run, whole):
    run()
    asked = []
    assert run(before=asked.append) == whole
    assert asked == []


def test_several_at_once_give_the_same(run, whole):
    assert run(jobs=3) == whole


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_crash_of_one_question_is_recorded_and_the_others_go_on(run, whole, jobs):
    def crash(case):
        if case is CASES[3]:
            raise ZeroDivisionError("by\nnothing")

    outcomes = run(before=crash, jobs=jobs)
    assert outcomes[3]["answer"] is None
    assert outcomes[3]["error"] == "ZeroDivisionError: by nothing"
    assert outcomes[:3] + outcomes[4:] == whole[:3] + whole[4:]


def test_an_answer_does_not_depend_on_the_articles_of_other_batches(run, whole, tmp_path, minilm):
    (batch,) = PLAN.parts[0].batches[1:]
    alone = replace(PLAN, parts=(replace(PLAN.parts[0], batches=(batch,)),), claims=())
    with (
        ArticleQA.open(tmp_path / "other", embedder=minilm) as assistant,
        Journal(tmp_path / "alone", {}) as journal,
    ):
        done = run_plan(alone, [Watched(assistant)], journal, about={})
        assert [drop_times(one) for one in done.outcomes] == whole[4:6]


@pytest.fixture
def article_qa():
    return lambda *arguments: main([str(one) for one in arguments])


@pytest.fixture
def gold(tmp_path):
    """Return a gold file of two questions, the second of which has wrong gold."""
    (tmp_path / "ferry.txt").write_text(FERRY.text, encoding="utf-8")
    lines = [
        {
            "id": "g1",
            "question": "How many passengers does the ferry carry a day?",
            "article": "ferry.txt",
            "evidence": [["300 passengers"]],
            "answer": ["300"],
        },
        {
            "id": "g2",
            "question": "Who leads the council?",
            "article": "ferry.txt",
            "evidence": [["the council said on Monday"]],
            "answer": ["Monday"],
        },
    ]
    path = tmp_path / "ferry.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        ([], 0),
        (["evidence_hit=0.5"], 0),
        (["evidence_hit=0.6"], 1),
        (["false_refusals=0"], 0),
        (["wrong_supported=0.4"], 1),
        (["evidence_hit=0.5", "citation_chars=9"], 1),
    ],
)
def test_a_figure_worse_than_its_bound_fails_the_command(gold, article_qa, bounds, code):
    arguments = [part for bound in bounds for part in ("--fail-under", bound)]
    assert article_qa("eval", gold, *arguments) == code


@pytest.mark.parametrize("bound", ["nonsense=1", "elsewhere:evidence_hit=1"])
def test_a_bound_on_a_figure_that_is_not_there_is_said(gold, article_qa, capsys, bound):
    assert article_qa("eval", gold, "--fail-under", bound) == 1
    assert "There is no figure" in capsys.readouterr().err


@pytest.mark.parametrize("bound", ["x", "=1", "evidence_hit=", "evidence_hit=nan", "a=b"])
def test_a_bound_that_is_none_is_refused(gold, article_qa, capsys, bound):
    with pytest.raises(SystemExit):
        article_qa("eval", gold, "--fail-under", bound)
    assert "is not METRIC=VALUE" in capsys.readouterr().err


def test_a_report_is_written_and_can_be_compared_with(gold, article_qa, tmp_path, capsys):
    assert article_qa("eval", gold, "--report", tmp_path / "one", "--baseline", "bm25") == 0
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == [
        "report.html",
        "report.json",
        "report.md",
    ]
    capsys.readouterr()
    report = tmp_path / "one" / "report.json"
    assert find_differences(json.loads(report.read_text())) == []
    assert article_qa("eval", gold, "--compare", report, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["about"]["asked"] == {str(gold): 2}
    same = [row for row in shown["comparisons"] if row["measure"] == "evidence_hit"]
    assert {row["difference"] for row in same} == {0.0}


def test_failed_questions_fail_the_command(gold, article_qa, capsys, monkeypatch):
    def fail(*_):
        raise OSError("the disk is gone")

    monkeypatch.setattr(command, "Product", lambda *given: Watched(given[0], before=fail))
    assert article_qa("eval", gold) == 1
    assert "2 of the questions failed; the first: OSError: the disk is gone" in (
        capsys.readouterr().err
    )
