"""From checks and a score to a verdict: does the article say what a statement says?

What stands in the article word for word is supported by construction. Everything else passes the
deterministic checks, each of which names the words at fault, and a score of how much of it the
premises support (``support.py``); words that nothing covers are named too.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from index.sentences import split_spans
from qa.models import Problem, ProblemKind, Verdict, VerdictLabel
from qa.verification.attribution import check_attribution
from qa.verification.binding import check_binding, is_short
from qa.verification.dates import check_dates
from qa.verification.excerpts import Excerpt, find_excerpt, is_verbatim
from qa.verification.gaps import find_gaps
from qa.verification.governed import check_governed
from qa.verification.heads import check_heads
from qa.verification.names import check_names
from qa.verification.negation import check_negation
from qa.verification.numbers import check_numbers
from qa.verification.premises import Premise
from qa.verification.quotations import check_quotations
from qa.verification.selection import choose_premises
from qa.verification.signs import check_signs, cut_signs
from qa.verification.support import measure_support, read_weights

__all__ = ["CHECKED", "find_problems", "group_problem", "read_premises", "verify", "weigh_problems"]

_MAXIMUM_STATEMENT: Final = 4_000
_MAXIMUM_VERBATIM: Final = 100_000
_MAXIMUM_PREMISES: Final = 1_000
_MAXIMUM_PREMISE: Final = 8_000
CHECKED: Final = 40
"""Of many premises, how many of the closest ones the checks see."""
_OWN_WORDS: Final = {Excerpt.CLAUSE: 0.99, Excerpt.SHORTENED: 0.9}
"""The least score of a statement in the article's own words."""
_FOREIGN: Final = 3
"""So many words in a row that nothing covers are reported however good the score is."""
_FOREIGN_TOO: Final = 2
"""So many are reported beside other problems."""
_CLIPPED: Final = 300
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
"""Half of a character; alone it cannot be written as UTF-8, which the models are given."""

_Check = Callable[[str, Sequence[Premise]], list[Problem]]
_CHECKS: Final[tuple[_Check, ...]] = (
    check_dates,
    check_attribution,
    check_names,
    check_numbers,
    check_negation,
    check_quotations,
)
_CONTRADICTING: Final = frozenset(
    {
        ProblemKind.NUMBER,
        ProblemKind.DATE,
        ProblemKind.NAME,
        ProblemKind.NEGATION,
        ProblemKind.ATTRIBUTION_CHANGED,
    }
)
# How something is told; its words may hold others that another problem names more exactly.
_TOLD: Final = frozenset({ProblemKind.ATTRIBUTION_DROPPED, ProblemKind.QUOTATION})


def verify(statement: str, sentences: str | Sequence[str | Premise]) -> Verdict:
    """Return whether sentences of an article support a statement, and what is wrong with it.

    A statement that repeats a sentence, or a whole clause of it with its attribution, is
    supported. A contradicted number, date, name, speaker or negation makes it contradicted; words
    beyond the article, a dropped attribution or altered quotation make it partly supported; where
    little of it is covered, it is unsupported. A statement without a letter or digit states
    nothing that could be checked: it is unsupported.

    Args:
        statement: What is claimed; any text. Its first 4,000 characters are checked.
        sentences: Sentences of the article, or texts, which are cut into sentences; a statement
            that rests on two of them is checked against them together. One text may stand alone.

    Returns:
        The verdict, whose score is above a fixed threshold only where there are no problems;
        these stand in the order of their words in the statement.

    Raises:
        ModelFileError: A file of the embedding model or of the weights is missing or damaged.

    Example:
        >>> told = ["The ferry sank near Orrin on Friday, and 30 people were rescued."]
        >>> verify("The ferry sank near Orrin on Friday.", told).label.value
        'supported'
    """
    statement = _mend(statement)
    premises = read_premises([sentences] if isinstance(sentences, str) else sentences)
    if is_verbatim(statement[:_MAXIMUM_VERBATIM], premises):
        return Verdict(label=VerdictLabel.SUPPORTED, score=1.0)
    text = statement[:_MAXIMUM_STATEMENT].strip()
    empty = _refuse_empty(text, premises)
    if empty is not None:
        return Verdict(label=VerdictLabel.UNSUPPORTED, score=0.0, problems=(empty,))
    close = choose_premises(text, [_clip(premise) for premise in premises], limit=CHECKED)
    signs = check_signs(text, close)
    text = cut_signs(text)
    excerpt = find_excerpt(text, close)
    problems = find_problems(text, close)
    problems += _keep_new(problems, signs)
    weights = read_weights()
    support = measure_support(text, close)
    score = support.score
    if excerpt is not None:
        # Nothing is beyond the article in its own words; the other checks may still object.
        problems = [problem for problem in problems if problem.kind is not ProblemKind.NAME]
        score = max(score, _OWN_WORDS[excerpt])
    score = weigh_problems(score, problems, weights["problems"])
    gaps: list[Problem] = []
    if excerpt is None:
        weak = support.score < weights["threshold"]
        least = _find_least(weak=weak, faulty=bool(problems))
        gaps = find_gaps(text, support, close, least=least)
    if excerpt is not Excerpt.CLAUSE and is_short(text, premises):
        for check in (check_binding, check_governed, check_heads):
            gaps = [*gaps, *_keep_new(gaps, check(text, close))]
    problems = _sort(statement, [*problems, *_keep_new(problems, gaps)])
    label = _label(problems, covered=support.features["all"], score=score)
    if problems:
        score = min(score, weights["threshold"] * (1 + score) / 2)
    return Verdict(label=label, score=round(score, 4), problems=tuple(problems))


def _find_least(*, weak: bool, faulty: bool) -> int | None:
    """Return how many words in a row that nothing covers are to be reported."""
    if weak:
        return 1 if faulty else None
    return _FOREIGN_TOO if faulty else _FOREIGN


def find_problems(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Return what the checks find, in the order of the words at fault, no words twice.

    A number inside a date is a date; a name that is a speaker is an attribution.

    Raises:
        ModelFileError: A file of the embedding model is missing or damaged.
    """
    found: list[tuple[int, int, Problem]] = []
    for check in _CHECKS:
        for problem in check(statement, premises):
            start = max(0, statement.find(problem.words))
            end = start + len(problem.words)
            if not any(_repeats(problem, start, end, other) for other in found):
                found.append((start, end, problem))
    return [problem for _, _, problem in sorted(found, key=lambda item: item[:2])]


def weigh_problems(
    score: float, problems: Sequence[Problem], weights: Mapping[str, float]
) -> float:
    """Return a score of support, lowered for what the checks found.

    Args:
        score: The score of support, from 0 to 1.
        problems: What the checks found.
        weights: What each kind takes off, in logits: ``contradicted``, ``beyond``, ``told``.
    """
    inside = min(1 - 1e-6, max(1e-6, score))
    value = math.log(inside / (1 - inside))
    value -= sum(weights[kind] for kind in {group_problem(problem) for problem in problems})
    return 1 / (1 + math.exp(-value))


def _label(problems: Sequence[Problem], *, covered: float, score: float) -> VerdictLabel:
    weights = read_weights()
    if not problems:
        return VerdictLabel.SUPPORTED
    if any(problem.found and problem.kind in _CONTRADICTING for problem in problems):
        return VerdictLabel.CONTRADICTED
    only_told = all(problem.kind in _TOLD for problem in problems)
    if only_told or covered >= weights["partly"] or score >= weights["threshold"]:
        return VerdictLabel.PARTLY
    return VerdictLabel.UNSUPPORTED


def group_problem(problem: Problem) -> str:
    """Return what a problem weighs as: ``contradicted``, ``beyond`` or ``told``."""
    if problem.kind in _TOLD:
        return "told"
    return "contradicted" if problem.found else "beyond"


def _repeats(problem: Problem, start: int, end: int, other: tuple[int, int, Problem]) -> bool:
    """Tell whether another problem already names these words."""
    if problem.words == other[2].words:
        return True
    if (problem.kind in _TOLD) != (other[2].kind in _TOLD):
        return False
    return start < other[1] and other[0] < end


def _keep_new(problems: Sequence[Problem], gaps: Sequence[Problem]) -> list[Problem]:
    """Return the gaps whose words no problem names already as exactly."""
    named = [problem.words for problem in problems if problem.kind not in _TOLD]
    return [gap for gap in gaps if not any(gap.words in words for words in named)]


def _sort(statement: str, problems: Sequence[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: statement.find(problem.words))


def _refuse_empty(statement: str, premises: Sequence[Premise]) -> Problem | None:
    if not premises:
        return Problem(
            kind=ProblemKind.UNCITED,
            words=statement[:_CLIPPED],
            message="no sentence of the article is given for this",
        )
    if not any(character.isalnum() for character in statement):
        return Problem(
            kind=ProblemKind.NOT_STATED,
            words=statement[:_CLIPPED],
            message="there are no words that could be checked",
        )
    return None


def read_premises(sentences: Sequence[str | Premise]) -> list[Premise]:
    """Return sentences as premises, texts cut into theirs; at most a thousand."""
    premises: list[Premise] = []
    for given in sentences:
        if isinstance(given, Premise):
            premises.append(replace(given, text=_mend(given.text), before=_mend(given.before)))
        else:
            premises += _cut(_mend(given))
        if len(premises) >= _MAXIMUM_PREMISES:
            break
    return premises[:_MAXIMUM_PREMISES]


def _mend(text: str) -> str:
    """Return a text whose halves of characters are joined, or replaced where one is missing."""
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _clip(premise: Premise) -> Premise:
    if max(len(premise.text), len(premise.before)) <= _MAXIMUM_PREMISE:
        return premise
    return replace(
        premise,
        text=premise.text[:_MAXIMUM_PREMISE],
        before=premise.before[-_MAXIMUM_PREMISE:],
    )


def _cut(text: str) -> list[Premise]:
    spans = split_spans(text[: _MAXIMUM_PREMISES * _MAXIMUM_PREMISE])
    before = ""
    premises = []
    for start, end in spans[:_MAXIMUM_PREMISES]:
        premises.append(Premise(text=text[start:end], before=before))
        before = text[start:end]
    return premises
