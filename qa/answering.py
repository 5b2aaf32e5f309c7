"""From a question to an answer: understand it, rank sentences, decide, write."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, lru_cache, reduce
from operator import or_
from threading import Event

from index.errors import ArticleNotFoundError
from index.library import Library
from index.models import Article
from qa.about import find_fact
from qa.abstention import (
    Vocabulary,
    estimate,
    explain,
    is_silent,
    keep_speaker,
    lacks_kind,
    measure_answer,
)
from qa.disagreement import find_disagreement
from qa.followup import History, leans, make_standalone, says_less, split_parts
from qa.grounds import Grounds, Part, Writer
from qa.models import Answer, Nearest, Reason, Status
from qa.question import MAX_QUESTION_CHARS, Question, check_question, read_question
from qa.quotes import show_nearest, tell_facts
from qa.ranking import Ranked, Ranker, read_weights
from qa.reader import Reader
from qa.spelling import mend_spelling
from qa.words import stem_set

__all__ = ["Answerer"]

Parts = Sequence[tuple[Question, list[Ranked]]]

_NEAREST = 3
_FEW = 8
"""Up to so many articles a writer may read whole."""
_DOUBT = 0.25
"""What is left of the likelihood when no sentence holds the number, the date, ... asked for, or
when somebody is asked for by name who says nothing."""

_MAX_VOCABULARIES = 256
_TRIES = 3
_ENOUGH_STEMS = 3
_MAX_TOLD = 10
_MAX_SPELLED = 20
"""With more articles than this almost any word is one of theirs, and the comparison takes long."""

_WORD = re.compile(r"[^\W\d_]+")


class Answerer:
    """Answers questions from the articles of a library; safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._floor = float(read_weights()["floor"])
        # An id is a hash of the text, so neither cache can hold an outdated article.
        self._words = lru_cache(maxsize=_MAX_VOCABULARIES)(self._read_words)
        self._vocabulary = lru_cache(maxsize=_MAX_VOCABULARIES)(self._read_vocabulary)
        self._sentences = lru_cache(maxsize=_MAX_VOCABULARIES)(self._library.sentences)

    @cached_property
    def _ranker(self) -> Ranker:
        return Ranker(self._library, Reader.load())

    def stream(
        self,
        question: str,
        scope: Sequence[str] | None,
        history: History,
        *,
        writer: Writer,
        standalone: str | None = None,
        stop: Event,
    ) -> Iterator[Answer]:
        """Yield the answer to a question as it grows; the last one is final.

        Args:
            question: What the reader typed.
            scope: Ids of the articles to look in; ``None`` for all.
            history: Earlier turns, oldest first.
            writer: What turns evidence into text.
            standalone: What the question means without the conversation, where somebody says so.
            stop: Set by somebody else to end the writing early.

        Raises:
            QuestionError: The question has no words or is too long.
        """
        started = time.perf_counter()
        question = check_question(question)
        if standalone:
            standalone, history = check_question(standalone), ()
        else:
            # No evidence, no model: neither may it be asked what a question means.
            asked = self._asked(scope)
            standalone = writer.understand(question, history if asked else (), stop=stop)
            history = self._find_needed(question, scope, history)
        found = self._find(question, standalone, scope, history)
        retrieved = time.perf_counter()
        if isinstance(found, Answer):
            yield _timed(found, started, retrieved)
            return
        for answer in writer.write(found, stop=stop):
            yield _timed(answer, started, retrieved)

    def _find(
        self, question: str, standalone: str, scope: Sequence[str] | None, history: History
    ) -> Answer | Grounds:
        """Return what the articles hold on a question, or the answer where none is to be written.

        Another thread may remove an article while all are asked: then they are asked anew.
        """
        for _ in range(_TRIES):
            with suppress(ArticleNotFoundError):
                return self._look(question, standalone, scope, history)
        return self._look(question, standalone, scope, history)

    def _look(
        self, question: str, standalone: str, scope: Sequence[str] | None, history: History
    ) -> Answer | Grounds:
        asked = self._asked(scope)
        standalone = self._mend(standalone, asked)
        if answer := self._answer_about(question, standalone, asked, follows=bool(history)):
            return answer
        return self._judge(
            question, standalone, asked, self._rank_parts(standalone, scope, history)
        )

    def examine(
        self, question: str, scope: Sequence[str] | None, history: History
    ) -> tuple[Question, list[Ranked], Vocabulary]:
        """Return all that is measured of a question before it is decided whether to answer.

        Returns:
            The question as read, the ranked sentences, and what their articles hold.

        Raises:
            QuestionError: The question has no words or is too long.
        """
        asked = self._asked(scope)
        standalone = make_standalone(check_question(question), history=history)
        parsed = read_question(self._mend(standalone, asked))
        history = self._find_needed(question, scope, history)
        ranked = self._ranker.rank(parsed, articles=scope, history=history)
        return parsed, ranked, self._known(ranked)

    def _find_needed(self, question: str, scope: Sequence[str] | None, history: History) -> History:
        """Return the history where a question must be read in its light, else nothing.

        "How many people were at the meetings?" may go on with the subject or change it. Where the
        best sentence for it alone holds all that it names, it is a question of its own.
        """
        if not leans(question, history=history):
            return ()
        if says_less(question, history=history):
            return history
        parsed = read_question(question)
        if len(parsed.stems) < _ENOUGH_STEMS:
            return history
        best = self._ranker.rank(parsed, articles=scope)[:1]
        alone = best and stem_set(best[0].sentence.text).issuperset(parsed.stems)
        return () if alone else history

    def _mend(self, standalone: str, asked: Sequence[Article]) -> str:
        """Return the question with its spelling mended by the words of the articles."""
        if len(asked) <= _MAX_SPELLED:
            words = frozenset().union(*(self._words(article.id) for article in asked))
            standalone = mend_spelling(standalone, words)
        return standalone[:MAX_QUESTION_CHARS]

    def _asked(self, scope: Sequence[str] | None) -> list[Article]:
        """Return the articles that are asked."""
        if scope is None:
            return self._library.articles()
        return [self._library.article(name) for name in scope]

    def _read_vocabulary(self, article_id: str) -> Vocabulary:
        return Vocabulary.read(self._sentences(article_id))

    def _read_words(self, article_id: str) -> frozenset[str]:
        """Return all words of an article, in lower case."""
        return frozenset(_WORD.findall(self._library.article(article_id).text.lower()))

    def _known(self, ranked: Sequence[Ranked]) -> Vocabulary:
        """Return what the articles hold that sentences come from."""
        names = {item.sentence.article_id for item in ranked}
        return reduce(or_, (self._vocabulary(name) for name in names), Vocabulary.read([]))

    def _answer_about(
        self, question: str, standalone: str, asked: Sequence[Article], *, follows: bool
    ) -> Answer | None:
        """Answer a question about the article itself, when it is one; of each that is asked."""
        told = []
        for article in asked[:_MAX_TOLD]:
            sentences = self._library.sentences(article.id)
            for part in split_parts(question):
                fact = find_fact(part, article, sentences, follows=follows)
                if fact is None:
                    return None
                told.append((fact, article, sentences[fact.carrier - 1] if fact.carrier else None))
        if not told:
            return None
        answer = tell_facts(told, question, standalone, nearest=self._opening(told[0][1]))
        if len(asked) > _MAX_TOLD:
            return replace(answer, explanation=f"Only {_MAX_TOLD} articles are listed: choose one.")
        return answer

    def _opening(self, article: Article) -> list[Nearest]:
        """Return the first sentences, where an article says what it says of itself."""
        sentences = self._library.sentences(article.id)
        return [show_nearest(sentence, article) for sentence in sentences[:_NEAREST]]

    def _rank_parts(
        self, standalone: str, scope: Sequence[str] | None, history: History
    ) -> list[tuple[Question, list[Ranked]]]:
        """Rank sentences for each question that is asked at once."""
        ranked: list[tuple[Question, list[Ranked]]] = []
        for part in split_parts(standalone):
            before = [(asked.text, found[0].sentence.text) for asked, found in ranked if found]
            text = make_standalone(part, history=before) if before else part
            question = read_question(text[:MAX_QUESTION_CHARS])
            found = self._ranker.rank(question, articles=scope, history=history)
            ranked.append((question, found))
        return ranked

    def _judge(
        self, question: str, standalone: str, asked: Sequence[Article], ranked: Parts
    ) -> Answer | Grounds:
        """Keep the parts that the articles are likely to answer, or abstain when there is none."""
        if not ranked[0][1]:
            return Answer(
                question=question,
                standalone_question=standalone,
                status=Status.NOT_FOUND,
                reason=Reason.NO_ARTICLES,
                explanation="There is no story to ask. Add an article first.",
            )
        known = self._known([item for _, found in ranked for item in found])
        parts = [_weigh(part, found, known) for part, found in ranked]
        score = max(part.score for part in parts)
        if score < self._floor:
            return self._abstain(question, standalone, ranked[0], known, score=score)
        # In their order, not in a set's: the same question must give the same prompt.
        names = dict.fromkeys(item.sentence.article_id for _, found in ranked for item in found)
        scope = {article.id: article for article in asked} if len(asked) <= _FEW else {}
        # Another thread may have added one since the articles were listed.
        scope |= {name: self._library.article(name) for name in names if name not in scope}
        likely = [part for part in parts if part.score >= self._floor]
        differ = (find_disagreement(part.question, part.ranked, scope) for part in likely)
        return Grounds(
            asked=question,
            standalone=standalone,
            parts=likely,
            left=[part.question.text for part in parts if part.score < self._floor],
            scope=scope,
            read_sentences=self._sentences,
            score=score,
            disagreement=next(filter(None, differ), None),
        )

    def _abstain(
        self,
        question: str,
        standalone: str,
        part: tuple[Question, list[Ranked]],
        known: Vocabulary,
        *,
        score: float,
    ) -> Answer:
        """Say that the articles do not answer, why, and what comes nearest."""
        asked, found = part
        reason, explanation = explain(asked, found, known)
        return Answer(
            question=question,
            standalone_question=standalone,
            status=Status.NOT_FOUND,
            score=score,
            reason=reason,
            explanation=explanation,
            nearest=tuple(
                show_nearest(item.sentence, self._library.article(item.sentence.article_id))
                for item in found[:_NEAREST]
            ),
        )


def _weigh(question: Question, found: Sequence[Ranked], known: Vocabulary) -> Part:
    """Estimate how likely a question is answered by what its speaker, if it names one, says."""
    heard = keep_speaker(question, found, known)
    if not heard:
        return Part(question=question, ranked=found, score=0.0)
    score = estimate(measure_answer(question, heard, known))
    doubted = lacks_kind(heard) or is_silent(question, heard, known)
    return Part(question=question, ranked=heard, score=score * _DOUBT if doubted else score)


def _timed(answer: Answer, started: float, retrieved: float) -> Answer:
    """Return the answer with the milliseconds its stages took."""
    verify = answer.timings.get("verify_ms", 0.0)
    timings = {
        **answer.timings,
        "retrieve_ms": round(1000 * (retrieved - started), 3),
        "write_ms": round(_elapsed(retrieved) - verify, 3),
        "verify_ms": verify,
    }
    return replace(answer, timings=timings)


def _elapsed(started: float) -> float:
    """Return the milliseconds since a moment of ``time.perf_counter``."""
    return round(1000 * (time.perf_counter() - started), 3)
