"""From plain values, such as JSON from outside, back to the nouns of an answer."""

import math
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from index.errors import RecordError

__all__ = ["read_value"]

_T = TypeVar("_T")
_MAXIMUM_CHARACTERS: Final = 10_000_000
_MAXIMUM_ITEMS: Final = 10_000
_MAXIMUM_NUMBER: Final = 10**15
_MAXIMUM_SHOWN: Final = 40


def read_value(kind: type[_T], value: object, *, where: str) -> _T:
    """Read a value as a class of ``qa.models``, or a part of one, strictly.

    Nothing is converted: a number in quotation marks is not a number. Time is linear in the
    value, its depth that of the class.

    Args:
        kind: A dataclass, or what its fields are made of.
        value: Plain values, from anywhere.
        where: What the value is called in the message of an error.

    Raises:
        RecordError: Something is missing, unknown, of a wrong type or too large; says where.

    Example:
        >>> from qa.models import VerdictLabel
        >>> read_value(VerdictLabel, "partly", where="label")
        <VerdictLabel.PARTLY: 'partly'>
    """
    return _read(kind, value, where)  # type: ignore[no-any-return]


def _read(kind: Any, value: object, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _read_optional(kind, value, where)
    if origin is tuple:
        return _read_tuple(get_args(kind), value, where)
    if origin is Mapping:
        return _read_mapping(get_args(kind)[1], value, where)
    if is_dataclass(kind):
        return _read_dataclass(kind, value, where)
    if issubclass(kind, StrEnum):
        return _read_enum(kind, value, where)
    return _READERS[kind](value, where)


def _read_optional(kind: Any, value: object, where: str) -> Any:
    if value is None:
        return None
    (inner,) = (part for part in get_args(kind) if part is not NoneType)
    return _read(inner, value, where)


def _read_tuple(parts: tuple[Any, ...], value: object, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise _wrong(where, "a list", value)
    if len(value) > _MAXIMUM_ITEMS:
        raise RecordError(f"{where}: {len(value):,} entries, and {_MAXIMUM_ITEMS:,} are allowed.")
    if parts[-1] is not Ellipsis and len(value) != len(parts):
        raise RecordError(f"{where}: {len(value)} entries instead of {len(parts)}.")
    inner = parts[0]
    return tuple(_read(inner, item, f"{where}[{place}]") for place, item in enumerate(value))


def _read_mapping(inner: Any, value: object, where: str) -> dict[str, Any]:
    entries = _check_mapping(value, where)
    return {
        _read_text(name, where): _read(inner, item, f"{where}.{_show(name)}")
        for name, item in entries.items()
    }


def _read_dataclass(kind: Any, value: object, where: str) -> Any:
    entries = _check_mapping(value, where)
    hints = _find_hints(kind)
    known = {field.name: field for field in fields(kind)}
    unknown = [name for name in entries if name not in known]
    if unknown:
        raise RecordError(
            f"{where}: {_show(unknown[0])} is not known. A newer version may have written it."
        )
    missing = [
        name
        for name, field in known.items()
        if name not in entries and field.default is MISSING and field.default_factory is MISSING
    ]
    if missing:
        raise RecordError(f"{where}: {missing[0]} is missing.")
    return kind(
        **{name: _read(hints[name], item, f"{where}.{name}") for name, item in entries.items()}
    )


@lru_cache
def _find_hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _check_mapping(value: object, where: str) -> Mapping[Any, object]:
    if not isinstance(value, Mapping):
        raise _wrong(where, "an object", value)
    if len(value) > _MAXIMUM_ITEMS:
        raise RecordError(f"{where}: {len(value):,} entries, and {_MAXIMUM_ITEMS:,} are allowed.")
    return value


def _read_enum(kind: type[StrEnum], value: object, where: str) -> StrEnum:
    try:
        return kind(_read_text(value, where))
    except ValueError as error:
        allowed = ", ".join(kind)
        raise RecordError(f"{where}: {_show(value)} is none of: {allowed}.") from error


def _read_text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _wrong(where, "a text", value)
    if len(value) > _MAXIMUM_CHARACTERS:
        raise RecordError(
            f"{where}: {len(value):,} characters, and {_MAXIMUM_CHARACTERS:,} are allowed."
        )
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise RecordError(f"{where}: the text is not Unicode.") from error
    return str(value)


def _read_whole(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(where, "a whole number", value)
    if abs(value) > _MAXIMUM_NUMBER:
        raise RecordError(f"{where}: the number is too large.")
    return value


def _read_number(value: object, where: str) -> float:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _wrong(where, "a finite number", value)
        return value
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(where, "a number", value)
    return float(_read_whole(value, where))


def _read_truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(where, "true or false", value)
    return value


_READERS: Final = {str: _read_text, int: _read_whole, float: _read_number, bool: _read_truth}


def _wrong(where: str, wanted: str, value: object) -> RecordError:
    return RecordError(f"{where}: {wanted} is wanted, not {_show(value)}.")


def _show(value: object) -> str:
    """Show a value of any size from outside in few, printable characters."""
    if isinstance(value, str):
        shown = ascii(value[:_MAXIMUM_SHOWN])
        return shown if len(value) <= _MAXIMUM_SHOWN else f"{shown}…"
    if isinstance(value, list | tuple | Mapping):
        return "an object" if isinstance(value, Mapping) else "a list"
    if isinstance(value, int) and abs(value) > _MAXIMUM_NUMBER:
        return "a huge number"
    return repr(value)[:_MAXIMUM_SHOWN]
