"""What runs while a language model answers: a task that can be stopped, and what came of it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from index.errors import LanguageModelError

__all__ = ["Incoming", "Outcome", "end_loop", "guard"]

_POLL_SECONDS: Final = 0.05
_CANCEL_SECONDS: Final = 1.0
_CLOSE_SECONDS: Final = 5.0
# No model writes so much for one answer: it is a server that does not end.
_MAXIMUM_CHARACTERS: Final = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a request ended: with an error, or with the tokens read and written where known."""

    error: LanguageModelError | None = None
    tokens: tuple[int, int] | None = None
    stopped: bool = False


@dataclass(slots=True, kw_only=True)
class Incoming:
    """What has come of an answer so far.

    Attributes:
        put: Where its pieces go.
        characters: How many have come.
        responses: How many messages have come, those without text included.
        tokens: Tokens read and written, as the server counted them.
        finish: Why the model ended, in the words of the OpenAI protocol.
        raw: The last message, as the provider's library gave it.
    """

    put: Callable[[str], None]
    characters: int = 0
    responses: int = 0
    tokens: tuple[int, int] | None = None
    finish: str | None = None
    raw: Any = field(default=None, repr=False)

    @property
    def started(self) -> bool:
        """Return whether any text has come."""
        return self.characters > 0

    def take(self, response: Any) -> None:
        """Take one ``ChatResponse`` of LlamaIndex, and hand on its text.

        Raises:
            LanguageModelError: The answer has no end.
        """
        self.responses += 1
        self.raw = response.raw
        counts = response.additional_kwargs
        if counts.get("prompt_tokens") is not None:
            self.tokens = (int(counts["prompt_tokens"]), int(counts["completion_tokens"]))
        for choice in getattr(self.raw, "choices", None) or ():
            self.finish = choice.finish_reason or self.finish
        # Half a character in JSON's escapes is none: it could not be written anywhere.
        if piece := (response.delta or "").encode("utf-8", "replace").decode():
            self.characters += len(piece)
            if self.characters > _MAXIMUM_CHARACTERS:
                raise LanguageModelError("The language model does not stop: choose another MODEL.")
            self.put(piece)

    def check(self, name: str) -> None:
        """Check that the answer that has ended is a whole one.

        Raises:
            LanguageModelError: It is empty, half of one, or was stopped by a filter.
        """
        model = f"The language model {name}"
        if self.finish == "content_filter":
            raise LanguageModelError(f"{model} was stopped by its filter: ask in other words.")
        if self.responses == 0:
            raise LanguageModelError(
                f"{model} sent what is not an answer: check OPENAI_BASE_URL and MODEL."
            )
        if hasattr(self.raw, "choices") and self.finish is None:
            raise LanguageModelError(f"{model} broke off in mid-answer: ask again.")
        if not self.started:
            advice = "raise MODEL_MAX_TOKENS" if self.finish == "length" else "ask in other words"
            raise LanguageModelError(f"{model} gave an empty answer: {advice}.")


async def guard(work: Awaitable[None], *, stop: threading.Event) -> BaseException | None:
    """Run it to its end or until ``stop``; return what it raised, whatever that is.

    A foreign library may raise anything. It is returned, not raised, so that it is told in words
    of ours and its own text, which may hold a key, is in no traceback.
    """
    task = asyncio.ensure_future(work)
    try:
        while not task.done() and not stop.is_set():
            await asyncio.wait({task}, timeout=_POLL_SECONDS)
    finally:
        task.cancel()
        await asyncio.wait({task}, timeout=_CANCEL_SECONDS)
    return None if not task.done() or task.cancelled() else task.exception()


def end_loop(
    loop: asyncio.AbstractEventLoop, thread: threading.Thread, opened: Sequence[Any]
) -> None:
    """End an event loop that runs on a thread: its tasks, what it has opened, and both."""

    async def end() -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_CLOSE_SECONDS)
        for resource in opened:
            await resource.aclose()

    if threading.current_thread() is thread:  # The last one to let go of it was its own task.
        loop.stop()
        return
    with suppress(TimeoutError):
        asyncio.run_coroutine_threadsafe(end(), loop).result(_CLOSE_SECONDS)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(_CLOSE_SECONDS)
    if not thread.is_alive():
        loop.close()
