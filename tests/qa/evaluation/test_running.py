"""Runs: interrupted, failing, in parallel. The stories, and all names in them, are invented."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rescoring import find_differences

from index import make_article
from qa import ArticleQA
from qa.cli import main
from qa.evaluation import command, planning, running
from qa.evaluation.cases import Batch, Case, Place
from qa.evaluation.claims import Claim
from qa.evaluation.journal import Journal
from qa.evaluation.planning import Part, Plan
from qa.evaluation.running import run_plan
from qa.evaluation.systems import Product

ROOT = Path(__file__).parents[3]
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


def test_what_failed_is_asked_again_and_nothing_else(run, whole):
    def crash(case):
        if case is CASES[1]:
            raise ZeroDivisionError

    assert run(before=crash)[1]["error"] == "ZeroDivisionError"
    asked = []
    assert run(before=asked.append) == whole
    assert asked == [CASES[1]]


def test_articles_that_cannot_be_taken_in_fail_their_questions_and_no_others(
    run, whole, monkeypatch
):
    def add(self, articles):
        if BRIDGE in articles:
            raise OSError("no space")
        Product.add(self, articles)

    monkeypatch.setattr(Watched, "add", add, raising=False)
    outcomes = run()
    assert [one["error"] for one in outcomes[4:6]] == ["OSError: no space"] * 2
    assert outcomes[:4] == whole[:4]


def test_a_fault_of_the_judge_is_told_as_that(run, monkeypatch):
    def judge(self, answer):
        raise ValueError("no")

    monkeypatch.setattr(running.Judge, "judge", judge)
    assert run()[0]["error"] == "The judge failed. ValueError: no"


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


@pytest.mark.parametrize("bound", ["auroc=0.5", "elsewhere:evidence_hit=1"])
def test_a_bound_on_a_figure_that_is_not_there_is_said(gold, article_qa, capsys, bound):
    assert article_qa("eval", gold, "--fail-under", bound) == 1
    assert "There is no figure" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("bound", "told"),
    [
        *((bound, "is not METRIC=VALUE") for bound in ("x", "=1", "first_hit=", "first_hit=nan")),
        ("first_hit=b", "is not METRIC=VALUE"),
        ("nonsense=1", "There is no figure 'nonsense'"),
    ],
)
def test_a_bound_that_is_none_is_refused(gold, article_qa, capsys, bound, told):
    with pytest.raises(SystemExit):
        article_qa("eval", gold, "--fail-under", bound)
    assert told in capsys.readouterr().err


def test_a_figure_of_many_outcomes_has_bounds_too(gold, article_qa, tmp_path):
    absent = {"id": "g3", "question": "Who won the cup?", "article": "ferry.txt", "absent": True}
    gold.write_text(f"{gold.read_text()}\n{json.dumps(absent)}")
    assert article_qa("eval", gold, "--fail-under", "auroc=0.5") == 0
    assert article_qa("eval", gold, "--fail-under", "auroc=1.1") == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--writer", "language model"], "No language model is configured"),
        (["--data", "."], "name it with --dataset"),
        (["--dataset", "squad2"], "name it with --data"),
        (["--compare", "nowhere.json"], "nowhere.json cannot be read"),
        (["nowhere.jsonl"], "nowhere.jsonl cannot be read"),
    ],
)
def test_what_cannot_be_run_is_one_line_before_any_question(
    gold, article_qa, capsys, options, told
):
    assert article_qa("eval", *([] if "--dataset" in options else [gold]), *options) == 1
    err = capsys.readouterr().err
    assert told in err
    assert len(err.splitlines()) == 1


def test_two_parts_of_one_name_are_refused(gold, article_qa, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    gold.rename("squad2")
    asked = {"id": "q", "question": "Who?", "is_impossible": True, "answers": []}
    paragraph = {"context": FERRY.text, "qas": [asked]}
    published = {"data": [{"title": "Invented", "paragraphs": [paragraph]}]}
    (tmp_path / "dev.json").write_text(json.dumps(published))
    assert article_qa("eval", "squad2", "--dataset", "squad2", "--data", "dev.json") == 1
    assert "would be called 'squad2'" in capsys.readouterr().err


def test_a_group_of_which_nothing_stands_in_the_article_is_refused(gold, article_qa, capsys):
    line = json.loads(gold.read_text().splitlines()[0])
    gold.write_text(json.dumps(line | {"evidence": [["300 Passengers", "300 passengers"]]}))
    assert article_qa("eval", gold) == 0
    assert "line 1, evidence: '300 Passengers' does not stand" in capsys.readouterr().err
    gold.write_text(json.dumps(line | {"evidence": [["300 passengers"], ["300 Passengers"]]}))
    assert article_qa("eval", gold) == 1
    assert "line 1, evidence: '300 Passengers' does not stand" in capsys.readouterr().err


def test_unseen_is_what_weights_were_not_fitted_on_wherever_it_stands(monkeypatch, gold):
    batches = PLAN.parts[0].batches
    for known, unseen in (((), None), ((FERRY.id,), {"g5", "g6"}), ((BRIDGE.id,), {*"1234"})):
        monkeypatch.setattr(planning, "fitted_articles", lambda known=known: frozenset(known))
        wanted = unseen and {f"g{name.removeprefix('g')}" for name in unseen}
        for given in (batches, batches[::-1]):
            assert planning._find_unseen(given) == wanted


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
    assert shown["about"]["asked"] == {gold.name: 2}
    other = tmp_path / "other.jsonl"
    gold.rename(other)
    assert article_qa("eval", other, "--compare", report) == 1
    assert "Nothing was compared" in capsys.readouterr().err
    same = [row for row in shown["comparisons"] if row["measure"] == "evidence_hit"]
    assert {row["difference"] for row in same} == {0.0}


def test_questions_that_quotes_answered_for_a_broken_model_fail_the_command(
    gold, article_qa, capsys, monkeypatch, tmp_path
):
    monkeypatch.setenv("MODEL", "gone")
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    out = tmp_path / "out"
    assert article_qa("eval", gold, "--writer", "language model", "--report", out) == 1
    assert "of the questions failed; the first: " in capsys.readouterr().err
    (section,) = json.loads((out / "report.json").read_text())["figures"]
    assert section["figures"]["replaced"]["value"] > 0
    assert (out / "journal.jsonl").exists()


def test_a_run_that_is_asked_to_end_leaves_no_library_behind(gold, tmp_path):
    before = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "scratch")}
    (tmp_path / "scratch").mkdir()
    command = [sys.executable, "-m", "qa", "eval", str(gold), "--report", str(tmp_path / "out")]
    ending = subprocess.Popen(command, env=before, stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "out" / "journal.jsonl").exists():
        assert ending.poll() is None
    ending.terminate()
    told = ending.communicate(timeout=60)[1]
    assert "Traceback" not in told
    assert ending.returncode in (0, 130)  # Small as it is, the run may have come to its end.
    assert list((tmp_path / "scratch").iterdir()) == []


def test_failed_questions_fail_the_command(gold, article_qa, capsys, monkeypatch):
    def fail(*_):
        raise OSError("the disk is gone")

    monkeypatch.setattr(command, "Product", lambda *given: Watched(given[0], before=fail))
    assert article_qa("eval", gold) == 1
    assert "2 of the questions failed; the first: OSError: the disk is gone" in (
        capsys.readouterr().err
    )


def test_a_report_with_failed_questions_is_gone_on_with(gold, article_qa, tmp_path, monkeypatch):
    def fail(case):
        if case.id == "g2":
            raise OSError("the disk is gone")

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(command, "Product", lambda *given: Watched(given[0], before=fail))
        assert article_qa("eval", gold, "--report", out) == 1
    assert (out / "journal.jsonl").exists()
    assert article_qa("eval", gold, "--report", out) == 0
    assert not (out / "journal.jsonl").exists()
    assert "the disk is gone" not in (out / "report.json").read_text()
