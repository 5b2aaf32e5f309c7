"""The evidence record: an answer on file, so that anybody can check it again later."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from index.errors import RecordError
from index.models import Article, Sentence
from qa.answer_reading import read_value
from qa.models import Answer
from qa.record_markdown import write_markdown

__all__ = [
    "Record",
    "RecordedArticle",
    "Shelf",
    "export",
    "hash_text",
    "make_record",
    "open_record",
    "read_record",
    "save_record",
    "to_json",
    "to_markdown",
]

_FORMAT: Final = 1
_MAXIMUM_BYTES: Final = 50_000_000
_MAXIMUM_CITATIONS: Final = 100
_HASH_DIGITS: Final = 64


class Shelf(Protocol):
    """Where articles stand: a library, or an assistant over one."""

    def articles(self) -> list[Article]:
        """Return every article, in the order they were added."""
        ...

    def sentences(self, article: str, /) -> list[Sentence]:
        """Return all sentences of an article, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedArticle:
    """An article that an answer cites, as it was when the record was made.

    Attributes:
        id: Its id.
        sha256: Of its text in UTF-8, in hexadecimal digits.
        title: Its title.
        outlet: Who published it, where known.
        url: Where it was published, where known.
        published: When, in ISO 8601, where known.
    """

    id: str
    sha256: str
    title: str
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An answer, the articles it cites, and when and by what version it was made.

    Attributes:
        answer: The answer.
        articles: What it cites, in the order of first use.
        made: When, in ISO 8601, UTC.
        program: Name and version of the program.
        format: Raised when records come to be written differently.
    """

    answer: Answer
    articles: tuple[RecordedArticle, ...]
    made: str
    program: str
    format: int = _FORMAT

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, and the rest under ``record``."""
        return {
            **self.answer.to_dict(),
            "record": {
                "format": self.format,
                "made": self.made,
                "program": self.program,
                "articles": [asdict(article) for article in self.articles],
            },
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Making:
    """What a record holds beside the answer, as it is read."""

    format: int
    made: str
    program: str
    articles: tuple[RecordedArticle, ...]


def hash_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal digits.

    Example:
        >>> hash_text("")[:12]
        'e3b0c44298fc'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def make_record(
    answer: Answer, articles: Iterable[Article], *, made: datetime | None = None
) -> Record:
    """Return the record of an answer.

    Args:
        answer: The answer.
        articles: Articles among which are all that it cites.
        made: When, with a time zone; by default now.

    Raises:
        RecordError: An article that it cites is not among them.
    """
    known = {article.id: article for article in articles}
    cited = dict.fromkeys(citation.article_id for citation in answer.citations)
    cited |= dict.fromkeys(nearest.article_id for nearest in answer.nearest)
    missing = [name for name in cited if name not in known]
    if missing:
        raise RecordError(
            f"The answer cites the article {missing[0][:12]}, which is not in the library any "
            "more. Add it again, or ask again."
        )
    return Record(
        answer=answer,
        articles=tuple(_record_article(known[name]) for name in cited),
        made=(made or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds"),
        program=f"article-qa {_find_version()}",
    )


def _record_article(article: Article) -> RecordedArticle:
    return RecordedArticle(
        id=article.id,
        sha256=hash_text(article.text),
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        published=article.published,
    )


def _find_version() -> str:
    try:
        return version("article-qa")
    except PackageNotFoundError:  # Run from a folder where it was never installed.
        return "(version unknown)"


def to_json(answer: Answer, articles: Iterable[Article], *, made: datetime | None = None) -> str:
    """Return the record of an answer as JSON in ASCII; arguments as for ``make_record``."""
    return json.dumps(make_record(answer, articles, made=made).to_dict(), indent=2) + "\n"


def to_markdown(
    answer: Answer, articles: Iterable[Article], *, made: datetime | None = None
) -> str:
    """Return the record of an answer as Markdown; arguments as for ``make_record``.

    Nothing that articles, readers or models wrote can become markup or a link in it.
    """
    record = make_record(answer, articles, made=made)
    hashes = {article.id: article.sha256 for article in record.articles}
    return write_markdown(answer, hashes=hashes, made=record.made, program=record.program)


def export(
    shelf: Shelf,
    answer: Answer,
    *,
    format: Literal["json", "markdown"] = "json",  # noqa: A002
) -> str:
    """Return the record of an answer from the articles of a library or an assistant.

    Raises:
        RecordError: An article that it cites was removed, or there is no such format.
    """
    if format not in ("json", "markdown"):
        raise RecordError(f"There is no format {str(format)[:20]!r}. Choose json or markdown.")
    write = to_json if format == "json" else to_markdown
    return write(answer, shelf.articles())


def save_record(shelf: Shelf, answer: Answer, path: Path) -> None:
    """Save the record of an answer: as Markdown where the name ends in ``.md``, else as JSON.

    Raises:
        RecordError: The file cannot be written, or an article that it cites was removed.
    """
    text = export(shelf, answer, format="markdown" if path.suffix == ".md" else "json")
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except (OSError, ValueError) as error:
        name = ascii(path.name[-40:])
        raise RecordError(f"{name} cannot be written. Name a file in a folder of yours.") from error


def open_record(path: Path) -> Record:
    """Read the record in a JSON file of at most 50 MB.

    Raises:
        RecordError: It is missing, unreadable, too large, or not a record.
    """
    name = ascii(path.name[-40:])
    try:
        with path.open("rb") as file:
            content = file.read(_MAXIMUM_BYTES + 1)
        text = content.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise RecordError(f"{name} cannot be read. Name a record saved as JSON.") from error
    if len(content) > _MAXIMUM_BYTES:
        raise RecordError(f"{name} is larger than 50 MB: that is no record.")
    return read_record(text)


def read_record(text: str) -> Record:
    """Read a record from JSON; an answer without a record around it is one too.

    Raises:
        RecordError: It is not JSON, or not a record; says what is wrong and where.
    """
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordError("This is not JSON. Name a record saved as JSON.") from error
    if not isinstance(values, dict):
        raise RecordError("This is JSON, but not a record: an object is wanted.")
    making = values.pop("record", None)
    answer = Answer.from_dict(values)
    if len(answer.citations) > _MAXIMUM_CITATIONS or len(answer.statements) > _MAXIMUM_CITATIONS:
        raise RecordError(
            f"The answer has more than {_MAXIMUM_CITATIONS} citations or statements: no answer of "
            "this program has."
        )
    if values.get("text", answer.text) != answer.text:
        raise RecordError(
            "answer.text: it is not what the statements say. It was changed by hand, or written "
            "by another version."
        )
    if making is None:
        return Record(answer=answer, articles=(), made="", program="", format=_FORMAT)
    read = read_value(_Making, making, where="record")
    if read.format != _FORMAT:
        raise RecordError(
            f"The record has the format {read.format}, and this version reads {_FORMAT}."
        )
    for article in read.articles:
        _check_hash(article)
    return Record(answer=answer, articles=read.articles, made=read.made, program=read.program)


def _check_hash(article: RecordedArticle) -> None:
    digits = article.sha256
    if len(digits) != _HASH_DIGITS or not set(digits) <= set("0123456789abcdef"):
        raise RecordError("record.articles: a sha256 is not 64 hexadecimal digits.")
    if not article.id or not digits.startswith(article.id):
        raise RecordError("record.articles: an id is not the beginning of its sha256.")
