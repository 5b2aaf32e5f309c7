"""The probes by name: measures that need no gold questions, only articles."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from index.errors import SettingsError
from index.models import Article
from qa.evaluation.probes.findings import Probe, find_lowest, read_articles, report
from qa.evaluation.probes.injection import probe_injections
from qa.evaluation.probes.pointer import probe_pointers
from qa.evaluation.probes.tamper import probe_statements, tell_caught

__all__ = ["PROBES", "run_probe"]


class _RunProbe(Protocol):
    def __call__(
        self, articles: Sequence[Article], *, sentences: int, seed: int, writer: str | None
    ) -> Probe: ...


def _probe_statements(
    articles: Sequence[Article], *, sentences: int, seed: int, writer: str | None
) -> Probe:
    if writer not in (None, "quotes"):
        raise SettingsError("The tamper probe asks no writer. Leave --writer out.")
    return tell_caught(probe_statements(articles, sentences=sentences, seed=seed))


PROBES: Final[Mapping[str, _RunProbe]] = {
    "tamper": _probe_statements,
    "pointer": probe_pointers,
    "injection": probe_injections,
}
"""Every probe by the name that the command line has for it."""


def run_probe(
    what: str,
    files: Sequence[Path],
    *,
    data: Path | None,
    sentences: int,
    seed: int,
    writer: str | None,
    show_missed: bool,
    as_json: bool,
) -> tuple[str, float]:
    """Run a probe; return its figures as text, and the lowest share that counts.

    Args:
        what: Its name in ``PROBES``.
        files: The articles; those of ``data``, or else the seeds, where there are none.
        data: The folder that holds the dataset ``coqa-cnn``.
        sentences: How much is tried: sentences, or about so many answers.
        seed: Decides what is drawn.
        writer: A writer to ask as well as the stand-ins.
        show_missed: Whether to list what did not pass.
        as_json: Whether to return JSON.

    Raises:
        AppError: An article cannot be read, or there is no such writer.
    """
    articles = read_articles(files, data=data)
    probe = PROBES[what](articles, sentences=sentences, seed=seed, writer=writer)
    return report(probe, show_missed=show_missed, as_json=as_json), find_lowest(probe)
