"""The page: a conversation on one side, the article and its library on the other."""

from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import Dependency, api

from index.errors import AppError
from ui.asking import Asking
from ui.keeping import Keeping
from ui.library_panel import ADD_FORM
from ui.panels import Panels
from ui.shelf import Shelf
from ui.suggesting import Suggesting
from ui.writer_picker import WriterPicker

if TYPE_CHECKING:
    from qa.assistant import ArticleQA

__all__ = ["TITLE", "create_page"]

TITLE = "Ask the article"

_MASTHEAD = (
    f'<header class="masthead"><h1>{TITLE}</h1>'
    "<p>Every answer shows the exact sentence it rests on.</p></header>"
)
# The page's scripts hand what was pressed to the component around it (see assets/dispatch.js).
_ACT = "element.addEventListener('act', act => trigger(act.detail.event, act.detail))"
_DELIVER = "parcel => document.dispatchEvent(new CustomEvent('parcel', {detail: parcel}))"


def create_page(assistant: "ArticleQA") -> gr.Blocks:
    """Lay out the page and connect it to an assistant.

    Nothing is shared between two visits except the assistant, which holds no conversation.
    """
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        layout = _Layout()
        # First, or a handler of the page takes the name.
        api(_make_api(assistant), api_name="ask")
        layout.connect(assistant, page)
    return page


class _Layout:
    """The components of the page, in the order they are read."""

    def __init__(self) -> None:
        # What a visit knows stays on the server.
        self.visit = gr.State()
        _make_html("masthead", _MASTHEAD)
        with gr.Row(elem_id="panes"):
            with gr.Column(elem_id="conversation-pane"):
                self.conversation = _make_html("conversation")
                self.question = gr.Textbox(
                    label="Your question",
                    placeholder="Ask the article a question",
                    show_label=False,
                    lines=1,
                    max_lines=4,
                    submit_btn="Ask",
                    stop_btn="Stop",
                    autofocus=True,
                    elem_id="question",
                )
                with gr.Row(elem_id="below-question"):
                    self.writer = _make_html("writer")
                    self.clear = gr.Button("Clear the conversation", elem_id="clear", size="sm")
            with gr.Column(elem_id="article-pane"):
                self.scope = _make_html("shelf")
                self.article = _make_html("article")
                with gr.Column(elem_id="library"):
                    self.add_form = _make_html("library-add", ADD_FORM)
                    self.library = _make_html("library-list")
                    self.status = _make_html("library-status")
        self.parcel = gr.JSON(visible="hidden")

    def connect(self, assistant: "ArticleQA", page: gr.Blocks) -> None:
        """Connect what can be done on the page to what does it."""
        panels = Panels(assistant)
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        visit = self.visit
        picker = WriterPicker(assistant)
        lists = [self.library, self.scope]
        everything = [self.article, *lists, self.conversation, visit]

        def open_page(request: gr.Request) -> tuple[Any, ...]:
            begun = panels.begin_visit(request.query_params.get("article"))
            return (
                panels.render_article(begun),
                panels.render_library(begun),
                panels.render_scope(begun),
                panels.render_conversation(begun),
                picker.render(begun),
                begun,
            )

        opening = page.load(open_page, outputs=[*everything[:-1], self.writer, visit], **private)
        suggesting = Suggesting(assistant, panels)
        for changing in (
            opening,
            *self._connect_asking(Asking(assistant, panels), private),
            *self._connect_shelf(Shelf(assistant, panels), private),
        ):
            changing.then(
                suggesting.suggest, inputs=[visit], outputs=[self.conversation], **private
            )
        self.writer.apply(picker.pick, inputs=[visit], outputs=[self.writer, visit], **private)
        keeping = Keeping(assistant, panels)
        parcel = [self.parcel]
        self.conversation.download(
            keeping.export, inputs=[visit], outputs=parcel, **private
        ).success(None, inputs=parcel, js=_DELIVER, **private)
        self.conversation.like(
            keeping.judge, inputs=[visit], outputs=[self.conversation, *parcel], **private
        ).success(None, inputs=parcel, js=_DELIVER, **private)

    def _connect_asking(self, asking: Asking, private: dict[str, Any]) -> list[Dependency]:
        visit = self.visit
        # One at a time, but as the visit sees it: the browser would drop a question that is asked
        # between an answer and the end of its event.
        asked: Dependency = gr.on(
            [self.question.submit, self.conversation.submit],
            asking.ask,
            inputs=[self.question, visit],
            outputs=[self.question, self.conversation, self.article, visit],
            trigger_mode="multiple",
            **private,
        )
        # Not in the queue, so that it never waits for what it is to stop.
        self.question.stop(asking.stop, inputs=[visit], queue=False, **private)
        cleared = self.clear.click(
            asking.forget, inputs=[visit], outputs=[self.conversation, visit], **private
        )
        return [asked, cleared]

    def _connect_shelf(self, shelf: Shelf, private: dict[str, Any]) -> list[Dependency]:
        visit = self.visit
        lists = [self.library, self.scope]
        changed = [self.status, self.article, *lists, self.conversation, visit]
        for component in (self.article, self.scope, self.library):
            component.select(
                shelf.open_article,
                inputs=[visit],
                outputs=[self.article, *lists, visit, self.parcel],
                **private,
            ).success(None, inputs=[self.parcel], js=_DELIVER, **private)
        chosen = self.library.apply(
            shelf.choose,
            inputs=[visit],
            outputs=[self.article, self.scope, self.conversation, visit],
            trigger_mode="always_last",
            **private,
        )
        removed = self.library.delete(shelf.remove, inputs=[visit], outputs=changed, **private)
        added = self.add_form.upload(shelf.add, inputs=[visit], outputs=changed, **private)
        return [chosen, removed, added]


def _make_html(name: str, value: str = "") -> gr.HTML:
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=_ACT)


def _make_api(assistant: "ArticleQA") -> Any:
    def ask(question: str, article: str | None = None) -> dict[str, Any]:
        """Answer one question from the articles of the library.

        Args:
            question: The question, in plain words.
            article: Id of the article to ask; all of them when left out.

        Returns:
            The answer: its statements, their citations and verdicts, or the nearest sentences.
        """
        # A program can send anything, whatever the types above say.
        if not isinstance(question, str) or not isinstance(article, str | None):
            raise gr.Error("Each, the question and the id, is a text.", print_exception=False)
        try:
            return assistant.ask(question, article=article or None).to_dict()
        except AppError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return ask
