"""How fast a warm question is answered, beside the time of embedding it alone, in one run."""

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from qa.assistant import ArticleQA
from qa.evaluation.tables import show_table

__all__ = ["measure_speed"]

_QUESTIONS = (
    "How many countries took part in the planning meetings?",
    "Who dismissed the idea of a deployment?",
    "What did the Kremlin say the agreement covers?",
    "Where was the summit held?",
    "Who won the football match?",
)
_MEANING = {
    "embed_ms": "embedding a question alone, median",
    "ask_ms": "answering it from the seed article, warm, median",
    "ratio": "median of the ratios, question by question",
    "first_ask_ms": "the first question of a process: models are loaded, the article is read",
}


def measure_speed(*, rounds: int = 40) -> str:
    """Return the figures as a table; embedding and asking take turns, so that drift cancels."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ArticleQA.open(Path(folder) / "library", with_seeds=True) as assistant,
    ):
        first = _time(partial(assistant.ask, _QUESTIONS[0]))
        pairs = []
        for _ in range(rounds):
            for question in _QUESTIONS:
                alone = _time(partial(assistant.embedder.embed, [question]))
                whole = _time(partial(assistant.ask, question))
                pairs.append((alone, whole))
    figures = {
        "embed_ms": median(alone for alone, _ in pairs),
        "ask_ms": median(whole for _, whole in pairs),
        "ratio": median(whole / alone for alone, whole in pairs),
        "first_ask_ms": first,
    }
    return show_table("Speed", figures, _MEANING)


def _time(run: Callable[[], object]) -> float:
    """Return how many milliseconds a call takes."""
    started = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - started)
