"""Whether a statement keeps who says what: nobody's claim told as fact, none put in a new mouth."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from index.lexicon import ROLES, word_set
from index.phrases import Shape
from qa.models import Problem, ProblemKind
from qa.verification.alignment import find_closest, read_parts, read_together
from qa.verification.clauses import find_taken, is_own
from qa.verification.hedges import find_dropped_hedge
from qa.verification.mouths import are_one, is_named
from qa.verification.premises import Premise
from qa.verification.replaced import find_replaced
from qa.verification.telling import Telling, find_content, find_words, read_telling
from qa.verification.voices import Voice, Voices, find_segment, read_quotations, read_voices
from qa.words import content_stems, stem_set

__all__ = ["check_attribution"]

_HALF: Final = 0.5
_CLEARLY_MORE: Final = 0.1
_NEARLY: Final = 0.15
_TO_ADD: Final = 0.75
_MIN_QUOTED: Final = 0.5
_CLAIM_NOUNS = re.compile(
    r"\b(?:claims?|allegations?|accusations?|statements?|comments?|remarks?|warnings?|testimony"
    r"|views?|opinions?|assertions?|suggestions?|beliefs?|denials?|interviews?|complaints?"
    r"|promises?|pledges?|announcements?|estimates?|predictions?|words|accounts?|affirm\w*"
    r"|voic(?:es?|ed|ing)|pronounc\w+|relay\w*|cit(?:es?|ed|ing)|inform(?:s|ed)?|believ\w+"
    r"|assess\w*|deem\w*|consider(?:s|ed)?|maintain\w*|profess\w*|impl(?:y|ies|ied))\b",
    re.IGNORECASE,
)
_INTENTIONS = re.compile(
    r"\b(?:plans?|planned|intends?|intended|hopes?|hoped|wants?|wanted|aims?|aimed|seeks?|sought"
    r"|wish(?:es|ed)?|refus\w+|vow(?:s|ed)|promis(?:es|ed))\b",
    re.IGNORECASE,
)
_BEGINNING: Final = 6
_MAX_SPEAKERS: Final = 6
_ARTICLE_ITSELF = frozenset(
    "article story piece author newspaper outlet cnn bbc reuters ap afp journalist reporter "
    "correspondent".split()
)
_ACTS = word_set(
    "announced announces announce announcing declared declares declare ruled rules rule confirmed "
    "confirms confirm revealed reveals reveal showed shows show found finds find agreed agrees "
    "agree disclosed discloses concluded concludes"
)
"""Saying these is doing them."""

_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|us|I['’]\w+|we['’]\w+)\b", re.IGNORECASE)
_ATTITUDES = re.compile(
    r"\b(?:believ|think|thought|expect|hop|want|view|feel|felt|consider|plan|intend|opinion"
    r"|accord|tell|told|say|said|call|ask|spoke|speak|admit|interview|comment|statement)\w*\b",
    re.IGNORECASE,
)


def check_attribution(statement: str, premises: Sequence[Premise]) -> list[Problem]:
    """Find claims that a statement tells as fact, or gives to somebody else than the article does.

    Where two speak in a premise, or in two premises, each answers for the own clause only
    (``clauses.py``). A premise without words of saying whose speaker was inferred is a claim like
    any other: speakers are carried over only inside a quotation that is still open (all 30 such
    sentences of 1,261 of CoQA's CNN stories), so that the inference is sure.

    Example:
        >>> premise = Premise(text="The bridge is safe, Roe said.", speakers=("Jane Roe",))
        >>> [str(p) for p in check_attribution("The bridge is safe.", [premise])]
        ['attribution dropped: the article says this in the words of Jane Roe, not as fact']
        >>> [p.found for p in check_attribution("The bridge is safe, Poe said.", [premise])]
        ['Jane Roe']
    """
    closest = find_closest(statement, premises)
    if not closest or _repeats_all(statement, closest):
        return []
    names = read_together([statement, *(premise.text for premise in closest)])
    judges = [speaker for premise in closest for speaker in premise.speakers]
    own = read_voices(statement, names[0], judges=judges)
    wanted = find_content(statement, own)
    told = [read_telling(p, n, wanted) for p, n in zip(closest, names[1:], strict=True)]
    outer = [voice for voice in own.voices if not _is_retold(statement, voice, told)]
    parts = read_parts(statement, names[0])
    known = [voice.speaker for voice in outer[:_MAX_SPEAKERS] if is_own(statement, voice, told)]
    problems = list(_find_changed(statement, outer, told)) or list(
        find_replaced(parts, told, names[1:], known=known)
    )
    if not problems and not outer and not _attributes_otherwise(statement, own, told):
        problems = list(_find_dropped(statement, told))
    return problems or list(_find_hedge_dropped(statement, told, said=bool(outer)))


def _repeats_all(statement: str, premises: Sequence[Premise]) -> bool:
    """Tell whether a statement is one premise, or several one behind the other."""
    if any(_repeats(statement, premise) for premise in premises):
        return True
    left = _normalise(statement)
    for premise in premises:
        left = left.replace(_normalise(premise.text), " ", 1)
    return not any(character.isalnum() for character in left)


def _repeats(statement: str, premise: Premise) -> bool:
    """Tell whether a statement is a premise, alone or behind the name of who speaks in it."""
    plain, text = _normalise(statement), _normalise(premise.text)
    if plain == text:
        return True
    label = plain.removesuffix(text)
    return label != plain and any(
        label.strip(" :,") in (speaker, f"{speaker} said")
        for speaker in map(_normalise, premise.speakers)
    )


def _normalise(text: str) -> str:
    return " ".join(text.split()).strip(" .")


def _is_retold(statement: str, voice: Voice, told: Sequence[Telling]) -> bool:
    """Tell whether the words "Poe told her" are themselves what somebody says in a premise."""
    clause = statement[voice.clause[0] : voice.clause[1]].lower()
    kept = stem_set(statement)
    for telling in told:
        text = telling.premise.text
        place = text.lower().find(clause)
        if place < 0:
            continue
        if telling.premise.speakers and not telling.voices.claimed:
            return True
        for other in telling.voices.voices:
            named = stem_set(text[other.speaker[0] : other.speaker[1]])
            if other.covers(place) and not named <= kept:
                return True
        if telling.voices.is_quoted(place) and not _is_quoted_in(statement, voice):
            return True
    return False


def _is_quoted_in(statement: str, voice: Voice) -> bool:
    return any(q.start <= voice.clause[0] < q.end for q in read_quotations(statement))


def _attributes_otherwise(statement: str, own: Voices, told: Sequence[Telling]) -> bool:
    """Tell whether a statement says in another way that somebody claims what it tells."""
    best = max(told, key=lambda telling: telling.total)
    if _quoted_share(statement, own) >= _MIN_QUOTED and not best.voices.voices:
        return True
    if own.hearsay and not best.repeats_hearsay:
        return True
    words = own.speaking | {match[0].lower() for match in _CLAIM_NOUNS.finditer(statement)}
    return any(word not in best.claimed_words for word in words)


def _quoted_share(statement: str, own: Voices) -> float:
    quoted = "".join(statement[start:end] for start, end in own.quoted)
    return _count_letters(quoted) / max(1, _count_letters(statement))


def _count_letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _find_dropped(statement: str, told: Sequence[Telling]) -> Iterator[Problem]:
    best = max(told, key=lambda telling: telling.total)
    clear = best.by_claim >= _HALF and best.by_claim > best.by_fact + _CLEARLY_MORE
    if not clear or not best.is_claim:
        return
    if any(telling.by_fact > best.by_claim - _CLEARLY_MORE for telling in told):
        return
    if _tells_intention(statement, best):
        return
    who = _name_speakers(best)
    yield Problem(
        kind=ProblemKind.ATTRIBUTION_DROPPED,
        words=statement.strip(),
        message=f"the article says this in the words of {who or 'somebody'}, not as fact",
        found=who,
    )


def _tells_intention(statement: str, telling: Telling) -> bool:
    """Tell whether a statement says what its speakers want: nobody else could know it."""
    if not _INTENTIONS.search(statement):
        return False
    beginning = stem_set(" ".join(statement.split()[:_BEGINNING]))
    named = [voice.text for voice in telling.voices.voices]
    return any(
        set(content_stems(speaker)) & beginning for speaker in [*telling.premise.speakers, *named]
    )


def _name_speakers(telling: Telling) -> str | None:
    if telling.premise.speakers:
        return " and ".join(telling.premise.speakers)
    return next((v.text for v in telling.voices.voices if v.shape is not Shape.PRONOUN), None)


def _find_changed(
    statement: str, outer: Sequence[Voice], told: Sequence[Telling]
) -> Iterator[Problem]:
    for place, voice in enumerate(outer):
        if voice.shape is Shape.PRONOUN or _is_article_itself(voice):
            continue
        taken = find_taken(statement, voice, told) if place < _MAX_SPEAKERS else None
        if taken is not None:
            yield _tell_changed(statement[slice(*voice.clause)], voice, taken.found)
            continue
        if _is_vague(voice):
            continue
        start, end = find_segment(statement, voice, outer)
        wanted = find_words(statement, start, end, apart=voice.clause)
        content = _find_content_of(wanted, told)
        if not content or any(_says(telling, voice) for telling in content):
            continue
        words = statement[voice.clause[0] : voice.clause[1]]
        spoken = next((telling for telling in content if _name_speakers(telling)), None)
        if spoken is not None:
            yield _tell_changed(words, voice, _name_speakers(spoken))
        elif _is_added(voice, wanted, content):
            yield _tell_changed(words, voice, None)


def _is_vague(voice: Voice) -> bool:
    """Tell whether a description may mean many: "officials", "the automaker"."""
    return voice.shape is Shape.NOUN and voice.head not in ROLES


def _tell_changed(words: str, voice: Voice, found: str | None) -> Problem:
    message = (
        f"the article says this in the words of {found}, not of {voice.text}"
        if found
        else f"the article's sentence does not say that {voice.text} said this"
    )
    return Problem(kind=ProblemKind.ATTRIBUTION_CHANGED, words=words, message=message, found=found)


def _is_article_itself(voice: Voice) -> bool:
    if voice.text.lower() in ("the report", "the text", "reports", "a report"):
        return True
    return bool({word.lower() for word in re.split(r"[\s.]+", voice.text)} & _ARTICLE_ITSELF)


def _says(telling: Telling, voice: Voice) -> bool:
    """Tell whether somebody whom a statement names speaks in a premise."""
    named = [other for other in telling.voices.voices if other.shape is not Shape.PRONOUN]
    speakers = [*telling.premise.speakers, *(other.text for other in named)]
    if any(are_one(voice, speaker, telling.premise) for speaker in speakers):
        return True
    unnamed = telling.voices.voices and not speakers
    return bool(unnamed) and is_named(voice.text, telling.premise.before)


def _find_content_of(wanted: frozenset[str], told: Sequence[Telling]) -> list[Telling]:
    """Return the premises that tell most of some words, and at least half of them."""
    shares = [_share(wanted, telling) for telling in told]
    enough = max(_HALF, max(shares) - _NEARLY)
    return [telling for telling, share in zip(told, shares, strict=True) if share >= enough]


def _share(wanted: frozenset[str], telling: Telling) -> float:
    return len(wanted & telling.words) / max(1, len(wanted))


def _is_added(voice: Voice, wanted: frozenset[str], content: Sequence[Telling]) -> bool:
    """Tell whether premises that tell something as fact name nobody who could have said it."""
    if voice.verb in _ACTS:
        return False
    for telling in content:
        text = telling.premise.text
        if _FIRST_PERSON.search(text) or _ATTITUDES.search(text) or telling.voices.quoted:
            return False
    return max(_share(wanted, telling) for telling in content) >= _TO_ADD


def _find_hedge_dropped(
    statement: str, told: Sequence[Telling], *, said: bool
) -> Iterator[Problem]:
    best = max(told, key=lambda telling: telling.total)
    if best.total < _HALF:
        return
    hedge = find_dropped_hedge(statement, best.premise.text)
    # "It would rise, Roe said" is how a reporter tells "It will rise".
    if hedge is not None and not (said and hedge.lower() == "would"):
        yield Problem(
            kind=ProblemKind.ATTRIBUTION_DROPPED,
            words=statement.strip(),
            message=f"the article says “{hedge}”, and does not tell this as certain",
            found=hedge,
        )
