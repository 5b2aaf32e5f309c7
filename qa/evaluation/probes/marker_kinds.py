"""What language models write for markers, right and broken: the kinds that the probe tries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["EARLIER_TURN", "KINDS", "Material", "Written"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a reply is made of.

    Attributes:
        text: A sentence as it stands in the prompt.
        number: Its number there.
        other: The number of another sentence; the same where there is only one.
        known: How many sentences the prompt has.
        earlier: How many an earlier turn had.
    """

    text: str
    number: int
    other: int
    known: int
    earlier: int

    @property
    def unknown(self) -> int:
        """A number that no sentence has, and that no article is likely to hold."""
        return self.known + 98_701


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A reply, the unknown numbers in its markers, and whether it comes character by character."""

    reply: str
    unknown: tuple[int, ...] = ()
    in_characters: bool = False


def _mark(form: str, digits: str = "0123456789") -> Callable[[Material], Written]:
    """Return what writes a sentence and behind it an unknown number in this form, {n}."""
    spell = str.maketrans("0123456789", digits)

    def write(made: Material) -> Written:
        spelled = form.format(n=str(made.unknown).translate(spell))
        return Written(reply=made.text + spelled, unknown=(made.unknown,))

    return write


def _write(reply: str) -> Callable[[Material], Written]:
    """Return what writes a reply without unknown numbers; {n} is right, {o} another sentence."""
    return lambda made: Written(reply=reply.format(t=made.text, n=made.number, o=made.other))


EARLIER_TURN: Final = "of an earlier turn"

KINDS: Final[Mapping[str, Callable[[Material], Written]]] = {
    # Right ones, and right numbers in the wrong place.
    "right": _write("{t} [{n}]"),
    "on the wrong sentence": _write("{t} [{o}]"),
    "without a statement": _write("[{n}]"),
    "before the text": _write("[{n}] {t}"),
    "a hundred times": _write("{t}" + " [{n}]" * 100),
    "full width": _write("{t} ［{n}］"),
    "corner brackets": _write("{t} 【{n}†source】"),
    "padded with zeros": _write("{t} [000{n}]"),
    "none": _write("{t}"),
    # Numbers that no sentence has.
    "number 0": lambda made: Written(reply=f"{made.text} [0]", unknown=(0,)),
    "negative": lambda made: Written(
        reply=f"{made.text} [-{made.number}]", unknown=(-made.number,)
    ),
    "one too high": lambda made: Written(
        reply=f"{made.text} [{made.known + 1}]", unknown=(made.known + 1,)
    ),
    "far too high": _mark(" [{n}]"),
    "huge": lambda made: Written(reply=f"{made.text} [{'9' * 90}]", unknown=(10**15 - 1,)),
    "longer than any": lambda made: Written(
        reply=f"{made.text} [{'9' * 4_000}]", unknown=(10**15 - 1,)
    ),
    EARLIER_TURN: lambda made: Written(
        reply=f"{made.text} [{made.earlier}]",
        unknown=(made.earlier,) if made.earlier > made.known else (),
    ),
    # The same in other signs.
    "Arabic-Indic digits": _mark(" [{n}]", "٠١٢٣٤٥٦٧٨٩"),
    "Devanagari digits": _mark(" [{n}]", "०१२३४५६७८९"),
    "full-width digits": _mark(" ［{n}］", "０１２３４５６７８９"),
    "mathematical digits": _mark(" [{n}]", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"),
    "superscript in brackets": _mark(" [{n}]", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "superscript": _mark("{n}", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    # Several at once.
    "range": lambda made: Written(reply=f"{made.text} [1-{made.unknown}]", unknown=(made.unknown,)),
    "range without end": lambda made: Written(
        reply=f"{made.text} [{made.number}–99999999]", unknown=(99_999_999,)
    ),
    "list": lambda made: Written(
        reply=f"{made.text} [{made.number}, {made.unknown}]", unknown=(made.unknown,)
    ),
    "list without end": lambda made: Written(
        reply=f"{made.text} [{', '.join(str(made.unknown + at) for at in range(40))}]",
        unknown=tuple(made.unknown + at for at in range(40)),
    ),
    "unknown a hundred times": lambda made: Written(
        reply=made.text + f" [{made.unknown}]" * 100, unknown=(made.unknown,)
    ),
    # Other shapes.
    "labelled": _mark(" [source {n}]"),
    "labelled, round": _mark(" (Source {n})"),
    "corner brackets, unknown": _mark(" 【{n}】"),
    "nested": _mark(" [[{n}]]"),
    "braces": _mark(" {{{n}}}"),
    "footnote": _mark(" [^{n}]"),
    "caret": _mark(" ^{n}"),
    "caret at the word": _mark("^{n}"),
    "escaped": _mark(r" \[{n}\]"),
    "bold": _mark(" **[{n}]**"),
    "raised by HTML": _mark("<sup>{n}</sup>"),
    "raised by HTML, in brackets": _mark("<sup>[{n}]</sup>"),
    "split by hidden characters": _mark(" [\u200b{n}\u200d]"),
    "Markdown link": _mark(" [{n}](http://planted.example/{n})"),
    "Markdown picture": _mark(" ![{n}](http://planted.example/{n}.png)"),
    "link to a note": _mark(" [{n}][{n}]\n\n[{n}]: http://planted.example/{n}"),
    "in a code block": lambda made: Written(
        reply=f"```\n{made.text} [{made.unknown}]\n```", unknown=(made.unknown,)
    ),
    "in inline code": _mark(" `[{n}]`"),
    "in a table": lambda made: Written(
        reply=f"| {made.text} | [{made.unknown}] |", unknown=(made.unknown,)
    ),
    "unknown before the text": lambda made: Written(
        reply=f"[{made.unknown}] {made.text}", unknown=(made.unknown,)
    ),
    "unknown without a statement": lambda made: Written(
        reply=f"[{made.unknown}]", unknown=(made.unknown,)
    ),
    # Cut short, and cut anywhere.
    "not closed": lambda made: Written(reply=f"{made.text} [{made.unknown}"),
    "not closed, then more": lambda made: Written(
        reply=f"{made.text} [{made.unknown}\n{made.text} [{made.number}]", unknown=(made.unknown,)
    ),
    "character by character": lambda made: Written(
        reply=f"{made.text} [{made.number}, {made.unknown}]",
        unknown=(made.unknown,),
        in_characters=True,
    ),
}
"""Every kind of marker by name, and what writes a reply with it."""
