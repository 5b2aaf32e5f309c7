"""What came out of one case, or of one claim: all that any figure is computed from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self, TypeVar

from index.errors import RecordError, RunError
from qa.answer_reading import read_value
from qa.evaluation.cases import Case, Place
from qa.models import Answer, Status, Verdict
from qa.names import WRITERS

__all__ = ["ClaimOutcome", "Judged", "Outcome"]

_T = TypeVar("_T")
_QUOTES, *_MODELS = WRITERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the verifier says of one statement of an answer, and of its citations (ALCE).

    Attributes:
        together: Whether all of its citations together support it; false when there are none.
        alone: Of each citation: whether it supports the statement by itself; false where all of
            them together do not.
        without: Of each citation: whether the others support the statement without it; false
            where it need not be asked, since it supports the statement alone.
    """

    together: bool
    alone: tuple[bool, ...] = ()
    without: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A case and what a system made of it.

    Attributes:
        system: Who answered: ``quotes``, ``language model``, or a baseline.
        dataset: Where the case comes from.
        case: What was asked, and what is right.
        unseen: Whether nothing was fitted on its article; ``None`` where no weight was fitted
            on any part of the dataset.
        answer: What was answered; ``None`` when the system failed.
        ranked: What retrieval found, best first, at most ten places.
        judged: One for each statement of the answer.
        error: Why there is no answer, in one line; ``None`` where there is one.
        seconds: How long it took.
    """

    system: str
    dataset: str
    case: Case
    unseen: bool | None = None
    answer: Answer | None = None
    ranked: tuple[Place, ...] = ()
    judged: tuple[Judged, ...] = ()
    error: str | None = None
    seconds: float = 0.0

    @property
    def replaced(self) -> bool:
        """Whether quotes answered, with a notice, since the language model failed."""
        answer = self.answer
        if answer is None or self.system not in _MODELS or answer.writer != _QUOTES:
            return False
        # Below the floor no model is called, and nothing is answered.
        return answer.status is Status.ANSWERED and answer.notice is not None

    @property
    def failed(self) -> bool:
        """Whether it is no outcome of the system that was asked."""
        return self.error is not None or self.replaced

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        values = {"kind": "question", **asdict(self)}
        values["answer"] = None if self.answer is None else self.answer.to_dict()
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the outcome that ``to_dict`` gave these values, also after a way through JSON.

        Raises:
            RunError: Something is missing, unknown or of a wrong type.
        """
        answer = values.get("answer")
        if isinstance(answer, Mapping):
            answer = {name: value for name, value in answer.items() if name != "text"}
        return _read(cls, {**values, "answer": answer}, kind="question")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOutcome:
    """A claim of a dataset and the verdict on it.

    Attributes:
        dataset: Where it comes from.
        id: Unique within its dataset.
        group: Claims of one group share an article, so they belong into the same half.
        unseen: Whether it is of the half that nothing was fitted on.
        claim: What is claimed.
        supported: Whether people found that the premises support all of it.
        verdict: What the verifier found; ``None`` when it failed.
        error: Why there is no verdict, in one line.
        seconds: How long it took.
    """

    dataset: str
    id: str
    group: str
    unseen: bool
    claim: str
    supported: bool
    verdict: Verdict | None = None
    error: str | None = None
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether there is no verdict."""
        return self.error is not None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return {"kind": "claim", **asdict(self)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the outcome that ``to_dict`` gave these values, also after a way through JSON.

        Raises:
            RunError: Something is missing, unknown or of a wrong type.
        """
        return _read(cls, values, kind="claim")


def _read(cls: type[_T], values: Mapping[str, Any], *, kind: str) -> _T:
    if values.get("kind") != kind:
        raise RunError(f"This is no outcome of a {kind}. Make the run again.")
    own = {name: value for name, value in values.items() if name != "kind"}
    try:
        return read_value(cls, own, where="outcome")
    except RecordError as error:
        raise RunError(f"An outcome cannot be read: {error}") from error
