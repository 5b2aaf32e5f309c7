"""A follow-up question made understandable without the conversation, by rules alone."""

import re
from collections.abc import Sequence
from operator import itemgetter

from index.lexicon import (
    FEMALE_NAMES,
    HONORIFICS,
    INSTITUTIONS,
    MALE_NAMES,
    PLACE_WORDS,
    TIMES,
)
from index.names import find_names
from qa.words import COUNTRIES, content_stems, stem, stems

__all__ = ["History", "leans", "make_standalone", "recall", "split_parts"]

History = Sequence[tuple[str, str]]
"""Earlier turns, oldest first: what was asked and what was answered."""

_MAX_TURNS = 3
_MAX_PARTS = 3
_ENOUGH_WORDS = 3
_MAX_ANSWER_CHARS = 100
_MAX_NAMED_CHARS = 400
_SWITCH = re.compile(
    r"^(?:and|but|so|ok(?:ay)?|then|also)?[\s,]*(?:what|how) about\s+(?P<what>.+?)\??$"
    r"|^(?:and|but)[\s,]+(?P<rest>(?!(?:what|who|whom|whose|when|where|why|how|which|did|does|do|is"
    r"|are|was|were|has|have|had|will|would|can|could|should)\b).{1,80}?)\??$",
    re.IGNORECASE,
)
_NEXT_PART = re.compile(
    r"(?:,\s*(?:and|but)?\s*|;\s*(?:and\s+)?|\?\s+(?:and\s+)?|\s+and\s+)"
    r"(?=(?:(?:by|to|for|with|from|of|at|on|in) )?"
    r"(?:who|whom|whose|what|when|where|why|how|which)\b)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:and |but |so )?(?P<word>why|when|where|who|how|how many|how much|how long|what|which"
    r"|since when|by whom|with whom|to whom|says who|why not|who else|what else|where else)\s*"
    r"(?:was that|is that|did that happen|so|exactly|then)?\s*\??$",
    re.IGNORECASE,
)
_HE = re.compile(r"\b(?P<word>he|she|him|his|hers?)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?P<word>they|them|their|theirs|it|its)\b", re.IGNORECASE)
_LEANS = re.compile(
    r"^(?:in|at|on|for|with|from|to|by|of|after|before|during)\b|\b(?:its?|their|his|hers?|them)\b",
    re.IGNORECASE,
)
_SAID_BY = re.compile(
    r"\b(?:did|does|do|has|have) (?P<who>(?:the |a )?[\w’'-]+(?: [\w’'-]+)??)"
    r" (?:say|said|think|claim|want|call|tell|told)\b",
    re.IGNORECASE,
)
_SHE = frozenset({"she", "her", "hers"})
_POSSESSIVE = frozenset({"his", "her", "their", "its"})
_POINTS_BACK = re.compile(
    r"\b(?:that|this|these|those|there|then|it|they|them|one)\b", re.IGNORECASE
)
_NOT_A_POINTER = re.compile(
    r"\bit (?:is|was) (?:said|clear|reported|possible|likely)\b", re.IGNORECASE
)
_DEMONYM = re.compile(r"(?:ean|ian|ish|ese|can|nch|utch|iss|aeli|aqi|ani)s?$")
_NOT_PERSON = INSTITUTIONS | PLACE_WORDS | TIMES
_FIRST_NAMES = MALE_NAMES | FEMALE_NAMES


def make_standalone(question: str, *, history: History) -> str:
    """Return the question with what it leaves out filled in from the conversation.

    A question that leaves nothing out comes back as it is.

    Example:
        >>> history = [("What did Ana Roe say about the dam?", "Roe said it was safe.")]
        >>> make_standalone("When did she say it?", history=history)
        'When did Ana Roe say it? (What did Ana Roe say about the dam?)'
        >>> make_standalone("And the Mayor?", history=history)
        'What did the Mayor say about the dam?'
    """
    question = question.strip()
    if not history or not question:
        return question
    previous = history[-1][0].strip()
    if not previous:
        return question
    if switched := _SWITCH.match(question):
        what = (switched["what"] or switched["rest"]).strip()
        return f"{question} ({previous})" if _LEANS.search(what) else _switch(previous, what)
    if _BARE.match(question):
        return f"{question} ({previous})"
    pronoun = _HE.search(question)
    others = MALE_NAMES if pronoun and pronoun["word"].lower() in _SHE else FEMALE_NAMES
    person, thing = _last_names(history, but=others if pronoun else frozenset())
    filled = _fill(_HE, question, person) if person else question
    if thing and not _NOT_A_POINTER.search(filled) and filled == question:
        filled = _fill(_IT, question, thing)
    leans = bool(_POINTS_BACK.search(filled)) or len(content_stems(filled)) < 2
    return f"{filled} ({previous})" if leans else filled


def leans(question: str, *, history: History) -> bool:
    """Tell whether a question needs the conversation to be understood.

    One that does not must not be read in its light: it may change the subject.
    """
    if make_standalone(question, history=history) != question.strip():
        return True
    return len(content_stems(question)) < _ENOUGH_WORDS


def split_parts(question: str) -> list[str]:
    """Return the questions that a question asks at once, each to be answered by itself.

    Example:
        >>> split_parts("Who was hurt, and when will they go home?")
        ['Who was hurt?', 'when will they go home?']
        >>> split_parts("How do the union and the bank differ?")
        ['How do the union and the bank differ?']
    """
    parts = [part.strip(" ?,;") for part in _NEXT_PART.split(question, maxsplit=_MAX_PARTS - 1)]
    if len(parts) < 2 or not all(len(part.split()) > 1 for part in parts[:-1]):
        return [question]
    return [f"{part}?" for part in parts if part]


def recall(history: History, *, turns: int = _MAX_TURNS) -> str:
    """Return what the last turns were about, newest last, bounded in length.

    Of a long answer only the names are kept: its words would find the sentence it was cut from.
    """
    parts = []
    for asked, answered in history[-turns:]:
        if len(answered) > _MAX_ANSWER_CHARS:
            answered = " ".join(name.text for name in find_names(answered[:_MAX_NAMED_CHARS]))
        parts.append(f"{asked[:_MAX_NAMED_CHARS]} {answered}")
    return " ".join(parts).strip()


def _switch(previous: str, what: str) -> str:
    """Ask the previous question of somebody or something else."""
    names = find_names(previous)
    new = set(stems(what))
    said_by = _SAID_BY.search(previous)
    if said_by and not any(n.start < said_by.end("who") <= n.end for n in names):
        return previous[: said_by.start("who")] + what + previous[said_by.end("who") :]
    for name in names:
        if not new & set(stems(name.text)):
            start = name.start
            if what.lower().startswith("the ") and previous[:start].lower().endswith("the "):
                start -= len("the ")
            return previous[:start] + what + previous[name.end :]
    return f"{previous.rstrip('?')}: {what}?"


def _last_names(history: History, *, but: frozenset[str]) -> tuple[str | None, str | None]:
    """Return the person and the other thing that were named last, questions before answers.

    A person whose first name is among ``but`` is not the one that "he" or "she" stands for.
    """
    people: list[tuple[int, str]] = []
    things: list[str] = []
    for asked, answered in reversed(history[-_MAX_TURNS:]):
        for text in (asked, answered[:_MAX_NAMED_CHARS]):
            for name in find_names(text):
                likeness = _person_likeness(name.text)
                if likeness and but.intersection(name.text.lower().split()):
                    continue
                if likeness:
                    people.append((likeness, name.text))
                else:
                    things.append(name.text)
    person = max(people, key=itemgetter(0))[1] if people else None
    return person, things[0] if things else None


def _person_likeness(name: str) -> int:
    """Return 2 for what is surely a person's name, 1 for what may be one, else 0."""
    words = name.lower().split()
    if words[0] in HONORIFICS or (len(words) > 1 and words[0] in _FIRST_NAMES):
        return 2
    if name.isupper() or _NOT_PERSON.intersection(words) or stem(words[-1]) in COUNTRIES:
        return 0
    return 0 if _DEMONYM.search(words[-1]) else 1


def _fill(pronoun: re.Pattern[str], question: str, name: str) -> str:
    """Put a name in the place of the first pronoun, keeping the possessive."""

    def replace(match: re.Match[str]) -> str:
        word = match["word"].lower()
        rest = question[match.end() : match.end() + 12]
        owns = word in _POSSESSIVE and re.match(r" \w", rest) is not None
        return f"{name}’s" if owns else name

    return pronoun.sub(replace, question, count=1)
