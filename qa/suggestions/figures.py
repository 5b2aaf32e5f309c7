"""Questions about figures: how many, how much, how long."""

import re
from collections.abc import Iterator
from typing import Final

from index.items import Kind
from index.phrases import PREPOSITIONS
from qa.suggestions.clauses import UNIT, Asked, Clause, Form, dangles, ends_well, read_tail, stands
from qa.suggestions.rows import Row
from qa.suggestions.words import (
    AUXILIARIES,
    CUTTING,
    DANGLING,
    MONEY_VERBS,
    PAST,
    PLURALS,
)
from qa.verification.number_words import NUMBER
from qa.words import content_stems

__all__ = ["ask_count_of_object", "ask_count_of_subject", "ask_how_long", "ask_how_much"]

_FOR_LONG: Final = re.compile(
    rf"(?: |^)for (?:more than |about |nearly |almost |at least )?(?:{NUMBER}) {UNIT}s$"
)
_QUANTIFIER: Final = (
    r"(?:(?:at least|more than|about|nearly|up to|some|as many as|almost|over|around|roughly"
    r"|fewer than|less than|an estimated|approximately|only|just|another|a total of) )?"
)
_BEHIND: Final = "|".join(
    sorted(PREPOSITIONS - {"named", "based", "close", "familiar", "including", "per"})
)
_COUNTED: Final = re.compile(
    rf"^(?:(?P<verb>\w+(?:ed|ing|en)|{'|'.join(w for w in PAST if not w.endswith('ed'))}) )?"
    rf"{_QUANTIFIER}(?P<number>{NUMBER}) (?P<noun>[a-z][a-z-]*(?: [a-z][a-z-]*){{0,2}}?)"
    rf"(?P<tail> (?:{_BEHIND})\b.*)?$"
)
_MONEY: Final = re.compile(
    rf"^{_QUANTIFIER}[$£€] ?(?:{NUMBER})(?: (?:million|billion))?(?P<tail> (?:for|on|to)\b.*)?$"
)
_NUMBER: Final = re.compile(NUMBER, re.IGNORECASE)


def ask_count_of_subject(row: Row) -> Iterator[tuple[Form, str, str]]:
    """Ask how many, where what is counted is the subject."""
    items = row.items
    for place, item in enumerate(items):
        if item.kind is not Kind.WORD or not _NUMBER.fullmatch(item.text) or item.lower == "one":
            continue
        if not _begins_subject(row, place):
            continue
        for verb in range(place + 2, min(len(items), place + 5)):
            if items[verb].lower in AUXILIARIES or items[verb].lower in PAST:
                yield from _count_subject(row, place, verb)
                break


def _count_subject(row: Row, number: int, verb: int) -> Iterator[tuple[Form, str, str]]:
    noun = row.cut(number + 1, verb - 1)
    clause = read_tail(row, verb, subject=noun, person=False)
    if clause is None or not _is_plural(noun) or dangles(clause):
        return
    if clause.rest and not ends_well(clause.rest):
        return
    rest = row.cut(verb, clause.last)
    if len(content_stems(rest)) >= (1 if clause.auxiliary else 2):
        yield Form.COUNT, noun, f"how many {noun} {rest}"


def _begins_subject(row: Row, place: int) -> bool:
    """Tell whether a number opens a clause, apart from words such as "at least"."""
    before = row.text[: row.items[place].start]
    before = re.sub(rf"(?:^|(?<= )){_QUANTIFIER}$", "", before, flags=re.IGNORECASE)
    return not before.strip() or bool(
        re.search(r"(?:, (?:and|but|where|when|while)|said|says|that|and|,) $", before)
    )


def _is_plural(noun: str) -> bool:
    words = noun.split()
    if not words or len(words) > 3 or any(word in DANGLING | CUTTING for word in words):
        return False
    if any(not word.replace("-", "").isalpha() or word in PREPOSITIONS for word in words):
        return False
    last = words[-1]
    return last in PLURALS or (last.endswith("s") and not last.endswith("ss") and len(last) > 3)


def ask_count_of_object(clause: Clause) -> Asked:
    """Ask how many, where what is counted is the object: "How many people did it kill?"."""
    counted = _COUNTED.match(clause.rest)
    if not counted or dangles(clause):
        return
    owns = clause.auxiliary in ("has", "had", "have") and not counted["verb"]
    if not owns and bool(counted["verb"]) != bool(clause.auxiliary):
        return
    noun, tail = counted["noun"], (counted["tail"] or "").strip()
    singular = counted["number"].lower() in ("one", "1", "a", "an")
    if singular or not _is_plural(noun) or (tail and not ends_well(tail)):
        return
    if owns:
        helping = {"has": "does", "had": "did", "have": "do"}[clause.auxiliary]
        yield Form.COUNT, f"how many {noun} {helping} {clause.subject} have {tail}".strip()
        return
    rest = f"{counted['verb'] or ''} {tail}".strip()
    yield Form.COUNT, f"how many {noun} {clause.turn(rest)}"


def ask_how_much(clause: Clause) -> Asked:
    """Ask for an amount of money: "How much did the bank pay for the ships?"."""
    paid = _MONEY.match(clause.rest)
    if paid and clause.base in MONEY_VERBS and not dangles(clause):
        yield Form.MONEY, f"how much {clause.turn((paid['tail'] or '').strip())}"


def ask_how_long(clause: Clause) -> Asked:
    """Ask how long something lasted that the clause measures."""
    bare = _FOR_LONG.sub("", clause.rest)
    if bare != clause.rest and bare and stands(clause, bare):
        yield Form.LONG, f"how long {clause.turn(bare)}"
