"""What the server sends and refuses; the questions are about an invented article."""

import socket

import httpx
import pytest

from index.errors import AppError
from ui.server import serve

NOBODY = None  # the address is refused before anybody would be asked


@pytest.fixture
def client(address):
    with httpx.Client(base_url=address, trust_env=False, timeout=20) as opened:
        yield opened


def call(client, endpoint, *values):
    """Call an endpoint of the page's interface; return the text of its event stream."""
    begun = client.post(f"gradio_api/call/{endpoint}", json={"data": list(values)})
    assert begun.status_code == 200, begun.text
    return client.get(f"gradio_api/call/{endpoint}/{begun.json()['event_id']}").text


def test_every_response_carries_the_policy(client):
    for path in ("/", "/config", "/favicon.ico", "/no-such-page"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_the_refusal_of_a_host_carries_the_policy(client):
    refused = client.get("/", headers={"Host": "testserver"})
    assert refused.status_code == 400
    assert "default-src 'self'" in refused.headers["content-security-policy"]
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_the_page_names_no_other_host_to_load_from(client):
    assert "fonts.googleapis" not in client.get("/").text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("127.0.0.1", 200, id="address"),
        pytest.param("localhost:7860", 200, id="name"),
        pytest.param("[::1]:7860", 200, id="ipv6"),
        pytest.param("outside.invalid", 400, id="other"),
        pytest.param("", 400, id="none"),
    ],
)
def test_only_known_hosts_are_answered(client, host, status):
    assert client.get("/", headers={"Host": host}).status_code == status


def test_only_the_interface_that_is_meant_is_public(client):
    endpoints = client.get("/gradio_api/info").json()
    assert list(endpoints["named_endpoints"]) == ["/ask"]
    assert endpoints["unnamed_endpoints"] == {}


def test_asking_by_program_gives_the_whole_answer(client):
    stream = call(client, "ask", "How many lighthouses did Jo Quill paint on Monday?", None)
    assert "event: complete" in stream
    for part in ('"status": "answered"', '"quote"', "47 lighthouses", '"verdict"'):
        assert part in stream


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(["", None], id="empty"),
        pytest.param(["why " * 25_000, None], id="long"),
        pytest.param(["Who painted?", "no-such-article"], id="no-such-article"),
    ],
)
def test_a_bad_question_by_program_is_refused_without_a_traceback(client, values):
    stream = call(client, "ask", *values)
    assert "event: error" in stream
    assert "Traceback" not in stream


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/file=/etc/passwd",
        "gradio_api/file=../pyproject.toml",
        "docs",
        "openapi.json",
        "monitoring",
    ],
)
def test_nothing_else_is_served(client, path):
    assert client.get(path).status_code in {403, 404}


def test_a_large_upload_is_refused(client):
    files = {"files": ("a.txt", b"x" * 3_000_000)}
    assert client.post("gradio_api/upload", files=files).status_code == 413


def test_a_port_in_use_is_said_plainly():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AppError, match=f"127.0.0.1:{port}.*choose another with --port"):
            serve(NOBODY, port=port)


@pytest.mark.parametrize("port", [-1, 65_536, 99_999_999])
def test_an_impossible_port_is_said_plainly(port):
    with pytest.raises(AppError, match=f"{port} is not a port"):
        serve(NOBODY, port=port)


def test_an_impossible_address_is_said_plainly():
    with pytest.raises(AppError, match="cannot be served"):
        serve(NOBODY, host="192.0.2.1", port=0)
