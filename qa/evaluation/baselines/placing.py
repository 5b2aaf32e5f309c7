"""Where the pieces that a splitter cut from a text stand in it, when only their words are left.

LlamaIndex looks for the words of a chunk to say where it stands, which may find an earlier text
that reads the same, and of the sources of its ``CitationQueryEngine`` it says nothing. Here a piece
has a place only if there is no other place where it can have been cut.
"""

import re
from collections.abc import Sequence

__all__ = ["find_starts"]

_INK = re.compile(r"\S")


def find_starts(text: str, pieces: Sequence[str]) -> list[int | None]:
    """Return where each piece begins; ``None`` where that is not certain.

    The pieces must cover the text in its order: none begins or ends before the one before it does,
    nothing but white space is left out between them, and none has white space at its ends. They
    may overlap.

    Example:
        >>> find_starts(" One. Two. One. ", ["One. Two.", "Two. One."])
        [1, 6]
        >>> find_starts("One. One. One. One.", ["One. One.", "One. One.", "One."])
        [0, None, 15]
    """
    text = text.rstrip()
    starts: list[int | None] = []
    earliest, covered, latest = 0, 0, _find_ink(text, 0)
    for number, piece in enumerate(pieces, start=1):
        end = len(text) if number == len(pieces) else covered
        start = _find_only(text, piece, max(earliest, end - len(piece)), latest)
        starts.append(start)
        if start is None:  # It may reach anywhere, so the next may begin anywhere after it.
            latest = len(text)
        else:
            earliest, covered = start, start + len(piece)
            latest = _find_ink(text, covered)
    return starts


def _find_only(text: str, piece: str, earliest: int, latest: int) -> int | None:
    """Return the one place from ``earliest`` to ``latest`` where a piece begins, if it is one."""
    end = latest + len(piece)
    start = text.find(piece, earliest, end)
    if start < 0 or text.find(piece, start + 1, end) >= 0:
        return None
    return start


def _find_ink(text: str, start: int) -> int:
    found = _INK.search(text, start)
    return found.start() if found else len(text)
