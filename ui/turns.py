"""The conversation as the page shows it: each question with its answer and what to do with it."""

from collections.abc import Sequence

from qa.models import Answer, Status
from ui.buttons import render_button, render_question_form, render_suggestions
from ui.markup import escape_text, format_date, isolate
from ui.quotation import View
from ui.render import render_answer, render_pending, render_problem, render_question
from ui.visit import Turn, Visit

__all__ = ["render_conversation"]

_WELCOME = (
    '<p class="lead">What would you like to know?</p>'
    "<p>The answer comes in the article’s own words, or a language model writes it and each "
    "statement is checked. Press a number to see the sentence in its place. When the article "
    "does not say, you are told so.</p>"
)
_JUDGEMENTS = {"right": "Right", "wrong sentence": "Wrong sentence", "wrong": "Wrong"}


def render_conversation(visit: Visit, *, name_articles: bool, free: bool) -> str:
    """Render all turns of a visit, or a welcome before the first.

    Args:
        visit: The visit.
        name_articles: Whether every quote should name its article.
        free: Whether asking costs nothing and goes nowhere, so that a link may do it.
    """
    if visit.turns:
        last = visit.turns[-1].number
        content = "".join(
            _render_turn(
                turn,
                view=View(
                    prefix=visit.prefix,
                    turn=turn.number,
                    name_articles=name_articles,
                    asks_several=name_articles and (turn.asked is None or len(turn.asked) > 1),
                    latest=turn.number == last,
                ),
            )
            for turn in visit.turns
        )
    else:
        first = render_suggestions(visit.first_questions, label="For example:")
        notice = f'<p class="notice">{isolate(visit.notice)}</p>' if visit.notice else ""
        content = f'<div class="welcome">{notice}{_WELCOME}{first}</div>'
    # Not spoken as it grows: assets/speaking.js tells the answer once it is there.
    kind = 'role="log" aria-live="off" aria-label="Conversation" tabindex="0"'
    return f'<div class="turns" {kind} data-free="{str(free).lower()}">{content}</div>'


def _render_turn(turn: Turn, *, view: View) -> str:
    question = render_question(turn.question) if turn.question.strip() else ""
    actions = "" if turn.writing else _render_actions(turn, view=view)
    answered = turn.answer is not None and turn.answer.status is Status.ANSWERED
    following = turn.suggestions if view.latest and answered else ()
    return (
        f'<section class="turn" data-turn="{turn.number}">'
        f"{question}{_render_reply(turn, view=view)}{actions}"
        f"{render_suggestions(following, label='You could go on with:')}</section>"
    )


def _render_reply(turn: Turn, *, view: View) -> str:
    if turn.problem is not None:
        return render_problem(turn.problem)
    if turn.answer is None or (turn.writing and not turn.answer.statements):
        return render_pending(late=turn.late)
    return render_answer(
        turn.answer,
        view=view,
        writing=turn.writing,
        stopped=turn.stopped,
        suggestions=turn.suggestions if view.latest else (),
    )


def _render_actions(turn: Turn, *, view: View) -> str:
    again = _render_again(turn, view=view) if view.latest and turn.question.strip() else ""
    if turn.answer is None:
        return f'<div class="actions">{again}</div>' if again else ""
    keep = "".join(
        [
            render_button("Copy", action="copy", described="Copy the answer with its citations"),
            _render_link(turn.answer),
            *(
                render_button(
                    name, action="export", event="download", described=told, format=format_name
                )
                for name, format_name, told in (
                    ("Markdown", "markdown", "Markdown: download the answer with its evidence"),
                    ("JSON", "json", "JSON: download the answer with its evidence"),
                )
            ),
        ]
    )
    return (
        f'<div class="actions">{keep}{again}</div>{_render_judgement(turn)}'
        f'<pre class="copy-text" hidden>{_write_copy(turn.answer)}</pre>'
    )


def _render_link(answer: Answer) -> str:
    """Render the button that copies a link: to the question as it was understood."""
    first = answer.citations[0] if answer.citations else None
    return render_button(
        "Link",
        action="link",
        described="Link: copy a link that asks this again",
        question=answer.standalone_question or answer.question,
        article=first.article_id if first else "",
        sentence=first.sentence if first else "",
    )


def _render_again(turn: Turn, *, view: View) -> str:
    retry = render_button("Retry", action="retry", event="submit", described="Retry: ask it again")
    return retry + render_question_form(
        "Edit", action="edit", label="Your question", value=turn.question, name=view.name("edit")
    )


def _render_judgement(turn: Turn) -> str:
    buttons = "".join(
        render_button(
            label,
            action="judge",
            event="like",
            judgement=judgement,
            pressed=turn.judgement == judgement,
        )
        for judgement, label in _JUDGEMENTS.items()
    )
    thanks = "<span>Kept on this computer for review.</span>" if turn.judgement else ""
    return (
        '<div class="judgement" role="group" aria-label="Is this answer right?">'
        f"<span>Is this answer right?</span>{buttons}{thanks}</div>"
    )


def _write_copy(answer: Answer) -> str:
    """Write an answer as plain text with its citations; line breaks as character references."""
    lines = [answer.question, "", *str(answer).splitlines(), ""]
    for citation in answer.citations:
        published = citation.published and format_date(citation.published)
        known: Sequence[str | None] = (citation.title, citation.outlet, published, citation.url)
        lines.append(f"[{citation.number}] {', '.join(filter(None, known))}")
    return "&#10;".join(map(escape_text, lines)).strip()
