"""Questions about who somebody is, and how old."""

import re
from collections.abc import Iterator
from typing import Final

from index.items import Kind
from index.lexicon import ROLES
from index.names import strip_roles
from qa.suggestions.clauses import Form
from qa.suggestions.rows import Row
from qa.suggestions.subjects import GIVEN

__all__ = ["ask_about_people"]

_AGED: Final = re.compile(r"(?:1[0-1]\d|[1-9]\d?)")


def ask_about_people(row: Row) -> Iterator[tuple[Form, str, str]]:
    """Ask who somebody is where the sentence tells, and how old."""
    items = row.items
    for place, item in enumerate(items[:-2]):
        full = row.names.get(item.text, "")
        if item.kind is not Kind.NAME or item.possessive or " " not in full:
            continue
        if "&" in full or re.fullmatch(r"\S+ [JS]r\.?", full):
            continue
        after = [near.text for near in items[place + 1 : place + 4]]
        told = after[0] == "," and after[1] in ("a", "an", "the")
        sure = full.split()[0].lower() in GIVEN or full in row.sentence.speakers
        if full in row.people and (sure or _has_role(row, place)):
            if after[0] == "," and _AGED.fullmatch(after[1]) and after[-1] in (",", ".", "and"):
                yield Form.AGE, full, f"how old is {full}"
            elif told or _has_role(row, place):
                yield Form.WHO_IS, full, f"who is {full}"


def _has_role(row: Row, place: int) -> bool:
    """Tell whether a role stands at a name: "businessman Lee Roe", "Prime Minister Ana Poe"."""
    name, items = row.items[place].text, row.items
    titles = len(name.split()) - len(strip_roles(name).split())
    after = items[place + 2].lower if place + 2 < len(items) else ""
    role = place > 0 and items[place - 1].kind is Kind.WORD and items[place - 1].lower in ROLES
    return titles > 1 or role or (items[place + 1].text == "," and after in ROLES)
