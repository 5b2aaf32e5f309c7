"""Train the model of ``doubts.py``: ``python -m qa.verification.train_doubts --data DIR --out F``.

The embedding model stays as it is; what is trained is a projection of its states and a small
network, 54 thousand numbers, on two tasks at once: which words of a statement are not covered,
and whether all of it is. Half an hour on two processor cores; needs the extra ``[train]``. The
weights that ship were trained by an earlier form of this code, with the same recipe, so a repeat
gives weights that are as good, not the very same.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import BertWordPieceTokenizer
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from index.embedding import MiniLMEmbedder, TokenStates
from qa.reader.edits import Editor
from qa.verification.doubts import PREMISE_PIECES, STATEMENT_PIECES, read_marks
from qa.verification.doubts_data import Example, make_examples
from qa.verification.premises import Premise
from qa.verification.selection import choose_premises

__all__ = ["DoubtsNetwork", "main", "read_examples"]

_VOCABULARY = Path(__file__).parents[2] / "index" / "minilm-vocab.txt"
_WIDTH, _PROJECTED, _HIDDEN, _MARKS = 384, 96, 48, 8
_EPOCHS, _BATCH, _WARMUP = 5, 32, 100
_PROJECTION_RATE, _RATE, _DECAY, _DROPOUT = 1.5e-3, 3e-3, 0.01, 0.2
_CHOSEN, _CHARACTERS = 6, 800
_LOWEST, _MASKED = -20.0, -1e4
_CHANGED_WEIGHT, _CLAIMS_WEIGHT = 3.0, 2.0
_FALSE_WEIGHT, _TRUE_WEIGHT = 0.8, 1.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An example as arrays; ``changed`` is 1, 0 or, where it is not known, -1 per piece."""

    states: Tensor
    ids: Tensor
    marks: Tensor
    other_states: Tensor
    other_ids: Tensor
    changed: Tensor
    supported: float
    weight: float


class DoubtsNetwork(nn.Module):  # type: ignore[misc, unused-ignore]
    """The network of ``doubts.find_doubts``, with the same names for the same weights."""

    def __init__(self) -> None:
        """Start from chance."""
        super().__init__()
        self.proj = nn.Linear(_WIDTH, _PROJECTED, bias=False)
        nn.init.normal_(self.proj.weight, 0, _WIDTH**-0.5)
        self.tau = nn.Parameter(torch.tensor(8.0))
        self.same = nn.Parameter(torch.tensor(1.0))
        self.hid = nn.Linear(2 * _PROJECTED + 2 + _MARKS, _HIDDEN)
        self.conv = nn.Conv1d(_HIDDEN, _HIDDEN, 3, padding=1)
        self.out = nn.Linear(_HIDDEN, 1)
        self.pool = nn.Linear(3, 1)
        nn.init.constant_(self.pool.weight, -0.3)
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Return doubts (batch, pieces), which pieces are words, and support (batch,)."""
        own = functional.normalize(self.proj(batch["states"]), dim=-1)
        theirs = functional.normalize(self.proj(batch["other_states"]), dim=-1)
        likeness = own @ theirs.transpose(1, 2)
        absent = (batch["other_ids"] < 0)[:, None, :]
        same = (batch["ids"][:, :, None] == batch["other_ids"][:, None, :]).float()
        attention = (likeness * self.tau + self.same * same).masked_fill(absent, _MASKED)
        counterpart = attention.softmax(-1) @ theirs
        product = own * counterpart
        compared = [
            product * _PROJECTED**0.5,
            (own - counterpart).abs() * _PROJECTED**0.5,
            product.sum(-1, keepdim=True),
            likeness.masked_fill(absent, -1.0).amax(-1, keepdim=True),
            batch["marks"],
        ]
        hidden = functional.relu(self.hid(self.dropout(torch.cat(compared, dim=-1))))
        hidden = hidden * (batch["ids"] >= 0)[..., None]
        around = self.conv(hidden.transpose(1, 2)).transpose(1, 2)
        doubts = self.out(self.dropout(hidden + functional.relu(around)))[..., 0]
        is_word = (batch["ids"] >= 0) & (batch["marks"][..., -1] > 0)
        doubts = doubts.masked_fill(~is_word, _MASKED)
        pooled = [
            doubts.amax(1).clamp(min=_LOWEST),
            doubts.logsumexp(1).clamp(min=_LOWEST),
            doubts.sigmoid().sum(1) / is_word.sum(1).clamp(min=1),
        ]
        return doubts, is_word, self.pool(torch.stack(pooled, dim=1))[:, 0]


def read_examples(examples: Sequence[Example], embedder: MiniLMEmbedder) -> list[Read]:
    """Return examples as arrays; those without a word are left out."""
    known: dict[str, TokenStates] = {}

    def look_up(text: str) -> TokenStates:
        if text not in known:
            known[text] = embedder.read_tokens([text])[0]
        return known[text]

    read = []
    for example in tqdm(examples, desc="examples"):
        told = [Premise(text=text[:_CHARACTERS]) for text in example.premises]
        chosen = choose_premises(example.statement, told, limit=_CHOSEN)
        own = look_up(example.statement)
        others = [look_up(premise.text) for premise in chosen]
        if len(own.ids) and sum(len(other.ids) for other in others):
            read.append(_read_example(example, own, others))
    return read


def _read_example(example: Example, own: TokenStates, others: Sequence[TokenStates]) -> Read:
    ids, offsets = own.ids[:STATEMENT_PIECES], own.offsets[:STATEMENT_PIECES]
    other = np.concatenate([states.ids for states in others])[:PREMISE_PIECES]
    vectors = np.concatenate([states.vectors for states in others])[:PREMISE_PIECES]
    marks = read_marks(example.statement, ids=ids, offsets=offsets, other=other)
    changed = np.full(len(ids), -1.0, dtype=np.float32)
    if example.changed is not None:
        for place, (start, end) in enumerate(offsets):
            changed[place] = any(start < last and first < end for first, last in example.changed)
    changed[marks[:, -1] == 0] = -1.0
    return Read(
        states=torch.from_numpy(own.vectors[:STATEMENT_PIECES].astype(np.float16)),
        ids=torch.from_numpy(ids),
        marks=torch.from_numpy(marks),
        other_states=torch.from_numpy(vectors.astype(np.float16)),
        other_ids=torch.from_numpy(other),
        changed=torch.from_numpy(changed),
        supported=float(example.supported),
        weight=_CLAIMS_WEIGHT if example.source == "support" else 1.0,
    )


def _join(examples: Sequence[Read]) -> dict[str, Tensor]:
    def pad(name: str, fill: float) -> Tensor:
        rows = [getattr(example, name) for example in examples]
        rows = [row if row.dtype == torch.int64 else row.float() for row in rows]
        return nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=fill)

    return {
        "states": pad("states", 0.0),
        "marks": pad("marks", 0.0),
        "other_states": pad("other_states", 0.0),
        "changed": pad("changed", -1.0),
        "ids": pad("ids", -1),
        "other_ids": pad("other_ids", -2),
        "supported": torch.tensor([example.supported for example in examples]),
        "weight": torch.tensor([example.weight for example in examples]),
    }


def _measure_loss(network: DoubtsNetwork, batch: dict[str, Tensor]) -> Tensor:
    doubts, is_word, support = network(batch)
    supported, weight = batch["supported"], batch["weight"]
    whole = functional.binary_cross_entropy_with_logits(support, supported, reduction="none")
    whole = whole * weight * torch.where(supported > 0, _TRUE_WEIGHT, _FALSE_WEIGHT)
    known = (batch["changed"] >= 0) & is_word
    changed = batch["changed"].clamp(min=0)
    words = functional.binary_cross_entropy_with_logits(doubts, changed, reduction="none")
    words = words * known * torch.where(changed > 0, _CHANGED_WEIGHT, 1.0) * weight[:, None]
    return whole.mean() + words.sum() / known.sum().clamp(min=1)


def _train(examples: Sequence[Read], *, seed: int) -> DoubtsNetwork:
    torch.manual_seed(seed)
    dice = random.Random(seed)  # noqa: S311
    network = DoubtsNetwork()
    rest = [value for name, value in network.named_parameters() if name != "proj.weight"]
    rates = (_PROJECTION_RATE, _RATE)
    groups = [{"params": [network.proj.weight]}, {"params": rest}]
    optimiser = torch.optim.AdamW(groups, lr=_RATE, weight_decay=_DECAY)
    total, step = _EPOCHS * (len(examples) // _BATCH), 0
    for epoch in range(_EPOCHS):
        order = list(examples)
        dice.shuffle(order)
        # Neighbours in length share a batch, so that little of it is padding.
        parts = [order[first : first + 20 * _BATCH] for first in range(0, len(order), 20 * _BATCH)]
        for part in parts:
            part.sort(key=lambda example: len(example.other_ids) + 2 * len(example.ids))
        batches = [p[first : first + _BATCH] for p in parts for first in range(0, len(p), _BATCH)]
        dice.shuffle(batches)
        for batch in tqdm(batches, desc=f"epoch {epoch + 1}"):
            share = min(1.0, (step + 1) / _WARMUP) * max(0.02, 1 - step / max(1, total))
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * share
            optimiser.zero_grad()
            loss = _measure_loss(network, _join(batch))
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            step += 1
    return network


def _make_editor(embedder: MiniLMEmbedder) -> Editor:
    """Return an editor whose likest words are those whose vectors are nearest."""
    tokenizer = BertWordPieceTokenizer(str(_VOCABULARY), lowercase=True)
    pieces = _VOCABULARY.read_text("utf-8").split("\n")
    return Editor(embeddings=torch.from_numpy(embedder.embed(pieces)), tokenizer=tokenizer)


def main() -> None:
    """Make the examples, train, and write the weights in half precision."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.verification.train_doubts", description=__doc__
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the open datasets")
    parser.add_argument("--out", type=Path, required=True, help="file to write, .npz")
    parser.add_argument("--seed", type=int, default=0, help="where chance starts from")
    chosen = parser.parse_args()
    embedder = MiniLMEmbedder()
    examples = make_examples(chosen.data, editor=_make_editor(embedder), seed=chosen.seed)
    network = _train(read_examples(examples, embedder), seed=chosen.seed)
    weights = {
        name: value.numpy().astype(np.float16) for name, value in network.state_dict().items()
    }
    np.savez_compressed(chosen.out, **weights)


if __name__ == "__main__":
    main()
