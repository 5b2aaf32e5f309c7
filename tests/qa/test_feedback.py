"""What readers think of answers, from the judgement to the figures. The stories are invented."""

import json
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import make_article
from index.errors import FeedbackError, GoldError, QuestionError
from qa import Answer, ArticleQA, Citation, Statement, Status, Verdict, VerdictLabel, feedback
from qa.cli import main
from qa.feedback import Judgement, save_feedback
from qa.gold.questions import read_gold, read_questions
from qa.models import Nearest
from qa.settings import Settings

FERRY = (
    "\ufeffAn invented story: the ferry of Orrin\r\n\r\n"
    "The ferry of Orrin will stop running on 4 May, the council said on Monday.\r\n"
    "It carries 300 passengers a day across the sound.\u0085\n"
    "“We cannot pay for the engine,” said the harbour master, Ada Vane.\r\n"
    "A bus will take its place in June.  \n"
)
BAKERY = "An invented story. The bakery of Tarn burned down on Sunday. Nobody was hurt.\n"
ASKED = "When will the ferry of Orrin stop running?"
ABSENT = "How many dolphins live in the sound of Orrin?"
ARTICLE = make_article(FERRY)
SENTENCE = "The ferry of Orrin will stop running on 4 May, the council said on Monday."


def cite(number, quote, *, text=FERRY, words=None, article=ARTICLE):
    start = text.index(quote)
    at = text.index(words, start) if words else 0
    return Citation(
        number=number,
        article_id=article.id,
        title=article.title,
        outlet=None,
        url=None,
        published=None,
        sentence=number,
        start=start,
        end=start + len(quote),
        quote=quote,
        highlight=(at, at + len(words)) if words else None,
    )


def answer_with(*citations, question=ASKED, **values):
    verdict = Verdict(label=VerdictLabel.SUPPORTED, score=1.0)
    statements = tuple(
        Statement(text=c.quote, citations=(c.number,), verdict=verdict) for c in citations
    )
    return Answer(
        question=question,
        standalone_question=question,
        status=Status.ANSWERED if citations else Status.NOT_FOUND,
        citations=citations,
        **{"statements": statements} | values,
    )


ANSWER = answer_with(cite(1, SENTENCE, words="4 May"))


def save(folder, answer=ANSWER, judgement="right", articles=(ARTICLE,), **values):
    return save_feedback(folder, answer=answer, judgement=judgement, articles=articles, **values)


def read_lines(folder):
    content = (folder / "feedback.jsonl").read_bytes()
    assert content.endswith(b"\n")
    return [json.loads(line) for line in content.decode().split("\n")[:-1]]


def rewrite(folder, **changes):
    """Do as a person does who checks each line."""
    lines = read_lines(folder)
    for line in lines:
        line["review"]["reviewed"] = True
        line |= changes
    text = "\n".join(json.dumps(line) for line in lines)  # No line end behind the last.
    (folder / "feedback.jsonl").write_text(text, "utf-8")


def test_a_right_answer_says_what_is_right(tmp_path):
    made = datetime(2026, 5, 4, 12, tzinfo=UTC)
    name = save(tmp_path, history=[("Which ferry?", "That of Orrin.")], made=made)
    (line,) = read_lines(tmp_path)
    review = line.pop("review")
    assert line == {
        "id": name,
        "type": "judged right",
        "question": ASKED,
        "history": [{"question": "Which ferry?", "answer": "That of Orrin."}],
        "article": f"feedback/{ARTICLE.id}.txt",
        "evidence": [[SENTENCE]],
        "answer": ["4 May"],
        "absent": False,
    }
    shown = review.pop("shown")
    assert review == {
        "reviewed": False,
        "judgement": "right",
        "made": "2026-05-04T12:00:00+00:00",
        "writer": "quotes",
        "model": None,
        "articles": [{"id": ARTICLE.id, "title": ARTICLE.title}],
    }
    assert shown["quotes"][0]["quote"] == SENTENCE
    assert shown["statements"][0]["verdict"] == "supported"


def test_a_right_abstention_is_absent(tmp_path):
    save(tmp_path, answer_with(question=ABSENT))
    (line,) = read_lines(tmp_path)
    assert (line["absent"], line["evidence"], line["answer"]) == (True, None, None)
    assert line["article"] == f"feedback/{ARTICLE.id}.txt"


@pytest.mark.parametrize("judgement", [Judgement.WRONG, "wrong sentence"])
@pytest.mark.parametrize("answer", [ANSWER, answer_with(question=ABSENT)], ids=["said", "absent"])
def test_what_is_wrong_is_left_to_a_person(tmp_path, answer, judgement):
    save(tmp_path, answer, judgement)
    (line,) = read_lines(tmp_path)
    assert [line[name] for name in ("evidence", "answer", "absent")] == [None] * 3
    assert line["review"]["judgement"] == judgement
    assert line["type"] == f"judged {judgement}"


def test_each_statement_is_a_group_and_without_marked_words_the_quotes_answer(tmp_path):
    bus = "A bus will take its place in June."
    both = answer_with(cite(1, SENTENCE), cite(2, bus))
    together = replace(
        both, statements=(replace(both.statements[0], citations=(1, 2)), both.statements[1])
    )
    save(tmp_path, together)
    (line,) = read_lines(tmp_path)
    assert line["evidence"] == [[SENTENCE, bus], [bus]]
    assert line["answer"] == [SENTENCE, bus]


def test_of_several_articles_the_first_cited_is_asked_and_all_are_kept(tmp_path):
    bakery = make_article(BAKERY)
    fire = cite(1, "The bakery of Tarn burned down on Sunday.", text=BAKERY, article=bakery)
    save(tmp_path, answer_with(fire, cite(2, SENTENCE)), articles=[ARTICLE, bakery])
    (line,) = read_lines(tmp_path)
    assert line["article"] == f"feedback/{bakery.id}.txt"
    assert line["evidence"] == [[fire.quote]]
    assert [kept["id"] for kept in line["review"]["articles"]] == [bakery.id, ARTICLE.id]
    assert len(list((tmp_path / "feedback").glob("*.txt"))) == 2


def test_where_no_article_is_shown_the_only_one_asked_counts_or_none(tmp_path):
    bakery = make_article(BAKERY)
    save(tmp_path, answer_with(question=ABSENT), articles=[ARTICLE, bakery])
    near = Nearest(
        article_id=bakery.id, title="", sentence=1, start=0, end=3, quote=BAKERY[:3], speaker=None
    )
    save(tmp_path, answer_with(question=ABSENT, nearest=(near,)), articles=[ARTICLE, bakery])
    assert [line["article"] for line in read_lines(tmp_path)] == [
        None,
        f"feedback/{bakery.id}.txt",
    ]


def test_the_text_is_kept_letter_by_letter(tmp_path):
    save(tmp_path)
    path = tmp_path / "feedback" / f"{ARTICLE.id}.txt"
    with ArticleQA.open(tmp_path / "other", settings=Settings()) as assistant:
        assert assistant.add(path).text == FERRY
    path.write_text("changed", "utf-8")
    save(tmp_path)
    assert path.read_bytes().decode("utf-8-sig") == FERRY


@pytest.fixture
def judged(tmp_path, minilm):
    """Return the folder of a library whose answers were judged, and the names of the lines."""
    folder = tmp_path / "library"
    with ArticleQA.open(folder, settings=Settings(), embedder=minilm) as assistant:
        article = assistant.add_text(FERRY)
        assistant.add_text(BAKERY)
        said = assistant.ask(ASKED)
        assert said.status is Status.ANSWERED
        absent = assistant.ask(ABSENT, article=article.id)
        assert absent.status is Status.NOT_FOUND
        names = [
            assistant.judge(said, "right"),
            assistant.judge(absent, "right", article=article.id, history=[("Hm?", "No.")]),
            assistant.judge(said, "wrong"),
            assistant.judge(replace(said, question="When does it end?"), "wrong sentence"),
        ]
        # The gold does not rest on the library.
        assistant.remove(article.id)
    return folder, names


def test_from_the_judgement_to_the_figures(judged, capsys):
    folder, names = judged
    path = str(folder / "feedback.jsonl")
    assert names[0] == names[2]
    assert len(set(names)) == 3

    assert main(["eval", path]) == 1
    told = capsys.readouterr().err
    assert "3 candidates" in told
    assert 'Set "reviewed" to true' in told
    assert len(told.splitlines()) == 1

    rewrite(folder, evidence=[[SENTENCE]], answer=["4 May"], absent=False)
    lines = read_last(folder)
    lines[1] |= {"evidence": None, "answer": None, "absent": True}
    lines[3]["review"]["reviewed"] = False
    write_last(folder, lines)
    assert main(["eval", path, "--json"]) == 0
    printed = capsys.readouterr()
    (section,) = json.loads(printed.out)["figures"]
    figures = section["figures"]
    assert "1 candidate was skipped" in printed.err
    assert figures["coverage"]["count"] == figures["absent_not_found"]["count"] == 1
    assert figures["evidence_hit"]["value"] == figures["answer_match"]["value"] == 1
    assert set(section["by_type"]) == {"judged right", "judged wrong"}


def read_last(folder):
    return [json.loads(x) for x in (folder / "feedback.jsonl").read_text("utf-8").splitlines()]


def write_last(folder, lines):
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "feedback.jsonl").write_text(text, "utf-8")


def test_the_last_that_was_checked_counts(tmp_path):
    save(tmp_path)
    rewrite(tmp_path, answer=["on 4 May"])
    first = save(tmp_path, judgement="wrong")
    (gold,) = read_gold(tmp_path / "feedback.jsonl")
    assert (gold.id, gold.answer, gold.line) == (first, ("on 4 May",), 1)
    rewrite(tmp_path, evidence=[["4 May"]], answer=["May"], absent=False)
    (gold,) = read_gold(tmp_path / "feedback.jsonl")
    assert (gold.answer, gold.line) == (("May",), 2)
    assert len(list(read_questions(tmp_path / "feedback.jsonl"))) == 1


def test_who_says_how_many_are_skipped(tmp_path):
    told = []
    save(tmp_path)
    rewrite(tmp_path)
    save(tmp_path, answer_with(question=ABSENT))
    assert len(read_gold(tmp_path / "feedback.jsonl", tell=told.append)) == 1
    (line,) = told
    assert "1 candidate was skipped" in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"evidence": None}, "evidence", id="no-evidence"),
        pytest.param({"absent": True}, "evidence", id="absent-with-evidence"),
        pytest.param({"answer": None}, "answer", id="no-answer"),
        pytest.param({"article": None}, "article", id="no-article"),
        pytest.param({"evidence": [["5 May"]]}, "evidence", id="not-in-the-article"),
        pytest.param({"article": "gone.txt"}, "article", id="no-such-article"),
        pytest.param({"review": {"reviewed": "yes"}}, "review", id="reviewed-is-no-truth-value"),
        pytest.param({"review": []}, "review", id="review-is-no-object"),
    ],
)
def test_a_checked_line_that_is_incomplete_is_named(tmp_path, capsys, changes, field):
    save(tmp_path)
    rewrite(tmp_path, **changes)
    assert main(["eval", str(tmp_path / "feedback.jsonl")]) == 1
    (told,) = capsys.readouterr().err.splitlines()
    assert "line 1" in told
    assert f"{field}:" in told


def test_an_id_of_a_candidate_is_no_excuse_for_another_line(tmp_path):
    name = save(tmp_path)
    with (tmp_path / "feedback.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": name, "question": "Who?", "absent": True}) + "\n")
    for read in (read_gold, lambda path: list(read_questions(path))):
        with pytest.raises(GoldError, match="line 2, id"):
            read(tmp_path / "feedback.jsonl")


def save_many(folder, first, count):
    for number in range(first, first + count):
        save(Path(folder), replace(ANSWER, question=f"What of {number}?"))


def test_threads_and_processes_lose_no_line(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    others = [spawn.Process(target=save_many, args=(str(tmp_path), n * 20, 20)) for n in (1, 2)]
    for other in others:
        other.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: save_many(tmp_path, 100 + n * 5, 5), range(8)))
    for other in others:
        other.join(60)
        assert other.exitcode == 0
    asked = {line["question"] for line in read_lines(tmp_path)}
    assert asked == {f"What of {n}?" for n in (*range(20, 60), *range(100, 140))}
    assert len(read_lines(tmp_path)) == 80


def test_a_line_without_its_end_is_not_lost(tmp_path):
    save(tmp_path)
    path = tmp_path / "feedback.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    save(tmp_path, judgement="wrong")
    assert [line["review"]["judgement"] for line in read_lines(tmp_path)] == ["right", "wrong"]


def test_a_full_file_is_told_and_stays_as_it_was(tmp_path, monkeypatch):
    save(tmp_path)
    before = (tmp_path / "feedback.jsonl").read_bytes()
    monkeypatch.setattr(feedback, "_MAX_FILE_BYTES", len(before) + 100)
    with pytest.raises(FeedbackError, match="move it away"):
        save(tmp_path)
    assert (tmp_path / "feedback.jsonl").read_bytes() == before


def test_a_disk_that_fills_up_leaves_no_half_line(tmp_path, monkeypatch):
    save(tmp_path)
    before = (tmp_path / "feedback.jsonl").read_bytes()
    write = feedback.os.write

    def write_half(file, content):
        return write(file, content[: len(content) // 2] if b"feedback-" in content else content)

    monkeypatch.setattr(feedback.os, "write", write_half)
    with pytest.raises(FeedbackError, match="disk is full"):
        save(tmp_path)
    assert (tmp_path / "feedback.jsonl").read_bytes() == before


def test_too_many_articles_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(feedback, "_MAX_COPIES_BYTES", len(FERRY))
    with pytest.raises(FeedbackError, match="move them away"):
        save(tmp_path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "feedback").write_text("a file in the way", "utf-8")
    with pytest.raises(FeedbackError, match="cannot be kept"):
        save(tmp_path)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        pytest.param({"judgement": "so so"}, FeedbackError, id="judgement"),
        pytest.param({"answer": replace(ANSWER, question="?")}, QuestionError, id="empty"),
        pytest.param({"answer": replace(ANSWER, question="a" * 2000)}, QuestionError, id="long"),
        pytest.param({"history": [("one",)]}, QuestionError, id="history"),
    ],
)
def test_what_cannot_be_kept_is_refused_before_anything_is_written(tmp_path, values, error):
    with pytest.raises(error):
        save(tmp_path, **values)
    assert list(tmp_path.iterdir()) == []


def test_long_things_are_cut_and_fit_in_a_line(tmp_path):
    text = "Invented: " + "the ferry " * 20_000 + "ends."
    article = make_article(text)
    long = [cite(n, text, text=text, article=article) for n in range(1, 60)]
    history = [("What? " * 1000, "That. " * 10_000)] * 50
    save(tmp_path, answer_with(*long), articles=[article], history=history)
    rewrite(tmp_path)
    (gold,) = read_gold(tmp_path / "feedback.jsonl")
    assert len(gold.history) == 10
    assert all(snippet in text for group in gold.evidence for snippet in group)
    assert not text.removeprefix(gold.answer[0])[0].isalnum()


def test_a_line_that_would_be_too_long_is_refused(tmp_path):
    text = "Invented:" + "\x01" * 2000
    article = make_article(text)
    long = [cite(n, text, text=text, article=article) for n in range(1, 60)]
    with pytest.raises(FeedbackError, match="too long"):
        save(tmp_path, answer_with(*long), articles=[article])
    assert list(tmp_path.iterdir()) == []


@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_any_text_stays_on_its_line_and_steers_nothing(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("feedback")
    save(folder, replace(ANSWER, question=f"Who {text}?", notice=text), history=[(text, text)])
    content = (folder / "feedback.jsonl").read_bytes().decode()
    assert content.count("\n") == len(content.splitlines()) == 1
    assert not any(0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E for c in content)
    (question,) = read_questions(folder / "feedback.jsonl")
    assert question.question == f"Who {text}?".encode("utf-8", "replace").decode()
