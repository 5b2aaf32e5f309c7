"""The article pane; every article here is invented."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import HOSTILE, Outline, assert_harmless, make_article

from index.models import SentenceKind
from ui.article_panel import render_article, render_empty_library

ANY_TEXT = st.text(alphabet=st.characters(codec=None)) | st.sampled_from(list(HOSTILE.values()))


def render_everywhere(text):
    details = dict.fromkeys(("title", "byline", "outlet", "published", "updated"), f"a{text}")
    article, sentences = make_article(f"a{text}", "A line.", url="javascript:alert(1)", **details)
    return render_article(article, sentences=sentences, prefix="s1")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_shown_as_text(text):
    assert_harmless(render_everywhere, text)
    assert Outline(render_everywhere(text)).list_values("href") == []


@given(ANY_TEXT)
def test_no_text_changes_the_markup(text):
    assert_harmless(render_everywhere, text)


def test_every_sentence_has_a_name_of_its_own_and_can_be_focused():
    article, sentences = make_article("One.", "One.", "Two.")
    rendered = render_article(article, sentences=sentences, prefix="s1")
    for number in (1, 2, 3):
        assert f'id="s1-abcdef012345-{number}" tabindex="-1"' in rendered


def test_newlines_make_paragraphs_and_spaces_do_not():
    article, (first, second) = make_article("One.", "Two.")
    together = replace(article, text="One. Two.")
    assert render_article(article, sentences=[first, second], prefix="s").count("<p class") == 2
    assert render_article(together, sentences=[first, second], prefix="s").count("<p class") == 1


def test_furniture_is_shown_and_told_apart():
    article, (first, second) = make_article("Read more: one", "Two.")
    sentences = [replace(first, kind=SentenceKind.FURNITURE), second]
    rendered = render_article(article, sentences=sentences, prefix="s")
    assert '<p class="furniture"' in rendered
    assert "Read more: one" in Outline(rendered).text


def test_the_headline_is_not_shown_twice():
    article, (first, second) = make_article("An invented title", "Two.")
    sentences = [replace(first, kind=SentenceKind.HEADLINE), second]
    rendered = render_article(article, sentences=sentences, prefix="s")
    assert Outline(rendered).text.count("An invented title") == 1
    assert '<h2 dir="auto"><span class="sentence headline" id="s-abcdef012345-1"' in rendered


def test_what_is_known_of_the_article_stands_under_its_title():
    article, sentences = make_article(
        "One.",
        byline="Jo Quill",
        outlet="The Invented Post",
        published="2031-02-05T06:07",
        updated="2031-02-06",
        url="https://invented.invalid/a?b=1&c=2",
    )
    rendered = render_article(article, sentences=sentences, prefix="s")
    shown = Outline(rendered)
    assert "By Jo Quill" in shown.text
    assert "Published 5 February 2031, 06:07" in shown.text
    assert "Updated 6 February 2031" in shown.text
    assert ("a", "href", "https://invented.invalid/a?b=1&c=2") in shown.attributes
    assert ("a", "rel", "noopener noreferrer") in shown.attributes


def test_a_derived_title_says_so():
    article, sentences = make_article("One.", title_derived=True)
    rendered = render_article(article, sentences=sentences, prefix="s")
    assert "The text has no headline" in Outline(rendered).text


@pytest.mark.parametrize("kind", [SentenceKind.HEADLINE, SentenceKind.STORY])
def test_a_headline_is_written_in_its_own_direction(kind):
    title = "عنوان مخترع"
    article, (first, second) = make_article(title, "Two.", title=title)
    sentences = [replace(first, kind=kind), second]
    rendered = render_article(article, sentences=sentences, prefix="s")
    heading = rendered[rendered.index('<h2 dir="auto">') : rendered.index("</h2>")]
    assert title in heading
    # Whatever has a direction of its own does not count for that of the heading.
    assert "<bdi" not in heading
    assert heading.count("dir=") == 1


def test_an_empty_library_leads_into_the_library():
    outline = Outline(render_empty_library())
    assert "Open the library and add one." in outline.text
    assert outline.list_values("data-action") == ["library"]
