"""The verifier as ALCE's judge, on real sentences. The article is invented."""

import pytest
from made_outcomes import answer, state

from index.articles import make_article, read_sentences
from qa.evaluation.judging import Judge
from qa.evaluation.outcomes import Judged
from qa.models import Citation

ARTICLE = make_article(
    "The ferry Lindra sank near Orrin on Friday. The rescue was led by Ana Roe.\n\n"
    "The ferry Lindra sank near Orrin on Friday, the harbour master said. It rained for two days."
)
SENTENCES = read_sentences(ARTICLE)
SANK, LED, SANK_TOO, RAIN = range(1, 5)


def cite(number, sentence, **changes):
    found = SENTENCES[sentence - 1]
    values = {
        "number": number,
        "article_id": ARTICLE.id,
        "title": ARTICLE.title,
        "outlet": None,
        "url": None,
        "published": None,
        "sentence": sentence,
        "start": found.start,
        "end": found.end,
        "quote": found.text,
    }
    return Citation(**(values | changes))


def judge(text, *citations, numbers=None):
    numbers = [c.number for c in citations] if numbers is None else numbers
    told = answer(state(text, *numbers), citations=citations)
    (judged,) = Judge({ARTICLE.id: ARTICLE}).judge(told)
    return judged


def expect(together, alone=(), without=()):
    return Judged(
        together=bool(together), alone=tuple(map(bool, alone)), without=tuple(map(bool, without))
    )


SAYS_SANK = "The ferry Lindra sank near Orrin on Friday."


@pytest.mark.parametrize(
    ("text", "cited", "judged"),
    [
        pytest.param(SAYS_SANK, [SANK], expect(1, [1], [0]), id="verbatim"),
        pytest.param(SAYS_SANK, [RAIN], expect(0, [0], [0]), id="wrong"),
        pytest.param(SAYS_SANK, [], expect(0), id="none-cited"),
        # Whether the others would do is asked only of one that would not do alone.
        pytest.param(SAYS_SANK, [SANK, SANK], expect(1, [1, 1], [0, 0]), id="two-redundant"),
        pytest.param(SAYS_SANK, [SANK, RAIN], expect(1, [1, 0], [0, 1]), id="one-irrelevant"),
        pytest.param(
            "The rescue was led by Ana Roe. It rained for two days.",
            [LED, RAIN],
            expect(1, [0, 0], [0, 0]),
            id="only-together",
        ),
        pytest.param(
            "The ferry Lindra sank near Orrin on Monday.",
            [SANK, LED],
            expect(0, [0, 0], [0, 0]),
            id="contradicted",
        ),
    ],
)
def test_statements_and_their_citations(text, cited, judged):
    citations = [cite(number, sentence) for number, sentence in enumerate(cited, start=1)]
    assert judge(text, *citations) == judged


@pytest.mark.parametrize(
    "changes",
    [{"article_id": "no such"}, {"start": -1}, {"end": 10_000}, {"end": 0}],
    ids=["article", "before", "beyond", "empty"],
)
def test_a_citation_that_leads_nowhere_fails_its_statement(changes):
    judged = judge(SAYS_SANK, cite(1, SANK), cite(2, SANK, **changes))
    assert judged == expect(0, [0, 0], [0, 0])


def test_a_number_without_a_citation_fails_its_statement():
    assert judge(SAYS_SANK, cite(1, SANK), numbers=[1, 9]) == expect(0, [0, 0], [0, 0])


def test_a_span_stands_for_every_sentence_it_holds_a_part_of():
    start, end = SENTENCES[SANK - 1].end - 2, SENTENCES[LED - 1].start + 2
    long = cite(1, SANK, start=start, end=end)
    assert judge("The rescue was led by Ana Roe.", long).together
    assert judge(SAYS_SANK, long).together
    assert not judge("It rained for two days.", long).together
    between = cite(1, SANK, start=SENTENCES[0].end, end=SENTENCES[1].start)
    assert not judge(SAYS_SANK, between).together


def test_what_comes_after_many_is_neither_supported_nor_needed():
    citations = [cite(number, SANK) for number in range(1, 13)]
    judged = judge(SAYS_SANK, *citations)
    assert judged == expect(1, [1] * 10 + [0] * 2, [0] * 10 + [1] * 2)
    told = answer(*[state(SAYS_SANK, 1)] * 102, citations=[cite(1, SANK)])
    verdicts = Judge({ARTICLE.id: ARTICLE}).judge(told)
    assert [one.together for one in verdicts] == [True] * 100 + [False] * 2


def test_a_refusal_has_nothing_to_judge():
    assert Judge({}).judge(answer()) == ()
