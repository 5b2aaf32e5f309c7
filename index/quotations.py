"""Quotations of an article: which characters of which sentence are quoted.

Double quotation marks are paired over sentences and paragraphs, single ones within a sentence.
A quotation whose end is missing stops with its paragraph, so that one lost mark cannot turn
the rest of an article into speech.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.models import Sentence

__all__ = ["Quotation", "blank_quotations", "find_quotations", "follows_in_paragraph"]

_DOUBLE = re.compile("[\"“”„«»]|''")
_SINGLE_OPEN = re.compile(r"(?:(?<=[\s(\[—–:,])|^)[‘'](?=[^\W_])")
_SINGLE_CLOSE = re.compile(r"(?<=[^\s])[’'](?![^\W_])")
_BEFORE_OPENING = frozenset(" \t\n\u00a0([{—–-:/")
_AFTER_CLOSING = frozenset(" \t\n\u00a0.,;:!?)]}—–…'’")
_MAX_SENTENCES = 40
_MAX_SINGLE = 400


@dataclass(frozen=True, slots=True)
class Quotation:
    """The part of one quotation that lies in one sentence.

    Attributes:
        start: Offset in the sentence of its first character, the mark itself if it has one.
        end: Offset after its last character.
        number: Which quotation of the article it is part of.
    """

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class _Mark:
    sentence: int
    start: int
    end: int
    opens: bool | None


def follows_in_paragraph(before: Sentence, after: Sentence) -> bool:
    """Tell whether two neighbours stand in one paragraph: nothing but a space between them."""
    return after.number == before.number + 1 and after.start - before.end <= 1


def find_quotations(sentences: Sequence[Sentence]) -> list[list[Quotation]]:
    """Find the quoted parts of each sentence of one article, given in order."""
    found: list[list[Quotation]] = [[] for _ in sentences]
    number = 0
    for number, (opening, closing) in enumerate(_pair_marks(sentences), start=1):
        for place in range(opening.sentence, closing.sentence + 1):
            start = opening.start if place == opening.sentence else 0
            last = place == closing.sentence
            end = closing.end if last else len(sentences[place].text)
            found[place].append(Quotation(start, end, number))
    for place, sentence in enumerate(sentences):
        for start, end in _find_single(sentence.text, found[place]):
            number += 1
            found[place].append(Quotation(start, end, number))
        found[place].sort(key=lambda quotation: quotation.start)
    return found


def blank_quotations(text: str, quotations: Sequence[Quotation]) -> str:
    r"""Replace what is quoted by as many line ends, which keeps every offset.

    Example:
        >>> blank_quotations('He said "no".', [Quotation(8, 12, 1)])
        'He said \n\n\n\n.'
    """
    pieces, position = [], 0
    for quotation in quotations:
        pieces += [text[position : quotation.start], "\n" * (quotation.end - quotation.start)]
        position = quotation.end
    return "".join([*pieces, text[position:]])


def _pair_marks(sentences: Sequence[Sentence]) -> Iterator[tuple[_Mark, _Mark]]:
    opening: _Mark | None = None
    for mark in _find_marks(sentences):
        if opening is None:
            opening = mark if mark.opens is not False else None
        elif mark.opens or mark.sentence - opening.sentence > _MAX_SENTENCES:
            yield opening, _stop_unclosed(sentences, opening, before=mark)
            opening = mark if mark.opens is not False else None
        else:
            yield opening, mark
            opening = None
    if opening is not None:
        end = _Mark(len(sentences), 0, 0, opens=True)
        yield opening, _stop_unclosed(sentences, opening, before=end)


def _find_marks(sentences: Sequence[Sentence]) -> Iterator[_Mark]:
    for place, sentence in enumerate(sentences):
        for match in _DOUBLE.finditer(sentence.text):
            opens = _judge(sentence.text, match.start(), match.end())
            yield _Mark(place, match.start(), match.end(), opens)


def _judge(text: str, start: int, end: int) -> bool | None:
    """Tell whether a mark opens (True) or closes (False) a quotation, or may do either."""
    if text[start] in "“„«":
        return True
    if text[start] in "”»":
        return False
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if start == 0:
        return True if after not in _AFTER_CLOSING or after in " '’.…" else None
    if before in _BEFORE_OPENING:
        return None if after in _AFTER_CLOSING and after not in "'’.…" else True
    return False if after in _AFTER_CLOSING else (True if before in ":," else None)


def _stop_unclosed(sentences: Sequence[Sentence], opening: _Mark, *, before: _Mark) -> _Mark:
    """Return where a quotation without an end stops: with its paragraph, or sooner."""
    place = opening.sentence
    if before.sentence == place and before.start > opening.start:
        return before
    limit = min(before.sentence, place + _MAX_SENTENCES, len(sentences)) - 1
    parted = before.opens is True and before.start == 0
    while parted and place < limit and follows_in_paragraph(*sentences[place : place + 2]):
        place += 1
    end = len(sentences[place].text)
    return _Mark(place, end, end, opens=False)


def _find_single(text: str, taken: Sequence[Quotation]) -> Iterator[tuple[int, int]]:
    """Find what stands in single marks, outside the double ones."""
    if "'" not in text and "’" not in text:
        return
    # A line end stands for what is already quoted: no single quotation runs across it.
    text = blank_quotations(text, taken)
    position = 0
    while opening := _SINGLE_OPEN.search(text, position):
        position = _find_single_close(text, opening.end()) or opening.end()
        if position > opening.end():
            yield opening.start(), position


def _find_single_close(text: str, start: int) -> int | None:
    first = None
    limit = text.find("\n", start, start + _MAX_SINGLE)
    for match in _SINGLE_CLOSE.finditer(text, start, limit if limit >= 0 else start + _MAX_SINGLE):
        if text[match.start() - 1] in ",.!?…":
            return match.end()
        first = first or match.end()
    return first
