"""Who writes the answer: the picker, with a word on how to enable what cannot be picked."""

from typing import TYPE_CHECKING

import gradio as gr

from ui.events import read_event
from ui.markup import escape_text, isolate, shorten_text
from ui.visit import Visit

if TYPE_CHECKING:
    from qa.assistant import ArticleQA
    from qa.writers import WriterOption

__all__ = ["WriterPicker"]

_MAX_TITLE_CHARS = 60


class WriterPicker:
    """Shows the writers that there are and lets a visitor pick one."""

    def __init__(self, assistant: "ArticleQA") -> None:
        self._assistant = assistant

    def pick(self, visit: Visit | None, event: gr.EventData) -> tuple[str, Visit]:
        """Pick a writer for the answers to come."""
        visit = visit or Visit()
        values = read_event(event)
        for option in self._assistant.writers:
            if option.available and option.name == values.get("writer"):
                visit.writer = option.name
        return self.render(visit), visit

    def render(self, visit: Visit) -> str:
        """Render the picker as it stands for a visit."""
        picked = visit.writer or self._assistant.default_writer
        options = self._assistant.writers
        name = next((_title(option) for option in options if option.name == picked), "")
        items = "".join(_render_option(option, picked=option.name == picked) for option in options)
        return (
            f'<details class="writer-picker"><summary>Written by: {name}</summary>'
            f"<fieldset><legend>Who writes the answer</legend>{items}</fieldset></details>"
        )


def _render_option(option: "WriterOption", *, picked: bool) -> str:
    checked = " checked" if picked else ""
    disabled = "" if option.available else " disabled"
    hint = f'<span class="hint">{isolate(option.hint)}</span>' if option.hint else ""
    return (
        '<label class="writer-option"><input type="radio" name="writer" data-action="write" '
        f'data-event="apply" value="{escape_text(option.name)}"{checked}{disabled}> '
        f"<span>{_title(option)}{hint}</span></label>"
    )


def _title(option: "WriterOption") -> str:
    return isolate(shorten_text(option.title, max_chars=_MAX_TITLE_CHARS))
