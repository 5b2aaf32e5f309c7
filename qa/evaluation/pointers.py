"""Whether what a reader can follow from an answer leads into the articles."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from index.models import Article
from index.sentences import split_spans
from qa.evaluation.cases import Case
from qa.models import Answer, Citation

__all__ = ["check_pointers", "check_quotes"]

_MARKER: Final = re.compile(r"\[(\d{1,3})\]", re.ASCII)


def check_pointers(answer: Answer, case: Case, articles: Mapping[str, Article]) -> list[bool]:
    """Tell of each pointer of an answer whether it leads to a sentence of an article.

    Pointers are the numbers that the statements cite, the citations that no statement cites, and
    markers in the text of a statement whose number no citation has. One is valid when exactly one
    citation has its number, of an article that was asked, with a span inside its text, and a
    sentence that it has.
    """
    known = Counter(citation.number for citation in answer.citations)
    valid = {
        citation.number
        for citation in answer.citations
        if known[citation.number] == 1 and _leads_somewhere(citation, case, articles)
    }
    return [number in valid for number in _find_pointers(answer)]


def check_quotes(answer: Answer, articles: Mapping[str, Article]) -> list[bool]:
    """Tell of each citation whether its quote is what stands where it points."""
    return [_cut(citation, articles) == citation.quote for citation in answer.citations]


def _find_pointers(answer: Answer) -> Iterator[int]:
    used = [number for statement in answer.statements for number in statement.citations]
    numbers = {citation.number for citation in answer.citations}
    yield from used
    yield from numbers.difference(used)
    # A quoted sentence may hold such signs itself; those are no pointers.
    own = {sign for citation in answer.citations for sign in _MARKER.findall(citation.quote)}
    for statement in answer.statements:
        for sign in _MARKER.findall(statement.text):
            if sign not in own and int(sign) not in numbers:
                yield int(sign)


def _leads_somewhere(citation: Citation, case: Case, articles: Mapping[str, Article]) -> bool:
    if case.scope is not None and citation.article_id not in case.scope:
        return False
    if _cut(citation, articles) is None:
        return False
    return 1 <= citation.sentence <= _count_sentences(articles[citation.article_id].text)


def _cut(citation: Citation, articles: Mapping[str, Article]) -> str | None:
    """Return what stands where a citation points; ``None`` where that is nowhere."""
    article = articles.get(citation.article_id)
    if article is None or not 0 <= citation.start < citation.end <= len(article.text):
        return None
    return article.text[citation.start : citation.end]


@lru_cache(maxsize=64)
def _count_sentences(text: str) -> int:
    return len(split_spans(text))
