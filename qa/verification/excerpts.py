"""Statements in the article's own words: a whole sentence, a whole clause, a sentence made shorter.

They need no score: whatever they say stands there. Words that turn the meaning of what is left
("if", "not", "denied") must not be left out.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import Final

from index.sentences import split_spans
from qa.verification.premises import Premise

__all__ = ["Excerpt", "find_excerpt", "is_verbatim"]

_WORD: Final = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*%?|[$€£]")
_QUOTATION_MARKS: Final = str.maketrans("“”„‟«»‘’‚‛", '""""""\'\'\'\'')
_TURNS: Final = re.compile(
    r"\b(?:if|unless|whether|not|never|no|nor|neither|none|nobody|without|except|than|den(?:y|ies|ied)"
    r"|refus\w+|reject\w+|fail\w*|fals\w+|untrue|wrong\w*|rumou?r\w*|alleg\w+|reported\w*|may|might"
    r"|could|would|should|accus\w+|claim\w*|suspect\w*|likely|unlikely|possibl\w+|perhaps|almost"
    r"|nearly|hardly|barely|only|until|although|though|doubt\w*|hop\w+|plan\w*|propos\w+|expect\w*"
    r"|said|says|say|told|tell|tells|according|fear\w*|believ\w+|instead|rather|dismiss\w+)\b|n['’]t\b",
    re.IGNORECASE,
)
_BOUNDARY: Final = re.compile(r"[,;:.!?—–\"“”()-]")
_OPENS: Final = re.compile(
    r"\s*(?:[,;:.!?—–)-]|(?:of|from|in|on|at|for|with|near|by|to|into|during|after|before|under|over"
    r"|across|around|among|behind|beside|who|whom|which|whose|where|aged)\b)",
    re.IGNORECASE,
)
_CLOSED: Final = re.compile(r"[,;:.!?—–-]\s*[\"']*$")
_ASIDE: Final = re.compile(r"\s*(?:,[^;:]*,|\([^()]*\)|--[^;:]*--|[—–][^;:]*[—–])\s*")
_FEW: Final = 2
_MAXIMUM_GAPS: Final = 3
_LEAST_RUN: Final = 2
_LEAST_WORDS: Final = 4
_MAXIMUM_WORDS: Final = 400


class Excerpt(Enum):
    """How a statement takes its words from one sentence."""

    CLAUSE = "a clause of it, whole"
    SHORTENED = "the sentence, with words left out"


def is_verbatim(statement: str, premises: Sequence[Premise]) -> bool:
    """Tell whether every sentence of a statement repeats a premise, but for white space.

    The speaker may be named before it: ``Speaker: sentence``. Forms of quotation marks and a full
    stop at the end make no difference.

    Example:
        >>> told = [Premise(text="We won.", speakers=("Ana Roe",)), Premise(text="It rained.")]
        >>> is_verbatim("It  rained.", told), is_verbatim("Ana Roe: We won. It rained.", told)
        (True, True)
        >>> is_verbatim("Bo Lind: We won.", told)
        False
    """
    told: set[str] = set()
    for premise in premises:
        text = _normalise(premise.text)
        told |= {text, *(f"{_normalise(name)}: {text}" for name in _names(premise))}
    told.discard("")
    plain = _normalise(statement)
    if plain in told:
        return True
    sentences = {_normalise(statement[start:end]) for start, end in split_spans(statement)}
    return bool(sentences) and sentences <= told


def find_excerpt(statement: str, premises: Sequence[Premise]) -> Excerpt | None:
    """Return how a statement takes its words from one of the premises, if it does.

    Example:
        >>> told = [Premise(text="The ferry, which was late, sank near Orrin; two people died.")]
        >>> find_excerpt("Two people died.", told).name
        'CLAUSE'
        >>> find_excerpt("The ferry sank near Orrin.", told).name
        'SHORTENED'
        >>> find_excerpt("Two people sank.", told)
    """
    words = _read_words(statement)
    if not words or len(words) > _MAXIMUM_WORDS:
        return None
    found = [_compare(words, premise.text) for premise in premises]
    if Excerpt.CLAUSE in found:
        return Excerpt.CLAUSE
    return Excerpt.SHORTENED if Excerpt.SHORTENED in found else None


def _names(premise: Premise) -> tuple[str, ...]:
    return (*premise.speakers, " and ".join(premise.speakers)) if premise.speakers else ()


def _normalise(text: str) -> str:
    return " ".join(text.translate(_QUOTATION_MARKS).split()).removesuffix(".").rstrip()


def _read_words(text: str) -> list[str]:
    return [match[0].lower() for match in _WORD.finditer(text.translate(_QUOTATION_MARKS))]


def _compare(words: Sequence[str], text: str) -> Excerpt | None:
    matches = list(_WORD.finditer(text.translate(_QUOTATION_MARKS)))[:_MAXIMUM_WORDS]
    told = [match[0].lower() for match in matches]
    if len(words) > len(told) or not set(words) <= set(told):
        return None
    spans = [match.span() for match in matches]
    for start in _find_runs(words, told):
        end = start + len(words)
        if _is_clause(text, spans, start, end):
            return Excerpt.CLAUSE
    return Excerpt.SHORTENED if _is_shortened(words, told, text, spans) else None


def _find_runs(words: Sequence[str], told: Sequence[str]) -> Iterator[int]:
    """Yield where the words stand in a row."""
    size = len(words)
    return (start for start in range(len(told) - size + 1) if told[start : start + size] == words)


def _is_clause(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    before = text[: spans[start][0]]
    after = text[spans[end - 1][1] :]
    between = text[spans[start - 1][1] : spans[start][0]] if start else ","
    behind = text[spans[end - 1][1] : spans[end][0]] if end < len(spans) else ","
    if not _BOUNDARY.search(between) and not _follows_joiner(before):
        return False
    if not _BOUNDARY.search(behind):
        return False
    return not _TURNS.search(before) and not _TURNS.search(after)


def _follows_joiner(before: str) -> bool:
    return before.rstrip().endswith((", and", ", but", "; and", "; but"))


def _is_shortened(
    words: Sequence[str], told: Sequence[str], text: str, spans: Sequence[tuple[int, int]]
) -> bool:
    runs = _lay(words, told)
    if runs is None or len(words) < _LEAST_WORDS or len(runs) > _MAXIMUM_GAPS + 1:
        return False
    if any(size < _LEAST_RUN for _, size in runs[1:-1]):
        return False
    ends = [(0, 0), *((spans[at][0], spans[at + size - 1][1]) for at, size in runs)]
    # What stands before the first word and behind the last was left out as well.
    ends.append((len(text), len(text)))
    gaps = [text[left[1] : right[0]] for left, right in pairwise(ends)]
    if any(_TURNS.search(gap) for gap in gaps):
        return False
    first, *inside, last = gaps
    return (
        (not _WORD.search(first) or _CLOSED.search(first) is not None)
        and (not _WORD.search(last) or _OPENS.match(last) is not None)
        and all(_may_go(gap) for gap in inside)
    )


def _may_go(gap: str) -> bool:
    """Tell whether words inside a sentence may be left out: an aside, a phrase, a word or two."""
    if _ASIDE.fullmatch(gap):
        return True
    if _BOUNDARY.search(gap.replace("-", " ")):
        return False
    return _OPENS.match(gap) is not None or len(gap.split()) <= _FEW


def _lay(words: Sequence[str], told: Sequence[str]) -> list[tuple[int, int]] | None:
    """Return the runs of told words, (start, size), which the words are in order, long ones first.

    At each word the longest run that begins with it is taken, among the places still ahead.
    """
    runs: list[tuple[int, int]] = []
    place, word = 0, 0
    while word < len(words):
        starts = [at for at in range(place, len(told)) if told[at] == words[word]]
        sized = [(_measure_run(words[word:], told[at:]), -at) for at in starts]
        if not sized or len(runs) > _MAXIMUM_GAPS:
            return None
        size, negative = max(sized)
        runs.append((-negative, size))
        place, word = -negative + size, word + size
    return runs


def _measure_run(words: Sequence[str], told: Sequence[str]) -> int:
    size = 0
    for one, other in zip(words, told, strict=False):
        if one != other:
            break
        size += 1
    return size
