"""Asking on the page: a question typed, suggested, repeated, edited or put in other words."""

import logging
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING, Any, Self

import gradio as gr

from index.errors import AppError
from qa.models import Answer
from qa.question import MAX_QUESTION_CHARS
from ui.events import read_event, read_text
from ui.markup import shorten_text
from ui.panels import Panels
from ui.visit import Turn, Visit

if TYPE_CHECKING:
    from qa.assistant import ArticleQA

__all__ = ["Asking"]

_log = logging.getLogger(__name__)

_BATCH_SECONDS = 0.2
_LATE_SECONDS = 4.0
# Longer than a question may be, so that one too long is told of, and bounded all the same.
_MAX_KEPT_CHARS = 2 * MAX_QUESTION_CHARS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What to ask, and whether in the place of the latest question."""

    question: str
    meant: str | None = None
    again: bool = False

    @classmethod
    def read(cls, typed: object, values: Mapping[str, object], visit: Visit) -> Self:
        """Read a request from the question box, or from a button or form of the conversation."""
        given = read_text(values.get("question"))
        latest = visit.turns[-1] if visit.turns else None
        match values.get("action"), latest:
            case "ask", _:
                return cls(question=given)
            case "edit", Turn():
                return cls(question=given, again=True)
            case "restate", Turn(question=question):
                return cls(question=question, meant=given, again=True)
            case "retry", Turn(question=question, meant=meant):
                return cls(question=question, meant=meant, again=True)
        return cls(question=read_text(typed))


class Asking:
    """What the page does when something is asked; every visit brings its own state along."""

    def __init__(self, assistant: "ArticleQA", panels: Panels) -> None:
        self._assistant = assistant
        self._panels = panels

    def ask(
        self, typed: str, visit: Visit | None, event: gr.EventData
    ) -> Iterator[tuple[Any, ...]]:
        """Answer a question, showing at once that it was heard, and the answer as it grows.

        Yields:
            Question box, conversation, article, and the visit.
        """
        visit = visit or self._panels.begin_visit()
        request = _Request.read(typed, read_event(event), visit)
        kept = shorten_text(request.question, max_chars=_MAX_KEPT_CHARS)
        meant = request.meant and shorten_text(request.meant, max_chars=_MAX_KEPT_CHARS)
        asked = visit.begin(kept, meant=meant, again=request.again)
        if asked is None:  # An answer is still being written: what was typed stays in the box.
            yield gr.skip(), gr.skip(), gr.skip(), visit
            return
        shown = asked
        box = gr.skip() if request.question != typed else ""
        try:
            yield box, self._panels.render_conversation(visit), gr.skip(), visit
            for turn in self._write(asked, request, visit):
                if turn != shown:
                    shown = turn
                    visit.put(turn)
                    yield gr.skip(), self._panels.render_conversation(visit), gr.skip(), gr.skip()
                else:  # A sign of life, so that a visitor who has left is noticed.
                    yield (gr.skip(),) * 4
        finally:
            if shown.writing:  # Nobody is there; but who comes back must not wait for the rest.
                visit.put(_break_off(shown))
        before = visit.shown
        visit.shown = self._panels.find_shown(_first_article(shown.answer) or visit.shown)
        panel = self._panels.update_article(visit, moved=visit.shown != before)
        yield gr.skip(), self._panels.render_conversation(visit), panel, visit

    def _write(self, asked: Turn, request: _Request, visit: Visit) -> Iterator[Turn]:
        """Yield the turn every moment while its answer is written; the last one is final."""
        latest = asked
        ended, stop = Event(), visit.stop

        def write() -> None:
            nonlocal latest
            for answer in self._assistant.stream(
                request.question,
                article=self._panels.find_asked(visit),
                history=visit.history_before(asked.number),
                standalone_question=request.meant or None,
                writer=visit.writer,
                stop=ended,
            ):
                latest = replace(asked, answer=answer)

        slow = (visit.writer or self._assistant.default_writer) != "quotes"
        started = time.monotonic()
        pool = ThreadPoolExecutor(max_workers=1)
        writing = pool.submit(write)
        pool.shutdown(wait=False)
        try:
            while not wait([writing], timeout=_BATCH_SECONDS).done:
                if stop.is_set():
                    ended.set()
                late = slow and time.monotonic() - started > _LATE_SECONDS
                yield latest if _has_begun(latest) else replace(asked, late=late)
        finally:
            ended.set()
        if error := writing.exception():
            latest = replace(asked, problem=_explain(error))
        yield replace(latest, writing=False, stopped=stop.is_set())

    def stop(self, visit: Visit | None) -> None:
        """End the answer that is being written."""
        if visit is not None:
            visit.stop.set()

    def forget(self, visit: Visit | None) -> tuple[str, Visit]:
        """Forget what was asked."""
        visit = visit or self._panels.begin_visit()
        visit.forget()
        return self._panels.render_conversation(visit), visit


def _explain(error: BaseException) -> str:
    """Say what a visitor can do; what only the keeper of the page can mend goes to the log."""
    if isinstance(error, AppError):
        return str(error)
    _log.error("A question could not be answered.", exc_info=error)
    return "The page failed at this question; its log says why. Ask again, or in other words."


def _has_begun(turn: Turn) -> bool:
    return turn.answer is not None and bool(turn.answer.statements)


def _break_off(turn: Turn) -> Turn:
    """Return a turn as it is left when nobody waits for its answer any more."""
    problem = None if _has_begun(turn) else "The answer was broken off. Ask again."
    return replace(turn, writing=False, stopped=True, problem=problem)


def _first_article(answer: Answer | None) -> str | None:
    """Return the article of the first sentence shown with an answer."""
    if answer is None:
        return None
    ids = [item.article_id for item in answer.citations]
    ids += [item.article_id for item in answer.nearest]
    return ids[0] if ids else None
