"""A gold file that grows line by line; what is in it is never altered."""

import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import seeds
from index.errors import GoldError
from qa.gold.articles import find_file
from qa.gold.lines import GoldLine, find_gaps
from qa.gold.places import spell
from qa.gold.proposals import Proposal
from qa.gold.reading import read_lines

__all__ = ["GoldFile"]

_NUMBERED = re.compile(r"g(\d{1,9})")
_ONLY_PROPOSED: Final = (
    "The program answers what it proposes: write questions of your own too, some that the "
    "article does not answer among them."
)


class GoldFile:
    """A file of gold questions, and those about one article in it.

    Attributes:
        asked: The questions about the article, those added among them.
    """

    def __init__(self, path: Path, *, article: Path) -> None:
        """Open a file, or prepare to make one.

        Args:
            path: The gold file.
            article: The file of the article.

        Raises:
            GoldError: The file has a mistake, or cannot be written.
        """
        self._path = path
        self._article = _name_article(article, path)
        lines = list(read_lines(path)) if path.exists() else []
        _refuse_mistakes(path, lines)
        _check_writable(path)
        questions = [line.question for line in lines]
        self.asked = [q.question for q in questions if _is_same(q.article, article, path)]
        numbers = [int(found[1]) for q in questions if (found := _NUMBERED.fullmatch(q.id))]
        self._last = max(numbers, default=0)
        self._added: Counter[str] = Counter()

    def append(self, proposal: Proposal, groups: Sequence[Sequence[str]]) -> str:
        """Append a question; when this returns it is on disk.

        Args:
            proposal: The question.
            groups: Its evidence, as snippets of the article.

        Returns:
            Its id.

        Raises:
            GoldError: It cannot be written; the file is as it was.
        """
        name = f"g{self._last + 1:02}"
        absent = not groups
        values = {
            "id": name,
            "type": proposal.type,
            "question": proposal.question,
            "history": [],
            "article": self._article,
            "evidence": None if absent else groups,
            "answer": None if absent else list(proposal.answer),
            "absent": absent,
        }
        _append(self._path, spell(values).encode())
        self._last += 1
        self._added[proposal.type] += 1
        self.asked.append(proposal.question)
        return name

    def sum_up(self) -> str:
        """Return what was added, and what to do next."""
        total = self._added.total()
        if not total:
            return f"Nothing was added to {self._path}."
        kinds = ", ".join(f"{number} {kind}" for kind, number in self._added.items())
        noun = "question was" if total == 1 else "questions were"
        told = f"{total} {noun} added to {self._path} ({kinds})."
        advice = f"\n{_ONLY_PROPOSED}" if total == self._added["proposed"] else ""
        return f"{told}{advice}\nCheck the file: article-qa gold check {self._path}"


def _name_article(article: Path, path: Path) -> str:
    """Return how the lines of a gold file name an article so that it is found again."""
    for short, seed in seeds.ARTICLES.items():
        if article.samefile(seed):
            return short
    try:
        name = Path(os.path.relpath(article.resolve(), path.resolve().parent)).as_posix()
        found = find_file(name, path).samefile(article)
    except (GoldError, ValueError):  # It lies on another drive.
        found = False
    return name if found else article.resolve().as_posix()


def _is_same(name: str | None, article: Path, path: Path) -> bool:
    try:
        return name is not None and find_file(name, path).samefile(article)
    except GoldError:
        return False


def _refuse_mistakes(path: Path, lines: Sequence[GoldLine]) -> None:
    mistakes = [mistake for line in lines for mistake in (*line.mistakes, *find_gaps(line))]
    if mistakes:
        raise GoldError(f"{mistakes[0]} Then see: article-qa gold check {path}")


def _check_writable(path: Path) -> None:
    try:
        if path.exists():
            with path.open("ab"):
                return
        if not os.access(path.resolve().parent, os.W_OK | os.X_OK):
            raise GoldError(f"{path} cannot be made: its folder is missing, or may not be written.")
    except OSError as error:
        raise _fail_writing(path, error) from error


def _append(path: Path, line: bytes) -> None:
    """Append a line to a file, all of it or nothing."""
    try:
        with path.open("ab+", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            # An editor may have left the last line without its end.
            file.seek(max(0, size - 1))
            whole = (b"" if file.read(1) in (b"", b"\n") else b"\n") + line + b"\n"
            try:
                if file.write(whole) != len(whole):
                    raise OSError("the disk is full")
                os.fsync(file.fileno())
            except OSError:
                file.truncate(size)
                raise
    except OSError as error:
        raise _fail_writing(path, error) from error


def _fail_writing(path: Path, error: OSError) -> GoldError:
    return GoldError(f"{path} cannot be written ({error.strerror or error}): name another --out.")
