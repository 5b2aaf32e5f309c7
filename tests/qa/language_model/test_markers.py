"""Markers in replies: every spelling, any cut. All names and replies are invented."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_quick

from qa.language_model.markers import Marker, MarkerParser, Piece, Text

KNOWN = 10


def read(reply: str, *, known: int = KNOWN, size: int = 1) -> list[Piece]:
    """Return the pieces of a reply that arrives ``size`` characters at a time."""
    parser = MarkerParser(known)
    pieces: list[Piece] = []
    for start in range(0, len(reply), size):
        pieces += parser.feed(reply[start : start + size])
    return join([*pieces, *parser.finish()])


def join(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        match joined, piece:
            case [*_, Text(before)], Text(after):
                joined[-1] = Text(before + after)
            case _:
                joined.append(piece)
    return joined


def text_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces if isinstance(piece, Text))


def numbers_of(pieces: list[Piece]) -> tuple[list[int], list[int]]:
    marks = [piece for piece in pieces if isinstance(piece, Marker)]
    return [n for m in marks for n in m.numbers], [n for m in marks for n in m.unknown]


@pytest.mark.parametrize(
    ("marker", "numbers", "unknown"),
    [
        ("[1]", [1], []),
        ("[1, 4]", [1, 4], []),
        ("[1,4]", [1, 4], []),
        ("[1;2]", [1, 2], []),
        ("[1][2]", [1, 2], []),
        ("[1 and 3]", [1, 3], []),
        ("[1, 2, and 3]", [1, 2, 3], []),
        ("[1 & 3]", [1, 3], []),
        ("[1 und 3]", [1, 3], []),
        ("[1-3]", [1, 2, 3], []),
        ("[1–3]", [1, 2, 3], []),
        ("[1 — 3]", [1, 2, 3], []),
        ("[Sources 1 to 3]", [1, 2, 3], []),
        ("[3-1]", [3, 1], []),
        ("[2, 2]", [2], []),
        ("[ 2 ]", [2], []),
        ("[2.]", [2], []),
        ("[Source 2]", [2], []),
        ("[SOURCE 2]", [2], []),
        ("[source: 2, 3]", [2, 3], []),
        ("[Source 1, Source 2]", [1, 2], []),
        ("[sentence 2 and sentence 4]", [2, 4], []),
        ("[Sentence 4]", [4], []),
        ("[S2]", [2], []),
        ("[ref. 2]", [2], []),
        ("[^3]", [3], []),
        ("[#3]", [3], []),
        ("(Source 2)", [2], []),
        ("(sentences 2 and 3)", [2, 3], []),
        ("【3】", [3], []),
        ("【3†source】", [3], []),
        ("【3†L10-L12】", [3], []),
        ("【4:0†source】", [4], []),
        ("［2］", [2], []),
        ("〔2〕", [2], []),
        ("[２]", [2], []),
        ("[¹]", [1], []),
        ("[٣]", [3], []),
        ("[[1]]", [1], []),
        ("[[1], [2]]", [1, 2], []),
        ("[1, [2]]", [1, 2], []),
        (r"\[2\]", [2], []),
        ("[\u200b2\u200b]", [2], []),
        ("[**2**]", [2], []),
        ("[2)", [2], []),
        ("{2}", [2], []),
        ("{Source 2, 99}", [2], [99]),
        ("｛2｝", [2], []),
        ("²", [2], []),
        ("⁹⁸⁷", [], [987]),
        ("^2", [2], []),
        ("^987", [], [987]),
        ("^٣", [3], []),
        ("^" + "9" * 5000, [], [999999999999999]),
        ("<sup>2</sup>", [2], []),
        ("<SUP>1, 987</SUP>", [1], [987]),
        ("[0]", [], [0]),
        ("[-1]", [], [-1]),
        ("[999]", [], [999]),
        ("[2025]", [], [2025]),
        ("[1, 99]", [1], [99]),
        ("[99999999999999]", [], [99999999999999]),
        ("[1-99999999]", [1], [99999999]),
        ("[5-99999999999999999999999999]", [5], [999999999999999]),
        ("[" + "9" * 5000 + "]", [], [999999999999999]),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 10_000])
def test_markers_in_every_spelling(marker, numbers, unknown, size):
    pieces = read(f"Thirty took part {marker}.", size=size)
    assert text_of(pieces) == "Thirty took part."
    assert numbers_of(pieces) == (numbers, unknown)


@pytest.mark.parametrize(
    "text",
    [
        "[sic]",
        "[the president]",
        "[s]he said",
        "[Sources say]",
        "[sentenced to 3 years]",
        "[10 Downing Street]",
        "[No 10]",
        "[Article 5]",
        "[9/11]",
        "[1.5]",
        "[10:30]",
        "[G7]",
        "[F-16]",
        "[3m]",
        "[$5]",
        "[10%]",
        "[]",
        "[ ]",
        "[x](y)",
        "(1)",
        "(2025)",
        "(Article 5)",
        "(sentence: 3 years)",
        "(sources 30 miles away)",
        "km²",
        "metres²",
        "metres^2",
        r"\(x\)",
        "a\\b",
        "C:\\",
        "]",
        "1]",
        "<1>",
        "{a, b}",
        "f{1}",
        "\\frac{1}{2}",
        "x^{2}",
        "E = mc²",
        "CO₂",
        "10⁶",
        "10^6",
        "x^2",
        "(a + b)²",
        "(a + b)^2",
        "the ¹⁴C",
        "⁵⁄₈ of it",
        "^2nd",
        "^_^ <3",
        "2 ^ 3",
        "m<sup>2</sup>",
        "10<sup>6</sup>",
        "<sup>th</sup>",
        "<sup>" + "1 " * 80,
        "“[He] agreed”",
        "two  spaces and\ttabs",
        "[" + "word " * 60,
        "[[[[[[deep]]]]]]",
        "(",
    ],
    ids=lambda text: text[:20],
)
def test_ordinary_text_stays_as_it_is(text):
    for reply in (text, f"He wrote {text} then.", f"{text}\n{text}"):
        assert read(reply) == [Text(reply)]


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("The talks [1] began.", "The talks began."),
        ("The talks[1] began.", "The talks began."),
        ("The talks [1], they say [2] .", "The talks, they say."),
        ("The talks began. [1] They ended. [2]", "The talks began. They ended."),
        ("The talks began.[1]They ended.[2]", "The talks began. They ended."),
        ("The talks began [1] [2][3].", "The talks began."),
        ("“Yes [1]”, he said [2]!", "“Yes”, he said!"),
        ("[1] The talks began.", "The talks began."),
        ("The talks [1]\n\nThey", "The talks\n\nThey"),
        ("The talks\n[1] They", "The talks\nThey"),
        ("Starmer[1]’s plan", "Starmer’s plan"),
        ("The end [1] ", "The end"),
        ("(see [1])", "(see)"),
        ("The talks began.¹ They ended.²", "The talks began. They ended."),
        ("The talks began.^1 They ended.^2", "The talks began. They ended."),
        (
            "At that moment¹ they began^12 to<sup>3</sup>",
            "At that moment they began to<sup>3</sup>",
        ),
        ("“Yes,”¹ he said.<sup>2</sup> {3}", "“Yes,” he said."),
    ],
)
def test_no_gap_is_left_behind(reply, text):
    assert text_of(read(reply)) == text


@pytest.mark.parametrize(
    ("rest", "numbers"),
    [
        ("[", []),
        ("[1", []),
        (" [12", []),
        ("[1, 2", [1]),
        ("[1,", [1]),
        ("[1-", [1]),
        ("[Sour", []),
        ("[Source 2", []),
        ("(Source 2", []),
        ("【3†sour", [3]),
        ("[^", []),
        ("\\[", []),
        ("[[1]", [1]),
        ("[1][", [1]),
        ("[1] [2", [1]),
        ("{1", []),
        ("<sup>1", []),
        ("<sup>1</su", []),
        ("¹", [1]),
        ("^1", [1]),
    ],
)
def test_half_a_marker_at_the_end_is_left_out(rest, numbers):
    pieces = read(f"The talks began.{rest}")
    assert text_of(pieces) == "The talks began."
    assert numbers_of(pieces)[0] == numbers


@pytest.mark.parametrize(
    ("reply", "text", "numbers"),
    [
        ("It [1 The talks\nbegan.", "It The talks\nbegan.", [1]),
        ("It [Source 2 says so [3].", "It says so.", [2, 3]),
        ("It [90 of them\nbegan.", "It [90 of them\nbegan.", []),
    ],
)
def test_a_marker_that_is_never_closed(reply, text, numbers):
    pieces = read(reply)
    assert text_of(pieces) == text
    assert numbers_of(pieces)[0] == numbers


@pytest.mark.parametrize("end", ["", "]", " then", "\nthen", "] then"])
def test_a_list_of_numbers_that_goes_on_and_on(end):
    pieces = read("It [" + ", ".join(map(str, range(1, 300))) + end)
    assert text_of(pieces) in ("It", "It then", "It\nthen")
    assert numbers_of(pieces)[0] == list(range(1, KNOWN + 1))


@pytest.mark.parametrize(
    "reply",
    [
        "[" * 20_000,
        "[1 " * 7_000,
        "[1, 2, " * 3_000,
        "[" + "x" * 20_000,
        "\\[" * 10_000,
        "[" + " " * 20_000,
        "(Source " * 3_000,
        "[1" * 10_000,
        "【1†" + "x" * 20_000,
        "{" * 20_000,
        " ^" * 10_000,
        ".¹" * 10_000,
        "¹" * 20_000 + "x",
        "^" + "1" * 20_000 + "x",
        " <sup>" * 4_000,
        " <sup>" + "1 " * 10_000,
    ],
    ids=lambda reply: repr(reply[:8]),
)
def test_hostile_replies_take_linear_time(reply):
    assert_quick(lambda: read(reply, size=7), seconds=5)


def test_what_is_held_back_is_bounded():
    parser = MarkerParser(KNOWN)
    given, shown = 0, 0
    for _ in range(1000):
        given += len("[1 word")
        shown += sum(len(piece.text) for piece in parser.feed("[1 word") if isinstance(piece, Text))
        assert given - shown - given // 7 * 2 < 400


BITS = st.sampled_from(
    "[1] [2, 3] [1-3] [Source 2] 【3】 【3†s】 [999] [0] [sic] [the (1) (Source 1) \\[2\\] [ ] 1 "
    ", . - \n began “Yes” [[ ]] ( ) \\ † and source s "
    "¹ ⁹⁸ ^ ^1 <sup> <sup>2</sup> < / {1} { }".split(" ")
)
SPECIAL = "[［【〔〖〚⟦(（\\{｛^<⁰¹²³⁴⁵⁶⁷⁸⁹"
REPLIES = st.lists(st.one_of(BITS, st.text(max_size=4), st.just(" ")), max_size=25).map("".join)


@given(REPLIES, st.lists(st.integers(0, 60), max_size=8))
def test_any_cut_gives_the_same(reply, cuts):
    parser = MarkerParser(KNOWN)
    places = [0, *sorted(min(cut, len(reply)) for cut in cuts), len(reply)]
    pieces: list[Piece] = []
    for start, end in pairwise(places):
        pieces += parser.feed(reply[start:end])
    pieces += parser.finish()
    assert join(pieces) == read(reply)


@given(REPLIES)
def test_no_marker_is_left_in_the_text(reply):
    text = text_of(read(reply))
    assert not re.search(r"\[\d+\]|【\d+】|\[\d+$|(?:^|[.\s])(?:\^\d+|[⁰¹²³⁴-⁹]+)(?:[.\s]|$)", text)
    assert read(text + "\n") == [Text(text + "\n")]


@given(REPLIES)
def test_every_number_is_known(reply):
    for piece in read(reply):
        if isinstance(piece, Marker):
            assert all(1 <= number <= KNOWN for number in piece.numbers)
            assert not any(1 <= number <= KNOWN for number in piece.unknown)
            assert len(set(piece.numbers)) == len(piece.numbers)


@given(st.lists(st.text(st.characters(exclude_characters=SPECIAL), max_size=20), max_size=8))
def test_no_word_is_lost(parts):
    reply = " [3] ".join(parts)
    pieces = read(reply)
    assert "".join(text_of(pieces).split()) == "".join("".join(parts).split())
    assert numbers_of(pieces) == ([3] * (len(parts) - 1), []) if parts else not pieces


@given(st.text(st.characters(exclude_characters=SPECIAL)))
def test_text_without_brackets_is_not_touched(reply):
    assert text_of(read(reply)) == reply
