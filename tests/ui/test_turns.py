"""The conversation as it is shown; every question here is invented."""

import html
from dataclasses import replace

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
from timing import assert_quick

from ui.turns import render_conversation
from ui.visit import Turn, Visit

ANY_TEXT = st.text(alphabet=st.characters(codec=None)) | st.sampled_from(list(HOSTILE.values()))


def render(*turns, free=True, **details):
    visit = Visit(prefix="s1", turns=list(turns), **details)
    return render_conversation(visit, name_articles=True, free=free)


def make_turns(text):
    """Make a conversation with one text in every place that takes text from outside."""
    details = dict.fromkeys(("speaker", "outlet", "published", "title", "url"), f"a{text}")
    citation = make_citation(f"a{text}", **details)
    named = {"question": f"a{text}", "standalone_question": f"b{text}"}
    written = make_answer(f"c{text}", citations=(citation,), explanation=f"a{text}", **named)
    absent = make_abstention(f"a{text}", explanation=f"a{text}", **named)
    common = {"question": f"a{text}", "meant": f"a{text}", "suggestions": (f"a{text}",)}
    return [
        Turn(number=1, answer=written, judgement="right", **common),
        Turn(number=2, problem=f"a{text}", **common),
        Turn(number=3, answer=absent, **common),
        Turn(number=4, answer=written, **common),
    ]


def render_everywhere(text):
    turns = make_turns(text)
    return render(first_questions=(f"a{text}",)) + "".join(
        render(*turns[: count + 1]) for count in range(len(turns))
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_shown_as_text(text):
    assert_harmless(render_everywhere, text)


@given(ANY_TEXT)
def test_no_text_changes_the_markup(text):
    assert_harmless(render_everywhere, text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_links_lead_nowhere_but_to_sentences(text):
    outline = Outline(render_everywhere(text))
    assert set(outline.list_values("href")) == {"#s1-abcdef012345-4"}
    assert not {"src", "action", "style"} & {name for _, name, _ in outline.attributes}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_only_what_the_page_offers_can_be_pressed(text):
    outline = Outline(render_everywhere(text))
    actions = {"ask", "copy", "link", "export", "retry", "edit", "restate", "judge"}
    assert set(outline.list_values("data-action")) == actions
    assert set(outline.list_values("data-event")) == {"submit", "download", "like"}


def test_no_two_elements_share_a_name():
    answer = make_turns("x")[0].answer
    turns = [Turn(number=number, question="Why?", answer=answer) for number in range(1, 12)]
    ids = Outline(render(*turns)).ids
    assert len(ids) == len(set(ids)) == len(turns) + 2


def test_every_name_that_is_pointed_to_is_there():
    outline = Outline(render(*make_turns("x")))
    pointed = [*outline.list_values("aria-describedby"), *outline.list_values("for")]
    assert set(pointed) == set(outline.ids)


def test_a_long_line_is_no_trouble():
    line = "<b>$x$[1](" * 10_000
    assert_quick(lambda: render(*make_turns(line)), seconds=2)


def test_a_visit_begins_with_questions_that_can_be_asked():
    outline = Outline(render(first_questions=("Who paid?", "Why?")))
    assert outline.list_values("data-question") == ["Who paid?", "Why?"]
    assert "What would you like to know?" in outline.text


def test_without_questions_to_begin_with_nothing_is_offered():
    assert "data-question" not in render()


@pytest.mark.parametrize("free", [True, False])
def test_whether_a_link_may_ask_is_told(free):
    assert Outline(render(free=free)).list_values("data-free") == [str(free).lower()]


def test_suggestions_follow_the_latest_answer_alone():
    answer = make_answer("Text.")
    first = Turn(number=1, question="Who?", answer=answer, suggestions=("Old?",))
    outline = Outline(render(first, replace(first, number=2, suggestions=("New?", "Newer?"))))
    assert outline.list_values("data-question")[-2:] == ["New?", "Newer?"]
    assert "Old?" not in outline.list_values("data-question")
    assert "You could go on with:" in outline.text


def test_suggestions_of_an_abstention_are_shown_once():
    turn = Turn(number=1, question="Who?", answer=make_abstention(), suggestions=("New?",))
    outline = Outline(render(turn))
    assert outline.list_values("data-question").count("New?") == 1
    assert "What could be answered instead:" in outline.text


def test_only_the_latest_can_be_asked_again():
    turn = Turn(number=1, question="Who?", answer=make_answer("She."))
    outline = Outline(render(turn, replace(turn, number=2)))
    for action in ("retry", "edit"):
        assert outline.list_values("data-action").count(action) == 1
    assert outline.list_values("data-action").count("copy") == 2


def test_nothing_can_be_done_with_an_answer_that_is_being_written():
    turn = Turn(number=1, question="Who?", answer=make_answer("She."), writing=True)
    assert "data-action" not in render(turn)


def test_what_is_not_answered_yet_is_said():
    waiting = Turn(number=1, question="Who?", writing=True)
    assert "Reading the article…" in Outline(render(waiting)).text
    assert "take a while" in Outline(render(replace(waiting, late=True))).text
    assert "The article does not say" not in render(replace(waiting, answer=make_abstention()))


def test_a_question_that_could_not_be_asked_can_be_edited():
    outline = Outline(render(Turn(number=1, question="Who?", problem="No.")))
    assert outline.list_values("data-action") == ["retry", "edit"]


def test_an_empty_question_offers_nothing():
    outline = Outline(render(Turn(number=1, question=" ", problem="It is empty.")))
    assert outline.list_values("data-action") == []
    assert outline.text == "It is empty."


def test_the_edit_form_holds_the_whole_question():
    question = "why " * 249 + "so?"
    rendered = render(Turn(number=1, question=question, problem="No."))
    assert f">{question}</textarea>" in html.unescape(rendered)


def test_a_judgement_is_shown():
    turn = Turn(number=1, question="Who?", answer=make_answer("She."), judgement="wrong sentence")
    outline = Outline(render(turn))
    assert outline.list_values("data-judgement") == ["right", "wrong sentence", "wrong"]
    assert outline.list_values("aria-pressed") == ["false", "true", "false"]
    assert "Kept on this computer for review." in outline.text


def test_a_copy_holds_the_answer_with_its_citations():
    citation = make_citation(
        speaker="Jo Quill",
        outlet="The Invented Post",
        published="2031-02-05",
        url="https://invented.invalid/a",
    )
    answer = make_answer("Bridges opened.", citations=(citation,), question="What opened?")
    rendered = render(Turn(number=1, question="What opened?", answer=answer))
    copied = html.unescape(rendered.partition('<pre class="copy-text" hidden>')[2])
    assert copied.partition("</pre>")[0].split("\n") == [
        "What opened?",
        "",
        "Bridges opened. [1]",
        "  [1] “Three bridges opened.” (Jo Quill)",
        "",
        "[1] An invented title, The Invented Post, 5 February 2031, https://invented.invalid/a",
    ]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_copy_holds_hostile_text_as_it_is_shown(text):
    rendered = render(make_turns(text)[0])
    copied = html.unescape(rendered.partition('<pre class="copy-text" hidden>')[2])
    assert see(f"a{text}") in copied


def test_a_link_leads_to_what_was_understood_and_to_its_first_sentence():
    citation = make_citation()
    answer = make_answer("Three.", citations=(citation,), standalone_question="How many so?")
    outline = Outline(render(Turn(number=1, question="And how many?", answer=answer)))
    assert "How many so?" in outline.list_values("data-question")
    assert outline.list_values("data-article") == [citation.article_id]
    assert outline.list_values("data-sentence") == [str(citation.sentence)]


def test_an_abstention_speaks_of_the_articles_that_were_asked():
    turn = Turn(number=1, question="Who?", answer=make_abstention(), asked=("a" * 12,))
    shown = render_conversation(Visit(turns=[turn]), name_articles=True, free=True)
    assert "The article does not say" in shown
    shown = render_conversation(
        Visit(turns=[replace(turn, asked=None)]), name_articles=True, free=True
    )
    assert "The articles do not say" in shown
