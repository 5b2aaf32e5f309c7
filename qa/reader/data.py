"""Training data of the reader: articles cut in sentences, their questions, and edited questions.

A question of the training data always has its answer in the article. What the reader must also
learn is when there is none, so questions are edited until they ask for something the article
does not say (cf. Rajpurkar et al. 2018, SQuAD 2.0, whose annotators did the same by hand).
"""

import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from tokenizers import BertWordPieceTokenizer

__all__ = ["FILES", "Paragraph", "Question", "cut", "data_hashes", "groups", "load_paragraphs"]

FILES = (
    "squad1.jsonl",
    "shifts-new_wiki.jsonl",
    "shifts-reddit.jsonl",
    "shifts-amazon_reviews.jsonl",
)
LONGEST_SENTENCE = 96
"""Word pieces of a training sentence; what lies behind is not read."""

_BREAK = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\bvs)(?<!\bno)(?<!\bNo)(?<!\bca)"
    r"[.!?…]+[”’\"')\]]*\s+(?=[“‘\"'(\[]*[A-Z0-9])|\n+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, and where its answer stands.

    Attributes:
        text: The question.
        sentence: Place of the right sentence in the paragraph.
        first: First word piece of the answer within that sentence.
        last: Last word piece of the answer.
        answer: The answer, in words.
    """

    text: str
    sentence: int
    first: int
    last: int
    answer: str


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """A paragraph cut in sentences, each a list of word pieces."""

    article: str
    connected: bool
    sentences: list[list[int]]
    texts: list[str]
    questions: list[Question] = field(default_factory=list)


def data_hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every training file, by name."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def cut(text: str) -> list[tuple[int, int]]:
    """Cut a text in sentences, as (start, end) in characters.

    Training needs a cut that never changes, whatever the index does: it stands here.

    Example:
        >>> [("He left. It rained.")[start:end] for start, end in cut("He left. It rained.")]
        ['He left.', 'It rained.']
    """
    edges = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    spans = []
    for start, end in pairwise(edges):
        left = len(text[start:end]) - len(text[start:end].lstrip())
        stripped = text[start:end].strip()
        if stripped:
            spans.append((start + left, start + left + len(stripped)))
    return spans


def load_paragraphs(folder: Path, *, tokenizer: BertWordPieceTokenizer) -> list[Paragraph]:
    """Read every training file into paragraphs with their questions."""
    paragraphs = []
    for name in FILES:
        with (folder / name).open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                # Comments and reviews under one heading have nothing to do with each other.
                connected = name in ("squad1.jsonl", "shifts-new_wiki.jsonl")
                paragraphs.append(_paragraph(row, connected=connected, tokenizer=tokenizer))
    return paragraphs


def _paragraph(
    row: dict[str, Any], *, connected: bool, tokenizer: BertWordPieceTokenizer
) -> Paragraph:
    text = str(row["context"])
    spans = cut(text)
    encoded = tokenizer.encode_batch([text[a:b] for a, b in spans], add_special_tokens=False)
    paragraph = Paragraph(
        article=str(row["article"]),
        connected=connected,
        sentences=[list(entry.ids[:LONGEST_SENTENCE]) or [1] for entry in encoded],
        texts=[text[a:b] for a, b in spans],
    )
    for question in row["questions"]:
        start, answer = question["start"], question["answer"]
        for place, (a, b) in enumerate(spans):
            if not a <= start < b:
                continue
            pieces = [
                number
                for number, (left, right) in enumerate(encoded[place].offsets[:LONGEST_SENTENCE])
                if right > start - a and left < start - a + len(answer)
            ]
            if pieces:
                asked = Question(
                    text=question["question"].strip(),
                    sentence=place,
                    first=pieces[0],
                    last=pieces[-1],
                    answer=answer,
                )
                paragraph.questions.append(asked)
            break
    return paragraph


def groups(
    paragraphs: Sequence[Paragraph], *, size: int, dice: random.Random
) -> Iterator[list[Paragraph]]:
    """Yield every paragraph once, in shuffled groups of neighbours of one article."""
    articles: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        articles[paragraph.article].append(paragraph)
    whole = []
    for members in articles.values():
        offset = dice.randrange(size)
        starts = [0, *range(offset, len(members), size)] if offset else range(0, len(members), size)
        edges = [*starts, len(members)]
        whole += [members[a:b] for a, b in pairwise(edges) if b > a]
    # Short rests of articles are joined, so that every step has about the same work.
    dice.shuffle(whole)
    rest: list[Paragraph] = []
    for group in whole:
        if len(group) >= size:
            yield group
            continue
        rest += group
        if len(rest) >= size:
            yield rest[:size]
            rest = rest[size:]
    if rest:
        yield rest
