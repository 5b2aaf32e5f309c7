"""Figures side by side, on cases made by hand. The story and all names in it are invented."""

import json
from pathlib import Path

import pytest
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata

from index import make_article
from index.errors import GoldError, LanguageModelError, SettingsError
from qa import ArticleQA, compare
from qa.baselines import CitationBaseline
from qa.compare import Case, Reply
from qa.language_model.client import LanguageModel

FERRY = """\
An invented story: the ferry of Orrin
The ferry of Orrin will stop running on 4 May, the council said on Monday.
It carries 300 passengers a day across the sound.
"""


def make_case(*, answers=("4 May",), evidence=((("a", 0, 10),),)):
    return Case(question="When?", history=(), article=None, evidence=evidence, answers=answers)


def make_reply(text="On 4 May.", *, places=(("a", 5, 15),), refused=False, verdicts=("supported",)):
    return Reply(
        text=text, places=places, refused=refused, verdicts=verdicts, replaced=False, seconds=1.0
    )


ABSENT = make_case(answers=(), evidence=())
REFUSED = make_reply("", places=(), refused=True, verdicts=())


@pytest.mark.parametrize(
    ("case", "reply", "figures"),
    [
        (make_case(), make_reply(), {"right_answers": 1, "evidence_cited": 1, "citations": 1}),
        (make_case(), make_reply("In June."), {"right_answers": 0, "wrong_supported": 1}),
        (make_case(), make_reply("In June.", verdicts=("partly",)), {"wrong_supported": 0}),
        (make_case(), make_reply("In June.", verdicts=()), {"wrong_supported": 0}),
        (make_case(), make_reply(places=(("a", 10, 15),)), {"evidence_cited": 0}),
        (make_case(), make_reply(places=(("b", 0, 10),)), {"evidence_cited": 0}),
        (make_case(), make_reply(places=()), {"evidence_cited": 0, "citation_chars": 0}),
        (make_case(), REFUSED, {"right_answers": 0, "false_refusals": 1, "citations": 0}),
        (
            make_case(evidence=((("a", 0, 9), ("a", 20, 30)), (("b", 0, 9),))),
            make_reply(places=(("a", 25, 26), ("b", 8, 10))),
            {"evidence_cited": 1, "citations": 2, "citation_chars": 1.5},
        ),
        (
            make_case(evidence=((("a", 0, 9),), (("b", 0, 9),))),
            make_reply(places=(("a", 0, 9),)),
            {"evidence_cited": 0},
        ),
        (ABSENT, REFUSED, {"absent_questions": 1, "absent_refused": 1, "questions": 0}),
        (ABSENT, make_reply(), {"absent_refused": 0, "wrong_supported": 1}),
    ],
)
def test_figures(case, reply, figures):
    found = compare._score([case], [reply])
    assert found | figures == found
    assert found.keys() == compare._MEANING.keys()


@pytest.mark.parametrize(
    "text",
    [
        "The provided sources do not mention the price.",
        "It is not stated.",
        "I cannot answer.",
        "There is no information on it.",
        "The text doesn't say.",
        "Empty Response",
    ],
)
def test_a_baseline_refuses_in_prose(text):
    assert compare._REFUSES.search(text)


@pytest.mark.parametrize("text", ["It stops on 4 May [1].", "The council said no [2].", ""])
def test_an_answer_in_prose_is_no_refusal(text):
    assert not compare._REFUSES.search(text)


class Parrot(CustomLLM):
    """Always replies the same."""

    reply: str = "It will stop on 4 May [1][9]."

    @property
    def metadata(self):
        return LLMMetadata(model_name="parrot")

    def complete(self, prompt, formatted=False, **_):
        return CompletionResponse(text=self.reply)

    def stream_complete(self, prompt, formatted=False, **_):
        yield CompletionResponse(text=self.reply, delta=self.reply)


class Broken(Parrot):
    def stream_complete(self, prompt, formatted=False, **_):
        raise ConnectionResetError


def test_the_baseline_cites_the_chunks_it_names(minilm):
    article = make_article(FERRY)
    model = LanguageModel(Parrot())
    text, places = CitationBaseline([article], embedder=minilm, model=model).ask("When?")
    model.close()
    assert text == "It will stop on 4 May [1][9]."
    ((name, start, end),) = places
    assert name == article.id
    assert "4 May" in article.text[start:end]


def test_trouble_of_the_baseline_is_told_in_our_words(minilm):
    model = LanguageModel(Broken())
    baseline = CitationBaseline([make_article(FERRY)], embedder=minilm, model=model)
    with pytest.raises(LanguageModelError):
        baseline.ask("When?")
    model.close()


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "ferry.txt").write_text(FERRY)
    lines = [
        {
            "id": "1",
            "question": "When will the ferry stop running?",
            "article": "ferry.txt",
            "evidence": [["The ferry of Orrin will stop running on 4 May"]],
            "answer": ["4 May"],
        }
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


def run(gold: Path, **given):
    options = {
        "dataset": None,
        "data": None,
        "limit": None,
        "writer": "quotes",
        "baseline": False,
        "as_json": True,
    }
    return compare.compare([gold], **options | given)


def test_gold_questions_are_asked_and_scored(gold):
    found = json.loads(run(gold))["quotes"]
    assert found["figures"]["right_answers"] == found["figures"]["evidence_cited"] == 1
    (answer,) = found["answers"]
    assert answer["verdicts"] == ["supported"]
    assert "4 May" in answer["text"]
    assert "right_answers" in run(gold, as_json=False)


def test_the_baseline_needs_a_language_model(gold):
    with pytest.raises(SettingsError):
        run(gold, baseline=True)


def test_both_are_asked_the_same(gold, monkeypatch):
    opened = ArticleQA.open
    monkeypatch.setattr(
        ArticleQA, "open", lambda library, **given: opened(library, language_model=Parrot())
    )
    found = json.loads(run(gold, writer=None, baseline=True))
    assert list(found) == ["language model", "CitationQueryEngine"]
    assert all(column["figures"]["right_answers"] == 1 for column in found.values())


def test_a_dataset_needs_its_folder(gold):
    with pytest.raises(GoldError):
        run(gold, dataset="coqa-cnn")
