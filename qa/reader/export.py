"""Turn trained weights into the files that ship: ``python -m qa.reader.export --weights FILE``.

Both files are ONNX with 8-bit weights. The word table, half of the encoder, keeps one scale per
word: one scale for the whole table would blur rare words.
"""

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: TID251
from torch import Tensor, nn

from qa.reader.network import Config, Encoder, Head, ReaderNetwork

__all__ = ["export", "main"]

ENCODER, HEAD, RECORD = "encoder.onnx", "head.onnx", "model.json"


class _WordTable(nn.Module):
    """The word embeddings as 8-bit numbers with one scale per word."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scales = table.abs().amax(1, keepdim=True).clamp(min=1e-9) / 127
        self.register_buffer("numbers", (table / scales).round().to(torch.int8))
        self.register_buffer("scales", scales)

    def forward(self, ids: Tensor) -> Tensor:
        """Return the embeddings of word pieces."""
        numbers: Tensor = self.get_buffer("numbers")[ids]
        return numbers.float() * self.get_buffer("scales")[ids]


class _EncoderExits(nn.Module):
    """The encoder with both exits at once; a session runs only the path to the one it fetches."""

    def __init__(self, encoder: Encoder, *, small: bool) -> None:
        super().__init__()
        self.encoder = encoder
        self.words: nn.Module = encoder.words
        if small:
            self.words = _WordTable(encoder.words.weight.detach())

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Return the states of the same texts read as questions and as articles."""
        encoder = self.encoder
        start = encoder.start(self.words(ids))
        bias = (ids == 0)[:, None, None, :].float() * -1e4
        states, exits = start, []
        for number, layer in enumerate(encoder.layers, start=1):
            states = layer(states, bias)
            if number == encoder.config.question_layers:
                exits.append(encoder.question_out(torch.cat((states, start), dim=-1)))
        exits.append(encoder.article_out(torch.cat((states, start), dim=-1)))
        return exits[0], exits[1]


class _OneQuestion(nn.Module):
    """The head for one question and several sentences."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(
        self, question: Tensor, question_ids: Tensor, sentences: Tensor, sentence_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return scores, span logits, matches and late matches, one row a sentence."""
        count = sentences.shape[0]
        score, span, match, late = self.head(
            question[None].expand(count, -1, -1),
            question_ids[None].expand(count, -1),
            sentences,
            sentence_ids,
        )
        return score, span, match, late


def export(*, weights: Path, out: Path, small: bool = True, reduce_range: bool = True) -> None:
    """Write the encoder, the head and the record of their hashes.

    Args:
        weights: The trained weights.
        out: The folder to write to.
        small: Whether to store 8-bit weights; without, the files are for comparison only.
        reduce_range: Whether to leave one bit unused, without which processors that lack
            8-bit dot products overflow.
    """
    config = Config()
    network = ReaderNetwork(config)
    network.load_state_dict(torch.load(weights, weights_only=True))
    network.eval()
    ids = torch.randint(1000, 20000, (2, 9))
    words, tokens = ids[0], ids[:, :7]
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder)
        torch.onnx.export(
            _EncoderExits(network.encoder, small=small),
            (ids,),
            str(plain / ENCODER),
            input_names=["ids"],
            output_names=["question", "article"],
            dynamic_axes={"ids": {0: "texts", 1: "tokens"}},
            opset_version=17,
            dynamo=False,
        )
        torch.onnx.export(
            _OneQuestion(network.head),
            (
                torch.randn(len(words), config.width),
                words,
                torch.randn(*tokens.shape, config.width),
                tokens,
            ),
            str(plain / HEAD),
            input_names=["question", "question_ids", "sentences", "sentence_ids"],
            output_names=["score", "span", "match", "late"],
            dynamic_axes={
                "question": {0: "words"},
                "question_ids": {0: "words"},
                "sentences": {0: "sentences", 1: "tokens"},
                "sentence_ids": {0: "sentences", 1: "tokens"},
            },
            opset_version=17,
            dynamo=False,
        )
        out.mkdir(parents=True, exist_ok=True)
        for name in (ENCODER, HEAD):
            if small:
                quantize_dynamic(
                    plain / name,
                    out / name,
                    op_types_to_quantize=["MatMul"],
                    per_channel=True,
                    reduce_range=reduce_range,
                    weight_type=QuantType.QInt8,
                )
            else:
                (out / name).write_bytes((plain / name).read_bytes())
    hashes = {
        name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in (ENCODER, HEAD)
    }
    (out / RECORD).write_text(json.dumps({"sha256": hashes}, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description="Export the reader.")
    parser.add_argument("--weights", type=Path, required=True, help="reader.pt of a training run")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("--plain", action="store_true", help="32-bit weights, to compare with")
    parser.add_argument("--full-range", action="store_true", help="use the eighth bit as well")
    given = parser.parse_args()
    export(
        weights=given.weights,
        out=given.out,
        small=not given.plain,
        reduce_range=not given.full_range,
    )


if __name__ == "__main__":
    main()
