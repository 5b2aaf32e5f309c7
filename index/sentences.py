r"""Cut news prose into sentences, as exact spans of the text.

A line break always ends a sentence. Within a line the text is scanned once for marks that may
end one (``. ! ? …`` and their CJK forms); each is judged by the word before it, the quotation
marks behind it and the words after it, all seen through windows of bounded length, so that the
time taken is linear in the text whatever the text is.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["split_spans"]

_WINDOW_BEFORE = 48
_WINDOW_AFTER = 80

_OPENERS = "“‘„\"'([«「『（《"
_MARK = re.compile(r"(?P<quote>[\"“”])|(?P<wide>[。！？｡]+)|(?P<stop>…+|[.!?‽؟।۔։።]+)")
_CLOSERS = re.compile(r"(?:[”’\"')\]»」』）》]|\[\d{1,3}\])*")
_SPACES = re.compile(r"\s*")
_TRAILING = re.compile(r"[”’\"')\]»›]{0,3}\s*+\Z")
_LAST_WORD = re.compile(r"[^\s“‘„\"'(\[«—–]+$")
_FIRST_WORD = re.compile(r"\w[\w’'.&-]*")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{1,2}")
# What names the maker of a picture belongs to its caption: "Vane in Paris. Picture: PA".
_PICTURE_CREDIT = re.compile(
    r"[(\[]?(?:Photo|Picture|Pic|Image|Credit|Video)s?(?: credit)?: ?[^.!?:]{1,50}\s*\Z"
)
_LIST_NUMBER = re.compile(r"\s*(?:[-*•]\s*)?\(?(?:\d{1,3}|[A-Za-z])")

# Lower case at the start of a sentence is taken for the middle of one, except in such names.
_LOWER_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")
_LOWER_PARTICLE = re.compile(
    r"(?:von der|van der|van den|van de|de la|von|van|de|del|della|di|da|du|bin|al|el|ten|ter)"
    r"[ -][A-Z]|d[’'][A-Z]"
)
_GLUED_START = re.compile(r"[“\"‘']?(?:[A-Z][a-z’']+|[AI])[ ,]")
_GLUED_NAME = re.compile(r"(?:Com|Net|Org|Co|Uk|Io)\b")
_GLUED_WORD = re.compile(r"[a-z0-9’'”%)][a-z%”)]$|\d$")
_INNER_MARK = frozenset("/@.=&#")
_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w’'.-]*\s+|the\s+|of\s+){1,5}"
    r"(?:said|says|asked|asks|replied|added|wrote|tweeted|posted|shouted|cried|exclaimed|yelled"
    r"|screamed|wondered|joked|demanded|continued|recalled|told)\b"
    r"(?=[.,;:]|\s+(?:as|in|on|to|at|of|during|after|when|while|before|from|with|reporters)\b|$)"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WIDE_ATTRIBUTION = re.compile(
    r"と|って|[^。！？，、“「]{1,12}(?:说|說|表示|问|問|道|称|稱|指出|写道)"
)

_TITLES = _words(
    "mr mrs ms mx dr prof sir gen lt col capt cpl sgt maj cmdr cdr adm brig rep reps sen sens gov "
    "govs pres hon rev fr msgr messrs mme mlle amb supt insp dep det const pte pvt pfc sec"
)
_NEVER_LAST = _words("v vs cf eg ie e.g i.e viz approx ca al")
_NUMBERED = _words("no nos fig figs vol vols p pp ch art par para sect eq")
_MONTHS = _words("jan feb mar apr jun jul aug sept sep oct nov dec")
_DAYS = _words("mon tue tues wed weds thu thur thurs fri sat sun")
_EITHER = _words(
    "inc corp co cos ltd plc llc bros jr sr etc st ste mt ft ave blvd rd dept dist est assn intl "
    "ph.d esq sq lb lbs oz cal calif fla mass tenn va pa md ala ariz ark colo conn del ga ill ind "
    "kan ky la mich minn miss mo mont neb nev okla ore tex vt wash wis wyo ext min max"
)
_ABBREVIATIONS = _TITLES | _NUMBERED | _EITHER
_EXCLAIMING_NAMES = _words("yahoo jeopardy wham panic oklahoma")
_STARTERS = _words(
    "the a an he she it they we i you his her its their our my your this that these those there "
    "here in on at by for from with without of to about after before during since until while "
    "when where as if because although though despite instead but and or so yet nor both either "
    "neither not no none nobody some many most much more few several all any another each every "
    "one two three what who why how which whose whether now then today later last next also "
    "however meanwhile still even only under over according asked other others such "
    "mr mrs ms dr sir that’s it’s he’s she’s they’re we’re i’m there’s"
)
# Written with a capital, these begin a sentence: "U.S. officials" would be in lower case.
_PLURAL_STARTERS = _words(
    "police officials authorities critics experts analysts witnesses supporters opponents "
    "prosecutors investigators residents protesters lawmakers doctors scientists"
)
_AFTER_TIME = re.compile(
    r"(?:on|in|at|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?|Eastern|Central|Mountain|Pacific"
    r"|[A-Z]{1,3}T|GMT|UTC|(?:Jan|Febr?|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d)"
    r"\b"
)


class _Ending(NamedTuple):
    """A mark that may end a sentence, and what stands around it."""

    before: str
    stop: str
    closers: str
    spaced: bool
    after: str

    @property
    def word(self) -> str:
        """Return the word before the mark, without the marks that open it."""
        found = _LAST_WORD.search(self.before)
        return found.group() if found else ""

    @property
    def first_word(self) -> str:
        """Return the first word after the mark, in lower case."""
        found = _FIRST_WORD.search(self.after)
        return found.group().lower().replace("'", "’") if found else ""


def split_spans(text: str) -> list[tuple[int, int]]:
    r"""Return the half-open spans of the sentences of a text, in order.

    The spans are disjoint, never empty, free of outer white space, and hold every character
    that is not white space. Line breaks (all that ``str.splitlines`` knows) always separate.
    Time is linear in the length of the text.

    >>> text = "The war ended.The talks began at 9 a.m. Monday.\n“Is it over?” he asked."
    >>> [text[start:end] for start, end in split_spans(text)]
    ['The war ended.', 'The talks began at 9 a.m. Monday.', '“Is it over?” he asked.']
    """
    spans: list[tuple[int, int]] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        start = 0
        for end in _find_cuts(line):
            _append_trimmed(spans, line[start:end], offset=offset + start)
            start = end
        offset += len(line)
    return spans


def _append_trimmed(spans: list[tuple[int, int]], piece: str, *, offset: int) -> None:
    """Append the span of a piece without its outer white space, if anything is left."""
    trimmed = piece.strip()
    if trimmed:
        start = offset + len(piece) - len(piece.lstrip())
        spans.append((start, start + len(trimmed)))


def _find_cuts(line: str) -> Iterator[int]:
    """Yield where the sentences of one line end, the end of the line last."""
    position = start = 0
    quoting = False
    while found := _MARK.search(line, position):
        position = found.end()
        if found["quote"]:
            quoting = found["quote"] == "“" or (found["quote"] == '"' and not quoting)
            continue
        end = _end_of_closers(line, position, quoting=quoting)
        closers = line[position:end]
        if "”" in closers or '"' in closers:
            quoting = False
        position = end
        gap = _SPACES.match(line, end)
        resume = gap.end() if gap else end
        if _TRAILING.match(line, resume):
            break
        if resume == end and not found["wide"] and not _GLUED_START.match(line, resume):
            continue
        before = line[max(start, found.start() - _WINDOW_BEFORE) : found.start()]
        after = line[resume : resume + _WINDOW_AFTER]
        ending = _Ending(before, found.group(), closers, resume > end, after)
        ends = _ends_wide(ending) if found["wide"] else _ends_sentence(ending)
        if ends and not (start >= found.start() - 8 and _LIST_NUMBER.fullmatch(before)):
            yield end
            start = end
    yield len(line)


def _end_of_closers(line: str, position: int, *, quoting: bool) -> int:
    """Return where the quotation marks and brackets that close behind a mark end."""
    found = _CLOSERS.match(line, position)
    end = found.end() if found else position
    if end > position and line[end - 1] == '"' and not quoting and line[end : end + 1].isalpha():
        return end - 1  # ended."The: the mark opens the next sentence
    if quoting and end == position and line[end : end + 3] in (' " ', " ” "):
        return end + 2
    return end


def _ends_wide(ending: _Ending) -> bool:
    """Judge a CJK mark: behind a closed quotation may follow who said it."""
    return not ending.closers or not _WIDE_ATTRIBUTION.match(ending.after)


def _ends_sentence(ending: _Ending) -> bool:
    if not ending.spaced:
        return _ends_glued(ending)
    if _PICTURE_CREDIT.match(ending.after):
        return False
    bare = ending.after.lstrip(_OPENERS + " ")
    if not bare or ending.after[0] in ",;:—–-)./&" or bare[0] in ",;:.":
        return False
    if bare[0].islower() and not _starts_lower(ending, bare):
        return False
    if ending.stop[0] == "…" or ending.stop.startswith(".."):
        return _ends_after_ellipsis(ending, bare)
    if ending.stop == ".":
        return bool(ending.closers) or _ends_after_word(ending, bare)
    return _ends_after_exclamation(ending, bare)


def _ends_glued(ending: _Ending) -> bool:
    """Judge a mark with no space behind it: ``ended.The talks`` but not ``bbc.co.uk``."""
    word = ending.word
    if len(ending.stop) > 1 or ending.stop not in ".!?":
        return False
    if _GLUED_NAME.match(ending.after) or _INNER_MARK.intersection(word):
        return False
    if ending.closers:
        return ending.closers[0] in '”"’)'
    return bool(_GLUED_WORD.search(word)) and word.lower() not in _ABBREVIATIONS


def _starts_lower(ending: _Ending, bare: str) -> bool:
    """Tell whether a sentence may start with this word in lower case."""
    if _LOWER_BRAND.match(bare):
        return True
    return not ending.closers and bool(_LOWER_PARTICLE.match(bare))


def _ends_after_ellipsis(ending: _Ending, bare: str) -> bool:
    if ending.closers:
        return True
    if ending.first_word in ("i", "i’m", "i’ve", "i’d", "i’ll"):
        return ending.after[0] in _OPENERS
    if ending.before[-1:].isspace():
        return ending.first_word in _STARTERS or ending.after[0] in _OPENERS
    return bare[0].isupper() or ending.after[0] in _OPENERS


def _ends_after_exclamation(ending: _Ending, bare: str) -> bool:
    if ending.closers:
        return ending.first_word in _STARTERS or not _ATTRIBUTION.match(bare)
    if ending.word.lower() in _EXCLAIMING_NAMES:
        return ending.first_word in _STARTERS
    return True


def _ends_after_word(ending: _Ending, bare: str) -> bool:
    """Judge a single full stop by the word it follows, which may be an abbreviation."""
    word = ending.word
    if not word:
        return not ending.before.rstrip().endswith(".") or ending.first_word in _STARTERS
    lower = word.lower()
    if "-" in word and word[0].islower():  # then-Gov. Lowe
        return lower.rpartition("-")[2] not in _TITLES
    if lower in _NUMBERED and (word[0].islower() or len(word) > 1):
        return not bare[0].isdigit()
    if lower in _MONTHS and word[0].isupper():
        return not bare[0].isdigit()
    if lower in _DAYS and word[0].isupper():
        return not (bare[0].isdigit() or ending.first_word.rstrip(".")[:3] in _MONTHS)
    return not _is_abbreviation(word) or _follows_abbreviation(ending, bare)


def _is_abbreviation(word: str) -> bool:
    lower = word.lower()
    if lower in _NEVER_LAST:
        return True
    if len(word) == 1:
        return word.isupper()
    return (
        (lower in _TITLES and word[0].isupper())
        or (lower in _EITHER and (word[0].isupper() or lower in ("etc", "est", "sq", "ft", "plc")))
        or bool(_DOTTED.fullmatch(word))
    )


def _follows_abbreviation(ending: _Ending, bare: str) -> bool:
    """Tell whether the word after an abbreviation begins a new sentence."""
    lower = ending.word.lower()
    if lower in _TITLES or lower in _NEVER_LAST or ending.after[0] in "([":
        return False
    if lower in ("a.m", "p.m"):
        return bare[0].isupper() and not _AFTER_TIME.match(bare)
    first = ending.first_word
    if first in _STARTERS:
        return True
    return first in _PLURAL_STARTERS and bare[len(first) :].lstrip()[:1].islower()
