"""Runs of capitalised words that make a name, told from words that only open a sentence."""

import re
from collections.abc import Iterator, Sequence

from index.lexicon import (
    FEMALE_NAMES,
    HONORIFICS,
    INSTITUTIONS,
    MALE_NAMES,
    MODIFIERS,
    NUMBERED,
    ORDINARY,
    PARTICLES,
    PLACE_WORDS,
    ROLES,
    TIMES,
    word_set,
)
from index.speech import AUXILIARIES, SPEECH
from index.tokens import Token, is_capital, tokenize

__all__ = ["find_runs"]

_OPENERS = frozenset("\"“‘'«(")
_STARTERS = frozenset(".!?…:;\n•*-–—|>)]") | {"--"}
_ARTICLES = frozenset({"the", "a", "an"})
_MAX_WORDS = 12
_AGENCIES = word_set(
    "administration agency department office service commission ministry committee council "
    "bureau institute authority"
)
_FOR_HEADS = word_set(
    "ministry department centre center centers office institute agency secretary minister council "
    "society organisation organization commissioner alliance foundation association committee "
    "coalition movement fund campaign"
)
_JOIN_OF = frozenset({"of", "for"})
_NOT_ENDING = re.compile(r"(?:ing|ly|ed)$")
_TRADE = re.compile(r"(?:er|or|ist|man|woman|ute|eer|ress|ive|ian|ant)$")
_ADJECTIVE = re.compile(r"(?:al|ic|ous|ive|ful|less|able|ible|ary|ory|ier|est)$")


def find_runs(text: str) -> Iterator[list[Token]]:
    """Yield the words of each name of a text, in order."""
    tokens = tokenize(text)
    lower = {token.text for token in tokens if token.text[0].islower()}
    initial = [_opens(tokens, place) for place in range(len(tokens))]
    inner = {
        token.lower
        for token, first in zip(tokens, initial, strict=True)
        if not first and is_capital(token.text) and token.lower not in ORDINARY
    }
    place = 0
    while place < len(tokens):
        if not _names(tokens[place]):
            place += 1
            continue
        stop = _run_end(text, tokens, place)
        run = list(tokens[place:stop])
        if initial[place]:
            run = _drop_opening(run, lower, inner, _follower(tokens, stop))
        yield from _clean(run)
        place = stop


def _opens(tokens: Sequence[Token], place: int) -> bool:
    if place == 0:
        return True
    before = tokens[place - 1].text
    return before in _STARTERS or before in _OPENERS


def _names(token: Token) -> bool:
    return token.is_word and is_capital(token.text)


def _follower(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].lower if place < len(tokens) else ""


def _run_end(text: str, tokens: Sequence[Token], start: int) -> int:
    end = start + 1
    while end < len(tokens) and end - start < _MAX_WORDS and not tokens[end - 1].possessive:
        width = _joined(text, tokens, start, end)
        if not width:
            break
        end += width
    return end


def _joined(text: str, tokens: Sequence[Token], start: int, place: int) -> int:
    """Return how many tokens from ``place`` on belong to the name that started before it."""
    gap = text[tokens[place - 1].end : tokens[place].start]
    if gap not in (" ", "\u00a0") and not (gap == "" and tokens[place].text == "&"):
        return 0
    token = tokens[place]
    if _names(token):
        return 0 if token.text == "I" or token.lower in TIMES else 1
    if token.text.isdigit():
        return int(tokens[place - 1].lower in NUMBERED and len(token.text) < 5)
    if token.lower in PARTICLES:
        return 1 + _after_particle(tokens[place : place + 3])
    if token.lower in _JOIN_OF:
        return _complement_width(tokens, place)
    if token.text == "and":
        return _agency_width(tokens, start, place)
    return _quoted_width(tokens, place)


def _complement_width(tokens: Sequence[Token], place: int) -> int:
    """Return how far "of" reaches: "Ministry of Defence", "House of the People"."""
    if tokens[place - 1].lower not in INSTITUTIONS | ROLES:
        return 0
    words = tokens[place : place + 3]
    if words[0].text == "for" and tokens[place - 1].lower not in _FOR_HEADS:
        return 0
    skip = 2 if len(words) == 3 and words[1].text == "the" else 1
    return skip + 1 if len(words) > skip and _names(words[skip]) else 0


def _quoted_width(tokens: Sequence[Token], place: int) -> int:
    """Return the width of "& Sons", or of a nickname in quotation marks with the surname."""
    words = tokens[place : place + 4]
    if words[0].text == "&":
        return 2 if len(words) > 1 and _names(words[1]) else 0
    marks = [word.text for word in words[:3:2]]
    nickname = marks in (['"', '"'], ["“", "”"]) and _names(words[1])
    return 4 if nickname and len(words) == 4 and _names(words[3]) else 0


def _after_particle(words: Sequence[Token]) -> int:
    if len(words) > 1 and _names(words[1]):
        return 1
    if len(words) > 2 and words[1].lower in PARTICLES and _names(words[2]):
        return 2
    return -1


def _agency_width(tokens: Sequence[Token], start: int, place: int) -> int:
    """Return how far "and" reaches in the name of an agency: "the Food and Drug Agency"."""
    end = place + 1
    while end < min(len(tokens), place + 6) and _names(tokens[end]):
        end += 1
    if end == place + 1:
        return 0
    heads = {token.lower for token in tokens[start:place]}
    if heads & {"ministry", "department", "centers", "centre"} and "for" in heads:
        return 2
    stated = start > 0 and (tokens[start - 1].lower in _ARTICLES or tokens[start - 1].possessive)
    return end - place if stated and tokens[end - 1].lower in _AGENCIES else 0


def _drop_opening(run: list[Token], lower: set[str], inner: set[str], follower: str) -> list[Token]:
    first = run[0].lower
    if len(run) > 1:
        ordinary = first in lower or (len(run) > 2 and _is_trade(first))
        return run[1:] if first not in inner and ordinary else run
    if first in inner or not run[0].text[1:].islower():
        return run
    if first in lower or first in MODIFIERS | ROLES:
        return []
    if _NOT_ENDING.search(first) and not run[0].possessive:
        return []
    if _ADJECTIVE.search(first) and follower not in SPEECH and follower not in AUXILIARIES:
        return []
    return [] if follower in ("of", "the", "a", "an", "to", "with") else run


def _is_trade(word: str) -> bool:
    """Tell whether an unknown word before a full name is what the person does."""
    return bool(_TRADE.search(word)) and word not in MALE_NAMES and word not in FEMALE_NAMES


def _clean(run: list[Token]) -> Iterator[list[Token]]:
    while run and (run[0].lower in ORDINARY or run[0].lower in _ARTICLES) and not _keeps(run):
        run = run[1:]
    while run and (run[-1].lower in TIMES or run[-1].text == "I"):
        run = run[:-1]
    if run and not (len(run) == 1 and run[0].lower in HONORIFICS and run[0].text.endswith(".")):
        yield run


def _keeps(run: Sequence[Token]) -> bool:
    """Tell a name that begins with an ordinary word ("New York", "US") from a plain opening."""
    first = run[0]
    if len(run) == 1:
        return first.text.isupper() and len(first.text) > 1
    return (
        first.lower in PLACE_WORDS
        or first.lower in ROLES | HONORIFICS | MODIFIERS | {"may", "will", "state", "no"}
        or (first.text.isupper() and len(first.text) > 1)
    )
