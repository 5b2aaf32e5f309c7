"""Words by which an article shows that accounts differ, and a question that it asks for both."""

import re

from index.lexicon import TIMES
from index.models import Sentence

__all__ = [
    "ASKS_WHETHER",
    "AT_ODDS",
    "COMPARES",
    "COMPARING",
    "DENIES",
    "POINTS_BACK",
    "SETS_AGAINST",
    "SPLIT",
    "cut_lead",
    "find_story_names",
    "find_tellers",
    "mentions",
    "opens_with",
]

_CLAIM = (
    r"(?:claims?|allegations?|accusations?|suggestions?|ideas?|charges?|reports?|notions?|accounts?"
    r"|versions?|figures?|assertions?|arguments?|rumou?rs?|criticisms?|complaints?|characteri[sz]ations?"
    r"|descriptions?|statements?|estimates?|tolls?|findings|conclusions?)"
)
DENIES = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!is )(?<!are )(?<!being )\b(?:den(?:y|ies|ied|ying)"
    r"(?! (?:bail|entry|access|parole|permission|him|her|them|us|me|an? )\b)"
    r"|(?:disput|refut|rebutt|contradict)(?:es|ed|ing|s)\b"
    rf"|(?:reject|dismiss|contest|repudiat)(?:es|ed|ing|s)? (?:\w+ ){{0,3}}{_CLAIM}\b)"
    r"|\b(?:is|are|was|were|as) (?:simply |just |completely )?(?:false|untrue|not true"
    r"|baseless|unfounded|a lie|lies|nonsense|fabricated)\b|\bno truth\b"
    r"|\bcall(?:s|ed|ing) (?:\w+ ){1,5}(?:false|untrue|a lie|lies|nonsense|baseless|unfounded)\b"
)
POINTS_BACK = re.compile(
    rf"\b(?:the|that|this|those|these|such|any|all|his|her|their|its) (?:\w+ ){{0,2}}{_CLAIM}\b"
    r"|\b(?:denie[sd]|deny|denying|disputed|disputes) (?:it|that|this|wrongdoing)[ ,.]"
    r"|\b(?:it|that|this) (?:is|was) (?:\w+ )?(?:false|untrue|not true|a lie|nonsense)\b"
)
SETS_AGAINST = re.compile(
    r"^[\"“]?(?:But|However|Yet|In contrast|By contrast|On the contrary)\b"
    r"|, however,|\bin contrast\b|\bcontradict\w*|\bat odds with\b|\bunlike\b"
)
AT_ODDS = re.compile(
    r"\b(?:different|differing|conflicting|contradictory|competing|rival|opposing|divergent"
    r"|contrasting) (?:\w+ ){0,2}(?:views?|accounts?|versions?|figures?|estimates?"
    r"|stories|opinions?|interpretations?|claims?|reports?|tolls?|explanations?|narratives?|descriptions?)\b"
    r"|\bdisagree(?:s|d|ment)?\b|\bat odds\b|\bdiffer(?:s|ed)? (?:on|over|about|as to)\b",
    re.IGNORECASE,
)
SPLIT = re.compile(
    r"[,;][”\"]? (?:(?P<joint>but|while|whereas|although|though|yet|and) )?"
    r"(?=(?:[Tt]he |[Aa]n? |[A-Z]|police|officials|witnesses|residents|prosecutors))"
)
COMPARES = re.compile(r"\b(?:more|less) [a-z]+ly\b|\b(?:instead|rather|only)\b")
COMPARING = re.compile(
    r"\b(?:differ\w*|disagree\w*|agree|conflict\w*|contradict\w*|disput\w*|versus|vs"
    r"|(?:both|two|which) sides (?:say|said)|accounts|compare\w*|contrast\w*)\b",
    re.IGNORECASE,
)


ASKS_WHETHER = re.compile(
    r"\W*(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should|whether)\b",
    re.IGNORECASE,
)

_PUTS = re.compile(
    r"^(?:But |However, )?(?P<who>(?:[Tt]he )?[\w’'-]+(?: [\w’'-]+){0,4}?)(?: has| have)?"
    r" put (?:the|its|their) [^,;]{3,60} at (?:\w+ )?[\d\w]"
)
"""Who gives a figure: "police put the number of marchers at 200"."""

_LED_BY = re.compile(
    r"^.{0,90}?\b(?:said|says|claimed|claims|insisted|added|warned|argued|declared|told \w+)"
    r"(?: (?:on )?[A-Z]\w+day)?,? (?:that )?"
)


_NAME = re.compile(r"(?<=[\w,;”\"’)] )[A-Z][\w-]+")
_STORY_CHARS = 4_000


def find_story_names(text: str) -> frozenset[str]:
    """Return the capitalised words of the beginning of an article that open no sentence.

    Example:
        >>> sorted(find_story_names("A ferry sank off Orrin on Friday. It was Greek."))
        ['Greek', 'Orrin']
    """
    return frozenset(
        name for name in _NAME.findall(text[:_STORY_CHARS]) if name.lower() not in TIMES
    )


def cut_lead(text: str) -> str:
    """Return what is said, without who says it where that stands first.

    Example:
        >>> cut_lead("Finance Minister Ana Roe said that taxes would rise.")
        'taxes would rise.'
    """
    return _LED_BY.sub("", text, count=1)


def find_tellers(sentence: Sentence) -> tuple[str, ...]:
    """Return who tells a sentence, also where they only "put the number at" something."""
    puts = None if sentence.speakers else _PUTS.match(sentence.text)
    return (puts["who"],) if puts else sentence.speakers


def mentions(text: str, speaker: str) -> bool:
    """Tell whether a text names a speaker by the last word of the name."""
    words = speaker.split()
    return bool(words) and re.search(rf"\b{re.escape(words[-1])}\b", text) is not None


def opens_with(text: str, speaker: str) -> bool:
    """Tell whether a text begins with a speaker's name, an article or office before it."""
    return mentions(" ".join(text.split()[:8]), speaker)
