"""An answer as the page shows it in the conversation.

The result is HTML without a line break, which Markdown leaves alone; every text in it went
through ``ui.markup``. It carries no ``data-`` and ``aria-`` attributes: Gradio's sanitizer
removes them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.models import Answer, Citation, Nearest, Reason, Statement, Status, Verdict, VerdictLabel
from ui.markup import anchor, escape_text, format_date, isolate, shorten_text

__all__ = ["render_answer", "render_pending", "render_problem", "render_question"]

# Only what was verified is called supported, so that a glance cannot mistake the rest for it.
_VERDICTS = {
    VerdictLabel.SUPPORTED: ("✓", "Supported"),
    VerdictLabel.PARTLY: ("◐", "Only partly in the article"),
    VerdictLabel.UNSUPPORTED: ("○", "Not found in the article"),
    VerdictLabel.CONTRADICTED: ("✗", "Contradicted"),
    VerdictLabel.PENDING: ("…", "Not checked yet"),
}
_HEADINGS = {
    Reason.NO_ARTICLES: "There is no article to ask",
    # That a language model failed does not mean that the article does not say.
    Reason.DECLINED: "No answer was found",
    Reason.UNVERIFIED: "No answer could be verified",
}
_REPLIES = {
    Reason.UNVERIFIED: "none of it could be verified",
    Reason.NOT_STATED: "it is no answer to the question",
}
_HOLD = (VerdictLabel.SUPPORTED, VerdictLabel.PARTLY)
_MAX_QUESTION_CHARS = 400
_MAX_TITLE_CHARS = 60
_MAX_MODEL_CHARS = 60
_MAX_REPLY_CHARS = 2_000


def render_question(question: str) -> str:
    """Render what the reader asked, cut where it is too long to show."""
    shown = isolate(shorten_text(question, max_chars=_MAX_QUESTION_CHARS))
    return f'<p class="question">{shown}</p>'


def render_pending(*, late: bool = False) -> str:
    """Render what stands in the answer's place until there is one.

    Args:
        late: Whether it takes longer than a reader expects.
    """
    more = " A language model can take a while to begin." if late else ""
    return f'<p class="pending writing">Reading the article…{more}</p>'


def render_problem(message: str) -> str:
    """Render why a question could not be asked."""
    return f'<p class="problem">{isolate(message)}</p>'


def render_answer(
    answer: Answer,
    *,
    prefix: str,
    name_articles: bool = False,
    writing: bool = False,
    stopped: bool = False,
) -> str:
    """Render an answer or an abstention.

    Args:
        answer: What to show.
        prefix: Random start of the names of the sentences' elements (see ``anchor``).
        name_articles: Whether every quote should name its article.
        writing: Whether more of it is to come.
        stopped: Whether the reader stopped it.
    """
    if answer.status is Status.NOT_FOUND:
        answer = _take_back(answer) if stopped else answer
        heading = _choose_heading(answer, name_articles=name_articles, stopped=stopped)
        content = _render_abstention(
            answer, heading=heading, prefix=prefix, name_articles=name_articles
        )
    else:
        content = _render_statements(answer, prefix=prefix, name_articles=name_articles)
    before = _render_notice(answer) + _render_understood(answer)
    after = _render_unknown(answer) + _render_writer(answer, writing=writing)
    kind = "answer writing" if writing else "answer"
    return f'<div class="{kind}">{before}{content}{after}</div>'


def _take_back(answer: Answer) -> Answer:
    """Return an abstention without its grounds: nobody who was stopped has decided anything."""
    return replace(answer, explanation=None, notice=None, writer="quotes")


def _render_statements(answer: Answer, *, prefix: str, name_articles: bool) -> str:
    citations = {citation.number: citation for citation in answer.citations}
    content = "".join(
        _render_statement(
            statement, citations=citations, prefix=prefix, name_articles=name_articles
        )
        for statement in answer.statements
    )
    if answer.explanation:
        content += f'<p class="unanswered">{isolate(answer.explanation)}</p>'
    label = "In the article’s own words:"
    return content + _render_nearest(
        answer.nearest, label=label, prefix=prefix, name_articles=name_articles
    )


def _render_notice(answer: Answer) -> str:
    """Show what the reader must know of how the answer was made."""
    return f'<p class="notice">{isolate(answer.notice)}</p>' if answer.notice else ""


def _render_understood(answer: Answer) -> str:
    """Show what a follow-up question was taken to mean."""
    if answer.standalone_question.strip() in {"", answer.question.strip()}:
        return ""
    meant = isolate(shorten_text(answer.standalone_question, max_chars=_MAX_QUESTION_CHARS))
    return f'<p class="understood">Understood as: {meant}</p>'


def _render_writer(answer: Answer, *, writing: bool) -> str:
    """Say who wrote an answer; the article's own sentences need no word."""
    if answer.writer == "quotes":
        return ""
    model = "a language model"
    if answer.usage:
        model = isolate(shorten_text(answer.usage.model, max_chars=_MAX_MODEL_CHARS))
    if writing:
        line = "A language model is writing; each statement is checked against the article."
    elif answer.status is Status.NOT_FOUND:
        line = f"The article was read by {model}."
    else:
        line = f"Written by {model}; each statement was checked against the article."
    return f'<p class="writer">{line}</p>'


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
    label = statement.verdict.label
    quoted = (
        label is VerdictLabel.SUPPORTED
        and len(cited) == 1
        and _is_quote(statement, citation=cited[0])
    )
    verdict = _render_verdict(statement.verdict, quoted=quoted)
    if quoted:
        quote = _render_quote(cited[0], prefix=prefix, name_articles=name_articles, verdict=verdict)
        return f'<div class="statement">{quote}</div>'
    markers = "".join(_render_marker(citation, prefix=prefix) for citation in cited)
    quotes = "".join(
        _render_quote(citation, prefix=prefix, name_articles=name_articles) for citation in cited
    )
    claim = f'<p class="claim" dir="auto">{_render_claim(statement)} {markers}</p>'
    # What does not hold is announced before it is read.
    told = claim + verdict if label in _HOLD else verdict + claim
    return f'<div class="statement is-{label}">{told}{quotes}</div>'


def _render_claim(statement: Statement) -> str:
    """Render a statement with the words underlined that its problems name."""
    text, shown, at = statement.text, [], 0
    for first, last in _find_faults(statement):
        fault = f'<span class="fault">{escape_text(text[first:last])}</span>'
        shown += [escape_text(text[at:first]), fault]
        at = last
    return "".join([*shown, escape_text(text[at:])])


def _find_faults(statement: Statement) -> list[tuple[int, int]]:
    """Return where the words at fault stand, in order and apart; a whole statement is no words."""
    places = []
    for words in {problem.words.strip() for problem in statement.verdict.problems}:
        first = statement.text.find(words) if words else -1
        if first >= 0 and len(words) < len(statement.text.strip(" .")):
            places.append((first, first + len(words)))
    apart: list[tuple[int, int]] = []
    for first, last in sorted(places):
        if not apart or first >= apart[-1][1]:
            apart.append((first, last))
    return apart


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
    if quoted:
        word = "Exact quote"
    told = "; ".join(problem.message for problem in verdict.problems)
    problems = f": {isolate(told)}" if verdict.problems else ""
    return (
        f'<p class="verdict {verdict.label}"><span class="shape">{shape}</span> '
        f"{word}{problems}</p>"
    )


def _choose_heading(answer: Answer, *, name_articles: bool, stopped: bool) -> str:
    if stopped:
        return "Stopped before there was an answer"
    reason = Reason.DECLINED if _missed(answer) else answer.reason
    if reason in _HEADINGS:
        return _HEADINGS[reason]
    return "The articles do not say" if name_articles else "The article does not say"


def _render_abstention(answer: Answer, *, heading: str, prefix: str, name_articles: bool) -> str:
    explanation = f"<p>{isolate(answer.explanation)}</p>" if answer.explanation else ""
    nearest = _render_nearest(
        answer.nearest,
        label="The nearest sentences:",
        prefix=prefix,
        name_articles=name_articles,
    )
    reply = _render_reply(answer)
    return f'<div class="abstention"><h3>{heading}</h3>{explanation}{nearest}{reply}</div>'


def _missed(answer: Answer) -> bool:
    """Tell whether a language model wrote something else than what was asked for."""
    return answer.reason is Reason.NOT_STATED and answer.writer != "quotes"


def _render_reply(answer: Answer) -> str:
    """Let the reader see what a language model wrote that is no answer."""
    if answer.reason not in _REPLIES or answer.reply is None:
        return ""
    shown = escape_text(shorten_text(answer.reply, max_chars=_MAX_REPLY_CHARS))
    summary = f"What the language model wrote; {_REPLIES[answer.reason]}"
    return f'<details class="reply"><summary>{summary}</summary><p dir="auto">{shown}</p></details>'


def _render_nearest(
    nearest: Sequence[Nearest], *, label: str, prefix: str, name_articles: bool
) -> str:
    if not nearest:
        return ""
    items = []
    for item in nearest:
        details = _render_attribution(item.speaker, hearsay=item.hearsay)
        details += [_render_title(item.title)] if name_articles else []
        below = f'<span class="details">{" · ".join(details)}</span>' if details else ""
        link = _open_link(item, prefix=prefix, kind="nearest")
        items.append(f'<li>{link} dir="auto">{escape_text(item.quote)}</a>{below}</li>')
    return f'<p class="label">{label}</p><ul class="own">{"".join(items)}</ul>'
