"""Checking gold files: every mistake by line and field. The article and all in it are invented."""

import json

import pytest
from invented_gold import ABSENT, ARTICLE, OTHER, RIGHT, left_out, write

from qa.gold.check import check_files, check_gold


def test_a_right_file_has_no_mistake(tmp_path):
    path = write(tmp_path, RIGHT, "", ABSENT)
    assert check_gold(path) == []
    told = "2 questions (1 answerable, 1 absent), no mistake"
    assert check_files([path]) == (told, 0)


@pytest.mark.parametrize(
    ("line", "field", "told"),
    [
        pytest.param(b'{"id": "\xe4"}', "line", "UTF-8", id="not-utf-8"),
        pytest.param("{'id': 'b'}", "line", "character 2", id="not-json"),
        pytest.param('{"id": NaN}', "line", "NaN", id="not-a-number"),
        pytest.param("[" * 50_000, "line", "deep", id="nested-deeply"),
        pytest.param("1" * 10_000, "line", "not JSON", id="endless-number"),
        pytest.param('"x"', "line", "object", id="no-object"),
        pytest.param('"' + "x" * 300_000 + '"', "line", "200,000", id="too-long"),
        pytest.param(left_out("question"), "question", "missing", id="no-question"),
        pytest.param({**OTHER, "question": None}, "question", "missing", id="question-null"),
        pytest.param({**OTHER, "question": " "}, "question", "empty", id="question-blank"),
        pytest.param({**OTHER, "question": 5}, "question", "number", id="question-type"),
        pytest.param({**OTHER, "question": "x" * 2_000}, "question", "2,000", id="question-long"),
        pytest.param({**RIGHT, "id": "b"}, "question", "line 1", id="asked-twice"),
        pytest.param({**OTHER, "question": "\ud800?x"}, "question", "half", id="half-a-character"),
        pytest.param(left_out("id"), "id", "missing", id="no-id"),
        pytest.param({**OTHER, "id": " "}, "id", "empty", id="id-blank"),
        pytest.param({**OTHER, "id": True}, "id", "true", id="id-type"),
        pytest.param({**OTHER, "id": "g01"}, "id", "line 1", id="id-twice"),
        pytest.param({**OTHER, "id": "x" * 5_000}, "id", "5,000 characters", id="id-long"),
        pytest.param({**OTHER, "id": 10**200}, "id", "201 characters", id="id-long-number"),
        pytest.param({**OTHER, "type": 1}, "type", "number", id="type-type"),
        pytest.param({**OTHER, "history": "x"}, "history", "text", id="history-type"),
        pytest.param({**OTHER, "history": [{"question": "x"}]}, "history", "turn 1", id="turn"),
        pytest.param({**OTHER, "history": False}, "history", "false", id="history-false"),
        pytest.param(left_out("article"), "article", "missing", id="no-article"),
        pytest.param({**OTHER, "article": ["x"]}, "article", "list", id="article-type"),
        pytest.param({**OTHER, "article": "no.txt"}, "article", "no.txt", id="article-not-found"),
        pytest.param({**OTHER, "article": "\0" * 9}, "article", "no file", id="article-no-name"),
        pytest.param({**OTHER, "article": "x.txt"}, "article", "UTF-8", id="article-unreadable"),
        pytest.param(left_out("evidence"), "evidence", "missing", id="no-evidence"),
        pytest.param({**OTHER, "evidence": []}, "evidence", "missing", id="evidence-empty"),
        pytest.param({**OTHER, "evidence": "x"}, "evidence", "text", id="evidence-type"),
        pytest.param({**OTHER, "evidence": ["x"]}, "evidence", "group 1", id="group-type"),
        pytest.param({**OTHER, "evidence": [["14"], []]}, "evidence", "group 2", id="group-empty"),
        pytest.param({**OTHER, "evidence": [["14", 5]]}, "evidence", "item 2", id="snippet-type"),
        pytest.param({**OTHER, "evidence": [["14", " "]]}, "evidence", "empty", id="snippet-empty"),
        pytest.param({**OTHER, "absent": True, "answer": None}, "evidence", "absent", id="both"),
        pytest.param({**ABSENT, "answer": ["14"]}, "answer", "absent", id="answer-absent"),
        pytest.param(left_out("answer"), "answer", "missing", id="no-answer"),
        pytest.param({**OTHER, "answer": "14"}, "answer", "text", id="answer-type"),
        pytest.param({**OTHER, "answer": ["14", None]}, "answer", "item 2", id="answer-item"),
        pytest.param({**OTHER, "answer": ["14", ""]}, "answer", "empty", id="answer-empty"),
        pytest.param({**OTHER, "answer": ["the"]}, "answer", "no answer", id="answer-the"),
        pytest.param({**OTHER, "answer": ["...", "A"]}, "answer", "no answer", id="answer-signs"),
        pytest.param({**OTHER, "absent": "no"}, "absent", "text", id="absent-type"),
        pytest.param({**OTHER, "absent": 0}, "absent", "number", id="absent-number"),
        pytest.param({**OTHER, "review": {}}, "review", "reviewed", id="review-type"),
        pytest.param(
            {**left_out("answer"), "answers": ["14"]}, "'answers'", '"answer"', id="misspelt"
        ),
        pytest.param({**OTHER, "evidences": [["14"]]}, "'evidences'", "Strike", id="plural"),
        pytest.param({**OTHER, "Id": "b"}, "'Id'", '"id" stands', id="upper-case"),
        pytest.param({**OTHER, " ANSWER": ["x"]}, "' ANSWER'", "Strike", id="blank-in-name"),
        pytest.param({**OTHER, "histroy": []}, "'histroy'", "Strike", id="letters-swapped"),
        pytest.param({**left_out("id"), "ID": "b"}, "'ID'", '"id"', id="upper-case-alone"),
        pytest.param('{"id": "c", ' + json.dumps(OTHER)[1:], "id", "more than once", id="twice"),
        pytest.param(
            {**OTHER, "evidence": [["Mayor jane roe"]]}, "evidence", "lower case", id="case"
        ),
        pytest.param(
            {**OTHER, "evidence": [["Jane  Roe called"]]}, "evidence", "white space", id="space"
        ),
        pytest.param(
            {**OTHER, "evidence": [['pier "a danger']]}, "evidence", "quotation marks", id="marks"
        ),
        pytest.param(
            {**OTHER, "evidence": [[" 14 fishermen were rescued "]]},
            "evidence",
            'in white space. Write "14 fishermen were rescued"',
            id="outer-space",
        ),
        pytest.param(
            {**OTHER, "evidence": [["Tuesday, and 14 Fishermen  "]]},
            "evidence",
            "in upper and lower case and white space",
            id="case-and-outer-space",
        ),
        pytest.param(
            {**OTHER, "evidence": [["Jane Roe said the pier is a danger"]]},
            "evidence",
            "sentence 5 comes nearest",
            id="nearest",
        ),
        pytest.param(
            {**OTHER, "evidence": [["Whales sing"]]}, "evidence", "does not stand in", id="nowhere"
        ),
        pytest.param(
            {**OTHER, "article": None, "review": {"reviewed": True}},
            "article",
            "missing",
            id="candidate-without-article",
        ),
        pytest.param(
            {**OTHER, "answer": None, "review": {"reviewed": True}},
            "answer",
            "missing",
            id="candidate-without-answer",
        ),
    ],
)
def test_each_mistake_is_one_line_that_names_line_and_field(tmp_path, line, field, told):
    (tmp_path / "x.txt").write_bytes(b"\xff\xfe\x00")
    path = write(tmp_path, RIGHT, line)
    grave = [mistake for mistake in check_gold(path) if not mistake.warning]
    assert {(mistake.line, mistake.field) for mistake in grave} >= {(2, field)}
    mistake = next(one for one in grave if one.field == field)
    assert told in str(mistake)
    assert str(mistake).startswith(f"{path}, line 2, {field}: ")
    assert str(mistake).endswith(".")
    assert str(mistake).isprintable()
    assert check_files([path])[1] == 1


def test_one_mistake_is_told_once(tmp_path):
    lines = [
        {**OTHER, "evidence": 5},
        {**OTHER, "id": [], "question": "Who?"},
        {**left_out("evidence"), "question": "Whose?", "id": "c", "evidences": [["14"]]},
        {**OTHER, "question": "Whom?", "id": "d", "evidence": None, "evidences": [["14"]]},
        {**OTHER, "question": "What?", "id": "e", "answer": ["the"]},
        {**OTHER, "question": "Where?", "id": "f" * 201, "Id": "f"},
    ]
    told = [(mistake.line, mistake.field) for mistake in check_gold(write(tmp_path, *lines))]
    assert told[:3] == [(1, "evidence"), (2, "id"), (3, "'evidences'")]
    assert told[3:] == [(4, "'evidences'"), (5, "answer"), (6, "'Id'"), (6, "id")]


def test_sentences_of_one_paragraph_may_be_one_snippet(tmp_path):
    line = {**OTHER, "evidence": [["in March. Nobody listened"]]}
    assert check_gold(write(tmp_path, RIGHT, line)) == []


def test_of_what_is_asked_three_times_the_nearest_is_told(tmp_path):
    texts = ("How many fishermen?", "how many fishermen?", "how many fishermen?")
    lines = [{**RIGHT, "id": str(at), "question": text} for at, text in enumerate(texts)]
    told = check_gold(write(tmp_path, *lines))
    assert [(one.line, one.warning) for one in told] == [(2, True), (3, False)]
    assert "line 2" in told[1].problem


@pytest.mark.parametrize(
    ("line", "field", "told"),
    [
        pytest.param(
            {**OTHER, "evidence": [["The ferry to Nordby"]]}, "evidence", "2 times", id="ambiguous"
        ),
        pytest.param(
            {**OTHER, "evidence": [["Invented Reporter"]]}, "evidence", "surrounds", id="furniture"
        ),
        pytest.param(
            {**OTHER, "evidence": [[ARTICLE.strip().splitlines()[-1]]]},
            "evidence",
            "5 sentences",
            id="much",
        ),
        pytest.param({**OTHER, "answer": ["fourteen"]}, "answer", "fourteen", id="other-words"),
        pytest.param({**OTHER, "answer": ["14", "the"]}, "answer", '"the"', id="one-vain-string"),
        pytest.param(
            {**OTHER, "evidence": [["were rescued.\n\nMayor Jane Roe"]]},
            "evidence",
            "another paragraph",
            id="two-paragraphs",
        ),
        pytest.param(
            {**RIGHT, "id": "b", "question": "how many FISHERMEN were saved?"},
            "question",
            "line 1 too, of the same article, but for case",
            id="asked-in-other-case",
        ),
        pytest.param(
            {**RIGHT, "id": "b", "question": " How  many fishermen were saved ?"},
            "question",
            "line 1 too, of the same article, but for case or spacing",
            id="asked-in-other-spacing",
        ),
        pytest.param(
            {**ABSENT, "question": "Who rescued the fishermen of Vesterholm?"},
            "absent",
            "sentence 4 holds every word",
            id="one-sentence",
        ),
        pytest.param(
            {**ABSENT, "question": "Which engineers had listened in March?"},
            "absent",
            "sentences 6 and 7 hold every word",
            id="two-sentences",
        ),
        pytest.param({**OTHER, "note": "x", "question_id": 5}, "line", "'note'", id="extra"),
        pytest.param({**OTHER, "answerId": 5}, "line", "'answerId'", id="made-of-names"),
        pytest.param({**OTHER, "answerable": True}, "line", "'answerable'", id="another-word"),
        pytest.param({**OTHER, "uid": 5}, "line", "'uid'", id="another-id"),
    ],
)
def test_what_may_be_right_is_a_warning(tmp_path, line, field, told):
    path = write(tmp_path, RIGHT, line)
    (warning,) = check_gold(path)
    assert (warning.line, warning.field, warning.warning) == (2, field, True)
    assert "look again" in str(warning)
    assert told in str(warning)
    assert check_files([path])[1] == 0
    assert check_files([path], strict=True)[1] == 1


@pytest.mark.parametrize(
    "question", ["When was this published?", "Who wrote this article?", "On which date?"]
)
def test_a_question_about_the_article_may_rest_on_what_surrounds_it(tmp_path, question):
    line = {**OTHER, "question": question, "evidence": [["Published 4 May 2031"]]}
    told = check_gold(write(tmp_path, {**line, "answer": ["4 May 2031"]}))
    assert told == []


def test_few_words_of_an_absent_question_meet_by_chance(tmp_path):
    lines = [{**ABSENT, "question": "Who is the mayor?"}]
    lines += [{**ABSENT, "id": "c", "question": "Why was the council late?"}]
    assert check_gold(write(tmp_path, *lines)) == []


def test_a_candidate_that_nobody_checked_may_leave_all_open(tmp_path):
    waiting = {
        "id": "f",
        "question": "Who fell?",
        "evidence": None,
        "answer": None,
        "absent": None,
        "article": None,
        "review": {"reviewed": False},
    }
    path = write(tmp_path, RIGHT, waiting, waiting, {**waiting, "question": ""})
    (mistake,) = check_gold(path)
    assert (mistake.line, mistake.field) == (4, "question")
    assert "1 candidate that nobody has checked" in check_files([path])[0]


def test_candidates_share_an_id_and_a_question(tmp_path):
    checked = {**RIGHT, "review": {"reviewed": True}}
    assert check_gold(write(tmp_path, checked, checked)) == []
    told = check_gold(write(tmp_path, checked, RIGHT))
    assert {mistake.field for mistake in told} == {"id", "question"}


def test_the_article_given_is_used_for_all(tmp_path):
    path = write(tmp_path, left_out("article"), {**RIGHT, "article": "no.txt"})
    assert check_gold(path, article=str(tmp_path / "pier.txt")) == []
    (mistake,) = check_gold(path, article="no.txt")
    assert mistake.line == 0
    assert str(mistake).startswith(f"{path}: 'no.txt' is no file")
