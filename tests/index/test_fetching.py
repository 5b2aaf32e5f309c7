"""Fetching by address, against a real server: what is safe comes, everything else is refused."""

import gzip
import time
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from local_web import HTML, LocalWeb, Reply, serve_web

from index.errors import ArticleError
from index.fetching import Fetcher

PAGE = b"<p>The harbour of Velmora closed.</p>"


@pytest.fixture(scope="module")
def served():
    with serve_web() as web:
        yield web


@pytest.fixture
def web(served: LocalWeb):
    """A web where only one page stands."""
    served.replies = {"/story": Reply(PAGE)}
    served.hosts = {"news.test": ["127.0.0.1"]}
    served.requests = []
    return served


def fetch(web, path, *, host="news.test", seconds=15.0):
    return web.fetcher(seconds=seconds).fetch(web.url(path, host=host))


def redirect(location, *, status=302):
    return Reply(status=status, headers={"Location": location})


def test_a_page_comes_as_it_is(web):
    found = fetch(web, "/story#part")
    assert (found.content, found.is_html, found.charset) == (PAGE, True, "utf-8")
    assert found.address == web.url("/story")
    path, headers = web.requests[-1]
    assert (path, headers["Host"]) == ("/story", f"news.test:{web.port}")
    assert headers["User-Agent"].startswith("article-qa/")
    assert not {"Cookie", "Referer", "Authorization"} & set(headers)


@pytest.mark.parametrize(
    ("headers", "is_html", "charset"),
    [
        pytest.param("text/html", True, None, id="no-charset"),
        pytest.param('TEXT/HTML; Charset="ISO-8859-1"; x=y', True, "iso-8859-1", id="quoted"),
        pytest.param("application/xhtml+xml", True, None, id="xhtml"),
        pytest.param("text/plain;charset=utf-8", False, "utf-8", id="text"),
        pytest.param("text/markdown", False, None, id="markdown"),
    ],
)
def test_the_type_and_encoding_are_told(web, headers, is_html, charset):
    web.replies["/typed"] = Reply(PAGE, headers={"Content-Type": headers})
    found = fetch(web, "/typed")
    assert (found.is_html, found.charset) == (is_html, charset)


def test_packed_content_is_unpacked(web):
    web.replies["/packed"] = Reply(
        gzip.compress(PAGE), headers={"Content-Type": HTML, "Content-Encoding": "gzip"}
    )
    assert fetch(web, "/packed").content == PAGE


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(web, status):
    web.replies["/old"] = redirect("/story", status=status)
    assert fetch(web, "/old").address == web.url("/story")


def test_four_redirects_are_followed_and_no_fifth(web):
    for number in range(5):
        web.replies[f"/{number}"] = redirect(f"/{number + 1}")
    web.replies["/5"] = Reply(PAGE)
    assert fetch(web, "/1").content == PAGE
    with pytest.raises(ArticleError, match="too many times"):
        fetch(web, "/0")


def test_a_redirect_in_a_circle_ends(web):
    web.replies["/a"] = redirect("/b")
    web.replies["/b"] = redirect("/a")
    with pytest.raises(ArticleError, match="too many times"):
        fetch(web, "/a")


@pytest.mark.parametrize(
    ("location", "message"),
    [
        pytest.param("http://169.254.169.254/latest/meta-data/", "private", id="metadata"),
        pytest.param("//10.0.0.1/", "private", id="no-scheme"),
        pytest.param("http://internal.test/", "private", id="name-of-private"),
        pytest.param("http://[::ffff:127.0.0.1]/", "private", id="mapped"),
        pytest.param("http://127.0.0.1:6379/", "port 6379", id="database"),
        pytest.param("file:///etc/passwd", "not one of the web", id="file"),
        pytest.param("gopher://127.0.0.1/", "not one of the web", id="gopher"),
        pytest.param("data:text/html,hi", "not one of the web", id="data"),
        pytest.param("http://user:secret@news.test/", "user name", id="password"),
        pytest.param("http://[::1", "not valid", id="broken"),
        pytest.param("/" + "a" * 3000, "not one of the web", id="too-long"),
    ],
)
def test_a_redirect_to_where_it_must_not_lead_is_refused(web, location, message):
    web.hosts["internal.test"] = ["192.168.0.9"]
    web.replies["/away"] = redirect(location)
    with pytest.raises(ArticleError, match=message) as caught:
        fetch(web, "/away")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://2130706433/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "http://[0:0:0:0:0:ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.1.2.3/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
    ],
)
def test_a_private_address_is_never_fetched_in_any_form(address):
    with pytest.raises(ArticleError, match=r"private network|no host|not valid"):
        Fetcher(seconds=5).fetch(address)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        pytest.param("file:///etc/passwd", "not one of the web", id="file"),
        pytest.param("ftp://news.test/", "not one of the web", id="ftp"),
        pytest.param("javascript:alert(1)", "not one of the web", id="script"),
        pytest.param("http:///story", "not one of the web", id="no-host"),
        pytest.param("", "not one of the web", id="empty"),
        pytest.param("http://user@news.test/", "user name", id="user"),
        pytest.param("http://news.test\\@127.0.0.1/", "not valid|user name|no host", id="slash"),
        pytest.param("http://news.test:99999/", "port 99999", id="port"),
        pytest.param("http://news.test:22/", "no host|port 22", id="other-port"),
        pytest.param("http://a\x00b.test/", "not valid", id="nul"),
        pytest.param("http://a b.test/", "not valid|no host", id="space"),
        pytest.param("http://news.test/a\r\nX: y", "not valid", id="header"),
        pytest.param("http://\ud800.test/", "not valid", id="half-a-character"),
        pytest.param("http://news.test/" + "a" * 2000, "longer than", id="long"),
        pytest.param("http://" + "a" * 300 + ".test/", "not valid|no host", id="long-host"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(web, address, message):
    with pytest.raises(ArticleError, match=message):
        web.fetcher().fetch(address)
    assert web.requests == []


def test_a_name_is_looked_up_once_for_a_connection(web):
    """The second answer of a name that is bound anew would be private; nobody asks for it."""
    asked = []

    def answer():
        asked.append(1)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    web.hosts["rebound.test"] = answer
    web.replies["/robots.txt"] = Reply()
    assert fetch(web, "/story", host="rebound.test").content == PAGE
    assert len(asked) == 1
    with pytest.raises(ArticleError):
        fetch(web, "/story", host="rebound.test")
    assert len(asked) == 2


def test_no_proxy_or_password_of_the_environment_is_used(web, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine news.test login a password b\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(web, "/story").content == PAGE
    assert "Authorization" not in web.requests[-1][1]


def packed(content):
    return Reply(content, headers={"Content-Type": HTML, "Content-Encoding": "gzip"})


BOMB = zlib.compressobj(9, zlib.DEFLATED, 31)
BOMBED = b"".join([*(BOMB.compress(bytes(1_000_000)) for _ in range(200)), BOMB.flush()])


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        pytest.param(packed(BOMBED), "too large", id="bomb-of-200-mb"),
        pytest.param(packed(gzip.compress(BOMBED)), "", id="bomb-in-a-bomb"),
        pytest.param(packed(gzip.compress(PAGE)[:-9]), "broke off", id="cut"),
        pytest.param(packed(b"no gzip at all"), "broke off", id="not-packed"),
        pytest.param(Reply(b"x" * 2_000_001), "too large", id="too-large"),
        pytest.param(
            Reply(PAGE, headers={"Content-Type": HTML, "Content-Encoding": "br"}),
            "not asked for",
            id="other-packing",
        ),
        pytest.param(
            Reply(b"%PDF", headers={"Content-Type": "application/pdf"}), "application/pdf", id="pdf"
        ),
        pytest.param(Reply(b"GIF8", headers={"Content-Type": "image/gif"}), "image/gif", id="gif"),
        pytest.param(Reply(PAGE, headers={}), "unknown", id="no-type"),
        pytest.param(Reply(PAGE, headers={"Content-Type": "a\xe9/b"}), "unknown", id="odd-type"),
        pytest.param(Reply(status=404), "no page", id="not-found"),
        pytest.param(Reply(status=410), "no page", id="gone"),
        pytest.param(Reply(status=401), "not give this page", id="log-in"),
        pytest.param(Reply(status=403), "not give this page", id="forbidden"),
        pytest.param(Reply(status=451), "not give this page", id="legal"),
        pytest.param(Reply(status=429), "asks to wait", id="too-often"),
        pytest.param(Reply(status=503), "cannot answer now", id="down"),
        pytest.param(Reply(status=204), "without a page", id="no-content"),
        pytest.param(Reply(status=304), "without a page", id="redirect-to-nowhere"),
        pytest.param(Reply(write=lambda _: None), "broke off", id="silent"),
        pytest.param(Reply(write=lambda s: s.sendall(b"\xff" * 99)), "broke off", id="no-http"),
        pytest.param(
            Reply(write=lambda s: s.sendall(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 99_999)),
            "broke off",
            id="endless-headers",
        ),
        pytest.param(
            Reply(write=lambda s: s.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")),
            "unknown|broke off",
            id="no-body",
        ),
        pytest.param(
            Reply(
                write=lambda s: s.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\na"
                )
            ),
            "broke off",
            id="half-a-body",
        ),
    ],
)
def test_what_is_no_sound_page_is_refused(web, reply, message):
    web.replies["/bad"] = reply
    if not message:
        assert len(fetch(web, "/bad").content) < 2_000_000
        return
    with pytest.raises(ArticleError, match=message) as caught:
        fetch(web, "/bad")
    assert "\n" not in str(caught.value)


def drip(before, piece, *, pause=0.05):
    def write(connection):
        connection.sendall(before)
        for _ in range(200):
            connection.sendall(piece)
            time.sleep(pause)

    return Reply(write=write)


OPENING = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(drip(OPENING + b"\r\n", b"x"), id="body"),
        pytest.param(drip(OPENING, b"a"), id="header"),
        pytest.param(drip(OPENING, b"a: b\r\n"), id="headers"),
        pytest.param(
            drip(OPENING + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), id="chunks"
        ),
        pytest.param(drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="informational"),
        pytest.param(drip(OPENING + b"Content-Length: 900\r\n\r\n", b"", pause=1), id="nothing"),
    ],
)
def test_dripping_ends_at_the_deadline(web, reply):
    web.replies["/slow"] = reply
    started = time.monotonic()
    with pytest.raises(ArticleError, match="too long to answer"):
        fetch(web, "/slow", seconds=0.5)
    assert time.monotonic() - started < 3


def test_redirects_share_one_deadline(web):
    def slow(connection):
        time.sleep(0.4)
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")

    web.replies["/again"] = Reply(write=slow)
    started = time.monotonic()
    with pytest.raises(ArticleError, match="too long to answer"):
        fetch(web, "/again", seconds=0.6)
    assert time.monotonic() - started < 3


def test_encrypted_nonsense_is_refused(web):
    address = web.url("/story").replace("http:", "https:")
    with pytest.raises(ArticleError, match=r"cannot be reached|broke off"):
        web.fetcher(seconds=3).fetch(address)


ROBOTS = {"Content-Type": "text/plain"}


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        pytest.param(b"User-agent: *\nDisallow: /private\n", True, id="elsewhere"),
        pytest.param(b"User-agent: *\nDisallow: /story\n", False, id="everybody"),
        pytest.param(b"User-agent: article-qa\nDisallow: /\n", False, id="by-name"),
        pytest.param(b"User-agent: Other\nDisallow: /\n", True, id="another"),
        pytest.param(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n", False, id="byte-order-mark"),
        pytest.param(b"\xff\xfe\x00" * 1000, True, id="nonsense"),
        pytest.param(b"Disallow: /\n", True, id="for-nobody"),
    ],
)
def test_the_rules_of_a_site_are_respected(web, rules, allowed):
    web.replies["/robots.txt"] = Reply(rules, headers=ROBOTS)
    if allowed:
        assert fetch(web, "/story").content == PAGE
        return
    with pytest.raises(ArticleError, match=r"robots\.txt"):
        fetch(web, "/story")
    assert [path for path, _ in web.requests] == ["/robots.txt"]


def test_rules_are_read_once_for_each_host(web):
    web.hosts["other.test"] = ["127.0.0.1"]
    web.replies["/there"] = redirect(web.url("/here", host="other.test"))
    web.replies["/here"] = redirect("/story")
    fetch(web, "/there")
    assert [path for path, _ in web.requests] == [
        *("/robots.txt", "/there"),
        *("/robots.txt", "/here", "/story"),
    ]


def test_rules_that_fail_to_come_allow_nothing(web):
    web.replies["/robots.txt"] = Reply(status=503)
    with pytest.raises(ArticleError, match="cannot answer now"):
        fetch(web, "/story")


def test_rules_that_are_far_too_long_are_read_in_part(web):
    web.replies["/robots.txt"] = Reply(
        b"User-agent: *\nDisallow: /story\n" + b"# more\n" * 200_000, headers=ROBOTS
    )
    with pytest.raises(ArticleError, match=r"robots\.txt"):
        fetch(web, "/story")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_as_an_address_is_fetched_or_refused(web, text):
    for address in (text, f"http://{text}", f"http://news.test/{text}"):
        try:
            web.fetcher(seconds=2).fetch(address)
        except ArticleError as error:
            assert str(error)  # noqa: PT017


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_as_an_answer_are_read_or_refused(web, answer, sound):
    opening = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    content = (opening if sound else b"") + answer
    web.replies["/any"] = Reply(write=lambda connection: connection.sendall(content))
    try:
        fetch(web, "/any", seconds=2)
    except ArticleError as error:
        assert str(error)  # noqa: PT017
