"""A web of invented hosts, all served from this computer, for what fetches articles."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from index.fetching import Fetcher
from index.guard import is_permitted

HTML = "text/html; charset=utf-8"


@dataclass
class Reply:
    """What is sent: at once, or written by a function to the open connection."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": HTML})
    write: Callable[[socket.socket], None] | None = None


class LocalWeb:
    """Invented hosts on one port of this computer.

    Attributes:
        replies: What stands at each path; all else is not found.
        hosts: Addresses of each name, or a function that returns them; "news.test" is served.
        requests: Path and headers of each request that came.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.replies: dict[str, Reply] = {}
        self.hosts: dict[str, list[str] | Callable[[], list[str]]] = {"news.test": ["127.0.0.1"]}
        self.requests: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str, *, host: str = "news.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def fetcher(self, *, seconds: float = 15.0) -> Fetcher:
        """Return a fetcher that may speak to this server; all else it judges as ever."""
        return Fetcher(permit=self._permit, resolve=self._resolve, seconds=seconds)

    def _permit(self, address: str, port: int) -> bool:
        return (address, port) == ("127.0.0.1", self.port) or is_permitted(address, port)

    def _resolve(self, host: str, port: int, **options):
        if host not in self.hosts:
            # Numbers in all their forms go to the real resolver, which needs no network for them.
            return socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST, **options)
        known = self.hosts[host]
        addresses = known() if callable(known) else known
        return [(socket.AF_INET, 1, 6, "", (address, port)) for address in addresses]


@contextmanager
def serve_web() -> Iterator[LocalWeb]:
    """Serve a web of invented hosts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            web.requests.append((self.path, dict(self.headers.items())))
            reply = web.replies.get(self.path, Reply(status=404))
            if reply.write is not None:
                self.close_connection = True
                with suppress(OSError):
                    reply.write(self.connection)
                return
            self.send_response(reply.status)
            for name, value in {"Content-Length": len(reply.body), **reply.headers}.items():
                self.send_header(name, str(value))
            self.end_headers()
            try:
                self.wfile.write(reply.body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web = LocalWeb(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
