"""Whether two names can mean the same: parts of a name, nationalities, abbreviations."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from index.lexicon import (
    ACRONYM_JOINERS,
    DEMONYMS,
    HONORIFICS,
    INSTITUTIONS,
    MODIFIERS,
    PERSON_DEMONYMS,
    PLACE_WORDS,
    ROLES,
    TIMES,
)
from index.names import strip_roles
from qa.words import stem

__all__ = ["GENERAL_WORDS", "are_same", "is_acronym", "is_related", "name_stems", "spell_initials"]

GENERAL_WORDS: Final = ROLES | HONORIFICS | MODIFIERS | INSTITUTIONS | PLACE_WORDS | TIMES
"""Words of names that many names share."""

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_LONG_FORMS: Final = (
    (re.compile(r"\bUnited States(?: of America)?\b"), "US"),
    (re.compile(r"\bUnited Kingdom\b|\bGreat Britain\b"), "UK"),
    (re.compile(r"\bUnited Nations\b"), "UN"),
    (re.compile(r"\bEuropean Union\b"), "EU"),
)
_DEMONYM_ENDINGS: Final = ("n", "an", "ian", "ean", "ese", "i", "ish", "ic", "ine", "uese", "egian")
_MIN_COUNTRY: Final = 3
_MAX_ENDING: Final = 3
_MAX_LONG_ENDING: Final = 5
_UNMARKED = frozenset("of the and for in on de la le du von van der den al".split())


@lru_cache(maxsize=8_192)
def name_stems(name: str) -> frozenset[str]:
    """Return the words of a name as they are compared, without titles and offices.

    Example:
        >>> sorted(name_stems("Prime Minister Jane Roe")), sorted(name_stems("the United States"))
        (['jane', 'roe'], ['us'])
    """
    words = _stem_words(strip_roles(name), without=HONORIFICS)
    return words or _stem_words(name)


def _stem_words(name: str, *, without: frozenset[str] = frozenset()) -> frozenset[str]:
    for pattern, short in _LONG_FORMS:
        name = pattern.sub(short, name)
    words = _WORD.findall(_drop_accents(name))
    return frozenset(
        stem(word)
        for word in words
        if word.lower() not in _UNMARKED and word.lower() not in without
    )


def _drop_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def are_same(one: str, other: str) -> bool:
    """Tell whether two names can mean the same person, place or body.

    Example:
        >>> are_same("Mr. Roe", "Jane Roe"), are_same("Jane Roe", "Lee Roe")
        (True, False)
        >>> are_same("UN", "United Nations"), are_same("Italian", "Italy")
        (True, True)
    """
    left, right = name_stems(one), name_stems(other)
    if left <= right or right <= left:
        return True
    if (is_acronym(one) or is_acronym(other)) and spell_initials(one) & spell_initials(other):
        return True
    return all(is_related(word, right) for word in left) or all(
        is_related(word, left) for word in right
    )


def is_acronym(name: str) -> bool:
    """Tell whether a name is one word of capitals.

    Example:
        >>> is_acronym("U.N."), is_acronym("Roe")
        (True, False)
    """
    compact = name.replace(".", "")
    return compact.isupper() and " " not in compact and len(compact) > 1


def spell_initials(name: str) -> frozenset[str]:
    """Return the abbreviations a name is or can have, in lower case.

    Example:
        >>> spell_initials("World Health Organization"), spell_initials("W.H.O.")
        (frozenset({'who'}), frozenset({'who'}))
    """
    if is_acronym(name):
        return frozenset([name.replace(".", "").lower()])
    words = [word for word in name.split() if word.lower() not in ACRONYM_JOINERS]
    if len(words) < 2:
        return frozenset()
    return frozenset(["".join(word[0] for word in words).lower()])


def is_related(word: str, others: Iterable[str]) -> bool:
    """Tell whether a stem is among others, or one is the nationality of the other's country.

    Example:
        >>> is_related("mexican", ["mexico"]), is_related("austrian", ["australia"])
        (True, False)
    """
    return any(
        word == other or _is_demonym(word, other) or _is_demonym(other, word) for other in others
    )


_STEMMED_DEMONYMS = {stem(word): word for word in DEMONYMS | PERSON_DEMONYMS}


@lru_cache(maxsize=8_192)
def _roots(demonym: str) -> tuple[str, ...]:
    word = _STEMMED_DEMONYMS.get(demonym)
    if word is None:
        return ()
    cut = [word.removesuffix(ending) for ending in _DEMONYM_ENDINGS if word.endswith(ending)]
    return tuple(root.replace("y", "i") for root in [word, *cut] if len(root) >= _MIN_COUNTRY)


def _is_demonym(demonym: str, country: str) -> bool:
    roots = _roots(demonym)
    if not roots or len(country) < _MIN_COUNTRY:
        return False
    plain = country.replace("y", "i")
    return any(
        _differs_in_ending(plain, root, limit=_MAX_ENDING if place else _MAX_LONG_ENDING)
        for place, root in enumerate(roots)
    )


def _differs_in_ending(country: str, root: str, *, limit: int) -> bool:
    longer = country.startswith(root) and len(root) > _MIN_COUNTRY
    shorter = root.startswith(country) and len(root) - len(country) < 2
    return country == root or (longer and len(country) - len(root) <= limit) or shorter
