"""Score gold questions: what is measured is the ``Answer`` that users see."""

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.progress import track
from rich.table import Table

import seeds
from index.articles import read_article
from index.errors import GoldError
from index.models import Article
from qa.assistant import ArticleQA
from qa.gold import GoldQuestion, check_snippets, read_gold
from qa.metrics import hits_evidence, matches_answer
from qa.models import Answer, Status
from qa.terminal import complain

__all__ = [
    "Scored",
    "check_candidates",
    "evaluate_gold",
    "find_file",
    "render",
    "score_gold",
    "show_table",
    "spell",
]

Figures = dict[str, float]

_MEANING = {
    "questions": "answerable questions",
    "evidence_hit": "every needed sentence cited",
    "first_hit": "first citation is a right sentence",
    "answer_match": "an accepted answer stands in what is shown",
    "false_refusals": "answerable, yet not_found",
    "absent_questions": "questions the article does not answer",
    "absent_not_found": "of those, not_found",
    "citations_per_answer": "mean number of cited sentences",
    "citation_chars": "mean length of a citation in characters",
    "exact_quotes": "citations equal to the article at their offsets",
    "median_ms": "median time of an answer in milliseconds",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A gold question, what was answered, and whether that is right."""

    gold: GoldQuestion
    article: Article
    answer: Answer

    @property
    def hit(self) -> bool:
        """Whether every needed sentence is cited, or the question is rightly refused."""
        if self.gold.absent:
            return self.answer.status is Status.NOT_FOUND
        return hits_evidence(self.gold, self.answer, self.article.text, first=False)

    @property
    def first(self) -> bool:
        """Whether the first citation is a right sentence."""
        return hits_evidence(self.gold, self.answer, self.article.text, first=True)


def evaluate_gold(
    paths: Sequence[Path], *, article: str | None, show_wrong: bool, as_json: bool
) -> str:
    """Ask the questions of gold files and return the figures as a table or as JSON.

    Args:
        paths: Gold files; the one of the seeds when there is none.
        article: A file to ask all questions of, in place of the article each names.
        show_wrong: Whether to list each wrong answer.
        as_json: Whether to return JSON.

    Raises:
        GoldError: A gold file is not valid, or names an article that cannot be found.
    """
    scored: list[Scored] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        ArticleQA.open(Path(folder) / "library") as assistant,
    ):
        for path in paths or [seeds.GOLD]:
            scored += _ask_all(assistant, path, article)
    figures = score_gold(scored)
    by_type = {
        kind: score_gold([item for item in scored if item.gold.type == kind])
        for kind in sorted({item.gold.type for item in scored})
    }
    if as_json:
        return json.dumps({"all": figures, "by_type": by_type}, indent=2)
    shown = show_table("Gold questions", figures, _MEANING) + _show_types(by_type)
    return shown + (_show_wrong(scored) if show_wrong else "")


def _ask_all(assistant: ArticleQA, path: Path, article: str | None) -> list[Scored]:
    scored = []
    added: dict[str, Article] = {}
    console = Console(stderr=True)
    questions = read_gold(path, tell=complain)
    check_candidates(questions, path, article=article)
    for gold in track(questions, description=path.name, console=console, transient=True):
        name = article or gold.article or next(iter(seeds.ARTICLES))
        if name not in added:
            added[name] = assistant.add(find_file(name, path))
        answer = assistant.ask(gold.question, article=added[name].id, history=gold.history)
        scored.append(Scored(gold=gold, article=added[name], answer=answer))
    return scored


def check_candidates(
    questions: Iterable[GoldQuestion], path: Path, *, article: str | None = None
) -> None:
    """Check, before any is asked, that candidates quote their articles letter by letter.

    Args:
        questions: The questions of one file; those that were no candidates are not checked.
        path: The file.
        article: A file to ask all questions of, in place of the article each names.

    Raises:
        GoldError: An article is not found, or does not hold a snippet; names the line.
    """
    texts: dict[str, str] = {}
    for gold in questions:
        name = article or gold.article
        if gold.reviewed and name:
            if name not in texts:
                texts[name] = read_article(find_file(name, path, line=gold.line)).text
            check_snippets(gold, texts[name], path=path)


def find_file(name: str, gold_path: Path, *, line: int | None = None) -> Path:
    """Return the file of an article: as named, beside the gold file, or among the seeds.

    Args:
        name: What a line of a gold file, or the command line, calls it.
        gold_path: The gold file.
        line: The line, for the message of the error.

    Raises:
        GoldError: There is no such file.
    """
    candidates = [Path(name), gold_path.parent / name, gold_path.parent / f"{name}.txt"]
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


def score_gold(scored: Sequence[Scored]) -> Figures:
    """Return the figures of answered gold questions; shares are from 0 to 1."""
    asked = [item for item in scored if not item.gold.absent]
    absent = [item for item in scored if item.gold.absent]
    citations = [(item, c) for item in scored for c in item.answer.citations]
    answered = [item for item in scored if item.answer.status is Status.ANSWERED]
    figures: Figures = {"questions": len(asked)}
    if asked:
        figures |= {
            "evidence_hit": _share(item.hit for item in asked),
            "first_hit": _share(item.first for item in asked),
            "answer_match": _share(matches_answer(item.gold, item.answer) for item in asked),
            "false_refusals": _share(item.answer.status is Status.NOT_FOUND for item in asked),
        }
    figures["absent_questions"] = len(absent)
    if absent:
        figures["absent_not_found"] = _share(item.hit for item in absent)
    if citations:
        figures |= {
            "citations_per_answer": len(citations) / len(answered),
            "citation_chars": sum(len(c.quote) for _, c in citations) / len(citations),
            "exact_quotes": _share(
                item.article.text[c.start : c.end] == c.quote for item, c in citations
            ),
        }
    if scored:
        figures["median_ms"] = median(sum(item.answer.timings.values()) for item in scored)
    return figures


def show_table(title: str, figures: Mapping[str, float], meaning: Mapping[str, str]) -> str:
    """Return figures as a table of text."""
    table = Table("figure", "value", "meaning", title=title, title_justify="left")
    for name, value in figures.items():
        table.add_row(name, spell(value), meaning.get(name, ""))
    return render(table)


def render(table: Table) -> str:
    """Return a table as plain text."""
    console = Console(width=110, no_color=True)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def _show_types(by_type: Mapping[str, Figures]) -> str:
    table = Table("type", "n", "evidence_hit", "first_hit", "not_found", title_justify="left")
    for kind, figures in by_type.items():
        refused = figures.get("absent_not_found", figures.get("false_refusals", 0.0))
        table.add_row(
            kind,
            spell(figures["questions"] + figures["absent_questions"]),
            spell(figures.get("evidence_hit", "")),
            spell(figures.get("first_hit", "")),
            spell(refused),
        )
    return "\n" + render(table)


def _show_wrong(scored: Sequence[Scored]) -> str:
    wrong = [item for item in scored if not item.hit or not (item.gold.absent or item.first)]
    lines = ["", f"Wrong answers: {len(wrong)}"]
    for item in wrong:
        wanted = "nothing" if item.gold.absent else " | ".join(g[0] for g in item.gold.evidence)
        lines += [
            "",
            f"{item.gold.id} [{item.gold.type}] {item.gold.question}",
            f"  asked as: {item.answer.standalone_question}",
            f"  right:    {wanted}",
            f"  answered: {item.answer.text} (score {item.answer.score:.2f})",
        ]
    return "\n".join(lines)


def _share(hits: Iterable[bool]) -> float:
    values = list(hits)
    return sum(values) / len(values)


def spell(value: float | str) -> str:
    """Return a figure as a table shows it."""
    if isinstance(value, str):
        return value
    return str(int(value)) if float(value).is_integer() and value > 1 else f"{value:.3f}"
