"""The library when something breaks or happens at once: what breaks is mended, nothing is lost."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from bag_of_words import BagOfWords
from velmora import BANK, FERRY, search, traces

import index.library
import index.vectors
from index import Library, make_article
from index.errors import ArticleNotFoundError, LibraryError, LibraryLockedError

ROOT = Path(__file__).parents[2]


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


def test_an_index_that_cannot_be_written_stops_no_article(small, tmp_path, bag, monkeypatch):
    ferry = small.add(make_article(FERRY))
    vectors = tmp_path / "small" / "vectors"
    # As a full disk would: neither changed nor filled again.
    with monkeypatch.context() as broken:
        broken.setattr(index.vectors.VectorIndex, "_break_seal", refuse)
        bank = small.add(make_article(BANK))
        small.remove(ferry.id)
        assert small.articles() == [bank]
    assert len(search(small, "rate")) == 2
    assert traces(small)["vectors"] == 4, "filled again when it was needed"
    with monkeypatch.context() as broken:
        broken.setattr(index.vectors.VectorIndex, "_break_seal", refuse)
        small.add(ferry)
    small.add(make_article("A third invented text."))
    assert traces(small)["vectors"] == 12, "the next change fills it whole"
    with monkeypatch.context() as broken:
        broken.setattr(index.vectors.VectorIndex, "_break_seal", refuse)
        small.remove(ferry.id)
    small.close()
    assert vectors.is_dir()
    with Library.open(tmp_path / "small", embedder=bag) as again:
        assert again.notices
        assert traces(again)["vectors"] == 6


def refuse(*_: object) -> None:
    raise LibraryError("The disk is full: make room.")


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
    hopeless = ("file", "file/within", "x" * 300, "x" * 300 + "/within", "nul\0l")
    for folder in (tmp_path / name for name in hopeless):
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


def test_searching_while_articles_come_and_go(small):
    kept = small.add(make_article(BANK))
    coming = make_article(FERRY)
    failures: list[BaseException] = []
    end = time.monotonic() + 3

    def repeat(work: Callable[[], object]) -> None:
        try:
            while time.monotonic() < end and not failures:
                with suppress(ArticleNotFoundError):
                    work()
        except BaseException as error:
            failures.append(error)
            raise

    def read() -> None:
        everywhere = {one.sentence.article_id for one in search(small, "ferry rate")}
        assert kept.id in everywhere
        some = search(small, "pier", articles=[coming.id])
        assert len(some) in {0, 3}
        assert len(small.sentences(kept.id)) == 2
        assert small.sentences(coming.id)[0].text.startswith("The harbour")

    def write() -> None:
        small.add(coming)
        small.remove(coming.id)

    threads = [threading.Thread(target=repeat, args=(work,)) for work in (read, read, read, write)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_an_empty_scope_finds_nothing(small):
    article = small.add(make_article(FERRY))
    counts = small._finder._look()
    small._finder._look = lambda: counts
    small._database.remove(article.id)
    assert search(small, "ferry") == []


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
