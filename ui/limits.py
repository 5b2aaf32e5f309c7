"""Bounds on what the server takes: which paths, how large a body, how many streams at once.

Gradio serves much more than the page needs: uploads, files, a proxy, recordings, run history.
All that is not listed here does not exist.
"""

import asyncio
import re
from collections import Counter
from urllib.parse import parse_qsl, urlencode

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.hosts import name_client

__all__ = ["LimitsMiddleware"]

_MAX_BODY_BYTES = 4_000_000
_MAX_BODIES_BYTES = 64_000_000
_MAX_BODY_SECONDS = 30.0
_MAX_STREAMS = 512
_MAX_STREAMS_OF_CLIENT = 64

_GRADIOS_OWN = ("page", "deep_link")
_READ = ("GET", "HEAD")
_READABLE = re.compile(
    r"/(?:config/?|theme\.css|favicon\.ico|alive|login|(?:assets|static|svelte)/.*"
    r"|gradio_api/(?:info/?|app_id/?|startup-events|theme\.css))?"
)
_STREAMED = re.compile(
    r"/gradio_api/(?:heartbeat/[^/]{1,64}|queue/data|call(?:/v2)?/ask/[0-9a-f]{1,64})"
)
# Events without a name, which the page alone sends, come by the queue or by run/predict.
_SENDABLE = re.compile(
    r"/login|/logout|/gradio_api/(?:queue/join|run/predict/?|cancel|reset/?|call(?:/v2)?/ask/?)"
)


class LimitsMiddleware:
    """Refuse what is not for the page, too large, or too much at once."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        max_body_bytes: int = _MAX_BODY_BYTES,
        max_bodies_bytes: int = _MAX_BODIES_BYTES,
        max_body_seconds: float = _MAX_BODY_SECONDS,
        max_streams: int = _MAX_STREAMS,
        max_streams_of_client: int = _MAX_STREAMS_OF_CLIENT,
    ) -> None:
        """Wrap an application.

        Args:
            app: What answers the rest.
            max_body_bytes: How large the body of one request may be.
            max_bodies_bytes: How large the bodies that are being received may be together.
            max_body_seconds: How long a body may take to arrive.
            max_streams: How many streams of events may be open; a visitor has one or two.
            max_streams_of_client: How many of them may come from one address.
        """
        self._app = app
        self._max_body_bytes = max_body_bytes
        self._max_bodies_bytes = max_bodies_bytes
        self._max_body_seconds = max_body_seconds
        self._max_streams = max_streams
        self._receiving = 0
        self._max_streams_of_client = max_streams_of_client
        self._streams: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is within the bounds."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        elif scope["method"] in _READ and _STREAMED.fullmatch(scope["path"]):
            await self._stream(scope, receive, send)
        elif scope["method"] in _READ and _READABLE.fullmatch(scope["path"]):
            await self._read(scope, receive, send)
        elif scope["method"] == "POST" and _SENDABLE.fullmatch(scope["path"]):
            await self._take(scope, receive, send)
        else:
            await PlainTextResponse("There is nothing here.\n", 404)(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = _find_client(scope)
        if problem := self._find_crowd(client):
            await _refuse(503, problem)(scope, receive, send)
            return
        self._streams[client] += 1
        try:
            await self._app(scope, receive, send)
        except RuntimeError as error:
            # Of a session that is gone Gradio tells within the stream, and then fails.
            if not isinstance(error.__cause__, HTTPException):
                raise
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._streams[client] -= 1
            # What has none left is forgotten.
            self._streams += Counter()

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; without the streams that a page needs it would stay empty, so none is sent."""
        problem = self._find_crowd(_find_client(scope)) if scope["path"] == "/" else ""
        if problem:
            headers = {"Retry-After": "60", "Cache-Control": "no-store"}
            await PlainTextResponse(f"{problem}\n", 503, headers)(scope, receive, send)
            return
        await self._app(_forget_gradios_own(scope), receive, send)

    def _find_crowd(self, client: str) -> str:
        if self._streams[client] >= self._max_streams_of_client:
            return "Too many pages are open at your address. Close some, or try again in a minute."
        if self._streams.total() >= self._max_streams:
            return "Too many visitors at once. Try again in a minute."
        return ""

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Receive the body before anything looks at it, so that a refusal is always in time."""
        body = _Body()
        try:
            async with asyncio.timeout(self._max_body_seconds):
                refusal = await self._receive(body, scope, receive)
        except TimeoutError:
            refusal = _refuse(408, "The request took too long to arrive. Try again.")
        finally:
            self._receiving -= len(body.content)
        await (refusal or self._app)(scope, body.replay(receive), send)

    async def _receive(self, body: "_Body", scope: Scope, receive: Receive) -> Response | None:
        too_large = _refuse(
            413, f"The request is larger than {self._max_body_bytes / 1e6:g} MB. Send less at once."
        )
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced[:12]) > self._max_body_bytes:
            return too_large
        while not body.is_complete:
            message = await receive()
            if message["type"] == "http.disconnect":
                return too_large  # Nobody is there to read it.
            part = message.get("body", b"")
            if len(body.content) + len(part) > self._max_body_bytes:
                return too_large
            if self._receiving + len(part) > self._max_bodies_bytes:
                return _refuse(503, "The server is busy. Try again in a minute.")
            body.content += part
            self._receiving += len(part)
            body.is_complete = not message.get("more_body", False)
        return None


class _Body:
    """The body of one request as far as it has arrived."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.is_complete = False

    def replay(self, receive: Receive) -> Receive:
        """Return a way to receive the body once more, and then what follows."""
        is_given = False

        async def give() -> Message:
            nonlocal is_given
            if is_given:
                return await receive()
            is_given = True
            return {"type": "http.request", "body": bytes(self.content), "more_body": False}

        return give


def _forget_gradios_own(scope: Scope) -> Scope:
    """Leave out of the query what Gradio takes for pages and stored states; there are none."""
    query: bytes = scope["query_string"]
    if b"page" not in query and b"deep" not in query and b"%" not in query:
        return scope
    kept = [pair for pair in parse_qsl(query.decode("latin-1")) if pair[0] not in _GRADIOS_OWN]
    return {**scope, "query_string": urlencode(kept).encode("ascii")}


def _find_client(scope: Scope) -> str:
    return name_client((scope.get("client") or ("",))[0])


def _refuse(status: int, message: str) -> JSONResponse:
    """Make a refusal that the page's script can read, and shows."""
    headers = {"Retry-After": "60"} if status == 503 else {"Connection": "close"}
    return JSONResponse({"detail": message}, status, headers)
