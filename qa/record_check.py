"""Does an answer on file still stand: each citation, and the verdict on each statement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from index.models import Article, Sentence
from qa.about import find_fact
from qa.followup import split_parts
from qa.models import Answer, Citation, Nearest, Statement, VerdictLabel
from qa.quote_search import SearchedText, compare_words
from qa.record import Record, Shelf, hash_text
from qa.verification.premises import Premise, make_premise
from qa.verification.verdicts import verify
from qa.words import content_stems

__all__ = ["CitationCheck", "RecordCheck", "State", "StatementCheck", "check_record"]

_MAXIMUM_QUOTE: Final = 20_000
_LOOKED_AT: Final = 12
_TELLING_WORDS: Final = 24
_CHOSEN: Final = 8
_CLOSE: Final = 0.6
_MAXIMUM_ARTICLES_OF_FACTS: Final = 10


class State(StrEnum):
    """What became of a quotation."""

    INTACT = "intact"
    MOVED = "moved"
    ALTERED = "altered"
    GONE = "gone"


_STANDING: Final = (State.INTACT, State.MOVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationCheck:
    """What became of one citation.

    Attributes:
        number: Its number in the answer.
        state: Intact: the same words at the same place of the same article. Moved: they stand
            elsewhere in it, or in another article. Altered: a sentence is close but differs.
        article_id: Where the words, or the closest sentence, stand now.
        start: Offset of their first character there.
        end: Offset after the last.
        quote: What stands there now.
        changed: What else the citation says that the library does not: ``speaker``, ``title``, ...
    """

    number: int
    state: State
    article_id: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCheck:
    """The verdict on a statement in the record, and the verdict now."""

    text: str
    recorded: VerdictLabel
    now: VerdictLabel

    @property
    def same(self) -> bool:
        """Return whether the verdict came out the same."""
        return self.recorded is self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheck:
    """What became of an answer on file."""

    citations: tuple[CitationCheck, ...]
    statements: tuple[StatementCheck, ...]
    nearest: tuple[State, ...] = ()

    @property
    def holds(self) -> bool:
        """Return whether every quotation still stands, as said, and every verdict is the same."""
        return (
            all(check.state in _STANDING and not check.changed for check in self.citations)
            and all(check.same for check in self.statements)
            and all(state in _STANDING for state in self.nearest)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the findings as plain values, ready for JSON."""
        return {
            "holds": self.holds,
            "citations": [asdict(check) for check in self.citations],
            "statements": [{**asdict(check), "same": check.same} for check in self.statements],
            "nearest": [str(state) for state in self.nearest],
        }

    def __str__(self) -> str:
        """Return the findings, a line each, and what to make of them."""
        lines = [line for check in self.citations for line in _tell(check)]
        for place, check in enumerate(self.statements, start=1):
            then = "" if check.same else f", in the record: {check.recorded}"
            lines.append(f"Statement {place}: {check.now}{then}")
        lines += [f"Nearest sentence {n}: {state}" for n, state in enumerate(self.nearest, start=1)]
        lines.append("The record holds." if self.holds else "The record does not hold.")
        return "\n".join(lines)


def _tell(check: CitationCheck) -> Iterator[str]:
    where = f" (article {check.article_id}, {check.start} to {check.end})" if check.quote else ""
    yield f"[{check.number}] {check.state}{where if check.state is not State.INTACT else ''}"
    if check.state is State.ALTERED:
        yield f"    now: “{check.quote}”"
    if check.changed:
        yield f"    differs from the library: {', '.join(check.changed)}"


def check_record(record: Record, shelf: Shelf) -> RecordCheck:
    """Check an answer on file against the articles of a library or an assistant.

    Args:
        record: The answer on file.
        shelf: Where the articles stand.

    Returns:
        For each citation whether it is intact, moved, altered or gone; for each statement whether
        the verdict on it is the same; and what became of the nearest sentences.
    """
    reader = _Reader(record, shelf)
    checks = tuple(reader.check(citation) for citation in record.answer.citations)
    by_number = {check.number: check for check in checks}
    statements = tuple(
        StatementCheck(
            text=statement.text,
            recorded=statement.verdict.label,
            now=reader.judge(statement, by_number),
        )
        for statement in record.answer.statements
    )
    nearest = tuple(reader.check_nearest(item) for item in record.answer.nearest)
    return RecordCheck(citations=checks, statements=statements, nearest=nearest)


class _Reader:
    """The articles of a library, beside a record."""

    def __init__(self, record: Record, shelf: Shelf) -> None:
        self._shelf = shelf
        self._articles = {article.id: article for article in shelf.articles()}
        self._recorded = {article.id: article for article in record.articles}
        self._answer: Answer = record.answer
        self._read: dict[str, Sequence[Sentence]] = {}
        self._words: dict[str, Sequence[tuple[frozenset[str], Sentence]]] = {}
        self._texts: dict[str, SearchedText] = {}
        self._premises: dict[Sentence, Premise] = {}

    def check(self, citation: Citation) -> CitationCheck:
        """Return what became of a citation."""
        own = self._articles.get(citation.article_id)
        span = (citation.start, citation.end)
        if own is not None and _stands(citation, own) and self._is_same(own):
            return self._place(citation, State.INTACT, own, *span)
        for article in self._order(citation):
            found = self._find(citation.quote, article, near=citation.start)
            if found is not None:
                return self._place(citation, State.MOVED, article, *found)
        return self._find_close(citation)

    def check_nearest(self, nearest: Nearest) -> State:
        """Return what became of a sentence that was shown as the nearest there is."""
        own = self._articles.get(nearest.article_id)
        if own is not None and own.text[nearest.start : nearest.end] == nearest.quote:
            return State.INTACT
        found = (self._find(nearest.quote, one, near=0) for one in self._articles.values())
        return State.MOVED if any(found) else State.GONE

    def _is_same(self, article: Article) -> bool:
        recorded = self._recorded.get(article.id)
        return recorded is None or recorded.sha256 == hash_text(article.text)

    def _order(self, citation: Citation) -> list[Article]:
        """Return the articles, the cited one and newer versions of it first."""

        def distance(article: Article) -> tuple[bool, bool, bool]:
            return (
                article.id != citation.article_id,
                citation.url is None or article.url != citation.url,
                article.title != citation.title,
            )

        return sorted(self._articles.values(), key=distance)

    def _find(self, quote: str, article: Article, *, near: int) -> tuple[int, int] | None:
        if article.id not in self._texts:
            self._texts[article.id] = SearchedText(article.text)
        return self._texts[article.id].find(quote, near=near)

    def _choose(self, citation: Citation) -> list[Article]:
        """Return the articles that hold most words of a quotation."""
        words = sorted(set(citation.quote[:_MAXIMUM_QUOTE].split()), key=len)[-_TELLING_WORDS:]

        def count(article: Article) -> int:
            return sum(word in article.text for word in words)

        return sorted(self._order(citation), key=count, reverse=True)[:_CHOSEN]

    def _find_close(self, citation: Citation) -> CitationCheck:
        """Return the sentence that is closest, if one is close."""
        wanted = frozenset(content_stems(citation.quote[:_MAXIMUM_QUOTE]))
        rated = [
            (len(wanted & held), sentence)
            for article in self._choose(citation)
            for held, sentence in self._read_words(article.id)
        ]
        best = sorted((pair for pair in rated if pair[0]), key=lambda pair: -pair[0])[:_LOOKED_AT]
        close = [(compare_words(citation.quote, sentence.text), sentence) for _, sentence in best]
        likeness, sentence = max(close, key=lambda pair: pair[0], default=(0.0, None))
        if sentence is None or likeness < _CLOSE:
            return CitationCheck(number=citation.number, state=State.GONE)
        article = self._articles[sentence.article_id]
        return self._place(citation, State.ALTERED, article, sentence.start, sentence.end)

    def _place(
        self, citation: Citation, state: State, article: Article, start: int, end: int
    ) -> CitationCheck:
        sentence = self._sentence_at(article.id, start, end)
        return CitationCheck(
            number=citation.number,
            state=state,
            article_id=article.id,
            start=start,
            end=end,
            quote=article.text[start:end],
            changed=tuple(_find_changed(citation, state, article, sentence)),
        )

    def _sentences(self, article_id: str) -> Sequence[Sentence]:
        if article_id not in self._read:
            self._read[article_id] = self._shelf.sentences(article_id)
        return self._read[article_id]

    def _read_words(self, article_id: str) -> Sequence[tuple[frozenset[str], Sentence]]:
        if article_id not in self._words:
            self._words[article_id] = [
                (frozenset(content_stems(sentence.text)), sentence)
                for sentence in self._sentences(article_id)
            ]
        return self._words[article_id]

    def _sentence_at(self, article_id: str, start: int, end: int) -> Sentence | None:
        """Return the sentence that holds most of a span."""
        overlaps = (
            (min(end, sentence.end) - max(start, sentence.start), sentence)
            for sentence in self._sentences(article_id)
        )
        return max(
            (pair for pair in overlaps if pair[0] > 0), key=lambda pair: pair[0], default=(0, None)
        )[1]

    def judge(self, statement: Statement, checks: Mapping[int, CitationCheck]) -> VerdictLabel:
        """Return the verdict on a statement against what its citations say now."""
        cited = [checks[number] for number in statement.citations if number in checks]
        standing = [check for check in cited if check.state in (State.INTACT, State.MOVED)]
        # Each once: a record from outside may cite one sentence hundreds of times.
        places = {(check.article_id, check.start, check.end): check for check in standing}
        standing = list(places.values())
        told = " ".join(statement.text.split())
        if any(told in self._find_exact(check) for check in standing):
            return VerdictLabel.SUPPORTED
        articles = [check.article_id for check in standing if check.article_id]
        if self._is_fact(statement, articles if cited else list(self._articles)):
            return VerdictLabel.SUPPORTED
        found = dict.fromkeys(filter(None, map(self._find_sentence, standing)))
        return verify(statement.text, [self._read_premise(sentence) for sentence in found]).label

    def _read_premise(self, sentence: Sentence) -> Premise:
        if sentence not in self._premises:
            article = self._articles[sentence.article_id]
            read = self._sentences(article.id)
            self._premises[sentence] = make_premise(sentence, article, read)
        return self._premises[sentence]

    def _find_sentence(self, check: CitationCheck) -> Sentence | None:
        if check.article_id is None or check.start is None or check.end is None:
            return None
        return self._sentence_at(check.article_id, check.start, check.end)

    def _find_exact(self, check: CitationCheck) -> tuple[str, ...]:
        """Return the statements that are a quotation and nothing more than its speaker's name."""
        sentence = self._find_sentence(check)
        quote = " ".join((check.quote or "").split())
        speaker = sentence.speaker if sentence else None
        return (quote, f"{speaker}: {quote}") if speaker else (quote,)

    def _is_fact(self, statement: Statement, articles: Sequence[str]) -> bool:
        """Tell whether a statement is what an article says of itself, such as its date."""
        for name in list(dict.fromkeys(articles))[:_MAXIMUM_ARTICLES_OF_FACTS]:
            article = self._articles[name]
            for part in split_parts(self._answer.standalone_question):
                fact = find_fact(part, article, self._sentences(name))
                if fact and statement.text in (fact.text, f"{article.title}: {fact.text}"):
                    return fact.known
        return False


def _stands(citation: Citation, article: Article) -> bool:
    return (
        0 <= citation.start < citation.end <= len(article.text)
        and article.text[citation.start : citation.end] == citation.quote
    )


def _find_changed(
    citation: Citation, state: State, article: Article, sentence: Sentence | None
) -> Iterator[str]:
    """Yield what a citation says of its article and sentence that the library does not say."""
    if sentence is None or (sentence.speaker, sentence.hearsay) != (
        citation.speaker,
        citation.hearsay,
    ):
        yield "speaker"
    if state is State.INTACT:
        for name in ("title", "outlet", "url", "published"):
            if getattr(citation, name) != getattr(article, name):
                yield name
        if sentence is None or sentence.number != citation.sentence:
            yield "sentence"
