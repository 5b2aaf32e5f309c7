"""The command line: ``article-qa``, also ``python -m qa``."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import (
    AppError,
    ArticleError,
    ArticleNotFoundError,
    GoldError,
    QuestionError,
)
from qa.settings import read_settings

if TYPE_CHECKING:  # The heavy half of the project is loaded by the commands that need it.
    from rich.progress import Progress, TaskID

    from qa.assistant import ArticleQA

__all__ = ["main"]

_MAX_NAME_CHARS = 40


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 after one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    parser = _make_parser()
    chosen = parser.parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except AppError as error:
        _complain(str(error))
        return 1
    except BrokenPipeError:
        # The reader of a pipe (``| head``) may leave; Python must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        _complain("Stopped.")
        return 130
    return code


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="article-qa",
        description="Ask news articles a question; every statement of the answer cites the exact "
        "sentence it rests on.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    chat = commands.add_parser("chat", help="open the page in the browser")
    chat.add_argument("--host", help="address to listen on (setting HOST)")
    chat.add_argument("--port", type=int, help="port to listen on (setting PORT)")
    chat.add_argument("--open", action="store_true", help="open a browser window too")
    chat.set_defaults(run=_chat)

    ask = commands.add_parser("ask", help="answer one question, or a file of them")
    ask.add_argument("question", nargs="?", help="the question")
    ask.add_argument(
        "--article",
        action="append",
        metavar="ID or FILE",
        help="only this article; may be given several times",
    )
    ask.add_argument("--questions", type=Path, metavar="FILE.jsonl", help="questions, one a line")
    ask.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    ask.set_defaults(run=_ask)

    index = commands.add_parser("index", help="add articles to the library")
    index.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="text files")
    index.set_defaults(run=_index)

    listing = commands.add_parser("list", help="list the articles of the library")
    listing.set_defaults(run=_list)

    remove = commands.add_parser("remove", help="remove an article from the library")
    remove.add_argument("id", help="its id, or the first characters of it")
    remove.set_defaults(run=_remove)

    score = commands.add_parser("eval", help="score gold questions or an open dataset")
    score.add_argument("gold", nargs="*", type=Path, metavar="GOLD.jsonl")
    score.add_argument("--article", metavar="FILE", help="ask all questions of this article")
    score.add_argument("--dataset", action="append", choices=("squad2", "coqa-cnn", "clapnq"))
    score.add_argument("--data", type=Path, metavar="FOLDER", help="where the datasets lie")
    score.add_argument(
        "--limit", type=_count, metavar="N", help="at most N questions, drawn at random"
    )
    score.add_argument("--wrong", action="store_true", help="show each wrong answer")
    score.add_argument("--json", action="store_true", help="print the figures as JSON")
    score.set_defaults(run=_eval)

    bench = commands.add_parser("bench", help="measure the speed of a warm question")
    bench.set_defaults(run=_bench)
    return parser


def _count(text: str) -> int:
    """Read a number of at least one, as argparse wants it."""
    if not text.isdecimal() or not int(text[:9]) > 0:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is not a number of at least 1")
    return int(text[:9])


def _open() -> "ArticleQA":
    from qa.assistant import ArticleQA

    assistant = ArticleQA.open(with_seeds=True)
    for notice in assistant.notices:
        _complain(notice)
    return assistant


def _chat(chosen: argparse.Namespace) -> int:
    settings = read_settings()
    with _open() as assistant:
        # The page is an outer layer: only this command may reach out to it.
        from importlib import import_module

        import_module("ui.server").serve(
            assistant,
            host=chosen.host or settings.host,
            port=int(settings.port) if chosen.port is None else chosen.port,
            open_browser=chosen.open,
        )
    return 0


def _ask(chosen: argparse.Namespace) -> int:
    if (chosen.question is None) == (chosen.questions is None):
        raise QuestionError(
            'Give one question, such as article-qa ask "Who said so?", or --questions.'
        )
    with _open() as assistant:
        scope = [_name(assistant, name) for name in chosen.article] if chosen.article else None
        if chosen.questions is not None:
            failed = 0
            for line in _answer_all(assistant, chosen.questions, scope):
                failed += "error" in line
                _print_json(line)
            return 1 if failed else 0
        answer = assistant.ask(chosen.question, article=scope)
        if chosen.json:
            _print_json(answer.to_dict(), indent=2)
        else:
            _print(str(answer))
    return 0


def _answer_all(
    assistant: "ArticleQA", path: Path, scope: list[str] | None
) -> Iterator[dict[str, object]]:
    """Answer a file of questions in order; a question that fails says so in its own line."""
    from qa.gold import read_questions

    for asked in read_questions(path):
        try:
            named = asked.article and _name(assistant, asked.article, near=path.parent)
            article = [named] if named else scope
            answer = assistant.ask(asked.question, article=article, history=asked.history)
        except AppError as error:
            yield {"id": asked.id, "error": str(error)}
        else:
            yield {"id": asked.id, **answer.to_dict()}


def _index(chosen: argparse.Namespace) -> int:
    failed = 0
    with _open() as assistant, _show_progress() as progress:
        for path in chosen.paths:
            task = progress.add_task(path.name[-_MAX_NAME_CHARS:], total=None)
            follow = partial(_follow, progress, task)
            try:
                _refuse_address(path)
                article = assistant.add(path, progress=follow)
            except AppError as error:
                failed += 1
                _complain(str(error))
            else:
                _print(f"{article.id}  {_clean(article.title)}")
            progress.remove_task(task)
    return 1 if failed else 0


def _show_progress() -> "Progress":
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def _follow(progress: "Progress", task: "TaskID", done: int, total: int) -> None:
    progress.update(task, completed=done, total=total)


def _refuse_address(path: Path) -> None:
    if str(path).startswith(("http:/", "https:/")):
        raise ArticleError(f"{path}: addresses are not fetched. Save the article as a text file.")


def _list(chosen: argparse.Namespace) -> int:
    with _open() as assistant:
        articles = assistant.articles()
        for article in articles:
            parts = (article.id, article.published or "no date", article.outlet, article.title)
            _print("  ".join(_clean(part) for part in parts if part))
    if not articles:
        _print("The library is empty. Add an article: article-qa index FILE")
    return 0


def _remove(chosen: argparse.Namespace) -> int:
    with _open() as assistant:
        article = assistant.remove(chosen.id)
    _print(f"Removed {article.id}  {_clean(article.title)}")
    return 0


def _eval(chosen: argparse.Namespace) -> int:
    from qa.evaluate import evaluate_gold
    from qa.evaluate_datasets import evaluate_dataset

    if not chosen.dataset:
        _print(
            evaluate_gold(
                chosen.gold, article=chosen.article, show_wrong=chosen.wrong, as_json=chosen.json
            )
        )
        return 0
    if chosen.data is None:
        raise GoldError("A dataset is read from a folder of yours: name it with --data FOLDER.")
    for name in chosen.dataset:
        _print(evaluate_dataset(name, chosen.data, limit=chosen.limit, as_json=chosen.json))
    return 0


def _bench(_: argparse.Namespace) -> int:
    from qa.bench import measure_speed

    _print(measure_speed())
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
            f"There is no article or file {_clean(name)!r}. See: article-qa list"
        ) from error


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # A name too long, or one that holds NUL.
        return False


def _clean(text: str) -> str:
    """Return text from outside without control characters, which could steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _print_json(value: object, *, indent: int | None = None) -> None:
    """Print JSON in ASCII: every character of a quote survives any terminal and any pipe."""
    print(json.dumps(value, indent=indent), flush=True)  # noqa: T201


def _print(text: str) -> None:
    lines = (_clean(line) for line in text.split("\n"))
    print("\n".join(lines))  # noqa: T201


def _complain(text: str) -> None:
    print(f"article-qa: {_clean(text)}", file=sys.stderr)  # noqa: T201
