"""Names in news prose, found by their capitals and joined to their fullest form.

No model is needed: a news story introduces people in full ("President Jane Roe") and then
calls them by a part of it ("Roe"). Parts that could belong to two people stay as they are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.lexicon import (
    ACRONYM_JOINERS,
    DEMONYMS,
    FEMALE_NAMES,
    HONORIFICS,
    INSTITUTIONS,
    MALE_NAMES,
    PLACE_WORDS,
    ROLES,
    word_set,
)
from index.name_runs import find_runs

__all__ = ["Name", "find_names", "find_people", "read_names", "resolve_names", "strip_roles"]

_STATE_OFFICE = word_set(
    "state staff defence defense health education foreign affairs finance justice interior the "
    "treasury homeland security national intelligence energy transport trade labour labor "
    "agriculture commerce culture exchequer opposition"
)
_REIGNING = word_set("king queen prince princess pope emperor empress saint sheikh")
_MAX_NAMESAKES = 40
_OF_WORDS = frozenset({"of", "for"})

_LOCATIVE = re.compile(r"\b(?:in|at|near|outside|across|around|through) $")
_PERSON_AFTER = re.compile(
    r"(?:, (?:\d{1,2}\b|who\b|(?:a|an|the|his|her|its|their) (?!(?:[\w-]+ ){0,2}"
    r"(?:capital|city|town|village|company|club|newspaper|island|country|state|region|river)\b)"
    r"[a-zA-Z])|"
    r"(?:,? (?:said|says|told|added|wrote|tweeted|testified|recalled|joked|himself|herself)\b))"
)
_ROLE_BEFORE = re.compile(r"\b([a-z][a-z-]{2,20}),? $")
_SAID_BEFORE = re.compile(r"\b(?:said|says|wrote|added|explained|tweeted) $")


@dataclass(frozen=True, slots=True)
class Name:
    """A name at a half-open span of the text it was found in, in code points."""

    start: int
    end: int
    text: str


def find_names(text: str) -> list[Name]:
    """Find the names of people, institutions, places and nationalities, in order.

    Titles and offices stay with the name ("Prime Minister Jane Roe"), articles and
    possessives do not. A word that opens a sentence is a name only if the rest of the text
    does not show it to be an ordinary word.

    Example:
        >>> [name.text for name in find_names("Police met Sir John Roe's aides at the G7.")]
        ['Sir John Roe', 'G7']
    """
    return [
        Name(run[0].start, run[-1].end, text[run[0].start : run[-1].end]) for run in find_runs(text)
    ]


def strip_roles(name: str) -> str:
    """Cut titles, offices and nationalities off a person's name; others stay as they are.

    Example:
        >>> strip_roles("Russian President Jane Roe"), strip_roles("Sir John Roe")
        ('Jane Roe', 'John Roe')
        >>> strip_roles("Prime Minister"), strip_roles("National Security Council")
        ('Prime Minister', 'National Security Council')
    """
    words = name.split()
    last = 0
    for place, word in enumerate(words):
        plain = word.lower()
        if plain in ROLES or plain in HONORIFICS:
            last = place + 1
    while 0 < last < len(words) and words[last] in _OF_WORDS:
        last += 1
        while last < len(words) and words[last].lower() in _STATE_OFFICE:
            last += 1
    rest = words[last:]
    if len(rest) > 2 and rest[0].lower() in DEMONYMS:
        known = MALE_NAMES | FEMALE_NAMES
        rest = rest[1:] if last or rest[1].lower() in known else rest
    if len(rest) == 1 and last and words[last - 1].lower() in _REIGNING:
        rest = words[last - 1 :]
    if not rest or {word.lower() for word in rest} & INSTITUTIONS:
        return name
    return " ".join(rest)


def resolve_names(texts: Sequence[str]) -> Mapping[str, str]:
    """Map every name form of an article to the fullest form the article gives.

    People lose titles and offices ("Sir John Roe" is "John Roe"), surnames gain the given name
    when only one person of the article bears them, and abbreviations explained in brackets
    or fitting the capitals of exactly one name gain it. Whatever is unclear maps to itself.

    Args:
        texts: The sentences of one article, in order.

    Example:
        >>> resolve_names(["President Jane Roe met Lee Roe.", "Mr. Poe left.", "Tom Poe, 4, too."])
        {'President Jane Roe': 'Jane Roe', 'Lee Roe': 'Lee Roe', 'Mr. Poe': 'Tom Poe', \
'Tom Poe': 'Tom Poe'}
    """
    text = "\n".join(texts)
    return read_names(text, find_names(text))[0]


def read_names(text: str, names: Sequence[Name]) -> tuple[Mapping[str, str], frozenset[str]]:
    """Return what ``resolve_names`` and ``find_people`` do, for names already found."""
    people = _find_people(text, names)
    places = {
        name.text for name in names if _LOCATIVE.search(text[max(0, name.start - 12) : name.start])
    }
    acronyms = _find_acronyms(text, names)
    forms = {
        form: _fullest(form, people, places, acronyms)
        for form in dict.fromkeys(name.text for name in names)
    }
    return forms, frozenset(" ".join(words) for group in people.values() for words in group)


def find_people(texts: Sequence[str]) -> frozenset[str]:
    """Return the names of two or more words that the article shows to be people's.

    Example:
        >>> sorted(find_people(["Jane Roe, 42, left Vester Hill with Mr. Poe."]))
        ['Jane Roe']
    """
    text = "\n".join(texts)
    return read_names(text, find_names(text))[1]


def _find_people(text: str, names: Sequence[Name]) -> dict[str, set[tuple[str, ...]]]:
    """Return the person names of several words, by each of their words."""
    people: dict[str, set[tuple[str, ...]]] = {}
    acting = {name.text.split()[-1] for name in names if _acts(text, name)}
    for name in names:
        bare = strip_roles(name.text)
        words = tuple(bare.split())
        shown = bare != name.text or words[-1] in acting
        if len(words) > 1 and _is_person(words, shown=shown):
            for word in _lowered(words):
                people.setdefault(word, set()).add(words)
    return people


def _acts(text: str, name: Name) -> bool:
    """Tell whether the words beside a name show that it is somebody's."""
    if _PERSON_AFTER.match(text, name.end):
        return True
    before = text[max(0, name.start - 24) : name.start]
    role = _ROLE_BEFORE.search(before)
    return (role is not None and role[1] in ROLES) or _SAID_BEFORE.search(before) is not None


def _is_person(words: Sequence[str], *, shown: bool) -> bool:
    lowered = {word.lower() for word in words}
    if lowered & INSTITUTIONS or words[0].lower() in PLACE_WORDS or "of" in lowered:
        return False
    if len(words) > 5 or any(len(word) > 2 and word.isupper() for word in words):
        return False
    return shown or words[0].lower() in MALE_NAMES or words[0].lower() in FEMALE_NAMES


def _find_acronyms(text: str, names: Sequence[Name]) -> dict[str, set[str]]:
    """Return the long names that each abbreviation could stand for."""
    found: dict[str, set[str]] = {}
    for name in names:
        words = [w for w in name.text.split() if w.lower() not in ACRONYM_JOINERS]
        if len(words) > 2 or text.startswith(" (", name.end):
            capitals = "".join(word[0] for word in words).upper()
            if len(capitals) > 1:
                found.setdefault(capitals, set()).add(name.text)
    return found


def _fullest(
    form: str,
    people: Mapping[str, set[tuple[str, ...]]],
    places: set[str],
    acronyms: Mapping[str, set[str]],
) -> str:
    bare = strip_roles(form)
    words = tuple(bare.split())
    if bare == form and form in places and len(words) == 1:
        return form
    compact = form.replace(".", "")
    if compact.isupper() and len(acronyms.get(compact, ())) == 1:
        return next(iter(acronyms[compact]))
    fitting = _find_fitting(words, people, placed=form in places)
    longest = max(fitting, key=lambda person: (len(person), person), default=())
    if not longest or not all(set(person) <= set(longest) for person in fitting):
        return _plain(form, bare)
    return " ".join(longest)


def _find_fitting(
    words: Sequence[str], people: Mapping[str, set[tuple[str, ...]]], *, placed: bool
) -> list[tuple[str, ...]]:
    """Return the people a form can mean: by surname, else by another part of the name."""
    namesakes = people.get(words[-1].lower(), set())
    if len(namesakes) > _MAX_NAMESAKES:
        return []
    fitting = [person for person in namesakes if _fits(_lowered(words), _lowered(person))]
    ordinary = words[0].lower() in PLACE_WORDS or words[0].lower() in INSTITUTIONS
    if fitting or len(words) > 1 or placed or ordinary:
        return fitting
    return list(namesakes)


def _plain(form: str, bare: str) -> str:
    return bare if len(bare.split()) > 1 or form.split()[0].lower() in HONORIFICS else form


def _lowered(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.lower() for word in words)


def _fits(short: Sequence[str], full: Sequence[str]) -> bool:
    """Tell whether a short form can be the full one: same end, same given name if it has one."""
    if len(short) > len(full):
        return False
    if len(short) == 1:
        return short[-1] == full[-1]
    if tuple(full[-len(short) :]) == tuple(short):
        return True
    return short[0] == full[0] and short[-1] == full[-1]
