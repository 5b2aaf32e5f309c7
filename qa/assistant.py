"""Ask the articles of a library a question; get an answer whose every statement is cited."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Literal, Self, TypedDict, Unpack

import seeds
from index.articles import make_article, read_article
from index.embedding import Embedder, open_embedder
from index.errors import SettingsError
from index.library import Library
from index.models import Article, Sentence
from index.preparation import Progress
from qa.abstention import Vocabulary
from qa.answering import Answerer
from qa.followup import History
from qa.models import Answer, Evidence
from qa.question import Question, check_history
from qa.ranking import Ranked
from qa.settings import Settings, read_settings
from qa.writers import Writers

if TYPE_CHECKING:  # What not every program needs is loaded where it is used.
    from qa.language_model.client import LanguageModel
    from qa.llama_index import ArticleQueryEngine, ArticleRetriever
    from qa.record import Record
    from qa.record_check import RecordCheck

__all__ = ["ArticleQA", "AskOptions"]


Scope = str | Sequence[str] | None
"""Id of an article, or several; ``None`` for all."""


class AskOptions(TypedDict, total=False):
    """What may be given with a question; see ``ArticleQA.ask``."""

    article: Scope
    history: History
    standalone_question: str | None
    writer: str | None


class ArticleQA:
    """Answers questions from the articles of one library, and only from them.

    It holds no conversation: earlier turns are an argument. Threads may share it.
    """

    def __init__(self, library: Library, *, writers: Writers | None = None) -> None:
        self._library = library
        self._answerer = Answerer(library)
        self._writers = writers or Writers()

    @classmethod
    def open(
        cls,
        library: Path | str | None = None,
        *,
        settings: Settings | None = None,
        embedder: Embedder | None = None,
        language_model: Any = None,
        with_seeds: bool = False,
    ) -> Self:
        """Open a library, making it when it is missing.

        Args:
            library: Its folder; by default the setting ``LIBRARY_DIR``.
            settings: By default the environment and ``.env``.
            embedder: By default the setting ``EMBEDDING_MODEL``.
            language_model: A LlamaIndex ``LLM``; by default the setting ``MODEL``, if it is set.
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
        # Before the library: one that is open when this fails would stay locked.
        writers = Writers.configure(settings, language_model)
        opened = cls(
            Library.open(
                folder,
                embedder=embedder
                or open_embedder(settings.embedding_model, api_key=settings.openai_api_key or None),
                chroma_url=settings.chroma_url or None,
            ),
            writers=writers,
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

    @property
    def default_writer(self) -> str:
        """The writer that answers when none is named: ``quotes`` or ``language model``."""
        return self._writers.default

    @property
    def language_model(self) -> "LanguageModel":
        """The language model that writes; ``SettingsError`` where none is configured."""
        return self._writers.language_model

    @property
    def embedder(self) -> Embedder:
        """What turns texts into vectors."""
        return self._library.embedder

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
        self, question: str, *, article: Scope = None, history: History = (), limit: int = 10
    ) -> list[Evidence]:
        """Return the sentences that may answer, best first: what retrieval alone finds.

        Raises:
            QuestionError: The question has no words or is too long.
            ArticleNotFoundError: There is no such article.
        """
        _, ranked, _ = self.examine(question, article=article, history=history)
        return [item.as_evidence() for item in ranked[:limit]]

    def examine(
        self, question: str, *, article: Scope = None, history: History = ()
    ) -> tuple[Question, list[Ranked], Vocabulary]:
        """Return all that is measured of a question before it is decided whether to answer.

        Returns:
            The question as read, the ranked sentences, and what their articles hold.

        Raises:
            QuestionError: The question has no words or is too long.
            ArticleNotFoundError: There is no such article.
        """
        return self._answerer.examine(question, self._scope(article), check_history(history))

    def ask(
        self,
        question: str,
        *,
        article: Scope = None,
        history: History = (),
        standalone_question: str | None = None,
        writer: str | None = None,
    ) -> Answer:
        """Answer a question, or say that the articles do not.

        Args:
            question: What the reader typed.
            article: Id of an article, or several; ``None`` for all.
            history: Earlier turns, oldest first: what was asked, what was answered.
            standalone_question: What the question means without the conversation; by default it
                is made from the history, and stands in the answer.
            writer: ``quotes`` or ``language model``; by default the language model where one is
                configured. When it cannot be used the quotes stand in its place, with a notice.

        Raises:
            QuestionError: The question has no words or is too long.
            ArticleNotFoundError: There is no such article.
            SettingsError: There is no such writer.
        """
        options = AskOptions(
            article=article, history=history, standalone_question=standalone_question, writer=writer
        )
        return deque(self.stream(question, **options), maxlen=1)[0]

    def stream(
        self,
        question: str,
        *,
        article: Scope = None,
        history: History = (),
        standalone_question: str | None = None,
        writer: str | None = None,
        stop: Event | None = None,
    ) -> Iterator[Answer]:
        """Yield the answer as it grows, as the page shows it; the last one is final.

        A statement still being written has the verdict ``pending``. Closing the iterator, or
        setting ``stop``, ends the writing. Arguments and errors are those of ``ask``.
        """
        stop = stop or Event()
        try:
            yield from self._answerer.stream(
                question,
                self._scope(article),
                check_history(history),
                writer=self._writers.find(writer),
                standalone=standalone_question,
                stop=stop,
            )
        finally:
            stop.set()

    async def aask(self, question: str, **options: Unpack[AskOptions]) -> Answer:
        """Do as ``ask`` does, without blocking the event loop; cancelling ends the writing."""
        async with aclosing(self.astream(question, **options)) as stream:
            return [answer async for answer in stream][-1]

    async def astream(
        self, question: str, **options: Unpack[AskOptions]
    ) -> AsyncGenerator[Answer, None]:
        """Do as ``stream`` does, without blocking the event loop."""
        loop, stop = asyncio.get_running_loop(), Event()
        ready: asyncio.Queue[Answer | None] = asyncio.Queue()

        def write() -> None:
            try:
                for answer in self.stream(question, stop=stop, **options):
                    loop.call_soon_threadsafe(ready.put_nowait, answer)
            finally:
                loop.call_soon_threadsafe(ready.put_nowait, None)

        writing = asyncio.create_task(asyncio.to_thread(write))
        try:
            while (answer := await ready.get()) is not None:
                yield answer
            await writing
        finally:
            stop.set()

    def as_retriever(self, *, article: Scope = None, limit: int = 10) -> "ArticleRetriever":
        """Return a LlamaIndex retriever: what ``rank`` returns, as nodes."""
        from qa.llama_index import make_retriever

        return make_retriever(self, article=article, limit=limit)

    def as_query_engine(
        self, *, article: Scope = None, streaming: bool = False, writer: str | None = None
    ) -> "ArticleQueryEngine":
        """Return a LlamaIndex query engine: what ``ask`` answers, with cited sentences as nodes."""
        from qa.llama_index import make_query_engine

        return make_query_engine(self, article=article, streaming=streaming, writer=writer)

    def export(self, answer: Answer, *, format: Literal["json", "markdown"] = "json") -> str:  # noqa: A002
        """Return an answer with its evidence, to be kept on file and checked later.

        Raises:
            RecordError: An article that it cites was removed, or there is no such format.
        """
        from qa.record import export

        return export(self, answer, format=format)

    def verify_record(self, record: "Record") -> "RecordCheck":
        """Return what became of an answer on file: each citation, and each verdict."""
        from qa.record_check import check_record

        return check_record(record, self)

    def close(self) -> None:
        """Close the library, so that another process can open it, and end the local model."""
        self._writers.close()
        self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def find(self, name: str) -> Article:
        """Return an article by id, by the beginning of its id, or by the name of a seed.

        Raises:
            ArticleNotFoundError: There is no such article.
        """
        if name in seeds.ARTICLES:
            name = read_article(seeds.ARTICLES[name]).id
        return self._library.article(name)

    def _scope(self, article: Scope) -> list[str] | None:
        """Return the ids of the articles to look in; ``None`` for all."""
        if article is None:
            return None
        names = [article] if isinstance(article, str) else article
        return [self.find(name).id for name in names]
