"""Take pictures of the real page, over the article that ships and over invented ones.

    python tests/ui/take_screenshots.py [FOLDER]         three widths, light and dark; a report
    python tests/ui/take_screenshots.py --docs FOLDER    only those that the guides show

The invented articles say so in their own text; the invented language model is named Invented-1B.
"""

import argparse
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from asked import ABSENT, FACT
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from serve_page import SHELF, open_stand_in
from stand_in import DIFFERING, MIXED

from qa.assistant import ArticleQA
from qa.cli import main as article_qa
from ui.server import create_app

HEIGHTS = {390: 844, 1280: 800, 1920: 1080}
SCHEMES = ("light", "dark")
LATEST = "#conversation .turn:last-child"
DOCS = {
    ("supported", 1280, "light"): "answer",
    ("flagged", 1280, "dark"): "flagged",
    ("abstention", 390, "light"): "abstention",
    ("disagreement", 1280, "light"): "disagreement",
    ("library", 1280, "light"): "library",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/screenshots"))
    parser.add_argument("--docs", action="store_true", help="only those that the guide shows")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    executable = shutil.which("chromium")
    if executable is None:
        parser.error("chromium is not installed: apt-get install chromium")
    with (
        TemporaryDirectory() as library,
        sync_playwright() as playwright,
    ):
        arguments = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        for kind, states in STATES.items():
            with OPENERS[kind](Path(library) / kind / "library") as qa, serve(qa) as address:
                for state, prepare in states.items():
                    take(browser, address, state, prepare, given)
        take_report(browser, Path(library) / "report", given.folder)
        browser.close()


def take_report(browser: Browser, report: Path, folder: Path) -> None:
    """Take the picture of what an evaluation says of its worst answer."""
    article_qa(["eval", "--baseline", "bm25", "--report", str(report)])
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((report / "report.html").as_uri())
    page.get_by_role("heading", name="Wrong answers").evaluate(
        "heading => heading.scrollIntoView()"
    )
    page.screenshot(path=folder / "report.png")
    shrink(folder / "report.png")
    page.close()


def take(
    browser: Browser,
    address: str,
    state: str,
    prepare: Callable[[Page], None],
    given: argparse.Namespace,
) -> None:
    """Take the pictures of one state."""
    for width in HEIGHTS:
        for scheme in SCHEMES:
            name = f"{state}-{width}-{scheme}"
            if given.docs:
                if (state, width, scheme) not in DOCS:
                    continue
                name = DOCS[state, width, scheme]
            page = open_page(browser, address, width=width, scheme=scheme)
            prepare(page)
            path = given.folder / f"{name}.png"
            page.screenshot(path=path)
            if given.docs:
                shrink(path)
            page.context.close()
            sys.stdout.write(f"{path}\n")


def shrink(path: Path) -> None:
    """Leave a picture fewer colours: in the repository it should be small."""
    picture = Image.open(path).convert("RGB")
    picture.quantize(256, method=Image.Quantize.MAXCOVERAGE).save(path, optimize=True)


def open_seed(folder: Path) -> ArticleQA:
    return ArticleQA.open(folder, with_seeds=True)


def open_many(folder: Path) -> ArticleQA:
    assistant = ArticleQA.open(folder, with_seeds=True)
    for day, (title, text) in enumerate(SHELF.items(), start=1):
        outlet, published = "The Invented Post", f"2031-02-0{day}"
        assistant.add_text(text, title=title, outlet=outlet, published=published)
    return assistant


def open_written(folder: Path) -> ArticleQA:
    folder.parent.mkdir(parents=True)
    return open_stand_in(folder, 0.0)


@contextmanager
def serve(assistant: ArticleQA) -> Iterator[str]:
    """Serve the page from a thread of this process."""
    config = uvicorn.Config(
        create_app(assistant), port=0, log_level="warning", ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run)
    serving.start()
    while not server.started:
        serving.join(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.should_exit = True
        serving.join()


def open_page(browser: Browser, address: str, *, width: int, scheme: str) -> Page:
    window = {"width": width, "height": HEIGHTS[width]}
    context = browser.new_context(
        viewport=window, color_scheme=scheme, reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()
    page.goto(address)
    page.locator("#article .sentence").first.wait_for()
    page.locator("#conversation .welcome .suggestions").wait_for()
    return page


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.locator(f"{LATEST} .actions").wait_for()
    page.locator(f"{LATEST} .suggestions").wait_for()
    page.wait_for_timeout(600)  # For the article to scroll and the sentences to be lit.


def open_library(page: Page) -> None:
    page.click(".open-library")
    page.locator("#library-list .item").first.wait_for()
    page.evaluate("document.activeElement.blur()")


# What is done on which page before the picture is taken.
STATES: dict[str, dict[str, Callable[[Page], None]]] = {
    "seed": {
        "first": lambda page: None,
        "supported": lambda page: ask(page, FACT),
        "abstention": lambda page: ask(page, ABSENT),
    },
    "written": {
        "flagged": lambda page: ask(page, MIXED),
        "disagreement": lambda page: ask(page, DIFFERING),
    },
    "many": {"library": open_library},
}
OPENERS = {"seed": open_seed, "written": open_written, "many": open_many}


if __name__ == "__main__":
    main()
