"""What the command line offers by name is what there is."""

from qa import names
from qa.evaluation import baselines, datasets
from qa.writers import Writers


def test_every_dataset_is_offered():
    assert set(names.QUESTION_DATASETS) == set(datasets.QUESTION_DATASETS)
    assert set(names.CLAIM_DATASETS) == set(datasets.CLAIM_DATASETS)


def test_every_baseline_is_offered():
    assert names.BASELINES == baselines.BASELINES


def test_every_writer_is_offered():
    assert tuple(option.name for option in Writers().options) == names.WRITERS
