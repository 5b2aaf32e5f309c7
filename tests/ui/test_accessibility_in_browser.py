"""WCAG 2.2 AA in a real browser, by axe-core and by what it cannot see; articles are invented."""

import pytest
from stand_in import DECLINED, DIFFERING, MIXED

axe = pytest.importorskip("axe_playwright_python.base")

FACT = "How many countries have been involved at the planning meetings?"
ABSENT = "Which football club won the championship in Brazil?"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHECK = """async tags => {
    const { violations } = await axe.run({ runOnly: tags });
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => [id, String(target), failureSummary]));
}"""
LOOKS = [
    pytest.param(scheme, width, id=f"{scheme}-{width}")
    for scheme in ("light", "dark")
    for width in (1280, 390)
]


class Check:
    """Looks for violations on one page, in every state that it is brought into."""

    def __init__(self, visit):
        self.page = visit.page
        self.found = []

    def __call__(self, state):
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(axe.AXE_SCRIPT)
        self.found += [(state, *told) for told in self.page.evaluate(CHECK, TAGS)]


def set_look(scheme, width):
    return {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}


def test_the_check_notices_what_is_wrong(visit):
    check = Check(visit)
    spoil = "html => document.querySelector('#article header').insertAdjacentHTML('beforeend', html)"
    visit.page.evaluate(spoil, "<p id=spoilt style='color: #ccc'>Pale<button></button></p>")
    check("spoilt")
    visit.page.evaluate("document.getElementById('spoilt').remove()")
    assert {rule for _, rule, *_ in check.found} >= {"color-contrast", "button-name"}


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_asking_has_no_violation(open_visit, scheme, width):
    visit = open_visit(**set_look(scheme, width))
    page, check = visit.page, Check(visit)
    check("first visit")
    page.click("#writer summary")
    check("writer picker")
    page.click("#writer summary")
    visit.ask(FACT)
    check("supported answer")
    page.locator("#conversation a.marker").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.locator(".preview:visible").wait_for()
    check("preview")
    page.locator("#article .resting-on").first.click()
    page.locator(".resting").wait_for()
    check("statements that rest on a sentence")
    page.keyboard.press("Escape")
    visit.last.locator(".change summary").last.click()
    check("edit form")
    visit.last.get_by_role("button", name="Right", exact=True).click()
    page.locator(".toast:not(:empty)").wait_for()
    check("toast")
    visit.ask(ABSENT)
    check("abstention")
    visit.ask("  ")
    page.locator("#conversation .problem").wait_for()
    check("problem")
    assert check.found == []


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_the_library_has_no_violation(open_visit, scheme, width):
    visit = open_visit(**set_look(scheme, width))
    page, check = visit.page, Check(visit)
    page.click(".open-library")
    check("pasted text")
    page.click(".add details summary")
    check("pasted text with its outlet and date")
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


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_written_answers_have_no_violation(open_written, scheme, width):
    visit = open_written(**set_look(scheme, width))
    check = Check(visit)
    with visit.asking():
        visit.write(MIXED)
        visit.page.locator("#conversation .is-pending").first.wait_for()
        check("streaming")
    check("flagged answer")
    visit.ask(DIFFERING)
    check("disagreement")
    visit.ask(DECLINED)
    check("declined")
    assert check.found == []
