"""Who says what inside one text: the words that attribute, and the words they cover."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from index.claims import Claim, find_claims, is_hearsay
from index.items import Item, Kind, make_items
from index.models import Sentence
from index.names import Name
from index.phrases import Phrase, Shape
from index.quotations import Quotation, blank_quotations, find_quotations
from index.speech import SPEECH, Need
from index.tokens import tokenize

__all__ = ["Voice", "Voices", "find_segment", "read_quotations", "read_voices"]

Span = tuple[int, int]

_LABEL = re.compile(r"\s*([^\W\d_][^:\n“\"]{1,60}):\s+(?=\S)")
_LOW_DOUBLE = re.compile("„([^„“”]*)“")
_CLOSING = re.compile('”|(?<=[.,!?…])"(?=\\s|$)')
_OPENING = re.compile('[“„"]')
_END = re.compile(r"(?:[.!?][\"”’)]*\s+(?=[\"“‘(A-Z])|;\s)")
_JOINT = re.compile(r"(?:,\s)?\b(?:and|but|while|whereas|although|though)\b|,\s(?=said\b)")
_STRONG_JOINT = re.compile(r"(?:,\s|;\s)(?:and|but|while|whereas|although|though)\b|;\s")
_LEAD = re.compile(
    r"[\s,]*(?:(?:the|his|her|their|its|a|an)(?:\s[\w'’-]+){1,3},?\s*)?", re.IGNORECASE
)
_TELLING = re.compile(r"(?!that\b|the\b|an?\b\b)[^\W_]+|;")
_MAX_LABEL_WORDS: Final = 6
_JUDGING = frozenset({Need.CALLING, Need.AS, Need.CLAIM_NOUN, Need.PRESENT_CLAUSE})
_NAMING = frozenset({Need.NOTHING, Need.CLAUSE})


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who says something in a text.

    Attributes:
        text: The speaker, as worded there; a pronoun in lower case.
        shape: Name, description or pronoun.
        head: The word that says who it is, in lower case.
        clause: Span from the speaker to the verb, or the other way round.
        speaker: Span of the words that name the speaker.
        verb: The verb of saying, in lower case; empty behind a mere name and colon.
        claimed: Spans of the words that are said, up to where another speaker begins.
    """

    text: str
    shape: Shape
    head: str
    clause: Span
    speaker: Span
    verb: str = ""
    claimed: tuple[Span, ...] = ()

    def covers(self, offset: int) -> bool:
        """Tell whether a character is part of what this speaker says."""
        return _lies_in(offset, self.claimed) and not _lies_in(offset, [self.clause])


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks in a text.

    Attributes:
        voices: Everybody who does, in order.
        claimed: Spans of the words that are said or claimed; they may overlap.
        quoted: Spans of the words in quotation marks.
        hearsay: Whether something is claimed by nobody in particular.
        speaking: Whether there is any verb of saying outside the quotations.
    """

    voices: tuple[Voice, ...]
    claimed: tuple[Span, ...]
    quoted: tuple[Span, ...]
    hearsay: bool
    speaking: frozenset[str]

    def is_claimed(self, offset: int) -> bool:
        """Tell whether a character is part of what is said."""
        return _lies_in(offset, self.claimed)

    def is_quoted(self, offset: int) -> bool:
        """Tell whether a character stands in quotation marks."""
        return _lies_in(offset, self.quoted)

    def attributes(self, offset: int) -> bool:
        """Tell whether a character is part of the words that name who speaks."""
        return _lies_in(offset, [voice.clause for voice in self.voices])


def _lies_in(offset: int, spans: Sequence[Span]) -> bool:
    return any(start <= offset < end for start, end in spans)


def read_quotations(text: str) -> list[Quotation]:
    """Find what is quoted in a text by marks of any kind, also where one mark is missing.

    Example:
        >>> [(q.start, q.end) for q in read_quotations("„Nein“, he said. It is 'all over'.")]
        [(0, 6), (23, 33)]
    """
    plain = _LOW_DOUBLE.sub(r"“\1”", text)
    sentence = Sentence(article_id="", number=1, start=0, end=len(plain), text=plain)
    found = find_quotations([sentence])[0]
    first = found[0].start if found else len(plain)
    closing = _CLOSING.search(plain, 0, first)
    opening = _OPENING.search(plain)
    if closing is not None and (opening is None or opening.start() >= closing.start()):
        found = [Quotation(0, closing.end(), 0), *found]
    return found


def read_voices(text: str, names: Sequence[Name], *, judges: Sequence[str] = ()) -> Voices:
    """Find who speaks in a text and what is said by anybody.

    Args:
        text: One sentence.
        names: The names found in it.
        judges: Speakers of whom "Roe called it a farce" counts without quotation marks too: where
            the article says something in somebody's words, a statement may put it like that.
    """
    quotations = read_quotations(text)
    items = make_items(text, tokenize(text), names, quotations)
    claims = find_claims(items)
    voices = [
        _make_voice(items, claim, phrase, _find_claimed(text, items, claim))
        for claim in claims
        for phrase in claim.phrases
    ]
    if judges:
        voices += _find_judging(items, [voice.clause for voice in voices], judges)
        voices.sort(key=lambda voice: voice.clause)
    label = _read_label(text)
    if label is not None and not any(voice.clause[0] < label.clause[1] for voice in voices):
        voices.insert(0, label)
    voices = _part_claims(text, voices)
    claimed = [span for voice in voices for span in voice.claimed]
    quoted = [(quotation.start, quotation.end) for quotation in quotations]
    outside = blank_quotations(text, quotations)
    return Voices(
        voices=tuple(voices),
        claimed=tuple(claimed + quoted),
        quoted=tuple(quoted),
        hearsay=is_hearsay(outside),
        speaking=frozenset(item.lower for item in items if _is_speaking(item)),
    )


def find_segment(text: str, voice: Voice, voices: Sequence[Voice]) -> Span:
    """Return the part of a text that one of several speakers may have said, with who says it.

    Sentences and semicolons part them, and "and", "but" or "while" between two speakers.

    Args:
        text: The text.
        voice: The speaker.
        voices: All speakers of the text, in order.
    """
    start = max((end for end in _find_ends(text) if end <= voice.clause[0]), default=0)
    later = (end for end in _find_ends(text) if end >= voice.clause[1])
    end = min(later, default=len(text))
    for other in voices:
        if other.clause[1] <= voice.clause[0]:
            joint = _find_joint(text, other.clause[1], voice.clause[0])
            start = max(start, joint or start)
        elif other.clause[0] >= voice.clause[1]:
            joint = _find_joint(text, voice.clause[1], other.clause[0])
            end = min(end, joint or end)
    return start, end


def _part_claims(text: str, voices: Sequence[Voice]) -> list[Voice]:
    """Let what each speaker says end where the clause of the next speaker begins."""
    order = sorted(range(len(voices)), key=lambda number: voices[number].clause)
    groups: list[tuple[int, list[int]]] = []
    for last, number in zip([None, *order], order, strict=False):
        cut = 0 if last is None else _find_cut(text, voices[last], voices[number])
        if cut is None:
            groups[-1][1].append(number)
        else:
            groups.append((cut, [number]))
    ends = [*(start for start, _ in groups[1:]), len(text)]
    parted = list(voices)
    for (start, numbers), end in zip(groups, ends, strict=False):
        for number in numbers:
            clipped = _clip(voices[number].claimed, start, end)
            parted[number] = replace(voices[number], claimed=clipped)
    return parted


def _clip(spans: Sequence[Span], first: int, last: int) -> tuple[Span, ...]:
    clipped = [(max(start, first), min(end, last)) for start, end in spans]
    return tuple((start, end) for start, end in clipped if start < end)


def _find_cut(text: str, one: Voice, other: Voice) -> int | None:
    """Return where what one speaker says ends and the clause of the other begins, if known."""
    start, end = one.clause[1], other.clause[0]
    if start > end or one.speaker == other.speaker or not _TELLING.search(text, start, end):
        return None
    joints = [match.end() for match in _JOINT.finditer(text, start, end)]
    near = [joint for joint in joints if _LEAD.fullmatch(text, joint, end)]
    if near:
        return near[-1]
    if not any(there < end for there, last in other.claimed if there < last):
        return end
    parted = [place for place in _find_ends(text) if start <= place <= end]
    strong = [match.end() for match in _STRONG_JOINT.finditer(text, start, end)]
    if parted or strong or joints:
        return (parted[-1:] or strong[:1] or joints[-1:])[0]
    goes_on = any(last > start for there, last in one.claimed if there < last)
    return None if goes_on else start


def _find_ends(text: str) -> list[int]:
    return [match.end() for match in _END.finditer(text)]


def _find_joint(text: str, start: int, end: int) -> int | None:
    joints = [match.end() for match in _JOINT.finditer(text, start, end)]
    return joints[-1] if joints else None


def _is_speaking(item: Item) -> bool:
    verb = SPEECH.get(item.lower) if item.kind is Kind.WORD else None
    return (verb is not None and verb.need in _NAMING) or item.lower == "according"


def _make_voice(
    items: Sequence[Item], claim: Claim, phrase: Phrase, claimed: Sequence[Span]
) -> Voice:
    places = [claim.verb] if claim.shared else [claim.verb, phrase.first, phrase.last]
    clause = items[min(places)].start, items[max(places)].end
    speaker = items[phrase.first].start, items[phrase.last].end
    verb = items[claim.verb].lower
    return Voice(phrase.text, phrase.shape, phrase.head, clause, speaker, verb, tuple(claimed))


def _find_judging(
    items: Sequence[Item], taken: Sequence[Span], judges: Sequence[str]
) -> list[Voice]:
    """Find names in front of "called" and the like that belong to no clause of saying yet."""
    found: list[Voice] = []
    known = {judge.split()[-1].lower() for judge in judges if judge.split()}
    for item, following in pairwise(items):
        verb = SPEECH.get(following.lower) if following.kind is Kind.WORD else None
        if item.kind is not Kind.NAME or item.possessive or verb is None:
            continue
        clause = item.start, following.end
        head = item.text.split()[-1].lower()
        if verb.need not in _JUDGING or head not in known:
            continue
        if not any(_overlap(clause, span) for span in taken):
            said = ((following.end, items[-1].end),)
            speaker = item.start, item.end
            voice = Voice(item.text, Shape.NAME, head, clause, speaker, following.lower, said)
            found.append(voice)
    return found


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _read_label(text: str) -> Voice | None:
    """Read "Jane Roe: It is over" as somebody speaking."""
    match = _LABEL.match(text)
    if match is None or len(match[1].split()) > _MAX_LABEL_WORDS:
        return None
    words = match[1].split()
    shape = Shape.NAME if words[-1][0].isupper() else Shape.NOUN
    if shape is Shape.NOUN and words[0].lower() not in ("the", "a", "an", "his", "her", "police"):
        return None
    speaker, rest = match.span(1), (match.end(), len(text))
    clause = match.start(1), match.end()
    return Voice(match[1], shape, words[-1].lower(), clause, speaker, claimed=(rest,))


def _find_claimed(text: str, items: Sequence[Item], claim: Claim) -> list[Span]:
    """Return the spans of the words that a claim covers."""
    verb = items[claim.verb]
    bound = items[claim.bound] if claim.bound >= 0 else None
    last = claim.phrases[-1].last if claim.after else claim.verb
    after = (items[max(last, claim.verb)].end, len(text))
    before = (0, min(verb.start, items[claim.phrases[0].first].start))
    if verb.lower == "according":
        return [before, after]
    if claim.covers or (bound is not None and bound.kind is Kind.QUOTATION and not claim.after):
        # Behind the verb stand listeners and times; what is said goes on after a comma only.
        comma = next((item.end for item in items if item.start >= after[0] and item.text == ","), 0)
        return [(0, bound.end if bound is not None else 0), (comma or len(text), len(text))]
    if claim.after and bound is not None and bound.kind is not Kind.WORD:
        return [before, after]
    return [after]
