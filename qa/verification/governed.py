"""Is what a statement tells as so told as so in the article, or only under a governing word?

"No evidence that", "whether", "refused to say", "if", "plans to", "used to": a clause under such a
word is not asserted. A statement that tells it without any such word says more than the article.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from index.lexicon import TIMES
from qa.models import Problem, ProblemKind
from qa.verification.opposites import IRREGULAR
from qa.verification.premises import Premise
from qa.verification.propositions import Proposition, read_propositions
from qa.verification.selection import choose_premises
from qa.verification.synonyms import LIGHT
from qa.verification.told import holds, join_keys
from qa.verification.verb_groups import Word, read_words
from qa.words import content_stems

__all__ = ["check_governed"]

_MAXIMUM_PREMISES: Final = 12
_MAXIMUM_CHARACTERS: Final = 1_500
_CLOSE: Final = 0.6
"""A place that shares this much of what the closest one shares tells the same thing."""
_LEAST_SHARED: Final = 0.5
_BEFORE_MODAL: Final = 4

_NOUN_OF_DOUBT: Final = r"(?:evidence|proof|sign|signs|indication|suggestion|confirmation|record)"
_SPEAK: Final = (
    r"(?:say|confirm|comment|establish|determine|tell|prove|show|explain|verify|rule|decide)"
)
_DOUBTING: Final = (
    rf"\b(?:no|little|any|lack of|without) (?:\w+ )?{_NOUN_OF_DOUBT} (?:yet )?(?:that|of)\b"
    r"|\bwhether\b"
    rf"|\b(?:refused|declined|failed|unable|could not|couldn['’]t|cannot|did not|didn['’]t) "
    rf"(?:to )?{_SPEAK}\b(?: \w+){{0,2}}? (?:that|if)\b"
    r"|\b(?:cleared|acquitted)(?: \w+){0,6}? of\b"
    r"|\b(?:few|hardly any|no one|nobody|none)(?: \w+){0,3}? (?:believe[ds]?|thought|thinks?|said"
    r"|found|felt|agreed?|expect(?:ed|s)?) (?:that )?"
    r"|\b(?:refuse[sd]?|refusing|decline[sd]?|fail(?:s|ed)?) to\b"
    r"|\b(?:(?<!no )doubt(?:s|ed|ful)?|myth|untrue|not true|false|den(?:y|ies|ied)) that\b"
)
_UNREAL: Final = (
    r"\b(?:stop|stopped|stops|prevent|prevented|prevents|kept|saved|barred|blocked|deterred"
    r"|banned|discouraged|averted)(?: [\w'’]+){1,6}? from(?= \w+ing\b)"
    r"|\b(?:nearly|almost) (?=\w+ed\b)|\b(?:avoid(?:s|ed)?|escape[sd]?) (?=\w+ing\b)"
    r"|\bwithout (?=\w+ing\b)|\b(?:would|could|might|should) have\b"
    r"|\bbefore (?:it|they|he|she) (?:could\b|(?=explod|detonat|went off))"
)
_PLANS: Final = (
    r"plan|plans|planned|planning|want|wants|wanted|hope|hopes|hoped|intend|intends|intended"
    r"|promise|promises|promised|pledged|pledges|vowed|vows|try|tries|tried|trying|attempt|attempts"
    r"|attempted|ordered|orders|told|asked|urged|instructed|about|set|due|ready|scheduled|expected"
    r"|expects|agreed|agrees|decided|decides|voted|votes|threatened|threatens|offered|offers"
    r"|proposed|proposes|preparing|prepared|aims|aimed|wished|wishes|likely|yet|called on|calls on"
)
_PLANNED: Final = (
    rf"\b(?:{_PLANS})(?: (?!to\b)[\w'’]+){{0,4}}? to\b(?= [a-z])"
    r"|\b(?:consider|considers|considered|considering|proposed|proposes|suggested|suggests|discussed"
    r"|discuss|mulled|contemplated)(?= \w+ing\b)"
    r"|\bconsider(?:s|ed|ing)?(?= an? )"
    r"|\b(?:will|shall|['’]ll|going to)\b"
)
_FORMER: Final = r"\bused to\b"
_UNTIL: Final = re.compile(
    r"\b(?:was|were|led|ran|held|taught|\w{3,}ed)\b[^,;:.!?]{0,80}?"
    r"\b(?:until|from \d{4} to|between \d{4} and)\b",
    re.IGNORECASE,
)
_GOVERNORS: Final = (
    ("doubt", re.compile(_DOUBTING, re.IGNORECASE)),
    ("unreal", re.compile(_UNREAL, re.IGNORECASE)),
    ("plan", re.compile(_PLANNED, re.IGNORECASE)),
    ("former", re.compile(_FORMER, re.IGNORECASE)),
)
_CONDITION: Final = re.compile(
    r"(?<!as )(?<!even )(?<!what )\b(?:if|unless|provided that|on condition that)\b", re.IGNORECASE
)
_END_OF_SCOPE: Final = re.compile(
    r"[,;:.!?()—–\"“”]|\b(?:because|after|although|while|who|which|but)\b"
    r"|\band (?:\w+ )?(?:was|were|is|are|has|had|\w+ed|said|says)\b"
)
_END_OF_DOUBT: Final = re.compile(
    r"[;:.!?()—–\"“”]|,? (?:but|although|while)\b|, (?:and|said|says|which|who)\b"
)
_MODALS: Final = frozenset("will would may might could can shall should must".split())
_OPEN: Final = re.compile(
    r"\b(?:if|unless|would|may|might|could|should|whether|condition\w*|depend\w*|threat\w*)\b",
    re.IGNORECASE,
)
_AHEAD: Final = re.compile(
    r"\b(?:will|would|shall|going|plan(?:s|ned|ning)?|may|might|could|should|can|must|intend\w*"
    r"|propos\w*|consider\w*|next|tomorrow|tonight|(?:am|is|are|be) (?:\w+ )?\w+ing"
    r"|to (?!(?:the|an?|his|her|its|their|this|that)\b)[a-z]+)\b|['’]ll\b",
    re.IGNORECASE,
)
_DOUBTS: Final = re.compile(
    r"\b(?:no|not|never|whether|if|without|den\w+|refus\w+|declin\w+|fail\w*|clear\w*|acquit\w*"
    r"|few|little|doubt\w*|unclear|unknown|accus\w*|alleg\w*|nobody|none|neither|unable|cannot"
    r"|could|would|should|may|might|stopped|prevent\w*|saved|avert\w*|avoid\w*|escap\w*|before|nearly|almost|close|myth|untrue|false)\b|n['’]t\b",
    re.IGNORECASE,
)
_PAST_WORDS: Final = re.compile(r"\b(?:used|former\w*|once|was|were|had|did|until|ex)\b", re.I)
_MESSAGES: Final = {
    "doubt": "the article does not say that this is so: “{found}”",
    "unreal": "the article does not say that this happened: “{found}”",
    "plan": "the article does not say that this has happened: “{found}”",
    "former": "the article says only that it was so once: “{found}”",
    "condition": "the article says this only under a condition: “{found}”",
}


def check_governed(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Find what a statement tells as so and the premises tell only under a governing word.

    Args:
        statement: One short statement.
        premises: What it rests on.

    Returns:
        At most one problem for each verb.

    Example:
        >>> told = [Premise(text="The court did not rule on whether the ban was lawful.")]
        >>> [problem.message for problem in check_governed("The ban was lawful.", told)]
        ['the article does not say that this is so: “whether”']
    """
    texts = [p.text for p in choose_premises(statement, premises, limit=_MAXIMUM_PREMISES)]
    words = read_words(statement)
    problems: list[Problem] = []
    anchors = [_find_anchor(words, proposition) for proposition in read_propositions(statement)]
    # Not every verb is read as one; a doubt governs all words of its clause up to the last.
    last = next((word for word in reversed(words) if _tells(word)), None)
    for anchor in dict.fromkeys([*anchors, last]):
        found = _find_governor(statement, words, anchor, texts) if anchor is not None else None
        if anchor is None or found is None:
            continue
        kind, governor = found
        if anchor not in anchors and (kind != "doubt" or problems):
            continue
        problems.append(
            Problem(
                kind=ProblemKind.NOT_STATED,
                words=statement[anchor.start : anchor.end],
                message=_MESSAGES[kind].format(found=governor),
            )
        )
    return problems


def _find_anchor(words: Sequence[Word], proposition: Proposition) -> Word | None:
    """Return the word that tells what is so: the verb, or what follows "is" or "has"."""
    verb = words[proposition.verb]
    if verb.lower not in LIGHT:
        return verb
    for place in proposition.rest:
        word = words[place]
        if _tells(word) and not word.capital:
            return word
    return None


def _tells(word: Word) -> bool:
    return not word.is_mark and bool(content_stems(word.lower))


def _find_governor(
    statement: str, words: Sequence[Word], anchor: Word, texts: Sequence[str]
) -> tuple[str, str] | None:
    """Return what governs a word at every place of the premises that tells of the same."""
    content = [word for word in words if _tells(word)]
    places = [
        (shared, text, word)
        for text in texts
        for shared in [_share(content, text)]
        for word in read_words(text)
        if word.keys & anchor.keys and shared >= _LEAST_SHARED
    ]
    if not places:
        return None
    best = max(shared for shared, _, _ in places)
    governing = []
    for shared, text, word in places:
        if shared < _CLOSE * best:
            continue
        kept = [one for one in _find_governing(text, word) if _lacks(statement, anchor, one[0])]
        if not kept:
            return None
        governing.append((shared, kept[0]))
    return max(governing, key=lambda one: one[0])[1]


def _share(content: Sequence[Word], text: str) -> float:
    known = join_keys(read_words(text))
    return sum(holds(known, word) for word in content) / max(1, len(content))


def _find_governing(text: str, word: Word) -> list[tuple[str, str]]:
    """Return the kinds and words of all that governs a word of a premise."""
    return [
        (kind, governor)
        for start, end, kind, governor in _read_scopes(text)
        if start <= word.start < end
        and (kind != "condition" or _is_open(text, word, governor))
        and (kind != "plan" or not _is_finite(text, word))
    ]


@lru_cache(maxsize=1_024)
def _read_scopes(text: str) -> tuple[tuple[int, int, str, str], ...]:
    text = text[:_MAXIMUM_CHARACTERS]
    until = ((found.start(), found.end(), "former", "until") for found in _UNTIL.finditer(text))
    return (*_find_scopes(text), *_find_conditions(text), *until)


def _find_scopes(text: str) -> Iterator[tuple[int, int, str, str]]:
    for kind, pattern in _GOVERNORS:
        for match in pattern.finditer(text):
            ending = _END_OF_DOUBT if kind == "doubt" else _END_OF_SCOPE
            end = ending.search(text, match.end())
            last = end.start() if end is not None else len(text)
            yield match.end(), last, kind, match[0].strip()


def _find_conditions(text: str) -> Iterator[tuple[int, int, str, str]]:
    for match in _CONDITION.finditer(text):
        end = re.compile(r"[,;.!?]").search(text, match.end())
        last = end.start() if end is not None else len(text)
        yield match.end(), last, "condition", match[0]
        begins = not re.search(r"\w\s*$", text[: match.start()])
        if begins and last < len(text) and text[last] == ",":
            stop = re.compile(r"[;.!?]").search(text, last)
            yield last, stop.start() if stop is not None else len(text), "condition", match[0] + " "
        elif not begins:
            marks = [m.end() for m in re.finditer(r"[,;.!?]", text[: match.start()])]
            yield marks[-1] if marks else 0, match.start(), "condition", match[0] + " "


def _is_finite(text: str, word: Word) -> bool:
    """Tell whether a word is a past form that hangs on no "to", "be" or "will" before it."""
    before = text[: word.start].lower().split()[-1:]
    return not _is_present(word) and before[:1] not in (["to"], ["be"], ["will"], ["and"])


def _is_open(text: str, word: Word, governor: str) -> bool:
    """Tell whether a word depends on a condition: it stands in it, or behind "will" beside it."""
    if not governor.endswith(" "):
        return True
    before = text[: word.start].lower().split()[-_BEFORE_MODAL:]
    return any(other in _MODALS for other in before)


def _lacks(statement: str, anchor: Word, kind: str) -> bool:
    """Tell whether a statement has no word that leaves open what is left open in the article."""
    if kind == "condition":
        return _OPEN.search(statement) is None
    if kind == "former":
        return _is_present(anchor) and _PAST_WORDS.search(statement) is None
    if kind == "plan":
        dated = _is_present(anchor) and any(w.lower in TIMES for w in read_words(statement))
        return not dated and _AHEAD.search(statement) is None
    return _DOUBTS.search(statement) is None


def _is_present(anchor: Word) -> bool:
    return not (anchor.lower.endswith("ed") or anchor.lower in IRREGULAR)
