import pytest

from qa.gold import GoldQuestion
from qa.metrics import area_under_curve, cover, hit_at, hits_evidence, matches_answer
from qa.models import Answer, Citation, Status

TEXT = "One ship sank. Two ships left. One ship sank."


def cite(*spans):
    citations = tuple(
        Citation(
            number=number,
            article_id="a",
            title="t",
            outlet=None,
            url=None,
            published=None,
            sentence=number,
            start=start,
            end=end,
            quote=TEXT[start:end],
        )
        for number, (start, end) in enumerate(spans, start=1)
    )
    return Answer(
        question="q", standalone_question="q", status=Status.ANSWERED, citations=citations
    )


def gold(*groups, answer=()):
    return GoldQuestion(id="g", question="q", evidence=groups, answer=answer)


@pytest.mark.parametrize(
    ("groups", "spans", "every", "first"),
    [
        pytest.param([("Two ships left.",)], [(15, 30)], True, True, id="right"),
        pytest.param([("Two ships left.",)], [(0, 14)], False, False, id="wrong"),
        pytest.param([("Two ships left.",)], [(0, 14), (15, 30)], True, False, id="second"),
        pytest.param([("One ship sank.",)], [(31, 45)], True, True, id="same-words-elsewhere"),
        pytest.param([("Two",), ("One",)], [(15, 30)], False, True, id="one-group-of-two"),
        pytest.param([("Nine", "Two")], [(15, 30)], True, True, id="alternatives"),
        pytest.param([("Two ships left.",)], [], False, False, id="nothing-cited"),
    ],
)
def test_evidence_is_hit_when_every_group_is_overlapped(groups, spans, every, first):
    answer = cite(*spans)
    assert hits_evidence(gold(*groups), answer, TEXT, first=False) is every
    assert hits_evidence(gold(*groups), answer, TEXT, first=True) is first


@pytest.mark.parametrize(
    ("accepted", "right"), [("two SHIPS", True), ("the two ships", True), ("wo ships", False)]
)
def test_an_answer_is_matched_by_whole_words(accepted, right):
    assert matches_answer(gold(answer=(accepted,)), cite((15, 30))) is right


def test_ties_count_one_half():
    assert area_under_curve([1, 1, 0, 0], [True, False, True, False]) == 0.5
    assert area_under_curve([3, 2, 1], [True, False, False]) == 1.0
    assert area_under_curve([1, 2, 3], [True, False, False]) == 0.0


def test_coverage_counts_each_side_apart():
    assert cover([0.9, 0.8, 0.1, 0.7], [True, True, True, False], [0.5, 0.75]) == [
        (0.5, pytest.approx(2 / 3), 1.0),
        (0.75, pytest.approx(2 / 3), 0.0),
    ]


def test_hit_at_counts_what_was_never_found():
    assert hit_at([1, None, 2, 7], 5) == 0.5
