"""Questions about the article itself, answered from its metadata."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from index.metadata import Metadata, read_metadata
from index.models import Article, Sentence, SentenceKind

__all__ = ["Fact", "find_fact"]

_ARTICLE_NOUNS = frozenset(
    "article story piece report text page post item copy alert dispatch column bulletin".split()
)
_UNMISTAKABLE = frozenset("article headline byline author".split())
_OPENING = 3
_REFERRING = frozenset("this it".split())
_OF_ARTICLES = re.compile(
    r"publish\w*|publication|updated|edited|revised|modified|amended|wrote|written|authored|posted"
    r"|dateline|dated|reporter|journalist"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What the article says of itself.

    Attributes:
        text: The fact as a sentence, or why it is not known.
        known: Whether the article carries it.
        carrier: Number of the sentence that carries it, where one does.
        words: The words of that sentence that say it.
    """

    text: str
    known: bool
    carrier: int | None = None
    words: str | None = None


_Teller = Callable[[Article, Sequence[Sentence], Metadata], Fact]


def find_fact(
    question: str, article: Article, sentences: Sequence[Sentence], *, follows: bool = False
) -> Fact | None:
    """Return what the article says of itself, when that is what the question asks.

    A question is about the article when it names the article, asks for one of its facts, and
    holds no other word of meaning: "When was the report on the dam published?" is about the dam.

    Args:
        question: As the reader typed it.
        article: The article it is asked of.
        sentences: All its sentences.
        follows: Whether earlier turns may be what "it" stands for.
    """
    words = re.findall(r"[^\W_]+", question.lower())
    if follows and "it" in words and not _UNMISTAKABLE.intersection(words):
        return None
    if not _names_article(words, sentences):
        return None
    # "The match report", "this wire story": what kind of article it is says nothing more.
    kinds = {kind for kind, noun in pairwise(words) if noun in _ARTICLE_NOUNS}
    left = set(words) - kinds - _ARTICLE_NOUNS - _REFERRING - _EMPTY
    read = read_metadata(sentences)
    for topic in _TOPICS:
        about = {word for word in left if topic.words.fullmatch(word)}
        if about and topic.asks.search(question) and _explains(left - about, article, read):
            return topic.tell(article, sentences, read)
    return None


def _names_article(words: Sequence[str], sentences: Sequence[Sentence]) -> bool:
    """Tell whether the words point to the article; "the report" may be one in the story.

    A bare "this" or "it" does only beside a word that is said of articles alone.
    """
    if _UNMISTAKABLE.intersection(words):
        return True
    if _REFERRING.intersection(words) and any(_OF_ARTICLES.fullmatch(word) for word in words):
        return True
    nouns = _ARTICLE_NOUNS.intersection(words)
    story = (s.text.lower() for s in sentences if s.kind is SentenceKind.STORY)
    told = {word for text in story for word in re.findall(r"[^\W_]+", text)} if nouns else set()
    return bool(nouns - told) or (bool(nouns) and ("news" in words or "this" in words))


def _explains(left: set[str], article: Article, read: Metadata) -> bool:
    """Tell whether the words left over only say more of the article, such as its outlet."""
    told = " ".join(filter(None, (article.outlet, read.outlet, article.byline))).lower()
    known = {word for name in told.split() for word in re.findall(r"[^\W_]+", name)}
    return left <= known | {"wire", "news", "court", "online", "full", "whole", "original"}


def _tell_published(article: Article, sentences: Sequence[Sentence], read: Metadata) -> Fact:
    return _tell_time("was published", article.published, "published", sentences, read)


def _tell_updated(article: Article, sentences: Sequence[Sentence], read: Metadata) -> Fact:
    return _tell_time("was last updated", article.updated, "updated", sentences, read)


def _tell_time(
    verb: str, time: str | None, field: str, sentences: Sequence[Sentence], read: Metadata
) -> Fact:
    if time is None:
        return _tell_dateline(sentences) or Fact(
            text=f"It does not say when it {verb}.", known=False
        )
    carrier = _carrier(field, time, read)
    return Fact(
        text=f"The article {verb} {_spell_time(time)}.",
        known=True,
        carrier=carrier,
        words=_find_time(sentences, carrier, last=field == "updated"),
    )


def _carrier(field: str, told: str, read: Metadata) -> int | None:
    """Return the sentence that carries a fact; none when the fact was given from outside."""
    return read.carriers.get(field) if getattr(read, field) == told else None


def _tell_dateline(sentences: Sequence[Sentence]) -> Fact | None:
    """Return the day a wire story opens with, which has no year: "OSLO, Nov 9 (Agency) -"."""
    story = [sentence for sentence in sentences if sentence.kind is SentenceKind.STORY]
    for sentence in story[:_OPENING]:
        if found := _DATELINE.match(sentence.text):
            return Fact(
                text=f"The article is dated {found['day']}, without a year.",
                known=True,
                carrier=sentence.number,
                words=found["day"],
            )
    return None


def _tell_byline(article: Article, sentences: Sequence[Sentence], read: Metadata) -> Fact:
    if article.byline is None:
        return _tell_credit(sentences) or Fact(text="It carries no byline.", known=False)
    carrier = _carrier("byline", article.byline, read)
    return Fact(
        text=f"The article was written by {article.byline}.",
        known=True,
        carrier=carrier,
        words=article.byline,
    )


def _tell_credit(sentences: Sequence[Sentence]) -> Fact | None:
    """Return who is credited in a closing line such as "Reporting by A; Editing by B"."""
    for sentence in sentences:
        if sentence.kind is SentenceKind.FURNITURE and _CREDIT.search(sentence.text):
            text = sentence.text.strip("()[] ")
            return Fact(text=text, known=True, carrier=sentence.number, words=text)
    return None


def _tell_outlet(article: Article, sentences: Sequence[Sentence], read: Metadata) -> Fact:
    if article.outlet is None:
        return Fact(text="It does not name its outlet.", known=False)
    return Fact(
        text=f"The article was published by {article.outlet}.",
        known=True,
        carrier=_carrier("outlet", article.outlet, read),
        words=article.outlet,
    )


def _tell_title(article: Article, sentences: Sequence[Sentence], read: Metadata) -> Fact:
    if article.title_derived:
        return Fact(text="It carries no headline.", known=False)
    return Fact(
        text=f"The headline is: {article.title}",
        known=True,
        carrier=_carrier("title", article.title, read),
        words=article.title,
    )


def _tell_length(article: Article, sentences: Sequence[Sentence], read: Metadata) -> Fact:
    story = [sentence for sentence in sentences if sentence.kind is SentenceKind.STORY]
    words = sum(len(sentence.text.split()) for sentence in story)
    return Fact(text=f"The story has {words} words in {len(story)} sentences.", known=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Topic:
    """A fact of an article: the words that mean it, how it is asked for, and how it is told."""

    words: re.Pattern[str]
    asks: re.Pattern[str]
    tell: _Teller


def _topic(words: str, asks: str, tell: _Teller) -> _Topic:
    flags = re.IGNORECASE
    return _Topic(words=re.compile(words, flags), asks=re.compile(asks, flags), tell=tell)


_PUBLISH = (
    r"publish\w*|publication|post(?:ed)?|released?|fil(?:e|ed)|print(?:ed)?|appear(?:ed)?|online"
    r"|written|wrote|write|dated?|dateline|old|come|came|out|went|go|run|ran|put|issued|from"
)
_TOPICS = (
    _topic(
        r"updat\w+|edit(?:ed|s)?|revis\w+|modified|chang\w+|amended|refreshed|publish\w*|time|date|day",
        r"^(?!.*\bwho\b).*(?:updat|edited|revis|modified|chang|amended|refreshed)",
        _tell_updated,
    ),
    _topic(r"headline|title", r"headline|title", _tell_title),
    _topic(
        r"long|length|words?|sentences?|paragraphs?|count",
        r"how long|length|words|sentences|count",
        _tell_length,
    ),
    _topic(
        r"wr(?:ote|itten|ites?|iter)|author\w*|reporters?|journalists?|correspondents?|byline|penned"
        r"|reported|filed|edit\w*|by|behind",
        r"\b(?:who|whom|whose|which|what|is there|name|by)\b.*|^(?:author|byline)",
        _tell_byline,
    ),
    _topic(
        r"publish\w*|outlet|newspaper|paper|publication|website|site|broadcaster|agency|source"
        r"|posted|printed|ran|run|carried|appear(?:ed)?",
        r"\b(?:who|which|where|what (?:outlet|newspaper|paper|publication|website|site|source))\b",
        _tell_outlet,
    ),
    _topic(
        _PUBLISH + r"|dates?|day|time|year|month",
        r"\bwhen\b|\bdated?\b|\b(?:what|which) (?:day|time|year|month)\b|\bhow old\b",
        _tell_published,
    ),
)
_EMPTY = frozenset(
    """a an the is was were are be been has have had do does did who whom whose what which when
    where how many much of on in at for to by and or any there s it its first last originally
    latest recently most recent initially ever after since tell me give name exactly please
    actually made many""".split()
)

_DATELINE = re.compile(r"[A-Z][A-Z .,/'’-]{2,60}, (?P<day>[A-Z][a-z]{2,8}\.? \d{1,2}) \(")
_CREDIT = re.compile(r"\b(?:reporting|writing|written|edited|editing) by\b", re.IGNORECASE)
_TIME_WORDS = re.compile(
    r"(?:\w+,? )?\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4}"
    r"(?:,? (?:at )?\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?)?"
    r"|[A-Z][a-z]+\.? \d{1,2},? \d{4}(?:,? (?:at )?\d{1,2}[:.]\d\d(?: ?[AaPp]\.?[Mm]\.?)?)?"
    r"|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?"
)


def _find_time(sentences: Sequence[Sentence], carrier: int | None, *, last: bool) -> str | None:
    """Return the words of the date line that give the time, as they stand there."""
    if carrier is None:
        return None
    found = [match[0] for match in _TIME_WORDS.finditer(sentences[carrier - 1].text)]
    return (found[-1] if last else found[0]) if found else None


def _spell_time(time: str) -> str:
    """Spell an ISO date or time for a reader.

    Example:
        >>> _spell_time("2025-03-27T15:21:00"), _spell_time("2025-03-27")
        ('on 27 March 2025 at 15:21', 'on 27 March 2025')
    """
    moment = datetime.fromisoformat(time)
    day = f"on {moment.day} {moment:%B %Y}"
    return f"{day} at {moment:%H:%M}" if "T" in time else day
