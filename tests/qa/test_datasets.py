"""Readers of open datasets, on small invented files of the published shapes."""

import json
from pathlib import Path

import pytest

from index.errors import GoldError
from qa.bench import measure_speed
from qa.datasets import READERS, read_dataset, read_gold_texts, split_halves
from qa.evaluate_datasets import draw, evaluate_dataset, evaluate_together

# Invented: no person, place or event in these texts is real.
ORRIN = "The ferry sank near Orrin on Friday. Ana Roe led the rescue. Nobody was hurt."
VELDEN = "The bridge at Velden closed on Monday. Bo Lind called it a shame."


def write_squad2(folder):
    def ask(question, text, answer):
        answers = [{"text": answer, "answer_start": text.index(answer)}] if answer else []
        return {"question": question, "answers": answers, "is_impossible": not answer}

    articles = []
    for title, text, answer in (("Orrin", ORRIN, "Ana Roe"), ("Velden", VELDEN, "Bo Lind")):
        asked = [ask("Who is named?", text, answer), ask("Who won the cup?", text, "")]
        paragraphs = [{"context": "First came rain.", "qas": []}, {"context": text, "qas": asked}]
        articles.append({"title": title, "paragraphs": paragraphs})
    (folder / "dev.json").write_text(json.dumps({"data": articles}))


def write_coqa(folder):
    start = ORRIN.index(" Ana Roe led")
    question = {
        "article_id": "a",
        "question": "Who led it?",
        "history": [{"q": "What sank?", "a": "The ferry."}],
        "answerable": True,
        "answers": ["Ana Roe"],
        "gold": [{"start": start, "text": " Ana Roe led"}],
    }
    (folder / "articles.jsonl").write_text(json.dumps({"article_id": "a", "text": ORRIN}))
    (folder / "questions.jsonl").write_text(json.dumps(question))


def write_clapnq(folder):
    rows = [
        {
            "qid": str(number),
            "question": "who led the rescue",
            "sentences": ["The ferry sank near Orrin .", "Ana Roe led the rescue ."],
            "answerable": number % 2 == 0,
            "gold_sentences": ["Ana Roe led the rescue ."],
        }
        for number in range(4)
    ]
    (folder / "questions.jsonl").write_text("\n".join(json.dumps(row) for row in rows))


WRITERS = {"squad2": write_squad2, "coqa-cnn": write_coqa, "clapnq": write_clapnq}


@pytest.fixture
def data(tmp_path) -> Path:
    for name, write in WRITERS.items():
        (tmp_path / name).mkdir()
        write(tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "texts", "questions", "found"),
    [
        ("squad2", 2, 4, {"A", "B"}),
        ("coqa-cnn", 1, 1, {"Ana Roe led"}),
        ("clapnq", 4, 4, {"Ana Roe led the rescue ."}),
    ],
)
def test_places_point_at_the_words_that_answer(data, name, texts, questions, found):
    read = read_dataset(name, data)
    assert len(read) == texts
    assert sum(len(text.questions) for text in read) == questions
    assert found == {t.text[a:b] for t in read for q in t.questions for a, b in q.places}


def test_history_is_read_as_pairs(data):
    (text,) = read_dataset("coqa-cnn", data)
    assert text.questions[0].history == (("What sank?", "The ferry."),)


@pytest.mark.parametrize("name", READERS)
def test_a_file_of_another_form_is_told(data, name):
    for path in (data / name).iterdir():
        path.write_text('{"other": 1}')
    with pytest.raises(GoldError, match="published form"):
        read_dataset(name, data)


def test_halves_share_no_text(data):
    first, second = split_halves(read_dataset("clapnq", data))
    assert {text.name for text in first} == {"0", "2"}
    assert {text.name for text in second} == {"1", "3"}


def test_a_draw_is_the_same_every_time_and_never_more_than_asked(data):
    texts = read_dataset("clapnq", data)
    drawn = draw(texts, 2)
    assert drawn == draw(texts, 2)
    assert sum(len(text.questions) for text in drawn) == 2
    assert draw(texts, 99) == texts


@pytest.mark.parametrize("name", READERS)
def test_a_dataset_is_scored_whole_and_by_its_unseen_half(data, name):
    scored = json.loads(evaluate_dataset(name, data, limit=None, as_json=True))
    assert scored["all"]["questions"] >= 1
    assert scored["all"]["in_five"] == 1.0
    assert 0 <= scored["unseen_half"]["answered"] <= 1
    assert "unanswerable" in evaluate_dataset(name, data, limit=2, as_json=False)


def test_the_right_article_is_found_among_all(data):
    scored = json.loads(evaluate_together("squad2", data, limit=None, as_json=True))["together"]
    assert scored["with_history"]["articles"] == 2
    assert scored["with_history"]["questions"] == 2
    assert scored["with_history"] == scored["without_history"]
    assert "right_article_first" in scored["with_history_unseen_half"]
    assert "right article" in evaluate_together("coqa-cnn", data, limit=1, as_json=False)


def test_gold_files_are_read_in_the_shape_of_a_dataset(tmp_path):
    (tmp_path / "orrin.txt").write_text(ORRIN)
    gold = {"question": "Who led?", "article": "orrin.txt", "evidence": [["Ana Roe"]]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold))
    (text,) = read_gold_texts(tmp_path / "gold.jsonl")
    ((start, end),) = text.questions[0].places
    assert text.text[start:end] == "Ana Roe"
    (tmp_path / "orrin.txt").unlink()
    with pytest.raises(GoldError, match=r"orrin\.txt"):
        read_gold_texts(tmp_path / "gold.jsonl")


def test_speed_is_told_as_a_ratio():
    shown = measure_speed(rounds=1)
    assert "ratio" in shown
    assert "embed_ms" in shown
