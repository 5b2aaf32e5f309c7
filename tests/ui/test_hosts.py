"""Under which names the page answers; all names but this computer's own are invented."""

import socket

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.hosts import HostsMiddleware, is_everywhere, is_loopback, list_names


def ask(headers, *, host="127.0.0.1", proxied=()):
    app = Starlette(routes=[Route("/", lambda _: PlainTextResponse("here"))])
    app.add_middleware(
        HostsMiddleware, names=list_names(host), proxied=proxied, any_address=is_everywhere(host)
    )
    with TestClient(app) as client:
        return client.get("/", headers=headers).status_code


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("127.0.0.1:7860", 200, id="loopback"),
        pytest.param("LOCALHOST", 200, id="capitals"),
        pytest.param("[::1]:1", 200, id="ipv6"),
        pytest.param("192.0.2.7", 400, id="address"),
        pytest.param("rebound.invalid", 400, id="name"),
        pytest.param("localhost.rebound.invalid", 400, id="longer-name"),
        pytest.param("rebound.invalid@localhost", 400, id="user"),
        pytest.param("localhost:1/x", 400, id="path"),
        pytest.param("localhost:x", 400, id="no-port"),
        pytest.param("[", 400, id="bracket"),
        pytest.param("", 400, id="empty"),
    ],
)
def test_a_page_for_this_computer_is_reached_by_its_names_alone(host, status):
    assert ask({"host": host}) == status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("192.0.2.7:7860", 200, id="address"),
        pytest.param("[2001:db8::7]", 200, id="ipv6"),
        pytest.param(socket.gethostname(), 200, id="own-name"),
        pytest.param("articles.invalid", 200, id="setting"),
        pytest.param("rebound.invalid", 400, id="name"),
        pytest.param("192.0.2.7.rebound.invalid", 400, id="name-like-an-address"),
        pytest.param("3221225991", 400, id="address-as-a-number"),
    ],
)
def test_a_page_for_all_is_reached_by_addresses_and_known_names(host, status):
    assert ask({"host": host}, host="0.0.0.0", proxied=["articles.invalid"]) == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        pytest.param("http://localhost:7860", 200, id="own"),
        pytest.param("https://articles.invalid", 200, id="by-a-proxy"),
        pytest.param("http://localhost:3000", 403, id="other-port"),
        pytest.param("http://elsewhere.invalid", 403, id="other-site"),
        pytest.param("null", 403, id="null"),
        pytest.param("file://localhost:7860", 403, id="file"),
        pytest.param("", 403, id="empty"),
    ],
)
def test_scripts_and_forms_of_other_pages_get_no_answer(origin, status):
    headers = {"host": "localhost:7860", "origin": origin}
    assert ask(headers, proxied=["articles.invalid"]) == status


def test_a_name_handed_on_is_checked_too():
    assert ask({"host": "localhost", "x-forwarded-host": "rebound.invalid"}) == 400


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.7", False),
        ("articles.invalid", False),
    ],
)
def test_what_only_this_computer_reaches(host, local):
    assert is_loopback(host) is local
