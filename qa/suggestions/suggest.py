"""Questions to suggest: drawn from the articles, each proven to be answered before it is shown.

No language model is needed. Questions are made by turning sentences of the articles around; each
is then asked, and kept only when the answer cites the very sentence that it was drawn from.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from index.errors import ArticleNotFoundError
from index.models import Sentence, SentenceKind
from qa.followup import History, clean_history
from qa.models import Answer, Status, VerdictLabel
from qa.suggestions.clauses import Form
from qa.suggestions.patterns import Draft, draft_questions
from qa.suggestions.rows import Row, read_rows
from qa.words import content_stems

if TYPE_CHECKING:
    from qa.assistant import ArticleQA

__all__ = ["suggest"]

_MAX_PROOFS: Final = 15
_MAX_SUGGESTIONS: Final = 10
_MAX_ARTICLES: Final = 6
_MAX_SENTENCES: Final = 60
_AROUND: Final = 6
_MAX_TURNS: Final = 20
_TOO_ALIKE: Final = 0.6
_LATER: Final = 0.04
_NEAR: Final = 2.0
_SHARED: Final = 0.5
_ENOUGH_SHARED: Final = 4
_OF_ONE: Final = "What does the article say"
_OF_SEVERAL: Final = "What do the articles say"
_WEIGHTS: Final = {
    Form.COUNT: 3.0,
    Form.WHY: 3.0,
    Form.SAYING: 2.5,
    Form.WHEN: 2.5,
    Form.WHAT: 2.5,
    Form.LONG: 2.5,
    Form.MONEY: 3.0,
    Form.WHO: 2.0,
    Form.WHERE: 2.0,
    Form.HAPPENED: 2.0,
    Form.ABOUT: 0.0,
    Form.AGE: 1.0,
    Form.WHO_IS: 1.5,
}
"""How much readers are likely to want a question of each form."""

_Key = tuple[str, int]


def suggest(
    assistant: "ArticleQA",
    *,
    article: Sequence[str] | None = None,
    after: Answer | None = None,
    history: History = (),
    limit: int = 3,
) -> tuple[str, ...]:
    """Return questions that the articles answer; see ``ArticleQA.suggest``."""
    limit = max(0, min(limit, _MAX_SUGGESTIONS))
    names = [item.id for item in assistant.articles()] if article is None else article
    shown = _shown(after)
    asked = [question for question, _ in clean_history(history, turns=_MAX_TURNS)]
    asked += [after.question, after.standalone_question] if after else []
    answered = shown if after and after.status is Status.ANSWERED else {}

    weighed = _weigh(_draft(assistant, names, shown), after, shown)
    drawn_from: dict[str, set[_Key]] = {}
    for _, draft in weighed:
        drawn_from.setdefault(draft.question, set()).add(_key(draft.sentence))

    def prove(question: str) -> int:
        answer = assistant.ask(question, article=article, writer="quotes")
        return _find_proof(answer, drawn_from[question], answered)

    return tuple(_prove(weighed, prove, asked, limit))


def _shown(after: Answer | None) -> dict[_Key, str]:
    """Return the sentences that an answer shows, in order, with their words."""
    if after is None:
        return {}
    places = after.citations if after.status is Status.ANSWERED else after.nearest
    return {(place.article_id, place.sentence): place.quote for place in places}


def _draft(
    assistant: "ArticleQA",
    names: Sequence[str],
    shown: Iterable[_Key],
) -> list[tuple[int, Draft]]:
    """Return what can be asked of the sentences looked at, each with its place in its story."""
    numbers: dict[str, list[int]] = {}
    for article_id, number in shown:
        numbers.setdefault(article_id, []).append(number)
    chosen = [*numbers, *(name for name in names if name not in numbers)][:_MAX_ARTICLES]
    drafts = []
    for name in chosen:
        rows = _read(assistant, name, numbers.get(name, ()), _MAX_SENTENCES // len(chosen))
        before = [None, *(row for _, row in rows)]
        for (place, row), previous in zip(rows, before, strict=False):
            drafts += [(place, draft) for draft in draft_questions(row, previous)]
    if len(names) != 1:
        drafts = [
            (place, replace(draft, question=draft.question.replace(_OF_ONE, _OF_SEVERAL)))
            for place, draft in drafts
        ]
    return drafts


def _read(
    assistant: "ArticleQA", name: str, numbers: Sequence[int], count: int
) -> list[tuple[int, Row]]:
    """Read the first sentences of an article, where it says who is who, and those around some."""
    try:
        sentences = assistant.sentences(name)
    except ArticleNotFoundError:  # It was removed since it was answered from.
        return []
    story = [sentence for sentence in sentences if sentence.kind is SentenceKind.STORY]
    places = {sentence.number: place for place, sentence in enumerate(story)}
    near = {
        place
        for number in numbers
        for place in range(places.get(number, 0) - _AROUND, places.get(number, 0) + _AROUND + 1)
    }
    kept = sorted({*range(count), *near} & {*range(len(story))})
    order = {story[place].number: place for place in kept}
    return [(order[row.sentence.number], row) for row in read_rows([story[at] for at in kept])]


def _key(sentence: Sentence) -> _Key:
    return sentence.article_id, sentence.number


def _weigh(
    drafts: Iterable[tuple[int, Draft]], after: Answer | None, shown: Mapping[_Key, str]
) -> list[tuple[float, Draft]]:
    """Return what can be asked with how well it fits what was asked and answered before."""
    answered = after is not None and after.status is Status.ANSWERED
    told = set(content_stems(" ".join(shown.values()))) if answered else set()
    wanted = set(content_stems(after.standalone_question)) if after else set()
    weighed = []
    for place, draft in drafts:
        key = _key(draft.sentence)
        if answered and key in shown:
            continue
        vague = draft.question == f"What did {draft.about} say?"
        common = draft.form is Form.ABOUT and draft.about.islower()
        common = common or (draft.form is Form.ABOUT and " " not in draft.about)
        weight = (
            _WEIGHTS[draft.form]
            - 1.5 * vague
            - 0.7 * common
            - (_LATER * place if after is None else 0)
        )
        if after is not None:
            stems = set(content_stems(draft.question))
            weight += _NEAR * _closeness(key, shown)
            weight += _SHARED * min(_ENOUGH_SHARED, len(stems & (told or wanted)))
        weighed.append((weight, draft))
    return weighed


def _closeness(key: _Key, shown: Iterable[_Key]) -> float:
    """Return 1 for a sentence that is shown, less the further it stands from those."""
    distances = [abs(key[1] - number) for article_id, number in shown if article_id == key[0]]
    return 1 / (1 + min(distances)) if distances else 0.0


def _prove(
    weighed: Sequence[tuple[float, Draft]],
    prove: Callable[[str], int],
    asked: Sequence[str],
    limit: int,
) -> list[str]:
    """Return the questions that are answered as they should be, varied, the best first.

    Those whose sentence is cited, but not first, fill what is left over.
    """
    left = list(weighed)
    seen = [_read_meaning(question) for question in asked]
    kept: list[Draft] = []
    spare: list[Draft] = []
    for _ in range(_MAX_PROOFS):
        left = [(weight, draft) for weight, draft in left if _is_new(draft.question, seen)]
        if not left or len(kept) == limit:
            break
        best = max(left, key=lambda pair: pair[0] - _repeats(pair[1], kept))
        draft = best[1]
        left = [pair for pair in left if pair[1].question != draft.question]
        place = prove(draft.question)
        if place == 1:
            kept.append(draft)
            seen.append(_read_meaning(draft.question))
        elif place:
            spare.append(draft)
    for draft in spare:
        if len(kept) < limit and _is_new(draft.question, seen):
            kept.append(draft)
            seen.append(_read_meaning(draft.question))
    return [draft.question for draft in kept]


def _repeats(draft: Draft, kept: Iterable[Draft]) -> float:
    """Return how much a question resembles in kind those that are suggested already."""
    return sum(
        1.5 * (draft.form is other.form)
        + 1.0 * (draft.about == other.about)
        + 2.0 * (draft.sentence == other.sentence)
        for other in kept
    )


def _read_meaning(question: str) -> tuple[str, frozenset[str]]:
    return question.lower().split()[0] if question.split() else "", frozenset(
        content_stems(question)
    )


def _is_new(question: str, seen: Iterable[tuple[str, frozenset[str]]]) -> bool:
    """Tell whether a question is not much like one that was asked or is suggested."""
    word, stems = _read_meaning(question)
    for other_word, others in seen:
        union = stems | others
        same = len(stems & others) / len(union) if union else 1.0
        if stems == others or (same >= _TOO_ALIKE and word == other_word):
            return False
    return True


def _find_proof(answer: Answer, drawn_from: Collection[_Key], shown: Collection[_Key]) -> int:
    """Return the place from 1 of the first citation of a sentence a question was drawn from.

    Returns:
        0 where it is not cited, where nothing new is, or where the answer is in doubt.
    """
    if answer.status is not Status.ANSWERED or answer.notice:
        return 0
    if any(s.verdict.label is not VerdictLabel.SUPPORTED for s in answer.statements):
        return 0
    cited = [(citation.article_id, citation.sentence) for citation in answer.citations]
    if not cited or cited[0] in shown:
        return 0
    return next((place for place, key in enumerate(cited, start=1) if key in drawn_from), 0)
