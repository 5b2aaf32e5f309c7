"""Read what an article says about itself: title, byline, outlet and dates, never guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from index.dates import StampKind, cut_before_date, find_stamps, is_date_line
from index.furniture import find_byline
from index.models import Sentence, SentenceKind

__all__ = ["Metadata", "read_metadata"]

_TITLE_LIMIT = 80
_TITLE_LEAST = 45

_OUTLET = r"(?P<outlet>[A-Z][\w&.’'-]*(?:\s[A-Z][\w&.’'-]*){0,3})"
_DATELINE = re.compile(
    r"(?:[A-Z][\w.’'-]*(?:,?\s[\w.’'-]+){0,5},?\s)?(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}"
    rf"(?:,\s\d{{4}})?,?\s)?\({_OUTLET}\)(?:\s?(?:--|[–—]|-\s)\s*|(?=[A-Z]))"
)
_BARE_DATELINE = re.compile(
    r"(?:[A-Z][\w.’'-]*(?:,?\s[\w.’'-]+){0,5},?\s)?(?P<outlet>CNN|AP|AFP|Reuters)\s{1,3}[—–]\s*"
)
_DANGLING = re.compile(
    r"(?:\s(?:a|an|the|to|of|in|on|at|by|for|from|with|and|or|as|that|their|his|her|its|after"
    r"|is|are|was|were|has|have|had|who|which|when))+$"
)
_OUTLET_AFTER_DATE = re.compile(rf"\d.*[/|]\s?{_OUTLET}$")
_OUTLET_AFTER_BYLINE = re.compile(rf"(?i:by:?\s).*[,|/]\s?{_OUTLET}$")
_OUTLET_LINE = re.compile(rf"(?i:outlet|publisher|published\sby|publication):?\s{_OUTLET}$")
_OUTLET_WORD = re.compile(
    r"\b(?:news|times|post|guardian|telegraph|mail|herald|tribune|journal|gazette|standard|mirror"
    r"|observer|express|chronicle|bbc|cnn|itv|cbs|nbc|abc|npr|pbs|lbc|reuters|afp|ap|pa|bloomberg"
    r"|radio|tv|press|magazine|daily|independent|sky)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"(?:As|When|While|After|Before|Since|If|Although|Though|Because|Until|Once|From|In|On|At|With"
    r"|Within|Despite|Over|During|Following|\w+ing)\s"
)
_CLAUSE_END = re.compile(r"[,;:]\s|\s[–—-]{1,2}\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What an article says about itself.

    Attributes:
        title: The headline, or a short title derived from the first story sentence.
        title_derived: Whether the title was derived because the text carries none.
        byline: Who wrote it, as the text says, without "By".
        outlet: Who published it.
        published: ISO 8601, a date or a date and time, only as precise as the text.
        updated: The same for the last update.
        carriers: The name of each attribute that was read, to the number of the sentence that
            carries it.
    """

    title: str
    title_derived: bool
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    updated: str | None = None
    carriers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


def read_metadata(sentences: Sequence[Sentence]) -> Metadata:
    """Read the metadata of an article from its classified sentences.

    Dates and bylines are read from furniture alone, never from the story; the outlet also from
    a dateline, such as "PARIS (Reuters) -", before the first story sentence.

    Args:
        sentences: All sentences of one article, in order.
    """
    carriers: dict[str, int] = {}
    title, derived = _read_title(sentences, carriers)
    furniture = [one for one in sentences if one.kind is SentenceKind.FURNITURE]
    dates = _read_dates(furniture, carriers)
    return Metadata(
        title=title,
        title_derived=derived,
        byline=_read_byline(furniture, carriers),
        outlet=_read_outlet(sentences, furniture, carriers),
        published=dates.get(StampKind.PUBLISHED),
        updated=dates.get(StampKind.UPDATED),
        carriers=MappingProxyType(carriers),
    )


def _read_title(sentences: Sequence[Sentence], carriers: dict[str, int]) -> tuple[str, bool]:
    """Return the headline above the story, else a title derived from the first sentence."""
    story = next((one for one in sentences if one.kind is SentenceKind.STORY), None)
    for sentence in sentences:
        if sentence is story:
            break
        if sentence.kind is SentenceKind.HEADLINE:
            carriers["title"] = sentence.number
            return " ".join(sentence.text.split()), False
    first = story or next(iter(sentences), None)
    if first is None:
        return "", True
    carriers["title"] = first.number
    return _shorten(first.text), True


def _shorten(text: str) -> str:
    """Cut a sentence to the length of a title, at the end of a clause or else of a word."""
    text = " ".join(text[: 4 * _TITLE_LIMIT].split())
    dateline = _match_dateline(text)
    text = text[dateline.end() if dateline else 0 :]
    if len(text) <= _TITLE_LIMIT:
        return text.removesuffix(".") if text.count(".") == 1 else text
    clauses = [found.start() for found in _CLAUSE_END.finditer(text[: _TITLE_LIMIT + 1])]
    if clauses and clauses[-1] >= _TITLE_LEAST and not _SUBORDINATE.match(text):
        return text[: clauses[-1]]
    word = text.rfind(" ", 0, _TITLE_LIMIT)
    head = text[: word if word >= _TITLE_LEAST else _TITLE_LIMIT - 1]
    return _DANGLING.sub("", head).rstrip(" ,;:–—-") + "…"


def _match_dateline(text: str) -> re.Match[str] | None:
    return _DATELINE.match(text) or _BARE_DATELINE.match(text)


def _read_byline(furniture: Sequence[Sentence], carriers: dict[str, int]) -> str | None:
    for sentence in furniture:
        names = find_byline(sentence.text)
        if not names and is_date_line(sentence.text):
            names = find_byline(cut_before_date(sentence.text))
        if names:
            carriers["byline"] = sentence.number
            return names
    return None


def _read_dates(furniture: Sequence[Sentence], carriers: dict[str, int]) -> dict[StampKind, str]:
    """Read the date lines; a date that says nothing else is the date of publication."""
    dates: dict[StampKind, str] = {}
    for sentence in furniture:
        if not is_date_line(sentence.text):
            continue
        for stamp in find_stamps(sentence.text):
            kind = stamp.kind or StampKind.PUBLISHED
            if kind not in dates:
                dates[kind] = stamp.moment
                carriers[kind.value] = sentence.number
    return dates


def _read_outlet(
    sentences: Sequence[Sentence], furniture: Sequence[Sentence], carriers: dict[str, int]
) -> str | None:
    story = next((one for one in sentences if one.kind is SentenceKind.STORY), None)
    found = _match_dateline(story.text[:_TITLE_LIMIT]) if story else None
    if story and found:
        carriers["outlet"] = story.number
        return found["outlet"]
    for sentence in furniture:
        outlet = _find_outlet(sentence.text)
        if outlet:
            carriers["outlet"] = sentence.number
            return outlet
    return None


def _find_outlet(text: str) -> str | None:
    """Return the outlet a date line or byline ends with, if it is named like one."""
    labelled = _OUTLET_LINE.fullmatch(text)
    if labelled:
        return labelled["outlet"]
    found = None
    if is_date_line(text):
        found = _OUTLET_AFTER_DATE.search(text)
    elif find_byline(text):
        found = _OUTLET_AFTER_BYLINE.search(text)
    if found and _OUTLET_WORD.search(found["outlet"]):
        return found["outlet"]
    return None
