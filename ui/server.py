"""Serve the page, to this computer alone unless told otherwise, and with a strict policy."""

import os
import secrets
import socket
import sys
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import AppError
from qa.terminal import complain
from ui.bodies import BodiesMiddleware
from ui.hosts import HostsMiddleware, is_everywhere, is_loopback, list_names
from ui.limits import LimitsMiddleware
from ui.page import create_page
from ui.users import LoginMiddleware

if TYPE_CHECKING:
    from qa.assistant import ArticleQA

__all__ = ["ServerError", "create_app", "serve"]

_FOLDER = Path(__file__).parent
# Each visitor waits for one answer at a time; what is queued costs a few kilobytes.
_MAX_QUEUED = 128
_MAX_AT_ONCE = 8
_MAX_SESSIONS = 1000
_MAX_CONNECTIONS = 700
_SHUTDOWN_SECONDS = 2
_LAST_PORT = 65_535
# Gradio needs inline scripts and eval; what the policy stops is every request to another host.
_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "media-src 'self'",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": a form would be sent without its origin, and be refused.
    "Referrer-Policy": "same-origin",
}
_OPEN_TO_ALL = (
    "Everybody who can reach this computer can read and change the library here. To ask for a "
    "name and a password, run article-qa password NAME and put the line it prints into .env."
)
_SANS = ["system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]


class ServerError(AppError):
    """The page cannot be served."""


def create_app(
    assistant: "ArticleQA",
    *,
    names: Sequence[str] | None = None,
    hosts: Sequence[str] = (),
    any_address: bool = False,
    users: Mapping[str, str] | None = None,
) -> FastAPI:
    """Make the web application that serves the page at ``/``.

    Args:
        assistant: What answers.
        names: The names that lead to this computer; by default those of the loopback.
        hosts: More names under which the page may be reached (``UI_HOSTS``).
        any_address: Whether it may be reached by any address written in digits.
        users: The bcrypt hash of each user's password; none for a page without login.
    """
    page = create_page(assistant)
    page.queue(default_concurrency_limit=_MAX_AT_ONCE, max_size=_MAX_QUEUED, api_open=False)
    page.state_session_capacity = _MAX_SESSIONS
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    server = secrets.token_hex(8)
    app.state.server = server
    app.add_api_route("/alive", _say_alive, include_in_schema=False)
    app.add_middleware(BodiesMiddleware, page=page)
    # The last one added is the first to see a request.
    if users:
        app.add_middleware(LoginMiddleware, users=users)
    app.add_middleware(LimitsMiddleware)
    app.add_middleware(
        HostsMiddleware,
        names=list_names("127.0.0.1") if names is None else names,
        proxied=hosts,
        any_address=any_address,
    )
    app.add_middleware(_HeadersMiddleware)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        page,
        path="/",
        auth_dependency=_find_user if users else None,
        theme=gr.themes.Base(font=_SANS, font_mono=_MONO),
        head=f'<meta name="server" content="{server}">{_read_head()}',
        favicon_path=str(_FOLDER / "favicon.svg"),
        allowed_paths=[],
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        show_error=False,
        run_history=False,
        enable_monitoring=False,
        footer_links=[],
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )
    return mounted


def serve(
    assistant: "ArticleQA",
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
    hosts: Sequence[str] = (),
    users: Mapping[str, str] | None = None,
) -> None:
    """Serve the page until interrupted, and print its address when it is ready.

    Behind a proxy that speaks TLS, ``hosts`` holds the name that visitors use. The address of the
    proxy, 127.0.0.1 where it runs on this computer, goes into the environment variable
    ``FORWARDED_ALLOW_IPS``, so that the visitors' own addresses, and that they came by https, are
    believed; without it nobody is believed, and all who come by the proxy are one visitor to the
    bounds on tries to sign in and on open pages.

    Args:
        assistant: What answers.
        host: Address to listen on.
        port: Port to listen on; 0 for any that is free.
        open_browser: Whether to open the page in the default browser.
        hosts: Names under which the page may be reached besides those of this computer.
        users: The bcrypt hash of each user's password; none for a page without login.

    Raises:
        ServerError: The address or port cannot be used.
    """
    listener = _listen(host, port=port)
    address = f"http://{_in_address(host)}:{listener.getsockname()[1]}/"
    if not users and not is_loopback(host):
        complain(_OPEN_TO_ALL)
    with listener:
        app = create_app(
            assistant,
            names=list_names(host),
            hosts=hosts,
            any_address=is_everywhere(host),
            users=users,
        )
        config = uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            ws="none",
            # Left out, every program on this computer could name the address it comes from.
            forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", ""),
            limit_concurrency=_MAX_CONNECTIONS,
            timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        )
        server = _Server(config, address=address, open_browser=open_browser)
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            # The server has shut down in order by now; the shell needs no traceback.
            return


async def _say_alive(request: Request) -> JSONResponse:
    """Tell which start of the server this is, and who is signed in.

    Not in a thread: those may all be busy.
    """
    answer = {"server": request.app.state.server, "user": _find_user(request)}
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def _find_user(request: Request) -> str | None:
    user: str | None = request.scope.get("user")
    return user


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, *, address: str, open_browser: bool) -> None:
        super().__init__(config)
        self._address = address
        self._open_browser = open_browser

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say where."""
        await super().startup(sockets)
        if not self.started:
            return
        sys.stdout.write(f"The page is ready at {self._address} (stop it with Ctrl-C)\n")
        sys.stdout.flush()
        if self._open_browser:
            webbrowser.open(self._address)


class _HeadersMiddleware:
    """Add the security headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers where the response starts."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _read_head() -> str:
    """Return the page's own style and script.

    Not by Gradio's ``css=``, which rewrites every selector.
    """
    style = "\n".join(_read_assets("css"))
    # A script that fails must not take the next one with it: each is an element of its own.
    scripts = "".join(f"<script>{script}</script>" for script in _read_assets("js"))
    return f"<style>{style}</style>{scripts}"


def _read_assets(kind: str) -> list[str]:
    paths = sorted((_FOLDER / "assets").glob(f"*.{kind}"))
    return [path.read_text(encoding="utf-8") for path in paths]


def _listen(host: str, *, port: int) -> socket.socket:
    if not 0 <= port <= _LAST_PORT:
        message = f"{port} is not a port: choose one from 1 to {_LAST_PORT} with --port."
        raise ServerError(message)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        message = (
            f"The page cannot be served at {_in_address(host)}:{port} ({error.strerror}). "
            "Another program may be using the port: choose another with --port."
        )
        raise ServerError(message) from error


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
