"""One process at a time: a lock on the library's folder that ends with its process."""

import os
import sys
import time
from pathlib import Path
from typing import Final

from index.errors import LibraryError, LibraryLockedError

__all__ = ["FolderLock"]

_BETWEEN_TRIES: Final = 0.05


class FolderLock:
    """The lock of a folder; the operating system lets go of it when the process ends.

    Args:
        folder: An existing folder.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._file: int | None = None

    @property
    def held(self) -> bool:
        """Return whether this object holds the lock."""
        return self._file is not None

    def acquire(self, *, seconds: float = 0) -> None:
        """Take the lock.

        Args:
            seconds: How long to wait for it.

        Raises:
            LibraryLockedError: Another process has it.
            LibraryError: The folder may not be written, or cannot be locked.
        """
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise LibraryError(
                f"The library {self._path.parent} may not be written ({error.strerror}): give "
                "yourself write permission to its folder, or set LIBRARY_DIR to another."
            ) from error
        try:
            self._wait(file, seconds=seconds)
            _write_owner(file)
        except OSError as error:
            os.close(file)
            raise LibraryError(
                f"The library {self._path.parent} cannot be locked ({error.strerror}): check the "
                "free space there, or set LIBRARY_DIR to a folder on a disk of this computer."
            ) from error
        except BaseException:
            os.close(file)
            raise
        self._file = file

    def release(self) -> None:
        """Let go of the lock, if it is held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _wait(self, file: int, *, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not _try_lock(file):
            if time.monotonic() >= deadline:
                raise LibraryLockedError(
                    f"The library {self._path.parent} is open in another program"
                    f"{_read_owner(file)}: close that one first, or set LIBRARY_DIR to another "
                    "folder."
                )
            time.sleep(_BETWEEN_TRIES)


def _write_owner(file: int) -> None:
    os.ftruncate(file, 0)
    os.lseek(file, 0, os.SEEK_SET)
    os.write(file, str(os.getpid()).encode())


def _read_owner(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    owner = os.read(file, 20).decode("ascii", "replace")
    return f" (process {owner})" if owner.isdecimal() else ""


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _try_lock(file: int) -> bool:
        try:
            # Far behind the number of the process, which must stay readable.
            os.lseek(file, 1024, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
