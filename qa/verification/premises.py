"""What a statement is checked against: cited sentences with what the article says of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.models import Article, Sentence

__all__ = ["Premise", "make_premise"]

_SENTENCES_BEFORE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise:
    """A cited sentence, and what a reader of the article knows when reading it.

    Attributes:
        text: The sentence, cut from the article.
        speakers: Who the article says is speaking or claiming it; empty for nobody.
        hearsay: Whether it is claimed by somebody the article does not name.
        published: Date of the article in ISO 8601, from which its "today" is reckoned.
        before: What stands before it (title, preceding sentences), which tells who "he" is and
            what "it" is. It helps to understand the sentence; it never supports a statement.
    """

    text: str
    speakers: tuple[str, ...] = ()
    hearsay: bool = False
    published: str | None = None
    before: str = ""


def make_premise(sentence: Sentence, article: Article, sentences: Sequence[Sentence]) -> Premise:
    """Return a sentence of an article as a premise.

    Args:
        sentence: The sentence.
        article: Its article.
        sentences: All sentences of the article, in order.
    """
    before = sentences[max(0, sentence.number - 1 - _SENTENCES_BEFORE) : sentence.number - 1]
    return Premise(
        text=sentence.text,
        speakers=sentence.speakers,
        hearsay=sentence.hearsay,
        published=article.published,
        before=" ".join((article.title, *(other.text for other in before))),
    )
