"""The parts of the page as they stand for one visit."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.errors import ArticleNotFoundError
from ui.article_panel import render_article, render_empty_library
from ui.library_panel import render_library, render_scope
from ui.turns import render_conversation
from ui.visit import Visit

if TYPE_CHECKING:
    from qa.assistant import ArticleQA

__all__ = ["Panels"]


class Panels:
    """Renders what a visit shows, from the library as it is now."""

    def __init__(self, assistant: "ArticleQA") -> None:
        self._assistant = assistant

    def begin_visit(self, article_id: str | None = None) -> Visit:
        """Begin a visit on an article, which alone is asked then, or on all of the library."""
        visit = Visit(shown=self.find_shown(article_id))
        if article_id and visit.shown == article_id:
            several = len(self._assistant.articles()) > 1
            visit.chosen = (article_id,) if several else ()
        elif article_id:
            visit.notice = "The article that this link leads to is not in the library."
        return visit

    def find_shown(self, article_id: str | None) -> str | None:
        """Return the article to show: the first of the library when the one meant is gone."""
        ids = [article.id for article in self._assistant.articles()]
        return article_id if article_id in ids else next(iter(ids), None)

    def find_asked(self, visit: Visit) -> tuple[str, ...] | None:
        """Return the ids of the articles to ask: of those chosen, those that are still there.

        Returns:
            The ids; ``None`` for all articles.

        Raises:
            ArticleNotFoundError: None of those chosen is left; no other is asked instead.
        """
        left = self.find_left(visit.chosen or None)
        if left == ():
            raise ArticleNotFoundError(
                "What you chose to ask is not in the library any more. Open the library and "
                "choose what to ask."
            )
        return left

    def find_left(self, asked: Sequence[str] | None) -> tuple[str, ...] | None:
        """Return those of some articles that are still in the library; ``None`` for all."""
        if asked is None:
            return None
        ids = {article.id for article in self._assistant.articles()}
        return tuple(name for name in asked if name in ids)

    def update_article(self, visit: Visit, *, moved: bool) -> Any:
        """Render the article where the page does not show it already.

        Args:
            visit: The visit.
            moved: Whether it is another article than the page shows.
        """
        return self.render_article(visit) if moved or not visit.drawn else gr.skip()

    def render_article(self, visit: Visit) -> str:
        """Render the article on the page, or the first that there is."""
        visit.drawn = True
        articles = self._assistant.articles()
        for article in sorted(articles, key=lambda one: one.id != visit.shown):
            # It may have been removed since it was listed; then the next is shown.
            with suppress(ArticleNotFoundError):
                sentences = self._assistant.sentences(article.id)
                return render_article(article, sentences=sentences, prefix=visit.prefix)
        return render_empty_library()

    def render_conversation(self, visit: Visit) -> str:
        """Render what was asked and answered."""
        several = len(self._assistant.articles()) > 1
        # A link whose article is gone would ask another in its place.
        writer = visit.writer or self._assistant.default_writer
        free = writer == "quotes" and not visit.notice
        return render_conversation(visit, name_articles=several, free=free)

    def render_library(self, visit: Visit) -> str:
        """Render the list of articles."""
        articles = self._assistant.articles()
        return render_library(articles, chosen=visit.chosen, shown=visit.shown)

    def render_scope(self, visit: Visit) -> str:
        """Render which articles are asked."""
        return render_scope(self._assistant.articles(), chosen=visit.chosen)
