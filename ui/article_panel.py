"""An article as the page shows it: every character of it, each sentence an element of its own."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from index.models import Article, Sentence, SentenceKind
from ui.buttons import render_button
from ui.markup import anchor, escape_text, format_date, isolate

__all__ = ["render_article", "render_empty_library"]

_NO_HEADLINE = '<p class="note">The text has no headline: this is from its first sentence.</p>'
_OPEN_LIBRARY = render_button(
    "Open the library", action="library", event="select", kind="open-library"
)
_BACK = '<button type="button" class="back">↑ Back to the answer</button>'


def render_article(article: Article, *, sentences: Sequence[Sentence], prefix: str) -> str:
    """Render an article as HTML.

    Args:
        article: The article.
        sentences: All its sentences, in order.
        prefix: Random start of the names of the sentences' elements (see ``anchor``).
    """
    headline = _find_headline(article, sentences=sentences)
    # Not isolated: what is isolated would not count for the direction of the heading.
    title = _render_sentence(headline, prefix=prefix) if headline else escape_text(article.title)
    body = [sentence for sentence in sentences if sentence is not headline]
    paragraphs = "".join(
        _render_paragraph(paragraph, prefix=prefix)
        for paragraph in _group_paragraphs(body, text=article.text)
    )
    return (
        f'<article class="article" data-article="{escape_text(article.id)}">'
        f'<header><h2 dir="auto">{title}</h2>{_render_details(article)}</header>'
        f'<div class="story">{paragraphs}</div>{_BACK}</article>'
    )


def render_empty_library() -> str:
    """Render what stands in the article's place when the library holds none."""
    return (
        '<article class="article" data-article=""><header><h2>There is no article yet</h2>'
        '</header><div class="story"><p>Open the library and add one.</p>'
        f"{_OPEN_LIBRARY}</div></article>"
    )


def _find_headline(article: Article, *, sentences: Sequence[Sentence]) -> Sentence | None:
    """Find the sentence that the title was read from, so that it is not shown twice."""
    for sentence in sentences:
        if sentence.kind is SentenceKind.HEADLINE and sentence.text.strip() == article.title:
            return sentence
    return None


def _group_paragraphs(sentences: Sequence[Sentence], *, text: str) -> Iterator[list[Sentence]]:
    """Split sentences where the article starts a new line."""
    paragraph: list[Sentence] = []
    for sentence in sentences:
        if paragraph and "\n" in text[paragraph[-1].end : sentence.start]:
            yield paragraph
            paragraph = []
        paragraph.append(sentence)
    if paragraph:
        yield paragraph


def _render_paragraph(sentences: Sequence[Sentence], *, prefix: str) -> str:
    kinds = {sentence.kind for sentence in sentences}
    kind = kinds.pop() if len(kinds) == 1 else SentenceKind.STORY
    spans = " ".join(_render_sentence(sentence, prefix=prefix) for sentence in sentences)
    return f'<p class="{kind}" dir="auto">{spans}</p>'


def _render_sentence(sentence: Sentence, *, prefix: str) -> str:
    name = anchor(prefix, article_id=sentence.article_id, sentence=sentence.number)
    return (
        f'<span class="sentence {sentence.kind}" id="{name}" tabindex="-1">'
        f"{escape_text(sentence.text)}</span>"
    )


def _render_details(article: Article) -> str:
    """Render who wrote the article, where and when, as far as it is known."""
    details = []
    if article.byline:
        details.append(f"By {isolate(article.byline)}")
    if article.outlet:
        details.append(isolate(article.outlet))
    if article.published:
        details.append(f"Published {_render_time(article.published)}")
    if article.updated:
        details.append(f"Updated {_render_time(article.updated)}")
    if article.url and urlsplit(article.url).scheme in {"http", "https"}:
        details.append(
            f'<a href="{escape_text(article.url)}" target="_blank" '
            'rel="noopener noreferrer">Original page</a>'
        )
    items = "".join(f"<li>{detail}</li>" for detail in details)
    shown = f'<ul class="details">{items}</ul>' if items else ""
    return shown + (_NO_HEADLINE if article.title_derived else "")


def _render_time(iso: str) -> str:
    return f'<time datetime="{escape_text(iso)}">{isolate(format_date(iso))}</time>'
