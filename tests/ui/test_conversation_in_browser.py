"""What can be done with a conversation, in a real browser: ask on, change, take along, judge."""

import json

import pytest
from asked import ABSENT, FACT, OTHER_FACT, QUOTED
from playwright.sync_api import expect

from qa.assistant import ArticleQA
from qa.record import read_record

FOLLOW_UP = "Who is he?"


def press(visit, name, **options):
    visit.last.get_by_role("button", name=name, **options).click()


def change(visit, word, question):
    visit.last.get_by_text(word, exact=True).click()
    form = visit.last.locator("form")
    form.get_by_role("textbox").fill(question)
    with visit.asking():
        form.get_by_role("button", name="Ask this").click()


def said(visit):
    return visit.page.locator(".toast")


def clipboard(visit):
    return visit.page.evaluate("() => navigator.clipboard.readText()")


def test_a_suggested_question_is_asked_at_a_press_and_has_an_answer(visit):
    first = visit.page.get_by_text("For example:").locator("..").get_by_role("button")
    assert 1 <= first.count() <= 5
    question = first.first.inner_text()
    visit.page.fill("#question textarea", "What I was about to ask")
    with visit.asking():
        first.first.click()
    expect(visit.last.get_by_role("heading")).to_have_text(question)
    expect(visit.last.locator("blockquote").first).to_be_visible()
    assert visit.page.input_value("#question textarea") == "What I was about to ask"
    following = visit.last.locator(".suggestions").get_by_role("button")
    assert following.count() >= 1
    question = following.last.inner_text()
    with visit.asking():
        following.last.click()
    expect(visit.last.get_by_role("heading")).to_have_text(question)
    expect(visit.last.locator(".statement").first).to_be_visible()
    expect(visit.page.locator(".turn")).to_have_count(2)
    visit.page.fill("#question textarea", "")


def test_an_abstention_suggests_what_could_be_answered_instead(visit):
    visit.ask(ABSENT)
    expect(visit.last.locator(".abstention")).to_contain_text("What could be answered instead:")
    with visit.asking():
        visit.last.locator(".suggestions").get_by_role("button").first.click()
    expect(visit.last.locator(".statement").first).to_be_visible()


def test_only_the_latest_answer_suggests_and_can_be_changed(visit):
    visit.ask(FACT)
    visit.ask(OTHER_FACT)
    earlier = visit.page.locator(".turn").first
    assert earlier.locator(".suggestions, form, [data-action=retry]").count() == 0
    assert visit.last.locator(".suggestions, form, [data-action=retry]").count() >= 3


def test_retry_asks_again_in_the_same_place(visit):
    visit.ask(FACT)
    visit.ask(OTHER_FACT)
    with visit.asking():
        press(visit, "Retry")
    expect(visit.page.locator(".turn")).to_have_count(2)
    expect(visit.last.get_by_role("heading")).to_have_text(OTHER_FACT)
    expect(visit.last).to_contain_text("Witkoff")


def test_the_latest_question_can_be_edited(visit):
    visit.ask(OTHER_FACT)
    visit.last.get_by_text("Edit", exact=True).click()
    assert visit.last.get_by_role("textbox", name="Your question").input_value() == OTHER_FACT
    visit.last.get_by_text("Edit", exact=True).click()
    change(visit, "Edit", FACT)
    expect(visit.page.locator(".turn")).to_have_count(1)
    expect(visit.last.get_by_role("heading")).to_have_text(FACT)
    expect(visit.last.locator("blockquote").first).to_contain_text(QUOTED)
    expect(visit.last.get_by_role("textbox")).to_have_count(0)


def test_a_question_that_is_being_edited_outlives_a_judgement(visit):
    visit.ask(OTHER_FACT)
    visit.last.get_by_text("Edit", exact=True).click()
    box = visit.last.get_by_role("textbox", name="Your question")
    box.fill("What I was about to ask")
    press(visit, "Wrong", exact=True)
    expect(visit.last).to_contain_text("Kept on this computer for review.")
    expect(box).to_have_value("What I was about to ask")
    box.press("Escape")
    expect(box).to_be_hidden()


def test_what_a_follow_up_was_taken_to_mean_is_shown_and_can_be_changed(visit):
    visit.ask(OTHER_FACT)
    visit.ask(FOLLOW_UP)
    understood = visit.last.locator(".understood")
    expect(understood).to_contain_text("Understood as:")
    expect(understood).to_contain_text("Witkoff")
    change(visit, "Change", FACT)
    expect(visit.page.locator(".turn")).to_have_count(2)
    expect(visit.last.get_by_role("heading")).to_have_text(FOLLOW_UP)
    expect(visit.last.locator(".understood")).to_contain_text(FACT)
    expect(visit.last.locator("blockquote").first).to_contain_text(QUOTED)
    with visit.asking():
        press(visit, "Retry")
    expect(visit.last.locator(".understood")).to_contain_text(FACT)


def test_an_answer_is_copied_with_its_citations(visit):
    visit.ask(FACT)
    press(visit, "Copy the answer", exact=False)
    expect(said(visit)).to_have_text("Copied with citations.")
    copied = clipboard(visit)
    assert copied.startswith(f"{FACT}\n\n{QUOTED}")
    for told in ("[1]", "(Keir Starmer)", "27 March 2025"):
        assert told in copied
    assert "<" not in copied
    assert "&#" not in copied


def test_a_copied_link_asks_again_in_the_same_article(visit, open_visit):
    visit.ask(FACT)
    visit.last.get_by_role("button", name="Copy a link").click()
    expect(said(visit)).to_have_text("Link copied.")
    link = clipboard(visit)
    shown = visit.page.locator("#article .article").get_attribute("data-article")
    assert f"article={shown}" in link
    other = open_visit(link.split("/", 3)[3])
    expect(other.last.get_by_role("heading")).to_have_text(FACT)
    expect(other.last.locator("blockquote").first).to_contain_text(QUOTED)
    expect(other.page.locator("#article .sentence.now")).to_contain_text(QUOTED)


def test_an_answer_is_downloaded_as_a_record_that_holds(visit, tmp_path):
    visit.ask(FACT)
    with visit.page.expect_download() as coming:
        press(visit, "JSON")
    download = coming.value
    assert download.suggested_filename == (
        "how-many-countries-have-been-involved-at-the-planning-meetin.json"
    )
    record = read_record(download.path().read_text(encoding="utf-8"))
    assert record.answer.question == FACT
    with ArticleQA.open(tmp_path / "library", with_seeds=True) as assistant:
        assert assistant.verify_record(record).holds


def test_an_answer_is_downloaded_as_markdown(visit):
    visit.ask(FACT)
    with visit.page.expect_download() as coming:
        press(visit, "Markdown")
    assert coming.value.suggested_filename.endswith(".md")
    written = coming.value.path().read_text(encoding="utf-8")
    for told in (FACT, QUOTED, "Keir Starmer"):
        assert told in written
    expect(said(visit)).to_contain_text("Saved as")


@pytest.mark.parametrize("judgement", ["Right", "Wrong sentence", "Wrong"])
def test_a_judgement_is_kept_on_this_computer(visit, served_folder, judgement):
    visit.ask(FACT)
    kept = served_folder / "library" / "feedback.jsonl"
    before = kept.read_text().count("\n") if kept.exists() else 0
    group = visit.last.get_by_role("group", name="Is this answer right?")
    button = group.get_by_role("button", name=judgement, exact=True)
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(group).to_contain_text("Kept on this computer for review.")
    expect(group.locator("[aria-pressed=true]")).to_have_count(1)
    *_, line = kept.read_text().splitlines()
    assert kept.read_text().count("\n") == before + 1
    candidate = json.loads(line)
    assert candidate["question"] == FACT
    assert candidate["review"]["judgement"] == judgement.lower()
    assert candidate["review"]["reviewed"] is False


def test_clearing_forgets_the_conversation(visit):
    visit.ask(FACT)
    visit.page.get_by_role("button", name="Clear the conversation").click()
    expect(visit.page.locator("#conversation")).to_contain_text("What would you like to know?")
    expect(visit.page.locator("#article .lit")).to_have_count(0)
    visit.ask(FOLLOW_UP)
    expect(visit.page.locator(".understood")).to_have_count(0)
    expect(visit.page.locator(".turn")).to_have_count(1)


def test_the_keyboard_alone_asks_and_takes_along(visit):
    visit.page.locator("#question textarea").focus()
    visit.page.keyboard.type(FACT)
    with visit.asking():
        visit.page.keyboard.press("Enter")
    visit.last.locator("a.marker").first.focus()
    reached = []
    for _ in range(14):
        visit.page.keyboard.press("Tab")
        reached.append(visit.page.evaluate("() => document.activeElement.textContent"))
    for name in ("Copy", "Link", "Markdown", "JSON", "Retry", "Edit", "Right", "Wrong"):
        assert name in reached


def test_a_question_asked_the_moment_an_answer_stands_is_not_lost(visit):
    for number in range(1, 9):
        visit.page.fill("#question textarea", FACT if number % 2 else OTHER_FACT)
        visit.page.keyboard.press("Enter")
        answer = "#conversation .turn:nth-child({}) .answer:not(.writing)"
        visit.page.locator(answer.format(number)).wait_for()
    expect(visit.page.locator("#conversation .turn")).to_have_count(8)
