"""Ask news articles a question; every statement of the answer cites its exact sentence."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.assistant import ArticleQA
    from qa.models import Answer, Citation, Evidence, Nearest, Reason, Statement, Status, Verdict

__all__ = [
    "Answer",
    "ArticleQA",
    "Citation",
    "Evidence",
    "Nearest",
    "Reason",
    "Statement",
    "Status",
    "Verdict",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that ``--help`` stays instant (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = "qa.assistant" if name == "ArticleQA" else "qa.models"
    return getattr(import_module(home), name)
