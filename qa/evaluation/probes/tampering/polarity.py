"""A sentence turned into its opposite: "not" put in, or taken out."""

import re
from collections.abc import Iterator
from random import Random

from qa.evaluation.probes.tampering.text import NEGATIVE, Edit, choose, replace_span
from qa.models import ProblemKind

__all__ = ["insert_not", "remove_not"]

_AUXILIARY = re.compile(
    r"(?<=[\w,”\"’')] )(?P<verb>is|are|was|were|will|would|can|could|should|must|has|have|had|did"
    r"|does|do)\b(?!['’-])"
)
_NO_SUBJECT_BEFORE = re.compile(
    r"(?:\b(?:so|as|than|nor|neither|what|how|why|where|when|only|the|a|an|his|her|their|its|our|my"
    r"|your|free|own|good|ill|and|or|but|to|living|political|whether|who|whom|which)"
    r"|[^\w\s”\"’')]|\bthat,|[a-z],) $",
    re.IGNORECASE,
)
_WHO_BEFORE = re.compile(r"\b(?:who|which|that|and) $")
_NOT_AFTER = re.compile(
    r"\s(?:only|just|not|never|all|always|also|still|already|yet|even|too|both|either|once|perhaps"
    r"|almost|nearly|probably|apparently|reportedly|allegedly|so|no|little|few|hardly|it|he|she|they|we|you|I"
    r"|there|as if|rather|at least|more|better)\b|\s?[,.;:—–\"”)]|\s--|\sto\b"
)
_BACKGROUND = re.compile(
    r"\b(?:after|before|since|until|once|when|as|while|than|only|like)\b[^,]{0,40}$", re.IGNORECASE
)
"""Time clauses and comparisons: with a "not" in them they are no good English."""

_PARTICIPLE = re.compile(
    r"\s(?:\w+ly\s)?(?:\w{2,}ed|been|had|become|begun|brought|built|bought|caught|chosen|come|done"
    r"|drawn|driven|eaten|fallen|felt|fought|found|gone|given|got|gotten|grown|heard|held|hit|kept"
    r"|known|led|left|lost|made|met|paid|put|risen|run|said|seen|sent|set|shown|shut|sold|spent"
    r"|spoken|stood|struck|sworn|taken|taught|thought|told|understood|won|written|broken|forgotten"
    r"|spread|cut|hidden|proven|sunk|thrown|worn)\b"
)
_IRREGULAR = {
    "went": "go",
    "came": "come",
    "took": "take",
    "gave": "give",
    "saw": "see",
    "knew": "know",
    "began": "begin",
    "broke": "break",
    "wrote": "write",
    "spoke": "speak",
    "chose": "choose",
    "fell": "fall",
    "flew": "fly",
    "grew": "grow",
    "threw": "throw",
    "drove": "drive",
    "became": "become",
}
"""Forms that are never participles, so that they are sure to be the verb of their clause."""

_PRONOUN_PAST = {
    "won": "win",
    "lost": "lose",
    "left": "leave",
    "found": "find",
    "met": "meet",
    "made": "make",
    "wanted": "want",
    "died": "die",
    "agreed": "agree",
    "called": "call",
    "received": "receive",
    "arrived": "arrive",
    "returned": "return",
    "joined": "join",
    "signed": "sign",
    "heard": "hear",
    "helped": "help",
    "killed": "kill",
    "played": "play",
    "scored": "score",
}
_PAST = re.compile(
    r"(?:(?<=[a-z] )|(?<=\b[A-Z][a-z] ))(?P<any>" + "|".join(_IRREGULAR) + r")\b"
    r"|(?:(?<=\b[Hh]e )|(?<=\bshe )|(?<=\bShe )|(?<=\b[Tt]hey )|(?<=\b[Ww]e )|(?<=\bI ))"
    r"(?P<own>" + "|".join(_PRONOUN_PAST) + r")\b"
)
_TWO_VERBS_BEFORE = re.compile(
    r"\b(?:and|or|but|then|than|as|what|that|never|also|even|[a-z]+ly|to|who|it was|once) $"
)

_DOUBTFUL = re.compile(
    r"\b(?:whether|if|unless|until|lest|any|anyone|anything|anybody|anywhere|ever|either|at all|yet"
    r"|but also|much|nor|long before|let alone|or not|why)\b",
    re.IGNORECASE,
)
_CONTRACTED = {"is": "isn’t", "was": "wasn’t", "were": "weren’t", "are": "aren’t"} | {
    "will": "won’t",
    "would": "wouldn’t",
    "could": "couldn’t",
    "has": "hasn’t",
    "had": "hadn’t",
}

_NOT = re.compile(
    r"\b(?P<verb>is|are|was|were|will|would|can|could|should|must|has|have|had|did|does|do|may"
    r"|might)(?: not|n['’]t) (?=[a-z])|(?P<whole>\bcannot|\bcan['’]t|\bwon['’]t)\b"
    r"|(?P<longer>\bno longer )|(?P<never>\bnever )(?=[a-z])"
)
_NOT_PLAIN_AFTER = re.compile(
    r"(?:only|just|yet|necessarily|until|so much|solely|merely|even|all|every|always|simply|quite"
    r"|exactly|before|again|mind|been able to stop|help but|have to|be more|more|really|that|too"
    r"|mean|go away|the first|surprising|help|a single|one)\b"
)
_POLAR = re.compile(
    r"\b(?:any|anyone|anything|anybody|anywhere|anymore|ever|either|yet|at all|until|nor|but"
    r"|instead|rather|because|since|unless|much|before|again|long|if|so|or)\b",
    re.IGNORECASE,
)
_WHOLE = {"cannot": "can", "can't": "can", "won't": "will"}


def insert_not(text: str, rng: Random) -> Edit | None:
    """Put a "not" into one clause, so that the sentence says the opposite."""
    return choose(_insertions(text, rng), rng)


def remove_not(text: str, rng: Random) -> Edit | None:
    """Take one "not", "never" or "no longer" out, so that the sentence says the opposite."""
    return choose(_removals(text), rng)


def _insertions(text: str, rng: Random) -> Iterator[Edit]:
    for match in _AUXILIARY.finditer(text):
        if not _is_plain(text, match.start(), match.end()):
            continue
        verb = match["verb"]
        if verb in ("has", "have", "had", "did", "does", "do") and not _is_helping(
            verb, text[match.end() :]
        ):
            continue
        new = "cannot" if verb == "can" else f"{verb} not"
        short = _CONTRACTED.get(verb)
        if short and rng.random() < 0.3:
            new = short if "’" in text else short.replace("’", "'")
        yield replace_span(text, *match.span("verb"), new, ProblemKind.NEGATION)
    for match in _PAST.finditer(text):
        before = text[: match.start()]
        if (
            _BACKGROUND.search(before)
            or _near_negation(text, match.start())
            or _TWO_VERBS_BEFORE.search(before)
        ):
            continue
        base = _IRREGULAR.get(match[0]) or _PRONOUN_PAST[match[0]]
        yield replace_span(text, *match.span(), f"did not {base}", ProblemKind.NEGATION)


def _is_plain(text: str, start: int, end: int) -> bool:
    """Tell whether a "not" behind the verb is good English and turns the clause round."""
    before, after = text[:start], text[end:]
    if _NOT_AFTER.match(after) or _near_negation(text, start):
        return False
    if _BACKGROUND.search(before):
        return False
    relative = _WHO_BEFORE.search(before) is not None
    return relative or not _NO_SUBJECT_BEFORE.search(before)


def _is_helping(verb: str, after: str) -> bool:
    if verb in ("has", "have", "had"):
        return bool(_PARTICIPLE.match(after))
    return False


def _near_negation(text: str, place: int) -> bool:
    """Tell whether a clause is negative already, or asks for one that is not."""
    window = text[max(0, place - 60) : place + 60]
    return bool(NEGATIVE.search(window) or _DOUBTFUL.search(window))


def _removals(text: str) -> Iterator[Edit]:
    for match in _NOT.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        rest = after.lstrip()
        window = before[-40:] + " | " + after[:70]
        alone = len(NEGATIVE.findall(window)) == 0
        if not alone or _NOT_PLAIN_AFTER.match(rest) or _POLAR.search(window) or " nor " in after:
            continue
        if match["whole"]:
            new = _WHOLE[match["whole"].replace("’", "'")]
        elif match["verb"]:
            new = f"{match['verb']} "
        elif re.search(
            r"\b(?:and|or|who|was|were|is|are|be|been|[a-z]+ly|has|have|had|will|he|she"
            r"|they|it|I|we|would|could|can) $",
            before,
        ):
            new = ""
        else:
            continue
        yield replace_span(text, *match.span(), new, ProblemKind.NEGATION)
