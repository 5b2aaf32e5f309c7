"""Which article a gold question is asked of."""

from contextlib import suppress
from pathlib import Path

import seeds
from index.errors import GoldError

__all__ = ["find_file"]


def find_file(name: str, gold_path: Path, *, line: int | None = None) -> Path:
    """Return the file of an article: beside the gold file, as named, or among the seeds.

    Args:
        name: What a line of a gold file, or the command line, calls it.
        gold_path: The gold file.
        line: The line, for the message of the error.

    Raises:
        GoldError: There is no such file.
    """
    # First what lies beside it: a gold file means the same wherever the command is called.
    candidates = [gold_path.parent / name, gold_path.parent / f"{name}.txt", Path(name)]
    for short, seed in seeds.ARTICLES.items():
        if name in (short, seed.name, seed.stem):
            candidates.append(seed)
    for candidate in candidates:
        with suppress(OSError, ValueError):  # A name too long, or one that holds NUL.
            if candidate.is_file():
                return candidate
    place = f"{gold_path}, article" if line is None else f"{gold_path}, line {line}, article"
    raise GoldError(
        f"{place}: {name!r} is no file, neither here nor beside the gold file, and no "
        f"seed ({', '.join(seeds.ARTICLES)}). Name a text file, or give --article FILE."
    )
