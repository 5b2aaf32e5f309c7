"""The server is killed under an open page, and started again."""

from urllib.parse import urlsplit

import pytest
from serving import start, stop

OTHER_QUESTION = "Which countries went?"
QUESTION = "How many countries have been involved at the planning meetings?"


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(40_000)
    yield context.new_page()
    context.close()


def test_the_page_says_that_its_server_is_gone_and_goes_on_when_it_is_back(page, tmp_path):
    errors, lines = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: message.type == "error" and lines.append(message.text))
    process = start(tmp_path, "--port", "0")
    port = str(urlsplit(process.address).port)
    try:
        page.goto(process.address)
        page.locator("#article .sentence").first.wait_for()
        region = page.locator("#connection[role=status]")
        assert region.inner_text() == ""
        stop(process)
        page.locator("#connection.lost p").wait_for()
        assert "The page has lost its server" in region.inner_text()
        page.fill("#question textarea", QUESTION)
        page.keyboard.press("Enter")
        # Gradio's own message would say it twice.
        page.locator(".toast-body").wait_for(state="attached")
        assert not page.locator(".toast-body").is_visible()
        told = len(lines)
        assert told < 12, lines

        process = start(tmp_path, "--port", port)
        page.get_by_text("The server was started again").wait_for()
        page.locator("#article .sentence").first.wait_for()
        box = page.locator("#question textarea")
        page.wait_for_function(
            "text => document.querySelector('#question textarea')?.value === text", arg=QUESTION
        )
        box.press("Enter")
        page.locator("#conversation .answer").get_by_text("Up to 30 countries").first.wait_for()
        assert page.evaluate("performance.getEntriesByType('navigation')[0].type") == "reload"
        assert page.evaluate("sessionStorage.length") == 0
    finally:
        stop(process)
    assert errors == []


def test_what_was_typed_outlives_a_restart_wherever_it_stood(page, tmp_path):
    process = start(tmp_path, "--port", "0")
    port = str(urlsplit(process.address).port)
    try:
        page.goto(process.address)
        page.locator("#article .sentence").first.wait_for()
        page.fill("#question textarea", QUESTION)
        page.keyboard.press("Enter")
        page.locator(".change summary", has_text="Edit").click()
        page.fill(".change textarea", OTHER_QUESTION)
        page.get_by_role("button", name="Library", exact=True).click()
        page.get_by_text("Add an article", exact=True).click()
        page.fill("#add-text", "An invented\narticle.")
        page.get_by_text("Title, outlet, date, address").click()
        page.fill("#add-published", "2031-03-04")
        page.get_by_role("radio", name="Address").check()
        page.fill("#add-address", "https://invented.invalid/")
        stop(process)
        page.locator("#connection.lost p").wait_for()

        process = start(tmp_path, "--port", port)
        page.get_by_text("The server was started again").wait_for()
        page.wait_for_function(
            "text => document.querySelector('#question textarea')?.value === text",
            arg=OTHER_QUESTION,
        )
        fields = "() => Object.fromEntries(new FormData(document.querySelector('form.add')))"
        kept = page.evaluate(fields)
        assert kept["text"].splitlines() == ["An invented", "article."]
        assert kept["published"] == "2031-03-04"
        assert kept["way"] == "address"
        assert kept["address"] == "https://invented.invalid/"
        page.get_by_role("button", name="Library", exact=True).click()
        page.get_by_label("Address of the article").wait_for()
        assert page.evaluate("sessionStorage.length") == 0
    finally:
        stop(process)


def test_a_server_that_is_only_late_does_not_lose_the_page(page, tmp_path):
    process = start(tmp_path, "--port", "0")
    try:
        page.goto(process.address)
        page.locator("#article .sentence").first.wait_for()
        page.evaluate("window.marked = true")
        page.context.set_offline(True)
        page.locator("#connection.lost p").wait_for()
        page.context.set_offline(False)
        page.get_by_text("The server is back").wait_for()
        assert page.evaluate("window.marked")
    finally:
        stop(process)
