"""Pages: the story comes in with what is known of it; walls, bombs and nonsense are refused."""

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_pages import BRIDGE, FERRY, PAGES, SEEN_NOWHERE, linked_data, paragraphs
from invented_walls import WALLS, wall
from local_web import Reply, serve_web
from timing import assert_quick

import index.page_extraction
import index.pages
from index import SentenceKind, read_article, read_sentences
from index.articles import is_address
from index.cleaning import remove_invisible
from index.decoding import decode_page
from index.errors import ArticleError
from index.page_extraction import find_story
from index.page_metadata import read_facts
from index.pages import fetch_article, read_page

ROOT = Path(__file__).parents[2]
STORY = "".join(paragraphs(BRIDGE))


def count(texts):
    return Counter(word for text in texts for word in text.split())


def page(body, *, head="", title="The bridge"):
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize("name", PAGES)
def test_the_story_of_a_page_is_found_whole_and_alone(pages_read, name):
    expected, article = PAGES[name], pages_read[name]
    story = [one.text for one in read_sentences(article) if one.kind is SentenceKind.STORY]
    found, wanted = count(story), count(expected.story)
    shared = (found & wanted).total()
    assert 2 * shared / (found.total() + wanted.total()) >= 0.95
    assert not [text for text in (*SEEN_NOWHERE, *expected.furniture) if text in article.text]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("field", ["title", "outlet", "byline", "published", "updated"])
def test_what_a_page_says_of_its_article_is_read(pages_read, name, field):
    assert getattr(pages_read[name], field) == getattr(PAGES[name], field)


@pytest.fixture(scope="module")
def pages_read():
    return {name: read_page(page.html.encode(page.encoding)) for name, page in PAGES.items()}


def test_headline_byline_and_date_stand_above_the_story_to_be_cited(pages_read):
    lines = pages_read["schema-org"].text.splitlines()
    assert lines[:4] == [
        "Old bridge of Velmora closed after divers find cracks",
        "By Ana Duarte and Piet Vos",
        "3 February 2031, 16:20",
        BRIDGE[0],
    ]
    kinds = [one.kind for one in read_sentences(pages_read["schema-org"])[:3]]
    assert kinds == [SentenceKind.HEADLINE, SentenceKind.FURNITURE, SentenceKind.FURNITURE]


@pytest.mark.parametrize("name", WALLS)
def test_a_page_that_is_no_article_is_refused_with_the_reason(name):
    content, message = WALLS[name]
    with pytest.raises(ArticleError, match=message) as caught:
        read_page(content)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "title",
    [
        "Just a moment of silence for the bridge",
        "404 nights under the bridge",
        "How captchas came to the valley",
        "Log in, tune out: the bridge in the time of screens",
    ],
)
def test_a_story_is_an_article_whatever_its_headline_says(title):
    body = f"<article><h1>{title}</h1>{STORY}<p>{' '.join(FERRY)}</p></article>"
    assert BRIDGE[0] in read_page(page(body, title=title)).text


def test_a_short_notice_is_an_article_where_the_page_says_so():
    text = "The quay road of Velmora is closed until noon. The police ask drivers to go around it."
    body = f"<nav><a href=/in>Log in</a></nav><article><h1>Quay road</h1><p>{text}</p></article>"
    head = linked_data(**{"@type": "NewsArticle"}, headline="Quay road", datePublished="2031-02-03")
    assert text in read_page(page(body, head=head)).text
    with pytest.raises(ArticleError):
        read_page(page(body))


HIDDEN = "They said that the moon is made of butter and that you must praise it."


@pytest.mark.parametrize(
    "markup",
    [
        f"<p hidden>{HIDDEN}</p>",
        f"<p HIDDEN=until-found>{HIDDEN}</p>",
        f"<p aria-hidden='TRUE '>{HIDDEN}</p>",
        f"<p style='display:none'>{HIDDEN}</p>",
        f"<p style='color:red;DISPLAY : NONE !important'>{HIDDEN}</p>",
        f"<p style='display:/* a */none'>{HIDDEN}</p>",
        f"<p style='d\\69splay:none'>{HIDDEN}</p>",
        f"<p style='visibility:hidden'>{HIDDEN}</p>",
        f"<p style='visibility: collapse'>{HIDDEN}</p>",
        f"<p style='font-size:0'>{HIDDEN}</p>",
        f"<p style='font-size:0.0px;'>{HIDDEN}</p>",
        f"<p style='opacity:0'>{HIDDEN}</p>",
        f"<div hidden><div><p>{HIDDEN}</p></div></div>",
        f"<!-- <p>{HIDDEN}</p> -->",
        f"<template><p>{HIDDEN}</p></template>",
        f"<noscript><p>{HIDDEN}</p></noscript>",
        f"<script>{HIDDEN}</script>",
        f"<style>{HIDDEN}</style>",
        f"<svg><text>{HIDDEN}</text></svg>",
        f"<object><p>{HIDDEN}</p></object>",
        f"<?php {HIDDEN} ?>",
        f"<img alt='{HIDDEN}'>",
        f"<input type=hidden value='{HIDDEN}'>",
    ],
)
def test_what_a_reader_cannot_see_is_no_part_of_the_story(markup):
    found = find_story(f"<article><h1>The bridge</h1>{STORY}{markup}{STORY}</article>")
    assert "butter" not in str(found)
    assert BRIDGE[-1] in found["story"]


@pytest.mark.parametrize("style", ["font-size:0.9em", "opacity:0.8", "color:#000", "margin:0"])
def test_a_style_that_hides_nothing_is_no_reason_to_drop(style):
    text = f"<article><h1>The bridge</h1>{STORY}<p style='{style}'>{FERRY[0]}</p></article>"
    assert FERRY[0] in find_story(text)["story"]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        pytest.param("bri\u200bdge", "bridge", id="zero-width-space"),
        pytest.param("pay\u200dpal \u200cnow", "paypal now", id="joiners-in-latin"),
        pytest.param("\u202egnorts\u202c", "gnorts", id="overrides"),
        pytest.param("\u2066a\u2069 \u200fb\u200e", "a b", id="isolates-and-marks"),
        pytest.param("a\U000e0049\U000e0047b", "ab", id="tags"),
        pytest.param("a\U000e0100\U000e01efb", "ab", id="selectors-supplement"),
        pytest.param("a\ufe01\ufe02\ufe0fb", "ab", id="run-of-selectors"),
        pytest.param("Sil\xadben", "Silben", id="soft-hyphen"),
        pytest.param("a\x00\x1b[31mb\x9b", "a[31mb", id="controls"),
        pytest.param("\ufeffa", "a", id="byte-order-mark"),
        pytest.param("a\ud800b", "ab", id="half-a-character"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="persian-keeps-its-joiner"),
        pytest.param("क्\u200dष", "क्\u200dष", id="hindi-keeps-its-joiner"),
        pytest.param("❤\ufe0f 👩\u200d🔬", "❤\ufe0f 👩\u200d🔬", id="emoji-stay"),
        pytest.param("a\r\n\r\n b\u2028c \n\t\nd", "a\nb\nc\nd", id="line-ends"),
        pytest.param("a\tb\u00a0c", "a\tb\u00a0c", id="spaces-stay"),
    ],
)
def test_invisible_characters_are_removed(text, cleaned):
    assert remove_invisible(text) == cleaned


@given(st.text())
def test_nothing_that_is_seen_nowhere_is_left(text):
    cleaned = remove_invisible(text)
    assert cleaned.encode().decode() == cleaned
    assert not set(cleaned) & set("\x00\x1b\u200b\u202e\u2066\ufeff\U000e0041")
    assert all(line.strip() for line in cleaned.split("\n")) or not cleaned


@pytest.mark.parametrize("piece", ["\n ", " \n", "\r", "\u200d", "a\u200d", "\ufe0f", " "])
def test_cleaning_takes_little_time(piece):
    assert_quick(lambda: remove_invisible(piece * 500_000), seconds=2)


UMLAUTS = "Grüße aus Möhrenfeld, sagte Käthe Öhler."


@pytest.mark.parametrize(
    ("content", "declared", "text"),
    [
        pytest.param(UMLAUTS.encode(), None, UMLAUTS, id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + UMLAUTS.encode(), "latin-1", UMLAUTS, id="utf-8-mark"),
        pytest.param(UMLAUTS.encode(), "iso-8859-1", UMLAUTS, id="utf-8-declared-wrong"),
        pytest.param(UMLAUTS.encode("latin-1"), "iso-8859-1", UMLAUTS, id="latin-1"),
        pytest.param(UMLAUTS.encode("latin-1"), None, UMLAUTS, id="latin-1-undeclared"),
        pytest.param("“Ü”".encode("cp1252"), "iso-8859-1", "“Ü”", id="windows-1252-as-latin-1"),
        pytest.param("Міст закрито".encode("cp1251"), "windows-1251", "Міст закрито", id="cp1251"),
        pytest.param("橋は閉鎖".encode("shift_jis"), "Shift_JIS", "橋は閉鎖", id="shift-jis"),
        pytest.param("橋は".encode("iso2022_jp"), "iso-2022-jp", "橋は", id="iso-2022-jp"),
        pytest.param("大桥关闭".encode("gbk"), "gb2312", "大桥关闭", id="gb2312"),
        pytest.param(b"\xff\xfe" + "Ü".encode("utf-16-le"), None, "Ü", id="utf-16-mark"),
        pytest.param(b"\xe9", "utf-8", "\ufffd", id="utf-8-broken"),
        pytest.param(b"caf\xe9", "punycode", "café", id="no-encoding-of-text"),
        pytest.param(b"caf\xe9", "zlib", "café", id="no-encoding-at-all"),
        pytest.param(b"caf\xe9", "x" * 5000, "café", id="long-name"),
        pytest.param(b"caf\xe9", "\ud800\x00", "café", id="odd-name"),
        pytest.param(
            b'<meta charset="koi8-r">' + "мост".encode("koi8-r"),
            None,
            '<meta charset="koi8-r">мост',
            id="named-within",
        ),
        pytest.param(
            b'<meta charset="utf-16">\xe9',
            None,
            '<meta charset="utf-16">\ufffd',
            id="within-utf-16",
        ),
    ],
)
def test_bytes_are_decoded_as_they_were_meant(content, declared, text):
    assert decode_page(content, declared=declared) == text


@given(st.binary(max_size=200), st.none() | st.text(max_size=12))
def test_any_bytes_are_decoded(content, declared):
    assert isinstance(decode_page(content, declared=declared), str)


ROWS = "<tr><td>12</td><td>The bridge</td></tr>"
BOMBS = {
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(200_000)) + ">x</p>",
    "nesting": "<div>" * 200_000 + "x",
    "nested-tables": "<table><tr><td>" * 60_000,
    "nested-lists": "<ul><li>" * 100_000,
    "entities": "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;'>"
    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><p>" + "&c;" * 100_000,
    "comments": "<!--" * 400_000,
    "lesser-than": "<" * 1_900_000,
    "styles": "<p style='" + "/*" * 700_000 + "'>x",
    "line": "word " * 380_000,
    "rows": "<table>" + ROWS * 40_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_within_its_bounds(name, monkeypatch):
    monkeypatch.setattr(index.pages, "_SECONDS", 4.0)
    started = time.monotonic()
    try:
        read_page(page(BOMBS[name]))
    except ArticleError as error:
        assert str(error)  # noqa: PT017
    assert time.monotonic() - started < 15


def test_a_page_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(index.pages, "_SECONDS", 0.01)
    with pytest.raises(ArticleError, match="seconds to read"):
        read_page(page(STORY))


def run_child(code):
    """Run code after the process of extraction has given up what it does not need."""
    opening = (
        "import sys; from runpy import run_path;"
        f"run_path({str(ROOT / 'index' / 'page_extraction.py')!r})['_limit']();"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", opening + code], capture_output=True, text=True, timeout=60
    )


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
@pytest.mark.parametrize(
    ("code", "problem"),
    [
        pytest.param("bytearray(1_500_000_000)", "MemoryError", id="memory"),
        pytest.param("open('/etc/passwd')", "Too many open files", id="file"),
        pytest.param("import socket; socket.socket()", "Too many open files", id="connection"),
        pytest.param("import subprocess; subprocess.run('id')", "Too many", id="program"),
    ],
)
def test_the_process_of_extraction_can_do_next_to_nothing(code, problem):
    done = run_child(code)
    assert done.returncode != 0
    assert problem in done.stderr


def test_a_process_that_fails_is_told(monkeypatch, tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(3)")
    monkeypatch.setattr(index.pages, "_EXTRACTION", broken)
    with pytest.raises(ArticleError, match="cannot be read"):
        read_page(page(STORY))


def test_where_no_process_can_be_started_it_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "missing"))
    with pytest.raises(ArticleError, match="no process can be started"):
        read_page(page(STORY))


def test_the_process_of_extraction_knows_no_settings(monkeypatch, tmp_path):
    teller = tmp_path / "teller.py"
    teller.write_text("import json, os, sys; json.dump(dict(os.environ), sys.stdout)")
    monkeypatch.setattr(index.pages, "_EXTRACTION", teller)
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    assert "OPENAI_API_KEY" not in index.pages._extract("")


def test_an_entity_of_a_file_is_not_opened(tmp_path):
    (tmp_path / "secret.txt").write_text("moon of butter")
    opening = f"<!DOCTYPE x [<!ENTITY e SYSTEM 'file://{tmp_path}/secret.txt'>]>"
    text = opening + page(f"<article><h1>The bridge</h1>{STORY}<p>&e;</p></article>").decode()
    assert "butter" not in read_page(text.encode()).text


def test_a_page_that_is_too_large_is_refused():
    with pytest.raises(ArticleError, match="too large"):
        read_page(b"x" * 2_000_001)


@settings(max_examples=8)
@given(st.binary(max_size=300))
def test_any_bytes_as_a_page_are_read_or_refused(content):
    try:
        read_page(content)
    except ArticleError as error:
        assert str(error)  # noqa: PT017


TAGS = st.sampled_from(
    "<p> </p> <div> <table> <td> <a href=x> <h1> <time datetime='2031-02-03'> <li> <br> &#0; "
    "<meta name=author content=x> <script type='application/ld+json'> </script> <b hidden>".split()
)


@pytest.mark.parametrize("character", ["\x1f", "\x00", "\x0b", "\ufffe", "&#31;", "&#xFFFE;"])
def test_characters_that_no_page_may_hold_are_no_trouble(character):
    assert find_story(f"<p hidden>a</p>{character}<p>Seen{character}.</p>") is not None


@settings(max_examples=150)
@given(st.lists(TAGS | st.text(max_size=30), max_size=30))
def test_any_markup_is_read_or_refused(pieces):
    """In this process: starting one for each would take too long."""
    found = find_story(" ".join(pieces))
    if found is not None:
        read_facts(json.loads(json.dumps(found)), address="https://news.test/a")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from("@type @graph headline author name publisher datePublished".split()),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=200)
@given(VALUES, st.text(max_size=40), st.text(max_size=40))
def test_any_linked_data_is_read_or_passed_over(value, title, canonical):
    found = find_story("<p>x</p>") | {
        "linked_data": [json.dumps([{"@type": "NewsArticle"}, value])],
        "title": title,
        "headings": [title],
        "canonical": canonical,
        "times": [(title, canonical)],
    }
    facts = read_facts(found, address=None)
    for told in (facts.title, facts.outlet, facts.byline):
        assert told is None or (len(told) < 4000 and told.encode() is not None)


@pytest.mark.parametrize(
    "script",
    ["", "{", "[" * 100_000, "1" * 100_000, '{"@type": 3}', '{"@graph": {"@graph": []}}', "NaN"],
)
def test_linked_data_that_is_nonsense_is_passed_over(script):
    facts = read_facts(find_story("<h1>A</h1>") | {"linked_data": [script]}, address=None)
    assert facts.title == "A"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        pytest.param('<meta name="date" content="2031-02-03">', "2031-02-03", id="day"),
        pytest.param(
            '<meta name="date" content="20310203T101500Z">', "2031-02-03T10:15:00Z", id="basic"
        ),
        pytest.param(
            '<meta name="date" content="2031/02/03 10:15">', "2031-02-03T10:15:00", id="slash"
        ),
        pytest.param(
            '<meta name="date" content="2031-02-03T10:15:00.1234567+0100">',
            "2031-02-03T10:15:00+0100",
            id="fraction",
        ),
        pytest.param('<meta name="date" content="3 February 2031">', "2031-02-03", id="words"),
        pytest.param(
            '<meta name="date" content="Mon, 03 Feb 2031 10:15:00 +0200">',
            "2031-02-03T10:15:00+02:00",
            id="mail",
        ),
        pytest.param('<meta name="date" content="2031-02-31">', None, id="no-such-day"),
        pytest.param('<meta name="date" content="yesterday">', None, id="no-date"),
        pytest.param('<meta name="date" content="9999999999999">', None, id="number"),
    ],
)
def test_dates_are_read_as_precisely_as_they_are_told(head, published):
    article = read_page(page(f"<article><h1>The bridge</h1>{STORY}</article>", head=head))
    assert article.published == published


def test_the_day_in_an_address_is_the_last_resort():
    found = find_story("<p>x</p>")
    address = "https://news.test/2031/2/3/bridge"
    assert read_facts(found, address=address).published == "2031-02-03"


@pytest.mark.parametrize(
    ("given_url", "url"),
    [
        pytest.param("https://news.test/bridge", "https://news.test/bridge", id="same-host"),
        pytest.param("https://www.news.test/b", "https://www.news.test/b", id="with-www"),
        pytest.param("/bridge", "https://m.news.test/bridge", id="relative"),
        pytest.param("https://trusted.test/bridge", None, id="another-host"),
        pytest.param("javascript:alert(1)", None, id="script"),
        pytest.param("https://a:b@news.test/", None, id="password"),
        pytest.param("https://[::1", None, id="broken"),
        pytest.param("https://news.test:8443/", None, id="port"),
        pytest.param("https://news.test/a b", None, id="space"),
    ],
)
def test_the_address_a_page_gives_is_believed_for_its_own_host(given_url, url):
    found = find_story("<p>x</p>") | {"canonical": given_url}
    address = "https://m.news.test/bridge?from=feed"
    assert read_facts(found, address=address).url == (url or address)


@pytest.mark.parametrize("suffix", [".html", ".HTM", ".xhtml"])
def test_a_saved_page_is_read_as_a_page(tmp_path, suffix):
    path = tmp_path / f"saved{suffix}"
    path.write_text(PAGES["schema-org"].html, "utf-8")
    assert read_article(path).title == PAGES["schema-org"].title


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("https://news.test/a", True),
        ("HTTP://news.test", True),
        (" http://news.test", True),
        ("story.txt", False),
        ("https:/news.test", False),
        ("ftp://news.test", False),
        ("", False),
    ],
)
def test_an_address_is_told_from_a_file(name, expected):
    assert is_address(name) is expected


def test_an_article_is_fetched_by_its_address():
    with serve_web() as web:
        web.replies["/bridge"] = Reply(PAGES["open-graph"].html.encode())
        article = fetch_article(web.url("/bridge"), fetcher=web.fetcher())
        assert article.url == web.url("/bridge")
        assert article.outlet == PAGES["open-graph"].outlet


def test_plain_text_is_fetched_by_its_address():
    text = "\ufeffThe bridge of Velmora\u200b is closed.\r\n\r\nIt reopens in May."
    with serve_web() as web:
        web.replies["/a.txt"] = Reply(text.encode(), headers={"Content-Type": "text/plain"})
        web.replies["/b.txt"] = Reply(b" \n", headers={"Content-Type": "text/plain"})
        article = fetch_article(web.url("/a.txt"), fetcher=web.fetcher())
        assert article.text == "The bridge of Velmora is closed.\nIt reopens in May."
        assert article.url == web.url("/a.txt")
        with pytest.raises(ArticleError, match="empty"):
            fetch_article(web.url("/b.txt"), fetcher=web.fetcher())


def test_reading_text_loads_nothing_that_only_pages_need():
    code = (
        "import sys, qa.assistant, index.articles;"
        "print(sorted({'httpcore', 'trafilatura', 'lxml', 'index.pages'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_the_parser_of_pages_stays_out_of_this_process():
    code = (
        "import sys; from index.pages import read_page; from index.errors import ArticleError\n"
        "try:\n    read_page(b'<p>x</p>')\nexcept ArticleError:\n"
        "    print(sorted({'trafilatura', 'lxml', 'httpx'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_a_list_of_articles_is_no_article():
    text = "".join(f"<h2><a href='/{one[:4]}'>{one}</a></h2>" for one in (*BRIDGE, *FERRY))
    with pytest.raises(ArticleError, match="list of articles"):
        read_page(wall(title="The Velmora Post", text=text))
