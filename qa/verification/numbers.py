"""Whether the numbers of a statement are those of the article: counts, shares, prices, scores."""

import re
from collections.abc import Sequence

from qa.models import Problem, ProblemKind
from qa.verification.agreement import agree
from qa.verification.amounts import Amount, Bound, Form, find_amounts
from qa.verification.counterparts import Difference, find_differences
from qa.verification.premises import Premise

__all__ = ["check_numbers", "describe_difference"]

_MOST_COMPARED = 60
_MORE_THAN = re.compile(r"more than|fewer than|less than|greater than|higher than|lower than", re.I)


def check_numbers(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Return the numbers of a statement that its premises do not give.

    Other forms of a number (``thirty``, ``1.2 million``, ``half`` for ``50%``), other units of
    the same size, fair rounding, and counts of what a premise lists are not problems. Dates,
    times and durations are checked by ``qa.verification.dates``.

    Example:
        >>> [problem] = check_numbers("Three died.", [Premise(text="Thirty people died.")])
        >>> problem.words, problem.message
        ('Three', 'the article says thirty, not three')
        >>> check_numbers("About 30 people died.", [Premise(text="Thirty people died.")])
        []
    """
    texts = tuple(premise.text for premise in premises)
    problems = [
        describe_difference(difference, ProblemKind.NUMBER)
        for difference in find_differences(statement, texts)
        if not difference.amount.is_duration
    ]
    return problems + _check_bounds(statement, texts)


def describe_difference(difference: Difference, kind: ProblemKind) -> Problem:
    """Return a difference between statement and article as a problem.

    Args:
        difference: What was found.
        kind: Number or date.
    """
    amount, counterpart = difference.amount, difference.counterpart
    stated = _begin_low(amount)
    if counterpart is None:
        message = f"the article does not give {stated}"
        return Problem(kind=kind, words=amount.text, message=message)
    here = " here" if difference.moved else ""
    message = f"the article says {_begin_low(counterpart)}{here}, not {stated}"
    return Problem(kind=kind, words=amount.text, message=message, found=counterpart.text)


def _begin_low(amount: Amount) -> str:
    """Return the words of an amount as they stand within a sentence."""
    text = amount.text
    return text if amount.form is Form.LABEL or text.isupper() else text[0].lower() + text[1:]


def _check_bounds(statement: str, texts: Sequence[str]) -> list[Problem]:
    """Return the limits a statement turns round or makes of an exact number."""
    if any(statement.strip() == text.strip() for text in texts):
        return []
    given = [amount for text in texts for amount in find_amounts(text)]
    problems = []
    for amount in find_amounts(statement)[:_MOST_COMPARED]:
        if amount.bound in (Bound.LEAST, Bound.MOST) and amount.bound_words:
            same = [
                other for other in given if agree(amount, other) and other.value == amount.value
            ]
            start = statement.rfind(amount.bound_words, 0, amount.start)
            problems += _compare_bounds(amount, same, words=statement[start : amount.end])
    return problems


def _compare_bounds(amount: Amount, given: Sequence[Amount], *, words: str) -> list[Problem]:
    """Return what is wrong with a limit, beside the amounts of the article that agree."""
    if not given or any(other.bound in (amount.bound, Bound.ABOUT) for other in given):
        return []
    limits = [other for other in given if other.bound]
    if limits:
        found = f"{limits[0].bound_words} {limits[0].text}".strip()
    elif _MORE_THAN.match(amount.bound_words):
        found = given[0].text
    else:
        return []
    return [
        Problem(
            kind=ProblemKind.NUMBER,
            words=words,
            message=f"the article says {found}, not {words}",
            found=found,
        )
    ]
