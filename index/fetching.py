"""Fetch an article by its address, from public hosts only and never without an end.

What stands at an address is chosen by strangers, and so is where it leads: every connection, of
every hop, is opened by the guard. The rules of robots.txt are those of RFC 9309.
"""

import socket
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Final
from urllib.robotparser import RobotFileParser

import httpcore  # noqa: TID251
import httpx  # noqa: TID251

from index.errors import ArticleError
from index.guard import Guard, Resolver, is_permitted

__all__ = ["Fetched", "Fetcher"]

_SECONDS: Final = 15.0
_REDIRECTS: Final = 4
_MAXIMUM_BYTES: Final = 2_000_000
_MAXIMUM_ROBOTS: Final = 500_000
_MAXIMUM_ADDRESS: Final = 2_000
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_TEXT: Final = frozenset({"text/plain", "text/markdown"})
_AGENT: Final = "article-qa"
_SAVE: Final = "Open it in a browser, save the page as HTML and add that file, or paste its text."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What stood at an address.

    Attributes:
        address: Where it was found in the end, after redirects, without a fragment.
        is_html: Whether it is a page; otherwise it is plain text.
        charset: The encoding that the server names.
        content: The bytes, decompressed: at most 2 MB.
    """

    address: str
    is_html: bool
    charset: str | None
    content: bytes


class Fetcher:
    """Fetches articles. Threads may share it.

    Args:
        permit: Tells of an IP address and a port whether they may be connected to. Programs keep
            the default; tests let in a server of their own.
        resolve: Looks a name up, as ``socket.getaddrinfo`` does.
        seconds: How long fetching one article may take in all.
    """

    def __init__(
        self,
        *,
        permit: Callable[[str, int], bool] = is_permitted,
        resolve: Resolver = socket.getaddrinfo,
        seconds: float = _SECONDS,
    ) -> None:
        self._permit = permit
        self._resolve = resolve
        self._seconds = seconds

    def fetch(self, address: str) -> Fetched:
        """Fetch what stands at an ``http`` or ``https`` address.

        Redirects are followed, at most four; robots.txt is respected. No proxy, cookie or
        password of the environment is used.

        Raises:
            ArticleError: It may not or cannot be fetched, or is no page and no plain text.
        """
        url = _read_address(address)
        backend = Guard(self._permit, self._resolve, deadline=time.monotonic() + self._seconds)
        allowed: dict[str, RobotFileParser] = {}
        with httpcore.ConnectionPool(network_backend=backend, max_connections=2) as pool:
            for _ in range(1 + _REDIRECTS):
                _check_robots(pool, url, allowed)
                reply = _get(pool, url, limit=_MAXIMUM_BYTES)
                if reply.redirect is None:
                    return _accept(url, reply)
                url = _follow(url, reply.redirect)
        raise ArticleError(f"The address at {url.host} is redirected too many times. {_SAVE}")


@dataclass(slots=True, kw_only=True)
class _Reply:
    status: int
    redirect: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""


def _read_address(address: str) -> httpx.URL:
    if len(address) > _MAXIMUM_ADDRESS:
        raise ArticleError(f"The address is longer than {_MAXIMUM_ADDRESS:,} characters.")
    try:
        return _check(httpx.URL(address.strip()))
    except (httpx.InvalidURL, ValueError) as error:
        raise ArticleError(
            "The address is not valid: give one such as https://example.org/story."
        ) from error


def _follow(url: httpx.URL, location: str) -> httpx.URL:
    try:
        return _check(url.join(location[: _MAXIMUM_ADDRESS + 1]))
    except (httpx.InvalidURL, ValueError) as error:
        raise ArticleError(f"{url.host} redirects to an address that is not valid.") from error


def _check(url: httpx.URL) -> httpx.URL:
    if url.scheme not in {"http", "https"} or not url.host or len(str(url)) > _MAXIMUM_ADDRESS:
        raise ArticleError(
            "The address is not one of the web: give one such as https://example.org/story."
        )
    if url.userinfo:
        raise ArticleError("The address holds a user name or password: give it without.")
    return url.copy_with(fragment=None)


def _check_robots(
    pool: httpcore.ConnectionPool, url: httpx.URL, allowed: dict[str, RobotFileParser]
) -> None:
    """Raise when the site asks programs to keep away from an address.

    A site without such rules allows everything; one whose rules fail to come, nothing.
    """
    origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
    if origin not in allowed:
        allowed[origin] = _read_robots(pool, httpx.URL(f"{origin}/robots.txt"))
    if not allowed[origin].can_fetch(_AGENT, str(url)):
        raise ArticleError(
            f"{url.host} asks programs not to fetch this address (robots.txt). {_SAVE}"
        )


def _read_robots(pool: httpcore.ConnectionPool, url: httpx.URL) -> RobotFileParser:
    rules = RobotFileParser()
    for _ in range(1 + _REDIRECTS):
        reply = _get(pool, url, limit=_MAXIMUM_ROBOTS, cut=True)
        if reply.redirect is None:
            break
        url = _follow(url, reply.redirect)
    if reply.status >= 500:
        raise _explain_status(reply.status, url.host)
    found = reply.content.decode("utf-8-sig", "replace") if reply.status == 200 else ""
    rules.parse(found.splitlines())
    return rules


def _get(pool: httpcore.ConnectionPool, url: httpx.URL, *, limit: int, cut: bool = False) -> _Reply:
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    headers: dict[bytes | str, bytes | str] = {
        "User-Agent": f"{_AGENT}/{_read_version()}",
        "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8,text/markdown;q=0.8",
        "Accept-Encoding": "gzip, identity",
    }
    with _explain_failure(url.host), pool.stream("GET", target, headers=headers) as response:
        found = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in response.headers
        }
        reply = _Reply(status=response.status, headers=found)
        if 300 <= reply.status < 400 and "location" in found:
            # As browsers do: the bytes of a location are UTF-8, whatever the headers' rule.
            reply.redirect = found["location"].encode("latin-1").decode("utf-8", "replace")
        elif reply.status == 200:
            if not cut:
                _check_kind(url, found)
            reply.content = _read_content(response, found, limit=limit, cut=cut)
        return reply


def _read_version() -> str:
    try:
        return version("article-qa")
    except PackageNotFoundError:  # Run from its folder without being installed.
        return "0"


def _read_content(
    response: httpcore.Response, headers: dict[str, str], *, limit: int, cut: bool
) -> bytes:
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        raise ArticleError(f"The page is packed in a way that was not asked for. {_SAVE}")
    chunks = response.iter_stream()
    content = bytearray()
    for chunk in _unpack(chunks, limit=limit + 1) if "gzip" in encoding else chunks:
        content += chunk
        if len(content) > limit:
            if cut:
                return bytes(content[:limit])
            raise ArticleError(
                f"The page is too large: {limit // 1_000_000} MB are allowed. Paste its text."
            )
    return bytes(content)


def _unpack(chunks: Iterable[bytes], *, limit: int) -> Iterator[bytes]:
    """Yield what packed chunks hold, never more than a limit, however much that would be."""
    packed = zlib.decompressobj(31)
    left = 2 * limit
    for chunk in chunks:
        left -= len(chunk)
        unpacked = packed.decompress(chunk, limit)
        yield unpacked
        if packed.eof:
            return
        if packed.unconsumed_tail or left < 0:
            raise ArticleError(f"The page is too large when it is unpacked. {_SAVE}")
    raise zlib.error("incomplete")


def _too_slow() -> ArticleError:
    return ArticleError(f"The address takes too long to answer: try again later. {_SAVE}")


@contextmanager
def _explain_failure(host: str) -> Iterator[None]:
    try:
        yield
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise _too_slow() from error
    except httpcore.ConnectError as error:
        certificate = "certificate" in str(error).lower()
        problem = "has no valid certificate" if certificate else "cannot be reached"
        raise ArticleError(f"{host} {problem}: check the address. {_SAVE}") from error
    except (
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
        zlib.error,
        OSError,
    ) as error:
        raise ArticleError(f"{host} broke off, or sent no valid answer: try again. {_SAVE}") from (
            error
        )


def _accept(url: httpx.URL, reply: _Reply) -> Fetched:
    if reply.status != 200:
        raise _explain_status(reply.status, url.host)
    kind, _, parameters = reply.headers.get("content-type", "").partition(";")
    charset = parameters.lower().partition("charset=")[2].partition(";")[0].strip(" \t\"'")
    return Fetched(
        address=str(url),
        is_html=kind.strip().lower() in _HTML,
        charset=charset or None,
        content=reply.content,
    )


def _check_kind(url: httpx.URL, headers: dict[str, str]) -> None:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _HTML | _TEXT:
        named = kind if kind.isascii() and kind.isprintable() and 0 < len(kind) < 60 else "unknown"
        raise ArticleError(
            f"What stands at {url.host} is neither a page nor plain text (its type is {named}): "
            "save it, and add its text."
        )


def _explain_status(status: int, host: str) -> ArticleError:
    if status in {404, 410}:
        return ArticleError(f"There is no page at this address of {host} ({status}): check it.")
    if status in {401, 402, 403, 407, 451}:
        return ArticleError(f"{host} does not give this page to programs ({status}). {_SAVE}")
    if status == 429:
        return ArticleError(f"{host} asks to wait (429): try again later. {_SAVE}")
    if status >= 500:
        return ArticleError(f"{host} cannot answer now ({status}): try again later. {_SAVE}")
    return ArticleError(f"{host} answers without a page ({status}). {_SAVE}")
