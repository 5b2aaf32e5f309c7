"""From a question to the sentences that may answer it, with exact scores for each."""

import math
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.database import Database, Words
from index.models import Sentence
from index.rows import Row
from index.words import word_query

__all__ = ["Candidate", "CandidateFinder", "Nearest"]

Vectors = NDArray[np.float32]
Nearest = Callable[[Vectors, Sequence[str] | None, int], list[int]]
"""Asks the vector index: a vector, the articles to look in (all when ``None``), how many."""

_WHOLE_SCOPE: Final = 1000
_SCOPES_HELD: Final = 8
_SATURATION: Final = 1.2
_LENGTH_SHARE: Final = 0.75
_NAME_WEIGHT: Final = 2.0
"""What a word written like a name or a number counts: on CoQA it tells articles apart best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A story sentence that may answer, with the scores ranking starts from.

    Attributes:
        sentence: The sentence.
        chunk_text: The text of the chunk around it.
        vector: Cosine of the question and the sentence.
        chunk_vector: Cosine of the question and the chunk.
        bm25: How well the words of the sentence match; 0 when none does.
        chunk_bm25: The same of the chunk.
        article_bm25: The same of its whole article; 0 when no other article is asked.
    """

    sentence: Sentence
    chunk_text: str
    vector: float
    chunk_vector: float
    bm25: float
    chunk_bm25: float
    article_bm25: float = 0.0


@dataclass(frozen=True, slots=True)
class _Scope:
    """Story sentences with their vectors as matrices."""

    rows: Sequence[Row]
    keys: Sequence[int]
    vectors: Vectors
    chunk_vectors: Vectors


class CandidateFinder:
    """Finds candidates in a database, with a vector index to ask for the nearest.

    When the articles that are asked hold at most 1,000 story sentences, all of them are
    candidates: the distribution of their scores is then whole, which ranking rests on. In a larger
    scope they are those which the vector index and the word index put first.
    """

    def __init__(self, database: Database, *, nearest: Nearest) -> None:
        self._database = database
        self._nearest = nearest
        self._lock = Lock()
        self._version: tuple[int, int] | None = None
        self._counts: dict[str, int] = {}
        self._scopes: OrderedDict[tuple[str, ...], _Scope] = OrderedDict()

    def find(
        self, text: str, vector: Vectors, *, articles: Sequence[str] | None, limit: int
    ) -> list[Candidate]:
        """Return the candidates for a question, in the order of their articles.

        Args:
            text: The question.
            vector: Its unit vector.
            articles: The articles to look in; all when ``None``.
            limit: How many to take from each index when the scope is large.
        """
        version, counts = self._look()
        wanted = counts.keys() if articles is None else set(articles)
        names = tuple(name for name in counts if name in wanted)
        size = sum(counts[name] for name in names)
        if not size:
            return []
        asked = None if len(names) == len(counts) else names
        query = word_query(text)
        near = self._nearest(vector, asked, min(2 * limit, 2 * size))
        if size <= _WHOLE_SCOPE:
            scope = self._hold(names, version)
        else:
            keys = {*near, *self._best_words(query, asked, limit)}
            scope = _gather(self._database.rows_by_key(sorted(keys)))
        sizes = {name: counts[name] for name in names}
        return self._score(scope, query, vector, self._weigh_articles(query, sizes))

    def _look(self) -> tuple[tuple[int, int], dict[str, int]]:
        version = self._database.version
        with self._lock:
            if version == self._version:
                return version, self._counts
        counts = self._database.story_counts()
        with self._lock:
            self._version, self._counts = version, counts
            self._scopes.clear()
        return version, counts

    def _hold(self, names: tuple[str, ...], version: tuple[int, int]) -> _Scope:
        with self._lock:
            if names in self._scopes:
                self._scopes.move_to_end(names)
                return self._scopes[names]
        scope = _gather(self._database.rows(names))
        with self._lock:
            if version == self._version:
                self._scopes[names] = scope
                while len(self._scopes) > _SCOPES_HELD:
                    self._scopes.popitem(last=False)
        return scope

    def _best_words(self, query: str, articles: Sequence[str] | None, limit: int) -> set[int]:
        if not query:
            return set()
        tables: tuple[Words, Words] = ("sentence_words", "chunk_words")
        return {
            key
            for words in tables
            for key in self._database.best_words(words, query, articles=articles, limit=limit)
        }

    def _weigh_articles(self, query: str, sizes: Mapping[str, int]) -> dict[str, float]:
        """Return the BM25 score of each article as a whole, for those that hold a word.

        The words of a conversation are spread over an article; no one sentence of it has them all.

        Args:
            query: An expression of FTS5.
            sizes: How many story sentences each article that is asked has.
        """
        weights: dict[str, float] = {}
        if len(sizes) < 2 or not query:
            return weights
        average = sum(sizes.values()) / len(sizes)
        words = query.split(" OR ")
        for word, found in zip(words, self._database.count_words(words), strict=True):
            held = {name: count for name, count in found.items() if name in sizes}
            rarity = math.log1p((len(sizes) - len(held) + 0.5) / (len(held) + 0.5))
            rarity *= _NAME_WEIGHT if word[1].isupper() or word[1].isdigit() else 1.0
            for name, count in held.items():
                length = 1 - _LENGTH_SHARE + _LENGTH_SHARE * sizes[name] / average
                weight = rarity * count * (_SATURATION + 1) / (count + _SATURATION * length)
                weights[name] = weights.get(name, 0.0) + weight
        return weights

    def _score(
        self, scope: _Scope, query: str, vector: Vectors, articles: Mapping[str, float]
    ) -> list[Candidate]:
        # The articles may have gone since they were counted.
        if not scope.rows:
            return []
        bm25: dict[int, float] = {}
        chunk_bm25: dict[int, float] = {}
        if query:
            bm25 = self._database.score_words("sentence_words", query, keys=scope.keys)
            chunk_bm25 = self._database.score_words("chunk_words", query, keys=scope.keys)
        cosines = (scope.vectors @ vector).tolist()
        chunk_cosines = (scope.chunk_vectors @ vector).tolist()
        return [
            Candidate(
                sentence=row.sentence,
                chunk_text=row.chunk_text,
                vector=cosine,
                chunk_vector=chunk_cosine,
                bm25=bm25.get(row.key, 0.0),
                chunk_bm25=chunk_bm25.get(row.key, 0.0),
                article_bm25=articles.get(row.sentence.article_id, 0.0),
            )
            for row, cosine, chunk_cosine in zip(scope.rows, cosines, chunk_cosines, strict=True)
        ]


def _gather(rows: Sequence[Row]) -> _Scope:
    return _Scope(
        rows=rows,
        keys=[row.key for row in rows],
        vectors=np.stack([row.vector for row in rows]) if rows else np.zeros((0, 0), np.float32),
        chunk_vectors=np.stack([row.chunk_vector for row in rows])
        if rows
        else np.zeros((0, 0), np.float32),
    )
