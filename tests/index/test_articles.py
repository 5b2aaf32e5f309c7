"""Reading articles: what comes in is kept to the character, or refused in one clear line."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index.articles
from index import SentenceKind, cut_sentences, make_article, read_article, read_sentences
from index.errors import ArticleError
from seeds import ARTICLES

# Invented for these tests.
STORY = "The harbour of Velmora closed on Monday. Nobody was hurt, the mayor said."


def written(folder: Path, content: bytes) -> Path:
    path = folder / "article.txt"
    path.write_bytes(content)
    return path


def test_the_seed_is_read_byte_for_byte(seed):
    assert seed.text.encode() == ARTICLES["reassurance-force"].read_bytes()
    assert re.fullmatch("[0-9a-f]{12}", seed.id)
    assert seed.published is not None
    assert seed.published.startswith("2025-03-27T15:21")
    assert seed.title_derived


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("One.\r\nTwo.\rThree.\n", id="line-ends"),
        pytest.param("Tabs\tand\u2028separators. Fine.", id="separators"),
        pytest.param("\nA first empty line.\n\n", id="outer-space"),
        pytest.param("Cafe\u0301 and caf\u00e9.", id="not-normalised"),
        pytest.param(f"{STORY * 20} A stray \x00 byte.", id="one-nul"),
    ],
)
def test_text_is_kept_exactly(tmp_path, text):
    assert read_article(written(tmp_path, text.encode())).text == text


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    assert read_article(written(tmp_path, b"\xef\xbb\xbf" + STORY.encode())).text == STORY


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \r\n\t\xc2\xa0\n", "is empty", id="white-space"),
        pytest.param(b"\xef\xbb\xbf", "is empty", id="only-a-byte-order-mark"),
        pytest.param(b"\x7fELF\x02\x01\x01\x00\x00\x00\xff", "not a text file", id="binary"),
        pytest.param(b"\x00" * 5000 + b"text", "not a text file", id="nul-rich"),
        pytest.param("Plain text.".encode("utf-16"), "not a text file", id="utf-16"),
        pytest.param("Plain text.".encode("utf-16-le"), "not a text file", id="utf-16-no-mark"),
        pytest.param("Caf\u00e9 closes.".encode("cp1252"), "not in UTF-8", id="windows-1252"),
        pytest.param(b"cut \xe2\x80", "not in UTF-8", id="cut-in-a-character"),
        pytest.param(b"\xed\xa0\x80 is half.", "not in UTF-8", id="surrogate"),
        pytest.param(b"a" * 10_000_001, "too large", id="too-large"),
    ],
)
def test_a_bad_file_is_refused(tmp_path, content, message):
    with pytest.raises(ArticleError, match=message) as caught:
        read_article(written(tmp_path, content))
    assert "\n" not in str(caught.value)
    assert "article.txt" in str(caught.value)


def test_a_file_of_50_mb_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ArticleError, match="too large"):
        read_article(path)


def test_a_file_that_grows_while_it_is_read_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(index.articles, "_MAXIMUM_BYTES", 20)
    path = written(tmp_path, b"short")
    before = path.stat()
    path.write_bytes(b"a" * 30)
    monkeypatch.setattr(Path, "stat", lambda _path: before)
    with pytest.raises(ArticleError, match="too large"):
        read_article(path)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("missing.txt", "does not exist", id="missing"),
        pytest.param("", "is a folder", id="folder"),
        pytest.param("article.txt/within", "does not exist", id="within-a-file"),
        pytest.param("a\0b", "cannot be read", id="nul-in-the-name"),
        pytest.param("x" * 300, "cannot be read", id="name-too-long"),
        pytest.param("missing\x1b[31m.txt", r"missing\?\[31m.txt does not", id="escape-codes"),
    ],
)
def test_a_bad_path_is_refused(tmp_path, name, message):
    written(tmp_path, STORY.encode())
    with pytest.raises(ArticleError, match=message):
        read_article(tmp_path / name)


def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ArticleError, match="not an ordinary file"):
        read_article(tmp_path / "pipe")


def test_a_device_is_refused():
    with pytest.raises(ArticleError, match="not an ordinary file"):
        read_article(Path("/dev/zero"))


def test_a_file_without_permission_is_refused(tmp_path):
    path = written(tmp_path, STORY.encode())
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(ArticleError, match="may not be read"):
        read_article(path)


def test_a_refusal_of_the_system_is_told(monkeypatch, tmp_path):
    path = written(tmp_path, STORY.encode())

    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ArticleError, match="may not be read"):
        read_article(path)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param({"text": " \n"}, "empty", id="empty"),
        pytest.param({"text": "\u200b\u200d\ufeff" * 9}, "no words", id="zero-width"),
        pytest.param({"text": "\0\0\0"}, "no words", id="controls"),
        pytest.param({"text": "?! ... \u2014"}, "no words", id="signs"),
        pytest.param({"text": "Half \ud83d a pair."}, "lone surrogate", id="surrogate"),
        pytest.param({"title": "Half \ud83d"}, "lone surrogate", id="surrogate-in-title"),
        pytest.param({"outlet": "x" * 2001}, "longer than", id="long-outlet"),
        pytest.param({"url": "javascript:alert(1)"}, "http or https", id="script"),
        pytest.param({"url": "https://"}, "http or https", id="no-host"),
        pytest.param({"url": "https://a b/"}, "http or https", id="space"),
        pytest.param({"url": "https://user:secret@example.org/"}, "http or https", id="secret"),
        pytest.param({"url": "https://[::1"}, "not valid", id="bad-address"),
        pytest.param({"url": "https://example.org:99999/"}, "not valid", id="bad-port"),
        pytest.param({"published": "27 March 2025"}, "2025-03-27T15:21", id="words"),
        pytest.param({"published": "2025-02-30"}, "2025-03-27T15:21", id="no-such-day"),
        pytest.param({"published": "2025"}, "2025-03-27T15:21", id="a-year"),
        pytest.param({"published": "2025-03-27T25:00"}, "2025-03-27T15:21", id="no-such-hour"),
    ],
)
def test_bad_values_are_refused(values, message):
    with pytest.raises(ArticleError, match=message) as caught:
        make_article(values.pop("text", STORY), **values)
    assert "secret" not in str(caught.value)


def test_a_text_that_is_too_large_is_refused():
    with pytest.raises(ArticleError, match="too large"):
        make_article("a" * 1_000_001)


@pytest.mark.parametrize("title", ["\u200b", " \0 ", "\u202e"])
def test_a_title_that_is_not_seen_is_none(title):
    assert make_article(STORY, title=title).title == make_article(STORY).title
    assert make_article(f"{title}\n\n{STORY}").title.strip("\u200b\0\u202e ")


def test_what_the_caller_gives_wins(seed):
    article = make_article(
        seed.text,
        title="  A given\n title ",
        outlet="The Velmora Post",
        url="https://example.org/story?id=1",
        published="2025-03-28 09:30",
    )
    assert article.id == seed.id
    assert (article.title, article.title_derived) == ("A given title", False)
    assert article.outlet == "The Velmora Post"
    assert article.url == "https://example.org/story?id=1"
    assert article.published == "2025-03-28T09:30"
    assert article.updated == seed.updated


def test_empty_values_count_as_none_given(seed):
    assert make_article(seed.text, title=" ", outlet="", url="", published="") == seed


@pytest.mark.parametrize(
    "published", ["2025-03-27", "2025-03-27T15:21", "2025-03-27T15:21:05.5", "2025-03-27T15:21Z"]
)
def test_a_date_stays_as_precise_as_it_was_given(published):
    assert make_article(STORY, published=published).published == published


@settings(max_examples=60, deadline=None)
@given(st.text().filter(lambda text: any(map(str.isalnum, text))))
def test_every_sentence_is_cut_from_the_text(text):
    article = make_article(text)
    sentences = read_sentences(article)
    assert [sentence.number for sentence in sentences] == list(range(1, len(sentences) + 1))
    assert all(text[one.start : one.end] == one.text for one in sentences)
    assert "".join("".join(one.text.split()) for one in sentences) == "".join(text.split())


def test_sentences_have_kinds(seed):
    kinds = {sentence.kind for sentence in cut_sentences(seed.id, seed.text)}
    assert {SentenceKind.STORY, SentenceKind.FURNITURE} <= kinds
