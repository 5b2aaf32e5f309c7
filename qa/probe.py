"""How many tampered statements the checks of statements catch, by kind of tampering."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from index.articles import make_article, read_article, read_sentences
from index.models import Article, SentenceKind
from qa.datasets import read_dataset
from qa.evaluate import render
from qa.models import Verdict, VerdictLabel
from qa.tamper import Tampered, Tampering, tamper
from qa.verification import Premise, make_premise, verify
from seeds import ARTICLES

__all__ = [
    "Probed",
    "find_lowest",
    "probe_articles",
    "read_probed",
    "report_probe",
]

_OTHERS = 20
_MAX_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """A tampered statement, the sentence it was checked against, and the verdict on it."""

    tampered: Tampered
    premise: Premise
    verdict: Verdict

    @property
    def caught(self) -> bool:
        """Tell whether the verdict is right: supported if verbatim, else anything but that."""
        supported = self.verdict.label is VerdictLabel.SUPPORTED
        return supported is (self.tampered.kind is Tampering.VERBATIM)

    @property
    def named(self) -> bool:
        """Tell whether it is caught and the fault is called by a right name."""
        expected = self.tampered.expected
        kinds = {problem.kind for problem in self.verdict.problems}
        return self.caught and bool(not expected or kinds & expected)


def read_probed(files: Sequence[Path], *, data: Path | None) -> list[Article]:
    """Read the articles to probe: files, else the CoQA-CNN articles of a folder, else the seeds.

    Raises:
        AppError: An article or the folder cannot be read.
    """
    if files:
        return [read_article(path) for path in files]
    if data is not None:
        return [make_article(text.text) for text in read_dataset("coqa-cnn", data)]
    return [read_article(path) for path in ARTICLES.values()]


def probe_articles(articles: Sequence[Article], *, sentences: int, seed: int) -> list[Probed]:
    """Tamper with sentences of articles and check each result against the sentence itself.

    Args:
        articles: Where the sentences come from.
        sentences: How many sentences to tamper with, drawn at random from the stories.
        seed: Decides what is drawn and how it is changed.
    """
    rng = Random(seed)  # noqa: S311
    read = [read_sentences(article) for article in articles]
    places = [
        (number, place)
        for number, own in enumerate(read)
        for place, sentence in enumerate(own)
        if sentence.kind is SentenceKind.STORY
    ]
    drawn = rng.sample(places, min(sentences, len(places)))
    probed: list[Probed] = []
    for number, place in track(drawn, "probing", console=Console(stderr=True), transient=True):
        own = read[number]
        rest = [other for other in range(len(read)) if other != number]
        others = rng.sample(rest, min(_OTHERS, len(rest)))
        far = [sentence for other in others for sentence in read[other]]
        premise = make_premise(own[place], articles[number], own)
        probed += (
            Probed(tampered=made, premise=premise, verdict=verify(made.statement, [premise]))
            for made in tamper(own[place], own, far, rng)
        )
    return probed


def report_probe(probed: Sequence[Probed], *, show_missed: bool, as_json: bool) -> str:
    """Return the figures by kind as a table or as JSON, with what was missed if wanted."""
    figures = {kind.value: _score(probed, kind) for kind in Tampering}
    if as_json:
        missed = [_as_row(item) for item in probed if not item.named] if show_missed else []
        return json.dumps({"kinds": figures} | ({"missed": missed} if missed else {}), indent=2)
    table = Table("tampering", "statements", "caught", "rightly named", title="Tamper probe")
    for kind, row in figures.items():
        shares = (f"{row[name]:.3f}" if row["n"] else "-" for name in ("caught", "named"))
        table.add_row(kind, str(int(row["n"])), *shares)
    note = "verbatim: caught means supported; else it means that it is not\n"
    return render(table) + note + ("\n".join(_show_missed(probed)) if show_missed else "")


def find_lowest(probed: Sequence[Probed]) -> float:
    """Return the lowest share of statements caught among the kinds that there are any of."""
    figures = [_score(probed, kind) for kind in Tampering]
    return min((row["caught"] for row in figures if row["n"]), default=0.0)


def _score(probed: Sequence[Probed], kind: Tampering) -> dict[str, float]:
    those = [item for item in probed if item.tampered.kind is kind]
    total = max(1, len(those))
    return {
        "n": len(those),
        "caught": sum(item.caught for item in those) / total,
        "named": sum(item.named for item in those) / total,
    }


def _show_missed(probed: Sequence[Probed]) -> Iterator[str]:
    for kind in Tampering:
        those = [item for item in probed if item.tampered.kind is kind and not item.named]
        if those:
            yield f"\n{kind.value}: {len(those)} missed or not rightly named"
        for item in those[:_MAX_SHOWN]:
            found = "; ".join(str(problem) for problem in item.verdict.problems) or "no problem"
            yield f"  article:   {item.premise.text}"
            yield f"  statement: {item.tampered.statement}"
            yield f"  verdict:   {item.verdict.label} {item.verdict.score:.2f}, {found}\n"


def _as_row(item: Probed) -> dict[str, Any]:
    return {
        "kind": item.tampered.kind.value,
        "article": item.premise.text,
        "statement": item.tampered.statement,
        "expected": sorted(kind.value for kind in item.tampered.expected),
        "label": item.verdict.label.value,
        "problems": [str(problem) for problem in item.verdict.problems],
    }
