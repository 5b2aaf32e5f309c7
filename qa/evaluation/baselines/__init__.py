"""What others do out of the box, asked the same questions; no part of the product.

Each baseline is a system as the product is one, on the same embedder and the same language model,
and its answers have the same form. What a baseline shows word for word is supported; what a model
wrote is checked by the same verifier as ours.
"""

from index.errors import RunError
from qa.assistant import ArticleQA
from qa.evaluation.systems import System
from qa.names import BASELINES

__all__ = ["BASELINES", "open_baseline"]


def open_baseline(name: str, assistant: ArticleQA) -> System:
    """Open a baseline that answers beside the product.

    Args:
        name: One of ``BASELINES``.
        assistant: Whose embedder and language model it uses; nothing else of it, so it may be
            closed only after the baseline.

    Raises:
        RunError: There is no such baseline.
        SettingsError: It needs a language model, and none is configured.
    """
    # LlamaIndex takes seconds to import.
    if name == "bm25":
        from qa.evaluation.baselines.bm25 import Bm25Baseline

        return Bm25Baseline()
    if name == "vector":
        from qa.evaluation.baselines.vector import VectorBaseline

        return VectorBaseline(assistant.embedder)
    if name == "citation-query-engine":
        from qa.evaluation.baselines.citation_engine import CitationEngineBaseline

        return CitationEngineBaseline(assistant.embedder, assistant.language_model)
    raise RunError(f"There is no baseline {name!r}: choose from {', '.join(BASELINES)}.")
