"""An article added by its address answers as any other, and is cited with where it stands."""

import pytest
from local_web import Reply, serve_web

from index.errors import ArticleError
from qa.assistant import ArticleQA

# Invented: no person, place or event in it is real.
PAGE = """<html><head><title>Orrin harbour reopens | Lake Courier</title>
<meta property="og:site_name" content="Lake Courier"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Orrin harbour reopens</h1><p>The harbour of Lake Orrin reopened on Friday after nine
weeks of repairs, the harbour master said.</p><p>Forty fishing boats left before dawn. The works
cost 3 million crowns, paid by the province.</p><p>A new crane will be put up in the summer.</p>
</article></body></html>"""


def test_an_address_is_added_once_and_cited(tmp_path, minilm):
    with serve_web() as web:
        web.replies["/harbour"] = Reply(PAGE.encode())
        with ArticleQA.open(tmp_path, embedder=minilm, fetcher=web.fetcher()) as assistant:
            article = assistant.add(web.url("/harbour"))
            assert assistant.add(web.url("/harbour")) == article
            assert assistant.articles() == [article]
            assert (article.title, article.outlet) == ("Orrin harbour reopens", "Lake Courier")
            citation = assistant.ask("When did the harbour reopen?").citations[0]
            assert citation.url == web.url("/harbour")
            assert article.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/x"])
def test_a_private_address_is_never_added(tmp_path, minilm, address):
    with (
        ArticleQA.open(tmp_path, embedder=minilm) as assistant,
        pytest.raises(ArticleError, match="private network"),
    ):
        assistant.add(address)
