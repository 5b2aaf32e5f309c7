"""What a request to an event must hold, checked before Gradio sees it.

Gradio trusts what its own script sends: an unknown event, too few values or a number that is none
end in a traceback there, with all that was sent in the log.
"""

import inspect
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import gradio as gr
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BodiesMiddleware"]

_ROOT = "/gradio_api/"
_MAX_DEPTH = 32
_SESSION = re.compile(r"[\w.-]{1,64}", re.ASCII)
_OPTIONAL = {"event_id": str, "oauth_token": str, "trigger_id": int}
_CANCELLED = {"session_hash": str, "fn_index": int, "event_id": str}


class BodiesMiddleware:
    """Refuse, in one line, a request that no event of the page can have sent."""

    def __init__(self, app: ASGIApp, *, page: gr.Blocks) -> None:
        """Wrap an application.

        Args:
            app: What answers the rest; it is handed each body whole, in one piece.
            page: The page, whose one named event is ``ask``.
        """
        self._app = app
        # Events that run in the browser alone have nothing to call.
        functions = {key: event.fn for key, event in page.fns.items() if event.fn is not None}
        self._counts = {key: len(page.fns[key].inputs) for key in functions}
        asking = next(key for key in functions if page.fns[key].api_name == "ask")
        self._asked = tuple(inspect.signature(functions[asking]).parameters)
        self._find_problem: dict[str, Callable[[dict[str, Any]], str]] = {
            "queue/join": self._check_event,
            "run/predict": self._check_event,
            "call/ask": lambda body: self._check_values({**body, "fn_index": asking}),
            "call/v2/ask": self._check_names,
            "cancel": lambda body: _check_kinds(body, _CANCELLED),
            "reset": lambda body: _check_kinds(body, {"event_id": str}),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is in order."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        check = self._find_problem.get(scope["path"].removeprefix(_ROOT).rstrip("/"))
        if check is None:
            await self._app(scope, receive, send)
            return
        message = await receive()
        problem = _find_problem(message.get("body", b""), check)
        if problem:
            await JSONResponse({"detail": problem}, 400)(scope, receive, send)
            return
        await self._app(scope, _put_back(message, receive), send)

    def _check_event(self, body: dict[str, Any]) -> str:
        if body.get("simple_format", False) is not False or body.get("batched"):
            return "The page has no such form of request."
        if type(body.get("fn_index")) is not int or body["fn_index"] not in self._counts:
            return "The page has no such event: load it again."
        return self._check_values(body)

    def _check_values(self, body: dict[str, Any]) -> str:
        values, count = body.get("data"), self._counts[body["fn_index"]]
        if not isinstance(values, list) or len(values) != count:
            return f"The event takes a list of {count} values as data."
        session = body.get("session_hash")
        if session is not None and not (isinstance(session, str) and _SESSION.fullmatch(session)):
            return "The session_hash is not one: letters and digits, 64 at most."
        given = {name: kind for name, kind in _OPTIONAL.items() if body.get(name) is not None}
        return _check_kinds(body, given)

    def _check_names(self, body: dict[str, Any]) -> str:
        if self._asked[0] in body and body.keys() <= set(self._asked):
            return ""
        return f"Send {self._asked[0]}, and nothing besides {', '.join(self._asked)}."


def _find_problem(content: bytes, check: Callable[[dict[str, Any]], str]) -> str:
    try:
        body = json.loads(content.decode("utf-8"), object_hook=_refuse_file)
        # What is no number (NaN, or beyond all bounds) cannot be sent back.
        json.dumps(body, allow_nan=False)
    except (ValueError, RecursionError):
        return "The request is not plain JSON in UTF-8."
    if not isinstance(body, dict) or _is_deep(body):
        return "The request is not a plain JSON object."
    return check(body)


def _refuse_file(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object of JSON as it is; Gradio takes one with a path for a file of the server."""
    if "path" in value:
        raise ValueError("path")
    return value


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(_MAX_DEPTH):
        inner = [list(outer.values()) for outer in level if isinstance(outer, dict)]
        inner += [outer for outer in level if isinstance(outer, list)]
        level = [value for values in inner for value in values]
        if not level:
            return False
    return True


def _check_kinds(body: Mapping[str, Any], kinds: Mapping[str, type]) -> str:
    for name, kind in kinds.items():
        # Not isinstance: true is no number here.
        if type(body.get(name)) is not kind:
            return f"The request holds no {name}, or none of its kind."
    return ""


def _put_back(message: Message, receive: Receive) -> Receive:
    """Return a way to receive a message once more, and then what follows."""
    waiting = [message]

    async def give() -> Message:
        return waiting.pop() if waiting else await receive()

    return give
