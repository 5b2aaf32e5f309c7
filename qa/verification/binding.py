"""Do the words of a short statement belong together in the article as they do in the statement?

A statement may have all its words from the article and yet be wrong: another subject, agent and
sufferer exchanged, a figure of one clause beside the verb of another. Each verb of the statement is
laid beside the same verb (or a synonym) in the premises: its subject and the words after it must
belong to that verb there too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.lexicon import TIMES
from qa.models import Problem, ProblemKind
from qa.verification.opposites import HEDGES, IRREGULAR
from qa.verification.premises import Premise
from qa.verification.propositions import PREPOSITIONS, Proposition, Word, read_propositions, read_words
from qa.verification.selection import choose_premises
from qa.verification.synonyms import LIGHT, MIDDLE, find_keys
from qa.words import content_stems, covered

__all__ = ["SHORT", "check_binding", "is_short"]

SHORT: Final = 25
"""Statements of so many words or fewer are held to every word of theirs."""
_MAXIMUM_PREMISES: Final = 12
_CITED: Final = 5
"""So many sentences are cited; more are a whole text, whose sentences lean on each other."""
_SOME: Final = 0.26
"""The same for a statement that is looked for in a whole text."""
_LITTLE: Final = 0.13
"""Of the words of a statement, what share no premise needs to have."""
_LOOSE: Final = frozenset("in during after when while because before following amid as".split())
_AGE: Final = re.compile(
    r"\b(?P<years>\d{1,3})[- ]years?[- ]old\b|\b(?P<who>man|woman|boy|girl) of (?P<of>\d{1,3})\b"
)
_GIVEN_AGE: Final = r"\bN[- ]years?[- ]old|\bage[ds]? (?:of )?N\b|, N[,.)]|\(N\)|\bof N\b|\bturned N\b"
_SUBJECTS: Final = frozenset("he she it they we i this that".split())
_OBJECTS: Final = frozenset("it them him her us me".split())
_MIDDLE: Final = frozenset().union(*(find_keys(word) for word in MIDDLE))
_FINITE: Final = frozenset("is are was were has have had will would can could may".split())
_CONVERSE: Final = {"=win": "=lose", "=lose": "=win", "=buy": "sell", "sell": "=buy"}
_PRONOUNS: Final = frozenset("he she it they him her them his its their we i our my us me".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A verb of a premise with what its words are compared as."""

    proposition: Proposition
    verb: frozenset[str]
    doer: frozenset[str]
    sufferer: frozenset[str]
    rest: frozenset[str]
    linked: frozenset[str]
    anyone: bool
    named: bool
    past: bool


def is_short(statement: str) -> bool:
    """Tell whether a statement is held to every word of it."""
    return sum(not word.is_mark for word in read_words(statement)) <= SHORT


def check_binding(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Find words of a short statement that nothing covers, or that belong elsewhere.

    Args:
        statement: One short statement.
        premises: What it rests on.

    Returns:
        A problem for each stretch of words that no premise has, even by a synonym, and at most
        one for each verb whose words do not belong to it there.

    Example:
        >>> told = [Premise(text="Halden sued the firm Brixt in June over a delivery.")]
        >>> [problem.message for problem in check_binding("Brixt sued Halden.", told)]
        ['the article does not say “sued” of “Brixt”']
    """
    words = read_words(statement)
    chosen = choose_premises(statement, premises, limit=_MAXIMUM_PREMISES)
    whole = len(premises) > _CITED
    known = frozenset[str]().union(*(_read_known(premise) for premise in chosen))
    told = [one for premise in chosen for one in _read_told(premise)]
    for premise in chosen:
        told += [_turn(one) for one in _read_told(premise) if one.verb & _CONVERSE.keys()]
    known |= frozenset[str]().union(*(one.verb for one in told))
    bound = known
    if whole:
        told = [replace(one, anyone=one.anyone or not one.named) for one in told]
        # Sentences of a text lean on each other: only who is named for what must hold.
        named = [word for word in words if word.capital and word.start]
        bound = known & _keys([word for word in named if word.lower not in TIMES])
    problems = _find_missing(statement, words, known, spared=_SOME if whole else _LITTLE)
    problems += _find_ages(statement, [premise.text for premise in chosen])
    for proposition in read_propositions(statement):
        problem = _judge(statement, proposition, told, bound, whole=whole)
        if problem is not None:
            problems.append(problem)
    return problems


def _find_missing(
    statement: str, words: Sequence[Word], known: frozenset[str], *, spared: float
) -> list[Problem]:
    problems = []
    content = _content(words)
    for word in content:
        # Names, figures and dates have checks of their own, which know their many forms.
        plain = not word.lower[0].isdigit() and not (word.capital and word.start)
        if plain and word.lower not in TIMES and not _holds(known, word):
            stated = statement[word.start : word.end]
            problems.append(
                Problem(
                    kind=ProblemKind.NOT_STATED,
                    words=stated,
                    message=f"the cited sentences do not say “{stated}”",
                )
            )
    return problems if len(problems) > spared * len(content) else []


def _find_ages(statement: str, texts: Sequence[str]) -> list[Problem]:
    """Find ages that the premises do not give as ages, or give to another."""
    problems = []
    for match in _AGE.finditer(statement):
        years = match["years"] or match["of"]
        given = _GIVEN_AGE.replace("N", years)
        if match["of"]:
            given = rf"\b{re.escape(match['who'])},? (?:of|aged) {years}\b|\b{years}-year-old"
        if any(re.search(rf"\b{years}\b", text) for text in texts) and not any(
            re.search(given, text, re.IGNORECASE) for text in texts
        ):
            problems.append(
                Problem(
                    kind=ProblemKind.NOT_STATED,
                    words=match[0],
                    message=f"the article does not give {years} as this age",
                )
            )
    return problems


def _judge(
    statement: str,
    proposition: Proposition,
    told: Sequence[_Told],
    known: frozenset[str],
    *,
    whole: bool,
) -> Problem | None:
    words = read_words(statement)
    verb = words[proposition.verb]
    same = [one for one in told if one.verb & verb.keys]
    if not same and verb.lower in LIGHT:
        same = list(told)
    faults = [_find_fault(words, proposition, one, known) for one in same]
    right = [one for one, fault in zip(same, faults, strict=True) if not fault]
    if right or not same:
        return _find_certain(statement, proposition, right)
    if whole and not any(_is_swap(found, one) for found, one in zip(faults, same, strict=True)):
        return None
    fault = min(faults, key=len)[0]
    stated = statement[fault.start : fault.end]
    return Problem(
        kind=ProblemKind.NOT_STATED,
        words=stated,
        message=f"the article does not say “{statement[verb.start : verb.end]}” of “{stated}”",
    )


def _is_swap(fault: Sequence[Word], told: _Told) -> bool:
    """Tell whether words are of the same verb, but on its other side."""
    subject, other = (told.sufferer, told.doer) if told.proposition.passive else (
        told.doer,
        told.sufferer,
    )
    return any(_holds(subject | other, word) for word in fault)


def _find_certain(
    statement: str, proposition: Proposition, right: Sequence[_Told]
) -> Problem | None:
    """Return what a statement says for certain and the article as a mere possibility."""
    open_ = proposition.modal or any(word.lower in HEDGES for word in read_words(statement))
    if open_ or not right or not all(one.proposition.modal for one in right):
        return None
    verb = read_words(statement)[proposition.verb]
    stated = statement[verb.start : verb.end]
    return Problem(
        kind=ProblemKind.NOT_STATED,
        words=stated,
        message=f"the article says only that it may be so, not “{stated}”",
    )


def _find_fault(
    words: Sequence[Word], proposition: Proposition, told: _Told, known: frozenset[str]
) -> list[Word]:
    """Return the words that do not belong to a verb of a premise."""
    subject = [words[p] for p in proposition.subject]
    rest = [words[p] for p in proposition.rest]
    agent = [words[p] for p in proposition.agent]
    verb = words[proposition.verb]
    if verb.lower in LIGHT:
        place = told.doer | told.sufferer | told.rest | told.verb
        return _foreign([*subject, *rest], place, known, anyone=told.anyone)
    if proposition.future and not told.proposition.future and told.past:
        return [verb]
    around = told.rest | told.sufferer | told.verb
    adjunct = [words[p] for p in _find_adjuncts(words, proposition)]
    core = [word for word in rest if word not in adjunct]
    beyond = _foreign(core, around, known)
    beyond += _foreign(adjunct, around | told.linked | told.doer, known)
    readings = []
    if not proposition.passive:
        readings.append(_foreign(subject, told.doer, known, anyone=told.anyone))
    if proposition.passive or _has_no_object(words, proposition):
        middle = proposition.passive or _is_reduced(words, proposition) or verb.keys & _MIDDLE
        wrong = _foreign(agent, told.doer, known) + _foreign(subject, told.sufferer, known)
        readings += [wrong] if middle else []
    return min(readings, key=len) + beyond


def _find_adjuncts(words: Sequence[Word], proposition: Proposition) -> list[int]:
    """Return the places of what tells when, where or why behind a verb."""
    found: list[int] = []
    inside = False
    for place in proposition.rest:
        inside = (inside or words[place].lower in _LOOSE) and not words[place].is_mark
        if inside:
            found.append(place)
    return found


def _has_no_object(words: Sequence[Word], proposition: Proposition) -> bool:
    following = words[proposition.verb + 1 : proposition.verb + 2]
    return not following or following[0].is_mark or following[0].lower in PREPOSITIONS


def _is_reduced(words: Sequence[Word], proposition: Proposition) -> bool:
    """Tell whether a participle describes its noun: "the man arrested in Orrin is 42"."""
    return any(
        word.lower in _FINITE or word.lower.endswith("ed") for word in words[proposition.verb + 1 :]
    )


def _foreign(
    words: Sequence[Word], place: frozenset[str], known: frozenset[str], *, anyone: bool = False
) -> list[Word]:
    """Return the words that the premises have, but not here; none where anyone may be meant."""
    if anyone:
        return []
    return [word for word in _content(words) if _holds(known, word) and not _holds(place, word)]


def _content(words: Sequence[Word]) -> list[Word]:
    return [
        word
        for word in words
        if not word.is_mark
        and word.lower not in LIGHT
        and (content_stems(word.lower) or word.lower[0].isdigit())
    ]


def _holds(known: frozenset[str], word: Word) -> bool:
    return any(covered(key, known) for key in word.keys)


def _turn(told: _Told) -> _Told:
    """Return what a verb says the other way round: who beats somebody, to him somebody loses."""
    verb = frozenset(_CONVERSE[key] for key in told.verb if key in _CONVERSE)
    return replace(
        told, verb=verb, doer=told.sufferer | told.rest, sufferer=told.doer, rest=told.doer | told.rest
    )


def _keys(words: Sequence[Word]) -> frozenset[str]:
    return frozenset[str]().union(*(word.keys for word in words if not word.is_mark))


def _read_known(premise: Premise) -> frozenset[str]:
    names = " ".join(premise.speakers)
    return _keys([*read_words(premise.text), *read_words(names), *_find_antecedent(premise)])


def _find_antecedent(premise: Premise) -> list[Word]:
    """Return the words before a premise to which its pronouns may point: subjects and names."""
    if not any(word.lower in _PRONOUNS for word in read_words(premise.text)):
        return []
    words = read_words(premise.before)
    subjects = [words[p] for found in read_propositions(premise.before) for p in found.subject]
    return [*subjects, *(word for word in words if word.capital)]


def _read_told(premise: Premise) -> Iterator[_Told]:
    words = read_words(premise.text)
    before = [*_find_antecedent(premise), *read_words(" ".join(premise.speakers))]
    antecedent = _keys(before)
    unknown = not before or all(word.lower in _PRONOUNS for word in before)
    found = read_propositions(premise.text)
    inside = {place for one in found for place in (*one.subject, *one.rest, *one.agent)}
    outside = _keys([word for place, word in enumerate(words) if place not in inside])
    linked = _keys(
        [words[p] for one in found if one.subordinate for p in (one.verb, *one.subject, *one.rest)]
    )
    previous: frozenset[str] = frozenset()
    verb: frozenset[str] = frozenset()
    for one in found:
        subject = [words[p] for p in one.subject]
        keys = _keys(subject)
        points = bool(subject) and subject[0].lower in _SUBJECTS
        if points:
            keys |= antecedent | previous
        rest = _keys([words[p] for p in one.rest]) | outside
        if any(words[p].lower in _OBJECTS for p in one.rest):
            rest |= antecedent | _keys(words[: one.verb])
        agent = _keys([words[p] for p in one.agent]) or (rest | linked)
        doer, sufferer = (agent, keys) if one.passive else (keys, rest)
        if words[one.verb].keys & _MIDDLE and _has_no_object(words, one):
            sufferer |= keys
        governing = verb if one.infinitive else frozenset()
        verb = words[one.verb].keys
        yield _Told(
            proposition=one,
            verb=verb,
            doer=doer,
            sufferer=sufferer,
            rest=rest,
            linked=linked | governing,
            anyone=points and unknown,
            named=any(word.capital and word.start for word in subject),
            past=words[one.verb].lower in IRREGULAR or words[one.verb].lower.endswith("ed"),
        )
        previous = keys
