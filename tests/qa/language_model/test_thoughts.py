"""Thoughts before a reply. All replies are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language_model.thoughts import ThoughtFilter


def read(reply, size):
    thoughts = ThoughtFilter()
    parts = [thoughts.feed(reply[start : start + size]) for start in range(0, len(reply), size)]
    return "".join([*parts, thoughts.finish()])


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ("<think>Hm. 3?</think>\n\nThirty [1].", "Thirty [1]."),
        ("\n<THINK>\nHm.\n</THINK>Thirty.", "Thirty."),
        ("<thinking>a < b</thinking>Thirty.", "Thirty."),
        ("<reasoning>x</reasoning>Thirty.", "Thirty."),
        ("<think></think>", ""),
        ("<think>Hm, and so on", ""),
        ("Thirty <think>met</think>.", "Thirty <think>met</think>."),
        ("<b>Thirty</b>", "<b>Thirty</b>"),
        ("<", "<"),
        ("", ""),
        ("Thirty.", "Thirty."),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_thoughts_are_left_out(reply, left, size):
    assert read(reply, size).strip() == left


@given(st.text(st.characters(exclude_characters="<")), st.integers(1, 5))
def test_other_replies_stay(reply, size):
    assert read(reply, size) == reply


def test_endless_thoughts_are_not_kept():
    thoughts = ThoughtFilter()
    thoughts.feed("<think>")
    assert not any(thoughts.feed("on and on ") for _ in range(10_000))
    assert len(thoughts._held) < 50
