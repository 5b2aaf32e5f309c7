"""The figures of an invented run. Nothing of it is true."""

from qa.evaluation.comparison import Comparison
from qa.evaluation.runs import Figure, Point, Section

SYSTEMS = ("quotes", "language model", "bm25")
_FIGURES = {
    "evidence_hit": (0.842, 240),
    "first_hit": (0.801, 240),
    "gold_precision": (0.71, 240),
    "gold_recall": (0.88, 240),
    "gold_f1": (0.774, 240),
    "answer_match": (0.793, 231),
    "token_f1": (0.512, 231),
    "false_refusals": (0.067, 240),
    "coverage": (0.933, 240),
    "hit_at_1": (0.79, 240),
    "hit_at_5": (0.94, 240),
    "mrr": (0.852, 240),
    "absent_not_found": (0.74, 88),
    "false_answers": (0.26, 88),
    "wrong_supported": (0.049, 328),
    "citation_recall": (0.97, 247),
    "citation_precision": (0.93, 247),
    "citation_f1": (0.95, 247),
    "citations": (1.42, 247),
    "citation_chars": (143.26, 247),
    "pointer_validity": (1.0, 247),
    "exact_quotes": (1.0, 247),
    "errors": (0.003, 328),
    "auroc": (0.912, 328),
}


def _make_figures(names, *, worse: float, spread: float = 0.03) -> dict[str, Figure]:
    figures = {}
    for name in names:
        value, count = _FIGURES[name]
        value = value if value in (1.0,) else value * (1 - worse)
        figures[name] = Figure(
            value=value, low=max(0, value - spread), high=value + spread * 0.9, count=count
        )
    return figures


def _make_curve(risk: float) -> tuple[Point, ...]:
    steps = [n / 60 for n in range(61)]
    return tuple(
        Point(
            floor=step,
            coverage=1 - step**1.6,
            false_answers=(1 - step) ** 2,
            risk=risk * (1 - step) ** 0.7,
        )
        for step in steps
    )


def make_sections(systems=SYSTEMS, dataset="invented") -> list[Section]:
    sections = []
    for number, system in enumerate(systems):
        names = [n for n in _FIGURES if number < 2 or not n.startswith("citation_")]
        kinds = ("absent", "date", "follow-up", "person", "quantity")
        headlines = ("evidence_hit", "first_hit", "answer_match", "false_refusals")
        sections.append(
            Section(
                dataset=dataset,
                system=system,
                figures=_make_figures(names, worse=0.06 * number),
                by_type={
                    kind: _make_figures(
                        ("absent_not_found",) if kind == "absent" else headlines, worse=0.02 * at
                    )
                    for at, kind in enumerate(kinds)
                },
                curve=_make_curve(0.16 + 0.08 * number),
                verdicts={"supported": 231 - 9 * number, "partly": 12, "contradicted": 4},
                latency={
                    "all": {"p50": 12.4 + 800 * (number == 1), "p95": 31.0 + 2400 * (number == 1)},
                    "retrieve": {"p50": 4.1, "p95": 9.2},
                    "rank": {"p50": 6.3, "p95": 14.8},
                },
                usage={"prompt_tokens": 248_112.0, "completion_tokens": 18_220.0, "cost": 0.1342}
                if number == 1
                else {},
            )
        )
    unseen = [
        Section(
            dataset=dataset,
            system=system,
            part="unseen",
            figures=_make_figures(_FIGURES, worse=0.05 + 0.06 * number),
        )
        for number, system in enumerate(systems)
    ]
    claims = Section(
        dataset="invented claims",
        system="verifier",
        figures={"balanced_accuracy": Figure(value=0.741, low=0.72, high=0.76, count=1_204)},
    )
    return [*sections, *unseen, claims]


def make_comparisons() -> list[Comparison]:
    rows = (("evidence_hit", 0.842, 0.792, 0.004), ("mrr", 0.852, 0.849, 0.71))
    return [
        Comparison(
            dataset="invented",
            first="quotes",
            second="language model",
            measure=measure,
            first_value=first,
            second_value=second,
            difference=second - first,
            low=second - first - 0.03,
            high=second - first + 0.03,
            p_value=p_value,
            count=240,
            left_out=0,
        )
        for measure, first, second, p_value in rows
    ]
