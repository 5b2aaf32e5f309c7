"""Adding to the library on the page, without a browser; every article here is invented."""

import base64
import time
from tempfile import gettempdir

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import HOSTILE, Outline
from invented_library import ANYTHING, BANK, LIGHTHOUSES, PAINTED, is_skipped, open_assistant, send

from qa.assistant import ArticleQA
from ui.panels import Panels
from ui.shelf import Shelf
from ui.visit import Visit

TIDE = "This article is invented. The tide mill of Velmora ground 8 tonnes of rye in May."
PAGE = f"""<!doctype html><html><head><title>A tide mill (invented)</title></head><body><article>
<h1>A tide mill (invented)</h1><p>{TIDE}</p><p>{"It was a quiet month at the mill. " * 12}</p>
<script>alert(1)</script></article></body></html>"""


def encode(content):
    return base64.b64encode(content if isinstance(content, bytes) else content.encode()).decode()


@pytest.fixture
def assistant(tmp_path):
    with open_assistant(tmp_path, LIGHTHOUSES, BANK) as opened:
        yield opened


@pytest.fixture
def shelf(assistant):
    return Shelf(assistant, Panels(assistant))


@pytest.fixture
def visit(assistant):
    begun = Panels(assistant).begin_visit()
    Panels(assistant).render_article(begun)
    return begun


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory):
    """A library that no test changes."""
    with open_assistant(tmp_path_factory.mktemp("shelf"), LIGHTHOUSES, BANK) as opened:
        yield opened


def visit_shelf(assistant):
    panels = Panels(assistant)
    visit = Visit(shown=panels.find_shown(None))
    panels.render_article(visit)
    return Shelf(assistant, panels), visit


def add(shelf, visit, **given):
    """Return how it went, and the rest of what the page is sent last."""
    *_, (status, *rest) = shelf.add(visit, send(given))
    return Outline(status).text, rest


@pytest.fixture(scope="module")
def growing(tmp_path_factory):
    """A library that one test adds to again and again."""
    with open_assistant(tmp_path_factory.mktemp("growing"), LIGHTHOUSES) as opened:
        yield opened


@given(ANYTHING, st.sampled_from(["address", "file", "text"]) | ANYTHING, ANYTHING)
def test_anything_may_be_sent_to_be_added(unchanged, data, way, value):
    shelf = Shelf(unchanged, Panels(unchanged))
    named = {"way": way, "address": value, "file": value, "text": "", "title": value}
    file = {"way": "file", "file": {"name": value, "data": value}}
    for sent in (data, named, file):
        *_, (status, *rest) = shelf.add(Visit(), send(sent))
        assert 'class="problem"' in status
        assert all(map(is_skipped, rest))
    assert len(unchanged.articles()) == 2


def test_pasted_text_is_added_and_shown(shelf, visit, assistant):
    told, (panel, library, scope, conversation, same) = add(
        shelf,
        visit,
        way="text",
        text=TIDE,
        title=" A tide mill ",
        outlet="The Invented Post",
        published="2031-02-05",
        url="https://invented.invalid/a",
    )
    added = assistant.articles()[-1]
    assert told == "Added: A tide mill"
    assert (added.title, added.outlet) == ("A tide mill", "The Invented Post")
    assert (added.published, added.url) == ("2031-02-05", "https://invented.invalid/a")
    assert same is visit
    assert visit.shown == added.id
    assert f'data-article="{added.id}"' in panel
    assert "A tide mill" in Outline(library).text
    assert "Asking all 3 articles" in Outline(scope).text
    assert "What would you like to know?" in conversation


def test_an_article_that_is_added_is_asked_too(shelf, visit, assistant):
    visit.chosen = (assistant.articles()[0].id,)
    add(shelf, visit, way="text", text=TIDE)
    assert visit.chosen == (assistant.articles()[0].id, visit.shown)
    add(shelf, visit, way="text", text=TIDE)
    assert len(visit.chosen) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("mill.txt", TIDE, id="text"),
        pytest.param("MILL.TXT", TIDE, id="capitals"),
        pytest.param("mill.md", TIDE, id="markdown"),
        pytest.param("../../../etc/x.txt", TIDE, id="path"),
        pytest.param("C:\\mill.txt", TIDE, id="drive"),
        pytest.param("\x00\ud800.txt", TIDE, id="no-name"),
        pytest.param("x" * 5_000 + ".txt", TIDE, id="long-name"),
        pytest.param("mill.html", PAGE, id="page"),
    ],
)
def test_a_file_is_added(shelf, visit, assistant, name, content):
    file = {"name": name, "data": encode(content)}
    told, _ = add(shelf, visit, way="file", file=file)
    assert told.startswith("Added: ")
    added = assistant.articles()[-1]
    assert "ground 8 tonnes of rye" in added.text
    assert "alert" not in added.text


@pytest.mark.parametrize(
    ("file", "told"),
    [
        pytest.param(None, "No file was chosen", id="none"),
        pytest.param({}, "No file was chosen", id="empty-mapping"),
        pytest.param("mill.txt", "No file was chosen", id="a-path"),
        pytest.param([], "No file was chosen", id="list"),
        pytest.param({"name": "mill.exe", "data": ""}, "cannot be read", id="program"),
        pytest.param({"name": "mill", "data": ""}, "cannot be read", id="no-suffix"),
        pytest.param({"name": ".txt", "data": ""}, "cannot be read", id="only-suffix"),
        pytest.param({"name": "mill.txt.exe", "data": ""}, "cannot be read", id="two-suffixes"),
        pytest.param({"name": "mill.txt/", "data": "!"}, "did not arrive", id="folder"),
        pytest.param({"name": 7, "data": ""}, "cannot be read", id="no-name"),
        pytest.param({"name": "mill.txt", "data": "Ä!"}, "did not arrive", id="no-base64"),
        pytest.param({"name": "mill.txt", "data": "abc"}, "did not arrive", id="cut-off"),
        pytest.param({"name": "mill.txt", "data": 7}, "is empty", id="no-data"),
        pytest.param({"name": "mill.txt", "data": encode(" ")}, "is empty", id="blank"),
        pytest.param({"name": "mill.txt", "data": encode(b"\xff\xfe\x00")}, "text", id="binary"),
        pytest.param({"name": "mill.txt", "data": encode(b"caf\xe9")}, "UTF-8", id="latin"),
        pytest.param({"name": "mill.txt", "data": encode(b"a" * 2_000_001)}, "2 MB", id="large"),
        pytest.param({"name": "mill.html", "data": encode("<p>")}, "", id="empty-page"),
    ],
)
def test_a_bad_file_is_said(unchanged, file, told):
    shelf, visit = visit_shelf(unchanged)
    said, rest = add(shelf, visit, way="file", file=file)
    assert told in said
    assert said
    assert gettempdir() not in said
    assert "article.txt" not in said
    assert all(map(is_skipped, rest))
    assert len(unchanged.articles()) == 2


def test_a_full_disk_is_said(unchanged, monkeypatch):
    shelf, visit = visit_shelf(unchanged)
    monkeypatch.setattr("tempfile.tempdir", "no-such-folder")
    said, _ = add(shelf, visit, way="file", file={"name": "mill.txt", "data": encode(TIDE)})
    assert "Paste the text" in said
    assert "no-such-folder" not in said


@pytest.mark.parametrize(
    "address",
    [
        "/etc/passwd",
        "etc/passwd",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        " file://localhost/etc/passwd",
        "https:/etc/passwd",
        "https:etc/passwd",
        "https://",
        "https:///etc/passwd",
        "https://../../etc/passwd",
        "http://127.0.0.1/",
        "http://localhost:1/",
        "http://[::1]/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "ftp://invented.invalid/a",
        "data:text/plain,This is invented.",
        "javascript:alert(1)",
        "gopher://invented.invalid",
        "//invented.invalid/a",
        "https://user:secret@invented.invalid/",
        "https://invented.invalid/" + "a" * 1_000_000,
        "~/.ssh/id_rsa",
        "..\\x.txt",
        "\x00",
        "https://\ud800/",
        "",
        " ",
    ],
    ids=lambda address: f"{address!r:.40}",
)
def test_no_path_and_nothing_near_is_ever_read(unchanged, address):
    shelf, visit = visit_shelf(unchanged)
    said, rest = add(shelf, visit, way="address", address=address)
    assert said
    assert "root:" not in said
    assert all(map(is_skipped, rest))
    assert len(unchanged.articles()) == 2


def test_the_text_of_an_address_is_no_address(shelf, visit, assistant, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("This is invented and secret.")
    for given_ in ({"way": "text", "text": str(secret)}, {"way": "file", "file": str(secret)}):
        add(shelf, visit, **given_)
    assert not any("secret." in article.text[:-4] for article in assistant.articles())


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        pytest.param({"text": ""}, "empty", id="empty"),
        pytest.param({"text": " \n\t "}, "empty", id="blank"),
        pytest.param({"text": None}, "empty", id="nothing"),
        pytest.param({"text": 7}, "empty", id="number"),
        pytest.param({"text": ["A line."]}, "empty", id="list"),
        pytest.param({}, "empty", id="no-text"),
        pytest.param({"text": "a\ud800"}, "half a character", id="half-a-letter"),
        pytest.param({"text": TIDE, "published": "yesterday"}, "date is not valid", id="date"),
        pytest.param({"text": TIDE, "published": "2031-99-99"}, "date is not valid", id="no-date"),
        pytest.param({"text": TIDE, "published": "\u0662"}, "date is not valid", id="digits"),
        pytest.param({"text": TIDE, "url": "javascript:alert(1)"}, "url", id="script"),
        pytest.param({"text": TIDE, "url": "/etc/passwd"}, "url", id="path"),
        pytest.param({"text": TIDE, "title": "a" * 9_000}, "longer than", id="long-title"),
        pytest.param({"text": TIDE, "outlet": "\ud800"}, "half a character", id="half-an-outlet"),
    ],
)
def test_bad_text_is_said(unchanged, given_, told):
    shelf, visit = visit_shelf(unchanged)
    said, rest = add(shelf, visit, way="text", **given_)
    assert told in said
    assert all(map(is_skipped, rest))
    assert len(unchanged.articles()) == 2


def test_what_is_no_text_is_not_known(shelf, visit, assistant):
    told, _ = add(shelf, visit, way="text", text=TIDE, title=7, outlet=[], published={}, url=None)
    assert told.startswith("Added: ")
    assert assistant.articles()[-1].outlet is None


def test_a_duplicate_is_said(shelf, visit, assistant):
    told, _ = add(shelf, visit, way="text", text=BANK)
    assert told.startswith("Already in the library: ")
    assert visit.shown == assistant.articles()[1].id
    file = {"name": "bank.txt", "data": encode(BANK)}
    assert add(shelf, visit, way="file", file=file)[0].startswith("Already in the library: ")
    assert len(assistant.articles()) == 2


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_shown_as_text(growing, text):
    shelf, visit = visit_shelf(growing)
    text = text.encode("utf-8", "replace").decode()
    *_, last = shelf.add(visit, send({"text": f"It was {text}", "title": text, "outlet": text}))
    shown = {name for value in last[:-1] for name, _ in Outline(value).tags}
    assert not shown & {"script", "img", "iframe", "svg", "style"}
    assert 'class="said"' in last[0]


def test_how_far_it_is_is_told(tmp_path, bag):
    long = "\n".join(f"This line {number} is invented and says little." for number in range(400))

    class Slow:
        name, dimensions = bag.name, bag.dimensions

        def embed(self, texts):
            time.sleep(0.03)
            return bag.embed(texts)

    with ArticleQA.open(tmp_path / "library", embedder=Slow()) as assistant:
        shelf = Shelf(assistant, Panels(assistant))
        *going, last = shelf.add(None, send({"way": "text", "text": long}))
    assert going
    bars = [Outline(status).list_values("value") for status, *_ in going]
    assert all(len(values) == 1 for values in bars)
    assert bars == sorted(bars, key=lambda values: int(values[0]))
    assert all(is_skipped(value) for _, *rest in going for value in rest)
    assert "<progress" not in last[0]
    assert last[0].startswith('<p class="said"')


def test_the_first_article_of_an_empty_library_comes_on_the_page(tmp_path):
    with open_assistant(tmp_path) as assistant:
        panels = Panels(assistant)
        visit = panels.begin_visit()
        assert visit.shown is None
        assert "There is no article yet" in panels.render_article(visit)
        told, (panel, *_) = add(Shelf(assistant, panels), visit, way="text", text=LIGHTHOUSES)
        assert told.startswith("Added: ")
        assert "lighthouses" in panel


def test_adding_does_not_disturb_a_conversation(shelf, visit):
    visit.begin(PAINTED)
    _, (*_, conversation, _) = add(shelf, visit, way="text", text=TIDE)
    assert PAINTED in Outline(conversation).text
