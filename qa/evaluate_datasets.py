"""Score ranking and abstention on open datasets, the same way for every dataset."""

import json
import random
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from qa.assistant import ArticleQA
from qa.datasets import PlacedQuestion, TextWithQuestions, read_dataset, split_halves
from qa.evaluate import render, show_table
from qa.metrics import area_under_curve, cover, hit_at
from qa.models import Answer, Evidence, Status

__all__ = ["Asked", "ask_texts", "draw", "evaluate_dataset", "evaluate_together"]

_MEANING = {
    "questions": "answerable questions",
    "first": "right sentence ranked first",
    "in_three": "right sentence among the first three",
    "in_five": "right sentence among the first five",
    "unanswerable": "questions the text does not answer",
    "auroc": "area under the ROC curve, answerable against not",
    "answered": "answerable questions answered at the shipped floor",
    "false_answers": "unanswerable questions answered at the shipped floor",
}

_MEANING_TOGETHER = {
    "articles": "articles in one library, all asked at once",
    "questions": "answerable questions",
    "right_article_first": "the sentence ranked first is of the right article",
    "right_sentence_first": "right sentence ranked first",
    "right_article_in_five": "the right article among the first five sentences",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of a dataset, the rank of its right sentence, and the answer it got.

    ``unseen`` is true in the half of the texts that no weight was fitted on.
    """

    unseen: bool
    question: PlacedQuestion
    rank: int | None
    answer: Answer


def evaluate_dataset(name: str, folder: Path, *, limit: int | None, as_json: bool) -> str:
    """Return the figures of ranking and abstention on a dataset.

    Args:
        name: A name of ``qa.datasets.READERS``.
        folder: Where the datasets lie.
        limit: Ask at most this many questions, drawn at random with a fixed seed.
        as_json: Whether to return JSON.

    Raises:
        GoldError: The dataset cannot be read.
    """
    texts = draw(read_dataset(name, folder), limit)
    asked = ask_texts(texts, description=name)
    unseen = [item for item in asked if item.unseen]
    figures, honest, curve = _score(asked), _score(unseen), _draw_curve(unseen)
    if as_json:
        shown = {"dataset": name, "all": figures, "unseen_half": honest, "unseen_curve": curve}
        return json.dumps(shown, indent=2)
    tables = show_table(f"{name}: all texts", figures, _MEANING)
    tables += show_table(f"{name}: the half that no weight was fitted on", honest, _MEANING)
    return tables + (_show_curve(curve) if curve else "")


def evaluate_together(name: str, folder: Path, *, limit: int | None, as_json: bool) -> str:
    """Return how often the right article is found when all of them are in one library.

    Args:
        name: A name of ``qa.datasets.READERS``.
        folder: Where the datasets lie.
        limit: Ask at most this many questions, drawn at random with a fixed seed.
        as_json: Whether to return JSON.

    Raises:
        GoldError: The dataset cannot be read.
    """
    texts = draw(read_dataset(name, folder), limit)
    unseen = {text.name for text in split_halves(texts)[1]}
    found: dict[str, list[_Found]] = {"with_history": [], "without_history": []}
    with (
        Progress(console=Console(stderr=True), transient=True) as progress,
        tempfile.TemporaryDirectory() as library,
        ArticleQA.open(Path(library) / "library") as assistant,
    ):
        adding = progress.add_task(f"{name}: articles", total=len(texts))
        ids = {}
        for text in texts:
            ids[text.name] = assistant.add_text(text.text).id
            progress.advance(adding)
        asking = progress.add_task(name, total=sum(len(text.questions) for text in texts))
        for text in texts:
            for question in text.questions:
                for way, history in (("with_history", question.history), ("without_history", ())):
                    if question.places:
                        ranked = assistant.rank(question.question, history=history)
                        seen = _see(question, ids[text.name], ranked, unseen=text.name in unseen)
                        found[way].append(seen)
                progress.advance(asking)
    figures = {way: _score_together(items, len(ids)) for way, items in found.items()}
    honest = [item for item in found["with_history"] if item.unseen]
    figures["with_history_unseen_half"] = _score_together(honest, len(ids))
    if as_json:
        return json.dumps({"dataset": name, "together": figures}, indent=2)
    return "".join(
        show_table(f"{name}, {way.replace('_', ' ')}", values, _MEANING_TOGETHER)
        for way, values in figures.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was ranked first of all articles: is it the right article, the right sentence."""

    unseen: bool
    article: bool
    sentence: bool
    article_in_five: bool


def _see(
    question: PlacedQuestion, article_id: str, ranked: Sequence[Evidence], *, unseen: bool
) -> _Found:
    places = [evidence.sentence.article_id == article_id for evidence in ranked[:5]]
    first = bool(places and places[0])
    return _Found(
        unseen=unseen,
        article=first,
        sentence=first and _find_rank(question, ranked[:1]) == 1,
        article_in_five=any(places),
    )


def _score_together(found: Sequence[_Found], articles: int) -> dict[str, float]:
    count = max(1, len(found))
    return {
        "articles": articles,
        "questions": len(found),
        "right_article_first": sum(item.article for item in found) / count,
        "right_sentence_first": sum(item.sentence for item in found) / count,
        "right_article_in_five": sum(item.article_in_five for item in found) / count,
    }


def draw(texts: Sequence[TextWithQuestions], limit: int | None) -> list[TextWithQuestions]:
    """Return the texts with at most ``limit`` questions in all, drawn with a fixed seed."""
    if limit is None:
        return list(texts)
    every = [(place, question) for place, text in enumerate(texts) for question in text.questions]
    chosen = random.Random(0).sample(every, min(limit, len(every)))  # noqa: S311
    return [
        TextWithQuestions(
            name=text.name,
            text=text.text,
            questions=tuple(question for at, question in chosen if at == place),
        )
        for place, text in enumerate(texts)
    ]


def ask_texts(texts: Sequence[TextWithQuestions], *, description: str) -> list[Asked]:
    """Ask each text its questions, and rank its sentences for each."""
    asked: list[Asked] = []
    with (
        Progress(console=Console(stderr=True), transient=True) as progress,
        tempfile.TemporaryDirectory() as folder,
        ArticleQA.open(Path(folder) / "library") as assistant,
    ):
        unseen = {text.name for text in split_halves(texts)[1]}
        task = progress.add_task(description, total=sum(len(text.questions) for text in texts))
        for text in texts:
            if text.questions:
                article = assistant.add_text(text.text)
            for question in text.questions:
                asked.append(_ask(assistant, article.id, question, unseen=text.name in unseen))
                progress.advance(task)
    return asked


def _ask(assistant: ArticleQA, article_id: str, question: PlacedQuestion, *, unseen: bool) -> Asked:
    history = list(question.history)
    answer = assistant.ask(question.question, article=article_id, history=history)
    ranked = assistant.rank(question.question, article=article_id, history=history)
    return Asked(unseen=unseen, question=question, rank=_find_rank(question, ranked), answer=answer)


def _find_rank(question: PlacedQuestion, ranked: Iterable[Evidence]) -> int | None:
    for rank, evidence in enumerate(ranked, start=1):
        sentence = evidence.sentence
        if any(sentence.start < end and start < sentence.end for start, end in question.places):
            return rank
    return None


def _score(asked: Sequence[Asked]) -> dict[str, float]:
    right = [item for item in asked if item.question.places]
    wrong = [item for item in asked if not item.question.places]
    ranks = [item.rank for item in right]
    figures: dict[str, float] = {
        "questions": len(right),
        "first": hit_at(ranks, 1),
        "in_three": hit_at(ranks, 3),
        "in_five": hit_at(ranks, 5),
        "answered": _share_answered(right),
        "unanswerable": len(wrong),
    }
    if right and wrong:
        figures["auroc"] = area_under_curve(
            [item.answer.score for item in asked], [bool(item.question.places) for item in asked]
        )
        figures["false_answers"] = _share_answered(wrong)
    return figures


def _share_answered(asked: Sequence[Asked]) -> float:
    answered = sum(item.answer.status is Status.ANSWERED for item in asked)
    return answered / max(1, len(asked))


def _draw_curve(asked: Sequence[Asked]) -> list[tuple[float, float, float]]:
    labels = [bool(item.question.places) for item in asked]
    if all(labels) or not any(labels):
        return []
    return cover([item.answer.score for item in asked], labels, [n / 20 for n in range(1, 20)])


def _show_curve(curve: Sequence[tuple[float, float, float]]) -> str:
    table = Table("floor", "answered", "false answers", title="Coverage", title_justify="left")
    for row in curve:
        table.add_row(*(f"{value:.3f}" for value in row))
    return "\n" + render(table)
