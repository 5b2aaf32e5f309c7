"""What an answer can rest on: what was found for a question, handed to a writer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from threading import Event
from typing import Protocol

from index.models import Article, Sentence
from qa.accounts import Disagreement
from qa.followup import History
from qa.models import Answer
from qa.question import Question
from qa.ranking import Ranked

__all__ = ["Grounds", "Part", "Writer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the questions asked at once, what may answer it, and how likely something does."""

    question: Question
    ranked: Sequence[Ranked]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What was found for a question that the articles are likely to answer.

    Attributes:
        asked: The question as the reader typed it.
        standalone: The same, understandable without the conversation.
        parts: The parts of it that are likely to be answered; at least one.
        left: The parts that are not.
        scope: The articles that were asked, where they are few; else those with a ranked sentence.
        read_sentences: Returns all sentences of an article, given its id.
        score: How likely it is that the articles answer, from 0 to 1.
        disagreement: The two accounts of what was asked, where the evidence disagrees.
    """

    asked: str
    standalone: str
    parts: Sequence[Part]
    left: Sequence[str]
    scope: Mapping[str, Article]
    read_sentences: Callable[[str], Sequence[Sentence]]
    score: float
    disagreement: Disagreement | None = None

    @property
    def explanation(self) -> str | None:
        """Return which parts of the question are not answered, in plain words."""
        return f"The article does not say: {' '.join(self.left)}" if self.left else None

    @property
    def ranked(self) -> list[Ranked]:
        """Return the ranked sentences, each once, the best of every part first."""
        rows = zip_longest(*(part.ranked for part in self.parts))
        once = {item.sentence: item for row in rows for item in row if item is not None}
        return list(once.values())


class Writer(Protocol):
    """Turns what was found into an answer."""

    def understand(self, question: str, history: History, *, stop: Event) -> str:
        """Return the question understandable without the conversation.

        Args:
            question: What the reader typed.
            history: Earlier turns, oldest first.
            stop: Set by somebody else to end it early.
        """

    def write(self, grounds: Grounds, *, stop: Event) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is final.

        Args:
            grounds: What was found.
            stop: Set by somebody else to end the writing early.
        """
