"""Ask news articles a question; every statement of the answer cites its exact sentence."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.assistant import ArticleQA
    from qa.models import (
        Answer,
        Citation,
        Evidence,
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
    from qa.verification import Premise, verify

__all__ = [
    "Answer",
    "ArticleQA",
    "Citation",
    "Evidence",
    "Nearest",
    "Premise",
    "Problem",
    "ProblemKind",
    "Reason",
    "Statement",
    "Status",
    "Usage",
    "Verdict",
    "VerdictLabel",
    "verify",
]

_HOMES = {
    "ArticleQA": "qa.assistant",
    "Premise": "qa.verification",
    "verify": "qa.verification",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that ``--help`` stays instant (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "qa.models")), name)
