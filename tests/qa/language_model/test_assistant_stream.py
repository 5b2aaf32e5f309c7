"""Answers by language models through the assistant, from end to end. The story is invented."""

import asyncio
import os
import time
from threading import Event

import pytest
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata, MockLLM
from llama_index.llms.openai import OpenAI
from playing_provider import drop_in_chunk, piece, refuse, write

from index.errors import QuestionError, SettingsError
from qa import Answer, ArticleQA, Status, VerdictLabel
from qa.record import read_record
from qa.settings import Settings

FERRY = """\
An invented story: the ferry of Orrin
The ferry of Orrin will stop running on 4 May, the council said on Monday.
It carries 300 passengers a day across the sound.
“We cannot pay for the engine,” said the harbour master, Ada Vane.
A bus will take its place in June.
"""
QUESTION = "When will the ferry stop running?"


def open_assistant(folder, minilm, **settings):
    model = settings.pop("language_model", None)
    opened = ArticleQA.open(
        folder / "library",
        settings=Settings(**settings),
        embedder=minilm,
        language_model=model,
    )
    opened.add_text(FERRY)
    return opened


def check(answer: Answer) -> None:
    """Check what holds whatever a model wrote."""
    for statement in answer.statements:
        assert statement.verdict.label is not VerdictLabel.PENDING
        if statement.verdict.label is VerdictLabel.SUPPORTED:
            assert statement.citations
    assert answer.status is Status.ANSWERED or answer.nearest


def is_quotes(answer: Answer) -> bool:
    return answer.writer == "quotes" and "4 May" in answer.citations[0].quote


@pytest.fixture(scope="module")
def local(tmp_path_factory, minilm, installed):
    folder = tmp_path_factory.mktemp("local")
    settings = {"model": "local", "model_context": "4096", "model_max_tokens": "60"}
    with open_assistant(folder, minilm, **settings) as opened:
        yield opened


def test_a_local_model_answers_and_every_statement_is_checked(local):
    assert local.default_writer == "language model"
    answer = local.ask(QUESTION)
    assert (answer.writer, answer.notice) == ("language model", None)
    assert answer.usage.prompt_tokens > answer.usage.completion_tokens > 0
    check(answer)


def test_a_local_model_streams(local):
    *growing, last = local.stream(QUESTION)
    assert all(answer.writer == "language model" for answer in (*growing, last))
    check(last)


def test_a_local_model_is_awaited(local):
    async def run():
        return await local.aask(QUESTION), [answer async for answer in local.astream(QUESTION)]

    answer, streamed = asyncio.run(run())
    check(answer)
    check(streamed[-1])
    assert answer.reply == streamed[-1].reply


def test_cancelling_ends_the_writing_and_the_next_question_works(local):
    async def run():
        asking = asyncio.create_task(local.aask("Who cannot pay for the engine of the ferry?"))
        await asyncio.sleep(0.05)
        started = time.monotonic()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        return time.monotonic() - started

    started = time.monotonic()
    cancelled = asyncio.run(run())  # Ends only when the thread that wrote has ended.
    assert cancelled < 1
    assert time.monotonic() - started < 4
    check(local.ask(QUESTION))


def test_quotes_can_be_asked_for_beside_it(local):
    assert is_quotes(local.ask(QUESTION, writer="quotes"))


def test_closing_ends_the_model(tmp_path, minilm, installed):
    opened = open_assistant(tmp_path, minilm, model="local", model_max_tokens="16")
    opened.ask(QUESTION)
    pid = opened.language_model._server.pid
    os.kill(pid, 0)
    opened.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


class Parrot(CustomLLM):
    """Replies the same whatever is asked, word by word."""

    reply: str = "The ferry of Orrin will stop running on 4 May, the council said [1]."

    @property
    def metadata(self):
        return LLMMetadata(model_name="parrot")

    def complete(self, prompt, formatted=False, **_):
        return CompletionResponse(text=self.reply)

    def stream_complete(self, prompt, formatted=False, **_):
        for word in self.reply.split(" "):
            yield CompletionResponse(text="", delta=f"{word} ")


@pytest.fixture
def parrot(tmp_path, minilm):
    with open_assistant(tmp_path, minilm, language_model=Parrot()) as opened:
        yield opened


def test_any_language_model_of_llama_index_writes(parrot):
    answer = parrot.ask(QUESTION)
    assert answer.text == f"{Parrot().reply[:-5]}. [1]"
    assert answer.statements[0].verdict.label is VerdictLabel.SUPPORTED
    assert (answer.writer, answer.usage.model) == ("language model", "parrot")


def test_one_that_repeats_its_prompt_does_no_harm(tmp_path, minilm):
    with open_assistant(tmp_path, minilm, language_model=MockLLM()) as opened:
        check(opened.ask(QUESTION))


@pytest.mark.parametrize(
    "given", ["gpt-4o-mini", 7, object(), Parrot, OpenAI(model="gpt-none", api_key="sk-none")]
)
def test_what_is_no_language_model_is_refused_and_nothing_stays_open(tmp_path, minilm, given):
    with pytest.raises(SettingsError, match="LlamaIndex"):
        open_assistant(tmp_path, minilm, language_model=given)
    open_assistant(tmp_path, minilm).close()


def test_one_that_is_given_has_its_price(tmp_path, minilm):
    with open_assistant(tmp_path, minilm, language_model=Parrot(), model_prices="1/0") as opened:
        usage = opened.ask(QUESTION).usage
    assert usage.cost == usage.prompt_tokens / 1_000_000 > 0


@pytest.mark.parametrize("writer", ["poet", "Quotes", "language_model"])
def test_an_unknown_writer_is_refused(parrot, writer):
    with pytest.raises(SettingsError, match="no writer"):
        parrot.ask(QUESTION, writer=writer)
    with pytest.raises(SettingsError, match="no writer"):
        asyncio.run(parrot.aask(QUESTION, writer=writer))


def test_without_a_language_model_there_is_none(tmp_path, minilm):
    with open_assistant(tmp_path, minilm) as opened:
        assert opened.default_writer == "quotes"
        with pytest.raises(SettingsError, match="MODEL"):
            opened.ask(QUESTION, writer="language model")
        with pytest.raises(SettingsError, match="MODEL"):
            _ = opened.language_model


def test_what_is_wrong_with_a_question_is_told_from_a_stream_too(parrot):
    async def run():
        return [answer async for answer in parrot.astream("?")]

    with pytest.raises(QuestionError):
        next(parrot.stream("?"))
    with pytest.raises(QuestionError):
        asyncio.run(run())
    with pytest.raises(QuestionError, match="history"):
        parrot.ask(QUESTION, history=["When?"])


def test_a_stream_can_be_stopped_from_outside(parrot):
    stop = Event()
    stop.set()
    (answer,) = parrot.stream(QUESTION, stop=stop)
    assert is_quotes(answer)
    assert "stopped" in answer.notice


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (refuse(401), "OPENAI_API_KEY"),
        (refuse(404), "MODEL"),
        (refuse(400), "MODEL"),
        (drop_in_chunk, "broke off"),
        (write(piece("The ferry sank")), "broke off"),
        (write("data: nonsense"), "not an answer"),
    ],
    ids=["key", "name", "request", "half a chunk", "half a stream", "nonsense"],
)
def test_trouble_with_a_provider_gives_quotes_and_says_why(tmp_path, minilm, provider, step, told):
    provider.script = [step]
    settings = {"model": "m", "openai_api_key": "sk-secret", "openai_base_url": provider.url}
    with open_assistant(tmp_path, minilm, **settings) as opened:
        answer = opened.ask(QUESTION)
    assert is_quotes(answer)
    assert told in answer.notice
    assert "sk-secret" not in repr(answer)
    assert "\n" not in answer.notice


def test_nobody_at_the_address_gives_quotes_too(tmp_path, minilm):
    settings = {"model": "m", "openai_api_key": "k", "openai_base_url": "http://127.0.0.1:9/v1"}
    with open_assistant(tmp_path, minilm, **settings) as opened:
        answer = opened.ask(QUESTION)
    assert is_quotes(answer)
    assert "127.0.0.1:9" in answer.notice


def test_others_find_what_they_need_on_the_assistant(parrot):
    nodes = parrot.as_retriever(limit=2).retrieve(QUESTION)
    assert len(nodes) == 2
    response = parrot.as_query_engine(writer="quotes").query(QUESTION)
    assert response.source_nodes[0].node.text == nodes[0].node.text
    answer = parrot.ask(QUESTION)
    assert "4 May" in parrot.export(answer, format="markdown")
    assert parrot.verify_record(read_record(parrot.export(answer))).holds
