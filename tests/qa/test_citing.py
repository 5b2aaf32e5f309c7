"""Which sentences a statement comes to rest on. All people and events are invented."""

import pytest

from qa.citing import settle
from qa.models import ProblemKind, VerdictLabel
from qa.verification import Premise

ROE = ("Ana Roe",)
LIND = ("Bo Lind",)
PREMISES = [
    Premise(text="The bridge at Velden will close on Monday for repairs, the council said."),
    Premise(text="Mayor Ana Roe said the work would cost 4.2 million crowns.", speakers=ROE),
    Premise(text="The work would take nine weeks, Mayor Ana Roe said.", speakers=ROE),
    Premise(text="Ferry operator Bo Lind said the repairs could wait until spring.", speakers=LIND),
    Premise(text="About 6,000 people cross the bridge every day."),
]


@pytest.mark.parametrize(
    ("statement", "cited", "settled"),
    [
        ("Mayor Ana Roe said the work would cost 4.2 million crowns.", (1,), (1,)),
        ("About 6,000 people cross the bridge every day.", (0, 4, 2), (4,)),
        ("About 6,000 people cross the bridge every day.", (4, 4), (4,)),
        ("About 6,000 people cross the bridge every day.", (), (4,)),
        ("About 6,000 people cross the bridge every day.", (3,), (4,)),
        (
            "The work would cost 4.2 million crowns and take nine weeks, Mayor Ana Roe said.",
            (1, 2),
            (1, 2),
        ),
        (
            "The work would cost 4.2 million crowns and take nine weeks, Mayor Ana Roe said.",
            (),
            (1, 2),
        ),
    ],
    ids=["stands", "pruned", "twice", "found", "mended", "both needed", "both found"],
)
def test_a_statement_that_holds_rests_on_what_it_needs(statement, cited, settled):
    places, verdict = settle(statement, cited, PREMISES)
    assert set(places) == set(settled)
    assert len(places) == len(settled)
    assert verdict.label is VerdictLabel.SUPPORTED


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("Mayor Ana Roe said the work would cost 5.2 million crowns.", (1,)),
        ("Mayor Ana Roe said the work would cost 5.2 million crowns.", ()),
        ("The council fired three engineers in a hurry.", (0,)),
        ("The moon is made of green cheese.", ()),
    ],
)
def test_a_citation_is_never_forced(statement, cited):
    places, verdict = settle(statement, cited, PREMISES)
    assert places == cited
    assert verdict.label is not VerdictLabel.SUPPORTED
    assert verdict.problems


def test_without_any_citation_it_is_uncited():
    _, verdict = settle("The moon is made of green cheese.", (), PREMISES)
    assert [problem.kind for problem in verdict.problems] == [ProblemKind.UNCITED]


def test_what_two_people_say_is_not_put_together():
    statement = (
        "Mayor Ana Roe said the work would cost 4.2 million crowns, and ferry operator Bo Lind "
        "said the repairs could wait until spring."
    )
    places, verdict = settle(statement, (1, 3), PREMISES)
    assert (places, verdict.label) == ((1, 3), VerdictLabel.SUPPORTED)
    places, verdict = settle(statement, (), PREMISES)
    assert (places, verdict.label == VerdictLabel.SUPPORTED) == ((), False)


def test_without_sentences_nothing_holds():
    places, verdict = settle("The bridge will close.", (), [])
    assert (places, verdict.label) == ((), VerdictLabel.UNSUPPORTED)
