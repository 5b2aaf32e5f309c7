"""Chroma's files are damaged in every way; the next start must put them right."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from bag_of_words import BagOfWords

import index.vectors
from index import Article, Library, make_article

TESTS = Path(__file__).parents[1]

# Invented for these tests.
HARBOUR = """The harbour of Velmora closed on Monday after a ferry struck the pier.
Nobody was hurt, the mayor said.
Divers will look at the pier today."""


def fill(folder: Path, embedder: BagOfWords, *, text: str = HARBOUR) -> Article:
    with Library.open(folder, embedder=embedder) as library:
        return library.add(make_article(text))


def best(library: Library, question: str) -> str:
    vector = library.embedder.embed([question])[0]
    return max(library.search(question, vector), key=lambda found: found.vector).sentence.text


def build_of(folder: Path) -> Path:
    (build,) = (path for path in (folder / "vectors").iterdir() if path.is_dir())
    return build


def long_text() -> str:
    words = ("ferry", "pier", "mayor", "divers", "storm", "harbour", "captain", "engine")
    return "\n".join(
        f"The {words[n % 8]} number {n} met the {words[n // 8 % 8]} number {n * 7}."
        for n in range(520)
    )


LAST = long_text().splitlines()[-1]


@pytest.fixture(scope="module")
def flushed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library so large that Chroma has written all of its files."""
    folder = tmp_path_factory.mktemp("flushed") / "library"
    fill(folder, BagOfWords(), text=long_text())
    return folder


def copied(folder: Path, into: Path) -> Path:
    return shutil.copytree(folder, into / "library")


def found(folder: Path, name: str) -> Path:
    (path,) = build_of(folder).rglob(name)
    return path


def forge_seal(folder: Path) -> None:
    (folder / "vectors" / "seal").write_text(index.vectors._listing(build_of(folder)))


def assert_repaired(folder: Path, embedder: BagOfWords, notice: str) -> None:
    with Library.open(folder, embedder=embedder) as library:
        assert [notice in told for told in library.notices] == [True]
        assert best(library, LAST) == LAST
        assert library._index.count() == 1040
    with Library.open(folder, embedder=embedder) as library:
        assert library.notices == ()


OPEN = """
import sys
from pathlib import Path
from bag_of_words import BagOfWords
from index import Library
with Library.open(Path(sys.argv[1]), embedder=BagOfWords()) as library:
    vector = library.embedder.embed([sys.argv[2]])[0]
    found = library.search(sys.argv[2], vector, limit=20)
    assert max(found, key=lambda c: c.vector).sentence.text == sys.argv[2], "not found"
"""


def open_elsewhere(folder: Path) -> subprocess.CompletedProcess[str]:
    places = os.pathsep.join([str(Path(index.__file__).parents[1]), str(TESTS)])
    return subprocess.run(
        [sys.executable, "-c", OPEN, str(folder), LAST],
        env={**os.environ, "PYTHONPATH": places},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


NAMES = (
    "chroma.sqlite3",
    "data_level0.bin",
    "header.bin",
    "index_metadata.pickle",
    "length.bin",
    "link_lists.bin",
)


def halve(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def noise(path: Path) -> None:
    path.write_bytes(np.random.default_rng(7).bytes(path.stat().st_size))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("harm", [Path.unlink, halve, zero])
def test_a_damaged_file_is_repaired(flushed, tmp_path, bag, name, harm):
    folder = copied(flushed, tmp_path)
    harm(found(folder, name))
    assert_repaired(folder, bag, "its files were changed")


@pytest.mark.parametrize(
    ("name", "harm"), [("chroma.sqlite3", zero), ("data_level0.bin", noise)], ids=["raises", "ends"]
)
def test_damage_that_hides_behind_the_seal_is_survived(flushed, tmp_path, name, harm):
    """Files that look untouched may end the process that opens them, but only one process."""
    folder = copied(flushed, tmp_path)
    path = found(folder, name)
    harm(path)
    forge_seal(folder)
    first = open_elsewhere(folder)
    if first.returncode != 0:
        assert first.returncode < 0, first.stderr
        assert open_elsewhere(folder).returncode == 0


@pytest.mark.parametrize(
    ("damage", "notice"),
    [
        pytest.param(lambda vectors: shutil.rmtree(vectors), "it was missing", id="folder-gone"),
        pytest.param(
            lambda vectors: shutil.rmtree(build_of(vectors.parent)), "it was missing", id="build"
        ),
        pytest.param(lambda vectors: (vectors / "more").mkdir(), "half-written", id="two-builds"),
        pytest.param(lambda vectors: (vectors / "seal").unlink(), "not closed properly", id="seal"),
        pytest.param(
            lambda vectors: (vectors / "seal").write_bytes(b"\xff"), "not closed", id="bad-seal"
        ),
    ],
)
def test_a_damaged_folder_is_repaired(tmp_path, bag, damage, notice):
    folder = tmp_path / "library"
    fill(folder, bag)
    damage(folder / "vectors")
    with Library.open(folder, embedder=bag) as library:
        assert notice in library.notices[0]
        assert best(library, "Nobody was hurt, the mayor said.").startswith("Nobody")
    assert len([path for path in (folder / "vectors").iterdir() if path.is_dir()]) == 1
    with Library.open(folder, embedder=bag) as library:
        assert library.notices == ()
