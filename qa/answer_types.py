"""Whether a sentence holds the kind of thing a question asks for: a price, an age, a name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from index.lexicon import FEMALE_NAMES, HONORIFICS, INSTITUTIONS, MALE_NAMES, ROLES
from index.names import find_names
from qa.words import covered, stem, stem_set, stems

__all__ = ["Fit", "find_fit"]

Span = tuple[int, int]

FITS, LIKELY, UNSURE, LACKS = 1.0, 0.5, 0.0, -1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well a sentence holds what is asked for.

    Attributes:
        degree: 1 when it surely does, -1 when it surely does not, 0 when that is not clear.
        spans: Where in the sentence the things of the kind asked for stand.
    """

    degree: float
    spans: tuple[Span, ...] = ()


_Finder = Callable[[str, str], Fit]

_COUNT = (
    r"(?:\d[\d,.]*(?: ?(?:million|billion|thousand|hundred|dozen))?|an?(?= (?:dozen"
    r"|hundred|thousand"
    r"|million|quarter|third|couple|pair))|no(?= \w+s\b)|zero|one|two|three|four|five"
    r"|six|seven|eight"
    r"|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six"
    r"|seven|eigh|nine)ty(?:-\w+)?|half|both|several|dozens?|hundreds?|thousands?"
    r"|millions?|billions?"
    r"|scores|couple|pair|single|third|quarter|twice|none)"
)
_NUMBER = re.compile(rf"\b{_COUNT}\b", re.IGNORECASE)
_CURRENCY = (
    r"(?:dollars?|pounds?|euros?|crowns?|yen|yuan|rupees?|rubles?|roubles?|francs?|pesos?|pence"
    r"|cents?|kron\w+|shekels?|won|dinars?|riyals?|lira|zloty|hryvnia)"
)
_MONEY = re.compile(
    rf"[$£€¥₹₽]\s?\d[\d,.]*(?:\s?(?:million|billion|trillion|thousand|[mbk]n?)\b)?"
    rf"|\b{_COUNT}(?: (?:million|billion|trillion|thousand|hundred))? {_CURRENCY}\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"\b\d[\d.,]* ?(?:%|per ?cent\b)|\b(?:half|thirds?|quarters?|fifths?|tenths?"
    r"|majority|one in \w+"
    r"|two-thirds|three-quarters)\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b\d{1,3}-(?:year|month)-old\b|\b\w+ (?:years?|months?) old\b|\baged? (?:of )?\d{1,3}\b"
    r"|(?<=, )\d{1,3}(?=[,.;]| and )|\b(?:man|woman|boy|girl) of \d{1,3}\b|\bin (?:his|her|their)"
    r" (?:early |mid-?|late )?(?:teens|twenties|thirties|forties|fifties|sixties|\d\ds)\b"
    r"|\bturn(?:ed|s)? \d{1,3}\b",
    re.IGNORECASE,
)
_SPAN_OF_TIME = (
    r"(?:seconds?|minutes?|hours?|days?|weeks?|weekends?|fortnights?|months?|years?|decades?"
    r"|centur(?:y|ies))"
)
_DURATION = re.compile(
    rf"\b(?:{_COUNT}|an?|few|many|more than|whole"
    rf"|entire)[ -](?:\w+[ -])?(?:and a half )?{_SPAN_OF_TIME}\b"
    r"|\b(?:until|since|from|throughout|overnight|indefinitely|for ever|permanent\w*|not known)\b",
    re.IGNORECASE,
)
_UNIT = (
    r"(?:met(?:er|re)s?|kilomet(?:er|re)s?|km|miles?|feet|foot|ft|inch(?:es)?|yards?"
    r"|acres?|hectares?"
    r"|stor(?:e?y|eys|ies)|centimet(?:er|re)s?|cm|mm|degrees?|kilos?|kilograms?|kg|tonnes?|tons?"
    r"|litres?|liters?|pounds?|ounces?|square \w+|mph|knots?|m)"
)
_LENGTH = re.compile(
    rf"\b(?:{_COUNT}|an?|half a)[ -](?:and a half )?{_UNIT}\b|\d(?:m|km|ft|mph|kg)\b|°", re.I
)
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d(?:s\b|\b)|\b(?:this|last|next) year\b")
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|\b\d{1,2}:\d\d\b|\b(?:noon|midnight|midday|dawn|dusk"
    r"|morning|afternoon|evening|night|o'clock)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:1\d{3}|20\d{2})s?\b|\b(?:\d{1,2} )?(?:January|February|March|April"
    r"|May(?! \w+ (?:be|have))|June"
    r"|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b(?: \d{1,2}\b)?"
    r"|\b(?:today|yesterday|tomorrow|tonight|noon|midnight|weekend|spring|summer|autumn|winter"
    rf"|(?:this|last|next|that|the|every|later|earlier|same|following|previous"
    rf"|coming) {_SPAN_OF_TIME}"
    rf"|{_COUNT} {_SPAN_OF_TIME} (?:ago|later|earlier|before|after|from now)"
    r"|(?:this|last|next|on|in the) (?:morning|afternoon|evening|night)|century|decade"
    r"|(?:after|before|when|once|until|as soon as|during|since|within) [\w’'-]+)\b"
    r"|\b\d{1,2}(?::\d\d| ?[ap]\.?m\b)",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|as a result|caused?|causing|therefore"
    r"|so (?:that|they|it|he|she|we)"
    r"|in order to|after|amid|over|to \w+|reasons?|why|blam\w+|led to|prompt\w+"
    r"|aim\w*|recogni[sz]\w+"
    r"|forc\w+|thanks to|given|as \w+ \w+|for fear|would|could not|meant)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|at|to|from|near|on|off|outside|inside|across|along|through|between|into"
    r"|onto|over|under"
    r"|around|behind|beside|towards?)\b (?:the |a |an |his |her |its |their )?[\w’'-]+"
)
_PEOPLE_WORDS = """
    man woman men women people officials official police group team residents researchers
    scientists workers pupils students parents children families victims members voters experts
    analysts critics lawyers doctors he she they spokesman spokeswoman company union council court
    ministry government firm club crowd drivers passengers neighbours soldiers troops mother father
    brother sister son daughter wife husband owner boss leader leaders delegation delegates
    countries
"""
_PERSON_WORD = ROLES.union(_PEOPLE_WORDS.split())


def find_fit(question: str, sentence: str) -> Fit:
    """Return how well a sentence holds the kind of thing a question asks for.

    Example:
        >>> find_fit("How many boats sank?", "Two men died when four boats sank.")
        Fit(degree=1.0, spans=((18, 22),))
        >>> find_fit("How many boats sank?", "Nobody came.").degree
        -1.0
        >>> find_fit("What is a boat?", "Nobody came.").degree
        0.0
    """
    finder = _find_finder(question)
    return finder(question, sentence) if finder else Fit(degree=UNSURE)


@lru_cache(maxsize=1_024)
def _find_finder(question: str) -> _Finder | None:
    return next((finder for pattern, finder in _FINDERS if pattern.search(question)), None)


def _matching(pattern: re.Pattern[str]) -> _Finder:
    """Return a finder for what a pattern matches, and what the question does not say itself."""

    def find(question: str, sentence: str) -> Fit:
        lowered = question.lower()
        spans = [m.span() for m in pattern.finditer(sentence) if m[0].lower() not in lowered]
        return Fit(degree=FITS if spans else LACKS, spans=tuple(spans))

    return find


def _find_number(question: str, sentence: str) -> Fit:
    fit = _matching(_NUMBER)(question, sentence)
    return Fit(degree=min(fit.degree, LIKELY), spans=fit.spans)


def _find_count(question: str, sentence: str) -> Fit:
    """Find numbers that count what is asked for: "how many boats" wants "four boats"."""
    numbers = _matching(_NUMBER)(question, sentence)
    counted = _COUNTED.search(question)
    if not numbers.spans or not counted:
        return numbers
    nouns = [stem(word) for word in counted[1].split() if len(word) > 2 and word != "the"]
    if not nouns or nouns[-1] in _PEOPLE:
        return Fit(degree=LIKELY, spans=numbers.spans)
    near = [span for span in numbers.spans if _counts(sentence, span, nouns[-1])]
    if near:
        return Fit(degree=FITS, spans=tuple(near))
    present = stem_set(sentence)
    return Fit(degree=UNSURE if covered(nouns[-1], present) else LACKS / 2, spans=numbers.spans)


def _counts(sentence: str, span: Span, noun: str) -> bool:
    after = stems(sentence[span[1] : span[1] + _NEAR_CHARS])[:_NEAR_WORDS]
    return covered(noun, frozenset(after))


def _find_person(question: str, sentence: str) -> Fit:
    spans = _new_names(question, sentence)
    if any(_is_person(sentence[start:end]) for start, end in spans):
        return Fit(degree=FITS, spans=spans)
    words = set(re.findall(r"[a-z]+", sentence.lower()))
    return Fit(degree=LIKELY if spans else UNSURE if words & _PERSON_WORD else LACKS, spans=spans)


def _find_name(question: str, sentence: str) -> Fit:
    spans = _new_names(question, sentence)
    return Fit(degree=FITS if spans else LACKS, spans=spans)


def _find_which(question: str, sentence: str) -> Fit:
    spans = _new_names(question, sentence)
    asked = _WHICH.search(question)
    holds = asked is not None and covered(stem(asked[1]), stem_set(sentence))
    return Fit(degree=LIKELY if spans else UNSURE if holds else LACKS / 2, spans=spans)


def _find_place(question: str, sentence: str) -> Fit:
    spans = _new_names(question, sentence)
    placed = bool(_PLACED.search(sentence))
    return Fit(
        degree=FITS if spans and placed else UNSURE if placed or spans else LACKS, spans=spans
    )


def _find_reason(question: str, sentence: str) -> Fit:
    return Fit(degree=LIKELY if _REASON.search(sentence) else LACKS / 2)


def _new_names(question: str, sentence: str) -> tuple[Span, ...]:
    """Return the names of a sentence that say more than the question does."""
    known = stem_set(question)
    names = _names(sentence)
    return tuple(
        (start, end) for start, end in names if not known.issuperset(stems(sentence[start:end]))
    )


@lru_cache(maxsize=4_096)
def _names(sentence: str) -> tuple[Span, ...]:
    return tuple((name.start, name.end) for name in find_names(sentence))


def _is_person(name: str) -> bool:
    words = name.lower().split()
    if words[0] in HONORIFICS | ROLES | MALE_NAMES | FEMALE_NAMES:
        return True
    return 2 <= len(words) <= 4 and not INSTITUTIONS.intersection(words) and not name.isupper()


_NEAR_CHARS = 48
_NEAR_WORDS = 4
_PEOPLE = frozenset(stem(word) for word in ("people", "person", "others", "times", "more"))
_COUNTED = re.compile(
    r"\bhow many (?:of (?:the |its |his |her |their )?|other |more |extra "
    r"|new )?((?:[\w’'-]+ ?){1,3}?)(?="
    r" ?\b(?:did|do|does|are|is|was|were|has|have|had|will|would|can|could|should|may"
    r"|might|must|in|of|at"
    r"|on|to|from|for|by|with|who|that|which|there|took|take|went|go|came|\w+ed"
    r"|\w+ing)\b| ?[?.,]| ?$)",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\b(?:which|what) (?:\w+ly )?([a-z’'-]+)", re.IGNORECASE)
_MONEY_WORD = (
    r"(?:cost\w*|pay|paid|pays|worth|spen[dt]|raise[ds]?|earn\w*|price[ds]?|pricey"
    r"|fine[ds]?|owe[ds]?|stole|stolen"
    r"|charge[ds]?|donat\w+|invest\w*|salary|wages?|budget|fees?|bill|compensation"
    r"|money|cash|funding|debt"
    r"|value[ds]?|grant|prize|refund|damages)"
)
_FINDERS: tuple[tuple[re.Pattern[str], _Finder], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), finder)
    for pattern, finder in (
        (
            r"\b(?:percentage|percent|per cent|proportion|fraction)\b|\bwhat share of\b",
            _matching(_PERCENT),
        ),
        (r"\bhow old\b|\bwhat age\b|\bage of\b|(?:['’]s|s) age\b", _matching(_AGE)),
        (rf"\bhow much\b.*\b{_MONEY_WORD}\b|\bhow expensive\b", _matching(_MONEY)),
        (
            r"\b(?:what|which)\b(?: \w+){0,2} (?:price|salary|wage|fee|fine)\b|\b(?:price"
            r"|cost|salary) of\b"
            r"|\bwhat (?:will|would|did|does) .{1,60}\bcost\b|\bcost\??$|\bin money\b",
            _matching(_MONEY),
        ),
        (r"\bhow many\b", _find_count),
        (r"\bhow long\b", _matching(re.compile(f"{_DURATION.pattern}|{_LENGTH.pattern}", re.I))),
        (
            r"\bhow (?:tall|deep|wide|thick|heavy)\b|\bin (?:tonnes|square miles|metres)\b",
            _matching(_LENGTH),
        ),
        (
            r"\bhow (?:much|far|high|big|large|fast|often|quickly|steep|hot|cold|full)\b"
            r"|\bby how much\b"
            r"|\bwhat (?:is|was|were|are) the (?:number|size|total|toll|figure|amount|rate|speed)\b"
            r"|\b(?:what|which) (?:number|size|total|figure|amount|rate|speed)\b|\bnumber of\b",
            _find_number,
        ),
        (r"\b(?:what|which) year\b|\byear\??$", _matching(_YEAR)),
        (r"\b(?:what|which|at what) time\b", _matching(_CLOCK)),
        (r"\bwhen\b|\b(?:what|which) (?:date|day|month|week|century|decade)\b", _matching(_DATE)),
        (r"\bnames? of\b|\b(?:what|which)\b.{1,40}\b(?:called|named)\b", _find_name),
        (r"^(?:\W*\w+\W+){0,3}?(?:who|whom|whose)\b", _find_person),
        (
            r"\bwhere\b|\b(?:which|what) (?:city|country|countries|town|village|place|state"
            r"|region)\b",
            _find_place,
        ),
        (r"\bwhy\b|\bhow come\b|\bwhat (?:caused|is the reason|was the reason)\b", _find_reason),
        (r"\bwhich [a-z]", _find_which),
    )
)
