"""Language models that write what a test wants; everything behind them is real."""

from qa.models import Usage

__all__ = ["ScriptedModel"]


class ScriptedModel:
    """Writes one reply of its script to each prompt; the last stays. An exception is raised."""

    def __init__(self, *script, context_tokens=8_192):
        self.name = "scripted"
        self.context_tokens = context_tokens
        self.evidence_tokens = 1_500
        self.script = [[reply] if isinstance(reply, str) else list(reply) for reply in script]
        self.prompts = []
        self.closed = 0

    def count_tokens(self, text):
        return len(text.split())

    def stream(self, messages, *, stop):
        self.prompts.append(messages)
        reply = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        for piece in reply:
            if stop.is_set():
                break
            if callable(piece):
                piece()
            elif isinstance(piece, BaseException):
                raise piece
            else:
                yield piece
        return Usage(model=self.name, prompt_tokens=1, completion_tokens=len(reply))

    def close(self):
        self.closed += 1
