"""The library as a whole: what goes in is found, what goes out is gone, what breaks is mended."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from bag_of_words import BagOfWords
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import index.candidates
import index.library
from index import Article, Candidate, Library, SentenceKind, make_article
from index.errors import ArticleNotFoundError, LibraryError, LibraryLockedError
from index.words import word_query

ROOT = Path(__file__).parents[2]

# Invented for these tests.
FERRY = """The harbour of Velmora closed on Monday after a ferry struck the pier.
Nobody was hurt, the mayor said.
Read more: Storm warning for the coast
Divers will look at the pier today."""
BANK = """The bank of Ostrand raised its main rate on Tuesday.
Borrowers will pay more, an analyst said."""


@pytest.fixture
def small(tmp_path: Path, bag: BagOfWords) -> Iterator[Library]:
    with Library.open(tmp_path / "small", embedder=bag) as opened:
        yield opened


def search(library: Library, question: str, **values: object) -> list[Candidate]:
    vector = library.embedder.embed([question])[0]
    return library.search(question, vector, **values)  # type: ignore[arg-type]


def traces(library: Library) -> dict[str, int]:
    """Count what each part of the library holds."""
    count = "SELECT count(*) FROM {}"
    tables = ("article", "sentence", "sentence_words", "chunk_words")
    found = {name: library._database._all(count.format(name))[0][0] for name in tables}
    return {**found, "vectors": library._index.count()}


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


def test_replacing_is_one_step(small):
    old = small.add(make_article(FERRY))
    small.add(make_article(BANK))
    new = small.add(make_article(FERRY + "\nThe pier is open again."), replacing=old.id)
    assert [article.id for article in small.articles()][-1] == new.id
    assert old.id not in {article.id for article in small.articles()}
    assert traces(small)["vectors"] == 2 * (4 + 2)
    assert small.add(make_article(BANK), replacing=new.id).title
    assert len(small.articles()) == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("abc", "too short", id="too-short"),
        pytest.param("", "too short", id="empty"),
        pytest.param("0000", "has no article", id="none-begins-so"),
        pytest.param("f" * 5000, "has no article", id="too-long"),
        pytest.param("%_%_", "has no article", id="wildcards"),
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
@given(text=TEXTS.filter(str.strip))
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


def test_another_model_embeds_everything_again(tmp_path, bag):
    folder = tmp_path / "library"
    with Library.open(folder, embedder=bag) as library:
        article = library.add(make_article(FERRY))
    other = BagOfWords(name="another", dimensions=48)
    with Library.open(folder, embedder=other) as library:
        assert "read again" in library.notices[0]
        assert len(search(library, "ferry")) == 3
        assert library.articles() == [article]
        assert traces(library)["vectors"] == 6
        assert len(library._index._connect(folder).list_collections()) == 1
    with Library.open(folder, embedder=other) as library:
        assert library.notices == ()


def test_another_way_of_reading_reads_everything_again(tmp_path, bag, monkeypatch):
    with Library.open(tmp_path, embedder=bag) as library:
        library.add(make_article(FERRY))
    monkeypatch.setattr(index.library, "READING_VERSION", 999)
    with Library.open(tmp_path, embedder=bag) as library:
        assert "read again" in library.notices[0]
        assert traces(library)["vectors"] == 6


def test_an_index_older_than_the_library_is_filled_again(tmp_path, bag):
    with Library.open(tmp_path, embedder=bag) as library:
        old = library.add(make_article(FERRY))
        # What a process leaves that ends between the two writes.
        library._database.remove(old.id)
    with Library.open(tmp_path, embedder=bag) as library:
        assert traces(library)["vectors"] == 0
        library.add(make_article(BANK))
        rows = library._database.rows([library.articles()[0].id])
        library._database.store(
            make_article(FERRY), index.library.prepare(make_article(FERRY), embedder=bag)
        )
    with Library.open(tmp_path, embedder=bag) as library:
        assert "older than the library" in library.notices[0]
        assert traces(library)["vectors"] == 2 * (len(rows) + 3)


def test_an_index_that_fails_at_work_is_filled_again(small):
    small.add(make_article(FERRY))
    small._index.close()
    assert len(search(small, "ferry")) == 3
    small._index.close()
    small.add(make_article(BANK))
    assert traces(small)["vectors"] == 10


def test_a_second_process_is_told_who_has_it(small, tmp_path):
    with pytest.raises(LibraryLockedError, match="is open in another program"):
        Library.open(tmp_path / "small", embedder=BagOfWords())
    code = (
        "import sys; from pathlib import Path; from index import Library\n"
        "from index.errors import AppError\n"
        "try: Library.open(Path(sys.argv[1]))\n"
        "except AppError as error: print(type(error).__name__, error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "small")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = done.stdout.splitlines()
    assert line.startswith("LibraryLockedError The library")
    assert "close that one first" in line
    small.close()
    Library.open(tmp_path / "small", embedder=BagOfWords()).close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "within"):
        with pytest.raises(LibraryError, match="set LIBRARY_DIR"):
            Library.open(folder)


def test_a_lock_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "lock").mkdir()
    with pytest.raises(LibraryError, match="may not be written"):
        Library.open(tmp_path)


def test_a_library_that_fails_to_open_lets_go_of_its_lock(tmp_path, bag):
    (tmp_path / "library.sqlite3").write_bytes(b"no database" * 1000)
    for _ in range(2):
        with pytest.raises(LibraryError, match="damaged"):
            Library.open(tmp_path, embedder=bag)


def test_vectors_that_cannot_be_kept_are_told(tmp_path, bag):
    (tmp_path / "vectors").write_text("in the way")
    with pytest.raises(LibraryError, match=r"vector index in .* failed"):
        Library.open(tmp_path, embedder=bag)


def test_a_full_disk_leaves_the_library_as_it_was(small):
    small.add(make_article(FERRY))
    before = traces(small)
    (pages,) = small._database._all("PRAGMA page_count")[0]
    small._database._all(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LibraryError, match="disk is full"):
        small.add(make_article("A long invented sentence about nothing. " * 2000))
    assert traces(small) == before
    assert len(search(small, "ferry")) == 3


def test_threads_may_share_it(small):
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(3):
                text = f"Report {number}.{turn} of Velmora is late.\nIts mayor wrote {turn}."
                article = small.add(make_article(text))
                assert len(search(small, "report", articles=[article.id])) >= 1
                if turn:
                    small.remove(article.id)
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(small.articles()) == 4
    assert traces(small)["vectors"] == 2 * traces(small)["sentence_words"]


def test_one_text_twice_at_once_is_one_article(small):
    article = make_article(FERRY)
    threads = [threading.Thread(target=small.add, args=(article,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert small.articles() == [article]
    assert traces(small)["vectors"] == 6


def test_closing_twice_does_no_harm(small):
    small.close()
    small.close()


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
