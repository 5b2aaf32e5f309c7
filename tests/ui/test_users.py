"""Signing in, to a small application and to the real page; users and passwords are invented."""

import asyncio
import re

import httpx
import pytest
from loops import run_alone
from serving import ASK, run_python, served
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from qa.passwords import hash_password
from ui.users import LoginMiddleware, Tries

PASSWORD = "four invented words here"
BROWSER = {"accept": "text/html,*/*"}
QUESTION = "How many countries have been involved at the planning meetings?"


@pytest.fixture(scope="module")
def users():
    return {"ada": hash_password(PASSWORD)}


@pytest.fixture
def client(users):
    app = Starlette()
    app.add_route("/{path:path}", lambda request: PlainTextResponse(str(request.scope["user"])))
    app.add_middleware(LoginMiddleware, users=users)
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


def sign_in(client, *, password=PASSWORD, headers=(), **fields):
    data = {"username": "ada", "password": password, **fields}
    return client.post("/login", data=data, headers=dict(headers))


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/queue/join", "/gradio_api/cancel"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_is_given_to_nobody(client, method, path):
    client.cookies.set("article_qa_session", "guessed")
    refused = client.request(method, path)
    assert refused.status_code == 401
    assert "/login" in refused.json()["detail"]


def test_a_visitor_is_led_to_the_login_and_back(client):
    led = client.get("/?article=a&q=%22b%22", headers=BROWSER)
    assert (led.status_code, led.headers["location"]) == (303, "/login?article=a&q=%22b%22")
    page = client.get(led.headers["location"], headers=BROWSER).text
    query = re.search(r'name="query" value="([^"]*)"', page)[1].replace("&amp;", "&")
    signed_in = sign_in(client, headers=BROWSER, query=query)
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/?article=a&q=%22b%22")
    assert client.get("/").text == "ada"
    assert client.get("/login", headers=BROWSER).headers["location"] == "/"


def test_the_session_is_out_of_reach_of_scripts_and_other_sites(client):
    cookie = sign_in(client).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    client.base_url = "https://testserver"
    assert "Secure" in sign_in(client).headers["set-cookie"]


def test_signing_out_ends_the_session(client):
    sign_in(client)
    token = client.cookies["article_qa_session"]
    assert client.post("/logout").headers["location"] == "/login"
    client.cookies.set("article_qa_session", token)
    assert client.get("/").status_code == 401


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"password": "wrong"}, id="password"),
        pytest.param({"username": "ben"}, id="user"),
        pytest.param({"username": "<script>alert(1)</script>"}, id="script"),
        pytest.param({"password": "x" * 100_000}, id="long"),
        pytest.param({f"field{number}": "x" for number in range(20)}, id="fields"),
    ],
)
def test_what_is_wrong_is_not_said(client, fields):
    refused = sign_in(client, headers=BROWSER, **fields)
    assert refused.status_code == 401
    assert "The name or the password is wrong." in refused.text
    assert "script" not in refused.text
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize("query", ['"><script>', "x\r\nSet-Cookie: a=b", "//outside.invalid"])
def test_the_way_back_leads_only_to_this_page(client, query):
    assert "<script" not in client.get("/login", params={"q": query}).text
    assert "<script" not in sign_in(client, headers=BROWSER, password="x", query=query).text
    signed_in = sign_in(client, headers=BROWSER, query=query)
    assert signed_in.headers["location"].startswith("/?")
    assert signed_in.cookies.get("a") is None


def test_tries_are_limited_and_nobody_is_locked_out_for_ever(client):
    for _ in range(10):
        assert sign_in(client, password="wrong").status_code == 401
    refused = sign_in(client)
    assert refused.status_code == 429
    assert refused.json()["detail"] == "Too many tries. Wait 10 minutes, then try again."
    assert 0 < int(refused.headers["retry-after"]) <= 601


def test_tries_at_the_same_time_are_counted_too(users):
    app = LoginMiddleware(PlainTextResponse("here"), users=users)

    async def run():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            data = {"username": "ada", "password": "wrong"}
            replies = await asyncio.gather(*(client.post("/login", data=data) for _ in range(14)))
            return sorted(reply.status_code for reply in replies)

    assert run_alone(run()) == [401] * 10 + [429] * 4


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def test_each_client_has_its_own_tries_and_all_have_some_together():
    clock = Clock()
    tries = Tries(per_client=(2, 600.0), together=(3, 60.0), clock=clock)
    assert [tries.begin("192.0.2.1") for _ in range(3)] == [0, 0, 601]
    assert [tries.begin(f"192.0.2.{number}") for number in (2, 3)] == [0, 61]
    clock.now += 61
    assert [tries.begin(f"192.0.2.{number}") for number in (1, 2, 3)] == [540, 0, 0]
    clock.now += 600
    assert tries.begin("192.0.2.1") == 0


def test_a_try_that_succeeds_does_not_count():
    tries = Tries(per_client=(1, 600.0))
    for _ in range(5):
        assert tries.begin("192.0.2.1") == 0
        tries.forgive("192.0.2.1")


def test_the_clients_that_are_remembered_are_bounded():
    tries = Tries(together=(5, 60.0), clock=Clock())
    for number in range(200):
        tries.begin(f"192.0.2.{number}")
    assert len(tries._of_client) <= 50


@pytest.fixture(scope="module")
def guarded(tmp_path_factory, users):
    with served(
        tmp_path_factory.mktemp("guarded"), "--port", "0", UI_USERS=f"ada:{users['ada']}"
    ) as address:
        yield address


def test_the_page_itself_is_behind_the_login(guarded):
    with httpx.Client(base_url=guarded, trust_env=False) as client:
        for path in ("", "config", "gradio_api/info", "gradio_api/heartbeat/a", "theme.css"):
            assert client.get(path).status_code == 401
        for path in ("queue/join", "cancel", "call/ask", "run/predict"):
            assert client.post(f"gradio_api/{path}", json={"data": []}).status_code == 401
        assert client.get("alive").json()["user"] is None


@pytest.mark.parametrize(
    ("auth", "told"),
    [
        pytest.param((), "refused: ", id="nobody"),
        pytest.param(("ada", "wrong"), "refused: ", id="wrong"),
        pytest.param(("ada", PASSWORD), "Up to 30 countries", id="user"),
    ],
)
def test_gradio_client_signs_in_and_asks(guarded, auth, told):
    assert told in run_python(ASK, guarded, QUESTION, *auth)


@pytest.mark.parametrize(("trusted", "last"), [("", 429), ("127.0.0.1", 401)])
def test_only_a_proxy_that_is_named_says_where_a_visitor_comes_from(tmp_path, users, trusted, last):
    settings = {"UI_USERS": f"ada:{users['ada']}", "FORWARDED_ALLOW_IPS": trusted}
    with (
        served(tmp_path, "--port", "0", **settings) as address,
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        replies = [
            sign_in(client, password="wrong", headers={"X-Forwarded-For": f"192.0.2.{number}"})
            for number in range(11)
        ]
    assert [reply.status_code for reply in replies] == [401] * 10 + [last]
