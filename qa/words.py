"""Words of a question and of a sentence, reduced so that they can be compared."""

import re
from functools import lru_cache

from Stemmer import Stemmer

__all__ = ["COUNTRIES", "content_stems", "covered", "stem", "stem_set", "stems"]

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_MIN_PREFIX_CHARS = 5
_STEMMER = Stemmer("english")

_STOP_WORDS = frozenset(
    """a about above after again against all also am an and any are as at be because been before
    being below between both but by can could did do does doing down during each few for from
    further had has have having he her here hers herself him himself his how i if in into is it its
    itself just let many may me might more most much must my myself no nor not now of off on once
    only or other our ours ourselves out over own please same shall she should so some such tell
    than that the their theirs them themselves then there these they this those through to too
    under until up very was we were what when where which while who whom whose why will with would
    you your yours yourself yourselves s t d ll m re ve article story according say said says
    """.split()
)

# What English and the news call the same place; general knowledge, not read off any article.
_SAME = (
    "us usa u.s u.s.a america american americans washington",
    "uk u.k britain british briton britons london",
    "eu e.u european europeans europe brussels",
    "un u.n",
    "france french paris",
    "germany german germans berlin",
    "russia russian russians moscow kremlin",
    "ukraine ukrainian ukrainians kyiv kiev",
    "china chinese beijing",
    "spain spanish madrid",
    "netherlands dutch",
    "switzerland swiss",
    "poland polish pole",
    "turkey turkish türkiye",
    "denmark danish dane",
    "sweden swedish swede",
    "finland finnish finn",
    "ireland irish",
    "wales welsh",
    "scotland scottish scot",
    "israel israeli",
    "greece greek",
    "pm premier",
    "percent per cent %",
)
_CANONICAL = {word: group.split()[0] for group in _SAME for word in group.split()}

COUNTRIES = frozenset(_CANONICAL[word] for group in _SAME[:-2] for word in group.split())
"""What ``stem`` makes of the names of countries and unions that have several."""


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the form under which a word is compared (Porter 2, https://snowballstem.org).

    Example:
        >>> stem("Discussions"), stem("British") == stem("UK")
        ('discuss', True)
    """
    plain = _POSSESSIVE.sub("", word.lower()).rstrip(".")
    found = _CANONICAL.get(plain) or _STEMMER.stemWord(plain)
    return str(found)


@lru_cache(maxsize=4_096)
def stems(text: str) -> tuple[str, ...]:
    """Return the stems of all words of a text, in order."""
    return tuple(stem(word) for word in _WORD.findall(text))


@lru_cache(maxsize=4_096)
def stem_set(text: str) -> frozenset[str]:
    """Return the stems of all words of a text, without order."""
    return frozenset(stems(text))


@lru_cache(maxsize=1_024)
def content_stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words that carry meaning, each once, in order.

    Example:
        >>> content_stems("How many countries were involved?")
        ('countri', 'involv')
    """
    words = (word for word in _WORD.findall(text) if word.lower() not in _STOP_WORDS)
    return tuple(dict.fromkeys(stem(word) for word in words))


def covered(wanted: str, present: frozenset[str]) -> bool:
    """Tell whether a stem, or one that starts the same way, is present.

    Related words often keep different stems (``negotiation``, ``negotiator``): a shared
    beginning of five letters or more counts.

    Example:
        >>> covered("negoti", frozenset({"negotiat"})), covered("war", frozenset({"warn"}))
        (True, False)
    """
    if wanted in present:
        return True
    if len(wanted) < _MIN_PREFIX_CHARS:
        return False
    beginning = wanted[: max(_MIN_PREFIX_CHARS, len(wanted) - 3)]
    return any(other.startswith(beginning) for other in present)
