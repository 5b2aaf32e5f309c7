"""What comes with an event of the page; a visitor can send anything in its place."""

from collections.abc import Mapping

import gradio as gr

__all__ = ["read_event", "read_text"]


def read_event(event: gr.EventData) -> Mapping[str, object]:
    """Return the values that came with an event; none where it is no set of values."""
    return event._data if isinstance(event._data, Mapping) else {}


def read_text(value: object) -> str:
    """Return a value that is a text, and an empty text in the place of anything else."""
    return value if isinstance(value, str) else ""
