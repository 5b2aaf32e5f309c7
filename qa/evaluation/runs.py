"""A run: who was asked what, what came out, and the figures; as one JSON file and back."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.errors import RecordError, RunError
from index.models import Article
from qa.answer_reading import read_value
from qa.evaluation.outcomes import ClaimOutcome, Outcome

__all__ = ["Figure", "Point", "Run", "Section", "read_run", "write_run"]

_FORMAT = 1
_MAX_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of merit.

    Attributes:
        value: The mean over the outcomes it is defined for, or what stands in its meaning.
        low: Lower end of its 95 % confidence interval; ``None`` where there is none.
        high: Upper end of it.
        count: How many outcomes it was computed from.
    """

    value: float
    low: float | None = None
    high: float | None = None
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What would be answered if nothing with a score below a floor were.

    Attributes:
        floor: The score.
        coverage: Share of the answerable questions answered.
        false_answers: Share of the absent questions answered.
        risk: Share of the answered questions whose answer is wrong.
    """

    floor: float
    coverage: float
    false_answers: float
    risk: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The figures of one system on one dataset.

    Attributes:
        dataset: Name of the dataset, or of the gold file.
        system: Who answered; ``verifier`` for claims.
        part: ``all``, or ``unseen``: the half of the articles that no weight was fitted on.
        figures: By name, in the order of ``measures.MEASURES``.
        by_type: The same for each type of question.
        curve: From the lowest floor to the highest.
        verdicts: How many statements have each verdict.
        latency: Milliseconds by stage, ``p50`` and ``p95`` of each; ``all`` is the whole answer.
        usage: ``prompt_tokens``, ``completion_tokens`` and, where prices are set, ``cost``.
    """

    dataset: str
    system: str
    part: str = "all"
    figures: Mapping[str, Figure] = field(default_factory=dict)
    by_type: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    curve: tuple[Point, ...] = ()
    verdicts: Mapping[str, int] = field(default_factory=dict)
    latency: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    usage: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Everything that a report is made of.

    Attributes:
        about: What was run, when, where and on which code, as plain texts by name.
        articles: Every article that was asked, by id.
        outcomes: One a case and system, in the order of the cases; may be walked several times,
            and need not be in memory.
        claims: One a claim, likewise.
    """

    about: Mapping[str, Any]
    articles: Mapping[str, Article]
    outcomes: Iterable[Outcome] = ()
    claims: Iterable[ClaimOutcome] = ()


def write_run(run: Run, sections: Sequence[Section], path: Path) -> None:
    """Write a run with its figures as JSON, one outcome in memory at a time.

    The file holds all that a figure was computed from: articles, answers, and what is right.

    Raises:
        RunError: It cannot be written; what was there before stays.
    """
    half = path.with_suffix(".half")
    try:
        with half.open("w", encoding="ascii") as file:
            file.writelines(_spell(run, sections))
        half.replace(path)
    except OSError as error:
        raise RunError(
            f"{path} cannot be written ({error.strerror}): check the free space there, or name "
            "another folder."
        ) from error
    finally:
        half.unlink(missing_ok=True)


def _spell(run: Run, sections: Sequence[Section]) -> Iterator[str]:
    yield f'{{"format": {_FORMAT},\n"about": {json.dumps(dict(run.about), indent=1)},\n'
    yield f'"figures": {_spell_list(asdict(section) for section in sections)},\n'
    parts: dict[str, Iterable[Mapping[str, Any]]] = {
        "articles": (asdict(article) for article in run.articles.values()),
        "outcomes": (outcome.to_dict() for outcome in run.outcomes),
        "claims": (claim.to_dict() for claim in run.claims),
    }
    for number, (name, rows) in enumerate(parts.items()):
        yield f'{"," if number else ""}\n"{name}": ['
        for place, row in enumerate(rows):
            yield ("," if place else "") + "\n" + json.dumps(row)
        yield "]"
    yield "}\n"


def _spell_list(rows: Iterable[Mapping[str, Any]]) -> str:
    return "[" + ",\n".join(map(json.dumps, rows)) + "]"


def read_run(path: Path) -> Run:
    """Read the run in the ``report.json`` of a report, or in its folder.

    Raises:
        RunError: It cannot be read, or is not what ``write_run`` writes.
    """
    path = path / "report.json" if path.is_dir() else path
    advice = "Name the report.json of an earlier run with --report."
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise RunError(f"{path} has over {_MAX_BYTES:,} bytes. {advice}")
        values = json.loads(path.read_bytes())
    except OSError as error:
        raise RunError(f"{path} cannot be read: {error.strerror}. {advice}") from error
    except (ValueError, RecursionError) as error:
        raise RunError(f"{path} is not JSON. {advice}") from error
    match values:
        case {
            "format": int(form),
            "about": dict(about),
            "articles": list(articles),
            "outcomes": list(outcomes),
            "claims": list(claims),
        } if form == _FORMAT:
            pass
        case _:
            raise RunError(f"{path} is no report of this version. {advice}")
    try:
        read = [read_value(Article, article, where="article") for article in articles]
    except RecordError as error:
        raise RunError(f"{path}: {error} {advice}") from error
    return Run(
        about=about,
        articles={article.id: article for article in read},
        outcomes=tuple(Outcome.from_dict(_check(row, path)) for row in outcomes),
        claims=tuple(ClaimOutcome.from_dict(_check(row, path)) for row in claims),
    )


def _check(row: object, path: Path) -> Mapping[str, Any]:
    if not isinstance(row, dict):
        raise RunError(f"{path} holds an outcome that is no object. Make the run again.")
    return row
