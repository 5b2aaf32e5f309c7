"""What may be chosen by name; apart from what it names, so that ``--help`` loads nothing."""

__all__ = ["BASELINES", "CLAIM_DATASETS", "PROBES", "QUESTION_DATASETS", "WRITERS"]

WRITERS = ("quotes", "local model", "language model")

QUESTION_DATASETS = (
    "squad2",
    "coqa",
    "coqa-cnn",
    "abg-coqa",
    "clapnq",
    "multihop-rag",
    "realtime-qa",
    "rgb",
    "longbench-cite",
)
CLAIM_DATASETS = ("wice", "summedits", "claims")
BASELINES = ("citation-query-engine", "vector", "bm25")
PROBES = ("tamper", "pointer", "injection")
