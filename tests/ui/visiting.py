"""A visitor of the page in a real browser, who notices what must not happen."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from browsing import PATIENCE_MS

QUIET_TURNS = 4
WIDE = {"width": 1280, "height": 800}
# The latest turn is another than before, and nothing more of its answer is to come.
ANSWERED = """before => {
    const turn = [...document.querySelectorAll("#conversation .turn")].at(-1);
    return turn && turn.dataset.turn !== before && turn.querySelector(".actions, .problem");
}"""


@dataclass
class Visit:
    """One visitor: a browser context of its own."""

    page: "playwright.sync_api.Page"  # noqa: F821
    problems: list[str] = field(default_factory=list)
    streams: set[object] = field(default_factory=set)

    def watch(self, address: str) -> None:
        """Note every dialog, error and request to another host."""
        host = urlsplit(address).netloc
        page = self.page
        page.on("dialog", self._dismiss)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("console", self._read_console)
        page.on("request", lambda request: self._check(request, host))
        page.on("requestfinished", lambda request: self.streams.discard(request))
        page.on("requestfailed", lambda request: self.streams.discard(request))

    @property
    def last(self) -> "playwright.sync_api.Locator":  # noqa: F821
        """The latest question with its answer."""
        return self.page.locator("#conversation .turn").last

    def write(self, question: str) -> None:
        """Type a question and send it off."""
        self.page.fill("#question textarea", question)
        self.page.keyboard.press("Enter")

    def ask(self, question: str) -> None:
        """Ask, and wait until nothing more comes back."""
        with self.asking():
            self.write(question)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Do what asks something, then wait until nothing more comes back."""
        turns = self.page.locator("#conversation .turn")
        before = turns.last.get_attribute("data-turn") if turns.count() else None
        yield
        self.page.wait_for_function(ANSWERED, arg=before)
        self.settle()

    def settle(self) -> None:
        """Wait until the server has told all that it had to: one event may lead to the next."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        quiet = 0
        while quiet < QUIET_TURNS:
            self.page.wait_for_timeout(20)
            quiet = 0 if self.streams else quiet + 1
            assert time.monotonic() < deadline, "the server does not come to an end"

    def _dismiss(self, dialog: "playwright.sync_api.Dialog") -> None:  # noqa: F821
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _read_console(self, message: "playwright.sync_api.ConsoleMessage") -> None:  # noqa: F821
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    def _check(self, request: "playwright.sync_api.Request", host: str) -> None:  # noqa: F821
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != host:
            self.problems.append(f"request: {request.url}")
        if parts.path.endswith("/queue/data"):
            self.streams.add(request)


def open_page(browser, address, path="", **settings) -> Visit:
    context = browser.new_context(
        **{"viewport": WIDE, "color_scheme": "light", "reduced_motion": "reduce", **settings}
    )
    context.set_default_timeout(PATIENCE_MS)
    visit = Visit(page=context.new_page())
    visit.watch(address)
    visit.page.goto(address + path)
    visit.page.locator("#article .sentence").first.wait_for()
    visit.settle()
    return visit
