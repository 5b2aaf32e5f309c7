"""What is refused before Gradio sees it; each would end in a traceback there."""

import json

import httpx
import pytest
from asked import FACT
from serving import served

EVENTS = ("queue/join", "run/predict")
BODIES = (*EVENTS, "cancel", "reset", "call/ask", "call/v2/ask")
FILE = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("bodies")


@pytest.fixture(scope="module")
def client(folder):
    with (
        served(folder, "--port", "0") as address,
        httpx.Client(base_url=address, trust_env=False, timeout=20) as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def events(client):
    return {event["id"]: event for event in client.get("/config").json()["dependencies"]}


@pytest.fixture(autouse=True)
def complaints(folder, client):
    """Nothing may be complained of in the log, whatever is sent."""
    yield
    assert (folder / "stderr.txt").read_text() == ""


def post(client, path, content):
    headers = {"Content-Type": "application/json"}
    return client.post(f"gradio_api/{path}", content=content, headers=headers)


def assert_refused(reply, told=""):
    assert reply.status_code == 400
    assert told in reply.json()["detail"]
    assert "\n" not in reply.json()["detail"]
    assert len(reply.text) < 200


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="nothing"),
        pytest.param("{", id="half"),
        pytest.param("[]", id="list"),
        pytest.param("null", id="null"),
        pytest.param('{"data": [1e999], "fn_index": 1e999}', id="infinite"),
        pytest.param('{"event_id": NaN, "session_hash": -1e999}', id="no-number"),
        pytest.param('{"data": ' + "[" * 90_000 + "]" * 90_000 + "}", id="bottomless"),
        pytest.param('{"data": ' + "[" * 200 + "]" * 200 + "}", id="deep"),
        pytest.param("{}".encode("utf-16"), id="utf-16"),
        pytest.param(b'{"data": "\xff"}', id="not-utf-8"),
        pytest.param(json.dumps({"data": [FILE], "fn_index": 0}), id="file"),
        pytest.param("{}", id="empty"),
    ],
)
def test_what_no_event_can_have_sent_is_refused(client, path, content):
    assert_refused(post(client, path, content))


@pytest.mark.parametrize("path", EVENTS)
@pytest.mark.parametrize("number", [-1, 999, 10**30, "0", 1.0, True, None, [], {}])
def test_an_event_that_is_not_there_is_refused(client, path, number):
    sent = json.dumps({"data": [], "fn_index": number, "session_hash": "a"})
    assert_refused(post(client, path, sent), "no such event")


@pytest.mark.parametrize("path", EVENTS)
def test_an_event_of_the_browser_alone_is_refused(client, events, path):
    alone = [number for number, event in events.items() if not event["backend_fn"]]
    assert alone
    for number in alone:
        sent = {"data": [None] * len(events[number]["inputs"]), "fn_index": number}
        assert_refused(post(client, path, json.dumps(sent)), "no such event")


@pytest.mark.parametrize("path", EVENTS)
def test_another_number_of_values_is_refused(client, events, path):
    for number, event in events.items():
        count = len(event["inputs"])
        wrong = [["x" * 1000] * size for size in {0, 1, 9, count - 1, count + 1} - {count, -1}]
        for data in (*wrong, "x" * count, None):
            sent = {"data": data, "fn_index": number, "session_hash": "a"}
            assert_refused(post(client, path, json.dumps(sent)))


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"event_data": FILE}, id="file"),
        pytest.param({"event_data": {"a": [{"path": "x", "meta": 1}]}}, id="inner-file"),
        pytest.param({"session_hash": 7}, id="session-number"),
        pytest.param({"session_hash": "x" * 65}, id="session-long"),
        pytest.param({"session_hash": "\ud800"}, id="session-half"),
        pytest.param({"trigger_id": "x"}, id="trigger"),
        pytest.param({"event_id": 1}, id="event"),
        pytest.param({"oauth_token": {}}, id="token"),
        pytest.param({"batched": True}, id="batched"),
        pytest.param({"simple_format": "yes"}, id="format"),
    ],
)
def test_a_field_of_another_kind_is_refused(client, more):
    sent = {"data": [], "fn_index": 1, "session_hash": "a", **more}
    assert_refused(post(client, "queue/join", json.dumps(sent)))


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("call/ask", {"data": []}),
        ("call/ask", {"data": ["Who?"]}),
        ("call/ask", {"data": ["Who?", None, None]}),
        ("call/v2/ask", {"question": "Who?", "more": 1}),
        ("call/v2/ask", {"article": "a"}),
        ("cancel", {"session_hash": "a", "fn_index": True, "event_id": "b"}),
        ("reset", {"event_id": 1}),
    ],
)
def test_a_program_is_told_in_one_line(client, path, sent):
    assert_refused(post(client, path, json.dumps(sent)))


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("call/ask", {"data": [FACT, None]}),
        ("call/ask", {"data": [FACT, ""], "session_hash": "a-program"}),
        ("call/v2/ask", {"question": FACT}),
        ("call/v2/ask", {"question": f"\ud800 {FACT}", "article": None}),
    ],
)
def test_what_is_in_order_is_answered(client, path, sent):
    begun = post(client, path, json.dumps(sent))
    assert begun.status_code == 200
    told = client.get(f"gradio_api/{path}/{begun.json()['event_id']}")
    if "session_hash" not in sent:
        assert "event: complete" in told.text


@pytest.mark.parametrize("path", ["queue/data?session_hash=nobody", "call/ask/00ff"])
def test_a_session_that_is_gone_is_told(client, path):
    assert "404: Not Found" in client.get(f"gradio_api/{path}").text
