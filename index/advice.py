"""What a failure of SQLite means for the person at the screen, and what to do about it."""

from typing import Final

__all__ = ["advise"]

_DAMAGED: Final = (
    "its file is damaged: restore it from a copy, or move it away and index the articles again"
)
_BUSY: Final = "another program is using its file: close that program and try again"
_ADVICE: Final = {
    "SQLITE_FULL": "the disk is full: free some space and try again; nothing was lost",
    "SQLITE_READONLY": "it may not be written: give yourself write permission to its folder",
    "SQLITE_PERM": "it may not be opened: give yourself permission to its folder",
    "SQLITE_CANTOPEN": "its file cannot be opened: check LIBRARY_DIR and its permissions",
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_IOERR": "its disk failed: check the disk, and copy the folder elsewhere",
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_TOOBIG": "the article is too large to store: split it into several",
}


def advise(name: str, *, message: str) -> str:
    """Explain an error of SQLite.

    Args:
        name: Its name; an extended one such as ``SQLITE_IOERR_WRITE`` begins with its kind.
        message: What SQLite says, for an error that has no name here.

    Example:
        >>> advise("SQLITE_BUSY_SNAPSHOT", message="database is locked")
        'another program is using its file: close that program and try again'
        >>> advise("", message="Cannot operate on a closed database.")
        'Cannot operate on a closed database; open it again, and check its folder'
    """
    kind = "_".join(name.split("_")[:2])
    return _ADVICE.get(kind, f"{message.rstrip('.')}; open it again, and check its folder")
