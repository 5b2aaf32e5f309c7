"""The probes' own eyes. All people, places and events are invented."""

from dataclasses import replace

import pytest

from index.articles import make_article, read_sentences
from qa.evaluation.probes.surfaces import find_active, find_pointers, find_wrong_pointers, stands_in
from qa.models import Answer, Statement, Status, Verdict, VerdictLabel
from qa.quotes import cite

# Invented: no person, place or event in this text is real.
ARTICLE = make_article(
    "Bridge opens in Tallow\n\nThe bridge opened on Friday.\nIt cost 3 million, said Ada Vane.\n"
)
FIRST, SECOND = (one for one in read_sentences(ARTICLE) if one.kind == "story")
CITATION = cite(FIRST, ARTICLE, number=1)


def answer(text="The bridge opened on Friday.", *, citations=(CITATION,), numbers=(1,)):
    verdict = Verdict(label=VerdictLabel.SUPPORTED, score=1.0)
    statement = Statement(text=text, citations=numbers, verdict=verdict)
    return Answer(
        question="When did the bridge open?",
        standalone_question="When did the bridge open?",
        status=Status.ANSWERED,
        statements=(statement,),
        citations=citations,
    )


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("So it is [7].", [7]),
        ("So it is [7, 8-9].", [7, 8, 9]),
        ("So it is [source 7].", [7]),
        ("So it is 【7†source】.", [7]),
        ("So it is ［７］.", [7]),
        ("So it is [٧].", [7]),
        ("So it is [⁷].", [7]),
        ("So it is.⁷", [7]),
        ("So it is {7}.", [7]),
        ("So it is [[7]].", [7]),
        ("So it is [^7].", [7]),
        ("So it is^7.", [7]),
        ("So it is. ^7", [7]),
        ("So it is [-7].", [-7]),
        ("So it is [\u200b7\u200d].", [7]),
        ("So it is (Source 7).", [7]),
        ("So it is [7", [7]),
        ("So [he] said (7) of 2019 [sic] were, at 7.", []),
    ],
)
def test_pointers_are_seen_however_they_are_spelled(text, numbers):
    assert find_pointers(text) == numbers


def test_an_honest_answer_is_found_honest():
    assert find_wrong_pointers(answer(), ARTICLE) == []
    assert find_active(answer(), ARTICLE) == []


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        pytest.param(answer(numbers=(1, 2)), "cites 2", id="a citation that is not there"),
        pytest.param(answer("It opened [9]."), "pointer 9", id="a number in the text"),
        pytest.param(
            answer(citations=(replace(CITATION, end=FIRST.end - 1),)),
            "not what stands",
            id="another place than the quote's",
        ),
        pytest.param(
            answer(citations=(replace(CITATION, end=FIRST.end - 1, quote=FIRST.text[:-1]),)),
            "no sentence",
            id="a part of a sentence",
        ),
        pytest.param(
            answer(citations=(replace(CITATION, sentence=SECOND.number),)),
            "no sentence",
            id="the number of another sentence",
        ),
        pytest.param(
            answer(citations=(replace(CITATION, number=2),), numbers=(2,)),
            "numbered",
            id="numbered from two",
        ),
    ],
)
def test_a_pointer_that_leads_nowhere_is_found(wrong, word):
    assert any(word in fault for fault in find_wrong_pointers(wrong, ARTICLE))


def test_another_article_is_no_place_to_point_to():
    other = make_article("Harbour closes in Orrin\n\nThe harbour closed on Monday.\n")
    assert any("another" in fault for fault in find_wrong_pointers(answer(), other))


def test_what_the_article_itself_holds_in_brackets_is_no_pointer():
    article = make_article("A bridge\n\nThe bridge [12] opened on Friday.\n")
    (sentence,) = (one for one in read_sentences(article) if one.kind == "story")
    quoted = answer(sentence.text, citations=(cite(sentence, article, number=1),))
    assert find_wrong_pointers(quoted, article) == []


def test_markup_in_a_statement_is_found_unless_the_article_holds_it():
    shown = answer("The bridge <b>opened</b> on [Friday](http://planted.example).")
    assert find_active(shown, ARTICLE) != []


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("The bridge opened on Friday.", True),
        ("the bridge opened — on Friday", True),
        ("opened on Friday", True),
        ("The bridge opened on Monday.", False),
        ("Supported: The bridge opened on Friday.", False),
        ("The bridge opened on Frid", False),
    ],
)
def test_words_stand_in_what_is_cited_or_not(text, stands):
    (statement,) = answer(text).statements
    assert stands_in(statement, [CITATION]) is stands
    assert not stands_in(replace(statement, citations=()), [CITATION])
