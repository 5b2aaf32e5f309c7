"""Whether a citation ever points where it must not, whatever a language model writes for one.

A stand-in for a language model quotes the article and marks what it quotes rightly, wrongly and
brokenly. Its replies go the way of any reply, in pieces; what readers are shown on the way and at
the end is judged by itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import Final

from index.articles import read_sentences
from index.models import Article, Sentence, SentenceKind
from qa.evaluation.probes.findings import Finding, Probe, Weight, draw_sentences, follow
from qa.evaluation.probes.looking_up import (
    MANY_TOKENS,
    LookedUp,
    ScriptedModel,
    open_desk,
    open_writer,
    write,
)
from qa.evaluation.probes.marker_kinds import EARLIER_TURN, KINDS, Material, Written
from qa.evaluation.probes.surfaces import find_wrong_pointers, stands_in
from qa.grounds import Writer
from qa.models import Answer, Status, VerdictLabel

__all__ = ["probe_pointers"]

_QUESTIONS: Final = 10
_FEW_TOKENS: Final = 60
_MAX_PIECE: Final = 12
_WRITER: Final = "language model"
_SPEAKER = re.compile(r"^\(speaker: [^)]*\) ")
_FIGURES: Final = {
    "valid": Weight.DECISIVE,
    "reported": Weight.DECISIVE,
    "right": Weight.DECISIVE,
    "answered": Weight.TOLD,
}
_NOTE: Final = (
    "valid: every pointer shown leads to its sentence; reported: unknown numbers are told; "
    "right: what is shown as supported stands in what it cites; answered: not refused"
)


def probe_pointers(
    articles: Sequence[Article], *, sentences: int, seed: int, writer: str | None = None
) -> Probe:
    """Let a stand-in write markers of every kind, and judge what is shown.

    Args:
        articles: What is quoted, and asked.
        sentences: How many sentences of them are quoted, each with every kind of marker.
        seed: Decides which, and where replies are cut into pieces.
        writer: A writer to ask as well, as it is.

    Raises:
        AppError: There is no such writer.
    """
    rng = Random(seed)  # noqa: S311
    findings: list[Finding] = []
    with open_desk() as desk, open_writer(writer) as own:
        asked: dict[int, list[LookedUp]] = {}
        for place, sentence in follow(draw_sentences(articles, sentences, rng)):
            if place not in asked:
                asked[place] = desk.ask(desk.add(articles[place].text), limit=_QUESTIONS)
                findings += (_try_writer(looked_up, own) for looked_up in asked[place] if own)
            if asked[place]:
                looked_up = _choose(asked[place], sentence, rng)
                findings += _try_all(looked_up, sentence, rng)
    return Probe(
        title="Pointer probe",
        counted="replies",
        kinds=[*KINDS, *([_WRITER] if own else ())],
        figures=_FIGURES,
        note=_NOTE,
        findings=findings,
    )


def _choose(asked: Sequence[LookedUp], sentence: Sentence, rng: Random) -> LookedUp:
    """Return a question that the sentence answers, or else any."""
    answered = [one for one in asked if sentence.number in _cited(one.quotes)]
    return rng.choice(answered or asked)


def _cited(answer: Answer) -> set[int]:
    return {citation.sentence for citation in answer.citations}


def _try_all(looked_up: LookedUp, sentence: Sentence, rng: Random) -> Iterator[Finding]:
    """Yield what came of every kind of marker behind one sentence."""
    sentences = read_sentences(looked_up.article)
    story = [one.number for one in sentences if one.kind is SentenceKind.STORY]
    number = story.index(sentence.number) + 1
    for kind in KINDS:
        model = _Quoting(kind, number=number, earlier=len(story), rng=rng)
        shown = [*model.grow(looked_up), model.answer(looked_up)]
        yield _judge(kind, looked_up, shown, model.written)


def _try_writer(looked_up: LookedUp, writer: Writer) -> Finding:
    return _judge(_WRITER, looked_up, write(looked_up, writer), None)


def _judge(
    kind: str, looked_up: LookedUp, shown: Sequence[Answer], written: Written | None
) -> Finding:
    """Return what is wrong with what was shown while a reply came, and at its end."""
    answer = shown[-1]
    wrong = [fault for one in shown for fault in find_wrong_pointers(one, looked_up.article)]
    passed = {"valid": not wrong, "answered": answer.status is Status.ANSWERED}
    if written and written.unknown:
        passed["reported"] = set(written.unknown) <= set(answer.unknown_markers)
    supported = [one for one in answer.statements if one.verdict.label is VerdictLabel.SUPPORTED]
    if supported and written:
        passed["right"] = all(stands_in(one, answer.citations) for one in supported)
    details = {
        "question": looked_up.question,
        "reply": written.reply if written else answer.reply or "",
        "shown": answer.text,
        "wrong": "; ".join(dict.fromkeys(wrong)),
        "reported": ", ".join(map(str, answer.unknown_markers)),
    }
    return Finding(kind=kind, passed=passed, details=details)


class _Quoting(ScriptedModel):
    """Quotes one sentence of its prompt with a marker of one kind."""

    def __init__(self, kind: str, *, number: int, earlier: int, rng: Random) -> None:
        few = kind == EARLIER_TURN
        super().__init__(self._quote, evidence_tokens=_FEW_TOKENS if few else MANY_TOKENS)
        self._kind = kind
        self._number = number
        self._earlier = earlier
        self._rng = rng
        self.written = Written(reply="")

    def _quote(self, lines: Sequence[str], _: str) -> Iterable[str]:
        known = len(lines)
        number = min(self._number, known)
        self.written = KINDS[self._kind](
            Material(
                text=_SPEAKER.sub("", lines[number - 1]),
                number=number,
                other=number % known + 1,
                known=known,
                earlier=self._earlier,
            )
        )
        return _cut(self.written, self._rng)


def _cut(written: Written, rng: Random) -> Iterator[str]:
    """Yield a reply in pieces, as it would come."""
    left = written.reply
    while left:
        length = 1 if written.in_characters else rng.randint(1, _MAX_PIECE)
        yield left[:length]
        left = left[length:]
