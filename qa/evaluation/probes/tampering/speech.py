"""Who says a thing: told of somebody else, or of nobody, as if it were a fact."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from qa.evaluation.probes.tampering.names import is_other
from qa.evaluation.probes.tampering.text import Edit, capitalise, choose, is_quoted, replace_span
from qa.models import ProblemKind

__all__ = ["change_speaker", "drop_speaker"]

_NAME = r"[A-Z][\w’'-]*\.?(?: (?:de |van |al-)?[A-Z][\w’'-]*\.?){0,5}"
_BODY = (
    r"(?:[Pp]olice|[Oo]fficials|[Aa]uthorities|[Pp]rosecutors|[Ii]nvestigators|[Ww]itnesses"
    r"|[Rr]esidents|[Aa]nalysts|[Ee]xperts|[Rr]esearchers|[Ss]cientists|[Dd]octors)"
)
_ROLE = (
    r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne) (?:[\w’'.-]+ ){0,4}?(?:\w*official"
    r"|\w*spokesman|\w*spokeswoman|spokesperson|lawyer|attorney|police|ministry|statement|company|report|agency"
    r"|department|officer|director|chief|coach|mother|father|brother|sister|wife|husband|minister"
    r"|president|professor|analyst|expert|woman|man|researchers?|author|affidavit|newspaper|judge)"
)
_WHO = rf"(?:[Hh]e|[Ss]he|[Tt]hey|{_NAME}|{_BODY}|{_ROLE})"
_TO = (
    r"(?: (?:CNN|reporters|journalists|the \w+|lawmakers|HLN|BBC|AP|him|her|them)"
    r"(?:['’]s [A-Z]\w+ [A-Z]\w+)?)"
)
_VERB = (
    r"(?:said|says|claimed|claims|insisted|argued|warned|explained|stated|alleged|argues|contends"
    r"|predicted|believes|added|noted|reported|testified|recalled|told" + _TO + r")"
)
_SPOKEN = re.compile(
    rf"\b{_VERB}\b|\b(?:told|[Aa]ccording|say|saying|allege|alleging|quoted|states?|believ\w+|accus\w+|charg\w+|reports)\b"
)

_LEADING = re.compile(
    rf"^(?:But |And |However, |Meanwhile, )?(?P<who>{_WHO})(?:, [^,\"“”]{{3,70}},)? {_VERB}"
    r"(?: (?:on )?[A-Z]\w+day| in (?:a|an|the) [\w ]{3,25}| this week| last week| later){0,2}"
    r" (?:(?P<that>that )|(?=(?:the|he|she|they|it|there|his|her|their|its|no|some|many|most|more"
    r"|these|those|this|[A-Z]\w+|\d+|two|three) ))"
    r"(?P<claim>.{25,})$"
)
_TRAILING = re.compile(
    rf"^(?P<claim>.{{20,}}?),(?P<close>[\"”]?) (?:(?P<who>{_WHO})(?:, [^,\"“”]{{3,70}},)? {_VERB}"
    rf"|(?:said|says|added|explained) (?P<after>{_NAME}|{_BODY}|{_ROLE}))\b"
    r"(?P<rest>[^\"“”]{0,140})$"
)
_ACCORDING_FIRST = re.compile(r"^According to (?P<who>[^,\"“”]{3,80}), (?P<claim>.{20,})$")
_ACCORDING_LAST = re.compile(
    r"^(?P<claim>.{20,}?),(?P<close>[\"”]?) according to (?P<who>[^,.\"“”]{3,80})"
    r"(?P<rest>(?:,[^\"“”]{0,80})?\.)$"
)
_HEARSAY = re.compile(r"\b(?:allegedly|reportedly) ")
_FIRST_PERSON = re.compile(
    r"\b(?:I|we|We|me|my|My|our|Our|us|myself|ours|you|your|You|Your)\b|\bI['’]|['’]re\b"
)
_DEPENDENT = re.compile(
    r"^(?:While|When|After|If|As|Before|Since|Although|Though|Because|Once|Until|Unless|Whether"
    r"|Asked|Speaking|In a|On \w+day|Referring|But|And|That|Of|So|To|For)\b"
    r"|^(?:In|At|On|With|From|By|Among|Despite|During|Under|Like|Unlike)\b(?:[^,]|,\d)*$"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|did|does|do"
    r"|[a-z]{3,}ed|[a-z]{3,}s)\b|['’](?:s|ll|d)\b"
)
_ENDS = ".!"


def change_speaker(
    text: str, speakers: Sequence[str], people: Sequence[str], rng: Random
) -> Edit | None:
    """Give a claim to somebody else.

    Args:
        text: The sentence.
        speakers: Who says it, as the article tells.
        people: Names to choose from; none that the sentence or its speakers share is used.
        rng: What decides between the possible changes.
    """
    known = f"{text} {' '.join(speakers)}"
    new = choose(sorted({name for name in people if is_other(name, known)}), rng)
    if new is None:
        return None
    edits = [
        replace_span(text, *span, new, ProblemKind.ATTRIBUTION_CHANGED, ProblemKind.NAME)
        for span in _find_speakers(text)
        if speakers or text[slice(*span)].lower() not in ("he", "she", "they")
    ]
    return choose(edits, rng)


def drop_speaker(text: str, speakers: Sequence[str], rng: Random) -> Edit | None:
    """Tell a claim as a fact: what says who claims it is gone, quotation marks too."""
    return choose(_drops(text, speakers), rng)


def _find_speakers(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_LEADING, _TRAILING, _ACCORDING_FIRST, _ACCORDING_LAST):
        match = pattern.match(text)
        if match is not None and not is_quoted(text, _start(match)):
            start = _start(match)
            who = match["who"] or match["after"]
            yield start, start + len(who.removesuffix("'s").removesuffix("’s"))


def _start(match: re.Match[str]) -> int:
    """Return where the speaker stands in a sentence."""
    after = match.groupdict().get("after")
    return match.start("after" if after else "who")


def _drops(text: str, speakers: Sequence[str]) -> Iterator[Edit]:
    for pattern in (_LEADING, _TRAILING, _ACCORDING_FIRST, _ACCORDING_LAST):
        match = pattern.match(text)
        told = _tell_plainly(match["claim"]) if match else None
        if match and told and not is_quoted(text, _start(match)):
            yield _edit(told, match.start("claim"))
    for match in _HEARSAY.finditer(text):
        if not _SPOKEN.search(text) and not is_quoted(text, match.start()):
            yield _edit(capitalise(text[: match.start()] + text[match.end() :]), match.start())
    whole = re.match(r"^[\"“](?P<claim>[^\"“”]{30,})[\"”]?$", text)
    if whole and speakers:
        told = _tell_plainly(whole["claim"])
        if told:
            yield _edit(told, 0)


def _tell_plainly(claim: str) -> str | None:
    """Return a claim as a sentence of its own, or nothing where it would not be one."""
    plain = re.sub(r"[\"“”]", "", claim).strip()
    unfit = _FIRST_PERSON.search(plain) or _DEPENDENT.match(plain) or _SPOKEN.search(plain)
    if unfit or len(plain.split()) < 5 or not _FINITE.search(plain):
        return None
    plain = capitalise(plain.rstrip(",;"))
    return plain if plain[-1] in _ENDS else f"{plain}."


def _edit(told: str, place: int) -> Edit:
    return Edit(told, place, frozenset({ProblemKind.ATTRIBUTION_DROPPED}))
