"""Files of datasets: found, read within bounds, and every value checked as it is taken out.

They come from strangers: a file may be huge, broken, nested without end, or of another form. All of
it ends in a ``GoldError`` that names the file, the place in it, and what is expected there.
"""

import json
import stat
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from json import JSONDecodeError
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn

from index.errors import GoldError
from qa.terminal import clean, complain

__all__ = ["Row", "find_files", "read_items", "read_lines", "read_object"]

_MAXIMUM_BYTES: Final = 256_000_000
_MAXIMUM_LINE_BYTES: Final = 16_000_000
_MAXIMUM_ROWS: Final = 1_000_000
_MAXIMUM_FILES: Final = 1_000
_MAXIMUM_NAME: Final = 1_000
_MAXIMUM_PLACE: Final = 400
_MAXIMUM_TOLD: Final = 5


def find_files(path: Path, names: Sequence[str], *, dataset: str) -> list[Path]:
    """Return the files of a dataset.

    Args:
        path: The file itself, or the folder that holds it, or one that holds a folder of the
            dataset's name.
        names: File names or patterns; of the first that is found, all files, sorted. Which that
            was is told on standard error where the folder holds files of others too.
        dataset: Its name.

    Raises:
        GoldError: There is none, or there are too many.
    """
    try:
        if path.is_file():
            return [path]
        for folder in (path, path / dataset):
            found = [sorted(filter(Path.is_file, folder.glob(name))) for name in names]
            if files := next(filter(None, found), None):
                _tell_others(files, chain.from_iterable(found), dataset)
                return _check_number(files, folder)
    except (OSError, ValueError) as error:  # No permission, or a name that holds NUL.
        _refuse(path, error)
    raise GoldError(
        f"{path} is no file of {dataset} and holds none ({' or '.join(names)}). Name it with "
        "--data; docs/datasets.md says where to get it."
    )


def _tell_others(taken: Sequence[Path], found: Iterable[Path], dataset: str) -> None:
    """Say which files were taken, where a folder holds others of the dataset too."""
    others = [file for file in dict.fromkeys(found) if file not in taken]
    if others:
        told = f"reading {_list_names(taken)} and not {_list_names(others)} of the same folder"
        complain(f"{dataset}: {told}. To read another, name it with --data.")


def _list_names(files: Sequence[Path]) -> str:
    return ", ".join(file.name for file in files[:_MAXIMUM_TOLD])


def _check_number(files: list[Path], folder: Path) -> list[Path]:
    if len(files) > _MAXIMUM_FILES:
        raise GoldError(f"{folder} holds over {_MAXIMUM_FILES:,} files. Name one with --data.")
    return files


class Row:
    """A JSON object of a dataset's file; each value is taken out as the type it must have.

    Attributes:
        path: The file.
        place: Where in it, such as ``line 3`` or ``data 1, paragraphs 2``.
    """

    def __init__(self, values: object, *, path: Path, place: str, dataset: str) -> None:
        self.path, self.place = path, place
        self._dataset = dataset
        if not isinstance(values, dict):
            self._values: dict[str, Any] = {}
            raise self.fail(None, "is not a JSON object")
        self._values = values

    def fail(self, field: str | None, problem: str) -> GoldError:
        """Return the error that says what is wrong with a field, or with the whole object."""
        place = ", ".join(filter(None, (str(self.path), self.place, field)))
        shown = clean(place)[:_MAXIMUM_PLACE]  # A field's name can be anything too.
        return GoldError(
            f"{shown}: {problem}. docs/datasets.md shows the published form of {self._dataset}."
        )

    def __contains__(self, field: str) -> bool:
        return field in self._values

    def value(self, field: str) -> object:
        """Return whatever stands there, unchecked; nothing where the field is missing."""
        return self._values.get(field)

    def text(self, field: str) -> str:
        """Return a text."""
        return self._check_text(self._values.get(field), field)

    def text_or_none(self, field: str) -> str | None:
        """Return a text; nothing where the field is missing, null or empty."""
        return self.text(field) if self._values.get(field) else None

    def name(self, field: str) -> str:
        """Return a text or a whole number, as a short text: what rows are called by."""
        value = self._values.get(field)
        whole = isinstance(value, int) and not isinstance(value, bool)
        name = str(value) if whole else self._check_text(value, field)
        if len(name) > _MAXIMUM_NAME:
            raise self.fail(field, f"is longer than {_MAXIMUM_NAME:,} characters")
        return name

    def number(self, field: str) -> int:
        """Return a whole number."""
        value = self._values.get(field)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fail(field, "is missing, or is not a whole number")
        return value

    def flag(self, field: str, *, default: bool | None = None) -> bool:
        """Return true or false; the default, if there is one, where the field is missing."""
        value = self._values.get(field, default)
        if not isinstance(value, bool):
            raise self.fail(field, "is missing, or is not true or false")
        return value

    def items(self, field: str) -> list[Any]:
        """Return a list of anything."""
        value = self._values.get(field)
        if not isinstance(value, list):
            raise self.fail(field, "is missing, or is not a list")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return self.check_texts(self.items(field), field)

    def check_texts(self, values: Sequence[object], field: str) -> tuple[str, ...]:
        """Return values of which each must be a text; the field is for the error."""
        return tuple(self._check_text(value, field, one_of="holds what ") for value in values)

    def row(self, field: str) -> "Row":
        """Return an object."""
        return self._step(self._values.get(field), field)

    def rows(self, field: str) -> "list[Row]":
        """Return a list of objects."""
        return [
            self._step(value, f"{field} {number}")
            for number, value in enumerate(self.items(field), start=1)
        ]

    def fields(self) -> tuple[str, ...]:
        """Return the names of the fields, in their order in the file."""
        return tuple(self._values)

    def _step(self, values: object, step: str) -> "Row":
        place = ", ".join(filter(None, (self.place, step)))
        return Row(values, path=self.path, place=place, dataset=self._dataset)

    def _check_text(self, value: object, field: str, *, one_of: str = "is missing, or ") -> str:
        if not isinstance(value, str):
            raise self.fail(field, f"{one_of}is not text")
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise self.fail(field, "holds half a character (a lone surrogate)") from error
        return value


def read_object(path: Path, *, dataset: str) -> Row:
    """Read a file that is one JSON object.

    Raises:
        GoldError: It cannot be read, or is not one.
    """
    return Row(_read_json(path), path=path, place="", dataset=dataset)


def read_items(path: Path, *, dataset: str) -> Iterator[Row]:
    """Read a file that is one JSON list of objects.

    Raises:
        GoldError: It cannot be read, or is not one.
    """
    values = _read_json(path)
    if not isinstance(values, list):
        raise GoldError(f"{path} is not a JSON list: docs/datasets.md shows the form of {dataset}.")
    for number, value in enumerate(values, start=1):
        yield Row(value, path=path, place=f"item {number}", dataset=dataset)


def read_lines(path: Path, *, dataset: str) -> Iterator[Row]:
    """Read a file of one JSON object a line, line by line; empty lines are passed over.

    Raises:
        GoldError: It cannot be read, or a line is too long or not an object.
    """
    with _open(path) as stream:
        for number, line in enumerate(_cut_lines(stream, path), start=1):
            if number > _MAXIMUM_ROWS:
                raise GoldError(f"{path} holds over {_MAXIMUM_ROWS:,} lines. Split the file.")
            if line.strip():
                place = f"line {number}"
                values = _parse(line, f"{path}, {place}")
                yield Row(values, path=path, place=place, dataset=dataset)


def _cut_lines(stream: BinaryIO, path: Path) -> Iterator[bytes]:
    while line := _read(stream, path, line=True):
        yield line


def _read_json(path: Path) -> Any:
    with _open(path) as stream:
        return _parse(_read(stream, path, line=False), str(path))


def _open(path: Path) -> BinaryIO:
    try:
        status = path.stat()
        # A pipe or a device could wait for ever, or never end.
        if not stat.S_ISREG(status.st_mode):
            raise GoldError(f"{path} is not an ordinary file. Name one with --data.")
        if status.st_size > _MAXIMUM_BYTES:
            raise _too_large(path)
        return path.open("rb")
    except (OSError, ValueError) as error:
        _refuse(path, error)


def _read(stream: BinaryIO, path: Path, *, line: bool) -> bytes:
    limit = _MAXIMUM_LINE_BYTES if line else _MAXIMUM_BYTES
    try:
        content = stream.readline(limit + 1) if line else stream.read(limit + 1)
    except OSError as error:
        _refuse(path, error)
    if len(content) > limit:
        raise _too_large(path)
    return content


def _refuse(path: Path, error: OSError | ValueError) -> NoReturn:
    reason = error.strerror if isinstance(error, OSError) else error
    raise GoldError(f"{path} cannot be read ({reason}). Check --data.") from error


def _too_large(path: Path) -> GoldError:
    return GoldError(
        f"{path} is too large: {_MAXIMUM_BYTES // 1_000_000} MB in all and "
        f"{_MAXIMUM_LINE_BYTES // 1_000_000} MB a line are allowed. Split the file."
    )


def _parse(content: bytes, where: str) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise GoldError(f"{where} is not UTF-8 text. Save it as UTF-8.") from error
    except JSONDecodeError as error:
        raise GoldError(f"{where} is not JSON: {error.msg} at {error.pos:,}.") from error
    except RecursionError as error:
        raise GoldError(f"{where} is not a dataset: it is nested too deep.") from error
    except ValueError as error:  # NaN, or a whole number of thousands of digits.
        raise GoldError(f"{where} is not JSON: it holds no valid number.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
