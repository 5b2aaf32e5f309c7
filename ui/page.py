"""The page: a conversation on one side, the article on the other."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import api

from index.errors import AppError, ArticleNotFoundError
from index.models import Article
from qa.models import Answer
from ui.article_panel import render_article, render_empty_library
from ui.conversation import Conversation, Turn
from ui.markup import shorten_text
from ui.render import render_answer, render_pending, render_problem, render_question

if TYPE_CHECKING:
    from qa.assistant import ArticleQA

__all__ = ["create_page"]

_TITLE = "Ask the article"
_ALL = ""
_MAX_LABEL_CHARS = 90
_MAX_KEPT_QUESTION_CHARS = 2_000
_BATCH_SECONDS = 0.2
_LATE_SECONDS = 4.0
_UPLOAD_LIFETIME_SECONDS = 3600
_MASTHEAD = (
    f'<header class="masthead"><h1>{_TITLE}</h1>'
    "<p>Every answer shows the exact sentence it rests on.</p></header>"
)
_PLACEHOLDER = (
    '<div class="welcome"><p class="lead">What would you like to know?</p>'
    "<p>The answer comes in the article’s own words. Press its number to see the sentence "
    "in its place. When the article does not say, you are told so.</p></div>"
)
# The page's script asks for the article behind a citation by this event (see page.js).
_OPEN_ARTICLE = (
    "element.addEventListener('open-article', event => trigger('select', {article: event.detail}))"
)
_BIDI_CONTROLS = dict.fromkeys(
    (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)

_Message = dict[str, str]


def create_page(assistant: "ArticleQA") -> gr.Blocks:
    """Lay out the page and connect it to an assistant.

    Nothing is shared between two visits except the assistant, which holds no conversation.
    """
    handlers = _Handlers(assistant)
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    page = gr.Blocks(
        title=_TITLE,
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(_UPLOAD_LIFETIME_SECONDS, _UPLOAD_LIFETIME_SECONDS),
    )
    with page:
        conversation, stop = gr.State(), gr.State()
        gr.HTML(_MASTHEAD, elem_id="masthead", apply_default_css=False, js_on_load=None)
        with gr.Row(elem_id="panes"):
            with gr.Column(elem_id="conversation-pane"):
                chat = _create_chat()
                question = gr.Textbox(
                    label=_TITLE,
                    placeholder="Ask the article a question",
                    show_label=False,
                    lines=1,
                    max_lines=4,
                    submit_btn="Ask",
                    stop_btn="Stop",
                    autofocus=True,
                    elem_id="question",
                )
                clear = gr.Button("Clear the conversation", elem_id="clear", size="sm")
            with gr.Column(elem_id="article-pane"):
                picker = gr.Dropdown(
                    label="Articles to ask",
                    choices=[("All articles", _ALL)],
                    value=_ALL,
                    elem_id="picker",
                )
                panel = gr.HTML(
                    elem_id="article", apply_default_css=False, js_on_load=_OPEN_ARTICLE
                )
        outputs = [question, chat, panel, conversation, stop]
        page.load(handlers.open_page, outputs=[picker, panel, conversation], **private)
        question.submit(
            handlers.reply, inputs=[question, picker, conversation], outputs=outputs, **private
        )
        # Not in the queue, so that it never waits for what it is to stop.
        question.stop(handlers.stop, inputs=[stop], queue=False, **private)
        clear.click(handlers.forget, inputs=[conversation], outputs=[chat, conversation], **private)
        picker.input(
            handlers.choose_article,
            inputs=[picker, conversation],
            outputs=[panel, conversation],
            **private,
        )
        panel.select(
            handlers.open_article, inputs=[conversation], outputs=[panel, conversation], **private
        )
        api(handlers.answer, api_name="ask")
    return page


def _create_chat() -> gr.Chatbot:
    return gr.Chatbot(
        label="Conversation",
        show_label=False,
        elem_id="conversation",
        height="100%",
        placeholder=_PLACEHOLDER,
        layout="panel",
        sanitize_html=True,
        latex_delimiters=[],
        allow_tags=False,
        feedback_options=None,
        buttons=[],
    )


class _Handlers:
    """What the page does; every visit brings its own conversation along."""

    def __init__(self, assistant: "ArticleQA") -> None:
        self._assistant = assistant

    def open_page(self) -> tuple[Any, str, Conversation]:
        """Begin a visit: list the articles and show the first."""
        articles = self._assistant.articles()
        conversation = Conversation(shown=articles[0].id if articles else None)
        several = len(articles) > 1
        choices = [("All articles", _ALL)] + [(_label(article), article.id) for article in articles]
        picker = gr.Dropdown(choices=choices, value=_ALL, visible=several)
        return picker, self._render_panel(conversation), conversation

    def reply(
        self, question: str, chosen: str | None, conversation: Conversation | None
    ) -> Iterator[tuple[Any, ...]]:
        """Answer a question, showing at once that it was heard, and the answer as it grows."""
        known = conversation is not None
        conversation = conversation or Conversation()
        stop = Event()
        asked = Turn(
            question=shorten_text(question, max_chars=_MAX_KEPT_QUESTION_CHARS), writing=True
        )
        waiting = self._render_chat(conversation.add(asked))
        yield "", waiting, gr.skip(), gr.skip(), stop
        turn = shown = asked
        for turn in self._ask(asked, question, chosen, conversation.history, stop):
            if turn != shown:
                shown = turn
                chat = self._render_chat(conversation.add(turn))
                yield gr.skip(), chat, gr.skip(), gr.skip(), gr.skip()
            else:  # A sign of life, so that a visitor who has left is noticed.
                yield (gr.skip(),) * 5
        found = self._find_shown(
            (turn.answer and _first_article(turn.answer)) or conversation.shown
        )
        changed = found != conversation.shown or not known
        conversation = conversation.add(turn).show(found)
        panel = self._render_panel(conversation) if changed else gr.skip()
        yield gr.skip(), self._render_chat(conversation), panel, conversation, None

    def _ask(
        self,
        asked: Turn,
        question: str,
        chosen: str | None,
        history: list[tuple[str, str]],
        stop: Event,
    ) -> Iterator[Turn]:
        """Yield the turn every moment while its answer is written; the last one is final."""
        latest = asked
        ended = Event()

        def write() -> None:
            nonlocal latest
            for answer in self._assistant.stream(
                question, article=chosen or None, history=history, stop=ended
            ):
                latest = replace(asked, answer=answer)

        slow = self._assistant.default_writer != "quotes"
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
        try:
            writing.result()
        except AppError as error:
            latest = replace(asked, problem=str(error))
        yield replace(latest, writing=False, stopped=stop.is_set())

    def stop(self, stop: Event | None) -> None:
        """End the answer that is being written."""
        if stop is not None:
            stop.set()

    def forget(self, conversation: Conversation | None) -> tuple[list[_Message], Conversation]:
        """Forget what was asked."""
        return [], replace(conversation or Conversation(), turns=())

    def choose_article(
        self, chosen: str | None, conversation: Conversation | None
    ) -> tuple[Any, Conversation]:
        """Show the article that is to be asked; leave the page as it is for all of them."""
        return self._show(chosen or None, conversation=conversation)

    def open_article(
        self, conversation: Conversation | None, event: gr.EventData
    ) -> tuple[Any, Conversation]:
        """Show the article behind a citation."""
        return self._show(str(event.article), conversation=conversation)

    def answer(self, question: str, article: str | None = None) -> dict[str, Any]:
        """Answer one question from the articles of the library.

        Args:
            question: The question, in plain words.
            article: Id of the article to ask; all of them when left out.

        Returns:
            The answer: its statements, their citations and verdicts, or the nearest sentences.
        """
        try:
            return self._assistant.ask(question, article=article or None).to_dict()
        except AppError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def _show(
        self, article_id: str | None, *, conversation: Conversation | None
    ) -> tuple[Any, Conversation]:
        conversation = conversation or Conversation()
        known = {article.id for article in self._assistant.articles()}
        if article_id not in known:
            return gr.skip(), conversation
        conversation = conversation.show(article_id)
        return self._render_panel(conversation), conversation

    def _find_shown(self, article_id: str | None) -> str | None:
        """Return the article to show: the first of the library when the one meant is gone."""
        ids = [article.id for article in self._assistant.articles()]
        return article_id if article_id in ids else next(iter(ids), None)

    def _render_panel(self, conversation: Conversation) -> str:
        articles = self._assistant.articles()
        for article in sorted(articles, key=lambda one: one.id != conversation.shown):
            # It may have been removed since it was listed; then the next is shown.
            with suppress(ArticleNotFoundError):
                sentences = self._assistant.sentences(article.id)
                return render_article(article, sentences=sentences, prefix=conversation.prefix)
        return render_empty_library()

    def _render_chat(self, conversation: Conversation) -> list[_Message]:
        several = len(self._assistant.articles()) > 1
        return [
            message
            for turn in conversation.turns
            for message in _render_turn(turn, prefix=conversation.prefix, name_articles=several)
        ]


def _render_turn(turn: Turn, *, prefix: str, name_articles: bool) -> list[_Message]:
    if turn.answer is not None:
        reply = render_answer(
            turn.answer,
            prefix=prefix,
            name_articles=name_articles,
            writing=turn.writing,
            stopped=turn.stopped,
        )
    elif turn.problem is not None:
        reply = render_problem(turn.problem)
    else:
        reply = render_pending(late=turn.late)
    message = {"role": "assistant", "content": reply}
    if not turn.question.strip():
        return [message]
    return [{"role": "user", "content": render_question(turn.question)}, message]


def _has_begun(turn: Turn) -> bool:
    return turn.answer is not None and bool(turn.answer.statements)


def _first_article(answer: Answer) -> str | None:
    """Return the article of the first sentence shown with an answer."""
    ids = [item.article_id for item in answer.citations]
    ids += [item.article_id for item in answer.nearest]
    return ids[0] if ids else None


def _label(article: Article) -> str:
    """Name an article in a list that cannot isolate the direction of its items."""
    label = " ".join(article.title.translate(_BIDI_CONTROLS).split())
    return shorten_text(label, max_chars=_MAX_LABEL_CHARS) or article.id
