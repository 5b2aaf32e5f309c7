"""Checking gold files of any content, several at once. The article and all in it are invented."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_gold import ABSENT, OTHER, RIGHT, write

import seeds
from qa.gold.check import check_files, check_gold
from qa.gold.places import find_alike, spell

ROOT = Path(__file__).parents[3]


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
