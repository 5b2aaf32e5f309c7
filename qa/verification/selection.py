"""The few premises among many on which a statement may rest.

A statement may rest on two sentences or more: they are picked one after the other, each for the
words that the ones before it leave uncovered (maximal coverage, greedily).
"""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from qa.verification.opposites import find_base
from qa.verification.premises import Premise
from qa.words import content_stems, stem_set

__all__ = ["choose_premises", "covers", "read_beginnings"]

_MIN_BEGINNING = 5
_MAX_STEM = 30
_MAX_STEMS = 80
_LONG = 20.0
_AGAIN = 0.3
"""What a word still counts once a chosen premise covers it."""
_OVERALL = 0.15


def choose_premises(
    statement: str, premises: Sequence[Premise], *, limit: int
) -> tuple[Premise, ...]:
    """Return at most so many premises, those which cover most of the statement, in their order.

    Example:
        >>> told = [Premise(text=t) for t in ("It rained.", "Roe won.", "The vote was close.")]
        >>> [p.text for p in choose_premises("Roe won a close vote.", told, limit=2)]
        ['Roe won.', 'The vote was close.']
    """
    if len(premises) <= limit:
        return tuple(premises)
    wanted = content_stems(statement)[:_MAX_STEMS]
    known = [read_beginnings(premise.text) for premise in premises]
    held = [frozenset(stem for stem in wanted if covers(beginnings, stem)) for beginnings in known]
    often = Counter(stem for stems in held for stem in stems)
    worth = {stem: math.log((len(premises) + 1) / (often[stem] + 0.5)) for stem in wanted}
    overall = [
        sum(worth[stem] for stem in stems) / math.sqrt(1 + len(stem_set(premise.text)) / _LONG)
        for stems, premise in zip(held, premises, strict=True)
    ]
    left = dict(worth)
    chosen: list[int] = []
    for _ in range(limit):
        best = max(
            (place for place in range(len(premises)) if place not in chosen),
            key=lambda place: sum(left[s] for s in held[place]) + _OVERALL * overall[place],
        )
        chosen.append(best)
        for stem in held[best]:
            left[stem] *= _AGAIN
    return tuple(premises[place] for place in sorted(chosen))


@lru_cache(maxsize=4_096)
def read_beginnings(text: str) -> frozenset[str]:
    """Return the stems of a text and all their beginnings of five letters or more."""
    stems = {find_base(stem)[:_MAX_STEM] for stem in stem_set(text)}
    stems |= {stem[:_MAX_STEM] for stem in stem_set(text)}
    cut = {stem[:size] for stem in stems for size in range(_MIN_BEGINNING, len(stem))}
    return frozenset(stems | cut)


def covers(beginnings: frozenset[str], stem: str) -> bool:
    """Tell whether a stem, or one that starts the same way, is among what a text holds.

    The rule is that of ``qa.words.covered``, in constant time.

    Example:
        >>> held = read_beginnings("The negotiators met.")
        >>> covers(held, "negoti"), covers(held, "meet"), covers(held, "sat")
        (True, True, False)
    """
    if stem in beginnings or find_base(stem) in beginnings:
        return True
    if len(stem) < _MIN_BEGINNING:
        return False
    return stem[: min(_MAX_STEM, max(_MIN_BEGINNING, len(stem) - 3))] in beginnings
