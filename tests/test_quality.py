"""The figures on the seed's gold questions must not fall behind what was once reached."""

import json

import pytest

import seeds
from qa.evaluate import evaluate_gold

REACHED = {"evidence_hit": 0.84, "first_hit": 0.74, "absent_not_found": 0.55, "exact_quotes": 1.0}


@pytest.fixture(scope="module")
def figures():
    shown = evaluate_gold([seeds.GOLD], article=None, show_wrong=False, as_json=True)
    return json.loads(shown)["all"]


@pytest.mark.parametrize("name", REACHED)
def test_no_figure_falls_behind(figures, name):
    assert figures[name] >= REACHED[name]


def test_few_answerable_questions_are_refused(figures):
    assert figures["false_refusals"] <= 0.08
