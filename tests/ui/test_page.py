"""Which article the page shows; every text here is invented."""

import pytest

from index import Library
from qa.assistant import ArticleQA
from ui.page import _Handlers

FIRST = "This text is invented. The harbour of Velmora closed on Monday."
SECOND = "This text is invented too. The bank of Ostrand opened on Tuesday."


@pytest.fixture
def assistant(tmp_path, bag):
    with ArticleQA(Library.open(tmp_path / "library", embedder=bag)) as opened:
        yield opened


def test_another_article_is_shown_when_the_one_shown_is_removed(assistant):
    first, second = assistant.add_text(FIRST), assistant.add_text(SECOND)
    handlers = _Handlers(assistant)
    _, panel, conversation = handlers.open_page()
    assert conversation.shown == first.id
    assert "harbour" in panel
    assistant.remove(first.id)
    assert "Ostrand" in handlers._render_panel(conversation)
    *_, panel, conversation, _ = list(handlers.reply("", None, conversation))[-1]
    assert conversation.shown == second.id
    assert "Ostrand" in panel
    assistant.remove(second.id)
    *_, conversation, _ = list(handlers.reply("", None, conversation))[-1]
    assert conversation.shown is None
