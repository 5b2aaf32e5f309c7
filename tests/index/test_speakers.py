"""Speakers, against sentences labelled by hand before the code had seen them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_quick

from index.furniture import classify
from index.models import Sentence, SentenceKind
from index.sentences import split_spans
from index.speakers import Attribution, attribute

DATA = Path(__file__).parent / "data"
ARTICLES = Path(__file__).parents[2].parent / "shared" / "data" / "coqa-cnn" / "articles.jsonl"


def make_sentences(text: str) -> list[Sentence]:
    spans = split_spans(text)
    kinds = classify([text[start:end] for start, end in spans])
    return [
        Sentence(
            article_id="a", number=number, start=start, end=end, text=text[start:end], kind=kind
        )
        for number, ((start, end), kind) in enumerate(zip(spans, kinds, strict=True), start=1)
    ]


def make_story(*texts: str) -> list[Sentence]:
    return [
        Sentence(article_id="a", number=n, start=5000 * n, end=5000 * n + len(text), text=text)
        for n, text in enumerate(texts, start=1)
    ]


def show(found: Attribution) -> str:
    return "~" if found.hearsay else "; ".join(found.speakers)


def read_invented() -> Iterator[tuple[str, list[list[tuple[str, str]]]]]:
    text = (DATA / "speakers-invented.txt").read_text(encoding="utf-8")
    for block in re.split(r"^= ", text, flags=re.MULTILINE)[1:]:
        name, _, body = block.partition("\n")
        paragraphs = [
            [(match[1], match[2]) for match in re.finditer(r"^\[(.*?)\] (.*)$", part, re.MULTILINE)]
            for part in body.strip().split("\n\n")
        ]
        yield name, paragraphs


@pytest.mark.parametrize(
    ("name", "paragraphs"), [*read_invented()], ids=lambda value: str(value)[:12]
)
def test_invented_articles(name: str, paragraphs: list[list[tuple[str, str]]]) -> None:
    sentences = make_sentences("\n\n".join(" ".join(t for _, t in part) for part in paragraphs))
    labelled = [pair for part in paragraphs for pair in part]
    assert [sentence.text for sentence in sentences] == [text for _, text in labelled]
    found = [show(item) for item in attribute(sentences)]
    wrong = [
        (text, wanted, got)
        for (wanted, text), got in zip(labelled, found, strict=True)
        if wanted != got
    ]
    assert not wrong, name


def test_real_news() -> None:
    if not ARTICLES.exists():
        pytest.skip(f"the CoQA-CNN articles are not at {ARTICLES}")
    lines = ARTICLES.read_text(encoding="utf-8").splitlines()
    texts = {row["article_id"]: row["text"] for row in map(json.loads, lines)}
    labels = [
        json.loads(line)
        for line in (DATA / "speakers-coqa.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    found = {}
    for article_id in {label["article_id"] for label in labels}:
        sentences = make_sentences(texts[article_id])
        for sentence, item in zip(sentences, attribute(sentences), strict=True):
            found[article_id, sentence.start] = item
    wrong = []
    for label in labels:
        got = found[label["article_id"], label["start"]]
        if (list(got.speakers), got.hearsay) != (label["speakers"], label["hearsay"]):
            wrong.append((label, got))
    assert not wrong


@pytest.mark.parametrize(
    ("texts", "speakers"),
    [
        (["Jane Roe and Tom Poe said it was over."], ["Jane Roe; Tom Poe"]),
        (["“It is over,” said Jane Roe, who left."], ["Jane Roe"]),
        (["Jane Roe did not say when."], [""]),
        (["Jane Roe was told to leave."], [""]),
        (["Jane Roe was quoted as saying that she would leave."], ["Jane Roe"]),
        (["It all went according to plan."], [""]),
        (["The fire claimed three lives."], [""]),
        (["“We will go.", "“We will win,” Jane Roe said."], ["Jane Roe", "Jane Roe"]),
        (["Jane Roe smiled.", "Her son, Tom Poe, said it was late.", "He added: “Go.”"],
         ["", "Tom Poe", "Tom Poe"]),
        (["Jane Roe will be lost, a spokesman for the Ministry of Tea said."],
         ["a spokesman for the Ministry of Tea"]),
        (["Some say it was a bear."], ["~"]),
        (["The man accused of theft was released."], [""]),
        (["Police told her to leave, Jane Roe said."], ["Jane Roe"]),
        (["Jane Roe, who said she was ill, has won."], [""]),
        (["“Gone,” wrote Jane Roe", "Share this"], ["Jane Roe", ""]),
    ],
)  # fmt: skip
def test_forms_of_speech(texts: list[str], speakers: list[str]) -> None:
    assert [show(item) for item in attribute(make_story(*texts))] == speakers


def test_only_story_sentences_speak() -> None:
    story = make_story("Jane Roe said so.")[0]
    lines = [
        Sentence(article_id="a", number=1, start=0, end=17, text=story.text, kind=kind)
        for kind in (SentenceKind.HEADLINE, SentenceKind.FURNITURE)
    ]
    assert attribute(lines) == [Attribution(), Attribution()]


_WORDS = st.sampled_from(
    "said told “ ” \" ' , . : and who that he she it Roe Jane Jane's according to by the police "
    "was saying quoted as ( ) -- \n".split(" ")
)


@given(st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=60).map(" ".join)))
def test_any_text_is_attributed(text: str) -> None:
    sentences = make_sentences(text)
    found = attribute(sentences)
    assert len(found) == len(sentences)
    folded = re.sub(r"\s+", " ", text).lower()
    for item in found:
        assert not (item.hearsay and item.speakers)
        for speaker in item.speakers:
            assert all(word in folded for word in speaker.lower().split())


@pytest.mark.parametrize(
    "piece", ['"', '"a ', "'a ", "said ", "people who ", "Jane Roe said ", "a, ", "(", "“x "]
)
def test_time_is_linear(piece: str) -> None:
    story = make_story(piece * (128_000 // len(piece)))
    assert_quick(lambda: attribute(story), seconds=5)
