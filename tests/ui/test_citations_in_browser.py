"""From a citation to its sentence and back, in a real browser."""

import pytest
from asked import FACT, FOCUSED, IN_VIEW, OTHER_FACT, QUOTED
from playwright.sync_api import expect
from stand_in import MIXED

# As long as the page waits before it puts a preview away that is no longer pointed at.
PATIENCE = "() => new Promise(resolve => setTimeout(resolve, 300))"


@pytest.fixture
def asked(visit):
    visit.ask(FACT)
    return visit


def marker_of(visit):
    return visit.last.get_by_role("link", name="[1] Show sentence").first


def preview_of(visit):
    return visit.page.get_by_role("tooltip")


def lit(visit):
    return visit.page.locator("#article .sentence.lit")


def number_of(visit):
    return visit.page.get_by_role("button", name="1: show the statements that rest on")


def statements(visit):
    return visit.page.get_by_role("dialog", name="Statements that rest on this sentence")


def test_pointing_at_a_number_shows_the_quote_with_speaker_and_date(asked):
    expect(preview_of(asked)).to_have_count(0)
    marker_of(asked).hover()
    preview = preview_of(asked)
    expect(preview).to_be_visible()
    for told in (QUOTED, "Keir Starmer", "27 March 2025"):
        expect(preview).to_contain_text(told)
    box = preview.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert box["y"] + box["height"] <= 800
    assert not overlap(box, marker_of(asked).bounding_box())
    asked.page.mouse.move(5, 5)
    expect(preview).to_have_count(0)


def overlap(one, other):
    return all(
        one[at] < other[at] + other[size] and other[at] < one[at] + one[size]
        for at, size in (("x", "width"), ("y", "height"))
    )


def test_a_preview_stays_while_it_is_pointed_at_itself(asked):
    marker_of(asked).hover()
    preview_of(asked).hover()
    asked.page.evaluate(PATIENCE)
    expect(preview_of(asked)).to_be_visible()
    asked.page.keyboard.press("Escape")
    expect(preview_of(asked)).to_have_count(0)
    marker_of(asked).hover()
    expect(preview_of(asked)).to_be_visible()


def test_the_focus_shows_a_preview_and_escape_puts_it_away(asked):
    marker_of(asked).focus()
    asked.page.keyboard.press("Shift+Tab")
    expect(preview_of(asked)).to_have_count(0)
    asked.page.keyboard.press("Tab")
    expect(preview_of(asked)).to_contain_text(QUOTED)
    described = marker_of(asked).get_attribute("aria-describedby")
    assert preview_of(asked).get_attribute("id") == described
    asked.page.keyboard.press("Escape")
    expect(preview_of(asked)).to_have_count(0)
    expect(marker_of(asked)).to_be_focused()


def test_a_preview_of_an_answer_that_grows_is_still_put_away(visit):
    visit.write(FACT)
    marker_of(visit).hover()
    visit.settle()
    visit.page.mouse.move(5, 5)
    expect(preview_of(visit)).to_have_count(0)
    expect(visit.last.locator(".suggestions")).to_be_visible()


def test_a_number_leads_to_its_sentence_which_flashes_and_has_the_focus(asked):
    asked.page.locator("#article-pane").evaluate("pane => pane.scrollTo(0, 0)")
    marker_of(asked).click()
    sentence = asked.page.locator("#article .sentence.now")
    expect(sentence).to_contain_text(QUOTED)
    expect(sentence).to_be_focused()
    expect(sentence).to_be_in_viewport()
    expect(preview_of(asked)).to_have_count(0)


def test_a_lit_sentence_lists_what_rests_on_it_and_leads_back_to_each(asked):
    asked.ask(OTHER_FACT)
    asked.ask(FACT)
    lit(asked).click()
    entries = statements(asked).get_by_role("button")
    expect(entries).to_have_count(2)
    for place, turn in ((0, asked.page.locator(".turn").first), (1, asked.last)):
        lit(asked).click()
        expect(entries.nth(place)).to_contain_text(QUOTED)
        expect(statements(asked)).to_contain_text(FACT)
        entries.nth(place).click()
        expect(statements(asked)).to_have_count(0)
        expect(turn.locator("a.marker").first).to_be_focused()
        assert asked.page.evaluate(IN_VIEW)


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_what_rests_on_a_sentence_stands_in_the_column_of_the_text(asked, width):
    asked.page.set_viewport_size({"width": width, "height": 800})
    lit(asked).click()
    box = statements(asked).bounding_box()
    story = asked.page.locator("#article div.story").bounding_box()
    assert box["x"] >= story["x"] - 1
    assert box["x"] + box["width"] <= story["x"] + story["width"] + 1
    assert box["y"] + box["height"] <= 800
    assert asked.page.evaluate(SIDEWAYS) == []


# What was scrolled sideways.
SIDEWAYS = """() => [...document.querySelectorAll("*")].filter(element => element.scrollLeft)
    .map(element => element.outerHTML.slice(0, 100))"""


def test_the_number_beside_a_lit_sentence_can_be_used_by_keyboard(asked):
    number_of(asked).focus()
    asked.page.keyboard.press("Enter")
    expect(statements(asked)).to_be_visible()
    assert QUOTED in asked.page.evaluate(FOCUSED)
    asked.page.keyboard.press("Escape")
    expect(statements(asked)).to_have_count(0)
    expect(number_of(asked)).to_be_focused()
    asked.page.keyboard.press("Enter")
    asked.page.keyboard.press("Enter")
    expect(marker_of(asked)).to_be_focused()


def test_selecting_in_a_lit_sentence_opens_nothing_and_a_click_elsewhere_closes(asked):
    lit(asked).evaluate("sentence => getSelection().selectAllChildren(sentence)")
    # As a click that ends a selection; one by the mouse would end the selection itself.
    lit(asked).dispatch_event("click")
    expect(statements(asked)).to_have_count(0)
    asked.page.evaluate("getSelection().removeAllRanges()")
    lit(asked).click()
    expect(statements(asked)).to_be_visible()
    asked.page.get_by_role("heading", name="Ask the article").click()
    expect(statements(asked)).to_have_count(0)


def test_each_statement_that_cites_a_sentence_is_listed(written_visit):
    visit = written_visit
    visit.ask(MIXED)
    paint = lit(visit).filter(has_text="The paint cost 9,000 crowns")
    paint.click()
    entries = statements(visit).get_by_role("button")
    expect(entries).to_have_text(
        ["The fishing fleet gave the paint.", "The paint cost 12,000 crowns."]
    )
    entries.last.click()
    assert "12,000" in visit.page.evaluate(
        "() => document.activeElement.closest('.statement').textContent"
    )
