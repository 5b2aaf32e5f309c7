"""What a run was made on: code, settings, machine; what must be the same to go on with it."""

import hashlib
import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from qa.evaluation.planning import Options, Plan
from qa.settings import Settings

__all__ = ["describe", "describe_running"]

_ROOT = Path(__file__).parents[2]
_PACKAGES = ("seeds", "index", "qa")
_LIBRARIES = (
    "chromadb",
    "llama-index-core",
    "numpy",
    "onnxruntime",
    "openai",
    "tokenizers",
    "xllamacpp",
)
_SECONDS = 5


def describe_running(
    plan: Plan, options: Options, settings: Settings, systems: Sequence[str]
) -> dict[str, Any]:
    """Return what decides the outcomes of a run: two runs of the same give the same outcomes."""
    return {
        "questions_sha256": plan.digest()[:12],
        "options": {**_spell_options(options), "jobs": None},
        "systems": list(systems),
        "settings": _spell_settings(settings),
        "code": _hash_code(),
        "python": platform.python_version(),
        "libraries": {name: _find_version(name) for name in _LIBRARIES},
    }


def describe(plan: Plan, options: Options, running: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a report says of its run; no key and no password is in it.

    Args:
        plan: What is asked.
        options: What was chosen.
        running: What ``describe_running`` returned.
    """
    return {
        "command": shlex.join(["article-qa", *sys.argv[1:]]),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": _find_version("article-qa"),
        "commit": _find_commit(),
        "machine": f"{_find_processor()}, {os.cpu_count()} cores, {platform.system()}",
        "asked": {part.name: part.count for part in plan.parts} | _count_claims(plan),
        **running,
        "options": _spell_options(options),
    }


def _count_claims(plan: Plan) -> dict[str, int]:
    names = [claim.dataset for claim in plan.claims]
    return {name: names.count(name) for name in dict.fromkeys(names)}


def _spell_options(options: Options) -> dict[str, Any]:
    return {
        name: [str(one) for one in value] if isinstance(value, tuple) else value
        for name, value in (asdict(options) | {"data": options.data and str(options.data)}).items()
    }


def _spell_settings(settings: Settings) -> dict[str, str]:
    """Return the settings that answers depend on; of an address no name and no password."""
    address = urlsplit(settings.openai_base_url)
    return {
        "embedding_model": settings.embedding_model,
        "model": settings.model,
        "model_address": f"{address.netloc.rpartition('@')[2]}{address.path}",
        "local_model": _identify(settings.local_model_path),
        "model_prices": settings.model_prices,
        "model_timeout": settings.model_timeout,
        "model_context": settings.model_context,
        "model_evidence": settings.model_evidence,
        "model_max_tokens": settings.model_max_tokens,
    }


def _identify(path: str) -> str:
    """Return the name of a file with what tells it from another of that name."""
    try:
        found = Path(path).stat() if path else None
    except OSError:
        found = None
    return f"{Path(path).name}, {found.st_size:,} bytes, {found.st_mtime_ns}" if found else path


def _find_version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


@lru_cache
def _hash_code() -> str:
    """Return a hash of all code and weights: every file of the packages."""
    digest = hashlib.sha256()
    for path in sorted(_list_files()):
        digest.update(path.relative_to(_ROOT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _list_files() -> Iterator[Path]:
    for package in _PACKAGES:
        for path in (_ROOT / package).rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                yield path


def _find_commit() -> str | None:
    """Return the commit of the checkout, with a plus sign where it was changed since."""
    git = shutil.which("git")
    if git is None or not (_ROOT / ".git").exists():
        return None
    try:
        commit, changes = (
            subprocess.run(  # noqa: S603
                [git, *command],
                cwd=_ROOT,
                capture_output=True,
                text=True,
                check=True,
                timeout=_SECONDS,
            ).stdout.strip()
            for command in (["rev-parse", "--short=12", "HEAD"], ["status", "--porcelain"])
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return f"{commit}+" if changes else commit


def _find_processor() -> str:
    """Return the name of the processor, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())
