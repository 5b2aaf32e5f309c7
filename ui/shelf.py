"""The library on the page: open an article, choose what to ask, add and remove."""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Semaphore
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.articles import is_address
from index.errors import AppError, ArticleError, ArticleNotFoundError
from index.models import Article
from ui.events import read_event, read_text
from ui.library_panel import render_status
from ui.panels import Panels
from ui.visit import Visit

if TYPE_CHECKING:
    from qa.assistant import ArticleQA

__all__ = ["Shelf"]

_BATCH_SECONDS = 0.2
_MAX_FILE_BYTES = 2_000_000
_ADDED_AT_ONCE = 2
_GONE = "This article is not in the library any more."
_SUFFIXES = (".txt", ".md", ".html", ".htm")
_KNOWN = ("title", "outlet", "url", "published")

_Progress = Callable[[int, int], None]


class Shelf:
    """What the page does with the library; every visit brings its own state along."""

    def __init__(self, assistant: "ArticleQA", panels: Panels) -> None:
        self._assistant = assistant
        self._panels = panels
        # Reading an article takes a processor and, for a page, up to a gigabyte.
        self._places = Semaphore(_ADDED_AT_ONCE)

    def open_article(self, visit: Visit | None, event: gr.EventData) -> tuple[Any, ...]:
        """Show an article, or only bring the list up to date.

        Returns:
            Article, list of articles, which are asked, the visit, and what to say.
        """
        visit = visit or self._panels.begin_visit()
        wanted = read_text(read_event(event).get("article"))
        is_there = bool(wanted) and wanted == self._panels.find_shown(wanted)
        if is_there:
            visit.shown = wanted
        panel = self._panels.update_article(visit, moved=is_there)
        said = {"problem": _GONE} if wanted and not is_there else None
        return panel, *self._render_lists(visit), visit, said

    def choose(self, visit: Visit | None, event: gr.EventData) -> tuple[Any, str, str, Visit]:
        """Ask only the articles that are ticked; all when none is.

        Returns:
            Article, which are asked, conversation, and the visit.
        """
        visit = visit or self._panels.begin_visit()
        ticked = read_event(event).get("chosen")
        names = set(map(read_text, ticked if isinstance(ticked, list) else ()))
        ids = [article.id for article in self._assistant.articles()]
        chosen = tuple(name for name in ids if name in names)
        visit.chosen = () if len(chosen) == len(ids) else chosen
        moved = len(chosen) == 1 and visit.shown != chosen[0]
        if moved:
            visit.shown = chosen[0]
        panel = self._panels.update_article(visit, moved=moved)
        visit.first_questions = ()
        conversation = self._panels.render_conversation(visit)
        return panel, self._panels.render_scope(visit), conversation, visit

    def add(self, visit: Visit | None, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Add an article, telling how far it is.

        Yields:
            How it goes, article, list of articles, which are asked, conversation, the visit.
        """
        visit = visit or self._panels.begin_visit()
        given = read_event(event)
        known = {article.id for article in self._assistant.articles()}
        done, total = 0, 1
        gone = Event()

        def count(now: int, of: int) -> None:
            nonlocal done, total
            done, total = now, max(of, 1)
            if gone.is_set():
                raise ArticleError("Nobody waits for this article any more.")

        def work() -> Article:
            with self._places:
                count(0, 1)
                return self._add(given, count)

        pool = ThreadPoolExecutor(max_workers=1)
        adding = pool.submit(work)
        pool.shutdown(wait=False)
        try:
            while not wait([adding], timeout=_BATCH_SECONDS).done:
                going = render_status("Reading the article…", done=done, total=total)
                yield going, *(gr.skip(),) * 5
        finally:
            gone.set()
        try:
            article = adding.result()
        except AppError as error:
            yield render_status(str(error), problem=True), *(gr.skip(),) * 5
            return
        told = "Already in the library" if article.id in known else "Added"
        visit.shown = article.id
        if visit.chosen and article.id not in visit.chosen:
            visit.chosen = (*visit.chosen, article.id)
        visit.first_questions = ()
        yield render_status(f"{told}: {article.title}"), *self._render_all(visit)

    def _add(self, given: Mapping[str, object], progress: _Progress) -> Article:
        match read_text(given.get("way")):
            case "address":
                address = read_text(given.get("address")).strip()
                if not is_address(address):
                    # Never a path: the page must not read this computer's files.
                    raise ArticleError(
                        "That is no address of a page: it begins with https:// or http://."
                    )
                return self._assistant.add(address, progress=progress)
            case "file":
                return self._add_file(given.get("file"), progress)
        known = {name: read_text(given.get(name)).strip() or None for name in _KNOWN}
        return self._assistant.add_text(read_text(given.get("text")), progress=progress, **known)

    def _add_file(self, file: object, progress: _Progress) -> Article:
        values = file if isinstance(file, Mapping) else {}
        suffix = Path(read_text(values.get("name"))).suffix.lower()
        if not values:
            raise ArticleError("No file was chosen. Choose one, then press Add to the library.")
        if suffix not in _SUFFIXES:
            raise ArticleError(
                f"A file of this kind cannot be read. Choose one of {', '.join(_SUFFIXES)}, or "
                "paste the text."
            )
        try:
            content = base64.b64decode(read_text(values.get("data")), validate=True)
        except (binascii.Error, ValueError) as error:
            raise ArticleError("The file did not arrive whole. Choose it again.") from error
        if len(content) > _MAX_FILE_BYTES:
            raise ArticleError("The file is larger than 2 MB. Paste the text of the article.")
        # A name of our own: what the visitor's file is called is never a path here.
        with _keep_for_a_moment(content, name=f"article{suffix}") as path:
            return self._assistant.add(path, progress=progress)

    def remove(self, visit: Visit | None, event: gr.EventData) -> tuple[Any, ...]:
        """Remove an article.

        Returns:
            How it went, article, list of articles, which are asked, conversation, the visit.
        """
        visit = visit or self._panels.begin_visit()
        try:
            removed = self._assistant.remove(read_text(read_event(event).get("article")))
        except ArticleNotFoundError:
            return render_status(_GONE, problem=True), *self._render_all(visit)
        except AppError as error:
            return render_status(str(error), problem=True), *self._render_all(visit)
        visit.chosen = tuple(name for name in visit.chosen if name != removed.id)
        visit.shown = self._panels.find_shown(visit.shown)
        visit.first_questions = ()
        return render_status(f"Removed: {removed.title}"), *self._render_all(visit)

    def _render_all(self, visit: Visit) -> tuple[Any, ...]:
        conversation = self._panels.render_conversation(visit)
        article = self._panels.render_article(visit)
        return article, *self._render_lists(visit), conversation, visit

    def _render_lists(self, visit: Visit) -> tuple[str, str]:
        return self._panels.render_library(visit), self._panels.render_scope(visit)


@contextmanager
def _keep_for_a_moment(content: bytes, *, name: str) -> Iterator[Path]:
    """Keep content in a file; where it lies means nothing to the visitor, and is never told."""
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            try:
                yield path
            except ArticleError as error:
                raise ArticleError(str(error).replace(str(path), "The file")) from error
    except OSError as error:
        raise ArticleError(
            f"The file cannot be kept on this computer ({error.strerror}). Paste the text of the "
            "article."
        ) from error
