"""Checking gold files: every mistake by line and field. The article and all in it are invented."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from qa.gold.check import check_files, check_gold
from qa.gold.places import find_alike, spell

ROOT = Path(__file__).parents[3]
ARTICLE = """Vesterholm pier falls

By Invented Reporter

Published 4 May 2031

The old pier of Vesterholm fell into the sea on Tuesday, and 14 fishermen were rescued.

Mayor Jane Roe called the pier “a danger to every boat”.

Engineers had warned the council in March. Nobody listened to the engineers.

The ferry to Nordby has stopped.

The ferry to Nordby has stopped.

Tom Poe lost his boat. He wants money. The council has none. It will meet again. It is late.
"""
RIGHT = {
    "id": "g01",
    "type": "fact",
    "question": "How many fishermen were saved?",
    "history": [],
    "article": "pier.txt",
    "evidence": [["14 fishermen were rescued"]],
    "answer": ["14"],
    "absent": False,
}
OTHER = {**RIGHT, "id": "b", "question": "How many men were saved?"}
ABSENT = {**OTHER, "absent": True, "evidence": None, "answer": None}


def left_out(name, values=OTHER):
    return {key: value for key, value in values.items() if key != name}


def write(folder, *lines):
    (folder / "pier.txt").write_text(ARTICLE, "utf-8")
    path = folder / "gold.jsonl"
    with path.open("wb") as file:
        for line in lines:
            whole = line if isinstance(line, str | bytes) else json.dumps(line)
            file.write((whole if isinstance(whole, bytes) else whole.encode()) + b"\n")
    return path


def test_a_right_file_has_no_mistake(tmp_path):
    path = write(tmp_path, RIGHT, "", ABSENT)
    assert check_gold(path) == []
    told = "2 questions (1 answerable, 1 absent), no mistake"
    assert check_files([path]) == (told, 0)


@pytest.mark.parametrize(
    ("line", "field", "told"),
    [
        pytest.param(b'{"id": "\xe4"}', "line", "UTF-8", id="not-utf-8"),
        pytest.param("{'id': 'b'}", "line", "character 2", id="not-json"),
        pytest.param('{"id": NaN}', "line", "NaN", id="not-a-number"),
        pytest.param("[" * 50_000, "line", "deep", id="nested-deeply"),
        pytest.param("1" * 10_000, "line", "not JSON", id="endless-number"),
        pytest.param('"x"', "line", "object", id="no-object"),
        pytest.param('"' + "x" * 300_000 + '"', "line", "200,000", id="too-long"),
        pytest.param(left_out("question"), "question", "missing", id="no-question"),
        pytest.param({**OTHER, "question": None}, "question", "missing", id="question-null"),
        pytest.param({**OTHER, "question": " "}, "question", "empty", id="question-blank"),
        pytest.param({**OTHER, "question": 5}, "question", "number", id="question-type"),
        pytest.param({**OTHER, "question": "x" * 2_000}, "question", "2,000", id="question-long"),
        pytest.param({**RIGHT, "id": "b"}, "question", "line 1", id="asked-twice"),
        pytest.param({**OTHER, "question": "\ud800?x"}, "question", "half", id="half-a-character"),
        pytest.param(left_out("id"), "id", "missing", id="no-id"),
        pytest.param({**OTHER, "id": " "}, "id", "empty", id="id-blank"),
        pytest.param({**OTHER, "id": True}, "id", "true", id="id-type"),
        pytest.param({**OTHER, "id": "g01"}, "id", "line 1", id="id-twice"),
        pytest.param({**OTHER, "type": 1}, "type", "number", id="type-type"),
        pytest.param({**OTHER, "history": "x"}, "history", "text", id="history-type"),
        pytest.param({**OTHER, "history": [{"question": "x"}]}, "history", "turn 1", id="turn"),
        pytest.param({**OTHER, "history": False}, "history", "false", id="history-false"),
        pytest.param(left_out("article"), "article", "missing", id="no-article"),
        pytest.param({**OTHER, "article": ["x"]}, "article", "list", id="article-type"),
        pytest.param({**OTHER, "article": "no.txt"}, "article", "no.txt", id="article-not-found"),
        pytest.param({**OTHER, "article": "\0" * 9}, "article", "no file", id="article-no-name"),
        pytest.param({**OTHER, "article": "x.txt"}, "article", "UTF-8", id="article-unreadable"),
        pytest.param(left_out("evidence"), "evidence", "missing", id="no-evidence"),
        pytest.param({**OTHER, "evidence": []}, "evidence", "missing", id="evidence-empty"),
        pytest.param({**OTHER, "evidence": "x"}, "evidence", "text", id="evidence-type"),
        pytest.param({**OTHER, "evidence": ["x"]}, "evidence", "group 1", id="group-type"),
        pytest.param({**OTHER, "evidence": [["14"], []]}, "evidence", "group 2", id="group-empty"),
        pytest.param({**OTHER, "evidence": [["14", 5]]}, "evidence", "item 2", id="snippet-type"),
        pytest.param({**OTHER, "evidence": [["14", " "]]}, "evidence", "empty", id="snippet-empty"),
        pytest.param({**OTHER, "absent": True, "answer": None}, "evidence", "absent", id="both"),
        pytest.param({**ABSENT, "answer": ["14"]}, "answer", "absent", id="answer-absent"),
        pytest.param(left_out("answer"), "answer", "missing", id="no-answer"),
        pytest.param({**OTHER, "answer": "14"}, "answer", "text", id="answer-type"),
        pytest.param({**OTHER, "answer": ["14", None]}, "answer", "item 2", id="answer-item"),
        pytest.param({**OTHER, "answer": ["14", ""]}, "answer", "empty", id="answer-empty"),
        pytest.param({**OTHER, "absent": "no"}, "absent", "text", id="absent-type"),
        pytest.param({**OTHER, "absent": 0}, "absent", "number", id="absent-number"),
        pytest.param({**OTHER, "review": {}}, "review", "reviewed", id="review-type"),
        pytest.param(
            {**left_out("answer"), "answers": ["14"]}, "'answers'", '"answer"', id="misspelt"
        ),
        pytest.param('{"id": "c", ' + json.dumps(OTHER)[1:], "id", "more than once", id="twice"),
        pytest.param(
            {**OTHER, "evidence": [["Mayor jane roe"]]}, "evidence", "lower case", id="case"
        ),
        pytest.param(
            {**OTHER, "evidence": [["Jane  Roe called"]]}, "evidence", "white space", id="space"
        ),
        pytest.param(
            {**OTHER, "evidence": [['pier "a danger']]}, "evidence", "quotation marks", id="marks"
        ),
        pytest.param(
            {**OTHER, "evidence": [["Jane Roe said the pier is a danger"]]},
            "evidence",
            "sentence 5 comes nearest",
            id="nearest",
        ),
        pytest.param(
            {**OTHER, "evidence": [["Whales sing"]]}, "evidence", "does not stand in", id="nowhere"
        ),
        pytest.param(
            {**OTHER, "article": None, "review": {"reviewed": True}},
            "article",
            "missing",
            id="candidate-without-article",
        ),
        pytest.param(
            {**OTHER, "answer": None, "review": {"reviewed": True}},
            "answer",
            "missing",
            id="candidate-without-answer",
        ),
    ],
)
def test_each_mistake_is_one_line_that_names_line_and_field(tmp_path, line, field, told):
    (tmp_path / "x.txt").write_bytes(b"\xff\xfe\x00")
    path = write(tmp_path, RIGHT, line)
    grave = [mistake for mistake in check_gold(path) if not mistake.warning]
    assert {(mistake.line, mistake.field) for mistake in grave} >= {(2, field)}
    mistake = next(one for one in grave if one.field == field)
    assert told in str(mistake)
    assert str(mistake).startswith(f"{path}, line 2, {field}: ")
    assert str(mistake).endswith(".")
    assert str(mistake).isprintable()
    assert check_files([path])[1] == 1


def test_one_mistake_is_told_once(tmp_path):
    lines = [
        {**OTHER, "evidence": 5},
        {**OTHER, "id": [], "question": "Who?"},
        {**left_out("evidence"), "question": "Whose?", "id": "c", "evidences": [["14"]]},
    ]
    told = [(mistake.line, mistake.field) for mistake in check_gold(write(tmp_path, *lines))]
    assert told == [(1, "evidence"), (2, "id"), (3, "'evidences'")]


@pytest.mark.parametrize(
    ("line", "field", "told"),
    [
        pytest.param(
            {**OTHER, "evidence": [["The ferry to Nordby"]]}, "evidence", "2 times", id="ambiguous"
        ),
        pytest.param(
            {**OTHER, "evidence": [["Invented Reporter"]]}, "evidence", "surrounds", id="furniture"
        ),
        pytest.param(
            {**OTHER, "evidence": [[ARTICLE.strip().splitlines()[-1]]]},
            "evidence",
            "5 sentences",
            id="much",
        ),
        pytest.param({**OTHER, "answer": ["fourteen"]}, "answer", "fourteen", id="other-words"),
        pytest.param(
            {**ABSENT, "question": "Who rescued the fishermen of Vesterholm?"},
            "absent",
            "sentence 4 holds every word",
            id="one-sentence",
        ),
        pytest.param(
            {**ABSENT, "question": "Which engineers had listened in March?"},
            "absent",
            "sentences 6 and 7 hold every word",
            id="two-sentences",
        ),
        pytest.param({**OTHER, "note": "x", "question_id": 5}, "line", "'note'", id="extra"),
    ],
)
def test_what_may_be_right_is_a_warning(tmp_path, line, field, told):
    path = write(tmp_path, RIGHT, line)
    (warning,) = check_gold(path)
    assert (warning.line, warning.field, warning.warning) == (2, field, True)
    assert "look again" in str(warning)
    assert told in str(warning)
    assert check_files([path])[1] == 0
    assert check_files([path], strict=True)[1] == 1


@pytest.mark.parametrize(
    "question", ["When was this published?", "Who wrote this article?", "On which date?"]
)
def test_a_question_about_the_article_may_rest_on_what_surrounds_it(tmp_path, question):
    line = {**OTHER, "question": question, "evidence": [["Published 4 May 2031"]]}
    told = check_gold(write(tmp_path, {**line, "answer": ["4 May 2031"]}))
    assert told == []


def test_few_words_of_an_absent_question_meet_by_chance(tmp_path):
    lines = [{**ABSENT, "question": "Who is the mayor?"}]
    lines += [{**ABSENT, "id": "c", "question": "Why was the council late?"}]
    assert check_gold(write(tmp_path, *lines)) == []


def test_a_candidate_that_nobody_checked_may_leave_all_open(tmp_path):
    waiting = {
        "id": "f",
        "question": "Who fell?",
        "evidence": None,
        "answer": None,
        "absent": None,
        "article": None,
        "review": {"reviewed": False},
    }
    path = write(tmp_path, RIGHT, waiting, waiting, {**waiting, "question": ""})
    (mistake,) = check_gold(path)
    assert (mistake.line, mistake.field) == (4, "question")
    assert "1 candidate that nobody has checked" in check_files([path])[0]


def test_candidates_share_an_id_and_a_question(tmp_path):
    checked = {**RIGHT, "review": {"reviewed": True}}
    assert check_gold(write(tmp_path, checked, checked)) == []
    told = check_gold(write(tmp_path, checked, RIGHT))
    assert {mistake.field for mistake in told} == {"id", "question"}


def test_the_article_given_is_used_for_all(tmp_path):
    path = write(tmp_path, left_out("article"), {**RIGHT, "article": "no.txt"})
    assert check_gold(path, article=str(tmp_path / "pier.txt")) == []
    (mistake,) = check_gold(path, article="no.txt")
    assert mistake.line == 0
    assert str(mistake).startswith(f"{path}: 'no.txt' is no file")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("missing.jsonl", "cannot be read", id="missing"),
        pytest.param(".", "cannot be read", id="folder"),
        pytest.param("empty.jsonl", "holds no question", id="empty"),
    ],
)
def test_a_file_that_holds_nothing_is_told(tmp_path, name, told):
    (tmp_path / "empty.jsonl").touch()
    path = tmp_path / name
    text, code = check_files([path])
    assert code == 1
    assert f"{path}" in text.splitlines()[0]
    assert told in text.splitlines()[0]
    assert text.endswith("0 questions (0 answerable, 0 absent), 1 mistake")


def test_lines_after_one_that_is_too_long_are_checked(tmp_path):
    path = write(tmp_path, '"' + "x" * 900_000 + '"', {**RIGHT, "id": ""})
    assert [(one.line, one.field) for one in check_gold(path)] == [(1, "line"), (2, "id")]


def test_an_article_cannot_steer_the_terminal(tmp_path):
    path = write(tmp_path, {**OTHER, "evidence": [["a \x1b[2J danger‮"]], "\x1b]0;x\x07": 1})
    told, _ = check_files([path])
    assert all(line.isprintable() for line in told.splitlines())


def test_a_line_without_an_article_is_checked_as_far_as_it_goes(tmp_path):
    line = {**ABSENT, "article": "no.txt", "answer": ["14"], "evidence": [[]]}
    told = check_gold(write(tmp_path, RIGHT, line, {**OTHER, "id": "c", "article": "pier"}))
    assert [one.field for one in told] == ["evidence", "answer", "article"]


def test_an_article_is_the_same_by_any_name(tmp_path):
    path = write(tmp_path, RIGHT, {**RIGHT, "id": "b", "article": "pier"})
    assert [(one.line, one.field) for one in check_gold(path)] == [(2, "question")]


def test_several_files_are_checked_each_by_itself(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    told, code = check_files([write(first, RIGHT), write(second, RIGHT, ABSENT)])
    assert (told, code) == ("3 questions (2 answerable, 1 absent), no mistake", 0)


@pytest.mark.parametrize(
    "path",
    [seeds.GOLD, *sorted((ROOT / "tests" / "gold").glob("*.jsonl"))],
    ids=lambda path: path.stem,
)
def test_the_gold_files_have_no_mistake(path):
    told = check_gold(path)
    assert [str(mistake) for mistake in told if not mistake.warning] == []
    assert len(told) <= 10


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from((*RIGHT, "review", "evidences", "\x1b"))
NEAR = st.fixed_dictionaries({}, optional=dict.fromkeys((*RIGHT, "review"), JSON))


@given(st.lists(st.dictionaries(NAMES, JSON) | NEAR.map(lambda more: {**RIGHT, **more}) | JSON))
def test_any_json_gives_mistakes_of_one_line_each(lines):
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), *map(json.dumps, lines))
        for mistake in check_gold(path):
            assert str(mistake).isprintable()
            assert 0 <= mistake.line <= len(lines)


@given(st.binary(max_size=200))
def test_any_bytes_give_mistakes_of_one_line_each(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gold.jsonl"
        path.write_bytes(content)
        assert all(str(mistake).isprintable() for mistake in check_gold(path))


@given(st.text(min_size=1, max_size=30), st.text(max_size=30))
def test_what_is_found_alike_stands_in_the_text(snippet, text):
    found = find_alike(snippet, text)
    assert found is None or found[0] in text


@given(st.text())
def test_spelt_text_is_json_without_control_characters(text):
    assert json.loads(spell(text)) == text
    assert spell(text).isprintable()
