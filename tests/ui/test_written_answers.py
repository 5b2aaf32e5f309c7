"""Answers by a language model in a real browser; model, articles and people are invented."""

import pytest
from playwright.sync_api import expect
from stand_in import BROKEN, DECLINED, DIFFERING, ENDLESS, MIXED, SUPPORTED, UNVERIFIED

# Long enough for some more words of the one who was stopped.
A_WHILE = "() => new Promise(resolve => setTimeout(resolve, 500))"
# How often the answer changes on the page while it is written.
COUNT_CHANGES = """() => {
    window.changes = 0;
    new MutationObserver(() => { window.changes += 1; }).observe(
        document.getElementById("conversation"),
        { childList: true, subtree: true, characterData: true },
    );
}"""


def test_statements_are_pending_then_have_verdicts(written_visit):
    page = written_visit.page
    with written_visit.asking():
        written_visit.write(MIXED)
        expect(page.locator(".pending.writing")).to_contain_text("Reading the article")
        expect(page.locator(".is-pending .verdict").first).to_contain_text("Not checked yet")
    expect(page.locator(".is-pending")).to_have_count(0)
    wrong = page.locator(".is-contradicted").first
    expect(wrong.locator(".verdict")).to_contain_text("✗ Contradicted")
    expect(wrong).to_contain_text("the article says 9,000 crowns, not 12,000 crowns")
    expect(wrong.locator(".fault")).to_contain_text("12,000")
    expect(wrong.locator("blockquote")).to_contain_text("The paint cost 9,000 crowns")
    assert "Supported" not in wrong.inner_text()
    shapes = written_visit.last.locator(".verdict .shape").all_inner_texts()
    assert len(set(shapes)) >= 3
    expect(page.locator(".unknown")).to_contain_text("[77]")
    assert page.locator(".own a.nearest").count() > 0
    expect(page.locator("#conversation .writer")).to_contain_text("Written by Invented-1B")


def test_a_supported_answer_says_so_and_shows_its_sentence(written_visit):
    written_visit.ask(SUPPORTED)
    statement = written_visit.last.locator(".statement")
    expect(statement.locator(".verdict")).to_contain_text("✓")
    expect(statement).to_contain_text("47 lighthouses")
    expect(written_visit.page.locator("#article .lit")).to_contain_text(["47 lighthouses"])


def test_a_disagreement_shows_both_sides(written_visit):
    written_visit.ask(DIFFERING)
    quotes = written_visit.last.locator("blockquote")
    expect(quotes.filter(has_text="90 painters").first).to_be_visible()
    expect(quotes.filter(has_text="only 40 painters").first).to_be_visible()
    expect(written_visit.page.locator("#article .lit")).to_have_count(2)


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        pytest.param(DECLINED, "No answer was found", id="declined"),
        pytest.param(UNVERIFIED, "No answer could be verified", id="unverified"),
    ],
)
def test_an_abstention_says_why_and_what_comes_nearest(written_visit, question, heading):
    written_visit.ask(question)
    card = written_visit.last.locator(".abstention")
    expect(card.get_by_role("heading")).to_have_text(heading)
    assert card.locator("a.nearest").count() > 0


def test_a_failing_model_is_said_and_quotes_stand_in_its_place(written_visit):
    written_visit.ask(BROKEN)
    expect(written_visit.last.locator(".notice")).to_contain_text("broke off")
    expect(written_visit.last).to_contain_text("Exact quote")


def test_stop_ends_the_writing(written_visit, stand_in_folder):
    page = written_visit.page
    with written_visit.asking():
        written_visit.write(ENDLESS)
        expect(page.locator(".is-supported")).to_be_visible()
        expect(page.get_by_role("button", name="Ask", exact=True)).to_be_hidden()
        page.fill("#question textarea", "The next question")
        page.get_by_role("button", name="Stop").click()
    written = (stand_in_folder / "written.txt").read_text()
    page.evaluate(A_WHILE)
    assert (stand_in_folder / "written.txt").read_text() == written
    expect(written_visit.last.locator(".notice")).to_contain_text("stopped")
    expect(page.locator(".is-pending, .writing")).to_have_count(0)
    assert page.input_value("#question textarea") == "The next question"
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.fill("#question textarea", "")


def test_stop_before_the_first_word_says_so_and_by_keyboard(written_visit):
    page = written_visit.page
    with written_visit.asking():
        written_visit.write(SUPPORTED)
        expect(page.locator(".pending")).to_be_visible()
        page.get_by_role("button", name="Stop").focus()
        page.keyboard.press("Enter")
    expect(written_visit.last).to_contain_text("The answer was stopped before its end.")
    with written_visit.asking():
        written_visit.last.get_by_role("button", name="Retry").click()
    expect(written_visit.last).to_contain_text("47 lighthouses")


def test_an_answer_grows_in_readable_batches(written_visit):
    written_visit.page.evaluate(COUNT_CHANGES)
    with written_visit.asking():
        written_visit.write(MIXED)
        expect(written_visit.page.locator(".is-pending").first).to_be_visible()
    # It is written in forty words and some two seconds, and drawn at most five times a second.
    assert 2 <= written_visit.page.evaluate("() => window.changes") <= 25
