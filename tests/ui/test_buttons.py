"""What can be pressed; every text here is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import HOSTILE, Outline, assert_harmless, see

from ui.buttons import render_button, render_question_form, render_suggestions

ANY_TEXT = st.text(alphabet=st.characters(codec=None)) | st.sampled_from(list(HOSTILE.values()))


def render_everywhere(text):
    """Put one text in every place that takes text from outside."""
    return "".join(
        [
            render_button(f"a{text}", action="open", described=f"Open a{text}", title=f"a{text}"),
            render_suggestions([f"a{text}", f"b{text}"], label="Go on:"),
            render_question_form("Edit", action="edit", label="It", value=f"a{text}", name="s1-x"),
        ]
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_shown_as_text(text):
    assert_harmless(render_everywhere, text)


@given(ANY_TEXT)
def test_no_text_changes_the_markup(text):
    assert_harmless(render_everywhere, text)


@given(ANY_TEXT)
def test_what_is_pressed_sends_the_text_itself(text):
    outline = Outline(render_everywhere(text))
    assert outline.list_values("data-question") == [see(f"a{text}"), see(f"b{text}")]
    assert outline.list_values("data-title") == [see(f"a{text}")]


def test_a_button_says_what_it_carries():
    rendered = render_button(
        "Right",
        action="judge",
        event="like",
        kind="plain",
        described="Right: this answer is right",
        pressed=False,
        judgement="right",
    )
    (_, names), *_ = Outline(rendered).tags
    assert set(names) == {
        "type",
        "class",
        "data-action",
        "data-event",
        "aria-label",
        "aria-pressed",
        "data-judgement",
    }
    assert 'type="button"' in rendered
    assert 'aria-pressed="false"' in rendered


def test_what_is_not_given_is_left_out():
    assert Outline(render_button("Copy", action="copy")).tags[0] == (
        "button",
        ("type", "data-action"),
    )


def test_without_suggestions_there_is_nothing():
    assert render_suggestions((), label="Go on:") == ""


def test_a_form_names_its_field_for_those_who_do_not_see_it():
    rendered = render_question_form("Edit", action="edit", label="It", value="Why?", name="s1-x")
    outline = Outline(rendered)
    assert outline.list_values("for") == outline.ids == ["s1-x"]
    assert ("textarea", "maxlength", "1000") in outline.attributes
    assert "Why?" in outline.text
