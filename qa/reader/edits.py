"""Turn a question the article answers into one that it does not.

The edits are those by which people make unanswerable questions: another name, another number, a
word replaced by one of its kind or its opposite, a negation (Rajpurkar et al. 2018, table 2).
"""

import random
import re
from collections.abc import Sequence

import torch
from tokenizers import BertWordPieceTokenizer
from torch import Tensor

__all__ = ["Editor"]

_OPPOSITES = """
first last|more less|more fewer|most least|before after|north south|east west|northern southern
eastern western|won lost|win lose|largest smallest|larger smaller|large small|big small
higher lower|highest lowest|increase decrease|increased decreased|increasing decreasing|old new
oldest newest|older younger|early late|earlier later|earliest latest|good bad|best worst
better worse|male female|men women|man woman|king queen|father mother|son daughter|brother sister
husband wife|begin end|began ended|start finish|started ended|open close|opened closed|buy sell
bought sold|import export|accept reject|accepted rejected|support oppose|supported opposed
allow forbid|allowed banned|always never|all none|same different|major minor|public private
left right|top bottom|above below|inside outside|longest shortest|near far|rich poor
strong weak|true false|positive negative|alive dead|born died|love hate|like dislike|gain lose
gained lost|rise fall|rose fell|create destroy|created destroyed|build demolish|built demolished
join leave|joined left|arrive depart|arrived departed|success failure|successful unsuccessful
legal illegal|possible impossible|common rare|easy difficult|hot cold|summer winter|day night
internal external|upper lower|ancient modern|urban rural|foreign domestic|with without|attack defend
include exclude|included excluded|help prevent|helped prevented|cause prevent|caused prevented
""".replace("\n", "|")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_NAME = re.compile(r"[A-Z][\w’'-]*(?:(?: of| the| de| von)? [A-Z][\w’'-]*)*")
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_NEGATE = re.compile(r"\b(did|does|do|was|were|is|are|can|could|has|have|had|will|would)\b")
_FUNCTION_WORDS = """
what which who whom whose when where why how many much the a an of in on at to for from by
with and or is are was were be been being do does did has have had it its this that these
those as there their they he she his her i my you your we our can could would should will may
might must not no into about than then also if so kind type name
"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())


class Editor:
    """Edit questions so that their own article no longer answers them."""

    def __init__(self, *, embeddings: Tensor, tokenizer: BertWordPieceTokenizer) -> None:
        """Find, for every whole word of the vocabulary, the words most like it.

        Near neighbours among the embeddings are mostly words of the same kind: another year,
        another city, the opposite. That is what a question edited by a person looks like.
        """
        pairs = (pair.split() for pair in _OPPOSITES.split("|") if pair)
        self.opposites: dict[str, list[str]] = {}
        for left, right in pairs:
            self.opposites.setdefault(left, []).append(right)
            self.opposites.setdefault(right, []).append(left)
        vocabulary = tokenizer.get_vocab()
        whole = sorted(word for word in vocabulary if word.isalpha() and len(word) > 2)
        table = embeddings[[vocabulary[word] for word in whole]].float()
        table = torch.nn.functional.normalize(table - table.mean(0), dim=-1)
        self.neighbours: dict[str, list[str]] = {}
        for begin in range(0, len(whole), 2048):
            nearest = (table[begin : begin + 2048] @ table.T).topk(33).indices.tolist()
            for row, places in enumerate(nearest):
                word = whole[begin + row]
                alike = [whole[place] for place in places[1:]]
                self.neighbours[word] = [
                    other for other in alike if other[:3] != word[:3] and len(other) > 2
                ]

    def edit(self, question: str, *, sentences: Sequence[str], dice: random.Random) -> str | None:
        """Return the question with one thing changed, or nothing when no edit fits.

        Args:
            question: A question the sentences answer.
            sentences: Sentences of the article around the answer: names and numbers of the
                article itself are the edits hardest to notice.
            dice: Where chance comes from.
        """
        kinds = [self._name, self._number, self._word, self._opposite, self._negation]
        chances = [0.3, 0.25, 0.35, 0.3, 0.04]
        while kinds:
            kind = dice.choices(kinds, chances)[0]
            edited = kind(question, sentences, dice)
            if edited is not None and edited.lower() != question.lower():
                return edited
            place = kinds.index(kind)
            del kinds[place], chances[place]
        return None

    def _name(self, question: str, sentences: Sequence[str], dice: random.Random) -> str | None:
        names = [
            match
            for match in _NAME.finditer(question)
            if match.start() > 0 and match.group().lower() not in _FUNCTION
        ]
        if not names:
            return None
        old = dice.choice(names)
        asked = question.lower()
        others = {
            match.group()
            for sentence in sentences
            for match in _NAME.finditer(sentence)
            if match.start() > 0 and match.group().lower() not in asked
        }
        alike = sorted(name for name in others if name.lower() not in _FUNCTION)
        if not alike or dice.random() < 0.15:
            return self._replace_by_neighbour(question, old.start(), old.end(), dice)
        # The replacement has about the length of the name it replaces.
        alike.sort(key=lambda name: abs(len(name.split()) - len(old.group().split())))
        new = dice.choice(alike[: max(3, len(alike) // 3)])
        return question[: old.start()] + new + question[old.end() :]

    def _number(self, question: str, sentences: Sequence[str], dice: random.Random) -> str | None:
        numbers = list(_NUMBER.finditer(question))
        if not numbers:
            return None
        old = dice.choice(numbers)
        others = sorted(
            {
                match.group()
                for sentence in sentences
                for match in _NUMBER.finditer(sentence)
                if len(match.group()) == len(old.group()) and match.group() not in question
            }
        )
        if others and dice.random() < 0.6:
            new = dice.choice(others)
        elif old.group().isdigit() and len(old.group()) < 9:
            value = int(old.group())
            new = str(max(1, value + dice.choice((-10, -5, -3, -2, -1, 1, 2, 3, 5, 10))))
        else:
            return None
        return question[: old.start()] + new + question[old.end() :]

    def _word(self, question: str, sentences: Sequence[str], dice: random.Random) -> str | None:
        del sentences
        words = [
            match
            for match in _WORD.finditer(question)
            if match.group().lower() not in _FUNCTION and len(match.group()) > 3
        ]
        if not words:
            return None
        old = dice.choice(words)
        return self._replace_by_neighbour(question, old.start(), old.end(), dice)

    def _replace_by_neighbour(
        self, question: str, start: int, end: int, dice: random.Random
    ) -> str | None:
        old = question[start:end]
        alike = self.neighbours.get(old.lower(), [])
        if not alike:
            return None
        new = dice.choice(alike[:20])
        new = new.capitalize() if old[0].isupper() else new
        return question[:start] + new + question[end:]

    def _opposite(self, question: str, sentences: Sequence[str], dice: random.Random) -> str | None:
        del sentences
        words = [
            match for match in _WORD.finditer(question) if match.group().lower() in self.opposites
        ]
        if not words:
            return None
        old = dice.choice(words)
        new = dice.choice(self.opposites[old.group().lower()])
        return question[: old.start()] + new + question[old.end() :]

    def _negation(self, question: str, sentences: Sequence[str], dice: random.Random) -> str | None:
        del sentences
        verb = _NEGATE.search(question)
        if verb is None:
            return None
        contracted = f"{verb.group()}n't" if verb.group() not in ("can", "will") else None
        new = dice.choice([contracted or f"{verb.group()} not", f"{verb.group()} never"])
        return question[: verb.start()] + new + question[verb.end() :]
