"""Which files of a folder are read as a dataset. All in them is invented."""

import pytest
from published_shapes import (
    make_abg_coqa,
    make_clapnq,
    make_coqa,
    make_rgb,
    make_rgb_of_parts,
    make_squad2,
    write,
)

from qa.evaluation.datasets import read_batches

PUBLISHED = [
    ("squad2", make_squad2, "dev-v1.1.json"),
    ("squad2", make_squad2, "train-v2.0.json"),
    ("squad2", make_squad2, "train-v1.1.json"),
    ("coqa", make_coqa, "coqa-train-v1.0.json"),
    ("abg-coqa", make_abg_coqa, "coqa_abg_train.json"),
    ("clapnq", make_clapnq, "clapnq_train_answerable.jsonl"),
    ("rgb", make_rgb, "en_refine.json"),
    ("rgb", make_rgb, "en_fact.json"),
    ("rgb", make_rgb_of_parts, "zh_int.json"),
]
"""Further names of files, as they were published."""


@pytest.mark.parametrize(("name", "make", "file"), PUBLISHED, ids=[case[2] for case in PUBLISHED])
def test_a_folder_is_read_under_any_published_name(tmp_path, capsys, name, make, file):
    made = write(make(), tmp_path / "made")
    (tmp_path / name).mkdir()
    first = min(made.iterdir())
    first.rename(tmp_path / name / file)
    batches = read_batches(name, tmp_path / name / file)
    capsys.readouterr()
    assert read_batches(name, tmp_path / name) == batches == read_batches(name, tmp_path)
    assert "reading" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "make", "taken", "other"),
    [
        pytest.param("squad2", make_squad2, "dev-v2.0.json", "train-v2.0.json", id="squad2"),
        pytest.param("coqa", make_coqa, "coqa-dev-v1.0.json", "coqa-train-v1.0.json", id="coqa"),
        pytest.param("rgb", make_rgb, "en.json", "en_fact.json", id="rgb"),
    ],
)
def test_of_several_files_one_is_taken_and_told(tmp_path, capsys, name, make, taken, other):
    folder = write(make(), tmp_path)
    batches = read_batches(name, folder)
    assert "reading" not in capsys.readouterr().err
    (folder / other).write_bytes(b"not read")
    assert read_batches(name, folder) == batches
    assert f"{name}: reading {taken} and not {other} of the same" in capsys.readouterr().err


def test_all_files_of_one_pattern_are_taken_without_a_word(tmp_path, capsys):
    assert len(read_batches("clapnq", write(make_clapnq(), tmp_path))) == 2
    assert capsys.readouterr().err == ""
