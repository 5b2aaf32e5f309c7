"""The ``quotes`` writer: the sentences that answer, cut out of the article and cited."""

import math
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from threading import Event

from index.models import Article, Sentence
from qa.about import Fact
from qa.accounts import tell
from qa.answer_types import find_fit
from qa.followup import History, make_standalone
from qa.grounds import Grounds
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

__all__ = [
    "QuotesWriter",
    "answer_with_quotes",
    "choose",
    "cite",
    "show_nearest",
    "tell_facts",
    "verify_quotes",
    "write_quotes",
]

MAX_STATEMENTS = 3
_ENOUGH = 0.15
"""A further sentence is quoted when it has at least this share of the probability."""
_ENOUGH_FOR_SEVERAL = 0.07
"""The same where the question asks for several things."""

_MAX_MARKED_CHARS = 80
_MAX_UNKNOWN = 3
_SEVERAL = re.compile(
    r"\b(?:both|views|reasons|steps|conditions|measures|points|details|list|summari[sz]e"
    r"|what are|what were|which (?:countries|people|companies|groups|parties)|who are|who were"
    r"|all|each|what else)",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:differ\w*|disagree\w*|agree\w*|conflict\w*|contradict\w*|dispute\w*|versus|vs|apart"
    r"|sides|compare\w*|contrast\w*|clash\w*)\b",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"\bwho(?:se)?\b.{0,40}\b(?:said|says|say|told|tells|claim\w*|think\w*|thought|add(?:ed|s)|warn\w*"
    r"|argu\w*|insist\w*|call(?:ed|s)|describ\w*|declar\w*|announc\w*|admit\w*|believ\w*|promis\w*"
    r"|words|quote[ds]?|spoke|stated)\b",
    re.IGNORECASE,
)
_WHO_IS = re.compile(r"^\W*[Ww]ho(?:['’]s| is| was| are| were) (?:[A-Z]|[a-z]+\W*$)")
"""Asks what somebody is: no name in the sentence is the answer."""

_QUOTATION = re.compile(r"[“\"][^“”\"]*(?:[”\"]|$)")
_QUOTED_WHOLE = re.compile(r"^[“\"'‘][^”\"]*(?:[”\"'’][.,!?]?)?$")


class QuotesWriter:
    """Answers with the article's own sentences: no key, no model, no network."""

    def understand(self, question: str, history: History, *, stop: Event) -> str:
        """Return the question understandable without the conversation, by rules alone."""
        return make_standalone(question, history=history)

    def write(self, grounds: Grounds, *, stop: Event) -> Iterator[Answer]:
        """Yield the answer, at once and whole."""
        yield answer_with_quotes(grounds)


def answer_with_quotes(grounds: Grounds) -> Answer:
    """Return the answer in the article's own sentences."""
    chosen = [
        (part.question, item)
        for part in grounds.parts
        for item in choose(part.question, part.ranked)
    ]
    if grounds.disagreement:
        chosen += _add_sides(grounds, chosen)
    written = write_quotes(chosen, grounds.scope)
    started = time.perf_counter()
    statements = verify_quotes(written, grounds.scope)
    return Answer(
        question=grounds.asked,
        standalone_question=grounds.standalone,
        status=Status.ANSWERED,
        statements=tuple(statements),
        citations=tuple(citation for _, citation in written),
        score=grounds.score,
        timings={"verify_ms": round(1000 * (time.perf_counter() - started), 3)},
        explanation=grounds.explanation,
        notice=tell(grounds.disagreement) if grounds.disagreement else None,
    )


def _add_sides(
    grounds: Grounds, chosen: Sequence[tuple[Question, Ranked]]
) -> list[tuple[Question, Ranked]]:
    """Return the sentences of both accounts that are not quoted yet."""
    sides = grounds.disagreement.sides if grounds.disagreement else ()
    told = {side.sentence for side in sides} - {item.sentence for _, item in chosen}
    return [
        (part.question, item)
        for part in grounds.parts
        for item in part.ranked
        if item.sentence in told
    ]


def choose(question: Question, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Return the sentences to quote: one when one suffices, more when the question needs more.

    The scores are those of a conditional logit, so their softmax is the probability that each
    sentence is the one a reader would pick; what holds a fair share of it is quoted.
    """
    top = ranked[0].score
    weights = [math.exp(item.score - top) for item in ranked]
    total = sum(weights)
    enough = _ENOUGH_FOR_SEVERAL if _asks_for_several(question) else _ENOUGH
    further = zip(ranked[1:MAX_STATEMENTS], weights[1:], strict=False)
    chosen = [ranked[0], *(item for item, weight in further if weight / total >= enough)]
    if _COMPARES.search(question.text):
        chosen += _other_side(ranked, chosen)
    return chosen


def _other_side(ranked: Sequence[Ranked], chosen: Sequence[Ranked]) -> list[Ranked]:
    """Return the best sentence of a speaker not heard yet, when only one side was heard."""
    heard = {speaker for item in chosen for speaker in item.sentence.speakers}
    if len(heard) > 1:
        return []
    return [item for item in ranked if set(item.sentence.speakers) - heard][:1]


def write_quotes(
    chosen: Sequence[tuple[Question, Ranked]], articles: Mapping[str, Article]
) -> list[tuple[str, Citation]]:
    """Return the text of one statement per chosen sentence, each with its citation.

    Args:
        chosen: The sentences to quote in order, each with what it answers.
        articles: The articles they belong to, by id.
    """
    once = {item.sentence: (question, item) for question, item in chosen}
    return [
        (
            _state(question, sentence),
            cite(
                sentence,
                articles[sentence.article_id],
                number=number,
                highlight=_mark(question, item),
            ),
        )
        for number, (sentence, (question, item)) in enumerate(once.items(), start=1)
    ]


def verify_quotes(
    written: Sequence[tuple[str, Citation]], articles: Mapping[str, Article]
) -> list[Statement]:
    """Return the statements with their verdicts, read afresh from the articles.

    A quotation supports itself when it stands in the article where its citation says, and the
    statement is that and nothing more than its speaker's name.
    """
    statements = []
    for text, citation in written:
        there = articles[citation.article_id].text[citation.start : citation.end]
        exact = there == citation.quote and text in (there, f"{citation.speaker}: {there}")
        label = VerdictLabel.SUPPORTED if exact else VerdictLabel.UNSUPPORTED
        verdict = Verdict(label=label, score=float(exact))
        statements.append(Statement(text=text, citations=(citation.number,), verdict=verdict))
    return statements


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


def tell_facts(
    told: Sequence[tuple[Fact, Article, Sentence | None]],
    question: str,
    standalone: str,
    *,
    nearest: Sequence[Nearest],
) -> Answer:
    """Return what articles say of themselves as an answer that cites the lines that carry it.

    Args:
        told: A fact of each article that was asked, and the sentence that carries it, if one does.
        question: As the reader typed it.
        standalone: The same, understandable without the conversation.
        nearest: What to show when no article carries the fact.
    """
    statements: list[Statement] = []
    citations: list[Citation] = []
    unknown = [fact for fact, _, _ in told if not fact.known][:_MAX_UNKNOWN]
    several = len({article.id for _, article, _ in told}) > 1
    for fact, article, carrier in told:
        if fact.known:
            numbers: tuple[int, ...] = ()
            if carrier is not None:
                numbers = (len(citations) + 1,)
                marked = _find_words(carrier, fact.words)
                citations.append(cite(carrier, article, number=numbers[0], highlight=marked))
            text = f"{article.title}: {fact.text}" if several else fact.text
            verdict = Verdict(label=VerdictLabel.SUPPORTED, score=1.0)
            statements.append(Statement(text=text, citations=numbers, verdict=verdict))
    return Answer(
        question=question,
        standalone_question=standalone,
        status=Status.ANSWERED if statements else Status.NOT_FOUND,
        reason=None if statements else Reason.NOT_STATED,
        explanation=" ".join(fact.text for fact in unknown) or None,
        nearest=() if statements else tuple(nearest),
        statements=tuple(statements),
        citations=tuple(citations),
        score=float(bool(statements)),
    )


def _find_words(sentence: Sentence, words: str | None) -> tuple[int, int] | None:
    """Return where in the article the words of a sentence stand."""
    place = sentence.text.find(words) if words else -1
    if words is None or place < 0:
        return None
    return sentence.start + place, sentence.start + place + len(words)


def _asks_for_several(question: Question) -> bool:
    return question.asked is Asked.SAYING or bool(_SEVERAL.search(question.text))


def _state(question: Question, sentence: Sentence) -> str:
    """Return the sentence, led by its speaker where it does not name them and should.

    It should where it is nothing but somebody's words, and where the question is who said them.
    """
    speaker = sentence.speaker
    if not speaker or any(_find_speaker(name, sentence.text) for name in sentence.speakers):
        return sentence.text
    if _QUOTED_WHOLE.match(sentence.text) or _WHO_SAID.search(question.text):
        return f"{speaker}: {sentence.text}"
    return sentence.text


def _find_speaker(name: str, text: str) -> tuple[int, int] | None:
    """Return where a sentence names a speaker outside quotation marks, by the last word."""
    bare = _QUOTATION.sub(lambda match: " " * len(match[0]), text)
    found = re.search(rf"\b{re.escape(name.split()[-1])}\b", bare)
    return found.span() if found else None


def _mark(question: Question, item: Ranked) -> tuple[int, int] | None:
    """Return where in the article the words that answer stand, when that is clear.

    It is clear when the reader is sure of the sentence and its words meet a thing of the kind
    asked for, of which the closest is marked; the speaker, when the question is who said it.
    """
    reading, sentence = item.reading, item.sentence
    if _WHO_SAID.search(question.text):
        spans = [_find_speaker(name, sentence.text) for name in sentence.speakers[:1]]
        found = spans[0] if spans else None
        return (sentence.start + found[0], sentence.start + found[1]) if found else None
    if _WHO_IS.search(question.text):
        return None
    fit = find_fit(question.text, sentence.text)
    read = (reading.start, reading.end)
    hit = [span for span in fit.spans if span[0] < read[1] and read[0] < span[1]]
    if reading.score <= 0 or fit.degree < 0 or (fit.spans and len(hit) != 1):
        return None
    start, end = hit[0] if hit else read
    if not sentence.text[start:end].strip() or end - start > _MAX_MARKED_CHARS:
        return None
    return sentence.start + start, sentence.start + end
