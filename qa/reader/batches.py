"""Make tensors of a group of paragraphs and all their questions: one training step.

A paragraph is encoded once for all its questions, and every question is compared with the right
sentence and with the sentences of the article that look most like it, so hard wrong candidates
come nearly free.
"""

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import BertWordPieceTokenizer
from torch import Tensor

from qa.reader.data import Paragraph, Question
from qa.reader.edits import Editor

__all__ = ["Batch", "Batcher", "pad"]

CHUNK = 190
"""Word pieces of the article that are encoded together, without the two marks at the ends."""
LONGEST_QUESTION = 48
CANDIDATES = 6
CLS, SEP = 101, 102


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One training step.

    Attributes:
        chunks: Word pieces of consecutive sentences, (chunks, tokens).
        places: For every sentence, where its word pieces stand in the flattened chunks,
            (sentences, tokens); 0, the first mark, is padding.
        sentences: Word pieces of every sentence, (sentences, tokens); 0 is padding.
        questions: Word pieces of every question, (questions, words).
        candidates: Which sentences each question is compared with, (questions, candidates);
            -1 is padding.
        targets: Which candidate is right, counted from 1; 0 when none is, (questions,).
        firsts: First word piece of the answer in the right sentence, (questions,).
        lasts: Last word piece of the answer.
    """

    chunks: Tensor
    places: Tensor
    sentences: Tensor
    questions: Tensor
    candidates: Tensor
    targets: Tensor
    firsts: Tensor
    lasts: Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    ids: list[int]
    right: int
    question: Question
    lacking: str | None


def pad(rows: Sequence[Sequence[int]], *, value: int = 0) -> Tensor:
    """Return rows of different lengths as one tensor, padded at the right."""
    longest = max(len(row) for row in rows)
    return torch.tensor([[*row, *[value] * (longest - len(row))] for row in rows])


class Batcher:
    """Turn groups of paragraphs into training steps."""

    def __init__(
        self,
        *,
        tokenizer: BertWordPieceTokenizer,
        editor: Editor,
        dice: random.Random,
        edited: float = 0.6,
        removed: float = 0.15,
    ) -> None:
        """Set how many questions are made unanswerable.

        Args:
            tokenizer: Cuts questions into word pieces.
            editor: Edits questions.
            dice: Where chance comes from.
            edited: Edited questions for every question as written.
            removed: Share of the questions as written whose right sentence is withheld.
        """
        self.tokenizer = tokenizer
        self.editor = editor
        self.dice = dice
        self.edited = edited
        self.removed = removed

    def batch(self, group: Sequence[Paragraph]) -> Batch | None:
        """Return one step of a group, or nothing when it holds no question."""
        sentences = [ids for paragraph in group for ids in paragraph.sentences]
        texts = [text for paragraph in group for text in paragraph.texts]
        asked = self._asked(group)
        if not asked:
            return None
        chunks, places = self._chunks(group)
        bags = [set(ids) for ids in sentences]
        counts = Counter(piece for bag in bags for piece in bag)
        candidates, targets = [], []
        for entry in asked:
            chosen = self._candidates(entry, bags=bags, counts=counts, texts=texts)
            candidates.append(chosen)
            answered = entry.lacking is None and entry.right in chosen
            targets.append(chosen.index(entry.right) + 1 if answered else 0)
        return Batch(
            chunks=pad(chunks),
            places=pad(places),
            sentences=pad(sentences),
            questions=pad([entry.ids for entry in asked]),
            candidates=pad(candidates, value=-1),
            targets=torch.tensor(targets),
            firsts=torch.tensor([entry.question.first for entry in asked]),
            lasts=torch.tensor([entry.question.last for entry in asked]),
        )

    def _asked(self, group: Sequence[Paragraph]) -> list[_Asked]:
        asked = []
        offset = 0
        for paragraph in group:
            around = [
                text
                for other in group
                if other is paragraph
                or (paragraph.connected and other.article == paragraph.article)
                for text in other.texts
            ]
            for question in paragraph.questions:
                lacking = "answer" if self.dice.random() < self.removed else None
                right = offset + question.sentence
                asked.append(self._entry(question, question.text, paragraph, right, lacking))
                if self.dice.random() < self.edited:
                    text = self.editor.edit(question.text, sentences=around, dice=self.dice)
                    if text is not None:
                        asked.append(self._entry(question, text, paragraph, right, "sense"))
            offset += len(paragraph.sentences)
        return asked

    def _entry(
        self, question: Question, text: str, paragraph: Paragraph, right: int, lacking: str | None
    ) -> _Asked:
        dice = self.dice
        if dice.random() < 0.2:
            text = text.rstrip("?").lower()
        if dice.random() < 0.07:
            # A question in a conversation comes with the turns before it.
            before = dice.choice(paragraph.questions)
            if before is not question:
                text = f"{before.text} {before.answer} {text}"
        ids = self.tokenizer.encode(text, add_special_tokens=False).ids[-LONGEST_QUESTION + 2 :]
        return _Asked(ids=[CLS, *ids, SEP], right=right, question=question, lacking=lacking)

    def _chunks(self, group: Sequence[Paragraph]) -> tuple[list[list[int]], list[list[int]]]:
        chunks: list[list[int]] = []
        spots: list[tuple[int, int, int]] = []
        longest = self.dice.randint(CHUNK // 2, CHUNK)
        joined = self.dice.random() < 0.6
        for paragraph in group:
            fresh = not (joined and paragraph.connected)
            for ids in paragraph.sentences:
                if fresh or not chunks or len(chunks[-1]) + len(ids) > longest + 1:
                    chunks.append([CLS])
                    fresh = False
                spots.append((len(chunks) - 1, len(chunks[-1]), len(ids)))
                chunks[-1] = chunks[-1] + ids
        chunks = [[*chunk, SEP] for chunk in chunks]
        width = max(len(chunk) for chunk in chunks)
        places = [
            list(range(row * width + start, row * width + start + count))
            for row, start, count in spots
        ]
        return chunks, places

    def _candidates(
        self, entry: _Asked, *, bags: Sequence[set[int]], counts: Counter[int], texts: Sequence[str]
    ) -> list[int]:
        words = set(entry.ids)
        rarity = {word: math.log(1 + len(bags) / (1 + counts[word])) for word in words}
        own = [sum(rarity[word] for word in words & bag) for bag in bags]
        around = [0.0, *own, 0.0]
        marks = [
            score + 0.4 * max(around[place], around[place + 2]) + 0.3 * self.dice.random()
            for place, score in enumerate(own)
        ]
        ranked = sorted(range(len(bags)), key=lambda place: -marks[place])
        if entry.lacking == "answer":
            answer = entry.question.answer.lower()
            ranked = [place for place in ranked if answer not in texts[place].lower()]
            ranked = [place for place in ranked if place != entry.right]
            return ranked[:CANDIDATES] or [entry.right - 1 if entry.right else len(bags) - 1]
        others = [place for place in ranked if place != entry.right]
        # An edited question is told from the true one by its own sentence; few others are needed.
        hard = CANDIDATES - 2 if entry.lacking is None else 2
        chance = self.dice.sample(others[hard:], k=min(1, len(others[hard:])))
        return [entry.right, *others[:hard], *chance]
