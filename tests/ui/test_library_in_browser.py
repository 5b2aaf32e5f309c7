"""The library beside the article, in a real browser; articles and people are invented."""

import re

import pytest
from asked import FOCUSED
from local_web import Reply, serve_web
from playwright.sync_api import expect
from serve_page import LONG_TITLE, SHELF, write_long_text
from visiting import open_page

HARBOUR, BANK, MUSEUM = SHELF
TITLE = "Bakers of Harrowby strike"
TEXT = (
    "This article is invented as well. The bakers of Harrowby went on strike on Sunday. "
    "Their leader, Ned Carrow, said 75 ovens were cold."
)
QUESTION = "How many ovens were cold?"
FERRIES = "How many ferries were moved to Ostrand?"
PAINTINGS = "How many paintings were saved?"
PAGE = f"""<!doctype html><html lang="en"><head><title>{TITLE}</title>
<meta property="og:site_name" content="The Invented Post">
<script>alert("from the page")</script></head><body><article><h1>{TITLE}</h1>
<p>{TEXT}</p><p>The strike of the bakers of Harrowby will go on until Thursday, he said, and
the people of the town will eat potatoes and turnips until the ovens are lit again.</p>
<img src="http://outside.invalid/oven.png" onerror="alert(9)"></article></body></html>"""


class Library:
    """The library of one visitor."""

    def __init__(self, visit):
        self.visit = visit
        self.page = visit.page
        self.opener = visit.page.get_by_role("button", name="Library", exact=True)
        self.list = visit.page.locator("#library-list")
        self.items = self.list.get_by_role("listitem")
        self.status = visit.page.locator("#library-status").get_by_role("status")
        self.close = visit.page.get_by_role("button", name="Back to the article")
        self.form = visit.page.get_by_role("form", name="Add an article")
        self.scope = visit.page.locator("#shelf").get_by_role("status")
        self.article = visit.page.locator("#article")

    def open(self):
        if self.opener.get_attribute("aria-expanded") != "true":
            self.opener.click()
        expect(self.page.locator("#library")).to_be_visible()
        self.visit.settle()

    def item(self, title):
        return self.items.filter(has_text=title)

    def tick(self, title, *, on):
        self.item(title).get_by_role("checkbox").set_checked(on)
        self.visit.settle()

    def choose_way(self, way):
        if not self.form.is_visible():
            self.page.get_by_text("Add an article", exact=True).click()
        self.form.get_by_role("radio", name=way).check()

    def send(self):
        self.form.get_by_role("button", name="Add to the library").click()

    def paste(self, text, **known):
        self.open()
        self.choose_way("Pasted text")
        self.form.get_by_label("Text of the article").fill(text)
        if known and not self.form.get_by_label("Outlet").is_visible():
            self.form.get_by_text("Title, outlet, date, address").click()
        for label, value in known.items():
            self.form.get_by_label(label, exact=True).fill(value)
        self.send()

    def attach(self, name, content):
        self.open()
        self.choose_way("File")
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.form.get_by_label("Text or saved page").set_input_files([file])
        self.send()

    def fetch(self, address):
        self.open()
        self.choose_way("Address")
        self.form.get_by_label("Address of the article").fill(address)
        self.send()

    def remove(self, title):
        self.open()
        self.item(title).get_by_role("button", name=re.compile("^Remove ")).click()
        self.page.get_by_role("button", name="Remove it").click()
        expect(self.status).to_contain_text("Removed:")


@pytest.fixture
def library(open_shelf):
    opened = Library(open_shelf())
    yield opened
    opened.open()
    for item in opened.items.filter(has_text=re.compile("Harrowby|invented as well")).all():
        opened.remove(item.get_by_role("button").first.inner_text())


@pytest.fixture(scope="module")
def shared_library(browser, shelf_address):
    visit = open_page(browser, shelf_address)
    yield Library(visit)
    visit.page.context.close()
    assert visit.problems == []


@pytest.fixture
def reader(shared_library):
    """Return a visitor who asks all articles, with the library open and unchanged."""
    shared_library.open()
    shared_library.list.get_by_role("button", name="Tick all", exact=True).click()
    shared_library.visit.settle()
    return shared_library


def test_the_library_opens_and_closes_with_the_focus(reader):
    expect(reader.article).to_be_hidden()
    expect(reader.opener).to_have_attribute("aria-expanded", "true")
    reader.close.click()
    expect(reader.page.locator("#library")).to_be_hidden()
    expect(reader.article).to_be_visible()
    expect(reader.opener).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(reader.list.get_by_role("searchbox")).to_be_focused()
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("#library")).to_be_hidden()
    expect(reader.opener).to_be_focused()
    expect(reader.opener).to_have_attribute("aria-expanded", "false")


def test_articles_are_listed_with_outlet_and_date(reader):
    expect(reader.items).to_have_count(4)
    expect(reader.item(BANK)).to_contain_text("The Invented Post · 2 February 2031")


def test_the_list_is_searched(reader):
    box = reader.list.get_by_role("searchbox")
    found = reader.list.locator(".found")
    box.fill("ostrand bank")
    expect(found).to_have_text("1 of 4 articles")
    expect(reader.items).to_have_count(1)
    box.fill("<b>(.*")
    expect(found).to_have_text("No article found.")
    box.fill("")
    expect(reader.items).to_have_count(4)


def test_one_several_or_all_articles_are_asked(reader):
    expect(reader.scope).to_have_text("Asking all 4 articles")
    reader.list.get_by_role("button", name="Untick all").click()
    reader.tick(BANK, on=True)
    expect(reader.scope).to_have_text(f"Asking {BANK}")
    reader.visit.ask(PAINTINGS)
    expect(reader.visit.last.locator(".abstention")).to_be_visible()
    reader.tick(MUSEUM, on=True)
    expect(reader.scope).to_have_text("Asking 2 of 4 articles")
    reader.visit.ask(PAINTINGS)
    expect(reader.visit.last.locator("blockquote").first).to_contain_text("40 paintings")
    reader.list.get_by_role("button", name="Tick all", exact=True).click()
    expect(reader.scope).to_have_text("Asking all 4 articles")
    for box in reader.list.get_by_role("checkbox").all():
        expect(box).to_be_checked()
    expect(reader.page.locator("#library")).to_be_visible()


def test_all_that_are_found_are_ticked_and_the_others_left_alone(reader):
    untick = reader.list.get_by_role("button", name="Untick all")
    untick.click()
    reader.list.get_by_role("searchbox").fill("bank of ostrand")
    expect(reader.items).to_have_count(1)
    reader.list.get_by_role("button", name="Tick all", exact=True).click()
    expect(reader.scope).to_have_text(f"Asking {BANK}")
    reader.list.get_by_role("searchbox").fill("museum")
    untick.click()
    reader.visit.settle()
    expect(reader.scope).to_have_text(f"Asking {BANK}")
    reader.list.get_by_role("searchbox").fill("")


def test_adding_stands_before_the_list_and_what_was_added_is_shown_in_it(library):
    library.open()
    first = library.items.first.get_by_role("button").first
    summary = library.page.get_by_text("Add an article", exact=True)
    assert summary.bounding_box()["y"] < first.bounding_box()["y"]
    expect(library.form).to_be_hidden()
    library.list.get_by_role("searchbox").fill("no such article")
    library.page.set_viewport_size({"width": 1280, "height": 400})
    library.paste(TEXT, Title=TITLE)
    expect(library.list.locator(".new")).to_contain_text(TITLE)
    expect(library.list.locator(".new")).to_be_in_viewport()
    expect(library.list.get_by_role("searchbox")).to_have_value("")
    library.page.set_viewport_size({"width": 1280, "height": 800})


def test_escape_closes_the_form_before_the_library(reader):
    reader.choose_way("Address")
    reader.page.keyboard.press("Escape")
    expect(reader.form).to_be_hidden()
    expect(reader.page.locator("#library")).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("#library")).to_be_hidden()


def test_an_article_is_opened_from_the_list_by_keyboard(reader):
    reader.item(MUSEUM).get_by_role("button", name=MUSEUM, exact=True).focus()
    reader.page.keyboard.press("Enter")
    expect(reader.article.get_by_role("heading")).to_have_text(MUSEUM)
    expect(reader.opener).to_be_focused()
    reader.open()
    expect(reader.item(MUSEUM)).to_have_attribute("aria-current", "true")
    expect(reader.list.locator("[aria-current]")).to_have_count(1)


def test_a_citation_of_another_article_switches_to_it_and_names_it(reader):
    reader.close.click()
    reader.visit.ask(FERRIES)
    expect(reader.article.get_by_role("heading")).to_have_text(HARBOUR)
    expect(reader.visit.last.locator("figcaption").first).to_contain_text(HARBOUR)
    reader.visit.ask("Who was the first customer of the bank of Ostrand?")
    expect(reader.article.get_by_role("heading")).to_have_text(BANK)
    expect(reader.article.locator(".lit").first).to_contain_text("Per Osk")
    reader.page.locator(".turn").nth(-2).locator("a.marker").first.click()
    now = reader.article.locator(".sentence.now")
    expect(now).to_contain_text("12 ferries")
    expect(now).to_be_focused()
    expect(now).to_be_in_viewport()
    expect(reader.article.get_by_role("heading")).to_have_text(HARBOUR)
    expect(reader.article.locator(".lit")).to_contain_text(["12 ferries"])


def test_a_citation_leads_out_of_the_library(reader):
    reader.visit.ask(FERRIES)
    expect(reader.page.locator("#library")).to_be_visible()
    reader.visit.last.locator("a.marker").first.click()
    expect(reader.page.locator("#library")).to_be_hidden()
    expect(reader.article.locator(".sentence.now")).to_be_focused()


def test_pasted_text_is_added_and_answers(library):
    library.paste(TEXT, Title=TITLE, Outlet="The Invented Gazette", Published="2031-03-04")
    expect(library.status).to_have_text(f"Added: {TITLE}")
    expect(library.item(TITLE)).to_contain_text("The Invented Gazette · 4 March 2031")
    expect(library.form.get_by_label("Text of the article")).to_have_value("")
    library.visit.settle()
    library.visit.ask(QUESTION)
    expect(library.visit.last.locator("blockquote").first).to_contain_text("75 ovens")
    library.paste(TEXT, Title=TITLE)
    expect(library.status).to_contain_text("Already in the library:")
    expect(library.item(TITLE)).to_have_count(1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("bakers.txt", TEXT.encode(), id="text"),
        pytest.param("../../<img src=x onerror=alert(1)>.html", PAGE.encode(), id="page"),
    ],
)
def test_a_file_is_added(library, name, content):
    library.attach(name, content)
    expect(library.status).to_contain_text("Added:")
    library.visit.settle()
    library.visit.ask(QUESTION)
    expect(library.visit.last.locator("blockquote").first).to_contain_text("75 ovens")


def test_an_article_is_added_by_its_address(library):
    with serve_web() as web:
        web.replies["/strike"] = Reply(body=PAGE.encode())
        library.fetch(web.url("/strike", host="127.0.0.1"))
        expect(library.status).to_have_text(f"Added: {TITLE}")
    library.visit.settle()
    library.visit.ask(QUESTION)
    expect(library.visit.last.locator("blockquote").first).to_contain_text("75 ovens")


BAD = {
    "no-text": lambda library: library.paste(""),
    "blank-text": lambda library: library.paste(" \n "),
    "no-address": lambda library: library.fetch(""),
    "path": lambda library: library.fetch("/etc/passwd"),
    "script-address": lambda library: library.fetch("javascript:alert(1)"),
    "file-address": lambda library: library.fetch("file:///etc/passwd"),
    "private-address": lambda library: library.fetch("http://10.0.0.1/"),
    "wrong-kind": lambda library: library.attach("a.pdf", b"%PDF-1.7"),
    "empty-file": lambda library: library.attach("a.txt", b""),
    "no-letters": lambda library: library.attach("a.txt", bytes(range(256)) * 9),
}


@pytest.mark.parametrize("send", BAD.values(), ids=BAD)
def test_what_cannot_be_added_is_told_in_one_line(reader, send):
    send(reader)
    problem = reader.page.locator("#library-status .problem")
    expect(problem).to_be_visible()
    told = problem.inner_text()
    assert 20 < len(told) < 300
    assert "\n" not in told
    assert "Traceback" not in told
    reader.visit.settle()
    expect(reader.items).to_have_count(4)
    reader.page.evaluate("() => document.querySelector('form.add').reset()")


def test_a_file_too_large_is_told_before_it_is_sent(reader):
    reader.attach("a.txt", b"a" * 2_000_001)
    told = reader.form.get_by_label("Text or saved page").evaluate("file => file.validationMessage")
    assert "larger than 2 MB" in told
    reader.page.evaluate("() => document.querySelector('form.add').reset()")


def test_an_empty_file_is_told_from_none(reader):
    reader.attach("a.txt", b"")
    expect(reader.status).to_contain_text("The file is empty")
    reader.visit.settle()
    reader.page.evaluate("() => document.querySelector('form.add').reset()")


def test_a_text_too_long_is_told_before_it_is_sent_and_does_not_stay_in_the_way(reader):
    said = "field => field.validationMessage"
    field = reader.form.get_by_label("Text of the article")
    reader.open()
    reader.choose_way("Pasted text")
    field.evaluate("field => { field.value = 'a'.repeat(999_999); field.focus(); }")
    reader.page.keyboard.insert_text("\N{SLIGHTLY SMILING FACE}")
    assert field.evaluate(said) == ""
    reader.page.keyboard.insert_text("b")
    assert "longer than 1,000,000 characters" in field.evaluate(said)
    reader.choose_way("Address")
    assert field.evaluate(said) == ""
    reader.choose_way("Pasted text")
    assert field.evaluate(said) != ""
    reader.page.evaluate("() => document.querySelector('form.add').reset()")
    reader.page.wait_for_function(
        "() => document.querySelector('#add-text').validationMessage === ''"
    )


def test_how_far_the_reading_is_can_be_seen(library):
    library.paste("Harrowby is invented.\n" + write_long_text(), Title="Harrowby counts")
    bar = library.page.get_by_role("progressbar", name="Reading the article")
    bar.wait_for()
    library.page.wait_for_function(
        "() => document.querySelector('#library-status progress')?.value > 0"
    )
    expect(library.status).to_have_text("Added: Harrowby counts")
    expect(bar).to_have_count(0)
    library.visit.settle()


def test_an_article_is_removed_only_when_that_is_confirmed(library):
    library.paste(TEXT, Title=TITLE)
    expect(library.item(TITLE)).to_have_count(1)
    library.visit.settle()
    library.visit.ask(QUESTION)
    remove = library.item(TITLE).get_by_role("button", name=f"Remove {TITLE}")
    dialog = library.page.get_by_role("dialog", name="Remove this article?")
    remove.focus()
    library.page.keyboard.press("Enter")
    expect(dialog).to_contain_text(TITLE)
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    library.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(remove).to_be_focused()
    remove.click()
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_be_hidden()
    expect(library.item(TITLE)).to_have_count(1)
    remove.click()
    dialog.get_by_role("button", name="Remove it").click()
    expect(library.status).to_have_text(f"Removed: {TITLE}")
    expect(library.item(TITLE)).to_have_count(0)
    library.visit.settle()
    assert library.page.evaluate(FOCUSED) != ""
    expect(library.visit.last.locator("blockquote").first).to_contain_text("75 ovens")
    library.visit.last.locator("a.marker").first.click()
    library.visit.settle()
    expect(library.article.locator(".sentence").first).to_be_attached()


def test_two_visitors_choose_and_ask_apart(open_shelf):
    one, other = Library(open_shelf()), Library(open_shelf())
    one.open()
    one.list.get_by_role("button", name="Untick all").click()
    one.tick(MUSEUM, on=True)
    other.visit.write(FERRIES)
    one.visit.write(PAINTINGS)
    expect(other.visit.last.locator("blockquote").first).to_contain_text("12 ferries")
    expect(one.visit.last.locator("blockquote").first).to_contain_text("40 paintings")
    expect(one.scope).to_have_text(f"Asking {MUSEUM}")
    expect(other.scope).to_have_text("Asking all 4 articles")
    expect(other.page.locator(".turn")).to_have_count(1)
    expect(one.page.locator(".turn")).to_have_count(1)
    expect(other.article.get_by_role("heading")).to_have_text(HARBOUR)
    prefixes = {
        each.article.locator(".sentence").first.get_attribute("id").split("-")[0]
        for each in (one, other)
    }
    assert len(prefixes) == 2
    one.paste(TEXT, Title=TITLE)
    expect(one.status).to_contain_text("Added")
    other.open()
    expect(other.item(TITLE)).to_have_count(1)
    other.visit.settle()
    other.remove(TITLE)
    one.visit.settle()
    one.visit.ask(QUESTION)
    expect(one.visit.last.locator(".abstention, .problem")).to_be_visible()
    expect(one.item(LONG_TITLE)).to_have_count(1)
