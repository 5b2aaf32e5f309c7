"""Candidate sentences to ranked sentences: the library's scores, the words, and the reader."""

import json
import re
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from operator import attrgetter
from threading import Lock
from typing import Any

import numpy as np

from index.library import Candidate, Library
from index.models import Sentence, SentenceKind
from qa.features import CANDIDATE_FEATURES, fuse, measure, measure_rarity, standardise
from qa.followup import History, recall
from qa.models import Evidence
from qa.question import Question
from qa.reader import QuestionStates, Reader, Reading, States
from qa.words import content_stems

__all__ = ["Ranked", "Ranker", "read_weights", "rescore"]

FIRST_PASS = 10
"""How many sentences of the first pass are read."""

ARTICLE_WEIGHT = 0.6
"""What a point of BM25 of the whole article counts, where a conversation is led over several.

Its words are spread over the article. A question that stands alone names what it is about, and is
better off without (measured on CoQA and ClapNQ, all articles of each in one library)."""

_MOSTLY = 0.6
_ASKS = re.compile(r"\?[\W_]*$")
_BLOCK_SENTENCES = 8
_MAX_BLOCKS = 1_024
_MAX_STORIES = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A sentence with everything that was measured of it.

    Attributes:
        candidate: The sentence and the scores the library gave it.
        score: How well it answers, comparable within one question only.
        features: One value per name in ``CANDIDATE_FEATURES``.
        reading: What the reader found in it; nothing for those it did not read.
        behind: What its article is behind the one that matches best as a whole; 0 or less.
    """

    candidate: Candidate
    score: float
    features: tuple[float, ...]
    reading: Reading
    behind: float = 0.0

    @property
    def sentence(self) -> Sentence:
        """Return the sentence itself."""
        return self.candidate.sentence

    def as_evidence(self) -> Evidence:
        """Return the sentence as it is shown to writers and callers."""
        start = self.sentence.start
        found = self.reading.end > self.reading.start
        return Evidence(
            sentence=self.sentence,
            score=self.score,
            answer_start=start + self.reading.start if found else None,
            answer_end=start + self.reading.end if found else None,
        )


@cache
def read_weights() -> dict[str, Any]:
    """Return the fitted weights of ranking and abstention (``python -m qa.calibrate``)."""
    weights: dict[str, Any] = json.loads(files("qa").joinpath("weights.json").read_text("utf-8"))
    return weights


def rescore(ranked: Sequence[Ranked], weights: Mapping[str, float]) -> list[Ranked]:
    """Return the sentences with the scores that the weights give them, best first."""
    vector = np.array([weights[name] for name in CANDIDATE_FEATURES])
    scored = [
        replace(item, score=float(vector @ np.array(item.features)) + item.behind)
        for item in ranked
    ]
    return sorted(scored, key=lambda item: -item.score)


class Ranker:
    """Ranks the sentences of a library for a question; safe to share between threads."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._library = library
        self._reader = reader
        self._states: OrderedDict[tuple[str, int], list[States]] = OrderedDict()
        self._lock = Lock()
        self._aside = ThreadPoolExecutor(thread_name_prefix="reader")
        # An id is a hash of the text, so neither cache can hold an outdated article.
        self._story = lru_cache(maxsize=_MAX_STORIES)(self._read_story)

    def rank(
        self, question: Question, *, articles: Sequence[str] | None, history: History = ()
    ) -> list[Ranked]:
        """Return the sentences that may answer, best first; at most ``FIRST_PASS``.

        Args:
            question: What is asked, understandable by itself.
            articles: Ids of the articles to look in; ``None`` for all.
            history: Earlier turns. Words are looked up with those of the last turns, meaning is
                compared with the last turn alone: measured on CoQA, either way round is worse.
        """
        last, two, wide = (
            f"{recall(history, turns=turns)} {question.text}".strip() for turns in (1, 2, 3)
        )
        # The two models read the question side by side: together they take as long as one.
        reading_question = self._aside.submit(self._reader.read_question, two)
        vector = self._library.embedder.embed([last])[0]
        searched = self._library.search(wide, vector, articles=articles)
        candidates = [c for c in searched if not _asks_the_same(c.sentence, question)] or searched
        states = reading_question.result()
        if not candidates:
            return []
        scores = standardise(candidates)
        weight = ARTICLE_WEIGHT if history else 0.0
        weights = weight * np.array([item.article_bm25 for item in candidates])
        behind = weights - weights.max()
        best = np.argsort(-fuse(scores) - behind, kind="stable")[:FIRST_PASS]
        chosen = [candidates[i] for i in best]
        readings = self._read(states, chosen)
        rarity = measure_rarity(question.stems, candidates)
        top = max(reading.score for reading in readings)
        ranked = []
        for place, candidate, reading in zip(best, chosen, readings, strict=True):
            features = (
                *scores[place].tolist(),
                *measure(question, candidate, rarity),
                reading.score,
                reading.score - top,
                reading.likeness,
            )
            ranked.append(
                Ranked(
                    candidate=candidate,
                    score=0.0,
                    features=features,
                    reading=reading,
                    behind=float(behind[place]),
                )
            )
        return rescore(ranked, read_weights()["ranking"])

    def _read(self, question: QuestionStates, chosen: Sequence[Candidate]) -> list[Reading]:
        states = [self._states_of(candidate.sentence) for candidate in chosen]
        return self._reader.score(question, states)

    def _read_story(self, article_id: str) -> list[Sentence]:
        sentences = self._library.sentences(article_id)
        return [sentence for sentence in sentences if sentence.kind is SentenceKind.STORY]

    def _states_of(self, sentence: Sentence) -> States:
        """Return what the reader remembers of a sentence, reading its block when it is new."""
        story = self._story(sentence.article_id)
        place = bisect_left(story, sentence.number, key=attrgetter("number"))
        block = place // _BLOCK_SENTENCES
        key = (sentence.article_id, block)
        with self._lock:
            if key in self._states:
                self._states.move_to_end(key)
                return self._states[key][place % _BLOCK_SENTENCES]
        first = block * _BLOCK_SENTENCES
        read = self._reader.read_sentences(
            [other.text for other in story[first : first + _BLOCK_SENTENCES]]
        )
        with self._lock:
            self._states[key] = read
            while len(self._states) > _MAX_BLOCKS:
                self._states.popitem(last=False)
        return read[place % _BLOCK_SENTENCES]


def _asks_the_same(sentence: Sentence, question: Question) -> bool:
    """Tell whether a sentence is itself a question, and hardly says more than what is asked.

    It matches the question better than any answer can.
    """
    if not _ASKS.search(sentence.text):
        return False
    stems = content_stems(sentence.text)
    asked = sum(stem in question.stems for stem in stems)
    return asked >= _MOSTLY * len(stems)
