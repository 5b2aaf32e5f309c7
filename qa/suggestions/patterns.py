"""Questions that a sentence answers, made by turning its clause around.

What is not surely English is not asked: rather no question than a clumsy one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from index.items import Kind
from index.lexicon import DEMONYMS, TIMES
from index.models import Sentence
from index.phrases import PREPOSITIONS
from index.verbs import ADVERBS
from qa.suggestions.clauses import (
    TIME,
    Asked,
    Clause,
    Form,
    dangles,
    ends_well,
    read_clauses,
    stands,
)
from qa.suggestions.figures import (
    ask_count_of_object,
    ask_count_of_subject,
    ask_how_long,
    ask_how_much,
)
from qa.suggestions.people import ask_about_people
from qa.suggestions.rows import Row
from qa.suggestions.sayings import ask_about, ask_saying
from qa.suggestions.words import (
    ADDRESSED,
    BOUND_TO_IN,
    INSTANTS,
    INTRANSITIVE,
    OBJECT_VERBS,
    PAST,
    SAYING,
    TO_VERBS,
)
from qa.words import content_stems

__all__ = ["Draft", "draft_questions"]

_MAX_CHARS: Final = 90
_ENOUGH_CONTENT: Final = 2

_BEFORE_PREPOSITION: Final = re.compile(
    r" (?:to|for|with|at|in|of|from|by|against|over|about|during|near|on)\b"
)
_PARTLY: Final = re.compile(r"(?: |,|^)*(?:in (?:large |no small )?part|largely|simply|just|only)$")
_SUFFERED: Final = frozenset(
    "killed shot arrested injured wounded kidnapped murdered attacked detained jailed fired "
    "suspended hospitalized stabbed sentenced convicted released rescued found".split()
)
_PLACE: Final = re.compile(r"(?: |^)(?:in|at|near) ((?:the )?[A-Z][^,]*)$")
_BECAUSE_OF: Final = re.compile(
    r"^(?P<done>(?:been )?(?:\w+ly )?\w+ed(?: [A-Z][\w ]*)?) "
    r"(?:for \w{3,}ing|on suspicion of|over) \w"
)
_BOUND: Final = re.compile(
    r"^(?P<been>been )?(?P<word>accused of|charged with|convicted of|known for|suspected of"
    r"|blamed for|sentenced to|named after|found guilty of|banned from|famous for) \S"
)
_OBJECT: Final = re.compile(r"(?:an?|the|its|his|her|their|any|all|\d+) [a-z]")
_FOR: Final = re.compile(r"^(?P<word>for) \S")


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that a sentence should answer, not proven yet.

    Attributes:
        question: The question.
        sentence: The sentence it was drawn from.
        form: What kind of question it is.
        about: Whom or what it is about, as it names it.
    """

    question: str
    sentence: Sentence
    form: Form
    about: str


def draft_questions(row: Row, before: Row | None = None) -> list[Draft]:
    """Return the questions that can be drawn from a sentence, each at most 90 characters long.

    Args:
        row: The sentence.
        before: The one before it, which may tell who "he" is.
    """
    drafted = chain(
        ((Form.SAYING, about, words) for about, words in ask_saying(row)),
        ask_about_people(row),
        ask_count_of_subject(row),
        _ask_about_clauses(row, before),
        ((Form.ABOUT, about, words) for about, words in ask_about(row)),
    )
    return [
        Draft(question, row.sentence, form, about)
        for form, about, words in drafted
        if is_plain(question := f"{words[0].upper()}{words[1:]}?")
    ]


def is_plain(question: str) -> bool:
    """Tell whether a question is one line of letters, numbers and plain marks.

    Example:
        >>> is_plain("Who is Jane Roe?"), is_plain("Who is <b>Jane?"), is_plain("Who is www.x.de?")
        (True, False, False)
    """
    if len(question) > _MAX_CHARS or question.count("?") > 1 or _ADDRESS.search(question):
        return False
    return all(_is_plain_character(character) for character in question)


_ADDRESS: Final = re.compile(
    r"www\.|\b[\w-]+\.(?:com|org|net|gov|edu|co|info|html?)\b|  ", re.IGNORECASE
)


def _is_plain_character(character: str) -> bool:
    return character in " .,'’-–$£€%&?" or unicodedata.category(character) in _PLAIN


_PLAIN: Final = frozenset({"Lu", "Ll", "Lt", "Lo", "Nd"})

_Drafted = Iterator[tuple[Form, str, str]]


def _ask_about_clauses(row: Row, before: Row | None) -> _Drafted:
    for clause in read_clauses(row, before):
        rest = clause.row.items[clause.first : clause.last + 1]
        if any(item.kind is Kind.QUOTATION for item in rest):
            continue
        for ask in _ASKING:
            for form, words in ask(clause):
                yield form, clause.subject, words


def _ask_who(clause: Clause) -> Asked:
    """Ask for the subject: "Who led the inquiry?"."""
    saying = clause.base in SAYING
    if not clause.person or dangles(clause) or not ends_well(clause.rest):
        return
    if saying and not (clause.whole and clause.rest.lower().startswith(("that ", "the "))):
        return
    bare = " ".join(
        word
        for word in TIME.sub("", clause.rest).split()
        if word[-2:] != "ly" and word not in ADVERBS | {"last"}
    )
    if re.search(r" to \w+$", clause.rest):  # It may be cut off: "refused to look (at it)".
        return
    later = {"later", "subsequently", "earlier"} & {*bare.split()[:2]}
    content = [stem for stem in content_stems(bare) if not stem.isdigit()]
    if len(content) >= _ENOUGH_CONTENT and not later:
        yield Form.WHO, f"who {clause.row.cut(clause.verb, clause.last)}"


def _ask_who_is(clause: Clause) -> Asked:
    """Ask who somebody is where the sentence says it."""
    name = clause.subject
    described = re.match(
        r"(?:an?|the|one of the) (?!first|one|only|same|next|last|few)", clause.rest
    )
    if clause.auxiliary not in ("is", "was") or not described:
        return
    if name in clause.row.people:
        yield Form.WHO_IS, f"who {clause.auxiliary} {name}"


def _ask_when(clause: Clause) -> Asked:
    asked = clause.base not in SAYING if clause.base else clause.auxiliary in INSTANTS
    bare = _take_time_out(clause)
    if not asked or bare is None or not stands(clause, bare) or _lacks_object(clause, bare):
        return
    lasting = bool(clause.auxiliary) and bare.split()[:1] and bare.split()[0].endswith("ing")
    if not lasting and (not clause.auxiliary or _needs_participle(bare)):
        yield Form.WHEN, f"when {clause.turn(bare)}"


def _lacks_object(clause: Clause, bare: str) -> bool:
    """Tell whether a verb that needs more is left alone, or a second one is unclear."""
    words = bare.lower().split()
    reduced = any(
        word.endswith("ed") and "-" not in word and before not in ("the", "a", "an", "and")
        for before, word in pairwise(words)
    )
    return reduced or (bool(clause.base) and not bare and clause.base not in INTRANSITIVE)


def _take_time_out(clause: Clause) -> str | None:
    """Return the rest of a clause without when it happened, if it tells."""
    rest = clause.rest
    if TIME.search(f"{clause.time[:1].lower()}{clause.time[1:]}"):
        return rest
    for place in [len(rest), *(match.start() for match in _BEFORE_PREPOSITION.finditer(rest))]:
        found = TIME.search(rest[:place])
        if found:
            return (rest[: found.start()] + rest[place:]).strip()
    return None


def _ask_what_happened(clause: Clause) -> Asked:
    """Ask what somebody did or suffered: "What happened to Jane Roe on Monday?"."""
    found = TIME.search(clause.rest)
    words = clause.rest.split()
    person = clause.subject in clause.row.people
    suffers = bool(words) and words[0] in _SUFFERED
    if person and suffers and clause.auxiliary in ("was", "were"):
        yield Form.HAPPENED, f"what happened to {clause.subject}{found[0] if found else ''}"
    elif person and found and clause.base and clause.base not in SAYING and len(words) > 3:
        yield Form.HAPPENED, f"what did {clause.subject} do{found[0]}"


def _ask_whom(clause: Clause) -> Asked:
    """Ask for a person as the object: "Who did Jane Roe beat in the final?"."""
    items = clause.row.items
    name = items[clause.first] if clause.base and clause.first <= clause.last else None
    if name is None or name.possessive or clause.base in SAYING | ADDRESSED:
        return
    tail = clause.row.cut(clause.first + 1, clause.last)
    after = tail.split()[0] if tail else "in"
    if clause.row.names.get(name.text) not in clause.row.people or after not in PREPOSITIONS:
        return
    if after not in ("to", "of") and ends_well(tail) and not dangles(clause):
        yield Form.WHO, f"who {clause.turn(tail)}"


def _ask_where(clause: Clause) -> Asked:
    timeless = TIME.sub("", clause.rest)
    found = _PLACE.search(timeless)
    asked = clause.base not in SAYING if clause.base else clause.auxiliary in INSTANTS
    if not found or not asked or not _is_place(clause, found[1]):
        return
    bare = timeless[: found.start()].strip()
    last = bare.split()[-1].lower() if bare else clause.base
    placed = re.search(r" (?:to|in|at|near|into|from)\b", f" {bare}")
    if last in BOUND_TO_IN or placed or _lacks_object(clause, bare):
        return
    if not stands(clause, bare) or re.match(r"\w+ing \w", bare):
        return
    if not clause.auxiliary or _needs_participle(bare):
        yield Form.WHERE, f"where {clause.turn(bare)}"


def _is_place(clause: Clause, words: str) -> bool:
    name = words.removeprefix("the ")
    known = name in clause.row.names and clause.row.names[name] not in clause.row.people
    return known and not {*name.lower().split()} & (TIMES | DEMONYMS)


def _needs_participle(bare: str) -> bool:
    """Tell whether what follows "was" begins with a verb, so that the question is not cut off."""
    word = bare.split()[0] if bare else ""
    return word.endswith(("ed", "ing", "en", "n", "wn")) or word in PAST or word == "be"


def _ask_why(clause: Clause) -> Asked:
    items = clause.row.items
    following = items[clause.last + 1 : clause.last + 3]
    because = bool(following) and following[0].lower == "because"
    rest = _PARTLY.sub("", clause.rest)
    if because and rest and stands(clause, rest):
        yield Form.WHY, f"why {clause.turn(rest)}"
    punished = _BECAUSE_OF.match(clause.rest)
    if punished and clause.auxiliary in ("was", "were", "is", "are"):
        yield Form.WHY, f"why {clause.turn(punished['done'])}"


def _ask_by_whom(clause: Clause) -> Asked:
    """Ask who did it: "Who was the mayor questioned by?"."""
    items = clause.row.items
    by = next((at for at in range(clause.first, clause.last) if items[at].lower == "by"), 0)
    done = clause.row.cut(clause.first, by - 1) if by else ""
    named = by + 1 == clause.last and clause.row.names.get(items[by + 1].text) in clause.row.people
    if not named or not done or clause.auxiliary not in ("was", "were"):
        return
    if stands(clause, done) and (done.endswith("ed") or done.split()[-1] in PAST):
        yield Form.WHO, f"who {clause.turn(f'{done} by')}"


def _ask_what(clause: Clause) -> Asked:
    """Ask for what stands after the verb: "What was the mayor accused of?"."""
    bound = _BOUND.match(clause.rest) if clause.auxiliary else None
    if bound:
        words = (bound["been"] or "") + bound["word"]
        yield Form.WHAT, f"what {clause.turn(words)}"
    elif clause.base in TO_VERBS and re.match(r"to (?!be\b|have\b|do\b)[a-z]+ \S", clause.rest):
        yield Form.WHAT, f"what {clause.turn('to do')}"
    elif clause.base == "call" and _FOR.match(clause.rest):
        yield Form.WHAT, f"what {clause.turn('for')}"
    elif clause.base in OBJECT_VERBS and _OBJECT.match(clause.rest):
        yield Form.WHAT, f"what {clause.turn('')}"
    elif clause.base == "plead" and clause.rest.startswith("guilty to "):
        yield Form.WHAT, f"what {clause.turn('guilty to')}"
    elif clause.auxiliary in ("has", "have", "had", "will"):
        verb, _, rest = clause.rest.partition(" ")
        base = verb if clause.auxiliary == "will" else PAST.get(verb)
        if base in OBJECT_VERBS and _OBJECT.match(rest):
            yield Form.WHAT, f"what {clause.turn(verb)}"
    else:
        yield from _ask_what_of(clause)


def _ask_what_of(clause: Clause) -> Asked:
    """Ask what somebody urged somebody to do, or accused them of."""
    items, place = clause.row.items, clause.first
    if clause.base not in ADDRESSED | {"accuse"} or place + 1 > clause.last:
        return
    lead = "the " if items[place].lower == "the" else ""
    place += bool(lead)
    name = items[place]
    if name.kind is not Kind.NAME or name.possessive or place >= clause.last:
        return
    full = clause.row.names.get(name.text, name.text)
    whom = full if full in clause.row.people else f"{lead}{name.text}"
    if clause.base == "accuse" and items[place + 1].lower == "of":
        yield Form.WHAT, f"what {clause.turn(f'{whom} of')}"
    elif clause.base != "accuse" and items[place + 1].lower == "to":
        yield Form.WHAT, f"what {clause.turn(f'{whom} to do')}"


_ASKING: Final[tuple[Callable[[Clause], Asked], ...]] = (
    _ask_why,
    ask_count_of_object,
    ask_how_much,
    _ask_when,
    _ask_where,
    _ask_whom,
    _ask_what_happened,
    ask_how_long,
    _ask_by_whom,
    _ask_what,
    _ask_who_is,
    _ask_who,
)
