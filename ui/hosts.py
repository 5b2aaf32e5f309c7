"""Under which names the page may be reached, and by whose scripts.

A web site that lets its own name lead to this computer (DNS rebinding), or that sends a visitor's
browser here with a form, gets no answer.
"""

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["HostsMiddleware", "is_everywhere", "is_loopback", "list_names", "name_client"]

_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def is_everywhere(host: str) -> bool:
    """Tell whether listening there is listening on every address of this computer."""
    return host in _EVERYWHERE


def is_loopback(host: str) -> bool:
    """Tell whether only this computer can reach what listens there.

    Example:
        >>> is_loopback("127.0.0.2"), is_loopback("localhost"), is_loopback("0.0.0.0")
        (True, True, False)
    """
    address = _read_address(host)
    return host == "localhost" if address is None else address.is_loopback


def list_names(host: str) -> list[str]:
    """List the names that lead to this computer when it listens on an address."""
    if not is_everywhere(host):
        return [*_LOCAL, f"[{host}]" if ":" in host else host.lower()]
    own = socket.gethostname().lower()
    return [*_LOCAL, own, f"{own.partition('.')[0]}.local"]


def name_client(address: str) -> str:
    """Return what stands for a client: of IPv6, the network, since a client has all of it.

    Example:
        >>> name_client("192.0.2.7"), name_client("2001:db8:1:2:3:4:5:6")
        ('192.0.2.7', '2001:db8:1:2::/64')
    """
    parsed = _read_address(address)
    if parsed is None:
        return ""
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))


class HostsMiddleware:
    """Refuse what was sent to another name, or by a script of another page."""

    def __init__(
        self, app: ASGIApp, *, names: Iterable[str], proxied: Iterable[str], any_address: bool
    ) -> None:
        """Wrap an application.

        Args:
            app: What answers the rest.
            names: The names under which the page is reached.
            proxied: More such names; a proxy may hand on what came to them under another.
            any_address: Whether every address is this computer's; an address cannot be rebound.
        """
        self._app = app
        self._proxied = frozenset(proxied)
        self._names = frozenset(names) | self._proxied
        self._any_address = any_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is for this page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        hosts = [headers.get("host", ""), *headers.getlist("x-forwarded-host")]
        refusal = None
        if not all(map(self._is_trusted, hosts)):
            refusal = PlainTextResponse(
                "This page is not served under this name. To allow it, set UI_HOSTS.\n", 400
            )
        elif not all(self._is_own(origin, hosts) for origin in headers.getlist("origin")):
            refusal = PlainTextResponse("This page answers no other page.\n", 403)
        await (refusal or self._app)(scope, receive, send)

    def _is_trusted(self, host: str) -> bool:
        name = _read_name(host)
        return name in self._names or (self._any_address and _read_address(name) is not None)

    def _is_own(self, origin: str, hosts: list[str]) -> bool:
        scheme, _, host = origin.partition("://")
        if scheme not in {"http", "https"}:
            return False
        return host in hosts or _read_name(host) in self._proxied


def _read_name(host: str) -> str:
    """Return the name in a ``Host`` header, without the port; empty where there is none.

    Example:
        >>> [_read_name(host) for host in ("Localhost:7860", "[::1]:7860", "a@b", "[", "")]
        ['localhost', '[::1]', '', '', '']
    """
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.netloc != host or "@" in host:
        return ""
    return f"[{name}]" if ":" in name else name


def _read_address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return None
