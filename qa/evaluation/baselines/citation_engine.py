"""The baseline ``citation-query-engine``: LlamaIndex's engine as its documentation sets it up.

Its own splitter and prompts, the two best chunks, cut into numbered sources of 512 tokens. What
the language model replies is read as the product reads a reply, and judged by the same verifier.
"""

import re
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from threading import Event
from typing import Any, NamedTuple

from llama_index.core import VectorStoreIndex  # noqa: TID251  measured beside the product
from llama_index.core.llms import (  # noqa: TID251
    CompletionResponse,
    CompletionResponseGen,
    CustomLLM,
    LLMMetadata,
)
from llama_index.core.query_engine import CitationQueryEngine  # noqa: TID251
from llama_index.core.schema import NodeWithScore, QueryBundle  # noqa: TID251

from index.embedding import Embedder
from index.errors import LanguageModelError
from qa.evaluation.baselines.baseline import CITED, cite_place
from qa.evaluation.baselines.placing import find_starts
from qa.evaluation.baselines.vector import (
    ChunkBaseline,
    measure_similarity,
    read_place,
    tell_lost,
)
from qa.evaluation.cases import Place
from qa.language_model.client import LanguageModel
from qa.language_model.markers import Marker, MarkerParser, Text
from qa.language_model.statements import Draft, split_statements
from qa.language_model.thoughts import ThoughtFilter
from qa.models import (
    Answer,
    Problem,
    ProblemKind,
    Reason,
    Statement,
    Status,
    Usage,
    Verdict,
    VerdictLabel,
)
from qa.verification import Premise, make_premise, verify

__all__ = ["CitationEngineBaseline", "refuses"]

_MAX_CHECKED = 60
_MAX_UNKNOWN = 50

_REFUSES = re.compile(
    r"\b(?:not (?:mention|state|specif|provid|contain|say|disclos|includ|indicat|clear|possible|"
    r"found|available|given|able|enough|explicitly)\w*|no (?:information|mention|evidence|answer|"
    r"indication|details?)|none of the|unable|cannot|can['’]t|don['’]t know|unknown|"
    r"empty response|unspecified|insufficient)\b"
    r"|n['’]t (?:mention|state|specif|provid|contain|say)",
    re.IGNORECASE,
)


class _Read(NamedTuple):
    """A reply as it was read: its statements, numbers of no source, and its words."""

    drafts: list[Draft]
    unknown: tuple[int, ...]
    words: str


class _OurModel(CustomLLM):  # type: ignore[misc, unused-ignore]
    """Our language model as LlamaIndex wants it: asked through the same door, with its errors."""

    model: Any
    taken: list[Any] = []  # noqa: RUF012  pydantic gives each its own

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=self.model.context_tokens, model_name=self.model.name)

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
        return CompletionResponse(text="".join(self._ask(prompt)))

    def stream_complete(
        self, prompt: str, formatted: bool = False, **_: Any
    ) -> CompletionResponseGen:
        yield self.complete(prompt)

    def _ask(self, prompt: str) -> Generator[str, None, None]:
        self.taken.append((yield from self.model.stream([("user", prompt)], stop=Event())))


class CitationEngineBaseline(ChunkBaseline):
    """Lets the language model answer from numbered sources; its score is their similarity."""

    name = "citation-query-engine"
    ranks = CITED

    def __init__(self, embedder: Embedder, model: LanguageModel) -> None:
        super().__init__(embedder)
        self._model = model

    def _answer(self, question: str, index: VectorStoreIndex) -> Answer:
        began = time.perf_counter()
        model = _OurModel(model=self._model)
        engine = CitationQueryEngine.from_args(index, llm=model)
        asked = QueryBundle(question)
        found = engine.retrieve(asked)
        retrieved = time.perf_counter()
        said, sources = self._write(engine, asked, found)
        written = time.perf_counter()
        places = list(self._place(sources))
        read = _read_reply(said, known=len(places))
        return replace(
            self._tell(question, read, places),
            score=measure_similarity(found),
            reply=read.words,
            unknown_markers=read.unknown,
            usage=_add(model.taken),
            timings=_time(began, retrieved, written, time.perf_counter()),
        )

    def _write(
        self, engine: CitationQueryEngine, asked: QueryBundle, found: list[NodeWithScore]
    ) -> tuple[str, list[NodeWithScore]]:
        """Return what the language model replies, and the sources it was shown, as numbered."""
        model = f"The language model {self._model.name}"
        try:
            response = engine.synthesize(asked, found)
        except ValueError as error:
            raise LanguageModelError(
                f"{model} cannot read the sources at once: raise MODEL_CONTEXT."
            ) from error
        thoughts = ThoughtFilter()
        said = (thoughts.feed(str(response)) + thoughts.finish()).strip()
        if not said:
            raise LanguageModelError(
                f"{model} wrote nothing but its thoughts: raise MODEL_MAX_TOKENS, or set MODEL to "
                "another."
            )
        return said, response.source_nodes

    def _place(self, sources: Sequence[NodeWithScore]) -> Iterator[Place | None]:
        """Yield where the sources stand: each chunk was cut anew, into one source or several."""
        numbered = enumerate(sources, start=1)
        for chunk, group in groupby(numbered, key=lambda item: read_place(item[1])):
            texts = [_read_source(source, number) for number, source in group]
            if chunk is None:
                yield from (None for _ in texts)
                continue
            words = self._known[chunk.article].article.text[chunk.start : chunk.end]
            for text, start in zip(texts, find_starts(words, texts), strict=True):
                yield None if start is None else _move(chunk, start, len(text))

    def _tell(self, question: str, read: _Read, places: Sequence[Place | None]) -> Answer:
        """Return the answer that a reply comes to."""
        if refuses(read.words) or not read.drafts:
            return Answer(
                question=question,
                standalone_question=question,
                status=Status.NOT_FOUND,
                reason=Reason.DECLINED,
                explanation="The language model found no answer in its sources.",
            )
        cited = dict.fromkeys(number for draft in read.drafts for number in draft.numbers)
        found = {number: place for number in cited if (place := places[number - 1]) is not None}
        numbers = {number: own for own, number in enumerate(found, start=1)}
        verdicts = self._check(read.drafts, found)
        answer = Answer(
            question=question,
            standalone_question=question,
            status=Status.ANSWERED,
            statements=tuple(
                Statement(
                    text=draft.text,
                    citations=tuple(numbers[n] for n in draft.numbers if n in numbers),
                    verdict=verdicts[draft],
                )
                for draft in read.drafts
            ),
            citations=tuple(
                cite_place(place, self._known[place.article], number=numbers[number])
                for number, place in found.items()
            ),
        )
        return tell_lost(answer, len(cited) - len(found))

    def _check(self, drafts: Sequence[Draft], found: dict[int, Place]) -> dict[Draft, Verdict]:
        """Return the verdict on each statement; a model that has no end is not checked to it."""
        premises = {number: self._make_premises(place) for number, place in found.items()}
        verdicts: dict[Draft, Verdict] = {}
        for draft in dict.fromkeys(drafts):
            if len(verdicts) >= _MAX_CHECKED:
                verdicts[draft] = _leave(draft)
                continue
            own = [one for number in draft.numbers for one in premises.get(number, ())]
            verdicts[draft] = verify(draft.text, own)
        return verdicts

    def _make_premises(self, place: Place) -> list[Premise]:
        """Return the sentences that a span holds a part of, as premises."""
        article, sentences = self._known[place.article]
        held = (one for one in sentences if one.start < place.end and place.start < one.end)
        return [make_premise(one, article, sentences) for one in held]


def refuses(text: str) -> bool:
    """Tell whether a reply says in prose that it has no answer; generously, in its favour.

    Example:
        >>> refuses("The provided sources do not mention the price.")
        True
        >>> refuses("It stops on 4 May [1].")
        False
    """
    return _REFUSES.search(text) is not None


def _read_reply(text: str, *, known: int) -> _Read:
    """Read a reply to sources with the numbers from 1 to ``known``."""
    parser = MarkerParser(known=known)
    pieces = parser.feed(text) + parser.finish()
    unknown = (n for piece in pieces if isinstance(piece, Marker) for n in piece.unknown)
    return _Read(
        drafts=split_statements(pieces),
        unknown=tuple(dict.fromkeys(unknown))[:_MAX_UNKNOWN],
        words="".join(piece.text for piece in pieces if isinstance(piece, Text)).strip(),
    )


def _read_source(source: NodeWithScore, number: int) -> str:
    return source.node.get_content().removeprefix(f"Source {number}:\n").removesuffix("\n")


def _move(chunk: Place, start: int, length: int) -> Place:
    return Place(chunk.article, chunk.start + start, chunk.start + start + length)


def _leave(draft: Draft) -> Verdict:
    problem = Problem(
        kind=ProblemKind.NOT_STATED,
        words=draft.text,
        message=f"only the first {_MAX_CHECKED} statements are checked",
    )
    return Verdict(label=VerdictLabel.UNSUPPORTED, score=0.0, problems=(problem,))


def _add(taken: Sequence[Usage]) -> Usage | None:
    """Return what all requests for one answer took together."""
    if not taken:
        return None
    costs = [usage.cost for usage in taken if usage.cost is not None]
    return Usage(
        model=taken[0].model,
        prompt_tokens=sum(usage.prompt_tokens for usage in taken),
        completion_tokens=sum(usage.completion_tokens for usage in taken),
        cost=sum(costs) if costs else None,
    )


def _time(began: float, retrieved: float, written: float, ended: float) -> dict[str, float]:
    stages = {
        "retrieve_ms": retrieved - began,
        "write_ms": written - retrieved,
        "verify_ms": ended - written,
    }
    return {name: round(1000 * seconds, 3) for name, seconds in stages.items()}
