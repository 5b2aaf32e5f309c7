"""Articles here are invented: no person, place or event in them is real."""

import copy
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bag_of_words import BagOfWords
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index import Library, make_article
from index.errors import RecordError
from qa.cli import main
from qa.models import (
    Answer,
    Citation,
    Nearest,
    Problem,
    ProblemKind,
    Statement,
    Status,
    Usage,
    Verdict,
    VerdictLabel,
)
from qa.quotes import cite
from qa.record import export, make_record, open_record, read_record, to_json, to_markdown
from qa.record_check import State, check_record
from qa.record_markdown import escape_markdown

STORY = """Bridge at Velden to close for repairs

The bridge at Velden will close on Monday for repairs, the council said.
Mayor Ana Roe said the work would cost 4.2 million crowns and take nine weeks.
"We could not wait any longer," she told reporters.
About 6,000 people cross the bridge every day.
"""
NEWER = STORY.replace("repairs\n", "repairs\n\nUpdated on Sunday with what the mayor said.\n", 1)
MADE = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

NUMBERS = st.integers(min_value=-(10**15), max_value=10**15)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
OPTIONAL = st.none() | st.text()
VERDICTS = st.builds(
    Verdict, score=FLOATS, problems=st.lists(st.builds(Problem, found=OPTIONAL)).map(tuple)
)
CITATIONS = st.builds(
    Citation,
    **dict.fromkeys(("number", "sentence", "start", "end"), NUMBERS),
    highlight=st.none() | st.tuples(NUMBERS, NUMBERS),
)
ANSWERS = st.builds(
    Answer,
    score=FLOATS,
    statements=st.lists(
        st.builds(Statement, citations=st.lists(NUMBERS).map(tuple), verdict=VERDICTS), max_size=3
    ).map(tuple),
    citations=st.lists(CITATIONS, max_size=3).map(tuple),
    nearest=st.lists(
        st.builds(Nearest, **dict.fromkeys(("sentence", "start", "end"), NUMBERS)), max_size=2
    ).map(tuple),
    unknown_markers=st.lists(NUMBERS).map(tuple),
    usage=st.none()
    | st.builds(Usage, prompt_tokens=NUMBERS, completion_tokens=NUMBERS, cost=st.none() | FLOATS),
    timings=st.dictionaries(st.text(), FLOATS, max_size=3),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    with Library.open(tmp_path_factory.mktemp("shelf") / "it", embedder=BagOfWords()) as opened:
        opened.add(make_article(STORY, outlet="Invented Times", url="https://velden.example/a"))
        yield opened


def find(shelf, words):
    (article,) = shelf.articles()
    return article, next(s for s in shelf.sentences(article.id) if words in s.text)


def answer_with(shelf, *words, text=None, label=VerdictLabel.SUPPORTED):
    found = [find(shelf, part) for part in words]
    citations = tuple(
        cite(sentence, article, number=number)
        for number, (article, sentence) in enumerate(found, start=1)
    )
    statements = tuple(
        Statement(
            text=text or citation.quote,
            citations=(citation.number,),
            verdict=Verdict(label=label, score=1.0),
        )
        for citation in citations
    )
    return Answer(
        question="What will close?",
        standalone_question="What will close?",
        status=Status.ANSWERED,
        statements=statements,
        citations=citations,
    )


def recheck(shelf, answer, made_from=None):
    return check_record(read_record(to_json(answer, made_from or shelf.articles())), shelf)


@settings(max_examples=60)
@given(ANSWERS)
def test_an_answer_comes_back_from_its_values(answer):
    assert Answer.from_dict(answer.to_dict()) == answer
    assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer


def change(values, path, value):
    *parents, last = path
    for name in parents:
        values = values[name]
    values[last] = value


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        pytest.param(["question"], 5, "answer.question: a text is wanted, not 5", id="type"),
        pytest.param(["question"], None, "answer.question: a text is wanted", id="null"),
        pytest.param(["question"], "\ud800", "answer.question: the text is not", id="surrogate"),
        pytest.param(["status"], "maybe", "answer.status: 'maybe' is none of", id="enum"),
        pytest.param(["score"], "1", "answer.score: a number is wanted", id="number-in-quotes"),
        pytest.param(["score"], True, "answer.score: a number is wanted", id="bool-as-number"),
        pytest.param(["score"], float("nan"), "answer.score: a finite number", id="nan"),
        pytest.param(["score"], 10**400, "answer.score: the number is too large", id="huge"),
        pytest.param(["score"], "9" * 10**6, "answer.score: a number is wanted", id="long"),
        pytest.param(["statements"], {}, "answer.statements: a list is wanted", id="list"),
        pytest.param(["statements"], [[]], "answer.statements[0]: an object", id="object"),
        pytest.param(["timings"], {"a": "b"}, "answer.timings.'a': a number", id="mapping"),
        pytest.param(["unknown_markers"], [0] * 10_001, "10,001 entries", id="many"),
        pytest.param(["surprise"], 1, "'surprise' is not known", id="unknown"),
        pytest.param(["citations", 0, "start"], 1.5, "answer.citations[0].start: a", id="offset"),
        pytest.param(["citations", 0, "highlight"], [1], "1 entries instead of 2", id="pair"),
        pytest.param(["citations", 0, "hearsay"], 0, "hearsay: true or false", id="truth"),
    ],
)
def test_hostile_values_are_refused_with_what_and_where(shelf, path, value, said):
    values = json.loads(json.dumps(answer_with(shelf, "close").to_dict()))
    change(values, path, value)
    with pytest.raises(RecordError) as error:
        Answer.from_dict(values)
    assert said in str(error.value)
    assert len(str(error.value)) < 300


def test_a_missing_key_is_named(shelf):
    values = json.loads(json.dumps(answer_with(shelf, "close").to_dict()))
    del values["citations"][0]["quote"]
    with pytest.raises(RecordError, match=r"answer\.citations\[0\]: quote is missing"):
        Answer.from_dict(values)


@pytest.mark.parametrize("values", [None, [], "text", 5])
def test_an_answer_is_an_object(values):
    with pytest.raises(RecordError, match="answer: an object is wanted"):
        Answer.from_dict(values)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "[" * 100_000, '{"a":' * 100_000, "9" * 5_000, "\x00", "{}"]
)
def test_what_is_no_record_is_refused(text):
    with pytest.raises(RecordError):
        read_record(text)


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_is_a_record_or_refused(values):
    with pytest.raises(RecordError):
        read_record(json.dumps(values))


def test_a_record_holds_the_answer_and_what_it_rests_on(shelf):
    answer = answer_with(shelf, "close on Monday", "6,000")
    (article,) = shelf.articles()
    values = json.loads(to_json(answer, [article], made=MADE))
    assert values["text"] == answer.text
    assert values["record"]["made"] == "2026-11-22T12:00:00+00:00"
    assert values["record"]["program"].startswith("article-qa ")
    assert values["record"]["articles"] == [
        {
            "id": article.id,
            "sha256": hashlib.sha256(article.text.encode()).hexdigest(),
            "title": article.title,
            "outlet": "Invented Times",
            "url": "https://velden.example/a",
            "published": None,
        }
    ]
    record = read_record(json.dumps(values))
    assert record == make_record(answer, [article], made=MADE)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        pytest.param(["record"], 5, "record: an object is wanted", id="type"),
        pytest.param(["record", "format"], 2, "format 2", id="newer"),
        pytest.param(["record", "articles", 0, "sha256"], "0", "sha256", id="hash"),
        pytest.param(["record", "articles", 0, "id"], "0" * 12, "beginning", id="id"),
        pytest.param(["text"], "It will stay open.", "answer.text", id="text"),
    ],
)
def test_a_record_that_was_changed_by_hand_is_refused(shelf, path, value, said):
    values = json.loads(to_json(answer_with(shelf, "close"), shelf.articles()))
    change(values, path, value)
    with pytest.raises(RecordError, match=said):
        read_record(json.dumps(values))


def test_a_removed_article_cannot_be_recorded(shelf):
    answer = answer_with(shelf, "close")
    with pytest.raises(RecordError, match="not in the library any more"):
        make_record(answer, [])
    with pytest.raises(RecordError, match="no format"):
        export(shelf, answer, format="pdf")


def test_a_quote_is_intact(shelf):
    found = recheck(shelf, answer_with(shelf, "close on Monday", "told reporters"))
    assert [check.state for check in found.citations] == [State.INTACT, State.INTACT]
    assert [check.changed for check in found.citations] == [(), ()]
    assert found.holds
    assert str(found).splitlines()[0] == "[1] intact"


def test_a_quote_moved_to_a_newer_version(shelf, tmp_path):
    answer, (old,) = answer_with(shelf, "6,000"), shelf.articles()
    with Library.open(tmp_path / "newer", embedder=BagOfWords()) as newer_shelf:
        newer = newer_shelf.add(make_article(NEWER.replace("people cross", "people\n  cross")))
        found = recheck(newer_shelf, answer, [old])
    (check,) = found.citations
    assert (check.state, check.article_id) == (State.MOVED, newer.id)
    assert newer.text[check.start : check.end] == check.quote
    assert check.quote.split() == answer.citations[0].quote.split()
    assert found.holds


def test_a_quote_moved_within_its_article(shelf):
    answer = answer_with(shelf, "6,000")
    wrong = replace(answer.citations[0], start=0, end=5)
    (check,) = recheck(shelf, replace(answer, citations=(wrong,))).citations
    assert check.state is State.MOVED
    assert (check.start, check.end) == (answer.citations[0].start, answer.citations[0].end)


def test_an_altered_quote_shows_what_stands_there(shelf):
    answer = answer_with(shelf, "6,000")
    wrong = replace(answer.citations[0], quote="About 9,000 people cross the bridge every day.")
    found = recheck(shelf, replace(answer, citations=(wrong,)))
    (check,) = found.citations
    assert check.state is State.ALTERED
    assert check.quote == "About 6,000 people cross the bridge every day."
    assert check.quote in str(found)
    assert not found.holds


@pytest.mark.parametrize(
    "quote", ["", " ", "…", "Nothing like it was ever written down.", "a " * 100_000]
)
def test_a_quote_is_gone(shelf, quote):
    answer = answer_with(shelf, "6,000")
    wrong = replace(answer.citations[0], quote=quote)
    found = recheck(shelf, replace(answer, citations=(wrong,)))
    assert [check.state for check in found.citations] == [State.GONE]
    assert not found.holds


def test_a_changed_speaker_is_told(shelf):
    answer = answer_with(shelf, "told reporters")
    wrong = replace(answer.citations[0], speaker="Bo Lind", title="Another")
    found = recheck(shelf, replace(answer, citations=(wrong,)))
    assert found.citations[0].state is State.INTACT
    assert found.citations[0].changed == ("speaker", "title")
    assert not found.holds


def test_a_verdict_that_comes_out_otherwise_is_told(shelf):
    answer = answer_with(shelf, "close on Monday", text="The bridge will not close on Monday.")
    found = recheck(shelf, answer)
    assert found.citations[0].state is State.INTACT
    assert not found.statements[0].same
    assert not found.holds


def render(text):
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    return [*tokens, *(child for token in tokens for child in token.children or ())]


ACTIVE = {"link_open", "image", "html_inline", "html_block", "em_open", "strong_open", "s_open"}
BLOCKS = {"code_block", "fence", "table_open", "heading_open", "hr", "bullet_list_open"}
BLOCKS |= {"ordered_list_open", "blockquote_open", "code_inline"}
HOSTILE = (
    "[a](https://evil.example)",
    "![a](x)",
    "<script>alert(1)</script>",
    "<https://evil.example>",
    "https://evil.example www.evil.example me@evil.example",
    "# heading",
    "1. list",
    "12) list",
    "- list",
    "+ list",
    "> quote",
    "```code",
    "~~~code",
    "    code",
    "a\n===\n",
    "a\n---\n",
    "| a | b |\n|---|---|\n",
    "**bold** _it_ `code` ~~gone~~",
    "[a]: https://evil.example",
    "&lt;b&gt; &#60;",
    "\\[a](b)",
    "a\u202eb\x00c\u2028d",
    "---",
    "<!-- -->",
    "[^1]",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(text):
    escaped = escape_markdown(text)
    assert "\n" not in escaped
    assert not {token.type for token in render(escaped)} & (ACTIVE | BLOCKS)
    shown = "".join(token.content for token in render(escaped) if token.type.startswith("text"))
    kept = [c for c in text if c.isprintable() and not c.isspace() and c != "\u202e"]
    assert [c for c in shown if not c.isspace() and c not in "\ufffd\u2060"] == kept


@given(st.text(alphabet="[]()<>!*_`#-+=|~\\&;:@./ \n1awh\u202e"))
def test_no_text_becomes_markup_whatever_it_is(text):
    assert not {token.type for token in render(escape_markdown(text))} & (ACTIVE | BLOCKS)


def test_markdown_shows_question_answer_and_quotes(shelf):
    problem = Problem(kind=ProblemKind.NUMBER, words="5", message="the article says 4, not 5")
    answer = answer_with(shelf, "4.2 million", "6,000")
    first, second = answer.statements
    doubted = Verdict(label=VerdictLabel.PARTLY, score=0.5, problems=(problem,))
    answer = replace(answer, statements=(replace(first, verdict=doubted), second))
    shown = to_markdown(answer, shelf.articles(), made=MADE)
    (article,) = shelf.articles()
    for part in (
        "**Question:** What will close?",
        "crowns and take nine weeks. \\[1\\]",
        "Verdict: partly. The cited sentences support a part of this only.",
        "Problem: number: the article says 4, not 5 (“5”)",
        "> Mayor Ana Roe said the work would cost 4.2 million crowns and take nine weeks.",
        "- Speaker: Ana Roe",
        "- Outlet: Invented Times",
        "- Address: https&#58;//velden.example/a",
        f"- Sentence {answer.citations[1].sentence}, characters {answer.citations[1].start} to",
        hashlib.sha256(article.text.encode()).hexdigest(),
        "- Made: 2026-11-22T12:00:00",
    ):
        assert part in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_of_a_hostile_answer_holds_no_markup_of_its_own(shelf, text):
    answer = answer_with(shelf, "close")
    plain = render(to_markdown(answer, shelf.articles(), made=MADE))
    cited = replace(
        answer.citations[0], quote=text, title=text, outlet=text, url=text, speaker=text
    )
    problem = Problem(kind=ProblemKind.NAME, words=text, message=text)
    verdict = Verdict(label=VerdictLabel.PARTLY, score=0.5, problems=(problem,))
    statement = Statement(text=text, citations=(1,), verdict=verdict)
    hostile = replace(
        answer, question=text, statements=(statement,), citations=(cited,), notice=text, writer=text
    )
    tokens = render(to_markdown(hostile, shelf.articles(), made=MADE))
    assert not {token.type for token in tokens} & (ACTIVE - {"strong_open"})
    for kind in ("heading_open", "blockquote_open", "strong_open"):
        extra = int(kind == "strong_open")  # What the question was understood as.
        count = [token.type for token in tokens].count(kind)
        assert count - [token.type for token in plain].count(kind) in (0, extra)


def test_the_command_saves_and_checks_a_record(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LIBRARY_DIR", str(tmp_path / "library"))
    path = tmp_path / "record.json"
    assert main(["ask", "How many countries took part?", "--record", str(path)]) == 0
    assert open_record(path).answer.citations
    capsys.readouterr()
    assert main(["verify", str(path)]) == 0
    assert "[1] intact" in capsys.readouterr().out
    values = json.loads(path.read_text())
    forged = copy.deepcopy(values)
    forged["citations"][0]["quote"] = forged["citations"][0]["quote"].replace("30", "50")
    path.write_text(json.dumps(forged))
    assert main(["verify", str(path), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["citations"][0]["state"] == "altered"
    path.write_text("{}")
    assert main(["verify", str(path)]) == 1
    assert "article-qa: answer: question is missing" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["missing.json", ".", "a\x00b"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    with pytest.raises(RecordError, match="cannot be read"):
        open_record(tmp_path / name)
