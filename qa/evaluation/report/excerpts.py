"""The sentences of the articles around what was cited and what is right, both lit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

from index.articles import cut_sentences
from index.models import Article, Sentence
from qa.evaluation.cases import Place
from qa.evaluation.outcomes import Outcome

__all__ = ["Excerpt", "Line", "Piece", "cut_excerpts", "shorten"]

_MAX_ARTICLES: Final = 6
_MAX_PLACES: Final = 40
_MAX_LIT: Final = 12
_MAX_PIECE: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters of a sentence that are lit alike.

    Attributes:
        text: The characters, shortened where there are very many.
        cited: Numbers of the citations that hold them.
        right: Whether the gold says that they are right.
    """

    text: str
    cited: tuple[int, ...] = ()
    right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence of an excerpt.

    Attributes:
        number: Its place in the article, from 1.
        pieces: Its characters.
        after_gap: Whether sentences between it and the one shown before are left out.
    """

    number: int
    pieces: tuple[Piece, ...]
    after_gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Sentences of one article."""

    article: Article
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Lit:
    place: Place
    citation: int | None  # ``None`` for a place that the gold says is right.


def cut_excerpts(outcome: Outcome, articles: Mapping[str, Article]) -> Iterator[Excerpt]:
    """Yield, for each article with a cited or right place, the sentences around them.

    Args:
        outcome: Whose citations and gold places are lit.
        articles: Every article that was asked, by id.
    """
    lit: dict[str, list[_Lit]] = {}
    for item in islice(_find_lit(outcome), _MAX_PLACES):
        if item.place.article in articles:
            lit.setdefault(item.place.article, []).append(item)
    for name, items in islice(lit.items(), _MAX_ARTICLES):
        yield Excerpt(article=articles[name], lines=tuple(_cut_lines(articles[name], items)))


def _find_lit(outcome: Outcome) -> Iterator[_Lit]:
    for citation in outcome.answer.citations if outcome.answer else ():
        place = Place(citation.article_id, citation.start, citation.end)
        yield _Lit(place, citation.number)
    for group in outcome.case.evidence:
        for place in group:
            yield _Lit(place, None)


def _cut_lines(article: Article, items: Sequence[_Lit]) -> Iterator[Line]:
    sentences = _cut(article.id, article.text)
    shown = sorted(_choose(sentences, items))
    for before, at in pairwise([-1, *shown]):
        sentence = sentences[at]
        yield Line(
            number=sentence.number,
            pieces=tuple(_cut_pieces(sentence, items)),
            after_gap=at > before + 1,
        )


@lru_cache(maxsize=256)
def _cut(article_id: str, text: str) -> tuple[Sentence, ...]:
    return tuple(cut_sentences(article_id, text))


def _choose(sentences: Sequence[Sentence], items: Sequence[_Lit]) -> set[int]:
    """Return the places of the lit sentences, and of those before and after each."""
    lit = (at for at, sentence in enumerate(sentences) if any(_covering(sentence, items)))
    near = {at + step for at in islice(lit, _MAX_LIT) for step in (-1, 0, 1)}
    return near & set(range(len(sentences)))


def _covering(sentence: Sentence, items: Iterable[_Lit]) -> Iterator[_Lit]:
    place = Place(sentence.article_id, sentence.start, sentence.end)
    return (item for item in items if item.place.overlaps(place))


def _cut_pieces(sentence: Sentence, items: Sequence[_Lit]) -> Iterator[Piece]:
    inside = list(_covering(sentence, items))
    edges = {sentence.start, sentence.end}
    for item in inside:
        edges |= {max(item.place.start, sentence.start), min(item.place.end, sentence.end)}
    for start, end in pairwise(sorted(edges)):
        over = [item for item in inside if item.place.start <= start and end <= item.place.end]
        yield Piece(
            text=_shorten_middle(sentence.text[start - sentence.start : end - sentence.start]),
            cited=tuple(sorted({i.citation for i in over if i.citation is not None})),
            right=any(item.citation is None for item in over),
        )


def _shorten_middle(text: str) -> str:
    if len(text) <= _MAX_PIECE:
        return text
    half = _MAX_PIECE // 2
    return f"{text[:half]} … {text[-half:]}"


def shorten(text: str, *, max_chars: int) -> str:
    """Cut text that is too long to show.

    Example:
        >>> shorten("abcdef", max_chars=4)
        'abc…'
    """
    return text if len(text) <= max_chars else f"{text[: max_chars - 1]}…"
