"""Train the reader: ``python -m qa.reader.train --data FOLDER --base FILE --out FOLDER``.

The run is repeatable (seed, hashes of data and base model and every setting are written beside
the model) and goes on from its last checkpoint when it is started again.
"""

import argparse
import dataclasses
import hashlib
import json
import logging
import random
from pathlib import Path

import torch
from tokenizers import BertWordPieceTokenizer
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from qa.reader.batches import Batch, Batcher
from qa.reader.data import Paragraph, data_hashes, groups, load_paragraphs
from qa.reader.edits import Editor
from qa.reader.network import Config, ReaderNetwork

__all__ = ["Files", "Settings", "loss_of", "main", "train"]

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS, CHECKPOINT = "reader.pt", "checkpoint.pt"
REPORT_EVERY, SAVE_EVERY = 50, 400
_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where a run reads and writes.

    Attributes:
        data: The folder of the training files.
        base: The base model's weights.
        vocabulary: The word pieces.
        out: The folder of the checkpoint and the trained weights.
        start: Trained weights to go on from with a fresh schedule, if any.
    """

    data: Path
    base: Path
    vocabulary: Path
    out: Path
    start: Path | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a run depends on, apart from the files.

    Attributes:
        seed: Where chance starts.
        epochs: How often the connected articles are read.
        unconnected: Share of the comments and reviews that an epoch reads.
        frozen_layers: Lowest layers of the encoder that stay as they are.
        paragraphs: Paragraphs of a step.
        encoder_rate: Highest learning rate of the encoder.
        head_rate: Highest learning rate of the parts that start from nothing.
        warmup: Share of the steps in which the rate rises; then it falls to 0 in a line.
        weight_decay: Decay of the matrices.
        state_dropout: Dropout of the states between encoder and head.
        span_weight: Weight of finding the words of the answer.
        late_weight: Weight of ranking all sentences of the step by matching words alone.
        edited: Edited questions for every question as written.
        removed: Share of the questions whose right sentence is withheld.
    """

    seed: int = 1
    epochs: int = 5
    unconnected: float = 0.3
    frozen_layers: int = 2
    paragraphs: int = 10
    encoder_rate: float = 1e-4
    head_rate: float = 8e-4
    warmup: float = 0.05
    weight_decay: float = 0.01
    state_dropout: float = 0.1
    span_weight: float = 0.4
    late_weight: float = 0.5
    edited: float = 0.6
    removed: float = 0.15


def loss_of(network: ReaderNetwork, batch: Batch, *, settings: Settings) -> tuple[Tensor, Tensor]:
    """Return the loss of a step, and (answered, unanswered, span, late) parts for the log.

    All candidates of a question and "none of them", whose score is fixed at 0, share one
    softmax: so one number both ranks sentences and says whether the answer is there at all.
    """
    dropout = settings.state_dropout
    article = network.encoder(batch.chunks, (batch.chunks != 0).float(), question=False)
    article = functional.dropout(article, dropout).flatten(0, 1)
    words = (batch.questions != 0).sum(1)
    lengths = (batch.sentences != 0).sum(1)
    scores = torch.full(batch.candidates.shape, -1e4)
    whole = article[batch.places]
    span_losses: list[Tensor] = []
    late_losses: list[Tensor] = []
    for chosen in (words <= 18, words > 18):
        # Texts of like length run together: padding would cost half of the time.
        rows = chosen.nonzero()[:, 0]
        if not len(rows):
            continue
        ids = batch.questions[rows, : int(words[rows].max())]
        asked = network.encoder(ids, (ids != 0).float(), question=True)
        asked = functional.dropout(asked, dropout)
        targets = batch.targets[rows]
        known = (targets > 0).nonzero()[:, 0]
        if settings.late_weight and len(known):
            # Every sentence of the step is a wrong candidate here: matching alone is cheap.
            late = network.head.late_scores(asked[known], ids[known], whole, batch.sentences)
            right = batch.candidates[rows[known], targets[known] - 1]
            late_losses.append(functional.cross_entropy(late, right, reduction="sum"))
        pair_row, pair_column = (batch.candidates[rows] >= 0).nonzero(as_tuple=True)
        pair_sentence = batch.candidates[rows[pair_row], pair_column]
        order = lengths[pair_sentence].argsort()
        for part in order.chunk(4 if len(rows) > 16 else 2):
            row, column, sentence = pair_row[part], pair_column[part], pair_sentence[part]
            longest = int(lengths[sentence].max())
            score, span, _, _ = network.head(
                asked[row],
                ids[row],
                article[batch.places[sentence, :longest]],
                batch.sentences[sentence, :longest],
            )
            scores = scores.index_put((rows[row], column), score.float())
            right = (batch.targets[rows[row]] == column + 1).nonzero()[:, 0]
            if len(right):
                ends = torch.stack((batch.firsts[rows[row[right]]], batch.lasts[rows[row[right]]]))
                for side in (0, 1):
                    logits = span[right, :, side].float()
                    loss = functional.cross_entropy(logits, ends[side], reduction="sum")
                    span_losses.append(loss)
    logits = torch.cat((torch.zeros(len(scores), 1), scores), dim=1)
    rank = functional.cross_entropy(logits, batch.targets, reduction="none")
    answered = batch.targets > 0
    count = answered.sum().clamp(min=1)
    spans = sum(span_losses, torch.zeros(())) / count
    lates = sum(late_losses, torch.zeros(())) / count
    loss = rank.mean() + settings.span_weight * spans + settings.late_weight * lates
    with torch.no_grad():
        parts = torch.stack((rank[answered].mean(), rank[~answered].mean(), spans, lates))
    return loss, parts.detach()


class _Run:
    """A training run: everything that a checkpoint keeps."""

    def __init__(self, network: ReaderNetwork, *, settings: Settings, total: int) -> None:
        self.network = network
        self.settings = settings
        self.done = 0
        self.recent: list[Tensor] = []
        self.optimizer = torch.optim.AdamW(_parameter_groups(network, settings), weight_decay=0.0)
        warmup = max(1, int(settings.warmup * total))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer,
            lambda step: min((step + 1) / warmup, max(0.0, (total - step) / total)),
        )

    def step(self, batch: Batch, *, number: int) -> None:
        """Learn from one batch, the run's number so and so."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss, parts = loss_of(self.network, batch, settings=self.settings)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad()
        self.done = number
        self.recent.append(parts)
        if number % REPORT_EVERY == 0:
            means = torch.stack(self.recent).nanmean(0).tolist()
            _log.info("step %d answered %.3f unanswered %.3f span %.3f late %.3f", number, *means)
            self.recent.clear()

    def save(self, out: Path) -> None:
        """Write the weights, and what is needed to go on."""
        torch.save(self.network.state_dict(), out / WEIGHTS)
        state = {
            "done": self.done,
            **{name: getattr(self, name).state_dict() for name in self._KEPT},
        }
        torch.save(state, out / CHECKPOINT)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint."""
        state = torch.load(path, weights_only=True)
        self.done = state["done"]
        for name in self._KEPT:
            getattr(self, name).load_state_dict(state[name])

    _KEPT = ("network", "optimizer", "schedule")


def train(*, files: Files, settings: Settings) -> None:
    """Train, writing a checkpoint every few hundred steps."""
    files.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    network = ReaderNetwork(Config())
    network.encoder.load_base(files.base)
    words = network.encoder.words.weight.detach().clone()
    if files.start is not None:
        network.load_state_dict(torch.load(files.start, weights_only=True))
    _freeze(network, layers=settings.frozen_layers)
    tokenizer = BertWordPieceTokenizer(str(files.vocabulary), lowercase=True)
    editor = Editor(embeddings=words, tokenizer=tokenizer)
    paragraphs = load_paragraphs(files.data, tokenizer=tokenizer)
    _write_record(files, settings=settings, config=network.config)
    plan = [_epoch(paragraphs, epoch=epoch, settings=settings) for epoch in range(settings.epochs)]
    run = _Run(network, settings=settings, total=sum(len(steps) for steps in plan))
    if (files.out / CHECKPOINT).exists():
        run.load(files.out / CHECKPOINT)
    bar = tqdm(total=sum(len(steps) for steps in plan), unit="step", mininterval=5)
    step = 0
    for epoch, steps in enumerate(plan):
        batcher = Batcher(
            tokenizer=tokenizer,
            editor=editor,
            dice=_dice(settings.seed, epoch, 1),
            edited=settings.edited,
            removed=settings.removed,
        )
        for group in steps:
            step += 1
            bar.update()
            batch = batcher.batch(group)
            # A resumed run makes the batches it has seen again, for the dice to fall alike.
            if step <= run.done or batch is None:
                continue
            run.step(batch, number=step)
            if step % SAVE_EVERY == 0:
                run.save(files.out)
    run.save(files.out)
    bar.close()


def _freeze(network: ReaderNetwork, *, layers: int) -> None:
    # What the lowest layers know of words is general; leaving it alone saves a third of the work.
    encoder = network.encoder
    lowest = [encoder.words, encoder.positions, encoder.types, encoder.norm]
    for module in [*lowest, *list(encoder.layers)[:layers]]:
        module.requires_grad_(False)


def _dice(seed: int, epoch: int, use: int) -> random.Random:
    # Each epoch and each use has its own, so that a resumed run meets the same groups again.
    return random.Random(f"{seed} {epoch} {use}")  # noqa: S311 - nothing secret


def _epoch(paragraphs: list[Paragraph], *, epoch: int, settings: Settings) -> list[list[Paragraph]]:
    dice = _dice(settings.seed, epoch, 0)
    chosen = [
        paragraph
        for paragraph in paragraphs
        if paragraph.connected or dice.random() < settings.unconnected
    ]
    return list(groups(chosen, size=settings.paragraphs, dice=dice))


def _parameter_groups(network: ReaderNetwork, settings: Settings) -> list[dict[str, object]]:
    fresh = ("head.", "encoder.question_out", "encoder.article_out")
    parts: dict[tuple[bool, bool], list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            key = (name.startswith(fresh), parameter.ndim > 1)
            parts.setdefault(key, []).append(parameter)
    return [
        {
            "params": members,
            "lr": settings.head_rate if new else settings.encoder_rate,
            "weight_decay": settings.weight_decay if matrix else 0.0,
        }
        for (new, matrix), members in parts.items()
    ]


def _write_record(files: Files, *, settings: Settings, config: Config) -> None:
    digest = hashlib.sha256(files.base.read_bytes()).hexdigest()
    if digest != BASE_SHA256:
        raise SystemExit(f"{files.base} is not the base model the reader is trained from.")
    start = files.start
    record = {
        "base_sha256": digest,
        "data_sha256": data_hashes(files.data),
        "start_sha256": start and hashlib.sha256(start.read_bytes()).hexdigest(),
        "settings": dataclasses.asdict(settings),
        "network": dataclasses.asdict(config),
    }
    text = json.dumps(record, indent=2) + "\n"
    (files.out / "training.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description="Train the reader.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--base", type=Path, required=True, help="model.safetensors of the base")
    parser.add_argument("--out", type=Path, required=True, help="where the model is written")
    parser.add_argument("--vocabulary", type=Path, default=Path("index/minilm-vocab.txt"))
    parser.add_argument("--start", type=Path, help="trained weights to go on from")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--seed", type=int, default=Settings().seed)
    parser.add_argument("--rate", type=float, default=1.0, help="multiplies the learning rates")
    parser.add_argument("--unconnected", type=float, default=Settings().unconnected)
    parser.add_argument("--late-weight", type=float, default=Settings().late_weight)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(given.threads)
    files = Files(
        data=given.data,
        base=given.base,
        vocabulary=given.vocabulary,
        out=given.out,
        start=given.start,
    )
    standard = Settings(epochs=given.epochs, seed=given.seed)
    settings = dataclasses.replace(
        standard,
        unconnected=given.unconnected,
        late_weight=given.late_weight,
        encoder_rate=standard.encoder_rate * given.rate,
        head_rate=standard.head_rate * given.rate,
    )
    train(files=files, settings=settings)


if __name__ == "__main__":
    main()
