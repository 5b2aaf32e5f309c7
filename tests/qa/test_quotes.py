from dataclasses import replace

import pytest

from index.articles import cut_sentences, make_article
from qa.models import VerdictLabel
from qa.quotes import cite, show_nearest, verify_quotes

# Invented: no person, place or event in it is real.
ARTICLE = make_article("The ferry sank near Orrin. “We wait,” said Ana Roe.\n")
FIRST, SECOND = cut_sentences(ARTICLE.id, ARTICLE.text)
CITATION = replace(cite(FIRST, ARTICLE, number=1), speaker="Ana Roe")


@pytest.mark.parametrize(
    ("text", "citation", "label"),
    [
        pytest.param(FIRST.text, CITATION, VerdictLabel.SUPPORTED, id="word-for-word"),
        pytest.param(f"Ana Roe: {FIRST.text}", CITATION, VerdictLabel.SUPPORTED, id="led"),
        pytest.param(f"Bo Lind: {FIRST.text}", CITATION, VerdictLabel.UNSUPPORTED, id="other"),
        pytest.param(
            FIRST.text.replace("sank", "swam"), CITATION, VerdictLabel.UNSUPPORTED, id="changed"
        ),
        pytest.param(
            FIRST.text,
            replace(CITATION, start=CITATION.start + 1),
            VerdictLabel.UNSUPPORTED,
            id="moved",
        ),
        pytest.param(
            "The ferry swam.",
            replace(CITATION, quote="The ferry swam."),
            VerdictLabel.UNSUPPORTED,
            id="invented",
        ),
    ],
)
def test_only_what_stands_in_the_article_is_supported(text, citation, label):
    (statement,) = verify_quotes([(text, citation)], {ARTICLE.id: ARTICLE})
    assert statement.verdict.label is label
    assert statement.citations == (1,)


def test_quotes_are_cut_from_the_article():
    for shown in (cite(SECOND, ARTICLE, number=1), show_nearest(SECOND, ARTICLE)):
        assert ARTICLE.text[shown.start : shown.end] == shown.quote == SECOND.text
