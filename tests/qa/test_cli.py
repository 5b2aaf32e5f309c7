import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import seeds
from qa.cli import main

SEED = str(next(iter(seeds.ARTICLES.values())))
# Invented: no person or event in it is real.
INVENTED = "The harbour of Lake Orrin reopened on Friday, the harbour master said.\n"


@pytest.fixture(autouse=True)
def library(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIBRARY_DIR", str(tmp_path / "library"))
    return tmp_path / "library"


@pytest.fixture
def run(capsys):
    def run(*arguments):
        code = main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_ask_answers_from_the_seed_on_first_start(run):
    code, out, err = run("ask", "How many countries have been involved in the planning meetings?")
    assert (code, err) == (0, "")
    assert "Up to 30 countries" in out
    assert "[1]" in out


def test_ask_prints_the_whole_answer_as_json(run):
    code, out, _ = run("ask", "Who is Steve Witkoff?", "--json")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) >= {
        "question",
        "standalone_question",
        "status",
        "reason",
        "text",
        "statements",
        "citations",
        "nearest",
        "unknown_markers",
        "writer",
        "timings",
    }
    text = Path(SEED).read_bytes().decode()
    for citation in answer["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_ask_of_a_file_adds_it_and_asks_it_alone(run, tmp_path):
    (tmp_path / "orrin.txt").write_text(INVENTED)
    code, out, _ = run("ask", "Who said the harbour reopened?", "--article", "orrin.txt")
    assert code == 0
    assert "harbour master" in out
    assert "orrin" in run("list")[1].lower()


def test_questions_of_a_file_come_back_in_order_with_their_ids(run, tmp_path):
    lines = [
        {"id": "a", "question": "Who is Steve Witkoff?", "article": "reassurance-force"},
        {"id": "b", "question": "???"},
        {"id": "c", "question": "And who does he work for?", "history": []},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    code, out, _ = run("ask", "--questions", str(path), "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert "error" in answers[1]
    assert answers[0]["citations"]


def test_json_keeps_every_character_of_a_quote(run, tmp_path):
    text = "The harbour\u00a0of Orrin \u202eclosed\u202c on Friday, the master said.\n"
    (tmp_path / "odd.txt").write_text(text, "utf-8")
    _, out, _ = run("ask", "When did the harbour close?", "--article", "odd.txt", "--json")
    answer = json.loads(out)
    for cited in (*answer["citations"], *answer["nearest"]):
        assert text[cited["start"] : cited["end"]] == cited["quote"]


def test_one_bad_line_does_not_end_a_file_of_questions(run, tmp_path):
    lines = [
        {"id": "\ud800", "question": "Who?", "article": "nowhere"},
        {"id": "b", "question": "Who?"},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    code, out, _ = run("ask", "--questions", str(path))
    assert code == 1
    assert ["error" in json.loads(line) for line in out.splitlines()] == [True, False]


def test_the_seed_comes_even_when_its_folder_is_there_already(run, library):
    library.mkdir()
    assert "reassurance" in run("list")[1]


def test_index_list_and_remove(run, tmp_path):
    (tmp_path / "orrin.txt").write_text(INVENTED)
    code, out, _ = run("index", "orrin.txt", SEED)
    name = out.split()[0]
    assert code == 0
    assert len(run("list")[1].splitlines()) == 2
    assert run("remove", name)[0] == 0
    assert name not in run("list")[1]
    run("remove", run("list")[1].split()[0])
    assert "empty" in run("list")[1]
    code, out, _ = run("ask", "Who said so?")
    assert (code, "no story" in out) == (0, True)


BAD_FILES = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "binary.txt": bytes(range(256)) * 40,
    "latin.txt": "café".encode("latin-1"),
    "large.txt": b"a" * 50_000_000,
}


@pytest.mark.parametrize("name", [*BAD_FILES, "missing.txt", "folder", "http://127.0.0.1/a"])
def test_a_bad_file_is_one_clear_line_and_the_rest_goes_on(run, tmp_path, name):
    (tmp_path / "folder").mkdir()
    if name in BAD_FILES:
        (tmp_path / name).write_bytes(BAD_FILES[name])
    (tmp_path / "orrin.txt").write_text(INVENTED)
    code, out, err = run("index", name, "orrin.txt")
    assert code == 1
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
    assert "harbour of Lake Orrin" in out


def test_a_saved_page_is_indexed(run, tmp_path):
    (tmp_path / "saved.html").write_text(
        f"<html><head><title>Lake</title></head><body><h1>Lake reopens</h1><p>{INVENTED * 9}</p>"
    )
    code, out, _ = run("index", "saved.html")
    assert code == 0
    assert "Lake reopens" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(("ask", ""), "empty", id="empty-question"),
        pytest.param(("ask", "a" * 100_000), "100,000", id="long-question"),
        pytest.param(("ask",), "one question", id="no-question"),
        pytest.param(("ask", "Who?", "--article", "a" * 5000), "no article", id="long-name"),
        pytest.param(("ask", "Who?", "--article", "nowhere"), "nowhere", id="unknown-article"),
        pytest.param(("remove", "ffffffffffff"), "ffffffffffff", id="unknown-id"),
        pytest.param(("eval", "missing.jsonl"), "cannot be read", id="missing-gold"),
        pytest.param(("eval", "--dataset", "squad2"), "--data", id="no-data"),
        pytest.param(("eval", "--dataset", "squad2", "--data", "x"), "--data", id="missing-data"),
    ],
)
def test_bad_input_is_one_clear_line(run, arguments, told):
    code, _, err = run(*arguments)
    assert code == 1
    assert told in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("limit", ["-1", "0", "x"])
def test_a_limit_below_one_is_refused(run, capsys, limit):
    with pytest.raises(SystemExit):
        run("eval", "--dataset", "squad2", "--data", ".", "--limit", limit)
    assert "not a number of at least 1" in capsys.readouterr().err


def test_a_broken_settings_file_is_one_clear_line(run, tmp_path):
    (tmp_path / ".env").write_text("this is no setting\n")
    code, _, err = run("list")
    assert (code, len(err.splitlines())) == (1, 1)
    assert "line 1" in err


def test_an_answer_that_cannot_be_saved_is_shown_all_the_same(run, tmp_path):
    code, out, err = run("ask", "How many countries took part?", "--record", str(tmp_path))
    assert (code, len(err.splitlines())) == (1, 1)
    assert "[1]" in out


def test_a_record_is_of_one_question(run, tmp_path):
    (tmp_path / "asked.jsonl").write_text(json.dumps({"id": "a", "question": "Who said so?"}))
    code, out, err = run("ask", "--questions", "asked.jsonl", "--record", "a.json")
    assert (code, out) == (1, "")
    assert "--record" in err


def test_eval_scores_a_gold_file(run, tmp_path):
    (tmp_path / "orrin.txt").write_text(INVENTED)
    gold = {
        "id": "a",
        "question": "When did the harbour reopen?",
        "article": "orrin.txt",
        "evidence": [["reopened on Friday"]],
        "answer": ["Friday"],
        "absent": False,
    }
    absent = {"id": "b", "question": "Who won the cup?", "article": "orrin.txt", "absent": True}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n" + json.dumps(absent))
    code, out, _ = run("eval", "gold.jsonl", "--json")
    (section,) = json.loads(out)["figures"]
    figures = section["figures"]
    assert code == 0
    assert (figures["evidence_hit"]["count"], figures["absent_not_found"]["count"]) == (1, 1)
    for name in ("evidence_hit", "first_hit", "exact_quotes"):
        assert figures[name]["value"] == 1.0
    assert "Wrong answers" in run("eval", "gold.jsonl", "--wrong")[1]


def run_fresh(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    ("arguments", "banned"),
    [
        pytest.param(["--help"], ["gradio", "llama_index", "chromadb", "onnxruntime"], id="help"),
        pytest.param(["ask", "Who is Steve Witkoff?"], ["gradio", "llama_index"], id="ask"),
    ],
)
def test_a_command_loads_only_what_it_needs(arguments, banned):
    code = (
        "import sys\nfrom qa.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {banned!r} if name in sys.modules])"
    )
    found = run_fresh(code)
    assert found.stdout.splitlines()[-1] == "[]", found.stderr


def test_a_second_process_gets_one_clear_sentence(run, library):
    from qa import ArticleQA

    with ArticleQA.open(library):
        code = "import sys; from qa.cli import main; sys.exit(main(['list']))"
        second = run_fresh(code)
    assert second.returncode == 1
    assert len(second.stderr.splitlines()) == 1
    assert "Traceback" not in second.stderr
