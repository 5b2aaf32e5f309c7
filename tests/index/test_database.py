"""The file of the library: exact, whole or unchanged, and clear when SQLite fails."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index import Article, Sentence, SentenceKind
from index.database import Database
from index.errors import LibraryError
from index.rows import NewSentence
from index.words import word_query

VECTOR = np.array([0.6, 0.8], dtype=np.float32)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "library.sqlite3")
    yield opened
    opened.close()


def article(number: int, text: str = "Invented text.", **values: object) -> Article:
    return Article(id=f"{number:012x}", text=text, title=f"Title {number}", **values)  # type: ignore[arg-type]


def whole(one: Article, *, chunk_text: str = "chunk") -> NewSentence:
    sentence = Sentence(
        article_id=one.id,
        number=1,
        start=0,
        end=len(one.text),
        text=one.text,
        speakers=("Ada “A.” Lindqvist", "Óscar"),
        hearsay=True,
    )
    return NewSentence(
        sentence=sentence, chunk_text=chunk_text, vector=VECTOR, chunk_vector=-VECTOR
    )


def counts(database: Database) -> dict[str, int]:
    tables = ("article", "sentence", "sentence_words", "chunk_words")
    count = "SELECT count(*) FROM {}"
    return {name: database._all(count.format(name))[0][0] for name in tables}


def test_what_goes_in_comes_out(database):
    one = article(
        1,
        byline="Ada",
        outlet="The Velmora Post",
        url="https://example.org",
        published="2025-03-27",
        updated="2025-03-28T10:00",
        title_derived=True,
    )
    new = whole(one)
    keys = database.store(one, [new])
    assert database.articles() == [one]
    assert database.sentences(one.id) == [new.sentence]
    (row,) = database.rows([one.id])
    assert (row.key, row.sentence, row.chunk_text) == (keys[0], new.sentence, "chunk")
    assert np.array_equal(row.vector, VECTOR)
    assert np.array_equal(row.chunk_vector, -VECTOR)
    assert [key for key, *_ in database.vectors()] == keys


@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=1))
@example(text="Before \0 and after.")
def test_any_text_comes_back_exactly(text):
    database = Database(Path(":memory:"))
    one = article(1, text)
    database.store(one, [whole(one, chunk_text=text)])
    assert database.articles() == [one]
    assert database.sentences(one.id)[0].text == text
    assert database.rows([one.id])[0].chunk_text == text
    database.close()


def test_furniture_has_no_vectors_and_is_not_searched(database):
    one = article(1, "Read more: invented")
    sentence = Sentence(
        article_id=one.id, number=1, start=0, end=19, text=one.text, kind=SentenceKind.FURNITURE
    )
    assert database.store(one, [NewSentence(sentence=sentence)]) == []
    assert database.sentences(one.id) == [sentence]
    assert database.rows([one.id]) == []
    assert database.story_counts() == {one.id: 0}
    assert database.best_words("sentence_words", '"invented"', articles=None, limit=5) == []


def test_articles_keep_the_order_they_were_added_in(database):
    for number in (3, 1, 2):
        database.store(article(number), [])
    database.update(article(3, byline="New"))
    assert [one.id[-1] for one in database.articles()] == ["3", "1", "2"]
    assert list(database.story_counts()) == [one.id for one in database.articles()]


def test_removing_leaves_no_row_and_no_word(database):
    kept, gone = article(1, "Kept words."), article(2, "Gone words.")
    database.store(kept, [whole(kept)])
    keys = database.store(gone, [whole(gone, chunk_text="gone chunk")])
    before = database.generation
    assert database.remove(gone.id) == keys
    assert database.generation > before
    assert set(counts(database).values()) == {1}
    for words in ("sentence_words", "chunk_words"):
        assert database.best_words(words, '"gone"', articles=None, limit=5) == []
    again = database.store(gone, [whole(gone)])
    assert not set(again) & set(keys), "a key must never come to mean another sentence"


def test_an_article_is_stored_whole_or_not_at_all(database):
    old, new = article(1), article(2)
    database.store(old, [whole(old)])
    with pytest.raises(LibraryError):
        # The same sentence twice: refused, after the article was already put in.
        database.store(new, [whole(new), whole(new)])
    assert database.articles() == [old]
    assert set(counts(database).values()) == {1}


def test_what_is_read_together_is_of_one_moment(database, tmp_path):
    one = article(1)
    (key,) = database.store(one, [whole(one)])
    other = Database(tmp_path / "library.sqlite3")
    with database._snapshot():
        (sentence,) = database.sentences(one.id)
        other.remove(one.id)
        assert database.sentences(one.id) == [sentence]
        assert [row.sentence for row in database.rows([one.id])] == [sentence]
    other.close()
    assert database.sentences(one.id) == database.rows_by_key([key]) == []


def test_refreshing_changes_all_or_nothing(database):
    one = article(1)
    database.store(one, [whole(one)])

    def interrupted() -> Iterator[tuple[str, list[NewSentence]]]:
        yield one.id, []
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        database.refresh(interrupted(), made_with="other")
    assert database.meta("made_with") is None
    assert len(database.rows([one.id])) == 1
    database.refresh([(one.id, [whole(one, chunk_text="fresh")])], made_with="other")
    assert database.meta("made_with") == "other"
    assert database.rows([one.id])[0].chunk_text == "fresh"
    assert database.articles() == [one]


WORDS = {1: "The ferry struck the pier", 2: "The mayor visited the pier", 3: "Rates rose again"}


@pytest.fixture
def filled(database: Database) -> Database:
    for number, text in WORDS.items():
        one = article(number, text)
        database.store(one, [whole(one, chunk_text=f"{text} and the harbour")])
    return database


def test_words_are_scored_by_bm25(filled):
    keys = [1, 2, 3]
    found = filled.score_words("sentence_words", '"ferries" OR "pier"', keys=keys)
    assert set(found) == {1, 2}
    assert found[1] > found[2] > 0, "stems match, and two words are better than one"
    assert filled.score_words("chunk_words", '"harbour"', keys=keys).keys() == {1, 2, 3}
    assert filled.score_words("sentence_words", '"pier"', keys=[]) == {}


def test_words_are_looked_up_among_scattered_keys(filled):
    for number in range(4, 20):
        one = article(number, "pier pier")
        filled.store(one, [whole(one)])
    found = filled.score_words("sentence_words", '"pier"', keys=[1, 19])
    assert set(found) == {1, 19}


def test_the_best_words_of_some_articles(filled):
    query = '"pier" OR "ferry"'
    assert filled.best_words("sentence_words", query, articles=None, limit=9) == [1, 2]
    assert filled.best_words("sentence_words", query, articles=None, limit=1) == [1]
    only = [article(2).id, article(3).id]
    assert filled.best_words("sentence_words", query, articles=only, limit=9) == [2]


@settings(max_examples=100, deadline=None)
@given(text=st.text() | st.text(alphabet="\"'*()^:+-NEARORT\x00 \n{}", max_size=30))
def test_no_question_is_syntax(text):
    query = word_query(text)
    database = Database(Path(":memory:"))
    if query:
        database.best_words("sentence_words", query, articles=None, limit=1)
    database.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("?! ...", [], id="no-words"),
        pytest.param("Who said it?", ["said"], id="stop-words-go"),
        pytest.param("Who is it?", ["Who", "is", "it"], id="unless-nothing-remains"),
        pytest.param("What did the US say?", ["US", "say"], id="a-name-stays"),
        pytest.param("WHAT DID THE MAYOR SAY?", ["MAYOR", "SAY"], id="shouting"),
        pytest.param("Ukraine's plans", ["Ukraine", "plans"], id="possessive"),
        pytest.param("peace-keeping force", ["peace", "keeping", "force"], id="hyphen"),
        pytest.param("pier pier Pier", ["pier", "Pier"], id="each-once"),
        pytest.param("cafe\u0301 in 2025", ["cafe\u0301", "2025"], id="combining-mark"),
        pytest.param('a"b OR c', ["b", "OR", "c"], id="quotation-mark"),
    ],
)
def test_words_of_a_question(text, expected):
    assert word_query(text) == " OR ".join(f'"{word}"' for word in expected)


def test_a_long_question_is_bounded():
    assert word_query(" ".join(f"word{n}" for n in range(10_000))).count("OR") == 63


def test_a_change_by_another_connection_is_noticed(database, tmp_path):
    before = database.version
    other = Database(tmp_path / "library.sqlite3")
    assert database.version == before
    other.store(article(1), [])
    assert database.version != before
    other.close()


def test_threads_may_share_it(database):
    def add(first: int) -> None:
        for number in range(first, first + 20):
            one = article(number)
            database.store(one, [whole(one)])
            database.rows([one.id])

    threads = [threading.Thread(target=add, args=(first,)) for first in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(counts(database).values()) == {60}
    assert database.generation == 60


def test_a_full_disk_is_told_and_changes_nothing(database):
    database.store(article(1), [])
    (pages,) = database._all("PRAGMA page_count")[0]
    database._all(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LibraryError, match="the disk is full: free some space"):
        database.store(article(2, "Large. " * 100_000), [])
    assert database.articles() == [article(1)]
    database._all("PRAGMA max_page_count = 100000")
    database.store(article(2), [])
    assert len(database.articles()) == 2


def test_a_file_that_may_not_be_written_is_told(database):
    database._all("PRAGMA query_only = ON")
    with pytest.raises(LibraryError, match="may not be written"):
        database.store(article(1), [])
    assert database.articles() == []


def test_a_busy_file_is_told(database, tmp_path):
    database._all("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(tmp_path / "library.sqlite3")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryError, match="another program is using"):
        database.store(article(1), [])
    other.close()
    database.store(article(1), [])


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda content: b"no database at all " * 200, id="garbage"),
        pytest.param(lambda content: content[:100] + bytes(len(content) - 100), id="zeroed"),
        pytest.param(lambda content: content[: len(content) // 3], id="cut"),
    ],
)
def test_a_damaged_file_is_told_and_left_alone(tmp_path, harm):
    path = tmp_path / "library.sqlite3"
    database = Database(path)
    for number in range(50):
        one = article(number, "Some words. " * 50)
        database.store(one, [whole(one)])
    database.close()
    path.write_bytes(harm(path.read_bytes()))
    harmed = path.read_bytes()
    with pytest.raises(LibraryError, match="is damaged: restore it from a copy"):
        Database(path).articles()
    assert path.read_bytes()[:4096] == harmed[:4096]


def test_a_newer_library_is_refused(tmp_path):
    path = tmp_path / "library.sqlite3"
    database = Database(path)
    database._all("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(LibraryError, match="newer version of this program"):
        Database(path)


def test_a_folder_in_its_place_is_told(tmp_path):
    with pytest.raises(LibraryError, match="cannot be opened: check LIBRARY_DIR"):
        Database(tmp_path)


def test_a_closed_library_says_so(database):
    database.close()
    with pytest.raises(LibraryError, match="closed"):
        database.articles()
