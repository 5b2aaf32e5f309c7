"""What one visit to the page has seen so far; nothing of it is shared with another visit."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qa.models import Answer, Status, VerdictLabel

__all__ = ["Conversation", "Turn"]

_MAX_TURNS = 50
_MAX_HISTORY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question, and its answer or why there is none.

    Attributes:
        question: What was asked.
        answer: The answer, as far as there is one.
        problem: Why it could not be asked.
        writing: Whether more of the answer is to come.
        late: Whether its first word takes longer than a reader expects.
        stopped: Whether the reader stopped it.
    """

    question: str
    answer: Answer | None = None
    problem: str | None = None
    writing: bool = False
    late: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One visit.

    Attributes:
        prefix: Random start of the names of the sentences' elements on this visitor's page.
        shown: Id of the article on the page.
        turns: The latest questions, oldest first.
    """

    prefix: str = field(default_factory=lambda: f"s{secrets.token_hex(6)}")
    shown: str | None = None
    turns: Sequence[Turn] = ()

    def add(self, turn: Turn) -> "Conversation":
        """Return the conversation with one more turn, forgetting the oldest when it is long."""
        return replace(self, turns=(*self.turns, turn)[-_MAX_TURNS:])

    def show(self, article_id: str | None) -> "Conversation":
        """Return the conversation with another article on the page."""
        return replace(self, shown=article_id)

    @property
    def history(self) -> list[tuple[str, str]]:
        """Return the latest questions with the text of their answers, without markers.

        The text is empty where the article does not say; what does not hold is left out.
        """
        answered = [(turn.question, turn.answer) for turn in self.turns if turn.answer]
        return [(question, _plain_text(answer)) for question, answer in answered[-_MAX_HISTORY:]]


def _plain_text(answer: Answer) -> str:
    if answer.status is Status.NOT_FOUND:
        return ""
    held = (s.text for s in answer.statements if s.verdict.label is VerdictLabel.SUPPORTED)
    return " ".join(held)
