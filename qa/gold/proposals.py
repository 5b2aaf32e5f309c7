"""Questions to propose for a gold file: some that the article answers, some that it may not.

Those that it answers come from ``ArticleQA.suggest``: the program answers them, so gold made of
them alone would flatter it. Those that it may not answer are such questions with one speaker of
the article in the place of another. A person decides on each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from qa.assistant import ArticleQA
from qa.gold.lines import can_match
from qa.gold.places import find_all_words
from qa.models import Answer, Citation, Status
from qa.question import Asked, read_question
from qa.words import content_stems

__all__ = ["Proposal", "fold", "propose"]

_AT_ONCE: Final = 10
_MAX_VAIN: Final = 3
"""How many times in a row nothing new may be suggested."""
_ABSENT_AFTER: Final = 3
_MIN_NAME_WORDS: Final = 2
_OTHER_WORDS: Final = 2
"""Words of meaning, beside the speaker, that a question needs to be one of another speaker."""
_VAGUE: Final = "What does the article say about "
"""Such a question has no evidence of its own: every sentence about it is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A question, and what may be right.

    Attributes:
        question: What is asked.
        evidence: Groups of numbers of sentences; a right answer cites one of every group. Empty
            where the article may not answer.
        answer: Accepted strings.
        type: Where it comes from: ``proposed``, ``written`` or ``absent``.
    """

    question: str
    evidence: tuple[tuple[int, ...], ...] = ()
    answer: tuple[str, ...] = ()
    type: str = "proposed"


def propose(
    assistant: ArticleQA, *, article: str, asked: Sequence[str], seed: int = 0
) -> Iterator[Proposal]:
    """Yield questions to propose, none that was asked.

    Args:
        assistant: It holds the article.
        article: The id of the article.
        asked: Questions that are not to be proposed; more may be added while this goes on.
        seed: What decides what comes next.
    """
    swap = _Swapper(assistant, article)
    for number, proposal in enumerate(_suggest(assistant, article, asked, Random(seed)), start=1):  # noqa: S311
        yield proposal
        swap.add(proposal.question)
        absent = swap.take(asked) if number % _ABSENT_AFTER == 0 else None
        if absent:
            yield absent


def fold(question: str) -> str:
    """Return a question as it is compared with others.

    Example:
        >>> fold("Who  spoke? ")
        'who spoke?'
    """
    return " ".join(question.casefold().split())


def _suggest(
    assistant: ArticleQA, article: str, asked: Sequence[str], random: Random
) -> Iterator[Proposal]:
    """Yield suggested questions: first of the whole article, then of what lies around some."""
    seen: list[str] = []
    answers: list[Answer] = []
    vain = 0
    while vain < _MAX_VAIN:
        after = random.choice(answers) if answers else None
        history = [(question, "") for question in (*asked, *seen)]
        random.shuffle(history)
        found = assistant.suggest(article=article, after=after, history=history, limit=_AT_ONCE)
        vain += 1
        for question in found:
            if question.startswith(_VAGUE) or fold(question) in map(fold, (*asked, *seen)):
                continue
            seen.append(question)
            answer = assistant.ask(question, article=article, writer="quotes")
            if answer.status is Status.ANSWERED and answer.citations:
                vain = 0
                answers.append(answer)
                yield _read(answer)
        if not answers:
            return


def _read(answer: Answer) -> Proposal:
    first = answer.citations[0]
    # Of what somebody said no few words are the answer: that is for the person to choose.
    saying = read_question(answer.question).asked is Asked.SAYING
    words = "" if saying else _cut_words(first)
    return Proposal(
        question=answer.question,
        evidence=((first.sentence,),),
        answer=tuple(filter(can_match, [words])),
    )


def _cut_words(citation: Citation) -> str:
    """Return the words of a citation that answer, where that is clear."""
    start, end = citation.highlight or (citation.start, citation.start)
    return citation.quote[start - citation.start : end - citation.start].strip()


class _Swapper:
    """Makes questions that an article may not answer, of those that it does."""

    def __init__(self, assistant: ArticleQA, article: str) -> None:
        self._sentences = assistant.sentences(article)
        names = dict.fromkeys(name for item in self._sentences for name in item.speakers)
        self._names = [name for name in names if _is_name(name)]
        self._questions: list[str] = []
        self._taken: set[str] = set()

    def add(self, question: str) -> None:
        """Add a question that the article answers."""
        self._questions.append(question)

    def take(self, asked: Sequence[str]) -> Proposal | None:
        """Return the next question, unless there is none."""
        while self._questions:
            question = self._questions.pop()
            swapped = next(self._swap(question), None)
            if swapped and fold(swapped) not in {*self._taken, *map(fold, asked)}:
                self._taken.add(fold(swapped))
                return Proposal(question=swapped, type="absent")
        return None

    def _swap(self, question: str) -> Iterator[str]:
        for name in self._names:
            rest = content_stems(question.replace(name, ""))
            if name not in question or len(rest) < _OTHER_WORDS:
                continue
            for other in self._names:
                swapped = question.replace(name, other)
                apart = other not in name and name not in other
                if apart and not find_all_words(swapped, self._sentences):
                    yield swapped


def _is_name(speaker: str) -> bool:
    """Tell whether a speaker is named: "Jane Roe", and not "the mayor" or "She"."""
    words = speaker.split()
    return len(words) >= _MIN_NAME_WORDS and all(word[0].isupper() for word in words)
