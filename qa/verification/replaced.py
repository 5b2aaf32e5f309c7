"""Speakers that were replaced in a statement which else follows its sentence word by word."""

from collections.abc import Iterator, Sequence
from typing import Final

from index.names import Name
from index.phrases import PRONOUNS, Shape
from qa.models import Problem, ProblemKind
from qa.verification.alignment import Alignment, Part, align, read_parts
from qa.verification.entities import are_same
from qa.verification.mouths import are_one
from qa.verification.telling import Telling
from qa.verification.voices import Voice
from qa.words import content_stems, stem_set

__all__ = ["find_replaced"]

_MOSTLY: Final = 0.7
_MAX_PARTS: Final = 12


def find_replaced(
    statement: Sequence[Part],
    told: Sequence[Telling],
    names: Sequence[Sequence[Name]],
    *,
    known: Sequence[tuple[int, int]] = (),
) -> Iterator[Problem]:
    """Yield a problem for each speaker of a premise in whose place a statement has another.

    Args:
        statement: Parts of the statement.
        told: The premises, read.
        names: The names of each premise.
        known: Spans of those speakers of the statement who say this elsewhere in a premise.
    """
    for telling, own in zip(told, names, strict=True):
        if not telling.voices.voices:
            continue
        row = align(statement, read_parts(telling.premise.text, own))
        # A long description in the place of a short name leaves much of the statement over.
        if max(row.covered, len(row.pairs) / max(1, len(row.premise))) < _MOSTLY:
            continue
        for voice in telling.voices.voices:
            words = _read_instead(row, voice)
            if not words or any(s < words[-1].end and words[0].start < e for s, e in known):
                continue
            if not (_may_be(words, voice, telling) or _says_more(statement, words, voice, telling)):
                yield _tell(words, voice, telling)
        return


def _read_instead(row: Alignment, voice: Voice) -> list[Part]:
    """Return the parts of a statement that face a speaker of the premise, if they differ."""
    places = [
        place
        for place, part in enumerate(row.premise)
        if voice.speaker[0] <= part.start < voice.speaker[1]
    ]
    facing = {there: here for here, there in row.pairs.items()}
    words = [row.premise[place] for place in places if not row.premise[place].is_name]
    if not places or any(row.premise[p] in words and p in facing for p in places[-1:]):
        return []
    before = -1 if places[0] == 0 else facing.get(places[0] - 1)
    ends = places[-1] + 1 >= len(row.premise)
    after = len(row.statement) if ends else facing.get(places[-1] + 1)
    if before is None or after is None or not 0 < after - before - 1 <= _MAX_PARTS:
        return []
    return list(row.statement[before + 1 : after])


def _may_be(words: Sequence[Part], voice: Voice, telling: Telling) -> bool:
    """Tell whether words can mean a speaker of the premise."""
    text = " ".join(part.text for part in words)
    if stem_set(text) >= stem_set(voice.text) or (len(words) == 1 and text.lower() in PRONOUNS):
        return True
    last = words[-1]
    shape = Shape.NAME if last.is_name else Shape.NOUN
    name = last.text if last.is_name else text[0].lower() + text[1:]
    given = Voice(name, shape, last.text.lower(), voice.clause, voice.speaker)
    speakers = [*telling.premise.speakers]
    if voice.shape is Shape.NAME:
        speakers = [speaker for speaker in speakers if are_same(speaker, voice.text)]
    if voice.shape is not Shape.PRONOUN:
        speakers.append(voice.text)
    return not speakers or any(are_one(given, speaker, telling.premise) for speaker in speakers)


def _says_more(
    statement: Sequence[Part], words: Sequence[Part], voice: Voice, telling: Telling
) -> bool:
    """Tell whether words name another speaker of the premise, who says as much of a statement."""
    named = stem_set(words[-1].text)
    wanted = frozenset(content_stems(" ".join(part.text for part in statement)))
    said = len(wanted & _read_claimed(voice, telling))
    return any(
        named <= stem_set(other.text) and said <= len(wanted & _read_claimed(other, telling))
        for other in telling.voices.voices[:_MAX_PARTS]
        if other.speaker != voice.speaker
    )


def _read_claimed(voice: Voice, telling: Telling) -> frozenset[str]:
    text = " ".join(telling.premise.text[start:end] for start, end in voice.claimed)
    return frozenset(content_stems(text))


def _tell(words: Sequence[Part], voice: Voice, telling: Telling) -> Problem:
    text = " ".join(part.text for part in words)
    found = voice.text
    if voice.shape is Shape.PRONOUN:
        found = " and ".join(telling.premise.speakers)
    return Problem(
        kind=ProblemKind.ATTRIBUTION_CHANGED,
        words=text,
        message=f"the article says this in the words of {found}, not of {text}",
        found=found,
    )
