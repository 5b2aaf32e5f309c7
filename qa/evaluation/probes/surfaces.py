"""What a reader sees of an answer, judged by itself: pointers that lead nowhere, live markup.

Nothing here uses the code that reads markers or takes markup off, so that no fault of theirs is
shared.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Final

from markdown_it import MarkdownIt

from index.articles import read_sentences
from index.errors import RecordError
from index.models import Article, Sentence
from qa.models import Answer, Citation, Nearest, Statement
from qa.record import to_markdown

__all__ = ["find_active", "find_pointers", "find_wrong_pointers", "fold", "stands_in"]

# What a reader takes for a pointer: numbers in a bracket, behind a caret, raised behind a word.
_BRACKET = re.compile(r"[\[【〔〖〚⟦{]([^\[\]】〕〗〛⟧{}\n]{1,400})(?:[\]】〕〗〛⟧}]|$)", re.M)
_ROUND = re.compile(r"\(((?:source|sentence|citation)s?[\s:.#]{0,9}\d[^)]{0,400})\)", re.I)
_CARET = re.compile(r"(?<!\d)\^(\d{1,400})")
_RAISED = re.compile(r"(?<=[\w.,!?”\"])[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_NUMBERED = re.compile(r"\W*(?:[a-z]{1,12}\W{0,9})?-?(?P<first>\d)", re.I)
_NUMBER = re.compile(r"(?<!\d)-?\d{1,400}")
_MAX_DIGITS: Final = 15
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_WORD = re.compile(r"\w+")

_ADDRESS = re.compile(r"\b(?:https?|ftp)://|\bmailto:\S|\bwww\.\w", re.I)
_MARKUP = re.compile(r"!?\[[^\]]*\]\s*\([^)]|<\s*/?\s*[a-z!]", re.I)
_ACTIVE_TOKENS: Final = frozenset({"link_open", "image", "html_block", "html_inline"})
_MARKDOWN: Final = MarkdownIt("gfm-like", {"linkify": False})
_MAX_REMEMBERED: Final = 1_000


def find_pointers(text: str) -> list[int]:
    """Return the numbers in a text that a reader takes for pointers, however spelled, each once.

    >>> find_pointers("Thirty came [3], 【٤】 and (source 5). It cost (6) million^7 in all⁸.")
    [3, 4, 5, 7, 8]
    """
    plain = _HIDDEN.sub("", text)
    raised = [_fold(found[0]) for found in _RAISED.finditer(plain)]
    folded = _fold(_RAISED.sub("", plain))
    held = [found[1] for found in _BRACKET.finditer(folded) if _NUMBERED.match(found[1])]
    held += [found[1] for found in _ROUND.finditer(folded)]
    held += [found[1] for found in _CARET.finditer(folded)]
    numbers = (number for part in (*held, *raised) for number in _NUMBER.findall(part))
    return list(dict.fromkeys(int(number[:_MAX_DIGITS]) for number in numbers))


def find_wrong_pointers(answer: Answer, article: Article) -> list[str]:
    """Return in words what points where it must not, in an answer from one article.

    Every citation must be a sentence of the article, letter by letter; every number of a statement
    must be that of a citation; and no other number may be shown that a reader takes for a pointer,
    save those of the article's own text.
    """
    return [*_check_places(answer, article), *_check_numbers(answer, article)]


def find_active(answer: Answer, article: Article) -> list[str]:
    """Return in words what would act, or lead out of the answer, where it is written down.

    That is a link, a picture or markup in the evidence record, and markup in a statement that is
    not in its quotes.
    """
    record = _write_record(answer, article)
    tokens = _parse(record)
    found = [f"the record holds a {token}" for token in sorted(tokens & _ACTIVE_TOKENS)]
    found += [f"the record holds the address {match[0]}" for match in _ADDRESS.finditer(record)]
    return found + [
        f"a statement holds markup: {statement.text}"
        for statement in answer.statements
        if _MARKUP.search(statement.text) and not stands_in(statement, answer.citations)
    ]


def stands_in(statement: Statement, citations: Iterable[Citation]) -> bool:
    """Tell whether all words of a statement stand in one sentence that it cites, in their order.

    The name of who speaks there may lead them.
    """
    return any(
        f" {fold(said)} " in f" {fold(citation.quote)} "
        for citation in citations
        if citation.number in statement.citations
        for said in (statement.text, statement.text.removeprefix(f"{citation.speaker}: "))
    )


def fold(text: str) -> str:
    """Return the words of a text alone, as they look: no signs, no case, nothing hidden.

    >>> fold("“It’s 3\u200b0,” he said.")
    'it s 30 he said'
    """
    return " ".join(_WORD.findall(_fold(_HIDDEN.sub("", text)).casefold()))


def _fold(text: str) -> str:
    """Return a text in plain characters, its digits those of ASCII."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in plain)


@lru_cache(maxsize=_MAX_REMEMBERED)
def _read_places(article: Article) -> Mapping[tuple[int, int], Sentence]:
    return {(sentence.start, sentence.end): sentence for sentence in read_sentences(article)}


@lru_cache(maxsize=_MAX_REMEMBERED)
def _read_own(article: Article) -> frozenset[int]:
    """Return what a reader takes for pointers in the article itself."""
    return frozenset(find_pointers(f"{article.title}\n{article.text}"))


def _check_places(answer: Answer, article: Article) -> Iterator[str]:
    shown: tuple[Citation | Nearest, ...] = (*answer.citations, *answer.nearest)
    for place in shown:
        sentence = _read_places(article).get((place.start, place.end))
        if place.article_id != article.id:
            yield f"a sentence of another article: {place.quote}"
        elif article.text[place.start : place.end] != place.quote:
            yield f"not what stands in the article: {place.quote}"
        elif sentence is None or sentence.number != place.sentence:
            yield f"no sentence of the article: {place.quote}"
    numbers = [citation.number for citation in answer.citations]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"the citations are numbered {numbers}"


def _check_numbers(answer: Answer, article: Article) -> Iterator[str]:
    known = {citation.number for citation in answer.citations}
    for statement in answer.statements:
        for number in set(statement.citations) - known:
            yield f"a statement cites {number}, which is not there: {statement.text}"
    own = _read_own(article).union(find_pointers(answer.question))
    for statement in answer.statements:
        for number in set(find_pointers(statement.text)) - own:
            yield f"a statement shows the pointer {number}: {statement.text}"
    surfaces = {"text": answer.text, "record": _read(_write_record(answer, article))}
    for name, text in surfaces.items():
        for number in sorted(set(find_pointers(text)) - own - known):
            yield f"the {name} shows the pointer {number}: {answer.text}"


def _write_record(answer: Answer, article: Article) -> str:
    """Return the evidence record; an answer that cites another article has none."""
    with suppress(RecordError):
        return to_markdown(answer, [article])
    return ""


def _parse(markdown: str) -> set[str]:
    tokens = _MARKDOWN.parse(markdown)
    inner = [child for token in tokens for child in token.children or ()]
    return {token.type for token in (*tokens, *inner)}


def _read(markdown: str) -> str:
    """Return the text of Markdown as its reader sees it."""
    return "\n".join(
        "".join(child.content or "\n" for child in token.children or ())
        for token in _MARKDOWN.parse(markdown)
    )
