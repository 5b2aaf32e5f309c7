"""What a statement is checked against: cited sentences with what the article says of them."""

from dataclasses import dataclass


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
