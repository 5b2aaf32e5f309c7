"""Serve the page, to this computer alone unless told otherwise, and with a strict policy."""

import socket
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import AppError
from ui.page import create_page

if TYPE_CHECKING:
    from qa.assistant import ArticleQA

__all__ = ["ServerError", "create_app", "serve"]

_FOLDER = Path(__file__).parent
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1", "[::1]")
_MAX_QUEUED = 32
_MAX_AT_ONCE = 4
_MAX_FILE_SIZE = "2mb"
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
    "Referrer-Policy": "no-referrer",
}
_SANS = ["system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]


class ServerError(AppError):
    """The page cannot be served."""


def create_app(assistant: "ArticleQA", *, hosts: Sequence[str] = ()) -> FastAPI:
    """Make the web application that serves the page at ``/``.

    Args:
        assistant: What answers.
        hosts: Names, besides those of this computer, under which the page may be reached.
    """
    page = create_page(assistant)
    page.queue(default_concurrency_limit=_MAX_AT_ONCE, max_size=_MAX_QUEUED, api_open=False)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_LOCAL_HOSTS, *hosts])
    # Added last, so that it wraps the refusal of a host too.
    app.add_middleware(_HeadersMiddleware)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=gr.themes.Base(font=_SANS, font_mono=_MONO),
        head=_read_head(),
        favicon_path=str(_FOLDER / "favicon.svg"),
        allowed_paths=[],
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        show_error=False,
        run_history=False,
        enable_monitoring=False,
        footer_links=[],
        max_file_size=_MAX_FILE_SIZE,
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
) -> None:
    """Serve the page until interrupted, and print its address when it is ready.

    Args:
        assistant: What answers.
        host: Address to listen on.
        port: Port to listen on; 0 for any that is free.
        open_browser: Whether to open the page in the default browser.

    Raises:
        ServerError: The address or port cannot be used.
    """
    listener = _listen(host, port=port)
    address = f"http://{_in_address(host)}:{listener.getsockname()[1]}/"
    with listener:
        config = uvicorn.Config(
            create_app(assistant, hosts=_names_of(host)),
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        )
        server = _Server(config, address=address, open_browser=open_browser)
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            # The server has shut down in order by now; the shell needs no traceback.
            return


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
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    script = (_FOLDER / "page.js").read_text(encoding="utf-8")
    return f"<style>{style}</style><script>{script}</script>"


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


def _names_of(host: str) -> list[str]:
    """List the host names to trust when listening on an address.

    Listening on every address means being reached by names that cannot be known here.
    """
    return ["*"] if host in {"0.0.0.0", "::", ""} else [host, _in_address(host)]  # noqa: S104
