"""How many tampered statements the checks of statements catch, by kind of tampering."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from index.articles import read_sentences
from index.models import Article
from qa.evaluation.probes.findings import Finding, Probe, Weight, draw_sentences, follow
from qa.evaluation.probes.tampering import Tampered, Tampering, tamper
from qa.models import Verdict, VerdictLabel
from qa.verification import Premise, make_premise, verify

__all__ = ["Probed", "probe_statements", "tell_caught"]

_OTHERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """A tampered statement, the sentence it was checked against, and the verdict on it."""

    tampered: Tampered
    premise: Premise
    verdict: Verdict

    @property
    def caught(self) -> bool:
        """Tell whether the verdict is right: supported if verbatim, else anything but that."""
        supported = self.verdict.label is VerdictLabel.SUPPORTED
        return supported is (self.tampered.kind is Tampering.VERBATIM)

    @property
    def named(self) -> bool:
        """Tell whether it is caught and the fault is called by a right name."""
        expected = self.tampered.expected
        kinds = {problem.kind for problem in self.verdict.problems}
        return self.caught and bool(not expected or kinds & expected)


def probe_statements(articles: Sequence[Article], *, sentences: int, seed: int) -> list[Probed]:
    """Tamper with sentences of articles and check each result against the sentence itself.

    Args:
        articles: Where the sentences come from.
        sentences: How many sentences to tamper with, drawn at random from the stories.
        seed: Decides what is drawn and how it is changed.
    """
    rng = Random(seed)  # noqa: S311
    read = [read_sentences(article) for article in articles]
    probed: list[Probed] = []
    for place, sentence in follow(draw_sentences(articles, sentences, rng)):
        own = read[place]
        rest = [other for other in range(len(read)) if other != place]
        others = rng.sample(rest, min(_OTHERS, len(rest)))
        far = [sentence for other in others for sentence in read[other]]
        premise = make_premise(sentence, articles[place], own)
        probed += (
            Probed(tampered=made, premise=premise, verdict=verify(made.statement, [premise]))
            for made in tamper(sentence, own, far, rng)
        )
    return probed


def tell_caught(probed: Sequence[Probed]) -> Probe:
    """Return what was caught by kind of tampering."""
    return Probe(
        title="Tamper probe",
        counted="statements",
        kinds=[kind.value for kind in Tampering],
        figures={"caught": Weight.DECISIVE, "named": Weight.WANTED},
        note="caught: verbatim is supported, all else is not; named: also for the right reason",
        findings=[
            Finding(
                kind=item.tampered.kind.value,
                passed={"caught": item.caught, "named": item.named},
                details=_describe(item),
            )
            for item in probed
        ],
    )


def _describe(item: Probed) -> dict[str, str]:
    problems = "; ".join(str(problem) for problem in item.verdict.problems) or "no problem"
    return {
        "article": item.premise.text,
        "statement": item.tampered.statement,
        "expected": ", ".join(sorted(kind.value for kind in item.tampered.expected)),
        "verdict": f"{item.verdict.label} {item.verdict.score:.2f}, {problems}",
    }
