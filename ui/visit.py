"""What one visit to the page has seen and chosen so far; nothing of it is shared with another."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Event, Lock

from qa.models import Answer, Status, VerdictLabel

__all__ = ["Turn", "Visit"]

_MAX_TURNS = 50
_MAX_HISTORY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question, and its answer or why there is none.

    Attributes:
        number: Its place in the visit, from 1; never given twice.
        question: What was asked.
        meant: What the reader said that it means, without the conversation.
        asked: Ids of the articles that were asked; ``None`` for all.
        answer: The answer, as far as there is one.
        problem: Why it could not be asked.
        writing: Whether more of the answer is to come.
        late: Whether its first word takes longer than a reader expects.
        stopped: Whether the reader stopped it.
        suggestions: Questions that may come next; each has an answer.
        judgement: What the reader thinks of the answer.
    """

    number: int
    question: str
    meant: str | None = None
    asked: tuple[str, ...] | None = None
    answer: Answer | None = None
    problem: str | None = None
    writing: bool = False
    late: bool = False
    stopped: bool = False
    suggestions: Sequence[str] = ()
    judgement: str | None = None


@dataclass(slots=True, kw_only=True)
class Visit:
    """One visitor's page. It is changed in place: several of its buttons may be at work at once.

    Attributes:
        prefix: Random start of the names of the elements on this visitor's page.
        shown: Id of the article on the page.
        chosen: Ids of the articles to ask; empty for all.
        writer: The writer that was picked; ``None`` for the best there is.
        first_questions: Questions to begin with; each has an answer.
        notice: What the visitor must know of how the visit begins.
        turns: The latest questions, oldest first.
        stop: Ends the answer that is being written.
        drawn: Whether the article on the page has the names of this visit; after a restart of
            the server it has those of the visit before.
    """

    prefix: str = field(default_factory=lambda: f"s{secrets.token_hex(6)}")
    shown: str | None = None
    chosen: tuple[str, ...] = ()
    writer: str | None = None
    first_questions: Sequence[str] = ()
    notice: str | None = None
    turns: list[Turn] = field(default_factory=list)
    stop: Event = field(default_factory=Event)
    drawn: bool = False
    _count: int = 0
    _changing: Lock = field(default_factory=Lock, repr=False, compare=False)

    def begin(self, question: str, *, meant: str | None = None, again: bool = False) -> Turn | None:
        """Add a turn whose answer is being written, unless another still is.

        Args:
            question: What is asked.
            meant: What the reader says that it means.
            again: Whether it takes the place of the latest turn.
        """
        with self._changing:
            if self.turns and self.turns[-1].writing:
                return None
            self._count += 1
            self.stop = Event()
            turn = Turn(
                number=self._count,
                question=question,
                meant=meant,
                asked=self.chosen or None,
                writing=True,
            )
            kept = self.turns[:-1] if again else self.turns
            self.turns = [*kept, turn][-_MAX_TURNS:]
            return turn

    def put(self, turn: Turn) -> None:
        """Put a turn in the place of the one with its number, unless that was forgotten.

        What the reader thought of the answer meanwhile is kept.
        """
        with self._changing:
            self.turns = [
                replace(turn, judgement=old.judgement) if old.number == turn.number else old
                for old in self.turns
            ]

    def find(self, number: object) -> Turn | None:
        """Return a turn by its number, if it is still kept."""
        return next((turn for turn in self.turns if turn.number == number), None)

    def judge(self, number: int, judgement: str) -> None:
        """Keep what the reader thinks of an answer."""
        with self._changing:
            self.turns = [
                replace(turn, judgement=judgement) if turn.number == number else turn
                for turn in self.turns
            ]

    def forget(self) -> None:
        """Forget what was asked, and end the answer that is being written."""
        with self._changing:
            self.stop.set()
            self.turns = []

    def history_before(self, number: int) -> list[tuple[str, str]]:
        """Return the questions before a turn with the text of their answers, without markers.

        The text is empty where the article does not say; what does not hold is left out.
        """
        answered = [
            (turn.question, _plain_text(turn.answer))
            for turn in self.turns
            if turn.answer and turn.number < number
        ]
        return answered[-_MAX_HISTORY:]


def _plain_text(answer: Answer) -> str:
    if answer.status is Status.NOT_FOUND:
        return ""
    held = (s.text for s in answer.statements if s.verdict.label is VerdictLabel.SUPPORTED)
    return " ".join(held)
