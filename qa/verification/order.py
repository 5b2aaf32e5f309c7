"""Whether a statement turns "before" into "after", or "since" into "until"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from qa.models import Problem, ProblemKind
from qa.words import content_stems

__all__ = ["check_order"]

_EARLY = r"before|prior to|ahead of|until|till|earlier than"
_LATE = r"after|since|following|later than"
_JOINT = re.compile(rf"\b(?:(?P<early>{_EARLY})|(?P<late>{_LATE}))\b(?!\w)", re.IGNORECASE)
_END = re.compile(r"[.,;:!?()]| (?:and|but|when|while) ")
_WINDOW = 60
_MOST_COMPARED = 40


def check_order(statement: str, texts: Sequence[str]) -> list[Problem]:
    """Return the words of a statement that put things in the other order than the texts.

    Example:
        >>> [problem] = check_order("He left before the vote.", ["He left after the vote."])
        >>> problem.words, problem.found
        ('before the vote', 'after the vote')
        >>> check_order("The vote came before he left.", ["He left after the vote."])
        []
    """
    problems = []
    given = [joint for text in texts for joint in _find_joints(text)]
    for early, words, stems in _find_joints(statement)[:_MOST_COMPARED]:
        same = [joint for joint in given if _share(stems, joint[2])]
        if same and not any(joint[0] is early for joint in same):
            found = same[0][1]
            message = f"the article says {found}, not {words}"
            problems.append(
                Problem(kind=ProblemKind.DATE, words=words, message=message, found=found)
            )
    return problems


@lru_cache(maxsize=2_048)
def _find_joints(text: str) -> tuple[tuple[bool, str, tuple[str, ...]], ...]:
    """Return the words of order in a text: whether early, the phrase, and its stems."""
    found = []
    for match in _JOINT.finditer(text):
        window = text[match.end() : match.end() + _WINDOW]
        end = _END.search(window)
        phrase = window[: end.start()] if end else window
        if _JOINT.match(phrase.lstrip()) is not None:
            continue
        short = re.match(r"(?: \S+){0,5}", phrase)
        words = match[0] + (short[0] if short else "")
        stems = content_stems(phrase) or tuple(phrase.lower().split())
        if not stems:
            lead = re.search(r"\w+ \w+ $", text[max(0, match.start() - _WINDOW) : match.start()])
            words = (lead[0] if lead else "") + words
            stems = tuple(words.lower().split()[:-1])
        found.append((match["early"] is not None, words, stems[:4]))
    return tuple(found)


def _share(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether two phrases begin with the same words of meaning."""
    if len(first) < 2 or len(second) < 2:
        return bool(first and second and first[0] == second[0])
    return first[0] == second[0] and first[1] in second
