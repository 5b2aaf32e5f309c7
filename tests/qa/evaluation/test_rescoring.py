"""Figures, and the same computed again from JSON by other code, agree. All texts are invented."""

import json
from dataclasses import asdict

import pytest
import rescoring
from hypothesis import given, settings
from hypothesis import strategies as st
from made_outcomes import ARTICLES, SPANS, answer, cite, outcome, place, quote, state

from qa.evaluation.cases import Place
from qa.evaluation.claim_figures import make_claim_sections
from qa.evaluation.figures import make_sections
from qa.evaluation.outcomes import ClaimOutcome, Judged
from qa.models import Usage, Verdict, VerdictLabel

WORDS = st.sampled_from(
    [
        "One ship sank.",
        "two",
        "The ships [9] left",
        "1,200.5 men",
        "a",
        "U.S.-born “Ana”",
        "[1]",
        "",
    ]
)
NAMES = st.sampled_from(["a", "b", "z"])
LABELS = st.sampled_from(["supported", "partly", "unsupported", "contradicted"])
SCORES = st.sampled_from([0.0, 0.2, 0.25, 0.7, 0.9, 1.0])
PLACES = st.builds(
    lambda article, start, length: Place(article, start, start + length),
    NAMES,
    st.integers(0, 44),
    st.integers(1, 20),
)


CHANGES = st.sampled_from(
    [
        *({}, {}, {}, {"start": -1}, {"end": 99}, {"start": 5, "end": 5}, {"sentence": 9}),
        *({"quote": "No [9]."}, {"article_id": "z"}, {"number": 1}),
    ]
)


@st.composite
def _citations(draw):
    made = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        article = draw(st.sampled_from(sorted(SPANS)))
        sentence = draw(st.integers(1, len(SPANS[article])))
        made.append(cite(number, sentence, article, **draw(CHANGES)))
    return made


@st.composite
def _answers(draw):
    if draw(st.integers(0, 4)) == 0:
        return answer(score=draw(SCORES))
    numbers = st.lists(st.integers(1, 5), max_size=4)
    statements = [
        state(draw(WORDS), *draw(numbers), label=draw(LABELS))
        for _ in range(draw(st.integers(1, 3)))
    ]
    usage = draw(
        st.none()
        | st.builds(
            Usage,
            model=st.just("m"),
            prompt_tokens=st.integers(0, 9),
            completion_tokens=st.integers(0, 9),
            cost=st.none() | st.floats(0, 1),
        )
    )
    return answer(
        *statements,
        citations=draw(_citations()),
        score=draw(SCORES),
        usage=usage,
        timings=draw(
            st.dictionaries(st.sampled_from(["verify_ms", "write_ms"]), st.floats(0, 1e4))
        ),
    )


@st.composite
def _outcomes(draw):
    answered = draw(st.none() | _answers())
    judged = ()
    if answered is not None and draw(st.booleans()):
        flags = st.booleans()
        judged = tuple(
            Judged(
                together=draw(flags),
                alone=tuple(draw(flags) for _ in statement.citations),
                without=tuple(draw(flags) for _ in statement.citations),
            )
            for statement in answered.statements
        )
    groups = st.lists(st.lists(PLACES, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple)
    return outcome(
        answered,
        case=draw(st.text("xyz", max_size=3)),
        system=draw(st.sampled_from(["quotes", "bm25"])),
        scope=draw(st.sampled_from([None, ("a",), ("a", "b"), ("b",)])),
        evidence=draw(groups),
        answers=draw(st.lists(WORDS, max_size=2).map(tuple)),
        absent=draw(st.booleans()),
        type=draw(st.sampled_from(["who", "when"])),
        unseen=draw(st.sampled_from([None, True, False])),
        ranked=draw(st.lists(PLACES, max_size=10).map(tuple)),
        judged=judged,
        seconds=draw(st.floats(0, 9)),
    )


def report(outcomes, claims=()):
    """Return what report.json holds."""
    sections = [*make_sections(iter(outcomes), ARTICLES), *make_claim_sections(claims)]
    values = {
        "articles": [asdict(article) for article in ARTICLES.values()],
        "outcomes": [one.to_dict() for one in outcomes],
        "claims": [claim.to_dict() for claim in claims],
        "figures": [asdict(section) for section in sections],
    }
    return json.loads(json.dumps(values))


@settings(max_examples=50)
@given(st.lists(_outcomes(), max_size=12))
def test_both_agree_on_any_outcomes(outcomes):
    assert rescoring.find_differences(report(outcomes)) == []


@st.composite
def _claims(draw):
    label = draw(st.none() | LABELS)
    verdict = None if label is None else Verdict(label=VerdictLabel(label), score=draw(SCORES))
    return ClaimOutcome(
        dataset=draw(st.sampled_from(["one", "two"])),
        id="x",
        group=draw(st.sampled_from("abcd")),
        unseen=draw(st.booleans()),
        claim="Said.",
        supported=draw(st.booleans()),
        verdict=verdict,
    )


@settings(max_examples=50)
@given(st.lists(_claims(), max_size=20))
def test_both_agree_on_any_claims(claims):
    assert rescoring.find_differences(report([], claims)) == []


def test_both_agree_on_many_outcomes():
    outcomes = [
        outcome(
            quote(1 + n % 3, score=n / 130) if n % 7 else answer(score=n / 500),
            case=str(n),
            absent=n % 5 == 0,
            evidence=((place(1 + n % 2),),) if n % 5 else (),
        )
        for n in range(130)
    ]
    made = report(outcomes)
    assert len(made["figures"][0]["curve"]) == 50
    assert rescoring.find_differences(made) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made["figures"][0]["figures"]["evidence_hit"].update(value=0.9),
        lambda made: made["figures"][0]["figures"].pop("mrr"),
        lambda made: made["figures"][0]["verdicts"].update(partly=1),
        lambda made: made["figures"].append(made["figures"][0]),
        lambda made: made["outcomes"].pop(),
        lambda made: made["outcomes"][0]["answer"]["citations"][0].update(end=13),
    ],
    ids=["figure", "left-out", "verdicts", "section", "outcome", "citation"],
)
def test_a_report_that_was_altered_does_not_agree(change):
    made = report(
        [
            outcome(quote(1), case="x", evidence=((place(1),),), ranked=(place(1),)),
            outcome(quote(2), case="y", evidence=((place(1),),), ranked=(place(1),)),
        ]
    )
    assert rescoring.find_differences(made) == []
    change(made)
    assert rescoring.find_differences(made)
