"""The command line: ``article-qa``, also ``python -m qa``."""

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from index.errors import AppError
from qa import commands
from qa.evaluation.arguments import add_evaluation
from qa.names import WRITERS
from qa.terminal import complain

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
        complain(str(error))
        return 1
    except BrokenPipeError:
        # The reader of a pipe (``| head``) may leave; Python must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130
    return code


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="article-qa",
        description="Ask news articles a question; every statement of the answer cites the exact "
        "sentence it rests on.",
    )
    parsers = parser.add_subparsers(required=True, metavar="COMMAND")

    chat = parsers.add_parser("chat", help="open the page in the browser")
    chat.add_argument("--host", help="address to listen on (setting HOST)")
    chat.add_argument("--port", type=int, help="port to listen on (setting PORT)")
    chat.add_argument("--open", action="store_true", help="open a browser window too")
    chat.set_defaults(run=commands.chat)

    password = parsers.add_parser("password", help="make a login for the page")
    password.add_argument("name", nargs="?", metavar="NAME", help="who signs in with it")
    password.set_defaults(run=commands.password)

    ask = parsers.add_parser("ask", help="answer one question, or a file of them")
    ask.add_argument("question", nargs="?", help="the question")
    ask.add_argument(
        "--article",
        action="append",
        metavar="ID or FILE",
        help="only this article; may be given several times",
    )
    ask.add_argument("--questions", type=Path, metavar="FILE.jsonl", help="questions, one a line")
    ask.add_argument("--writer", choices=WRITERS, help="by default the best one there is")
    ask.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    ask.add_argument(
        "--record", type=Path, metavar="FILE", help="save the answer with its evidence (.json, .md)"
    )
    ask.set_defaults(run=commands.ask)

    index = parsers.add_parser("index", help="add articles to the library")
    index.add_argument(
        "paths", nargs="+", metavar="PATH or URL", help="text files, saved pages, web addresses"
    )
    index.set_defaults(run=commands.index)

    listing = parsers.add_parser("list", help="list the articles of the library")
    listing.set_defaults(run=commands.list_articles)

    remove = parsers.add_parser("remove", help="remove an article from the library")
    remove.add_argument("id", help="its id, or the first characters of it")
    remove.set_defaults(run=commands.remove)

    verify = parsers.add_parser("verify", help="check a saved answer against the library")
    verify.add_argument("record", type=Path, metavar="RECORD.json")
    verify.add_argument("--json", action="store_true", help="print the findings as JSON")
    verify.set_defaults(run=commands.verify)

    add_evaluation(parsers)

    bench = parsers.add_parser("bench", help="measure the speed of a warm question")
    bench.set_defaults(run=commands.bench)
    return parser
