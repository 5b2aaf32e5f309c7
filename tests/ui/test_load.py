"""Several visitors at once, without a browser."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from asked import ABSENT, FACT, OTHER_FACT

from ui.load_test import LoadError, measure_load


def measure(questions, address, **how):
    """Measure in a thread: the browser keeps a loop of its own running in that of the tests."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(measure_load, address, questions, **how).result()


def test_visitors_at_once_see_only_their_own(address):
    report = measure([FACT, OTHER_FACT, ABSENT], address, sessions=4, seconds=2)
    assert report.problems == []
    assert len(report.alone) == 3
    assert len(report.together) >= 4
    assert "0 wrong or failed" in str(report)


def test_nobody_there_is_one_clear_error():
    with pytest.raises(LoadError, match="does not answer"):
        measure([FACT], "http://127.0.0.1:9/", sessions=1, seconds=1)
