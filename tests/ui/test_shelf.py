"""The library on the page, without a browser; every article here is invented."""

import pytest
from hypothesis import given
from invented import Outline
from invented_library import ANYTHING, BANK, LIGHTHOUSES, is_skipped, open_assistant, send

from ui.panels import Panels
from ui.shelf import Shelf
from ui.visit import Visit

TIDE = "This article is invented. The tide mill of Velmora ground 8 tonnes of rye in May."


@pytest.fixture
def assistant(tmp_path):
    with open_assistant(tmp_path, LIGHTHOUSES, BANK) as opened:
        yield opened


@pytest.fixture
def shelf(assistant):
    return Shelf(assistant, Panels(assistant))


@pytest.fixture
def visit(assistant):
    begun = Panels(assistant).begin_visit()
    Panels(assistant).render_article(begun)
    return begun


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory):
    """A library that no test changes."""
    with open_assistant(tmp_path_factory.mktemp("shelf"), LIGHTHOUSES, BANK) as opened:
        yield opened


def visit_shelf(assistant):
    panels = Panels(assistant)
    visit = Visit(shown=panels.find_shown(None))
    panels.render_article(visit)
    return Shelf(assistant, panels), visit


# Opening


def test_an_article_is_opened(shelf, visit, assistant):
    _, second = assistant.articles()
    panel, library, scope, same, said = shelf.open_article(visit, send({"article": second.id}))
    assert said is None
    assert same is visit
    assert visit.shown == second.id
    assert f'data-article="{second.id}"' in panel
    assert Outline(library).list_values("aria-current") == ["true"]
    assert "Asking all 2 articles" in Outline(scope).text


@pytest.mark.parametrize(
    "wanted",
    [
        *(pytest.param(text, id=f"{text!r:.20}") for text in ("", "x", "0" * 12, "../..", "abcd")),
        pytest.param(None, id="nothing"),
        pytest.param(7, id="number"),
        pytest.param(["x"], id="list"),
        pytest.param({"id": "x"}, id="mapping"),
        pytest.param("x" * 1_000_000, id="long"),
    ],
)
def test_what_is_not_there_is_not_opened(unchanged, wanted):
    shelf, visit = visit_shelf(unchanged)
    before = visit.shown
    panel, library, *_, said = shelf.open_article(visit, send({"article": wanted}))
    assert is_skipped(panel)
    assert said is None or said["problem"] == "This article is not in the library any more."
    assert visit.shown == before
    assert "Nowhereham" in library


def test_opening_the_library_brings_it_up_to_date(shelf, visit, assistant):
    assistant.add_text(TIDE)
    _, library, scope, *_ = shelf.open_article(visit, send({"action": "library"}))
    assert "3 articles" in Outline(library).text
    assert "Asking all 3 articles" in Outline(scope).text


def test_a_visit_that_the_server_lost_is_drawn_anew(shelf):
    panel, *_, visit, _ = shelf.open_article(None, send({"action": "library"}))
    assert all(name.startswith(visit.prefix) for name in Outline(panel).ids)
    panel, *_ = shelf.open_article(visit, send({"action": "library"}))
    assert is_skipped(panel)


@given(ANYTHING, ANYTHING)
def test_anything_may_be_sent(unchanged, data, value):
    shelf, visit = Shelf(unchanged, Panels(unchanged)), Visit()
    for sent in (data, {"article": value, "chosen": value}, {"chosen": [value, value]}):
        shelf.open_article(visit, send(sent))
        shelf.choose(visit, send(sent))
        shelf.remove(visit, send(sent))
    assert visit.chosen == ()
    assert len(unchanged.articles()) == 2


# Choosing


def test_one_article_is_chosen_and_shown(shelf, visit, assistant):
    _, second = assistant.articles()
    panel, scope, conversation, _ = shelf.choose(visit, send({"chosen": [second.id]}))
    assert visit.chosen == (second.id,)
    assert visit.shown == second.id
    assert f'data-article="{second.id}"' in panel
    assert Outline(scope).text.startswith("LibraryAsking ")
    for question in Outline(conversation).list_values("data-question"):
        assert assistant.ask(question, article=second.id).status == "answered"


def test_choosing_the_article_on_the_page_leaves_it_there(shelf, visit, assistant):
    first, _ = assistant.articles()
    panel, *_ = shelf.choose(visit, send({"chosen": [first.id]}))
    assert is_skipped(panel)
    assert visit.chosen == (first.id,)


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param([], id="none"),
        pytest.param(["0" * 12, "x", ""], id="unknown"),
        pytest.param(None, id="nothing"),
        pytest.param("text", id="text"),
        pytest.param({"a": 1}, id="mapping"),
        pytest.param([None, 1, [], {}, ["x"]], id="no-texts"),
        pytest.param(["x"] * 400_000, id="many"),
    ],
)
def test_all_are_asked_when_none_is_chosen(unchanged, chosen):
    shelf, visit = visit_shelf(unchanged)
    _, scope, *_ = shelf.choose(visit, send({"chosen": chosen}))
    assert visit.chosen == ()
    assert "Asking all 2 articles" in Outline(scope).text


def test_choosing_all_is_choosing_none(shelf, visit, assistant):
    ids = [article.id for article in assistant.articles()]
    shelf.choose(visit, send({"chosen": [*ids, *ids, "x"]}))
    assert visit.chosen == ()
    # So an article that comes later is asked too.
    assistant.add_text(TIDE)
    assert "Asking all 3 articles" in Panels(assistant).render_scope(visit)


def test_choosing_is_for_one_visit_alone(shelf, visit, assistant):
    other = Panels(assistant).begin_visit()
    shelf.choose(visit, send({"chosen": [assistant.articles()[0].id]}))
    assert other.chosen == ()


def test_choosing_after_a_restart_begins_a_visit(shelf, assistant):
    first, _ = assistant.articles()
    panel, *_, visit = shelf.choose(None, send({"chosen": [first.id]}))
    assert visit.chosen == (first.id,)
    assert visit.prefix in panel


# Removing


def test_an_article_is_removed(shelf, visit, assistant):
    first, second = assistant.articles()
    visit.chosen = (first.id, second.id)
    status, panel, library, _, _, same = shelf.remove(visit, send({"article": first.id}))
    assert Outline(status).text == f"Removed: {first.title}"
    assert same is visit
    assert visit.chosen == (second.id,)
    assert visit.shown == second.id
    assert f'data-article="{second.id}"' in panel
    assert first.id not in library
    assert [article.id for article in assistant.articles()] == [second.id]


def test_removing_it_twice_is_said(shelf, visit, assistant):
    first, second = assistant.articles()
    shelf.remove(visit, send({"article": first.id}))
    status, _, library, *_ = shelf.remove(visit, send({"article": first.id}))
    assert 'class="problem"' in status
    assert "not in the library any more" in Outline(status).text
    assert second.id in library


@pytest.mark.parametrize(
    "wanted", ["", "x", "0" * 12, "\ud800", "%", "____", "*" * 12, None, 7, [], {}, "a" * 10**6]
)
def test_what_is_not_there_is_not_removed(unchanged, wanted):
    shelf, visit = visit_shelf(unchanged)
    status, *_ = shelf.remove(visit, send({"article": wanted}))
    assert 'class="problem"' in status
    assert "article-qa" not in status
    assert len(unchanged.articles()) == 2


def test_the_last_article_can_be_removed(shelf, visit, assistant):
    for article in assistant.articles():
        shown = shelf.remove(visit, send({"article": article.id}))
    assert visit.shown is None
    assert visit.first_questions == ()
    assert "There is no article yet" in shown[1]
    assert "There is no article yet." in shown[2]
    assert "data-question" not in shown[4]


def test_what_is_removed_by_another_is_not_asked(shelf, visit, assistant):
    first, second = assistant.articles()
    other = Panels(assistant).begin_visit()
    other.chosen = (first.id,)
    shelf.remove(visit, send({"article": first.id}))
    _, _, scope, same, _ = shelf.open_article(other, send({"action": "library"}))
    assert "Asking 0 of 1 articles" in Outline(scope).text
    shelf.choose(same, send({"chosen": [second.id]}))
    assert same.chosen == ()


def test_removing_after_a_restart_begins_a_visit(shelf, assistant):
    first, _ = assistant.articles()
    *_, visit = shelf.remove(None, send({"article": first.id}))
    assert visit.shown == assistant.articles()[0].id
