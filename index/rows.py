"""What the library's file holds, between Python values and the values of SQLite."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.models import Article, Sentence, SentenceKind

__all__ = [
    "ARTICLE_COLUMNS",
    "SCHEMA",
    "SENTENCE_COLUMNS",
    "NewSentence",
    "Row",
    "from_article",
    "from_sentence",
    "to_article",
    "to_sentence",
    "to_vector",
]

Vectors = NDArray[np.float32]

SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE article (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    title TEXT NOT NULL,
    title_derived INTEGER NOT NULL,
    byline TEXT, outlet TEXT, url TEXT, published TEXT, updated TEXT
);
CREATE TABLE sentence (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    speakers TEXT NOT NULL,
    hearsay INTEGER NOT NULL,
    vector BLOB,
    chunk_vector BLOB,
    UNIQUE (article_id, number)
);
CREATE VIRTUAL TABLE sentence_words
    USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE chunk_words
    USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2');
"""
ARTICLE_COLUMNS: Final = "id, text, title, title_derived, byline, outlet, url, published, updated"
SENTENCE_COLUMNS: Final = "article_id, number, start_at, end_at, kind, speakers, hearsay"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSentence:
    """A sentence to store; only story sentences have vectors and the text of a chunk."""

    sentence: Sentence
    chunk_text: str = ""
    vector: Vectors | None = None
    chunk_vector: Vectors | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A stored story sentence with all that ranking needs of it.

    Attributes:
        key: Its key, never used again for another sentence.
        sentence: The sentence.
        chunk_text: The text of the chunk around it.
        vector: Its unit vector.
        chunk_vector: The unit vector of its chunk.
    """

    key: int
    sentence: Sentence
    chunk_text: str
    vector: Vectors
    chunk_vector: Vectors


def from_article(article: Article) -> tuple[Any, ...]:
    """Return the values of an article, in the order of its columns."""
    return tuple(getattr(article, name) for name in ARTICLE_COLUMNS.split(", "))


def to_article(values: tuple[Any, ...]) -> Article:
    """Make an article of the values of its columns."""
    named = dict(zip(ARTICLE_COLUMNS.split(", "), values, strict=True))
    return Article(**{**named, "title_derived": bool(named["title_derived"])})


def from_sentence(new: NewSentence) -> tuple[Any, ...]:
    """Return the values of a sentence, in the order of its columns, and its two vectors."""
    sentence = new.sentence
    return (
        sentence.article_id,
        sentence.number,
        sentence.start,
        sentence.end,
        sentence.kind.value,
        json.dumps(sentence.speakers, ensure_ascii=False),
        sentence.hearsay,
        _from_vector(new.vector),
        _from_vector(new.chunk_vector),
    )


def to_sentence(values: tuple[Any, ...], texts: Mapping[str, str]) -> Sentence:
    """Make a sentence of the values of its columns, cut from the text of its article."""
    article_id, number, start, end, kind, speakers, hearsay = values
    return Sentence(
        article_id=article_id,
        number=number,
        start=start,
        end=end,
        text=texts[article_id][start:end],
        kind=SentenceKind(kind),
        speakers=tuple(json.loads(speakers)),
        hearsay=bool(hearsay),
    )


def to_vector(blob: bytes) -> Vectors:
    """Read a stored vector."""
    return np.frombuffer(blob, dtype="<f4")


def _from_vector(vector: Vectors | None) -> bytes | None:
    return None if vector is None else np.ascontiguousarray(vector, dtype="<f4").tobytes()
