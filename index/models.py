"""The nouns of the index: plain values, no I/O."""

from dataclasses import dataclass
from enum import StrEnum


class SentenceKind(StrEnum):
    """What part of the article a sentence is."""

    STORY = "story"
    HEADLINE = "headline"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news story, its text exactly as loaded.

    Attributes:
        id: The first 12 hexadecimal digits of the SHA-256 of the text in UTF-8.
        text: The text as loaded; every offset of the project points into it.
        title: The headline, or a short title derived from the first story sentence.
        title_derived: Whether the title was derived because the text carries none.
        byline: Who wrote it, as the text says, without "By".
        outlet: Who published it.
        url: Where it was published.
        published: ISO 8601, a date or a local date and time, only as precise as the text.
        updated: The same for the last update.
    """

    id: str
    text: str
    title: str
    title_derived: bool = False
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A half-open span of an article: ``article.text[start:end] == text``, always.

    Attributes:
        article_id: The article it belongs to.
        number: Its place in the article, from 1.
        start: Offset of its first character, in code points.
        end: Offset after its last character.
        text: The characters between them.
        kind: Story, headline or furniture.
        speakers: Who the article says is speaking or claiming it; empty for nobody.
        hearsay: Whether it is claimed by somebody the article does not name.
    """

    article_id: str
    number: int
    start: int
    end: int
    text: str
    kind: SentenceKind = SentenceKind.STORY
    speakers: tuple[str, ...] = ()
    hearsay: bool = False

    @property
    def speaker(self) -> str | None:
        """Return the speakers as one phrase, or nothing when nobody speaks."""
        return " and ".join(self.speakers) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Consecutive story sentences around one of them: what is embedded as its context.

    Attributes:
        article_id: The article it belongs to.
        center: Number of the sentence the chunk was made around.
        sentences: The sentences it holds, in the order of the article.
    """

    article_id: str
    center: int
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """Return the sentences joined by single spaces."""
        return " ".join(sentence.text for sentence in self.sentences)
