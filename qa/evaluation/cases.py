"""What is asked, and what is right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from index.models import Article

__all__ = ["Batch", "Case", "Place", "draw", "join", "split_halves"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A half-open span of an article: ``text[start:end]`` of the article with this id."""

    article: str
    start: int
    end: int

    def overlaps(self, other: "Place") -> bool:
        """Tell whether both share a character.

        Example:
            >>> Place("a", 0, 5).overlaps(Place("a", 4, 9))
            True
            >>> Place("a", 0, 5).overlaps(Place("b", 0, 5))
            False
        """
        shared = min(self.end, other.end) - max(self.start, other.start)
        return self.article == other.article and shared > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question, and what a right answer cites and says.

    Attributes:
        id: Unique within its batch's dataset.
        question: What is asked.
        history: Earlier turns, oldest first: what was asked, what was answered.
        scope: Ids of the articles it is asked of; ``None`` for every article there is.
        evidence: Groups of places; a right answer cites one place of every group. Empty where
            nothing is right, and where a dataset does not say what is.
        answers: Accepted strings; empty where a dataset has none.
        absent: Whether the articles do not answer.
        type: The kind of question, for a breakdown.
    """

    id: str
    question: str
    history: tuple[tuple[str, str], ...] = ()
    scope: tuple[str, ...] | None = None
    evidence: tuple[tuple[Place, ...], ...] = ()
    answers: tuple[str, ...] = ()
    absent: bool = False
    type: str = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Articles that belong together, and the questions asked of them."""

    articles: tuple[Article, ...]
    cases: tuple[Case, ...]


def split_halves(batches: Sequence[Batch]) -> tuple[list[Batch], list[Batch]]:
    """Return the batches to fit on, and those left for the figures: every other one."""
    return list(batches[0::2]), list(batches[1::2])


def draw(batches: Sequence[Batch], limit: int | None, *, seed: int = 0) -> list[Batch]:
    """Return the batches with at most ``limit`` cases in all, drawn at random, in their order.

    The articles of all batches stay, so that what is asked of all of them stays as hard.
    """
    places = [
        (at, number) for at, batch in enumerate(batches) for number in range(len(batch.cases))
    ]
    if limit is None or limit >= len(places):
        return list(batches)
    chosen = set(Random(seed).sample(places, limit))  # noqa: S311
    return [
        replace(
            batch,
            cases=tuple(case for number, case in enumerate(batch.cases) if (at, number) in chosen),
        )
        for at, batch in enumerate(batches)
    ]


def join(batches: Sequence[Batch]) -> Batch:
    """Return one batch in which every question is asked of all articles at once."""
    articles = {article.id: article for batch in batches for article in batch.articles}
    cases = (replace(case, scope=None) for batch in batches for case in batch.cases)
    return Batch(articles=tuple(articles.values()), cases=tuple(cases))
