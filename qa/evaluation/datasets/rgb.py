"""RGB: news questions with snippets that answer them and snippets that do not.

Chen, Lin, Han and Sun, "Benchmarking Large Language Models in Retrieval-Augmented Generation" (AAAI
2024). Get ``en_refine.json`` (the corrected ``en.json``) or ``en_int.json`` from the folder
``data`` of https://github.com/chen700564/RGB.

As in the paper five snippets, each an article, are asked at once; at its noise rate of 0.6 three of
them do not answer, fewer where the question has not enough. Three abilities are told by type:

* ``noise robustness``: the question with snippets of both sorts; one that answers is right;
* ``negative rejection``: the same question with five snippets that do not answer; it is absent;
* ``information integration`` (``en_int.json``): the answer has parts, each with its own snippets; a
  snippet of every part must be cited. It has no accepted strings, since one string would not tell
  whether all parts are there.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from index.articles import make_article
from index.errors import ArticleError
from index.models import Article
from qa.evaluation.cases import Batch, Case, Place
from qa.evaluation.datasets.building import Ids, Notes, list_once
from qa.evaluation.datasets.files import Row, find_files, read_lines

__all__ = ["read_rgb"]

_DATASET = "rgb"
_NAMES = ("{}_refine.json", "{}.json", "{}_int.json", "{}_fact.json")
_FILES = tuple(name.format(language) for language in ("en", "zh") for name in _NAMES)
_SNIPPETS = 5
_ANSWERING_SNIPPETS = 2


def read_rgb(path: Path) -> Iterator[Batch]:
    """Yield one batch a question, in the order of the file.

    Args:
        path: ``en_refine.json``, ``en.json``, ``en_int.json`` or ``en_fact.json``, or the same in
            Chinese (``zh_…``), or where ``find_files`` looks for the first of them.

    Raises:
        GoldError: The file is missing or not in the published form.
    """
    ids, notes = Ids(), Notes(_DATASET)
    for file in find_files(path, _FILES, dataset=_DATASET):
        for row in read_lines(file, dataset=_DATASET):
            yield _read_question(row, ids, notes)
    notes.tell()


def _read_question(row: Row, ids: Ids, notes: Notes) -> Batch:
    parts = [_make_articles(part, notes) for part in _read_parts(row)]
    noise = _make_articles(row.texts("negative"), notes)
    several = len(parts) > 1
    cases = []
    articles: dict[str, Article] = {}
    if all(parts):
        chosen = _choose(parts, noise)
        articles |= chosen
        cases.append(
            Case(
                id=ids.take(row.name("id")),
                question=row.text("query"),
                scope=tuple(chosen),
                evidence=tuple(_find_group(part, chosen) for part in parts),
                answers=_read_answers(row),
                type="information integration" if several else "noise robustness",
            )
        )
    else:
        notes.add("questions were left out, for no snippet answers them")
    if noise and not several:
        rejected = {article.id: article for article in noise[:_SNIPPETS]}
        articles |= rejected
        cases.append(
            Case(
                id=ids.take(f"{row.name('id')}-rejection"),
                question=row.text("query"),
                scope=tuple(rejected),
                absent=True,
                type="negative rejection",
            )
        )
    return Batch(articles=tuple(articles.values()), cases=tuple(cases))


def _read_parts(row: Row) -> list[tuple[str, ...]]:
    """Return the snippets that answer, those of each part of the answer together."""
    positive = row.items("positive")
    if any(isinstance(part, list) for part in positive):
        if not all(isinstance(part, list) for part in positive):
            raise row.fail("positive", "holds both texts and lists")
        return [row.check_texts(part, "positive") for part in positive]
    return [row.check_texts(positive, "positive")]


def _make_articles(texts: Sequence[str], notes: Notes) -> list[Article]:
    articles = []
    for text in texts:
        try:
            articles.append(make_article(text))
        except ArticleError:
            notes.add("snippets were left out, for they hold no words or too many")
    return articles


def _choose(parts: Sequence[Sequence[Article]], noise: Sequence[Article]) -> dict[str, Article]:
    """Return five articles by id: first of every part in turn, then those that do not answer."""
    in_turn = [article for turn in zip_longest(*parts) for article in turn if article]
    count = max(len(parts), _ANSWERING_SNIPPETS, _SNIPPETS - len(noise))
    chosen = in_turn[:count]
    chosen += noise[: max(0, _SNIPPETS - len(chosen))]
    return {article.id: article for article in chosen}


def _find_group(part: Sequence[Article], chosen: dict[str, Article]) -> tuple[Place, ...]:
    """Return the chosen articles of a part, each as one place."""
    found = {article.id: article for article in part if article.id in chosen}
    return tuple(Place(article.id, 0, len(article.text)) for article in found.values())


def _read_answers(row: Row) -> tuple[str, ...]:
    """Return the accepted strings of a question with one part.

    The file holds a text, or a list of parts; and a part is a text, or a list of its spellings.
    """
    if not isinstance(row.value("answer"), list):
        return list_once([row.text("answer")])
    parts = row.items("answer")
    spellings = [part if isinstance(part, list) else [part] for part in parts]
    checked = [row.check_texts(part, "answer") for part in spellings]
    return list_once(checked[0]) if len(checked) == 1 else ()
