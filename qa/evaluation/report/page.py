"""The report as one page of HTML that needs nothing else and runs nothing."""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: TID251
from markupsafe import Markup, escape

from index.models import Article
from qa.evaluation.cases import Place
from qa.evaluation.measures import find_rank
from qa.evaluation.report.cells import VERDICTS
from qa.evaluation.report.chapters import Chapter
from qa.evaluation.report.contents import Contents
from qa.evaluation.report.curves import SERIES, draw_curves
from qa.evaluation.report.excerpts import Excerpt, cut_excerpts, shorten
from qa.evaluation.report.wrong import SEVERITIES, Kind, Wrong

__all__ = ["write_page"]

_FOLDER: Final = Path(__file__).parent
_STYLES: Final = ("sheet.css", "figures.css", "wrong.css", "media.css")
_BUFFERED: Final = 200
_MAX_ALTERNATIVES: Final = 3
# As many as the style sheet can tell apart.
_MAX_SYSTEMS: Final = 8
# No character of these can be shown, and HTML allows none of them.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A wrong answer with all that the page shows of it.

    Attributes:
        wrong: The wrong answer.
        excerpts: The sentences around what was cited and what is right.
        lit: Numbers of the citations that are lit in them, letter by letter.
        right: Texts of the gold places, for each group.
        rank: Which place of the ranking held the first right sentence, from 1.
    """

    wrong: Wrong
    excerpts: tuple[Excerpt, ...]
    lit: frozenset[int]
    right: tuple[tuple[str, ...], ...]
    rank: int | None


def write_page(contents: Contents) -> Iterator[str]:
    """Yield the page in pieces, one wrong answer at a time in memory."""
    environment = _make_environment()
    style = "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _STYLES)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    stream = environment.get_template(
        "report.html.jinja"
    ).stream(
        contents=contents,
        style=Markup(style),  # noqa: S704 - it stands in files of this folder.
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'",
        shown=_prepare(contents),
        systems=list(contents.wrong.systems)[:_MAX_SYSTEMS],
        severities=SEVERITIES,
        verdicts=VERDICTS,
        draw=_draw,
        series=SERIES,
    )
    stream.enable_buffering(_BUFFERED)
    yield from stream


@lru_cache(maxsize=1)
def _make_environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cut"] = lambda text, count: shorten(str(text), max_chars=count)
    environment.filters["slug"] = _make_slug
    environment.filters["name"] = _make_breakable
    return environment


def _clean(value: Any) -> Any:
    """Replace what a page cannot hold, in every text that the template shows."""
    return value if isinstance(value, Markup) else _UNSEEN.sub("\ufffd", str(value))


def _make_slug(name: str) -> str:
    """Write a name of this project as the name of a class.

    Example:
        >>> _make_slug("false answer")
        'false-answer'
    """
    return re.sub("[^a-z]+", "-", name)


def _make_breakable(name: str) -> Markup:
    """Let a long name of a figure go on in the next line, after an underscore."""
    return escape(_clean(name)).replace("_", Markup("_<wbr>"))


def _draw(chapter: Chapter, name: str) -> list[Markup]:
    # No text from outside is in a drawing.
    return [Markup(drawn) for drawn in draw_curves(chapter.curved, name=name)]  # noqa: S704


def _prepare(contents: Contents) -> Iterator[_Shown]:
    for wrong in contents.wrong.worst:
        outcome = wrong.outcome
        excerpts = tuple(cut_excerpts(outcome, contents.articles))
        yield _Shown(
            wrong=wrong,
            excerpts=excerpts,
            lit=frozenset() if Kind.POINTER in wrong.kinds else _find_lit(excerpts),
            right=tuple(
                tuple(_read(group[:_MAX_ALTERNATIVES], contents.articles))
                for group in outcome.case.evidence
            ),
            rank=find_rank(outcome),
        )


def _find_lit(excerpts: Sequence[Excerpt]) -> frozenset[int]:
    pieces = (piece for cut in excerpts for line in cut.lines for piece in line.pieces)
    return frozenset(number for piece in pieces for number in piece.cited)


def _read(group: Sequence[Place], articles: Mapping[str, Article]) -> Iterator[str]:
    for place in group:
        if place.article in articles:
            yield articles[place.article].text[place.start : place.end]
