"""A follow-up question made understandable without the conversation, by rules alone."""

import re

from index.lexicon import TIMES
from index.names import find_names
from qa.pronouns import History, fill_names, has_subject, is_open, points_back
from qa.words import content_stems, stems

__all__ = [
    "History",
    "clean_history",
    "is_open",
    "leans",
    "make_standalone",
    "recall",
    "says_less",
    "split_parts",
]

_MAX_TURNS = 3
_MAX_TOPICS = 4
_MAX_PARTS = 3
_ENOUGH_WORDS = 3
_MAX_ANSWER_CHARS = 100
_MAX_TURN_CHARS = 400
_MAX_PREVIOUS_CHARS = 300

_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_MARKER = re.compile(r"\s?[\[［【]\s?\d[^\]］】]{0,20}[\]］】]")
_SAYS_NOTHING = re.compile(
    r"^(?:\W*(?:sorry|unfortunately)\W+)?(?:the (?:article|story|text)s? do(?:es)?(?: not|n[’']t)"
    r" (?:say|mention|state|tell)|there is no story to ask|not[_ ](?:stated|found)\b|no answer)",
    re.IGNORECASE,
)
_WH = r"(?:what|who|whom|whose|when|where|why|how|which)"
_DO = r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|must|may|might)"
_AND = r"(?:(?:and|but|so|ok(?:ay)?|then|also)[\s,]+)?"
_SWITCH = re.compile(
    rf"^{_AND}(?:what|how) about\s+(?P<what>.{{1,120}}?)\s*\??$"
    rf"|^(?:and|but)[\s,]+(?P<rest>(?!(?:{_WH}|{_DO})\b).{{1,80}}?)\s*\??$",
    re.IGNORECASE,
)
_NEXT_PART = re.compile(
    r"(?:,\s*(?:and|but)?\s*|;\s*(?:and\s+)?|\?\s+(?:and\s+)?|\s+and\s+)"
    r"(?=(?:(?:by|to|for|with|from|of|at|on|in) )?"
    r"(?:who|whom|whose|what|when|where|why|how|which)\b)",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"^{_AND}(?P<word>why|when|where|who|how|how many|how much|how long|what|which"
    r"|since when|by whom|with whom|to whom|says who|why not|who else|what else|where else)\s*"
    r"(?:was (?:that|it|this)|is that|did (?:that|it|this) happen|so|exactly|then)?\s*\??$",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"^(?:(?P<wh>when|where|why|how) )?(?P<rest>{_DO} \S.*)$", re.IGNORECASE)
_ANYBODY = re.compile(
    r"^(?P<do>is|are|was|were|has|have|had|will|would|can|could) "
    r"(?:any|some)(?:body|one)(?: else)? (?P<rest>\S.*)$",
    re.IGNORECASE,
)
_THING = re.compile(r"\bthe [a-z]+\b", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:in|at|from|near|into|to) (?:the )?$", re.IGNORECASE)
_ANY = re.compile(r"\b(?:any|some)(?:body|one|thing|where)\b", re.IGNORECASE)
_NO = re.compile(r"^\W*(?:no|not|never|none|nobody|nothing)\b", re.IGNORECASE)
_TIME = re.compile(
    rf"\b(?:\d{{4}}|{'|'.join(sorted(re.escape(time) for time in TIMES if time.isalpha()))})\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"^(?P<how>in|on|at)\s+(?P<where>\S.*)$", re.IGNORECASE)
_LEANS = re.compile(
    r"^(?:in|at|on|for|with|from|to|by|of|after|before|during)\b|\b(?:its?|their|his|hers?|them)\b",
    re.IGNORECASE,
)
_SAID_BY = re.compile(
    r"\b(?:did|does|do|has|have) (?P<who>(?:the |a )?[\w’'-]+(?: [\w’'-]+)??)"
    r" (?:say|said|think|claim|want|call|tell|told)\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\bthe [a-z]", re.IGNORECASE)
_COMPLETE = re.compile(r"^what (?:is|are) (?:an? )?[\w-]{4,}(?<!ing)(?<!ed)(?<!en)\??$", re.I)


def make_standalone(question: str, *, history: History) -> str:
    """Return the question with what it leaves out filled in from the conversation.

    A question that leaves nothing out comes back as it is, and so does one for which nothing is
    found. Every word of the result is of the question or of the conversation.

    Example:
        >>> history = [("What did Ana Roe say about the dam?", "Roe said it was safe.")]
        >>> make_standalone("When did she say it?", history=history)
        'When did Ana Roe say it? (What did Ana Roe say about the dam?)'
        >>> make_standalone("And the Mayor?", history=history)
        'What did the Mayor say about the dam?'
        >>> make_standalone("Why?", history=[("When was the dam closed?", "In May.")])
        'Why was the dam closed?'
    """
    question = question.strip()
    if not history or not question:
        return question
    turns = clean_history(history, turns=_MAX_TOPICS)
    previous = ""
    for place, (asked, _) in enumerate(turns):
        whole = _leave_out_less(_complete(asked, turns[:place], previous))
        previous = whole if content_stems(whole) else previous
    return _complete(question, turns, previous)


def leans(question: str, *, history: History) -> bool:
    """Tell whether a question needs the conversation to be understood.

    One that does not must not be read in its light: it may change the subject. A name makes a
    question one of its own, and so does a subject with its verb, unless something else in it
    points back.

    Example:
        >>> history = [("What did Ana Roe say about the dam?", "Roe said it was safe.")]
        >>> leans("Who is the German chancellor?", history=history)
        False
        >>> leans("Is he angry?", history=[("How old is the mayor?", "62")])
        True
    """
    question = question.strip()
    if not history:
        return False
    if says_less(question, history=history):
        return True
    if find_names(question) or _COMPLETE.match(question) or has_subject(question):
        return False
    return len(content_stems(question)) < _ENOUGH_WORDS or bool(_DEFINITE.search(question))


def says_less(question: str, *, history: History) -> bool:
    """Tell whether a question says less than it means, whatever the articles say.

    Example:
        >>> history = [("How old is the mayor?", "62")]
        >>> says_less("Is he angry?", history=history)
        True
        >>> says_less("How many people were at the meetings?", history=history)
        False
    """
    return make_standalone(question, history=history) != question or is_open(question)


def split_parts(question: str) -> list[str]:
    """Return the questions that a question asks at once, each to be answered by itself.

    Example:
        >>> split_parts("Who was hurt, and when will they go home?")
        ['Who was hurt?', 'when will they go home?']
        >>> split_parts("How do the union and the bank differ?")
        ['How do the union and the bank differ?']
    """
    parts = [part.strip(" ?,;") for part in _NEXT_PART.split(question, maxsplit=_MAX_PARTS - 1)]
    if len(parts) < 2 or not all(len(part.split()) > 1 for part in parts[:-1]):
        return [question]
    return [f"{part}?" for part in parts if part]


def recall(history: History, *, turns: int = _MAX_TURNS) -> str:
    """Return what the last turns were about, newest last, bounded in length.

    Of a long answer only the names are kept: its words would find the sentence it was cut from.
    """
    parts = []
    for asked, answered in clean_history(history, turns=turns):
        if len(answered) > _MAX_ANSWER_CHARS:
            answered = " ".join(name.text for name in find_names(answered))
        parts.append(f"{asked} {answered}")
    return " ".join(parts).strip()


def clean_history(history: History, *, turns: int) -> list[tuple[str, str]]:
    """Return the last turns as plain lines, bounded, without markers of citations.

    An answer that says that there is none says nothing; its words are not of any article.
    """
    cleaned = []
    for asked, answered in history[-turns:]:
        plain = _plain(answered)
        cleaned.append((_plain(asked), "" if _SAYS_NOTHING.match(plain) else plain))
    return cleaned


def _plain(text: str) -> str:
    return _UNSEEN.sub(" ", _MARKER.sub("", text[:_MAX_TURN_CHARS])).strip()


def _leave_out_less(standalone: str) -> str:
    """Return the part of an earlier question, filled in, that later ones can be built on."""
    outer, bracket, inner = standalone.partition("? (")
    if not bracket:
        return standalone
    return inner.removesuffix(")") if len(content_stems(outer)) < 2 else f"{outer}?"


def _complete(question: str, turns: History, previous: str) -> str:
    """Fill in what a question leaves out, given the turns and the question before it."""
    if not previous:
        return question
    if switched := _SWITCH.match(question):
        what = (switched["what"] or switched["rest"]).strip()
        return _switch(previous, what) or _behind(question, previous)
    if bare := _BARE.match(question):
        answer = turns[-1][1] if turns else ""
        word = bare["word"].lower()
        return _ask_again(previous, word, answer) or _behind(question, previous)
    filled = fill_names(question, turns)
    few = len(content_stems(filled)) < 2 and not find_names(question)
    complete = _COMPLETE.match(question) or has_subject(question)
    if points_back(filled) or (few and not complete):
        return _behind(filled, previous)
    return filled


def _behind(question: str, previous: str) -> str:
    """Put the question before it behind a question that cannot be understood without it.

    One that itself holds an open pronoun explains nothing.
    """
    if len(previous) > _MAX_PREVIOUS_CHARS or is_open(previous):
        return question
    return f"{question} ({previous})"


def _ask_again(previous: str, word: str, answer: str) -> str | None:
    """Ask the previous question with another question word, where that is good English."""
    rest = previous.rstrip("? ")
    asked, _, other = word.partition(" ")
    if other == "else":
        same = rest.lower().startswith(f"{asked} ") and " else" not in rest.lower()
        return f"{rest[: len(asked)]} else{rest[len(asked) :]}?" if same else None
    if word == "who" and (found := _ANYBODY.match(rest)):
        return f"Who {found['do'].lower()} {found['rest']}?"
    whole = _WHOLE.match(rest)
    if word not in {"why", "when", "where", "how", "how long"} or not whole:
        return None
    same = (whole["wh"] or "").lower() == word
    if same or _ANY.search(rest) or (not whole["wh"] and _NO.match(answer)):
        return None
    return f"{word.capitalize()} {whole['rest'][0].lower()}{whole['rest'][1:]}?"


def _switch(previous: str, what: str) -> str | None:
    """Ask the previous question of something else, or of another time or place, if it is clear."""
    there = _THERE.match(what)
    new_time, old_time = _TIME.search(what), _TIME.search(previous)
    if new_time and old_time:
        bare = _THERE.sub(r"\g<where>", what)
        return previous[: old_time.start()] + bare + previous[old_time.end() :]
    if there and (new_time or find_names(f"It is {what}.")):
        return _put_there(previous, there["how"], there["where"])
    if _LEANS.search(what):
        return None
    names = find_names(previous)
    said_by = _SAID_BY.search(previous)
    if said_by and not any(n.start < said_by.end("who") <= n.end for n in names):
        return previous[: said_by.start("who")] + what + previous[said_by.end("who") :]
    if (swapped := _swap_name(previous, what)) or find_names(f"It is {what}."):
        return swapped
    things = list(_THING.finditer(previous))
    if len(things) != 1 or not what.lower().startswith("the "):
        return None
    return previous[: things[0].start()] + what + previous[things[0].end() :]


def _put_there(previous: str, how: str, where: str) -> str:
    """Ask the previous question of another place or time."""
    for name in find_names(previous):
        if previous[: name.start].lower().endswith(f" {how.lower()} "):
            return previous[: name.start] + where + previous[name.end :]
    return f"{previous.rstrip('? ')} {how.lower()} {where}?"


def _swap_name(previous: str, what: str) -> str | None:
    """Put a name in the place of the first other name of a question."""
    new = set(stems(what))
    named = bool(find_names(f"It is {what}."))
    for name in find_names(previous):
        fits = named or not _BESIDE.search(previous[: name.start])
        if fits and not new & set(stems(name.text)):
            start = name.start
            if what.lower().startswith("the ") and previous[:start].lower().endswith("the "):
                start -= len("the ")
            return previous[:start] + what + previous[name.end :]
    return None
