"""The bounds of the server, each reached in a small application."""

import asyncio
import contextlib

import httpx
import pytest
from loops import run_alone
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from ui.limits import LimitsMiddleware

HELD = "/gradio_api/heartbeat/a"


async def say_size(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{len(await request.body())} {request.url.query}")


def make_app(**limits):
    app = Starlette()
    app.add_route("/{path:path}", say_size, methods=["GET", "POST", "PUT", "DELETE", "OPTIONS"])
    return LimitsMiddleware(app, **limits)


def send(app, method, path, **content):
    async def run():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, **content)

    return run_alone(run())


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/config"),
        ("GET", "/assets/a/b.js"),
        ("GET", "/alive"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/heartbeat/abc123"),
        ("GET", "/gradio_api/queue/data"),
        ("GET", "/gradio_api/call/ask/00ff"),
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/run/predict"),
        ("POST", "/login"),
    ],
)
def test_what_the_page_needs_is_open(method, path):
    assert send(make_app(), method, path).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/upload_progress"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/gradio_api/proxy=http://outside.invalid"),
        ("GET", "/gradio_api/call/ask/../../file=x"),
        ("POST", "/gradio_api/stream/0"),
        ("GET", "/gradio_api/stream/a/b/1/playlist.m3u8"),
        ("POST", "/gradio_api/component_server"),
        ("GET", "/gradio_api/custom_component/a/client/b/c"),
        ("POST", "/gradio_api/call/reply"),
        ("POST", "/gradio_api/run/reply"),
        ("POST", "/gradio_api/api/predict"),
        ("GET", "/gradio_api/token"),
        ("GET", "/gradio_api/user"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/runs"),
        ("POST", "/gradio_api/run-history/connect"),
        ("GET", "/gradio_api/mcp/sse"),
        ("POST", "/gradio_api/vibe-code"),
        ("POST", "/gradio_api/process_recording"),
        ("GET", "/gradio_api/dev/reload"),
        ("GET", "/monitoring"),
        ("GET", "/manifest.json"),
        ("GET", "/robots.txt"),
        ("GET", "/docs"),
        ("PUT", "/"),
        ("DELETE", "/config"),
        ("OPTIONS", "/gradio_api/queue/join"),
        ("POST", "/"),
        ("GET", "/logout"),
    ],
)
def test_what_the_page_does_not_need_is_not_there(method, path):
    assert send(make_app(), method, path).status_code == 404


async def stream_of(size, piece=1000):
    for _ in range(size // piece):
        yield b"x" * piece


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"content": b"x" * 11_000}, id="announced"),
        pytest.param({"content": stream_of(11_000)}, id="streamed"),
        pytest.param(
            {"content": stream_of(11_000), "headers": {"Content-Length": "10"}}, id="belied"
        ),
        pytest.param({"content": b"", "headers": {"Content-Length": "9" * 5000}}, id="endless"),
    ],
)
def test_a_body_that_is_too_large_is_refused(content):
    refused = send(make_app(max_body_bytes=10_000), "POST", "/login", **content)
    assert refused.status_code == 413
    assert "larger than 0.01 MB" in refused.json()["detail"]


def test_a_body_within_the_bounds_arrives_whole():
    app = make_app(max_body_bytes=10_000)
    assert send(app, "POST", "/login", content=stream_of(10_000)).text.startswith("10000")


def test_bodies_are_bounded_together():
    app = make_app(max_bodies_bytes=5_000)
    refused = send(app, "POST", "/login", content=b"x" * 6_000)
    assert refused.status_code == 503
    assert "busy" in refused.json()["detail"]
    assert send(app, "POST", "/login", content=b"x" * 4_000).status_code == 200


def test_a_body_that_does_not_come_is_not_waited_for():
    async def never():
        yield b"x"
        await asyncio.sleep(60)

    refused = send(make_app(max_body_seconds=0.05), "POST", "/login", content=never())
    assert refused.status_code == 408
    assert "too long to arrive" in refused.json()["detail"]


def hold(requests, **limits):
    """Keep streams open for the first requests; return what the others got meanwhile, and after.

    A request is the address of a client and a path.
    """

    async def run():
        begun, end = asyncio.Semaphore(0), asyncio.Event()

        async def wait(scope, receive, send):
            if "heartbeat" in scope["path"]:
                begun.release()
                await end.wait()
            await PlainTextResponse("end")(scope, receive, send)

        app = LimitsMiddleware(wait, **limits)

        async def get(address, path):
            transport = httpx.ASGITransport(app=app, client=(address, 1))
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost"
            ) as client:
                return await client.get(path)

        *first, last = requests
        held = [asyncio.create_task(get(address, HELD)) for address in first]
        for _ in held:
            await begun.acquire()
        refused = [await get(last, path) for path in (HELD, "/gradio_api/queue/data", "/")]
        config = await get(last, "/config")
        end.set()
        assert [reply.status_code for reply in await asyncio.gather(*held)] == [200] * len(held)
        assert app._streams.total() == len(app._streams) == 0
        assert (config.status_code, (await get(last, HELD)).status_code) == (200, 200)
        return refused

    return run_alone(asyncio.wait_for(run(), 20))


@pytest.mark.parametrize(
    ("addresses", "limits", "told"),
    [
        pytest.param(
            ["192.0.2.1", "192.0.2.2"], {"max_streams": 1}, "Too many visitors", id="together"
        ),
        pytest.param(
            ["192.0.2.1", "192.0.2.2", "192.0.2.1"],
            {"max_streams_of_client": 1},
            "at your address",
            id="of-a-client",
        ),
        pytest.param(
            ["2001:db8::1", "2001:db8::2"],
            {"max_streams_of_client": 1},
            "at your address",
            id="of-a-network",
        ),
    ],
)
def test_streams_are_bounded_and_given_back(addresses, limits, told):
    beat, data, page = hold(addresses, **limits)
    assert (beat.status_code, data.status_code, page.status_code) == (503, 503, 503)
    assert told in beat.json()["detail"]
    # Without its streams the page would stay empty: what is wrong stands there instead.
    assert page.headers["content-type"].startswith("text/plain")
    assert told in page.text


def test_one_client_leaves_the_others_their_streams():
    requests = ["192.0.2.1"] * 64
    assert "at your address" in hold([*requests, "192.0.2.1"])[2].text


@pytest.mark.parametrize("cause", [HTTPException(404), None])
def test_a_stream_of_a_session_that_is_gone_ends_in_order(cause):
    async def fail(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"gone", "more_body": True})
        raise RuntimeError("already started") from cause

    app = LimitsMiddleware(fail)
    if cause is None:
        with pytest.raises(RuntimeError, match="already started"):
            send(app, "GET", HELD)
    else:
        assert send(app, "GET", HELD).text == "gone"
    assert app._streams.total() == 0


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("page=x", ""),
        ("q=a&page=x&s=17&deep_link=y", "q=a&s=17"),
        ("p%61ge=x&q=%C3%A9", "q=%C3%A9"),
        ("q=a%20b", "q=a+b"),
        ("q=a&s=1", "q=a&s=1"),
    ],
)
def test_what_gradio_would_take_for_its_own_is_left_out(query, left):
    assert send(make_app(), "GET", f"/?{query}").text == f"0 {left}"


def test_a_web_socket_is_refused():
    sent = []

    async def run():
        async def receive():
            return {"type": "websocket.connect"}

        async def note(message):
            sent.append(message)

        await make_app()({"type": "websocket", "path": "/"}, receive, note)

    with contextlib.suppress(asyncio.CancelledError):
        run_alone(run())
    assert sent == [{"type": "websocket.close", "code": 1008}]
