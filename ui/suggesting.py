"""Questions to begin with and to go on with, sought after the page shows what was asked for."""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.errors import AppError
from qa.models import Answer
from ui.panels import Panels
from ui.visit import Turn, Visit

if TYPE_CHECKING:
    from qa.assistant import ArticleQA

__all__ = ["Suggesting"]


class Suggesting:
    """Finds questions that have an answer, so that no visitor waits for them."""

    def __init__(self, assistant: "ArticleQA", panels: Panels) -> None:
        self._assistant = assistant
        self._panels = panels

    def suggest(self, visit: Visit | None) -> Any:
        """Return the conversation with questions to come, where some were found."""
        if visit is None:
            return gr.skip()
        before = visit.turns
        # An article may have been removed meanwhile; then there is nothing to suggest.
        with suppress(AppError):
            if before:
                self._suggest_next(before[-1], visit)
            else:
                self._suggest_first(visit)
        return self._panels.render_conversation(visit)

    def _suggest_first(self, visit: Visit) -> None:
        scope = self._panels.find_asked(visit) or visit.shown
        found = self._assistant.suggest(article=scope) if scope else ()
        # What was chosen meanwhile has questions of its own.
        if scope == (self._panels.find_asked(visit) or visit.shown):
            visit.first_questions = found

    def _suggest_next(self, turn: Turn, visit: Visit) -> None:
        if turn.writing or turn.stopped or turn.answer is None or turn.suggestions:
            return
        found = self._assistant.suggest(
            article=self._panels.find_left(_name_articles(turn.answer) or turn.asked),
            after=turn.answer,
            history=visit.history_before(turn.number),
        )
        visit.put(replace(turn, suggestions=found))


def _name_articles(answer: Answer) -> tuple[str, ...]:
    """Return the ids of the articles that an answer shows: what comes next is drawn from them."""
    cited = [citation.article_id for citation in answer.citations]
    near = [sentence.article_id for sentence in answer.nearest]
    return tuple(dict.fromkeys(cited + near))
