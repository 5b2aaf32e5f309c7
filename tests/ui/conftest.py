"""The real page in a process of its own, and a real browser that notices what must not happen."""

import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

FOLDER = Path(__file__).parent
START_SECONDS = 120
PATIENCE_MS = 40_000
WIDE = {"width": 1280, "height": 800}
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the page once for all tests; return where."""
    yield from _serve(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def stand_in_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder where the stand-in for a language model notes what it wrote."""
    return tmp_path_factory.mktemp("stand_in")


@pytest.fixture(scope="session")
def stand_in_address(stand_in_folder: Path) -> Iterator[str]:
    """Serve the page whose answers an invented language model writes."""
    yield from _serve(stand_in_folder, "1.5")


def _serve(folder: Path, *arguments: str) -> Iterator[str]:
    paths = f"{FOLDER.parent.parent}{os.pathsep}{FOLDER}"
    with subprocess.Popen(
        [sys.executable, FOLDER / "serve_page.py", folder / "library", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "MODEL": ""},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield _wait_for_address(process)
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=START_SECONDS) == 0, "Ctrl-C did not end it in order"


def _wait_for_address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    deadline = time.monotonic() + START_SECONDS
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while ready.select(timeout=max(0, deadline - time.monotonic())):
            line = process.stdout.readline()
            if found := re.search(r"http://\S+", line):
                return found[0]
            assert line, "the page did not start"
    pytest.fail(f"the page was not ready after {START_SECONDS} s")


@dataclass
class Visit:
    """One visitor: a browser context of its own."""

    page: "playwright.sync_api.Page"  # noqa: F821
    problems: list[str] = field(default_factory=list)

    def watch(self, address: str) -> None:
        """Note every dialog, error and request to another host."""
        host = urlsplit(address).netloc
        page = self.page
        page.on("dialog", self._dismiss)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("console", self._read_console)
        page.on("request", lambda request: self._check(request.url, host))

    def ask(self, question: str) -> None:
        """Ask, and wait for what comes back."""
        replies = self.page.locator("#conversation .answer, #conversation .problem")
        number = replies.count()
        self.page.fill("#question textarea", question)
        self.page.keyboard.press("Enter")
        replies.nth(number).wait_for()

    def _dismiss(self, dialog: "playwright.sync_api.Dialog") -> None:  # noqa: F821
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _read_console(self, message: "playwright.sync_api.ConsoleMessage") -> None:  # noqa: F821
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    def _check(self, url: str, host: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != host:
            self.problems.append(f"request: {url}")


@pytest.fixture(scope="session")
def browser() -> Iterator["playwright.sync_api.Browser"]:  # noqa: F821
    """Start Debian's Chromium once for all tests."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=BROWSER_ARGUMENTS)
        yield started
        started.close()


def _open(browser, address, **settings) -> Visit:
    context = browser.new_context(
        **{"viewport": WIDE, "color_scheme": "light", "reduced_motion": "reduce", **settings}
    )
    context.set_default_timeout(PATIENCE_MS)
    visit = Visit(page=context.new_page())
    visit.watch(address)
    visit.page.goto(address)
    visit.page.locator("#article .sentence").first.wait_for()
    return visit


@pytest.fixture
def open_visit(browser, address):
    """Return a function that opens the page as a new visitor; nothing bad may happen there."""
    visits = []

    def open_page(**settings):
        visits.append(_open(browser, address, **settings))
        return visits[-1]

    yield open_page
    for visit in visits:
        visit.page.context.close()
    assert [problem for visit in visits for problem in visit.problems] == []


@pytest.fixture(scope="module")
def shared_visit(browser, address):
    """Open the page once for the tests that can share a visitor: loading it takes longest."""
    visit = _open(browser, address)
    yield visit
    visit.page.context.close()


@pytest.fixture
def visit(shared_visit):
    """Return a visitor on a wide screen whose conversation is empty; nothing bad may happen."""
    page = shared_visit.page
    page.set_viewport_size(WIDE)
    if page.locator("#clear").is_visible():
        page.click("#clear")
    page.locator("#conversation .welcome").wait_for()
    yield shared_visit
    problems, shared_visit.problems[:] = list(shared_visit.problems), []
    assert problems == []


@pytest.fixture
def written_visit(browser, stand_in_address):
    """Return a visitor whose answers are written by the stand-in; nothing bad may happen."""
    visit = _open(browser, stand_in_address)
    yield visit
    visit.page.context.close()
    assert visit.problems == []
