"""Who the article says is speaking, sentence by sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.claims import find_claims, is_hearsay
from index.items import Kind, make_rows
from index.lexicon import PERSON_DEMONYMS, ROLES
from index.models import Sentence, SentenceKind
from index.names import find_names
from index.people import People
from index.phrases import Phrase, Shape
from index.quotations import (
    blank_quotations,
    find_quotations,
    follows_in_paragraph,
)
from index.subjects import find_leading

__all__ = ["Attribution", "attribute"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says or claims what a sentence tells.

    Attributes:
        speakers: Names in their fullest form, or descriptions as the article words them.
        hearsay: Whether it is claimed by somebody the article does not name.
    """

    speakers: tuple[str, ...] = ()
    hearsay: bool = False


def attribute(sentences: Sequence[Sentence]) -> list[Attribution]:
    """Find who speaks in every sentence of one article, given in order.

    Sentences that are not story have no speaker. The time taken is linear in the text.

    Example:
        >>> texts = ["Jane Roe, 42, smiled.", "“It is done,” she said.", "The ship sank."]
        >>> story = [
        ...     Sentence(article_id="a", number=n, start=30 * n, end=30 * n + len(t), text=t)
        ...     for n, t in enumerate(texts, start=1)
        ... ]
        >>> [attribution.speakers for attribution in attribute(story)]
        [(), ('Jane Roe',), ()]
    """
    story = [s for s in sentences if s.kind is SentenceKind.STORY]
    found = dict(zip((s.number for s in story), _Reader(story).read(), strict=True))
    return [found.get(sentence.number, Attribution()) for sentence in sentences]


class _Reader:
    """Reads the story sentences of one article in order, remembering who spoke."""

    def __init__(self, story: Sequence[Sentence]) -> None:
        self._story = story
        self._quotations = find_quotations(story)
        text = "\n".join(sentence.text for sentence in story)
        names = find_names(text)
        self._rows = make_rows(story, self._quotations, names)
        self._people = People(text, names, self._rows)
        self._speakers: list[tuple[str, ...]] = []
        self._persons: list[str] = []
        self._mentioned: list[str] = []
        self._body = ""
        self._group = ""

    def read(self) -> list[Attribution]:
        """Return who speaks in each sentence."""
        for place in range(len(self._story)):
            speakers = self._read_sentence(place)
            self._speakers.append(speakers)
        self._resolve_offices()
        self._fill_quotations()
        return [self._judge(place) for place in range(len(self._story))]

    def _judge(self, place: int) -> Attribution:
        speakers = self._speakers[place]
        text = blank_quotations(self._story[place].text, self._quotations[place])
        return Attribution(speakers, not speakers and is_hearsay(text))

    def _read_sentence(self, place: int) -> tuple[str, ...]:
        row = self._rows[place]
        earlier = list(self._persons)
        self._notice(find_leading(row), place)
        speakers: list[str] = []
        for claim in find_claims(row):
            persons = earlier if claim.covers and earlier else self._persons
            for phrase in claim.phrases:
                speaker = self._resolve(phrase, place, persons)
                if speaker is not None and speaker not in speakers:
                    speakers.append(speaker)
        for speaker in speakers:
            self._remember(speaker)
        for item in row:
            name = self._people.full_name(item.text, place) if item.kind is Kind.NAME else ""
            if name and self._people.is_person(name):
                self._mentioned = [*self._mentioned[-3:], name]
        return tuple(speakers)

    def _notice(self, leading: Phrase | None, place: int) -> None:
        """Remember whom a sentence is about, for "he" and "she" in what follows."""
        if leading is None or leading.shape is Shape.PRONOUN:
            return
        name = self._resolve(leading, place, self._persons)
        # "The champion" is mostly somebody already named, so it must not hide the name.
        if name is not None and not name.startswith("the "):
            self._remember(name)

    def _remember(self, speaker: str) -> None:
        head = _HEAD_END.split(speaker, maxsplit=1)[0].split()[-1].lower()
        if self._people.is_person(speaker):
            self._persons = [*[n for n in self._persons if n != speaker][-5:], speaker]
        elif head == "police" or (speaker[0].islower() and head.endswith("s")):
            self._group = speaker
        elif speaker[0].islower() and (head in ROLES or self._people.gender(speaker)):
            self._persons = [*self._persons[-5:], speaker]
        else:
            self._body = speaker

    def _resolve(self, phrase: Phrase, place: int, persons: Sequence[str]) -> str | None:
        if phrase.shape is Shape.PRONOUN:
            return self._resolve_pronoun(phrase.text, persons)
        if phrase.shape is Shape.NAME:
            return self._people.full_name(phrase.text, place)
        if phrase.head in PERSON_DEMONYMS or _PERSON.search(phrase.text):
            return next((n for n in reversed(persons) if self._people.is_person(n)), phrase.text)
        return self._people.find_holder(phrase.text) or phrase.text

    def _resolve_pronoun(self, pronoun: str, persons: Sequence[str]) -> str | None:
        if pronoun in ("he", "she"):
            wanted = "m" if pronoun == "he" else "f"
            for name in reversed(persons):
                if self._people.gender(name) in ("", wanted):
                    return name
            fitting = {n for n in self._mentioned if self._people.gender(n) in ("", wanted)}
            return next(iter(fitting)) if len(fitting) == 1 else None
        if pronoun == "it":
            return self._body or None
        if pronoun == "they":
            return self._group or None
        return None

    def _resolve_offices(self) -> None:
        """Tell who "the prime minister" is where only one person speaks around him."""
        holders: dict[str, str] = {}
        for place, speakers in enumerate(self._speakers):
            window = self._speakers[max(0, place - 2) : place + 3]
            near = {name for names in window for name in names if self._people.is_person(name)}
            holder = next(iter(near)) if len(near) == 1 else ""
            for speaker in speakers:
                fits = speaker.startswith("the ") and self._people.may_hold(holder, speaker)
                if holder and fits:
                    holders.setdefault(speaker, holder)
        self._speakers = [
            tuple(dict.fromkeys(holders.get(name, name) for name in names))
            for names in self._speakers
        ]

    def _fill_quotations(self) -> None:
        """Give quotations without a verb of their own to whoever is speaking."""
        spoken: dict[int, tuple[str, ...]] = {}
        for place, speakers in enumerate(self._speakers):
            for quotation in self._quotations[place]:
                if speakers:
                    spoken.setdefault(quotation.number, speakers)
        for place in range(len(self._story)):
            if not self._speakers[place] and self._quotations[place]:
                self._speakers[place] = self._continue(place, spoken)
                for quotation in self._quotations[place]:
                    if self._speakers[place]:
                        spoken.setdefault(quotation.number, self._speakers[place])

    def _continue(self, place: int, spoken: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
        sentence = self._story[place]
        quotations = self._quotations[place]
        for quotation in quotations:
            if quotation.number in spoken and quotation.end - quotation.start > 12:
                return spoken[quotation.number][-1:]
        covered = sum(q.end - q.start for q in quotations)
        if covered < 0.6 * len(sentence.text) or (place == 0 and len(self._story) == 1):
            return ()
        before = self._speakers[place - 1][-1:] if place else ()
        joined = place > 0 and follows_in_paragraph(self._story[place - 1], sentence)
        if before and (joined or self._quotations[place - 1]):
            return before
        after = self._speakers[place + 1][:1] if place + 1 < len(self._story) else ()
        if after and self._quotations[place + 1]:
            return after
        leading = find_leading(self._rows[place - 1]) if joined else None
        if leading is not None and leading.shape is Shape.NAME:
            name = self._people.full_name(leading.text, place - 1)
            return (name,) if self._people.is_person(name) else ()
        return before


_HEAD_END = re.compile(r" (?:of|for|from|at|in|with) ")
_PERSON = re.compile(r"^the (?:\d+-year-old|teenager|youngster)$")
