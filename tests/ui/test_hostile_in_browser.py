"""Hostile text in every place that shows text, in a real browser; all of it is invented.

Every test also fails when a dialog opens, the console shows an error, or anything is requested
from another host (see visiting.py).
"""

import pytest
from asked import FACT, HOSTILE_FACT, QUOTED, UNCOVERED
from invented import HOSTILE
from playwright.sync_api import expect
from stand_in import ATTACK

OWN_FORMS = "form[data-action=edit], form[data-action=restate]"
# What no text may bring onto the page, and what none may cover.
FOREIGN = """() => {
    const parts = ["#article", "#conversation", "#library-list", "#library-status", "#shelf"];
    const found = parts.flatMap(name => [...document.querySelectorAll(
        `${name} :is(script, img, svg, iframe, object, embed, style, link, meta, base, math, video,
        audio, marquee, table, code, h1, .katex, [style*=fixed])`
    )]);
    for (const element of document.body.querySelectorAll("*")) {
        const names = element.getAttributeNames();
        if (names.some(name => name.startsWith("on"))) found.push(element);
    }
    for (const link of document.querySelectorAll("#conversation a:not([href^='#s'])"))
        found.push(link);
    for (const link of document.querySelectorAll("a[href]"))
        if (!/^https?:$/.test(link.protocol)) found.push(link);
    for (const name of ["article", "conversation", "question", "shelf"])
        if (document.querySelectorAll(`[id=${name}]`).length !== 1) found.push(name);
    if (typeof document.getElementById !== "function") found.push("getElementById");
    if (Object.prototype.polluted !== undefined) found.push("prototype");
    return found.map(element => element.outerHTML?.slice(0, 200) ?? element);
}"""


def assert_harmless(visit):
    assert visit.page.evaluate(FOREIGN) == []
    assert visit.page.locator("#conversation form").count() == (
        visit.page.locator("#conversation").locator(OWN_FORMS).count()
    )
    for name in ("#question textarea", "#shelf .open-library", "#masthead h1"):
        assert visit.page.locator(name).evaluate(UNCOVERED), name
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_hostile_article_is_shown_as_text(visit):
    visit.ask(HOSTILE_FACT)
    panel = visit.page.locator("#article")
    expect(panel.locator(".sentence.lit")).to_contain_text(["lighthouses on Monday"])
    shown = panel.inner_text()
    for name in (
        "script",
        "event",
        "javascript",
        "form",
        "overlay",
        "frame",
        "clobber",
        "template",
    ):
        assert HOSTILE[name] in shown
    assert_harmless(visit)
    visit.last.locator("a.marker").first.hover()
    expect(visit.page.get_by_role("tooltip")).to_contain_text("<script>alert(4)</script>")
    panel.locator(".sentence.lit").first.click()
    expect(visit.page.get_by_role("dialog")).to_contain_text("47 lighthouses")
    assert_harmless(visit)
    visit.page.keyboard.press("Escape")
    assert visit.page.title().startswith("<img src=http://outside.invalid/t.png")


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("<img src=http://outside.invalid/q.png onerror=alert(5)> mayor?", id="html"),
        pytest.param("![a](http://outside.invalid/q.png) [b](javascript:alert(6))?", id="markdown"),
        pytest.param("$$x$$ `c` # h {{value}} ${alert(7)} lighthouses?", id="template"),
        pytest.param("</textarea></form><form action=http://outside.invalid><b>?", id="form"),
        pytest.param("\u202elanigiro\u202c how many lighthouses?", id="bidi"),
        pytest.param("\ud800 \x00\x1b how many lighthouses?", id="controls"),
    ],
)
def test_a_hostile_question_is_shown_as_text(visit, question):
    visit.ask(question)
    heading = visit.last.locator(".question")
    expect(heading).to_have_count(1)
    assert heading.inner_text().split()[-1] == question.split()[-1]
    assert_harmless(visit)
    visit.last.get_by_text("Edit", exact=True).click()
    kept = visit.last.get_by_role("textbox", name="Your question").input_value()
    assert kept.split()[-1] == question.split()[-1]


@pytest.mark.parametrize("question", ["", "   "], ids=["empty", "spaces"])
def test_a_blank_question_is_not_asked(visit, question):
    visit.page.fill("#question textarea", question)
    visit.page.keyboard.press("Enter")
    visit.ask(FACT)
    expect(visit.page.locator("#conversation .turn")).to_have_count(1)
    expect(visit.last.locator(".answer")).to_contain_text(QUOTED)


def test_a_question_too_long_gets_one_clear_line(visit):
    visit.ask("why " * 25_000)
    problem = visit.page.locator("#conversation .problem")
    expect(problem).to_have_count(1)
    assert "question" in problem.inner_text().lower()
    assert len(problem.inner_text()) < 200
    assert "Traceback" not in visit.page.content()
    visit.ask(FACT)
    expect(visit.last.locator(".answer")).to_contain_text(QUOTED)


def test_hostile_output_of_a_language_model_is_shown_as_text(written_visit):
    written_visit.ask(ATTACK)
    expect(written_visit.last.locator(".claim").first).to_be_visible()
    assert_harmless(written_visit)
    assert "[x](javascript:alert(1))" in written_visit.last.inner_text()


def test_an_article_pasted_by_an_attacker_is_shown_as_text(open_shelf):
    visit, other = open_shelf(), open_shelf()
    page = visit.page
    page.get_by_role("button", name="Library", exact=True).click()
    page.get_by_text("Add an article", exact=True).click()
    form = page.get_by_role("form", name="Add an article")
    form.get_by_text("Title, outlet, date, address").click()
    hostile = " ".join(text for name, text in HOSTILE.items() if name not in {"controls", "bidi"})
    text = f"This article is invented.\n{hostile}\nA {'lighthouse' * 10_000}.\n{'<b>' * 20_000}"
    form.get_by_label("Text of the article").fill(text)
    form.get_by_label("Title", exact=True).fill(f"{HOSTILE['overlay']} {HOSTILE['attribute']}")
    form.get_by_label("Outlet").fill(HOSTILE["form"])
    form.get_by_role("textbox", name="Address", exact=True).fill(
        'https://outside.invalid/"onclick=alert(1)//'
    )
    form.get_by_role("button", name="Add to the library").click()
    status = page.locator("#library-status")
    expect(status.locator(".said, .problem").first).to_be_visible()
    expect(status.get_by_role("progressbar")).to_have_count(0)
    visit.settle()
    expect(status).to_contain_text("Added:")
    assert_harmless(visit)
    page.get_by_role("button", name="Back to the article").click()
    expect(page.locator("#article h2")).to_contain_text(HOSTILE["overlay"])
    assert_harmless(visit)
    visit.ask("Who painted the lighthouses?")
    assert_harmless(visit)
    other.page.get_by_role("button", name="Library", exact=True).click()
    remove = other.page.get_by_role("button", name=f"Remove {HOSTILE['overlay']}")
    remove.click()
    dialog = other.page.get_by_role("dialog", name="Remove this article?")
    expect(dialog).to_contain_text(HOSTILE["overlay"])
    assert_harmless_in_dialog(dialog)
    dialog.get_by_role("button", name="Remove it").click()
    expect(other.page.locator("#library-status")).to_contain_text("Removed:")
    other.settle()


def assert_harmless_in_dialog(dialog):
    assert dialog.locator(".confirm-what > *").count() == 0
