"""Whether what a statement puts in quotation marks stands in its sentences word for word."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from qa.models import Problem, ProblemKind
from qa.verification.alignment import find_closest
from qa.verification.premises import Premise
from qa.verification.voices import read_quotations

__all__ = ["check_quotations"]

# Marks are no part of what was said; of the hyphen nobody can hear where it stood.
_WORD: Final = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_GAP: Final = re.compile(r"\[[^\[\]]{0,200}\]|\([^()]{0,200}\)|\.{3,}|…|(?:\. ){2,}\.")
_BRACKETED: Final = re.compile(r"\[|\]|\(|\)")
_CLIPPED: Final = 60
_LONG: Final = 4


def check_quotations(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Find quotations whose words do not stand in the premises, in this order.

    The kind of mark, capitals, punctuation and line ends may differ; an ellipsis or words in
    brackets, as editors use them, may stand for words of the article. Words that the article
    does not quote itself may be quoted: they are the article's.

    Example:
        >>> premise = Premise(text='"It was a long, cold night," said Roe.')
        >>> check_quotations("It was “a long … night”, Roe said.", [premise])
        []
        >>> [p.words for p in check_quotations("It was “a very long night”.", [premise])]
        ['“a very long night”']
    """
    quotations = read_quotations(statement)
    if not quotations:
        return []
    texts = _make_texts(premises)
    problems = []
    for quotation in quotations:
        words = statement[quotation.start : quotation.end]
        pieces = [piece for piece in map(_read_words, _GAP.split(words)) if piece]
        whole = _read_words(_BRACKETED.sub(" ", words))
        if _is_title(words) and _are_known(whole, texts[0]):
            continue
        if pieces and not any(_stands(pieces, text) or _stands([whole], text) for text in texts):
            problems.append(_tell(words, premises))
    return problems


def _is_title(words: str) -> bool:
    """Tell whether quoted words are the title of a work: all of the longer ones have capitals."""
    longer = [word for word in _WORD.findall(words) if len(word) >= _LONG]
    return bool(longer) and all(not word[0].islower() for word in longer)


def _are_known(words: str, text: str) -> bool:
    """Tell whether most words stand in a text, in any order: titles are often shortened."""
    wanted = set(words.split())
    return len(wanted & set(text.split())) > len(wanted) / 2


def _make_texts(premises: Sequence[Premise]) -> list[str]:
    """Return the words of the premises one after the other, and of what they quote."""
    speakers = dict.fromkeys(speaker for premise in premises for speaker in premise.speakers)
    whole = " ".join([*(premise.text for premise in premises), *speakers])
    plain = " ".join(_BRACKETED.sub(" ", _GAP.sub(_keep_brackets, whole)).split())
    quoted = " ".join(words for premise in premises for words in _find_quoted(premise.text))
    return [_read_words(text) for text in (whole, plain, quoted)]


def _keep_brackets(match: re.Match[str]) -> str:
    return " " if match[0][0] == "." else match[0]


def _find_quoted(text: str) -> Iterator[str]:
    for quotation in read_quotations(text):
        yield text[quotation.start : quotation.end]


def _read_words(text: str) -> str:
    """Return the words of a text in lower case, each between spaces."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    return f" {' '.join(words)} " if words else ""


def _stands(pieces: Sequence[str], text: str) -> bool:
    """Tell whether pieces stand in a text one behind the other."""
    place = 0
    for piece in pieces:
        place = text.find(piece, place)
        if place < 0:
            return False
        # The space behind one piece is the space before the next.
        place += len(piece) - 1
    return True


def _tell(words: str, premises: Sequence[Premise]) -> Problem:
    closest = find_closest(words, premises)
    quoted = [piece for premise in closest[:1] for piece in _find_quoted(premise.text)]
    found = max(quoted, key=lambda piece: _count_shared(piece, words), default=None)
    if found is None or not _count_shared(found, words):
        return Problem(
            kind=ProblemKind.QUOTATION,
            words=words,
            message="these words stand nowhere in the article's sentence as they are quoted",
        )
    shown = found if len(found) <= _CLIPPED else f"{found[:_CLIPPED]}…"
    return Problem(
        kind=ProblemKind.QUOTATION,
        words=words,
        message=f"the article's words are {shown}",
        found=found,
    )


def _count_shared(one: str, other: str) -> int:
    return len(set(_read_words(one).split()) & set(_read_words(other).split()))
