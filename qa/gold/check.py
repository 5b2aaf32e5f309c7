"""Check files of gold questions against their articles: every mistake, one line each.

A mistake makes the figures wrong or cannot be scored. What may be right nevertheless, and a
person should look at again, is a warning.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Final

from index.articles import read_article
from index.errors import AppError, ArticleError, GoldError, QuestionError
from index.models import Article, Sentence, SentenceKind
from qa.about import find_fact
from qa.gold.articles import find_file
from qa.gold.lines import (
    FIELDS,
    GoldLine,
    GoldQuestion,
    Mistake,
    can_match,
    find_gaps,
    find_misspelt,
    find_repeated,
    find_unread,
    spell_name,
)
from qa.gold.places import (
    find_alike,
    find_all_words,
    find_nearest,
    find_sentences,
    read_numbered,
    spell,
)
from qa.gold.reading import read_lines
from qa.question import Asked, read_question

__all__ = ["Mistake", "check_files", "check_gold"]

_MAX_SHOWN_CHARS: Final = 100
_MANY_SENTENCES: Final = 3
_MAX_NAMES: Final = 5


def check_files(
    paths: Sequence[Path], *, article: str | None = None, strict: bool = False
) -> tuple[str, int]:
    """Check files of gold questions, each by itself.

    Args:
        paths: The files.
        article: A file to check all questions against, in place of the article each names.
        strict: Whether a warning is as bad as a mistake.

    Returns:
        Lines of text: every mistake and warning, and one that sums them up; and 1 where there is
        a mistake, else 0.
    """
    checkers = [_Checker(path, article) for path in paths]
    mistakes = list(chain.from_iterable(checker.check() for checker in checkers))
    warnings = sum(mistake.warning for mistake in mistakes)
    grave = len(mistakes) - warnings
    told = [*map(str, mistakes), _sum_up(checkers, grave, warnings)]
    return "\n".join(told), int(bool(grave or (strict and warnings)))


def check_gold(path: Path, *, article: str | None = None) -> list[Mistake]:
    """Return all that is wrong with a file of gold questions, and what to look at again.

    Args:
        path: The file.
        article: A file to check all questions against, in place of the article each names.
    """
    return _Checker(path, article).check()


def _sum_up(checkers: Sequence["_Checker"], grave: int, warnings: int) -> str:
    questions = list(chain.from_iterable(checker.questions for checker in checkers))
    gold = [question for question in questions if question.reviewed is not False]
    absent = sum(question.absent for question in gold)
    parts = [f"{_count(len(gold), 'question')} ({len(gold) - absent} answerable, {absent} absent)"]
    if len(gold) < len(questions):
        parts.append(f"{_count(len(questions) - len(gold), 'candidate')} that nobody has checked")
    parts.append(_count(grave, "mistake") if grave else "no mistake")
    if warnings:
        parts.append(f"{_count(warnings, 'place')} to look at again")
    return ", ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class _Read:
    """An article with its sentences."""

    article: Article
    sentences: list[Sentence]


class _Checker:
    """Checks one file, line after line."""

    def __init__(self, path: Path, article: str | None) -> None:
        self._path = path
        self._article = article
        self._articles: dict[str, _Read | Mistake] = {}
        self._found: dict[str, GoldQuestion] = {}
        self._asked: dict[tuple[object, ...], GoldQuestion] = {}
        self._same: dict[tuple[object, ...], GoldQuestion] = {}
        self._counted: dict[str | int, GoldQuestion] = {}

    @property
    def questions(self) -> Iterable[GoldQuestion]:
        """What the file holds, each candidate once, after it was checked."""
        return self._counted.values()

    def check(self) -> list[Mistake]:
        """Return all mistakes and warnings in the order of the file."""
        told = self._check_given()
        try:
            for line in read_lines(self._path):
                told += self._check_line(line)
        except GoldError as error:
            return [*told, _fail(self._path, error)]
        if not (told or self._counted):
            problem, advice = "holds no question", "Write one JSON object a line."
            told = [Mistake(file=self._path, line=0, field="", problem=problem, advice=advice)]
        return told

    def _check_given(self) -> list[Mistake]:
        """Return what is wrong with the article that was given for all questions."""
        read = self._article and self._read(self._article)
        return [read] if isinstance(read, Mistake) else []

    def _check_line(self, line: GoldLine) -> Iterator[Mistake]:
        yield from line.mistakes
        if any(mistake.field == "line" for mistake in line.mistakes):
            return
        yield from find_gaps(line)
        yield from _find_extra(line)
        yield from self._find_repeated(line)
        if line.question.reviewed is not False:
            yield from _find_answer_gap(line)
            name = self._article or line.question.article
            yield from self._find_asked_twice(line, name)
            yield from self._check_against(line, name)

    def _find_repeated(self, line: GoldLine) -> Iterator[Mistake]:
        question = line.question
        earlier = self._found.get(question.id)
        if "id" in line.values:
            yield from find_repeated(line, earlier)
            self._found.setdefault(question.id, question)
        key = line.number if question.reviewed is None else question.id
        counted = self._counted.get(key)
        if not (counted and counted.reviewed and not question.reviewed):
            self._counted[key] = question

    def _find_asked_twice(self, line: GoldLine, name: str | None) -> Iterator[Mistake]:
        question = line.question
        text = question.question
        read = self._read(name) if name else None
        article = read.article.id if isinstance(read, _Read) else name
        # Who asks the same in other letters may mean to: case and spacing are told as a doubt.
        asked = (article, "".join(text.casefold().split()), question.history)
        alike = self._asked.setdefault(asked, question)
        same = self._same.setdefault((article, text, question.history), question)
        earlier = alike if same is question else same
        if earlier is question or not text.strip():
            return
        if question.reviewed is None or earlier.id != question.id:
            problem = f"is asked in line {earlier.line} too, of the same article"
            if same is question:
                problem = f"{problem}, but for case or spacing"
                yield line.doubt("question", problem, "Strike one, unless you mean both.")
            else:
                yield line.fail("question", problem, "Strike one of the two.")

    def _check_against(self, line: GoldLine, name: str | None) -> Iterator[Mistake]:
        """Yield what is wrong with a question, given its article."""
        if not name:
            # Of a candidate that was reviewed it was told already.
            if line.question.reviewed is None and "article" not in find_unread(line):
                advice = "Name the text file of the article, or give --article FILE."
                yield line.fail("article", "is missing", advice)
            return
        read = self._read(name)
        if isinstance(read, _Read):
            check = _check_absent if line.question.absent else _check_answerable
            yield from check(line, read)
        elif not self._article:
            yield line.fail("article", read.problem, read.advice)

    def _read(self, name: str) -> _Read | Mistake:
        if name not in self._articles:
            try:
                article = read_article(find_file(name, self._path))
                self._articles[name] = _Read(article, read_numbered(article))
            except (GoldError, ArticleError) as error:
                self._articles[name] = _fail(self._path, error)
        return self._articles[name]


def _fail(path: Path, error: AppError) -> Mistake:
    """Return an error as a mistake of a file as a whole."""
    told = str(error).removeprefix(f"{path}").removeprefix(", article").lstrip(": ")
    problem, _, advice = told.rstrip(".").rpartition(". ")
    return Mistake(
        file=path, line=0, field="", problem=problem or advice, advice=f"{advice}." * bool(problem)
    )


def _find_extra(line: GoldLine) -> Iterator[Mistake]:
    """Yield fields that nobody reads, where they are not told as misspelt."""
    misspelt = find_misspelt(line)
    extra = [name for name in line.values if name not in FIELDS and name not in misspelt]
    if extra:
        names = ", ".join(map(spell_name, extra[:_MAX_NAMES]))
        yield line.doubt("line", f"nothing reads the fields {names}", "Strike them, or leave them.")


def _find_answer_gap(line: GoldLine) -> Iterator[Mistake]:
    question = line.question
    if "answer" in find_unread(line):
        return
    if question.absent and question.answer:
        yield line.fail("answer", "is given, and the question is absent", "Make it null.")
    # Of a candidate that was reviewed it was told already.
    if not (question.absent or question.answer or question.reviewed):
        yield line.fail("answer", "is missing", "Give strings one of which a right answer holds.")


def _check_answerable(line: GoldLine, read: _Read) -> Iterator[Mistake]:
    question = line.question
    snippets = [snippet for group in question.evidence for snippet in group]
    for snippet in snippets:
        yield from _check_snippet(line, snippet, read)
    if snippets and _is_furniture(snippets, read) and not _is_about_article(question, read):
        problem = "stands only in what surrounds the story, such as a date line or a caption"
        yield line.doubt("evidence", problem, "Take a sentence of the story, if one says it.")
    yield from _check_answer(line, read)


def _check_answer(line: GoldLine, read: _Read) -> Iterator[Mistake]:
    strings = [string for string in line.question.answer if can_match(string)]
    if not strings:  # It was told already.
        return
    vain = next((string for string in line.question.answer if not can_match(string)), None)
    if vain is not None:
        problem = f"no answer can match {_show(vain)}: it holds no word that counts"
        yield line.doubt("answer", problem, "Strike it: the others count.")
    text = read.article.text.casefold()
    if not any(string.casefold() in text for string in strings):
        problem = f"none of its strings, such as {_show(strings[0])}, stands in the article"
        yield line.doubt("answer", problem, "Add one in the words of the article, if there is one.")


def _check_snippet(line: GoldLine, snippet: str, read: _Read) -> Iterator[Mistake]:
    text = read.article.text
    start = text.find(snippet)
    shown = _show(snippet)
    if start < 0:
        yield line.fail("evidence", *_tell_missing(snippet, read))
        return
    count = text.count(snippet)
    if count > 1:
        problem = f"{shown} stands in the article {count} times, and each counts as right"
        yield line.doubt("evidence", problem, "Make the snippet longer, if only one is.")
    held = find_sentences(start, start + len(snippet), read.sentences)
    if len(held) > _MANY_SENTENCES:
        problem = f"{shown} holds {len(held)} sentences, and to cite any of them counts as right"
        yield line.doubt("evidence", problem, "Take the sentence that answers.")
    elif any("\n" in text[before.end : after.start] for before, after in pairwise(held)):
        problem = f"{shown} runs on into another paragraph: no sentence holds it whole"
        yield line.doubt("evidence", problem, "Take the sentence that answers.")


def _tell_missing(snippet: str, read: _Read) -> tuple[str, str]:
    """Return what is wrong with a snippet that is not in the article, and what to do."""
    if alike := find_alike(snippet, read.article.text):
        found, difference = alike
        problem = f"{_show(snippet)} differs from the article in {difference}"
        return problem, f"Write {spell(found)}."
    problem = f"{_show(snippet)} does not stand in the article"
    nearest = find_nearest(snippet, read.sentences)
    if nearest is None:
        return problem, "Copy a part of the right sentence out of the article."
    place = f"sentence {nearest.number} comes nearest, {_show(nearest.text)}"
    return f"{problem}: {place}", "Copy a part of the right sentence."


def _is_furniture(snippets: Sequence[str], read: _Read) -> bool:
    places = [(read.article.text.find(snippet), len(snippet)) for snippet in snippets]
    return all(
        start >= 0
        and all(
            sentence.kind is SentenceKind.FURNITURE
            for sentence in find_sentences(start, start + length, read.sentences)
        )
        for start, length in places
    )


def _is_about_article(question: GoldQuestion, read: _Read) -> bool:
    """Tell whether a question asks for a date, or for what the article says of itself."""
    try:
        asked = read_question(question.question).asked
    except QuestionError:  # It was told already.
        return True
    about = find_fact(question.question, read.article, read.sentences)
    return about is not None or asked is Asked.DATE


def _check_absent(line: GoldLine, read: _Read) -> Iterator[Mistake]:
    held = find_all_words(line.question.question, read.sentences)
    if held:
        verb = "holds" if len(held) == 1 else "hold"
        numbers = " and ".join(str(sentence.number) for sentence in held)
        text = " ".join(sentence.text for sentence in held)
        noun = "sentence" if len(held) == 1 else "sentences"
        problem = f"{noun} {numbers} {verb} every word of the question, {_show(text)}"
        yield line.doubt("absent", problem, "Does the article answer?")


def _show(text: str) -> str:
    cut = text if len(text) <= _MAX_SHOWN_CHARS else f"{text[:_MAX_SHOWN_CHARS]}…"
    return spell(cut)
