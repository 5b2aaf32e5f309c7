"""What the server sends and refuses; the questions are about an invented article."""

import asyncio
import socket

import httpx
import pytest
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from loops import run_alone
from serving import ASK, ROOT, ROUTES, run_python, served

from index.errors import AppError
from ui.server import _say_alive, serve

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
        assert headers["referrer-policy"] == "same-origin"


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


def test_the_page_belongs_to_this_start_of_the_server(client):
    alive = client.get("/alive").json()
    assert alive["server"] in client.get("/").text
    assert alive["user"] is None


def test_being_alive_takes_no_thread():
    app = FastAPI()
    app.state.server = "this one"
    app.add_api_route("/alive", _say_alive)

    async def run():
        limiter = current_default_thread_limiter()
        for _ in range(int(limiter.total_tokens)):
            limiter.acquire_on_behalf_of_nowait(object())
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await asyncio.wait_for(client.get("/alive"), 10)

    assert run_alone(run()).json() == {"server": "this one", "user": None}


def test_the_page_carries_every_asset(client):
    head = client.get("/config").json()["head"]
    assets = [path for path in (ROOT / "ui" / "assets").iterdir() if path.is_file()]
    assert {path.suffix for path in assets} == {".css", ".js"}
    for path in assets:
        assert path.read_text() in head, path.name


def test_gradio_client_finds_and_asks_the_one_endpoint(address):
    told = run_python(ASK, address, "How many lighthouses did Jo Quill paint on Monday?")
    assert "47 lighthouses" in told


def test_no_event_of_the_page_can_be_called_by_its_name(client):
    events = client.get("/config").json()["dependencies"]
    assert len(events) > 1
    for name in {event["api_name"] for event in events if event["api_name"]} - {"ask"}:
        for path in (f"call/{name}", f"call/v2/{name}", f"run/{name}", f"api/{name}"):
            assert client.post(f"gradio_api/{path}", json={"data": []}).status_code == 404


def test_no_other_route_of_gradio_is_served(client):
    meant = {
        *("/", "/config", "/config/", "/favicon.ico", "/theme.css", "/login", "/login/"),
        *("/assets/{path:path}", "/static/{path:path}", "/svelte/{path:path}"),
        *("/gradio_api/info", "/gradio_api/info/", "/gradio_api/app_id", "/gradio_api/app_id/"),
        *("/gradio_api/startup-events", "/gradio_api/theme.css", "/gradio_api/queue/join"),
        *("/gradio_api/heartbeat/{session_hash}", "/gradio_api/queue/data", "/gradio_api/cancel"),
        *("/gradio_api/reset", "/gradio_api/reset/"),
    }
    closed = [(method, path) for method, path in run_python(ROUTES) if path not in meant]
    assert len(closed) > 30
    for method, path in closed:
        path = path.replace("{", "").replace("}", "")
        assert client.request(method, path).status_code == 404, path


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/file=/etc/passwd",
        "gradio_api/file=../pyproject.toml",
        "docs",
        "openapi.json",
        "monitoring",
        "manifest.json",
    ],
)
def test_nothing_else_is_served(client, path):
    assert client.get(path).status_code == 404


def test_nothing_can_be_uploaded(client):
    files = {"files": ("a.txt", b"x")}
    assert client.post("gradio_api/upload", files=files).status_code == 404


@pytest.mark.parametrize("path", ["gradio_api/queue/join", "gradio_api/call/ask"])
def test_a_large_request_is_refused_plainly(client, path):
    def stream():
        for _ in range(50):
            yield b" " * 100_000

    for content in (b" " * 5_000_000, stream()):
        refused = client.post(path, content=content)
        assert refused.status_code == 413
        assert refused.json() == {"detail": "The request is larger than 4 MB. Send less at once."}
        assert "default-src 'self'" in refused.headers["content-security-policy"]


@pytest.mark.parametrize("query", ["?page=x", "?deep_link=x", "?page=%00"])
def test_what_gradio_reads_from_an_address_changes_nothing(client, query):
    assert client.get(f"/{query}").status_code == 200


@pytest.mark.parametrize("origin", ["http://outside.invalid", "http://127.0.0.1:1", "null"])
def test_another_page_cannot_send_anything(client, origin):
    headers = {"Origin": origin}
    refused = client.post("gradio_api/queue/join", json={"data": []}, headers=headers)
    assert refused.status_code == 403
    assert "access-control-allow-origin" not in refused.headers


def test_a_page_for_all_warns_and_answers_known_names_alone(tmp_path):
    with served(
        tmp_path, "--host", "0.0.0.0", "--port", "0", UI_HOSTS="articles.invalid"
    ) as address:
        own = address.replace("0.0.0.0", "127.0.0.1")
        with httpx.Client(base_url=own, trust_env=False) as client:
            for host, status in (
                ("articles.invalid", 200),
                ("192.0.2.7:7860", 200),
                ("rebound.invalid", 400),
            ):
                assert client.get("alive", headers={"Host": host}).status_code == status
    complaint = (tmp_path / "stderr.txt").read_text()
    assert "can read and change the library" in complaint
    assert "article-qa password NAME" in complaint


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
