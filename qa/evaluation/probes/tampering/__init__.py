"""Sentences of an article changed so that they no longer say what it says.

They test the checks of statements, so none of those checks is used here. Each change reads as
natural English and truly changes the meaning; where that is not sure, nothing is changed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from index.models import Sentence
from qa.evaluation.probes.tampering.names import find_named, swap_name
from qa.evaluation.probes.tampering.polarity import insert_not, remove_not
from qa.evaluation.probes.tampering.speech import change_speaker, drop_speaker
from qa.evaluation.probes.tampering.text import Edit, choose, is_question, is_quoted
from qa.evaluation.probes.tampering.values import change_number, move_date
from qa.models import ProblemKind
from qa.words import content_stems

__all__ = ["Tampered", "Tampering", "tamper"]

_MAX_CHARS = 800
_MIN_WORDS = 5
_MIN_NEW_STEMS = 4
_TRIES = 40

_JOINT = re.compile(
    r", (?:and|but|while|because|after|when|as|who|which|where|with) | (?:because|after|while) "
)
_PREDICATE = re.compile(r"(?:is|are|was|were|has|have|had|will|would|could|can|[a-z]+ed) ")
_CLAUSE = re.compile(
    r"(?:(?:he|she|it|[A-Z][a-z]+(?: [A-Z][a-z]+)?|[Tt]he [a-z]+[^s\W]|his [a-z]+[^s\W]) "
    r"(?:is|was|has|had|will|would|could|can|[a-z]{3,}ed)"
    r"|(?:they|the [a-z]+s|some [a-z]+s) "
    r"(?:are|were|have|had|will|would|could|can|[a-z]{3,}ed)) "
)
_NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|hundred|million)\b")
_DATE = re.compile(
    r"\b(?:\w+day|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|(?:19|20)\d\d|year|month|week|ago|tomorrow)s?\b"
)
_NEGATED = re.compile(r"\b(?:not|no|never|nor|without)\b|n['’]t\b")
_SAID = re.compile(r"\b(?:sa(?:id|ys?)|told|according|claim\w*|add(?:ed|s)|accus\w+|warn\w*)\b")


class Tampering(StrEnum):
    """What was done to a sentence."""

    VERBATIM = "verbatim"
    NUMBER_CHANGED = "number changed"
    NOT_INSERTED = "not inserted"
    NOT_REMOVED = "not removed"
    NAME_SWAPPED = "name swapped"
    DATE_MOVED = "date moved"
    SPEAKER_CHANGED = "speaker changed"
    SPEAKER_DROPPED = "speaker dropped"
    SECOND_HALF = "second half from another article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tampered:
    """A statement made of a sentence.

    Attributes:
        kind: What was done.
        statement: The statement that results.
        expected: What a good check would call the fault, any one of them; empty for verbatim.
    """

    kind: Tampering
    statement: str
    expected: frozenset[ProblemKind]


def tamper(
    sentence: Sentence,
    article: Sequence[Sentence],
    others: Sequence[Sentence],
    rng: Random,
) -> list[Tampered]:
    """Return the sentence itself, and one statement for each way in which it can be tampered with.

    Args:
        sentence: A sentence of the story.
        article: The sentences of its article.
        others: Sentences of other articles, as a store of names and of second halves.
        rng: What decides where and how it is changed.
    """
    text = sentence.text
    made = [Tampered(kind=Tampering.VERBATIM, statement=text, expected=frozenset())]
    if len(text) > _MAX_CHARS or len(text.split()) < _MIN_WORDS or is_question(text):
        return made
    own = [other.text for other in article]
    foreign = [other.text for other in others]
    ways: dict[Tampering, Callable[[], Edit | None]] = {
        Tampering.NUMBER_CHANGED: lambda: change_number(text, rng),
        Tampering.NOT_INSERTED: lambda: insert_not(text, rng),
        Tampering.NOT_REMOVED: lambda: remove_not(text, rng),
        Tampering.NAME_SWAPPED: lambda: swap_name(text, own, foreign, rng),
        Tampering.DATE_MOVED: lambda: move_date(text, rng),
        Tampering.SPEAKER_CHANGED: lambda: change_speaker(
            text, sentence.speakers, _find_people([*own, *foreign]), rng
        ),
        Tampering.SPEAKER_DROPPED: lambda: drop_speaker(text, sentence.speakers, rng),
        Tampering.SECOND_HALF: lambda: _join_halves(text, own, foreign, rng),
    }
    for kind, change in ways.items():
        edit = change()
        if edit is not None and edit.text != text:
            made.append(Tampered(kind=kind, statement=edit.text, expected=_expect(sentence, edit)))
    return made


def _expect(sentence: Sentence, edit: Edit) -> frozenset[ProblemKind]:
    """Return the faults that are right to name.

    Inside quotation marks it may be the quotation, and in the name of a speaker the attribution.
    """
    text, kinds = sentence.text, set(edit.kinds)
    if is_quoted(text, edit.place) and kinds != {ProblemKind.ATTRIBUTION_DROPPED}:
        kinds.add(ProblemKind.QUOTATION)
    word = re.match(r"[\w-]*", text[edit.place :])
    if ProblemKind.NAME in kinds and word and word[0] in " ".join(sentence.speakers):
        kinds.add(ProblemKind.ATTRIBUTION_CHANGED)
    return frozenset(kinds)


def _find_people(texts: Sequence[str]) -> list[str]:
    return [name.text for text in texts for name in find_named(text) if name.sort == "person"]


def _join_halves(text: str, own: Sequence[str], foreign: Sequence[str], rng: Random) -> Edit | None:
    """End a sentence as a sentence of another article ends, joined at the same joint."""
    joints = [match for match in _JOINT.finditer(text) if 20 < match.start() < len(text) - 20]
    joint = choose([match for match in joints if not is_quoted(text, match.start())], rng)
    known = frozenset(stem for sentence in own for stem in content_stems(sentence))
    for other in rng.sample(foreign, min(_TRIES, len(foreign))):
        for half in _second_halves(other, joint[0] if joint else None):
            if len(set(content_stems(half)) - known) < _MIN_NEW_STEMS:
                continue
            if joint is not None:
                return Edit(text[: joint.end()] + half, joint.end(), _expect_of_half(half))
            if text.endswith(".") and not is_quoted(text, len(text) - 1):
                start = len(text) - 1
                return Edit(f"{text[:-1]}, and {half}", start, _expect_of_half(half))
    return None


def _second_halves(other: str, joint: str | None) -> Iterator[str]:
    """Yield what follows a joint in a sentence that ends outside quotation marks."""
    if is_question(other) or '"' in other or "“" in other or not other.endswith("."):
        return
    place = other.find(joint or ", and ")
    half = other[place + len(joint or ", and ") :]
    fits = _PREDICATE if joint in (", who ", ", which ") else _CLAUSE
    if place > 0 and (joint == ", with " or fits.match(half)):
        yield half


def _expect_of_half(half: str) -> frozenset[ProblemKind]:
    kinds = {ProblemKind.NOT_STATED}
    for pattern, kind in (
        (r"[A-Z]", ProblemKind.NAME),
        (_NUMBER, ProblemKind.NUMBER),
        (_DATE, ProblemKind.DATE),
        (_NEGATED, ProblemKind.NEGATION),
        (_SAID, ProblemKind.ATTRIBUTION_CHANGED),
    ):
        if re.search(pattern, half):
            kinds.add(kind)
    return frozenset(kinds)
