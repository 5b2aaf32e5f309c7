"""An evaluation that is killed and started again comes to the same result."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rescoring import find_differences

ROOT = Path(__file__).parents[3]
COMMAND = ["eval", "--limit", "12", "--seed", "1", "--baseline", "bm25", "--report"]
OUTCOMES = 24
# Ends the process, without a chance to tidy up, when it has written so many outcomes.
DRIVER = """
import os, signal, sys
from qa.cli import main
from qa.evaluation.journal import Journal

left = int(sys.argv.pop(1))
append = Journal.append

def append_or_die(self, outcome):
    global left
    append(self, outcome)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

Journal.append = append_or_die
sys.exit(main(sys.argv[1:]))
"""


def start(folder, *, outcomes):
    return subprocess.run(
        [sys.executable, "-c", DRIVER, str(outcomes), *COMMAND, str(folder)],
        cwd=folder.parent,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def read_report(folder):
    """Return what came out, without what a clock decides."""
    report = json.loads((folder / "report.json").read_text(encoding="ascii"))
    assert find_differences(report) == []  # Computed again, from what the report shows.
    for outcome in report["outcomes"]:
        outcome["seconds"] = 0
        outcome["answer"]["timings"] = {}
    figures = [dict(section, latency={}) for section in report["figures"]]
    return report["outcomes"], figures, report["articles"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "whole"
    ended = start(folder, outcomes=OUTCOMES + 1)
    assert ended.returncode == 0, ended.stderr
    return read_report(folder)


def test_killed_twice_it_ends_as_if_it_had_not_been(whole, tmp_path):
    folder = tmp_path / "killed"
    for outcomes in (1, 14):
        assert start(folder, outcomes=outcomes).returncode == -signal.SIGKILL
    assert not (folder / "report.json").exists()
    ended = start(folder, outcomes=OUTCOMES - 1 - 14 + 1)
    assert ended.returncode == 0, ended.stderr
    assert read_report(folder) == whole
