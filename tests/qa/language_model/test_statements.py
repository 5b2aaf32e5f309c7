"""Replies cut into statements. All names and replies are invented."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_quick

from qa.language_model.markers import MarkerParser, Piece, Text
from qa.language_model.statements import split_growing, split_statements


def read(reply: str) -> list[Piece]:
    parser = MarkerParser(known=9)
    return [*parser.feed(reply), *parser.finish()]


def split(reply: str) -> list[tuple[str, list[int]]]:
    return [(draft.text, list(draft.numbers)) for draft in split_statements(read(reply))]


@pytest.mark.parametrize(
    ("reply", "statements"),
    [
        ("", []),
        ("[5]", []),
        ("…", []),
        ("Thirty took part.", [("Thirty took part.", [])]),
        ("Thirty took part [1].", [("Thirty took part.", [1])]),
        ("Thirty took part. [1]", [("Thirty took part.", [1])]),
        ("Thirty took part.[1][2]", [("Thirty took part.", [1, 2])]),
        ("Thirty [1] took part [2].", [("Thirty took part.", [1, 2])]),
        ("Thirty [1] took [1] part.", [("Thirty took part.", [1])]),
        ("Thirty [99].", [("Thirty.", [])]),
        ("They met. [1] They left. [2]", [("They met.", [1]), ("They left.", [2])]),
        ("They met.[1] They left.[2]", [("They met.", [1]), ("They left.", [2])]),
        ("They met [1]. They left.", [("They met.", [1]), ("They left.", [])]),
        ("They met. They left. [2, 3]", [("They met.", []), ("They left.", [2, 3])]),
        ("[3] They met. [4] They left.", [("They met.", [3]), ("They left.", [4])]),
        ("[3] They met.\n[4] They left.", [("They met.", [3]), ("They left.", [4])]),
        ("They met.\n[1]\nThey left.", [("They met.", [1]), ("They left.", [])]),
        ("They met.\n[4] They left.", [("They met.", []), ("They left.", [4])]),
        ("“We will.” [2]", [("“We will.”", [2])]),
        ("“We will [2].” He left.", [("“We will.”", [2]), ("He left.", [])]),
        ("Dr. Ada Vane [1] met Mr. Orr.", [("Dr. Ada Vane met Mr. Orr.", [1])]),
        ("At 9 a.m. [1] Monday they met.", [("At 9 a.m. Monday they met.", [1])]),
    ],
)
def test_markers_belong_to_their_sentence(reply, statements):
    assert split(reply) == statements


@pytest.mark.parametrize(
    ("reply", "statements"),
    [
        ("Answer: Thirty [1].", [("Thirty.", [1])]),
        ("**Answer:** Thirty [1].", [("Thirty.", [1])]),
        ("A: Thirty.", [("Thirty.", [])]),
        ("- Thirty [1]\n- Forty [2]", [("Thirty", [1]), ("Forty", [2])]),
        ("* Thirty\n\n* Forty", [("Thirty", []), ("Forty", [])]),
        ("1. Thirty [1]\n2. Forty [2]", [("Thirty", [1]), ("Forty", [2])]),
        ("30. April 2025", [("30. April 2025", [])]),
        ("1. Mai 2025", [("1. Mai 2025", [])]),
        ("# Talks\nThey met.", [("Talks", []), ("They met.", [])]),
        ("> They met.", [("They met.", [])]),
        ("They met.\n---\nThey left.", [("They met.", []), ("They left.", [])]),
        (
            "They **met** and *left* and __ate__ and _slept_.",
            [("They met and left and ate and slept.", [])],
        ),
        ("**They met. They left.**", [("They met.", []), ("They left.", [])]),
        ("They met **[1]**.", [("They met.", [1])]),
        ("They met ([1]) and left ([2], [3]).", [("They met and left.", [1, 2, 3])]),
        ("They met [1], [2].", [("They met.", [1, 2])]),
        ("`They` met.", [("They met.", [])]),
        ("```\nThey met.\n```", [("They met.", [])]),
        ("They met:\n- Vane [1]\n- Orr [2]", [("They met: Vane", [1]), ("Orr", [2])]),
        ("f***ing 2 * 3 = 6, snake_case, -5 and 5* hotels", None),
        ("He wrote: “No.”", None),
        ("NOT_STATED", None),
        ("NOT_STATED They met [1].", [("NOT_STATED", []), ("They met.", [1])]),
        ("**NOT_STATED**: “We met.” [1]", [("NOT_STATED:", []), ("“We met.”", [1])]),
        ("Not stated: they met.", None),
        ("➤ They met.\n○ They left.", [("They met.", []), ("They left.", [])]),
        ("✓ They met.", None),
    ],
)
def test_markup_is_taken_off_and_words_stay(reply, statements):
    assert split(reply) == (statements if statements is not None else [(reply, [])])


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("![map](http://planted.example/x.png) They met.", "map They met."),
        ("They [met](https://planted.example/?q=1).", "They met."),
        ('They [met](https://planted.example "Title").', "They met."),
        ("They met [1](http://planted.example).", "They met."),
        ("They met [1](/file=secret).", "They met."),
        ("<img src=x onerror=alert(1)>They <b>met</b>.", "They met."),
        ('<a href="https://planted.example">They</a> met.', "They met."),
        ("They met <img src=http://planted.example", "They met"),
        ("They [met](http://planted.exam", "They met"),
    ],
)
def test_links_and_tags_are_taken_off(reply, text):
    assert [draft.text for draft in split_statements(read(reply))] == [text]


def test_ordinary_brackets_stay():
    text = "They met [sic](he said) in 2025 (see below), a < b > c."
    assert split(text) == [(text, [])]


BITS = st.sampled_from(
    [
        *"They met Vane Dr. 9 a.m. Monday . ! [1] [2,3] “ ” ** * _ - # 1. 2. : , ( )".split(),
        *"[sic] [x](http://a.b) <b> </b> Answer: said the".split(),
        *["\n", "\n\n", " ", ". ", ". The talks ", "long words " * 9],
    ]
)
REPLIES = st.lists(BITS, max_size=30).map(" ".join)


@given(REPLIES)
def test_no_word_is_lost(reply):
    kept = re.sub(r"\]\(http://a\.b\)|</?b>|Answer:|\[\d.*?\]|\b[12]\.", "", reply)
    shown = " ".join(draft.text for draft in split_statements(read(reply)))
    assert [w for w in re.findall(r"[a-z]{2,}", shown, re.I) if w != "Answer"] == re.findall(
        r"[a-z]{2,}", kept, re.I
    )


@given(REPLIES)
def test_every_number_finds_a_statement(reply):
    pieces = read(reply)
    numbers = {n for piece in pieces if not isinstance(piece, Text) for n in piece.numbers}
    drafts = split_statements(pieces)
    assert not drafts or {n for draft in drafts for n in draft.numbers} == numbers


@given(
    st.lists(
        st.sampled_from(
            [
                f"{w} met at 9 a.m. Monday" + e
                for w in ("Vane", "“He", "- Dr. Orr")
                for e in (". [1] ", "[2]. ", "\n", ".” [3]\n", "! ", " and ", " **so** ", ".[1][2]")
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_a_complete_statement_stays(reply):
    final = split_statements(read(reply))
    parser = MarkerParser(known=9)
    pieces: list[Piece] = []
    before = 0
    for start in range(0, len(reply), 5):
        pieces += parser.feed(reply[start : start + 5])
        complete, growing = split_growing(pieces)
        assert complete == final[: len(complete)]
        assert len(complete) >= before
        before = len(complete)
        assert bool(complete or growing) == bool(split_statements(pieces))


def test_growing_statements():
    complete, growing = split_growing(
        read("They met. [1] " + "They left at dawn for the coast. " * 5)
    )
    assert complete[0] == ("They met.", (1,))
    assert growing


@pytest.mark.parametrize(
    "bit", ["*a ", "[a](", "<b ", "_a ", "1. a\n", "- ", "a. ", "[1] ", "(", "` ", "![", "a: \n"]
)
def test_hostile_replies_take_linear_time(bit):
    pieces = read(bit * 5_000)
    assert_quick(lambda: split_statements(pieces), seconds=3)
