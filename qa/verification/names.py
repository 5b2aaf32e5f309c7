"""Names of a statement that its sentences do not give, or give in another role."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from index.lexicon import DEMONYMS, FEMALE_NAMES, MALE_NAMES, ORDINARY, PERSON_DEMONYMS, TIMES
from index.names import find_names
from qa.models import Problem, ProblemKind
from qa.verification.alignment import (
    Alignment,
    Part,
    align,
    find_closest,
    read_parts,
    read_together,
)
from qa.verification.entities import (
    GENERAL_WORDS,
    are_same,
    is_acronym,
    is_related,
    name_stems,
    spell_initials,
)
from qa.verification.number_words import NUMBER
from qa.verification.premises import Premise
from qa.words import stem_set

__all__ = ["check_names"]

_GIVEN = MALE_NAMES | FEMALE_NAMES
_NO_GIVEN = ORDINARY - _GIVEN
_NATIONS = DEMONYMS | PERSON_DEMONYMS
_LISTING = frozenset({"and", "or"})
_START: Final = 3
_REACH: Final = 4
_ENOUGH_NEAR: Final = 3
_ENOUGH_FOR_FOUND: Final = 2
_MOSTLY: Final = 0.75
_NUMBER_WORD = re.compile(NUMBER, re.IGNORECASE)
_PAST = re.compile(r"(?:s|ing|ly|ed)$")


class _Known:
    """What the premises say of names, all together."""

    def __init__(self, texts: Sequence[str], names: Sequence[str]) -> None:
        self._stems = frozenset().union(
            *(stem_set(text) for text in texts), *map(name_stems, names)
        )
        self._starts: dict[str, list[str]] = {}
        for word in self._stems:
            self._starts.setdefault(word[:_START].replace("y", "i"), []).append(word)
        self._counts = Counter(word for name in names for word in name_stems(name))
        self._bearers: dict[frozenset[str], list[str]] = {}
        for name in dict.fromkeys(name for name in names if name.split()):
            self._bearers.setdefault(name_stems(name.split()[-1]), []).append(name)
        short = [name for name in names if is_acronym(name)]
        self._acronyms = frozenset().union(*map(spell_initials, short))
        self._initials = frozenset().union(*map(spell_initials, names))

    def holds(self, name: str) -> bool:
        """Tell whether a name stands there, as such or in another form."""
        return not self.find_missing(name)

    def repeats(self, name: str) -> bool:
        """Tell whether a name stands there more than once, which ordinary words seldom do."""
        return all(self._counts[word] > 1 for word in name_stems(name))

    def bears(self, name: str) -> bool:
        """Tell whether a word stands there as a name or as the last part of one."""
        return name_stems(name) in self._bearers

    def find_missing(self, name: str) -> set[str]:
        """Return the words of a name that stand nowhere; none if the rest tells who it is."""
        words = name_stems(name)
        missing = {word for word in words if not self._holds_word(word)}
        spelled = self._initials if is_acronym(name) else self._acronyms
        if not missing or (spell_initials(name) & spelled):
            return set()
        known = words - missing
        particular = missing - GENERAL_WORDS
        if known - GENERAL_WORDS and (not particular or self._is_fuller(name, particular)):
            return set()
        return missing

    def _holds_word(self, word: str) -> bool:
        if word in self._stems or word in TIMES:
            return True
        pieces = [piece for piece in re.split(r"[-'’]", word) if piece]
        if len(pieces) > 1:
            return all(self._holds_word(piece) for piece in pieces)
        # A country and its people begin alike.
        return is_related(word, self._starts.get(word[:_START].replace("y", "i"), ()))

    def _is_fuller(self, name: str, missing: set[str]) -> bool:
        """Tell whether a name only adds given names to a surname that nobody else bears."""
        words = name.split()
        last = name_stems(words[-1])
        if last & missing or missing & _NO_GIVEN:
            return False
        return all(len(name_stems(bearer)) == 1 for bearer in self._bearers.get(last, ()))


def check_names(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Find the names of a statement that its premises do not bear out.

    A name must stand in the premises, in any of its forms: as a part of a fuller name, an
    abbreviation, a country for its people; or what stands before them must tell it. A statement
    that follows a premise word by word must have its names in the same places.

    Example:
        >>> premise = Premise(text="Jane Roe opened the bridge in Vester on Monday.")
        >>> [p.message for p in check_names("Lee Poe opened the bridge in Vester.", [premise])]
        ['the article says Jane Roe, not Lee Poe']
    """
    if _repeats(statement, premises):
        return []
    closest = find_closest(statement, premises)
    texts = [statement, *(premise.text for premise in premises)]
    before = list(dict.fromkeys(premise.before for premise in closest if premise.before))
    named = read_together([*texts, *before])
    parts = read_parts(statement, named[0])
    by_text = dict(zip(texts[1:], named[1:], strict=False))
    rows = [align(parts, read_parts(p.text, by_text[p.text])) for p in closest]
    speakers = [speaker for premise in premises for speaker in premise.speakers]
    here = [name.text for names in named[1 : len(texts)] for name in names]
    known = _Known([*texts[1:], *speakers], [*here, *speakers])
    earlier = [name.text for names in named[len(texts) :] for name in names]
    wider = _Known([*texts[1:], *speakers, *before], [*here, *speakers, *earlier])
    return list(_judge_parts(rows, parts, known, wider))


def _repeats(statement: str, premises: Sequence[Premise]) -> bool:
    plain = " ".join(statement.split())
    return any(plain == " ".join(premise.text.split()) for premise in premises)


def _judge_parts(
    rows: Sequence[Alignment], parts: Sequence[Part], known: _Known, wider: _Known
) -> Iterator[Problem]:
    for place, part in enumerate(parts):
        inner = part.is_capital and place and not part.marked and part.text != "I"
        if not (_may_name(part) or inner):
            continue
        certain = _is_certain(parts, place)
        found = _find_instead(rows, place)
        if found is not None and (
            certain
            or wider.repeats(found.text)
            or wider.bears(part.text)
            or not _are_plurals(part, found)
        ):
            yield _tell(part.text, found.text)
        elif part.is_name and not wider.holds(part.text) and certain:
            yield _tell(part.text, _find_counterpart(rows, place))


def _are_plurals(part: Part, found: Part) -> bool:
    """Tell whether two words that open a sentence may be ordinary: "Burglars" and "Thieves"."""
    texts = part.text, found.text
    return not found.start and all(t.endswith("s") and not t.endswith("ss") for t in texts)


def _tell(name: str, found: str | None) -> Problem:
    message = (
        f"the article says {found}, not {name}"
        if found
        else f"the article's sentence does not name {name}"
    )
    return Problem(kind=ProblemKind.NAME, words=name, message=message, found=found)


def _find_instead(rows: Sequence[Alignment], place: int) -> Part | None:
    """Return the name that stands in a premise where the statement has another one."""
    best, found = 0, None
    for row in rows:
        facing = _find_facing(row, place)
        if facing is None:
            continue
        near = _count_near(row, place, facing)
        if near > best:
            best = near
            same = _is_among(row, place, facing)
            found = None if same else row.premise[facing]
    return found


def _find_facing(row: Alignment, place: int) -> int | None:
    """Return the number of the premise's name that faces a part, if one does."""
    facing = row.pairs.get(place)
    if facing is None:
        before = row.pairs.get(place - 1, -1 if place == 0 else None)
        after = row.pairs.get(place + 1)
        if before is None or after is None or after != before + 2:
            return None
        facing = before + 1
    return facing if _may_name(row.premise[facing]) else None


def _may_name(part: Part) -> bool:
    plain = part.text.lower()
    if _NUMBER_WORD.fullmatch(plain):
        return False
    return part.is_name or (part.is_capital and plain not in ORDINARY and plain not in TIMES)


def _is_among(row: Alignment, place: int, facing: int) -> bool:
    """Tell whether a name is the one it faces, or stands in the same list of names."""
    name = row.statement[place].text
    if are_same(name, row.premise[facing].text):
        return True
    given = _count_same(name, _read_list(row.premise, facing))
    return 0 < _count_same(name, _read_list(row.statement, place)) <= given


def _count_same(name: str, parts: Sequence[Part]) -> int:
    return sum(are_same(name, part.text) for part in parts)


def _read_list(parts: Sequence[Part], place: int) -> list[Part]:
    """Return the names of the list around a name: "Jane Roe, Lee Poe and Ann Coe"."""
    listed, joined = [parts[place]], False
    for step in (-1, 1):
        there = place
        while True:
            nearer = there
            there += step
            if 0 <= there < len(parts) and parts[there].text.lower() in _LISTING:
                joined = True
                there += step
            elif 0 <= there < len(parts) and not parts[max(there, nearer)].marked:
                break
            if not (0 <= there < len(parts) and parts[there].is_name):
                break
            listed.append(parts[there])
    return listed if joined else [parts[place]]


def _count_near(row: Alignment, place: int, facing: int) -> int:
    """Return how many words around two facing names are equal; 0 when too few are."""
    left, left_open = _count_equal(row, place, facing, -1)
    right, right_open = _count_equal(row, place, facing, 1)
    if not ((left or left_open) and (right or right_open)):
        return 0
    near = left + right
    if near >= _ENOUGH_NEAR or (near and row.covered >= _MOSTLY):
        return near
    return 0


def _count_equal(row: Alignment, place: int, facing: int, step: int) -> tuple[int, bool]:
    """Return how many words in a row are equal on one side, and whether the text ends there."""
    count = 0
    for distance in range(1, _REACH + 1):
        there, beyond = place + step * distance, facing + step * distance
        if not 0 <= there < len(row.statement):
            return count, True
        if row.pairs.get(there) != beyond:
            return count, False
        both = row.statement[there].text, row.premise[beyond].text
        count += not row.statement[there].is_name or are_same(*both)
    return count, False


def _find_counterpart(rows: Sequence[Alignment], place: int) -> str | None:
    """Return the name that faces one which stands nowhere, where a neighbour is equal."""
    for row in rows:
        facing = row.pairs.get(place)
        if facing is None or not row.premise[facing].is_name:
            continue
        if are_same(row.statement[place].text, row.premise[facing].text):
            continue
        left, _ = _count_equal(row, place, facing, -1)
        right, _ = _count_equal(row, place, facing, 1)
        if left + right >= _ENOUGH_FOR_FOUND:
            return row.premise[facing].text
    return None


def _is_certain(parts: Sequence[Part], place: int) -> bool:
    """Tell a name at the start of a statement from an ordinary word written like one."""
    part = parts[place]
    words = part.text.lower().split()
    if place or len(words) > 1 or words[0] in _GIVEN | _NATIONS or part.text[1:] != words[0][1:]:
        return True
    return not _PAST.search(words[0]) and bool(find_names(f"x {part.text}"))
