"""The ``quotes`` writer: the sentences that answer, cut out of the article and cited."""

import math
import re
from collections.abc import Mapping, Sequence

from index.models import Article, Sentence
from qa.about import Fact
from qa.features import holds_asked
from qa.models import (
    Answer,
    Citation,
    Nearest,
    Reason,
    Statement,
    Status,
    Verdict,
    VerdictLabel,
)
from qa.question import Asked, Question
from qa.ranking import Ranked

__all__ = ["choose", "cite", "show_nearest", "tell_fact", "write_quotes"]

MAX_STATEMENTS = 3
_ENOUGH = 0.22
"""A further sentence is quoted when it has at least this share of the probability."""
_ENOUGH_FOR_SEVERAL = 0.07
"""The same where the question asks for several things."""

_MAX_MARKED_CHARS = 120
_SEVERAL = re.compile(
    r"\b(?:differ|differently|different|disagree|conflict|contradict|versus|vs|both|compare|sides"
    r"|views|reasons|steps|conditions|measures|points|details|list|summari[sz]e|what are|what were"
    r"|which (?:countries|people|companies|groups|parties)|who are|who were|all|each|what else)\b",
    re.IGNORECASE,
)
_QUOTED_WHOLE = re.compile(r"^[“\"'‘][^”\"]*(?:[”\"'’][.,!?]?)?$")


def choose(question: Question, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Return the sentences to quote: one when one suffices, more when the question needs more.

    The scores are those of a conditional logit, so their softmax is the probability that each
    sentence is the one a reader would pick; what holds a fair share of it is quoted.
    """
    top = ranked[0].score
    weights = [math.exp(item.score - top) for item in ranked]
    total = sum(weights)
    enough = _ENOUGH_FOR_SEVERAL if _asks_for_several(question) else _ENOUGH
    chosen = [ranked[0]]
    for item, weight in zip(ranked[1:MAX_STATEMENTS], weights[1:], strict=False):
        if weight / total >= enough:
            chosen.append(item)
    return chosen


def write_quotes(
    chosen: Sequence[tuple[Question, Ranked]], articles: Mapping[str, Article]
) -> tuple[list[Statement], list[Citation]]:
    """Return one statement per chosen sentence, each with its citation.

    Args:
        chosen: The sentences to quote in order, each with what it answers.
        articles: The articles they belong to, by id.
    """
    statements: list[Statement] = []
    citations: list[Citation] = []
    for sentence, (question, item) in {item.sentence: (q, item) for q, item in chosen}.items():
        number = len(citations) + 1
        marked = _mark(question, item)
        citation = cite(sentence, articles[sentence.article_id], number=number, highlight=marked)
        citations.append(citation)
        statements.append(
            Statement(text=_state(sentence), citations=(number,), verdict=_check(citation))
        )
    return statements, citations


def cite(
    sentence: Sentence,
    article: Article,
    *,
    number: int,
    highlight: tuple[int, int] | None = None,
) -> Citation:
    """Return a citation whose quote is cut from the article, never taken from elsewhere."""
    return Citation(
        number=number,
        article_id=article.id,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        published=article.published,
        sentence=sentence.number,
        start=sentence.start,
        end=sentence.end,
        quote=article.text[sentence.start : sentence.end],
        speaker=sentence.speaker,
        hearsay=sentence.hearsay,
        highlight=highlight,
    )


def show_nearest(sentence: Sentence, article: Article) -> Nearest:
    """Return a sentence as it is shown when the article does not answer."""
    return Nearest(
        article_id=article.id,
        title=article.title,
        sentence=sentence.number,
        start=sentence.start,
        end=sentence.end,
        quote=article.text[sentence.start : sentence.end],
        speaker=sentence.speaker,
        hearsay=sentence.hearsay,
    )


def tell_fact(
    fact: Fact, article: Article, sentences: Sequence[Sentence], question: str, standalone: str
) -> Answer:
    """Return what the article says of itself as an answer that cites the line that carries it."""
    if not fact.known:
        return Answer(
            question=question,
            standalone_question=standalone,
            status=Status.NOT_FOUND,
            reason=Reason.NOT_STATED,
            explanation=fact.text,
        )
    citations = []
    if fact.carrier is not None:
        carrier = sentences[fact.carrier - 1]
        place = carrier.text.find(fact.words) if fact.words else -1
        start = carrier.start + place
        marked = (start, start + len(fact.words)) if fact.words and place >= 0 else None
        citations.append(cite(carrier, article, number=1, highlight=marked))
    statement = Statement(
        text=fact.text,
        citations=tuple(citation.number for citation in citations),
        verdict=Verdict(label=VerdictLabel.SUPPORTED, score=1.0),
    )
    return Answer(
        question=question,
        standalone_question=standalone,
        status=Status.ANSWERED,
        statements=(statement,),
        citations=tuple(citations),
        score=1.0,
    )


def _asks_for_several(question: Question) -> bool:
    return question.asked is Asked.SAYING or bool(_SEVERAL.search(question.text))


def _state(sentence: Sentence) -> str:
    """Return the sentence, led by its speaker where it is nothing but somebody's words."""
    if sentence.speaker and _QUOTED_WHOLE.match(sentence.text):
        return f"{sentence.speaker}: {sentence.text}"
    return sentence.text


def _check(citation: Citation) -> Verdict:
    """Return the verdict on a quoted sentence, which supports itself word for word."""
    label = VerdictLabel.SUPPORTED if citation.quote else VerdictLabel.UNSUPPORTED
    return Verdict(label=label, score=float(bool(citation.quote)))


def _mark(question: Question, item: Ranked) -> tuple[int, int] | None:
    """Return where in the article the words that answer stand, when that is clear."""
    reading, sentence = item.reading, item.sentence
    words = sentence.text[reading.start : reading.end]
    if not words.strip() or len(words) > _MAX_MARKED_CHARS or reading.span_score <= 0:
        return None
    if question.asked is not Asked.REASON and not holds_asked(question, words):
        return None
    return sentence.start + reading.start, sentence.start + reading.end
