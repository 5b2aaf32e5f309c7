"""Claims inside one sentence: which words are the speaker, and which verb says so.

The sentence is read as a row of items, where a name or a quotation is a single item. From each
verb of saying the row is walked to the left, over adverbs and auxiliaries, to the words that
are its subject; or to the right, where the verb stands before its speaker. All walks are
bounded, so the time is linear in the length of the sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.asides import WRITINGS, read_apposition
from index.inversions import parse_after
from index.items import Item, Kind
from index.lexicon import INSTITUTIONS, ROLES, TIMES, word_set
from index.phrases import CLAUSE_WORDS, PREPOSITIONS, Phrase, Shape, parse_span
from index.speech import HEARSAY_PARTICIPLES, INVERTING, SPEECH, Form, Need, Verb
from index.subjects import find_leading, parse_before
from index.verbs import ADVERBS, Left, fits, is_participle, is_terminal, is_time, walk_left

__all__ = ["Claim", "find_claims", "is_hearsay"]

_SUBORDINATE = word_set(
    "that after before when because until where since if whether how what why who which once "
    "than unless whom whose"
)

_OWNED = ("his ", "her ", "their ", "its ")

_MAX_SCARE_QUOTATION = 25
_MAX_CLAIMS = 40
_MAX_LEAD = 80

_HEARSAY = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly|rumou?rs?\s(?:that|say|has|have|had|of)"
    r"|(?:is|are|was|were|been)\s(?:also\s|now\s|widely\s|still\s|not\s|long\s)?"
    rf"(?:{HEARSAY_PARTICIPLES})\s(?:to|that)\b"
    rf"|it\s(?:is|was|has\sbeen)\s(?:also\s|widely\s)?(?:{HEARSAY_PARTICIPLES})\b"
    r"|(?:\b(?:is|are|was|were|been|stands?|stood)|['’]s)\s(?:\w+\s)?accused\sof|said\sto\s(?:be|have)|(?:unconfirmed|some)\sreports)"
    r"|\b[Tt]here\s(?:are|were|have\sbeen)\s(?:\w+\s){0,2}(?:reports|rumou?rs|claims|suggestions)\b"
)

_NAMELESS = re.compile(
    r"\b(?:[Ss]ome|[Mm]any|[Oo]thers|[Ss]everal|[Pp]eople|[Ff]ew)\s(?:have\s|also\s)?"
    r"(?:say|said|believe|think|argue|claim|argued|claimed|suggest|suggested|fear)\b"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One verb of saying with its speakers.

    Attributes:
        phrases: The speakers, as worded.
        verb: Number of the verb among the items.
        bound: Number of the item that stands before the speakers, or -1.
        after: Whether the verb stands before its speakers.
        shared: Whether the speakers are those of the clause before.
        covers: Whether it closes the sentence and so covers what stands before it.
    """

    phrases: tuple[Phrase, ...]
    verb: int
    bound: int
    after: bool = False
    shared: bool = False
    covers: bool = False


def is_hearsay(text: str) -> bool:
    """Tell whether a sentence without its quotations is claimed by nobody in particular.

    Example:
        >>> is_hearsay("The loan is said to be small."), is_hearsay("He said it was small.")
        (True, False)
    """
    return bool(_HEARSAY.search(text) or _NAMELESS.search(text))


def find_claims(items: Sequence[Item]) -> list[Claim]:
    """Find who says something in a sentence, in the order of the sentence."""
    claims: list[Claim] = []
    for place, item in enumerate(items):
        if item.kind is not Kind.WORD:
            continue
        claim = _read_according(items, place) or _read_quoted(items, place)
        verb = SPEECH.get(item.text) if claim is None else None
        if verb is not None:
            claim = _read_claim(items, place, verb)
        if claim is not None:
            claims.append(claim)
        if len(claims) == _MAX_CLAIMS:
            break
    return _select(items, _share(items, claims))


def _read_according(items: Sequence[Item], place: int) -> Claim | None:
    if items[place].lower != "according" or place + 2 >= len(items):
        return None
    if items[place + 1].lower != "to":
        return None
    phrases, _ = parse_after(items, place + 2)
    if not phrases or phrases[-1].head in ("plan", "schedule", "rules", "law", "tradition"):
        return None
    return Claim(tuple(phrases), place, place - 1, after=True)


def _read_quoted(items: Sequence[Item], place: int) -> Claim | None:
    """Read "quoted Roe as saying" and "Roe was quoted as saying"."""
    if items[place].lower != "quoted":
        return None
    words = [item.lower for item in items[place + 1 : place + 10]]
    if "as" not in words:
        return None
    left = walk_left(items, place)
    if left.passive and left.place >= 0:
        phrases, bound = parse_before(items, left.place)
        return Claim(tuple(phrases), place, bound) if phrases else None
    phrases, _ = parse_after(items, place + 1)
    return Claim(tuple(phrases), place, place, after=True) if phrases else None


def _read_claim(items: Sequence[Item], place: int, verb: Verb) -> Claim | None:
    left = walk_left(items, place)
    if left.negated or (left.infinitive and not left.modal):
        return None
    if left.passive and Form.PROGRESSIVE not in verb.forms:
        plain = verb.need in (Need.NOTHING, Need.CALLING, Need.AS)
        return _read_agent(items, place) if plain else None
    if not fits(items, place, verb, left) or is_participle(items, place, verb):
        return None
    if Form.PROGRESSIVE in verb.forms and not left.passive:
        return _read_participle(items, place)
    return _read_active(items, place, verb, left)


def _read_active(items: Sequence[Item], place: int, verb: Verb, left: Left) -> Claim | None:
    before = items[left.place] if left.place >= 0 else None
    if before is None or before.kind in (Kind.MARK, Kind.QUOTATION):
        return _read_beside_mark(items, place, left.place, verb)
    if before.lower in ("and", "but", "or"):
        return Claim((), place, left.place, shared=True)
    phrases, bound = parse_before(items, left.place)
    if not phrases or not _agrees(verb, phrases, left):
        return None
    closing = bound >= 0 and items[bound].kind is not Kind.WORD
    if not fits(items, place, verb, left, closing=closing):
        return None
    return Claim(tuple(phrases), place, bound)


def _read_agent(items: Sequence[Item], place: int) -> Claim | None:
    """Read "was described by Roe as": the speaker stands behind "by"."""
    for there in range(place + 1, min(place + 10, len(items))):
        if items[there].kind in (Kind.MARK, Kind.QUOTATION):
            break
        if items[there].lower == "by":
            phrases, _ = parse_after(items, there + 1)
            phrases = [p for p in phrases if p.shape is not Shape.NOUN or p.head in ROLES]
            return Claim(tuple(phrases), place, place, after=True) if phrases else None
    return None


def _read_participle(items: Sequence[Item], place: int) -> Claim | None:
    if place == 0:
        return None
    before = items[place - 1]
    if before.text == "," or before.kind is Kind.QUOTATION or before.lower in WRITINGS:
        return Claim((), place, place - 1, shared=True)
    for there in range(place - 1, max(-1, place - 8), -1):
        if items[there].kind in (Kind.MARK, Kind.QUOTATION):
            return None
        if items[there].lower == "with" and there and items[there - 1].text == ",":
            phrase = parse_span(items, there + 1, place - 1)
            return Claim((phrase,), place, there - 1) if phrase is not None else None
    return None


def _read_beside_mark(items: Sequence[Item], place: int, left: int, verb: Verb) -> Claim | None:
    """Read a verb that stands right behind a comma or quotation, or opens the sentence."""
    inverted: list[Phrase] = []
    end = place + 1
    if verb.lemma in INVERTING and left == place - 1:
        inverted, end = parse_after(items, place + 1)
    closed = end >= len(items) or items[end].kind is Kind.MARK or _goes_on(items[end])
    closed = closed or (items[left].kind is Kind.QUOTATION and items[end].kind is not Kind.WORD)
    if inverted and closed and all(_can_speak(phrase) for phrase in inverted):
        return Claim(tuple(inverted), place, left, after=True)
    if left >= 0 and (items[left].text == "," or items[left].kind is Kind.QUOTATION):
        found = read_apposition(items, left)
        meant = fits(items, place, verb, Left(left), closing=False)
        if found is not None and meant:
            return Claim(tuple(found[0]), place, found[1])
    return None


def _can_speak(phrase: Phrase) -> bool:
    if phrase.shape is not Shape.NOUN or not phrase.text.startswith(_OWNED):
        return True
    return phrase.head in ROLES | INSTITUTIONS or phrase.head.endswith("s")


def _goes_on(item: Item) -> bool:
    return (
        item.lower in PREPOSITIONS
        or item.lower in CLAUSE_WORDS
        or item.lower in TIMES
        or item.lower in ADVERBS
        or item.lower in ("last", "late", "early", "this", "and")
    )


def _agrees(verb: Verb, phrases: Sequence[Phrase], left: Left) -> bool:
    """Tell whether a bare form ("say") has a plural subject, or stands after "will"."""
    if verb.forms & {Form.PAST, Form.SINGULAR, Form.PROGRESSIVE} or left.modal:
        return True
    if Form.PARTICIPLE in verb.forms:
        return False
    subject = phrases[-1]
    if subject.shape is Shape.PRONOUN:
        return subject.text in ("they", "we", "i", "you", "who")
    return (
        len(phrases) > 1 or subject.head[-1] == "s" or subject.head in ("police", "people", "media")
    )


def _share(items: Sequence[Item], claims: Sequence[Claim]) -> list[Claim]:
    """Give verbs without a subject of their own the one before them."""
    shared: list[Claim] = []
    for claim in claims:
        if claim.shared:
            last = shared[-1].phrases if shared else ()
            leading = find_leading(items[: min(claim.verb, _MAX_LEAD)]) if not last else None
            phrases = last or ((leading,) if leading is not None else ())
            if not phrases:
                continue
            claim = replace(claim, phrases=phrases)
        shared.append(claim)
    return shared


def _select(items: Sequence[Item], claims: Sequence[Claim]) -> list[Claim]:
    """Leave out what is only told inside another claim."""
    kept: list[Claim] = []
    dropped: tuple[Phrase, ...] = ()
    for claim in claims:
        repeated = claim.shared and claim.phrases == dropped
        if repeated or claim.phrases[-1].text == "who" or _is_inner(items, claim, kept):
            dropped = claim.phrases
            continue
        if _governs(items, claim):
            claim = replace(claim, covers=True)
            kept = [
                other
                for other in kept
                if _is_apart(items, other, claim) or other.phrases == claim.phrases
            ]
        kept.append(claim)
    return kept


def _is_inner(items: Sequence[Item], claim: Claim, kept: Sequence[Claim]) -> bool:
    if claim.shared or claim.after or claim.bound < 0:
        return False
    bound = items[claim.bound]
    if bound.kind in (Kind.MARK, Kind.QUOTATION):
        owned = claim.phrases[0].text.startswith(_OWNED)
        return bool(kept) and owned and not _is_last(items, claim)
    if bound.lower == "that" or bound.lower in SPEECH:
        return bool(kept)
    # Between other words and "he" stands an unwritten "which": "a girl he claimed was ill".
    plain = bound.lower not in CLAUSE_WORDS and bound.lower != "and"
    return plain or bound.lower in _SUBORDINATE


def _is_last(items: Sequence[Item], claim: Claim) -> bool:
    return is_terminal(items, claim.verb) or claim.verb + 3 >= len(items)


def _governs(items: Sequence[Item], claim: Claim) -> bool:
    """Tell whether a claim covers all before it: "Police told her to leave, Roe said."."""
    if claim.shared or claim.bound < 0:
        return False
    bound = items[claim.bound]
    scare = bound.kind is Kind.QUOTATION and len(bound.text) < _MAX_SCARE_QUOTATION
    if bound.text != "," and not (scare and claim.bound):
        return False
    if items[claim.verb].lower == "according":
        return False
    place = claim.phrases[-1].last + 1 if claim.after else claim.verb + 1
    if items[claim.verb].lower in ("told", "tells") and not claim.after:
        _, place = parse_after(items, place)
    while place < len(items) and (is_time(items, place) or items[place].lower in ADVERBS):
        place += 1
    if place >= len(items) or items[place].kind is Kind.MARK:
        return place >= len(items) or items[place].text != ":"
    return items[place].kind is Kind.WORD and items[place].lower in PREPOSITIONS


def _is_apart(items: Sequence[Item], earlier: Claim, later: Claim) -> bool:
    between = items[max(earlier.verb, later.bound - 200) : max(later.bound, earlier.verb)]
    return items[earlier.verb].lower == "according" or any(
        item.text == ";" or (item.kind is Kind.QUOTATION and len(item.text) > _MAX_SCARE_QUOTATION)
        for item in between
    )
