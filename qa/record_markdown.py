"""An answer and its evidence as Markdown that no text from outside can steer."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from qa.models import Answer, Citation, Nearest, Statement, VerdictLabel

__all__ = ["escape_markdown", "write_markdown"]

_VERDICTS: Final = {
    VerdictLabel.SUPPORTED: "The cited sentences support this.",
    VerdictLabel.PARTLY: "The cited sentences support a part of this only.",
    VerdictLabel.UNSUPPORTED: "The cited sentences do not support this.",
    VerdictLabel.CONTRADICTED: "The cited sentences contradict this.",
    VerdictLabel.PENDING: "This was not checked yet.",
}

# Controls, and characters that turn the writing direction of what stands around them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SPACES = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_MARKUP = re.compile(r"[\\`*_{}\[\]()!|~$^]|^[-+=]")
_ENTITIES = re.compile("[&<>#]")
_NUMBERED = re.compile(r"^(\d+)\.")
# Some readers of Markdown make links of bare addresses.
_ADDRESS_COLON = re.compile(r":(?=\S)(?!(?<=\d:)\d)")
_ADDRESS_DOT = re.compile(r"(?<=www)\.", re.IGNORECASE)


def escape_markdown(text: str) -> str:
    r"""Write text in one line so that no reader of Markdown sees markup, HTML or a link in it.

    Example:
        >>> escape_markdown("[a](b) at 15:21\n<i>")
        '\\[a\\]\\(b\\) at 15:21 &#60;i&#62;'
        >>> escape_markdown("https://a.example")
        'https&#58;//a.example'
    """
    line = _SPACES.sub(" ", _UNSEEN.sub("\ufffd", text)).strip()
    line = _ENTITIES.sub(lambda match: f"&\x00{ord(match[0])};", line)
    line = _MARKUP.sub(lambda match: f"\\{match[0]}", line)
    line = _ADDRESS_COLON.sub("&\x0058;", line)
    line = _ADDRESS_DOT.sub("&\x0046;", line)
    line = _NUMBERED.sub(r"\1\\.", line)
    # The mark after "@" is a joiner that no address may hold.
    return line.replace("@", "&\x0064;&\x008288;").replace("\x00", "#")


def write_markdown(answer: Answer, *, hashes: Mapping[str, str], made: str, program: str) -> str:
    """Return an answer with its verdicts and every quote as Markdown.

    Args:
        answer: The answer.
        hashes: The SHA-256 of the text of each article, by id.
        made: When the record was made.
        program: Name and version of the program.
    """
    lines = ["# Evidence record", "", f"**Question:** {escape_markdown(answer.question)}", ""]
    if answer.standalone_question != answer.question:
        lines += [f"**Understood as:** {escape_markdown(answer.standalone_question)}", ""]
    lines += ["## Answer", ""]
    if not answer.statements:
        lines += [escape_markdown(answer.text), ""]
    for statement in answer.statements:
        lines += [*_write_statement(statement), ""]
    if answer.statements and answer.explanation:
        lines += [escape_markdown(answer.explanation), ""]
    for heading, shown in (("Quotes", answer.citations), ("Nearest sentences", answer.nearest)):
        if shown:
            lines += [f"## {heading}", ""]
        for item in shown:
            lines += [*_write_quote(item, hashes), ""]
    lines += ["## Record", "", *_write_making(answer, made=made, program=program)]
    return "\n".join(lines) + "\n"


def _write_statement(statement: Statement) -> Iterator[str]:
    markers = "".join(f" \\[{number}\\]" for number in statement.citations)
    yield f"{escape_markdown(statement.text)}{markers}"
    yield ""
    verdict = statement.verdict
    yield f"- Verdict: {verdict.label}. {_VERDICTS[verdict.label]} Score {verdict.score:.2f}."
    for problem in verdict.problems:
        words = f" (“{escape_markdown(problem.words)}”)" if problem.words else ""
        yield f"- Problem: {problem.kind}: {escape_markdown(problem.message)}{words}"


def _write_quote(item: Citation | Nearest, hashes: Mapping[str, str]) -> Iterator[str]:
    if isinstance(item, Citation):
        yield f"### \\[{item.number}\\] {escape_markdown(item.title)}"
    else:
        yield f"### {escape_markdown(item.title)}"
    yield ""
    yield f"> {escape_markdown(item.quote)}"
    yield ""
    speaker = item.speaker or ("not named in the article" if item.hearsay else None)
    details: dict[str, str | None] = {"Speaker": speaker}
    if isinstance(item, Citation):
        details |= {"Outlet": item.outlet, "Published": item.published, "Address": item.url}
    details["Article"] = item.article_id
    details["SHA-256 of its text"] = hashes.get(item.article_id)
    for name, value in details.items():
        if value:
            yield f"- {name}: {escape_markdown(value)}"
    yield f"- Sentence {item.sentence}, characters {item.start} to {item.end}"


def _write_making(answer: Answer, *, made: str, program: str) -> Iterator[str]:
    yield f"- Made: {escape_markdown(made)}"
    yield f"- Program: {escape_markdown(program)}"
    yield f"- Writer: {escape_markdown(answer.writer)}"
    if answer.usage is not None:
        yield f"- Language model: {escape_markdown(answer.usage.model)}"
    if answer.notice:
        yield f"- Notice: {escape_markdown(answer.notice)}"
    if answer.unknown_markers:
        yield f"- Markers of sentences that do not exist: {len(answer.unknown_markers)}"
