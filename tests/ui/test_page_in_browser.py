"""The page in a real browser, over the article that ships and a hostile invented one.

Every test also fails when a dialog opens, the console shows an error, or anything is requested
from another host (see conftest.py).
"""

import re

import pytest
from playwright.sync_api import expect

FACT = "How many countries have been involved at the planning meetings?"
QUOTED = "Up to 30 countries have been involved"
ABSENT = "Which football club won the championship in Brazil?"
HOSTILE = "How many lighthouses did Jo Quill paint on Monday?"

FOCUSED = "() => document.activeElement.textContent"
IN_VIEW = """() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight && box.height > 0;
}"""


def lit(visit):
    return visit.page.locator("#article .sentence.lit")


def test_a_citation_leads_to_its_sentence_in_the_article(visit):
    visit.ask(FACT)
    marker = visit.page.locator("#conversation a.marker").first
    assert marker.inner_text() == "[1]"
    assert QUOTED in visit.page.locator("#conversation blockquote").first.inner_text()
    sentence = lit(visit).filter(has_text=QUOTED)
    sentence.wait_for()
    assert sentence.get_attribute("data-numbers") == "1"
    marker.click()
    assert "now" in sentence.get_attribute("class")
    assert QUOTED in visit.page.evaluate(FOCUSED)
    assert visit.page.evaluate(IN_VIEW)
    assert "#" not in visit.page.url


def test_the_keyboard_goes_to_the_sentence_and_back(visit):
    visit.ask(FACT)
    visit.page.locator("#conversation a.marker").first.focus()
    visit.page.keyboard.press("Enter")
    assert QUOTED in visit.page.evaluate(FOCUSED)
    visit.page.keyboard.press("Escape")
    assert visit.page.evaluate(FOCUSED) == "[1]"


def test_a_new_answer_lights_its_own_sentences_and_an_old_marker_the_old_ones(visit):
    visit.ask(FACT)
    lit(visit).filter(has_text=QUOTED).wait_for()
    visit.ask("Who is the US president's special envoy?")
    lit(visit).filter(has_text="Witkoff").wait_for()
    visit.page.locator("#conversation a.marker").first.click()
    lit(visit).filter(has_text=QUOTED).wait_for()


def test_an_abstention_leads_to_the_nearest_sentences(visit):
    visit.ask(ABSENT)
    card = visit.page.locator("#conversation .abstention")
    assert re.match("The articles? do(es)? not say", card.inner_text())
    nearest = card.locator("a.nearest").first
    quote = nearest.inner_text()
    nearest.click()
    visit.page.locator("#article .sentence.now").wait_for()
    assert visit.page.evaluate(FOCUSED) == quote
    assert visit.page.evaluate(IN_VIEW)
    expect(lit(visit)).to_have_count(0)


def test_a_hostile_article_is_shown_as_text(visit):
    visit.ask(HOSTILE)
    visit.page.locator("#article .sentence", has_text="lighthouses on Monday").wait_for()
    panel = visit.page.locator("#article")
    for text in ("<script>alert(1)</script>", "{{value}} ${alert(1)}", "javascript:alert(1)"):
        assert text in panel.inner_text()
    for page_part in ("#article", "#conversation .message-content"):
        part = visit.page.locator(page_part)
        assert part.locator("script, img, iframe, form, input, style, object").count() == 0
        assert part.locator("[onerror], [onload], [onfocus], [style*=fixed]").count() == 0
    assert visit.page.locator("[id=article]").count() == 1
    assert visit.page.locator("#conversation a:not([href^='#s'])").count() == 0


def test_a_chosen_article_is_shown_and_a_citation_of_another_opens_that(open_visit):
    visit = open_visit()
    visit.ask(FACT)
    visit.page.locator("#picker input").click()
    visit.page.get_by_role("option").filter(has_text="alert(3)").click()
    visit.page.locator("#article .sentence", has_text="lighthouses on Monday").wait_for()
    expect(lit(visit)).to_have_count(0)
    visit.page.locator("#conversation a.marker").first.click()
    visit.page.locator("#article .sentence.now", has_text=QUOTED).wait_for()
    assert QUOTED in visit.page.evaluate(FOCUSED)
    assert visit.page.evaluate(IN_VIEW)
    visit.ask(HOSTILE)
    lit(visit).filter(has_text="lighthouses on Monday").wait_for()


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("<img src=http://outside.invalid/q.png onerror=alert(5)> mayor?", id="html"),
        pytest.param("![a](http://outside.invalid/q.png) [b](javascript:alert(6))?", id="markdown"),
        pytest.param("$$x$$ `c` # h {{value}} ${alert(7)} lighthouses?", id="template"),
        pytest.param("\u202elanigiro\u202c how many lighthouses?", id="bidi"),
        pytest.param("\ud800 \x00\x1b how many lighthouses?", id="controls"),
    ],
)
def test_a_hostile_question_is_shown_as_text(visit, question):
    visit.ask(question)
    assert visit.page.locator("#conversation .question").count() == 1
    shown = visit.page.locator("#conversation .question").inner_text()
    assert shown.split()[-1] == question.split()[-1]
    assert visit.page.locator("#conversation :is(img, code, h1, .katex)").count() == 0


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("", id="empty"),
        pytest.param("   ", id="spaces"),
        pytest.param("why " * 25_000, id="100,000-characters"),
    ],
)
def test_a_bad_question_gets_one_clear_line(visit, question):
    visit.ask(question)
    problem = visit.page.locator("#conversation .problem")
    assert problem.count() == 1
    assert "question" in problem.inner_text().lower()
    assert len(problem.inner_text()) < 200
    assert "Traceback" not in visit.page.content()
    visit.ask(FACT)
    assert QUOTED in visit.page.locator("#conversation .answer").inner_text()


def test_two_visitors_share_nothing(visit, open_visit):
    other = open_visit(color_scheme="dark")
    visit.ask(FACT)
    other.ask(HOSTILE)
    assert "countries" not in other.page.locator("#conversation").inner_text()
    assert "lighthouses" not in visit.page.locator("#conversation").inner_text()
    first, second = (
        each.page.locator("#article .sentence").first.get_attribute("id").split("-")[0]
        for each in (visit, other)
    )
    assert first != second
    paper = [
        each.page.evaluate("getComputedStyle(document.body).backgroundColor")
        for each in (visit, other)
    ]
    assert paper == ["rgb(251, 250, 246)", "rgb(23, 22, 19)"]


def test_clearing_forgets_the_conversation(visit):
    visit.ask(FACT)
    visit.page.click("#clear")
    visit.page.locator("#conversation .welcome").wait_for()
    expect(lit(visit)).to_have_count(0)
    visit.ask(ABSENT)
    assert visit.page.locator("#conversation .question").count() == 1


def test_a_narrow_screen_leads_there_and_back(visit):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.ask(FACT)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    marker = visit.page.locator("#conversation a.marker").first
    marker.click()
    assert QUOTED in visit.page.evaluate(FOCUSED)
    assert visit.page.evaluate(IN_VIEW)
    visit.page.click("#article .back")
    assert visit.page.evaluate(FOCUSED) == "[1]"
    assert visit.page.evaluate(IN_VIEW)


@pytest.mark.parametrize("width", [320, 390, 860, 861, 1280, 1920, 2560])
def test_nothing_is_cut_off(visit, width):
    visit.page.set_viewport_size({"width": width, "height": 800})
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    box = visit.page.locator("#question textarea").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
