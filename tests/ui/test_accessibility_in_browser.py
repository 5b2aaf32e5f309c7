"""WCAG 2.2 AA in a real browser, by axe-core and by what it cannot see; articles are invented."""

from itertools import pairwise

import pytest
from asked import ABSENT, FACT
from stand_in import DECLINED, DIFFERING, MIXED

axe = pytest.importorskip("axe_playwright_python.base")

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIND_VIOLATIONS = """async tags => {
    const { violations } = await axe.run({ runOnly: tags, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => [id, String(target), failureSummary]));
}"""
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 844}
# Whether it is dark, and the window. Gradio goes by this class alone once the page has loaded.
LOOKS = [(False, WIDE), (True, WIDE), (True, NARROW), (False, NARROW)]
DARKEN = "isDark => document.body.classList.toggle('dark', isDark)"


class Check:
    """Looks for violations in every state that one page is brought into, in every look."""

    def __init__(self, visit):
        self.page = visit.page
        self.found = []
        self.page.evaluate(axe.AXE_SCRIPT)

    def __call__(self, state, *, looks=LOOKS, show=lambda: None):
        for is_dark, window in looks:
            self.page.set_viewport_size(window)
            self.page.evaluate(DARKEN, is_dark)
            show()
            violations = self.page.evaluate(FIND_VIOLATIONS, TAGS)
            look = f"{'dark' if is_dark else 'light'} {window['width']}"
            self.found += [(state, look, *violation) for violation in violations]
        self.page.set_viewport_size(WIDE)


def test_the_check_notices_what_is_wrong(visit):
    check = Check(visit)
    spoil = (
        "html => document.querySelector('#article header').insertAdjacentHTML('beforeend', html)"
    )
    visit.page.evaluate(spoil, "<p id=spoilt style='color: #777'>Pale<button></button></p>")
    check("spoilt")
    visit.page.evaluate("document.getElementById('spoilt').remove()")
    assert {rule for _, _, rule, *_ in check.found} >= {"color-contrast", "button-name"}


def test_asking_has_no_violation(open_visit):
    visit = open_visit()
    page, check = visit.page, Check(visit)

    def show_preview():
        page.locator("#conversation a.marker").first.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        page.locator(".preview:visible").wait_for()

    check("first visit")
    page.click("#writer summary")
    check("writer picker")
    page.click("#writer summary")
    visit.ask(FACT)
    check("supported answer")
    check("preview", show=show_preview)
    page.locator("#article .resting-on").first.click()
    page.locator(".resting").wait_for()
    check("statements that rest on a sentence")
    page.keyboard.press("Escape")
    visit.last.locator(".change summary").last.click()
    check("edit form")
    visit.last.get_by_role("button", name="Link").click()
    page.locator(".toast:not(:empty)").wait_for()
    check("toast", looks=LOOKS[:2])
    visit.ask(ABSENT)
    check("abstention")
    visit.ask("Why? " * 1000)
    page.locator("#conversation .problem").wait_for()
    check("problem")
    assert check.found == []


def test_the_library_has_no_violation(open_visit):
    visit = open_visit()
    page, check = visit.page, Check(visit)
    page.click(".open-library")
    page.click(".adding > summary")
    page.click(".add details summary")
    check("text")
    for way in ("Address", "File"):
        page.get_by_role("radio", name=way).check()
        check(way)
    page.locator(".item .remove").first.click()
    page.locator("dialog[open]").wait_for()
    check("removal")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("radio", name="Address").check()
    page.fill("#add-address", "file:///etc/hosts")
    page.get_by_role("button", name="Add to the library").click()
    page.locator("#library-status .problem").wait_for()
    check("problem")
    assert check.found == []


def test_written_answers_have_no_violation(open_written):
    visit = open_written()
    check = Check(visit)
    with visit.asking():
        visit.write(MIXED)
        visit.page.locator("#conversation .is-pending").first.wait_for()
        check("streaming", looks=LOOKS[:2])
    check("flagged answer")
    visit.ask(DIFFERING)
    check("disagreement")
    visit.ask(DECLINED)
    check("declined")
    assert check.found == []


HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter(heading => heading.checkVisibility()).map(heading => Number(heading.tagName[1]))"""
# What the keyboard reaches without a sign of where it is; the question's box shows it for its text.
UNMARKED = """() => {
    const focused = document.activeElement.closest(".input-container") ?? document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    return outlineStyle === "none" || parseFloat(outlineWidth) < 2 ? focused.outerHTML : "";
}"""
SMALL = """() => [...document.querySelectorAll("a, button, summary, input:not([type=radio])")]
    .filter(control => control.checkVisibility() && !control.closest("label"))
    .map(control => [control.outerHTML.slice(0, 80), control.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([markup]) => markup)"""
COLORS = """selector => {
    const { backgroundColor, color } = getComputedStyle(document.querySelector(selector));
    return [backgroundColor, color];
}"""


def test_headings_landmarks_and_language(visit):
    visit.ask(FACT)
    page = visit.page
    levels = page.evaluate(HEADINGS)
    assert levels.count(1) == 1
    assert levels[0] == 1
    steps = pairwise(levels)
    assert all(lower <= upper + 1 for upper, lower in steps)
    assert page.get_by_role("main").count() == 1
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title().endswith("Ask the article")


def test_the_keyboard_goes_in_reading_order_and_is_seen(visit):
    visit.ask(FACT)
    page = visit.page
    page.locator("#conversation .turns").focus()
    reached = []
    for _ in range(40):
        assert page.evaluate(UNMARKED) == ""
        reached.append(page.evaluate("document.activeElement.innerText || 'the question'").strip())
        if reached[-1] == "1":
            break
        page.keyboard.press("Tab")
    order = ["[1]", "Copy", "Edit", "Right", "the question", "Ask", "Library", "1"]
    assert [name for name in reached if name in order] == order


def test_what_is_pressed_is_large_enough(visit):
    visit.ask(FACT)
    assert visit.page.evaluate(SMALL) == []
    visit.page.click(".open-library")
    visit.page.locator("#library-list .item").first.wait_for()
    small = visit.page.evaluate(SMALL)
    visit.page.keyboard.press("Escape")
    assert small == []


def test_text_can_be_twice_as_large(visit):
    page = visit.page
    visit.ask(FACT)
    measure = "getComputedStyle(document.querySelector('#conversation .question')).fontSize"
    before = float(page.evaluate(measure).removesuffix("px"))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    after = float(page.evaluate(measure).removesuffix("px"))
    width = page.evaluate("document.documentElement.scrollWidth")
    field = page.locator("#question textarea").bounding_box()
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert after == 2 * before
    assert width <= WIDE["width"]
    assert field["y"] + field["height"] <= WIDE["height"]


def test_colours_of_the_system_keep_what_was_lit(visit):
    page = visit.page
    visit.ask(FACT)
    page.locator("#article .lit").wait_for()
    page.emulate_media(forced_colors="active")
    paper = page.evaluate(COLORS, "body")
    shown = {name: page.evaluate(COLORS, name) for name in ("#article .lit", "#conversation mark")}
    border = page.locator("#question .submit-button").evaluate(
        "button => getComputedStyle(button).borderTopStyle"
    )
    page.emulate_media(forced_colors="none")
    assert all(colors[0] != paper[0] for colors in shown.values())
    assert border == "solid"


def test_an_answer_is_spoken_once_and_whole(written_visit):
    page = written_visit.page
    page.evaluate("""() => {
        const region = document.querySelector(".spoken");
        window.heard = [];
        new MutationObserver(() => window.heard.push(region.textContent))
            .observe(region, { childList: true, characterData: true, subtree: true });
    }""")
    written_visit.ask(MIXED)
    heard = [text for text in page.evaluate("window.heard") if text]
    assert len(heard) == 2
    assert heard[0] == "Reading the article."
    assert "Contradicted: the article says 9,000 crowns, not 12,000 crowns" in heard[1]
    assert "Copy" not in heard[1]
    assert page.locator("#conversation .turns").get_attribute("aria-live") == "off"
