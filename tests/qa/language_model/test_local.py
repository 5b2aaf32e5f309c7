"""SmolLM2 itself, run by llama.cpp in a process of its own, over its real address."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from index.errors import LanguageModelError
from qa.language_model import local
from qa.language_model.client import ContextTooLongError, open_language_model
from qa.language_model.local import LocalServer
from qa.settings import Settings

SHORT = [("system", "Answer in one word."), ("user", "Is water wet?")]
STORY = [("user", "Tell a very long story about a river and the people who live by it.")]
READING = [("user", "river and stone and bridge " * 500)]
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


def ask(model, messages, *, stop=None):
    """Return the text of an answer, and what it took."""
    pieces = []
    stream = model.stream(messages, stop=stop or threading.Event())
    while True:
        try:
            pieces.append(next(stream))
        except StopIteration as end:
            return "".join(pieces), end.value


def read_stat(pid):
    """Return the state of a process and the seconds of processor it has used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return "gone", 0.0
    return fields[0], (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def is_gone(pid, *, within=3.0):
    end = time.monotonic() + within
    while time.monotonic() < end:
        if read_stat(pid)[0] in ("gone", "Z"):
            return True
        time.sleep(0.05)
    return False


def rest(pid):
    """Return the seconds until a process uses no processor any more."""
    started = time.monotonic()
    while time.monotonic() - started < 5:
        before = read_stat(pid)[1]
        time.sleep(0.2)
        if read_stat(pid)[1] - before < 0.05:
            return time.monotonic() - started - 0.2
    return 5.0


@pytest.fixture(autouse=True)
def _patient(local_model):
    """Every test has the model; it is started by the first."""


def test_an_answer_comes_in_pieces_with_what_it_took(local_model):
    text, usage = ask(local_model, SHORT)
    assert text
    assert usage.model == local_model.name == "SmolLM2-135M-Instruct.Q4_1"
    assert usage.prompt_tokens > sum(local_model.count_tokens(text) for _, text in SHORT)
    assert usage.completion_tokens >= local_model.count_tokens(text)
    cost = (1.5 * usage.prompt_tokens + 2 * usage.completion_tokens) / 1_000_000
    assert usage.cost == pytest.approx(cost)


def test_its_own_tokenizer_counts(local_model):
    assert local_model.count_tokens("") == 0
    assert local_model.count_tokens("The talks went on.") == 5
    assert local_model.count_tokens("ἀρχὴ ἥμισυ παντός") > 12


@needs_proc
def test_the_model_rests_within_a_second_of_closing_the_stream(local_model):
    stream = local_model.stream(STORY, stop=threading.Event())
    next(stream)
    stream.close()
    assert rest(local_model._server.pid) < 1
    started = time.monotonic()
    following = local_model.stream(SHORT, stop=threading.Event())
    next(following)
    # The whole story would have taken it ten seconds and more.
    assert time.monotonic() - started < 4
    following.close()


@needs_proc
def test_the_model_rests_soon_after_stop_while_it_still_reads(local_model):
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    started = time.monotonic()
    text, usage = ask(local_model, READING, stop=stop)
    assert time.monotonic() - started < 2
    assert (text, usage.completion_tokens) == ("", 0)
    # llama.cpp looks once a second whether anybody still waits, and at the end of a batch.
    assert rest(local_model._server.pid) < 2


def test_half_a_character_does_no_harm(local_model):
    assert local_model.count_tokens("\ud83d") == 1
    stream = local_model.stream([("user", "Hi \ud83d")], stop=threading.Event())
    assert next(stream)
    stream.close()


def test_a_prompt_that_is_too_long_is_an_error_of_its_own(local_model):
    with pytest.raises(ContextTooLongError):
        ask(local_model, [("user", "word " * 5000)])


def test_a_server_killed_in_mid_stream_is_told_and_started_again(local_model):
    stream = local_model.stream(STORY, stop=threading.Event())
    next(stream)
    pid = local_model._server.pid
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(LanguageModelError, match="broke off in mid-answer"):
        list(stream)
    assert ask(local_model, SHORT)[0]
    assert local_model._server.pid not in (None, pid)


def test_a_server_killed_between_questions_is_started_again(local_model):
    os.kill(local_model._server.pid, signal.SIGKILL)
    assert local_model.count_tokens("water") == 1


def test_an_answer_without_waiting(local_model):
    async def collect():
        return [item async for item in local_model.astream(SHORT, stop=threading.Event())]

    *pieces, usage = asyncio.run(collect())
    assert "".join(pieces) == ask(local_model, SHORT)[0]
    assert usage.completion_tokens >= len(pieces)


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/completion", "/tokenize", "/props"])
@pytest.mark.parametrize("key", [None, "wrong"])
def test_nobody_without_the_key_is_served(local_model, path, key):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    url = local_model._server.start().url + path
    assert httpx.post(url, headers=headers, json={}, trust_env=False).status_code == 401


def test_slots_are_shown_to_nobody(local_model):
    url, key = local_model._server.start()
    headers = {"Authorization": f"Bearer {key}"}
    assert httpx.get(f"{url}/slots", headers=headers, trust_env=False).status_code >= 400
    assert httpx.get(f"{url}/metrics", headers=headers, trust_env=False).status_code >= 400
    assert httpx.get(f"{url}/", headers=headers, trust_env=False).status_code >= 400


@needs_proc
def test_the_key_is_seen_nowhere(local_model):
    address = local_model._server.start()
    process = Path(f"/proc/{local_model._server.pid}")
    assert address.key.encode() not in (process / "cmdline").read_bytes()
    assert address.key.encode() not in (process / "environ").read_bytes()
    assert address.key not in repr(address)


@needs_proc
@pytest.mark.parametrize("end", ["raise SystemExit(1)", "kill"])
def test_the_process_ends_with_the_program(end):
    code = (
        "import sys, time\nfrom qa.language_model.local import LocalServer\n"
        "server = LocalServer(context_tokens=1024)\nserver.start()\n"
        f"print(server.pid, flush=True)\n{end if end != 'kill' else 'time.sleep(60)'}"
    )
    program = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with program:
        pid = int(program.stdout.readline())
        if end == "kill":
            program.kill()
    assert is_gone(pid)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(None, "cannot be read", id="missing"),
        pytest.param(b"PK\x03\x04" * 9, "not a GGUF file", id="of-another-kind"),
        pytest.param(b"GGUF" + b"\0" * 99, "could not load", id="damaged"),
    ],
)
def test_a_file_that_is_no_model_is_told(tmp_path, content, told):
    path = tmp_path / "model.gguf"
    if content is not None:
        path.write_bytes(content)
    model = open_language_model(Settings(model="local", local_model_path=str(path)))
    with pytest.raises(LanguageModelError, match=told) as caught:
        ask(model, SHORT)
    assert "\n" not in str(caught.value)
    model.close()
    with pytest.raises(LanguageModelError, match="was closed"):
        model.count_tokens("water")


@needs_proc
def test_another_file_is_run_once_for_all_threads_until_it_is_closed():
    server = LocalServer(local.check_installed(None), context_tokens=1024)
    found = []
    threads = [threading.Thread(target=lambda: found.append(server.start())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    pid = server.pid
    server.close()
    assert is_gone(pid, within=0.1)
    assert server.pid is None
    with pytest.raises(LanguageModelError, match="was closed"):
        server.start()
