"""What retrieval would hand to a writer, made of articles without a library."""

import re

from index import Article, Candidate, Sentence, SentenceKind, read_sentences
from qa.grounds import Grounds, Part
from qa.question import read_question
from qa.ranking import Ranked
from qa.reader import Reading


def make_grounds(*articles: Article, question: str) -> Grounds:
    """Return the story sentences of articles, ranked by the words they share with a question."""
    asked = _words(question)
    sentences = {article.id: read_sentences(article) for article in articles}
    story = [s for group in sentences.values() for s in group if s.kind is SentenceKind.STORY]
    ranked = sorted(story, key=lambda sentence: -len(asked & _words(sentence.text)))
    return Grounds(
        asked=question,
        standalone=question,
        parts=[Part(question=read_question(question), ranked=[*map(_rank, ranked)], score=1.0)],
        left=[],
        scope={article.id: article for article in articles},
        read_sentences=sentences.__getitem__,
        score=1.0,
    )


def _rank(sentence: Sentence) -> Ranked:
    candidate = Candidate(
        sentence=sentence, chunk_text="", vector=0, chunk_vector=0, bm25=0, chunk_bm25=0
    )
    reading = Reading(score=0, start=0, end=0, span_score=0, match=0, match_mean=0, likeness=0)
    return Ranked(candidate=candidate, score=0.0, features=(), reading=reading)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.lower()))
