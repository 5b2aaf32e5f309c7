"""Files of datasets that are missing, broken, of another form, or made to do harm."""

import json
import os
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_shapes import SHAPES, make_coqa_cnn, make_squad2, write

from index.errors import GoldError
from qa.evaluation.datasets import (
    CLAIM_DATASETS,
    QUESTION_DATASETS,
    files,
    read_batches,
    read_claims,
)

NAMES = sorted([*QUESTION_DATASETS, *CLAIM_DATASETS])
ALL_SHAPES = [(name, make) for name in NAMES for make in SHAPES[name]]

BROKEN = {
    "empty": b"",
    "blank": b"\n \n",
    "other-form": b'{"other": 1}',
    "list-of-lists": b"[[[]]]",
    "number": b"7",
    "null": b"null",
    "not-json": b'{"data": [',
    "not-a-number": b'{"data": NaN}',
    "endless-number": b'{"data": ' + b"9" * 10_000 + b"}",
    "nested-without-end": b"[" * 200_000,
    "nested-objects": b'{"data":' * 100_000,
    "not-utf-8": b'{"data": "\xff\xfe"}',
    "binary": bytes(range(256)),
    "null-bytes": b"\0" * 64,
}


def read(name, path):
    return (read_batches if name in QUESTION_DATASETS else read_claims)(name, path)


def assert_told(caught, *words):
    told = str(caught.value)
    assert "\n" not in told
    assert len(told) < 1_000
    for word in words:
        assert word in told


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_told_with_what_to_do(tmp_path, name):
    missing = [tmp_path / name for name in ("", "missing", "missing.jsonl", "x" * 300)]
    for path in (*missing, Path("a\0b"), Path("/dev/zero")):
        with pytest.raises(GoldError) as caught:
            read(name, path)
        assert_told(caught, "--data")


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize(("name", "make"), ALL_SHAPES)
def test_a_broken_file_is_told(tmp_path, name, make, content):
    folder = write(make(), tmp_path)
    for file in folder.iterdir():
        file.write_bytes(content)
    with pytest.raises(GoldError) as caught:
        read(name, folder)
    assert_told(caught)


def test_an_unknown_dataset_is_told():
    for read_any in (read_batches, read_claims):
        with pytest.raises(GoldError, match="Name one of"):
            read_any("no such", Path())


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "claims.jsonl")
    with pytest.raises(GoldError):
        read_claims("claims", tmp_path / "claims.jsonl")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_lies_beside_must_be_a_file(tmp_path, make):
    folder = write(make_coqa_cnn(), tmp_path)
    (folder / "articles.jsonl").unlink()
    with pytest.raises(GoldError, match=r"articles\.jsonl cannot be read"):
        read_batches("coqa-cnn", folder)
    make(folder / "articles.jsonl")
    with pytest.raises(GoldError, match=r"articles\.jsonl is not an ordinary file"):
        read_batches("coqa-cnn", folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path):
    file = write(make_squad2(), tmp_path) / "dev-v2.0.json"
    file.chmod(0)
    with pytest.raises(GoldError, match="cannot be read"):
        read_batches("squad2", file)


@pytest.mark.parametrize(
    ("bound", "name"),
    [
        pytest.param("_MAXIMUM_BYTES", "squad2", id="file"),
        pytest.param("_MAXIMUM_LINE_BYTES", "claims", id="line"),
        pytest.param("_MAXIMUM_ROWS", "claims", id="rows"),
        pytest.param("_MAXIMUM_FILES", "clapnq", id="files"),
        pytest.param("_MAXIMUM_NAME", "squad2", id="name"),
    ],
)
def test_what_is_too_large_is_told(tmp_path, monkeypatch, bound, name):
    folder = write(SHAPES[name][0](), tmp_path)
    monkeypatch.setattr(files, bound, 1)
    with pytest.raises(GoldError) as caught:
        read(name, folder)
    assert_told(caught)


def test_an_article_that_is_too_large_is_told(tmp_path):
    made = make_coqa_cnn()
    made["articles.jsonl"][0]["text"] = "word " * 250_000
    with pytest.raises(GoldError, match=r"articles\.jsonl, line 1, text: is no article"):
        read_batches("coqa-cnn", write(made, tmp_path))


SQUAD2_QUESTION = ("data", 0, "paragraphs", 1, "qas", 0)


def change(value, path, new):
    """Put a value where a path leads; the path is made of keys and numbers."""
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = new


@pytest.mark.parametrize(
    ("path", "new", "told"),
    [
        pytest.param(("data",), {}, "dev-v2.0.json, data:", id="data"),
        pytest.param(("data", 1), 5, "data 2: is not a JSON object", id="article"),
        pytest.param(("data", 0, "paragraphs"), [], "data 1, paragraphs:", id="no-text"),
        pytest.param(
            ("data", 0, "paragraphs", 1, "context"), None, "paragraphs 2, context", id="context"
        ),
        pytest.param((*SQUAD2_QUESTION, "id"), 1.5, "qas 1, id", id="id"),
        pytest.param((*SQUAD2_QUESTION, "id"), "x" * 2_000, "qas 1, id", id="endless-id"),
        pytest.param((*SQUAD2_QUESTION, "question"), [], "qas 1, question", id="question"),
        pytest.param((*SQUAD2_QUESTION, "is_impossible"), "no", "is_impossible", id="flag"),
        pytest.param((*SQUAD2_QUESTION, "answers"), [], "qas 1, answers", id="no-answers"),
        *(
            pytest.param(
                (*SQUAD2_QUESTION, "answers", 1, "answer_start"),
                start,
                "qas 1, answers 2, answer_start",
                id=f"start-{start}",
            )
            for start in (-1, 10**6, 10**30, True, "3", None, 1.0)
        ),
        pytest.param((*SQUAD2_QUESTION, "answers", 0, "text"), "", "answers 1", id="empty"),
    ],
)
def test_each_mistake_is_named_by_place_and_field(tmp_path, path, new, told):
    made = make_squad2()
    change(made["dev-v2.0.json"], path, new)
    with pytest.raises(GoldError) as caught:
        read_batches("squad2", write(made, tmp_path))
    assert_told(caught, told, "docs/datasets.md")


@pytest.mark.parametrize(
    ("file", "path", "new", "told"),
    [
        pytest.param("questions.jsonl", (1, "article_id"), "z", "line 2, article_id", id="orphan"),
        pytest.param("questions.jsonl", (0, "answerable"), 1, "line 1, answerable", id="flag"),
        pytest.param("questions.jsonl", (0, "history"), [["q", "a"]], "history 1", id="history"),
        pytest.param("questions.jsonl", (0, "gold", 0, "start"), -5, "gold 1, start", id="before"),
        pytest.param("questions.jsonl", (0, "gold", 0, "start"), 999, "gold 1, start", id="after"),
        pytest.param("questions.jsonl", (0, "answers"), ["\udfff"], "half a char", id="surrogate"),
        pytest.param("articles.jsonl", (0, "text"), " ", "line 1, text", id="no-words"),
    ],
)
def test_mistakes_in_lines_are_named_by_line(tmp_path, file, path, new, told):
    made = make_coqa_cnn()
    change(made[file], path, new)
    with pytest.raises(GoldError) as caught:
        read_batches("coqa-cnn", write(made, tmp_path))
    assert_told(caught, file, told)


@pytest.mark.parametrize(
    ("name", "path", "new", "told"),
    [
        pytest.param("coqa", ("coqa-dev-v1.0.json", "data", 0, "answers"), [], "answers", id="few"),
        pytest.param(
            "clapnq", ("clapnq_dev_answerable.jsonl", 0, "passages"), [], "passages", id="none"
        ),
        pytest.param("multihop-rag", ("corpus.json", 1, "body"), "?", "item 2, body", id="empty"),
        pytest.param("rgb", ("en.json", 0, "positive", 0), ["x"], "line 1, positive", id="mixed"),
        pytest.param("rgb", ("en.json", 1, "answer"), [[7]], "line 2, answer", id="no-text"),
    ],
)
def test_mistakes_of_a_dataset_of_its_own_are_named(tmp_path, name, path, new, told):
    made = SHAPES[name][0]()
    change(made, path, new)
    with pytest.raises(GoldError) as caught:
        read_batches(name, write(made, tmp_path))
    assert_told(caught, path[0], told)


def test_the_name_of_a_field_cannot_steer_the_terminal(tmp_path):
    made = SHAPES["coqa"][0]()
    made["coqa-dev-v1.0.json"]["data"][0]["additional_answers"] = {"\x1b[2J\n" * 500: 3}
    with pytest.raises(GoldError) as caught:
        read_batches("coqa", write(made, tmp_path))
    assert_told(caught)
    assert "\x1b" not in str(caught.value)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def list_paths(value, path=()):
    """Yield the path to every part of a JSON value."""
    if path:
        yield path
    if isinstance(value, dict | list):
        steps = value if isinstance(value, dict) else range(len(value))
        for step in steps:
            yield from list_paths(value[step], (*path, step))


def assert_read_or_refused(name, made):
    told = ""
    with TemporaryDirectory() as folder:
        try:
            read(name, write(made, Path(folder)))
        except GoldError as error:
            told = str(error)
    assert "\n" not in told


@pytest.mark.parametrize(("name", "make"), ALL_SHAPES)
@settings(max_examples=40)
@given(data=st.data())
def test_any_change_of_a_file_is_read_or_refused(name, make, data):
    made = deepcopy(make())
    for _ in range(data.draw(st.integers(1, 2))):
        paths = [path for path in list_paths(made) if len(path) > 1] or [tuple(made)[:1]]
        change(made, data.draw(st.sampled_from(paths)), data.draw(ANYTHING))
    assert_read_or_refused(name, made)


@pytest.mark.parametrize(("name", "make"), ALL_SHAPES)
@settings(max_examples=15)
@given(value=ANYTHING)
def test_any_json_is_read_or_refused(name, make, value):
    assert_read_or_refused(name, dict.fromkeys(make(), value))


@pytest.mark.parametrize(("name", "make"), ALL_SHAPES)
def test_any_field_may_be_missing(name, make):
    for path in list_paths(make()):
        if isinstance(path[-1], str) and len(path) > 1:
            made = deepcopy(make())
            parent = made
            for step in path[:-1]:
                parent = parent[step]
            del parent[path[-1]]
            assert_read_or_refused(name, made)


def test_bytes_at_the_start_that_tell_the_encoding_are_passed_over(tmp_path):
    file = tmp_path / "dev.json"
    file.write_text(json.dumps(make_squad2()["dev-v2.0.json"]), "utf-8-sig")
    assert len(read_batches("squad2", file)) == 2
