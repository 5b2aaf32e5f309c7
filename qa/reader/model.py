"""The reader: how likely a sentence holds the answer, and which of its words are it.

An article is read once, when it is loaded; a question is read once; then one run of a small head
compares the question with all candidate sentences. How it was trained is in ``MODEL_CARD.md``.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import BertWordPieceTokenizer

from index.errors import ModelFileError

__all__ = ["QuestionStates", "Reader", "Reading", "States"]

FOLDER = Path(__file__).parent
VOCABULARY = Path(__file__).parents[2] / "index" / "minilm-vocab.txt"
CHUNK_PIECES = 190
"""Word pieces of consecutive sentences that are read together; training used the same."""
CONTEXT_PIECES = 48
"""Word pieces of the sentences before a chunk that are read again as its context."""
SENTENCE_PIECES = 192
"""Word pieces of one sentence that are read; few sentences of any article are longer."""
QUESTION_PIECES = 46
"""Word pieces of a question that are read: the last ones, for the question ends a conversation."""
SPAN_PIECES = 24
"""The longest answer, in word pieces."""
NOTHING = -100.0
"""The score of a sentence without a word, in logits: as good as impossible."""
_CLS, _SEP = 101, 102


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionStates:
    """A question as the reader sees it.

    Attributes:
        vectors: One state per word piece, (words, width).
        ids: The word pieces, with a mark at either end.
    """

    vectors: NDArray[np.float32]
    ids: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """A sentence as the reader sees it, in the light of the sentences around it.

    Attributes:
        vectors: One state per word piece, (tokens, width).
        ids: The word pieces, (tokens,).
        offsets: First character and the one after the last of every word piece within the
            sentence, (tokens, 2).
    """

    vectors: NDArray[np.float16]
    ids: NDArray[np.int32]
    offsets: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader makes of one sentence for one question.

    Attributes:
        score: How surely the answer stands here, in logits: above 0 when it is likelier that it
            does than that no candidate holds it. Comparable across sentences and questions.
        start: First character of the likeliest answer, within the sentence.
        end: The character after its last.
        span_score: The logits of its two ends, summed.
        match: How well the question's worst-matched word matches the sentence, a cosine.
        match_mean: The same, the mean over the words of the question.
        likeness: The same, a mean weighted by how much each word matters, in logits; it ranks
            the sentences of one article by matching words alone.
    """

    score: float
    start: int
    end: int
    span_score: float
    match: float
    match_mean: float
    likeness: float


class Reader:
    """A small trained model that reads articles and questions apart and compares them late."""

    def __init__(
        self,
        *,
        encoder: Any,
        head: Any,
        tokenizer: BertWordPieceTokenizer,
    ) -> None:
        """Take the two ONNX sessions and what cuts texts into word pieces."""
        import onnxruntime  # type: ignore[import-untyped]  # noqa: TID251

        self._encoder = encoder
        self._head = head
        self._tokenizer = tokenizer
        # The question leaves the encoder early: run only the layers it passes.
        self._early = onnxruntime.RunOptions()
        self._early.only_execute_path_to_fetches = True

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Reader":
        """Load the model that ships with the project.

        Args:
            folder: Where its files lie.

        Raises:
            ModelFileError: A file is missing or is not the one that was shipped.
        """
        try:
            record = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            hashes = record["sha256"]
            encoder, head = (
                _session(folder / name, sha256=hashes[name])
                for name in ("encoder.onnx", "head.onnx")
            )
        except (OSError, ValueError, KeyError) as error:
            raise ModelFileError(
                f"The reader's model in {folder} is missing or damaged. "
                "Install the project again, or fetch its files anew."
            ) from error
        if not VOCABULARY.exists():
            raise ModelFileError(f"{VOCABULARY} is missing. Install the project again.")
        tokenizer = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)
        return cls(encoder=encoder, head=head, tokenizer=tokenizer)

    def read_question(self, question: str) -> QuestionStates:
        """Read a question; one run of the encoder's first layers."""
        pieces = self._tokenizer.encode(question, add_special_tokens=False).ids
        ids = np.array([[_CLS, *pieces[-QUESTION_PIECES:], _SEP]], dtype=np.int64)
        (states,) = self._encoder.run(["question"], {"ids": ids}, self._early)
        return QuestionStates(vectors=states[0], ids=ids[0])

    def read_sentences(self, sentences: Sequence[str]) -> list[States]:
        """Read consecutive sentences of one article.

        Time grows in a line with the text. Sentences are read in chunks, one at a time, each
        with the sentences before it as context, so memory does not grow with the article.
        """
        encoded = self._tokenizer.encode_batch(list(sentences), add_special_tokens=False)
        pieces = [entry.ids[:SENTENCE_PIECES] for entry in encoded]
        states: list[States] = []
        while len(states) < len(pieces):
            first = len(states)
            before = _context(pieces, first)
            end, count = first + 1, len(pieces[first])
            while end < len(pieces) and count + len(pieces[end]) <= CHUNK_PIECES:
                count += len(pieces[end])
                end += 1
            chunk = [_CLS, *before, *(piece for ids in pieces[first:end] for piece in ids), _SEP]
            (vectors,) = self._encoder.run(["article"], {"ids": np.array([chunk], dtype=np.int64)})
            place = 1 + len(before)
            for number in range(first, end):
                length = len(pieces[number])
                states.append(
                    States(
                        vectors=vectors[0, place : place + length].astype(np.float16),
                        ids=np.array(pieces[number], dtype=np.int32),
                        offsets=np.array(encoded[number].offsets[:length], dtype=np.int32).reshape(
                            -1, 2
                        ),
                    )
                )
                place += length
        return states

    def score(self, question: QuestionStates, states: Sequence[States]) -> list[Reading]:
        """Compare a question with candidate sentences, in one run of the head."""
        if not states:
            return []
        longest = max(1, *(len(entry.ids) for entry in states))
        width = question.vectors.shape[1]
        vectors = np.zeros((len(states), longest, width), dtype=np.float32)
        ids = np.zeros((len(states), longest), dtype=np.int64)
        for row, entry in enumerate(states):
            vectors[row, : len(entry.ids)] = entry.vectors
            ids[row, : len(entry.ids)] = entry.ids
        scores, spans, matches, likenesses = self._head.run(
            ["score", "span", "match", "late"],
            {
                "question": question.vectors,
                "question_ids": question.ids,
                "sentences": vectors,
                "sentence_ids": ids,
            },
        )
        # The marks at both ends are no words.
        words = matches[:, 1:-1] if matches.shape[1] > 2 else matches
        return [
            _reading(entry, score=score, span=span, words=row, likeness=likeness)
            for entry, score, span, row, likeness in zip(
                states, scores, spans, words, likenesses, strict=True
            )
        ]


def _reading(
    states: States,
    *,
    score: np.float32,
    span: NDArray[np.float32],
    words: NDArray[np.float32],
    likeness: np.float32,
) -> Reading:
    length = len(states.ids)
    if length == 0:
        return Reading(
            score=NOTHING,
            start=0,
            end=0,
            span_score=NOTHING,
            match=0.0,
            match_mean=0.0,
            likeness=0.0,
        )
    # All (first, last) pairs with first <= last, no longer than an answer may be.
    sums = span[:length, 0][:, None] + span[:length, 1][None, :]
    sums = np.where(np.tri(length, k=SPAN_PIECES - 1, dtype=bool), sums, -np.inf)
    sums = np.where(np.tri(length, k=-1, dtype=bool), -np.inf, sums)
    first, last = divmod(int(sums.argmax()), length)
    return Reading(
        score=float(score),
        start=int(states.offsets[first, 0]),
        end=int(states.offsets[last, 1]),
        span_score=float(sums[first, last]),
        match=float(words.min()),
        match_mean=float(words.mean()),
        likeness=float(likeness),
    )


def _context(pieces: Sequence[Sequence[int]], first: int) -> list[int]:
    """Return the word pieces of whole sentences before the first one, as many as fit."""
    begin, count = first, 0
    while begin > 0 and count + len(pieces[begin - 1]) <= CONTEXT_PIECES:
        begin -= 1
        count += len(pieces[begin])
    return [piece for ids in pieces[begin:first] for piece in ids]


def _session(path: Path, *, sha256: str) -> Any:
    # Imported here, for it takes a tenth of a second and not every command reads.
    import onnxruntime  # noqa: TID251

    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelFileError(f"{path} is not the file that was shipped. Install the project again.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # A spinning thread would burn a core while the program waits for the next question.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
