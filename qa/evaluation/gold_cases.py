"""From gold files to cases."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import seeds
from index.articles import read_article
from index.errors import ArticleError, GoldError
from index.models import Article
from qa.evaluation.cases import Batch, Case, Place
from qa.gold.articles import find_file
from qa.gold.questions import GoldQuestion, check_snippets, read_gold
from qa.terminal import complain

__all__ = ["find_places", "read_gold_batches"]

_MAX_PLACES = 1_000


def read_gold_batches(path: Path, *, article: str | None = None) -> list[Batch]:
    """Read a gold file and the articles it names, one batch an article.

    A snippet that does not stand in its article is told, where another of its group does.

    Args:
        path: The gold file.
        article: A file to ask all questions of, in place of the article each names.

    Raises:
        GoldError: The file is not valid; or an article is not found, holds no snippet of a
            group, or one of them all too often; or a candidate that a person has checked quotes
            what does not stand in its article; or an article cannot be read.
    """
    articles: dict[str, Article] = {}
    cases: dict[str, list[Case]] = {}
    for gold in read_gold(path, tell=complain):
        name = article or gold.article or next(iter(seeds.ARTICLES))
        if name not in articles:
            articles[name] = _read_article(name, path, line=gold.line)
        check_snippets(gold, articles[name].text, path=path)
        place = f"{path}, line {gold.line}, evidence"
        evidence = [_find_group(group, articles[name], place) for group in gold.evidence]
        cases.setdefault(name, []).append(_make_case(gold, articles[name], evidence))
    return [Batch(articles=(articles[name],), cases=tuple(asked)) for name, asked in cases.items()]


def _read_article(name: str, path: Path, *, line: int) -> Article:
    try:
        return read_article(find_file(name, path, line=line))
    except ArticleError as error:
        raise GoldError(f"{path}, line {line}, article: {error}") from error


def _find_group(snippets: Sequence[str], article: Article, place: str) -> tuple[Place, ...]:
    """Return where the snippets of a group stand; it is an error where none of them does."""
    for snippet in snippets:
        if snippet not in article.text:
            told = f"{place}: {snippet[:60]!r} does not stand in the article, letter by letter"
            if not any(other in article.text for other in snippets):
                raise GoldError(f"{told}, nor does another of its group. Mend the line.")
            complain(f"{told}. Mend the line.")
    places = tuple(islice(find_places(snippets, article), _MAX_PLACES + 1))
    if len(places) > _MAX_PLACES:
        raise GoldError(f"{place}: stands in over {_MAX_PLACES:,} places. Give longer snippets.")
    return places


def _make_case(gold: GoldQuestion, article: Article, evidence: Iterable[tuple[Place, ...]]) -> Case:
    return Case(
        id=gold.id,
        question=gold.question,
        history=gold.history,
        scope=(article.id,),
        evidence=tuple(evidence),
        answers=gold.answer,
        absent=gold.absent,
        type=gold.type,
    )


def find_places(snippets: Iterable[str], article: Article) -> Iterator[Place]:
    """Yield every place in an article where one of the snippets stands."""
    for snippet in snippets:
        for found in re.finditer(re.escape(snippet), article.text):
            yield Place(article.id, found.start(), found.end())
