"""The page as anybody starts it, in a process of its own that a test may kill."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from ui.load_test import LoadError, wait_for_address

ROOT = Path(__file__).parents[2]
START_SECONDS = 120


def start(folder: Path, *arguments: str, **settings: str) -> "subprocess.Popen[str]":
    """Start ``article-qa chat`` over a library in a folder; return when it is ready."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MODEL": "", **settings}
    with (folder / "stderr.txt").open("a") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "qa", "chat", *arguments],
            cwd=folder,
            env={**environment, "LIBRARY_DIR": str(folder / "library")},
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
    try:
        process.address = wait_for_address(process)
    except LoadError:
        process.kill()
        raise AssertionError((folder / "stderr.txt").read_text()) from None
    return process


def stop(process: "subprocess.Popen[str]") -> None:
    """Kill it, as a crash would."""
    process.kill()
    process.wait(timeout=START_SECONDS)
    process.stdout.close()


@contextmanager
def served(folder: Path, *arguments: str, **settings: str):
    """Serve while the block runs; yield the address."""
    process = start(folder, *arguments, **settings)
    try:
        yield process.address
    finally:
        stop(process)


def run_python(code: str, *arguments: str) -> object:
    """Run a program that prints JSON; Gradio leaves loops and sockets open behind it."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, "GRADIO_ANALYTICS_ENABLED": "False"},
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


ASK = """
import json, sys
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError
address, question, *auth = sys.argv[1:]
try:
    client = Client(address, auth=tuple(auth) or None, verbose=False)
except AuthenticationError as error:
    print(json.dumps(f"refused: {error}"))
else:
    print(json.dumps(client.predict(question, api_name="/ask")["text"]))
"""
ROUTES = """
import json
from gradio.routes import App
from ui.page import create_page

def walk(routes):
    for route in routes:
        inner = getattr(route, "original_router", None)
        yield from walk(inner.routes) if inner else [route]

routes = walk(App.create_app(create_page(None)).routes)
print(json.dumps([
    (method, route.path)
    for route in routes if hasattr(route, "path")
    for method in sorted(getattr(route, "methods", None) or ())
]))
"""
