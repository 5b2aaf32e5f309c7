"""The page of a report in a real browser: nothing runs, nothing is fetched, everybody can read it.

All of it is invented.
"""

import re
from dataclasses import replace

import invented_runs as invented
import pytest

from index.articles import make_article
from index.models import Article
from qa.evaluation.cases import Place
from qa.evaluation.report import write_report
from qa.evaluation.runs import Figure, Section
from qa.models import Problem, ProblemKind

axe = pytest.importorskip("axe_playwright_python.base")

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIND_VIOLATIONS = """async tags => {
    const { violations } = await axe.run({ runOnly: tags, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => [id, String(target), failureSummary]));
}"""
GENERATED = "(element, place) => getComputedStyle(element, place).content"
# All that stands on the page, whether or not it is on the screen.
SHOW_ALL = "document.querySelectorAll('.wrong').forEach(e => e.style.contentVisibility = 'visible')"
PHONE, DESK, WALL = ({"width": width, "height": 900} for width in (390, 1280, 1920))
HOSTILE = (
    "</style></title></script><script>alert(1)</script><img src=http://outside.invalid/a.png "
    "onerror=alert(2)>\" onmouseover='alert(3)' \u202e\u2067\x00\x1b {{7*7}} {% raw %} ]]> "
    "<svg onload=alert(4)><base href=//outside.invalid><meta http-equiv=refresh content=0>"
)
LONG = HOSTILE + "x" * 100_000
FOREIGN = """() => [
    ...document.querySelectorAll("script, img, iframe, object, embed, link, base, form, [style],"
        + "a:not([href^='#']), meta[http-equiv=refresh]"),
    ...[...document.querySelectorAll("*")].filter(
        e => e.getAttributeNames().some(name => name.startsWith("on"))),
].map(e => e.outerHTML.slice(0, 200))"""


@pytest.fixture
def open_report(browser, tmp_path):
    """Return a function that writes a report and opens it; nothing bad may happen there."""
    problems = []
    contexts = []

    def open_page(run, sections=(), comparisons=(), **settings):
        write_report(run, sections, comparisons, tmp_path)
        address = (tmp_path / "report.html").as_uri()
        contexts.append(browser.new_context(**{"viewport": DESK, **settings}))
        page = contexts[-1].new_page()
        page.on("dialog", lambda dialog: problems.append(dialog.message) or dialog.dismiss())
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text))
        page.on("request", lambda asked: asked.url == address or problems.append(asked.url))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def open_invented(open_report):
    def open_page(**settings):
        run = invented.make_run()
        return open_report(run, invented.make_sections(), invented.make_comparisons(), **settings)

    return open_page


def get_width(page):
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize(
    ("scheme", "window"), [("light", DESK), ("dark", PHONE)], ids=["light-desk", "dark-phone"]
)
def test_there_is_no_violation(open_invented, scheme, window):
    page = open_invented(color_scheme=scheme, viewport=window)
    page.evaluate(SHOW_ALL)
    for summary in page.locator("summary").all():
        summary.click()
    page.evaluate(axe.AXE_SCRIPT)
    assert page.evaluate(FIND_VIOLATIONS, TAGS) == []


def test_it_fits_every_screen(open_invented):
    page = open_invented()
    page.evaluate(SHOW_ALL)
    for window in (PHONE, DESK, WALL, {"width": 320, "height": 640}):
        page.set_viewport_size(window)
        assert get_width(page) == window["width"]


def test_the_curve_takes_the_colours_of_the_page(open_invented):
    page = open_invented(color_scheme="dark")
    look = "e => getComputedStyle(e).stroke"
    line = page.locator(".curve .series-1 path").first
    assert line.evaluate(look) == "rgb(156, 195, 242)"
    assert page.locator(".legend .series-1 path").evaluate(look) == "rgb(156, 195, 242)"
    assert page.get_by_role("img", name="by coverage").count() == 2
    page.emulate_media(color_scheme="light")
    assert line.evaluate(look) == "rgb(31, 78, 135)"
    page.emulate_media(forced_colors="active", color_scheme="light")
    assert line.evaluate(look) == "rgb(0, 0, 0)"
    lit = page.locator("mark.cited").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert lit != page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_wrong_answers_are_filtered_without_a_script(open_invented):
    page = open_invented()
    page.evaluate(SHOW_ALL)
    shown = page.locator("#wrong .wrong:visible")
    assert shown.count() == 8
    page.get_by_label("wrong sentence").check()
    assert shown.count() == 2
    page.get_by_role("radio", name="bm25").check()
    assert shown.count() == 1
    page.get_by_role("group", name="Kind").get_by_label("all").check()
    page.get_by_role("group", name="System").get_by_label("all").check()
    for kind in page.get_by_role("group", name="Kind").locator("label").all()[1:]:
        kind.click()
        assert str(shown.count()) == kind.locator(".count").inner_text()


def test_a_wrong_answer_tells_all(open_invented):
    page = open_invented()
    page.evaluate(SHOW_ALL)
    told = page.locator("#wrong-4").inner_text()
    for words in (
        "wrong sentence",
        "contradicted statement shown",
        "Who built the chronometer?",
        "✗ Contradicted 0.08",
        "number: the article says six, not seven",
        "✓ Supported 0.95",
        "○ Not found in the article",
        "Abel Quist or Quist",
        "sentence 3",
    ):
        assert words in told
    right = page.locator("#wrong-4 mark.right")
    assert right.inner_text() == "the maker Abel Quist"
    assert [right.evaluate(GENERATED, place) for place in ("::before", "::after")] == [
        '"(right:) "',
        '"◆" / ""',
    ]
    assert page.locator("#wrong-4 mark.cited").count() == 2
    follow_up = page.locator("#wrong-6").inner_text()
    assert "When does the ferry stop?" in follow_up
    assert "Asked as: Why does the ferry stop on 3 November?" in follow_up
    assert "broke off after 20 s" in page.locator("#wrong-8").inner_text()


def test_what_does_not_stand_in_the_article_is_quoted(open_report):
    citation = replace(invented.RIGHT.answer.citations[0], quote="It will never stop.")
    answer = replace(invented.RIGHT.answer, citations=(citation,))
    page = open_report(invented.make_run([replace(invented.RIGHT, answer=answer)]))
    assert page.locator("#wrong-1 .kinds").inner_text() == "pointer or quote not exact"
    assert page.locator("#wrong-1 .citations q").first.inner_text() == "It will never stop."


def test_a_run_without_anything_wrong_says_so(open_report):
    page = open_report(invented.make_run([invented.RIGHT], claims=()))
    assert "There are none." in page.inner_text("#wrong")


def test_on_paper_every_answer_is_there_and_no_control(open_invented):
    page = open_invented(color_scheme="dark")
    page.emulate_media(media="print")
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    assert page.locator(".filters").is_hidden()
    visibilities = page.locator("#wrong .wrong").evaluate_all(
        "all => all.map(e => getComputedStyle(e).contentVisibility)"
    )
    assert set(visibilities) == {"visible"}


def make_hostile_run(text):
    article = Article(id="<b>", title=text, text=f"An invented line.\n{text}\nAnother.", url=text)
    place = Place("<b>", 0, 30)
    case = replace(invented.WHEN, id=text, question=text, scope=("<b>",), type=text)
    case = replace(case, history=((text, text),) * 9, answers=(text,), evidence=((place,),))
    citation = replace(
        invented.cite(invented.FERRY, "Hald"), article_id="<b>", title=text, quote=text
    )
    citation = replace(citation, speaker=text, start=19, end=60)
    problem = Problem(kind=ProblemKind.NAME, words=text, message=text, found=text)
    answer = invented.make_answer(
        text,
        standalone_question=text + "?",
        statements=[invented.make_statement(text, label="contradicted", problems=[problem] * 30)]
        * 40,
        citations=[citation] * 40,
        notice=text,
        unknown_markers=(5,) * 500,
    )
    outcome = invented.make_outcome(case, answer, system=text, dataset=text)
    failed = invented.make_outcome(case, None, system="b" + text, dataset=text, error=text)
    claims = [replace(claim, claim=text, dataset=text, id=text) for claim in invented.CLAIMS]
    return invented.make_run(
        [outcome, failed], articles={"<b>": article}, claims=claims, about={text: {text: [text]}}
    )


@pytest.mark.parametrize("text", [HOSTILE, LONG, HOSTILE + "\ud800"], ids=["text", "long", "lone"])
def test_nothing_hostile_runs_or_is_fetched(open_report, text):
    figures = {text: Figure(value=0.5), "mrr": Figure(value=0.25, low=0.1, high=0.4, count=3)}
    hostile = [
        Section(
            dataset=text,
            system=system,
            part=part,
            figures=figures,
            by_type={text: figures, "b": figures},
            curve=invented.make_sections()[0].curve,
            verdicts={text: 3},
            latency={text: {"p50": 1.0, "p95": 2.0}},
            usage={text: 1.0},
        )
        for system in (text, "b" + text)
        for part in ("all", text)
    ]
    compared = [
        replace(found, dataset=text, first=text, second="b" + text, measure=text)
        for found in invented.make_comparisons()
    ]
    page = open_report(make_hostile_run(text), hostile, compared)
    assert page.evaluate(FOREIGN) == []
    page.evaluate(SHOW_ALL)
    assert page.title() == "Evaluation report"
    assert get_width(page) == DESK["width"]
    assert "<script>alert(1)</script>" in page.locator("#wrong-1").inner_text()
    assert len(page.content()) < 1_000_000


def test_no_request_could_be_made(open_invented):
    policy = open_invented().locator("meta[http-equiv]").get_attribute("content")
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'",
        policy,
    )


# The sign has all that follows it in its paragraph run from right to left, until it is ended.
TURNED = "They left on the 12th \u202eof May."
# Where the first digit of a number stands, and the last one.
FIND_DIGITS = """marker => [1, 2].map(at => {
    const range = document.createRange();
    range.setStart(marker.firstChild, at);
    range.setEnd(marker.firstChild, at + 1);
    return range.getBoundingClientRect().left;
})"""


def test_no_sign_in_a_text_turns_the_number_behind_it(open_report):
    article = make_article(f"An invented ferry\n\n{TURNED}\nThey came back.\n")
    citation = replace(invented.cite(article, "They left"), number=12)
    case = replace(invented.COST, scope=(article.id,))
    statement = invented.make_statement(TURNED, citations=[12])
    answer = invented.make_answer(TURNED, statements=[statement], citations=[citation])
    outcome = invented.make_outcome(case, answer)
    page = open_report(invented.make_run([outcome], articles={article.id: article}, claims=()))
    page.evaluate(SHOW_ALL)
    markers = page.locator("#wrong-1 b").all()
    assert [marker.inner_text() for marker in markers] == ["[12]"] * 3
    for marker in markers:
        first, last = marker.evaluate(FIND_DIGITS)
        assert first < last
        holder = marker.locator("xpath=preceding-sibling::*[1]")
        if holder.count():
            text = holder.bounding_box()
            assert marker.bounding_box()["x"] >= text["x"] + text["width"] - 1


def test_an_article_that_is_written_from_the_right_stays_so(open_report):
    # Invented: «The ferry left in May.» and the like.
    article = make_article("عبارة\n\nغادرت العبارة في مايو.\nعادت في يونيو.\n")
    citation = invented.cite(article, "غادرت")
    case = replace(invented.COST, scope=(article.id,))
    statement = invented.make_statement(citation.quote)
    answer = invented.make_answer("?", statements=[statement], citations=[citation])
    outcome = invented.make_outcome(case, answer)
    page = open_report(invented.make_run([outcome], articles={article.id: article}, claims=()))
    page.evaluate(SHOW_ALL)
    for holder in (".statement", ".excerpt"):
        told = page.locator(f"#wrong-1 {holder}")
        assert told.evaluate("e => getComputedStyle(e).direction") == "rtl"
        text, marker = told.locator("span").first, told.locator("b")
        assert marker.bounding_box()["x"] < text.bounding_box()["x"]


def test_thousands_of_wrong_answers_make_no_heavy_page(open_report, tmp_path):
    wrong = [
        invented.FALSE_ANSWER,
        invented.MISSING,
        invented.WRONG_SENTENCE,
        invented.CONTRADICTED,
    ]
    outcomes = [
        replace(outcome, case=replace(outcome.case, id=f"case-{number}"))
        for number in range(800)
        for outcome in wrong
    ]
    page = open_report(invented.make_run(outcomes))
    assert (tmp_path / "report.html").stat().st_size < 6_000_000
    assert page.locator("#wrong article").count() == 3_000
    assert "3,200 answers are wrong; the 3,000 worst stand here" in page.inner_text("#wrong .lead")
