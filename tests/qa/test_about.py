import pytest

from index.articles import cut_sentences, make_article
from qa.about import find_fact

# Invented: no person, outlet or event in these lines is real.
DATED = """Ferry strike called off
By Ana Roe
27 March 2025, 15:21 | Updated: 27 March 2025, 16:05
The ferry strike on Lake Orrin was called off on Thursday, the union said.
A report on safety was published in May.
"""
BARE = "The ferry strike on Lake Orrin was called off on Thursday, the union said.\n"


def ask(text, question, **options):
    article = make_article(text)
    return find_fact(question, article, cut_sentences(article.id, article.text), **options)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When was this article published?", "on 27 March 2025 at 15:21"),
        ("When did this story come out?", "on 27 March 2025 at 15:21"),
        ("publication date of this article", "on 27 March 2025 at 15:21"),
        ("What is the date of the article?", "on 27 March 2025 at 15:21"),
        ("what time was the article last updated", "on 27 March 2025 at 16:05"),
        ("When was it last updated?", "on 27 March 2025 at 16:05"),
        ("Has the article been changed since?", "on 27 March 2025 at 16:05"),
        ("Who wrote this?", "written by Ana Roe"),
        ("Who is the author?", "written by Ana Roe"),
        ("whose byline is on this piece", "written by Ana Roe"),
        ("What is the headline?", "Ferry strike called off"),
        ("How long is the article?", "22 words in 2 sentences"),
    ],
)
def test_the_article_tells_of_itself(question, told):
    fact = ask(DATED, question)
    assert fact is not None
    assert fact.known
    assert told in fact.text


@pytest.mark.parametrize(
    "question",
    [
        "When was the strike called off?",
        "When was the report on safety published?",
        "When was the report published?",
        "Who wrote the report?",
        "How long did the strike last?",
        "Who said the strike was off?",
        "When did it happen?",
        "When did this strike come off?",
        "How long is this ferry?",
        "How old is that ferry?",
        "What time is it?",
        "How long did it last?",
        "Who was behind this?",
        "What is it called?",
        "When are the talks to go on from here?",
        "Who was the war correspondent who reported that?",
    ],
)
def test_questions_on_the_story_are_left_to_the_story(question):
    assert ask(DATED, question) is None


def test_it_may_stand_for_something_of_an_earlier_turn():
    assert ask(DATED, "When was it published?", follows=True) is None
    assert ask(DATED, "When was it published?") is not None


@pytest.mark.parametrize(
    "question",
    ["When was this published?", "Who wrote this article?", "What is the headline?"],
)
def test_what_the_article_does_not_carry_is_not_guessed(question):
    fact = ask(BARE, question)
    assert fact is not None
    assert not fact.known


def test_the_line_that_carries_a_fact_is_named_with_its_words():
    article = make_article(DATED)
    sentences = cut_sentences(article.id, article.text)
    fact = find_fact("When was this article published?", article, sentences)
    assert fact is not None
    assert fact.carrier is not None
    assert fact.words is not None
    assert fact.words in sentences[fact.carrier - 1].text
    assert "15:21" in fact.words


def test_a_wire_story_gives_a_day_without_a_year():
    fact = ask(
        "OSLO, Nov 9 (Wire) - Rain fell on Oslo, the mayor said.\n", "When was this story filed?"
    )
    assert fact is not None
    assert (fact.known, fact.words) == (True, "Nov 9")


def test_a_closing_credit_names_the_editor():
    text = BARE + "(Reporting by Ana Roe; Editing by Bo Lind)\n"
    fact = ask(text, "Who edited this article?")
    assert fact is not None
    assert "Bo Lind" in fact.text


def test_a_fact_given_from_outside_cites_no_line_that_says_otherwise():
    article = make_article(DATED, published="2020-01-01")
    fact = find_fact("When was this published?", article, cut_sentences(article.id, article.text))
    assert fact is not None
    assert "1 January 2020" in fact.text
    assert fact.carrier is None
