from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import assert_quick

from index.sentences import split_spans

FIXTURE = Path(__file__).parent / "data" / "sentences.txt"
LINES = [
    line
    for line in FIXTURE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("# ")
]
LINE_BREAKS = ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]

pieces = st.sampled_from(
    [
        *(
            "The man left",
            "he said",
            "U.S",
            "No",
            "10",
            "Mr",
            "iPhone",
            "von der Leyen",
            "a.m",
            "St",
        ),
        *(
            ".",
            "...",
            "…",
            "!",
            "?",
            "。",
            "？",
            " ",
            "  ",
            "\n",
            "\r\n",
            "\u2028",
            "\x00",
            "\u00a0",
        ),
        *('"', "“", "”", "'", "’", "(", ")", "[1]", "»", "»", "•", "-", " – ", ":", ",", "\u0301"),
        *("\u202e", "\u200b", "\ud800", "é", "他说", "😀", "Then", "It", "www.example.com"),
    ]
)
texts = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=80),
    st.lists(pieces, max_size=60).map("".join),
)


def split(text):
    return [text[start:end] for start, end in split_spans(text)]


def test_fixture_is_large_enough():
    assert sum(line.count("¦") + 1 for line in LINES) >= 400


@pytest.mark.parametrize("line", LINES)
def test_fixture(line):
    assert split(line.replace("¦", "")) == [piece.strip() for piece in line.split("¦")]


def test_fixture_as_one_text_cuts_as_its_lines_do():
    assert split("\n".join(LINES).replace("¦", "")) == [
        piece.strip() for line in LINES for piece in line.split("¦")
    ]


@pytest.mark.parametrize("line_break", LINE_BREAKS, ids=ascii)
def test_line_break_always_ends_a_sentence(line_break):
    text = f"“It is late{line_break}{line_break}and we are tired,” he said"
    assert split(text) == ["“It is late", "and we are tired,” he said"]


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t", "\u2028\x85\u00a0", "\u3000"], ids=ascii)
def test_nothing_but_white_space_has_no_sentence(text):
    assert split_spans(text) == []


@pytest.mark.parametrize(
    "text", [".", "...", "\x00", "\u0301", "\ud800", "”", "a", "。", "\u202e", ". . ."], ids=ascii
)
def test_one_odd_sentence(text):
    assert split_spans(text) == [(0, len(text))]


@settings(max_examples=400, deadline=None)
@given(texts)
def test_spans_partition_the_text(text):
    spans = split_spans(text)
    bounds = [bound for span in spans for bound in span]
    assert bounds == sorted(bounds)
    assert all(start < end for start, end in spans)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    inside = "".join(text[start:end] for start, end in spans)
    assert [one for one in inside if not one.isspace()] == [
        one for one in text if not one.isspace()
    ]


@settings(deadline=None)
@given(texts)
def test_no_sentence_crosses_a_line(text):
    assert all(len(sentence.splitlines()) == 1 for sentence in split(text))


@settings(deadline=None)
@given(st.lists(texts, max_size=4))
def test_lines_are_cut_each_for_itself(parts):
    lines = [line for part in parts for line in part.splitlines()]
    assert split("\n".join(lines)) == [sentence for line in lines for sentence in split(line)]


@pytest.mark.parametrize(
    "piece",
    [
        *(".", "…", "“", '"', "(", "\n", "é", "x", "1.", "a. ", "A.B.", "U.S. ", ". . ", "... "),
        *('"He said. ', "'tis ' \"", ".[1]", "word ", "。", "。”", '." " ', "?” Vane ", "A. ' "),
        *('."\u00a0"', "Mr. ", "de la ", "ended.The ", ".   »   "),
    ],
    ids=ascii,
)
def test_time_is_linear(piece):
    text = piece * (120_000 // len(piece))
    assert_quick(lambda: split_spans(text), seconds=1)
    assert bool(split_spans(text)) == bool(text.strip())


def test_long_white_space_is_linear():
    text = "He left." + " " * 300_000 + '"' + " " * 300_000 + "It rained. " + "\t" * 300_000
    assert split_spans(text)
    assert_quick(lambda: split_spans(text), seconds=1)
