"""The commands of ``article-qa``, each a function of what was chosen on the command line."""

import re
from argparse import Namespace
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import (
    AppError,
    ArticleNotFoundError,
    QuestionError,
    SettingsError,
)
from qa.settings import USER_NAME, read_settings
from qa.terminal import clean, complain, print_json, print_text

if TYPE_CHECKING:  # The heavy half of the project is loaded by the commands that need it.
    from rich.progress import Progress, TaskID

    from qa.assistant import ArticleQA

__all__ = [
    "ask",
    "bench",
    "chat",
    "index",
    "list_articles",
    "password",
    "remove",
    "verify",
]

_MAX_NAME_CHARS = 40


def _open() -> "ArticleQA":
    from qa.assistant import ArticleQA

    assistant = ArticleQA.open(with_seeds=True)
    for notice in assistant.notices:
        complain(notice)
    return assistant


def chat(chosen: Namespace) -> int:
    """Open the page."""
    settings = read_settings()
    with _open() as assistant:
        # The page is an outer layer: only this command may reach out to it.
        from importlib import import_module

        import_module("ui.server").serve(
            assistant,
            host=chosen.host or settings.host,
            port=int(settings.port) if chosen.port is None else chosen.port,
            open_browser=chosen.open,
            hosts=settings.hosts,
            users=settings.users,
        )
    return 0


def password(chosen: Namespace) -> int:
    """Ask for a password twice; print the line for .env that lets its user in."""
    from getpass import GetPassWarning
    from warnings import catch_warnings, simplefilter

    from qa.passwords import hash_password

    users = read_settings().users
    try:
        with catch_warnings():
            # Where there is no terminal, what is typed would be seen: rather give up.
            simplefilter("error", GetPassWarning)
            name: str = chosen.name or input("Name: ").strip()
            hashed = hash_password(_read_new_password(name))
    except (EOFError, GetPassWarning) as error:
        raise SettingsError("No password was given. Run this in a terminal.") from error
    line = ",".join(f"{user}:{kept}" for user, kept in {**users, name: hashed}.items())
    # In single quotes nothing reads the $ of a hash as the start of a variable.
    print_text(f"UI_USERS='{line}'")
    return 0


def _read_new_password(name: str) -> str:
    from getpass import getpass

    if not re.fullmatch(USER_NAME, name):
        raise SettingsError("A name is 1 to 64 letters, digits, or any of . _ @ -")
    given = getpass(f"Password of {name}: ")
    if getpass("Once more: ") != given:
        raise SettingsError("The two passwords differ. Nothing was made: try again.")
    return given


def ask(chosen: Namespace) -> int:
    """Answer one question, or a file of them."""
    if (chosen.question is None) == (chosen.questions is None):
        raise QuestionError(
            'Give one question, such as article-qa ask "Who said so?", or --questions.'
        )
    if chosen.questions is not None and chosen.record is not None:
        raise QuestionError("--record saves the answer to one question: leave --questions out.")
    with _open() as assistant:
        scope = [_name(assistant, name) for name in chosen.article] if chosen.article else None
        if chosen.questions is not None:
            failed = 0
            for line in _answer_all(assistant, chosen, scope):
                failed += "error" in line
                print_json(line)
            return 1 if failed else 0
        answer = assistant.ask(chosen.question, article=scope, writer=chosen.writer)
        if chosen.json:
            print_json(answer.to_dict(), indent=2)
        else:
            print_text(str(answer))
        if chosen.record is not None:  # Last: where it cannot be saved, the answer is not lost.
            from qa.record import save_record

            save_record(assistant, answer, chosen.record)
    return 0


def _answer_all(
    assistant: "ArticleQA", chosen: Namespace, scope: list[str] | None
) -> Iterator[dict[str, object]]:
    """Answer a file of questions in order; a question that fails says so in its own line."""
    from qa.gold.questions import read_questions

    path: Path = chosen.questions
    for asked in read_questions(path):
        try:
            named = asked.article and _name(assistant, asked.article, near=path.parent)
            article = [named] if named else scope
            answer = assistant.ask(
                asked.question, article=article, history=asked.history, writer=chosen.writer
            )
        except AppError as error:
            yield {"id": asked.id, "error": str(error)}
        else:
            yield {"id": asked.id, **answer.to_dict()}


def index(chosen: Namespace) -> int:
    """Add articles to the library."""
    from rich.markup import escape

    failed = 0
    with _open() as assistant, _show_progress() as progress:
        for path in chosen.paths:
            task = progress.add_task(escape(clean(path[-_MAX_NAME_CHARS:])), total=None)
            follow = partial(_follow, progress, task)
            try:
                article = assistant.add(path, progress=follow)
            except AppError as error:
                failed += 1
                complain(str(error))
            else:
                print_text(f"{article.id}  {clean(article.title)}")
            progress.remove_task(task)
    return 1 if failed else 0


def _show_progress() -> "Progress":
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def _follow(progress: "Progress", task: "TaskID", done: int, total: int) -> None:
    progress.update(task, completed=done, total=total)


def list_articles(chosen: Namespace) -> int:
    """List the articles of the library."""
    with _open() as assistant:
        articles = assistant.articles()
        for article in articles:
            parts = (article.id, article.published or "no date", article.outlet, article.title)
            print_text("  ".join(clean(part) for part in parts if part))
    if not articles:
        print_text("The library is empty. Add an article: article-qa index FILE or URL")
    return 0


def remove(chosen: Namespace) -> int:
    """Remove an article from the library."""
    with _open() as assistant:
        article = assistant.remove(chosen.id)
    print_text(f"Removed {article.id}  {clean(article.title)}")
    return 0


def verify(chosen: Namespace) -> int:
    """Check a saved answer against the library."""
    from qa.record import open_record
    from qa.record_check import check_record

    record = open_record(chosen.record)
    with _open() as assistant:
        found = check_record(record, assistant)
    if chosen.json:
        print_json(found.to_dict(), indent=2)
    else:
        print_text(str(found))
    return 0 if found.holds else 1


def bench(_: Namespace) -> int:
    """Measure the speed of a warm question."""
    from qa.bench import measure_speed

    print_text(measure_speed())
    return 0


def _name(assistant: "ArticleQA", name: str, *, near: Path = Path()) -> str:
    """Return the id of an article named by id, by seed name, or by a file, which is added."""
    for path in (Path(name), near / name):
        if _is_file(path):
            return assistant.add(path).id
    try:
        return assistant.find(name).id
    except ArticleNotFoundError as error:
        raise ArticleNotFoundError(
            f"There is no article or file {clean(name)!r}. See: article-qa list"
        ) from error


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # A name too long, or one that holds NUL.
        return False
