"""Replies read as answers, checked for real. The story and all names in it are invented."""

import json
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_grounds import make_grounds

from index import make_article
from qa.language_model.markers import has_marker
from qa.language_model.prompt import REFUSAL
from qa.language_model.reply import Reply
from qa.models import Answer, Reason, Status, Usage, VerdictLabel

BRIDGE = make_article(
    """\
An invented story: the bridge at Velden
The bridge at Velden will close on Monday for repairs, the council said.
Mayor Ana Roe said the work would cost 4.2 million crowns and take nine weeks.
“We could not wait any longer,” she told reporters.
The ferry operator Bo Lind disputed that, saying the repairs could wait until spring.
About 6,000 people cross the bridge every day.
""",
    title="Bridge to close",
    outlet="Invented Times",
)
GROUNDS = make_grounds(BRIDGE, question="What do they tell of the bridge, the mayor and the weeks?")
SHOWN = tuple(s for s in GROUNDS.read_sentences(BRIDGE.id) if s.text[:3] != "An ")
COST = "Mayor Ana Roe said the work would cost 4.2 million crowns and take nine weeks"
PEOPLE = "About 6,000 people cross the bridge every day"
USAGE = Usage(model="m", prompt_tokens=1, completion_tokens=1)

SUPPORTED, PARTLY, UNSUPPORTED, CONTRADICTED, PENDING = VerdictLabel


def read(*deltas: str, stopped: bool = False) -> Answer:
    reply = Reply(GROUNDS, SHOWN)
    for delta in deltas:
        reply.feed(delta)
    return reply.finish(USAGE, stopped=stopped)


def labels(answer: Answer) -> list[VerdictLabel]:
    return [statement.verdict.label for statement in answer.statements]


def test_the_numbers_of_the_prompt_are_those_of_the_sentences():
    assert [s.text.split()[0] for s in SHOWN] == ["The", "Mayor", "“We", "The", "About"]


def test_a_statement_that_holds_is_supported_and_cited():
    answer = read(f"{COST} [2].")
    assert answer.status is Status.ANSWERED
    assert labels(answer) == [SUPPORTED]
    assert answer.text == f"{COST}. [1]"
    assert [citation.quote for citation in answer.citations] == [SHOWN[1].text]
    assert (answer.nearest, answer.unknown_markers) == ((), ())
    assert (answer.writer, answer.reply, answer.usage) == ("language model", f"{COST}.", USAGE)


def test_citations_are_numbered_by_first_use():
    answer = read(f"{PEOPLE} [5]. {COST} [2]. {PEOPLE} [5].")
    assert [statement.citations for statement in answer.statements] == [(1,), (2,), (1,)]
    assert [citation.sentence for citation in answer.citations] == [
        SHOWN[4].number,
        SHOWN[1].number,
    ]


def test_unknown_markers_are_reported_and_not_shown():
    answer = read(f"{COST} [2][7]. {PEOPLE} [0, 999].")
    assert answer.unknown_markers == (7, 0, 999)
    assert answer.text == f"{COST}. [1] {PEOPLE}. [2]"


def test_a_statement_without_markers_is_cited_only_where_it_holds():
    answer = read(f"{COST}. The mayor sold the bridge to a circus.")
    assert [statement.citations for statement in answer.statements] == [(1,), ()]
    assert answer.statements[1].verdict.label is UNSUPPORTED


def test_below_a_statement_that_does_not_hold_stand_the_sentences_of_the_article():
    answer = read(f"{PEOPLE} [5]. Mayor Ana Roe said the work would cost 9 million crowns [2].")
    assert labels(answer) == [SUPPORTED, CONTRADICTED]
    (problem,) = answer.statements[1].verdict.problems
    assert "9 million" in problem.words
    assert answer.nearest
    cited = {citation.quote for citation in answer.citations}
    assert not cited & {nearest.quote for nearest in answer.nearest}


@pytest.mark.parametrize(
    "reply",
    [
        REFUSAL,
        f"{REFUSAL}.",
        f"Answer: **{REFUSAL}** [3]",
        "not_stated",
        "NOT STATED!",
        f"{REFUSAL}. The council fired three engineers in a hurry.",
        "[99]",
        "…",
    ],
)
def test_a_refusal_is_an_abstention(reply):
    answer = read(reply)
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, Reason.DECLINED)
    assert (answer.statements, answer.citations) == ((), ())
    assert len(answer.nearest) == 3
    assert answer.text.startswith("The article does not say.")


def test_a_refusal_beside_an_answer_is_left_out():
    answer = read(f"{COST} [2]. {REFUSAL}")
    assert answer.text == f"{COST}. [1]"
    assert answer.reply == f"{COST}. {REFUSAL}"


def test_a_reply_of_which_nothing_holds_is_not_shown_as_an_answer():
    answer = read("The bridge was sold to a circus [1]. Elephants will move in [2].")
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, Reason.UNVERIFIED)
    assert (answer.statements, answer.citations) == ((), ())
    assert answer.reply == "The bridge was sold to a circus. Elephants will move in."
    assert len(answer.nearest) == 3
    assert "circus" not in answer.text


def test_a_true_statement_that_cannot_be_what_was_asked_for_is_no_answer():
    reply = Reply(make_grounds(BRIDGE, question="How much will the repairs cost?"), SHOWN)
    reply.feed(f"{PEOPLE} [5].")
    answer = reply.finish(USAGE)
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, Reason.NOT_STATED)
    assert "4.2 million" in " ".join(nearest.quote for nearest in answer.nearest)


def test_below_an_answer_that_rests_on_none_of_the_best_sentences_they_stand():
    grounds = make_grounds(BRIDGE, question="How about the work, its cost and nine weeks of it?")
    reply = Reply(grounds, SHOWN)
    reply.feed("The ferry operator Bo Lind disputed that [4].")
    best = [item.sentence.text for item in grounds.ranked[:3]]
    assert SHOWN[3].text not in best
    assert [nearest.quote for nearest in reply.finish(USAGE).nearest] == best


def test_markers_alone_quote_their_sentences():
    answer = read("[5], [2]")
    assert [statement.text for statement in answer.statements] == [SHOWN[4].text, SHOWN[1].text]
    assert labels(answer) == [SUPPORTED, SUPPORTED]
    assert [statement.citations for statement in answer.statements] == [(1,), (2,)]


def test_thoughts_are_left_out():
    answer = read("<think>It says [4] ", "so.</th", f"ink>{COST} [2].")
    assert answer.text == f"{COST}. [1]"
    assert answer.reply == f"{COST}."


def test_statements_wait_for_their_verdict_while_they_are_written():
    reply = Reply(GROUNDS, SHOWN)
    shown = []
    for char in f"{COST} [2]. {PEOPLE} [5]. {COST} [2]. The circus came.":
        if reply.feed(char):
            shown.append(reply.show())
    shown.append(reply.finish(USAGE))
    assert labels(shown[0]) == [PENDING]
    assert labels(shown[-1]) == [SUPPORTED, SUPPORTED, SUPPORTED, UNSUPPORTED]
    for before, after in pairwise(shown):
        assert len(before.statements) <= len(after.statements)
        checked = [s for s in before.statements if s.verdict.label is not PENDING]
        assert list(after.statements[: len(checked)]) == checked
        assert not has_marker(before.reply)
        assert "[" not in before.reply
    assert any(PENDING in labels(answer) and SUPPORTED in labels(answer) for answer in shown)


def test_a_refusal_is_never_seen_while_it_is_written():
    reply = Reply(GROUNDS, SHOWN)
    for char in REFUSAL:
        reply.feed(char)
        assert reply.show().statements == ()


def test_half_a_statement_is_left_out_when_the_model_is_stopped():
    answer = read(f"{PEOPLE} [5]. {COST[:50]}", stopped=True)
    assert [statement.text for statement in answer.statements] == [f"{PEOPLE}."]


def test_a_model_that_repeats_itself_is_checked_once(monkeypatch):
    checked = []
    settle = Reply._check
    monkeypatch.setattr(Reply, "_check", lambda self, d: checked.append(d) or settle(self, d))
    answer = read(f"{COST} [2]. " * 50)
    assert labels(answer) == [SUPPORTED] * 50
    assert len(checked) == 1


def test_a_model_that_does_not_end_is_not_checked_without_end():
    answer = read(f"{COST} [2]. ", *(f"Elephant number {number} came.\n" for number in range(150)))
    assert len(answer.statements) == 151
    assert labels(answer) == [SUPPORTED] + [UNSUPPORTED] * 150
    assert "only the first" in answer.statements[-1].verdict.problems[0].message


WORDS = (
    *(COST, PEOPLE, "The ferry sank", "4.2 million", "nobody", "Dr. Roe", "“We could not wait”"),
    *(
        "[1]",
        "[5]",
        "[2][3]",
        "[1-3]",
        "[99]",
        "【2】",
        "[Source 4]",
        "[^1]",
        "(Source 2)",
        "[",
        "]",
    ),
    *("[1", "[sic]", "(2)", "**", "#", "- ", "1. ", "> ", "<b>", "</b>", "`", "\\", "\\[2\\]"),
    *("[a](https://a.example/b)", "![x](http://x.example/y.png)", "<think>", "</think>", REFUSAL),
    *(".", "?", "!", ":", ",", "\n", "\n\n", " ", "\u202e", "\u200b", "Answer:", "é", "漢字。"),
)
REPLIES = st.lists(
    st.one_of(st.sampled_from(WORDS), st.text(alphabet=st.characters(codec="utf-8"), max_size=8)),
    max_size=25,
).map("".join)


@settings(max_examples=80)
@given(REPLIES, st.data())
def test_any_reply_in_any_pieces_is_a_valid_answer(text, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    reply = Reply(GROUNDS, SHOWN)
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        if reply.feed(text[start:end]):
            check(reply.show())
    answer = reply.finish(USAGE)
    check(answer)
    whole = read(text)
    assert answer.to_dict() | {"timings": {}} == whole.to_dict() | {"timings": {}}
    assert PENDING not in labels(answer)
    if answer.status is Status.ANSWERED:
        assert any(label in (SUPPORTED, PARTLY) for label in labels(answer))
        told = "".join(words_of(" ".join(statement.text for statement in answer.statements)))
        quoted = "".join(words_of(" ".join(citation.quote for citation in answer.citations)))
        assert is_inside(told, "".join(words_of(answer.reply))) or told == quoted


def check(answer: Answer) -> None:
    assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer
    numbers = [number for statement in answer.statements for number in statement.citations]
    assert list(dict.fromkeys(numbers)) == list(range(1, len(answer.citations) + 1))
    assert [citation.number for citation in answer.citations] == sorted(set(numbers))
    for cited in (*answer.citations, *answer.nearest):
        assert BRIDGE.text[cited.start : cited.end] == cited.quote
    for statement in answer.statements:
        assert not has_marker(statement.text)
        supported = statement.verdict.label is SUPPORTED
        assert not supported or statement.citations
        assert supported or statement.verdict.label is PENDING or statement.verdict.problems
    assert not has_marker(answer.reply)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def is_inside(few: str, many: str) -> bool:
    """Tell whether letters stand among others in their order."""
    rest = iter(many)
    return all(letter in rest for letter in few)


PLAIN = ("the", "ferry", "Roe", "sank", "4.2", "million", "crowns", "not", "“No,”", "said", "[sic]")
PROSE = st.lists(
    st.one_of(
        st.sampled_from(PLAIN),
        st.sampled_from(
            ["[1]", "[2, 3]", "[77]", "【4】", ".", "?", ".\n", ":", "- so", "**now**"]
        ),
    ),
    min_size=1,
    max_size=30,
).map(" ".join)


@settings(max_examples=60)
@given(PROSE, st.booleans())
def test_no_word_of_a_reply_is_lost(prose, answered):
    text = f"{COST} [2].\n{prose}" if answered else prose
    answer = read(text)
    wanted = words_of(re.sub(r"\[[\d, ]+\]|【\d】", " ", text))
    assert words_of(answer.reply) == wanted
    if answered:
        assert answer.status is Status.ANSWERED
        assert words_of(" ".join(statement.text for statement in answer.statements)) == wanted


def test_a_name_alone_is_not_shown_as_supported():
    (statement,) = read("Ana Roe [2].").statements
    assert statement.verdict.label is PARTLY
    assert "state nothing" in statement.verdict.problems[0].message
