"""Open datasets in the form in which they were published, as batches of cases, or as claims.

Nothing is downloaded: each is read from a file that the caller names. ``docs/datasets.md`` says of
each what it is, where to get it, and what it can measure.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from index.errors import GoldError
from qa.evaluation.cases import Batch
from qa.evaluation.claims import Claim
from qa.evaluation.datasets.abg_coqa import read_abg_coqa
from qa.evaluation.datasets.claims import read_joined_claims
from qa.evaluation.datasets.clapnq import read_clapnq
from qa.evaluation.datasets.coqa import read_coqa
from qa.evaluation.datasets.coqa_cnn import read_coqa_cnn
from qa.evaluation.datasets.longbench_cite import read_longbench_cite
from qa.evaluation.datasets.multihop_rag import read_multihop_rag
from qa.evaluation.datasets.realtime_qa import read_realtime_qa
from qa.evaluation.datasets.rgb import read_rgb
from qa.evaluation.datasets.squad2 import read_squad2
from qa.evaluation.datasets.summedits import read_summedits
from qa.evaluation.datasets.wice import read_wice

__all__ = ["CLAIM_DATASETS", "FITTED_ON", "QUESTION_DATASETS", "read_batches", "read_claims"]

_T = TypeVar("_T")

QUESTION_DATASETS: Final[Mapping[str, Callable[[Path], Iterator[Batch]]]] = MappingProxyType(
    {
        "abg-coqa": read_abg_coqa,
        "clapnq": read_clapnq,
        "coqa": read_coqa,
        "coqa-cnn": read_coqa_cnn,
        "longbench-cite": read_longbench_cite,
        "multihop-rag": read_multihop_rag,
        "realtime-qa": read_realtime_qa,
        "rgb": read_rgb,
        "squad2": read_squad2,
    }
)
"""Reader of each dataset of questions, by name."""

CLAIM_DATASETS: Final[Mapping[str, Callable[[Path], Iterator[Claim]]]] = MappingProxyType(
    {"claims": read_joined_claims, "summedits": read_summedits, "wice": read_wice}
)
"""Reader of each dataset of claims, by name."""

FITTED_ON: Final = ("squad2", "coqa-cnn", "clapnq")
"""Datasets on every other batch of which the weights of ranking and abstention were fitted."""


def read_batches(name: str, path: Path) -> list[Batch]:
    """Read a dataset of questions.

    Args:
        name: A name of ``QUESTION_DATASETS``.
        path: Its file, or a folder that holds it.

    Raises:
        GoldError: The name is unknown, or the file is missing, not in the published form, or
            without a question.
    """
    batches = list(_find_reader(name, QUESTION_DATASETS)(path))
    if not any(batch.cases for batch in batches):
        raise GoldError(f"{path} holds no question of {name}.")
    return batches


def read_claims(name: str, path: Path) -> list[Claim]:
    """Read a dataset of claims.

    Args:
        name: A name of ``CLAIM_DATASETS``.
        path: Its file, or a folder that holds it.

    Raises:
        GoldError: The name is unknown, or the file is missing, not in the published form, or
            without a claim.
    """
    claims = list(_find_reader(name, CLAIM_DATASETS)(path))
    if not claims:
        raise GoldError(f"{path} holds no claim of {name}.")
    return claims


def _find_reader(name: str, readers: Mapping[str, _T]) -> _T:
    if name not in readers:
        raise GoldError(f"There is no dataset {name!r:.80}. Name one of {', '.join(readers)}.")
    return readers[name]
