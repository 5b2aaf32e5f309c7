"""What "he", "it" or "that" in a question stands for, looked up in the conversation before it."""

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
from index.names import Name, find_names
from qa.words import COUNTRIES, stem

__all__ = ["History", "fill_names", "has_subject", "is_open", "points_back"]

History = Sequence[tuple[str, str]]
"""Earlier turns, oldest first: what was asked and what was answered."""

_HE = re.compile(r"\b(?P<word>he|she|him|his|hers?)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?P<word>they|them|their|theirs|it|its)\b", re.IGNORECASE)
_HAPPENS = re.compile(
    r"\b(?:is|was|were|are) (?:it|they)\b|\bit (?:\w+ )?(?:happen|occur|start|begin|end|last|take"
    r"|come|mean|say|work|cost|matter)",
    re.IGNORECASE,
)
_HIM = re.compile(r"^(?!.*\b(?:she|her)\b).*\b(?:he|him|his)\b", re.IGNORECASE)
_HER = re.compile(r"^(?!.*\b(?:he|him|his)\b).*\b(?:she|her)\b", re.IGNORECASE)
_SHE = frozenset({"she", "her", "hers"})
_POSSESSIVE = frozenset({"his", "her", "their", "its"})
_OBJECT = frozenset({"him", "them", "hers", "theirs"})
_POINTS_BACK = re.compile(
    r"\bthat\b(?! (?:the|an?|his|her|its|their|they|he|she|it|there)\b)"
    r"|\b(?:this|these|then|it|they|them)\b|\bthose\b(?! (?:who|in|of|with)\b)"
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b"
    r"|\b(?:second|third|other|same|first|last|which|that|this) one\b|\bone\?",
    re.IGNORECASE,
)
_NOT_A_POINTER = re.compile(
    r"\bit (?:is|was) (?:said|clear|reported|possible|likely)\b", re.IGNORECASE
)
_WEATHER = re.compile(
    r"^(?:is|was|will|did|does|has) it (?:still |also |be |been )?"
    r"(?:(?:rain|snow|hail)(?:ing|ed|y)?|sunny|cloudy|windy|foggy|stormy)\b",
    re.IGNORECASE,
)
_EXISTS = re.compile(
    r"^(?:(?:how (?:many|much) [\w-]+|why|when) )?(?:is|are|was|were) there "
    r"(?!(?:more|others?|another|one|else)\b)(?:any |an? |no |some )?[\w-]{3,}",
    re.IGNORECASE,
)
_AUXILIARY = (
    r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|must)(?:n[’']t)? "
)
_SUBJECT = re.compile(
    r"^(?:and |but |so )?"
    rf"(?!.*\b(?:else|another|instead)\b|(?:which|how (?:many|much|few)) {_AUXILIARY}"
    r"|.*\b(?:is|are|was|were) the [\w’'-]+ (?:of|on|in|at|for|from|about|behind)\b)"
    rf"(?:(?:what|when|where|why|how|who|whom|which)(?: [\w-]+)?? )?{_AUXILIARY}"
    r"(?:any(?:one|body)|some(?:one|body)|everyone|everybody|nobody"
    r"|(?:the|an?|any|all|every) (?!(?:other|same|second|third|last|latter|former|rest|others"
    r"|first|two|three|one)\b)[\w’'-]{3,}|people|(?!(?:this|his|hers|its|theirs|others)\b)[\w-]{3,}s)"
    r" (?P<rest>\w.*)$",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:(?:dis)?agree|refuse|accept|respond|react|reply|know|approve|deny|comment|object|differ"
    r"|why|when|where|how|who|too|do|so|happen|for|about|to|of|with)(?:d|ed|s|ing)?\W*$",
    re.IGNORECASE,
)
_ASKS_WHO = re.compile(r"^(?:and |but )?(?:by |to |with )?who|\b(?:his|her) (?:\w+ )?name\b", re.I)
_BEFORE_PLACE = re.compile(r"\b(?:in|at|from|near|into|through|across|of|for|the|a|an) $", re.I)
_BESIDE = re.compile(r"\b(?:in|at|from|near|into|through|across|of|for|to)(?: the)? $", re.I)
_DEMONYM = re.compile(r"(?:ean|ian|ish|ese|can|nch|utch|iss|aeli|aqi|ani)s?$")
_NOT_PERSON = INSTITUTIONS | PLACE_WORDS | TIMES
_FIRST_NAMES = MALE_NAMES | FEMALE_NAMES


def is_open(question: str) -> bool:
    """Tell whether a pronoun or a pointing word stands for something outside of the question."""
    if _NOT_A_POINTER.search(question) or _WEATHER.match(question):
        return False
    found = _HE.search(question) or _IT.search(question)
    if found and not _is_bound(question, found):
        return True
    return bool(_POINTS_BACK.search(question)) and not found


def points_back(question: str) -> bool:
    """Tell whether a question points to something said before, "he" and "she" aside."""
    return bool(_POINTS_BACK.search(question)) and is_open(question)


def has_subject(question: str) -> bool:
    """Tell whether a question names what it asks of, and what of it: it is complete in itself.

    A pronoun is no such subject; nor is a verb complete whose object is left out.

    Example:
        >>> has_subject("What did the mayor say?"), has_subject("Is there an inquiry?")
        (True, True)
        >>> has_subject("What did she say?"), has_subject("Did the mayor agree?")
        (False, False)
    """
    question = question.strip()
    if _WEATHER.match(question):
        return True
    if is_open(question):
        return False
    found = _SUBJECT.match(question)
    return bool(_EXISTS.match(question) or (found and not _LEFT_OUT.search(found["rest"])))


def _is_bound(question: str, pronoun: re.Match[str]) -> bool:
    """Tell whether a name before a pronoun is what the pronoun stands for."""
    word = pronoun["word"].lower()
    owns = re.match(r" \w", question[pronoun.end() :]) is not None
    if word in _OBJECT or (word in {"her", "it"} and not owns):
        return False
    return any(name.end <= pronoun.start() for name in find_names(question))


def fill_names(question: str, turns: History) -> str:
    """Put the name that was last spoken of in the place of the first pronoun."""
    if he := _HE.search(question):
        if _is_bound(question, he):
            return question
        she = he["word"].lower() in _SHE
        person, _ = _last_names(
            turns, but=MALE_NAMES if she else FEMALE_NAMES, other=_HIM if she else _HER
        )
        if person:
            return _fill(he, question, person)
    it = None if _WEATHER.match(question) else _IT.search(question)
    if it and not (_is_bound(question, it) or _HAPPENS.search(question)):
        _, thing = _last_names(turns, but=frozenset(), other=None)
        if thing and not _NOT_A_POINTER.search(question):
            return _fill(it, question, thing)
    return question


def _last_names(
    turns: History, *, but: frozenset[str], other: re.Pattern[str] | None
) -> tuple[str | None, str | None]:
    """Return the person and the other thing that were named last, questions before answers.

    A person whose first name is among ``but`` is not the one that "he" or "she" stands for, nor
    is one who answers a question about ``other``, a pronoun of the other sex.
    """
    people: list[tuple[int, str]] = []
    things: list[str] = []
    for asked, answered in reversed(turns):
        if other and other.search(asked):
            continue
        who = bool(_ASKS_WHO.search(asked))
        for name in find_names(asked):
            _sort_in(asked, name, people, things, but=but, asked=True, who=True)
        for name in find_names(answered):
            _sort_in(answered, name, people, things, but=but, asked=False, who=who)
    person = max(people, key=itemgetter(0))[1] if people else None
    return person, things[0] if things else None


def _sort_in(
    text: str,
    name: Name,
    people: list[tuple[int, str]],
    things: list[str],
    *,
    but: frozenset[str],
    asked: bool,
    who: bool,
) -> None:
    """Add a name to the people or to the things, if it may be either."""
    likeness = _person_likeness(name.text)
    if likeness and but.intersection(name.text.lower().split()):
        return
    if likeness == 2 or (likeness and who and not _BEFORE_PLACE.search(text[: name.start])):
        people.append((likeness, name.text))
    elif _is_subject(text, name, asked=asked):
        things.append(name.text)


def _is_subject(text: str, name: Name, *, asked: bool) -> bool:
    """Tell whether a thing is spoken of, not only where something is or whose."""
    opens = name.start <= len("the ")
    return (asked or opens) and not _BESIDE.search(text[: name.start])


def _person_likeness(name: str) -> int:
    """Return 2 for what is surely a person's name, 1 for what may be one, else 0."""
    words = name.lower().split()
    if words[0] in HONORIFICS or (len(words) > 1 and words[0] in _FIRST_NAMES):
        return 2
    if name.isupper() or _NOT_PERSON.intersection(words) or stem(words[-1]) in COUNTRIES:
        return 0
    return 0 if _DEMONYM.search(words[-1]) else 1


def _fill(pronoun: re.Match[str], question: str, name: str) -> str:
    """Put a name in the place of a pronoun, keeping the possessive."""
    word = pronoun["word"].lower()
    owns = word in _POSSESSIVE and re.match(r" \w", question[pronoun.end() :]) is not None
    return question[: pronoun.start()] + (f"{name}’s" if owns else name) + question[pronoun.end() :]
