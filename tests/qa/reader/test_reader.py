"""The reader itself: the real model, small texts."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelFileError
from qa.reader.model import FOLDER, SENTENCE_PIECES, Reader

SENTENCES = [
    "The bridge over the river Arden was opened by Mayor Elena Ruiz on 4 May 1998.",
    "It cost 12 million pounds.",
    "Local fishermen had opposed the plan for years because they feared for the salmon.",
    "Two weeks later the first bus crossed it.",
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.fixture(scope="module")
def states(reader):
    return reader.read_sentences(SENTENCES)


def test_every_sentence_gets_its_states(states):
    assert len(states) == len(SENTENCES)
    for sentence, entry in zip(SENTENCES, states, strict=True):
        assert entry.vectors.shape[0] == len(entry.ids) == len(entry.offsets) > 0
        assert entry.vectors.dtype == np.float16
        assert np.isfinite(entry.vectors).all()
        assert (entry.offsets[:, 0] < entry.offsets[:, 1]).all()
        assert entry.offsets.max() <= len(sentence)


@pytest.mark.parametrize(
    ("question", "right", "answer"),
    [
        ("Who opened the bridge?", 0, "Elena Ruiz"),
        ("How much did the bridge cost?", 1, "12 million"),
        ("Who opposed the plan?", 2, "fishermen"),
    ],
)
def test_right_sentence_scores_highest_and_holds_the_answer(
    reader, states, question, right, answer
):
    readings = reader.score(reader.read_question(question), states)
    scores = [reading.score for reading in readings]
    assert scores.index(max(scores)) == right
    found = SENTENCES[right][readings[right].start : readings[right].end]
    assert answer in found


def test_question_that_nothing_answers_scores_lower(reader, states):
    def best(question):
        return max(r.score for r in reader.score(reader.read_question(question), states))

    assert best("Who opened the bridge?") > best("Who opened the airport?")


@pytest.mark.parametrize("question", ["Who?", "?", "", "what " * 300, "¿Quién 👩‍👩‍👧 abrió?"])
def test_offsets_lie_inside_the_sentence(reader, states, question):
    readings = reader.score(reader.read_question(question), states)
    assert len(readings) == len(states)
    for sentence, reading in zip(SENTENCES, readings, strict=True):
        assert 0 <= reading.start < reading.end <= len(sentence)
        assert np.isfinite(reading.score)


@pytest.mark.parametrize(
    "sentence", ["", " ", "\u200b", "…", "Ünïcödé ﬁne 漢字 e\u0301.", "a " * 2000]
)
def test_any_sentence_can_be_read(reader, sentence):
    entries = reader.read_sentences(["A sentence before it.", sentence, "One after it."])
    readings = reader.score(reader.read_question("What is it?"), entries)
    assert len(readings) == 3
    assert len(entries[1].ids) <= SENTENCE_PIECES
    assert 0 <= readings[1].start <= readings[1].end <= len(sentence)


def test_nothing_to_read(reader):
    assert reader.read_sentences([]) == []
    assert reader.score(reader.read_question("Who?"), []) == []


def test_score_hardly_depends_on_the_other_candidates(reader, states):
    question = reader.read_question("How much did the bridge cost?")
    together = reader.score(question, states)
    for entry, reading in zip(states, together, strict=True):
        (alone,) = reader.score(question, [entry])
        assert alone.score == pytest.approx(reading.score, abs=BATCH_TOLERANCE)


BATCH_TOLERANCE = 0.25
"""Activations are scaled to 8 bits over the whole run, so other candidates change a score a bit."""


def test_same_input_same_output(reader):
    first = reader.score(reader.read_question("Who opened it?"), reader.read_sentences(SENTENCES))
    again = reader.score(reader.read_question("Who opened it?"), reader.read_sentences(SENTENCES))
    assert first == again


def test_threads_get_the_answers_of_one_thread(reader, states):
    questions = ["Who opened the bridge?", "What did it cost?", "Who feared for the salmon?"] * 8
    expected = [reader.score(reader.read_question(question), states) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda q: reader.score(reader.read_question(q), states), questions)
        assert list(found) == expected


def test_long_article_is_read_in_chunks(reader):
    entries = reader.read_sentences(SENTENCES * 20)
    assert len(entries) == len(SENTENCES) * 20
    assert [list(entry.ids) for entry in entries[:4]] == [list(entry.ids) for entry in entries[4:8]]


@pytest.mark.parametrize("name", ["encoder.onnx", "head.onnx", "model.json"])
@pytest.mark.parametrize("damage", ["alter", "remove"])
def test_damaged_model_is_refused(tmp_path: Path, name: str, damage: str):
    for part in ("encoder.onnx", "head.onnx", "model.json"):
        shutil.copyfile(FOLDER / part, tmp_path / part)
    target = tmp_path / name
    if damage == "remove":
        target.unlink()
    else:
        target.write_bytes(target.read_bytes()[:-9] + b"tampered!")
    with pytest.raises(ModelFileError, match=r"(?i)install"):
        Reader.load(tmp_path)
