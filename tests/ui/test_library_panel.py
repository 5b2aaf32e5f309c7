"""The list of articles and what goes with it; every article here is invented."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import HOSTILE, Outline, assert_harmless, make_article, see

from ui.library_panel import ADD_FORM, render_library, render_scope, render_status

ANY_TEXT = st.text(alphabet=st.characters(codec=None)) | st.sampled_from(list(HOSTILE.values()))
DETAILS = ("title", "byline", "outlet", "published", "updated", "url")


def make_articles(*titles):
    article, _ = make_article("A line.")
    return [
        replace(article, id=f"{number:012x}", title=title)
        for number, title in enumerate(titles, start=1)
    ]


def render_everywhere(text):
    """Put one text in every place that takes text from outside."""
    article, _ = make_article(f"a{text}", **dict.fromkeys(DETAILS, f"a{text}"))
    hostile, other = replace(article, id=f"a{text}"), replace(article, id="b")
    return "".join(
        [
            render_library([hostile, other], chosen=(hostile.id,), shown=hostile.id),
            render_scope([hostile, other], chosen=(hostile.id,)),
            render_status(f"a{text}", problem=True),
            render_status(f"a{text}", done=1, total=2),
        ]
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_shown_as_text(text):
    assert_harmless(render_everywhere, text)


@given(ANY_TEXT)
def test_no_text_changes_the_markup(text):
    assert_harmless(render_everywhere, text)


@given(ANY_TEXT)
def test_an_id_is_sent_back_as_it_is(text):
    outline = Outline(render_everywhere(text))
    assert set(outline.list_values("data-article")) == {see(f"a{text}"), "b"}


@given(ANY_TEXT)
def test_nothing_in_a_label_can_turn_its_direction(text):
    outline = Outline(render_everywhere(text))
    labels = [*outline.list_values("aria-label"), *outline.list_values("data-title")]
    assert not any(re.search("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]", at) for at in labels)


def test_no_two_elements_of_the_library_share_a_name():
    articles = make_articles("One", "Two")
    rendered = render_library(articles, chosen=(), shown=None) + ADD_FORM
    rendered += render_scope(articles, chosen=())
    ids = Outline(rendered).ids
    assert len(ids) == len(set(ids))
    assert set(Outline(rendered).list_values("for")) <= set(ids)


def test_an_article_is_listed_with_outlet_and_date():
    (article,) = make_articles("One")
    article = replace(article, outlet="The Invented Post", published="2031-02-05")
    shown = Outline(render_library([article], chosen=(), shown=article.id))
    # A line may end before the date, and never begin with what parts the two.
    assert "The Invented Post\u00a0· 5 February 2031" in shown.text
    assert shown.list_values("aria-current") == ["true"]


def test_a_title_that_is_no_text_is_shown_by_its_id():
    (article,) = make_articles("\u202e \u2066\n")
    assert article.id in Outline(render_library([article], chosen=(), shown=None)).text


def test_a_long_title_is_cut():
    (article,) = make_articles("why " * 25_000)
    rendered = render_library([article], chosen=(), shown=None)
    assert len(rendered) < 5_000


@pytest.mark.parametrize(
    ("chosen", "ticked"),
    [
        pytest.param((), 2, id="all"),
        pytest.param(("000000000001",), 1, id="one"),
        pytest.param(("ffffffffffff",), 0, id="one-that-is-gone"),
    ],
)
def test_what_is_asked_is_ticked(chosen, ticked):
    rendered = render_library(make_articles("One", "Two"), chosen=chosen, shown=None)
    assert len(Outline(rendered).list_values("checked")) == ticked


def test_one_article_needs_no_search():
    assert 'id="search"' not in render_library(make_articles("One"), chosen=(), shown=None)
    assert 'id="search"' in render_library(make_articles("One", "Two"), chosen=(), shown=None)


def test_what_is_said_before_removing_and_fetching_is_true_of_any_server():
    told = Outline(ADD_FORM).text
    assert "The server fetches the page" in told
    assert "does a copy stay, for review" in told


def test_an_empty_library_says_so():
    assert "There is no article yet." in render_library([], chosen=(), shown=None)


@pytest.mark.parametrize(
    ("count", "chosen", "told"),
    [
        pytest.param(0, (), "", id="empty"),
        pytest.param(1, (), "", id="only-one"),
        pytest.param(3, (), "Asking all 3 articles", id="all"),
        pytest.param(3, ("000000000002",), "Asking Title 2", id="one"),
        pytest.param(3, ("000000000001", "000000000003"), "Asking 2 of 3 articles", id="two"),
        pytest.param(2, ("ffffffffffff",), "Asking 0 of 2 articles", id="none-that-is-there"),
    ],
)
def test_the_scope_says_what_is_asked(count, chosen, told):
    articles = make_articles(*(f"Title {number}" for number in range(1, count + 1)))
    assert Outline(render_scope(articles, chosen=chosen)).text == f"Library{told}"


def test_how_far_it_is_is_told_as_a_bar():
    outline = Outline(render_status("Reading…", done=3, total=9))
    assert [pair[1:] for pair in outline.attributes if pair[0] == "progress"] == [
        ("aria-label", "Reading the article"),
        ("value", "3"),
        ("max", "9"),
    ]
    assert "<progress" not in render_status("Added: One")


def test_a_problem_is_told_apart():
    assert 'class="problem"' in render_status("No.", problem=True)
    assert 'class="said"' in render_status("Yes.")
    assert render_status("") == ""
