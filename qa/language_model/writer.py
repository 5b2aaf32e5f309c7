"""The writer ``language model``: a reply, its markers read and its statements checked."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from threading import Event, Lock

from index.errors import LanguageModelError
from qa.accounts import advise
from qa.followup import History, make_standalone
from qa.grounds import Grounds
from qa.language_model.client import ContextTooLongError, LanguageModel
from qa.language_model.prompt import build_prompt
from qa.language_model.reply import Reply
from qa.language_model.rewrite import rewrite_question
from qa.models import Answer, Status, Usage
from qa.quotes import answer_with_quotes

__all__ = ["LanguageModelWriter"]

_TRIES = 3
_SHARE = 3
"""Of what a model can read at most one part in so many is evidence; the rest is for instructions
and answer."""

_STOPPED = "The answer was stopped before its end."
_OWN_SENTENCES = "Until then the article's own sentences are shown."


class LanguageModelWriter:
    """Lets a language model answer from numbered sentences, and checks what it writes.

    When the model cannot be used, the article's own sentences stand in its place, with a notice.
    """

    def __init__(self, open_model: Callable[[], LanguageModel]) -> None:
        self._open_model = open_model
        self._model: LanguageModel | None = None
        self._opening = Lock()

    @property
    def model(self) -> LanguageModel:
        """The language model, opened when it is first needed."""
        with self._opening:
            if self._model is None:
                self._model = self._open_model()
            return self._model

    def understand(self, question: str, history: History, *, stop: Event) -> str:
        """Return the question understandable without the conversation.

        The model is asked only where the rules leave something open, and heard only where it adds
        nothing of its own.
        """
        try:
            return rewrite_question(question, history, self.model, stop=stop)
        except LanguageModelError:
            return make_standalone(question, history=history)

    def write(self, grounds: Grounds, *, stop: Event) -> Iterator[Answer]:
        """Yield the answer as the model writes it; the last one is final."""
        try:
            yield from self._write(grounds, stop=stop)
        except LanguageModelError as error:
            yield _lead(answer_with_quotes(grounds), f"{error} {_OWN_SENTENCES}")

    def _write(self, grounds: Grounds, *, stop: Event) -> Iterator[Answer]:
        """Let the model write, with less evidence when it was more than the model can read."""
        budget = min(self.model.evidence_tokens, self.model.context_tokens // _SHARE)
        for _ in range(_TRIES - 1):
            try:
                yield from self._try(grounds, budget=budget, stop=stop)
            except ContextTooLongError:
                budget //= 2
            else:
                return
        yield from self._try(grounds, budget=budget, stop=stop)

    def _try(self, grounds: Grounds, *, budget: int, stop: Event) -> Iterator[Answer]:
        differ = grounds.disagreement
        prompt = build_prompt(
            grounds,
            budget=budget,
            count_tokens=self.model.count_tokens,
            note=advise(differ) if differ else "",
        )
        reply = Reply(grounds, prompt.sentences)
        deltas = self.model.stream(prompt.messages, stop=stop)
        started = time.perf_counter()
        timings: dict[str, float] = {}
        usage: Usage | None = None
        due = started
        while True:
            try:
                delta = next(deltas)
            except StopIteration as end:
                usage = end.value
                break
            now = time.perf_counter()
            if reply.feed(delta):
                timings.setdefault("first_word_ms", round(1000 * (now - started), 3))
                if now >= due:
                    if (answer := reply.show()).statements:
                        yield _time(answer, timings)
                    # Showing takes longer the longer the reply is: it gets half of the time.
                    due = 2 * time.perf_counter() - now
        yield _time(self._end(grounds, reply, usage, stopped=stop.is_set()), timings)

    def _end(self, grounds: Grounds, reply: Reply, usage: Usage | None, *, stopped: bool) -> Answer:
        """Return the answer that a reply comes to when the model has ended, or was stopped."""
        answer = reply.finish(usage, stopped=stopped)
        if stopped and answer.status is Status.NOT_FOUND:
            # That the article does not say would be said of what was not read to its end.
            answer = replace(answer_with_quotes(grounds), usage=usage)
        elif reply.empty:
            raise LanguageModelError(
                f"The language model {self.model.name} wrote nothing but its thoughts: raise "
                "MODEL_MAX_TOKENS, or set MODEL to another."
            )
        return _lead(answer, _STOPPED) if stopped else answer

    def close(self) -> None:
        """End what was started for the model."""
        with self._opening:
            if self._model is not None:
                self._model.close()


def _lead(answer: Answer, notice: str) -> Answer:
    """Put a notice before the one that an answer has, such as that accounts differ."""
    return replace(answer, notice=" ".join(filter(None, (notice, answer.notice))))


def _time(answer: Answer, timings: Mapping[str, float]) -> Answer:
    return replace(answer, timings={**answer.timings, **timings})
