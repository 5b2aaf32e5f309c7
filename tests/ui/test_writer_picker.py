"""Who may write; every model here is invented."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import HOSTILE, Outline, assert_harmless
from invented_library import LIGHTHOUSES, open_assistant, send

from qa.assistant import ArticleQA
from qa.settings import Settings
from qa.writers import WriterOption
from ui.visit import Visit
from ui.writer_picker import WriterPicker

ANY_TEXT = st.text(alphabet=st.characters(codec=None)) | st.sampled_from(list(HOSTILE.values()))


@dataclass
class Offer:
    """Writers as an assistant offers them, whatever they are called."""

    writers: tuple[WriterOption, ...]
    default_writer: str = "quotes"


QUOTES = WriterOption(name="quotes", title="The article's own sentences", available=True)
OFFER = Offer(
    (
        QUOTES,
        WriterOption(name="local model", title="Invented-1B", available=False, hint="Fetch it."),
        WriterOption(name="language model", title="Invented-90B", available=True),
    )
)


def render_everywhere(text):
    hostile = WriterOption(name=f"a{text}", title=f"a{text}", available=False, hint=f"a{text}")
    return WriterPicker(Offer((QUOTES, hostile))).render(Visit(writer=f"a{text}"))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_shown_as_text(text):
    assert_harmless(render_everywhere, text)


@given(ANY_TEXT)
def test_no_text_changes_the_markup(text):
    assert_harmless(render_everywhere, text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_writer_that_is_gone_is_no_markup(text):
    rendered = WriterPicker(OFFER).render(Visit(writer=text))
    assert "<script" not in rendered
    assert Outline(rendered).tags == Outline(WriterPicker(OFFER).render(Visit(writer="gone"))).tags


def test_a_writer_can_be_picked():
    visit = Visit()
    rendered, same = WriterPicker(OFFER).pick(visit, send({"writer": "language model"}))
    assert same is visit
    assert visit.writer == "language model"
    assert Outline(rendered).text.startswith("Written by: Invented-90B")
    assert Outline(rendered).list_values("checked") == [None]


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"writer": "local model"}, id="unavailable"),
        pytest.param({"writer": "another"}, id="unknown"),
        pytest.param({"writer": "Invented-90B"}, id="title"),
        pytest.param({"writer": None}, id="nothing"),
        pytest.param({"writer": ["quotes"]}, id="list"),
        pytest.param({"writer": {"name": "quotes"}}, id="mapping"),
        pytest.param({"writer": 10**5000}, id="huge"),
        pytest.param({}, id="empty"),
        pytest.param(None, id="no-data"),
        pytest.param("quotes", id="text"),
        pytest.param([["writer", "quotes"]], id="pairs"),
    ],
)
def test_nothing_else_can_be_picked(sent):
    visit = Visit(writer="language model")
    WriterPicker(OFFER).pick(visit, send(sent))
    assert visit.writer == "language model"


def test_what_cannot_be_picked_says_how_to_enable_it():
    outline = Outline(WriterPicker(OFFER).render(Visit()))
    assert len(outline.list_values("disabled")) == 1
    assert "Fetch it." in outline.text


def test_a_pick_after_a_restart_begins_a_visit():
    rendered, visit = WriterPicker(OFFER).pick(None, send({"writer": "language model"}))
    assert visit.writer == "language model"
    assert Outline(rendered).text.startswith("Written by: Invented-90B")


def test_a_long_name_is_cut():
    option = WriterOption(name="quotes", title="name " * 20_000, available=True)
    assert len(WriterPicker(Offer((option,))).render(Visit())) < 2_000


def test_a_real_assistant_offers_quotes_and_says_how_to_have_more(tmp_path):
    with open_assistant(tmp_path, LIGHTHOUSES) as assistant:
        outline = Outline(WriterPicker(assistant).render(Visit()))
    assert outline.list_values("value") == ["quotes", "local model", "language model"]
    assert "Set MODEL" in outline.text


def test_a_configured_model_is_picked_from_the_start(tmp_path, bag):
    settings = Settings(model="invented-7b", openai_base_url="http://127.0.0.1:9/v1")
    with ArticleQA.open(tmp_path / "library", settings=settings, embedder=bag) as assistant:
        outline = Outline(WriterPicker(assistant).render(Visit()))
    assert outline.text.startswith("Written by: invented-7b")
