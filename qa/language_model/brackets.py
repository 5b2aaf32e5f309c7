"""What a bracket must hold to be a marker, and which brackets there are."""

import re
import unicodedata

__all__ = [
    "BEGINNING",
    "BRACES",
    "CLOSERS",
    "LAST_DIGITS",
    "MARKER",
    "OPENERS",
    "ROUND",
    "SQUARE",
    "STEP",
    "UNFINISHED",
    "is_aside",
    "may_become_marker",
    "read_body",
    "starts_label",
]

SQUARE = "[［【〔〖〚⟦"
BRACES = "{｛"
ROUND = "(（"
OPENERS = SQUARE + BRACES + ROUND
CLOSERS = "]］】〕〗〛⟧}｝)）"
_DECISIVE = 24
"""Whether it begins as a marker is known after so many."""

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
MARKER = re.compile(rf"{_LEAD}{_NUMBERS}[\s.,;:]*+(?:[\s:\d]*†.*)?+", re.I | re.S)
"""What a whole bracket holds that is a marker."""
BEGINNING = re.compile(rf"{_LEAD}{_NUMBERS}", re.I)
"""What one begins with, or holds so far where it is cut short."""
UNFINISHED = re.compile(
    rf"{_LEAD}(?:{_NUMBERS}(?:[\s:\d]*†.*|[\s.,;:]*+{_JOINT}{_LEAD}))?+", re.I | re.S
)
STEP = re.compile(rf"(?P<to>{_RANGE})|(?P<number>\d++)", re.I)
LAST_DIGITS = re.compile(r"(?<!\d)\d+\Z")
_HIDDEN = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
_PLAIN = str.maketrans(dict.fromkeys(_HIDDEN, "") | dict.fromkeys(OPENERS + CLOSERS + "\\*", " "))
_FIRST_WORD = re.compile(r"[\W_]*+([^\W\d_]*+)")


def read_body(held: str) -> str:
    """Return what a bracket holds, in plain characters; inner brackets become spaces."""
    return unicodedata.normalize("NFKC", held.translate(_PLAIN))


def may_become_marker(held: str) -> bool:
    """Tell whether a bracket that is not closed may still become a marker, by its first word."""
    if len(held) > _DECISIVE or not held[-1].isalnum():
        return True
    word = _first_letters(held)
    if held[0] in ROUND:
        return any(label.startswith(word) for label in _ROUND_LABELS) and not _is_bare(held)
    return any(label.startswith(word) for label in _LABELS)


def is_aside(held: str) -> bool:
    """Tell whether a bracket is a round one that has no label: ordinary text."""
    return held[0] in ROUND and _first_letters(held) not in _ROUND_LABELS


def starts_label(body: str) -> bool:
    """Tell whether a bracket at the end of a reply is the beginning of a label."""
    word = body.strip().lower()
    return len(word) >= _MIN_LABEL_START and any(label.startswith(word) for label in _LABELS)


def _first_letters(held: str) -> str:
    """Return the first word of a bracket in lower case; nothing where it is a number."""
    found = _FIRST_WORD.match(read_body(held))
    return found[1].lower() if found else ""


def _is_bare(held: str) -> bool:
    """Tell whether a bracket begins with a number, without a label."""
    return read_body(held).lstrip(" ^#")[:1].isdigit()
