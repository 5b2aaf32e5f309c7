"""The gold questions are well formed, and the articles they are about are unaltered."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from seeds import ARTICLES, GOLD

FOLDER = Path(__file__).parent / "gold"
DEVELOPMENT = FOLDER / "development.jsonl"
HELD_OUT = FOLDER / "held_out.jsonl"
FILES = [GOLD, DEVELOPMENT, HELD_OUT]
INVENTED = sorted(FOLDER.glob("*.txt"))
NOTICE = "Invented article for tests: no person, company or event in it is real."
SEED_SHA256 = "ad66cffa02c5524d9d40c0a39116ef1069079b679dbb0e9fd4743f92c2252eae"
ABSENT_TYPES = {"absent_fact", "absent_topic", "false_premise", "wrong_speaker"}
ANSWERED_TYPES = {
    "article_date",
    "byline",
    "disagreement",
    "fact",
    "follow_up",
    "keyword",
    "metadata",
    "misspelt",
    "quotation",
    "several",
    "what_said",
    "who_said",
}
FIELDS = {"id", "type", "question", "history", "article", "evidence", "answer", "absent"}


def read_questions(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_article(name: str) -> str:
    return ARTICLES.get(name, FOLDER / name).read_text(encoding="utf-8")


QUESTIONS = [
    pytest.param(question, id=question["id"]) for path in FILES for question in read_questions(path)
]
ANSWERED = [item for item in QUESTIONS if not item.values[0]["absent"]]


def test_seed_article_is_unaltered():
    content = ARTICLES["reassurance-force"].read_bytes()
    assert hashlib.sha256(content).hexdigest() == SEED_SHA256


@pytest.mark.parametrize("path", INVENTED, ids=lambda path: path.stem)
def test_invented_article_says_so_and_has_the_length_of_a_news_story(path):
    notice, _, story = path.read_text(encoding="utf-8").partition("\n")
    assert notice == NOTICE
    assert 300 <= len(story.split()) <= 600
    assert "\r" not in story


def test_ids_are_unique():
    ids = Counter(question.values[0]["id"] for question in QUESTIONS)
    assert [name for name, count in ids.items() if count > 1] == []


def test_no_question_is_asked_twice():
    asked = Counter(
        (question["article"], question["question"].casefold(), str(question["history"]))
        for question in (item.values[0] for item in QUESTIONS)
    )
    assert [key for key, count in asked.items() if count > 1] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_question_has_the_agreed_shape(question):
    assert set(question) == FIELDS
    assert question["question"] == question["question"].strip() != ""
    assert all(set(turn) == {"question", "answer"} for turn in question["history"])
    assert all(text.strip() for turn in question["history"] for text in turn.values())
    if question["absent"]:
        assert question["type"] in ABSENT_TYPES
        assert question["evidence"] is None
        assert question["answer"] is None
    else:
        assert question["type"] in ANSWERED_TYPES
        assert question["evidence"]
        assert all(question["evidence"])
        assert question["answer"]
        assert all(text.strip() for text in question["answer"])


@pytest.mark.parametrize("question", ANSWERED)
def test_evidence_is_verbatim_and_unique(question):
    article = read_article(question["article"])
    for group in question["evidence"]:
        for snippet in group:
            assert article.count(snippet) == 1, snippet
            assert "\n" not in snippet


@pytest.mark.parametrize("question", ANSWERED)
def test_an_accepted_answer_stands_in_the_article(question):
    article = read_article(question["article"]).casefold()
    assert any(text.casefold() in article for text in question["answer"])


@pytest.mark.parametrize("question", ANSWERED)
def test_type_agrees_with_history_and_evidence(question):
    assert bool(question["history"]) == (question["type"] == "follow_up")
    if question["type"] == "several":
        assert len(question["evidence"]) >= 2


@pytest.mark.parametrize(
    ("path", "total", "absent"),
    [
        pytest.param(GOLD, 75, 28, id="seed"),
        pytest.param(DEVELOPMENT, 130, 45, id="development"),
        pytest.param(HELD_OUT, 130, 45, id="held-out"),
    ],
)
def test_file_holds_enough_of_every_type(path, total, absent):
    questions = read_questions(path)
    types = Counter(question["type"] for question in questions)
    refused = sum(question["absent"] for question in questions)
    assert len(questions) >= total
    assert refused >= absent
    assert 0.30 <= refused / len(questions) <= 0.45
    assert types["fact"] / (len(questions) - refused) <= 0.45
    for name in (ABSENT_TYPES | ANSWERED_TYPES) - {"byline", "metadata"}:
        assert types[name] >= 3, name


def test_seed_questions_are_about_the_seed():
    assert {question["article"] for question in read_questions(GOLD)} == set(ARTICLES)


def test_development_and_held_out_share_no_article():
    development, held_out = (
        {question["article"] for question in read_questions(path)} for path in FILES[1:]
    )
    assert len(development) == len(held_out) == 6
    assert development | held_out == {path.name for path in INVENTED}
