"""Answers by a language model in a real browser; model, articles and people are invented."""

import time

from playwright.sync_api import expect
from stand_in import ATTACK, BROKEN, ENDLESS, MIXED

DONE = "#conversation .answer:not(.writing)"


def start(visit, question):
    visit.page.fill("#question textarea", question)
    visit.page.keyboard.press("Enter")


def test_statements_are_pending_then_have_verdicts(written_visit):
    page = written_visit.page
    start(written_visit, MIXED)
    page.locator("#conversation p.pending.writing", has_text="Reading the article").wait_for()
    pending = page.locator("#conversation .is-pending .verdict").first
    pending.wait_for()
    page.locator(DONE).wait_for()
    expect(page.locator("#conversation .is-pending")).to_have_count(0)
    wrong = page.locator("#conversation .is-contradicted").first
    assert "the article says 9,000 crowns, not 12,000 crowns" in wrong.inner_text()
    assert "The paint cost 9,000 crowns" in wrong.locator("blockquote").inner_text()
    assert "Supported" not in wrong.inner_text()
    assert page.locator("#conversation .own a.nearest").count() > 0
    assert "Written by Invented-1B" in page.locator("#conversation .writer").inner_text()


def test_a_failing_model_is_said_and_quotes_stand_in_its_place(written_visit):
    start(written_visit, BROKEN)
    written_visit.page.locator("#conversation .notice", has_text="broke off").wait_for()
    assert "Exact quote" in written_visit.page.locator(DONE).inner_text()


def test_stop_ends_the_writing(written_visit, stand_in_folder):
    page = written_visit.page
    start(written_visit, ENDLESS)
    page.locator("#conversation .is-supported").wait_for()
    page.fill("#question textarea", "The next question")
    page.get_by_role("button", name="Stop").click()
    page.locator(DONE).wait_for()
    time.sleep(1)
    written = (stand_in_folder / "written.txt").read_text()
    time.sleep(1)
    assert (stand_in_folder / "written.txt").read_text() == written
    assert "stopped" in page.locator("#conversation .notice").inner_text()
    assert page.input_value("#question textarea") == "The next question"


def test_hostile_output_is_shown_as_text(written_visit):
    page = written_visit.page
    start(written_visit, ATTACK)
    page.locator(DONE).wait_for()
    part = page.locator("#conversation .message-content")
    assert part.locator("script, img, iframe, form, input, style, object, svg").count() == 0
    assert page.locator("#conversation .answer a:not([href^='#s'])").count() == 0
