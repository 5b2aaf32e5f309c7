"""From a file or pasted text to a library of searchable sentences."""

from index.articles import cut_sentences, make_article, read_article, read_sentences
from index.candidates import Candidate
from index.chunks import chunk_sentences
from index.embedding import Embedder, LlamaIndexEmbedder, MiniLMEmbedder, open_embedder
from index.library import Library
from index.models import Article, Chunk, Sentence, SentenceKind

__all__ = [
    "Article",
    "Candidate",
    "Chunk",
    "Embedder",
    "Library",
    "LlamaIndexEmbedder",
    "MiniLMEmbedder",
    "Sentence",
    "SentenceKind",
    "chunk_sentences",
    "cut_sentences",
    "make_article",
    "open_embedder",
    "read_article",
    "read_sentences",
]
