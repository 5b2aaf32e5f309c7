"""The baseline ``bm25``: the sentences that share most words with the question."""

import sqlite3  # noqa: TID251  an index of its own, in memory
import weakref
from collections.abc import Sequence
from threading import Lock

from index.models import Sentence
from index.words import word_query
from qa.evaluation.baselines.baseline import CITED, RANKED, Baseline, quote_verbatim
from qa.evaluation.cases import Place
from qa.models import Answer
from qa.quotes import cite

__all__ = ["Bm25Baseline", "SentenceSearch"]

_EVEN = 10.0
"""The BM25 score that becomes 0.5."""

_CREATE = (
    "CREATE VIRTUAL TABLE sentence USING fts5"
    "(text, tokenize = 'porter unicode61 remove_diacritics 2')"
)
_FIND = (
    "SELECT rowid, -bm25(sentence) FROM sentence WHERE sentence MATCH ?"
    " ORDER BY bm25(sentence), rowid LIMIT ?"
)


class SentenceSearch:
    """Sentences ranked by Okapi BM25 over Porter's stems, k1 = 1.2 and b = 0.75: SQLite's FTS5.

    Threads may share it.
    """

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._lock = Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        # When the last thread that asks lets go of it, however long it is out of the cache.
        weakref.finalize(self, self._database.close)
        rows = ((row, sentence.text) for row, sentence in enumerate(sentences))
        self._database.execute(_CREATE)
        self._database.executemany("INSERT INTO sentence (rowid, text) VALUES (?, ?)", rows)

    def find(self, question: str, *, limit: int) -> list[tuple[Sentence, float]]:
        """Return the best sentences with their scores, best first; only such as share a word."""
        query = word_query(question)
        if not query:
            return []
        with self._lock:
            rows = self._database.execute(_FIND, (query, limit)).fetchall()
        return [(self._sentences[row], score) for row, score in rows]


class Bm25Baseline(Baseline[SentenceSearch]):
    """Shows the two best sentences of a plain search for words.

    It answers whenever a sentence shares a word with the question. Its score grows with that of
    the best sentence, which has no upper end, and stays between 0 and 1.
    """

    name = "bm25"

    def _make_index(self, names: tuple[str, ...]) -> SentenceSearch:
        return SentenceSearch([one for name in names for one in self._known[name].sentences])

    def _answer(self, question: str, index: SentenceSearch) -> Answer:
        found = index.find(question, limit=CITED)
        citations = [
            cite(sentence, self._known[sentence.article_id].article, number=number)
            for number, (sentence, _) in enumerate(found, start=1)
        ]
        best = found[0][1] if found else 0.0
        return quote_verbatim(question, citations, score=best / (best + _EVEN))

    def _rank(self, question: str, index: SentenceSearch) -> tuple[Place, ...]:
        found = index.find(question, limit=RANKED)
        return tuple(Place(one.article_id, one.start, one.end) for one, _ in found)
