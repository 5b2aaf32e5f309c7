"""The articles that are asked: adding, listing, finding and removing them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import seeds
from index.articles import make_article, read_article
from index.embedding import Embedder
from index.library import Library
from index.models import Article, Sentence
from index.preparation import Progress

if TYPE_CHECKING:  # What not every program needs is loaded where it is used.
    from index.fetching import Fetcher

__all__ = ["Collection", "Scope"]

Scope = str | Sequence[str] | None
"""Id of an article, or several; ``None`` for all."""


class Collection:
    """The articles of one library, by id, by the beginning of an id, or by the name of a seed."""

    def __init__(self, library: Library, *, fetcher: "Fetcher | None" = None) -> None:
        self._library = library
        self._fetcher = fetcher

    def add_seeds(self) -> None:
        """Add the articles that ship, once: one that was removed does not come back."""
        if self._library.meta("seeded") is None:
            for path in seeds.ARTICLES.values():
                self.add(path)
            self._library.remember(seeded="yes")

    @property
    def notices(self) -> tuple[str, ...]:
        """What was repaired when the library was opened, in plain sentences."""
        return self._library.notices

    @property
    def embedder(self) -> Embedder:
        """What turns texts into vectors."""
        return self._library.embedder

    def add(self, path: Path | str, *, progress: Progress | None = None) -> Article:
        """Add the article of a file or an ``http(s)`` address; the same again changes nothing.

        Raises:
            ArticleError: What is there cannot be read as an article; see ``read_article``.
        """
        return self._library.add(read_article(path, fetcher=self._fetcher), progress=progress)

    def add_text(
        self,
        text: str,
        *,
        title: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
        published: str | None = None,
        progress: Progress | None = None,
    ) -> Article:
        """Add pasted text; what is given here wins over what the text says of itself.

        Raises:
            ArticleError: The text, or a value given with it, cannot be used.
        """
        article = make_article(text, title=title, outlet=outlet, url=url, published=published)
        return self._library.add(article, progress=progress)

    def articles(self) -> list[Article]:
        """Return the articles of the library in the order they were added."""
        return self._library.articles()

    def sentences(self, article: str) -> list[Sentence]:
        """Return all sentences of an article, in order.

        Raises:
            ArticleNotFoundError: There is no such article.
        """
        return self._library.sentences(self.find(article).id)

    def remove(self, article: str) -> Article:
        """Remove an article from the library and from every answer to come.

        Raises:
            ArticleNotFoundError: There is no such article.
        """
        return self._library.remove(self.find(article).id)

    def find(self, name: str) -> Article:
        """Return an article by id, by the beginning of its id, or by the name of a seed.

        Raises:
            ArticleNotFoundError: There is no such article.
        """
        if name in seeds.ARTICLES:
            name = read_article(seeds.ARTICLES[name]).id
        return self._library.article(name)

    def _scope(self, article: Scope) -> list[str] | None:
        """Return the ids of the articles to look in; ``None`` for all."""
        if article is None:
            return None
        names = [article] if isinstance(article, str) else article
        return [self.find(name).id for name in names]
