"""Leave out what a model thinks aloud before it replies: ``<think> … </think>``."""

import re
from typing import Final

__all__ = ["ThoughtFilter"]

_OPENING: Final = re.compile(r"\s*<(think|thinking|thought|reasoning)>", re.IGNORECASE)
_LONGEST_OPENING: Final = len("<reasoning>")
_MAX_HELD: Final = 100


class ThoughtFilter:
    """Takes a reply piece by piece; its memory is bounded.

    Only a reply that begins with thoughts has any; later on the tags are ordinary text.

    >>> thoughts = ThoughtFilter()
    >>> [thoughts.feed(delta) for delta in ("<thi", "nk>Hm.</th", "ink>Thirty.")]
    ['', '', 'Thirty.']
    """

    def __init__(self) -> None:
        self._held = ""
        self._closing: str | None = None  # what ends the thoughts, while they last
        self._begun = False  # whether the reply itself has begun

    def feed(self, delta: str) -> str:
        """Return what of the reply is no thought."""
        if self._begun:
            return delta
        self._held += delta
        if self._closing is None:
            return self._look_for_thoughts()
        return self._look_for_reply(self._closing)

    def finish(self) -> str:
        """Return what was held back; thoughts that never end are left out."""
        held, self._held = self._held, ""
        return "" if self._closing else held

    def _look_for_thoughts(self) -> str:
        if found := _OPENING.match(self._held):
            self._held = self._held[found.end() :]
            self._closing = f"</{found[1].lower()}>"
            return self._look_for_reply(self._closing)
        start = self._held.lstrip()
        short = len(start) < _LONGEST_OPENING and len(self._held) < _MAX_HELD
        if short and start[:1] in ("", "<") and ">" not in start:
            return ""
        return self._begin(self._held)

    def _look_for_reply(self, closing: str) -> str:
        if found := re.search(re.escape(closing), self._held, re.IGNORECASE):
            return self._begin(self._held[found.end() :].lstrip())
        self._held = self._held[-len(closing) :]
        return ""

    def _begin(self, reply: str) -> str:
        self._begun, self._closing, self._held = True, None, ""
        return reply
