"""All that is asked of LlamaIndex and of the library under it; both are imported when used."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextvars import copy_context
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

from index.errors import LanguageModelError
from qa.language_model.local import Address
from qa.language_model.trouble import Asked, tell_trouble

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatResponse  # noqa: TID251  the file that speaks to it

__all__ = ["Message", "bundled_tokenizer", "count_remotely", "open_openai_like", "stream_chat"]

Message = tuple[Literal["system", "user", "assistant"], str]
"""Who says it, and what."""

_CONNECT_SECONDS: Final = 3.0
_SINGLE_TOKENIZER: Final = threading.Lock()


def open_openai_like(
    name: str, *, address: Address, context_tokens: int, max_tokens: int, timeout: float
) -> "tuple[LLM, Any]":
    """Return a language model that speaks the OpenAI protocol, and the HTTP client to close.

    Args:
        name: The name that the server knows it by.
        address: Where it is asked, ``/v1`` included, and the key; no key where it is empty.
        context_tokens: How many tokens a prompt and its answer may have together.
        max_tokens: How many an answer may have.
        timeout: Seconds to wait for anything but the connection.

    Raises:
        LanguageModelError: The model is known not to chat.
    """
    import httpx  # noqa: TID251
    import openai  # noqa: TID251
    from llama_index.llms.openai_like import OpenAILike  # type: ignore[import-untyped]  # noqa: TID251

    http = httpx.AsyncClient(
        timeout=httpx.Timeout(timeout, connect=_CONNECT_SECONDS),
        trust_env=not _is_loopback(address.url),
    )
    # The key goes to the client alone: LlamaIndex shows the one it is given in its ``repr``.
    client = openai.AsyncOpenAI(
        api_key=address.key or "none", base_url=address.url, max_retries=0, http_client=http
    )
    _ = client.chat.completions  # Imported when first touched: a second that is no model's.
    try:
        llm: LLM = OpenAILike(
            model=name,
            api_key="none",
            api_base=address.url,
            context_window=context_tokens,
            is_chat_model=True,
            temperature=0.0,
            max_tokens=max_tokens,
            max_retries=0,
            additional_kwargs={"stream_options": {"include_usage": True}},
            async_openai_client=client,
        )
    except ValueError as error:
        raise LanguageModelError(
            f"The language model {name} cannot be asked by chat: set MODEL to another."
        ) from error
    return llm, http


async def stream_chat(llm: "LLM", messages: Sequence[Message]) -> "AsyncIterator[ChatResponse]":
    """Ask, and return what comes as it comes."""
    from llama_index.core.llms import ChatMessage, CustomLLM  # noqa: TID251

    chat = [ChatMessage(role=role, content=_mend(content)) for role, content in messages]
    if isinstance(llm, CustomLLM):
        # Its asynchronous methods would hold the event loop until the model has written all.
        return _iterate(llm.stream_chat(chat))
    return await llm.astream_chat(chat)


def count_remotely(text: str, *, address: Address, asked: Asked) -> int:
    """Return how many tokens a text has for the model of a llama.cpp server.

    Raises:
        LanguageModelError: It cannot be asked.
    """
    import httpx  # noqa: TID251

    try:
        response = httpx.post(
            f"{address.url}/tokenize",
            json={"content": _mend(text), "add_special": False},
            headers={"Authorization": f"Bearer {address.key}"},
            timeout=httpx.Timeout(asked.timeout, connect=_CONNECT_SECONDS),
            trust_env=False,
        )
        return len(response.raise_for_status().json()["tokens"])
    except (httpx.HTTPError, ValueError, LookupError) as error:
        raise tell_trouble(error, asked, started=False) from error


def bundled_tokenizer() -> Callable[[str], list[int]]:
    """Return the tokenizer that ships with LlamaIndex, that of GPT-4."""
    from llama_index.core.utils import get_tokenizer  # noqa: TID251

    with _SINGLE_TOKENIZER:
        # Unset while it is read: another folder would make the library download the file.
        elsewhere = os.environ.pop("TIKTOKEN_CACHE_DIR", None)
        try:
            tokenizer: Callable[[str], list[int]] = get_tokenizer()
        finally:
            if elsewhere is not None:
                os.environ["TIKTOKEN_CACHE_DIR"] = elsewhere
    return tokenizer


def _mend(text: str) -> str:
    # Half a character, which Python may hold, cannot be sent.
    return text.encode("utf-8", "replace").decode()


async def _iterate(
    responses: "Generator[ChatResponse, None, None]",
) -> "AsyncIterator[ChatResponse]":
    # One context for all steps: LlamaIndex notes in it which request is running.
    context = copy_context()
    loop = asyncio.get_running_loop()

    def step() -> "ChatResponse | None":
        return context.run(lambda: next(responses, None))

    while (response := await loop.run_in_executor(None, step)) is not None:
        yield response


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
