r"""Read the markers of a reply while it is being written: ``[3]``, however a model spells it.

The reply goes in piece by piece and comes out as text and markers. A bracket that may become a
marker is held back until it is known to be one or not, so that no half marker is ever shown,
wherever the pieces are cut. What is no marker comes out character for character; only the white
space around a marker is mended where the marker is taken out.

A marker is a bracket of square shape (``[ ] 【 】`` and their like) that holds numbers and nothing
else but a label such as "Source" and separators; round brackets are ordinary text unless they
hold such a label. Braces, and notes (``⁹``, ``^9``, ``<sup>9</sup>``), are markers only where no
formula has them (``notes.py``).
"""

from typing import NamedTuple

from qa.language_model.brackets import (
    BEGINNING,
    BRACES,
    CLOSERS,
    LAST_DIGITS,
    MARKER,
    OPENERS,
    ROUND,
    SQUARE,
    STEP,
    UNFINISHED,
    is_aside,
    may_become_marker,
    read_body,
    starts_label,
)
from qa.language_model.notes import (
    NOTE_REACH,
    NOTE_SIGNS,
    ends_phrase,
    ends_word,
    may_become_note,
    read_half,
    read_note,
)

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
_MAX_DEPTH = 3
_MAX_RANGE = 10
"""A range over more sentences than this tells nothing: only its ends are taken."""
_MAX_DIGITS = 15

_LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_TIGHT = ".,;:!?…)]}»”%。，、；：！？）」』】"
"""In front of these no space is left where a marker was."""


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
        self._held = ""  # a bracket or note that is not yet known to be a marker or not
        self._depth = 0
        self._spent = False  # whether its opening character was taken out already
        self._spaces = ""  # white space that a marker may follow
        self._marked = False  # whether a marker stands between that white space and the text
        self._end = ""  # the last characters of the text

    @property
    def _before(self) -> str:
        return self._spaces or self._end

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
        apart = ends_phrase(self._before)
        if char == "\\" or (char in OPENERS and (apart or char not in BRACES)):
            self._held, self._depth = char, int(char != "\\")
        elif char in NOTE_SIGNS and (apart or ends_word(self._before)):
            self._held = char
        elif char.isspace():
            self._take_space(char)
        else:
            self._put(char)
        return ""

    def _hold(self, char: str) -> str:
        """Add a character to what is held back, and decide where that is possible."""
        if self._held[0] in NOTE_SIGNS:
            return self._hold_note(char)
        if self._held == "\\" and char not in SQUARE:
            return self._release(char)
        if char in _LINE_BREAKS:
            return self._break_off() + char
        self._held += char
        self._depth += (char in OPENERS) - (char in CLOSERS)
        if self._depth == 0:
            return self._close()
        if not may_become_marker(self._held):
            return self._release("")
        too_much = self._depth > _MAX_DEPTH or len(self._held) > _LIMIT
        return self._overflow() if too_much else ""

    def _hold_note(self, char: str) -> str:
        """Add a character to the note that is held back, or decide on it."""
        if may_become_note(self._held + char):
            # Of a number without end the beginning is enough.
            self._held = (self._held + char)[:_LIMIT]
            return ""
        note = read_note(self._held, char, before=self._before)
        found = MARKER.fullmatch(read_body(note.inside)) if note else None
        if not note or not found:
            return self._release(char)
        self._held = ""
        self._mark(found["numbers"])
        return note.rest

    def _release(self, rest: str) -> str:
        """Let the first character that is held back go as text; the others are read again."""
        held, self._held = self._held, ""
        if not self._spent:
            self._put(held[0])
        self._spent = False
        return held[1:] + rest

    def _close(self) -> str:
        """Decide on a bracket that is complete."""
        found = MARKER.fullmatch(read_body(self._held))
        if not found or is_aside(self._held):
            return self._release("")
        self._held, self._spent = "", False
        self._mark(found["numbers"])
        return ""

    def _overflow(self) -> str:
        """Decide on a bracket that grows too long; of a list of numbers take what is complete."""
        body = read_body(self._held)
        if not UNFINISHED.fullmatch(body):
            return self._break_off()
        head = LAST_DIGITS.sub("", body)
        found = BEGINNING.match(head)
        if not found and body == head:
            return self._release("")
        if found:
            self._mark(found["numbers"])
        self._held = "[" + body[len(head) :][:_MAX_DIGITS]
        self._depth, self._spent = 1, True
        return ""

    def _break_off(self) -> str:
        """Decide on a bracket that is not closed: one that begins as a marker was meant as one."""
        body = read_body(self._held)
        found = BEGINNING.match(body)
        if found is None or len(body) != len(self._held):
            return self._release("")
        meant = self._spent or UNFINISHED.fullmatch(body)
        if not meant and not self._read(found["numbers"]).numbers:
            return self._release("")
        rest = self._held[found.end() :]
        self._held, self._spent = "", False
        self._mark(found["numbers"])
        return rest

    def _close_unfinished(self, held: str) -> str:
        """Decide on the bracket that the reply ends in; return what must be read again."""
        if held[0] in NOTE_SIGNS:
            return self._close_note(held)
        body = read_body(held)
        found = BEGINNING.match(body)
        if held == "\\" or (held[0] in ROUND and not found):
            self._put(held[0])
            return held[1:]
        if UNFINISHED.fullmatch(body) or starts_label(body):
            if whole := BEGINNING.match(LAST_DIGITS.sub("", body)):
                self._mark(whole["numbers"])
            self._marked = True
            return ""
        self._held = held
        return self._break_off()

    def _close_note(self, held: str) -> str:
        """Decide on the note that the reply ends in; return what must be read again."""
        note, half = read_note(held, "", before=self._before), read_half(held)
        if note:
            self._mark(read_body(note.inside))
        elif half is not None and UNFINISHED.fullmatch(read_body(half)):
            self._marked = True
        else:
            self._put(held[0])
            return held[1:]
        return ""

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
        for step in STEP.finditer(numbers):
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
        last = self._end[-1:]
        if not last or last.isspace() or char in _TIGHT:
            return ""
        letter = char.isalnum() and char not in NOTE_SIGNS
        glued = letter and (last.isalnum() or last in _TIGHT)
        return " " if self._spaces or glued else ""

    def _write(self, text: str) -> None:
        if not text:
            return
        self._end = (self._end + text[-NOTE_REACH:])[-NOTE_REACH:]
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
    if not any(char in text for char in OPENERS + NOTE_SIGNS):
        return False
    parser = MarkerParser(known=10**_MAX_DIGITS)
    pieces = parser.feed(text + "\n")
    return any(isinstance(piece, Marker) for piece in pieces)


def _to_int(digits: str) -> int:
    """Return a number; one of absurd length is cut, as it is unknown either way."""
    return int(digits[:_MAX_DIGITS])
