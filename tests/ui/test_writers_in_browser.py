"""Who writes the answer: the picker, in a real browser."""

from playwright.sync_api import expect
from stand_in import DIFFERING, SUPPORTED


def test_a_writer_that_cannot_be_used_says_how_to_enable_it(visit):
    picker = visit.page.locator(".writer-picker")
    expect(picker.get_by_role("radio").first).to_be_hidden()
    picker.locator("summary").click()
    options = picker.get_by_role("radio")
    assert options.count() == 3
    expect(options.first).to_be_checked()
    unavailable = [option for option in options.all() if option.is_disabled()]
    assert unavailable
    for option in unavailable:
        label = option.locator("xpath=ancestor::label")
        expect(label).to_contain_text(".env")
        label.click(force=True)
        expect(options.first).to_be_checked()
    picker.locator("summary").click()


def test_another_writer_is_picked_for_the_answers_to_come(open_written):
    visit = open_written()
    picker = visit.page.locator(".writer-picker")
    model = picker.locator("summary").inner_text()
    visit.ask(SUPPORTED)
    expect(visit.last).to_contain_text("Written by Invented-1B")
    picker.locator("summary").click()
    picker.get_by_role("radio", name="The article's own sentences").check()
    expect(picker.locator("summary")).to_contain_text("The article's own sentences")
    visit.settle()
    visit.ask(DIFFERING)
    expect(visit.last.locator("blockquote").first).to_contain_text("painters had joined")
    assert visit.last.locator(".writer").count() == 0
    if picker.get_attribute("open") is None:
        picker.locator("summary").click()
    picker.get_by_role("radio").and_(visit.page.locator("[value='language model']")).check()
    expect(picker.locator("summary")).to_have_text(model)
    visit.settle()
    with visit.asking():
        visit.last.get_by_role("button", name="Retry").click()
    expect(visit.last).to_contain_text("Written by Invented-1B")
    expect(visit.last.locator(".claim").first).to_contain_text("90 painters")


def test_the_picker_is_used_by_keyboard(written_visit):
    page = written_visit.page
    picker = page.locator(".writer-picker")
    picker.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(picker.locator("input:checked")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(picker.locator("input:checked")).to_be_focused()
    written_visit.settle()
    name = picker.locator("label").filter(has=page.locator(":checked")).inner_text().split("\n")[0]
    expect(picker.locator("summary")).to_contain_text(name.strip())
    expect(picker.locator("input:checked")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(picker.locator("[value='language model']")).to_be_checked()
    written_visit.settle()
    page.keyboard.press("Escape")
    expect(picker.get_by_role("radio").first).to_be_hidden()
    expect(picker.locator("summary")).to_be_focused()
