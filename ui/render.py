"""An answer as the page shows it in the conversation.

The result is HTML without a line break, which Markdown leaves alone; every text in it went
through ``ui.markup``. It carries no ``data-`` and ``aria-`` attributes: Gradio's sanitizer
removes them.
"""

from collections.abc import Mapping, Sequence

from qa.models import Answer, Citation, Nearest, Reason, Statement, Status, Verdict, VerdictLabel
from ui.markup import anchor, escape_text, format_date, isolate, shorten_text

__all__ = ["render_answer", "render_pending", "render_problem", "render_question"]

_VERDICTS = {
    VerdictLabel.SUPPORTED: ("✓", "Supported"),
    VerdictLabel.PARTLY: ("◐", "Partly supported"),
    VerdictLabel.UNSUPPORTED: ("○", "Not supported"),
    VerdictLabel.CONTRADICTED: ("✗", "Contradicted"),
}
_MAX_QUESTION_CHARS = 400
_MAX_TITLE_CHARS = 60


def render_question(question: str) -> str:
    """Render what the reader asked, cut where it is too long to show."""
    shown = isolate(shorten_text(question, max_chars=_MAX_QUESTION_CHARS))
    return f'<p class="question">{shown}</p>'


def render_pending() -> str:
    """Render what stands in the answer's place until there is one."""
    return '<p class="pending">Reading the article…</p>'


def render_problem(message: str) -> str:
    """Render why a question could not be asked."""
    return f'<p class="problem">{isolate(message)}</p>'


def render_answer(answer: Answer, *, prefix: str, name_articles: bool = False) -> str:
    """Render an answer or an abstention.

    Args:
        answer: What to show.
        prefix: Random start of the names of the sentences' elements (see ``anchor``).
        name_articles: Whether every quote should name its article.
    """
    if answer.status is Status.NOT_FOUND:
        content = _render_abstention(answer, prefix=prefix, name_articles=name_articles)
    else:
        citations = {citation.number: citation for citation in answer.citations}
        content = "".join(
            _render_statement(
                statement, citations=citations, prefix=prefix, name_articles=name_articles
            )
            for statement in answer.statements
        )
        if answer.explanation:
            content += f'<p class="unanswered">{isolate(answer.explanation)}</p>'
    before, after = _render_understood(answer), _render_unknown(answer)
    return f'<div class="answer">{before}{content}{after}</div>'


def _render_understood(answer: Answer) -> str:
    """Show what a follow-up question was taken to mean."""
    if answer.standalone_question.strip() in {"", answer.question.strip()}:
        return ""
    meant = isolate(shorten_text(answer.standalone_question, max_chars=_MAX_QUESTION_CHARS))
    return f'<p class="understood">Understood as: {meant}</p>'


def _render_unknown(answer: Answer) -> str:
    if not answer.unknown_markers:
        return ""
    numbers = ", ".join(f"&#91;{number}&#93;" for number in answer.unknown_markers)
    return f'<p class="unknown">Left out, because no such sentence exists: {numbers}</p>'


def _render_statement(
    statement: Statement,
    *,
    citations: Mapping[int, Citation],
    prefix: str,
    name_articles: bool,
) -> str:
    cited = [citations[number] for number in statement.citations if number in citations]
    quoted = len(cited) == 1 and _is_quote(statement, citation=cited[0])
    verdict = _render_verdict(statement.verdict, quoted=quoted)
    if quoted:
        quote = _render_quote(cited[0], prefix=prefix, name_articles=name_articles, verdict=verdict)
        return f'<div class="statement">{quote}</div>'
    markers = "".join(_render_marker(citation, prefix=prefix) for citation in cited)
    quotes = "".join(
        _render_quote(citation, prefix=prefix, name_articles=name_articles) for citation in cited
    )
    return (
        f'<div class="statement"><p class="claim" dir="auto">{escape_text(statement.text)} '
        f"{markers}</p>{verdict}{quotes}</div>"
    )


def _is_quote(statement: Statement, *, citation: Citation) -> bool:
    """Tell whether a statement is its cited sentence, with or without its speaker's name."""
    said = statement.text.removeprefix(f"{citation.speaker}: ") if citation.speaker else ""
    return citation.quote.split() in (statement.text.split(), said.split())


def _render_quote(
    citation: Citation, *, prefix: str, name_articles: bool, verdict: str = ""
) -> str:
    marker = _render_marker(citation, prefix=prefix)
    details = _render_attribution(citation.speaker, hearsay=citation.hearsay)
    details += [_render_title(citation.title)] if name_articles else []
    details += [isolate(citation.outlet)] if citation.outlet else []
    details += [isolate(format_date(citation.published))] if citation.published else []
    items = "".join(f"<li>{detail}</li>" for detail in details)
    details_list = f'<ul class="details">{items}</ul>' if items else ""
    return (
        f'<figure class="quote"><blockquote dir="auto">{_render_highlighted(citation)} {marker}'
        f"</blockquote><figcaption>{details_list}{verdict}</figcaption></figure>"
    )


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


def _render_marker(citation: Citation, *, prefix: str) -> str:
    link = _open_link(citation, prefix=prefix, kind="marker")
    hint = f"Show sentence {citation.sentence} in the article"
    return f'{link} title="{hint}">[{citation.number}]</a>'


def _open_link(item: Citation | Nearest, *, prefix: str, kind: str) -> str:
    """Begin the tag of a link to a sentence; the caller adds attributes and closes it."""
    name = anchor(prefix, article_id=item.article_id, sentence=item.sentence)
    return f'<a class="{kind}" href="#{name}"'


def _render_verdict(verdict: Verdict, *, quoted: bool) -> str:
    """Show a verdict; that a quotation supports itself says no more than that it is exact."""
    shape, word = _VERDICTS[verdict.label]
    if quoted and verdict.label is VerdictLabel.SUPPORTED:
        word = "Exact quote"
    problems = f": {isolate(', '.join(verdict.problems))}" if verdict.problems else ""
    return (
        f'<p class="verdict {verdict.label}"><span class="shape">{shape}</span> '
        f"{word}{problems}</p>"
    )


def _render_abstention(answer: Answer, *, prefix: str, name_articles: bool) -> str:
    if answer.reason is Reason.NO_ARTICLES:
        heading = "There is no article to ask"
    else:
        heading = "The articles do not say" if name_articles else "The article does not say"
    explanation = f"<p>{isolate(answer.explanation)}</p>" if answer.explanation else ""
    nearest = _render_nearest(answer.nearest, prefix=prefix, name_articles=name_articles)
    return f'<div class="abstention"><h3>{heading}</h3>{explanation}{nearest}</div>'


def _render_nearest(nearest: Sequence[Nearest], *, prefix: str, name_articles: bool) -> str:
    if not nearest:
        return ""
    items = []
    for item in nearest:
        details = _render_attribution(item.speaker, hearsay=item.hearsay)
        details += [_render_title(item.title)] if name_articles else []
        below = f'<span class="details">{" · ".join(details)}</span>' if details else ""
        link = _open_link(item, prefix=prefix, kind="nearest")
        items.append(f'<li>{link} dir="auto">{escape_text(item.quote)}</a>{below}</li>')
    return f'<p class="label">The nearest sentences:</p><ul>{"".join(items)}</ul>'
