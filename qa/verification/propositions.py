"""A sentence as who does what: its verbs, each with the words before and after that belong to it.

A reading by rules alone, for plain news English; where it is unsure it gives a verb too many words
rather than too few, so that what it finds missing is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from qa.verification.verb_groups import (
    ADVERBS,
    BEFORE_NOUN,
    DETERMINERS,
    JOINING,
    PREPOSITIONS,
    RELATIVE,
    Group,
    Word,
    find_groups,
    read_words,
)

__all__ = ["Proposition", "read_propositions"]

_SUBORDINATING: Final = frozenset(
    "that when while after before because if although though since until as whether where who "
    "which whose what but unless once".split()
)
_FUTURE: Final = frozenset("will would shall should may might could must can going".split())
_ADJOINING: Final = frozenset("when while after before because if as since until once".split())
_LEADING: Final = frozenset("and or but then after before while when by without".split())
_BEATEN: Final = frozenset("beat beats defeated defeats edged outpointed thrashed".split())
_AFTER_PARTICIPLE: Final = PREPOSITIONS | frozenset("up out down off back away".split())


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
        negated: Whether it is denied.
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
    negated: bool = False
    subordinate: bool = False


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
    groups = find_groups(words)
    found: list[Proposition] = []
    for number, group in enumerate(groups):
        proposition = Proposition(verb=group.verb, passive=group.passive, modal=group.modal)
        proposition.infinitive = group.infinitive
        helping = {word.lower for word in words[group.first : group.verb]}
        proposition.negated = any(
            word in ("not", "never", "cannot") or word.endswith("n't") for word in helping
        )
        proposition.future = group.infinitive or bool(helping & _FUTURE)
        _find_subject(words, groups, number, found, proposition)
        begin = min(group.first, *(p for p in (*proposition.subject, group.first)))
        related = group.first > 0 and words[group.first - 1].lower in RELATIVE
        proposition.subordinate = begin > 0 and not related and words[begin - 1].lower in _ADJOINING
        found.append(proposition)
    firsts = [group.first for group in groups]
    for number, proposition in enumerate(found):
        _find_rest(words, groups, number, found, firsts)
        proposition.passive |= _is_described(words, proposition)
        if proposition.passive:
            _part_agent(words, proposition)
        if proposition.infinitive and number:
            proposition.rest = [*found[number - 1].rest, *proposition.rest]
    return tuple(found)


def _find_subject(
    words: Sequence[Word],
    groups: Sequence[Group],
    number: int,
    found: Sequence[Proposition],
    proposition: Proposition,
) -> None:
    """Find the words before a verb, or those of another verb, that are its subject."""
    group = groups[number]
    floor = groups[number - 1].verb + 1 if number else 0
    at = group.first - 1
    while at >= floor and words[at].lower in ADVERBS:
        at -= 1
    taken = _take_subject(words, group, found, at=at, floor=floor)
    if taken is not None:
        proposition.subject, proposition.loose = taken, True
        return
    if at >= floor and words[at].lower in JOINING:
        at -= 1
    if at < floor:
        return
    proposition.subject = _find_related(words, at, floor)
    if not proposition.subject and words[at].is_mark:
        # An aside stands before the verb: its subject is what stood before the aside.
        inverted = _is_inverted(words, group.verb)
        proposition.loose = not inverted
        proposition.subject = (
            _walk_on(words, group.verb + 1) if inverted else _walk_over(words, groups, number, at)
        )
    elif not proposition.subject:
        own = _walk(words, at, floor)
        # "A fund set up by the mission had grown": the participle before is no verb of its own.
        proposition.loose = bool(found and own) and words[own[0]].lower in _AFTER_PARTICIPLE
        proposition.subject = [*found[-1].subject, *own] if proposition.loose else own


def _take_subject(
    words: Sequence[Word],
    group: Group,
    found: Sequence[Proposition],
    *,
    at: int,
    floor: int,
) -> list[int] | None:
    """Return the subject of the verb before this one, if they share it."""
    if not found:
        return None
    between = range(floor, max(floor, at + 1))
    if group.infinitive:
        # "Roe beat Lind to win": she who beat somebody wins, nobody beside her.
        beaten = words[found[-1].verb].lower in _BEATEN
        return [*found[-1].subject, *(() if beaten else between)]
    if at < floor:
        return list(found[-1].subject)
    if words[group.verb].lower.endswith("ing") and (
        words[at].is_mark or words[at].lower in _LEADING
    ):
        return [*found[-1].subject, *between]
    return list(_shared_subject(words, found)) if words[at].lower in JOINING else None


def _find_related(words: Sequence[Word], at: int, floor: int) -> list[int]:
    """Return what "who", "which" or "whose" before a verb stands for."""
    whose = [place for place in range(max(floor, at - 3), at) if words[place].lower == "whose"]
    if whose:
        return [*_walk(words, whose[0] - 2, 0), *range(whose[0] + 1, at + 1)]
    if words[at].lower not in RELATIVE:
        return []
    at -= 1
    while at >= floor and words[at].is_mark:
        at -= 1
    return _walk(words, at, floor)


def _shared_subject(words: Sequence[Word], found: Sequence[Proposition]) -> list[int]:
    """Return the subject of the verb that "and" joins to another."""
    for earlier in reversed(found):
        if earlier.subject and not words[earlier.verb].lower.endswith("ing"):
            return earlier.subject
    return found[-1].subject


def _is_inverted(words: Sequence[Word], verb: int) -> bool:
    """Tell whether a speaker stands behind the verb: "It sank, said Roe."."""
    following = words[verb + 1] if verb + 1 < len(words) else None
    return (
        "=say" in words[verb].keys
        and following is not None
        and (following.capital or following.lower in BEFORE_NOUN)
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
        if words[at].lower in JOINING and floor and not _opens_clause(words, at, floor):
            break
        if 0 < floor < at and _begins_apart(words, at):
            at -= 1
            break
        at -= 1
    return list(range(at + 1, end))


def _opens_clause(words: Sequence[Word], at: int, floor: int) -> bool:
    """Tell whether what "and" joins begins a clause: "it comes after | Roe and Lind agreed"."""
    for word in reversed(words[floor:at]):
        if word.lower in _SUBORDINATING:
            return True
        if word.is_mark or word.lower in JOINING:
            return False
    return False


def _begins_apart(words: Sequence[Word], at: int) -> bool:
    """Tell whether a second phrase begins here: "told a meeting | the city would pay"."""
    before = words[at - 1]
    return words[at].lower in DETERMINERS and not (
        before.is_mark
        or before.lower in PREPOSITIONS
        or before.lower in JOINING
        or before.lower in BEFORE_NOUN
        or before.lower in ("all", "both", "half", "than")
    )


def _walk_over(words: Sequence[Word], groups: Sequence[Group], number: int, at: int) -> list[int]:
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
        if words[start].lower in JOINING and marks and start in inner:
            break
    return list(range(start, at))


def _find_rest(
    words: Sequence[Word],
    groups: Sequence[Group],
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
        if own and not other.loose and words[groups[later].first - 1].lower not in RELATIVE:
            end = min(end, own[0])
        break
    proposition.rest = list(range(proposition.verb + 1, end))


def _is_described(words: Sequence[Word], proposition: Proposition) -> bool:
    """Tell whether a participle without helping words has its doer after it: "set up by Roe"."""
    after = [words[place].lower for place in proposition.rest[:3]]
    if "by" not in after[:2] or words[proposition.verb].lower.endswith("ing"):
        return False
    following = after[after.index("by") + 1 :]
    return bool(following) and not following[0][0].isdigit()


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
