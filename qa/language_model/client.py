"""The one door to a language model: any of LlamaIndex's, read as a stream that can be stopped."""

import asyncio
import threading
import weakref
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from index.errors import LanguageModelError
from qa.language_model.llms import (
    Message,
    bundled_tokenizer,
    count_remotely,
    open_openai_like,
    stream_chat,
)
from qa.language_model.local import Address, LocalServer, find_file
from qa.language_model.running import Incoming, Outcome, end_loop, guard
from qa.language_model.trouble import (
    Asked,
    ContextTooLongError,
    pause_before_retry,
    tell_trouble,
)
from qa.models import Usage
from qa.settings import OPENAI_URL, Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatResponse  # noqa: TID251  the file that speaks to it

__all__ = ["ContextTooLongError", "LanguageModel", "Message", "open_language_model"]

_WHOLE: Final = 5  # A whole answer may take this many times as long as a word of it.
_ATTEMPTS: Final = 3
_ATTEMPTS_LOCAL: Final = 2
_CUT: Final = 4_000

EVIDENCE_TOKENS: Final = 1_500
EVIDENCE_TOKENS_LOCAL: Final = 200
"""A small model answers better from a few sentences: on invented articles one of 1.5 billion
parameters was right in 26 of 32 questions from the best four, in 23 with those next to them, in
20 from the whole story."""


class LanguageModel:
    """A language model that writes, seen as text that arrives piece by piece.

    Requests run on a thread of their own, so that one can be broken off at any moment, also while
    the model still reads. Safe to share between threads and event loops.

    Args:
        llm: Any language model of LlamaIndex. It is asked on this object's event loop; do not
            ask it on another one at the same time.
        timeout: Seconds to the first word, and from one to the next.
        prices: What a million tokens cost that are read, and that are written.
        evidence_tokens: How many tokens of the articles it is shown.

    Attributes:
        name: The name of the model.
        context_tokens: How many tokens a prompt and its answer may have together.
        evidence_tokens: How many tokens of the articles it is shown.
    """

    def __init__(
        self,
        llm: "LLM",
        *,
        timeout: float = 60.0,
        prices: tuple[float, float] | None = None,
        evidence_tokens: int = EVIDENCE_TOKENS,
    ) -> None:
        self._llm = llm
        self.evidence_tokens = evidence_tokens
        metadata = llm.metadata
        self._prepare(metadata.model_name, metadata.context_window, timeout, prices)

    def _prepare(
        self, name: str, context: int, timeout: float, prices: tuple[float, float] | None
    ) -> None:
        self.name = name
        self.context_tokens = context
        self._prices = prices
        self._asked = Asked(name=name, timeout=timeout)
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: weakref.finalize[Any, Any] | None = None
        self._opened: list[Any] = []  # What has to be closed on the event loop.
        self._closed = False

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a text has; nothing is ever downloaded for it.

        The model's own tokenizer counts where it runs here, otherwise that of GPT-4, which ships
        with LlamaIndex.

        Raises:
            LanguageModelError: The model that runs here cannot be asked.
        """
        return _count_bundled(text)

    def stream(
        self, messages: Sequence[Message], *, stop: threading.Event
    ) -> Generator[str, None, Usage]:
        """Ask, and return the pieces of the answer as they come; then what it took.

        Closing the generator breaks the request off, and so does ``stop``; after it the pieces
        just end.

        Args:
            messages: The prompt.
            stop: Set from anywhere to break off.

        Raises:
            ContextTooLongError: The prompt is too long for the model.
            LanguageModelError: The model cannot be reached, refused, or broke off.
        """
        received: SimpleQueue[str | Outcome] = SimpleQueue()
        request = self._start(messages, stop, received.put)
        pieces = []
        try:
            while isinstance(item := received.get(), str):
                pieces.append(item)
                yield item
        finally:
            request.cancel()
        return self._finish(item, messages, "".join(pieces))

    async def astream(
        self, messages: Sequence[Message], *, stop: threading.Event
    ) -> AsyncGenerator[str | Usage, None]:
        """Ask as ``stream`` does; the last item is what it took.

        Raises:
            ContextTooLongError: The prompt is too long for the model.
            LanguageModelError: The model cannot be reached, refused, or broke off.
        """
        loop = asyncio.get_running_loop()
        received: asyncio.Queue[str | Outcome] = asyncio.Queue()

        def put(item: str | Outcome) -> None:
            with suppress(RuntimeError):  # Nobody waits any more: the caller's loop is closed.
                loop.call_soon_threadsafe(received.put_nowait, item)

        request = self._start(messages, stop, put)
        pieces = []
        try:
            while isinstance(item := await received.get(), str):
                pieces.append(item)
                yield item
        finally:
            request.cancel()
        yield await asyncio.to_thread(self._finish, item, messages, "".join(pieces))

    def close(self) -> None:
        """Break off what still runs, and free everything; a second time does nothing."""
        with self._lock:
            self._closed = True
            if self._end is not None:
                self._end()
            self._end = self._loop = None

    def _start(
        self,
        messages: Sequence[Message],
        stop: threading.Event,
        put: Callable[[str | Outcome], None],
    ) -> "Future[Outcome]":
        with self._lock:
            if self._closed:
                raise self._was_closed()
            if self._loop is None:
                self._loop = loop = asyncio.new_event_loop()
                thread = threading.Thread(target=loop.run_forever, name="model", daemon=True)
                self._end = weakref.finalize(self, end_loop, loop, thread, self._opened)
                thread.start()
            request = asyncio.run_coroutine_threadsafe(self._run(messages, stop, put), self._loop)
        # Not by the request itself, which never begins when it is closed at once; and without a
        # hold on this object, which a request that has ended would otherwise keep.
        closed = self._was_closed()
        request.add_done_callback(lambda ended: put(_outcome(ended, stop, closed)))
        return request

    def _was_closed(self) -> LanguageModelError:
        return LanguageModelError(f"The language model {self.name} was closed: open it again.")

    def _finish(self, outcome: Outcome, messages: Sequence[Message], text: str) -> Usage:
        if outcome.error is not None:
            # Not chained to what the library raised: its text may hold the key.
            raise outcome.error
        # Of what was stopped an estimate will do: no server is started again to count it.
        count = _count_bundled if outcome.stopped else self.count_tokens
        read, written = outcome.tokens or (sum(count(said) for _, said in messages), count(text))
        cost = None
        if self._prices is not None:
            cost = (read * self._prices[0] + written * self._prices[1]) / 1_000_000
        return Usage(model=self.name, prompt_tokens=read, completion_tokens=written, cost=cost)

    async def _run(
        self,
        messages: Sequence[Message],
        stop: threading.Event,
        put: Callable[[str | Outcome], None],
    ) -> Outcome:
        reply = Incoming(put=put)
        for attempt in range(_ATTEMPTS_LOCAL if self._asked.local else _ATTEMPTS):
            error = await guard(self._read(messages, reply), stop=stop)
            if error is None:
                break
            pause = pause_before_retry(error, attempt=attempt, local=self._asked.local)
            if pause is None or reply.started:
                break
            await guard(asyncio.sleep(pause), stop=stop)
        if error is None:
            return Outcome(tokens=reply.tokens)
        return Outcome(error=tell_trouble(error, self._asked, started=reply.started))

    async def _read(self, messages: Sequence[Message], reply: Incoming) -> None:
        limit = self._asked.timeout
        llm = await self._open()
        try:
            async with asyncio.timeout(limit * _WHOLE) as whole:
                async for response in _pace(llm, messages, limit):
                    reply.take(response)
        except TimeoutError:
            if not whole.expired():
                raise
            raise LanguageModelError(
                f"The language model {self.name} had not ended after {limit * _WHOLE:g} seconds: "
                "ask for less, or raise MODEL_TIMEOUT."
            ) from None
        reply.check(self.name)

    async def _open(self) -> "LLM":
        return self._llm


class _OpenAIModel(LanguageModel):
    """A model behind an address that speaks the OpenAI protocol."""

    def __init__(self, settings: Settings) -> None:
        self._prepare(
            settings.model.strip(),
            int(settings.model_context),
            float(settings.model_timeout),
            settings.prices,
        )
        self._address = Address(settings.openai_base_url, settings.openai_api_key.strip())
        self._asked = replace(self._asked, place=self._address.url)
        self._max_tokens = int(settings.model_max_tokens)
        self.evidence_tokens = int(settings.model_evidence or EVIDENCE_TOKENS)
        self._connected: tuple[Address, LLM] | None = None

    async def _open(self) -> "LLM":
        if not self._address.key and self._address.url == OPENAI_URL:
            raise LanguageModelError(
                f"The language model {self.name} needs a key: set OPENAI_API_KEY, or set MODEL to "
                "local, or leave MODEL empty."
            )
        return await self._connect(self._address)

    async def _connect(self, address: Address) -> "LLM":
        if self._connected is None or self._connected[0] != address:
            # On a thread: the first time it imports for seconds.
            llm, http = await asyncio.to_thread(
                open_openai_like,
                self.name,
                address=address,
                context_tokens=self.context_tokens,
                max_tokens=self._max_tokens,
                timeout=self._asked.timeout,
            )
            self._opened.append(http)
            self._connected = address, llm
        return self._connected[1]


class _LocalModel(_OpenAIModel):
    """A model that llama.cpp runs here."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.evidence_tokens = int(settings.model_evidence or EVIDENCE_TOKENS_LOCAL)
        path = find_file(settings.local_model_path)
        self._server = LocalServer(path, context_tokens=self.context_tokens)
        self.name = self._server.name
        self._asked = replace(self._asked, name=self.name, place="", local=True)

    def count_tokens(self, text: str) -> int:
        try:
            return count_remotely(text, address=self._server.start(), asked=self._asked)
        except LanguageModelError:
            if self._server.pid is not None:
                raise
        # It died meanwhile; the one that is started now can count.
        return count_remotely(text, address=self._server.start(), asked=self._asked)

    def close(self) -> None:
        super().close()
        self._server.close()

    async def _open(self) -> "LLM":
        url, key = await asyncio.to_thread(self._server.start)
        return await self._connect(Address(f"{url}/v1", key))


def open_language_model(settings: Settings) -> LanguageModel | None:
    """Open the language model that the settings name; ``None`` when they name none.

    Nothing is loaded or asked before the first question, so that trouble is told there.
    """
    if not settings.model.strip():
        return None
    if settings.model.strip() == "local":
        return _LocalModel(settings)
    return _OpenAIModel(settings)


async def _pace(
    llm: "LLM", messages: Sequence[Message], limit: float
) -> "AsyncIterator[ChatResponse]":
    """Ask, and wait for each response no longer than the limit, in seconds."""
    async with asyncio.timeout(limit):
        responses = await stream_chat(llm, messages)
    while True:
        async with asyncio.timeout(limit):
            response = await anext(responses, None)
        if response is None:
            return
        yield response


def _outcome(
    request: "Future[Outcome]", stop: threading.Event, closed: LanguageModelError
) -> Outcome:
    if stop.is_set():
        return Outcome(stopped=True)
    return Outcome(error=closed) if request.cancelled() else request.result()


def _count_bundled(text: str) -> int:
    encode = bundled_tokenizer()
    # In cuts, each of which may count one token too many: a word without end takes quadratic time.
    return sum(len(encode(text[at : at + _CUT])) for at in range(0, len(text), _CUT))
