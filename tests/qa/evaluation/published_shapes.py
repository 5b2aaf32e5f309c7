"""Small files in the forms in which datasets are published.

Everything in them is invented: no person, place or event is real.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

ORRIN = "The ferry sank near Orrin on Friday. Ana Roe led the rescue. Nobody was hurt."
VELDEN = "The bridge at Velden closed on Monday. Bo Lind called it a shame."

Files = dict[str, Any]
"""What each file holds: a list of rows for JSON Lines, or one JSON value."""


def _find(text: str, words: str) -> dict[str, int]:
    return {"span_start": text.index(words), "span_end": text.index(words) + len(words)}


def _ask_squad2(number: int, text: str, answer: str) -> list[dict[str, Any]]:
    right = {"text": answer, "answer_start": text.index(answer)}
    longer = {"text": text[text.index(answer) :], "answer_start": text.index(answer)}
    return [
        {
            "id": f"right{number}",
            "question": "Who is named?",
            "answers": [right, dict(right), longer],
            "is_impossible": False,
        },
        {
            "id": f"wrong{number}",
            "question": "Who won the cup?",
            "answers": [],
            "plausible_answers": [right],
            "is_impossible": True,
        },
    ]


def make_squad2() -> Files:
    articles = [
        {
            "title": title,
            "paragraphs": [
                {"context": "First came rain.", "qas": []},
                {"context": text, "qas": _ask_squad2(number, text, answer)},
            ],
        }
        for number, (title, text, answer) in enumerate(
            (("Orrin", ORRIN, "Ana Roe"), ("Velden", VELDEN, "Bo Lind"))
        )
    ]
    return {"dev-v2.0.json": {"version": "v2.0", "data": articles}}


def make_coqa() -> Files:
    def answer(turn: int, text: str, words: str) -> dict[str, Any]:
        return {"turn_id": turn, "input_text": text, "span_text": words, **_find(ORRIN, words)}

    unknown = {"input_text": "unknown", "span_start": -1, "span_end": -1, "span_text": "unknown"}
    return {
        "coqa-dev-v1.0.json": {
            "version": "1.0",
            "data": [
                {
                    "source": "cnn",
                    "id": "story",
                    "filename": "invented.story",
                    "story": ORRIN,
                    "questions": [
                        {"turn_id": 1, "input_text": "What sank?"},
                        {"turn_id": 2, "input_text": "Who led the rescue?"},
                        {"turn_id": 3, "input_text": "Why did it sink?"},
                    ],
                    "answers": [
                        answer(1, "a ferry", "The ferry sank "),
                        answer(2, "Ana Roe", "Ana Roe"),
                        {"turn_id": 3, **unknown},
                    ],
                    "additional_answers": {
                        "0": [
                            answer(1, "the ferry", "ferry sank"),
                            {"turn_id": 2, **unknown},
                            answer(3, "rain", "sank"),
                        ]
                    },
                    "name": "invented",
                }
            ],
        }
    }


def make_coqa_cnn() -> Files:
    question = {
        "qid": "a|2",
        "article_id": "a",
        "question": "Who led it?",
        "history": [{"q": "What sank?", "a": "The ferry."}],
        "answerable": True,
        "ambiguous": False,
        "answers": ["Ana Roe"],
        "gold": [{"start": ORRIN.index(" Ana Roe led"), "text": " Ana Roe led"}],
    }
    other = {**question, "qid": "a|3", "question": "Why?", "answerable": False, "gold": []}
    articles = [{"article_id": "a", "text": ORRIN}, {"article_id": "b", "text": VELDEN}]
    return {"questions.jsonl": [question, other], "articles.jsonl": articles}


def make_abg_coqa() -> Files:
    row = {
        "id": "story|3|1",
        "story": ORRIN,
        "target_turn": {
            "turn_id": 3,
            "question": "Who did?",
            "answer": "Ana Roe",
            "rationale": "Ana Roe led",
            **_find(ORRIN, "Ana Roe led"),
        },
        "history_turns": [
            {"turn_id": 2, "question": "What sank?", "answer": "a ferry", "rationale": "ferry"}
        ],
        "ambiguity": "ambiguous",
        "clarification_turn": {
            "question": "Do you mean who led the rescue?",
            "answers": [
                {"clr_ans": "Yes", "org_ans": "Ana Roe", "org_ans_2": "Roe"},
                {"clr_ans": "No, who was hurt", "org_ans": "nobody", "org_ans_2": "unknown"},
            ],
        },
        "source": "cnn",
    }
    plain = {**row, "id": "story|4|1", "ambiguity": "non_ambiguous", "clarification_turn": {}}
    return {"coqa_abg_val.json": {"version": "1.0", "data": [row, plain]}}


def make_clapnq() -> Files:
    sentences = ["The ferry sank near Orrin .", "Ana Roe led the rescue .", "Nobody was hurt ."]
    passage = {"title": "Orrin", "text": " ".join(sentences), "sentences": sentences}
    meta = {"annotator": [1], "round": 1, "skip": False}
    right = [
        {"answer": "Ana Roe led it.", "selected_sentences": sentences[1:2], "meta": meta},
        {"answer": "Ana Roe.", "selected_sentences": sentences[:2], "meta": meta},
    ]
    wrong = [{"answer": "", "selected_sentences": [], "meta": meta}]
    return {
        "clapnq_dev_answerable.jsonl": [
            {"id": "1", "input": "who led the rescue", "passages": [passage], "output": right}
        ],
        "clapnq_dev_unanswerable.jsonl": [
            {"id": "2", "input": "who won the cup", "passages": [passage], "output": wrong}
        ],
    }


def make_joined_clapnq() -> Files:
    rows = [
        {
            "qid": str(number),
            "question": "who led the rescue",
            "sentences": ["The ferry sank near Orrin .", "Ana Roe led the rescue ."],
            "answerable": number % 2 == 0,
            "answers": ["Ana Roe led it."],
            "gold_sentences": ["Ana Roe led the rescue ."],
        }
        for number in range(4)
    ]
    return {"questions.jsonl": rows}


def make_multihop_rag() -> Files:
    def describe(name: str) -> dict[str, Any]:
        return {
            "title": f"What happened at {name}",
            "author": "Cy Dunn",
            "source": "The Invented Times",
            "published_at": "2023-09-28T12:00:00+00:00",
            "category": "news",
            "url": f"https://example.org/{name}",
        }

    corpus = [
        {**describe("orrin"), "body": ORRIN.replace("led the", "led\n\nthe")},
        {**describe("velden"), "body": VELDEN},
    ]
    facts = [
        {**describe("orrin"), "fact": "Ana Roe led the rescue."},
        {**describe("velden"), "fact": "Bo Lind called it a shame."},
    ]
    questions = [
        {
            "query": "Who spoke at Velden, and who led at Orrin?",
            "answer": "Bo Lind and Ana Roe",
            "question_type": "inference_query",
            "evidence_list": facts,
        },
        {
            "query": "Who won the cup?",
            "answer": "Insufficient information.",
            "question_type": "null_query",
            "evidence_list": [],
        },
    ]
    return {"MultiHopRAG.json": questions, "corpus.json": corpus}


def make_realtime_qa() -> Files:
    def ask(number: int, question: str, choices: list[str], right: str) -> dict[str, Any]:
        return {
            "question_id": f"20220617_{number}",
            "question_date": "2022/06/17",
            "question_source": "The Invented Times",
            "question_url": "https://example.org/quiz",
            "question_sentence": question,
            "choices": choices,
            "answer": [right],
            "evidence": "",
        }

    found = {
        "url": "https://example.org/orrin",
        "title": "A ferry sinks",
        "text": ORRIN,
        "authors": ["Cy Dunn"],
        "publish_date": "2022/06/17",
    }
    empty = {**found, "text": ""}
    return {
        "20220617_qa.jsonl": [
            ask(0, "Who led the rescue?", ["Bo Lind", "“Ana Roe”"], "1"),
            ask(1, "Who won the cup?", ["Bo Lind", "Di Mott"], "0"),
            ask(2, "Where did it rain?", ["Orrin", "Velden"], "0"),
        ],
        "20220617_gcs.jsonl": [
            {"question_id": "20220617_0", "search_time": "now", "search_result": [found, empty]},
            {"question_id": "20220617_1", "search_time": "now", "search_result": [found]},
            {"question_id": "20220617_2", "search_time": "now", "search_result": [empty]},
        ],
    }


_NOISE = [f"On day {number} it rained at Velden." for number in range(6)]


def make_rgb() -> Files:
    row = {
        "id": 0,
        "query": "Who led the rescue?",
        "answer": [["Ana Roe", "A. Roe"]],
        "positive": [f"Ana Roe led rescue {number} near Orrin ..." for number in range(4)],
        "negative": [*_NOISE, "..."],
    }
    return {"en.json": [row, {**row, "id": 1, "answer": "Ana Roe", "negative": []}]}


def make_rgb_of_parts() -> Files:
    row = {
        "id": 0,
        "query": "Who led the rescue, and who called it a shame?",
        "answer": ["Ana Roe", ["Bo Lind", "B. Lind"]],
        "answer1": ["Ana Roe"],
        "answer2": ["Bo Lind"],
        "positive": [["Ana Roe led.", "It was Ana Roe."], ["Bo Lind called it a shame."]],
        "negative": _NOISE,
    }
    return {"en_int.json": [row]}


def make_longbench_cite() -> Files:
    row = {
        "idx": 0,
        "dataset": "multifieldqa_en",
        "query": "Who led the rescue?",
        "context": ORRIN,
        "answer": ["Ana Roe led it."],
        "few_shot_scores": [],
    }
    return {"LongBench-Cite.json": [row]}


def make_wice() -> Files:
    def claim(name: str, statement: str, label: str) -> dict[str, Any]:
        return {
            "label": label,
            "supporting_sentences": [[0]],
            "claim": statement,
            "evidence": ["The ferry sank near Orrin.", "Ana Roe led the rescue."],
            "meta": {"id": name, "claim_title": "Orrin", "claim_section": "", "claim_context": ""},
        }

    return {
        "test.jsonl": [
            claim("test1", "A ferry sank near Orrin.", "supported"),
            claim("test2", "A ferry sank near Orrin in 1911.", "partially_supported"),
            claim("test3", "A bridge closed.", "not_supported"),
        ]
    }


def make_summedits() -> Files:
    def summary(name: str, text: str, label: int) -> dict[str, Any]:
        return {
            "id": name,
            "doc": ORRIN,
            "summary": text,
            "label": label,
            "original_summary": "A ferry sank near Orrin.",
            "edit_types": [],
        }

    return {
        "summedits_news.json": [
            summary("orrin_og", "A ferry sank near Orrin.", 1),
            summary("orrin_0", "A ferry sank near Velden.", 0),
        ]
    }


def make_claims() -> Files:
    premises = ["The ferry sank near Orrin on Friday.", "Ana Roe led the rescue."]
    rows = [
        {
            "id": f"{source}-{number}",
            "source": source,
            "group": f"g{number // 2}",
            "premise": premise,
            "claim": f"The ferry sank near {('Orrin', 'Velden')[number % 2]} on Friday.",
            "label": 1 - number % 2,
        }
        for source, premise in (("lists", premises), ("texts", " ".join(premises)))
        for number in range(8)
    ]
    return {"claims.jsonl": rows}


SHAPES: dict[str, list[Callable[[], Files]]] = {
    "abg-coqa": [make_abg_coqa],
    "clapnq": [make_clapnq, make_joined_clapnq],
    "coqa": [make_coqa],
    "coqa-cnn": [make_coqa_cnn],
    "longbench-cite": [make_longbench_cite],
    "multihop-rag": [make_multihop_rag],
    "realtime-qa": [make_realtime_qa],
    "rgb": [make_rgb, make_rgb_of_parts],
    "squad2": [make_squad2],
    "claims": [make_claims],
    "summedits": [make_summedits],
    "wice": [make_wice],
}
"""Makers of each dataset's files, by its name."""

LINES = (".jsonl", "en.json", "en_int.json")
"""How the names of files end that hold one JSON object a line; RGB's are called ``.json``."""


def write(files: Files, folder: Path) -> Path:
    """Write the files into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        if name.endswith(LINES) and isinstance(value, list):
            content = "\n".join(json.dumps(row) for row in value)
        else:
            content = json.dumps(value)
        (folder / name).write_text(content, "utf-8")
    return folder
