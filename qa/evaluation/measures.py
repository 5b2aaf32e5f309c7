"""What is measured of one outcome: numbers from an answer, the gold, and the articles' texts.

``docs/measures.md`` holds the exact definitions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, harmonic_mean
from typing import Final, Literal

from index.models import Article
from qa.evaluation.cases import Case, Place
from qa.evaluation.matching import contains_answer, measure_shared_words
from qa.evaluation.outcomes import Judged, Outcome
from qa.evaluation.pointers import check_pointers, check_quotes
from qa.models import Answer, Status, VerdictLabel
from qa.names import WRITERS

__all__ = [
    "FIGURES",
    "MEASURES",
    "Measure",
    "find_rank",
    "is_right",
    "is_shown_as_supported",
    "measure",
]

Direction = Literal["higher", "lower"] | None
Values = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a figure says.

    Attributes:
        meaning: In plain words.
        better: Which direction is better; ``None`` where neither is.
        origin: Where it comes from.
    """

    meaning: str
    better: Direction
    origin: str


_ALCE = "ALCE, Gao et al. 2023"
_SQUAD = "SQuAD, Rajpurkar et al. 2016"
_RETRIEVAL = "TREC-8 QA track, Voorhees 1999"
_CLAIMS = "SummaC, Laban et al. 2022"
_OURS = "this project"

_ROWS: Final[tuple[tuple[str, Direction, str, str], ...]] = (
    ("evidence_hit", "higher", _OURS, "every needed sentence is cited"),
    ("first_hit", "higher", _OURS, "the first citation is a right sentence"),
    ("gold_precision", "higher", _OURS, "share of the citations that are right sentences"),
    ("gold_recall", "higher", _OURS, "share of the needed sentences that are cited"),
    ("gold_f1", "higher", _OURS, "harmonic mean of gold_precision and gold_recall"),
    ("answer_match", "higher", _OURS, "an accepted answer stands in what is shown"),
    ("token_f1", "higher", _SQUAD, "words shared with the nearest accepted answer"),
    ("false_refusals", "lower", _OURS, "answerable, yet not_found"),
    ("coverage", "higher", _OURS, "answerable, and answered"),
    ("hit_at_1", "higher", _RETRIEVAL, "a right sentence is ranked first"),
    ("hit_at_3", "higher", _RETRIEVAL, "a right sentence is among the first three"),
    ("hit_at_4", "higher", _RETRIEVAL, "a right sentence is among the first four"),
    ("hit_at_5", "higher", _RETRIEVAL, "a right sentence is among the first five"),
    ("hit_at_10", "higher", _RETRIEVAL, "a right sentence is among the first ten"),
    ("mrr", "higher", _RETRIEVAL, "one over the rank of the first right sentence"),
    ("article_first", "higher", _OURS, "the sentence ranked first is of a right article"),
    ("article_in_five", "higher", _OURS, "a right article is among the first five sentences"),
    ("absent_not_found", "higher", _OURS, "the articles do not say, and not_found"),
    ("false_answers", "lower", _OURS, "the articles do not say, yet answered"),
    ("wrong_supported", "lower", _OURS, "a wrong answer, all of it shown as supported"),
    ("citation_recall", "higher", _ALCE, "share of the statements their citations support"),
    ("citation_precision", "higher", _ALCE, "share of the citations that a statement needs"),
    ("citation_f1", "higher", _ALCE, "harmonic mean of citation_recall and _precision"),
    ("citations", None, _OURS, "citations of an answer"),
    ("citation_chars", "lower", "LongCite, Zhang et al. 2024", "length of a citation"),
    ("pointer_validity", "higher", _OURS, "share of the pointers that lead to a sentence"),
    ("exact_quotes", "higher", _OURS, "share of the quotes equal to the article's text"),
    ("replaced", "lower", _OURS, "quotes, since the language model failed"),
    ("errors", "lower", _OURS, "the system failed to answer"),
)

MEASURES: Final[Mapping[str, Measure]] = {
    name: Measure(meaning=meaning, better=better, origin=origin)
    for name, better, origin, meaning in _ROWS
}
"""Every measure of one outcome, by name, in the order in which figures are shown."""

FIGURES: Final[Mapping[str, Measure]] = {
    name: Measure(meaning=meaning, better="higher", origin=origin)
    for name, origin, meaning in (
        ("auroc", "Mann-Whitney U, Hanley & McNeil 1982", "an answerable question scores higher"),
        ("balanced_accuracy", _CLAIMS, "true and false claims told apart by score"),
        ("balanced_accuracy_fitting_half", _CLAIMS, "the same on the other half"),
        ("verdict_accuracy", _CLAIMS, "true and false claims told apart by the verdict shown"),
        ("true_accepted", _OURS, "true claims shown as supported"),
        ("false_rejected", _OURS, "false claims not shown as supported"),
    )
}
"""What is computed from many outcomes at once, and the figures of claims."""

_MODELS = WRITERS[1:]
_RANKS: Final = (1, 3, 4, 5, 10)
_ARTICLES_LOOKED_AT: Final = 5


def measure(outcome: Outcome, articles: Mapping[str, Article]) -> Values:
    """Return the value of each measure that is defined for an outcome.

    Where the system failed, whatever its question asks for counts as not done, and never as a
    refusal; measures of an answer are undefined.

    Args:
        outcome: What came out.
        articles: Every article of the run, by id.

    Returns:
        Numbers by names of ``MEASURES``, most of them 0 or 1.
    """
    answer = _get_answer(outcome)
    values = {"errors": float(outcome.answer is None)}
    if outcome.case.absent:
        values["absent_not_found"] = float(answer is None and outcome.answer is not None)
        values["false_answers"] = float(answer is not None)
    else:
        values |= _measure_answerable(outcome, answer)
    right = is_right(values)
    if right is not None:
        values["wrong_supported"] = float(not right and is_shown_as_supported(answer))
    if outcome.answer is not None and outcome.system in _MODELS:
        values["replaced"] = float(outcome.replaced)
    if answer is not None:
        values |= _measure_judged(answer, outcome.judged)
        values |= _measure_citations(answer, outcome.case, articles)
    return {name: values[name] for name in MEASURES if name in values}


def is_right(values: Mapping[str, float]) -> bool | None:
    """Tell whether an outcome is right by gold, from its measures; ``None`` where gold is silent.

    To an absent question, no answer is right. To any other, an answer is right that cites every
    needed sentence; where a dataset does not mark these, one that shows an accepted string.

    Example:
        >>> is_right({"evidence_hit": 1.0, "answer_match": 0.0}), is_right({"coverage": 1.0})
        (True, None)
    """
    told = (values.get(name) for name in ("absent_not_found", "evidence_hit", "answer_match"))
    return next((value == 1 for value in told if value is not None), None)


def _get_answer(outcome: Outcome) -> Answer | None:
    """Return the answer, unless it says that there is none."""
    answer = outcome.answer
    return answer if answer is not None and answer.status is Status.ANSWERED else None


def _find_cited(answer: Answer | None) -> list[Place]:
    """Return the places that an answer cites, in its order."""
    citations = answer.citations if answer else ()
    return [Place(citation.article_id, citation.start, citation.end) for citation in citations]


def _hits(place: Place, group: Iterable[Place]) -> bool:
    return any(map(place.overlaps, group))


def _measure_answerable(outcome: Outcome, answer: Answer | None) -> Values:
    case = outcome.case
    refused = outcome.answer is not None and answer is None
    values = {"coverage": float(answer is not None), "false_refusals": float(refused)}
    if case.evidence:
        values |= _measure_evidence(case, answer)
        values |= _measure_ranking(outcome)
    if case.answers:
        told = " ".join(statement.text for statement in answer.statements) if answer else None
        values["token_f1"] = 0.0 if told is None else measure_shared_words(told, case.answers)
        values["answer_match"] = float(answer is not None and _shows_answer(answer, case.answers))
    return values


def _measure_evidence(case: Case, answer: Answer | None) -> Values:
    cited = _find_cited(answer)
    right = [any(_hits(place, group) for group in case.evidence) for place in cited]
    found = [any(_hits(place, group) for place in cited) for group in case.evidence]
    precision, recall = _share(right), _share(found)
    return {
        "evidence_hit": float(all(found)),
        "first_hit": float(any(right[:1])),
        "gold_precision": precision,
        "gold_recall": recall,
        "gold_f1": float(harmonic_mean([precision, recall])),
    }


def _measure_ranking(outcome: Outcome) -> Values:
    case, rank = outcome.case, find_rank(outcome)
    values = {f"hit_at_{n}": float(rank is not None and rank <= n) for n in _RANKS}
    values["mrr"] = 1 / rank if rank is not None and rank <= max(_RANKS) else 0.0
    # Decided by the question alone: what else is in a run, or was ranked, must not change it.
    if case.scope is None or len(set(case.scope)) > 1:
        right = {place.article for group in case.evidence for place in group}
        found = [place.article in right for place in outcome.ranked[:_ARTICLES_LOOKED_AT]]
        values["article_first"] = float(any(found[:1]))
        values["article_in_five"] = float(any(found))
    return values


def _shows_answer(answer: Answer, accepted: Sequence[str]) -> bool:
    told = " ".join(statement.text for statement in answer.statements)
    shown = [told, *(citation.quote for citation in answer.citations)]
    return any(contains_answer(text, accepted) for text in shown)


def find_rank(outcome: Outcome) -> int | None:
    """Return the rank, from 1, of the first place found that is right; ``None`` without any."""
    wanted = [place for group in outcome.case.evidence for place in group]
    ranks = (n for n, place in enumerate(outcome.ranked, start=1) if _hits(place, wanted))
    return next(ranks, None)


def is_shown_as_supported(answer: Answer | None) -> bool:
    """Tell whether every statement of an answer is shown as supported; false without any."""
    labels = [statement.verdict.label for statement in answer.statements] if answer else []
    return bool(labels) and all(label is VerdictLabel.SUPPORTED for label in labels)


def _measure_judged(answer: Answer, judged: Sequence[Judged]) -> Values:
    """Return ALCE's figures, where every statement has been judged."""
    cited = [len(statement.citations) for statement in answer.statements]
    if not cited or cited != [len(item.alone) for item in judged]:
        return {}
    recall = _share([item.together for item in judged])
    precision = _share([needed for item in judged for needed in _find_needed(item)])
    return {
        "citation_recall": recall,
        "citation_precision": precision,
        "citation_f1": float(harmonic_mean([precision, recall])),
    }


def _find_needed(judged: Judged) -> list[bool]:
    """Tell of each citation whether it is precise in ALCE's sense."""
    pairs = zip(judged.alone, judged.without, strict=False)
    return [judged.together and (alone or not without) for alone, without in pairs]


def _measure_citations(answer: Answer, case: Case, articles: Mapping[str, Article]) -> Values:
    values = {"citations": float(len(answer.citations))}
    if answer.citations:
        values["citation_chars"] = fmean(len(citation.quote) for citation in answer.citations)
        values["exact_quotes"] = _share(check_quotes(answer, articles))
    pointers = check_pointers(answer, case, articles)
    if pointers:
        values["pointer_validity"] = _share(pointers)
    return values


def _share(hits: Sequence[bool]) -> float:
    """Return the share that is true; 0 of nothing."""
    return sum(hits) / len(hits) if hits else 0.0
