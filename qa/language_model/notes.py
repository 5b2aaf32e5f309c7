"""Notes, as print sets them: ``⁹``, ``^9`` or ``<sup>9</sup>`` behind what they belong to.

Behind a number or a unit the same signs are powers (``10^6``, ``m²``, ``metres²``), in front of a
letter they tell of isotopes (``¹⁴C``), in front of a stroke of fractions: all that is text.
"""

import re
from typing import NamedTuple

__all__ = [
    "NOTE",
    "NOTE_REACH",
    "NOTE_SIGNS",
    "Note",
    "ends_phrase",
    "ends_word",
    "may_become_note",
    "read_half",
    "read_note",
]

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
NOTE_SIGNS = _RAISED + "^<"
"""What a note begins with."""
NOTE_REACH = 4
"""So many characters before a note tell whether it is one; a word of as many is no short unit."""
_POWERS = frozenset("23²³")
_STROKES = frozenset("/⁄")
_ENDS = frozenset('.,;:!?…”"»。，、；：！？」』')
"""Behind these and behind white space a note may stand."""

_WRITTEN = rf"(?:\^(?P<caret>\d++)|(?P<raised>[{_RAISED}]++))"
_PLAIN = re.compile(_WRITTEN)
_BODY = r"[\w,;.& \t–-]"
_TAGGED = re.compile(rf"<sup>(?P<tagged>{_BODY}*+)</sup>", re.I)
_HALF = re.compile(rf"<sup>(?=\D*\d)({_BODY}*+).*", re.I | re.S)
_GROWING = re.compile(
    rf"[{_RAISED}]++|\^\d*+|<(?:s(?:up?)?)?|<sup>{_BODY}{{0,99}}(?:<(?:/(?:s(?:up?)?)?)?)?", re.I
)
NOTE = re.compile(
    rf"(?:(?<![^\s{re.escape(''.join(sorted(_ENDS)))}])"
    rf"|(?<=[^\W\d_]{{{NOTE_REACH}}})(?!\^?[{''.join(sorted(_POWERS))}](?![\d{_RAISED}]))){_WRITTEN}"
    rf"(?![^\W_]|[{''.join(sorted(_STROKES))}])"
)
"""A note without markup, where it is one."""


class Note(NamedTuple):
    """What a note holds, and what was read beyond it."""

    inside: str
    rest: str


def ends_phrase(text: str) -> bool:
    """Tell whether a note may stand behind a text.

    >>> [ends_phrase(text) for text in ("", "It is so.", "It is so ", "10", "km")]
    [True, True, True, False, False]
    """
    return not text or text[-1].isspace() or text[-1] in _ENDS


def ends_word(text: str) -> bool:
    """Tell whether a text ends in a word that is too long for a unit or a variable.

    >>> ends_word("at that moment"), ends_word("5 km")
    (True, False)
    """
    last = text[-NOTE_REACH:]
    return len(last) == NOTE_REACH and last.isalpha()


def may_become_note(held: str) -> bool:
    """Tell whether what begins with a sign of ``NOTE_SIGNS`` may still grow into a note.

    >>> [may_become_note(held) for held in ("⁹", "^", "<su", "<sup>9</", "<b", "^a")]
    [True, True, True, True, False, False]
    """
    return _GROWING.fullmatch(held) is not None


def read_note(held: str, char: str, *, before: str) -> Note | None:
    """Return the note that ends before or with the next character, or at the end of the text.

    Args:
        held: What was read, from a sign of ``NOTE_SIGNS`` on.
        char: What follows; nothing at the end.
        before: The text before it, at least its last ``NOTE_REACH`` characters.

    >>> read_note("^98", ".", before="so "), read_note("<sup>9</sup", ">", before="so.")
    (Note(inside='98', rest='.'), Note(inside='9', rest=''))
    >>> read_note("¹⁴", "C", before="so "), read_note("²", ".", before="metres")
    (None, None)
    """
    if found := _TAGGED.fullmatch(held + char):
        note = Note(found["tagged"], "")
    elif found := _PLAIN.fullmatch(held):
        note = Note(found["caret"] or found["raised"], char)
    else:
        return None
    apart = ends_phrase(before) or note.inside.strip() not in _POWERS
    return None if note.rest.isalnum() or note.rest in _STROKES or not apart else note


def read_half(held: str) -> str | None:
    """Return what a note in markup that is not closed holds so far, if there is a number in it.

    >>> read_half("<sup>9</s"), read_half("<su")
    ('9', None)
    """
    found = _HALF.fullmatch(held)
    return found[1] if found else None
