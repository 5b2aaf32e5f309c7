"""The page as a whole, without a browser; every text here is invented."""

from contextlib import suppress

import gradio as gr
import pytest
from hypothesis import given
from invented import Outline
from invented_library import ANYTHING, BANK, LIGHTHOUSES, OPENED, PAINTED, open_assistant
from loops import run_alone

from index.errors import AppError
from ui.asking import Asking
from ui.library_panel import ADD_FORM
from ui.page import TITLE, create_page
from ui.panels import Panels
from ui.suggesting import Suggesting
from ui.visit import Visit
from ui.writer_picker import WriterPicker


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    with open_assistant(tmp_path_factory.mktemp("page"), LIGHTHOUSES, BANK) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(assistant):
    async def create():
        return create_page(assistant)

    # Outside of a loop Gradio opens some of its own, and closes none.
    return run_alone(create())


def find_handler(page, name):
    (found,) = [block.fn for block in page.fns.values() if block.name == name]
    return found


@pytest.fixture(scope="module")
def answer(page):
    return find_interface(page).fn


def find_interface(page):
    (found,) = [block for block in page.fns.values() if block.api_visibility == "public"]
    return found


def test_only_asking_is_meant_for_programs(page):
    assert find_interface(page).api_name == "ask"
    assert len(page.fns) > 10
    assert {block.api_visibility for block in page.fns.values()} == {"public", "private"}


def test_stopping_never_waits_for_what_it_stops(page):
    (stop,) = [block for block in page.fns.values() if block.name == "stop"]
    assert not stop.queue


def test_two_visits_share_nothing_on_the_page(page):
    (state,) = [block for block in page.blocks.values() if isinstance(block, gr.State)]
    assert state.value is None


def test_every_part_has_its_name(page):
    names = {block.elem_id for block in page.blocks.values()} - {None}
    assert names >= {
        "masthead",
        "panes",
        "conversation-pane",
        "conversation",
        "question",
        "writer",
        "article-pane",
        "shelf",
        "article",
        "library",
        "library-status",
    }
    assert page.title == TITLE


@pytest.mark.parametrize(
    "article", [None, "", "0" * 12, "../x", "<b>", "x" * 100_000], ids=lambda name: f"{name!r:.9}"
)
def test_a_visit_begins_on_the_first_article_when_the_one_meant_is_not_there(assistant, article):
    panels = Panels(assistant)
    visit = panels.begin_visit(article)
    assert visit.shown == assistant.articles()[0].id


def test_a_link_to_an_article_that_is_gone_says_so_and_asks_nothing(assistant):
    panels = Panels(assistant)
    shown = panels.render_conversation(panels.begin_visit("0" * 12))
    assert "The article that this link leads to is not in the library." in Outline(shown).text
    assert Outline(shown).list_values("data-free") == ["false"]


def test_a_visit_begins_on_the_article_that_is_meant(page, assistant):
    _, second = assistant.articles()
    request = gr.Request(session_hash="x")
    request.query_params = {"article": second.id}
    panel, library, scope, conversation, picker, visit = find_handler(page, "open_page")(request)
    assert visit.shown == second.id
    assert f'data-article="{second.id}"' in panel
    assert Outline(library).list_values("aria-current") == ["true"]
    assert visit.chosen == (second.id,)
    assert "bank of Ostrand" in Outline(scope).text
    assert "What would you like to know?" in conversation
    assert "Written by:" in picker
    ids = Outline(panel + library + scope + conversation + picker).ids
    assert len(ids) == len(set(ids))


def test_all_names_on_a_page_with_two_questions_are_different(page, assistant):
    panels = Panels(assistant)
    visit = panels.begin_visit()
    asking = Asking(assistant, panels)
    for question in (PAINTED, PAINTED):
        *_, last = asking.ask(question, visit, gr.EventData(None, None))
    parts = [
        panels.render_article(visit),
        panels.render_library(visit),
        panels.render_scope(visit),
        last[1],
        WriterPicker(assistant).render(visit),
        ADD_FORM,
    ]
    outline = Outline("".join(parts))
    names = [block.elem_id for block in page.blocks.values() if block.elem_id]
    ids = [*outline.ids, *names]
    assert len(ids) == len(set(ids))
    pointed = {link.removeprefix("#") for link in outline.list_values("href")}
    for name in ("for", "aria-describedby", "aria-controls", "aria-labelledby"):
        pointed |= set(outline.list_values(name))
    assert pointed <= set(ids)


def test_two_visitors_get_different_names(page):
    request = gr.Request(session_hash="x")
    request.query_params = {}
    opened = [find_handler(page, "open_page")(request)[-1] for _ in range(2)]
    assert opened[0] is not opened[1]
    assert opened[0].prefix != opened[1].prefix


@pytest.mark.parametrize(
    ("writer", "free"),
    [
        pytest.param(None, "true", id="default"),
        pytest.param("quotes", "true", id="quotes"),
        pytest.param("local model", "false", id="model"),
    ],
)
def test_a_link_asks_by_itself_only_where_it_costs_nothing(assistant, writer, free):
    shown = Panels(assistant).render_conversation(Visit(writer=writer))
    assert Outline(shown).list_values("data-free") == [free]


def test_another_article_is_shown_when_the_one_shown_is_removed(tmp_path):
    with open_assistant(tmp_path, LIGHTHOUSES, BANK) as assistant:
        panels = Panels(assistant)
        visit = panels.begin_visit()
        first, second = assistant.articles()
        assistant.remove(first.id)
        assert "Ostrand" in panels.render_article(visit)
        assert panels.find_shown(visit.shown) == second.id
        assistant.remove(second.id)
        assert "There is no article yet" in panels.render_article(visit)
        assert panels.find_shown(visit.shown) is None


def test_no_other_article_is_asked_in_place_of_those_chosen(tmp_path):
    with open_assistant(tmp_path) as assistant:
        visit = Visit(chosen=("0" * 12,))
        with pytest.raises(AppError, match="not in the library any more"):
            Panels(assistant).find_asked(visit)
        Suggesting(assistant, Panels(assistant)).suggest(visit)
        assert visit.first_questions == ()


# By a program


def test_a_program_gets_the_whole_answer(answer):
    values = answer(PAINTED)
    assert values["status"] == "answered"
    assert "47 lighthouses" in values["text"]
    assert values["citations"][0]["quote"]


def test_a_program_can_choose_the_article(answer, assistant):
    first, second = assistant.articles()
    assert answer(OPENED, second.id)["status"] == "answered"
    assert answer(OPENED, first.id)["status"] == "not_found"
    assert answer(OPENED, "")["status"] == "answered"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        pytest.param((" ",), "empty", id="empty"),
        pytest.param(("why " * 25_000,), "at most 1,000", id="long"),
        pytest.param((PAINTED, "0" * 12), "no article with the id", id="no-article"),
        pytest.param((None,), "is a text", id="nothing"),
        pytest.param((7,), "is a text", id="number"),
        pytest.param(([PAINTED],), "is a text", id="list"),
        pytest.param((PAINTED, 7), "is a text", id="article-number"),
        pytest.param((PAINTED, [7]), "is a text", id="article-list"),
        pytest.param((PAINTED, {"id": 7}), "is a text", id="article-mapping"),
    ],
)
def test_a_bad_question_by_a_program_is_said(answer, values, told):
    with pytest.raises(gr.Error, match=told) as raised:
        answer(*values)
    assert not raised.value.print_exception


@given(ANYTHING, ANYTHING)
def test_a_program_may_send_anything(answer, question, article):
    with suppress(gr.Error):
        assert answer(question, article)["status"] in {"answered", "not_found"}
