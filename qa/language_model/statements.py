"""Cut a reply into statements: its sentences, each with the numbers of the markers it bears.

The Markdown of a reply (bullets, headings, emphasis, links, HTML tags) is taken off; its words
stay, save the addresses that links lead to and a leading "Answer:".
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from index.sentences import split_spans
from qa.language_model.markers import Marker, Piece
from qa.language_model.prompt import REFUSAL

__all__ = ["Draft", "split_growing", "split_statements"]

_SETTLED = 100
"""A sentence is known to have ended when so many characters follow it, or a new line does."""

_PREFIX = re.compile(
    r"\s*+(?:\*\*|__|#{1,6} )?(?:(?:final |short )?answer|response|reply|a)(?:\*\*|__)?"
    r":(?:\*\*|__)?\s*+",
    re.I,
)
_LINE_MARKUP = re.compile(
    r"^[ \t]*+(?:(?:[-*+•‣▪◦·–—●○■□◆▶►▸→➔➤]|>|#{1,6})[ \t]++)*+"
    r"(?:(?:[-*_=]{3,}|`{3,}\w{0,12}|[-*+•>#]++)[ \t]*+$)?",
    re.M,
)
_LIST_NUMBER = re.compile(r"^[ \t]*+\(?(\d{1,2})[.)][ \t]++(?=\S)(?![^\W\d_]+\.? \d{4})", re.M)
_TAGS = (
    "a b big blockquote br cite code del div em font form h1 h2 h3 h4 h5 h6 hr i iframe img input "
    "li link mark object ol p pre q s script small span strong style sub sup svg table td th tr u "
    "ul video"
).replace(" ", "|")
_INLINE_MARKUP = re.compile(
    r"(?<![\w*])(?P<star>\*{1,3}+)(?=[^\s*])(?:[^*\n]{1,500}(?<=\S)(?P<star_end>\*{1,3}+)(?!\w))?"
    r"|(?<!\w)(?P<line>_{1,3}+)(?=[^\s_])(?:[^_\n]{1,500}(?<=\S)(?P<line_end>_{1,3}+)(?!\w))?"
    r"|(?P<code>`++)"
    rf"|(?P<tag></?(?:{_TAGS})(?:[\s/][^<>\n]{{0,1000}})?(?:>|\Z))"
    r"|(?P<angle><)(?:https?:|ftp:|mailto:|www\.)[^<>\s]{0,1000}(?P<angle_end>>|\Z)"
    r"|(?P<empty>[ \t]?\([\s,;&]*\))",
    re.I,
)
# An address that is still being written at the end of a reply is an address already.
_ADDRESS = r"\(\s*(?=[^()\s]*[/.:#])[^()\s]{0,1000}(?:\s[\"'][^\"'\n]{0,200}[\"'])?\s*(?:\)|\Z)"
_LINK = re.compile(rf"(?P<open>!?\[)[^\[\]\n]{{0,80}}(?P<close>\]{_ADDRESS})")
_TARGET = re.compile(
    rf"[ \t]?(?=\(\s*(?:https?:|ftp:|www\.|mailto:|data:|javascript:|[/#]|[\w-]+\.\w+/)){_ADDRESS}",
    re.I,
)
_GAP = re.compile(r"(?<=[^\s])[ \t]+(?=[.,;:!?…)\]}»”])|(?<=[(\[{«“ ])[ \t]+")
_JOINT = re.compile(r"[ \t,;&]*")
_LEADING = re.compile(r":[ \t]*[\n\r]")
_REFUSAL = re.compile(rf"{REFUSAL}[^\w“\"(]++(?=[\w“\"(])", re.I)
_WORD = re.compile(r"[^\W_]")

Span = tuple[int, int]
Mark = tuple[int, tuple[int, ...]]


class Draft(NamedTuple):
    """A statement as it was written, before its numbers became citations."""

    text: str
    numbers: tuple[int, ...]


def split_statements(pieces: Iterable[Piece]) -> list[Draft]:
    """Return the statements of a complete reply, in order.

    A marker belongs to the sentence it stands in or directly follows; where a line begins with a
    marker, its markers stand before their sentences. A line that ends in a colon belongs to the
    sentence after it.

    >>> from qa.language_model.markers import Text
    >>> split_statements([Text("The talks began."), Marker((2,)), Text(" They **ended**.")])
    [Draft(text='The talks began.', numbers=(2,)), Draft(text='They ended.', numbers=())]
    """
    return [draft for draft, _ in _cut(*_clean(*_join(pieces)))]


def split_growing(pieces: Iterable[Piece]) -> tuple[list[Draft], list[Draft]]:
    """Return the statements that are complete so far, and those that may still change.

    However much is written after it, a complete statement stays as it is.
    """
    text, marks = _clean(*_join(pieces))
    cut = _cut(text, marks)
    settled = sum(len(text) - end > _SETTLED for _, end in cut[:-1])
    drafts = [draft for draft, _ in cut]
    return drafts[:settled], drafts[settled:]


def _join(pieces: Iterable[Piece]) -> tuple[str, list[Mark]]:
    """Return the text of a reply, and the markers by their offsets in it."""
    text: list[str] = []
    marks: list[Mark] = []
    length = 0
    for piece in pieces:
        if isinstance(piece, Marker):
            marks.append((length, piece.numbers))
        else:
            text.append(piece.text)
            length += len(piece.text)
    return "".join(text), marks


def _clean(text: str, marks: Sequence[Mark]) -> tuple[str, list[Mark]]:
    """Take the Markdown off a reply."""
    for find in (_find_links, _find_wrapping, _find_markup, _find_gaps):
        text, marks = _delete(text, marks, find(text, marks))
    return text, list(marks)


def _find_links(text: str, marks: Sequence[Mark]) -> Iterator[Span]:
    """Find the markup of links and images, and the addresses behind markers."""
    for found in _LINK.finditer(text):
        yield found.span("open")
        yield found.span("close")
    for offset, _ in marks:
        if target := _TARGET.match(text, offset):
            yield target.span()


def _find_wrapping(text: str, marks: Sequence[Mark]) -> Iterator[Span]:
    """Find what stands round markers only: ``**[1]**``, and the commas in ``[1], [2]``."""
    for offset, _ in marks:
        before = text[max(0, offset - 3) : offset]
        stars = len(before) - len(before.rstrip("*"))
        if stars and text.startswith("*" * stars, offset):
            yield offset - stars, offset + stars
    for (start, _), (end, _) in pairwise(marks):
        if _JOINT.fullmatch(text, start, end):
            yield start, end


def _find_markup(text: str, marks: Sequence[Mark]) -> Iterator[Span]:
    """Find bullets, headings, list numbers, emphasis, HTML tags and brackets left empty."""
    if prefix := _PREFIX.match(text):
        yield prefix.span()
    number = 0
    for found in _LIST_NUMBER.finditer(text):
        if int(found[1]) == number + 1:
            number += 1
            yield found.span()
    for found in _LINE_MARKUP.finditer(text):
        yield found.span()
    for found in _INLINE_MARKUP.finditer(text):
        for name in _INLINE_MARKUP.groupindex:
            if found[name]:
                yield found.span(name)


def _find_gaps(text: str, marks: Sequence[Mark]) -> Iterator[Span]:
    """Find white space that only stood between the words and what was taken off behind them."""
    for offset, _ in marks:
        before = text[max(0, offset - _SETTLED) : offset]
        start = offset - len(before) + len(before.rstrip(" \t"))
        if found := _GAP.match(text, start):
            yield found.span()


def _delete(text: str, marks: Sequence[Mark], spans: Iterable[Span]) -> tuple[str, list[Mark]]:
    """Return the text without some spans, and the markers where they stand then."""
    kept: list[str] = []
    moved: list[Mark] = []
    position = length = 0
    waiting = list(reversed(marks))
    for start, end in [*sorted(spans), (len(text), len(text))]:
        if start < position:
            start = position
        end = max(end, start)
        while waiting and waiting[-1][0] <= start:
            offset, numbers = waiting.pop()
            moved.append((length + max(0, offset - position), numbers))
        kept.append(text[position:start])
        length += start - position
        position = end
    moved.extend((length, numbers) for _, numbers in reversed(waiting))
    return "".join(kept), moved


def _cut(text: str, marks: Sequence[Mark]) -> list[tuple[Draft, int]]:
    """Return the statements of a clean text, each with its end."""
    groups = _group(text, _part_refusals(text, split_spans(text)))
    numbers: list[list[int]] = [[] for _ in groups]
    for index, cited in _assign(text, groups, marks):
        numbers[index].extend(cited)
    return [
        (Draft(" ".join(text[start:end].split()), tuple(dict.fromkeys(cited))), end)
        for (start, end), cited in zip(groups, numbers, strict=True)
    ]


def _part_refusals(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Part the refusal word from what is stated behind it: it is no word of that."""
    for start, end in spans:
        if refusal := _REFUSAL.match(text, start, end):
            yield refusal.span()
            start = refusal.end()
        yield start, end


def _group(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join what is no statement to its neighbours: "He said:" and lone punctuation marks."""
    groups: list[Span] = []
    leads = False
    for start, end in spans:
        wordless = not _WORD.search(text, start, end)
        if groups and (leads or wordless):
            groups[-1] = groups[-1][0], end
        else:
            groups.append((start, end))
        leads = (
            wordless and len(groups) == 1 and not _WORD.search(text, groups[0][0], end)
        ) or bool(_LEADING.match(text, end - 1))
    return [group for group in groups if _WORD.search(text, *group)]


def _assign(
    text: str, spans: Sequence[Span], marks: Sequence[Mark]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the index of the sentence that each marker belongs to, and the marker's numbers."""
    lines = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]
    starts = [start for start, _ in spans]
    led: set[int] = set()  # lines that begin with a marker
    for offset, numbers in marks if spans else ():
        line = bisect_right(lines, offset) - 1
        before = bisect_left(starts, offset) - 1
        follows = before >= 0 and (starts[before] >= lines[line] or offset < spans[before][1])
        opens = before + 1 < len(spans) and not text[offset : starts[before + 1]].strip()
        opens = opens and bisect_right(lines, starts[before + 1]) - 1 == line
        if opens and not follows:
            led.add(line)
        yield (before + 1 if opens and line in led else max(before, 0)), numbers
