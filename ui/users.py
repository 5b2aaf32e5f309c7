"""Signing in: who may use the page, when ``UI_USERS`` is set.

Gradio's own login leaves some routes open (the heartbeat, stopping an answer), hands the session
to the page's scripts and limits no tries; so every request comes by here first.
"""

import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs

import anyio
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.passwords import check_password
from ui.hosts import name_client
from ui.login_page import render_login

__all__ = ["LoginMiddleware", "Tries"]

_COOKIE = "article_qa_session"
_SESSION_SECONDS = 12 * 3600
_MAX_SESSIONS = 1000
_MAX_FORM_BYTES = 8_192
_MAX_CHECKS_AT_ONCE = 2
_OPEN_PATHS = ("/alive", "/favicon.ico")


class LoginMiddleware:
    """Let nobody pass who has not signed in; note in the scope, as ``user``, who has."""

    def __init__(self, app: ASGIApp, *, users: Mapping[str, str]) -> None:
        """Wrap an application.

        Args:
            app: What only users may reach.
            users: The bcrypt hash of each user's password.
        """
        self._app = app
        self._users = users
        self._tries = Tries()
        self._sessions: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._limiter = anyio.CapacityLimiter(_MAX_CHECKS_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is about signing in; pass on what a user sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        scope["user"] = user = self._find_user(request)
        path = scope["path"]
        if path == "/login" and request.method == "POST":
            response = await self._sign_in(request)
        elif path == "/login" and user is None:
            response = HTMLResponse(render_login(query=request.url.query))
        elif path == "/login":
            response = _go_to_page(request.url.query)
        elif path == "/logout":
            response = self._sign_out(request)
        elif user is None and path not in _OPEN_PATHS:
            response = _ask_to_sign_in(request)
        else:
            await self._app(scope, receive, send)
            return
        response.headers["Cache-Control"] = "no-store"
        await response(scope, receive, send)

    def _find_user(self, request: Request) -> str | None:
        name, ends = self._sessions.get(request.cookies.get(_COOKIE, ""), (None, 0.0))
        return name if time.monotonic() < ends else None

    async def _sign_in(self, request: Request) -> Response:
        body = await request.body()
        fields = _read_form(body) if len(body) <= _MAX_FORM_BYTES else {}
        name, password = fields.get("username", "").strip(), fields.get("password", "")
        address = request.client.host if request.client else ""
        wait = self._tries.begin(address)
        if wait:
            minutes = -(-wait // 60)
            problem = f"Too many tries. Wait {minutes} minute{'s' * (minutes > 1)}, then try again."
            return _refuse(request, 429, problem, fields, wait=wait)
        if not await self._check(name, password):
            return _refuse(request, 401, "The name or the password is wrong.", fields)
        self._tries.forgive(address)
        response = (
            _go_to_page(fields.get("query", ""))
            if _is_browser(request)
            else JSONResponse({"success": True})
        )
        token = secrets.token_urlsafe(32)
        self._sessions[token] = (name, time.monotonic() + _SESSION_SECONDS)
        while len(self._sessions) > _MAX_SESSIONS:
            self._sessions.popitem(last=False)
        response.set_cookie(
            _COOKIE,
            token,
            max_age=_SESSION_SECONDS,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    async def _check(self, name: str, password: str) -> bool:
        users = self._users
        return await run_sync(
            lambda: check_password(name, password, users=users), limiter=self._limiter
        )

    def _sign_out(self, request: Request) -> Response:
        self._sessions.pop(request.cookies.get(_COOKIE, ""), None)
        response: Response = RedirectResponse("/login", 303)
        response.delete_cookie(_COOKIE, httponly=True, samesite="lax")
        return response


class Tries:
    """Counts tries to sign in, so that nobody can go through many passwords.

    A client may try ten times in ten minutes, all clients together a hundred times a minute; a
    try that succeeds does not count. Nobody is locked out for longer than that.
    """

    def __init__(
        self,
        *,
        per_client: tuple[int, float] = (10, 600.0),
        together: tuple[int, float] = (100, 60.0),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin to count.

        Args:
            per_client: How many tries a client has in how many seconds.
            together: How many tries all clients have in how many seconds.
            clock: Tells the time in seconds.
        """
        self._per_client = per_client
        self._together = together
        self._clock = clock
        self._of_all: deque[float] = deque()
        self._of_client: OrderedDict[str, deque[float]] = OrderedDict()

    def begin(self, address: str) -> int:
        """Count a try; return the seconds to wait where there are too many, else 0."""
        now = self._clock()
        own = self._of_client.setdefault(name_client(address), deque())
        self._of_client.move_to_end(name_client(address))
        # No more clients than there can be tries that still count.
        while len(self._of_client) > 10 * self._together[0]:
            self._of_client.popitem(last=False)
        wait = max(
            _wait(own, *self._per_client, now=now), _wait(self._of_all, *self._together, now=now)
        )
        if not wait:
            own.append(now)
            self._of_all.append(now)
        return wait

    def forgive(self, address: str) -> None:
        """Take back the try that a client made last."""
        for tries in (self._of_client.get(name_client(address)), self._of_all):
            if tries:
                tries.pop()


def _wait(tries: deque[float], most: int, seconds: float, *, now: float) -> int:
    while tries and tries[0] <= now - seconds:
        tries.popleft()
    return 0 if len(tries) < most else int(tries[0] + seconds - now) + 1


def _read_form(body: bytes) -> dict[str, str]:
    try:
        found = parse_qs(body.decode("utf-8"), max_num_fields=10)
    except ValueError:  # Not UTF-8, or too many fields.
        return {}
    return {name: values[0] for name, values in found.items()}


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _go_to_page(query: str) -> Response:
    # Only ever to this page: what came with the request is no more than its query.
    return RedirectResponse(f"/?{query}" if query else "/", 303)


def _ask_to_sign_in(request: Request) -> Response:
    if request.url.path == "/" and _is_browser(request):
        query = request.url.query
        return RedirectResponse(f"/login?{query}" if query else "/login", 303)
    return JSONResponse({"detail": "Not signed in. Send name and password to /login."}, 401)


def _refuse(
    request: Request, status: int, problem: str, fields: Mapping[str, str], *, wait: int = 0
) -> Response:
    headers = {"Retry-After": str(wait)} if wait else None
    if not _is_browser(request):
        return JSONResponse({"detail": problem}, status, headers)
    markup = render_login(problem=problem, query=fields.get("query", ""))
    return HTMLResponse(markup, status, headers)
