"""The page on datasets names every dataset, and a command that names its reader."""

import re
from pathlib import Path

import pytest

from qa.evaluation import datasets
from qa.evaluation.datasets import CLAIM_DATASETS, FITTED_ON, QUESTION_DATASETS

PAGE = (Path(__file__).parents[3] / "docs" / "datasets.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))


def test_the_page_has_a_section_for_each_dataset_and_no_other():
    assert set(SECTIONS) == {*QUESTION_DATASETS, *CLAIM_DATASETS}
    assert not set(QUESTION_DATASETS) & set(CLAIM_DATASETS)


@pytest.mark.parametrize("name", SECTIONS)
def test_each_section_has_licence_use_and_command(name):
    section = SECTIONS[name]
    assert f"article-qa eval --dataset {name} --data " in section
    assert "icence" in section
    assert "**Use it for**" in section
    assert f"[`{name}`](#{name})" in PAGE


def test_the_page_says_what_was_fitted_on():
    (told,) = re.findall(r"fit weights: half of those of (.*?) \(", PAGE)
    assert set(re.findall(r"`([\w-]+)`", told)) == set(FITTED_ON)


def test_public_names_are_sorted_and_documented():
    assert list(datasets.__all__) == sorted(datasets.__all__)
    assert all(datasets.QUESTION_DATASETS[name].__doc__ for name in QUESTION_DATASETS)
    assert all(datasets.CLAIM_DATASETS[name].__doc__ for name in CLAIM_DATASETS)
