"""WCAG 2.2 AA in a real browser, by axe-core and by what it cannot see; articles are invented."""

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
    visit.ask("  ")
    page.locator("#conversation .problem").wait_for()
    check("problem")
    assert check.found == []


def test_the_library_has_no_violation(open_visit):
    visit = open_visit()
    page, check = visit.page, Check(visit)
    page.click(".open-library")
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
