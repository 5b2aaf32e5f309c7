"""What the reader can press: elements whose ``data-action`` the page's scripts carry out.

With a ``data-event`` the action is the server's: the script hands it the element's data and the
fields of its form (see assets/dispatch.js). Without one the browser does it alone.
"""

from collections.abc import Sequence

from qa.question import MAX_QUESTION_CHARS
from ui.markup import escape_text

__all__ = ["render_button", "render_question_form", "render_suggestions"]


def render_button(
    label: str,
    *,
    action: str,
    event: str | None = None,
    kind: str = "",
    described: str | None = None,
    pressed: bool | None = None,
    **data: object,
) -> str:
    """Render a button.

    Args:
        label: What it says; plain text.
        action: What it does.
        event: The event of its component that carries it to the server.
        kind: Class for its looks.
        described: A longer name for those who do not see what stands around it; begins with
            the label.
        pressed: Whether it is on, where it can be.
        data: What goes with the action.

    Example:
        >>> render_button("Copy", action="copy")
        '<button type="button" data-action="copy">Copy</button>'
    """
    values = {"class": kind, "data-action": action, "data-event": event, "aria-label": described}
    values["aria-pressed"] = None if pressed is None else str(pressed).lower()
    values |= {f"data-{name}": str(value) for name, value in data.items()}
    attributes = "".join(
        f' {name}="{escape_text(value)}"' for name, value in values.items() if value
    )
    return f'<button type="button"{attributes}>{escape_text(label)}</button>'


def render_suggestions(questions: Sequence[str], *, label: str) -> str:
    """Render questions that are asked at a press."""
    if not questions:
        return ""
    items = "".join(
        f"<li>{render_button(question, action='ask', event='submit', question=question)}</li>"
        for question in questions
    )
    return f'<div class="suggestions"><p class="label">{label}</p><ul>{items}</ul></div>'


def render_question_form(summary: str, *, action: str, label: str, value: str, name: str) -> str:
    """Render a question that can be put in other words, behind a word to press.

    Args:
        summary: The word to press.
        action: What is done with the question.
        label: What the question is.
        value: How it stands now.
        name: Name of the field on the page.
    """
    return (
        f'<details class="change"><summary>{escape_text(summary)}</summary>'
        f'<form data-action="{action}" data-event="submit">'
        f'<label for="{name}">{escape_text(label)}</label>'
        f'<textarea id="{name}" name="question" rows="2" maxlength="{MAX_QUESTION_CHARS}" '
        f'required dir="auto">{escape_text(value)}</textarea>'
        '<button type="submit">Ask this</button></form></details>'
    )
