"""What a run asks: the cases and claims of gold files and datasets, cut to what was chosen."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random

import seeds
from index.errors import GoldError
from index.models import Article
from qa.evaluation.cases import Batch, Case, draw, join
from qa.evaluation.claims import Claim, split_claims
from qa.evaluation.datasets import CLAIM_DATASETS, read_batches, read_claims
from qa.evaluation.fitted import fitted_articles, fitted_claims, identify
from qa.evaluation.gold_cases import read_gold_batches

__all__ = ["Options", "Part", "Plan", "make_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was chosen on the command line.

    Attributes:
        gold: Gold files; the one of the seeds when there is neither one nor a dataset.
        article: A file to ask all gold questions of, in place of the article each names.
        datasets: Names of datasets.
        data: Where they lie.
        limit: At most this many questions of each, and claims of each, drawn at random.
        seed: Decides what is drawn, and what the intervals are resampled from.
        together: Whether the articles of each are asked all at once.
        with_history: Whether the turns before a question are given with it.
        writer: Who answers; by default the best there is.
        baselines: Who answers too.
        jobs: How many questions are asked at once.
    """

    gold: tuple[Path, ...] = ()
    article: str | None = None
    datasets: tuple[str, ...] = ()
    data: Path | None = None
    limit: int | None = None
    seed: int = 0
    together: bool = False
    with_history: bool = True
    writer: str | None = None
    baselines: tuple[str, ...] = ()
    jobs: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The cases of one gold file or dataset.

    ``unseen`` holds the ids of the cases whose articles no weight was fitted on; it is ``None``
    where nothing was fitted on any of them.
    """

    name: str
    batches: tuple[Batch, ...]
    unseen: frozenset[str] | None = None

    @property
    def count(self) -> int:
        """How many cases there are."""
        return sum(len(batch.cases) for batch in self.batches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that a run asks, in order.

    Attributes:
        parts: The cases.
        claims: The claims.
        unseen: Dataset and id of the claims that nothing was fitted on.
    """

    parts: tuple[Part, ...]
    claims: tuple[Claim, ...] = ()
    unseen: frozenset[tuple[str, str]] = frozenset()

    @property
    def articles(self) -> dict[str, Article]:
        """Every article that is asked, by id."""
        every = (a for part in self.parts for batch in part.batches for a in batch.articles)
        return {article.id: article for article in every}

    def digest(self) -> str:
        """Return a hash of every question, article and claim, and of what is right."""
        digest = hashlib.sha256()
        for row in self._rows():
            digest.update(json.dumps(row, sort_keys=True).encode())
        return digest.hexdigest()

    def _rows(self) -> Iterator[object]:
        for part in self.parts:
            for batch in part.batches:  # The id of an article is a hash of its text.
                yield part.name, [asdict(replace(one, text="")) for one in batch.articles]
                yield from map(asdict, batch.cases)
        yield from map(asdict, self.claims)


def make_plan(options: Options) -> Plan:
    """Read all that is asked.

    Raises:
        GoldError: A gold file, an article of it, or a dataset cannot be read, or two parts of
            the run would have one name.
    """
    if options.datasets and options.data is None:
        raise GoldError("A dataset is read from a folder of yours: name it with --data FOLDER.")
    gold = list(dict.fromkeys(options.gold or (() if options.datasets else (seeds.GOLD,))))
    parts = [
        _make_part(_name(path, gold), read_gold_batches(path, article=options.article))
        for path in gold
    ]
    claims: list[Claim] = []
    for name in dict.fromkeys(options.datasets):
        if name in CLAIM_DATASETS:
            claims += read_claims(name, options.data or Path())
        else:
            batches = read_batches(name, options.data or Path())
            parts.append(_make_part(name, batches))
    _check_names(parts, claims)
    return Plan(
        parts=tuple(_cut(part, options) for part in parts),
        claims=tuple(_draw_claims(claims, options)),
        unseen=_find_unseen_claims(claims),
    )


def _check_names(parts: Sequence[Part], claims: Sequence[Claim]) -> None:
    """Refuse two things of one name, whose outcomes could not be told apart."""
    names = [part.name for part in parts] + [f"{one.dataset}, {one.id}" for one in claims]
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise GoldError(
            f"Two parts of the run would be called {twice!r:.80}. Evaluate them one after the "
            "other, or name the gold file otherwise."
        )


def _name(path: Path, gold: Sequence[Path]) -> str:
    """Return what the part of a gold file is called: its name, wherever it lies."""
    if path == seeds.GOLD:
        return "seed"
    alone = sum(other.name == path.name for other in gold) == 1
    return path.name if alone else str(path)


def _make_part(name: str, batches: Sequence[Batch]) -> Part:
    return Part(name=name, batches=tuple(batches), unseen=_find_unseen(batches))


def _find_unseen(batches: Sequence[Batch]) -> frozenset[str] | None:
    """Return the ids of the cases of which no weight was fitted on any article."""
    fitted = fitted_articles()
    if fitted.isdisjoint(article.id for batch in batches for article in batch.articles):
        return None
    return frozenset(
        case.id for batch in batches for case in batch.cases if fitted.isdisjoint(_name_all(case))
    )


def _name_all(case: Case) -> Iterable[str]:
    """Return the articles that a case is about."""
    return case.scope or {place.article for group in case.evidence for place in group}


def _find_unseen_claims(claims: Sequence[Claim]) -> frozenset[tuple[str, str]]:
    """Return dataset and id of the claims that nothing was fitted on.

    Where nothing was fitted on any of a dataset, it is every other group, since a threshold is
    fixed on the rest.
    """
    fitted = fitted_claims()
    seen = {claim.dataset for claim in claims if identify(claim) in fitted}
    other = [claim for claim in claims if claim.dataset not in seen]
    honest = [c for c in claims if c.dataset in seen and identify(c) not in fitted]
    return frozenset((claim.dataset, claim.id) for claim in honest + split_claims(other)[1])


def _cut(part: Part, options: Options) -> Part:
    batches = draw(part.batches, options.limit, seed=options.seed)
    if not options.with_history:
        batches = [
            replace(batch, cases=tuple(replace(case, history=()) for case in batch.cases))
            for batch in batches
        ]
    return replace(part, batches=(join(batches),) if options.together else tuple(batches))


def _draw_claims(claims: Sequence[Claim], options: Options) -> list[Claim]:
    """Draw claims of each of the datasets that one file may hold; they stay in their order."""
    drawn: list[Claim] = []
    for name in dict.fromkeys(claim.dataset for claim in claims):
        own = [claim for claim in claims if claim.dataset == name]
        if options.limit is not None and options.limit < len(own):
            places = Random(options.seed).sample(range(len(own)), options.limit)  # noqa: S311
            own = [own[place] for place in sorted(places)]
        drawn += own
    return drawn
