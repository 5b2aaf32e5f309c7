"""The reader's network: read the article once, the question once, and compare them late.

An encoder turns the question and the article, each on its own, into one small vector per word
piece; a joint head of two layers then compares a question with a sentence. Only the head runs
once per sentence, which keeps a question fast however long the article is.

Sources: MacAvaney et al. 2020 (PreTTR: join the two texts only in the last layers), Cao et al.
2020 (DeFormer, the same for question answering), Khattab and Zaharia 2020 (ColBERT: the best
match of every question word).
"""

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["Config", "Encoder", "Head", "ReaderNetwork"]

MATCH_WIDTH = 64
"""Dimensions in which words of the question and of the article are matched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The sizes of the network.

    Attributes:
        hidden: Width of the encoder, in dimensions.
        heads: Attention heads of an encoder layer.
        inner: Width of the feed-forward part of an encoder layer.
        article_layers: Encoder layers an article passes.
        question_layers: Encoder layers a question passes; fewer, for it is read while one waits.
        width: Width of the joint head, in dimensions; also of the states that are kept.
        joint_layers: Layers of the joint head.
        joint_heads: Attention heads of a joint layer.
        joint_inner: Width of the feed-forward part of a joint layer.
    """

    hidden: int = 384
    heads: int = 12
    inner: int = 1536
    article_layers: int = 6
    question_layers: int = 4
    width: int = 160
    joint_layers: int = 2
    joint_heads: int = 4
    joint_inner: int = 448


class EncoderLayer(nn.Module):
    """One BERT layer, written out so that attention runs as plain matrix products.

    The fused attention of PyTorch is several times slower going backward on a processor.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.heads = config.heads
        self.query_key_value = nn.Linear(config.hidden, 3 * config.hidden)
        self.attention_out = nn.Linear(config.hidden, config.hidden)
        self.attention_norm = nn.LayerNorm(config.hidden, eps=1e-12)
        self.widen = nn.Linear(config.hidden, config.inner)
        self.narrow = nn.Linear(config.inner, config.hidden)
        self.out_norm = nn.LayerNorm(config.hidden, eps=1e-12)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Return the states after this layer, (texts, tokens, hidden)."""
        joined = attend(self.query_key_value(states), bias=bias, heads=self.heads)
        states = self.attention_norm(states + self.attention_out(joined))
        inner = self.narrow(functional.gelu(self.widen(states)))
        normed: Tensor = self.out_norm(states + inner)
        return normed


def attend(query_key_value: Tensor, *, bias: Tensor, heads: int) -> Tensor:
    """Return multi-head attention, (texts, tokens, width).

    Args:
        query_key_value: The three projections side by side, (texts, tokens, 3 * width).
        bias: Added to the attention scores; broadcasts to (texts, heads, tokens, tokens).
        heads: How many heads share the width.
    """
    texts, tokens, triple = query_key_value.shape
    size = triple // 3 // heads
    split = query_key_value.view(texts, tokens, 3, heads, size).permute(2, 0, 3, 1, 4)
    query, key, value = split.unbind(0)
    scores = (query * (1 / math.sqrt(size))) @ key.transpose(-1, -2) + bias.to(query.dtype)
    mixed = scores.softmax(-1).to(value.dtype) @ value
    return mixed.transpose(1, 2).reshape(texts, tokens, heads * size)


class Encoder(nn.Module):
    """MiniLM with two exits, each projected to the width of the joint head.

    The projection also sees the word piece's own embedding, so that a name or a number is still
    told from its like after the layers have blended it with its surroundings.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.words = nn.Embedding(30522, config.hidden, padding_idx=0)
        self.positions = nn.Embedding(512, config.hidden)
        self.types = nn.Embedding(2, config.hidden)
        self.norm = nn.LayerNorm(config.hidden, eps=1e-12)
        self.layers = nn.ModuleList([EncoderLayer(config) for _ in range(config.article_layers)])
        self.question_out = nn.Linear(2 * config.hidden, config.width)
        self.article_out = nn.Linear(2 * config.hidden, config.width)

    def forward(self, ids: Tensor, mask: Tensor, *, question: bool) -> Tensor:
        """Return the states of word pieces, (texts, tokens, width).

        Args:
            ids: Word pieces, (texts, tokens).
            mask: 1 where there is a word piece, 0 where there is padding, same shape.
            question: Whether the texts are questions, which leave early, or of an article.
        """
        start = self.start(self.words(ids))
        bias = (1.0 - mask[:, None, None, :].to(start.dtype)) * -1e4
        states = start
        depth = self.config.question_layers if question else self.config.article_layers
        for layer in list(self.layers)[:depth]:
            states = layer(states, bias)
        out = self.question_out if question else self.article_out
        projected: Tensor = out(torch.cat((states, start), dim=-1))
        return projected

    def start(self, words: Tensor) -> Tensor:
        """Return what the first layer sees, from the embeddings of the words."""
        positions = self.positions.weight[: words.shape[1]]
        normed: Tensor = self.norm(words + positions + self.types.weight[0])
        return normed

    def load_base(self, path: Path) -> None:
        """Fill in the weights of the base model, a BERT in safetensors."""
        base = load_file(path)
        with torch.no_grad():
            self.words.weight.copy_(base["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(base["embeddings.position_embeddings.weight"])
            self.types.weight.copy_(base["embeddings.token_type_embeddings.weight"])
            _copy(self.norm, base, "embeddings.LayerNorm")
            for number, layer in enumerate(self.layers):
                prefix = f"encoder.layer.{number}."
                for part in ("weight", "bias"):
                    joined = [
                        base[f"{prefix}attention.self.{name}.{part}"]
                        for name in ("query", "key", "value")
                    ]
                    getattr(layer.query_key_value, part).copy_(torch.cat(joined))
                _copy(layer.attention_out, base, prefix + "attention.output.dense")
                _copy(layer.attention_norm, base, prefix + "attention.output.LayerNorm")
                _copy(layer.widen, base, prefix + "intermediate.dense")
                _copy(layer.narrow, base, prefix + "output.dense")
                _copy(layer.out_norm, base, prefix + "output.LayerNorm")


def _copy(module: nn.Module, base: dict[str, Tensor], name: str) -> None:
    for part, parameter in module.named_parameters():
        parameter.copy_(base[f"{name}.{part}"])


class JointLayer(nn.Module):
    """A pre-norm transformer layer."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.heads = config.joint_heads
        self.attention_norm = nn.LayerNorm(config.width)
        self.query_key_value = nn.Linear(config.width, 3 * config.width)
        self.attention_out = nn.Linear(config.width, config.width)
        self.inner_norm = nn.LayerNorm(config.width)
        self.widen = nn.Linear(config.width, config.joint_inner)
        self.narrow = nn.Linear(config.joint_inner, config.width)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Return the states after this layer, (pairs, tokens, width)."""
        projected = self.query_key_value(self.attention_norm(states))
        states = states + self.attention_out(attend(projected, bias=bias, heads=self.heads))
        inner = functional.gelu(self.widen(self.inner_norm(states)))
        narrowed: Tensor = self.narrow(inner)
        return states + narrowed


class Head(nn.Module):
    """Compare a question with a sentence: is the answer here, and which words are it.

    Every word is first laid beside what matches it on the other side (Chen et al. 2017, ESIM),
    so that a word without a counterpart stands out before the joint layers begin.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        width = config.width
        self.question_match = nn.Linear(width, MATCH_WIDTH, bias=False)
        self.article_match = nn.Linear(width, MATCH_WIDTH, bias=False)
        self.alike = nn.Parameter(torch.tensor(5.0))
        self.equal = nn.Parameter(torch.tensor(2.0))
        self.question_beside = nn.Linear(2 * width + 2, width)
        self.article_beside = nn.Linear(2 * width + 2, width)
        self.norm = nn.LayerNorm(width)
        self.layers = nn.ModuleList([JointLayer(config) for _ in range(config.joint_layers)])
        self.out_norm = nn.LayerNorm(width)
        self.span = nn.Linear(width, 2)
        self.pool = nn.Linear(3 * width + 2, width)
        self.score = nn.Linear(width, 1)
        self.weigh = nn.Linear(width, 1)
        self.late_scale = nn.Parameter(torch.tensor(15.0))
        self.late_gain = nn.Parameter(torch.tensor(0.0))

    def late(self, question: Tensor, question_ids: Tensor, best: Tensor) -> Tensor:
        """Return the weighted mean of the best matches of the question's words (cf. ColBERT).

        Args:
            question: States of the questions, (questions, words, width).
            question_ids: Their word pieces, (questions, words); 0 is padding.
            best: Best match of every word, (questions, words) or (questions, words, sentences).
        """
        here = (question_ids != 0).to(question.dtype)
        weights = functional.softplus(self.weigh(question))[:, :, 0] * here
        weights = weights / weights.sum(1, keepdim=True)
        if best.ndim == 3:
            weights = weights[:, :, None]
        return (weights * best).sum(1) * self.late_scale

    def late_scores(
        self, question: Tensor, question_ids: Tensor, sentence: Tensor, sentence_ids: Tensor
    ) -> Tensor:
        """Return the late match of every question with every sentence, (questions, sentences)."""
        left = functional.normalize(self.question_match(question), dim=-1, eps=1e-6)
        right = functional.normalize(self.article_match(sentence), dim=-1, eps=1e-6)
        alike = (left.flatten(0, 1) @ right.flatten(0, 1).T).float()
        alike = alike.view(*question_ids.shape, *sentence_ids.shape)
        alike = alike + (sentence_ids == 0).float() * -2.0
        return self.late(question, question_ids, alike.amax(3))

    def forward(
        self,
        question: Tensor,
        question_ids: Tensor,
        sentence: Tensor,
        sentence_ids: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Compare pairs of a question and a sentence.

        Returns scores (pairs,), start and end logits (pairs, tokens, 2), the best match of
        every word of the question (pairs, words), and their weighted mean (pairs,).

        Args:
            question: States of the question, (pairs, words, width).
            question_ids: Its word pieces, (pairs, words); 0 is padding.
            sentence: States of the sentence, (pairs, tokens, width).
            sentence_ids: Its word pieces, (pairs, tokens); 0 is padding.
        """
        words = question_ids.shape[1]
        here = (question_ids != 0).to(question.dtype)
        there = (sentence_ids != 0).to(question.dtype)
        both = here[:, :, None] * there[:, None, :]
        left = functional.normalize(self.question_match(question), dim=-1, eps=1e-6)
        right = functional.normalize(self.article_match(sentence), dim=-1, eps=1e-6)
        alike = (left @ right.transpose(1, 2)).to(question.dtype) * both
        equal = (question_ids[:, :, None] == sentence_ids[:, None, :]).to(question.dtype) * both
        weights = alike * self.alike + equal * self.equal + (1.0 - both) * -1e4
        best_for_word = torch.stack((alike.amax(2), equal.amax(2)), dim=-1)
        best_for_token = torch.stack((alike.amax(1), equal.amax(1)), dim=-1)
        beside_word = weights.softmax(2).to(sentence.dtype) @ sentence
        beside_token = weights.softmax(1).to(question.dtype).transpose(1, 2) @ question
        asked = torch.cat((beside_word, question * beside_word, best_for_word), dim=-1)
        read = torch.cat((beside_token, sentence * beside_token, best_for_token), dim=-1)
        states = torch.cat(
            (question + self.question_beside(asked), sentence + self.article_beside(read)), dim=1
        )
        states = self.norm(states)
        bias = (1.0 - torch.cat((here, there), dim=1))[:, None, None, :] * -1e4
        for layer in self.layers:
            states = layer(states, bias)
        states = self.out_norm(states)
        asked, read = states[:, :words], states[:, words:]
        absent = (1.0 - there) * -1e4
        span = self.span(read) + absent[:, :, None]
        mean = (asked * here[:, :, None]).sum(1) / here.sum(1, keepdim=True).clamp(min=1.0)
        best = (read + absent[:, :, None]).amax(1)
        pooled = torch.cat((asked[:, 0], mean, best, span.amax(1)), dim=-1)
        late = self.late(question, question_ids, best_for_word[:, :, 0])
        score = self.score(functional.gelu(self.pool(pooled)))[:, 0] + late * self.late_gain
        return score, span, best_for_word[:, :, 0], late


class ReaderNetwork(nn.Module):
    """The encoder and the joint head, trained as one."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.head = Head(config)
