"""The outcomes of a run on disk, one line each as they come, so that it can be gone on with."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from index.errors import LibraryError, LibraryLockedError, RunError
from index.lock import FolderLock
from qa.evaluation.outcomes import ClaimOutcome, Outcome

__all__ = ["Journal", "Key", "key_of"]

Key = tuple[str, str, str]
"""System, dataset, and id of the case or claim."""

_FILE = "journal.jsonl"


def key_of(outcome: Outcome | ClaimOutcome) -> Key:
    """Return what tells an outcome from all others of its run."""
    if isinstance(outcome, ClaimOutcome):
        return "verifier", outcome.dataset, outcome.id
    return outcome.system, outcome.dataset, outcome.case.id


class Journal:
    """Holds the outcomes of one run in ``journal.jsonl`` of a folder.

    The first line says what is run. Each further line is one outcome, whole: a line that was
    being written when the process was killed is struck when the journal is opened again. An
    outcome with an error is not done: a run that is gone on with asks it again.

    Args:
        folder: Where it is, made when missing.
        running: What decides the outcomes, as plain texts by name: a journal is gone on with only
            if all of it is the same.
        fresh: Whether to start over in any case.

    Raises:
        RunError: The folder holds the journal of another run, is in use, or cannot be written.
    """

    def __init__(self, folder: Path, running: Mapping[str, Any], *, fresh: bool = False) -> None:
        self._path = folder / _FILE
        self._lock = FolderLock(folder)
        self._places: dict[Key, int] = {}
        self._done: set[Key] = set()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            self._file = self._path.open("w+b" if fresh else "a+b", buffering=0)
        except LibraryLockedError as error:
            raise RunError(f"Another run writes to {folder}. Name another folder.") from error
        except (OSError, LibraryError) as error:
            self._lock.release()
            raise _fail(folder, error) from error
        try:
            with self._telling():
                self._open(dict(running))
        except BaseException:
            self.close()
            raise

    @property
    def done(self) -> frozenset[Key]:
        """What was answered already, and did not fail."""
        return frozenset(self._done)

    @property
    def failed(self) -> list[Key]:
        """What is in it and failed."""
        return [key for key in self._places if key not in self._done]

    def append(self, outcome: Outcome | ClaimOutcome) -> None:
        """Write one outcome; when this returns a kill of the process cannot undo it.

        Raises:
            RunError: It cannot be written, such as where the disk is full.
        """
        with self._telling():
            place = self._file.seek(0, 2)
            self._write(outcome.to_dict())
        self._remember(outcome, place)

    def read(self, keys: Iterable[Key]) -> Iterator[Outcome | ClaimOutcome]:
        """Yield the outcomes of these keys that are there, in this order, one in memory at a time.

        Raises:
            RunError: A line was changed by somebody else.
        """
        for key in keys:
            if key in self._places:
                with self._telling():
                    self._file.seek(self._places[key])
                    line = self._file.readline()
                yield _read_line(line)

    def finish(self) -> None:
        """Delete the journal, since what it holds stands elsewhere now.

        Raises:
            RunError: It cannot be deleted.
        """
        self.close()
        with self._telling():
            self._path.unlink(missing_ok=True)
            (self._path.parent / "lock").unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; what it holds stays."""
        try:
            self._file.close()
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _write(self, values: Mapping[str, Any]) -> None:
        line = json.dumps(values).encode() + b"\n"
        while line:  # Without a buffer, which a full disk would leave full, less may be written.
            line = line[self._file.write(line) :]

    def _open(self, running: dict[str, Any]) -> None:
        """Check the first line and remember where each outcome stands; strike a torn last line."""
        with self._path.open("rb") as file:
            first = file.readline()
            if first.endswith(b"\n"):
                _check_same(first, running, self._path)
            whole = file.tell() if first.endswith(b"\n") else 0
            while whole and (line := file.readline()).endswith(b"\n"):
                self._remember(_read_line(line), whole)
                whole = file.tell()
        self._file.truncate(whole)
        if not whole:
            self._write(running)

    def _remember(self, outcome: Outcome | ClaimOutcome, place: int) -> None:
        self._places[key_of(outcome)] = place
        if not outcome.failed:
            self._done.add(key_of(outcome))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise _fail(self._path.parent, error) from error


def _check_same(line: bytes, running: dict[str, Any], path: Path) -> None:
    try:
        earlier = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RunError(f"{path} is no journal of a run. Start over with --fresh.") from error
    if not isinstance(earlier, dict):
        raise RunError(f"{path} is no journal of a run. Start over with --fresh.")
    other = [name for name in running | earlier if running.get(name) != earlier.get(name)]
    if other:
        raise RunError(
            f"{path.parent} holds a run that was interrupted, and this one is not the same "
            f"({', '.join(map(str, other[:5]))} differ). Name another folder, give the same "
            "options to go on with it, or start over with --fresh."
        )


def _read_line(line: bytes) -> Outcome | ClaimOutcome:
    try:
        values = json.loads(line)
        kind = ClaimOutcome if values["kind"] == "claim" else Outcome
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RunError(
            "A line of the journal is not what was written. Start over with --fresh."
        ) from error
    return kind.from_dict(values)


def _fail(folder: Path, error: Exception) -> RunError:
    reason = getattr(error, "strerror", None) or error
    return RunError(
        f"{folder} cannot be written ({reason}): check the free space there, or name another "
        "folder."
    )
