"""A sentence as who does what: its verbs, each with the words before and after that belong to it.

A reading by rules alone, for plain news English; where it is unsure it gives a verb too many words
rather than too few, so that what it finds missing is missing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from qa.verification.number_words import NUMBER, read_number
from qa.verification.opposites import IRREGULAR, find_base
from qa.verification.synonyms import VERBS, find_keys

__all__ = ["PREPOSITIONS", "Proposition", "Word", "read_propositions", "read_words"]

_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W_]+)*|[,;:.!?()“”\"—–%]|--+")
_NUMBER: Final = re.compile(NUMBER)
_BE: Final = frozenset("is are was were be been being am".split())
_HELPING: Final = _BE | frozenset(
    "has have had having do does did will would can could may might must shall should to".split()
)
_FINITE: Final = _HELPING - {"be", "been", "being", "having", "to"}
_ADVERBS: Final = frozenset(
    "not never also then later once even again further just since still now already soon earlier "
    "recently previously repeatedly always often first n't only almost nearly".split()
)
_BEFORE_NOUN: Final = frozenset(
    "a an the this that these those his her its their our my your no every each some any two three "
    "four five six seven eight nine ten former of in on at for with from by".split()
)
_DETERMINERS: Final = frozenset("a an the this its his her their".split())
_RELATIVE: Final = frozenset("who which that whose whom where".split())
_SUBORDINATING: Final = frozenset(
    "that when while after before because if although though since until as whether where who "
    "which whose but unless once".split()
)
_FUTURE: Final = frozenset("will would shall should may might could must can going".split())
_ADJOINING: Final = frozenset("when while after before because if as since until once".split())
_JOINING: Final = frozenset("and or but then".split())
PREPOSITIONS: Final = frozenset(
    "of in on at for with from by to over under into about against near during after before "
    "between through as per since until despite behind across around among than because".split()
)
_MARKS: Final = frozenset(',;:.!?()“”"—–')
_MAXIMUM_CHARACTERS: Final = 1_500
_NO_VERBS: Final = frozenset(
    "hundred red need bed wed speed seed feed deed weed shed united indeed instead aged wounded "
    "ground left found felt rose saw lead lay".split()
)
_IRREGULAR_AFTER_ALL: Final = frozenset("left found felt rose saw lay".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence at a half-open span, with what it is compared as."""

    start: int
    end: int
    lower: str
    keys: frozenset[str]
    capital: bool

    @property
    def is_mark(self) -> bool:
        """Return whether it is a punctuation mark."""
        return self.lower in _MARKS or self.lower.startswith("--")


@dataclass(slots=True)
class Proposition:
    """A verb with its words.

    Attributes:
        verb: Where it stands among the words.
        passive: Whether its subject suffers what it says.
        modal: Whether it is only possible, planned or conditional.
        subject: Places of the words of its subject.
        rest: Places of the words after it that belong to it.
        agent: Places of the words after "by" where it is passive.
        loose: Whether its subject was taken from another verb.
        infinitive: Whether it hangs on the verb before it ("agreed to buy").
        future: Whether it is still to come.
        subordinate: Whether it tells when, why or under which condition another one is so.
    """

    verb: int
    passive: bool
    modal: bool
    subject: list[int] = field(default_factory=list)
    rest: list[int] = field(default_factory=list)
    agent: list[int] = field(default_factory=list)
    loose: bool = False
    infinitive: bool = False
    future: bool = False
    subordinate: bool = False


@dataclass(slots=True)
class _Group:
    first: int
    verb: int
    passive: bool
    modal: bool
    infinitive: bool
    participle: bool = False


@lru_cache(maxsize=2_048)
def read_words(text: str) -> tuple[Word, ...]:
    """Cut a text into words and marks."""
    words = []
    for match in _TOKEN.finditer(text[:_MAXIMUM_CHARACTERS]):
        lower = re.sub(r"['’]s?$", "", match[0].lower()) or match[0].lower()
        number = read_number(lower) if _NUMBER.fullmatch(lower) else None
        keys = frozenset({str(number)}) if number is not None else find_keys(lower)
        words.append(Word(match.start(), match.end(), lower, keys, match[0][0].isupper()))
    return tuple(words)


@lru_cache(maxsize=2_048)
def read_propositions(text: str) -> tuple[Proposition, ...]:
    """Return the verbs of a sentence with their words, in order.

    Example:
        >>> [found] = read_propositions("The dog was bitten by the cat.")
        >>> words = read_words("The dog was bitten by the cat.")
        >>> [[words[place].lower for place in part] for part in (found.subject, found.agent)]
        [['the', 'dog'], ['the', 'cat']]
    """
    words = read_words(text)
    groups = _find_groups(words)
    found: list[Proposition] = []
    for number, group in enumerate(groups):
        proposition = Proposition(verb=group.verb, passive=group.passive, modal=group.modal)
        proposition.infinitive = group.infinitive
        helping = {word.lower for word in words[group.first : group.verb]}
        proposition.future = group.infinitive or bool(helping & _FUTURE)
        _find_subject(words, groups, number, found, proposition)
        begin = min(group.first, *(p for p in (*proposition.subject, group.first)))
        related = group.first > 0 and words[group.first - 1].lower in _RELATIVE
        proposition.subordinate = (
            begin > 0 and not related and words[begin - 1].lower in _ADJOINING
        )
        found.append(proposition)
    firsts = [group.first for group in groups]
    for number, proposition in enumerate(found):
        _find_rest(words, groups, number, found, firsts)
        if proposition.passive:
            _part_agent(words, proposition)
        if proposition.infinitive and number:
            proposition.rest = [*found[number - 1].rest, *proposition.rest]
    return tuple(found)


def _find_groups(words: Sequence[Word]) -> list[_Group]:
    groups: list[_Group] = []
    place = 0
    while place < len(words):
        group = _read_group(words, place)
        if group is None:
            place += 1
        else:
            groups.append(group)
            place = group.verb + 1
    return groups


def _read_group(words: Sequence[Word], place: int) -> _Group | None:
    if words[place].lower in _HELPING and not (words[place].capital and place):
        return _read_helped(words, place)
    if _is_verb(words, place):
        return _Group(place, place, passive=False, modal=False, infinitive=False)
    return None


def _read_helped(words: Sequence[Word], place: int) -> _Group | None:
    """Read a group that begins with a helping verb or "to"."""
    at, last_helping, modal = place, place, False
    while at < len(words) and (
        words[at].lower in _HELPING
        or words[at].lower in _ADVERBS
        or (words[at].lower.endswith("ly") and len(words[at].lower) > 4)
    ):
        if words[at].lower in _HELPING:
            last_helping = at
            modal |= words[at].lower in ("may", "might", "could")
        at += 1
    first, helping = words[place].lower, words[last_helping].lower
    infinitive = first == "to"
    inside = at < len(words) and not words[at].is_mark
    if infinitive and last_helping == place:
        if not inside or not _is_infinitive(words, at):
            return None
        return _Group(place, at, passive=False, modal=modal, infinitive=True)
    if helping in _BE:
        if inside and _is_participle(words[at].lower):
            return _Group(place, at, passive=True, modal=modal, infinitive=infinitive)
        if inside and words[at].lower.endswith("ing") and len(words[at].lower) > 4:
            return _Group(place, at, passive=False, modal=modal, infinitive=infinitive)
        return _Group(place, last_helping, passive=False, modal=modal, infinitive=infinitive)
    if helping in ("has", "have", "had", "having"):
        main = at if inside and _is_participle(words[at].lower) else last_helping
        return _Group(place, main, passive=False, modal=modal, infinitive=infinitive)
    main = at if inside and words[at].lower.isalpha() else last_helping
    return _Group(place, main, passive=False, modal=modal, infinitive=infinitive)


def _is_infinitive(words: Sequence[Word], place: int) -> bool:
    word = words[place]
    if word.capital or word.lower in _BEFORE_NOUN or not word.lower.isalpha():
        return False
    return not word.lower.endswith(("s", "ing")) or word.lower in VERBS


def _is_participle(word: str) -> bool:
    return (
        (word.endswith("ed") and len(word) > 3 and word not in ("hundred", "need", "indeed"))
        or word in IRREGULAR
        or word in ("cut", "hit", "set", "put", "hurt", "shut", "split", "cast", "read", "spread")
    )


def _is_verb(words: Sequence[Word], place: int) -> bool:
    """Tell whether a word without helping verbs is a verb where it stands."""
    word = words[place]
    lower = word.lower
    if word.capital or not lower.isalpha() or not place:
        return False
    before = words[place - 1]
    if before.lower in _BEFORE_NOUN and before.lower not in ("that",):
        return False
    if lower.endswith("ing"):
        return before.lower in (",", "and") and len(lower) > 5 or before.lower in ("while", "after")
    after = words[place + 1].lower if place + 1 < len(words) else "."
    if before.lower in _JOINING and after in _DETERMINERS and lower not in PREPOSITIONS:
        return lower not in _HELPING
    if lower.endswith("ed") and len(lower) > 3 and lower not in _NO_VERBS:
        return before.lower not in PREPOSITIONS or before.lower in ("than",)
    base = find_base(lower)
    if lower in IRREGULAR:
        return lower not in _NO_VERBS or lower in _IRREGULAR_AFTER_ALL
    if lower.endswith("s") and base in VERBS:
        return after not in ("of", "and", ".", ",", "in") or before.lower in _RELATIVE
    if lower in ("cut", "hit", "set", "put", "hurt", "shut", "beat", "cost"):
        return before.is_mark is False
    return lower in VERBS and before.lower in ("they", "who", "we", "i", "you", "people")


def _find_subject(
    words: Sequence[Word],
    groups: Sequence[_Group],
    number: int,
    found: Sequence[Proposition],
    proposition: Proposition,
) -> None:
    group = groups[number]
    earlier = found[number - 1] if number else None
    floor = groups[number - 1].verb + 1 if number else 0
    at = group.first - 1
    if (group.infinitive or words[group.verb].lower.endswith("ing")) and earlier is not None:
        if group.infinitive or at < floor or words[at].is_mark or words[at].lower in _JOINING:
            proposition.subject = [*earlier.subject, *range(floor, max(floor, at + 1))]
            proposition.loose = True
            return
    while at >= floor and words[at].lower in _ADVERBS:
        at -= 1
    if at >= floor and words[at].lower in _JOINING:
        if earlier is not None:
            proposition.subject = list(_shared_subject(words, found, number))
            proposition.loose = True
            return
        at -= 1
    if at < floor:
        if earlier is not None:
            proposition.subject = list(earlier.subject)
            proposition.loose = True
        return
    whose = [p for p in range(max(floor, at - 3), at) if words[p].lower == "whose"]
    if whose:
        proposition.subject = [*_walk(words, whose[0] - 2, 0), *range(whose[0] + 1, at + 1)]
        return
    if words[at].lower in _RELATIVE:
        at -= 1
        while at >= floor and words[at].is_mark:
            at -= 1
        proposition.subject = _walk(words, at, floor)
        return
    if words[at].is_mark and _is_inverted(words, group.verb):
        proposition.subject = _walk_on(words, group.verb + 1)
        return
    if words[at].is_mark:
        # An aside stands before the verb: its subject is what stood before the aside.
        proposition.subject = _walk_over(words, groups, number, at)
        proposition.loose = True
        return
    proposition.subject = _walk(words, at, floor)


def _shared_subject(words: Sequence[Word], found: Sequence[Proposition], number: int) -> list[int]:
    """Return the subject of the verb that "and" joins to another; not that of a "who" clause."""
    for earlier in reversed(found[:number]):
        before = words[min(earlier.subject)] if earlier.subject else None
        if before is not None and not words[earlier.verb].lower.endswith("ing"):
            return earlier.subject
    return found[number - 1].subject


def _is_inverted(words: Sequence[Word], verb: int) -> bool:
    """Tell whether a speaker stands behind the verb: "It sank, said Roe."."""
    following = words[verb + 1] if verb + 1 < len(words) else None
    return "=say" in words[verb].keys and following is not None and (
        following.capital or following.lower in _BEFORE_NOUN
    )


def _walk_on(words: Sequence[Word], start: int) -> list[int]:
    end = start
    while end < len(words) and not words[end].is_mark:
        end += 1
    return list(range(start, end))


def _walk(words: Sequence[Word], at: int, floor: int) -> list[int]:
    """Return the places of a noun phrase with all that modifies it, that ends at a place."""
    end = at + 1
    while at >= floor and not words[at].is_mark and words[at].lower not in _SUBORDINATING:
        if words[at].lower in _JOINING and floor:
            break
        at -= 1
    return list(range(at + 1, end))


def _walk_over(words: Sequence[Word], groups: Sequence[_Group], number: int, at: int) -> list[int]:
    """Return the words from the beginning of a clause to a mark, over an aside."""
    inner = {place for group in groups[:number] for place in range(group.first, group.verb + 1)}
    start = at
    marks = 0
    while start > 0:
        start -= 1
        if words[start].is_mark:
            marks += 1
            if marks == 2 or words[start].lower in ";:.":
                break
        if words[start].lower in _JOINING and marks and start in inner:
            break
    return list(range(start, at))


def _find_rest(
    words: Sequence[Word],
    groups: Sequence[_Group],
    number: int,
    found: Sequence[Proposition],
    firsts: Sequence[int],
) -> None:
    proposition = found[number]
    end = len(words)
    for later in range(number + 1, len(groups)):
        other = found[later]
        if groups[later].infinitive:
            continue
        own = [place for place in other.subject if place > proposition.verb]
        end = min(end, firsts[later])
        if own and not other.loose and words[groups[later].first - 1].lower not in _RELATIVE:
            end = min(end, own[0])
        break
    proposition.rest = list(range(proposition.verb + 1, end))


def _part_agent(words: Sequence[Word], proposition: Proposition) -> None:
    for at, place in enumerate(proposition.rest):
        if words[place].lower != "by":
            continue
        following = words[proposition.rest[at + 1]] if at + 1 < len(proposition.rest) else None
        if following is None or following.lower[0].isdigit() or following.lower.endswith("ing"):
            continue
        agent = []
        for other in proposition.rest[at + 1 :]:
            if words[other].is_mark or words[other].lower in PREPOSITIONS - {"of"}:
                break
            agent.append(other)
        proposition.agent = agent
        proposition.rest = [other for other in proposition.rest if other not in agent]
        return
