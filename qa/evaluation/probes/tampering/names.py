"""Names of a sentence swapped for others of the same sort."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from index.lexicon import DEMONYMS, FEMALE_NAMES, INSTITUTIONS, MALE_NAMES
from qa.evaluation.probes.tampering.text import (
    ORDINARY_STARTS,
    TIME_NAMES,
    Edit,
    choose,
    replace_span,
)
from qa.models import ProblemKind
from qa.words import stem

__all__ = ["Named", "find_named", "is_other", "swap_name"]

_COUNTRIES = frozenset(
    "Afghanistan Argentina Australia Austria Belgium Brazil Bulgaria Canada Chile China Colombia "
    "Croatia Cuba Denmark Egypt Ethiopia Finland France Germany Greece Haiti Hungary Iceland India "
    "Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan Kenya Lebanon Libya Malaysia "
    "Mexico Morocco Nepal Netherlands Nigeria Norway Pakistan Peru Philippines Poland Portugal "
    "Romania Russia Rwanda Scotland Serbia Somalia Spain Sudan Sweden Switzerland Syria Thailand "
    "Tunisia Turkey Uganda Ukraine Venezuela Vietnam Yemen Zimbabwe".split()
)
_CITIES = frozenset(
    "Amsterdam Atlanta Athens Baghdad Bangkok Barcelona Beijing Beirut Berlin Boston Brussels "
    "Cairo Caracas Chicago Dallas Damascus Delhi Denver Detroit Dublin Geneva Houston Islamabad "
    "Istanbul Jakarta Jerusalem Johannesburg Kabul Karachi Lagos Lisbon London Madrid Manila "
    "Melbourne Miami Milan Moscow Mumbai Munich Nairobi Oslo Paris Philadelphia Phoenix Prague "
    "Rome Seattle Seoul Shanghai Singapore Stockholm Sydney Tehran Tokyo Toronto Tripoli Vienna "
    "Warsaw".split()
)
_STATES = frozenset(
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii "
    "Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts "
    "Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon "
    "Pennsylvania Tennessee Texas Utah Vermont Wisconsin Wyoming".split()
)
_PLACES = {"country": _COUNTRIES, "city": _CITIES, "state": _STATES}
_GIVEN = (MALE_NAMES | FEMALE_NAMES) - {"will", "may", "rose", "joy", "grace", "mark"}
_TITLES = frozenset(
    "Mr Mrs Ms Dr Prof Sen Rep Gov Gen Lt Col Sgt Capt President Secretary Senator Minister "
    "Chancellor Mayor Governor Sheriff Judge Justice Coach King Queen Prince Princess Pope Sir "
    "Lady Lord Detective Officer Sergeant Colonel General Admiral Chief Ambassador Professor "
    "Congressman Congresswoman Representative Rev Father Sister Captain".split()
)
_RUN = re.compile(
    r"(?<![\w’'.-])[A-Z][\w’-]*\.?(?: (?:de |van |al-|bin |El |Al-)?[A-Z][\w’-]*)*(?<![’'.])"
)
_SPEAKS = re.compile(
    r"(?:, [^,\"“”]{3,70},)?(?: \w+ly| also| has)? "
    r"(?:said|says|told|added|\w+(?:ed|s|n) (?:that|[\"“]))"
)
_SPOKEN_BY = re.compile(
    r"(?:\b(?:said|says|added|explained|according to)|[\"”])(?: [\w.-]+){0,4} $"
)
_POSSESSIVE = re.compile(r"[’']s$")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a sentence at a half-open span, and its sort: person, city, acronym, ..."""

    start: int
    end: int
    text: str
    sort: str


def find_named(text: str, surnames: frozenset[str] = frozenset()) -> list[Named]:
    """Find the names of a sentence whose sort is sure, so that each can be swapped for its like.

    Args:
        text: A sentence.
        surnames: Last names of people whom the article gives in full elsewhere.

    Example:
        >>> [(name.text, name.sort) for name in find_named("Mr. John Roe of Oslo, a Swedish chef")]
        [('John Roe', 'person'), ('Oslo', 'city'), ('Swedish', 'people')]
    """
    return [named for run in _RUN.finditer(text) for named in _sort_run(run, surnames)]


def _sort_run(run: re.Match[str], surnames: frozenset[str]) -> Iterator[Named]:
    words = [(run.start() + m.start(), m[0]) for m in re.finditer(r"\S+", run[0])]
    titled = False
    while words and words[0][1].rstrip(".") in _TITLES | ORDINARY_STARTS:
        titled = words[0][1].rstrip(".") in _TITLES
        words = words[1:]
    if not words:
        return
    start = words[0][0]
    plain = [_POSSESSIVE.sub("", word) for _, word in words]
    sort = _sort(plain, titled=titled, surnames=surnames)
    if sort is not None:
        name = " ".join(plain)
        yield Named(start, start + len(name), name, sort)


def _sort(words: Sequence[str], *, titled: bool, surnames: frozenset[str]) -> str | None:
    if set(words) & TIME_NAMES or any("." in word or len(word) < 3 for word in words[1:]):
        return None
    if any(word.lower() in INSTITUTIONS for word in words):
        return None
    if len(words) > 1:
        known = words[0].lower() in _GIVEN and len(words) <= 3
        return "person" if known or (titled and len(words) == 2) else None
    word = words[0]
    for sort, listed in _PLACES.items():
        if word in listed:
            return sort
    if word.lower() in DEMONYMS:
        return "people"
    if word in surnames or (titled and len(word) > 2):
        return "surname"
    return None


def is_other(name: str, text: str) -> bool:
    """Tell whether a name is none that a text mentions, by any of its words or aliases.

    Example:
        >>> is_other("Jane Roe", "Mr. Roe left."), is_other("Moscow", "The Russians left.")
        (False, False)
    """
    present = {stem(word) for word in re.findall(r"[\w-]+", text)}
    return not any(stem(word) in present for word in name.split())


def swap_name(text: str, article: Sequence[str], others: Sequence[str], rng: Random) -> Edit | None:
    """Put another name of the same sort in the place of one, from this article or another.

    Args:
        text: The sentence.
        article: The sentences of its article.
        others: Sentences of other articles.
        rng: What decides between the possible swaps.
    """
    near = _collect(article)
    far = _collect(others)
    return choose(_swaps(text, near, far, rng), rng)


def _swaps(text: str, near: Sequence[Named], far: Sequence[Named], rng: Random) -> Iterator[Edit]:
    surnames = frozenset(name.text.split()[-1] for name in near if name.sort == "person")
    for named in find_named(text, surnames):
        if text[named.end : named.end + 1] == "-" or text[named.start - 1 : named.start] == "-":
            continue
        pool = _fitting(named, near, text) if rng.random() < 0.5 else []
        pool = pool or _fitting(named, far, text)
        new = choose(pool, rng)
        if new is None:
            continue
        speaks = _SPEAKS.match(text[named.end :]) or _SPOKEN_BY.search(text[: named.start])
        kinds = {ProblemKind.NAME} | ({ProblemKind.ATTRIBUTION_CHANGED} if speaks else set())
        yield replace_span(text, named.start, named.end, new, *kinds)


def _fitting(named: Named, pool: Sequence[Named], text: str) -> list[str]:
    """Return the names of a pool that can stand where a name stands and mean somebody else."""
    full = "person" if named.sort == "surname" else named.sort
    found = [name.text for name in pool if name.sort == full and is_other(name.text, text)]
    if named.sort == "surname":
        found = [name.split()[-1] for name in found]
    return sorted(set(found))


def _collect(sentences: Sequence[str]) -> list[Named]:
    return [name for sentence in sentences for name in _find_alone(sentence)]


@lru_cache(maxsize=4_096)
def _find_alone(sentence: str) -> tuple[Named, ...]:
    return tuple(find_named(sentence))
