"""Ask the articles of a library a question; get an answer whose every statement is cited."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

import seeds
from index.articles import make_article, read_article
from index.embedding import Embedder, open_embedder
from index.errors import QuestionError, SettingsError
from index.library import Library
from index.models import Article, Sentence
from index.preparation import Progress
from qa.abstention import Vocabulary
from qa.answering import Answerer
from qa.followup import History
from qa.models import Answer, Evidence
from qa.question import Question
from qa.ranking import Ranked
from qa.settings import Settings, read_settings

__all__ = ["ArticleQA"]


class ArticleQA:
    """Answers questions from the articles of one library, and only from them.

    It holds no conversation: earlier turns are an argument. Threads may share it.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._answerer = Answerer(library)

    @classmethod
    def open(
        cls,
        library: Path | str | None = None,
        *,
        settings: Settings | None = None,
        embedder: Embedder | None = None,
        with_seeds: bool = False,
    ) -> Self:
        """Open a library, making it when it is missing.

        Args:
            library: Its folder; by default the setting ``LIBRARY_DIR``.
            settings: By default the environment and ``.env``.
            embedder: By default the setting ``EMBEDDING_MODEL``.
            with_seeds: Whether the articles that ship are added, the first time.

        Raises:
            SettingsError: A setting is not valid.
            LibraryLockedError: Another process has the library open.
            LibraryError: It cannot be opened.
            EmbeddingError: The embedding model is unknown or has no key.
            ModelFileError: The embedding model is missing or altered.
        """
        settings = settings or read_settings()
        if library is not None and not str(library).strip():
            raise SettingsError("The folder of the library is empty. Name a folder.")
        folder = Path(library if library is not None else settings.library_dir).expanduser()
        opened = cls(
            Library.open(
                folder,
                embedder=embedder
                or open_embedder(settings.embedding_model, api_key=settings.openai_api_key or None),
                chroma_url=settings.chroma_url or None,
            )
        )
        if with_seeds:
            opened._add_seeds()
        return opened

    def _add_seeds(self) -> None:
        """Add the articles that ship, once: one that was removed does not come back."""
        if self._library.meta("seeded") is None:
            try:
                for path in seeds.ARTICLES.values():
                    self.add(path)
                self._library.remember(seeded="yes")
            except BaseException:
                self.close()
                raise

    @property
    def notices(self) -> tuple[str, ...]:
        """What was repaired when the library was opened, in plain sentences."""
        return self._library.notices

    def add(self, path: Path | str, *, progress: Progress | None = None) -> Article:
        """Add the article in a text file; the same text again changes nothing.

        Raises:
            ArticleError: The file cannot be read as an article.
        """
        return self._library.add(read_article(Path(path)), progress=progress)

    def add_text(
        self,
        text: str,
        *,
        title: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
        published: str | None = None,
    ) -> Article:
        """Add pasted text; what is given here wins over what the text says of itself.

        Raises:
            ArticleError: The text, or a value given with it, cannot be used.
        """
        article = make_article(text, title=title, outlet=outlet, url=url, published=published)
        return self._library.add(article)

    def articles(self) -> list[Article]:
        """Return the articles of the library in the order they were added."""
        return self._library.articles()

    def sentences(self, article: str) -> list[Sentence]:
        """Return all sentences of an article, in order.

        Raises:
            ArticleNotFoundError: There is no such article.
        """
        return self._library.sentences(self.find(article).id)

    def remove(self, article: str) -> Article:
        """Remove an article from the library and from every answer to come.

        Raises:
            ArticleNotFoundError: There is no such article.
        """
        return self._library.remove(self.find(article).id)

    def rank(
        self,
        question: str,
        *,
        article: str | Sequence[str] | None = None,
        history: History = (),
        limit: int = 10,
    ) -> list[Evidence]:
        """Return the sentences that may answer, best first: what retrieval alone finds.

        Raises:
            QuestionError: The question has no words or is too long.
            ArticleNotFoundError: There is no such article.
        """
        _, ranked, _ = self.examine(question, article=article, history=history)
        return [item.as_evidence() for item in ranked[:limit]]

    def examine(
        self,
        question: str,
        *,
        article: str | Sequence[str] | None = None,
        history: History = (),
    ) -> tuple[Question, list[Ranked], Vocabulary]:
        """Return all that is measured of a question before it is decided whether to answer.

        Returns:
            The question as read, the ranked sentences, and what their articles hold.

        Raises:
            QuestionError: The question has no words or is too long.
            ArticleNotFoundError: There is no such article.
        """
        return self._answerer.examine(question, self._scope(article), _check_history(history))

    def embed(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of a text, as the library compares it."""
        vector: NDArray[np.float32] = self._library.embedder.embed([text])[0]
        return vector

    def ask(
        self,
        question: str,
        *,
        article: str | Sequence[str] | None = None,
        history: History = (),
    ) -> Answer:
        """Answer a question, or say that the articles do not.

        Args:
            question: What the reader typed.
            article: Id of an article, or several; ``None`` for all.
            history: Earlier turns, oldest first: what was asked, what was answered.

        Raises:
            QuestionError: The question has no words or is too long.
            ArticleNotFoundError: There is no such article.
        """
        return self._answerer.answer(question, self._scope(article), _check_history(history))

    async def aask(
        self,
        question: str,
        *,
        article: str | Sequence[str] | None = None,
        history: History = (),
    ) -> Answer:
        """Do as ``ask`` does, without blocking the event loop."""
        return await asyncio.to_thread(self.ask, question, article=article, history=history)

    def close(self) -> None:
        """Close the library, so that another process can open it."""
        self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def find(self, name: str) -> Article:
        """Return an article by id, by the beginning of its id, or by the name of a seed.

        Raises:
            ArticleNotFoundError: There is no such article.
        """
        if name in seeds.ARTICLES:
            name = read_article(seeds.ARTICLES[name]).id
        return self._library.article(name)

    def _scope(self, article: str | Sequence[str] | None) -> list[str] | None:
        """Return the ids of the articles to look in; ``None`` for all."""
        if article is None:
            return None
        names = [article] if isinstance(article, str) else article
        return [self.find(name).id for name in names]


def _check_history(history: History) -> History:
    """Return the earlier turns, or say what is wrong with them."""
    for turn in history:
        match turn:
            case (str(), str()):
                pass
            case _:
                raise QuestionError(
                    "The history is a list of pairs: what was asked, what was answered."
                )
    return history
