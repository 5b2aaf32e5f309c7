"""Outcomes for the tests of measures and figures. Invented: no event in these texts is real."""

from index.models import Article
from qa.evaluation.cases import Case, Place
from qa.evaluation.outcomes import Outcome
from qa.models import Answer, Citation, Statement, Status, Verdict, VerdictLabel

ARTICLES = {
    article.id: article
    for article in (
        Article(id="a", text="One ship sank. Two ships left. One ship sank.", title="Ships"),
        Article(id="b", text="It rained in Orrin [7]. Ana Roe waited.", title="Rain"),
    )
}
SPANS = {"a": [(0, 14), (15, 30), (31, 45)], "b": [(0, 23), (24, 39)]}


def place(number, article="a"):
    return Place(article, *SPANS[article][number - 1])


def cite(number, sentence, article="a", /, **changes):
    start, end = SPANS[article][sentence - 1]
    values = {
        "number": number,
        "article_id": article,
        "title": "t",
        "outlet": None,
        "url": None,
        "published": None,
        "sentence": sentence,
        "start": start,
        "end": end,
        "quote": ARTICLES[article].text[start:end],
    }
    return Citation(**(values | changes))


def state(text, *numbers, label="supported"):
    verdict = Verdict(label=VerdictLabel(label), score=0.5)
    return Statement(text=text, citations=numbers, verdict=verdict)


def answer(*statements, citations=(), **changes):
    """Say the statements, or, where there are none, that the articles do not say."""
    values = {
        "question": "q",
        "standalone_question": "q",
        "status": Status.ANSWERED if statements or citations else Status.NOT_FOUND,
        "statements": statements,
        "citations": tuple(citations),
    }
    return Answer(**(values | changes))


def quote(*sentences, article="a", **changes):
    """Answer with sentences of an article, each cited once."""
    citations = [cite(n, sentence, article) for n, sentence in enumerate(sentences, start=1)]
    statements = [state(citation.quote, citation.number) for citation in citations]
    return answer(*statements, citations=citations, **changes)


def outcome(answered=None, *, case="case", system="quotes", dataset="made", **changes):
    """Return what came out of a case: fields of a case and of an outcome may be given."""
    asked = {"id": case, "question": "q", "scope": ("a",)}
    asked |= {name: changes.pop(name) for name in set(Case.__slots__) & set(changes)}
    values = {"error": "it broke" if answered is None else None, "answer": answered} | changes
    return Outcome(system=system, dataset=dataset, case=Case(**asked), **values)
