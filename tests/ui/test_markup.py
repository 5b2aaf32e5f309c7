"""Everything invented: hostile text must come out as text."""

import html
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.markup import anchor, escape_text, format_date, isolate, shorten_text

HARMLESS = set(string.ascii_letters + string.digits + " ,&#;")


@given(st.text(alphabet=st.characters(codec=None)))
def test_only_letters_digits_and_entities_are_left_of_ascii(text):
    assert {char for char in escape_text(text) if char.isascii()} <= HARMLESS


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"])))
def test_the_reader_sees_the_same_text(text):
    assert html.unescape(escape_text(text)) == text


@given(st.text(alphabet=st.characters()))
def test_a_text_stays_on_one_line_and_can_be_sent(text):
    escaped = escape_text(text)
    assert len(escaped.splitlines()) <= 1
    assert escaped.encode().decode() == escaped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\n\nb\r\u2028c", "a  b  c", id="line-breaks"),
        pytest.param("a\x00b\x1b\x7f\x9f", "a\ufffdb\ufffd\ufffd\ufffd", id="controls"),
        pytest.param("\ud800x", "\ufffdx", id="lone-surrogate"),
        pytest.param("Zoë, 5", "Zoë, 5", id="plain"),
        pytest.param("&amp;", "&#38;amp&#59;", id="entity"),
    ],
)
def test_escape_text(text, expected):
    assert escape_text(text) == expected


def test_direction_controls_stay_inside_an_isolate():
    assert isolate("\u202eabc") == "<bdi>\u202eabc</bdi>"


def test_an_anchor_holds_nothing_of_a_hostile_id():
    assert anchor("s1", article_id='a"><script>-9', sentence=3) == "s1-ascript9-3"


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        pytest.param("2031-02-05", "5 February 2031", id="date"),
        pytest.param("2031-02-05T06:07", "5 February 2031, 06:07", id="minutes"),
        pytest.param("2031-02-05T06:07:08+02:00", "5 February 2031, 06:07", id="zone"),
        pytest.param("last week", "last week", id="not-iso"),
        pytest.param("2031-99-99", "2031-99-99", id="no-such-date"),
        pytest.param("", "", id="empty"),
    ],
)
def test_format_date(iso, expected):
    assert format_date(iso) == expected


def test_shorten_text():
    assert shorten_text("abc", max_chars=3) == "abc"
    assert shorten_text("abcd", max_chars=3) == "ab…"
