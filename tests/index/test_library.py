"""The library as a whole: what goes in is found, what goes out is gone."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from bag_of_words import BagOfWords
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from velmora import BANK, FERRY, search, traces

import index.candidates
from index import Article, Library, SentenceKind, make_article
from index.errors import ArticleNotFoundError, LibraryError
from index.words import word_query


def test_the_seed_is_found(library, seed):
    told: list[tuple[int, int]] = []
    assert library.add(seed, progress=lambda done, total: told.append((done, total))) == seed
    assert told[-1][0] == told[-1][1] > 0
    assert library.articles() == [seed]
    assert library.article(seed.id[:6]) == seed
    sentences = library.sentences(seed.id)
    assert all(seed.text[one.start : one.end] == one.text for one in sentences)
    assert len(sentences) == 28
    story = [one for one in sentences if one.kind is SentenceKind.STORY]
    found = search(library, "How many countries took part in the planning meetings?")
    assert [one.sentence for one in found] == story, "all of a small scope, in its order"
    best = max(found, key=lambda one: one.vector)
    assert best.sentence.text.startswith("Up to 30 countries")
    assert best.bm25 == max(one.bm25 for one in found) > 0


def test_all_four_scores_are_exact(small):
    article = small.add(make_article(FERRY))
    question = "Who was hurt at the pier?"
    vector = small.embedder.embed([question])[0]
    first, second, third = search(small, question)
    texts = [one.sentence.text for one in (first, second, third)]
    assert first.chunk_text == " ".join(texts[:2])
    assert second.chunk_text == " ".join(texts)
    for one in (first, second, third):
        expected = small.embedder.embed([one.sentence.text, one.chunk_text]) @ vector
        assert (one.vector, one.chunk_vector) == pytest.approx(tuple(expected), abs=1e-6)
        assert one.sentence in small.sentences(article.id)
    assert second.bm25 > 0
    assert all(one.chunk_bm25 > 0 for one in (first, second, third))
    (plain,) = [one for one in search(small, "zebra") if one.sentence == first.sentence]
    assert (plain.bm25, plain.chunk_bm25) == (0, 0)


def test_a_question_may_be_kept_to_some_articles(small):
    ferry, bank = small.add(make_article(FERRY)), small.add(make_article(BANK))
    everywhere = {one.sentence.article_id for one in search(small, "Monday")}
    assert everywhere == {ferry.id, bank.id}
    for scope, expected in (
        ([bank.id], {bank.id}),
        ([bank.id, bank.id, "0" * 12], {bank.id}),
        (["0" * 12], set()),
        ([], set()),
    ):
        found = search(small, "ferry", articles=scope)
        assert {one.sentence.article_id for one in found} == expected


def test_an_empty_library_finds_nothing(small):
    assert search(small, "anything") == []
    assert small.articles() == []


@pytest.mark.parametrize(
    "question", ["", '"', "* OR NEAR(", "a\0b", "\ud800", "\U0001f600", "the of", "x" * 100_000]
)
def test_any_question_may_be_asked(small, question):
    small.add(make_article(FERRY))
    vector = small.embedder.embed(["ferry"])[0]
    assert len(small.search(question, vector)) == 3


def test_a_large_scope_finds_what_a_small_one_does(small, monkeypatch):
    towns = ("Velmora", "Ostrand", "Quillby", "Harrowfen", "Tessaly")
    for number in range(30):
        town = towns[number % 5]
        small.add(
            make_article(f"Report {number} of {town} is late.\nIts mayor wrote {number * 7}.")
        )
    questions = ["What did report 17 say?", "Who wrote 91?", "Harrowfen", "zebra"]
    exact = [search(small, question) for question in questions]
    monkeypatch.setattr(index.candidates, "_WHOLE_SCOPE", 3)
    for question, everything in zip(questions, exact, strict=True):
        some = search(small, question, limit=10)
        assert 10 <= len(some) < len(everything)
        assert [one for one in everything if one in some] == some, "the same scores and order"
        for key in ("vector", "bm25", "chunk_bm25"):
            best = max(getattr(one, key) for one in everything)
            assert max(getattr(one, key) for one in some) == pytest.approx(best, abs=1e-6)
    scope = [article.id for article in small.articles()[:9]]
    found = search(small, "report", articles=scope, limit=4)
    assert {one.sentence.article_id for one in found} <= set(scope)


def test_the_vector_index_finds_the_nearest(library, seed):
    library.add(seed)
    rows = library._database.rows([seed.id])
    for row in rows:
        near = library._index.query(row.vector, articles=[seed.id], limit=5)
        assert near[0] == row.key


def test_adding_twice_changes_only_what_is_known(small):
    first = small.add(make_article(FERRY, url="https://example.org/1", published="2025-01-01"))
    before = traces(small)
    second = small.add(make_article(FERRY, title="Ferry strikes pier", published="2025-01-02"))
    assert second.id == first.id
    assert (second.title, second.title_derived) == ("Ferry strikes pier", False)
    assert second.url == "https://example.org/1"
    assert second.published == "2025-01-02"
    assert small.add(make_article(FERRY)) == second, "a derived title never wins over a given one"
    assert small.articles() == [second]
    assert traces(small) == before


def test_removing_leaves_no_trace(small):
    ferry, bank = small.add(make_article(FERRY)), small.add(make_article(BANK))
    assert small.remove(ferry.id[:5]) == ferry
    assert small.articles() == [bank]
    assert traces(small) == {
        "article": 1,
        "sentence": 2,
        "sentence_words": 2,
        "chunk_words": 2,
        "vectors": 4,
    }
    assert {one.sentence.article_id for one in search(small, "ferry pier mayor")} == {bank.id}
    assert all(one.bm25 == 0 for one in search(small, "ferry pier mayor"))
    for missing in (lambda: small.remove(ferry.id), lambda: small.sentences(ferry.id)):
        with pytest.raises(ArticleNotFoundError, match="article-qa list"):
            missing()
    small.remove(bank.id)
    assert set(traces(small).values()) == {0}
    assert search(small, "ferry") == []


def test_what_the_text_carries_replaces_nothing_that_was_given(small, seed):
    text = seed.text
    plain = small.add(make_article(text))
    assert plain.published
    version = small._database.version
    assert small.add(make_article(text)) == plain
    assert small._database.version == version, "nothing changed, so nothing was written"
    given = {"title": "A title", "outlet": "The Velmora Post", "published": "2024-01-01"}
    kept = small.add(make_article(text, **given))
    assert {name: getattr(kept, name) for name in given} == given
    assert small.add(make_article(text)) == kept
    later = small.add(make_article(text, published="2024-02-02"))
    assert (later.published, later.title, later.outlet) == ("2024-02-02", kept.title, kept.outlet)
    assert later.byline == plain.byline


def test_values_are_remembered(tmp_path, bag):
    with Library.open(tmp_path, embedder=bag) as library:
        assert library.meta("seeded") is None
        library.remember(seeded="yes")
    with Library.open(tmp_path, embedder=bag) as library:
        assert library.meta("seeded") == "yes"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("abc", "too short", id="too-short"),
        pytest.param("", "too short", id="empty"),
        pytest.param("0000", "has no article", id="none-begins-so"),
        pytest.param("f" * 5000, "has no article", id="too-long"),
        pytest.param("%_%_", "has no article", id="wildcards"),
        pytest.param("\ud8000000", "has no article", id="half-a-character"),
        pytest.param("0000\u0130", "has no article", id="not-ascii"),
    ],
)
def test_an_unknown_id_is_told(small, name, message):
    small.add(make_article(FERRY))
    with pytest.raises(ArticleNotFoundError, match=message) as caught:
        small.article(name)
    assert len(str(caught.value)) < 250


def test_an_id_that_two_articles_begin_with_is_told(small):
    first = small.add(make_article(FERRY))
    twin = Article(id=first.id[:-1] + "z", text=BANK, title="A twin")
    small._database.store(twin, [])
    with pytest.raises(ArticleNotFoundError, match="2 articles have an id that begins with"):
        small.article(first.id[:6])
    assert small.article(first.id.upper()) == first


TEXTS = st.text(alphabet='aé\u0301.!?"“” \n\r\u202e\0\U0001f600A1', max_size=120) | st.text()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXTS.filter(lambda text: any(map(str.isalnum, text))))
@example(text="One\0two. One\0two. One\0two.")
def test_every_sentence_is_cut_from_its_article(small, text):
    article = small.add(make_article(text))
    assert small.article(article.id).text == text
    for sentence in small.sentences(article.id):
        assert text[sentence.start : sentence.end] == sentence.text
    for found in search(small, text[:50], articles=[article.id]):
        assert text[found.sentence.start : found.sentence.end] == found.sentence.text
    small.remove(article.id)
    assert set(traces(small).values()) == {0}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).parent / "chroma"
    folder = tmp_path_factory.mktemp("server")
    running = subprocess.Popen(
        [program, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait()


def test_several_processes_share_a_library_over_a_chroma_server(server, tmp_path, bag):
    with (
        Library.open(tmp_path / "shared", embedder=bag, chroma_url=server) as one,
        Library.open(tmp_path / "shared", embedder=bag, chroma_url=server) as two,
        Library.open(tmp_path / "other", embedder=bag, chroma_url=server) as other,
    ):
        article = one.add(make_article(FERRY))
        assert two.articles() == [article]
        assert len(search(two, "ferry")) == 3
        two.add(make_article(BANK))
        two.remove(article.id)
        assert {c.sentence.article_id for c in search(one, "rate")} != {article.id}
        assert traces(one)["vectors"] == 4
        assert other.articles() == []
        other.add(make_article(FERRY))
        assert traces(other)["vectors"] == 6
    again = BagOfWords(name="another")
    with Library.open(tmp_path / "shared", embedder=again, chroma_url=server) as library:
        assert "read again" in library.notices[0]
        assert traces(library)["vectors"] == 4
    with Library.open(tmp_path / "other", embedder=bag, chroma_url=server) as library:
        assert library.notices == ()


def test_a_chroma_server_that_is_not_there_is_told(tmp_path, bag):
    with pytest.raises(LibraryError, match=r"The Chroma server 127.0.0.1:9 failed") as caught:
        Library.open(tmp_path, embedder=bag, chroma_url="http://me:secret@127.0.0.1:9")
    assert "secret" not in str(caught.value)


def test_words_and_vectors_need_not_agree(small):
    small.add(make_article(FERRY))
    assert word_query("zebra") == '"zebra"'
    found = search(small, "zebra")
    assert np.isfinite([one.vector for one in found]).all()
