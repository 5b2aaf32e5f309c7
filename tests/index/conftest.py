"""A small library for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bag_of_words import BagOfWords

from index import Library


@pytest.fixture
def small(tmp_path: Path, bag: BagOfWords) -> Iterator[Library]:
    with Library.open(tmp_path / "small", embedder=bag) as opened:
        yield opened
