"""The lock of a folder: every refusal of the system is told, and nothing stays open."""

import errno
import os
import sys

import pytest

from index.errors import LibraryError
from index.lock import FolderLock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="speaks of flock")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("fcntl.flock", errno.ENOLCK, id="no-locks"),
        pytest.param("os.write", errno.ENOSPC, id="no-space"),
        pytest.param("os.ftruncate", errno.EIO, id="broken-disk"),
    ],
)
def test_a_lock_that_fails_is_told_and_closed(tmp_path, monkeypatch, name, code):
    closed: list[int] = []

    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    def close(file: int, really=os.close) -> None:
        closed.append(file)
        really(file)

    lock = FolderLock(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(f"index.lock.{name}", fail)
        broken.setattr("index.lock.os.close", close)
        with pytest.raises(LibraryError, match=r"cannot be locked .* LIBRARY_DIR"):
            lock.acquire()
    assert len(closed) == 1
    assert not lock.held
    lock.acquire()
    assert lock.held
    lock.release()
