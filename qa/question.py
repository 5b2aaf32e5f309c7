"""What a question asks for, read from its words."""

import re
from dataclasses import dataclass
from enum import StrEnum

from index.errors import QuestionError
from index.names import find_names
from qa.pronouns import History
from qa.words import content_stems

__all__ = [
    "MAX_QUESTION_CHARS",
    "Asked",
    "Question",
    "check_history",
    "check_question",
    "read_question",
]

MAX_QUESTION_CHARS = 1_000


class Asked(StrEnum):
    """The kind of thing that would answer the question."""

    PERSON = "person"
    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    REASON = "reason"
    SAYING = "saying"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, understandable by itself, and what can be read off its words.

    Attributes:
        text: As asked, without white space around it.
        asked: The kind of thing that would answer it.
        stems: Stems of its words that carry meaning.
        names: Names it mentions, as written.
        said_by: The words that stand for who is asked to have said something, if any.
    """

    text: str
    asked: Asked
    stems: tuple[str, ...]
    names: tuple[str, ...]
    said_by: str | None = None


_KINDS: tuple[tuple[Asked, re.Pattern[str]], ...] = tuple(
    (asked, re.compile(pattern, re.IGNORECASE))
    for asked, pattern in (
        (
            Asked.NUMBER,
            r"\bhow (?:many|much|long|old|far|tall|large|big|fast|deep|high|heavy|wide|often)\b"
            r"|\b(?:what|which) (?:is the |was the )?(?:number|percentage|percent|proportion|share"
            r"|amount|age|price|cost|size|total|toll|figure|sum|rate|score)\b",
        ),
        (
            Asked.DATE,
            r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time|week|century|decade)\b"
            r"|\bhow (?:soon|recently)\b|\bwhat'?s the date\b",
        ),
        (Asked.PLACE, r"\bwhere\b|\b(?:what|which) (?:city|country|place|town|state|region)\b"),
        (Asked.REASON, r"\bwhy\b|\bhow come\b|\bwhat (?:caused|is the reason|was the reason)\b"),
        (
            Asked.SAYING,
            r"\bwhat (?:did|does|do|has|have|had) .{1,80}?\b"
            r"(?:say|said|tell|told|claim|claimed|think|promise|promised|want|warn|warned|argue"
            r"|argued|insist|insisted|call|called|describe|urge|urged|demand|demanded|announce"
            r"|announced|deny|denied|add|added|stress|stressed)\b"
            r"|\b(?:what|how) (?:is|was|are|were) .{1,60}?\b(?:view|opinion|position|stance"
            r"|response|reaction|message|comment|reply)\b"
            r"|\bhow (?:did|does|do|has|have) .{1,60}?\b(?:describe|react|respond|see|put it|call"
            r"|characteri[sz]e|portray|justify)",
        ),
        (
            Asked.PERSON,
            r"\bwho\b|\bwhose\b|\bwhom\b|\b(?:what|which) (?:person|leader|minister|president"
            r"|official|politician|man|woman|company|group|organi[sz]ation|team|party)\b",
        ),
    )
)

_SAY = (
    r"(?:say|says|said|tell|told|claims?|claimed|think|thinks|promised?|want|wants|warn|warned"
    r"|argued?|argues|insist|insists|insisted|call|calls|called|describe|describes|described|urged?"
    r"|urges|demand|demanded|announced?|deny|denied|denies|add|added|stress|stressed|declared?"
    r"|maintain|report|reported|state|stated|mention|mentioned|comment|commented|suggest|suggested"
    r"|respond|responded|react|reacted|admit|admitted|deny|accuse|accused|believe|believes)"
)
_HAS_A_SAY = re.compile(
    r"\b(?:did|does|do|has|have|had|will|would|can|could|should) (?:\S+ ){1,4}"
    r"(?:have|had|has|get|got|gain|want) "
    r"(?:an?|any|no|the|its|their|his|her|more|much)(?: \w+)? say\b",
    re.IGNORECASE,
)
"""There it is a noun: to have a say is not to say."""
_SAID_BY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:did|does|do|has|have|had) (?P<who>.{{2,60}}?) (?:also |ever |already |just )?"
        rf"{_SAY}\b",
        r"\baccording to (?P<who>[^,?]{2,60})",
        rf"^(?:what|how|why|when|where)\b.{{0,40}}"
        rf"\b(?P<who>(?-i:[A-Z])[\w.'’-]*(?: (?-i:[A-Z])[\w.'’-]*)*) {_SAY}\b",
        r"\b(?:what|how) (?:is|was|are|were) (?P<who>.{2,50}?)(?:['’]s?) (?:\w+ )?"
        r"(?:view|opinion|position|stance|response|reaction|message|comment|reply)",
    )
)


def read_question(text: str) -> Question:
    """Read what a question asks for.

    Args:
        text: A question that needs no conversation to be understood.

    Raises:
        QuestionError: It has no words, or more than ``MAX_QUESTION_CHARS`` characters.

    Example:
        >>> question = read_question("What did the Kremlin say about energy?")
        >>> question.asked.value, question.said_by
        ('saying', 'the Kremlin')
    """
    text = check_question(text)
    asked = next((kind for kind, pattern in _KINDS if pattern.search(text)), Asked.OTHER)
    found = () if _HAS_A_SAY.search(text) else _SAID_BY
    said_by = next((m["who"] for pattern in found if (m := pattern.search(text))), None)
    return Question(
        text=text,
        asked=asked,
        stems=content_stems(text),
        names=tuple(name.text for name in find_names(text)),
        said_by=said_by,
    )


def check_question(text: str) -> str:
    """Return a question without white space around it, or say what is wrong with it.

    Half a surrogate pair, which no encoding can write, becomes a question mark.

    Raises:
        QuestionError: It has no words, or more than ``MAX_QUESTION_CHARS`` characters.
    """
    text = _mend(text).strip()
    if not any(character.isalnum() for character in text):
        raise QuestionError("The question is empty. Type a question about the article.")
    if len(text) > MAX_QUESTION_CHARS:
        raise QuestionError(
            f"The question has {len(text):,} characters; at most {MAX_QUESTION_CHARS:,} are read. "
            "Shorten it."
        )
    return text


def check_history(history: History) -> History:
    """Return earlier turns as they are, or say what is wrong with them.

    Raises:
        QuestionError: A turn is not a pair of texts.
    """
    problem = "The history is a list of pairs: what was asked, what was answered."
    if not isinstance(history, list | tuple):
        raise QuestionError(problem)
    for turn in history:
        match turn:
            case (str(), str()):
                pass
            case _:
                raise QuestionError(problem)
    # Half a character, which Python may hold, is none that a model can read.
    return [(_mend(asked), _mend(answered)) for asked, answered in history]


def _mend(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
