"""Ask the articles of a library a question; get an answer whose every statement is cited."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Literal, Self, TypedDict, Unpack

from index.embedding import Embedder, open_embedder
from index.errors import SettingsError
from index.library import Library
from qa.abstention import Vocabulary
from qa.answering import Answerer
from qa.collection import Collection, Scope
from qa.followup import History
from qa.models import Answer, Evidence
from qa.question import Question, check_history
from qa.ranking import Ranked
from qa.settings import Settings, read_settings
from qa.writers import WriterOption, Writers

if TYPE_CHECKING:  # What not every program needs is loaded where it is used.
    from index.fetching import Fetcher
    from qa.language_model.client import LanguageModel
    from qa.llama_index import ArticleQueryEngine, ArticleRetriever
    from qa.record import Record
    from qa.record_check import RecordCheck

__all__ = ["ArticleQA", "AskOptions"]


class AskOptions(TypedDict, total=False):
    """What may be given with a question; see ``ArticleQA.ask``."""

    article: Scope
    history: History
    standalone_question: str | None
    writer: str | None


class ArticleQA(Collection):
    """Answers questions from the articles of one library, and only from them.

    It holds no conversation: earlier turns are an argument. Threads may share it.
    """

    def __init__(
        self,
        library: Library,
        *,
        writers: Writers | None = None,
        fetcher: "Fetcher | None" = None,
    ) -> None:
        super().__init__(library, fetcher=fetcher)
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
        fetcher: "Fetcher | None" = None,
        with_seeds: bool = False,
    ) -> Self:
        """Open a library, making it when it is missing.

        Args:
            library: Its folder; by default the setting ``LIBRARY_DIR``.
            settings: By default the environment and ``.env``.
            embedder: By default the setting ``EMBEDDING_MODEL``.
            language_model: A LlamaIndex ``LLM``; by default the setting ``MODEL``, if it is set.
            fetcher: What fetches addresses; by default one that speaks to public hosts only.
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
            fetcher=fetcher,
        )
        try:
            if with_seeds:
                opened.add_seeds()
        except BaseException:
            opened.close()
            raise
        return opened

    @property
    def default_writer(self) -> str:
        """The writer that answers when none is named: ``quotes`` or ``language model``."""
        return self._writers.default

    @property
    def writers(self) -> tuple[WriterOption, ...]:
        """All writers as they are offered, each available or with a hint how to make it so."""
        return self._writers.options

    @property
    def language_model(self) -> "LanguageModel":
        """The language model that writes; ``SettingsError`` where none is configured."""
        return self._writers.language_model

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

    def ask(self, question: str, **options: Unpack[AskOptions]) -> Answer:
        """Answer a question, or say that the articles do not.

        Args:
            question: What the reader typed.
            article: Id of an article, or several; ``None`` for all.
            history: Earlier turns, oldest first: what was asked, what was answered.
            standalone_question: What the question means without the conversation; by default it
                is made from the history, and stands in the answer.
            writer: Its name, see ``writers``; by default the language model where one is
                configured. When it cannot be used the quotes stand in its place, with a notice.

        Raises:
            QuestionError: The question has no words or is too long.
            ArticleNotFoundError: There is no such article.
            SettingsError: There is no such writer.
        """
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

    def suggest(
        self,
        *,
        article: Scope = None,
        after: Answer | None = None,
        history: History = (),
        limit: int = 3,
    ) -> tuple[str, ...]:
        """Return questions that the articles answer: to begin with, or after an answer.

        Raises:
            ArticleNotFoundError: There is no such article.
        """
        from qa.suggestions.suggest import suggest

        scope, history = self._scope(article), check_history(history)
        return suggest(self, article=scope, after=after, history=history, limit=limit)

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

    def judge(
        self, answer: Answer, judgement: str, *, article: Scope = None, history: History = ()
    ) -> str:
        """Keep what a reader thinks of an answer, as a candidate for a gold question.

        Args:
            answer: The answer.
            judgement: ``right``, ``wrong`` or ``wrong sentence``.
            article: Ids of the articles that were asked.
            history: As it was given to ``ask``.

        Returns:
            The id of the candidate in ``feedback.jsonl`` in the folder of the library.

        Raises:
            FeedbackError: It cannot be kept, or there is no such judgement.
            ArticleNotFoundError: There is no such article.
        """
        from qa.feedback import save_feedback

        names = self._scope(article)
        asked = [one for one in self.articles() if names is None or one.id in names]
        return save_feedback(
            self._library.folder,
            answer=answer,
            judgement=judgement,
            articles=asked,
            history=history,
        )

    def close(self) -> None:
        """Close the library, so that another process can open it, and end the local model."""
        self._writers.close()
        self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
