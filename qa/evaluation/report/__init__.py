"""The report: what was run, its figures, and every wrong answer beside the article.

``wrong`` finds what is wrong and orders it, ``excerpts`` cuts the sentences around it; ``grids``
and ``chapters`` lay out the figures, which ``page`` writes as HTML and ``markdown`` as Markdown.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from index.errors import RunError
from qa.evaluation.comparison import Comparison
from qa.evaluation.report.contents import gather_contents
from qa.evaluation.report.markdown import write_markdown
from qa.evaluation.report.page import write_page
from qa.evaluation.runs import Run, Section

__all__ = ["write_report"]


def write_report(
    run: Run, sections: Sequence[Section], comparisons: Sequence[Comparison], folder: Path
) -> None:
    """Write ``report.html`` and ``report.md`` into a folder, which is made where there is none.

    Args:
        run: What was run and what came out.
        sections: Its figures.
        comparisons: Paired comparisons, where there are any.
        folder: Where to write.

    Raises:
        RunError: They cannot be written; what was there before stays.
    """
    contents = gather_contents(run, sections, comparisons)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / "report.html", write_page(contents))
        _replace(folder / "report.md", write_markdown(contents))
    except OSError as error:
        raise RunError(
            f"The report cannot be written to {folder} ({error.strerror}): check the free space "
            "there, or name another folder."
        ) from error


def _replace(path: Path, parts: Iterable[str]) -> None:
    """Write a file piece by piece, so that whoever opens it finds it whole or as it was."""
    half = path.with_suffix(f"{path.suffix}.half")
    try:
        with half.open("w", encoding="utf-8", errors="replace") as file:
            file.writelines(parts)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
