r"""Read the markers of a reply while it is being written: ``[3]``, however a model spells it.

The reply goes in piece by piece and comes out as text and markers. A bracket that may become a
marker is held back until it is known to be one or not, so that no half marker is ever shown,
wherever the pieces are cut. What is no marker comes out character for character; only the white
space around a marker is mended where the marker is taken out.

A marker is a bracket of square shape (``[ ] 【 】`` and their like) that holds numbers and nothing
else but a label such as "Source" and separators; round brackets are ordinary text unless they
hold such a label. Superscripts outside of brackets are ordinary text: they are units as often.
"""

import re
import unicodedata
from typing import NamedTuple

__all__ = ["Marker", "MarkerParser", "Piece", "Text", "has_marker"]


class Text(NamedTuple):
    """Words of the reply."""

    text: str


class Marker(NamedTuple):
    """Sentences that the reply refers to, and numbers that refer to none."""

    numbers: tuple[int, ...]
    unknown: tuple[int, ...] = ()


Piece = Text | Marker

_LIMIT = 160
"""So many characters a bracket may take before it is decided what it is."""
_DECISIVE = 24
"""Whether it begins as a marker is known after so many."""
_MAX_DEPTH = 3
_MAX_RANGE = 10
"""A range over more sentences than this tells nothing: only its ends are taken."""
_MAX_DIGITS = 15

_SQUARE = "[［【〔〖〚⟦"
_ROUND = "(（"
_OPENERS = _SQUARE + _ROUND
_CLOSERS = "]］】〕〗〛⟧)）"
_LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_TIGHT = ".,;:!?…)]}»”%。，、；：！？）」』】"
"""In front of these no space is left where a marker was."""

_LABELS = (
    "sources sentences citations references footnotes passages documents evidence "
    "source sentence citation reference footnote passage document src sent refs ref docs doc fn s"
).split()
_ROUND_LABELS = frozenset("sources sentences citations source sentence citation".split())
_MIN_LABEL_START = 3

_LABEL = rf"(?:{'|'.join(_LABELS)})(?![^\W\d_])"
_LEAD = rf"[\s^#]*+(?:{_LABEL}[\s:.#^]*+){{0,2}}+"
_RANGE = r"(?:[-‐-―−~]++|(?:to|through|bis)\b)"
_JOINT = rf"(?:{_RANGE}|[,;&、]*+\s*+(?:(?:and|or|und|et|y)\b)?+)"
_NUMBERS = rf"(?P<numbers>-?\d++(?:\s*+{_JOINT}{_LEAD}\d++)*+)"
_MARKER = re.compile(rf"{_LEAD}{_NUMBERS}[\s.,;:]*+(?:[\s:\d]*†.*)?+", re.I | re.S)
_BEGINNING = re.compile(rf"{_LEAD}{_NUMBERS}", re.I)
_UNFINISHED = re.compile(
    rf"{_LEAD}(?:{_NUMBERS}(?:[\s:\d]*†.*|[\s.,;:]*+{_JOINT}{_LEAD}))?+", re.I | re.S
)
_STEP = re.compile(rf"(?P<to>{_RANGE})|(?P<number>\d++)", re.I)
_LAST_DIGITS = re.compile(r"(?<!\d)\d+\Z")
_HIDDEN = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
_PLAIN = str.maketrans(dict.fromkeys(_HIDDEN, "") | dict.fromkeys(_OPENERS + _CLOSERS + "\\*", " "))
_FIRST_WORD = re.compile(r"[\W_]*+([^\W\d_]*+)")


class MarkerParser:
    """Splits one reply into text and markers; its memory is bounded.

    >>> parser = MarkerParser(known=3)
    >>> parser.feed("Thirty took part [")
    [Text(text='Thirty took part')]
    >>> parser.feed("2, 9] in") + parser.finish()
    [Marker(numbers=(2,), unknown=(9,)), Text(text=' in')]
    """

    def __init__(self, known: int) -> None:
        """Start a reply that may cite the numbers from 1 to ``known``."""
        self._known = known
        self._pieces: list[Piece] = []
        self._held = ""  # a bracket that is not yet known to be a marker or not
        self._depth = 0
        self._spent = False  # whether its opening character was taken out already
        self._spaces = ""  # white space that a marker may follow
        self._marked = False  # whether a marker stands between that white space and the text
        self._last = ""

    def feed(self, delta: str) -> list[Piece]:
        """Return what has become certain with the next piece of the reply."""
        waiting = list(reversed(delta))
        while waiting:
            waiting.extend(reversed(self._take(waiting.pop())))
        return self._give()

    def finish(self) -> list[Piece]:
        """Return what is left at the end of the reply; half a marker is left out."""
        while self._held:
            held, self._held = self._held, ""
            waiting = list(reversed(self._close_unfinished(held)))
            while waiting:
                waiting.extend(reversed(self._take(waiting.pop())))
        if not self._marked:
            self._write(self._spaces)
        self._spaces = ""
        return self._give()

    def _give(self) -> list[Piece]:
        pieces, self._pieces = self._pieces, []
        return pieces

    def _take(self, char: str) -> str:
        """Take one character; return the characters that must be read again."""
        if self._held:
            return self._hold(char)
        if char == "\\" or char in _OPENERS:
            self._held, self._depth = char, int(char != "\\")
        elif char.isspace():
            self._take_space(char)
        else:
            self._put(char)
        return ""

    def _hold(self, char: str) -> str:
        """Add a character to the bracket that is held back, and decide where that is possible."""
        if self._held == "\\" and char not in _SQUARE:
            return self._release(char)
        if char in _LINE_BREAKS:
            return self._break_off() + char
        self._held += char
        self._depth += (char in _OPENERS) - (char in _CLOSERS)
        if self._depth == 0:
            return self._close()
        if not _may_become(self._held):
            return self._release("")
        too_much = self._depth > _MAX_DEPTH or len(self._held) > _LIMIT
        return self._overflow() if too_much else ""

    def _release(self, rest: str) -> str:
        """Let the first character of the bracket go as text; the others are read again."""
        held, self._held = self._held, ""
        if not self._spent:
            self._put(held[0])
        self._spent = False
        return held[1:] + rest

    def _close(self) -> str:
        """Decide on a bracket that is complete."""
        found = _MARKER.fullmatch(_body(self._held))
        foreign = self._held[0] in _ROUND and _first_letters(self._held) not in _ROUND_LABELS
        if not found or foreign:
            return self._release("")
        self._held, self._spent = "", False
        self._mark(found["numbers"])
        return ""

    def _overflow(self) -> str:
        """Decide on a bracket that grows too long; of a list of numbers take what is complete."""
        body = _body(self._held)
        if not _UNFINISHED.fullmatch(body):
            return self._break_off()
        head = _LAST_DIGITS.sub("", body)
        found = _BEGINNING.match(head)
        if not found and body == head:
            return self._release("")
        if found:
            self._mark(found["numbers"])
        self._held = "[" + body[len(head) :][:_MAX_DIGITS]
        self._depth, self._spent = 1, True
        return ""

    def _break_off(self) -> str:
        """Decide on a bracket that is not closed: one that begins as a marker was meant as one."""
        body = _body(self._held)
        found = _BEGINNING.match(body)
        if found is None or len(body) != len(self._held):
            return self._release("")
        meant = self._spent or _UNFINISHED.fullmatch(body)
        if not meant and not self._read(found["numbers"]).numbers:
            return self._release("")
        rest = self._held[found.end() :]
        self._held, self._spent = "", False
        self._mark(found["numbers"])
        return rest

    def _close_unfinished(self, held: str) -> str:
        """Decide on the bracket that the reply ends in; return what must be read again."""
        body = _body(held)
        found = _BEGINNING.match(body)
        if held == "\\" or (held[0] in _ROUND and not found):
            self._put(held[0])
            return held[1:]
        if _UNFINISHED.fullmatch(body) or _starts_label(body):
            if whole := _BEGINNING.match(_LAST_DIGITS.sub("", body)):
                self._mark(whole["numbers"])
            self._marked = True
            return ""
        self._held = held
        return self._break_off()

    def _mark(self, numbers: str) -> None:
        """Put a marker; white space before it waits for what follows, line breaks do not."""
        cut = max(map(self._spaces.rfind, _LINE_BREAKS)) + 1
        if cut:
            self._write(self._spaces[:cut].strip(" \t"))
            self._spaces = ""
        self._pieces.append(self._read(numbers))
        self._marked = True

    def _read(self, numbers: str) -> Marker:
        """Return the numbers of a marker, each once, in their order."""
        if numbers.startswith("-"):
            return Marker((), (-_to_int(numbers[1:].split("-")[0]),))
        listed: list[int] = []
        to = False
        for step in _STEP.finditer(numbers):
            if step["to"]:
                to = True
                continue
            number = _to_int(step["number"])
            if to and 0 < number - listed[-1] < _MAX_RANGE and number <= self._known:
                listed.extend(range(listed[-1] + 1, number))
            listed.append(number)
            to = False
        unique = dict.fromkeys(listed)
        known = tuple(n for n in unique if 0 < n <= self._known)
        return Marker(known, tuple(n for n in unique if n not in known))

    def _take_space(self, char: str) -> None:
        if len(self._spaces) < _LIMIT:
            self._spaces += char
        elif not self._marked:
            self._write(self._spaces)
            self._spaces = char

    def _put(self, char: str) -> None:
        """Write a character behind the white space that was waiting for it."""
        gap = self._gap(char) if self._marked else self._spaces
        self._spaces, self._marked = "", False
        self._write(gap + char)

    def _gap(self, char: str) -> str:
        """Return the white space that is left where a marker was taken out before a character."""
        if any(space in _LINE_BREAKS for space in self._spaces):
            return self._spaces.strip(" \t")
        if not self._last or self._last.isspace() or char in _TIGHT:
            return ""
        glued = char.isalnum() and (self._last.isalnum() or self._last in _TIGHT)
        return " " if self._spaces or glued else ""

    def _write(self, text: str) -> None:
        if not text:
            return
        self._last = text[-1]
        match self._pieces:
            case [*_, Text(before)]:
                self._pieces[-1] = Text(before + text)
            case _:
                self._pieces.append(Text(text))


def has_marker(text: str) -> bool:
    """Tell whether a text holds what would be read as a marker.

    >>> has_marker("It is so [Source 2]."), has_marker("“[He] is [sic] so.” (2)")
    (True, False)
    """
    if not any(char in text for char in _OPENERS):
        return False
    parser = MarkerParser(known=10**_MAX_DIGITS)
    pieces = parser.feed(text + "\n")
    return any(isinstance(piece, Marker) for piece in pieces)


def _body(held: str) -> str:
    """Return what a bracket holds, in plain characters; inner brackets become spaces."""
    return unicodedata.normalize("NFKC", held.translate(_PLAIN))


def _may_become(held: str) -> bool:
    """Tell whether a bracket that is not closed may still become a marker, by its first word."""
    if len(held) > _DECISIVE or not held[-1].isalnum():
        return True
    word = _first_letters(held)
    if held[0] in _ROUND:
        return any(label.startswith(word) for label in _ROUND_LABELS) and not _is_bare(held)
    return any(label.startswith(word) for label in _LABELS)


def _first_letters(held: str) -> str:
    """Return the first word of a bracket in lower case; nothing where it is a number."""
    found = _FIRST_WORD.match(_body(held))
    return found[1].lower() if found else ""


def _is_bare(held: str) -> bool:
    """Tell whether a bracket begins with a number, without a label."""
    return _body(held).lstrip()[:1].isdigit()


def _starts_label(body: str) -> bool:
    """Tell whether a bracket at the end of a reply is the beginning of a label."""
    word = body.strip().lower()
    return len(word) >= _MIN_LABEL_START and any(label.startswith(word) for label in _LABELS)


def _to_int(digits: str) -> int:
    """Return a number; one of absurd length is cut, as it is unknown either way."""
    return int(digits[:_MAX_DIGITS])
