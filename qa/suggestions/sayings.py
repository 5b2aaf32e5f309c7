"""Questions about what somebody says in a sentence, and about what."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from index.items import Item, Kind
from index.lexicon import DEMONYMS, INSTITUTIONS, ROLES, TIMES
from index.phrases import PREPOSITIONS
from index.speech import SPEECH
from qa.suggestions.rows import Row
from qa.suggestions.words import CUTTING, DANGLING, FINITE, GENERIC, PAST, PLURALS, SAYING

__all__ = ["ask_about", "ask_saying"]

_TOLD: Final = re.compile(
    r"\btold ((?:the )?[A-Z][\w.]*(?: [A-Z][\w.]*){0,3}|reporters|lawmakers|jurors|police"
    r"|investigators|supporters|delegates|fans|journalists)"
    r"(?=[,.:]? [\"“]|[,.:]|$| (?:that|in|on|at|by|after|during|before|earlier|last|why)\b)"
)
_QUOTED_SUBJECT: Final = re.compile(
    r"[\"“]((?:(?!An? )[A-Z][\w-]*|the)(?: [\w-]+){0,4}?) "
    r"(?:is|are|was|were|has|have|will|can|should|must)\b"
)
_LOCATING: Final = frozenset("in at from near outside by to and or into across told".split())
_VAGUE: Final = FINITE | frozenset(
    "first second third last next previous past following coming current best worst only main "
    "final front right left early late whole entire recent".split()
)
_PLAIN_VERBS: Final = frozenset(PAST.values())
_NOUN_ENDINGS: Final = tuple("tion ment ness ity ship ence ance ure ers ism".split())
_NAME: Final = re.compile(r"[^\W\d_]+(?:[-.'’& ]+[^\W\d_]+)*")


def ask_saying(row: Row) -> Iterator[tuple[str, str]]:
    """Ask what the speaker of a sentence says: about something that it names, or to whom.

    Yields:
        The speaker, and the question in lower case without its mark.
    """
    speakers = row.sentence.speakers
    if len(speakers) != 1 or not _is_speaker(row, speakers[0]):
        return
    name = speakers[0]
    first, last = _find_said(row, name)
    speaker = f"the {name}" if name in row.led and name not in row.people else name
    for topic in _find_topics(row, name, first, last):
        yield speaker, f"what did {speaker} say about {topic}"
    yield speaker, f"what did {speaker} say"
    told = _TOLD.search(row.text)
    whom = told[1].rstrip(".") if told else ""
    if whom and whom.lower().split()[-1] not in DEMONYMS | TIMES:
        yield speaker, f"what did {speaker} tell {whom}"


def ask_about(row: Row) -> Iterator[tuple[str, str]]:
    """Ask what the article says about something that a sentence names.

    Yields:
        What it names, and the question in lower case without its mark.
    """
    for topic in _find_topics(
        row, row.sentence.speaker or "", row.opening, len(row.items), places=True
    ):
        words = topic.lower().removeprefix("the ").split()
        if words[-1] in row.often or len(words) > 1 or topic[0].isupper():
            yield topic, f"what does the article say about {topic}"


def _find_said(row: Row, speaker: str) -> tuple[int, int]:
    """Return the places between which a sentence gives what is said, where that is clear."""
    items = row.items
    for place, item in enumerate(items):
        if item.lower not in SPEECH or item.kind is not Kind.WORD:
            continue
        before = [row.names.get(near.text, near.lower) for near in items[max(0, place - 2) : place]]
        after = [row.names.get(near.text, near.lower) for near in items[place + 1 : place + 5]]
        if speaker in after:
            return row.opening, place - 1
        if speaker in before or {"he", "she", speaker} & set(before):
            return _find_side(items, place, row.opening)
    whole = bool(items) and items[0].kind is Kind.QUOTATION and len(items) < 3
    return (0, len(items)) if whole else (0, 0)


def _find_side(items: Sequence[Item], verb: int, opening: int) -> tuple[int, int]:
    """Return the places of what is said: before "he said" at the end, else after it."""
    following = items[verb + 1] if verb + 1 < len(items) else None
    ends = following is None or following.kind is Kind.MARK
    if ends or (following is not None and following.lower in PREPOSITIONS | TIMES):
        comma = max((at for at in range(verb) if items[at].text == ","), default=0)
        quoted = any(item.kind is Kind.QUOTATION for item in items[:verb])
        return (opening, comma) if comma and not quoted else (0, 0)
    told = items[verb].lower in ("told", "tells")
    that = next((at for at in range(verb, len(items)) if items[at].lower == "that"), len(items))
    return (that if told else verb + 1), len(items)


def _is_speaker(row: Row, speaker: str) -> bool:
    words = speaker.lower().split()
    led = speaker in row.led and speaker not in row.people
    if words[0] not in ROLES and words[0].removesuffix("s") in ROLES and len(words) > 1:
        return False
    if not led and ("of" in words[1:] or words[0] in INSTITUTIONS):
        return False
    if speaker[0].isupper() and speaker.split()[-1].islower():
        opening = re.split(r"['’ ]", speaker)[0]
        return opening in row.known and "-" not in opening and len(words) < 5
    if len(words) > 6 or words[-1] in DEMONYMS:
        return False
    if speaker[0].isupper():
        return len(words) > 1 or speaker.isupper()
    if len(words) == 1:
        return words[0] in PLURALS or (words[0].endswith("s") and words[0].isalpha())
    plain = not DANGLING.intersection(words) and words[0] == "the"
    return plain and words[-1] not in GENERIC and len(words) < 6


def _find_topics(
    row: Row, speaker: str, first: int, last: int, *, places: bool = False
) -> Iterator[str]:
    """Yield what a part of a sentence speaks about: names first, then things with "the"."""
    yield from _find_quoted(row)
    said_by = set(speaker.lower().split())
    for place in range(first, min(last, len(row.items))):
        topic = _read_name(row, place, places=places)
        if topic and not said_by.intersection(topic.lower().split()):
            yield topic
    for place in range(first, min(last, len(row.items))):
        if row.items[place].lower == "the" and (topic := _read_noun(row, place)):
            yield topic


def _read_name(row: Row, place: int, *, places: bool) -> str | None:
    """Return a name, in full or with "the", that stands for itself and for nothing near it."""
    items, item = row.items, row.items[place]
    words = item.lower.split()
    if item.kind is not Kind.NAME or item.possessive or not _NAME.fullmatch(item.text):
        return None
    if words[-1].removesuffix("s") in DEMONYMS or TIMES.issuperset(words):
        return None
    # A word that opens a sentence has a capital, name or not.
    opens = place == 0 or items[place - 1].kind is Kind.MARK
    if opens and (words[0].endswith("ing") or (len(words) == 1 and words[0] not in row.often)):
        return None
    led = place > 0 and items[place - 1].lower == "the"
    if not _may_end(items, place, led=led) or _binds(items, place - 1 - led, places=places):
        return None
    full = row.names.get(item.text, item.text)
    return full if full in row.people else f"{'the ' if led else ''}{item.text}"


def _binds(items: Sequence[Item], place: int, *, places: bool) -> bool:
    """Tell whether a name is part of what stands before it: "anti-war Iraq", "in Texas"."""
    if place < 0:
        return False
    before = items[place]
    word = before.lower
    if word == "of" and place and items[place - 1].kind is Kind.NAME:
        return True
    if places and word in _LOCATING - {"told"}:
        return False
    if before.possessive or before.kind is not Kind.WORD or word in _LOCATING:
        return before.possessive or before.kind is not Kind.MARK
    known = word in PREPOSITIONS or word in CUTTING or word in FINITE or word in PAST
    return not (known or word in ("that", "told", "tells") or word.endswith("ing"))


def _find_quoted(row: Row) -> Iterator[str]:
    """Yield what a quotation begins with, where that is its subject: "The dam is safe"."""
    for item in row.items:
        subject = _QUOTED_SUBJECT.match(item.text) if item.kind is Kind.QUOTATION else None
        words = subject[1].lower().split() if subject else []
        if not words or DANGLING.intersection(words) or words[-1] in GENERIC:
            continue
        verbs = {word for word in words if word.removesuffix("s") in _PLAIN_VERBS}
        if {"the", "a", "an"} & {*words[1:]} or verbs - {words[-1]}:
            continue
        odd = {*words} & (PREPOSITIONS | CUTTING | FINITE | SAYING | {"all", "what", "and", "to"})
        if odd or words[-1].endswith(("ly", "ing")) or len(words[-1]) < 4 or len(words) < 2:
            continue
        written = subject[1] if subject else ""
        first = written.split()[0]
        proper = first in row.known and first not in ("The", "A", "An")
        yield written if proper else f"{first.lower()}{written[len(first) :]}"


def _may_end(items: Sequence[Item], place: int, *, led: bool = False) -> bool:
    """Tell whether a phrase may end with an item, because what follows cannot belong to it."""
    if place + 1 >= len(items):
        return True
    following = items[place + 1]
    if following.kind is Kind.MARK:
        # "The Dover, Delaware, campus" is no Dover.
        state = place + 2 < len(items) and items[place + 2].kind is Kind.NAME
        return following.text in ",.;:" and not (led and state)
    word = following.lower
    return following.kind is Kind.WORD and (
        word in PREPOSITIONS - {"of"} or word in CUTTING or word in FINITE or word in PAST
    )


def _read_noun(row: Row, start: int) -> str | None:
    items = row.items
    for last in range(start + 1, min(len(items), start + 4)):
        item = items[last]
        if item.kind is not Kind.WORD or item.possessive or item.lower in DANGLING | PREPOSITIONS:
            return None
        if item.lower in _VAGUE or item.lower in CUTTING or item.lower in ROLES:
            return None
        if _may_end(items, last):
            word = item.lower
            alone = last == start + 1 and word not in row.often
            vague = alone or word in GENERIC or len(word) < 4
            odd = word.endswith(("est", "ed", "ly", "ing")) or word in TIMES or not word.isalpha()
            if last > start + 1 and word not in row.often and not word.endswith(_NOUN_ENDINGS):
                return None
            return None if vague or odd else row.cut(start, last).lower()
    return None
