"""Read what a page says about its article: title, outlet, byline, dates and address.

A page says it to machines in three ways: JSON-LD of schema.org, the values of Open Graph and its
many relatives, and plain HTML. All are a stranger's text: bounded, cleaned, and never guessed.
"""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from index.cleaning import remove_invisible
from index.dates import find_stamps
from index.furniture import find_byline

if TYPE_CHECKING:  # Its libraries are loaded in a process of their own.
    from index.page_extraction import FoundPage

__all__ = ["PageFacts", "read_facts"]

_MAXIMUM_VALUE: Final = 500
_NODES: Final = 2_000
_ARTICLE_TYPE = re.compile(r"\w*Article|(?:Live)?BlogPosting|Report")

_TITLE_VALUES: Final = ("og:title", "twitter:title", "headline", "dc.title", "parsely-title")
_OUTLET_VALUES: Final = ("og:site_name", "dc.publisher", "publisher", "application-name")
_BYLINE_VALUES: Final = (
    *("author", "article:author", "byl", "byline", "parsely-author", "sailthru.author"),
    *("dc.creator", "dcterms.creator", "cxenseparse:author"),
)
_PUBLISHED_VALUES: Final = (
    *("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date"),
    *("sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued"),
    *("dcterms.created", "dc.date.created", "dc.date", "pubdate", "publishdate", "publish-date"),
    *("publish_date", "publication_date", "article.published", "date"),
)
_UPDATED_VALUES: Final = (
    *("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified"),
    *("dcterms.modified", "dc.date.modified", "article.updated", "lastmod"),
)

_MOMENT = re.compile(
    r"(?P<year>(?:19|20)\d\d)[-/]?(?P<month>\d\d)[-/]?(?P<day>\d\d)"
    r"(?:[T ]\s?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d))?(?:[.,]\d{1,9})?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?(?!\d)",
    re.ASCII,
)
_DAY_IN_PATH = re.compile(r"/(20\d\d)[/-](\d\d?)[/-](\d\d?)(?:[/-]|$)", re.ASCII)
_BY = re.compile(r"(?:written\s|words\s)?by:?\s+|von\s+|par\s+|por\s+|di\s+", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+(?:[|»·•–—-]|::)\s+")
_PREFIX = re.compile(r"www\d?\.|m\.|amp\.|mobile\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page says about its article.

    Attributes:
        title: Its headline.
        outlet: Who published it.
        byline: Who wrote it, without "By".
        published: ISO 8601, as precise as the page says.
        updated: The same for the last change.
        url: Its canonical address, if that is of the host it was fetched from.
        is_article: Whether the page says of itself that it is an article.
    """

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    is_article: bool = False


def read_facts(found: "FoundPage", *, address: str | None) -> PageFacts:
    """Read the facts of a page.

    Args:
        found: What was found on it.
        address: Where it was fetched from.
    """
    linked = _choose(_read_linked_data(found["linked_data"]), found)
    values = found["values"]
    outlet = _first(_names(linked.get("publisher")), _values(values, _OUTLET_VALUES))
    url = _read_url(found, address)
    published = _first_moment(
        _texts(linked.get("datePublished")), _values(values, _PUBLISHED_VALUES)
    )
    updated = _first_moment(_texts(linked.get("dateModified")), _values(values, _UPDATED_VALUES))
    return PageFacts(
        title=_read_title(found, linked, outlet),
        outlet=outlet,
        byline=_read_byline(found, linked, outlet),
        published=published or _read_shown_date(found, url or address),
        updated=None if updated == published else updated,
        url=url or address,
        is_article=bool(linked) or any("article" in one for one in _values(values, ("og:type",))),
    )


def _read_linked_data(scripts: Iterable[str]) -> list[dict[str, Any]]:
    """Return the articles of JSON-LD, the outermost first."""
    articles: list[dict[str, Any]] = []
    left: deque[Any] = deque()
    for script in scripts:
        try:
            left.append(json.loads(script, strict=False))
        except (ValueError, RecursionError):
            continue
    for _ in range(_NODES):
        if not left:
            break
        node = left.popleft()
        if isinstance(node, dict):
            if any(_ARTICLE_TYPE.fullmatch(kind) for kind in _texts(node.get("@type"))):
                articles.append(node)
            left.extend(node.get(name) for name in ("@graph", "mainEntity", "mainEntityOfPage"))
        elif isinstance(node, list):
            left.extend(node[:_NODES])
    return articles


def _choose(articles: Sequence[dict[str, Any]], found: "FoundPage") -> dict[str, Any]:
    """Return the article that the page is about: the one whose headline it shows."""
    shown = {_letters(text) for text in [*found["headings"], found["title"]]}
    shown |= {_letters(text) for text in _values(found["values"], _TITLE_VALUES)}
    for article in articles:
        if any(_letters(headline) in shown for headline in _texts(article.get("headline"))):
            return article
    return articles[0] if articles else {}


def _read_title(found: "FoundPage", linked: dict[str, Any], outlet: str | None) -> str | None:
    """Return the headline as the page shows it, or else as it tells machines."""
    named = [*_texts(linked.get("headline")), *_values(found["values"], _TITLE_VALUES)]
    named += [_clean(found["title"])] if found["title"] else []
    headings = [_clean(one) for one in found["headings"]]
    for heading in sorted(headings, key=len, reverse=True):
        for name in named:
            small, large = sorted((_letters(heading), _letters(name)), key=len)
            if small and small in large and 2 * len(small) > len(large):
                return _drop_outlet(heading, outlet)
    # The name of the page is that of the site as often as not; a lone heading is the headline.
    if len(headings) == 1 and _letters(headings[0]) != _letters(outlet or ""):
        named.insert(len(named) - bool(found["title"]), headings[0])
    titles = [_drop_outlet(one, outlet) for one in (*named, *headings)]
    return next((title for title in titles if title), None)


def _drop_outlet(title: str, outlet: str | None) -> str:
    """Return a title without the name of its outlet, or of its section before that."""
    parts = _SEPARATOR.split(title)
    while outlet and len(parts) > 1 and _letters(parts[-1]) == _letters(outlet):
        title = title[: title.rindex(parts.pop())].rstrip(" |»·•–—:-")
    if outlet and len(parts) > 1 and _letters(parts[0]) == _letters(outlet):
        title = title[len(parts[0]) :].lstrip(" |»·•–—:-")
    bar = title.rfind(" | ")
    return title[:bar] if bar > len(title) / 2 else title


def _read_byline(found: "FoundPage", linked: dict[str, Any], outlet: str | None) -> str | None:
    names = [_drop_by(name) for name in _names(linked.get("author"))]
    if not names:
        names = [_drop_by(name) for name in _values(found["values"], _BYLINE_VALUES)][:1]
    if not names:
        shown = [_clean(one) for one in found["bylines"]]
        names = [name for name in map(find_byline, shown) if name][:1]
    names = [name for name in dict.fromkeys(names) if _letters(name) != _letters(outlet or "")]
    # Many pages name the profile of an author where the name should be.
    names = [name for name in names if name and "/" not in name and "@" not in name][:6]
    if len(names) < 2:
        return names[0] if names else None
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _drop_by(name: str) -> str:
    found = _BY.match(name)
    return name[found.end() :] if found else name


def _read_shown_date(found: "FoundPage", address: str | None) -> str | None:
    """Return the first date that the page shows as a time, or the day its address names."""
    for shown, machine in found["times"]:
        if moment := _first_moment([_clean(machine)], [_clean(shown)]):
            return moment
    day = _DAY_IN_PATH.search(urlsplit(address).path) if address else None
    return _first_moment([f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}"]) if day else None


def _first_moment(*texts: Iterable[str]) -> str | None:
    return next((moment for some in texts for text in some if (moment := _read_moment(text))), None)


def _read_moment(text: str) -> str | None:
    found = _MOMENT.match(text)
    if found is None:
        stamps = find_stamps(text)
        return stamps[0].moment if stamps else _read_mail_date(text)
    moment = f"{found['year']}-{found['month']}-{found['day']}"
    if found["hour"]:
        zone = {"UTC": "Z", "GMT": "Z", None: ""}.get(found["zone"], found["zone"])
        moment += f"T{found['hour']}:{found['minute']}:{found['second'] or '00'}{zone}"
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return None
    return moment


def _read_mail_date(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text[:100]).isoformat()
    except (ValueError, OverflowError):
        return None


def _read_url(found: "FoundPage", address: str | None) -> str | None:
    """Return the address that a page gives as its own; one of another host is not believed."""
    for given in (found["canonical"], *_values(found["values"], ("og:url",))):
        try:
            url = urljoin(address, given) if address else given
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            continue
        plain = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
        if not (plain and host and port is None and parts.scheme in {"http", "https"}):
            continue
        if address is None or _bare(host) == _bare(urlsplit(address).hostname or ""):
            return url
    return None


def _bare(host: str) -> str:
    return _PREFIX.sub("", host.lower(), count=1)


def _first(*texts: Iterable[str]) -> str | None:
    return next((text for some in texts for text in some), None)


def _values(values: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    found = [_clean(value) for name in names for value in values.get(name, ())]
    return [value for value in found if value]


def _names(value: Any) -> list[str]:
    """Return the names of people or organisations, in any of the forms that JSON-LD allows."""
    return [name for one in _listed(value) for name in _texts(_named(one))]


def _named(value: Any) -> Any:
    return value.get("name") if isinstance(value, dict) else value


def _texts(value: Any) -> list[str]:
    found = [_clean(one) for one in _listed(value) if isinstance(one, str)]
    return [text for text in found if text]


def _listed(value: Any) -> Iterator[Any]:
    yield from value[:_MAXIMUM_VALUE] if isinstance(value, list) else [value]


def _clean(text: str) -> str:
    plain = remove_invisible(unescape(text[: 4 * _MAXIMUM_VALUE]))
    return " ".join(plain.split())[:_MAXIMUM_VALUE].strip()


def _letters(text: str) -> str:
    """Return a text as it is compared: its letters and digits alone, in lower case."""
    return "".join(character for character in text.casefold() if character.isalnum())
