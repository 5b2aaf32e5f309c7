"""Kill a process that writes to a library, again and again, and judge what the next one finds.

Run by ``test_crash.py`` in a process of its own, which loads the libraries once and then forks:
each child is a real process, killed with SIGKILL at a random moment of opening, adding or removing.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import chromadb  # noqa: F401  loaded once, so that a child starts in a moment
from bag_of_words import BagOfWords

from index import Article, Library, make_article

# Invented towns and events.
TOWNS = ("Velmora", "Ostrand", "Quillby", "Harrowfen", "Tessaly", "Brackwater")
EVENTS = ("ferry strike", "bridge closure", "library fire", "market fair", "river flood")


def invented_article(number: int) -> Article:
    town, event = TOWNS[number % len(TOWNS)], EVENTS[number % len(EVENTS)]
    return make_article(
        f"The {event} in {town} entered day {number} on Monday.\n"
        f"Mayor Ada Lindqvist said that report {number} would be ready soon.\n"
        f"Some {number * 13} people were asked to stay at home.\n"
        f"A decision on case {number} is expected by Friday."
    )


def work(folder: Path, number: int) -> None:
    """Write until killed; a line before each step and one after it was acknowledged."""
    with Library.open(folder, embedder=BagOfWords()) as library:
        have = [article.id for article in library.articles()]
        say("opened", have=have, notices=library.notices)
        vector = library.embedder.embed(["report"])[0]
        say("searched", found=sorted({c.sentence.article_id for c in library.search("x", vector)}))
        while True:
            article = invented_article(number)
            say("adding", article=article.id)
            library.add(article)
            say("added", article=article.id)
            if number % 3 == 0 and have:
                gone = have.pop(0)
                say("removing", article=gone)
                library.remove(gone)
                say("removed", article=gone)
            number += 1


def say(step: str, **values: object) -> None:
    sys.stdout.write(json.dumps({"step": step, **values}) + "\n")
    sys.stdout.flush()


class Judge:
    """Knows what was acknowledged, and compares it with what a later process finds."""

    def __init__(self) -> None:
        self.added: set[str] = set()
        self.unsure: set[str] = set()
        self.lost: list[str] = []
        self.risen: list[str] = []
        self.half: list[str] = []
        self.repairs = 0
        self.opened = 0

    def hear(self, line: dict[str, object]) -> None:
        step, article = str(line["step"]), str(line.get("article"))
        if step == "opened":
            self.opened += 1
            self.repairs += bool(line["notices"])
            have = set(line["have"])  # type: ignore[call-overload]
            self.lost += sorted(self.added - have - self.unsure)
            self.risen += sorted(have - self.added - self.unsure)
            self.added, self.unsure = have, set()
        elif step == "searched":
            found = set(line["found"])  # type: ignore[call-overload]
            self.half += sorted(self.added ^ found)
        elif step in {"adding", "removing"}:
            self.unsure.add(article)
        elif step == "added":
            self.added.add(article)
            self.unsure.discard(article)
        elif step == "removed":
            self.added.discard(article)
            self.unsure.discard(article)


def run_and_kill(folder: Path, number: int, judge: Judge, *, chance: random.Random) -> int:
    """Start a child, kill it after some lines and a little more; return the next number."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        try:
            work(folder, number)
        finally:
            os._exit(9)
    os.close(writing)
    lines = chance.randrange(12)
    with os.fdopen(reading) as output:
        for _ in range(lines):
            line = output.readline()
            if not line:
                break
            judge.hear(json.loads(line))
        time.sleep(chance.random() * 0.05)
        os.kill(child, signal.SIGKILL)
        # What it had written by then counts as said.
        for line in output:
            if line.endswith("\n"):
                judge.hear(json.loads(line))
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "the child ended by itself"
    return number + 20


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill so many children, and print what was found as JSON."""
    chance, judge, number = random.Random(seed), Judge(), 1  # noqa: S311
    for _ in range(kills):
        number = run_and_kill(folder, number, judge, chance=chance)
    json.dump(
        {
            "kills": kills,
            "opened": judge.opened,
            "repairs": judge.repairs,
            "lost": judge.lost,
            "risen": judge.risen,
            "half": judge.half,
            "added": sorted(judge.added),
            "unsure": sorted(judge.unsure),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
