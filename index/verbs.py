"""Verbs of saying in their sentence: what stands before them, and whether they mean saying."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.items import Item, Kind
from index.lexicon import TIMES, word_set
from index.phrases import PRONOUNS
from index.speech import (
    AUXILIARIES,
    BE,
    INVERTING,
    NEGATIONS,
    NOUN_LIKE,
    QUASI_MODALS,
    SPEECH,
    Form,
    Need,
    Verb,
)

__all__ = [
    "ADVERBS",
    "TIME_WORDS",
    "Left",
    "fits",
    "is_participle",
    "is_terminal",
    "is_time",
    "walk_left",
]

ADVERBS = word_set(
    "also then later once even again further just since still now already himself herself "
    "themselves itself both all soon earlier recently previously repeatedly always often first "
    "never not instead however meanwhile today yesterday ever only"
)

TIME_WORDS = TIMES | word_set(
    "night morning afternoon evening week month year ago late early this last next on in "
    "earlier the at noon midnight"
)

_PRIZES = word_set(
    "lives life title titles win victory medal gold silver bronze crown trophy place wicket "
    "wickets point points spot championship asylum benefits prize goal goals third second first "
    "fourth success"
)

_CLAIM_NOUNS = word_set(
    "as claim claims allegation allegations suggestion suggestions reports accusation "
    "accusations criticism criticisms idea notion charge charges rumours rumors speculation "
    "concerns"
)

_WANTED_NEAR = {Need.AS: frozenset({"as"}), Need.CLAIM_NOUN: _CLAIM_NOUNS}
_WANTED_NEXT = {Need.FOR: ("for", "to"), Need.IT: ("it",), Need.OUT: ("out",), Need.OF: ("of",)}
_REDUCED = {
    "accuse": {"of"},
    "describe": {"as"},
    "tell": {"to"},
    "urge": {"to"},
    "advise": {"to"},
    "praise": {"for", "by"},
    "criticize": {"for", "by"},
    "criticise": {"for", "by"},
    "condemn": {"to", "by"},
    "announce": {"by"},
    "blame": {"for"},
    "reveal": {"by"},
}

_BEFORE_NOUNS = word_set(
    "a an the this his her its their another each every no these those my our your"
)


@dataclass(frozen=True, slots=True)
class Left:
    """What stands between a verb and its subject."""

    place: int
    passive: bool = False
    negated: bool = False
    infinitive: bool = False
    modal: bool = False


def walk_left(items: Sequence[Item], place: int) -> Left:
    """Walk from a verb over adverbs, times and auxiliaries to the end of its subject."""
    passive = negated = infinitive = modal = False
    left = place - 1
    while left >= 0 and place - left < 10 and items[left].kind is Kind.WORD:
        word = items[left].lower
        if word == "to":
            infinitive = True
        elif word in BE or word in AUXILIARIES:
            passive = passive or (word in BE and left == place - 1 - _adverbs(items, left, place))
            modal = modal or word in ("will", "would", "did", "does", "do", "'ll", "'d")
        elif infinitive and word in QUASI_MODALS and items[left + 1].lower in ("to", "on"):
            modal = True
        elif word == "on" and items[left - 1].lower in ("went", "goes", "go"):
            pass
        elif not (word in ADVERBS or word.endswith("ly") or is_time(items, left)):
            break
        negated = negated or word in NEGATIONS
        left -= 1
    return Left(left, passive and not infinitive, negated, infinitive, modal)


def _adverbs(items: Sequence[Item], first: int, last: int) -> int:
    between = items[first + 1 : last]
    return sum(item.lower in ADVERBS or item.lower.endswith("ly") for item in between)


def is_time(items: Sequence[Item], place: int) -> bool:
    """Tell whether a word belongs to a time such as "on Monday night" or "last week"."""
    if items[place].lower not in TIME_WORDS:
        return False
    near = items[max(0, place - 2) : place + 3]
    return any(item.lower in TIMES or item.lower in ("week", "month", "year") for item in near)


def fits(
    items: Sequence[Item], place: int, verb: Verb, left: Left, *, closing: bool = True
) -> bool:
    """Tell whether what follows a verb is what follows it when it means saying.

    Args:
        items: The sentence.
        place: Where the verb is.
        verb: What it is.
        left: What stands before it.
        closing: Whether nothing at all may follow: "It sank, the navy reported."
    """
    beside = left.place >= 0 and items[left.place].kind in (Kind.MARK, Kind.QUOTATION)
    if closing and beside and left.place == place - 1 and verb.lemma in INVERTING:
        return True
    if items[place].lower in NOUN_LIKE and verb.need is not Need.CALLING:
        return _fits_noun_like(items, place, left)
    match verb.need:
        case Need.CLAUSE:
            ended = closing and is_terminal(items, place)
            return ended or _fits_clause(items, place, verb, left)
        case Need.QUOTATION:
            ended = closing and is_terminal(items, place) and verb.lemma == "add"
            return ended or _fits_quotation(items, place, verb, left)
        case Need.CALLING:
            return _fits_calling(items, place, verb, left)
        case _:
            return _fits_word(items, place, verb)


def _following(items: Sequence[Item], place: int) -> Item | None:
    return items[place + 1] if place + 1 < len(items) else None


def _fits_noun_like(items: Sequence[Item], place: int, left: Left) -> bool:
    following = _following(items, place)
    if following is None or following.kind is Kind.NAME:
        return False
    direct = following.kind is Kind.QUOTATION or following.text in (",", ":")
    return _starts_clause(following) or (direct and _has_quotation(items, place, left))


def _fits_clause(items: Sequence[Item], place: int, verb: Verb, left: Left) -> bool:
    following = _following(items, place)
    if _has_quotation(items, place, left):
        return True
    if following is not None and following.kind is Kind.NAME:
        return verb.lemma in ("report", "note", "reckon", "indicate", "conclude")
    return _starts_clause(following)


def _fits_quotation(items: Sequence[Item], place: int, verb: Verb, left: Left) -> bool:
    following = _following(items, place)
    word = following.lower if following is not None else ""
    added = verb.lemma == "add" and word in PRONOUNS
    return added or word == "that" or _has_quotation(items, place, left)


def _fits_calling(items: Sequence[Item], place: int, verb: Verb, left: Left) -> bool:
    ahead = [item.lower for item in items[place + 1 : place + 3]]
    if verb.lemma == "call" and ahead[:1] in (["for"], ["on"]):
        return True
    naming = ahead[:1] and ahead[0] in ("it", "this", "that", "him", "her", "them")
    if naming and ahead[1:] and ahead[1] in ("a", "an", "the"):
        return True
    return _has_quotation(items, place, left)


def _fits_word(items: Sequence[Item], place: int, verb: Verb) -> bool:
    ahead = [item.lower for item in items[place + 1 : place + 7]]
    word = ahead[0] if ahead else ""
    if verb.need is Need.NOTHING:
        return verb.lemma != "claim" or not _PRIZES & set(ahead[:5])
    if verb.need is Need.PRESENT_CLAUSE:
        present = not verb.forms & {Form.PAST, Form.PROGRESSIVE}
        return present and word not in ("in", "of", "about")
    if verb.need in _WANTED_NEAR:
        return bool(_WANTED_NEAR[verb.need] & set(ahead))
    return word in _WANTED_NEXT.get(verb.need, ())


def _has_quotation(items: Sequence[Item], place: int, left: Left) -> bool:
    """Tell whether a quotation belongs to a verb: right before it, or after it in its clause."""
    if left.place >= 0 and items[left.place].kind is Kind.QUOTATION:
        return True
    near = items[max(0, left.place - 6) : left.place + 1]
    if any(item.kind is Kind.QUOTATION for item in near):
        return True
    for item in items[place + 1 : place + 22]:
        if item.kind is Kind.QUOTATION:
            return True
        if item.kind is Kind.MARK and item.text in ".;!?":
            return False
        verb = SPEECH.get(item.lower) if item.kind is Kind.WORD else None
        if verb is not None and Form.PAST in verb.forms:
            return False
    following = items[place + 1] if place + 1 < len(items) else None
    return following is not None and following.text == ":"


def _starts_clause(following: Item | None) -> bool:
    if following is None:
        return False
    return (
        following.kind is Kind.NAME
        or following.text == ":"
        or following.lower in ("that", "whether", "how", "what", "why", "if", "there", "at")
        or following.lower in PRONOUNS
    )


def is_terminal(items: Sequence[Item], place: int) -> bool:
    """Tell whether a verb closes its sentence, as in "It sank, the navy reported."."""
    for item in items[place + 1 : place + 6]:
        if item.kind is Kind.MARK:
            return item.text in ".!?"
        if not (item.lower in TIME_WORDS or item.lower in ADVERBS):
            return False
    return place + 6 >= len(items)


def is_participle(items: Sequence[Item], place: int, verb: Verb) -> bool:
    """Tell whether a past form is no verb but describes a noun: "the man accused of theft"."""
    if place and items[place - 1].kind is Kind.WORD and items[place - 1].lower in _BEFORE_NOUNS:
        return True
    word = items[place + 1].lower if place + 1 < len(items) else ""
    return Form.PAST in verb.forms and word in _REDUCED.get(verb.lemma, ())
