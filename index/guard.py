"""Connections to hosts of the public internet only, and only until a deadline.

Whether a host may be spoken to is decided at the moment its socket is opened, with the very
address that is then connected to: a name has no second chance to mean something else. The scheme
follows the OWASP cheat sheet on server-side request forgery.
"""

import socket
import time
from collections.abc import Callable, Iterable
from ipaddress import IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final

import httpcore  # noqa: TID251

from index.errors import ArticleError

__all__ = ["Guard", "Resolver", "is_permitted", "is_public"]

_ADDRESSES_TRIED: Final = 3
_PORTS: Final = frozenset({80, 443})
_UNICAST: Final = ip_network("2000::/3")
# Forms of IPv6 that carry another address within, or lead to one: Teredo, 6to4, documentation.
_LEADING_ELSEWHERE: Final = tuple(
    ip_network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
# Public by number, but services of the machine's own provider or of its own network.
_SPECIAL: Final = tuple(
    ip_network(block) for block in ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24")
)

Resolver = Callable[..., Iterable[tuple[Any, Any, Any, Any, tuple[Any, ...]]]]
"""Looks a name up, as ``socket.getaddrinfo`` does."""


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet.

    Example:
        >>> is_public("8.8.8.8"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
        (True, False, False)
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is None:
            leads_elsewhere = any(ip in block for block in _LEADING_ELSEWHERE)
            return ip in _UNICAST and ip.is_global and not leads_elsewhere
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast and not any(ip in block for block in _SPECIAL)


def is_permitted(address: str, port: int) -> bool:
    """Tell whether a connection may be opened: to a public address, on a port of the web."""
    return port in _PORTS and is_public(address)


class Guard(httpcore.NetworkBackend):
    """Opens connections to permitted addresses, and only while there is time."""

    def __init__(
        self, permit: Callable[[str, int], bool], resolve: Resolver, *, deadline: float
    ) -> None:
        self._permit = permit
        self._resolve = resolve
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Look the name up once, judge all its addresses, and connect to one of those."""
        addresses = self._look_up(host, port)
        if not all(self._permit(address, port) for address in addresses):
            raise _refuse_host(host, port)
        failure: Exception | None = None
        for address in addresses[:_ADDRESSES_TRIED]:
            seconds = _left(self._deadline)
            try:
                stream = self._sockets.connect_tcp(
                    address, port, seconds / 2, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, deadline=self._deadline)
        raise failure or httpcore.ConnectError("no address")

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Refuse: no article lies behind one."""
        raise ArticleError("An article is fetched from a public address only.")

    def _look_up(self, host: str, port: int) -> list[str]:
        """Return the addresses of a name; looking up has no time limit of its own."""
        found: SimpleQueue[list[str] | Exception] = SimpleQueue()

        def look_up() -> None:
            try:
                answers = self._resolve(host, port, type=socket.SOCK_STREAM)
                found.put([str(answer[4][0]) for answer in answers])
            except (OSError, ValueError) as error:
                found.put(error)

        Thread(target=look_up, daemon=True).start()
        try:
            addresses = found.get(timeout=_left(self._deadline))
        except Empty as error:
            raise _too_slow() from error
        if isinstance(addresses, Exception) or not addresses:
            raise ArticleError(
                f"There is no host {host}: check the address, and that this computer is online."
            )
        return list(dict.fromkeys(addresses))


class _TimedStream(httpcore.NetworkStream):
    """A connection of which every step ends at one deadline, however the bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, *, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: Any,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _TimedStream(stream, deadline=self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise _too_slow()
    return left


def _too_slow() -> TimeoutError:
    return TimeoutError("The deadline has passed.")


def _refuse_host(host: str, port: int) -> ArticleError:
    if port not in _PORTS:
        return ArticleError(
            f"The address names port {port}: articles are fetched from the ports 80 and 443 only."
        )
    return ArticleError(
        f"The address leads to a private network ({host}): only public addresses are fetched. "
        "Save the page in your browser and add the file, or paste its text."
    )
