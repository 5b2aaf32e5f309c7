"""Every knob of the project, in one place, read from the environment or ``.env``."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from dotenv.parser import parse_stream  # noqa: TID251

from index.errors import SettingsError

__all__ = ["OPENAI_URL", "USER_NAME", "Settings", "read_settings"]

OPENAI_URL = "https://api.openai.com/v1"
USER_NAME = r"[\w.@-]{1,64}"
"""The pattern of a name in ``UI_USERS``."""

_MAX_ENV_BYTES = 100_000
_PRICE = r"[0-9]{1,6}(?:\.[0-9]{1,6})?"
_SECRET = ("openai_api_key", "ui_users")
# The cost of a hash is bounded: each more doubles what a try to sign in takes. The last character
# of the salt, and that of the hash, carry fewer bits than the others; bcrypt refuses the rest.
_SALT = r"[./A-Za-z0-9]{21}[.Oeu]"
_HASH = r"[./A-Za-z0-9]{30}[.CGKOSWaeimquy26]"
_USER = rf"{USER_NAME}:\$2[aby]\$1[0-4]\${_SALT}{_HASH}"
_HOST = r"[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\]"


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
    model: str = _setting(
        "",
        "The language model that writes answers: its name, such as gpt-4o-mini; local for a small "
        "one that runs here; empty for none, when answers are the article's own sentences.",
    )
    openai_api_key: str = _setting(
        "", "Key for MODEL, and for openai: embedding models; one that runs here needs none."
    )
    openai_base_url: str = _setting(
        OPENAI_URL,
        "Address of MODEL: anything that speaks the OpenAI protocol, such as Ollama "
        "(http://127.0.0.1:11434/v1).",
    )
    local_model_path: str = _setting(
        "", "A GGUF file for MODEL=local; empty for the one that make local-model installs."
    )
    model_context: str = _setting(
        "8192", "How many tokens a prompt and its answer may have together."
    )
    model_evidence: str = _setting(
        "",
        "How many tokens of the articles the model is shown: more lets a large model see the "
        "whole story, less keeps a small one to the point; empty for 200 where MODEL is local, "
        "else 1500.",
    )
    model_max_tokens: str = _setting("512", "How many tokens an answer may have.")
    model_timeout: str = _setting(
        "60", "Seconds to wait for the first word of an answer, and from one to the next."
    )
    model_prices: str = _setting(
        "", "What a million tokens cost, read/written, such as 0.15/0.60; empty for no costs."
    )
    host: str = _setting("127.0.0.1", "Address the page listens on.")
    port: str = _setting("7860", "Port the page listens on.")
    ui_users: str = _setting(
        "",
        "Who may use the page, as name:hash,name:hash; article-qa password NAME prints the line; "
        "empty for everybody who can reach it.",
    )
    ui_hosts: str = _setting(
        "",
        "Names under which the page may be reached, besides those of this computer, such as "
        "articles.example.org,10.0.0.7; also the name a proxy answers to.",
    )

    def __post_init__(self) -> None:
        """Check what can be checked without opening anything."""
        if not self.library_dir.strip():
            raise SettingsError("LIBRARY_DIR is empty. Set it to a folder, such as: library")
        if not self.host.strip():
            raise SettingsError("HOST is empty. Set it to an address, such as: 127.0.0.1")
        if not self.port.isdecimal() or len(self.port) > 5 or not 0 < int(self.port) < 65536:
            raise SettingsError(f"PORT is {self.port[:20]!r}. Set it to a number from 1 to 65535.")
        self._check_model()
        _ = self.users, self.hosts
        if self.chroma_url and not _is_web_address(self.chroma_url):
            raise SettingsError(
                f"CHROMA_URL is {self.chroma_url!r}. Set it to an address such as "
                "http://127.0.0.1:8000, or leave it empty."
            )

    @property
    def prices(self) -> tuple[float, float] | None:
        """What a million tokens cost, read and written, from ``MODEL_PRICES``.

        Example:
            >>> Settings(model_prices="0.15/0.60").prices
            (0.15, 0.6)
        """
        if not self.model_prices:
            return None
        read, _, written = self.model_prices.partition("/")
        return float(read), float(written)

    @property
    def users(self) -> dict[str, str]:
        """The users of the page, each with the bcrypt hash of the password, from ``UI_USERS``.

        Example:
            >>> Settings(ui_users="ada:$2b$12$" + "e" * 53).users["ada"][:7]
            '$2b$12$'
        """
        users: dict[str, str] = {}
        for place, entry in enumerate(_split(self.ui_users), start=1):
            if not re.fullmatch(_USER, entry) or (name := entry.partition(":")[0]) in users:
                # The entry itself is not shown: it may be a password.
                raise SettingsError(
                    f"UI_USERS, entry {place}: not of the form name:hash, or given before. "
                    "Make each with: article-qa password NAME"
                )
            users[name] = entry.partition(":")[2]
        return users

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which the page may be reached, from ``UI_HOSTS``.

        Example:
            >>> Settings(ui_hosts="Articles.example.org, 10.0.0.7").hosts
            ('articles.example.org', '10.0.0.7')
        """
        hosts = tuple(entry.lower() for entry in _split(self.ui_hosts))
        for host in hosts:
            if not re.fullmatch(_HOST, host):
                raise SettingsError(
                    f"UI_HOSTS holds {host[:60]!r}. Set it to names such as "
                    "articles.example.org, without http:// and without a port."
                )
        return hosts

    def _check_model(self) -> None:
        if len(self.model) > 200 or not self.model.isprintable():
            raise SettingsError("MODEL is not a name. Set it to one, to local, or leave it empty.")
        # A header can hold nothing else; a library that tried would show the key in its error.
        if not re.fullmatch(r"[!-~]*", self.openai_api_key.strip(" ")):
            raise SettingsError(
                "OPENAI_API_KEY holds a blank or another character that no key has. Copy it again."
            )
        if not _is_web_address(self.openai_base_url) or re.search(r"[@?#\s]", self.openai_base_url):
            raise SettingsError(
                "OPENAI_BASE_URL is not an address. Set it to one such as "
                f"{OPENAI_URL}, without a name, a password or a question mark."
            )
        _check_number("MODEL_CONTEXT", self.model_context, least=1024, most=10_000_000)
        if self.model_evidence:
            _check_number("MODEL_EVIDENCE", self.model_evidence, least=50, most=1_000_000)
        _check_number("MODEL_MAX_TOKENS", self.model_max_tokens, least=16, most=100_000)
        _check_number("MODEL_TIMEOUT", self.model_timeout, least=1, most=3600)
        if int(self.model_max_tokens) * 2 > int(self.model_context):
            raise SettingsError(
                f"MODEL_MAX_TOKENS is {self.model_max_tokens}: more than half of MODEL_CONTEXT "
                "leaves no room for the article. Lower it, or raise MODEL_CONTEXT."
            )
        if not re.fullmatch(rf"(?:{_PRICE}/{_PRICE})?", self.model_prices):
            raise SettingsError(
                f"MODEL_PRICES is {self.model_prices[:40]!r}. Set it to the prices of a million "
                "tokens read and written, such as 0.15/0.60, or leave it empty."
            )

    def __repr__(self) -> str:
        """Return the settings without keys and hashes, which must never reach a log."""
        shown = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in _SECRET}
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


def _split(entries: str) -> list[str]:
    return [entry.strip() for entry in entries.split(",") if entry.strip()]


def _check_number(name: str, value: str, *, least: int, most: int) -> None:
    if not re.fullmatch("[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise SettingsError(f"{name} is {value[:20]!r}. Set it to a number from {least} to {most}.")


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
