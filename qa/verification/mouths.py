"""Whether two ways of naming a speaker can mean the same."""

import re
from typing import Final

from index.lexicon import DEMONYMS, ROLES
from index.phrases import PRONOUNS, Shape
from qa.verification.entities import are_same
from qa.verification.premises import Premise
from qa.verification.voices import Voice
from qa.words import COUNTRIES, stem, stem_set

__all__ = ["are_one", "is_named"]

_NEAR_NAME: Final = 60
_COMPLEMENT = re.compile(r"[\s,]+(?:of|for|from|at|in|with|who|familiar|close|on|to|by)\b|,")
_TITLED = re.compile(r"\b([^\W\d_]+)(?=((?:\s[A-Z][\w'’-]+){0,3}))")
_LEADER: Final = stem("leader")
_LEADERS: Final = frozenset(
    map(stem, "leader president premier minister chancellor king queen chief head chairman".split())
)
_ANYBODY = frozenset({"man", "woman", "boy", "girl", "teenager", "person"})
_ALIKE = tuple(
    frozenset(map(stem, words.split()))
    for words in (
        "officials authorities police officers",
        "spokesman spokeswoman spokesperson statement",
        "researchers scientists study research authors paper",
    )
)
"""Ways of naming the same speakers: the body, its people and what they publish."""

_OFFICES = frozenset(map(stem, ROLES))


def is_named(name: str, text: str) -> bool:
    """Tell whether all words of a name stand in a text.

    Example:
        >>> is_named("Jane Roe", "Jane and Lee Roe left.")
        True
    """
    return stem_set(name) <= stem_set(text)


def are_one(voice: Voice, speaker: str, premise: Premise) -> bool:
    """Tell whether somebody who speaks in a statement can be a speaker of a premise.

    Args:
        voice: Who speaks in the statement.
        speaker: A speaker of the premise: a name, or a description in lower case.
        premise: The premise; it and what stands before it tell who holds which office.
    """
    if voice.shape is Shape.PRONOUN:
        return True
    described = speaker[0].islower()
    if voice.shape is Shape.NAME and not described:
        return are_same(voice.text, speaker)
    if voice.shape is Shape.NOUN and described:
        return speaker in PRONOUNS or _are_alike(_head(voice.text), _head(speaker))
    if described:
        known = f"{premise.text} {premise.before}"
        meant = speaker.startswith("the ") and _head(speaker) not in _OFFICES
        return _holds(voice.text, speaker, premise) or (
            meant and not _is_plural(speaker) and is_named(voice.text, known)
        )
    return voice.head in _ANYBODY or _holds(speaker, voice.text, premise)


def _are_alike(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _ALIKE)


def _head(description: str) -> str:
    words = _COMPLEMENT.split(description.lower(), maxsplit=1)[0].split()
    return stem(words[-1]) if words else ""


def _is_plural(description: str) -> bool:
    words = _COMPLEMENT.split(description.lower(), maxsplit=1)[0].split()
    return bool(words) and words[-1].endswith("s") and not words[-1].endswith("ss")


def _holds(name: str, description: str, premise: Premise) -> bool:
    """Tell whether what is known of a premise calls somebody by a description."""
    head = _head(description)
    if head in stem_set(name):
        return True
    if _is_plural(description) or head not in _OFFICES:
        return False
    surname = name.split()[-1]
    nation = [word for word in re.findall(r"\w+", description) if _is_nation(word)]
    wanted = _LEADERS if head == _LEADER else frozenset({head})
    for text in (premise.text, premise.before):
        place = text.find(surname)
        while place >= 0:
            near = text[max(0, place - _NEAR_NAME) : place + len(surname) + _NEAR_NAME]
            told = head != _LEADER or all(stem(word) in stem_set(near) for word in nation)
            if told and _is_called_so(near, wanted, surname):
                return True
            place = text.find(surname, place + 1)
    return False


def _is_nation(word: str) -> bool:
    return word.lower() in DEMONYMS or stem(word) in COUNTRIES


def _is_called_so(text: str, offices: frozenset[str], surname: str) -> bool:
    """Tell whether an office stands in a text, and not as the title of somebody else."""
    for match in _TITLED.finditer(text):
        titled = match[2].split()
        if stem(match[1]) in offices and (
            not titled or any(word.startswith(surname) for word in titled)
        ):
            return True
    return False
