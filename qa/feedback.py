"""What readers thought of answers, kept as candidates for gold questions.

Each judgement becomes one line of ``feedback.jsonl`` in the folder of the library, in the format
of gold questions with one more key, ``review``: the judgement, what the reader was shown, when it
was judged, and whether a person has checked the line. The text of the article lies beside it, in
``feedback/ID.txt``, letter by letter, so that the question can be asked again after the article
has left the library.

To make gold of a candidate a person reads it, fills in what is null (``evidence``, ``answer``,
``absent``), strikes what is not needed, and sets ``reviewed`` to true; then
``article-qa eval LIBRARY_DIR/feedback.jsonl`` scores it, and skips the others. Let nobody judge
while you edit the file itself, or edit a copy in the same folder.

The same answer judged twice gives two lines with the same id. Of those the last that was checked
counts, else the last: nothing that a reader says later undoes what a person has checked.
"""

import errno
import hashlib
import json
import os
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from index.errors import FeedbackError, LibraryError
from index.lock import FolderLock
from index.models import Article
from qa.followup import History
from qa.models import Answer, Citation, Status
from qa.question import check_history, check_question

__all__ = ["Judgement", "save_feedback"]

_FILE: Final = "feedback.jsonl"
_FOLDER: Final = "feedback"

_MAX_FILE_BYTES: Final = 20_000_000
_MAX_COPIES_BYTES: Final = 200_000_000
_MAX_LINE_CHARS: Final = 190_000
"""Of a line; a gold question may have a little more, so that there is room for the review."""
_MAX_TURNS: Final = 10
_MAX_TURN_CHARS: Final = 3_000
_MAX_QUOTE_CHARS: Final = 1_000
_MAX_QUOTES: Final = 20
_SECONDS_FOR_ANOTHER: Final = 10.0

_UNSEEN = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Characters that could steer a terminal, or turn the order of what a person reads."""

_ONE_AT_A_TIME: Final = threading.Lock()


class Judgement(StrEnum):
    """What a reader thinks of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    WRONG_SENTENCE = "wrong sentence"


def save_feedback(
    folder: Path,
    *,
    answer: Answer,
    judgement: Judgement | str,
    articles: Iterable[Article],
    history: History = (),
    made: datetime | None = None,
) -> str:
    """Append one candidate for a gold question; when this returns it is on disk.

    A right answer says what is right: one group of evidence for each of its statements, the words
    that answer (or the quotes), or that the article does not say. Of a wrong one this is left
    null, for a person to fill in. The question is asked of one article, the first that is cited.

    Threads and processes may save at the same time. Long quotes and conversations are cut.

    Args:
        folder: The folder of the library.
        answer: What was judged.
        judgement: What the reader thinks of it.
        articles: Those that were asked; the texts of those that the answer shows are kept.
        history: The earlier turns that the question was asked with.
        made: When it was judged, with a time zone; by default now.

    Returns:
        The id of the candidate, the same for the same answer.

    Raises:
        QuestionError: The question or the history is none.
        FeedbackError: There is no such judgement; or the line cannot be written, or would make
            the file larger than 20 MB. Nothing that was saved before is lost by it.
    """
    judged = _read_judgement(judgement)
    when = (made or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    kept = _choose_articles(answer, articles)
    values = _make_candidate(
        answer, judged, articles=kept, history=check_history(history), made=when
    )
    line = _UNSEEN.sub(_escape, json.dumps(values, ensure_ascii=False))
    if len(line) > _MAX_LINE_CHARS:
        raise FeedbackError("The answer is too long to be kept with what you think of it.")
    with _writing(folder):
        for article in kept:
            _save_text(folder / _FOLDER, article)
        _append(folder / _FILE, line.encode("utf-8", "replace"))
    return str(values["id"])


def _read_judgement(judgement: str) -> Judgement:
    try:
        return Judgement(judgement)
    except ValueError as error:
        raise FeedbackError(
            f"There is no judgement {judgement!r:.40}. Use right, wrong or wrong sentence."
        ) from error


def _make_candidate(
    answer: Answer, judged: Judgement, *, articles: Sequence[Article], history: History, made: str
) -> dict[str, Any]:
    # None where it was removed meanwhile: then a person has to name its file.
    article = articles[0].id if articles else None
    right = judged is Judgement.RIGHT
    absent = answer.status is Status.NOT_FOUND
    values = {
        "type": f"judged {judged}",
        "question": check_question(answer.question),
        "history": [
            {"question": asked[:_MAX_TURN_CHARS], "answer": answered[:_MAX_TURN_CHARS]}
            for asked, answered in history[-_MAX_TURNS:]
        ],
        "article": f"{_FOLDER}/{article}.txt" if article else None,
        "evidence": (right and _group_quotes(answer)) or None,
        "answer": (right and _find_words(answer)) or None,
        "absent": absent if right else None,
    }
    shown = _show(answer)
    # What was shown, not how it was judged: judged again it is the same candidate.
    identity = [values["question"], values["history"], values["article"], shown]
    digest = hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:12]
    review = {
        "reviewed": False,
        "judgement": str(judged),
        "made": made,
        "writer": answer.writer,
        "model": answer.usage.model[:_MAX_QUOTE_CHARS] if answer.usage else None,
        "articles": [{"id": a.id, "title": _cut(a.title)} for a in articles],
        "shown": shown,
    }
    return {"id": f"feedback-{digest}", **values, "review": review}


def _choose_articles(answer: Answer, articles: Iterable[Article]) -> list[Article]:
    """Return the articles that an answer shows, in order; the only one that was asked if none."""
    asked = {article.id: article for article in articles}
    names = _name_articles(answer)
    if not names:
        return list(asked.values()) if len(asked) == 1 else []
    shown = [asked[name] for name in names if name in asked]
    if not shown:
        raise FeedbackError(
            "The article of this answer is not among those asked any more. Ask again to judge it."
        )
    return shown[:_MAX_QUOTES]


def _name_articles(answer: Answer) -> list[str]:
    shown = [c.article_id for c in answer.citations] + [n.article_id for n in answer.nearest]
    return list(dict.fromkeys(shown))


def _group_quotes(answer: Answer) -> list[list[str]]:
    """Return for each statement the quotes of one article it rests on; any is enough."""
    article = answer.citations[0].article_id if answer.citations else ""
    quotes = {c.number: _cut(c.quote) for c in answer.citations if c.article_id == article}
    groups = [
        [quotes[number] for number in statement.citations if number in quotes]
        for statement in answer.statements
    ]
    return [group for at, group in enumerate(groups) if group and group not in groups[:at]][
        :_MAX_QUOTES
    ]


def _find_words(answer: Answer) -> list[str]:
    """Return the words that answer; where they are not clear, the quotes."""
    citations = answer.citations[:_MAX_QUOTES]
    words = [_find_highlight(citation) for citation in citations]
    found = [part for part in words if part] or [_cut(citation.quote) for citation in citations]
    return list(dict.fromkeys(found))


def _find_highlight(citation: Citation) -> str:
    start, end = citation.highlight or (citation.start, citation.start)
    if not citation.start <= start < end <= citation.end:
        return ""
    return _cut(citation.quote[start - citation.start : end - citation.start])


def _show(answer: Answer) -> dict[str, Any]:
    """Return what the reader saw, for the person who checks the judgement."""
    return {
        "standalone_question": answer.standalone_question[:_MAX_TURN_CHARS],
        "status": str(answer.status),
        "explanation": _cut(answer.explanation or "") or None,
        "notice": _cut(answer.notice or "") or None,
        "statements": [
            {
                "text": _cut(statement.text),
                "citations": statement.citations[:_MAX_QUOTES],
                "verdict": str(statement.verdict.label),
            }
            for statement in answer.statements[:_MAX_QUOTES]
        ],
        "quotes": [
            {
                "number": citation.number,
                "article": citation.article_id,
                "sentence": citation.sentence,
                "speaker": _cut(citation.speaker or "") or None,
                "quote": _cut(citation.quote),
            }
            for citation in answer.citations[:_MAX_QUOTES]
        ],
        "nearest": [_cut(nearest.quote) for nearest in answer.nearest[:_MAX_QUOTES]],
    }


def _cut(text: str) -> str:
    """Return the beginning of a text, ending with a word; it stands in the text as it is."""
    if len(text) <= _MAX_QUOTE_CHARS:
        return text
    beginning = text[:_MAX_QUOTE_CHARS]
    return re.sub(r"\s\S*\Z", "", beginning) or beginning


def _escape(found: "re.Match[str]") -> str:
    return f"\\u{ord(found[0]):04x}"


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Let one thread of one process write; say what went wrong in plain words."""
    lock = FolderLock(folder / _FOLDER)
    with _ONE_AT_A_TIME:
        try:
            (folder / _FOLDER).mkdir(parents=True, exist_ok=True)
            lock.acquire(seconds=_SECONDS_FOR_ANOTHER)
            yield
        except (OSError, LibraryError) as error:
            reason = getattr(error, "strerror", None) or error
            raise FeedbackError(
                f"What you think of the answer cannot be kept in {folder} ({reason}): check the "
                "free space there and that it may be written."
            ) from error
        finally:
            lock.release()


def _save_text(folder: Path, article: Article) -> None:
    """Save the text of an article, unless it is there."""
    # A byte order mark that belongs to the text needs another in front, which reading takes off.
    content = article.text.encode("utf-8-sig" if article.text.startswith("\ufeff") else "utf-8")
    path = folder / f"{article.id}.txt"
    if path.is_file() and path.read_bytes() == content:
        return
    if _measure(folder.glob("*.txt")) + len(content) > _MAX_COPIES_BYTES:
        raise FeedbackError(
            f"The articles in {folder} have reached {_MAX_COPIES_BYTES // 1_000_000} MB: move "
            f"them away together with {_FILE}."
        )
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    _sync(folder)


def _measure(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


def _append(path: Path, line: bytes) -> None:
    """Append a line to a file, all of it or nothing."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
    try:
        size = os.lseek(file, 0, os.SEEK_END)
        if size + len(line) + 2 > _MAX_FILE_BYTES:
            raise FeedbackError(
                f"{path} has reached {_MAX_FILE_BYTES // 1_000_000} MB: move it away together "
                f"with the folder {_FOLDER}, and a new one is begun."
            )
        # An editor may have left the last line without its end.
        os.lseek(file, max(0, size - 1), os.SEEK_SET)
        before = b"" if os.read(file, 1) in (b"", b"\n") else b"\n"
        whole = before + line + b"\n"
        try:
            if os.write(file, whole) != len(whole):
                raise OSError(errno.ENOSPC, "the disk is full")
            os.fsync(file)
        except OSError:
            os.ftruncate(file, size)
            raise
    finally:
        os.close(file)
    if not size:
        _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make sure that the name of a new file is on disk too, where that can be asked for."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
