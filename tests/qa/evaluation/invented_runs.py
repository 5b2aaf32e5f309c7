"""An invented run: articles, questions, answers right and wrong. Nothing of it is true."""

from invented_figures import make_comparisons, make_sections  # noqa: F401

from index.articles import cut_sentences, make_article
from index.models import Article
from qa.evaluation.cases import Case, Place
from qa.evaluation.outcomes import ClaimOutcome, Judged, Outcome
from qa.evaluation.runs import Run
from qa.models import (
    Answer,
    Citation,
    Problem,
    ProblemKind,
    Reason,
    Statement,
    Status,
    Usage,
    Verdict,
    VerdictLabel,
)

FERRY = make_article(
    """Ferry to Orrin stops for the winter (an invented story)

The ferry between Tarn and Orrin will stop on 3 November, the harbour office said on Monday.
It carried 41,200 passengers this year, 3,000 fewer than the year before.
“We cannot repair the ramp before spring,” said Mila Torvald, who runs the office.
A replacement bus will cross the Hald bridge four times a day.
Orrin's mayor, Jonas Wex, called the decision “a blow to every shop on the island”.
The ramp was damaged in September, when a barge drifted against it in a storm.
Repairs are expected to cost 2.4 million crowns.
"""
)
MUSEUM = make_article(
    """Museum of Clocks finds lost chronometer (an invented story)

A chronometer missing since 1911 has been found in the cellar of the Museum of Clocks in Belmare.
The curator, Ida Stroem, said that it had lain in a crate marked “spare hands”.
It is one of six that the maker Abel Quist built for the navy.
The museum will show it from 12 May.
"""
)
ARTICLES = {article.id: article for article in (FERRY, MUSEUM)}


def find_place(article: Article, words: str) -> Place:
    start = article.text.index(words)
    return Place(article.id, start, start + len(words))


def cite(article: Article, words: str, *, number: int = 1) -> Citation:
    place = find_place(article, words)
    sentences = cut_sentences(article.id, article.text)
    sentence = next(s for s in sentences if s.start <= place.start < s.end)
    return Citation(
        number=number,
        article_id=article.id,
        title=article.title,
        outlet=None,
        url=None,
        published=None,
        sentence=sentence.number,
        start=sentence.start,
        end=sentence.end,
        quote=sentence.text,
    )


def make_statement(text, *, label="supported", score=0.9, citations=(1,), problems=()):
    verdict = Verdict(label=VerdictLabel(label), score=score, problems=tuple(problems))
    return Statement(text=text, citations=tuple(citations), verdict=verdict)


def make_answer(question, *, statements=(), citations=(), score=0.9, **values) -> Answer:
    return Answer(
        **{
            "question": question,
            "standalone_question": question,
            "status": Status.ANSWERED if statements else Status.NOT_FOUND,
            "statements": tuple(statements),
            "citations": tuple(citations),
            "score": score,
            "reason": None if statements else Reason.NOT_STATED,
            "explanation": None if statements else "It says nothing of that.",
            "timings": {"retrieve": 4.0, "rank": 2.5},
            **values,
        }
    )


def make_outcome(case, answer, *, system="quotes", dataset="invented", **values) -> Outcome:
    judged = tuple(Judged(together=True) for _ in answer.statements) if answer else ()
    return Outcome(
        system=system, dataset=dataset, case=case, answer=answer, judged=judged, **values
    )


WHEN = Case(
    id="ferry-1",
    question="When does the ferry stop?",
    scope=(FERRY.id,),
    evidence=((find_place(FERRY, "will stop on 3 November"),),),
    answers=("3 November",),
    type="date",
)
WHY = Case(
    id="ferry-2",
    question="Why?",
    history=(("When does the ferry stop?", "The ferry will stop on 3 November [1]."),),
    scope=(FERRY.id,),
    evidence=(
        (find_place(FERRY, "The ramp was damaged in September"),),
        (find_place(FERRY, "We cannot repair the ramp before spring"),),
    ),
    type="follow-up",
)
COST = Case(
    id="ferry-3",
    question="How much will the bus cost?",
    scope=(FERRY.id,),
    absent=True,
    type="absent",
)
MAKER = Case(
    id="museum-1",
    question="Who built the chronometer?",
    scope=(MUSEUM.id,),
    evidence=((find_place(MUSEUM, "the maker Abel Quist"),),),
    answers=("Abel Quist", "Quist"),
    type="person",
)
SHOWN = Case(id="museum-2", question="Since when is it missing?", answers=("1911",), type="date")

_TEXT = "A replacement bus will cross the Hald bridge four times a day."
RIGHT = make_outcome(
    WHEN,
    make_answer(
        WHEN.question,
        statements=[make_statement("The ferry will stop on 3 November.")],
        citations=[cite(FERRY, "will stop on 3 November")],
    ),
    ranked=(find_place(FERRY, "will stop on 3 November"),),
)
FALSE_ANSWER = make_outcome(
    COST,
    make_answer(
        COST.question,
        statements=[make_statement("Repairs are expected to cost 2.4 million crowns.", score=0.97)],
        citations=[cite(FERRY, "2.4 million crowns")],
        score=0.93,
    ),
)
WRONG_SENTENCE = make_outcome(
    WHEN,
    make_answer(
        WHEN.question,
        statements=[make_statement(_TEXT)],
        citations=[cite(FERRY, "A replacement bus")],
        score=0.61,
    ),
    ranked=(find_place(FERRY, "A replacement bus"), find_place(FERRY, "will stop on 3 November")),
    system="bm25",
)
WARNED = make_outcome(
    MAKER,
    make_answer(
        MAKER.question,
        statements=[
            make_statement(
                "Ida Stroem built seven of them for the navy.",
                label="contradicted",
                score=0.08,
                problems=[
                    Problem(
                        kind=ProblemKind.NUMBER,
                        words="seven",
                        message="the article says six, not seven",
                    )
                ],
            ),
            make_statement("The museum will show it from 12 May.", citations=[2], score=0.95),
            make_statement("It works.", label="unsupported", citations=[], score=0.1),
        ],
        citations=[cite(MUSEUM, "The curator"), cite(MUSEUM, "12 May", number=2)],
        score=0.7,
        writer="language model",
        usage=Usage(model="invented-7b", prompt_tokens=812, completion_tokens=44, cost=0.0004),
    ),
    system="language model",
    ranked=(find_place(MUSEUM, "12 May"),),
)
CONTRADICTED = make_outcome(
    MAKER,
    make_answer(
        MAKER.question,
        statements=[
            make_statement("Abel Quist built it."),
            make_statement("He built nine.", label="contradicted", score=0.1),
        ],
        citations=[cite(MUSEUM, "Abel Quist")],
    ),
)
MISSING = make_outcome(
    WHY,
    make_answer(
        WHY.question,
        standalone_question="Why does the ferry stop on 3 November?",
        statements=[
            make_statement("“We cannot repair the ramp before spring,” said Mila Torvald.")
        ],
        citations=[cite(FERRY, "We cannot repair")],
        score=0.8,
    ),
    unseen=True,
)
REFUSED = make_outcome(MAKER, make_answer(MAKER.question, score=0.12))
FAILED = make_outcome(
    WHEN, None, error="The language model broke off after 20 s. Ask again.", system="language model"
)
WRONG_WORDS = make_outcome(
    SHOWN,
    make_answer(
        SHOWN.question,
        statements=[make_statement("The museum will show it from 12 May.", score=0.4)],
        citations=[cite(MUSEUM, "12 May")],
        score=0.3,
    ),
)
OUTCOMES = (
    RIGHT,
    FALSE_ANSWER,
    WRONG_SENTENCE,
    WARNED,
    CONTRADICTED,
    MISSING,
    REFUSED,
    FAILED,
    WRONG_WORDS,
)
ABOUT = {
    "command": "article-qa eval --dataset invented --baseline bm25 --report report",
    "date": "2026-11-22 22:50 UTC",
    "commit": "0123456789ab",
    "machine": "2 cores, 8 GB, Linux",
    "code": "article-qa 0.1.0",
    "settings": {"writer": "quotes", "embedding model": "all-MiniLM-L6-v2 (int8)"},
    "questions": "9, drawn from 240",
    "seed": 0,
}
CLAIMS = (
    ClaimOutcome(
        dataset="invented claims",
        id="c1",
        group="g1",
        claim="The ferry carried 50,000 passengers.",
        supported=False,
        unseen=True,
        verdict=Verdict(label=VerdictLabel.SUPPORTED, score=0.91),
    ),
    ClaimOutcome(
        dataset="invented claims",
        id="c2",
        group="g1",
        claim="The ferry stops in November.",
        supported=True,
        unseen=True,
        verdict=Verdict(label=VerdictLabel.UNSUPPORTED, score=0.22),
    ),
)


def make_run(outcomes=OUTCOMES, **values) -> Run:
    return Run(
        **{
            "about": ABOUT,
            "articles": ARTICLES,
            "outcomes": tuple(outcomes),
            "claims": CLAIMS,
            **values,
        }
    )
