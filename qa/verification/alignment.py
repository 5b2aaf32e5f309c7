"""A statement laid beside the sentences it rests on, word by word.

Every name counts as one part and all names count as equal, so that a statement which swaps one
name for another still lies beside its sentence, and the names that differ face each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from index.names import Name, find_names
from index.tokens import Token, is_capital, tokenize
from qa.verification.premises import Premise
from qa.words import content_stems, stem, stem_set

__all__ = ["Alignment", "Part", "align", "find_closest", "read_parts", "read_together"]

_MAX_PARTS: Final = 200
_MAX_CLOSEST: Final = 8
_NAME_KEY: Final = "\0"


@dataclass(frozen=True, slots=True)
class Part:
    """A word or a whole name of a text, at a half-open span of it.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character, without a possessive.
        text: The characters between them.
        key: What makes two words equal; the same for all names.
        marked: Whether a punctuation mark stands before it.
    """

    start: int
    end: int
    text: str
    key: str
    marked: bool

    @property
    def is_name(self) -> bool:
        """Return whether it is a name."""
        return self.key == _NAME_KEY

    @property
    def is_capital(self) -> bool:
        """Return whether it is written as a name is."""
        return is_capital(self.text)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which part of a statement faces which part of a premise.

    Attributes:
        statement: Parts of the statement.
        premise: Parts of the premise.
        pairs: For parts of the statement by number, the part of the premise that faces each.
        covered: Share of the statement's words, names apart, that face an equal one.
    """

    statement: Sequence[Part]
    premise: Sequence[Part]
    pairs: dict[int, int]
    covered: float


def read_together(texts: Sequence[str]) -> list[list[Name]]:
    """Find the names of several texts, each of which helps to read the others.

    Example:
        >>> [[n.text for n in names] for names in read_together(["Poe left.", "He saw Poe."])]
        [['Poe'], ['Poe']]
    """
    found: list[list[Name]] = []
    names = find_names("\n".join(texts))
    place = offset = 0
    for text in texts:
        own: list[Name] = []
        while place < len(names) and names[place].start < offset + len(text):
            name = names[place]
            own.append(Name(name.start - offset, name.end - offset, name.text))
            place += 1
        found.append(own)
        offset += len(text) + 1
    return found


def read_parts(text: str, names: Sequence[Name]) -> list[Part]:
    """Cut a text into words and names, in order; marks are left out.

    Example:
        >>> [part.text for part in read_parts("Jane Roe left.", [Name(0, 8, "Jane Roe")])]
        ['Jane Roe', 'left']
    """
    parts: list[Part] = []
    place, marked = 0, False
    for token in tokenize(text):
        while place < len(names) and names[place].end <= token.start:
            place += 1
        name = names[place] if place < len(names) else None
        if name is not None and name.start <= token.start:
            if name.start == token.start:
                parts.append(Part(name.start, name.end, name.text, _NAME_KEY, marked))
            marked = False
        elif token.is_word:
            parts.append(_make_part(token, marked))
            marked = False
        else:
            marked = True
    return parts


def _make_part(token: Token, marked: bool) -> Part:
    text = token.text
    # Which of the two articles stands there depends on the word behind it.
    key = "a" if text.lower() == "an" else stem(text)
    return Part(token.start, token.start + len(text), text, key, marked)


def find_closest(statement: str, premises: Sequence[Premise]) -> list[Premise]:
    """Return the premises that share most words with a statement, the closest first."""
    wanted = frozenset(content_stems(statement))
    shared = [len(wanted & stem_set(premise.text)) for premise in premises]
    order = sorted(range(len(premises)), key=lambda place: -shared[place])
    return [premises[place] for place in order[:_MAX_CLOSEST] if shared[place]]


def align(statement: Sequence[Part], premise: Sequence[Part]) -> Alignment:
    """Lay the parts of a statement beside those of a premise, keeping the order of both.

    Args:
        statement: Its parts; beyond the first 200 they face nothing.
        premise: Its parts, of which the first 200 are used.
    """
    left, right = statement[:_MAX_PARTS], premise[:_MAX_PARTS]
    matcher = SequenceMatcher(
        None, [part.key for part in left], [part.key for part in right], autojunk=False
    )
    pairs = {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }
    words = [place for place, part in enumerate(left) if not part.is_name]
    equal = sum(place in pairs for place in words)
    return Alignment(left, right, pairs, equal / len(words) if words else 1.0)
