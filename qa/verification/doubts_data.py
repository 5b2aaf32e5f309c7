"""Statements with the words that were changed in them, to train ``doubts.py`` on.

Three sources, all apart from every evaluation set: claims true or subtly edited against their
text (SummEdits without its news domain, Laban et al., 2023), where the words that no true claim
about the same text holds are the changed ones; questions of SQuAD and SQuADShifts with the answer
in place of the question word, which people wrote in words of their own; and sentences of the
same texts, whole, shortened, joined, edited by rules, or joined to half of another sentence.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from index.sentences import split_spans
from qa.reader.edits import Editor

__all__ = ["Example", "make_examples"]

_PARAGRAPHS = {
    "squad1": 700,
    "shifts-new_wiki": 700,
    "shifts-reddit": 250,
    "shifts-amazon_reviews": 100,
}
_WORD = re.compile(r"[^\W_]+(?:[.'’,-][^\W_]+)*|[%$€£]")
_ASKED = re.compile(
    r"^(?:(?:in|at|on|by|for|to) )?(?:who|whom|what|which|when|where|how many|how much|how long)\b",
    re.IGNORECASE,
)
_ALIKE = 0.6
_SHORT, _LONG = 8, 45
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A statement to learn from.

    Attributes:
        source: ``support`` (claims) or ``made`` (by rules).
        group: Examples of one group share a text.
        statement: The statement.
        premises: The sentences it is checked against.
        supported: Whether they support it.
        changed: Where its words are not covered; ``None`` where that is not known.
    """

    source: str
    group: str
    statement: str
    premises: tuple[str, ...]
    supported: bool
    changed: tuple[_Span, ...] | None


def make_examples(folder: Path, *, editor: Editor, seed: int) -> list[Example]:
    """Return all examples.

    Args:
        folder: The folder that holds the folder ``train`` of the open datasets.
        editor: What edits sentences.
        seed: Where chance starts from.
    """
    dice = random.Random(seed)  # noqa: S311
    rows = _read_rows(folder / "train" / "support.jsonl")
    examples = list(_read_claims(rows))
    paragraphs: list[dict[str, Any]] = []
    for name, count in _PARAGRAPHS.items():
        read = _read_rows(folder / "train" / f"{name}.jsonl")
        paragraphs += dice.sample(read, min(count, len(read)))
    maker = _Maker(editor, dice, [_cut(paragraph["context"]) for paragraph in paragraphs])
    for number, paragraph in enumerate(paragraphs):
        made = [*maker.ask(paragraph), *maker.change(_cut(paragraph["context"]))]
        examples += [_made(f"made {number}", *parts) for parts in made]
    return examples


def _read_claims(rows: Sequence[dict[str, Any]]) -> Iterator[Example]:
    by_text: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_text.setdefault(row["premise"], []).append(row)
    for number, (text, claims) in enumerate(by_text.items()):
        true = [_words(row["claim"]) for row in claims if row["label"] == 1]
        for row in claims:
            supported = row["label"] == 1
            yield Example(
                source="support",
                group=f"support {number}",
                statement=row["claim"],
                premises=tuple(_cut(text)),
                supported=supported,
                changed=() if supported else _find_changed(row["claim"], true),
            )


def _find_changed(claim: str, true: Sequence[Sequence[str]]) -> tuple[_Span, ...] | None:
    """Return where a claim differs from the true claim that is most like it, if one is like it."""
    words = _words(claim)
    compared = [SequenceMatcher(None, words, other, autojunk=False) for other in true]
    nearest = max(compared, key=lambda matcher: matcher.ratio(), default=None)
    if nearest is None or nearest.ratio() <= _ALIKE:
        return None
    alike = [other for other, m in zip(true, compared, strict=True) if m.quick_ratio() > _ALIKE]
    known = {word for other in alike for word in other}
    spans = [match.span() for match in _WORD.finditer(claim)]
    changed = [
        spans[place]
        for kind, first, last, _, _ in nearest.get_opcodes()
        for place in range(first, last)
        if kind == "replace" or (kind == "delete" and words[place] not in known)
    ]
    return tuple(changed) or None


_Parts = tuple[str, Sequence[str], bool, tuple[_Span, ...] | None]


class _Maker:
    """Make statements out of paragraphs."""

    def __init__(self, editor: Editor, dice: random.Random, texts: Sequence[list[str]]) -> None:
        self._editor, self._dice = editor, dice
        self._others = [s for text in texts for s in text if _SHORT <= len(s.split()) <= _LONG]

    def ask(self, paragraph: dict[str, Any]) -> Iterator[_Parts]:
        """Yield statements made of the questions of a paragraph."""
        sentences, asked = _cut(paragraph["context"]), list(paragraph["questions"])
        self._dice.shuffle(asked)
        spans = split_spans(paragraph["context"])
        for question in asked[:2]:
            found = _ASKED.match(question["question"])
            if found is None or len(question["answer"].split()) > 10:
                continue
            statement = f"{question['answer']}{question['question'][found.end() :].rstrip(' ?')}."
            yield statement, sentences, True, ()
            yield from self._edit(statement, sentences)
            rest = [
                sentence
                for sentence, (start, end) in zip(sentences, spans, strict=True)
                if not start <= question["start"] < end
            ]
            if len(rest) > 1 and self._dice.random() < 0.5:
                yield statement, rest, False, None

    def change(self, sentences: Sequence[str]) -> Iterator[_Parts]:
        """Yield statements made of the sentences of a paragraph."""
        fit = [s for s in sentences if _SHORT <= len(s.split()) <= _LONG]
        if len(fit) < 2:
            return
        chosen, other = self._dice.sample(fit, 2)
        premises = [chosen] if self._dice.random() < 0.5 else sentences
        yield chosen, premises, True, ()
        for part in self._shorten(chosen):
            yield part, premises, True, ()
        for _ in range(2):
            yield from self._edit(chosen, premises)
        yield self._splice(chosen, premises)
        joined = f"{chosen.rstrip('.')}, and {other[0].lower()}{other[1:]}"
        yield joined, sentences, True, ()
        yield joined, [chosen], False, ((len(chosen.rstrip(".")) + 6, len(joined)),)

    def _edit(self, statement: str, premises: Sequence[str]) -> Iterator[_Parts]:
        others = [*premises, self._dice.choice(self._others)]
        edited = self._editor.edit(statement, sentences=others, dice=self._dice)
        if edited is not None:
            yield edited, premises, False, _find_changed(edited, [_words(statement)])

    def _splice(self, sentence: str, premises: Sequence[str]) -> _Parts:
        own, other = sentence.split(), self._dice.choice(self._others).split()
        head, tail = " ".join(own[: len(own) // 2]), " ".join(other[len(other) // 2 :])
        return f"{head} {tail}", premises, False, ((len(head) + 1, len(head) + 1 + len(tail)),)

    def _shorten(self, sentence: str) -> list[str]:
        parts = sentence.split(",")
        at = self._dice.randrange(1, len(parts)) if len(parts) > 1 else 0
        head, tail = ",".join(parts[:at]).strip(), ",".join(parts[at:]).strip(" .")
        kept = [part for part in (head, tail) if at and len(part.split()) > 4]
        return [f"{part[0].upper()}{part[1:]}." for part in kept]


def _made(
    group: str,
    statement: str,
    premises: Sequence[str],
    supported: bool,
    changed: tuple[_Span, ...] | None,
) -> Example:
    return Example(
        source="made",
        group=group,
        statement=statement,
        premises=tuple(premises),
        supported=supported,
        changed=changed,
    )


def _words(text: str) -> list[str]:
    return [match[0].lower() for match in _WORD.finditer(text)]


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_spans(text)]


def _read_rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]
