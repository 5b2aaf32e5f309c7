"""Find the story of a page: run as a process of its own, for pages are hostile and may be bombs.

The page comes in UTF-8 on standard input; what was found leaves as JSON on standard output. The
process knows nothing of the rest of the project, may use little memory, and once its libraries are
loaded it can open no file and no connection any more: an external entity has nothing to read.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypedDict

import trafilatura  # noqa: TID251
from lxml import etree, html  # noqa: TID251

__all__ = ["FoundPage", "find_story", "main"]

_MEMORY: Final = 1_000_000_000
_CPU_SECONDS: Final = 20
_OPEN_FILES: Final = 3
_MAXIMUM_LINKED_DATA: Final = 400_000
_MAXIMUM_VALUE: Final = 2_000
_VALUES_OF_A_KIND: Final = 8
_KINDS_OF_VALUES: Final = 200
_VISIBLE: Final = 3_000

_SILENT: Final = frozenset("script style template noscript iframe object embed svg math".split())
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that lxml reads, written out or as ``&#31;``, and then refuses to move."""
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|font-size\s*:\s*0(?:\.0*)?(?:[a-z%]|\s|;|!|$)|opacity\s*:\s*0(?:\.0*)?(?:%|\s|;|!|$)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"by-?line|author|contributor", re.IGNORECASE)
_LEAST_OF_LAYOUT: Final = 300
_CELLS: Final = 50

# Enough of a page for every part of the library to have loaded what it needs.
_WARMING: Final = "<html><body><div><p>A page without a story.</p></div></body></html>"


class FoundPage(TypedDict):
    """What was found on a page, all of it as strangers wrote it.

    Attributes:
        story: Its main text, a paragraph a line; empty when there is none.
        title: What the browser shows as the name of the page.
        headings: Its headings of the first rank.
        bylines: Short texts that name an author.
        times: Dates as shown, and as machines read them where the page says so.
        values: Its ``<meta>`` values by name.
        linked_data: Its JSON-LD, unread.
        canonical: The address that it gives as its own.
        visible: The beginning of its text.
        linked: How much of the story is text of links, from 0 to 1.
        asks_password: Whether it has a field for a password.
    """

    story: str
    title: str
    headings: list[str]
    bylines: list[str]
    times: list[tuple[str, str]]
    values: dict[str, list[str]]
    linked_data: list[str]
    canonical: str
    visible: str
    linked: float
    asks_password: bool


def find_story(page: str) -> FoundPage | None:
    """Find the story of a page, and what the page says about it.

    Returns:
        What was found; nothing where there is no page at all.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(page.replace("\0", "").encode(), parser=parser)
    except (etree.ParserError, ValueError):
        return None
    _drop_controls(tree)
    # What is read by machines is hidden by nature, and taken before the hidden is dropped.
    found = FoundPage(
        story="",
        title=_join(tree.findtext(".//title")),
        headings=[],
        bylines=[],
        times=[],
        values=_read_values(tree),
        linked_data=_read_linked_data(tree),
        canonical=next(iter(tree.xpath("//link[@rel='canonical']/@href")), "")[:_MAXIMUM_VALUE],
        visible="",
        linked=0.0,
        asks_password=bool(tree.xpath("//input[@type='password']")),
    )
    _drop_hidden(tree)
    found["headings"] = _read_texts(tree.iter("h1"))
    found["bylines"] = _read_texts(_find_bylines(tree))
    found["times"] = [
        (_read_text(one), str(one.get("datetime", ""))[:_MAXIMUM_VALUE])
        for one in _take(tree.iter("time"))
    ]
    found["visible"] = _join(" ".join(_take(tree.itertext(), _VISIBLE)))[:_VISIBLE]
    _unfold_layout(tree)
    links = {_join(link.text_content()) for link in tree.iter("a")}
    found["story"] = _extract(tree)
    found["linked"] = _measure_links(found["story"], links)
    return found


def _unfold_layout(tree: Any) -> None:
    """Make plain blocks of the tables that hold a page and not figures, as old pages have them."""
    for table in list(tree.iter("table")):
        cells = _take(table.iter("td"), _CELLS)
        if any(len(cell.xpath("string()")) > _LEAST_OF_LAYOUT for cell in cells):
            for part in list(table.iter("table", "tbody", "tr", "td")):
                part.tag = "div"


def _extract(tree: Any) -> str:
    found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    text = getattr(found, "text", None)
    return text if isinstance(text, str) else ""


def _measure_links(story: str, links: set[str]) -> float:
    lines = [_join(line.removeprefix("- ")) for line in story.splitlines()]
    linked = sum(len(line) for line in lines if line in links)
    return linked / max(1, sum(len(line) for line in lines))


def _drop_controls(tree: Any) -> None:
    for element in tree.iter():
        for part in ("text", "tail"):
            text = getattr(element, part)
            if text and _NOT_XML.search(text):
                setattr(element, part, _NOT_XML.sub("", text))


def _drop_hidden(tree: Any) -> None:
    """Drop what a reader of the page does not see."""
    for element in [one for one in tree.iter(etree.Element) if _is_hidden(one)]:
        # The page as a whole is often hidden until a script shows it.
        if element.tag not in {"html", "body"} and element.getparent() is not None:
            element.drop_tree()


def _is_hidden(element: Any) -> bool:
    if element.tag in _SILENT or "hidden" in element.attrib:
        return True
    if str(element.get("aria-hidden", "")).strip().lower() == "true":
        return True
    style = element.get("style")
    if not style:
        return False
    plain = _CSS_ESCAPE.sub(_unescape, _CSS_COMMENT.sub("", style))
    return _HIDDEN_STYLE.search(plain) is not None


def _unescape(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return chr(number) if number < 0xD800 else ""


def _read_values(tree: Any) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = _join(element.get("content"))
        for attribute in ("property", "name", "itemprop"):
            name = str(element.get(attribute, "")).strip().lower()[:100]
            if not name or not content or (name not in values and len(values) >= _KINDS_OF_VALUES):
                continue
            if len(values.setdefault(name, [])) < _VALUES_OF_A_KIND:
                values[name].append(content)
    return values


def _read_linked_data(tree: Any) -> list[str]:
    left, found = _MAXIMUM_LINKED_DATA, []
    for element in tree.iter("script"):
        kind = str(element.get("type", "")).partition(";")[0].strip().lower()
        text = element.text or ""
        if kind == "application/ld+json" and len(text) <= left:
            left -= len(text)
            found.append(text)
    return found


def _find_bylines(tree: Any) -> Iterator[Any]:
    for element in tree.iter("a", "address", "div", "li", "p", "span"):
        named = " ".join(
            str(element.get(name, ""))
            for name in ("class", "itemprop", "rel", "data-component", "data-testid")
        )
        if _BYLINE.search(named[:_MAXIMUM_VALUE]):
            yield element


def _read_texts(elements: Iterable[Any]) -> list[str]:
    return [text for element in _take(elements) if (text := _read_text(element))]


def _read_text(element: Any) -> str:
    return _join(" ".join(element.itertext()))


def _take(items: Iterable[Any], limit: int = _VALUES_OF_A_KIND) -> list[Any]:
    return [item for item, _ in zip(items, range(limit), strict=False)]


def _join(text: Any) -> str:
    """Return a text on one line, of bounded length."""
    return " ".join(str(text or "")[: 4 * _MAXIMUM_VALUE].split())[:_MAXIMUM_VALUE]


def main() -> None:
    """Read a page from standard input, write what was found to standard output."""
    sys.setrecursionlimit(2_000)
    find_story(_WARMING)
    _limit()
    page = sys.stdin.buffer.read().decode("utf-8", "replace")
    json.dump(find_story(page), sys.stdout)


def _limit() -> None:
    if sys.platform == "win32":  # pragma: no cover
        return
    import resource

    bounds = (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    )
    for kind, bound in bounds:
        try:
            resource.setrlimit(kind, (bound, bound))
        except (OSError, ValueError):  # The system has a lower one, or knows none (macOS: memory).
            continue


if __name__ == "__main__":
    main()
