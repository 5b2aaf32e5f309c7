"""The command line of ``eval``, ``gold`` and ``probe``; what they run is loaded when it is run."""

import argparse
import math
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import GoldError, RunError
from qa.names import BASELINES, CLAIM_DATASETS, PROBES, QUESTION_DATASETS, WRITERS
from qa.terminal import print_text

if TYPE_CHECKING:
    from qa.evaluation.command import Bound

__all__ = ["add_evaluation"]

_MAX_JOBS = 64


def add_evaluation(parsers: Any) -> None:
    """Add the commands to the parsers of ``article-qa``."""
    _add_eval(parsers.add_parser("eval", help="score gold questions or an open dataset"))
    _add_gold(parsers.add_parser("gold", help="make or check a file of gold questions"))
    _add_probe(parsers.add_parser("probe", help="try to make the answers tell a falsehood"))


def _add_eval(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_evaluate)
    parser.add_argument("gold", nargs="*", type=Path, metavar="GOLD.jsonl")
    parser.add_argument("--article", metavar="FILE", help="ask all gold questions of this article")
    parser.add_argument(
        "--dataset", action="append", choices=(*QUESTION_DATASETS, *CLAIM_DATASETS), default=[]
    )
    parser.add_argument("--data", type=Path, metavar="PATH", help="where the dataset lies")
    parser.add_argument("--writer", choices=WRITERS, help="who answers; by default the best one")
    parser.add_argument(
        "--baseline", action="append", choices=BASELINES, default=[], help="who answers too"
    )
    parser.add_argument(
        "--together", action="store_true", help="ask all articles of the dataset at once"
    )
    parser.add_argument(
        "--without-history", action="store_true", help="leave out the turns before a question"
    )
    parser.add_argument("--limit", type=_count, metavar="N", help="at most N, drawn at random")
    parser.add_argument("--seed", type=_seed, default=0, metavar="S", help="what is drawn")
    parser.add_argument(
        "--jobs", type=_jobs, default=1, metavar="N", help="ask N at once (a model elsewhere)"
    )
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="write report.html, .json, .md; go on there"
    )
    parser.add_argument("--fresh", action="store_true", help="start over in DIR")
    parser.add_argument("--compare", type=Path, metavar="RUN.json", help="the report of a run")
    parser.add_argument(
        "--fail-under",
        action="append",
        type=_bound,
        default=[],
        metavar="[DATASET:]METRIC=VALUE",
        help="exit with 1 if the figure is worse than this",
    )
    parser.add_argument("--wrong", action="store_true", help="show each wrong answer")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def _evaluate(chosen: Namespace) -> int:
    from qa.evaluation.command import Output, evaluate
    from qa.evaluation.planning import Options

    if chosen.data and not chosen.dataset:
        raise GoldError("--data is where a dataset lies: name it with --dataset.")
    if chosen.article and chosen.dataset and not chosen.gold:
        raise GoldError("--article is asked gold questions, and there are none: name a gold file.")
    options = Options(
        gold=tuple(chosen.gold),
        article=chosen.article,
        datasets=tuple(chosen.dataset),
        data=chosen.data,
        limit=chosen.limit,
        seed=chosen.seed,
        together=chosen.together,
        with_history=not chosen.without_history,
        writer=chosen.writer,
        baselines=tuple(chosen.baseline),
        jobs=chosen.jobs,
    )
    output = Output(
        report=chosen.report,
        fresh=chosen.fresh,
        earlier=chosen.compare,
        bounds=tuple(chosen.fail_under),
        wrong=chosen.wrong,
        as_json=chosen.json,
    )
    return evaluate(options, output)


def _add_gold(parser: argparse.ArgumentParser) -> None:
    parsers = parser.add_subparsers(required=True, metavar="COMMAND")
    new = parsers.add_parser("new", help="accept, edit or reject proposed questions, one by one")
    new.set_defaults(run=_make_gold)
    new.add_argument("article", type=Path, metavar="ARTICLE", help="a text file or saved page")
    new.add_argument("--out", type=Path, metavar="GOLD.jsonl", help="by default beside the article")
    new.add_argument("--count", type=_count, default=20, metavar="N", help="how many to propose")
    new.add_argument("--seed", type=_seed, default=0, metavar="S", help="which are proposed first")
    check = parsers.add_parser("check", help="find every mistake in files of gold questions")
    check.set_defaults(run=_check_gold)
    check.add_argument("gold", nargs="+", type=Path, metavar="GOLD.jsonl")
    check.add_argument("--article", metavar="FILE", help="all questions are asked of this article")
    check.add_argument("--strict", action="store_true", help="exit with 1 on a warning too")


def _make_gold(chosen: Namespace) -> int:
    from qa.gold.new import make_gold

    return make_gold(chosen.article, out=chosen.out, count=chosen.count, seed=chosen.seed)


def _check_gold(chosen: Namespace) -> int:
    from qa.gold.check import check_files

    told, code = check_files(chosen.gold, article=chosen.article, strict=chosen.strict)
    print_text(told)
    return code


def _add_probe(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_probe)
    parser.add_argument("what", choices=PROBES, help="what is falsified")
    parser.add_argument("articles", nargs="*", type=Path, metavar="ARTICLE", help="text files")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="where coqa-cnn lies")
    parser.add_argument("--writer", choices=WRITERS, help="injection: who answers too")
    parser.add_argument("--sentences", type=_count, default=500, metavar="N", help="how many")
    parser.add_argument("--seed", type=_seed, default=0, metavar="S", help="what is drawn")
    parser.add_argument("--show-missed", action="store_true", help="show each one missed")
    parser.add_argument("--fail-under", type=_share, metavar="SHARE", help="exit with 1 below it")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def _probe(chosen: Namespace) -> int:
    from qa.evaluation.probes.probing import run_probe

    told, lowest = run_probe(
        chosen.what,
        chosen.articles,
        data=chosen.data,
        sentences=chosen.sentences,
        seed=chosen.seed,
        writer=chosen.writer,
        show_missed=chosen.show_missed,
        as_json=chosen.json,
    )
    print_text(told)
    return int(chosen.fail_under is not None and lowest < chosen.fail_under)


def _count(text: str) -> int:
    """Read a number of at least one, as argparse wants it."""
    return _read_number(text, least=1)


def _jobs(text: str) -> int:
    jobs = _count(text)
    if jobs > _MAX_JOBS:
        raise argparse.ArgumentTypeError(f"{jobs} at once are too many: {_MAX_JOBS} are allowed")
    return jobs


def _seed(text: str) -> int:
    return _read_number(text, least=0)


def _read_number(text: str, *, least: int) -> int:
    digits = text if text.isascii() and text.isdecimal() and len(text) < 10 else "-1"
    if int(digits) < least:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is not a number of at least {least}")
    return int(digits)


def _bound(text: str) -> "Bound":
    """Read ``[DATASET:]METRIC=VALUE``."""
    from qa.evaluation.command import Bound

    place, equals, value = text.rpartition("=")
    dataset, colon, figure = place.rpartition(":")
    number = _read_float(value)
    if not equals or not figure or not math.isfinite(number):
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is not METRIC=VALUE, such as evidence_hit=0.85"
        )
    try:
        return Bound(figure=figure, value=number, dataset=dataset if colon else None)
    except RunError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _share(text: str) -> float:
    number = _read_float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is not a number from 0 to 1")
    return number


def _read_float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
