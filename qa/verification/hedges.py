"""Words by which an article says that something is not certain, and whether they were kept."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from qa.words import stem, stems

__all__ = ["find_dropped_hedge"]

_REACH: Final = 80
_NEAR: Final = 3
_MAX_HEDGES: Final = 12
_WORD: Final = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_MODALS: Final = frozenset({"may", "might", "could", "possibly", "perhaps", "probably", "likely"})
_FIRM: Final = frozenset({"will", "can", "should"})
"""What sounds certain beside a mere possibility."""

_ACCUSED = (
    r"(?:(?:is|are|was|were|been|being|stands?|stood|be)\s(?:\w+\s)?)?(?:accused|suspected)\sof"
    r"|(?:is|are|was|were|been|be|['’]s)\s(?:\w+ly\s|also\s|now\s|still\s)?(?:said|reported|believed"
    r"|thought|understood|rumou?red|alleged|feared|claimed|suspected|presumed|considered)\sto"
    r"|it\s(?:is|was|has\sbeen)\s(?:\w+\s)?(?:said|reported|believed|thought|understood|rumou?red"
    r"|alleged|feared|claimed|suspected|presumed)"
)
_HEDGES: Final = re.compile(
    rf"\b(?:{_ACCUSED}|reportedly|allegedly|purportedly|supposedly|apparently|seemingly|presumably|possibly"
    r"|probably|perhaps|alleged|suspected|reported|purported|supposed|unconfirmed|likely|unlikely"
    r"|may|might|could|(?:is|are|was|were|be|been|being)\s(?:\w+ly\s)?(?:expected|planning"
    r"|scheduled|set|due|hoping|hoped)\sto"
    r"|(?:plans?|planned|hopes?|hoped|expects?|expected|wants?|wanted|intends?|intended|aims?|aimed"
    r"|seems?|seemed|appears?|appeared|would)(?:\sto\b)?"
    r")\b",
    re.IGNORECASE,
)
_ANY: Final = re.compile(
    _HEDGES.pattern
    + r"|\b(?:accus\w+|alleg\w+|suspect\w*|charge[sd]?|claim\w*|believ\w+|report\w*|rumou?r\w*"
    r"|expect\w*|plan\w*|propos\w+|potential\w*|possib\w+|will|can|should|if|hop(?:e|es|ed|ing)"
    r"|estimat\w+|think\w*|thought|said|says|say|according|fear\w*|chance\w*|risk\w*|threat\w*"
    r"|consider\w*|prospect\w*|maybe|about to|ready to)\b",
    re.IGNORECASE,
)


def find_dropped_hedge(statement: str, text: str) -> str | None:
    """Return words by which a text is not certain, where a statement says the same for certain.

    The words on both sides of the hedge must stand in the statement, side by side or nearly so.

    Example:
        >>> find_dropped_hedge("Roe took the money.", "Roe allegedly took the money.")
        'allegedly'
        >>> find_dropped_hedge("Roe is said to have left.", "Roe reportedly left.")
    """
    words = _WORD.findall(statement.lower())
    keys = [stem(word) for word in words]
    for match in islice(_HEDGES.finditer(text), _MAX_HEDGES):
        firm = _FIRM if match[0].lower() in _MODALS else frozenset[str]()
        kept = _count_soft(statement, apart=firm)
        if kept - _count_soft(text[: match.start()]) - _count_soft(text[match.end() :]):
            continue
        before = stems(text[max(0, match.start() - _REACH) : match.start()])[-_NEAR:]
        after = stems(text[match.end() : match.end() + _REACH])[:_NEAR]
        soft = [word not in firm and bool(_ANY.search(word)) for word in words]
        if _stand_together(keys, soft, before, after):
            return match[0]
    return None


def _count_soft(text: str, *, apart: frozenset[str] = frozenset()) -> Counter[str]:
    found = (match[0].lower() for match in _ANY.finditer(text))
    return Counter(word for word in found if word not in apart)


def _stand_together(
    words: Sequence[str], soft: Sequence[bool], before: Sequence[str], after: Sequence[str]
) -> bool:
    """Tell whether words from both sides of a hedge stand close together, with none between."""
    left = [place for place, word in enumerate(words) if word in before]
    right = [place for place, word in enumerate(words) if word in after]
    if not before:
        return len(right) >= _NEAR - 1 and 0 in right
    return len(right) > 1 and any(
        0 < there - here <= _NEAR and not any(soft[here + 1 : there])
        for here in left
        for there in right
    )
