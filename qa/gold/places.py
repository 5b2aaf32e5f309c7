"""Where in an article something stands, or nearly stands: for people who write gold questions."""

import json
import re
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final

from index.articles import cut_sentences
from index.models import Article, Sentence
from qa.words import content_stems, stem_set

__all__ = [
    "cut_snippet",
    "find_alike",
    "find_all_words",
    "find_nearest",
    "find_sentences",
    "read_numbered",
    "spell",
]

_MAX_SOUGHT_CHARS: Final = 2_000
_SNIPPET_CHARS: Final = (300, 1_000, 3_000, 10_000)
_WORDS_OF_ONE: Final = 2
_WORDS_OF_TWO: Final = 3
_SHARED: Final = 0.5
_CASE: Final = "upper and lower case"
_SPACE: Final = "white space"
_MARKS: Final = "quotation marks or dashes"
_DIFFERENCES: Final = (_CASE, _SPACE, _MARKS)
_SAME_MARK: Final = {
    mark: marks[0] for marks in ('"“”„‟«»', "'‘’‚‛`´", "-‐‑‒–—−") for mark in marks
}


def read_numbered(article: Article) -> list[Sentence]:
    """Return the sentences of an article; their numbers are those that citations carry."""
    return cut_sentences(article.id, article.text)


def find_sentences(start: int, end: int, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that share a character with a span of the text."""
    return [sentence for sentence in sentences if sentence.start < end and start < sentence.end]


def spell(value: object) -> str:
    r"""Return a value as JSON that people can read, and that cannot steer a terminal.

    Example:
        >>> print(spell("“No”, she said.\x1b[2J"))
        "“No”, she said.\u001b[2J"
    """
    written = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in written)


def find_alike(snippet: str, text: str) -> tuple[str, str] | None:
    """Return what stands in a text but for case, white space or marks, and for which of these.

    Example:
        >>> find_alike("the  Mayor's plan", "So the mayor’s plan fell.")
        ('the mayor’s plan', 'upper and lower case and white space and quotation marks or dashes')
        >>> find_alike("The plan", "So the plan fell.")
        ('the plan', 'upper and lower case')
        >>> find_alike(" plan ", "So the plan.")
        ('plan', 'white space')
        >>> find_alike("plan", "Nothing.") is None
        True
    """
    for count in range(1, len(_DIFFERENCES) + 1):
        for names in combinations(_DIFFERENCES, count):
            # White space at the ends is a difference too.
            sought, _ = _loosen(snippet.strip() if _SPACE in names else snippet, names)
            loose, places = _loosen_article(text, names)
            at = loose.find(sought) if sought else -1
            if at >= 0:
                return text[places[at] : places[at + len(sought) - 1] + 1], " and ".join(names)
    return None


def _loosen(text: str, names: Sequence[str]) -> tuple[str, "array[int]"]:
    """Return a text without the differences named, and where each of its characters stood."""
    kept: list[str] = []
    places = array("L")
    for place, character in enumerate(text):
        loose = character
        if _SPACE in names and character.isspace():
            loose = " "
            if kept and kept[-1] == loose:
                continue
        if _MARKS in names:
            loose = _SAME_MARK.get(loose, loose)
        if _CASE in names and len(loose.lower()) == 1:
            loose = loose.lower()
        kept.append(loose)
        places.append(place)
    return "".join(kept), places


_loosen_article = lru_cache(maxsize=8)(_loosen)


def find_nearest(snippet: str, sentences: Sequence[Sentence]) -> Sentence | None:
    """Return the sentence that shares most of a snippet's words; none where too few are shared."""
    wanted = stem_set(snippet[:_MAX_SOUGHT_CHARS])
    if not wanted or not sentences:
        return None
    # Of sentences that share as many, the shortest is nearest.
    best = max(sentences, key=lambda s: (len(wanted & stem_set(s.text)), -len(s.text)))
    return best if len(wanted & stem_set(best.text)) >= _SHARED * len(wanted) else None


def find_all_words(question: str, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return one sentence, or two that stand together, that hold all content words of a question.

    Two words meet in a sentence by chance seldom enough, in two sentences three do.

    Returns:
        Nothing where there are none, or where the question has too few words to tell.
    """
    wanted = frozenset(content_stems(question))
    if len(wanted) >= _WORDS_OF_ONE:
        for sentence in sentences:
            if wanted <= stem_set(sentence.text):
                return (sentence,)
    if len(wanted) >= _WORDS_OF_TWO:
        for pair in pairwise(sentences):
            if wanted <= stem_set(pair[0].text) | stem_set(pair[1].text):
                return pair
    return ()


def cut_snippet(sentence: Sentence, text: str) -> str:
    """Return a sentence, or a beginning of a long one that stands in the text once.

    A sentence that stands in the text more than once has no part that does not: each is right.
    """
    whole = sentence.text
    lengths = [at for at in _SNIPPET_CHARS if at < len(whole)]
    parts = [re.sub(r"\s\S*\Z", "", whole[:at]) or whole[:at] for at in lengths]
    parts = parts or [whole]
    return next((part for part in parts if text.count(part) == 1), parts[0])
