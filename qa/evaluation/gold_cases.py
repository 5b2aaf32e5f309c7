"""From gold files to cases."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import seeds
from index.articles import read_article
from index.models import Article
from qa.evaluation.cases import Batch, Case, Place
from qa.gold.articles import find_file
from qa.gold.questions import GoldQuestion, check_snippets, read_gold
from qa.terminal import complain

__all__ = ["find_places", "read_gold_batches"]

_MAX_TOLD = 5


def read_gold_batches(path: Path, *, article: str | None = None) -> list[Batch]:
    """Read a gold file and the articles it names, one batch an article.

    Args:
        path: The gold file.
        article: A file to ask all questions of, in place of the article each names.

    Raises:
        GoldError: The file is not valid, or an article is not found, or a candidate that a
            person has checked quotes what does not stand in its article.
        ArticleError: An article cannot be read.
    """
    articles: dict[str, Article] = {}
    cases: dict[str, list[Case]] = {}
    strayed: list[tuple[int, str]] = []
    for gold in read_gold(path, tell=complain):
        name = article or gold.article or next(iter(seeds.ARTICLES))
        if name not in articles:
            articles[name] = read_article(find_file(name, path, line=gold.line))
        check_snippets(gold, articles[name].text, path=path)
        strayed += _find_strayed(gold, articles[name].text)
        cases.setdefault(name, []).append(_make_case(gold, articles[name]))
    return [Batch(articles=(articles[name],), cases=tuple(asked)) for name, asked in cases.items()]


def _find_strayed(gold: GoldQuestion, text: str) -> list[tuple[int, str]]:
    snippets = (snippet for group in gold.evidence for snippet in group)
    return [(gold.line, snippet) for snippet in snippets if snippet not in text]


def _tell_strayed(strayed: Sequence[tuple[int, str]], path: Path) -> None:
    """Say which snippets no citation can ever hit, since they are not in their article."""
    for line, snippet in strayed[:_MAX_TOLD]:
        complain(
            f"{path}, line {line}, evidence: {snippet[:60]!r} does not stand in the article, "
            "letter by letter, and so is never cited. Mend the line."
        )
    if len(strayed) > _MAX_TOLD:
        complain(f"{path}: {len(strayed) - _MAX_TOLD} more. See: article-qa gold check {path}")


def _make_case(gold: GoldQuestion, article: Article) -> Case:
    return Case(
        id=gold.id,
        question=gold.question,
        history=gold.history,
        scope=(article.id,),
        evidence=tuple(find_places(group, article) for group in gold.evidence),
        answers=gold.answer,
        absent=gold.absent,
        type=gold.type,
    )


def find_places(snippets: Iterable[str], article: Article) -> tuple[Place, ...]:
    """Return every place in an article where one of the snippets stands."""
    return tuple(
        Place(article.id, found.start(), found.end())
        for snippet in snippets
        for found in re.finditer(re.escape(snippet), article.text)
    )
