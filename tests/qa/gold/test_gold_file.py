"""Gold files as they are read: the first mistake is told by line and field.

What is asked here is invented.
"""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from index.errors import GoldError
from qa.gold.questions import read_gold, read_questions

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


def test_what_only_gold_needs_keeps_no_question_from_being_asked(tmp_path):
    lines = [
        {"question": "Who?", "evidences": [["x"]]},
        {"question": "?"},
        {"question": "x" * 2000},
    ]
    assert len(list(read_questions(write(tmp_path, *lines)))) == 3


def test_null_is_as_if_left_out(tmp_path):
    nothing = dict.fromkeys(("type", "history", "article", "evidence", "answer", "review"))
    (question,) = read_gold(write(tmp_path, {**RIGHT, **nothing, "absent": True}))
    assert question.absent
    assert question.type == "question"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("{", "line 2, line", id="not-json"),
        pytest.param("[1]", "line 2, line", id="not-an-object"),
        pytest.param("[" * 50_000, "line 2, line", id="nested-without-end"),
        pytest.param({"id": "b"}, "line 2, question", id="no-question"),
        pytest.param({**RIGHT, "id": "b", "question": " ?"}, "line 2, question", id="blank"),
        pytest.param({**RIGHT, "id": "b", "question": "x" * 1001}, "line 2, question", id="long"),
        pytest.param({**RIGHT, "id": "a"}, "line 2, id", id="same-id"),
        pytest.param({**RIGHT, "id": []}, "line 2, id", id="id-not-text"),
        pytest.param({**RIGHT, "id": ""}, "line 2, id", id="id-empty"),
        pytest.param({k: RIGHT[k] for k in RIGHT if k != "id"}, "line 2, id", id="no-id"),
        pytest.param({**RIGHT, "id": "b", "histroy": []}, "line 2, 'histroy'", id="misspelt"),
        pytest.param({**RIGHT, "id": "b", "evidences": []}, "line 2, 'evidences'", id="beside"),
        pytest.param({**RIGHT, "Id": "b", "id": "b"}, "line 2, 'Id'", id="upper-case"),
        pytest.param({**RIGHT, "id": "b" * 201}, "line 2, id: has 201", id="id-long"),
        pytest.param({**RIGHT, "id": "b", "answer": ["The"]}, "line 2, answer", id="answer-vain"),
        pytest.param({**RIGHT, "id": "b", "article": 5}, "line 2, article", id="article"),
        pytest.param({**RIGHT, "id": "b", "absent": "no"}, "line 2, absent", id="absent"),
        pytest.param({**RIGHT, "id": "b", "absent": 0}, "line 2, absent", id="absent-number"),
        pytest.param({**RIGHT, "id": "b", "evidence": "x"}, "line 2, evidence", id="evidence"),
        pytest.param({**RIGHT, "id": "b", "evidence": ["x"]}, "line 2, evidence", id="group"),
        pytest.param({**RIGHT, "id": "b", "answer": "x"}, "line 2, answer", id="answer"),
        pytest.param({**RIGHT, "id": "b", "history": [["q", "a"]]}, "line 2, history", id="turn"),
        pytest.param({**RIGHT, "id": "b", "history": "q"}, "line 2, history", id="history"),
        pytest.param({"id": "b", "question": "Who?"}, "line 2, evidence", id="no-evidence"),
        pytest.param({**RIGHT, "id": "b", "absent": True}, "line 2, evidence", id="absent-and-not"),
        pytest.param('"' + "x" * 300_000 + '"', "line 2, line", id="too-long"),
    ],
)
def test_each_mistake_is_named_by_line_and_field(tmp_path, line, told):
    with pytest.raises(GoldError) as caught:
        read_gold(write(tmp_path, RIGHT, line))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"id": "b" * 200}, id="id-just-short-enough"),
        pytest.param({"answer": ["the", "14"]}, id="one-string-that-counts"),
        pytest.param({"question_id": 5, "note": "x", "uid": "x"}, id="fields-of-its-own"),
    ],
)
def test_what_may_be_right_is_read(tmp_path, more):
    assert len(read_gold(write(tmp_path, RIGHT, {**RIGHT, "id": "b", **more}))) == 2


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_a_file_without_questions_is_told(tmp_path, content):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(GoldError, match="no question"):
        read_gold(path)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(GoldError, match="cannot be read"):
        read_gold(tmp_path / "missing.jsonl")
    with pytest.raises(GoldError, match="cannot be read"):
        read_gold(tmp_path / "no\0name.jsonl")
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GoldError, match="line 1, line: is not UTF-8"):
        read_gold(tmp_path / "binary.jsonl")


def test_a_line_without_end_is_no_endless_loop():
    with pytest.raises(GoldError, match="line 1, line"):
        read_gold(Path("/dev/zero"))


def test_the_gold_of_the_seeds_is_valid():
    assert len(read_gold(seeds.GOLD)) >= 60


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
LINE = st.dictionaries(
    st.sampled_from((*RIGHT, "history", "article", "review", "type", "evidences")), JSON
)


@given(st.lists(LINE | JSON, max_size=4))
def test_any_json_gives_questions_or_one_line(lines):
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), *map(json.dumps, lines))
        told = [_tell(read, path) for read in (read_gold, lambda path: list(read_questions(path)))]
    assert all(len(line.splitlines()) <= 1 for line in told)


def _tell(read, path):
    try:
        read(path)
    except GoldError as error:
        return str(error)
    return ""
