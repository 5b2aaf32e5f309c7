"""From a file, an address or pasted text to an article, and from an article to its sentences."""

import hashlib
import re
import stat
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from index.errors import ArticleError
from index.furniture import classify
from index.metadata import Metadata, read_metadata
from index.models import Article, Sentence
from index.sentences import split_spans
from index.speakers import attribute

if TYPE_CHECKING:
    from index.fetching import Fetcher

__all__ = [
    "READING_VERSION",
    "cut_sentences",
    "is_address",
    "make_article",
    "merge_articles",
    "read_article",
    "read_sentences",
]

READING_VERSION: Final = 1
"""Raised when sentences, kinds, speakers or chunks come out differently: libraries then read
their articles again when they are opened."""

_MAXIMUM_BYTES: Final = 10_000_000
_MAXIMUM_CHARACTERS: Final = 1_000_000
_PAGES: Final = frozenset({".htm", ".html", ".xhtml"})
_MAXIMUM_METADATA: Final = 2_000
_LOOKED_AT_FOR_CONTROLS: Final = 65_536
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_PUBLISHED = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_NOT_IN_URL = re.compile(r"[\s\x00-\x1f\x7f]")


def read_article(path: Path | str, *, fetcher: "Fetcher | None" = None) -> Article:
    """Read an article from a text file, a saved page, or an address.

    A text file is in UTF-8, of at most 10 MB and a million characters. A byte order mark at its
    start is not part of the text; every other character, line ends included, is kept as it is.
    Of a page (``.html``, or what an address leads to; at most 2 MB) the text is its story.

    Args:
        path: A file, or an ``http`` or ``https`` address.
        fetcher: What fetches addresses; by default one that speaks to public hosts only.

    Raises:
        ArticleError: It is missing, a folder, unreadable, too large, empty or not text; or the
            address cannot be fetched, or the page is no article.
    """
    # What only pages need is loaded where one comes.
    if isinstance(path, str) and is_address(path):
        from index.pages import fetch_article

        return fetch_article(path, fetcher=fetcher)
    path = Path(path)
    content = _read_bytes(path)
    if path.suffix.lower() in _PAGES:
        from index.pages import read_page

        return read_page(content)
    return make_article(_decode(content, name=_name(path)))


def is_address(name: str) -> bool:
    """Tell whether a name is an address of the web; everything else is a file.

    Example:
        >>> is_address("https://example.org/story"), is_address("story.txt")
        (True, False)
    """
    return re.match(r"\s*https?://", name, re.IGNORECASE) is not None


def make_article(
    text: str,
    *,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published: str | None = None,
) -> Article:
    """Make an article of a text; what the caller gives wins over what the text carries.

    Args:
        text: At most a million characters of any Unicode, kept exactly.
        title: Its headline.
        outlet: Who published it.
        url: Where it was published: ``http`` or ``https``.
        published: When, in ISO 8601: a date, or a date and a time.

    Raises:
        ArticleError: The text is empty, too large, without words or not Unicode, or a value is
            not valid.
    """
    if not text.strip():
        raise ArticleError("The article is empty: give a text with at least one sentence.")
    if len(text) > _MAXIMUM_CHARACTERS:
        raise ArticleError(
            f"The article is too large: {len(text):,} characters, and {_MAXIMUM_CHARACTERS:,} "
            "are allowed. Split it into several articles."
        )
    # Signs that are not seen alone would make an article without a visible name.
    if not any(map(str.isalnum, text)):
        raise ArticleError("The article holds no words: give a text with at least one sentence.")
    article_id = hashlib.sha256(_encode(text, what="article")).hexdigest()[:12]
    found = read_metadata(cut_sentences(article_id, text))
    given_title = _see(_clean(title, what="title"))
    return Article(
        id=article_id,
        text=text,
        title=given_title or _see(found.title) or "Untitled article",
        title_derived=given_title is None and found.title_derived,
        byline=found.byline,
        outlet=_clean(outlet, what="outlet") or found.outlet,
        url=_check_url(_clean(url, what="url")),
        published=_published(_clean(published, what="published date"), found),
        updated=found.updated,
    )


def cut_sentences(article_id: str, text: str) -> list[Sentence]:
    """Cut a text into sentences with their kinds, without looking for who speaks."""
    spans = split_spans(text)
    kinds = classify([text[start:end] for start, end in spans])
    return [
        Sentence(
            article_id=article_id,
            number=number,
            start=start,
            end=end,
            text=text[start:end],
            kind=kind,
        )
        for number, ((start, end), kind) in enumerate(zip(spans, kinds, strict=True), start=1)
    ]


def read_sentences(article: Article) -> list[Sentence]:
    """Cut an article into sentences, complete with kinds and speakers."""
    sentences = cut_sentences(article.id, article.text)
    return [
        replace(sentence, speakers=tuple(found.speakers), hearsay=found.hearsay)
        for sentence, found in zip(sentences, attribute(sentences), strict=True)
    ]


def merge_articles(stored: Article, given: Article) -> Article:
    """Bring what is known about an article up to date.

    A value that is given wins over one that is stored, and a headline over a derived title;
    but what the text itself carries never replaces what somebody gave instead of it.
    """
    if given == stored:
        return stored
    carried = make_article(stored.text)
    values: dict[str, Any] = {}
    for name in ("byline", "outlet", "url", "published", "updated"):
        new, old = getattr(given, name), getattr(stored, name)
        values[name] = new if new and new != getattr(carried, name) else old or new
    title = (given.title, given.title_derived)
    if stored.title_derived or not (
        given.title_derived or title == (carried.title, carried.title_derived)
    ):
        values["title"], values["title_derived"] = title
    return replace(stored, **values)


def _name(path: Path) -> str:
    # A file name is a stranger's text too: no control characters reach the screen.
    return "".join(character if character.isprintable() else "?" for character in str(path))


def _read_bytes(path: Path) -> bytes:
    name = _name(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ArticleError(f"{name} is a folder: name a text file.")
        # A pipe or a device could wait for ever, or never end.
        if not stat.S_ISREG(status.st_mode):
            raise ArticleError(f"{name} is not an ordinary file: copy its text into one.")
        if status.st_size > _MAXIMUM_BYTES:
            raise _too_large(name)
        with path.open("rb") as file:
            content = file.read(_MAXIMUM_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ArticleError(f"{name} does not exist: check the name of the file.") from error
    except PermissionError as error:
        raise ArticleError(f"{name} may not be read: give yourself permission to.") from error
    except (OSError, ValueError) as error:
        raise ArticleError(f"{name} cannot be read ({error}): copy the file first.") from error
    if len(content) > _MAXIMUM_BYTES:
        raise _too_large(name)
    return content


def _too_large(name: str) -> ArticleError:
    return ArticleError(
        f"{name} is too large: {_MAXIMUM_BYTES // 1_000_000} MB are allowed. "
        "Split it into several files."
    )


def _decode(content: bytes, *, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in content[:_LOOKED_AT_FOR_CONTROLS]:
            raise _not_text(name) from error
        raise ArticleError(
            f"{name} is not in UTF-8: save it as UTF-8 in your editor, or convert it with "
            "`iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW` (name its real encoding)."
        ) from error
    if not text.strip():
        raise ArticleError(f"{name} is empty: name a file with the text of an article.")
    beginning = text[:_LOOKED_AT_FOR_CONTROLS]
    if len(_CONTROL.findall(beginning)) * 100 > len(beginning):
        raise _not_text(name)
    return text


def _not_text(name: str) -> ArticleError:
    return ArticleError(
        f"{name} is not a text file: save the article as plain text in UTF-8 first."
    )


def _encode(text: str, *, what: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ArticleError(
            f"The {what} holds half a character (a lone surrogate) at position {error.start}: "
            "copy the text again from where it came."
        ) from error


def _clean(value: str | None, *, what: str) -> str | None:
    if value is None:
        return None
    _encode(value, what=what)
    if len(value) > _MAXIMUM_METADATA:
        raise ArticleError(f"The {what} is longer than {_MAXIMUM_METADATA:,} characters.")
    return " ".join(value.split()) or None


def _see(title: str | None) -> str | None:
    """Return a title if there is something to see in it."""
    seen = title and any(sign.isprintable() and not sign.isspace() for sign in title)
    return title if seen else None


def _check_url(url: str | None) -> str | None:
    if url is None:
        return None
    advice = "give a whole address such as https://example.org/story, or none."
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
        good = good and parts.username is None and parts.port != 0
    except ValueError as error:
        raise ArticleError(f"The url is not valid ({error}): {advice}") from error
    if not good or _NOT_IN_URL.search(url):
        raise ArticleError(f"The url is not a plain http or https address: {advice}")
    return url


def _published(given: str | None, found: Metadata) -> str | None:
    if given is None:
        return found.published
    try:
        if not _PUBLISHED.fullmatch(given):
            raise ValueError(given)
        datetime.fromisoformat(given)
    except ValueError as error:
        raise ArticleError(
            "The published date is not valid: write it as 2025-03-27 or 2025-03-27T15:21."
        ) from error
    return given.replace(" ", "T")
