"""The lines of a file of questions, and what keeps one from being a gold question."""

import json
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from index.errors import QuestionError
from qa.evaluation.matching import contains_answer
from qa.question import check_question
from qa.terminal import clean

__all__ = [
    "FIELDS",
    "GoldLine",
    "GoldQuestion",
    "Mistake",
    "can_match",
    "find_gaps",
    "find_misspelt",
    "find_repeated",
    "find_unread",
    "spell_name",
]

FIELDS: Final = (
    "id",
    "type",
    "question",
    "history",
    "article",
    "evidence",
    "answer",
    "absent",
    "review",
)
"""The names of all fields, in the order in which they are written."""

_LIKE: Final = 0.75
_LIKE_BESIDE: Final = 0.8
"""How alike a name must be to one that stands there too: the line lacks nothing."""
_PART = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+|\d+")
_MAX_UNKNOWN: Final = 20
_MAX_NAME_CHARS: Final = 40
_MAX_ID_CHARS: Final = 200
_MEND: Final = "Mend the line."


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing that is wrong in a file of questions, or that a person should look at again.

    Attributes:
        file: The file.
        line: The line, from 1; 0 where it is about the file as a whole.
        field: The field of the line, or ``line``.
        problem: What is wrong, without a full stop.
        advice: What to do, a sentence.
        warning: Whether it may be right nevertheless.
    """

    file: Path
    line: int
    field: str
    problem: str
    advice: str = _MEND
    warning: bool = False

    def __str__(self) -> str:
        """Return it as one line: where, what is wrong, what to do."""
        place = f", line {self.line}, {self.field}:" if self.line else ":"
        look = " look again:" if self.warning else ""
        return clean(f"{self.file}{place}{look} {self.problem}. {self.advice}").rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuestion:
    """One line of a file of questions.

    Attributes:
        id: Unique within its file.
        question: What is asked.
        history: Earlier turns, oldest first: what was asked, what was answered.
        article: Id, seed name or file of the article it is asked of; ``None`` for all.
        evidence: Groups of snippets; a citation must overlap one snippet of every group.
        answer: Strings that a right answer may contain.
        absent: Whether the article does not answer.
        type: The kind of question, for a breakdown.
        line: Its line in the file, from 1.
        reviewed: Whether a person has checked it; ``None`` where it is no candidate.
    """

    id: str
    question: str
    history: tuple[tuple[str, str], ...] = ()
    article: str | None = None
    evidence: tuple[tuple[str, ...], ...] = ()
    answer: tuple[str, ...] = ()
    absent: bool = False
    type: str = "question"
    line: int = 0
    reviewed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldLine:
    """A line as it was read.

    Attributes:
        file: Its file.
        number: The line, from 1.
        question: What could be read of it; what could not is as if it were left out.
        values: The fields as they stand there.
        mistakes: What could not be read; where this is empty, the question can be asked.
        twice: Names of fields that stand there more than once.
    """

    file: Path
    number: int
    question: GoldQuestion
    values: Mapping[str, Any] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    twice: tuple[str, ...] = ()

    def fail(self, name: str, problem: str, advice: str = _MEND) -> Mistake:
        """Return a mistake of a field of this line."""
        return Mistake(file=self.file, line=self.number, field=name, problem=problem, advice=advice)

    def doubt(self, name: str, problem: str, advice: str) -> Mistake:
        """Return what a person should look at again in a field of this line."""
        return replace(self.fail(name, problem, advice), warning=True)


def find_repeated(line: GoldLine, earlier: GoldQuestion | None) -> list[Mistake]:
    """Return what is wrong with the id of a line, given who has the same: both are candidates."""
    question = line.question
    if earlier is None or not (question.reviewed is None or earlier.reviewed is None):
        return []
    problem = f"{question.id!r:.80} stands in line {earlier.line} too"
    return [line.fail("id", problem, "Give each question an id of its own.")]


def find_gaps(line: GoldLine) -> Iterator[Mistake]:
    """Yield what keeps a line that can be read from being gold; its article is not looked at.

    A candidate that no person has checked yet may leave open what is right.
    """
    if any(mistake.field == "line" for mistake in line.mistakes):
        return
    yield from _check_names(line)
    yield from _check_words(line)
    question = line.question
    if question.reviewed is False:
        return
    unread = find_unread(line)
    if not unread & {"absent", "evidence"} and question.absent == bool(question.evidence):
        yield _weigh_evidence(line)
    if question.reviewed and not (question.article or "article" in unread):
        yield line.fail("article", "is missing", "Name the text file of the article.")
    if "answer" not in unread and not question.absent:
        yield from _weigh_answer(line)


def can_match(accepted: str) -> bool:
    """Tell whether any text can contain an accepted string: whether a word of it counts.

    Example:
        >>> [can_match(accepted) for accepted in ("the ferry", "the", "...")]
        [True, False, False]
    """
    return contains_answer(accepted, [accepted])


def find_unread(line: GoldLine) -> frozenset[str]:
    """Return the fields that were told as mistakes already: nothing follows from what they lack."""
    return frozenset({m.field for m in line.mistakes}.union(find_misspelt(line).values()))


def find_misspelt(line: GoldLine) -> dict[str, str]:
    """Return the names of fields that are misspelt, and which is meant by each."""
    unknown = [name for name in line.values if name not in FIELDS][:_MAX_UNKNOWN]
    near = {name: _find_meant(name[:_MAX_NAME_CHARS], line.values) for name in unknown}
    return {name: meant for name, meant in near.items() if meant}


def _find_meant(name: str, known: Container[str]) -> str | None:
    """Return the field that a misspelt name means; none where it is a name of its own.

    Example:
        >>> [_find_meant(name, ["id", "answer"]) for name in ("ID", "answers", "histroy")]
        ['id', 'answer', 'history']
        >>> [_find_meant(name, ["id", "answer"]) for name in ("uid", "answer_id", "answerable")]
        [None, None, None]
    """
    folded = name.casefold().strip()
    meant = next(iter(get_close_matches(folded, FIELDS, 1, _LIKE)), None)
    if meant is None or meant not in known:
        return meant
    # Beside the field itself a name that is made of it, or rhymes with it, may be meant so.
    parts = {part.casefold() for part in _PART.findall(name)}
    made = len(parts) > 1 and not parts.isdisjoint(FIELDS)
    alike = folded[0] == meant[0] and get_close_matches(folded, [meant], 1, _LIKE_BESIDE)
    return meant if alike and not made else None


def _weigh_evidence(line: GoldLine) -> Mistake:
    if line.question.absent:
        advice = 'Make it null, or "absent" false.'
        return line.fail("evidence", "is given, and the question is absent", advice)
    advice = 'Give snippets of the right sentences, or "absent": true and no snippets.'
    return line.fail("evidence", "is missing", advice)


def _weigh_answer(line: GoldLine) -> Iterator[Mistake]:
    accepted = line.question.answer
    if line.question.reviewed and not accepted:
        yield line.fail("answer", "is missing", "Give strings one of which a right answer holds.")
    if accepted and not any(map(can_match, accepted)):
        problem = f"no answer can match {accepted[0]!r:.80}: it holds no word that counts"
        yield line.fail("answer", problem, 'Give words other than "a", "an" and "the".')


def _check_names(line: GoldLine) -> Iterator[Mistake]:
    """Yield fields that stand there twice or are misspelt, and a name that is missing."""
    for name in line.twice:
        yield line.fail(spell_name(name), "stands there more than once", "Leave one of them.")
    for name, meant in find_misspelt(line).items():
        beside = f'Strike it, for "{meant}" stands there too.'
        advice = beside if meant in line.values else f'Write "{meant}".'
        yield line.fail(spell_name(name), "is no field of a gold question", advice)
    yield from _check_id(line)


def _check_id(line: GoldLine) -> Iterator[Mistake]:
    """Yield an id that is missing, or too long to be told apart at a glance."""
    length = len(line.question.id)
    if "id" in line.values and length > _MAX_ID_CHARS:
        problem = f"has {length:,} characters; at most {_MAX_ID_CHARS} are allowed"
        yield line.fail("id", problem, "Shorten it.")
    if "id" not in find_unread(line) and not str(line.values.get("id", "")).strip():
        yield line.fail("id", "is missing or empty", "Give each question an id of its own.")


def _check_words(line: GoldLine) -> Iterator[Mistake]:
    """Yield texts that nobody can ask or write down."""
    if isinstance(line.values.get("question"), str):
        try:
            check_question(line.question.question)
        except QuestionError as error:
            problem, _, advice = str(error).partition(". ")
            yield line.fail("question", problem, advice)
    for name, value in line.values.items():
        try:
            json.dumps([name, value], ensure_ascii=False).encode()
        except UnicodeEncodeError:
            problem = "holds half a character (a lone surrogate)"
            yield line.fail(spell_name(name), problem, "Type the character again.")


def spell_name(name: str) -> str:
    """Return the name of a field as a message shows it; what is unknown may be anything."""
    return name if name in FIELDS else f"{name!r:.40}"
