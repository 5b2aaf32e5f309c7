"""How well whole articles match; every person and place in these articles is invented."""

from index.articles import make_article
from index.library import Library

ORRIN = "The ferry sank near Orrin on Friday. Ana Roe led the rescue. Divers found the wreck."
VELDEN = "The bridge at Velden closed on Monday. Bo Lind called it a shame. The road is open."


def test_an_article_that_holds_more_of_the_words_matches_better(tmp_path):
    with Library.open(tmp_path / "library") as library:
        ids = [library.add(make_article(text)).id for text in (ORRIN, VELDEN)]
        asked = "Who led the rescue? Ana Roe. And the wreck?"
        vector = library.embedder.embed([asked])[0]
        found = library.search(asked, vector)
        scores = {candidate.sentence.article_id: candidate.article_bm25 for candidate in found}
        assert scores[ids[0]] > scores[ids[1]] == 0.0
        alone = library.search(asked, vector, articles=ids[:1])
        assert {candidate.article_bm25 for candidate in alone} == {0.0}
