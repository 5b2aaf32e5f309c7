# ruff: noqa: S608  statements are put together from names in this file; values are bound
"""The library's one file of truth: articles, sentences, vectors and words in SQLite."""

import json
import sqlite3  # noqa: TID251  the one file that speaks SQL
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, Final, Literal

from index.advice import advise
from index.errors import LibraryError
from index.models import Article, Sentence
from index.rows import (
    ARTICLE_COLUMNS,
    SCHEMA,
    SENTENCE_COLUMNS,
    NewSentence,
    Row,
    Vectors,
    from_article,
    from_sentence,
    to_article,
    to_sentence,
    to_vector,
)

__all__ = ["Database", "Words"]

Words = Literal["sentence_words", "chunk_words"]
"""The two word indexes: of the sentences, and of the chunks around them."""

_SCHEMA_VERSION: Final = 1
_TOO_COMMON: Final = 2000


class Database:
    """The SQLite file of a library; every method may be called from any thread.

    A method that writes does all of it in one transaction, on disk when it returns. Every
    method raises ``LibraryError``, which says what SQLite found and what to do about it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = RLock()
        self._changes = 0
        with self._mapped():
            self._connection = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, timeout=10
            )
        try:
            self._prepare()
        except LibraryError:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        with self._mapped():
            self._connection.close()

    @property
    def version(self) -> tuple[int, int]:
        """Return a value that changes whenever the library does, by whatever process."""
        return self._changes, self._all("PRAGMA data_version")[0][0]

    def meta(self, name: str) -> str | None:
        """Return a remembered value."""
        found = self._all("SELECT value FROM meta WHERE name = ?", name)
        return found[0][0] if found else None

    def remember(self, **meta: str) -> None:
        """Remember values."""
        with self._transaction():
            self._remember(meta)

    @property
    def generation(self) -> int:
        """Return how often the sentences of the library were changed."""
        return int(self.meta("generation") or 0)

    def articles(self) -> list[Article]:
        """Return every article, in the order they were added."""
        return [
            to_article(row)
            for row in self._all(f"SELECT {ARTICLE_COLUMNS} FROM article ORDER BY place")
        ]

    def articles_like(self, prefix: str) -> list[Article]:
        """Return the articles whose id begins so."""
        query = f"SELECT {ARTICLE_COLUMNS} FROM article WHERE substr(id, 1, ?) = ? ORDER BY place"
        return [to_article(row) for row in self._all(query, len(prefix), prefix)]

    def story_counts(self) -> dict[str, int]:
        """Return how many story sentences each article has, in the order they were added."""
        return dict(
            self._all(
                "SELECT article.id, count(vector) FROM article"
                " LEFT JOIN sentence ON article_id = article.id GROUP BY place ORDER BY place"
            )
        )

    def sentences(self, article_id: str) -> list[Sentence]:
        """Return all sentences of an article, in its order."""
        with self._snapshot():
            found = self._all(
                f"SELECT {SENTENCE_COLUMNS} FROM sentence WHERE article_id = ? ORDER BY number",
                article_id,
            )
            texts = self._texts([article_id])
        return [to_sentence(row[:7], texts) for row in found]

    def rows(self, articles: Sequence[str]) -> list[Row]:
        """Return the story sentences of some articles, by key."""
        return self._rows("article_id", articles)

    def rows_by_key(self, keys: Sequence[int]) -> list[Row]:
        """Return the story sentences with these keys, as far as they exist, by key."""
        return self._rows("row", keys)

    def vectors(self) -> Iterator[tuple[int, str, Vectors, Vectors]]:
        """Yield the key, the article and both vectors of every story sentence, by key."""
        last = 0
        while found := self._all(
            "SELECT row, article_id, vector, chunk_vector FROM sentence"
            " WHERE row > ? AND vector IS NOT NULL ORDER BY row LIMIT 1000",
            last,
        ):
            for key, article_id, vector, chunk_vector in found:
                yield key, article_id, to_vector(vector), to_vector(chunk_vector)
            last = found[-1][0]

    def probes(self, limit: int) -> list[Vectors]:
        """Return the vectors of some story sentences, chosen at random."""
        found = self._all(
            "SELECT vector FROM sentence WHERE row IN (SELECT row FROM sentence"
            " WHERE vector IS NOT NULL ORDER BY random() LIMIT ?)",
            limit,
        )
        return [to_vector(vector) for (vector,) in found]

    def score_words(self, words: Words, query: str, *, keys: Sequence[int]) -> dict[int, float]:
        """Return how well sentences match a query of words, by BM25: the higher the better.

        Args:
            words: The word index to look in.
            query: An expression of FTS5.
            keys: The sentences to look at, in ascending order; others may be returned too.
        """
        if not keys:
            return {}
        select = (
            f"SELECT rowid, -bm25({words}) FROM {words}"
            f" WHERE {words} MATCH ? AND rowid BETWEEN ? AND ?"
        )
        if keys[-1] - keys[0] < 2 * len(keys):
            return dict(self._all(select, query, keys[0], keys[-1]))
        # The unary plus keeps SQLite from searching once for every key.
        among = f"{select} AND +rowid IN (SELECT value FROM json_each(?))"
        return dict(self._all(among, query, keys[0], keys[-1], json.dumps(list(keys))))

    def best_words(
        self, words: Words, query: str, *, articles: Sequence[str] | None, limit: int
    ) -> list[int]:
        """Return the keys of the sentences that match a query of words best, best first."""
        scope, values = "", []
        if articles is not None:
            scope = (
                "AND +rowid IN (SELECT row FROM sentence"
                " WHERE article_id IN (SELECT value FROM json_each(?)))"
            )
            values = [json.dumps(list(articles))]
        select = f"SELECT rowid FROM {words} WHERE {words} MATCH ? {scope} ORDER BY rank LIMIT ?"
        return [key for (key,) in self._all(select, query, *values, limit)]

    def count_words(self, words: Sequence[str]) -> list[dict[str, int]]:
        """Return, for each word, how many story sentences of each article hold it.

        A word that very many sentences hold tells articles apart no more: for it, nothing.

        Args:
            words: Expressions of FTS5, one word each.
        """
        select = (
            "SELECT article_id, count(*) FROM sentence JOIN (SELECT rowid AS found"
            " FROM sentence_words WHERE sentence_words MATCH ? LIMIT ?) ON row = found"
            " GROUP BY article_id"
        )
        counted = (dict(self._all(select, word, _TOO_COMMON)) for word in words)
        return [found if sum(found.values()) < _TOO_COMMON else {} for found in counted]

    def store(self, article: Article, sentences: Sequence[NewSentence]) -> list[int]:
        """Store a new article with all it has; return the keys of its story sentences."""
        with self._transaction():
            marks = ", ".join("?" * 9)
            self._run(
                f"INSERT INTO article ({ARTICLE_COLUMNS}) VALUES ({marks})", *from_article(article)
            )
            return self._insert(sentences)

    def update(self, article: Article) -> None:
        """Store what is known about an article that the library has."""
        values = ", ".join(f"{name} = ?" for name in ARTICLE_COLUMNS.split(", "))
        with self._transaction():
            self._run(
                f"UPDATE article SET {values} WHERE id = ?", *from_article(article), article.id
            )

    def remove(self, article_id: str) -> list[int]:
        """Forget an article and all it has; return the keys of its story sentences."""
        with self._transaction():
            return self._forget(article_id)

    def refresh(self, sentences: Iterable[tuple[str, Sequence[NewSentence]]], **meta: str) -> None:
        """Give articles, by id, new sentences, and remember values, in one transaction."""
        with self._transaction():
            for article_id, replacements in sentences:
                self._forget_sentences(article_id)
                self._insert(replacements)
            self._remember(meta)

    def _prepare(self) -> None:
        self._run("PRAGMA journal_mode = WAL")
        self._run("PRAGMA synchronous = FULL")
        self._run("PRAGMA foreign_keys = ON")
        version = self._all("PRAGMA user_version")[0][0]
        if version > _SCHEMA_VERSION:
            raise LibraryError(
                f"The library {self.path} was made by a newer version of this program: "
                "update the program, or set LIBRARY_DIR to another folder."
            )
        if version == 0:
            with self._transaction():
                for statement in SCHEMA.split(";\n"):
                    self._run(statement)
                self._run(f"PRAGMA user_version = {_SCHEMA_VERSION}")

    def _insert(self, sentences: Sequence[NewSentence]) -> list[int]:
        keys = []
        for new in sentences:
            key = self._run(
                f"INSERT INTO sentence ({SENTENCE_COLUMNS}, vector, chunk_vector)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *from_sentence(new),
            )
            if new.vector is not None:
                insert = "INSERT INTO {} (rowid, text) VALUES (?, ?)"
                self._run(insert.format("sentence_words"), key, new.sentence.text)
                self._run(insert.format("chunk_words"), key, new.chunk_text)
                keys.append(key)
        self._remember({"generation": str(self.generation + 1)})
        return keys

    def _forget(self, article_id: str) -> list[int]:
        keys = self._forget_sentences(article_id)
        self._run("DELETE FROM article WHERE id = ?", article_id)
        self._remember({"generation": str(self.generation + 1)})
        return keys

    def _forget_sentences(self, article_id: str) -> list[int]:
        found = self._all(
            "SELECT row FROM sentence WHERE article_id = ? AND vector IS NOT NULL", article_id
        )
        for words in ("sentence_words", "chunk_words"):
            self._run(
                f"DELETE FROM {words} WHERE rowid IN"
                " (SELECT row FROM sentence WHERE article_id = ? AND vector IS NOT NULL)",
                article_id,
            )
        self._run("DELETE FROM sentence WHERE article_id = ?", article_id)
        return [key for (key,) in found]

    def _remember(self, meta: Mapping[str, str]) -> None:
        for name, value in meta.items():
            self._run("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value)

    def _texts(self, articles: Sequence[str]) -> dict[str, str]:
        query = "SELECT id, text FROM article WHERE id IN (SELECT value FROM json_each(?))"
        return dict(self._all(query, json.dumps(list(articles))))

    def _rows(self, column: str, values: Sequence[str] | Sequence[int]) -> list[Row]:
        with self._snapshot():
            found = self._all(
                f"SELECT {SENTENCE_COLUMNS}, row, vector, chunk_vector, text"
                " FROM sentence JOIN chunk_words ON chunk_words.rowid = row"
                f" WHERE {column} IN (SELECT value FROM json_each(?)) ORDER BY row",
                json.dumps(list(values)),
            )
            texts = self._texts(list({row[0] for row in found}))
        return [
            Row(
                key=row[7],
                sentence=to_sentence(row[:7], texts),
                vector=to_vector(row[8]),
                chunk_vector=to_vector(row[9]),
                chunk_text=row[10],
            )
            for row in found
        ]

    def _run(self, statement: str, *values: Any) -> int:
        with self._mapped():
            return self._connection.execute(statement, values).lastrowid or 0

    def _all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._mapped():
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        # What several statements read belongs together, whoever writes meanwhile.
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._run("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._run("ROLLBACK")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._run("BEGIN IMMEDIATE")
            try:
                yield
                self._run("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._run("ROLLBACK")
                raise
            finally:
                self._changes += 1

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                name = getattr(error, "sqlite_errorname", "")
                advice = advise(name, message=str(error))
                raise LibraryError(f"The library {self.path} failed: {advice}.") from error
