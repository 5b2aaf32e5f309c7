"""The real page in a process of its own, and a real browser that notices what must not happen."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from visiting import WIDE, Visit, open_page

from ui.load_test import wait_for_address

FOLDER = Path(__file__).parent
START_SECONDS = 120


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that holds the library of the page."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def address(served_folder: Path) -> Iterator[str]:
    """Serve the page once for all tests; return where."""
    yield from _serve(served_folder, "quotes")


@pytest.fixture(scope="session")
def shelf_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the page over a library that the tests change."""
    yield from _serve(tmp_path_factory.mktemp("shelf"), "shelf")


@pytest.fixture(scope="session")
def stand_in_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder where the stand-in for a language model notes what it wrote."""
    return tmp_path_factory.mktemp("stand_in")


@pytest.fixture(scope="session")
def stand_in_address(stand_in_folder: Path) -> Iterator[str]:
    """Serve the page whose answers an invented language model writes."""
    yield from _serve(stand_in_folder, "written")


def _serve(folder: Path, *arguments: str) -> Iterator[str]:
    paths = os.pathsep.join(map(str, (FOLDER.parent.parent, FOLDER.parent, FOLDER)))
    with subprocess.Popen(
        [sys.executable, FOLDER / "serve_page.py", folder / "library", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "MODEL": ""},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield wait_for_address(process)
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=START_SECONDS) == 0, "Ctrl-C did not end it in order"


def _open_many(browser, address) -> Iterator[Callable[..., Visit]]:
    visits = []

    def open_another(path="", **settings):
        visits.append(open_page(browser, address, path, **settings))
        return visits[-1]

    yield open_another
    for visit in visits:
        visit.page.context.close()
    assert [problem for visit in visits for problem in visit.problems] == []


@pytest.fixture
def open_visit(browser, address):
    """Return a function that opens the page as a new visitor; nothing bad may happen there."""
    yield from _open_many(browser, address)


@pytest.fixture
def open_shelf(browser, shelf_address):
    """Return a function that opens the page over the library that the tests change."""
    yield from _open_many(browser, shelf_address)


@pytest.fixture
def open_written(browser, stand_in_address):
    """Return a function that opens the page whose answers the stand-in writes."""
    yield from _open_many(browser, stand_in_address)


@pytest.fixture(scope="module")
def shared_visit(browser, address):
    """Open the page once for the tests that can share a visitor: loading it takes longest."""
    visit = open_page(browser, address, permissions=["clipboard-read", "clipboard-write"])
    yield visit
    visit.page.context.close()


@pytest.fixture(scope="module")
def shared_written_visit(browser, stand_in_address):
    """Open the page of the stand-in once for the tests that can share a visitor."""
    visit = open_page(browser, stand_in_address)
    yield visit
    visit.page.context.close()


@pytest.fixture
def visit(shared_visit):
    """Return a visitor on a wide screen whose conversation is empty; nothing bad may happen."""
    yield from _lend(shared_visit)


@pytest.fixture
def written_visit(shared_written_visit):
    """Return a visitor whose answers are written by the stand-in; nothing bad may happen."""
    yield from _lend(shared_written_visit)


def _lend(visit: Visit) -> Iterator[Visit]:
    page = visit.page
    page.set_viewport_size(WIDE)
    page.emulate_media(media="screen", reduced_motion="reduce")
    if page.locator("#conversation .turn").count():
        page.click("#clear")
    page.locator("#conversation .welcome").wait_for()
    visit.settle()
    yield visit
    problems, visit.problems[:] = list(visit.problems), []
    assert problems == []
