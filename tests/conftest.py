"""What all tests share: no network, a clean environment, a library and the seed article."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bag_of_words import BagOfWords
from browsing import browser  # noqa: F401
from hypothesis import settings
from pytest_socket import socket_allow_hosts

from index import Article, Library, MiniLMEmbedder, read_article
from seeds import ARTICLES

# A busy machine is no failure: tests say nothing of time unless they are about it.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

_SETTINGS = re.findall(
    r"^#? ?([A-Z][A-Z_]+)=", (Path(__file__).parent.parent / ".env.example").read_text(), re.M
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have the tests in a browser come last: its loop runs on in the thread of all others."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _clean_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name in _SETTINGS:
        monkeypatch.delenv(name, raising=False)
    # No ``.env`` of the person who runs the tests is near.
    monkeypatch.chdir(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def minilm() -> MiniLMEmbedder:
    return MiniLMEmbedder()


@pytest.fixture
def bag() -> BagOfWords:
    return BagOfWords()


@pytest.fixture(scope="session")
def seed() -> Article:
    return read_article(ARTICLES["reassurance-force"])


@pytest.fixture
def library(tmp_path: Path, minilm: MiniLMEmbedder) -> Iterator[Library]:
    with Library.open(tmp_path / "library", embedder=minilm) as opened:
        yield opened
