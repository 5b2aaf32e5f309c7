"""Is a phrase of a statement the whole of one in the article, or only what belongs to its head?

"Nora Feld's mother", "a friend of Nora Feld", "one of the five bridges": who names only what
stands behind "of" or before "'s" speaks of another person, or of more than the article does.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from index.lexicon import TIMES
from qa.models import Problem, ProblemKind
from qa.verification.premises import Premise
from qa.verification.propositions import read_propositions
from qa.verification.selection import choose_premises
from qa.verification.told import holds, join_keys
from qa.verification.verb_groups import PREPOSITIONS, Word, read_words
from qa.words import content_stems

__all__ = ["check_heads"]

_MAXIMUM_PREMISES: Final = 12
_NEAR: Final = 60
_OWNING: Final = re.compile(r"['’]s?$")
_ACTS_FOR_ALL: Final = frozenset(
    "government parliament team army navy police military cabinet ministry board council court "
    "troops forces rebels players officials side squad leadership management".split()
)
"""What acts in the name of its owner: "France's government agreed", so France did."""
_RELATIONS: Final = frozenset(
    "friend friends lawyer lawyers mother father wife husband son sons daughter daughters brother "
    "brothers sister sisters partner boyfriend girlfriend fiancee parents parent child children "
    "cousin uncle aunt nephew niece neighbour neighbor neighbours widow widower relative relatives "
    "family owner owners colleague colleagues adviser advisers aide aides bodyguard driver critic "
    "critics opponent opponents rival rivals supporter supporters victim victims murderer killer "
    "assistant secretary deputy boss employee employees customer customers ally allies fan fans "
    "director head chairman chief founder grandmother grandfather".split()
)
_PARTS: Final = re.compile(r"\b(?:[\w-]+) of (?:the|these|those|its|their|his|her) $", re.I)
_WHOLES: Final = re.compile(r"\b(?:all|each|every|total|tens|hundreds|thousands) of \w+ $", re.I)
_EVERY: Final = re.compile(r"\b(?:all|every|each)\b(?! (?:but|the same|in all|at)\b)", re.I)
_UNIVERSAL: Final = re.compile(
    r"\b(?:all|every\w*|each|both|entire\w*|whole|none|nobody|no|any\w*|always|total\w*|not one"
    r"|without exception|unanimous\w*|nationwide|worldwide|throughout|across)\b",
    re.IGNORECASE,
)
_PARTIAL: Final = re.compile(r"\b(?:only|some|several|few|half|one|part|a number)\b", re.I)


def check_heads(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Find phrases of a statement that have lost their head, or the part they speak of.

    Args:
        statement: One short statement.
        premises: What it rests on.

    Returns:
        A problem for each phrase.

    Example:
        >>> told = [Premise(text="Nora Feld's mother died.")]
        >>> [problem.message for problem in check_heads("Nora Feld died.", told)]
        ['the article says this of “mother”, not of “Feld”']
    """
    texts = [p.text for p in choose_premises(statement, premises, limit=_MAXIMUM_PREMISES)]
    words = read_words(statement)
    known = join_keys(words)
    problems = []
    for word in dict.fromkeys(_find_last_words(statement, words)):
        head = _find_lost_head(word, known, texts)
        if head is not None:
            stated = statement[word.start : word.end]
            message = f"the article says this of “{head}”, not of “{stated}”"
            problems.append(_make(stated, message))
    return problems + _find_parts(statement, words, texts) + _find_every(statement, texts)


def _make(stated: str, message: str) -> Problem:
    return Problem(kind=ProblemKind.NOT_STATED, words=stated, message=message)


def _find_last_words(statement: str, words: Sequence[Word]) -> list[Word]:
    """Return the last word of each subject, and of what directly follows a verb."""
    found = []
    for proposition in read_propositions(statement):
        found += _take_phrase(words, proposition.subject)
        found += _take_phrase(words, proposition.rest)
    return [word for word in found if not _OWNING.search(statement[word.start : word.end])]


def _take_phrase(words: Sequence[Word], places: Sequence[int]) -> list[Word]:
    """Return the last word of a phrase that no preposition, mark or "and" parts."""
    phrase: list[Word] = []
    for place in places:
        word = words[place]
        if word.is_mark or word.lower in PREPOSITIONS or word.lower in ("and", "or"):
            break
        phrase.append(word)
    last = phrase[-1:]
    return [w for w in last if content_stems(w.lower) and w.lower not in TIMES]


def _find_lost_head(word: Word, known: frozenset[str], texts: Sequence[str]) -> str | None:
    """Return the head that a word belongs to wherever the premises have it."""
    head = None
    for text in texts:
        told = read_words(text)
        for place, other in enumerate(told):
            if not other.keys & word.keys:
                continue
            found = _find_owned(text, told, place) or _find_related(told, place)
            if found is None or holds(known, found) or found.lower in _ACTS_FOR_ALL:
                return None
            head = head or text[found.start : found.end]
    return head


def _find_owned(text: str, words: Sequence[Word], place: int) -> Word | None:
    """Return what belongs to a word: "mother" of "Feld's old mother"."""
    if not _OWNING.search(text[words[place].start : words[place].end]):
        return None
    following = words[place + 1 : place + 2]
    return following[0] if following and content_stems(following[0].lower) else None


def _find_related(words: Sequence[Word], place: int) -> Word | None:
    """Return the person of whom a word tells whose: "friend" of "a friend of Nora Feld"."""
    at = place - 1
    while at > 0 and (words[at].capital or words[at].lower in ("the", "a", "an", "his", "her")):
        at -= 1
    if at < 1 or words[at].lower != "of" or words[at - 1].lower not in _RELATIONS:
        return None
    return words[at - 1]


def _find_parts(statement: str, words: Sequence[Word], texts: Sequence[str]) -> list[Problem]:
    """Find numbers that are the whole of which the premises name a part: "one of the five"."""
    problems = []
    for number, noun in pairwise(words):
        if not any(key[:1].isdigit() for key in number.keys) or not content_stems(noun.lower):
            continue
        if re.search(r"\bof (?:the |these |its )?$", statement[: number.start], re.IGNORECASE):
            continue
        places = [(text, other) for text in texts for other in read_words(text)]
        same = [(text, other) for text, other in places if other.keys & number.keys]
        if same and all(_is_whole_of_part(text, other, words) for text, other in same):
            stated = statement[number.start : noun.end]
            problems.append(_make(stated, f"the article says this of a part of “{stated}”"))
    return problems


def _is_whole_of_part(text: str, number: Word, stated: Sequence[Word]) -> bool:
    before = text[max(0, number.start - _NEAR) : number.start]
    if not _PARTS.search(before) or _WHOLES.search(before):
        return False
    # "Half of the 640 teachers surveyed": that 640 were surveyed holds of all of them.
    after = [word for word in read_words(text) if word.start > number.start][1:2]
    verbs = [
        other
        for other in stated
        if other.lower.endswith("ed") and any(other.keys & word.keys for word in after)
    ]
    last = [word for word in stated if not word.is_mark][-1:]
    return not (verbs and verbs[-1:] == last)


def _find_every(statement: str, texts: Sequence[str]) -> list[Problem]:
    """Find "all" and "every" where the premises speak of some only."""
    match = _EVERY.search(statement)
    told = " ".join(texts)
    if match is None or _UNIVERSAL.search(told) or not _PARTIAL.search(told):
        return []
    return [_make(match[0], f"the article does not say “{match[0]}”")]
