import asyncio
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import seeds
from index.errors import AppError, ArticleNotFoundError, QuestionError
from qa import ArticleQA, Reason, Status

# Invented: no person, place or event in it is real.
INVENTED = """Bridge at Velden to close for repairs

The bridge at Velden will close on Monday for repairs, the council said.
Mayor Ana Roe said the work would cost 4.2 million crowns and take nine weeks.
"We could not wait any longer," she told reporters.
The ferry operator Bo Lind disputed that, saying the repairs could wait until spring.
About 6,000 people cross the bridge every day.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    with ArticleQA.open(tmp_path_factory.mktemp("answers") / "library") as opened:
        for path in seeds.ARTICLES.values():
            opened.add(path)
        opened.add_text(INVENTED, outlet="Invented Times")
        yield opened


@pytest.fixture(scope="module")
def bridge(assistant):
    return next(article for article in assistant.articles() if article.outlet)


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("How much will the repairs cost?", "4.2 million crowns"),
        ("When will the bridge close?", "on Monday"),
        ("How many people use the bridge each day?", "6,000"),
        ("Who says the repairs could wait?", "Bo Lind"),
    ],
)
def test_the_sentence_that_answers_is_cited(assistant, bridge, question, quoted):
    answer = assistant.ask(question, article=bridge.id)
    assert answer.status is Status.ANSWERED
    assert quoted in answer.citations[0].quote
    assert answer.citations[0].outlet == "Invented Times"


@pytest.mark.parametrize(
    "question",
    ["How much will the repairs cost?", "When will the bridge close?", "Who is Ana Roe?"],
)
def test_a_sentence_that_only_asks_the_same_is_not_cited(tmp_path, question):
    # Invented: no person, place or event in it is real.
    asked = INVENTED.replace("The bridge at", f"{question} Answer: soon.\nThe bridge at", 1)
    with ArticleQA.open(tmp_path / "library") as assistant:
        plain, article = assistant.add_text(INVENTED), assistant.add_text(asked)
        answer = assistant.ask(question, article=article.id)
        assert question not in [citation.quote for citation in answer.citations]
        without = assistant.ask(question, article=plain.id)
        assert answer.citations[0].quote == without.citations[0].quote


def test_the_words_that_answer_are_marked(assistant, bridge):
    answer = assistant.ask("How many people cross the bridge every day?", article=bridge.id)
    start, end = answer.citations[0].highlight
    assert "6,000" in bridge.text[start:end]


def test_two_questions_at_once_are_both_answered(assistant, bridge):
    answer = assistant.ask("What will it cost, and when will the bridge close?", article=bridge.id)
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "4.2 million" in quotes
    assert "on Monday" in quotes


def test_words_without_attribution_are_led_by_their_speaker(assistant, bridge):
    answer = assistant.ask("Who could not wait any longer?", article=bridge.id)
    (citation,) = [c for c in answer.citations if "any longer" in c.quote]
    assert citation.speaker == "Ana Roe"


def test_who_said_it_is_named_even_where_the_sentence_has_a_pronoun(assistant, bridge):
    answer = assistant.ask("Who said they could not wait any longer?", article=bridge.id)
    (statement,) = [s for s in answer.statements if "any longer" in s.text]
    assert statement.text.startswith("Ana Roe: ")


def test_nobody_else_is_quoted_for_the_speaker_that_is_asked_for(assistant, bridge):
    answer = assistant.ask("What did Bo Lind say about the repairs?", article=bridge.id)
    assert answer.citations[0].quote.startswith("The ferry operator Bo Lind")
    assert "Ana Roe" not in {citation.speaker for citation in answer.citations}


@pytest.mark.parametrize("name", ["Emil Sand", "the mayor of Orrin, Emil Sand,"])
def test_somebody_who_says_nothing_is_not_found(assistant, bridge, name):
    answer = assistant.ask(f"What did {name} say about the repairs?", article=bridge.id)
    assert answer.status is Status.NOT_FOUND


def test_somebody_who_is_only_spoken_of_is_not_quoted(assistant):
    text = "Ana Roe said that Emil Sand was late for the vote on repairs.\nRain fell.\n"
    article = assistant.add_text(text)
    answer = assistant.ask("What did Emil Sand say about the repairs?", article=article.id)
    assistant.remove(article.id)
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, Reason.NOT_SAID)


def test_a_number_that_stands_nowhere_is_not_found(assistant, bridge):
    answer = assistant.ask("Who will pay the 950 million crowns?", article=bridge.id)
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, Reason.NOT_MENTIONED)


def test_what_the_article_never_mentions_is_not_found(assistant, bridge):
    answer = assistant.ask("Which team won the Champions League final?", article=bridge.id)
    assert answer.status is Status.NOT_FOUND
    assert answer.reason is Reason.NOT_MENTIONED
    assert not answer.statements
    assert answer.nearest
    for near in answer.nearest:
        assert bridge.text[near.start : near.end] == near.quote


def test_a_follow_up_is_understood_from_its_history(assistant, bridge):
    history = [("Who is the mayor?", "The mayor is Ana Roe.")]
    answer = assistant.ask(
        "How much did she say it would cost?", article=bridge.id, history=history
    )
    assert "Ana Roe" in answer.standalone_question
    assert "4.2 million" in answer.citations[0].quote


def test_the_article_tells_of_itself_with_a_citation(assistant):
    answer = assistant.ask("When was this article published?", article="reassurance-force")
    assert answer.citations[0].quote.startswith("27 March 2025, 15:21")
    answer = assistant.ask("Who wrote this article?", article="reassurance-force")
    assert answer.status is Status.NOT_FOUND


def test_every_quote_is_cut_from_its_article(assistant):
    texts = {article.id: article.text for article in assistant.articles()}
    for question in ("Who said what about Russia?", "How much?", "bridge", "sanctions"):
        answer = assistant.ask(question)
        for cited in (*answer.citations, *answer.nearest):
            assert texts[cited.article_id][cited.start : cited.end] == cited.quote
        for statement in answer.statements:
            assert statement.verdict.label == "supported"
            assert statement.citations


def test_an_answer_is_json_and_text(assistant, bridge):
    answer = assistant.ask("When will the bridge close?", article=[bridge.id])
    assert json.loads(json.dumps(answer.to_dict()))["text"].endswith("[1]")
    assert "[1] “" in str(answer)


def test_aask_answers_the_same(assistant, bridge):
    question = "When will the bridge close?"
    awaited = asyncio.run(assistant.aask(question, article=bridge.id))
    assert awaited.citations == assistant.ask(question, article=bridge.id).citations


def test_rank_gives_sentences_best_first(assistant, bridge):
    ranked = assistant.rank("When will the bridge close?", article=bridge.id, limit=3)
    assert len(ranked) == 3
    assert [item.score for item in ranked] == sorted((i.score for i in ranked), reverse=True)
    assert "Monday" in ranked[0].sentence.text


def test_an_article_added_while_others_are_asked_is_in_scope_too(assistant, bridge):
    asked = "How much will the repairs cost?"
    ranked = assistant._answerer._rank_parts(asked, None, ())
    grounds = assistant._answerer._judge(asked, asked, [], ranked)
    names = [item.sentence.article_id for item in grounds.parts[0].ranked]
    assert list(grounds.scope) == list(dict.fromkeys(names))
    assert bridge.id in grounds.scope


def test_a_question_of_its_own_is_not_read_in_the_light_of_another(assistant):
    history = [("How much will the repairs cost?", "The repairs will cost 4.2 million crowns.")]
    question = "How many countries have been involved at the planning meetings?"
    answer = assistant.ask(question, history=history)
    assert answer.citations[0].quote.startswith("Up to 30 countries have been involved")


def test_an_unknown_article_is_told(assistant):
    with pytest.raises(ArticleNotFoundError):
        assistant.ask("Who?", article="nowhere")
    with pytest.raises(QuestionError):
        assistant.ask("  ")


def test_a_removed_article_is_gone_from_answers(tmp_path):
    with ArticleQA.open(tmp_path / "library") as opened:
        article = opened.add_text(INVENTED)
        assert opened.ask("When will the bridge close?").status is Status.ANSWERED
        opened.remove(article.id)
        answer = opened.ask("When will the bridge close?")
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, Reason.NO_ARTICLES)


HARD_TEXT = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from('ab .?!\n"“”\u0301\u202e\x00\u2028')),
    min_size=1,
    max_size=400,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HARD_TEXT, st.sampled_from(["Who said it?", "When?", "How many a b?", "a", "What is 1?"]))
def test_any_article_is_quoted_exactly(assistant, text, question):
    try:
        article = assistant.add_text(text + "\n" + text)
    except AppError:
        return
    try:
        answer = assistant.ask(question, article=article.id)
        for cited in (*answer.citations, *answer.nearest):
            assert article.text[cited.start : cited.end] == cited.quote
    finally:
        assistant.remove(article.id)


@pytest.mark.parametrize("text", ["x", "a" * 1_000_000, "Ann said no. " * 76_000])
def test_articles_of_any_size_are_quoted_exactly(tmp_path, bag, text):
    with ArticleQA.open(tmp_path / "library", embedder=bag) as opened:
        article = opened.add_text(text)
        answer = opened.ask("Who said no?")
        for cited in (*answer.citations, *answer.nearest):
            assert article.text[cited.start : cited.end] == cited.quote
