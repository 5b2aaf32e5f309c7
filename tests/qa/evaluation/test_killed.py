"""An evaluation that is killed at any moment and started again comes to the same result."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rescoring import find_differences

ROOT = Path(__file__).parents[3]
EVAL = [sys.executable, "-m", "qa", "eval", "--report"]


def start(folder):
    return subprocess.Popen(
        [*EVAL, str(folder)],
        cwd=folder.parent,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def count_lines(path):
    return path.read_bytes().count(b"\n") if path.exists() else 0


def read_outcomes(folder):
    """Return what came out, without what a clock decides."""
    read = json.loads((folder / "report.json").read_text(encoding="ascii"))
    differences = find_differences(read)  # Computed again, from what the report shows.
    for outcome in read["outcomes"]:
        outcome["seconds"] = 0
        outcome["answer"]["timings"] = {}
    assert differences == []
    figures = [dict(section, latency={}) for section in read["figures"]]
    return read["outcomes"], figures, read["articles"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "whole"
    running = start(folder)
    assert running.communicate(timeout=120)[1].startswith("article-qa: The report is")
    assert running.returncode == 0
    return read_outcomes(folder)


def test_killed_twice_it_ends_as_if_it_had_not_been(whole, tmp_path):
    folder = tmp_path / "killed"
    for least in (8, 70):
        running = start(folder)
        deadline = time.monotonic() + 100
        while count_lines(folder / "journal.jsonl") < least and time.monotonic() < deadline:
            time.sleep(0.005)
        running.kill()
        running.communicate()
        assert count_lines(folder / "journal.jsonl") >= least
        assert not (folder / "report.json").exists()
    running = start(folder)
    told = running.communicate(timeout=120)[1]
    assert running.returncode == 0, told
    assert read_outcomes(folder) == whole
