"""Several visitors at once, without a browser."""

import pytest
from asked import ABSENT, FACT, OTHER_FACT

from ui.load_test import LoadError, measure_load


def test_visitors_at_once_see_only_their_own(address):
    report = measure_load(address, [FACT, OTHER_FACT, ABSENT], sessions=4, seconds=2)
    assert report.problems == []
    assert len(report.alone) == 3
    assert len(report.together) >= 4
    assert "0 wrong or failed" in str(report)


def test_nobody_there_is_one_clear_error():
    with pytest.raises(LoadError, match="does not answer"):
        measure_load("http://127.0.0.1:9/", [FACT], sessions=1, seconds=1)
