"""Systems that answer beside the product. The stories and all names in them are invented."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata

from index import make_article
from index.articles import read_sentences
from index.errors import (
    ArticleNotFoundError,
    LanguageModelError,
    QuestionError,
    RunError,
    SettingsError,
)
from qa import ArticleQA
from qa.evaluation.baselines import BASELINES, open_baseline
from qa.evaluation.baselines.bm25 import Bm25Baseline, SentenceSearch
from qa.evaluation.baselines.citation_engine import CitationEngineBaseline, refuses
from qa.evaluation.baselines.placing import find_starts
from qa.evaluation.baselines.vector import VectorBaseline
from qa.evaluation.cases import Case
from qa.language_model.client import LanguageModel
from qa.models import Answer, Reason, Status, VerdictLabel

DATA = Path(__file__).parents[4] / "shared" / "data"

FERRY = make_article("""\
An invented story: the ferry of Orrin
The ferry of Orrin will stop running on 4 May, the council said on Monday.
It carries 300 passengers a day across the sound.
""")
BRIDGE = make_article("""\
An invented story: the bridge of Tallow
The bridge of Tallow was painted green in June.
Nobody knows who chose the colour.
""")
LONG = make_article(
    "An invented story: the notices of Orrin\n\n"
    + "\n".join(
        f"On day {day} the harbour office of Orrin put up notice {day * 7}. Boats must be moored."
        f" Nobody may swim. The pilot of boat {day} waits at pier {day % 9}."
        for day in range(1, 160)
    )
)
REPEATED = make_article(
    "An invented story: the bell of Orrin\n\n" + "The bell rang. Nobody came to look. " * 600
)
QUESTION = "When will the ferry of Orrin stop running?"


class Parrot(CustomLLM):
    """Always replies the same."""

    reply: str = "It will stop running on 4 May [1][9]."
    window: int = 3_900

    @property
    def metadata(self):
        return LLMMetadata(model_name="parrot", context_window=self.window)

    def complete(self, prompt, formatted=False, **_):
        return CompletionResponse(text=self.reply)

    def stream_complete(self, prompt, formatted=False, **_):
        yield CompletionResponse(text=self.reply, delta=self.reply)


class Broken(Parrot):
    def stream_complete(self, prompt, formatted=False, **_):
        raise ConnectionResetError


class Echo(Parrot):
    """Replies with the prompt, so that a test sees what was asked."""

    def stream_complete(self, prompt, formatted=False, **_):
        said = f"{prompt.replace('[', '').replace(']', '')} [1]"
        yield CompletionResponse(text=said, delta=said)


@pytest.fixture
def engine(bag):
    """Opens the baseline ``citation-query-engine`` on a scripted language model."""
    opened = []

    def open_engine(llm, *articles):
        opened.append(LanguageModel(llm, prices=(1.0, 2.0)))
        system = CitationEngineBaseline(bag, opened[-1])
        system.add(articles or [FERRY])
        return system

    yield open_engine
    for model in opened:
        model.close()


def ask(system, question=QUESTION, *, scope=None, history=()):
    reply = system.answer(Case(id="1", question=question, scope=scope, history=history))
    assert Answer.from_dict(json.loads(json.dumps(reply.answer.to_dict()))) == reply.answer
    assert reply.answer.writer == system.name
    assert 0 <= reply.answer.score <= 1
    assert len(reply.ranked) <= 10
    return reply


def check_places(reply, *articles):
    """Every citation is an exact piece of its article, and says the sentence it begins in."""
    texts = {article.id: article.text for article in articles}
    firsts = {
        (sentence.article_id, sentence.number): sentence
        for article in articles
        for sentence in read_sentences(article)
    }
    for cited in reply.answer.citations:
        assert texts[cited.article_id][cited.start : cited.end] == cited.quote
        assert cited.quote == cited.quote.strip() != ""
        first = firsts[cited.article_id, cited.sentence]
        assert first.end > cited.start
        before = firsts.get((cited.article_id, cited.sentence - 1))
        assert before is None or before.end <= cited.start
    for place in reply.ranked:
        assert 0 <= place.start < place.end <= len(texts[place.article])


# Where pieces stand


@pytest.mark.parametrize(
    ("text", "pieces", "starts"),
    [
        ("One.", ["One."], [0]),
        ("\n\n One. \n", ["One."], [3]),
        ("a b a b", ["a b", "a b"], [0, 4]),
        ("a b a b a b a", ["a b", "a b", "a b a"], [0, None, 8]),
        ("a b a", ["a b", "b a"], [0, 2]),
        ("One.", ["Two."], [None]),
        ("a", [], []),
    ],
)
def test_pieces_have_a_place_where_it_is_certain(text, pieces, starts):
    assert find_starts(text, pieces) == starts


@given(st.data())
def test_no_piece_has_a_wrong_place(data):
    text = data.draw(st.text("ab ", min_size=1, max_size=40).filter(str.strip))
    begin = end = 0
    true, pieces = [], []
    while end < len(text):
        begin = data.draw(st.integers(begin, end))
        end = data.draw(st.integers(max(begin, end) + 1, len(text)))
        if piece := text[begin:end].strip():
            true.append(begin + text[begin:end].index(piece))
            pieces.append(piece)
    found = find_starts(text, pieces)
    assert all(start in (None, place) for start, place in zip(found, true, strict=True))
    assert found[0] == true[0]


# All of them


@pytest.fixture(params=BASELINES)
def system(request, bag, engine):
    if request.param == "citation-query-engine":
        return engine(Parrot(), FERRY, BRIDGE)
    opened = VectorBaseline(bag) if request.param == "vector" else Bm25Baseline()
    opened.add([FERRY, BRIDGE])
    return opened


def test_the_right_article_is_found(system):
    reply = ask(system)
    assert reply.answer.status is Status.ANSWERED
    assert reply.answer.citations[0].article_id == reply.ranked[0].article == FERRY.id
    assert reply.answer.timings["retrieve_ms"] > 0
    check_places(reply, FERRY, BRIDGE)


def test_a_scope_leaves_the_other_articles_out(system):
    reply = ask(system, "What was painted?", scope=(BRIDGE.id,))
    assert {place.article for place in reply.ranked} == {BRIDGE.id}
    check_places(reply, BRIDGE)


def test_only_the_articles_of_the_last_batch_are_asked(system):
    pier = make_article("An invented story: the pier of Vell\nThe pier of Vell burned in 1911.\n")
    question = "When did the pier of Vell burn?"
    ask(system, question)
    system.add([pier, FERRY])
    assert ask(system, question).ranked[0].article == pier.id
    system.add([FERRY])
    assert pier.id not in {place.article for place in ask(system, question).ranked}
    with pytest.raises(ArticleNotFoundError):
        ask(system, question, scope=(pier.id,))


def test_an_unknown_article_is_told(system):
    with pytest.raises(ArticleNotFoundError):
        ask(system, scope=("0" * 12,))


def test_of_no_articles_nothing_is_found(system):
    reply = ask(system, scope=())
    assert reply.answer.reason is Reason.NO_ARTICLES
    assert reply.ranked == ()


def test_a_question_without_words_is_told(system):
    with pytest.raises(QuestionError):
        ask(system, " ?! ")


def test_a_follow_up_is_asked_as_it_stands_alone(system):
    history = [("When was the bridge of Tallow painted?", "In June.")]
    answer = ask(system, "Why?", history=history).answer
    assert answer.question == "Why?"
    assert answer.standalone_question == "Why was the bridge of Tallow painted?"
    assert answer.citations[0].article_id == BRIDGE.id


def test_threads_get_the_answers_that_one_gets(system):
    scopes = [None, (FERRY.id,), (BRIDGE.id,), (BRIDGE.id, FERRY.id)]
    cases = [
        Case(id=str(number), question=question, scope=scope)
        for number, (scope, question) in enumerate(
            product(scopes, [QUESTION, "Who painted the bridge?"] * 6)
        )
    ]

    def shown(case):
        answer, ranked, _ = system.answer(case)
        return answer.text, answer.citations, answer.usage, ranked

    alone = list(map(shown, cases))
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(shown, cases)) == alone


def test_what_is_closed_holds_nothing(system):
    system.close()
    assert ask(system).answer.reason is Reason.NO_ARTICLES


def test_they_are_opened_by_name(tmp_path, bag):
    with ArticleQA.open(tmp_path, embedder=bag, language_model=Parrot()) as assistant:
        for name in BASELINES:
            system = open_baseline(name, assistant)
            system.add([FERRY])
            assert ask(system).answer.writer == system.name == name
            system.close()
        with pytest.raises(RunError, match="bm25"):
            open_baseline("bm26", assistant)


def test_only_one_of_them_needs_a_language_model(tmp_path, bag):
    with ArticleQA.open(tmp_path, embedder=bag) as assistant:
        open_baseline("vector", assistant).close()
        with pytest.raises(SettingsError):
            open_baseline("citation-query-engine", assistant)


# bm25


@pytest.mark.parametrize(
    "question",
    [
        'ferry" OR "a',
        "ferry AND NOT NEAR(ferry, 3) OR *",
        "text:ferry {text} : ferry^2 ferry*",
        "ferry\0 DROP TABLE sentence; --",
        "ferry " + '"' * 900,
        "ferry_ferry 'ferry' \N{COMBINING ACUTE ACCENT}",
        "\ud800 ferry",
    ],
)
def test_a_question_is_never_syntax(question):
    system = Bm25Baseline()
    system.add([FERRY, BRIDGE])
    reply = ask(system, question)
    assert reply.answer.citations[0].article_id == FERRY.id


@pytest.mark.parametrize("question", ["ferry " * 2_000, '"' * 10_000, "\0" * 10_000, "* AND ("])
def test_a_search_takes_any_text(question):
    found = SentenceSearch(read_sentences(FERRY)).find(question, limit=10)
    assert all("ferry" in sentence.text for sentence, _ in found)


@given(st.text(max_size=200))
def test_a_search_takes_any_text_at_all(question):
    assert len(SentenceSearch(read_sentences(FERRY)).find(question, limit=2)) <= 2


def test_the_best_sentences_are_shown_word_for_word():
    system = Bm25Baseline()
    system.add([FERRY, BRIDGE])
    answer, ranked, _ = ask(system, "When was the bridge of Tallow painted?")
    assert answer.statements[0].text == "The bridge of Tallow was painted green in June."
    assert len(answer.statements) == 2
    assert all(s.verdict.label is VerdictLabel.SUPPORTED for s in answer.statements)
    shown = [(cited.start, cited.end) for cited in answer.citations]
    assert shown == [(place.start, place.end) for place in ranked[:2]]


def test_a_better_match_has_a_higher_score():
    system = Bm25Baseline()
    system.add([FERRY, BRIDGE])
    questions = ["What was invented?", "Who chose?", "Who chose the colour that nobody knows?"]
    scores = [ask(system, question).answer.score for question in questions]
    assert 0 < scores[0] < scores[1] < scores[2] < 1


def test_where_no_word_is_shared_nothing_is_found():
    system = Bm25Baseline()
    system.add([FERRY])
    answer, ranked, _ = ask(system, "Xyzzy?")
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, Reason.NOT_MENTIONED)
    assert (answer.score, ranked) == (0.0, ())


# vector


def test_chunks_of_a_long_article_stand_where_they_say(bag):
    system = VectorBaseline(bag)
    system.add([LONG])
    reply = ask(system, "Which notice was put up on day 80?")
    assert len(reply.ranked) > 4
    assert len(reply.answer.citations) == 2
    assert reply.answer.notice is None
    check_places(reply, LONG)


def test_a_chunk_that_may_stand_anywhere_is_not_cited(bag):
    system = VectorBaseline(bag)
    system.add([REPEATED])
    reply = ask(system, "What rang?")
    check_places(reply, REPEATED)
    assert len(reply.ranked) == 2  # The first chunk and the last one.
    lost = 2 - len(reply.answer.citations)
    assert (reply.answer.notice is None) is (lost == 0)
    if lost:
        assert "not cited" in reply.answer.notice


# citation-query-engine


def test_a_reply_is_read_as_the_product_reads_one(engine):
    reply = "The council said that the ferry will stop running on 4 May [Source 1][9]."
    answer, ranked, _ = ask(engine(Parrot(reply=reply)))
    (statement,) = answer.statements
    assert statement.text == "The council said that the ferry will stop running on 4 May."
    assert statement.citations == (1,)
    assert statement.verdict.label is VerdictLabel.SUPPORTED
    assert answer.unknown_markers == (9,)
    assert answer.reply == statement.text
    (cited,) = answer.citations
    assert "4 May" in cited.quote
    assert cited.sentence == 1
    assert [(place.start, place.end) for place in ranked] == [(cited.start, cited.end)]
    assert answer.usage.model == "parrot"
    assert answer.usage.prompt_tokens > 100
    assert answer.usage.cost > 0
    assert set(answer.timings) == {"retrieve_ms", "write_ms", "verify_ms"}


def test_what_its_source_does_not_say_is_not_supported(engine):
    reply = "It stops on 9 May [1]. It carries 300 passengers a day [1]. It is red."
    answer = ask(engine(Parrot(reply=reply))).answer
    labels = [statement.verdict.label for statement in answer.statements]
    assert labels == [
        VerdictLabel.CONTRADICTED,
        VerdictLabel.SUPPORTED,
        VerdictLabel.UNSUPPORTED,
    ]
    assert [statement.citations for statement in answer.statements] == [(1,), (1,), ()]


def test_citations_are_numbered_as_they_are_used(engine):
    system = engine(Parrot(reply="Boats must be moored [3]. Nobody may swim [1, 3]."), LONG)
    reply = ask(system, "Who may swim?")
    assert [statement.citations for statement in reply.answer.statements] == [(1,), (2, 1)]
    third, first = reply.answer.citations
    best, _ = reply.ranked  # Cut into three sources.
    assert first.start == best.start < first.end <= third.end == best.end
    assert reply.answer.notice is None
    check_places(reply, LONG)


def test_sources_of_repeated_text_are_placed_or_left_out(engine):
    system = engine(Parrot(reply="The bell rang [1][2][3][4]."), REPEATED)
    reply = ask(system, "What rang?")
    check_places(reply, REPEATED)
    assert len(reply.answer.citations) < 4
    assert "not cited" in reply.answer.notice


@pytest.mark.parametrize(
    "text",
    [
        "The provided sources do not mention the price.",
        "It is not stated.",
        "I cannot answer.",
        "There is no information on it.",
        "The text doesn't say.",
        "The text doesn’t say.",
        "Empty Response",
    ],
)
def test_it_refuses_in_prose(engine, text):
    answer = ask(engine(Parrot(reply=f"{text} [1]"))).answer
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, Reason.DECLINED)
    assert answer.statements == answer.citations == ()
    assert answer.reply == text
    assert answer.usage.completion_tokens > 0


@pytest.mark.parametrize("text", ["It stops on 4 May [1].", "The council said no [2].", ""])
def test_an_answer_in_prose_is_no_refusal(text):
    assert not refuses(text)


def test_markers_alone_are_no_answer(engine):
    assert ask(engine(Parrot(reply="[1]"))).answer.reason is Reason.DECLINED


def test_thoughts_are_left_out(engine):
    answer = ask(engine(Parrot(reply="<think>Unknown.</think> It stops on 4 May [1]."))).answer
    assert answer.reply == "It stops on 4 May."


def test_thoughts_alone_are_an_error(engine):
    with pytest.raises(LanguageModelError, match="parrot"):
        ask(engine(Parrot(reply="<think>Hm.</think>")))


def test_a_reply_without_end_is_checked_only_so_far(engine):
    reply = " ".join(f"Boat {number} is green [1]." for number in range(80))
    statements = ask(engine(Parrot(reply=reply))).answer.statements
    assert len(statements) == 80
    assert "first 60" in statements[-1].verdict.problems[0].message


def test_the_model_is_shown_the_sources_and_nothing_of_ours(engine):
    said = ask(engine(Echo())).answer.reply
    assert "Source 1:\nAn invented story: the ferry of Orrin" in said
    assert QUESTION in said
    assert FERRY.id not in said


def test_trouble_of_the_model_is_told_in_our_words(engine):
    with pytest.raises(LanguageModelError, match="parrot"):
        ask(engine(Broken()))


def test_sources_that_do_not_fit_are_told_in_our_words(engine):
    with pytest.raises(LanguageModelError, match="MODEL_CONTEXT"):
        ask(engine(Parrot(window=300), LONG))


def test_an_engine_is_shared_while_the_model_writes(engine):
    """Two threads are in the model at once: neither waits for the other to end."""
    together = threading.Barrier(2, timeout=30)

    class Meeting(Parrot):
        def stream_complete(self, prompt, formatted=False, **_):
            together.wait()
            yield CompletionResponse(text=self.reply, delta=self.reply)

    system = engine(Meeting())
    with ThreadPoolExecutor(2) as threads:
        assert (
            len({reply.answer.text for reply in threads.map(lambda _: ask(system), range(2))}) == 1
        )


# Real articles


@pytest.fixture(scope="module")
def stories():
    path = DATA / "coqa-cnn" / "articles.jsonl"
    if not path.exists():
        pytest.skip("the articles of CoQA are not here")
    with path.open() as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(20), strict=False)]
    return [make_article(next(row[k] for k in ("text", "story") if k in row)) for row in rows]


def test_every_chunk_of_real_articles_has_its_place(stories, bag, engine):
    joined = make_article("\n\n".join(story.text for story in stories))
    system = engine(Parrot(reply="It happened [1][2][3][4]."), *stories, joined)
    for scope in [None, (joined.id,), (stories[0].id,)]:
        reply = ask(system, "What did the police say?", scope=scope)
        assert reply.answer.notice is None
        assert reply.answer.citations
        check_places(reply, *stories, joined)
