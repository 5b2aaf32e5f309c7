"""Where the evidence for an answer disagrees: two accounts of the thing that was asked.

Two sentences disagree here only if different people, or different articles, tell them, both are
about what was asked, and they differ by a sign that can be read off their words: one denies the
other, one negates what the other affirms, they give different numbers or dates for the same
thing, or the article itself sets them against each other. Whatever is not sure is no
disagreement: a reader must not be told of a quarrel that there is not.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import permutations

from index.models import Article, Sentence
from qa.accounts import Difference, Disagreement, Side
from qa.question import Asked, Question
from qa.ranking import Ranked
from qa.signs import (
    ASKS_WHETHER,
    AT_ODDS,
    COMPARES,
    COMPARING,
    DENIES,
    POINTS_BACK,
    SETS_AGAINST,
    SPLIT,
    cut_lead,
    find_story_names,
    find_tellers,
    mentions,
    opens_with,
)
from qa.slots import concepts, denied, find_difference
from qa.verification.negation import check_negation
from qa.verification.premises import Premise

__all__ = ["compare_sentences", "find_disagreement"]

_LOOKED_AT = 8
_NEAR = 2
"""So many sentences apart may stand what is set against each other by "but" or "the claim"."""
_MIN_SHARED = 2
_MIN_SHARED_FOR_NEGATION = 3
_MIN_OVERLAP = 0.5
_MIN_LIKENESS = 0.6
_MIN_SAME_NAMES = 0.3
"""Articles that share this much of their names tell the same story."""


def find_disagreement(
    question: Question, ranked: Sequence[Ranked], articles: Mapping[str, Article]
) -> Disagreement | None:
    """Return the two accounts of what was asked when the evidence disagrees, else nothing.

    Args:
        question: What was asked.
        ranked: The ranked sentences, best first.
        articles: The articles they belong to, by id.
    """
    sentences = [item.sentence for item in ranked[:_LOOKED_AT]]
    return compare_sentences(question, sentences, articles)


def compare_sentences(
    question: Question, sentences: Sequence[Sentence], articles: Mapping[str, Article]
) -> Disagreement | None:
    """Return the two accounts among sentences of which the first is the likeliest answer."""
    view = _View(question, sentences, articles)
    for sentence in sentences[:3]:
        found = view.split(sentence)
        if found is not None:
            return found
    for first in sentences[:2]:
        for other in sentences:
            found = view.compare(first, other) if other is not first else None
            if found is not None:
                return found
    return None


class _View:
    """What is known when two sentences are compared for a question."""

    def __init__(
        self, question: Question, sentences: Sequence[Sentence], articles: Mapping[str, Article]
    ) -> None:
        self._question = question
        names = [name for sentence in sentences for name in find_tellers(sentence)]
        self._tellers = concepts(" ".join(names))
        self._asked = concepts(question.text) - self._tellers
        self._articles = articles

    def split(self, sentence: Sentence) -> Disagreement | None:
        """Return the two accounts that one sentence sets against each other."""
        if len(sentence.speakers) != 2:
            return None
        if not (self._compares(sentence.speakers) or self._is_meant(sentence)):
            return None
        first, second = sentence.speakers
        for match in SPLIT.finditer(sentence.text):
            before, after = sentence.text[: match.start()], sentence.text[match.end() :]
            if not (mentions(before, first) and opens_with(after, second)):
                continue
            if mentions(before, second) or not self._is_contrast(sentence, match, after):
                continue
            sides = self._side(sentence, first, before), self._side(sentence, second, after)
            return self._check(Disagreement(sides=sides, difference=Difference.CONTRAST))
        return None

    def _compares(self, speakers: Sequence[str]) -> bool:
        """Tell whether the question sets sides against each other, or names both speakers."""
        text = self._question.text
        return COMPARING.search(text) is not None or all(mentions(text, name) for name in speakers)

    def _is_meant(self, sentence: Sentence) -> bool:
        """Tell whether a sentence is about what was asked, or follows one that is, on a quarrel."""
        lead = self._lead(sentence)
        return self._is_asked(sentence.text) or bool(AT_ODDS.search(lead) and self._is_asked(lead))

    def _is_contrast(self, sentence: Sentence, match: re.Match[str], after: str) -> bool:
        if match["joint"] in ("but", "while", "whereas", "although", "though", "yet"):
            return len(self._topic(sentence.text[: match.start()]) & self._topic(after)) > 0
        signs = AT_ODDS.search(self._lead(sentence)) or DENIES.search(after)
        return bool(signs or COMPARES.search(after))

    def _lead(self, sentence: Sentence) -> str:
        """Return the words before a sentence, where an article says that accounts differ."""
        text = self._articles[sentence.article_id].text
        return text[max(0, sentence.start - 300) : sentence.start]

    def compare(self, one: Sentence, other: Sentence) -> Disagreement | None:
        """Return how two sentences by different tellers differ on what was asked."""
        first, second = sorted((one, other), key=self._order)
        if self._same_teller(first, second) or not self._same_story(first, second):
            return None
        kind = self._find_kind(first, second)
        if kind is None:
            return None
        sides = self._side_of(first), self._side_of(second)
        later = self._published(first) != self._published(second)
        unsaid = set(first.speakers) == set(second.speakers) or not (
            first.speakers or second.speakers
        )
        superseded = later and unsaid and kind in (Difference.NUMBER, Difference.DATE)
        found = Disagreement(sides=sides, difference=kind, superseded=superseded)
        return self._check(found)

    def _order(self, sentence: Sentence) -> tuple[str, str, int]:
        return self._published(sentence), sentence.article_id, sentence.number

    def _published(self, sentence: Sentence) -> str:
        return (self._articles[sentence.article_id].published or "")[:10]

    def _same_teller(self, one: Sentence, other: Sentence) -> bool:
        if one.article_id != other.article_id:
            return False
        first, second = find_tellers(one), find_tellers(other)
        if first == second or set(first) & set(second):
            return True
        # "His spokesman" of one sentence may be the spokesman whom the other names.
        return any(
            name.split()[0].islower() and mentions(told.text, name)
            for teller, told in permutations((one, other))
            for name in find_tellers(teller)
        )

    def _same_story(self, one: Sentence, other: Sentence) -> bool:
        if one.article_id == other.article_id:
            return True
        texts = (self._articles[sentence.article_id].text for sentence in (one, other))
        first, second = (find_story_names(text) for text in texts)
        shared = len(first & second)
        smaller = min(len(first), len(second))
        return shared >= _MIN_SHARED and shared >= _MIN_SAME_NAMES * smaller

    def _find_kind(self, first: Sentence, second: Sentence) -> Difference | None:
        if not (self._is_asked(first.text) or self._is_asked(second.text)):
            return None
        for kind in (Difference.NUMBER, Difference.DATE):
            if self._question.asked is Asked[kind.name]:
                return kind if self._differs(kind, first, second) else None
        if any(self._denies(*pair) for pair in permutations((first, second))):
            return Difference.DENIAL
        if not (first.speakers and second.speakers) and first.article_id == second.article_id:
            return None
        if self._negates(first, second):
            return Difference.NEGATION
        return Difference.CONTRAST if self._contrasts(first, second) else None

    def _differs(self, kind: Difference, first: Sentence, second: Sentence) -> bool:
        """Tell whether two sentences give other numbers or dates for the same thing."""
        told = find_tellers(first) and find_tellers(second)
        if first.article_id == second.article_id and not told:
            return False
        return find_difference(
            first.text,
            second.text,
            self._asked,
            dates=kind is Difference.DATE,
            later=self._published(first) != self._published(second),
        )

    def _denies(self, claim: Sentence, denial: Sentence) -> bool:
        """Tell whether a sentence denies what another claims."""
        match = DENIES.search(denial.text)
        if match is None or DENIES.search(claim.text) or not (denial.speakers or claim.speakers):
            return False
        near = claim.article_id == denial.article_id
        near = near and 0 < denial.number - claim.number <= _NEAR
        told = bool(claim.speakers) or claim.hearsay
        if near and told and POINTS_BACK.search(denial.text) and self._is_asked(claim.text):
            return True
        shared = self._topic(claim.text) & self._topic(denial.text[match.start() :])
        return self._are_asked(claim, denial) and len(shared) >= _MIN_SHARED

    def _negates(self, first: Sentence, second: Sentence) -> bool:
        one, other = self._topic(first.text), self._topic(second.text)
        shared = one & other
        whether = ASKS_WHETHER.match(self._question.text) is not None
        if not whether and len(shared) < _MIN_LIKENESS * min(len(one), len(other)):
            return False
        meant = shared & self._asked if whether else shared
        turned = (denied(first.text) ^ denied(second.text)) & meant
        if turned and len(shared) >= _MIN_SHARED:
            return True
        if len(shared) < max(_MIN_SHARED_FOR_NEGATION, _MIN_OVERLAP * min(len(one), len(other))):
            return False
        problems = check_negation(first.text, [Premise(text=second.text)])
        words = [problem.words for problem in problems if problem.found]
        return any(concepts(word) & meant for word in words)

    def _contrasts(self, first: Sentence, second: Sentence) -> bool:
        """Tell whether an article sets two sentences that stand together against each other."""
        if first.article_id != second.article_id or second.number - first.number > _NEAR:
            return False
        one, other = self._topic(first.text), self._topic(second.text)
        shared = one & other
        if self._question.asked in (Asked.PERSON, Asked.PLACE):
            shared = frozenset() if not AT_ODDS.search(self._lead(first)) else shared
        if not shared or not self._are_asked(first, second):
            return False
        if AT_ODDS.search(f"{self._lead(first)} {first.text} {second.text}"):
            return True
        alike = max(1, min(_MIN_SHARED, _MIN_OVERLAP * min(len(one), len(other))))
        return len(shared) >= alike and SETS_AGAINST.search(second.text) is not None

    def _are_asked(self, *sentences: Sentence) -> bool:
        return all(self._is_asked(sentence.text) for sentence in sentences)

    def _is_asked(self, text: str) -> bool:
        """Tell whether a text is about what was asked: it shares half of the question's words."""
        if COMPARING.search(self._question.text) and self._asked & concepts(text):
            return True
        shared = len(self._asked & concepts(text))
        return shared > 0 and 2 * shared >= len(self._asked)

    def _topic(self, text: str) -> frozenset[str]:
        return concepts(cut_lead(text)) - self._tellers

    def _side_of(self, sentence: Sentence) -> Side:
        return self._side(sentence, " and ".join(find_tellers(sentence)), sentence.text)

    def _side(self, sentence: Sentence, speaker: str, words: str) -> Side:
        article = self._articles[sentence.article_id]
        who = _name_in(article.text, speaker) if speaker else ""
        if not who or len(self._articles) > 1:
            place = ", ".join(filter(None, (article.outlet, self._published(sentence))))
            place = place or article.title
            who = f"{who} ({place})" if who else place
        return Side(sentence=sentence, who=who, words=words)

    def _check(self, found: Disagreement) -> Disagreement | None:
        """Return a disagreement, unless the question is what one side, or somebody else, says."""
        if COMPARING.search(self._question.text) or not self._question.said_by:
            return found
        asked = [
            any(mentions(self._question.said_by, name) for name in side.sentence.speakers)
            if found.sides[0].sentence is not found.sides[1].sentence
            else mentions(self._question.said_by, side.who.removeprefix("the "))
            for side in found.sides
        ]
        return found if all(asked) else None


def _name_in(text: str, speaker: str) -> str:
    """Return a speaker with the "the" that the article puts before the name."""
    return f"the {speaker}" if re.search(rf"\b[Tt]he {re.escape(speaker)}\b", text) else speaker
