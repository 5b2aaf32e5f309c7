"""Links that lead to an article, a question or a sentence, in a real browser."""

from urllib.parse import quote

import pytest
from asked import FACT, HOSTILE_FACT, OTHER_FACT, QUOTED
from playwright.sync_api import expect
from stand_in import SUPPORTED
from visiting import open_page

MARKUP = "<img src=http://outside.invalid/q.png onerror=alert(1)>"


@pytest.fixture(scope="module")
def articles(browser, address):
    """Return the id of the article that ships and that of the hostile one."""
    visit = open_page(browser, address)
    ids = visit.page.locator("#library-list .open").evaluate_all(
        "all => all.map(open => open.dataset.article)"
    )
    visit.page.context.close()
    return ids


def test_a_link_opens_an_article_asks_and_leads_to_a_sentence(open_visit, articles):
    _, hostile = articles
    visit = open_visit(f"?article={hostile}&q={quote(HOSTILE_FACT)}&s=2")
    expect(visit.last.get_by_role("heading", level=2)).to_have_text(HOSTILE_FACT)
    expect(visit.last.locator("blockquote").first).to_contain_text("47 lighthouses")
    expect(visit.page.locator("#article .article")).to_have_attribute("data-article", hostile)
    now = visit.page.locator("#article .sentence.now")
    expect(now).to_contain_text("47 lighthouses")
    expect(now).to_be_in_viewport()
    assert visit.page.title().endswith("– Ask the article")
    # The link chose its article: what is asked next is asked of it, too.
    visit.ask(OTHER_FACT)
    expect(visit.last.locator(".abstention")).to_be_visible()
    expect(visit.page.locator("#article .article")).to_have_attribute("data-article", hostile)
    expect(visit.page.locator(".turn")).to_have_count(2)


def test_the_window_is_named_after_the_article_on_the_page(visit):
    headline = visit.page.locator("#article h2").inner_text()
    assert visit.page.title() == f"{headline} – Ask the article"
    icon = visit.page.request.get(f"{visit.page.url}favicon.ico")
    assert icon.headers["content-type"].startswith("image/svg")


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("?article=ffffffffffff&s=2", id="no-such-article"),
        pytest.param(f"?article={quote(MARKUP)}&s={quote(MARKUP)}&q=%20%00", id="markup"),
        pytest.param("?article=../../etc/passwd&s=999999", id="path-and-no-such-sentence"),
        pytest.param(f"?s={'9' * 2000}&s=-1&__proto__[x]=1&constructor=2&q", id="names-of-script"),
        pytest.param("?s=1e3&article=%ff%fe&__theme=dark&view=api&__sign=x", id="no-utf-8"),
    ],
)
def test_a_wrong_link_opens_the_page_as_usual(open_visit, path):
    visit = open_visit(path)
    expect(visit.page.locator("#article .sentence").first).to_be_visible()
    visit.ask(FACT)
    expect(visit.last.locator("blockquote").first).to_contain_text(QUOTED)


def test_a_question_in_a_link_is_shown_as_text(open_visit):
    visit = open_visit(f"?q={quote(MARKUP + ' {{1+1}} ${alert(2)} $$x$$ how many countries?')}")
    heading = visit.last.get_by_role("heading", level=2).first
    expect(heading).to_contain_text(f"{MARKUP} {{{{1+1}}}} ${{alert(2)}} $$x$$ how many")
    assert visit.page.locator("#conversation :is(img, script, .katex)").count() == 0


def test_a_question_in_a_link_that_is_far_too_long_is_cut(open_visit):
    visit = open_visit(f"?q={'why ' * 4000}")
    expect(visit.last.locator(".actions, .problem").first).to_be_visible()
    assert len(visit.last.inner_text()) < 3000


def test_a_link_does_not_make_a_language_model_write_by_itself(open_written):
    visit = open_written(f"?q={quote(SUPPORTED)}")
    box = visit.page.get_by_role("textbox", name="Your question")
    expect(box).to_have_value(SUPPORTED)
    expect(box).to_be_focused()
    assert visit.page.locator(".turn").count() == 0
    with visit.asking():
        visit.page.keyboard.press("Enter")
    expect(visit.last.locator(".claim").first).to_contain_text("47 lighthouses")
