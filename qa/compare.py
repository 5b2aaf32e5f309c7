"""Answers of a writer beside those of a baseline: the same questions, embedder and model."""

import json
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

import seeds
from index.errors import GoldError
from index.models import Article
from qa.assistant import ArticleQA
from qa.datasets import read_dataset
from qa.evaluate import check_candidates, find_file, render, spell
from qa.evaluate_datasets import draw
from qa.followup import make_standalone
from qa.gold import read_gold
from qa.metrics import contains_answer
from qa.models import Status, VerdictLabel
from qa.terminal import complain

__all__ = ["Case", "Reply", "compare"]

Place = tuple[str, int, int]

_REFUSES = re.compile(
    r"\b(?:not (?:mention|state|specif|provid|contain|say|disclos|includ|indicat|clear|possible|"
    r"found|available|given|able|enough|explicitly)\w*|no (?:information|mention|evidence|answer|"
    r"indication|details?)|none of the|unable|cannot|can't|don't know|unknown|empty response|"
    r"unspecified|insufficient)\b|n't (?:mention|state|specif|provid|contain|say)",
    re.IGNORECASE,
)
"""How a baseline says in prose that it has no answer; counted generously, in its favour."""

_MEANING = {
    "questions": "answerable questions",
    "right_answers": "an accepted answer stands in the text of the answer",
    "evidence_cited": "every needed sentence overlaps a citation",
    "citations": "citations per answer",
    "citation_chars": "mean length of a citation in characters",
    "false_refusals": "answerable, yet refused",
    "absent_questions": "questions the articles do not answer",
    "absent_refused": "of those, refused",
    "wrong_supported": "answers without an accepted answer, all of it shown as supported",
    "replaced": "answers by quotes, because the writer failed",
    "seconds": "mean time of an answer in seconds",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question and what is right.

    Attributes:
        question: As a reader types it.
        history: Earlier turns.
        article: Id of the article it is asked of; ``None`` for all.
        evidence: Groups of places; a citation must overlap one place of every group.
        answers: Accepted strings.
    """

    question: str
    history: Sequence[tuple[str, str]]
    article: str | None
    evidence: Sequence[Sequence[Place]]
    answers: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What was answered, by anybody; a baseline gives no verdicts."""

    text: str
    places: Sequence[Place]
    refused: bool
    verdicts: Sequence[str]
    replaced: bool
    seconds: float


def compare(
    gold: Sequence[Path],
    *,
    dataset: str | None,
    data: Path | None,
    limit: int | None,
    writer: str | None,
    baseline: bool,
    as_json: bool,
) -> str:
    """Return the figures of a writer, and of the baseline, on gold questions or on a dataset.

    Args:
        gold: Gold files; the one of the seeds when there is none and no dataset.
        dataset: ``coqa-cnn``, all of whose articles are asked at once.
        data: Where the datasets lie.
        limit: Ask at most this many questions, drawn at random with a fixed seed.
        writer: Which writer; the best there is by default.
        baseline: Whether ``CitationQueryEngine`` answers too.
        as_json: Whether to return every answer as JSON.

    Raises:
        GoldError: The questions cannot be read.
        LanguageModelError: The baseline's language model cannot be used.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        ArticleQA.open(Path(folder) / "library") as assistant,
    ):
        cases = list(_read_cases(assistant, gold, dataset=dataset, data=data, limit=limit))
        name = writer or assistant.default_writer
        columns = {name: _ask_all(cases, _ask_us(assistant, name), name)}
        if baseline:
            name = "CitationQueryEngine"
            columns[name] = _ask_all(cases, _ask_baseline(assistant), name)
    if as_json:
        return json.dumps(
            {
                name: {
                    "figures": _score(cases, replies),
                    "answers": [
                        asdict(case) | asdict(reply)
                        for case, reply in zip(cases, replies, strict=True)
                    ],
                }
                for name, replies in columns.items()
            },
            indent=2,
        )
    return _show({name: _score(cases, replies) for name, replies in columns.items()})


def _read_cases(
    assistant: ArticleQA,
    gold: Sequence[Path],
    *,
    dataset: str | None,
    data: Path | None,
    limit: int | None,
) -> Iterator[Case]:
    """Yield the questions, adding their articles to the library."""
    if dataset is None:
        yield from _read_gold_cases(assistant, gold or [seeds.GOLD], limit=limit)
        return
    if data is None:
        raise GoldError("A dataset is read from a folder of yours: name it with --data FOLDER.")
    texts = read_dataset(dataset, data)
    chosen = {text.name: text.questions for text in draw(texts, limit)}
    for text in texts:
        article = assistant.add_text(text.text)
        for asked in chosen[text.name]:
            yield Case(
                question=asked.question,
                history=asked.history,
                article=None,
                evidence=[[(article.id, *place) for place in asked.places]] if asked.places else [],
                answers=asked.answers,
            )


def _read_gold_cases(
    assistant: ArticleQA, paths: Sequence[Path], *, limit: int | None
) -> Iterator[Case]:
    asked = []
    for path in paths:
        questions = read_gold(path, tell=complain)
        check_candidates(questions, path)
        asked += [(path, question) for question in questions]
    if limit is not None:
        asked = random.Random(0).sample(asked, min(limit, len(asked)))  # noqa: S311
    for path, gold in asked:
        name = gold.article or next(iter(seeds.ARTICLES))
        article = assistant.add(find_file(name, path))
        yield Case(
            question=gold.question,
            history=gold.history,
            article=article.id,
            evidence=[_find_places(group, article) for group in gold.evidence],
            answers=gold.answer,
        )


def _find_places(snippets: Sequence[str], article: Article) -> list[Place]:
    found = ((s, re.finditer(re.escape(s), article.text)) for s in snippets)
    return [(article.id, m.start(), m.end()) for _, matches in found for m in matches]


def _ask_all(cases: Sequence[Case], ask: Callable[[Case], Reply], name: str) -> list[Reply]:
    console = Console(stderr=True)
    return [ask(case) for case in track(cases, description=name, console=console, transient=True)]


def _ask_us(assistant: ArticleQA, writer: str) -> Callable[[Case], Reply]:
    def ask(case: Case) -> Reply:
        started = time.perf_counter()
        answer = assistant.ask(
            case.question, article=case.article, history=case.history, writer=writer
        )
        return Reply(
            text=" ".join(statement.text for statement in answer.statements),
            places=[(c.article_id, c.start, c.end) for c in answer.citations],
            refused=answer.status is Status.NOT_FOUND,
            verdicts=[str(statement.verdict.label) for statement in answer.statements],
            replaced=writer != answer.writer == "quotes" and answer.notice is not None,
            seconds=time.perf_counter() - started,
        )

    return ask


def _ask_baseline(assistant: ArticleQA) -> Callable[[Case], Reply]:
    """Return what asks the baseline; it gets the stand-alone question, as it has no history."""
    from qa.baselines import CitationBaseline

    engines: dict[str | None, CitationBaseline] = {}

    def ask(case: Case) -> Reply:
        if case.article not in engines:
            every = assistant.articles()
            asked = [article for article in every if case.article in (None, article.id)]
            engines[case.article] = CitationBaseline(
                asked, embedder=assistant.embedder, model=assistant.language_model
            )
        started = time.perf_counter()
        question = make_standalone(case.question, history=case.history)
        text, places = engines[case.article].ask(question)
        return Reply(
            text=text,
            places=places,
            refused=bool(_REFUSES.search(text)),
            verdicts=[],
            replaced=False,
            seconds=time.perf_counter() - started,
        )

    return ask


def _score(cases: Sequence[Case], replies: Sequence[Reply]) -> dict[str, float]:
    pairs = list(zip(cases, replies, strict=True))
    asked = [pair for pair in pairs if pair[0].evidence]
    absent = [pair for pair in pairs if not pair[0].evidence]
    lengths = [end - start for _, reply in pairs for _, start, end in reply.places]
    answered = [reply for _, reply in pairs if not reply.refused]
    return {
        "questions": len(asked),
        "right_answers": _share(_is_right(case, reply) for case, reply in asked),
        "evidence_cited": _share(_cites(case, reply) for case, reply in asked),
        "false_refusals": _share(reply.refused for _, reply in asked),
        "absent_questions": len(absent),
        "absent_refused": _share(reply.refused for _, reply in absent),
        "citations": len(lengths) / max(1, len(answered)),
        "citation_chars": sum(lengths) / max(1, len(lengths)),
        "wrong_supported": _share(
            not reply.refused
            and set(reply.verdicts) == {VerdictLabel.SUPPORTED}
            and not _is_right(case, reply)
            for case, reply in pairs
        ),
        "replaced": _share(reply.replaced for reply in replies),
        "seconds": sum(reply.seconds for reply in replies) / max(1, len(replies)),
    }


def _is_right(case: Case, reply: Reply) -> bool:
    return not reply.refused and contains_answer(reply.text, case.answers)


def _cites(case: Case, reply: Reply) -> bool:
    """Tell whether a place of every group of evidence is cited."""
    return not reply.refused and all(
        any(
            a == b and start < to and begin < end
            for a, start, end in group
            for b, begin, to in reply.places
        )
        for group in case.evidence
    )


def _share(hits: Iterable[bool]) -> float:
    values = list(hits)
    return sum(values) / max(1, len(values))


def _show(columns: Mapping[str, Mapping[str, float]]) -> str:
    table = Table("figure", *columns, "meaning", title="Side by side", title_justify="left")
    for name, meaning in _MEANING.items():
        table.add_row(name, *(spell(figures[name]) for figures in columns.values()), meaning)
    return render(table)
