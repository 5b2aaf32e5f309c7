"""The nouns of an answer: plain values, no I/O."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from index.models import Sentence
from qa.answer_reading import read_value


class Status(StrEnum):
    """Whether the articles answer the question."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"


class Reason(StrEnum):
    """Why there is no answer."""

    NO_ARTICLES = "no_articles"
    NOT_MENTIONED = "not_mentioned"
    NOT_STATED = "not_stated"
    NOT_SAID = "not_said"
    DECLINED = "declined"
    UNVERIFIED = "unverified"


class VerdictLabel(StrEnum):
    """What checking a statement against its citations found.

    ``PENDING`` is seen in a stream only, on the statement that is still being written.
    """

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    PENDING = "pending"


class ProblemKind(StrEnum):
    """What is wrong with a statement, by name."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    QUOTATION = "quotation not verbatim"
    ATTRIBUTION_DROPPED = "attribution dropped"
    ATTRIBUTION_CHANGED = "attribution changed"
    NOT_STATED = "not stated"
    UNCITED = "uncited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a statement.

    Attributes:
        kind: What is wrong, by name.
        words: The words of the statement that are at fault, as they stand there.
        message: The same in plain words, such as ``the article says 30, not 3``.
        found: The words of the article that contradict them, where there are any.
    """

    kind: ProblemKind
    words: str
    message: str
    found: str | None = None

    def __str__(self) -> str:
        """Return the kind and what is wrong in plain words."""
        return f"{self.kind}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the cited sentences support a statement.

    Attributes:
        label: The finding.
        score: How sure it is that they do, from 0 to 1.
        problems: What is wrong, each with the words at fault; empty when supported.
    """

    label: VerdictLabel
    score: float
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One exact sentence that an answer rests on: ``article.text[start:end] == quote``.

    Attributes:
        number: As the reader sees it, from 1, in the order of first use.
        article_id: The article that is cited.
        title: Its title.
        outlet: Who published it, where known.
        url: Where it was published, where known.
        published: When, in ISO 8601, where known.
        sentence: Number of the sentence in its article, from 1.
        start: Offset of its first character in the article, in code points.
        end: Offset after its last character.
        quote: The characters between them.
        speaker: Who the article says is speaking or claiming it.
        hearsay: Whether it is claimed by somebody the article does not name.
        highlight: Offsets in the article of the words that answer, where that is clear.
    """

    number: int
    article_id: str
    title: str
    outlet: str | None
    url: str | None
    published: str | None
    sentence: int
    start: int
    end: int
    quote: str
    speaker: str | None = None
    hearsay: bool = False
    highlight: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of an answer, the numbers of its citations, and the verdict on it."""

    text: str
    citations: tuple[int, ...]
    verdict: Verdict

    @property
    def doubt(self) -> str | None:
        """Return why not to rely on it, in plain words; ``None`` where it is supported."""
        if self.verdict.label is VerdictLabel.SUPPORTED:
            return None
        told = "; ".join(problem.message for problem in self.verdict.problems)
        return f"{_VERDICTS[self.verdict.label]}{told and ': '}{told}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A sentence shown when the article does not say: the closest thing there is."""

    article_id: str
    title: str
    sentence: int
    start: int
    end: int
    quote: str
    speaker: str | None = None
    hearsay: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A ranked sentence.

    Attributes:
        sentence: The sentence.
        score: How well it answers, comparable within one question only.
        answer_start: Offset in the article of the words that may answer; ``None`` if unclear.
        answer_end: Offset after them.
    """

    sentence: Sentence
    score: float
    answer_start: int | None = None
    answer_end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What an answer by a language model took.

    Attributes:
        model: Its name.
        prompt_tokens: Tokens it read.
        completion_tokens: Tokens it wrote.
        cost: In the currency of the prices that were set; ``None`` where none were.
    """

    model: str
    prompt_tokens: int
    completion_tokens: int
    cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What every surface shows: statements with citations and verdicts, or an abstention.

    Attributes:
        question: What was asked.
        standalone_question: The same, understandable without the conversation.
        status: Whether the articles answer it.
        statements: The answer, sentence by sentence; empty when it was not found.
        citations: Every cited sentence once, in the order of first use.
        score: How likely it is that the articles answer the question, from 0 to 1.
        reason: Why there is no answer, as a name for programs.
        explanation: The same in plain words.
        nearest: The article's own sentences that come closest, when there is no answer, or when
            a statement of it does not hold.
        unknown_markers: Numbers a writer cited that do not exist.
        writer: Which writer wrote it: ``quotes`` or ``language model``.
        notice: What the reader must know of how it was made, such as why the language model
            that was asked for did not write it.
        reply: What the language model wrote, without its markers; ``None`` for quotes.
        usage: What the language model took; ``None`` for quotes.
        timings: Milliseconds by stage.
    """

    question: str
    standalone_question: str
    status: Status
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    score: float = 0.0
    reason: Reason | None = None
    explanation: str | None = None
    nearest: tuple[Nearest, ...] = ()
    unknown_markers: tuple[int, ...] = ()
    writer: str = "quotes"
    notice: str | None = None
    reply: str | None = None
    usage: Usage | None = None
    timings: Mapping[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return the statements with their markers, or why there are none."""
        if self.status is Status.NOT_FOUND:
            lead = "" if self.reason is Reason.NO_ARTICLES else "The article does not say. "
            return lead + (self.explanation or "")
        return " ".join(map(_mark, self.statements))

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, ready for JSON."""
        values = asdict(self)
        values["timings"] = dict(self.timings)
        return {
            "question": values.pop("question"),
            "standalone_question": values.pop("standalone_question"),
            "status": values.pop("status"),
            "reason": values.pop("reason"),
            "explanation": values.pop("explanation"),
            "text": self.text,
            **values,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the answer that ``to_dict`` gave these values, also after a way through JSON.

        Raises:
            RecordError: Something is missing, unknown, of a wrong type or too large.
        """
        if isinstance(values, Mapping):  # What comes from outside may be anything.
            values = {name: value for name, value in values.items() if name != "text"}
        return read_value(cls, values, where="answer")

    def __str__(self) -> str:
        """Return the text with the quotes under it, and what is wrong with its statements."""
        answered = self.status is Status.ANSWERED
        cited = [_line(f"[{c.number}]", c.quote, c.speaker) for c in self.citations]
        near = [_line(" - ", n.quote, n.speaker) for n in self.nearest]
        if answered and near:
            near = ["In the article's own words:", *near]
        left = [self.explanation] if self.explanation and answered else []
        notice = [self.notice] if self.notice else []
        return "\n".join([*notice, *self._tell_verdicts(), *left, *cited, *near])

    def _tell_verdicts(self) -> Iterator[str]:
        """Yield the text; where a statement of it does not hold, each by itself."""
        if not any(statement.doubt for statement in self.statements):
            yield self.text
            return
        for statement in self.statements:
            yield _mark(statement)
            if statement.doubt:
                yield f"  {statement.doubt}"


_VERDICTS = {
    VerdictLabel.PARTLY: "Only partly supported",
    VerdictLabel.UNSUPPORTED: "Not supported",
    VerdictLabel.CONTRADICTED: "Contradicted",
    VerdictLabel.PENDING: "Not checked yet",
}


def _mark(statement: Statement) -> str:
    return statement.text + "".join(f" [{number}]" for number in statement.citations)


def _line(label: str, quote: str, speaker: str | None) -> str:
    return f"  {label} “{quote}”" + (f" ({speaker})" if speaker else "")
