"""What a library promises when its process is killed: nothing acknowledged is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

from bag_of_words import BagOfWords

from index import Library

HERE = Path(__file__).parent
KILLS = 50


def test_fifty_kills_lose_nothing(tmp_path):
    folder = tmp_path / "library"
    places = os.pathsep.join([str(HERE.parents[1]), str(HERE.parent)])
    done = subprocess.run(
        [sys.executable, str(HERE / "crash_driver.py"), str(folder), str(KILLS), "20250327"],
        env={**os.environ, "PYTHONPATH": places},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["kills"] == KILLS
    assert found["opened"] >= KILLS // 2
    assert (found["lost"], found["risen"], found["half"]) == ([], [], [])

    with Library.open(folder, embedder=BagOfWords()) as library:
        have = {article.id for article in library.articles()}
        assert set(found["added"]) - have <= set(found["unsure"])
        assert have - set(found["added"]) <= set(found["unsure"])
        for article in library.articles():
            sentences = library.sentences(article.id)
            assert [s.text for s in sentences] == article.text.split("\n")
            (vector,) = library.embedder.embed([sentences[2].text])
            best = max(library.search(sentences[2].text, vector), key=lambda c: c.vector + c.bm25)
            assert best.sentence.text == sentences[2].text
        assert library._index.count() == 8 * len(have)
