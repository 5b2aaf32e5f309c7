"""The risk-coverage curves of some systems as one SVG that takes its colours from the page."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from xml.etree import ElementTree as Tree

from matplotlib import rc_context  # noqa: TID251
from matplotlib.figure import Figure  # noqa: TID251

from qa.evaluation.report.grids import thin
from qa.evaluation.runs import Point, Section

__all__ = ["SERIES", "draw_curves"]

SERIES: Final = 6
"""How many lines have a look of their own; the next ones repeat them, each with its number."""

_SVG: Final = "http://www.w3.org/2000/svg"
_INCHES: Final = (4.6, 3.2)  # So small that its words can be read on a phone.
_MAX_POINTS: Final = 200
# What a page with a strict policy cannot take from a style stands in attributes.
_KEPT: Final = frozenset({"stroke-width", "text-anchor", "font-size", "stroke-linecap"})
_CLASSES: Final = {"#000000": "ink", "#b0b0b0": "rule"}


def draw_curves(sections: Sequence[Section], *, name: str) -> Iterator[str]:
    """Draw what goes wrong by how much is answered: risk, and false answers where any are absent.

    No text from outside stands in a drawing: lines are numbered, from 1.

    Args:
        sections: One line each.
        name: Begins every id of the drawings; letters and digits.

    Yields:
        ``svg`` elements without styles, scripts or addresses; lines have the classes
        ``series-1`` and so on, up to ``SERIES``.
    """
    for curve in _CURVES:
        lines = [_make_line(section, curve) for section in sections]
        if curve is _RISK or any(value for line in lines for value in line.values):
            yield _draw(lines, curve=curve, name=name)


class _Curve(NamedTuple):
    title: str
    axis: str
    get: Callable[[Point], float]


class _Line(NamedTuple):
    coverage: list[float]
    values: list[float]


_RISK: Final = _Curve("Risk by coverage", "Answers that are wrong", lambda point: point.risk)
_FALSE: Final = _Curve(
    "False answers by coverage", "Absent questions answered", lambda point: point.false_answers
)
_CURVES: Final = (_RISK, _FALSE)


def _make_line(section: Section, curve: _Curve) -> _Line:
    points = thin(section.curve, count=_MAX_POINTS)
    return _Line([point.coverage for point in points], list(map(curve.get, points)))


def _draw(lines: Sequence[_Line], *, curve: _Curve, name: str) -> str:
    with rc_context({"svg.fonttype": "none", "text.parse_math": False}):
        figure = Figure(figsize=_INCHES, layout="constrained")
        _plot(figure, lines, axis=curve.axis)
        written = io.StringIO()
        figure.savefig(written, format="svg", transparent=True)
    root = Tree.fromstring(written.getvalue())  # noqa: S314 - it was written a line above.
    name = f"{name}-{_CURVES.index(curve)}"
    return _write(root, title=curve.title, description=_describe(lines), name=name)


def _plot(figure: Figure, lines: Sequence[_Line], *, axis: str) -> None:
    axes = figure.add_subplot()
    for number, (coverage, values) in enumerate(lines, start=1):
        gid = f"series-{(number - 1) % SERIES + 1}"
        axes.plot(coverage, values, gid=gid, clip_on=False)
        # Numbers stand apart along their lines, so that lines that meet stay told apart.
        at = len(values) * number // (len(lines) + 1)
        axes.annotate(
            str(number),
            (coverage[at], values[at]),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            gid=gid,
        )
    axes.set(xlim=(0, 1), xlabel="Answerable questions answered", ylabel=axis)
    axes.set_ylim(0, max(axes.get_ylim()[1], 0.05))
    axes.grid(axis="y", clip_on=False)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(bottom=False, left=False)


def _describe(lines: Sequence[_Line]) -> str:
    ends = (
        f"Line {number} goes from {values[-1]:.2f} at a coverage of {coverage[-1]:.2f} "
        f"to {values[0]:.2f} at {coverage[0]:.2f}."
        for number, (coverage, values) in enumerate(lines, start=1)
    )
    return " ".join([*ends, "The numbers stand in a table below."])


def _write(root: Tree.Element, *, title: str, description: str, name: str) -> str:
    labels = {"title": title, "desc": description}
    ids = {label: f"{name}-{label}" for label in labels}
    drawn = Tree.Element(
        "svg",
        {
            "class": "curve",
            "viewBox": root.get("viewBox", ""),
            "role": "img",
            "aria-labelledby": " ".join(ids.values()),
        },
    )
    for label, text in labels.items():
        Tree.SubElement(drawn, label, id=ids[label]).text = text
    drawn.extend(_strip(child) for child in root if _get_tag(child) == "g")
    return Tree.tostring(drawn, encoding="unicode")


def _strip(element: Tree.Element) -> Tree.Element:
    """Return an element without ids and styles: its classes say what the page colours."""
    style = _read_style(element.get("style", ""))
    kept = {name: value for name, value in element.attrib.items() if name not in {"id", "style"}}
    kept |= {name: value for name, value in style.items() if name in _KEPT}
    if element.get("id", "").startswith("series-"):
        kept["class"] = element.attrib["id"]
    elif style.get("stroke") in _CLASSES:
        kept["class"] = _CLASSES[style["stroke"]]
    if _get_tag(element) == "path":
        kept["fill"] = "none"
    stripped = Tree.Element(_get_tag(element), kept)
    stripped.text = element.text if element.text and element.text.strip() else None
    stripped.extend(_strip(child) for child in element if _get_tag(child) in {"g", "path", "text"})
    return stripped


def _read_style(style: str) -> Mapping[str, str]:
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    return {name.strip(): value.strip().removesuffix("px") for name, _, value in pairs}


def _get_tag(element: Tree.Element) -> str:
    return element.tag.removeprefix(f"{{{_SVG}}}")
