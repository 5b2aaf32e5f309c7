"""Which sentences a statement rests on: those its writer named, or those that hold it."""

from collections.abc import Sequence
from itertools import combinations

from qa.models import ProblemKind, Verdict, VerdictLabel
from qa.verification import Premise, verify
from qa.words import content_stems

__all__ = ["settle"]

_LOOKED_AT = 5
"""So many sentences are tried for a statement that its own citations do not hold."""
_PAIRED = 3
"""So many of them two at a time."""


def settle(
    statement: str, cited: Sequence[int], premises: Sequence[Premise]
) -> tuple[tuple[int, ...], Verdict]:
    """Return the sentences a statement is shown to rest on, and the verdict on it.

    What the writer cited stands when it supports the statement, less what adds nothing to that
    (a citation is needed when the others do not support the statement without it, ALCE, Gao et
    al. 2023). Where it does not, or the writer cited nothing, other sentences are cited only if
    they do support it, or would if it said whose words they are: a citation is never forced.

    Args:
        statement: One sentence of an answer, without markers.
        cited: Places in ``premises`` of what the writer cited, in its order.
        premises: Every sentence the writer was shown.
    """
    cited = tuple(dict.fromkeys(cited))
    verdict = verify(statement, [premises[place] for place in cited])
    if _holds(verdict):
        return _prune(statement, cited, premises, verdict)
    nearest = _find_nearest(statement, premises)
    # What two people say is not put together: neither of them may have said the whole of it.
    pairs = [
        (first, second)
        for first, second in combinations(nearest[:_PAIRED], 2)
        if premises[first].speakers == premises[second].speakers
    ]
    bare = (cited, verdict) if _lacks_attribution_only(verdict) else None
    for places in [*((place,) for place in nearest), *pairs]:
        found = verify(statement, [premises[place] for place in places])
        if _holds(found):
            return places, found
        if bare is None and _lacks_attribution_only(found):
            bare = places, found
    return bare or (cited, verdict)


def _prune(
    statement: str, cited: tuple[int, ...], premises: Sequence[Premise], verdict: Verdict
) -> tuple[tuple[int, ...], Verdict]:
    """Leave out, last first, every citation that the statement holds without."""
    for place in reversed(cited):
        fewer = tuple(other for other in cited if other != place)
        if fewer and _holds(found := verify(statement, [premises[other] for other in fewer])):
            cited, verdict = fewer, found
    return cited, verdict


def _holds(verdict: Verdict) -> bool:
    return verdict.label is VerdictLabel.SUPPORTED


def _lacks_attribution_only(verdict: Verdict) -> bool:
    """Tell whether nothing is wrong but that somebody's words are told as fact."""
    return bool(verdict.problems) and all(
        problem.kind is ProblemKind.ATTRIBUTION_DROPPED for problem in verdict.problems
    )


def _find_nearest(statement: str, premises: Sequence[Premise]) -> list[int]:
    """Return the places of the sentences that share most words with a statement, best first."""
    wanted = frozenset(content_stems(statement))
    shared = [len(wanted.intersection(content_stems(premise.text))) for premise in premises]
    places = sorted(range(len(premises)), key=lambda place: -shared[place])
    return [place for place in places[:_LOOKED_AT] if shared[place]]
