"""The library as the page shows it: what there is to ask, and a way to add to it and remove."""

from collections.abc import Collection, Sequence

from index.models import Article
from ui.buttons import render_button
from ui.markup import escape_text, format_date, isolate, shorten_text

__all__ = ["ADD_FORM", "render_library", "render_scope", "render_status"]

_MAX_TITLE_CHARS = 160
_SEPARATOR = "&#160;· "  # no line begins with it
_BIDI_CONTROLS = dict.fromkeys(
    (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)

ADD_FORM = (
    '<div class="library-head"><h2>Library</h2>'
    + render_button("Back to the article", action="library", kind="close")
    + '</div><details class="adding"><summary>Add an article</summary>'
    '<form class="add" data-action="add" data-event="upload" aria-label="Add an article">'
    '<fieldset class="ways"><legend>From</legend>'
    '<label><input type="radio" name="way" value="text" checked> Pasted text</label>'
    '<label><input type="radio" name="way" value="address"> Address</label>'
    '<label><input type="radio" name="way" value="file"> File</label></fieldset>'
    '<div class="way way-text"><label for="add-text">Text of the article</label>'
    '<textarea id="add-text" name="text" rows="6"></textarea>'
    '<details><summary>Title, outlet, date, address</summary><div class="known">'
    '<label for="add-title">Title</label><input id="add-title" name="title" maxlength="500">'
    '<label for="add-outlet">Outlet</label><input id="add-outlet" name="outlet" maxlength="200">'
    '<label for="add-published">Published</label>'
    '<input id="add-published" name="published" type="date">'
    '<label for="add-url">Address</label>'
    '<input id="add-url" name="url" inputmode="url" maxlength="2000" placeholder="https://">'
    "</div></details></div>"
    '<div class="way way-address"><label for="add-address">Address of the article</label>'
    '<input id="add-address" name="address" inputmode="url" maxlength="2000" '
    'placeholder="https://"><p class="hint">The server fetches the page; nothing else is told '
    "to anybody.</p></div>"
    '<div class="way way-file"><label for="add-file">Text or saved page (.txt, .md, .html), at '
    'most 2 MB</label><input id="add-file" name="file" type="file" '
    'accept=".txt,.md,.html,.htm,text/plain,text/markdown,text/html"></div>'
    '<button type="submit">Add to the library</button></form></details>'
    '<dialog class="confirm" aria-labelledby="confirm-title"><form method="dialog">'
    '<h3 id="confirm-title">Remove this article?</h3><p class="confirm-what"></p>'
    "<p>It is removed with all that was made from it. Only where a reader judged an answer from it "
    "does a copy stay, for review. Answers already on the page stay as they are.</p>"
    '<button value="no" autofocus>Keep it</button>'
    '<button value="yes" class="danger">Remove it</button></form></dialog>'
)


def render_library(
    articles: Sequence[Article], *, chosen: Collection[str], shown: str | None
) -> str:
    """Render the list of articles.

    Args:
        articles: All of them.
        chosen: Ids of those that are asked; empty for all.
        shown: Id of the one on the page.
    """
    items = "".join(
        _render_item(
            article, is_chosen=not chosen or article.id in chosen, is_shown=article.id == shown
        )
        for article in articles
    )
    count = f"{len(articles)} article{'' if len(articles) == 1 else 's'}"
    search = (
        '<label class="search" for="search">Search<input id="search" type="search" '
        'data-action="search" autocomplete="off"></label>'
        f'<p class="found" role="status">{count}</p>'
    )
    choose = (
        '<div class="choose">'
        + render_button("Tick all", action="choose-all")
        + render_button("Untick all", action="choose-none")
        + '<span class="hint">Those ticked are asked; while none is, all are.</span></div>'
    )
    listed = (
        f'<ul class="list">{items}</ul>'
        if items
        else '<p class="none">There is no article yet.</p>'
    )
    return (search + choose if len(articles) > 1 else "") + listed


def render_scope(articles: Sequence[Article], *, chosen: Collection[str]) -> str:
    """Render which articles are asked, with the way into the library."""
    asked = [article for article in articles if not chosen or article.id in chosen]
    if len(asked) == 1 and len(articles) > 1:
        told = f"Asking {isolate(shorten_text(_write_title(asked[0]), max_chars=60))}"
    elif len(asked) == len(articles):
        told = f"Asking all {len(articles)} articles" if len(articles) > 1 else ""
    else:
        told = f"Asking {len(asked)} of {len(articles)} articles"
    library = (
        '<button type="button" class="open-library" data-action="library" data-event="select" '
        'aria-expanded="false" aria-controls="library">Library</button>'
    )
    return f'<div class="shelf">{library}<span class="scope" role="status">{told}</span></div>'


def render_status(message: str, *, problem: bool = False, done: int = 0, total: int = 0) -> str:
    """Render how adding or removing went, or how far it is.

    Args:
        message: What to say; plain text.
        problem: Whether it failed.
        done: How many sentences were read.
        total: How many there are; 0 when it is over.
    """
    bar = (
        f'<progress aria-label="Reading the article" value="{done}" max="{total}"></progress>'
        if total
        else ""
    )
    kind = "problem" if problem else "said"
    return f'<p class="{kind}" role="status">{isolate(message)}{bar}</p>' if message else ""


def _render_item(article: Article, *, is_chosen: bool, is_shown: bool) -> str:
    title = _write_title(article)
    name = shorten_text(title, max_chars=_MAX_TITLE_CHARS)
    details = [isolate(article.outlet)] if article.outlet else []
    details += [isolate(format_date(article.published))] if article.published else []
    checked = " checked" if is_chosen else ""
    current = ' aria-current="true"' if is_shown else ""
    key = escape_text(article.id)
    remove = render_button(
        "Remove",
        action="remove",
        kind="remove",
        described=f"Remove {name}",
        article=article.id,
        title=name,
    )
    return (
        f'<li class="item"{current}><input type="checkbox" data-action="choose" '
        f'value="{key}" aria-label="Ask {escape_text(name)}"{checked}>'
        f'<div><button type="button" class="open" data-action="open" data-event="select" '
        f'data-article="{key}">{isolate(name)}</button>'
        f'<p class="details">{_SEPARATOR.join(details)}</p></div>{remove}</li>'
    )


def _write_title(article: Article) -> str:
    """Write a title for places that cannot isolate its direction, such as a label."""
    return " ".join(article.title.translate(_BIDI_CONTROLS).split()) or article.id
