"""The verbs of the premises, each with who does it, who suffers it and all that belongs to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from qa.verification.opposites import IRREGULAR
from qa.verification.premises import Premise
from qa.verification.propositions import Proposition, read_propositions
from qa.verification.synonyms import MIDDLE, find_keys
from qa.verification.verb_groups import PREPOSITIONS, Word, read_words
from qa.words import covered

__all__ = [
    "CONVERSE",
    "MIDDLE_KEYS",
    "Told",
    "has_no_object",
    "holds",
    "join_keys",
    "read_known",
    "read_told",
    "turn",
]

CONVERSE: Final = {"=win": "=lose", "=lose": "=win", "=buy": "sell", "sell": "=buy"}
_PRONOUNS: Final = frozenset("he she it they him her them his its their we i our my us me".split())
_SUBJECTS: Final = frozenset("he she it they we i this that".split())
_OBJECTS: Final = frozenset("it them him her us me".split())
MIDDLE_KEYS: Final = frozenset().union(*(find_keys(word) for word in MIDDLE))
_OWNERS: Final = frozenset("its their his her our my".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A verb of a premise with what its words are compared as."""

    proposition: Proposition
    verb: frozenset[str]
    verb_text: str
    doer: frozenset[str]
    sufferer: frozenset[str]
    rest: frozenset[str]
    linked: frozenset[str]
    anyone: bool
    named: bool
    past: bool


def read_told(premise: Premise) -> Iterator[Told]:
    """Yield the verbs of a premise, pronouns read as what stands before them."""
    words = read_words(premise.text)
    before = [*_find_antecedent(premise), *read_words(" ".join(premise.speakers))]
    antecedent = join_keys(before)
    unknown = not before or all(word.lower in _PRONOUNS for word in before)
    found = read_propositions(premise.text)
    inside = {place for one in found for place in (*one.subject, *one.rest, *one.agent)}
    outside = join_keys([word for place, word in enumerate(words) if place not in inside])
    linked = join_keys(
        [words[p] for one in found if one.subordinate for p in (one.verb, *one.subject, *one.rest)]
    )
    previous: frozenset[str] = frozenset()
    verb: frozenset[str] = frozenset()
    for one in found:
        subject = [words[p] for p in one.subject]
        keys = join_keys(subject)
        points = len(subject) == 1 and subject[0].lower in _SUBJECTS
        if points:
            keys |= antecedent | previous
        if any(word.lower in _OWNERS for word in subject):
            keys |= antecedent | previous
        rest = join_keys([words[p] for p in one.rest]) | outside
        if any(words[p].lower in _OBJECTS for p in one.rest):
            rest |= antecedent | join_keys(words[: one.verb])
        agent = join_keys([words[p] for p in one.agent]) or (rest | linked)
        doer, sufferer = (agent, keys) if one.passive else (keys, rest)
        if words[one.verb].keys & MIDDLE_KEYS and has_no_object(words, one):
            sufferer |= keys
        governing = verb if one.infinitive else frozenset()
        verb = words[one.verb].keys
        yield Told(
            proposition=one,
            verb=verb,
            verb_text=premise.text[words[one.verb].start : words[one.verb].end],
            doer=doer,
            sufferer=sufferer,
            rest=rest,
            linked=linked | governing,
            anyone=points and unknown,
            named=any(word.capital and word.start for word in subject),
            past=words[one.verb].lower in IRREGULAR or words[one.verb].lower.endswith("ed"),
        )
        previous = keys


def turn(told: Told) -> Told:
    """Return what a verb says the other way round: who beats somebody, to him somebody loses."""
    verb = frozenset(CONVERSE[key] for key in told.verb if key in CONVERSE)
    return replace(
        told,
        verb=verb,
        doer=told.sufferer | told.rest,
        sufferer=told.doer,
        rest=told.doer | told.rest,
    )


def read_known(premise: Premise) -> frozenset[str]:
    """Return all words of a premise, of its speakers and of what its pronouns may mean."""
    names = " ".join(premise.speakers)
    return join_keys([*read_words(premise.text), *read_words(names), *_find_antecedent(premise)])


def _find_antecedent(premise: Premise) -> list[Word]:
    """Return the words before a premise to which its pronouns may point: subjects and names."""
    if not any(word.lower in _PRONOUNS for word in read_words(premise.text)):
        return []
    words = read_words(premise.before)
    subjects = [words[p] for found in read_propositions(premise.before) for p in found.subject]
    return [*subjects, *(word for word in words if word.capital)]


def has_no_object(words: Sequence[Word], proposition: Proposition) -> bool:
    """Tell whether a verb says nothing of what it is done to."""
    following = words[proposition.verb + 1 : proposition.verb + 2]
    return (
        not following
        or following[0].is_mark
        or following[0].lower in PREPOSITIONS
        or following[0].lower in ("and", "but", "or")
    )


def join_keys(words: Sequence[Word]) -> frozenset[str]:
    """Return what words are compared as, all together."""
    return frozenset[str]().union(*(word.keys for word in words if not word.is_mark))


def holds(known: frozenset[str], word: Word) -> bool:
    """Tell whether a word, its like or a synonym is among others."""
    return any(covered(key, known) for key in word.keys)
