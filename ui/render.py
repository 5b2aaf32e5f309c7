"""An answer as the page shows it in the conversation: every text went through ``ui.markup``."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.models import Answer, Citation, Reason, Statement, Status, Verdict, VerdictLabel
from ui.buttons import render_question_form, render_suggestions
from ui.markup import escape_text, find_direction, isolate, shorten_text
from ui.quotation import View, render_marker, render_nearest, render_previews, render_quote

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
_MAX_MODEL_CHARS = 60
_MAX_REPLY_CHARS = 2_000


def render_question(question: str) -> str:
    """Render what the reader asked, cut where it is too long to show."""
    shown = isolate(shorten_text(question, max_chars=_MAX_QUESTION_CHARS))
    return f'<h2 class="question">{shown}</h2>'


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
    view: View,
    writing: bool = False,
    stopped: bool = False,
    suggestions: Sequence[str] = (),
) -> str:
    """Render an answer or an abstention.

    Args:
        answer: What to show.
        view: Where it is shown.
        writing: Whether more of it is to come.
        stopped: Whether the reader stopped it.
        suggestions: Questions that could be answered in the place of one that cannot.
    """
    if answer.status is Status.NOT_FOUND:
        answer = _take_back(answer) if stopped else answer
        heading = _choose_heading(answer, several=view.asks_several, stopped=stopped)
        content = _render_abstention(answer, heading=heading, view=view, suggestions=suggestions)
    else:
        content = _render_statements(answer, view=view)
    before = _render_notice(answer) + _render_understood(answer, view=view)
    after = _render_unknown(answer) + _render_writer(answer, writing=writing)
    previews = render_previews(answer.citations, view=view)
    kind = "answer writing" if writing else "answer"
    return f'<div class="{kind}">{before}{content}{after}{previews}</div>'


def _take_back(answer: Answer) -> Answer:
    """Return an abstention without its grounds: nobody who was stopped has decided anything."""
    return replace(answer, explanation=None, notice=None, writer="quotes")


def _render_statements(answer: Answer, *, view: View) -> str:
    citations = {citation.number: citation for citation in answer.citations}
    content = "".join(
        _render_statement(statement, citations=citations, view=view)
        for statement in answer.statements
    )
    if answer.explanation:
        content += f'<p class="unanswered">{isolate(answer.explanation)}</p>'
    label = "In the article’s own words:"
    return content + render_nearest(answer.nearest, label=label, view=view)


def _render_notice(answer: Answer) -> str:
    """Show what the reader must know of how the answer was made."""
    return f'<p class="notice">{isolate(answer.notice)}</p>' if answer.notice else ""


def _render_understood(answer: Answer, *, view: View) -> str:
    """Show what a follow-up question was taken to mean, and let the reader say it better."""
    if answer.standalone_question.strip() in {"", answer.question.strip()}:
        return ""
    meant = shorten_text(answer.standalone_question, max_chars=_MAX_QUESTION_CHARS)
    shown = f'<p class="understood">Understood as: {isolate(meant)}</p>'
    if not view.latest:
        return shown
    return shown + render_question_form(
        "Change",
        action="restate",
        label="What the question means",
        value=answer.standalone_question,
        name=view.name("meant"),
    )


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
    view: View,
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
        quote = render_quote(cited[0], view=view, verdict=verdict)
        return f'<div class="statement">{quote}</div>'
    markers = "".join(render_marker(citation, view=view) for citation in cited)
    quotes = "".join(render_quote(citation, view=view) for citation in cited)
    direction = find_direction(statement.text)
    told = f"<bdi>{_render_claim(statement)}</bdi>"
    claim = f'<p class="claim" dir="{direction}">{told} {markers}</p>'
    # What does not hold is announced before it is read.
    judged = claim + verdict if label in _HOLD else verdict + claim
    return f'<div class="statement is-{label}">{judged}{quotes}</div>'


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


def _choose_heading(answer: Answer, *, several: bool, stopped: bool) -> str:
    if stopped:
        return "Stopped before there was an answer"
    reason = Reason.DECLINED if _missed(answer) else answer.reason
    if reason in _HEADINGS:
        return _HEADINGS[reason]
    return "The articles do not say" if several else "The article does not say"


def _render_abstention(
    answer: Answer, *, heading: str, view: View, suggestions: Sequence[str]
) -> str:
    explanation = f"<p>{isolate(answer.explanation)}</p>" if answer.explanation else ""
    nearest = render_nearest(answer.nearest, label="The nearest sentences:", view=view)
    instead = render_suggestions(suggestions, label="What could be answered instead:")
    reply = _render_reply(answer)
    return f'<div class="abstention"><h3>{heading}</h3>{explanation}{nearest}{instead}{reply}</div>'


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
