import json

import pytest

import seeds
from index.errors import GoldError
from qa.gold import read_gold, read_questions

RIGHT = {"id": "a", "question": "Who?", "evidence": [["x"]], "answer": ["y"], "absent": False}


def write(tmp_path, *lines):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines), "utf-8")
    return path


def test_a_right_file_is_read_whole(tmp_path):
    turn = {"question": "q", "answer": "a"}
    gold = read_gold(write(tmp_path, RIGHT, "", {**RIGHT, "id": "b", "history": [turn]}))
    assert [question.id for question in gold] == ["a", "b"]
    assert gold[1].history == (("q", "a"),)
    assert gold[0].evidence == (("x",),)


def test_only_the_question_is_needed_to_ask(tmp_path):
    (question,) = read_questions(write(tmp_path, {"question": "Who?"}))
    assert (question.id, question.article) == ("1", None)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("{", "line 2, line", id="not-json"),
        pytest.param("[1]", "line 2, line", id="not-an-object"),
        pytest.param("[" * 50_000, "line 2, line", id="nested-without-end"),
        pytest.param({"id": "b"}, "line 2, question", id="no-question"),
        pytest.param({**RIGHT, "id": "a"}, "line 2, id", id="same-id"),
        pytest.param({**RIGHT, "id": []}, "line 2, id", id="id-not-text"),
        pytest.param({**RIGHT, "id": "b", "article": 5}, "line 2, article", id="article"),
        pytest.param({**RIGHT, "id": "b", "absent": "no"}, "line 2, absent", id="absent"),
        pytest.param({**RIGHT, "id": "b", "evidence": "x"}, "line 2, evidence", id="evidence"),
        pytest.param({**RIGHT, "id": "b", "evidence": ["x"]}, "line 2, evidence", id="group"),
        pytest.param({**RIGHT, "id": "b", "answer": "x"}, "line 2, answer", id="answer"),
        pytest.param({**RIGHT, "id": "b", "history": [["q", "a"]]}, "line 2, history", id="turn"),
        pytest.param({**RIGHT, "id": "b", "history": "q"}, "line 2, history", id="history"),
        pytest.param({"id": "b", "question": "Who?"}, "'b', evidence", id="no-evidence"),
        pytest.param({**RIGHT, "id": "b", "absent": True}, "'b', evidence", id="absent-and-not"),
        pytest.param('"' + "x" * 300_000 + '"', "line 2, line", id="too-long"),
    ],
)
def test_each_mistake_is_named_by_line_and_field(tmp_path, line, told):
    with pytest.raises(GoldError) as caught:
        read_gold(write(tmp_path, RIGHT, line))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_a_file_without_questions_is_told(tmp_path, content):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(GoldError, match="no question"):
        read_gold(path)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(GoldError, match="cannot be read"):
        read_gold(tmp_path / "missing.jsonl")
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GoldError, match="UTF-8"):
        read_gold(tmp_path / "binary.jsonl")


def test_the_gold_of_the_seeds_is_valid():
    assert len(read_gold(seeds.GOLD)) >= 60
