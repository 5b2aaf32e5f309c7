"""Tables of a run in the terminal and in Markdown; all of it is invented."""

import re
from dataclasses import replace
from pathlib import Path

import invented_runs as invented
import pytest
from markdown_it import MarkdownIt

from index.errors import RunError
from qa.evaluation import tables
from qa.evaluation.report import write_report
from qa.evaluation.report.cells import spell
from qa.evaluation.report.grids import compare_systems, lay_out_figures, lay_out_verdicts, summarise
from qa.evaluation.report.wrong import find_wrong
from qa.evaluation.runs import Figure, Section

HOSTILE = (
    "<b onclick=alert(1)>|`x` [a](javascript:alert(2))\x1b[31m\u202e\x00 http://outside.invalid"
)
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    write_report(invented.make_run(), invented.make_sections(), invented.make_comparisons(), folder)
    return folder


@pytest.fixture(scope="module")
def written(folder):
    return (folder / "report.md").read_text(encoding="utf-8")


def make_section(value, system="quotes", name="evidence_hit"):
    return Section(dataset="d", system=system, figures={name: Figure(value=value, count=9)})


@pytest.mark.parametrize(
    ("name", "values", "best"),
    [
        pytest.param("evidence_hit", (0.5, 0.7, 0.7), [1, 2], id="higher"),
        pytest.param("false_answers", (0.5, 0.7), [0], id="lower"),
        pytest.param("citations", (1.5, 1.7), [], id="neither"),
        pytest.param("evidence_hit", (0.5, 0.5), [], id="all-alike"),
        pytest.param("not known", (0.5, 0.7), [], id="unknown"),
    ],
)
def test_the_best_stands_out(name, values, best):
    sections = [make_section(v, system=str(n), name=name) for n, v in enumerate(values)]
    (row,) = lay_out_figures(sections, title="t").rows
    assert [n for n, cell in enumerate(row.cells) if cell.stands_out] == best


def test_a_system_that_fails_is_never_the_best():
    failing, other = ((0.0, 1.0), (0.2, 0.0))
    sections = [
        Section(
            dataset="d",
            system=str(number),
            figures={
                "false_answers": Figure(value=false_answers, count=9),
                "errors": Figure(value=errors, count=9),
            },
        )
        for number, (false_answers, errors) in enumerate([failing, other])
    ]
    grid = lay_out_figures(sections, title="t")
    stands_out = {row.name: [cell.stands_out for cell in row.cells] for row in grid.rows}
    assert stands_out["false_answers"] == [False, False, False]
    assert stands_out["errors"] == [False, True, False]
    assert "never of a system that failed" in grid.note


def test_the_summary_is_of_unseen_articles_where_some_were_fitted_on():
    seen, unseen = make_section(0.9), replace(make_section(0.4), part="unseen")
    baseline = make_section(0.3, system="bm25")
    grid = summarise([seen, unseen, baseline])
    assert [(row.name, row.meaning, row.cells[0].text) for row in grid.rows] == [
        ("quotes", "unseen articles", "0.400"),
        ("bm25", "", "0.300"),
    ]
    assert "Unseen" in grid.note
    assert summarise([seen, baseline]).note == ""


def test_verdicts_have_one_name():
    grid = lay_out_verdicts([invented.make_sections()[0]])
    assert [row.name for row in grid.rows] == [
        "✓ Supported",
        "◐ Only partly in the article",
        "○ Not found in the article",
        "✗ Contradicted",
    ]


def test_a_figure_that_is_not_there_is_a_dash():
    sections = [make_section(0.5), make_section(0.5, system="bm25", name="mrr")]
    grid = lay_out_figures(sections, title="t")
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["0.500", "–", "9"],
        ["–", "0.500", "9"],
    ]


def test_one_system_is_compared_with_itself_in_another_run():
    found = replace(invented.make_comparisons()[0], second="quotes")
    (grid,) = compare_systems([found])
    assert grid.columns[:2] == ("first run", "second run")


def test_nothing_to_show_is_shown():
    assert summarise([]).rows == ()
    assert tables.show_sections([]) == ""
    assert tables.show_comparisons([]) == ""
    assert tables.show_wrong(find_wrong([], {}), {}) == "Wrong answers: 0\n"


def test_the_terminal_shows_every_figure():
    shown = tables.show_sections(invented.make_sections())
    for section in invented.make_sections():
        for figure in section.figures.values():
            assert spell(figure.value) in shown
    assert max(map(len, shown.splitlines())) <= 110
    assert "−0.050" in tables.show_comparisons(invented.make_comparisons())
    wrong = tables.show_wrong(find_wrong(invented.OUTCOMES, invented.ARTICLES), invented.ARTICLES)
    assert wrong.index("ferry-3") < wrong.index("ferry-2")
    assert "right:    nothing" in wrong
    worst = find_wrong(invented.OUTCOMES, invented.ARTICLES, limit=1)
    told = tables.show_wrong(worst, invented.ARTICLES)
    assert told.startswith("Wrong answers: 8; the 1 worst:\n")
    assert told.count("answered:") == 1


def test_nothing_steers_the_terminal():
    case = invented.Case(id=HOSTILE, question=HOSTILE, answers=(HOSTILE,), type=HOSTILE)
    answer = invented.make_answer(HOSTILE, statements=[invented.make_statement(HOSTILE * 99)])
    outcome = invented.make_outcome(case, answer, system=HOSTILE)
    wrong = find_wrong([outcome, invented.FALSE_ANSWER], invented.ARTICLES)
    section = make_section(0.5, system="[bold]" + HOSTILE, name=HOSTILE)
    shown = tables.show_wrong(wrong, {}) + tables.show_sections([section])
    assert all(line.isprintable() for line in shown.split("\n"))
    assert "[bold]" in shown.replace("\n", "")


def test_a_general_table_shows_values_and_meanings():
    shown = tables.show_table("Probe", {"caught": 12, "share": 0.98765}, {"share": "of all"})
    assert re.search(r"caught +│ +12 ", shown)
    assert re.search(r"share +│ +0\.988 +│ of all", shown)


def test_markdown_and_page_show_the_same_figures(folder, written):
    page = (folder / "report.html").read_text(encoding="utf-8")
    for section in invented.make_sections():
        for figure in section.figures.values():
            assert f">{spell(figure.value)}<" in page
            assert spell(figure.value) in written


def test_markdown_has_tables_with_as_many_cells_in_each_row(written):
    tokens = MARKDOWN.parse(written)
    rows = [0]
    widths = []
    for token in tokens:
        if token.type == "table_open":
            rows = []
            widths.append(rows)
        elif token.type == "tr_open":
            rows.append(0)
        elif token.type in ("td_open", "th_open"):
            rows[-1] += 1
    assert len(widths) >= 10
    assert all(len(set(rows)) == 1 for rows in widths)


def test_hostile_text_is_no_markup_in_markdown(tmp_path):
    case = invented.Case(id=HOSTILE, question=HOSTILE, answers=(HOSTILE,), type=HOSTILE)
    answer = invented.make_answer(HOSTILE, statements=[invented.make_statement(HOSTILE)])
    outcome = invented.make_outcome(case, answer, system=HOSTILE, dataset=HOSTILE)
    run = invented.make_run([outcome], about={HOSTILE: {HOSTILE: HOSTILE}})
    write_report(run, [make_section(0.5, system=HOSTILE, name=HOSTILE)], [], tmp_path)
    tokens = MARKDOWN.parse((tmp_path / "report.md").read_text(encoding="utf-8"))
    kinds = {t.type for t in tokens} | {c.type for t in tokens for c in t.children or ()}
    assert kinds.isdisjoint({"html_block", "html_inline", "link_open", "image", "code_inline"})


def test_markdown_shows_the_fifty_worst(tmp_path):
    outcomes = [invented.REFUSED] * 60 + [invented.FALSE_ANSWER]
    write_report(invented.make_run(outcomes), [], [], tmp_path)
    written = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^### \d+\. ", written, re.M)) == 50
    assert "### 1. How much will the bus cost?" in written
    assert "61 in all" in written


@pytest.mark.parametrize("name", ["report.html", "report.md"])
def test_the_same_run_gives_the_same_report(folder, tmp_path, name):
    write_report(
        invented.make_run(), invented.make_sections(), invented.make_comparisons(), tmp_path
    )
    assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "report.md"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(RunError, match="cannot be written"):
        write_report(invented.make_run(), [], [], tmp_path / "taken")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_what_stood_there_stays_when_the_disk_is_full(tmp_path):
    (tmp_path / "report.html").write_text("before")
    (tmp_path / "report.html.half").symlink_to("/dev/full")
    with pytest.raises(RunError, match="No space left"):
        write_report(invented.make_run(), [], [], tmp_path)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]
