"""Which words of a statement the premises do not cover: each is laid beside its likest ones.

The word pieces of the statement and of the premises, as the embedding model sees them in their
sentences, are projected and compared by cosine, as BERTScore does (Zhang et al., 2020); a soft
alignment gives each piece of the statement its counterpart, and a small network judges the two,
as decomposable attention does (Parikh et al., 2016), with its neighbours in view. It was trained
to find the words that somebody changed; ``train_doubts.py`` says how.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import TokenStates
from index.errors import ModelFileError

__all__ = ["PREMISE_PIECES", "STATEMENT_PIECES", "Doubts", "find_doubts", "read_marks"]

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

STATEMENT_PIECES = 110
"""Word pieces of a statement that are judged; training used the same."""
PREMISE_PIECES = 300
"""Word pieces of all premises together that it is compared with; training used the same."""

_WEIGHTS = Path(__file__).parent / "doubts.npz"
_VOCABULARY = Path(__file__).parents[2] / "index" / "minilm-vocab.txt"
# The first entries of the vocabulary are marks; then letters, then words by how common they are.
_FIRST_LETTER, _RANK_SCALE = 990, 10.5
_LOWEST = -20.0
# Below this many multiplications OpenBLAS, which comes with numpy, keeps to one thread.
_ONE_THREAD = 250_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """What the comparison makes of each word piece of a statement.

    Attributes:
        pieces: How surely each is not covered, in logits, (tokens,); very low for marks.
        offsets: First character and the one after the last of every piece, (tokens, 2).
        worst: The highest of them.
        summed: All of them together (logarithm of the summed exponentials).
        share: The share of words that are doubtful, from 0 to 1.
        support: How surely the statement is supported, in logits.
    """

    pieces: Floats
    offsets: Numbers
    worst: float
    summed: float
    share: float
    support: float


def find_doubts(text: str, statement: TokenStates, premises: Sequence[TokenStates]) -> Doubts:
    """Compare a statement with premises taken together.

    Args:
        text: The statement.
        statement: Its word pieces.
        premises: The word pieces of each premise; the first ones count when there are too many.

    Raises:
        ModelFileError: The file of weights is missing or damaged.
    """
    weights = _read_weights()
    ids = statement.ids[:STATEMENT_PIECES]
    offsets = statement.offsets[:STATEMENT_PIECES]
    none = np.zeros(0, dtype=np.int64)
    other = np.concatenate([none, *(premise.ids for premise in premises)])[:PREMISE_PIECES]
    marks = read_marks(text, ids=ids, offsets=offsets, other=other)
    is_word = marks[:, -1] > 0
    pieces = np.full(len(ids), _LOWEST, dtype=np.float32)
    if is_word.any() and len(other):
        own = statement.vectors[:STATEMENT_PIECES]
        theirs = np.concatenate([premise.vectors for premise in premises])[:PREMISE_PIECES]
        judged = _judge(weights, own, theirs, ids[:, None] == other[None, :], marks)
        pieces = np.where(is_word, judged, _LOWEST).astype(np.float32)
    return _pool(weights, pieces, is_word, offsets)


def read_marks(text: str, *, ids: Numbers, offsets: Numbers, other: Numbers) -> Floats:
    """Return what is known of each piece of a statement without its state, (tokens, 8).

    Whether the premises hold it, it after its left neighbour, it before its right one; whether
    it is capital; how rare it is; whether it holds digits, goes on a word, is a word at all.

    Args:
        text: The statement.
        ids: Its word pieces.
        offsets: Where they stand in it.
        other: The word pieces of the premises.
    """
    pairs = set(pairwise(other.tolist()))
    follows = [float(pair in pairs) for pair in pairwise(ids.tolist())]
    columns = [
        np.isin(ids, other),
        [0.0, *follows][: len(ids)],
        [*follows, 0.0][: len(ids)],
        [float(text[start : start + 1].isupper()) for start in offsets[:, 0]],
        *_read_vocabulary()[:, ids],
    ]
    return np.array(columns, dtype=np.float32).T


def _judge(
    weights: Mapping[str, Floats],
    statement: Floats,
    premises: Floats,
    same: NDArray[np.bool_],
    marks: Floats,
) -> Floats:
    projection = weights["proj.weight"].T
    own = _unit(_multiply(statement, projection))
    theirs = _unit(_multiply(premises, projection))
    likeness = _multiply(own, theirs.T)
    attention = likeness * weights["tau"] + weights["same"] * same
    attention = np.exp(attention - attention.max(axis=1, keepdims=True))
    attention /= attention.sum(axis=1, keepdims=True)
    counterpart = _multiply(attention, theirs)
    product, width = own * counterpart, np.sqrt(np.float32(own.shape[1]))
    compared = [
        product * width,
        np.abs(own - counterpart) * width,
        product.sum(axis=1, keepdims=True),
        likeness.max(axis=1, keepdims=True),
        marks,
    ]
    hidden = np.maximum(
        _multiply(np.concatenate(compared, axis=1), weights["hid.weight"].T) + weights["hid.bias"],
        0,
    )
    padded, kernel = np.pad(hidden, ((1, 1), (0, 0))), weights["conv.weight"]
    around = np.sum(
        [_multiply(padded[k : k + len(hidden)], kernel[:, :, k].T) for k in range(3)], axis=0
    )
    hidden = hidden + np.maximum(around + weights["conv.bias"], 0)
    return np.asarray(hidden @ weights["out.weight"][0] + weights["out.bias"][0])


def _pool(
    weights: Mapping[str, Floats], pieces: Floats, is_word: NDArray[np.bool_], offsets: Numbers
) -> Doubts:
    chances = 1 / (1 + np.exp(-np.clip(pieces[is_word], -30, 30)))
    worst = max(_LOWEST, float(pieces.max(initial=_LOWEST)))
    summed = max(_LOWEST, float(np.logaddexp.reduce(pieces))) if len(pieces) else _LOWEST
    share = float(chances.mean()) if len(chances) else 0.0
    pooled = np.array([worst, summed, share])
    return Doubts(
        pieces=pieces,
        offsets=offsets,
        worst=worst,
        summed=summed,
        share=share,
        support=float(weights["pool.weight"][0] @ pooled + weights["pool.bias"][0]),
    )


def _multiply(one: Floats, other: Floats) -> Floats:
    """Return the product of two matrices, taken in blocks too small to be shared among threads.

    On a busy machine the threads of a matrix library wait for each other fifty times as long as
    these products take.
    """
    rows = max(1, _ONE_THREAD // max(1, other.size))
    blocks = [one[start : start + rows] @ other for start in range(0, len(one), rows)]
    return np.concatenate(blocks)


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)


@cache
def _read_weights() -> dict[str, Floats]:
    try:
        with np.load(_WEIGHTS, allow_pickle=False) as held:
            return {name: np.asarray(held[name], dtype=np.float32) for name in held.files}
    except (OSError, ValueError) as error:
        raise ModelFileError(
            f"{_WEIGHTS} is missing or damaged. Install the project again."
        ) from error


@cache
def _read_vocabulary() -> Floats:
    """Return rarity, holds digits, goes on a word, is a word, for every piece, (4, pieces)."""
    try:
        pieces = _VOCABULARY.read_text("utf-8").split("\n")
    except OSError as error:
        raise ModelFileError(f"{_VOCABULARY} is missing. Install the project again.") from error
    rarity = np.log1p(np.maximum(0, np.arange(len(pieces)) - _FIRST_LETTER)) / _RANK_SCALE
    digits = [any(character.isdigit() for character in piece) for piece in pieces]
    goes_on = [piece.startswith("##") for piece in pieces]
    is_word = [any(character.isalnum() for character in piece) for piece in pieces]
    return np.array([rarity, digits, goes_on, is_word], dtype=np.float32)
