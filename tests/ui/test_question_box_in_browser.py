"""The question box takes the focus that a vanished button leaves, and sends nothing blank."""

import pytest
from asked import FACT, OTHER_FACT
from playwright.sync_api import expect
from stand_in import MIXED


def box_of(visit):
    return visit.page.locator("#question textarea")


def press(visit, button):
    button.focus()
    visit.page.keyboard.press("Enter")


def retry(visit):
    press(visit, visit.last.get_by_role("button", name="Retry: ask it again"))


def edit(visit):
    visit.last.get_by_text("Edit", exact=True).click()
    visit.last.get_by_label("Your question").fill(OTHER_FACT)
    press(visit, visit.last.get_by_role("button", name="Ask this"))


def follow(visit):
    press(visit, visit.last.locator(".suggestions button").first)


def clear(visit):
    press(visit, visit.page.get_by_role("button", name="Clear the conversation"))


@pytest.mark.parametrize("act", [retry, edit, follow, clear])
def test_what_vanishes_when_it_is_pressed_leaves_the_focus_to_the_question_box(visit, act):
    visit.ask(FACT)
    visit.last.locator(".suggestions button").first.wait_for()
    act(visit)
    expect(box_of(visit)).to_be_focused()
    visit.settle()
    expect(box_of(visit)).to_be_focused()


def test_stop_leaves_the_focus_to_the_question_box(written_visit):
    visit = written_visit
    visit.write(MIXED)
    press(visit, visit.page.get_by_role("button", name="Stop"))
    expect(visit.last.locator(".actions, .problem").first).to_be_visible()
    expect(box_of(visit)).to_be_focused()
    visit.settle()


def test_what_stays_keeps_the_focus(visit):
    visit.ask(FACT)
    right = visit.last.get_by_role("button", name="Right", exact=True)
    press(visit, right)
    expect(visit.last.get_by_role("button", name="Right", pressed=True)).to_be_focused()
    # Nor is it taken away from who went on.
    retry(visit)
    visit.page.get_by_role("button", name="Library", exact=True).focus()
    visit.settle()
    expect(visit.page.get_by_role("button", name="Library", exact=True)).to_be_focused()


@pytest.mark.parametrize("typed", ["", "  "])
def test_a_blank_question_is_not_sent(visit, typed):
    visit.page.fill("#question textarea", typed)
    visit.page.keyboard.press("Enter")
    visit.page.get_by_role("button", name="Ask", exact=True).click()
    expect(box_of(visit)).to_be_focused()
    visit.settle()
    expect(visit.page.locator("#conversation .turn")).to_have_count(0)
    visit.ask(FACT)
    expect(visit.page.locator("#conversation .turn")).to_have_count(1)
