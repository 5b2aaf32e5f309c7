"""From the HTML of a page to an article: its story, and what the page says about it."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from index.articles import make_article
from index.cleaning import remove_invisible
from index.dates import is_date_line
from index.decoding import decode_page
from index.errors import ArticleError
from index.furniture import find_byline
from index.models import Article
from index.page_metadata import PageFacts, read_facts
from index.page_obstacles import find_obstacle

if TYPE_CHECKING:  # Loaded only where an article is fetched, or in a process of their own.
    from index.fetching import Fetcher
    from index.page_extraction import FoundPage

__all__ = ["fetch_article", "read_page"]

_MAXIMUM_BYTES: Final = 2_000_000
_SECONDS: Final = 10.0
_OPENING: Final = 4
_CLOSING = re.compile(r"\n(?:©|\(c\)|copyright\b)[^\n]{0,200}\Z", re.IGNORECASE)
_EXTRACTION: Final = Path(__file__).with_name("page_extraction.py")
# The child is to know nothing of the settings, keys among them; Windows needs this one to start.
_ENVIRONMENT: Final = ("SYSTEMROOT",)


def fetch_article(address: str, *, fetcher: "Fetcher | None" = None) -> Article:
    """Fetch the article at an address.

    Args:
        address: ``http`` or ``https``.
        fetcher: What fetches it; by default one that speaks to public hosts only.

    Raises:
        ArticleError: It cannot be fetched, or what stands there is no article.
    """
    from index.fetching import Fetcher

    fetched = (fetcher or Fetcher()).fetch(address)
    if fetched.is_html:
        return read_page(fetched.content, charset=fetched.charset, address=fetched.address)
    text = remove_invisible(decode_page(fetched.content, declared=fetched.charset))
    return make_article(text, url=fetched.address)


def read_page(content: bytes, *, charset: str | None = None, address: str | None = None) -> Article:
    """Read the article of a page.

    Args:
        content: Its HTML, at most 2 MB.
        charset: The encoding that its server named.
        address: Where it was fetched from.

    Raises:
        ArticleError: It is too large, takes too long to read, or is no article.
    """
    if len(content) > _MAXIMUM_BYTES:
        raise ArticleError(
            f"The page is too large: {_MAXIMUM_BYTES // 1_000_000} MB are allowed. Paste its text."
        )
    found = _extract(decode_page(content, declared=charset))
    facts = read_facts(found, address=address)
    story = _CLOSING.sub("", remove_invisible(found["story"]))
    obstacle = find_obstacle(found, story, facts)
    if obstacle is not None:
        raise ArticleError(obstacle)
    article = make_article(
        _compose(found, story, facts),
        title=facts.title,
        outlet=facts.outlet,
        url=facts.url,
        published=facts.published,
    )
    return replace(
        article, byline=facts.byline or article.byline, updated=facts.updated or article.updated
    )


def _extract(page: str) -> "FoundPage":
    """Find the story in a process of its own, which may take little time and memory."""
    command = [sys.executable, "-E", "-P", str(_EXTRACTION)]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=page.encode("utf-8", "replace"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            timeout=_SECONDS,
            check=True,
        )
        found = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise ArticleError(
            f"The page takes more than {_SECONDS:.0f} seconds to read: paste its text."
        ) from error
    except (subprocess.CalledProcessError, ValueError) as error:
        raise ArticleError("The page cannot be read: paste its text.") from error
    except OSError as error:
        raise ArticleError(
            f"The page cannot be read, for no process can be started ({error.strerror}): "
            "paste its text."
        ) from error
    if found is None:
        raise ArticleError("The page is empty: check the address.")
    return cast("FoundPage", found)


def _compose(found: "FoundPage", story: str, facts: PageFacts) -> str:
    """Put the headline, byline and date above the story, as the page shows them.

    Extraction takes the story alone; but who wrote it, and when, is to be cited too.
    """
    headings = {_plain(line) for line in found["headings"]}
    lines = story.split("\n")
    shown = [facts.title] if facts.title in {*headings, *map(_plain, lines[:_OPENING])} else []
    told = [*found["bylines"], *(time for time, _ in found["times"])]
    for is_told in (find_byline, is_date_line):
        shown += [line for line in map(_plain, told) if is_told(line)][:1]
    rest = [line for line in lines[:_OPENING] if _plain(line) not in shown]
    return "\n".join([*filter(None, shown), *rest, *lines[_OPENING:]])


def _plain(text: str) -> str:
    return " ".join(remove_invisible(text).split())
