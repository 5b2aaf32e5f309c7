"""Whether an answer's citations support its statements: ALCE with our own verifier as the judge.

Citation recall and precision are those of Gao et al. 2023, "Enabling Large Language Models to
Generate Text with Citations" (section 3; ``compute_autoais`` of their ``eval.py``). Their judge is
a language model of 11 billion parameters; ours needs none, reads sentences of the article in
place of passages, and is a screen, not a verdict.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import Final

from index.articles import read_sentences
from index.models import Article, Sentence
from qa.evaluation.outcomes import Judged
from qa.models import Answer, Citation, Statement, VerdictLabel
from qa.verification import Premise, make_premise, verify

__all__ = ["Judge"]

_KEPT_ARTICLES: Final = 64
_MOST_STATEMENTS: Final = 100
_MOST_CITATIONS: Final = 10
_MOST_SENTENCES: Final = 100

_Premises = tuple[Premise, ...]


class Judge:
    """Judges answers from some articles; threads may share it.

    Args:
        articles: Every article that may be cited, by id.
    """

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._read = lru_cache(maxsize=_KEPT_ARTICLES)(read_sentences)

    def judge(self, answer: Answer) -> tuple[Judged, ...]:
        """Return what the verifier says of each statement of an answer.

        A citation that leads to no sentence fails its statement. Of an answer the first 100
        statements are judged, of a statement the first 10 citations one by one: what comes after
        them counts as not supported, and as not needed. Of a citation the first 100 sentences
        are read.

        Raises:
            ModelFileError: A file of the verifier is missing or damaged.
        """
        cited = {citation.number: self._find_premises(citation) for citation in answer.citations}
        return tuple(
            _judge(statement, [cited.get(number, ()) for number in statement.citations])
            if place < _MOST_STATEMENTS
            else _fail(statement)
            for place, statement in enumerate(answer.statements)
        )

    def _find_premises(self, citation: Citation) -> _Premises:
        """Return the sentences of which a citation holds a part, as premises."""
        article = self._articles.get(citation.article_id)
        if article is None or not 0 <= citation.start < citation.end <= len(article.text):
            return ()
        sentences = self._read(article)
        first = bisect_right(sentences, citation.start, key=_get_end)
        following = sentences[first : first + _MOST_SENTENCES]
        held = takewhile(lambda sentence: sentence.start < citation.end, following)
        return tuple(make_premise(sentence, article, sentences) for sentence in held)


def _get_end(sentence: Sentence) -> int:
    return sentence.end


def _judge(statement: Statement, cited: Sequence[_Premises]) -> Judged:
    if not all(cited) or not _supports(statement, cited):
        return _fail(statement)
    if len(cited) == 1:  # Alone it is what all of them are together.
        return Judged(together=True, alone=(True,), without=(False,))
    alone = [
        place < _MOST_CITATIONS and _supports(statement, [premises])
        for place, premises in enumerate(cited)
    ]
    without = [
        place >= _MOST_CITATIONS
        or (not alone[place] and _supports(statement, [*cited[:place], *cited[place + 1 :]]))
        for place in range(len(cited))
    ]
    return Judged(together=True, alone=tuple(alone), without=tuple(without))


def _fail(statement: Statement) -> Judged:
    count = len(statement.citations)
    return Judged(together=False, alone=(False,) * count, without=(False,) * count)


def _supports(statement: Statement, cited: Iterable[_Premises]) -> bool:
    premises = dict.fromkeys(premise for premises in cited for premise in premises)
    return bool(premises) and verify(statement.text, list(premises)).label is VerdictLabel.SUPPORTED
