"""From the rows of a dataset to articles, places and ids."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from index.articles import make_article
from index.errors import ArticleError
from index.models import Article
from qa.evaluation.cases import Place
from qa.evaluation.datasets.files import Row
from qa.terminal import complain

__all__ = [
    "Ids",
    "Notes",
    "hash_texts",
    "list_once",
    "make_dataset_article",
    "make_described_article",
    "make_group",
    "read_label",
    "trim",
]


class Ids:
    """Makes ids unique: the second ``a`` becomes ``a#2``, whatever else is called so."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._seen: Counter[str] = Counter()

    def take(self, name: str) -> str:
        """Return the name, or the name with the first free number behind it.

        Example:
            >>> ids = Ids()
            >>> [ids.take(name) for name in ("a", "a", "a#2", "a")]
            ['a', 'a#2', 'a#2#2', 'a#3']
        """
        free = name
        while free in self._taken:
            self._seen[name] += 1
            free = f"{name}#{self._seen[name] + 1}"
        self._taken.add(free)
        return free


class Notes:
    """Counts what of a dataset had to be left out, and tells it once, in one line each."""

    def __init__(self, dataset: str) -> None:
        self._dataset = dataset
        self._counts: Counter[str] = Counter()

    def add(self, note: str) -> None:
        """Count one thing more that was left out; the note says what and why."""
        self._counts[note] += 1

    def tell(self) -> None:
        """Tell what was counted, on standard error."""
        for note, count in self._counts.items():
            complain(f"{self._dataset}: {count:,} {note}.")


def make_dataset_article(text: str, row: Row, field: str) -> Article:
    """Make an article of a text that a row gave.

    Raises:
        GoldError: The text is empty, too large or without words.
    """
    try:
        return make_article(text)
    except ArticleError as error:
        raise row.fail(field, f"is no article: {error}") from error


def make_described_article(
    text: str, *, title: str | None, outlet: str | None, url: str | None, published: str | None
) -> Article:
    """Make an article with what a dataset says of it, as far as that is valid.

    Raises:
        ArticleError: The text is empty, too large or without words.
    """
    known = {"title": title, "outlet": outlet, "url": url, "published": published}
    return make_article(text, **{name: known[name] for name in known if _is_valid(name, known)})


def _is_valid(name: str, known: Mapping[str, str | None]) -> bool:
    try:
        make_article("any", **{name: known[name]})
    except ArticleError:
        return False
    return True


def make_group(article: Article, spans: Iterable[tuple[int, int]]) -> tuple[Place, ...]:
    """Return the places of spans, each once and in order; a span without characters is none."""
    return tuple(Place(article.id, start, end) for start, end in sorted(set(spans)) if start < end)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the white space at its ends.

    Example:
        >>> trim("He said  no. ", 7, 13)
        (9, 12)
    """
    part = text[start:end]
    begin = start + len(part) - len(part.lstrip())
    return begin, max(begin, start + len(part.rstrip()))


def list_once(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the texts that hold anything, each once, in their order.

    Example:
        >>> list_once(["no", " ", "yes", "no"])
        ('no', 'yes')
    """
    return tuple(dict.fromkeys(text for text in texts if text.strip()))


def hash_texts(texts: Sequence[str]) -> str:
    """Return a short name that only the same texts share.

    Example:
        >>> hash_texts(["a", "b"]) == hash_texts(["a b"])
        False
    """
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]


def read_label(row: Row) -> bool:
    """Return whether the label of a claim is 1; it may be 0.

    Raises:
        GoldError: It is neither.
    """
    label = row.number("label")
    if label not in (0, 1):
        raise row.fail("label", "is neither 0 nor 1")
    return bool(label)
