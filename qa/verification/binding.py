"""Do the words of a short statement belong together in the article as they do in the statement?

A statement may have all its words from the article and yet be wrong: another subject, agent and
sufferer exchanged, a figure of one clause beside the verb of another. Each verb of the statement is
laid beside the same verb (or a synonym) in the premises: its subject and the words after it must
belong to that verb there too.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from index.lexicon import TIMES
from qa.models import Problem, ProblemKind
from qa.verification.opposites import HEDGES, find_base
from qa.verification.premises import Premise
from qa.verification.propositions import Proposition, read_propositions
from qa.verification.selection import choose_premises
from qa.verification.synonyms import LIGHT
from qa.verification.told import (
    CONVERSE,
    MIDDLE_KEYS,
    Told,
    has_no_object,
    holds,
    join_keys,
    read_known,
    read_told,
    turn,
)
from qa.verification.verb_groups import Word, read_words
from qa.words import content_stems

__all__ = ["check_binding", "is_short"]

_SHORT: Final = 25
"""Statements of so many words or fewer are held to every word of theirs, in a whole text."""
_SHORT_FOR_CITED: Final = 60
"""The same for those that rest on a few cited sentences."""
_MAXIMUM_PREMISES: Final = 12
_CITED: Final = 5
"""So many sentences are cited; more are a whole text, whose sentences lean on each other."""
_SOME: Final = 0.26
"""The same for a statement that is looked for in a whole text."""
_LITTLE: Final = 0.1
"""Of the words of a statement, what share no premise needs to have."""
_NEAR: Final = 5
_LOOSE: Final = frozenset("in during after when while because before following amid as".split())
_AGE: Final = re.compile(
    r"\b(?P<years>\d{1,3})[- ]years?[- ]old\b|\b(?P<who>man|woman|boy|girl) of (?P<of>\d{1,3})\b"
)
_GIVEN_AGE: Final = (
    r"\bN[- ]years?[- ]old|\bage[ds]? (?:of )?N\b|, N[,.)]|\(N\)|\bof N\b|\bturned N\b"
)
_LIGHT: Final = frozenset(find_base(word) for word in LIGHT)
_FINITE: Final = frozenset("is are was were has have had will would can could may".split())


def is_short(statement: str, premises: Sequence[Premise]) -> bool:
    """Tell whether a statement is held to every word of it."""
    most = _SHORT if len(premises) > _CITED else _SHORT_FOR_CITED
    return sum(not word.is_mark for word in read_words(statement)) <= most


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
    known = frozenset[str]().union(*(read_known(premise) for premise in chosen))
    told = [one for premise in chosen for one in read_told(premise)]
    for premise in chosen:
        told += [turn(one) for one in read_told(premise) if one.verb & CONVERSE.keys()]
    known |= frozenset[str]().union(*(one.verb for one in told))
    bound = known
    if whole:
        told = [replace(one, anyone=one.anyone or not one.named) for one in told]
        # Sentences of a text lean on each other: only who is named for what must hold.
        named = [word for word in words if word.capital and word.start]
        bound = known & join_keys([word for word in named if word.lower not in TIMES])
    problems = _find_missing(statement, words, known, spared=_SOME if whole else _LITTLE)
    problems += [] if whole else _find_counts(statement, chosen)
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
        if plain and word.lower not in TIMES and not holds(known, word):
            stated = statement[word.start : word.end]
            problems.append(_doubt(stated, f"the cited sentences do not say “{stated}”"))
    return problems if len(problems) > spared * len(content) else []


def _find_counts(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Find numbers that count something else in the premises: "nine drivers"."""
    texts = [read_words(premise.text) for premise in premises]
    held = frozenset[str]().union(*(join_keys(text) for text in texts))
    problems = []
    for number, noun in pairwise(read_words(statement)):
        if not _is_number(number) or _is_number(noun) or not _content([noun]):
            continue
        if noun.lower in TIMES or not (holds(held, number) and holds(held, noun)):
            continue
        if not any(_stand_near(text, number, noun) for text in texts):
            stated = statement[number.start : noun.end]
            problems.append(_doubt(stated, f"the article does not say “{stated}”"))
    return problems


def _doubt(words: str, message: str) -> Problem:
    return Problem(kind=ProblemKind.NOT_STATED, words=words, message=message)


def _is_number(word: Word) -> bool:
    return any(key[0].isdigit() for key in word.keys if key)


def _stand_near(words: Sequence[Word], number: Word, noun: Word) -> bool:
    """Tell whether a number and a noun stand close, with no other number between them."""
    places = [place for place, word in enumerate(words) if word.keys & number.keys]
    return any(
        _reaches(side, noun)
        for place in places
        for side in (
            words[place + 1 : place + 1 + _NEAR],
            words[max(0, place - _NEAR) : place][::-1],
        )
    )


def _reaches(words: Sequence[Word], noun: Word) -> bool:
    for word in words:
        if _is_number(word) or word.lower == "and" or (word.is_mark and word.lower != "%"):
            return False
        if holds(word.keys, noun):
            return True
    return False


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
            problems.append(_doubt(match[0], f"the article does not give {years} as this age"))
    return problems


def _judge(
    statement: str,
    proposition: Proposition,
    told: Sequence[Told],
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
        return _find_denied(statement, proposition, right) or _find_certain(
            statement, proposition, right
        )
    if whole and not any(_is_swap(found, one) for found, one in zip(faults, same, strict=True)):
        return None
    fault = min(faults, key=len)[0]
    stated = statement[fault.start : fault.end]
    return _doubt(
        stated, f"the article does not say “{statement[verb.start : verb.end]}” of “{stated}”"
    )


def _find_denied(statement: str, proposition: Proposition, right: Sequence[Told]) -> Problem | None:
    """Return what is denied here and affirmed in the article, or the other way round."""
    verb = read_words(statement)[proposition.verb]
    exact = [one for one in right if find_base(verb.lower) in one.verb]
    if not exact or any(one.proposition.negated == proposition.negated for one in exact):
        return None
    stated = statement[verb.start : verb.end]
    denied = "denies" if exact[0].proposition.negated else "affirms"
    return Problem(
        kind=ProblemKind.NEGATION,
        words=stated,
        message=f"the article {denied} “{exact[0].verb_text}”",
        found=exact[0].verb_text,
    )


def _is_swap(fault: Sequence[Word], told: Told) -> bool:
    """Tell whether words are of the same verb, but on its other side."""
    subject, other = (
        (told.sufferer, told.doer)
        if told.proposition.passive
        else (
            told.doer,
            told.sufferer,
        )
    )
    return any(holds(subject | other, word) for word in fault)


def _find_certain(
    statement: str, proposition: Proposition, right: Sequence[Told]
) -> Problem | None:
    """Return what a statement says for certain and the article as a mere possibility."""
    open_ = (
        proposition.modal
        or proposition.negated
        or any(word.lower in HEDGES for word in read_words(statement))
    )
    if open_ or not right or not all(one.proposition.modal for one in right):
        return None
    verb = read_words(statement)[proposition.verb]
    stated = statement[verb.start : verb.end]
    return _doubt(stated, f"the article says only that it may be so, not “{stated}”")


def _find_fault(
    words: Sequence[Word], proposition: Proposition, told: Told, known: frozenset[str]
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
    if proposition.passive or has_no_object(words, proposition):
        middle = proposition.passive or _is_reduced(words, proposition) or verb.keys & MIDDLE_KEYS
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
    return [word for word in _content(words) if holds(known, word) and not holds(place, word)]


def _content(words: Sequence[Word]) -> list[Word]:
    return [
        word
        for word in words
        if not word.is_mark
        and find_base(word.lower) not in _LIGHT
        and word.lower not in LIGHT
        and (content_stems(word.lower) or word.lower[0].isdigit())
    ]
