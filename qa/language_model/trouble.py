"""From whatever a language model's library raises to one plain sentence.

Nothing here repeats what a provider said: its words may hold the key that was sent to it. Errors
are told apart by the names of their classes and by HTTP status, not by type, so that the libraries
of all providers are understood and none has to be imported; most are made by the same generator
and name their errors alike.
"""

import re
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final

from index.errors import LanguageModelError

__all__ = ["Asked", "ContextTooLongError", "pause_before_retry", "tell_trouble"]

LONGEST_PAUSE_SECONDS: Final = 20.0
_FIRST_PAUSE_SECONDS: Final = 0.5

_PASSING: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_MAY_BE_LENGTH: Final = frozenset({None, 400, 413, 422, 500})
_LENGTH_CODES: Final = frozenset({"context_length_exceeded", "exceed_context_size_error"})
_LENGTH_WORDS: Final = re.compile(
    r"context[ _](?:length|size|window)|maximum context|prompt is too long"
    r"|too many (?:input )?tokens",
    re.IGNORECASE,
)
_RESET: Final = frozenset(
    {"ReadError", "WriteError", "RemoteProtocolError", "ConnectionResetError"}
)
_REFUSED: Final = frozenset({"ConnectError", "ConnectTimeout", "ConnectionRefusedError"})
_SLOW: Final = frozenset({"TimeoutError", "TimeoutException", "APITimeoutError"})
_UNKNOWN_HOST: Final = frozenset({"gaierror"})
_UNTRUSTED: Final = frozenset({"SSLError"})
_GARBLED: Final = frozenset(
    {"JSONDecodeError", "UnicodeDecodeError", "DecodingError", "ValidationError"}
    | {"TypeError", "AttributeError", "APIResponseValidationError"}
)


class ContextTooLongError(LanguageModelError):
    """The prompt and the answer do not fit into what the model can read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked, as far as a message may tell it.

    Attributes:
        name: The name of the model.
        place: The address it was asked at; empty where that is not known.
        local: Whether the model runs here as a process of ours.
        timeout: How many seconds it may take for each word.
    """

    name: str
    place: str = ""
    local: bool = False
    timeout: float = 60.0


def pause_before_retry(error: BaseException, *, attempt: int, local: bool) -> float | None:
    """Return the seconds to wait before a request is worth repeating; ``None`` when it is not.

    Args:
        error: What the library raised before the first word came.
        attempt: How often it was tried before, from 0.
        local: Whether a refused connection is worth another attempt, for the server is ours.

    Example:
        >>> pause_before_retry(ConnectionResetError(), attempt=2, local=False)
        2.0
        >>> pause_before_retry(ValueError(), attempt=0, local=False) is None
        True
    """
    names = _names(error)
    status = _status(error)
    if status is None:
        passing = bool(names & _RESET) or (local and bool(names & _REFUSED))
    else:
        passing = status in _PASSING and not _is_spent(error) and not _is_too_long(error)
    if not passing:
        return None
    told = _retry_after(error)
    pause = _FIRST_PAUSE_SECONDS * 2**attempt if told is None else told
    return pause if pause <= LONGEST_PAUSE_SECONDS else None


def tell_trouble(error: BaseException, asked: Asked, *, started: bool) -> LanguageModelError:
    """Return what happened and what to do, in one sentence.

    Args:
        error: What the library raised; an error of ours is returned as it is.
        asked: What was asked.
        started: Whether a part of the answer had come already.
    """
    if isinstance(error, LanguageModelError):
        return error
    if _is_too_long(error):
        return ContextTooLongError(
            f"The question and its sentences are too long for the language model {asked.name}: "
            "ask about fewer articles, or raise MODEL_CONTEXT if the model can read more."
        )
    status = _status(error)
    if status is not None:
        return LanguageModelError(_tell_status(status, asked, spent=_is_spent(error)))
    return LanguageModelError(_tell_connection(_names(error), asked, started=started))


def _tell_status(status: int, asked: Asked, *, spent: bool) -> str:
    model = f"The language model {asked.name}"
    at = f" at {asked.place}" if asked.place else ""
    if status == 402 or spent:
        return f"{model} was refused because the account has no credit left: check its billing."
    if status in (401, 403):
        return (
            f"The key was refused for the language model {asked.name}{at} (HTTP {status}): check "
            "OPENAI_API_KEY, and that it may use this model."
        )
    if status == 404:
        return (
            f"There is no language model {asked.name}{at} (HTTP 404): check MODEL and "
            "OPENAI_BASE_URL."
        )
    if status == 429:
        return f"{model} has had too many requests for now (HTTP 429): wait a minute and ask again."
    if status >= 500:
        return f"{model} is out of order for now (HTTP {status}): ask again in a while."
    return (
        f"{model} did not take the request (HTTP {status}): check MODEL, OPENAI_BASE_URL and "
        "MODEL_MAX_TOKENS."
    )


def _tell_connection(names: frozenset[str], asked: Asked, *, started: bool) -> str:
    model = f"language model {asked.name}"
    at = f" at {asked.place}" if asked.place else ""
    seconds = f"{asked.timeout:g} seconds"
    silent = "fell silent in mid-answer for" if started else "did not answer within"
    again = "ask again, or raise MODEL_TIMEOUT"
    refused = f"Nothing answers{at} for the {model}: start it, or check OPENAI_BASE_URL."
    if asked.local:
        refused = f"The {model} ended of itself: ask again, and it is started anew."
    # In this order: an unknown host is also a connection that failed, and a failed one is slow.
    told = (
        (_UNKNOWN_HOST, f"The address of the {model}{at} is not known: check OPENAI_BASE_URL."),
        (_UNTRUSTED, f"There is no safe connection to the {model}{at}: check OPENAI_BASE_URL."),
        (_REFUSED, refused),
        (_SLOW, f"The {model} {silent} {seconds}: {again}."),
        (_GARBLED, f"The {model} sent what is not an answer: check OPENAI_BASE_URL and MODEL."),
        (_RESET, f"The {model} broke off in mid-answer: ask again."),
    )
    for kinds, sentence in told:
        if names & kinds:
            return sentence
    if started:
        return f"The {model} broke off in mid-answer: ask again."
    return f"The {model} failed: check MODEL and its other settings, then ask again."


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and len(found) < 16:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _names(error: BaseException) -> frozenset[str]:
    return frozenset(kind.__name__ for one in _chain(error) for kind in type(one).__mro__)


def _status(error: BaseException) -> int | None:
    response = getattr(error, "response", None)
    for status in (getattr(error, "status_code", None), getattr(response, "status_code", None)):
        # A stream may open well and carry its error inside.
        if isinstance(status, int) and status >= 300:
            return status
    return None


def _codes(error: BaseException) -> set[Any]:
    body = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else None
    told = [inner.get("code"), inner.get("type")] if isinstance(inner, dict) else []
    return {code for code in told if isinstance(code, str)}


def _is_spent(error: BaseException) -> bool:
    return "insufficient_quota" in _codes(error)


def _is_too_long(error: BaseException) -> bool:
    if _codes(error) & _LENGTH_CODES:
        return True
    if _status(error) not in _MAY_BE_LENGTH or not hasattr(error, "body"):
        return False
    return _LENGTH_WORDS.search(str(error)[:2000]) is not None


def _retry_after(error: BaseException) -> float | None:
    """Return how long the provider asks to wait, in seconds (RFC 9110, 10.2.3)."""
    headers: Any = getattr(getattr(error, "response", None), "headers", {})
    told = headers.get("retry-after")
    if not isinstance(told, str):
        return None
    if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", told.strip(), re.ASCII):
        return float(told)
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
