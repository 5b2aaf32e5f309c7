"""The page in a real browser: from question to sentence, on every screen and on paper.

Every test also fails when a dialog opens, the console shows an error, or anything is requested
from another host (see visiting.py).
"""

import re

import pytest
from asked import ABSENT, FACT, FOCUSED, HOSTILE_FACT, IN_VIEW, OTHER_FACT, QUOTED
from playwright.sync_api import expect

# What moves: an element's animations and transitions that take time.
MOVING = """() => [...document.querySelectorAll("*")].flatMap(element => {
    const style = getComputedStyle(element);
    const times = `${style.animationDuration}, ${style.transitionDuration}`.split(", ");
    return times.some(time => parseFloat(time) > 0.001) ? [element.outerHTML.slice(0, 100)] : [];
})"""


def lit(visit):
    return visit.page.locator("#article .sentence.lit")


def test_a_citation_leads_to_its_sentence_in_the_article(visit):
    visit.ask(FACT)
    marker = visit.page.locator("#conversation a.marker").first
    assert marker.inner_text() == "[1]"
    assert QUOTED in visit.page.locator("#conversation blockquote").first.inner_text()
    sentence = lit(visit).filter(has_text=QUOTED)
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
    expect(lit(visit)).to_contain_text([QUOTED])
    visit.ask(OTHER_FACT)
    expect(lit(visit)).to_contain_text(["Witkoff"])
    visit.page.locator("#conversation a.marker").first.click()
    expect(lit(visit)).to_contain_text([QUOTED])


def test_an_abstention_leads_to_the_nearest_sentences(visit):
    visit.ask(ABSENT)
    card = visit.page.locator("#conversation .abstention")
    assert re.match("The articles? do(es)? not say", card.inner_text())
    nearest = card.locator("a.nearest").first
    quote = nearest.inner_text()
    nearest.click()
    expect(visit.page.locator("#article .sentence.now")).to_be_focused()
    assert visit.page.evaluate(FOCUSED) == quote
    assert visit.page.evaluate(IN_VIEW)
    expect(lit(visit)).to_have_count(0)


def test_furniture_is_dimmed_and_not_hidden(visit):
    visit.ask(FACT)
    furniture = visit.page.locator("#article .sentence.furniture").first
    story = visit.page.locator("#article .sentence.story").first
    expect(furniture).to_be_attached()
    assert furniture.bounding_box()["height"] > 0
    colour = "element => getComputedStyle(element).color"
    assert furniture.evaluate(colour) != story.evaluate(colour)


def test_two_visitors_share_nothing(visit, open_visit):
    other = open_visit(color_scheme="dark")
    visit.ask(FACT)
    other.ask(HOSTILE_FACT)
    assert "countries" not in other.last.locator(".answer blockquote").first.inner_text()
    assert "lighthouses" not in visit.last.locator(".answer blockquote").first.inner_text()
    first, second = (
        each.page.locator("#article .sentence").first.get_attribute("id").split("-")[0]
        for each in (visit, other)
    )
    assert first != second
    light, dark = (
        sum(map(int, re.findall(r"\d+", each.page.evaluate(PAPER))[:3])) for each in (visit, other)
    )
    assert light > 600
    assert dark < 200


PAPER = "getComputedStyle(document.body).backgroundColor"


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


def test_nothing_moves_for_those_who_asked_for_that(visit):
    visit.ask(FACT)
    visit.page.locator("#conversation a.marker").first.click()
    assert visit.page.evaluate(MOVING) == []


def test_a_sentence_flashes_for_those_who_did_not(visit):
    visit.page.emulate_media(reduced_motion="no-preference")
    visit.ask(FACT)
    visit.page.locator("#conversation a.marker").first.click()
    now = visit.page.locator("#article .sentence.now")
    assert now.evaluate("element => getComputedStyle(element).animationName") != "none"
    expect(now).to_be_in_viewport()


def test_paper_holds_the_answer_and_the_article_and_nothing_to_press(visit, tmp_path):
    visit.ask(FACT)
    visit.page.emulate_media(media="print")
    for name in ("#question", "#writer", "#clear", "#library", ".actions", ".judgement"):
        for element in visit.page.locator(name).all():
            expect(element).to_be_hidden()
    for name in (".open-library", ".suggestions", "#article .back"):
        for element in visit.page.locator(name).all():
            expect(element).to_be_hidden()
    expect(visit.last.locator("blockquote").first).to_be_visible()
    expect(visit.page.locator("#article .sentence").last).to_be_visible()
    edges = ("#masthead h1", "#conversation .question", "#article h2", "#article div.story")
    assert len({visit.page.locator(name).bounding_box()["x"] for name in edges}) == 1
    # Nothing scrolls by itself: what is beyond the edge of a box would not be printed.
    for name in ("#conversation-pane", "#article-pane"):
        pane = visit.page.locator(name)
        assert pane.evaluate("pane => pane.scrollHeight <= pane.clientHeight + 1")
    printed = visit.page.pdf(path=tmp_path / "page.pdf", format="A4")
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") >= 2
