"""A small library of invented articles, and what the browser would send about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gradio as gr
from bag_of_words import BagOfWords
from hypothesis import strategies as st

from index import Library
from qa.assistant import ArticleQA

LIGHTHOUSES = """This article is invented, and so is the town of Nowhereham.
Jo Quill, the mayor of Nowhereham, painted 47 lighthouses on Monday.
The paint cost 9,000 crowns and was given by the fishing fleet.
The harbour master, Ada Vane, said the lamps were mended in May.
"""
BANK = """This article is invented too, and so is the bank of Ostrand.
The bank of Ostrand opened 12 branches on Tuesday.
Its director, Mel Tarn, said the vaults were empty.
"""
PAINTED = "How many lighthouses did Jo Quill paint on Monday?"
OPENED = "How many branches did the bank of Ostrand open on Tuesday?"
UNANSWERED = "Who conducted the orchestra of Velmora?"
# Whatever a visitor may send in place of what the page's own scripts do.
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@contextmanager
def open_assistant(folder: Path, *texts: str) -> Iterator[ArticleQA]:
    """Open an assistant over articles of these texts."""
    with ArticleQA(Library.open(folder / "library", embedder=BagOfWords())) as assistant:
        for text in texts:
            assistant.add_text(text)
        yield assistant


def send(data: Any) -> gr.EventData:
    """Return what a handler is given when the browser sends this."""
    return gr.EventData(None, data)


def is_skipped(value: object) -> bool:
    """Tell whether a part of the page is left as it is."""
    return bool(value == gr.skip())
