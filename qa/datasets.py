"""Open datasets in their published form, as articles and questions with gold places.

SQuAD 2.0 (Rajpurkar et al., 2018): ``squad2/dev.json``, an article's paragraphs joined to one text.
CoQA (Reddy et al., 2019), its CNN articles in the Abg-CoQA selection: ``coqa-cnn/articles.jsonl``
and ``questions.jsonl``. ClapNQ (Rosenthal et al., 2025): ``clapnq/questions.jsonl``, each passage
an article of its own. Nothing is downloaded: each is read from a folder that the caller names.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import GoldError
from qa.gold import read_gold

__all__ = [
    "READERS",
    "PlacedQuestion",
    "TextWithQuestions",
    "read_dataset",
    "read_gold_texts",
    "split_halves",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedQuestion:
    """A question and the places in the text that answer it; none when nothing does."""

    question: str
    history: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWithQuestions:
    """A text and the questions asked of it."""

    name: str
    text: str
    questions: tuple[PlacedQuestion, ...]


def read_dataset(name: str, folder: Path) -> list[TextWithQuestions]:
    """Read a dataset by its name in ``READERS``.

    Args:
        name: ``squad2``, ``coqa-cnn`` or ``clapnq``.
        folder: The folder that holds a folder of that name.

    Raises:
        GoldError: A file is missing or is not in the published form.
    """
    try:
        return list(READERS[name](folder / name))
    except OSError as error:
        raise GoldError(
            f"{error.filename} cannot be read: {error.strerror}. Name the folder of the datasets "
            "with --data."
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise GoldError(f"{folder / name} is not in the published form of {name}.") from error


def split_halves(
    texts: Sequence[TextWithQuestions],
) -> tuple[list[TextWithQuestions], list[TextWithQuestions]]:
    """Return the texts to fit on, and those left for the figures: every other one."""
    return list(texts[0::2]), list(texts[1::2])


def _read_squad2(folder: Path) -> Iterator[TextWithQuestions]:
    published = json.loads((folder / "dev.json").read_text("utf-8"))
    for article in published["data"]:
        text, questions = "", []
        for paragraph in article["paragraphs"]:
            start = len(text)
            text += paragraph["context"] + "\n\n"
            for asked in paragraph["qas"]:
                answers = [] if asked["is_impossible"] else asked["answers"]
                # One character: the sentence in which an answer starts is the right one.
                places = {start + answer["answer_start"] for answer in answers}
                questions.append(
                    PlacedQuestion(
                        question=asked["question"],
                        places=tuple((place, place + 1) for place in sorted(places)),
                    )
                )
        yield TextWithQuestions(name=article["title"], text=text, questions=tuple(questions))


def _read_coqa(folder: Path) -> Iterator[TextWithQuestions]:
    asked_of: dict[str, list[PlacedQuestion]] = {}
    for row in _read_rows(folder / "questions.jsonl"):
        places = tuple(_trim(gold["start"], gold["text"]) for gold in row["gold"])
        question = PlacedQuestion(
            question=row["question"],
            history=tuple((turn["q"], turn["a"]) for turn in row["history"]),
            places=places if row["answerable"] else (),
            answers=tuple(row["answers"]) if row["answerable"] else (),
        )
        asked_of.setdefault(row["article_id"], []).append(question)
    for row in _read_rows(folder / "articles.jsonl"):
        questions = tuple(asked_of.get(row["article_id"], ()))
        yield TextWithQuestions(name=row["article_id"], text=row["text"], questions=questions)


def _read_clapnq(folder: Path) -> Iterator[TextWithQuestions]:
    for row in _read_rows(folder / "questions.jsonl"):
        sentences: list[str] = row["sentences"]
        text, places = "", []
        for sentence in sentences:
            if row["answerable"] and sentence in row["gold_sentences"]:
                places.append((len(text), len(text) + len(sentence)))
            text += sentence + "\n"
        question = PlacedQuestion(question=row["question"], places=tuple(places))
        yield TextWithQuestions(name=row["qid"], text=text, questions=(question,))


READERS = {"squad2": _read_squad2, "coqa-cnn": _read_coqa, "clapnq": _read_clapnq}
"""Reader of each dataset, by name."""


def read_gold_texts(path: Path) -> list[TextWithQuestions]:
    """Read a gold file and the articles beside it in the shape of a dataset.

    Raises:
        GoldError: The gold file is not valid, or an article is not beside it.
    """
    asked_of: dict[str, list[PlacedQuestion]] = {}
    texts: dict[str, str] = {}
    for gold in read_gold(path):
        name = gold.article or ""
        if name not in texts:
            try:
                texts[name] = (path.parent / name).read_bytes().decode("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise GoldError(f"{path}: its article {name!r} cannot be read.") from error
        snippets = [snippet for group in gold.evidence for snippet in group]
        starts = [(texts[name].find(snippet), len(snippet)) for snippet in snippets]
        places = tuple((start, start + length) for start, length in starts if start >= 0)
        question = PlacedQuestion(question=gold.question, history=gold.history, places=places)
        asked_of.setdefault(name, []).append(question)
    return [
        TextWithQuestions(name=name, text=texts[name], questions=tuple(questions))
        for name, questions in asked_of.items()
    ]


def _read_rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _trim(start: int, text: str) -> tuple[int, int]:
    """Return the span of a rationale without the white space around it."""
    begin = start + len(text) - len(text.lstrip())
    return begin, begin + len(text.strip())
