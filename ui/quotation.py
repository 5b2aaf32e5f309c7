"""The sentences behind an answer as the page shows them: quotes, numbers, the nearest ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.models import Citation, Nearest
from ui.markup import (
    anchor,
    escape_text,
    find_direction,
    format_date,
    isolate,
    shorten_text,
)

__all__ = ["View", "render_marker", "render_nearest", "render_previews", "render_quote"]

_MAX_TITLE_CHARS = 60
_MAX_PREVIEW_CHARS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Where an answer is shown.

    Attributes:
        prefix: Random start of the names of the elements on this visitor's page.
        turn: Number of the question in the visit.
        name_articles: Whether every quote should name its article.
        asks_several: Whether several articles were asked.
        latest: Whether it is the latest answer, which can still be changed.
    """

    prefix: str
    turn: int = 0
    name_articles: bool = False
    asks_several: bool = False
    latest: bool = False

    def name(self, part: str) -> str:
        """Name an element of this turn."""
        return f"{self.prefix}-t{self.turn}-{part}"


def render_quote(citation: Citation, *, view: View, verdict: str = "") -> str:
    """Render a quotation with who said it, where and when.

    Args:
        citation: The quotation.
        view: Where it is shown.
        verdict: Markup to put below it.
    """
    details = _list_details(citation, name_article=view.name_articles)
    items = "".join(f"<li>{detail}</li>" for detail in details)
    details_list = f'<ul class="details">{items}</ul>' if items else ""
    return (
        f'<figure class="quote"><blockquote dir="{find_direction(citation.quote)}">'
        f"<bdi>{_render_highlighted(citation)}</bdi> {render_marker(citation, view=view)}"
        f"</blockquote>"
        f"<figcaption>{details_list}{verdict}</figcaption></figure>"
    )


def render_marker(citation: Citation, *, view: View) -> str:
    """Render the number of a citation, a link to its sentence in the article."""
    link = _open_link(citation, view=view, kind="marker")
    # The name begins with what is seen, so that it can be spoken to a voice control.
    label = f"[{citation.number}] Show sentence {citation.sentence} in the article"
    described = view.name(f"p{citation.number}")
    return f'{link} aria-label="{label}" aria-describedby="{described}">&#91;{citation.number}]</a>'


def render_previews(citations: Sequence[Citation], *, view: View) -> str:
    """Render what is shown while a citation's number is pointed at or has the focus."""
    return "".join(_render_preview(citation, view=view) for citation in citations)


def render_nearest(nearest: Sequence[Nearest], *, label: str, view: View) -> str:
    """Render the article's own sentences that come closest, as links to them."""
    if not nearest:
        return ""
    items = []
    for item in nearest:
        details = _render_attribution(item.speaker, hearsay=item.hearsay)
        details += [_render_title(item.title)] if view.name_articles else []
        below = f'<span class="details">{" · ".join(details)}</span>' if details else ""
        link = _open_link(item, view=view, kind="nearest")
        items.append(f'<li>{link} dir="auto">{escape_text(item.quote)}</a>{below}</li>')
    return f'<p class="label">{label}</p><ul class="own">{"".join(items)}</ul>'


def _render_preview(citation: Citation, *, view: View) -> str:
    details = " · ".join(_list_details(citation, name_article=view.name_articles))
    direction = find_direction(citation.quote)
    quote = isolate(shorten_text(citation.quote, max_chars=_MAX_PREVIEW_CHARS))
    return (
        f'<div class="preview" role="tooltip" id="{view.name(f"p{citation.number}")}" hidden>'
        f'<p class="preview-quote" dir="{direction}">“{quote}”</p>'
        f'<p class="preview-details">{details or "No speaker or date is known"}</p></div>'
    )


def _list_details(citation: Citation, *, name_article: bool) -> list[str]:
    details = _render_attribution(citation.speaker, hearsay=citation.hearsay)
    details += [_render_title(citation.title)] if name_article else []
    details += [isolate(citation.outlet)] if citation.outlet else []
    details += [isolate(format_date(citation.published))] if citation.published else []
    return details


def _render_attribution(speaker: str | None, *, hearsay: bool) -> list[str]:
    if speaker:
        return [f'<span class="speaker">— {isolate(speaker)}</span>']
    if hearsay:
        return ['<span class="speaker">— somebody the article does not name</span>']
    return []


def _render_title(title: str) -> str:
    return isolate(shorten_text(title, max_chars=_MAX_TITLE_CHARS))


def _render_highlighted(citation: Citation) -> str:
    """Render a quote with the words that answer marked."""
    quote = citation.quote
    if citation.highlight is None:
        return escape_text(quote)
    first, last = (
        min(max(offset - citation.start, 0), len(quote)) for offset in citation.highlight
    )
    if first >= last:
        return escape_text(quote)
    return (
        f"{escape_text(quote[:first])}<mark>{escape_text(quote[first:last])}</mark>"
        f"{escape_text(quote[last:])}"
    )


def _open_link(item: Citation | Nearest, *, view: View, kind: str) -> str:
    """Begin the tag of a link to a sentence; the caller adds attributes and closes it."""
    name = anchor(view.prefix, article_id=item.article_id, sentence=item.sentence)
    return f'<a class="{kind}" href="#{name}"'
