"""No question or text the project is measured with is among those the reader learned from."""

import json
import re
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
FILES = (
    "squad1.jsonl",
    "shifts-new_wiki.jsonl",
    "shifts-reddit.jsonl",
    "shifts-amazon_reviews.jsonl",
)

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the development data does not lie beside this checkout"
)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _windows(text: str, *, size: int = 12) -> set[str]:
    words = _plain(text).split()
    return {" ".join(words[place : place + size]) for place in range(len(words) - size + 1)}


@pytest.fixture(scope="module")
def training() -> tuple[set[str], set[str]]:
    questions, windows = set(), set()
    for name in FILES:
        for line in (DATA / "train" / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            windows |= _windows(row["context"])
            questions |= {_plain(entry["question"]) for entry in row["questions"]}
    return questions, windows


def _squad() -> list[tuple[str, list[str]]]:
    data = json.loads((DATA / "squad2" / "dev.json").read_text(encoding="utf-8"))["data"]
    return [
        (paragraph["context"], [entry["question"] for entry in paragraph["qas"]])
        for article in data
        for paragraph in article["paragraphs"]
    ]


def _clapnq() -> list[tuple[str, list[str]]]:
    lines = (DATA / "clapnq" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [(row["passage"], [row["question"]]) for row in rows]


def _coqa() -> list[tuple[str, list[str]]]:
    lines = (DATA / "coqa-cnn" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [(json.loads(line)["text"], []) for line in lines]


@pytest.mark.parametrize("load", [_squad, _clapnq, _coqa], ids=["squad2", "clapnq", "coqa-cnn"])
def test_evaluation_texts_are_not_trained_on(training, load):
    questions, windows = training
    shared_questions = [q for _, asked in load() for q in asked if _plain(q) in questions]
    assert shared_questions == []
    shared_texts = [text[:80] for text, _ in load() if _windows(text) & windows]
    assert shared_texts == []
