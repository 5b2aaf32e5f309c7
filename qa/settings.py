"""Every knob of the project, in one place, read from the environment or ``.env``."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from dotenv.parser import parse_stream  # noqa: TID251

from index.errors import SettingsError

__all__ = ["Settings", "read_settings"]

_MAX_ENV_BYTES = 100_000


def _setting(default: str, description: str) -> str:
    """Declare a setting: its default as written in ``.env``, and what it means."""
    value: str = field(default=default, metadata={"description": description})
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings as text; a field ``library_dir`` is the variable ``LIBRARY_DIR``."""

    library_dir: str = _setting("library", "Folder that holds the library; made when missing.")
    embedding_model: str = _setting(
        "minilm",
        "What turns sentences into vectors: minilm (ships with the project, no network) or "
        "openai:NAME, such as openai:text-embedding-3-small.",
    )
    chroma_url: str = _setting(
        "", "Address of a Chroma server; empty for the one built in (http://127.0.0.1:8000)."
    )
    openai_api_key: str = _setting("", "Key for openai: embedding models; unused otherwise.")
    host: str = _setting("127.0.0.1", "Address the page listens on.")
    port: str = _setting("7860", "Port the page listens on.")

    def __post_init__(self) -> None:
        """Check what can be checked without opening anything."""
        if not self.library_dir.strip():
            raise SettingsError("LIBRARY_DIR is empty. Set it to a folder, such as: library")
        if not self.host.strip():
            raise SettingsError("HOST is empty. Set it to an address, such as: 127.0.0.1")
        if not self.port.isdecimal() or len(self.port) > 5 or not 0 < int(self.port) < 65536:
            raise SettingsError(f"PORT is {self.port[:20]!r}. Set it to a number from 1 to 65535.")
        if self.chroma_url and not _is_web_address(self.chroma_url):
            raise SettingsError(
                f"CHROMA_URL is {self.chroma_url!r}. Set it to an address such as "
                "http://127.0.0.1:8000, or leave it empty."
            )

    def __repr__(self) -> str:
        """Return the settings without the key, which must never reach a log."""
        shown = {f.name: getattr(self, f.name) for f in fields(self) if "key" not in f.name}
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def read_settings(
    *, env_file: Path = Path(".env"), environment: Mapping[str, str] = os.environ
) -> Settings:
    """Return the settings: the environment first, then ``.env``, then the defaults.

    Args:
        env_file: Read where it exists; other variables in it are left alone.
        environment: The variables of the process.

    Raises:
        SettingsError: ``.env`` cannot be read, or a value is not valid.
    """
    values = _read_env_file(env_file) | dict(environment)
    known = {f.name: values[f.name.upper()] for f in fields(Settings) if f.name.upper() in values}
    return Settings(**known)


def _read_env_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        if path.stat().st_size > _MAX_ENV_BYTES:
            raise SettingsError(f"{path} is larger than 100 kB. Is it really a settings file?")
        with path.open(encoding="utf-8") as stream:
            bindings = list(parse_stream(stream))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}. Mend or move it.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 text. Save it as UTF-8, or move it.") from error
    for binding in bindings:
        if binding.error or (binding.key is not None and binding.value is None):
            raise SettingsError(
                f"{path}, line {binding.original.line}: not of the form NAME=value. "
                "Mend the line, or see .env.example."
            )
    return {b.key: b.value for b in bindings if b.key is not None and b.value is not None}


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
