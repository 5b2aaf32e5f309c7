"""The people of one article: who is who, which office each holds, and "he" or "she"."""

import re
from collections.abc import Sequence

from index.items import Item, Kind
from index.lexicon import (
    DEMONYMS,
    FEMALE_NAMES,
    FEMALE_WORDS,
    HONORIFICS,
    INSTITUTIONS,
    MALE_NAMES,
    MALE_WORDS,
    MODIFIERS,
    ROLES,
)
from index.names import Name, read_names, strip_roles

__all__ = ["People"]

_DETERMINED = frozenset({"the", "a", "an", "his", "her", "its", "their"})


class People:
    """Names, offices and genders of one article, for resolving who is meant."""

    def __init__(self, text: str, names: Sequence[Name], rows: Sequence[Sequence[Item]]) -> None:
        """Read an article.

        Args:
            text: Its story.
            names: The names found in it.
            rows: Its sentences as items, in order.
        """
        self._names, self._full = read_names(text, names)
        self._genders: dict[str, str] = {}
        self._holders: dict[str, set[str]] = {}
        self._offices: dict[str, set[str]] = {}
        self._first: dict[str, int] = {}
        self._namesakes: dict[str, list[str]] = {}
        for number, row in enumerate(rows):
            for item in row:
                if item.kind is Kind.NAME:
                    self._introduce(self._names.get(item.text, item.text), number)
        for number, row in enumerate(rows):
            self._read(row, number)

    def full_name(self, form: str, number: int) -> str:
        """Return the fullest form of a name as used in sentence ``number``, from 0.

        A surname of two people means the one that had been introduced by then, if only one
        had; else it stays as it is.
        """
        full = self._names.get(form, form)
        if " " in full:
            return full
        known = [name for name in self._namesakes.get(full, ()) if self._first[name] <= number]
        title = form.split()[0].lower()
        if title in MALE_WORDS or title in FEMALE_WORDS:
            gender = "m" if title in MALE_WORDS else "f"
            known = [name for name in known if self.gender(name) == gender]
        return known[0] if len(known) == 1 else full

    def _introduce(self, full: str, number: int) -> None:
        if full in self._full and full not in self._first:
            self._first[full] = number
            self._namesakes.setdefault(full.split()[-1], []).append(full)

    def is_person(self, name: str) -> bool:
        """Tell whether a name is that of a person, as far as the article shows."""
        words = [word.lower() for word in name.split()]
        if set(words) & INSTITUTIONS:
            return False
        return name in self._full or name in self._genders or words[0] in _GIVEN

    def gender(self, name: str) -> str:
        """Return ``m``, ``f`` or nothing for a name or description."""
        if name in self._genders:
            return self._genders[name]
        words = [word.lower() for word in re.split(r"[\s']+", name)]
        if name[0].islower():
            words = [word for word in words if word not in ("his", "her")]
            return "m" if set(words) & MALE_WORDS else "f" if set(words) & FEMALE_WORDS else ""
        if words[0] in MALE_NAMES:
            return "" if words[0] in FEMALE_NAMES else "m"
        return "f" if words[0] in FEMALE_NAMES else ""

    def find_holder(self, description: str) -> str | None:
        """Return who is meant by "the prime minister", if the article leaves one choice."""
        office = _office(description)
        words = description.lower().split()[1:]
        if office is None or not all(w in ROLES | MODIFIERS | DEMONYMS or w == "pm" for w in words):
            return None
        holders = self._holders.get(office, set())
        return next(iter(holders)) if len(holders) == 1 else None

    def may_hold(self, name: str, description: str) -> bool:
        """Tell whether nothing in the article speaks against a person holding an office."""
        office = _office(description)
        return office is not None and not self._holders.get(office) and not self._offices.get(name)

    def _read(self, row: Sequence[Item], number: int) -> None:
        for place, item in enumerate(row):
            if item.kind is not Kind.NAME:
                continue
            name = self.full_name(item.text, number)
            words = item.lower.split()
            if words[0].rstrip(".") in HONORIFICS and len(words) > 1:
                self._note_gender(name, words[0])
            for word in words[:-1]:
                self._note_gender(name, word)
            self._read_office(row, place, name)

    def _note_gender(self, name: str, word: str) -> None:
        if word in MALE_WORDS:
            self._genders[name] = "m"
        elif word in FEMALE_WORDS:
            self._genders[name] = "f"

    def _read_office(self, row: Sequence[Item], place: int, name: str) -> None:
        item = row[place]
        bare = strip_roles(item.text)
        if bare != item.text:
            self._add(name, item.text[: -len(bare)].lower().split())
        before = _words_before(row, place)
        if before:
            self._add(name, before)
        after = _words_after(row, place)
        if after:
            self._add(name, after)

    def _add(self, name: str, words: Sequence[str]) -> None:
        if not words or {"former", "ex", "late", "then", "ex-"} & set(words):
            return
        if words[-1] not in ROLES:
            return
        for word in words:
            self._note_gender(name, word)
        offices = {words[-1]}
        if len(words) > 1 and words[-2] in MODIFIERS:
            offices.add(" ".join(words[-2:]))
        self._offices.setdefault(name, set()).update(offices)
        for office in offices:
            self._holders.setdefault(office, set()).add(name)


_GIVEN = MALE_NAMES | FEMALE_NAMES


def _words_before(row: Sequence[Item], place: int) -> list[str]:
    """Return the lower-case description right before a name: "coach", "the director, "."""
    end = place
    if end and row[end - 1].text == "," and end + 1 < len(row) and row[end + 1].text in ",.":
        end -= 1
    words: list[str] = []
    for there in range(end - 1, max(-1, end - 5), -1):
        item = row[there]
        if item.kind is not Kind.WORD or item.lower in _DETERMINED or item.possessive:
            break
        words.insert(0, item.lower)
    if end < place and not words:
        return []
    return words if words and words[-1] in ROLES else []


def _words_after(row: Sequence[Item], place: int) -> list[str]:
    """Return the description in apposition behind a name: ", the prime minister of ..."."""
    if place + 2 >= len(row) or row[place + 1].text != "," or row[place].possessive:
        return []
    words: list[str] = []
    for item in row[place + 2 : place + 10]:
        if item.kind is Kind.NAME and not item.possessive:
            words += item.lower.split()
        elif item.kind is not Kind.WORD:
            break
        elif item.lower in ROLES or item.lower in MODIFIERS or not words:
            words.append(item.lower)
        elif words[-1] in ROLES:
            break
        else:
            words.append(item.lower)
    while words and words[-1] not in ROLES:
        words.pop()
    first = row[place + 2]
    stated = first.lower in _DETERMINED or first.possessive or first.lower in ROLES | MODIFIERS
    return words if stated else []


def _office(description: str) -> str | None:
    """Return the office that a definite description names, or nothing."""
    words = description.lower().split()
    if not words or words[0] != "the" or len(words) > 5:
        return None
    words = words[1:]
    if words == ["pm"]:
        words = ["prime", "minister"]
    if not words or words[-1] not in ROLES:
        return None
    if {"former", "ex", "late"} & set(words):
        return None
    return " ".join(words[-2:]) if len(words) > 1 and words[-2] in MODIFIERS else words[-1]
