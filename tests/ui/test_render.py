"""Messages of the conversation; every name in them is invented."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import (
    HOSTILE,
    Outline,
    assert_harmless,
    make_abstention,
    make_answer,
    make_citation,
    see,
)

from qa.models import Reason, Usage, VerdictLabel
from ui.quotation import View
from ui.render import render_answer, render_pending, render_problem, render_question

VIEW = View(prefix="s1", turn=1)
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
ANY_TEXT = st.text(alphabet=st.characters(codec=None)) | st.sampled_from(list(HOSTILE.values()))


def without_previews(rendered):
    """Return what is shown before anything is pointed at."""
    return re.sub('<div class="preview".*?</div>', "", rendered)


def render_everywhere(text):
    """Put one text in every place that takes text from outside."""
    citation = make_citation(
        f"a{text}", speaker=f"a{text}", outlet=f"a{text}", published=f"a{text}", title=f"a{text}"
    )
    named = {"question": "q", "standalone_question": f"a{text}"}
    latest = View(prefix="s1", turn=1, name_articles=True, latest=True)
    usage = Usage(model=f"a{text}", prompt_tokens=1, completion_tokens=1)
    written = {"writer": "language model", "usage": usage}
    return "".join(
        [
            render_question(text),
            render_problem(text),
            render_answer(
                make_answer(
                    f"ba{text} end", citations=(citation,), problems=(f"a{text}",), **named
                ),
                view=latest,
            ),
            render_answer(
                make_answer(
                    f"a{text}",
                    citations=(citation,),
                    notice=f"a{text}",
                    explanation=f"a{text}",
                    **named,
                    **written,
                ),
                view=View(prefix="s1", turn=2),
            ),
            render_answer(
                make_abstention(text, reason=Reason.UNVERIFIED, reply=text, **named, **written),
                view=View(prefix="s1", turn=3),
            ),
            render_answer(
                make_abstention(text, explanation=f"a{text}", speaker=f"a{text}", **named),
                view=View(prefix="s1", turn=4, name_articles=True, latest=True),
                suggestions=[f"a{text}"],
            ),
        ]
    )


@hostile
def test_hostile_text_is_shown_as_text(text):
    assert_harmless(render_everywhere, text)


@given(ANY_TEXT)
def test_no_text_changes_the_markup(text):
    assert_harmless(render_everywhere, text)


@hostile
def test_links_lead_nowhere_but_to_sentences(text):
    outline = Outline(render_everywhere(text))
    links = {value for _, name, value in outline.attributes if name in {"href", "src"}}
    assert links == {"#s1-abcdef012345-4"}


@hostile
def test_what_is_sent_back_is_the_text_itself(text):
    outline = Outline(render_everywhere(text))
    assert outline.list_values("data-question") == [see(f"a{text}")]


def test_no_two_elements_share_a_name():
    ids = Outline(render_everywhere("harmless")).ids
    assert len(ids) == len(set(ids)) == 4


def test_a_number_is_described_by_its_preview():
    citations = (make_citation(), make_citation("Two closed.", number=2, sentence=5))
    rendered = render_answer(make_answer("Bridges changed.", citations=citations), view=VIEW)
    outline = Outline(rendered)
    assert set(outline.list_values("aria-describedby")) == set(outline.ids)
    assert len(outline.ids) == 2
    assert "No speaker or date is known" in outline.text


def test_a_preview_is_cut_where_it_is_too_long_to_show():
    citation = make_citation("long " * 20_000)
    rendered = render_answer(make_answer("b", citations=(citation,)), view=VIEW)
    preview = re.search('<p class="preview-quote" dir="ltr">“<bdi>(.*?)</bdi>”</p>', rendered)
    assert len(html.unescape(preview[1])) == 600


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        pytest.param("Two \u202ereopened.", "ltr", id="turned"),
        pytest.param("\u202e 3 \u0634\u0643\u0631.", "rtl", id="written from the right"),
    ],
)
def test_no_sign_in_a_text_turns_what_is_shown_behind_it(text, direction):
    quoted = make_answer(text, citations=(make_citation(text),))
    claimed = make_answer(text, citations=(make_citation("Two reopened."),))
    for answer, tag in ((quoted, "blockquote"), (claimed, 'p class="claim"')):
        shown = html.unescape(render_answer(answer, view=VIEW))
        assert f'<{tag} dir="{direction}"><bdi>{text}</bdi> <a class="marker"' in shown
    assert f'dir="{direction}">“<bdi>{text}</bdi>”</p>' in html.unescape(
        render_answer(quoted, view=VIEW)
    )


@pytest.mark.parametrize(
    ("latest", "fields"), [pytest.param(True, 1, id="latest"), pytest.param(False, 0, id="earlier")]
)
def test_what_a_question_means_can_be_changed_only_in_the_latest(latest, fields):
    answer = make_answer("Text.", standalone_question="How many bridges?")
    rendered = render_answer(answer, view=View(prefix="s1", turn=7, latest=latest))
    assert rendered.count("<textarea") == fields
    assert rendered.count('data-action="restate" data-event="submit"') == fields
    assert ("How many bridges?</textarea>" in html.unescape(rendered)) == latest


def test_suggestions_of_an_abstention_stand_in_it():
    rendered = render_answer(make_abstention(), view=VIEW, suggestions=["Who paid?"])
    assert Outline(rendered).text.count("Who paid?") == 1
    assert "What could be answered instead:" in rendered


def test_a_quote_is_shown_once_with_its_marker_speaker_and_date():
    citation = make_citation(
        speaker="Jo Quill", outlet="The Invented Post", published="2031-02-05T06:07"
    )
    rendered = render_answer(make_answer(citation.quote, citations=(citation,)), view=VIEW)
    shown = Outline(without_previews(rendered)).text
    assert shown.count(citation.quote) == 1
    assert shown.count("[1]") == 1
    for part in ("— Jo Quill", "The Invented Post", "5 February 2031, 06:07", "✓ Exact quote"):
        assert part in shown


def test_a_statement_of_a_writer_stands_above_its_quotes():
    citations = (make_citation(), make_citation("Two closed.", number=2, sentence=5))
    shown = Outline(
        render_answer(make_answer("Bridges changed.", citations=citations), view=VIEW)
    ).text
    assert shown.startswith("Bridges changed. [1][2]")
    assert shown.index("Three bridges opened. [1]") < shown.index("Two closed. [2]")


@pytest.mark.parametrize(
    ("highlight", "marked"),
    [
        pytest.param((100, 105), "<mark>Three</mark> bridges", id="words"),
        pytest.param((90, 105), "<mark>Three</mark> bridges", id="starts-before"),
        pytest.param((106, 999), "<mark>bridges opened&#46;</mark>", id="ends-after"),
        pytest.param((105, 105), "Three bridges", id="empty"),
        pytest.param((300, 310), "Three bridges", id="outside"),
        pytest.param((105, 100), "Three bridges", id="backwards"),
        pytest.param(None, "Three bridges", id="none"),
    ],
)
def test_the_words_that_answer_are_marked(highlight, marked):
    citation = make_citation(highlight=highlight)
    rendered = render_answer(make_answer(citation.quote, citations=(citation,)), view=VIEW)
    assert marked in rendered
    assert ("<mark>" in rendered) == ("<mark>" in marked)


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        pytest.param(VerdictLabel.SUPPORTED, "✓ Supported", id="supported"),
        pytest.param(VerdictLabel.PARTLY, "◐ Only partly in the article: a number", id="partly"),
        pytest.param(
            VerdictLabel.UNSUPPORTED, "○ Not found in the article: a number", id="unsupported"
        ),
        pytest.param(VerdictLabel.CONTRADICTED, "✗ Contradicted: a number", id="contradicted"),
    ],
)
def test_a_verdict_is_told_by_shape_and_word(label, shown):
    problems = () if label is VerdictLabel.SUPPORTED else ("a number",)
    rendered = render_answer(make_answer("Text.", label=label, problems=problems), view=VIEW)
    told = Outline(rendered).text
    holds = label in (VerdictLabel.SUPPORTED, VerdictLabel.PARTLY)
    assert told == (f"Text. {shown}" if holds else f"{shown}Text. ")
    assert ("Supported" in told) == (label is VerdictLabel.SUPPORTED)


def test_hearsay_is_named():
    citation = make_citation(hearsay=True)
    rendered = render_answer(make_answer(citation.quote, citations=(citation,)), view=VIEW)
    assert "somebody the article does not name" in rendered


def test_an_abstention_links_the_nearest_sentences():
    rendered = render_answer(make_abstention(), view=VIEW)
    shown = Outline(rendered).text
    assert shown.startswith("The article does not say")
    assert "It gives no number." in shown
    assert '<a class="nearest" href="#s1-abcdef012345-4"' in rendered


def test_an_abstention_of_several_articles_names_them():
    shown = Outline(
        render_answer(
            make_abstention(), view=View(prefix="s1", name_articles=True, asks_several=True)
        )
    ).text
    assert shown.startswith("The articles do not say")
    assert "An invented title" in shown


def test_without_articles_there_is_nothing_nearest():
    answer = make_abstention(reason=Reason.NO_ARTICLES, nearest=(), explanation=None)
    assert Outline(render_answer(answer, view=VIEW)).text == "There is no article to ask"


def test_a_follow_up_shows_how_it_was_understood():
    answer = make_answer("Text.", standalone_question="How many bridges?")
    shown = Outline(render_answer(answer, view=VIEW)).text
    assert shown.startswith("Understood as: How many bridges?")


def test_markers_that_do_not_exist_are_reported():
    shown = Outline(render_answer(make_answer("Text.", unknown_markers=(7, 9)), view=VIEW)).text
    assert shown.endswith("no such sentence exists: [7], [9]")


def test_a_long_question_is_cut():
    assert len(Outline(render_question("why " * 25_000)).text) == 400


def test_waiting_is_said():
    assert Outline(render_pending()).text == "Reading the article…"


def test_what_stays_unanswered_is_said_below_the_answer():
    rendered = render_answer(make_answer("b", explanation="Not said: <when>?"), view=VIEW)
    assert 'class="unanswered"' in rendered
    assert "<when>" not in rendered


def test_words_led_by_their_speaker_are_shown_once():
    citation = make_citation("“We wait.”", speaker="Ana Roe")
    rendered = render_answer(make_answer("Ana Roe: “We wait.”", citations=(citation,)), view=VIEW)
    assert without_previews(rendered).count("We") == 1


def test_the_words_at_fault_are_underlined():
    label = VerdictLabel.CONTRADICTED
    rendered = render_answer(make_answer("It cost 3.", label=label, problems=("3",)), view=VIEW)
    assert '<span class="fault">3</span>' in rendered


def test_a_pending_statement_is_no_quote():
    citation = make_citation()
    answer = make_answer(citation.quote, citations=(citation,), label=VerdictLabel.PENDING)
    shown = Outline(render_answer(answer, view=VIEW, writing=True)).text
    assert shown.startswith("… Not checked yet")
    assert "Exact quote" not in shown


def test_a_stopped_answer_does_not_say_that_the_article_is_silent():
    answer = make_abstention(reason=Reason.DECLINED, writer="language model")
    shown = Outline(render_answer(answer, view=VIEW, stopped=True)).text
    assert shown.startswith("Stopped before there was an answer")
    assert "It gives no number." not in shown
