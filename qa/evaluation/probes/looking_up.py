"""What the probes ask: a library of their articles, and a language model that writes as told."""

import re
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder, open_embedder
from index.errors import LanguageModelError
from index.library import Library
from index.models import Article
from qa.assistant import ArticleQA
from qa.grounds import Grounds, Writer
from qa.language_model.client import LanguageModel, Message
from qa.language_model.prompt import build_prompt
from qa.language_model.reply import Reply
from qa.language_model.writer import LanguageModelWriter
from qa.models import Answer, Usage
from qa.quotes import QuotesWriter
from qa.settings import read_settings
from qa.writers import Writers

__all__ = ["MANY_TOKENS", "Desk", "LookedUp", "ScriptedModel", "open_desk", "open_writer", "write"]

MANY_TOKENS: Final = 200_000
"""What is probed is how replies are read, not what a prompt has room for."""
_LAST_PIECES: Final = 2
_LINE = re.compile(r"^\[\d+\] (.*)$", re.M)

Script = Callable[[Sequence[str], str], Iterable[str]]
"""From the numbered lines of a prompt and its instructions to the pieces of the reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """A question, what quotes answer, and what was found for it.

    Attributes:
        question: What is asked.
        article: Of which article.
        quotes: The answer in its own sentences, or why there is none.
        grounds: What the quotes were chosen from; ``None`` where no writer is asked.
    """

    question: str
    article: Article
    quotes: Answer
    grounds: Grounds | None


class Desk:
    """A library of articles, in which each question is looked up once for all who answer it."""

    def __init__(self, library: Library) -> None:
        self._keeper = _Keeper()
        self._assistant = ArticleQA(library, writers=_OneWriter(self._keeper))

    def add(self, text: str) -> Article:
        """Add an article."""
        return self._assistant.add_text(text)

    def ask(self, article: Article, *, limit: int) -> list[LookedUp]:
        """Return questions that an article answers, looked up."""
        questions = self._assistant.suggest(article=[article.id], limit=limit)
        looked_up = (self.look_up(question, article) for question in questions)
        return [found for found in looked_up if found.grounds is not None]

    def look_up(self, question: str, article: Article) -> LookedUp:
        """Return what an article holds on a question."""
        self._keeper.grounds = None
        answer = self._assistant.ask(question, article=[article.id])
        return LookedUp(
            question=question, article=article, quotes=answer, grounds=self._keeper.grounds
        )


@contextmanager
def open_desk() -> Iterator[Desk]:
    """Open a library that is gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        remembering = _Remembering(open_embedder())
        with Library.open(Path(folder) / "library", embedder=remembering) as library:
            yield Desk(library)


@contextmanager
def open_writer(name: str | None) -> Iterator[Writer | None]:
    """Open the writer of this name that writes with a language model; ``None`` for quotes.

    Raises:
        SettingsError: There is no such writer, or it is not configured.
    """
    if name in (None, "quotes"):
        yield None
        return
    with closing(Writers.configure(read_settings())) as writers:
        yield writers.find(name)


def write(looked_up: LookedUp, writer: Writer) -> list[Answer]:
    """Return all that is shown while a writer answers; the last is final.

    Raises:
        LanguageModelError: Its language model cannot be used: quotes in its place prove nothing.
    """
    if looked_up.grounds is None:
        return [looked_up.quotes]
    answers = list(writer.write(looked_up.grounds, stop=Event()))
    if answers[-1].writer == "quotes":
        raise LanguageModelError(answers[-1].notice or "The language model wrote nothing.")
    return answers


class ScriptedModel(LanguageModel):
    """A language model that writes what a probe wants; everything behind it is the real thing.

    Args:
        script: What it writes.
        evidence_tokens: How many tokens of the articles it is shown.
    """

    def __init__(self, script: Script, *, evidence_tokens: int = MANY_TOKENS) -> None:
        self._script = script
        self.evidence_tokens = evidence_tokens
        self._prepare("scripted", MANY_TOKENS, 60.0, None)

    def count_tokens(self, text: str) -> int:
        """Return how many words a text has."""
        return len(text.split())

    def stream(self, messages: Sequence[Message], *, stop: Event) -> Generator[str, None, Usage]:
        """Write the script, made of the lines of the prompt."""
        lines = _LINE.findall(messages[-1][1])
        pieces = list(self._script(lines, messages[0][1]))
        yield from pieces
        return Usage(model=self.name, prompt_tokens=0, completion_tokens=len(pieces))

    def answer(self, looked_up: LookedUp) -> Answer:
        """Return the final answer that comes of what it writes, the way of any reply."""
        return write(looked_up, LanguageModelWriter(lambda: self))[-1]

    def grow(self, looked_up: LookedUp) -> list[Answer]:
        """Return what is shown before each of the last pieces of what it writes.

        A writer leaves out what comes faster than it can be shown; here the clock decides nothing.
        """
        grounds = looked_up.grounds
        if grounds is None:
            return []
        prompt = build_prompt(grounds, budget=self.evidence_tokens, count_tokens=self.count_tokens)
        reply = Reply(grounds, prompt.sentences)
        *before, _ = self.stream(prompt.messages, stop=Event())
        shown = []
        for place, piece in enumerate(before, start=_LAST_PIECES - len(before)):
            if reply.feed(piece) and place > 0:
                shown.append(reply.show())
        return shown


class _Keeper(QuotesWriter):
    """Keeps what was found for the last question."""

    grounds: Grounds | None = None

    def write(self, grounds: Grounds, *, stop: Event) -> Iterator[Answer]:
        self.grounds = grounds
        yield from super().write(grounds, stop=stop)


class _OneWriter(Writers):
    """Has one writer for every name."""

    def __init__(self, writer: Writer) -> None:
        super().__init__()
        self._writer = writer

    def find(self, name: str | None) -> Writer:
        return self._writer


class _Remembering:
    """Embeds no text twice: copies of an article differ in one paragraph."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}
        self.name = embedder.name
        self.dimensions = embedder.dimensions

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._embedder.embed(new), strict=True))
        if not texts:
            return self._embedder.embed(texts)
        return np.stack([self._known[text] for text in texts])
