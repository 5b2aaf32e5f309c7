"""What a visitor takes along or leaves behind: downloads, and what they think of an answer."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import gradio as gr

from index.errors import AppError
from ui.events import read_event
from ui.panels import Panels
from ui.visit import Turn, Visit

if TYPE_CHECKING:
    from qa.assistant import ArticleQA

__all__ = ["Keeping"]

_TYPES = {"markdown": ("md", "text/markdown"), "json": ("json", "application/json")}
_JUDGEMENTS = ("right", "wrong", "wrong sentence")
_MAX_NAME_CHARS = 60


class Keeping:
    """Hands out answers as files and keeps what visitors think of them."""

    def __init__(self, assistant: "ArticleQA", panels: Panels) -> None:
        self._assistant = assistant
        self._panels = panels

    def export(self, visit: Visit | None, event: gr.EventData) -> dict[str, str]:
        """Return an answer with its evidence as a file: its name, type and text.

        The browser makes the file: none lies on the server where another visitor could ask for it.
        """
        values = read_event(event)
        turn = _find(visit, values)
        if turn is None or turn.answer is None:
            return {"problem": "This answer is no longer kept. Ask again, then download it."}
        wanted = values.get("format")
        format_name: Literal["markdown", "json"] = "markdown" if wanted == "markdown" else "json"
        suffix, media_type = _TYPES[format_name]
        try:
            text = self._assistant.export(turn.answer, format=format_name)
        except AppError as error:
            return {"problem": str(error)}
        return {"name": f"{_write_name(turn.question)}.{suffix}", "type": media_type, "text": text}

    def judge(self, visit: Visit | None, event: gr.EventData) -> tuple[Any, dict[str, str]]:
        """Keep what the visitor thinks of an answer as a gold question to be reviewed.

        Returns:
            The conversation, and what to say to the visitor.
        """
        values = read_event(event)
        turn = _find(visit, values)
        judgement = values.get("judgement")
        if visit is None or turn is None or turn.answer is None or judgement not in _JUDGEMENTS:
            return gr.skip(), {"problem": "This answer is no longer kept. Ask again to judge it."}
        if turn.judgement == judgement:
            return gr.skip(), {"said": "Kept for review."}
        try:
            self._assistant.judge(
                turn.answer,
                judgement,
                article=self._panels.find_left(turn.asked),
                history=visit.history_before(turn.number),
            )
        except AppError as error:
            return gr.skip(), {"problem": str(error)}
        visit.judge(turn.number, judgement)
        return self._panels.render_conversation(visit), {"said": "Kept for review."}


def _find(visit: Visit | None, values: Mapping[str, object]) -> Turn | None:
    """Return the turn that is meant, once its answer is final."""
    number = values.get("turn")
    if visit is None or not isinstance(number, str) or not re.fullmatch("[0-9]{1,9}", number):
        return None
    turn = visit.find(int(number))
    return None if turn is None or turn.writing else turn


def _write_name(question: str) -> str:
    """Make a file name of a question.

    Example:
        >>> _write_name("Who paid? ../etc")
        'who-paid-etc'
    """
    words = re.findall("[0-9a-z]+", question.lower())
    return "-".join(words)[:_MAX_NAME_CHARS].strip("-") or "answer"
