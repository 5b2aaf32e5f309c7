"""A follow-up question put into words that stand alone, by a language model that is not trusted.

The rules go first: the model is asked only where they leave something open, and what it writes is
taken only if it could be shown to a reader without harm. Otherwise the question of the rules stays.
"""

import re
import threading
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from index.errors import LanguageModelError
from index.names import find_names
from qa.features import find_numbers
from qa.followup import History, clean_history, is_open, leans, make_standalone
from qa.language_model.neutral import neutralise
from qa.models import Usage
from qa.words import content_stems, stem_set, stems

if TYPE_CHECKING:
    from qa.language_model.client import Message

__all__ = ["is_faithful", "rewrite_question"]

_MAX_TURNS: Final = 4
_MAX_CHARS: Final = 200
_MAX_QUESTION_CHARS: Final = 300
_QUESTION_WORD: Final = re.compile(
    r"^(?:(?:in|at|on|for|with|from|to|by|of|after|before|since) )?(?:what|who|whom|whose|when"
    r"|where|why|how|which|did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b",
    re.IGNORECASE,
)
_FOREIGN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f<>\[\]{}|【】`*#_\\]|://")
_INSTRUCTION: Final = (
    "Rewrite the last question so that it can be understood without the conversation. Replace "
    "words such as he, she, it, they and that by what they stand for in the conversation. Use only "
    "words of the conversation and of the question. Do not answer it. Write one question and "
    "nothing else."
)


class Model(Protocol):
    """What is needed of a language model."""

    def stream(
        self, messages: Sequence["Message"], *, stop: threading.Event
    ) -> Generator[str, None, Usage]:
        """Ask, and return the pieces of the answer as they come."""


def rewrite_question(
    question: str, history: History, model: Model, *, stop: threading.Event
) -> str:
    """Return the question with what it leaves out filled in from the conversation.

    The model is not asked when the question stands alone, or when the rules have filled in all
    there was to fill in. Trouble with the model is no error here.

    Args:
        question: What was asked.
        history: Earlier turns, oldest first: what was asked and what was answered.
        model: The language model.
        stop: Set from anywhere to break off.
    """
    question = question.strip()
    ruled = make_standalone(question, history=history)
    if not leans(question, history=history) or not _is_left_open(question, ruled):
        return ruled
    turns = clean_history(history, turns=_MAX_TURNS)
    lines = [line for asked, answered in turns for line in (f"Q: {asked}", f"A: {answered}")]
    spoken = neutralise("\n".join(lines))
    asked = neutralise(question[:_MAX_QUESTION_CHARS])
    request = f"Conversation:\n{spoken}\n\nLast question: {asked}\nRewritten question:"
    try:
        reply = _read(model.stream([("system", _INSTRUCTION), ("user", request)], stop=stop))
    except LanguageModelError:
        return ruled
    if stop.is_set() or not is_faithful(reply, question, turns):
        return ruled
    return reply


def is_faithful(reply: str, question: str, history: History) -> bool:
    """Tell whether a rewritten question asks what the question asks, and of nothing new.

    Every word that carries meaning, every name and every number must have been said before; what
    the question itself says must still be there; no pronoun may be left; and it must not ask the
    question before it once more.

    Example:
        >>> history = [("Who designed the bridge?", "Ana Roe, an engineer.")]
        >>> is_faithful("When was Ana Roe born?", "When was she born?", history)
        True
        >>> is_faithful("When was Bo Lind born?", "When was she born?", history)
        False
        >>> is_faithful("Who designed the bridge?", "When was she born?", history)
        False
    """
    if not _is_question(reply) or is_open(reply):
        return False
    said = " ".join([question, *(text for turn in history for text in turn)])
    known, kept = stem_set(said), stem_set(reply)
    if not known.issuperset(content_stems(reply)) or find_numbers(reply) - find_numbers(said):
        return False
    if any(name.text.lower() not in said.lower() for name in find_names(reply)):
        return False
    own = content_stems(question)
    return kept.issuperset(own) and _asks_the_same(reply, question) and _adds(reply, own, history)


def _is_left_open(question: str, ruled: str) -> bool:
    """Tell whether the rules found nothing better than to put the last question behind it."""
    return ruled == question or ruled.endswith("?)") or is_open(ruled)


def _read(pieces: Generator[str, None, Usage]) -> str:
    """Return one line of what the model writes, or nothing where it writes more than a question."""
    text = ""
    try:
        for piece in pieces:
            text += piece
            if len(text) > 2 * _MAX_CHARS or "\n" in text.strip():
                return ""
    finally:
        pieces.close()
    return text.strip().strip('"“”').strip()


def _is_question(text: str) -> bool:
    """Tell whether a text is one plain question of bounded length."""
    return (
        5 < len(text) <= _MAX_CHARS
        and text.endswith("?")
        and text.count("?") == 1
        and bool(_QUESTION_WORD.match(text))
        and not _FOREIGN.search(text)
    )


def _asks_the_same(reply: str, question: str) -> bool:
    """Tell whether both begin with the same question word, and deny alike."""
    asked = _QUESTION_WORD.search(re.sub(r"^(?:and|but|so)\W+", "", question, flags=re.I))
    first = asked[0].split()[-1].lower() if asked else None
    return first is None or (first in reply.lower().split() and _denies(reply) == _denies(question))


def _denies(text: str) -> bool:
    return not {"not", "no", "never", "t"}.isdisjoint(stems(text)) or "n't" in text.lower()


def _adds(reply: str, own: Sequence[str], history: History) -> bool:
    """Tell whether something was filled in, and the reply is not an earlier question."""
    new = set(content_stems(reply))
    return new > set(own) and not any(new == set(content_stems(asked)) for asked, _ in history)
