"""A language model's reply while it is being written, as the answer it amounts to so far."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.models import Sentence
from qa.accounts import tell
from qa.answer_types import find_fit
from qa.citing import settle
from qa.grounds import Grounds
from qa.language_model.markers import Marker, MarkerParser, Piece, Text
from qa.language_model.prompt import REFUSAL
from qa.language_model.statements import Draft, split_growing, split_statements
from qa.language_model.thoughts import ThoughtFilter
from qa.models import (
    Answer,
    Citation,
    Nearest,
    Problem,
    ProblemKind,
    Reason,
    Statement,
    Status,
    Usage,
    Verdict,
    VerdictLabel,
)
from qa.quotes import cite, show_nearest
from qa.verification import Premise, make_premise
from qa.verification.verb_groups import find_groups, read_words

__all__ = ["Reply"]

_NEAREST = 3
_FEW_WORDS = 6
_MAX_CHECKED = 60
"""A model that repeats itself without end must not keep the checks busy without end."""
_MAX_UNKNOWN = 50
_PENDING = Verdict(label=VerdictLabel.PENDING, score=0.0)
_HOLD = (VerdictLabel.SUPPORTED, VerdictLabel.PARTLY)
_REASONS = {
    Reason.DECLINED: "The language model found no answer in it. These sentences come nearest.",
    Reason.NOT_STATED: "The language model wrote something else than what is asked for. These "
    "sentences come nearest.",
    Reason.UNVERIFIED: "What the language model wrote does not stand in it, so it is not shown as "
    "an answer. These sentences come nearest.",
}

_Settled = tuple[str, tuple[int, ...], Verdict]


class Reply:
    """One reply: text goes in as the model writes it, answers come out.

    Every statement is checked as soon as it is complete, and once.
    """

    def __init__(self, grounds: Grounds, shown: Sequence[Sentence]) -> None:
        """Start a reply.

        Args:
            grounds: What was found.
            shown: The sentences in the prompt; marker n means ``shown[n - 1]``.
        """
        self._grounds = grounds
        self._shown = shown
        self._premises = [self._make_premise(sentence) for sentence in shown]
        self._thoughts = ThoughtFilter()
        self._parser = MarkerParser(known=len(shown))
        self._pieces: list[Piece] = []
        self._settled: list[_Settled] = []
        self._known: dict[Draft, _Settled] = {}  # Small models repeat themselves.
        self._declined = False
        self._verify_ms = 0.0

    @property
    def empty(self) -> bool:
        """Whether nothing was written but thoughts."""
        return not self._pieces

    def feed(self, delta: str) -> bool:
        """Take what the model wrote next; tell whether there is more to show."""
        pieces = self._parser.feed(self._thoughts.feed(delta))
        self._pieces += pieces
        return bool(pieces)

    def show(self) -> Answer:
        """Return the answer so far; its last statements may still be pending."""
        complete, growing = split_growing(self._pieces)
        self._settle(complete)
        pending = [
            (d.text, self._places(d), _PENDING) for d in growing if not _begins_refusal(d.text)
        ]
        return self._assemble([*self._settled, *pending])

    def finish(self, usage: Usage | None, *, stopped: bool = False) -> Answer:
        """Return the answer when nothing more is written.

        Args:
            usage: What it took.
            stopped: Whether the model was stopped: its last statement may be half of one, which
                could say what the whole of it does not, and is left out.
        """
        self._pieces += self._parser.feed(self._thoughts.finish()) + self._parser.finish()
        drafts = split_statements(self._pieces)
        self._settle(drafts[:-1] if stopped else drafts or self._quote_marked())
        answer = replace(self._assemble(self._settled), usage=usage)
        if self._grounds.disagreement:
            answer = replace(answer, notice=tell(self._grounds.disagreement))
        if not any(verdict.label in _HOLD for _, _, verdict in self._settled):
            lied = self._settled and not self._declined
            return self._abstain(answer, Reason.UNVERIFIED if lied else Reason.DECLINED)
        if not self._fits():
            return self._abstain(answer, Reason.NOT_STATED)
        holds = all(verdict.label is VerdictLabel.SUPPORTED for _, _, verdict in self._settled)
        if holds and self._is_to_the_point(answer):
            return answer
        return replace(answer, nearest=self._find_nearest(but=answer.citations))

    def _fits(self) -> bool:
        """Tell whether a statement that holds may hold the kind of thing that is asked for.

        A model that finds no answer tends to repeat what stands near it: true, but no answer.
        Where several things are asked at once, one that fits is not to be told from one that
        does not, and the answer stands.
        """
        if len(self._grounds.parts) > 1 or self._grounds.left:
            return True
        question = self._grounds.parts[0].question.text
        held = [text for text, _, verdict in self._settled if verdict.label in _HOLD]
        return any(find_fit(question, text).degree >= 0 for text in held)

    def _is_to_the_point(self, answer: Answer) -> bool:
        """Tell whether an answer rests on at least one of the sentences that answer best.

        One that does not may be true to an article that tells the model what to write.
        """
        best = [item.sentence for item in self._grounds.ranked[:_NEAREST]]
        places = {(sentence.article_id, sentence.number) for sentence in best}
        return any((cited.article_id, cited.sentence) in places for cited in answer.citations)

    def _quote_marked(self) -> list[Draft]:
        """Return the sentences that a reply points to with markers alone, as its statements."""
        marked = (n for piece in self._pieces if isinstance(piece, Marker) for n in piece.numbers)
        numbers = list(dict.fromkeys(marked))[:_NEAREST]
        return [Draft(self._shown[number - 1].text, (number,)) for number in numbers]

    def _make_premise(self, sentence: Sentence) -> Premise:
        article = self._grounds.scope[sentence.article_id]
        return make_premise(sentence, article, self._grounds.read_sentences(article.id))

    def _settle(self, drafts: Iterable[Draft]) -> None:
        """Check the statements that have not been checked yet."""
        drafts = list(drafts)
        claims = [draft for draft in drafts if not _is_refusal(draft.text)]
        self._declined = len(claims) < len(drafts)
        started = time.perf_counter()
        for draft in claims[len(self._settled) :]:
            if draft not in self._known:
                self._known[draft] = self._check(draft)
            self._settled.append(self._known[draft])
        self._verify_ms += 1000 * (time.perf_counter() - started)

    def _check(self, draft: Draft) -> _Settled:
        places = self._places(draft)
        if len(self._known) < _MAX_CHECKED:
            places, verdict = settle(draft.text, places, self._premises)
            if verdict.label is VerdictLabel.SUPPORTED and _states_nothing(draft.text):
                verdict = _doubt(draft.text, verdict)
            return draft.text, places, verdict
        problem = Problem(
            kind=ProblemKind.NOT_STATED,
            words=draft.text,
            message=f"only the first {_MAX_CHECKED} statements are checked",
        )
        verdict = Verdict(label=VerdictLabel.UNSUPPORTED, score=0.0, problems=(problem,))
        return draft.text, places, verdict

    def _places(self, draft: Draft) -> tuple[int, ...]:
        return tuple(number - 1 for number in draft.numbers)

    def _assemble(self, settled: Sequence[_Settled]) -> Answer:
        """Return an answer of these statements, its citations numbered by first use."""
        used = dict.fromkeys(place for _, places, _ in settled for place in places)
        numbers = {place: number for number, place in enumerate(used, start=1)}
        unknown = (n for piece in self._pieces if isinstance(piece, Marker) for n in piece.unknown)
        return Answer(
            question=self._grounds.asked,
            standalone_question=self._grounds.standalone,
            status=Status.ANSWERED,
            statements=tuple(
                Statement(
                    text=text, citations=tuple(numbers[place] for place in places), verdict=verdict
                )
                for text, places, verdict in settled
            ),
            citations=tuple(self._cite(place, number) for place, number in numbers.items()),
            score=self._grounds.score,
            explanation=self._grounds.explanation,
            unknown_markers=tuple(dict.fromkeys(unknown))[:_MAX_UNKNOWN],
            writer="language model",
            reply="".join(piece.text for piece in self._pieces if isinstance(piece, Text)).strip(),
            timings={"verify_ms": round(self._verify_ms, 3)},
        )

    def _cite(self, place: int, number: int) -> Citation:
        sentence = self._shown[place]
        return cite(sentence, self._grounds.scope[sentence.article_id], number=number)

    def _abstain(self, answer: Answer, reason: Reason) -> Answer:
        """Return that the articles do not say."""
        return replace(
            answer,
            status=Status.NOT_FOUND,
            statements=(),
            citations=(),
            reason=reason,
            explanation=_REASONS[reason],
            nearest=self._find_nearest(but=()),
        )

    def _find_nearest(self, *, but: Sequence[Citation]) -> tuple[Nearest, ...]:
        """Return the best sentences of the articles themselves, without those cited."""
        cited = {(citation.article_id, citation.sentence) for citation in but}
        best = [item.sentence for item in self._grounds.ranked[:_NEAREST]]
        return tuple(
            show_nearest(sentence, self._grounds.scope[sentence.article_id])
            for sentence in best
            if (sentence.article_id, sentence.number) not in cited
        )


def _states_nothing(text: str) -> bool:
    """Tell whether a text is a few words without a verb, as a name alone is."""
    words = read_words(text)
    return sum(not word.is_mark for word in words) <= _FEW_WORDS and not find_groups(words)


def _doubt(text: str, verdict: Verdict) -> Verdict:
    """Return the verdict on words that stand in the article, but state nothing.

    That a name stands there does not make it the answer: what is asked must stand there of it.
    """
    message = "these words stand there, but by themselves they state nothing"
    problem = Problem(kind=ProblemKind.NOT_STATED, words=text, message=message)
    return Verdict(label=VerdictLabel.PARTLY, score=min(verdict.score, 0.5), problems=(problem,))


def _is_refusal(text: str) -> bool:
    """Tell whether a statement is the refusal word and nothing else."""
    return _letters(text) == _letters(REFUSAL)


def _begins_refusal(text: str) -> bool:
    """Tell whether a statement that is being written may still become the refusal word."""
    return _letters(REFUSAL).startswith(_letters(text))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
