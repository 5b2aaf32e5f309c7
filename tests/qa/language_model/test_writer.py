"""The writer over a real library; only the model is scripted. The story in it is invented."""

import asyncio
from dataclasses import replace
from threading import Event

import pytest
from made_models import ScriptedModel

from index.errors import LanguageModelError
from qa import ArticleQA
from qa.language_model.client import ContextTooLongError
from qa.language_model.prompt import REFUSAL
from qa.language_model.reply import Reply
from qa.language_model.writer import LanguageModelWriter
from qa.models import Answer, Reason, Status, VerdictLabel
from qa.writers import Writers

BRIDGE = """\
An invented story: the bridge at Velden
2 March 2026
The bridge at Velden will close on Monday for repairs, the council said.
Mayor Ana Roe said the work would cost 4.2 million crowns and take nine weeks.
“We could not wait any longer,” she told reporters.
The ferry operator Bo Lind disputed that, saying the repairs could wait until spring.
About 6,000 people cross the bridge every day.
"""
QUESTION = "How much will the repairs cost?"
COST = "The work will cost 4.2 million crowns, Mayor Ana Roe said"


@pytest.fixture(scope="module")
def opened(tmp_path_factory, minilm):
    with ArticleQA.open(tmp_path_factory.mktemp("writer") / "library", embedder=minilm) as opened:
        opened.add_text(BRIDGE, title="Bridge to close")
        yield opened


@pytest.fixture
def ask(opened):
    """Return what asks a scripted model, and gives every answer that was shown."""

    def ask(model, question=QUESTION, **options):
        assistant = ArticleQA(opened._library, writers=Writers(lambda: model))
        return list(assistant.stream(question, **options))

    return ask


def number_of(model, start, prompt=-1):
    """Return the number of a sentence in a prompt."""
    lines = model.prompts[prompt][-1][1].splitlines()
    line = next(line for line in lines if start in line and line.startswith("["))
    return int(line[1 : line.index("]")])


def is_quotes(answer: Answer) -> bool:
    exact = all(s.verdict.label is VerdictLabel.SUPPORTED for s in answer.statements)
    return answer.writer == "quotes" and answer.status is Status.ANSWERED and exact


def test_an_answer_grows_and_ends_checked(ask):
    model = ScriptedModel(
        ["The work will ", "cost 4.2 million crowns, ", "Mayor Ana Roe said [", "2]."]
    )
    *growing, last = ask(model)
    assert growing
    assert growing[0].statements[0].verdict.label is VerdictLabel.PENDING
    assert all("[" not in answer.reply for answer in growing)
    assert [s.text for s in last.statements] == [f"{COST}."]
    assert last.statements[0].verdict.label is VerdictLabel.SUPPORTED
    assert (last.writer, last.notice, last.usage.model) == ("language model", None, "scripted")
    assert {"retrieve_ms", "write_ms", "verify_ms", "first_word_ms"} <= last.timings.keys()


def test_the_question_stands_last_and_the_sentences_before_it(ask):
    model = ScriptedModel(REFUSAL)
    ask(model)
    role, text = model.prompts[0][-1]
    assert role == "user"
    assert text.endswith(f"QUESTION: {QUESTION}")
    assert number_of(model, "Mayor Ana Roe") == 2


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Which team won the Champions League final?", Status.NOT_FOUND),
        ("Who will pay the 950 million crowns?", Status.NOT_FOUND),
        ("When was this article published?", Status.ANSWERED),
        ("What is the title of this article?", Status.ANSWERED),
    ],
)
def test_the_model_is_not_asked_where_it_is_not_needed(ask, question, status):
    model = ScriptedModel("The capital fell [1].")
    answer = ask(model, question)[-1]
    assert (answer.status, answer.reply, model.prompts) == (status, None, [])


def test_a_refusal_is_an_abstention(ask):
    answer = ask(ScriptedModel([REFUSAL[:4], REFUSAL[4:]]))
    assert len(answer) == 1
    assert (answer[0].status, answer[0].reason) == (Status.NOT_FOUND, Reason.DECLINED)


def test_what_is_too_long_is_asked_with_less(ask):
    long = ContextTooLongError("Too long.")
    model = ScriptedModel([long], [long], COST, context_tokens=240)
    answer = ask(model)[-1]
    assert answer.writer == "language model"
    shown = [prompt[-1][1].count("\n[") for prompt in model.prompts]
    assert shown[0] > shown[1] > shown[2] > 0


def test_what_stays_too_long_is_answered_with_quotes(ask):
    model = ScriptedModel([ContextTooLongError("It is too long: ask less.")])
    answer = ask(model)[-1]
    assert is_quotes(answer)
    assert answer.notice.startswith("It is too long: ask less.")
    assert len(model.prompts) == 3


@pytest.mark.parametrize("before", [[], ["The work will cost 9 million"], [f"{COST} [2]. "]])
def test_trouble_gives_quotes_that_say_why(ask, before):
    answer = ask(ScriptedModel([*before, LanguageModelError("No luck: try again.")]))[-1]
    assert is_quotes(answer)
    assert answer.notice.startswith("No luck: try again.")
    assert (answer.reply, answer.usage) == (None, None)
    assert str(answer).startswith("No luck: try again.")


def test_nothing_but_thoughts_is_trouble_too(ask):
    answer = ask(ScriptedModel("<think>It might be [1], or perhaps"))[-1]
    assert is_quotes(answer)
    assert "MODEL_MAX_TOKENS" in answer.notice


def test_a_stopped_answer_says_so(ask):
    stop = Event()
    model = ScriptedModel([f"{COST} [2]. Bo Lind said that it could", stop.set, "not wait [4]."])
    answer = ask(model, stop=stop)[-1]
    assert answer.notice == "The answer was stopped before its end."
    assert [statement.text for statement in answer.statements] == [f"{COST}."]


def test_that_accounts_differ_is_told_beside_trouble(opened):
    said = "Can the repairs wait?"
    grounds = opened._answerer._find(said, said, None, ())
    model = ScriptedModel([LanguageModelError("No luck: try again.")])
    answer = list(LanguageModelWriter(lambda: model).write(grounds, stop=Event()))[-1]
    assert answer.notice.startswith("No luck: try again.")
    assert "Accounts differ: " in answer.notice


def test_what_has_no_statement_yet_is_not_read_at_every_piece(opened, monkeypatch):
    shown = []
    show = Reply.show
    monkeypatch.setattr(Reply, "show", lambda reply: shown.append(reply) or show(reply))
    grounds = opened._answerer._find(QUESTION, QUESTION, None, ())
    model = ScriptedModel(["- "] * 5_000)
    assert list(LanguageModelWriter(lambda: model).write(grounds, stop=Event()))
    assert len(shown) < 2_500


def test_stopped_before_its_first_statement_it_is_no_abstention(ask):
    stop = Event()
    answer = ask(ScriptedModel(["The bridge", stop.set, " fell."]), stop=stop)[-1]
    assert is_quotes(answer)
    assert "stopped" in answer.notice


def test_closing_the_stream_ends_the_writing(opened):
    ended = []

    class Watched(ScriptedModel):
        def stream(self, messages, *, stop):
            try:
                yield from super().stream(messages, stop=stop)
            finally:
                ended.append(True)

    assistant = ArticleQA(opened._library, writers=Writers(lambda: Watched([COST, " [2]"] * 9)))
    stream = assistant.stream(QUESTION)
    next(stream)
    stream.close()
    assert ended == [True]


def test_old_citations_never_leak_into_a_new_turn(ask):
    history = [(QUESTION, f"{COST} [1] [7]")]
    model = ScriptedModel("Nine weeks [3][7].")
    answer = ask(model, "And how long will they take?", history=history)[-1]
    prompt = model.prompts[0][-1][1]
    assert "[7]" not in prompt
    assert answer.unknown_markers == (7,)
    assert [citation.number for citation in answer.citations] in ([], [1])
    assert "[1]" not in answer.standalone_question


def test_a_standalone_question_is_taken_as_given(ask):
    model = ScriptedModel(COST)
    given = QUESTION
    answer = ask(model, "And that?", history=[("Who?", "Ana.")], standalone_question=given)[-1]
    assert (answer.question, answer.standalone_question) == ("And that?", given)
    assert model.prompts[0][-1][1].endswith(given)


def test_answers_are_the_same_with_and_without_waiting(opened):
    model = ScriptedModel(f"{COST} [2].")
    assistant = ArticleQA(opened._library, writers=Writers(lambda: model))
    awaited = asyncio.run(assistant.aask(QUESTION))
    assert replace(awaited, timings={}) == replace(assistant.ask(QUESTION), timings={})


def test_the_model_is_opened_once_and_closed(opened):
    opened_models = []

    def open_model():
        opened_models.append(ScriptedModel(COST))
        return opened_models[-1]

    writers = Writers(open_model)
    writers.close()
    assistant = ArticleQA(opened._library, writers=writers)
    assistant.ask(QUESTION, writer="quotes")
    assert opened_models == []
    assistant.ask(QUESTION)
    assistant.ask(QUESTION, writer="language model")
    assert assistant.language_model is opened_models[0]
    writers.close()
    assert [model.closed for model in opened_models] == [1]


def test_an_answer_in_print_says_what_does_not_hold(ask):
    model = ScriptedModel(f"{COST} [2]. The bridge will close on Friday for repairs [1].")
    printed = str(ask(model)[-1])
    assert printed.startswith(f"{COST}. [1]\nThe bridge will close on Friday for repairs. [2]\n")
    assert "\n  Contradicted: " in printed
    assert "\nIn the article's own words:\n   -  “" in printed
