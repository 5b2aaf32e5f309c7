"""Making gold files in the terminal. The article and all in it are invented."""

import io
import json
import os
import pty
import resource
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from index.errors import ArticleError, GoldError
from qa.assistant import ArticleQA
from qa.gold.check import check_files, check_gold
from qa.gold.file import GoldFile
from qa.gold.new import make_gold
from qa.gold.proposals import Proposal, fold, propose
from seeds import ARTICLES

ROOT = Path(__file__).parents[3]
STORY = """Osterby bridge opens

The Osterby bridge opened on Friday and 9,000 people walked across it.

Minister Karl Venn praised the engineers and promised to build a second bridge.

Paula Dahl, a teacher, crossed the bridge with her class on Saturday.

Mayor Jane Roe, 52, said the ferry would stop in March.

Tom Poe, who designed the bridge in 1974, was not available for comment.

The ferry to Nordby has stopped.

The ferry to Nordby has stopped.

An evil mind wrote \x1b[2J[red]this[/red] here.
"""
DRIVER = "import sys; from pathlib import Path; from qa.gold.new import make_gold; "
CALL = (
    DRIVER
    + "sys.exit(make_gold(Path('bridge.txt'), out=Path('gold.jsonl'), count=int(sys.argv[1])))"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "bridge.txt").write_text(STORY, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def make(folder, monkeypatch, capsys):
    """Type lines, return what was shown and the questions in the file."""

    def run(*typed, code=0, **options):
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        options = {"out": Path("gold.jsonl"), "count": 6, **options}
        assert make_gold(options.pop("article", Path("bridge.txt")), **options) == code
        return capsys.readouterr().out, read(options["out"] or Path("bridge.gold.jsonl"))

    return run


def read(path):
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_what_is_accepted_is_gold_that_passes_the_check(make):
    shown, lines = make("a", "14", "q")
    (line,) = lines
    fields = ["id", "type", "question", "history", "article", "evidence", "answer", "absent"]
    assert list(line) == fields
    assert (line["id"], line["type"], line["article"]) == ("g01", "proposed", "bridge.txt")
    assert line["question"] in shown
    assert line["evidence"][0][0] in shown
    assert "1 question was added to gold.jsonl (1 proposed)" in shown
    assert "write questions of your own too" in shown
    told, code = check_files([Path("gold.jsonl")], strict=True)
    assert code == 0, told


def test_what_is_rejected_is_not_kept(make):
    shown, lines = make("r", "r", "q")
    assert lines == []
    assert not Path("gold.jsonl").exists()
    assert "Nothing was added" in shown


def test_the_end_of_what_is_typed_ends_with_a_summary(make):
    shown, lines = make("w", "Who praised the engineers?", "3", "Karl Venn")
    assert len(lines) == 1
    assert shown.splitlines()[-2].startswith("1 question was added")


def test_all_proposals_are_different_and_none_is_made_twice(make):
    shown, first = make(*["a", "it"] * 40, count=40)
    assert "Those were all proposals" in shown
    assert len(first) >= 4
    shown, both = make(*["a", "it"] * 40, count=40, seed=1)
    asked = [line["question"] for line in both]
    assert len({question.casefold() for question in asked}) == len(asked)
    assert [line["id"] for line in both] == [f"g{n:02}" for n in range(1, len(both) + 1)]
    assert both[: len(first)] == first


def test_a_proposal_is_edited(make):
    _, (line,) = make("e", "Who walked across it?", "3|99", "2|3 4", "9,000 people | 9,000", "q")
    assert (line["type"], line["question"]) == ("written", "Who walked across it?")
    assert [len(group) for group in line["evidence"]] == [2, 1]
    assert line["answer"] == ["9,000 people", "9,000"]


def test_enter_keeps_what_is_proposed(make):
    _, (accepted,) = make("a", "Friday", "q", out=Path("other.jsonl"))
    _, (edited,) = make("e", "", "", "Friday", "q")
    different = {name for name in accepted if accepted[name] != edited[name]}
    assert different <= {"answer"}


def test_a_question_of_ones_own(make):
    shown, (line,) = make("w", " ", "When did it open?", "s", "x", "2", "", "Friday", "q")
    assert "The question is empty" in shown
    assert "'x' is no sentence" in shown
    assert line["evidence"] == [[STORY.splitlines()[2]]]
    assert line["type"] == "written"
    assert "An evil mind" in shown


@pytest.mark.parametrize("typed", ["the", "...", "the | A.", " | ", ""])
def test_words_that_no_answer_can_match_are_asked_for_again(make, typed):
    shown, (line,) = make("w", "Who praised the engineers?", "3", typed, "Karl Venn | the", "q")
    assert line["answer"] == ["Karl Venn"]
    assert shown.count("Type the words that answer") == 1


def test_an_absent_question_of_ones_own(make):
    typed = ["w", "What did the bridge cost?", "none"]
    typed += ["w", "Which bridge opened on Friday?", "none", "y", "none", "n", "q"]
    shown, (first, second) = make(*typed)
    assert first["absent"]
    assert first["evidence"] is first["answer"] is None
    assert second["absent"]
    assert shown.count("every word of the question stands here") == 2
    told = check_gold(Path("gold.jsonl"))
    assert [(mistake.line, mistake.warning) for mistake in told] == [(2, True)]


def test_a_question_is_not_asked_twice(make):
    typed = ["w", "When did it open?", "2", "Friday"]
    shown, lines = make(*typed, "w", "when did  it OPEN?", "What else?", "none", "q")
    assert "is in the file already" in shown
    assert [line["question"] for line in lines] == ["When did it open?", "What else?"]


def test_a_sentence_that_stands_twice_is_told(make):
    shown, (line,) = make("w", "Which route ended?", "7", "Nordby", "q")
    assert "stands there 2 times" in shown
    assert line["evidence"] == [["The ferry to Nordby has stopped."]]


def test_b_leads_back_and_a_slip_of_a_key_is_no_answer(make):
    typed = ["w", "b", "w", "When did it open?", "b", "w", "When did it open?", "2", "b"]
    shown, lines = make(*typed, "w", "q", "When did it open?", "2", "q", "Friday", "q")
    assert shown.count("Type words, or b to go back") == 2
    assert [line["answer"] for line in lines] == [["Friday"]]


def test_nothing_in_the_file_is_altered(make, folder):
    old = '{"id": "g07", "question": "Old?",  "absent": true, "article": "bridge.txt"}'
    (folder / "gold.jsonl").write_text(old, "utf-8")
    make("w", "When did it open?", "2", "Friday", "q")
    first, second = (folder / "gold.jsonl").read_text("utf-8").splitlines()
    assert first == old
    assert json.loads(second)["id"] == "g08"


def test_a_file_with_a_mistake_is_not_gone_on_with(make, folder):
    (folder / "gold.jsonl").write_text('{"id": "g01"}\n', "utf-8")
    with pytest.raises(GoldError, match="line 1, question: is missing"):
        make("a")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        pytest.param({"article": Path("no.txt")}, GoldError, id="no-article"),
        pytest.param({"article": Path("empty.txt")}, ArticleError, id="empty-article"),
        pytest.param({"out": Path("no/gold.jsonl")}, GoldError, id="no-folder"),
        pytest.param({"out": Path()}, GoldError, id="folder"),
    ],
)
def test_what_cannot_be_begun_is_told_at_once(make, folder, options, error):
    (folder / "empty.txt").touch()
    with pytest.raises(error) as caught:
        make("q", **options)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("article", "out", "name"),
    [
        pytest.param("bridge.txt", "gold.jsonl", "bridge.txt", id="beside"),
        pytest.param("bridge.txt", "gold/new.jsonl", "../bridge.txt", id="above"),
        pytest.param(str(ARTICLES["reassurance-force"]), "g.jsonl", "reassurance-force", id="seed"),
    ],
)
def test_the_article_is_named_so_that_it_is_found_again(folder, article, out, name):
    (folder / "gold").mkdir()
    GoldFile(Path(out), article=Path(article)).append(Proposal(question="Why?"), [])
    (line,) = read(folder / out)
    assert line["article"] == name
    assert check_gold(Path(out)) == []
    assert GoldFile(Path(out), article=Path(article)).asked == ["Why?"]


def test_the_file_is_named_like_the_article(make):
    _, (line,) = make("w", "Why?", "none", "q", out=None)
    assert line["article"] == "bridge.txt"


def test_nothing_that_is_shown_or_written_steers_the_terminal(make, folder):
    typed = ["s", "w", "Who \x1b[31m wrote it?", "9", "[red]this[/red]", "q"]
    shown, (line,) = make(*typed)
    assert "[red]this[/red]" in shown
    assert "\x1b" not in shown + (folder / "gold.jsonl").read_text("utf-8")
    assert line["evidence"] == [[STORY.splitlines()[16]]]


def test_a_full_disk_leaves_the_file_as_it_was(folder):
    gold = GoldFile(Path("gold.jsonl"), article=Path("bridge.txt"))
    gold.append(Proposal(question="Why?"), [])
    before = Path("gold.jsonl").read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, limits[1]))
    try:
        with pytest.raises(GoldError, match="cannot be written"):
            gold.append(Proposal(question="Who?"), [])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert Path("gold.jsonl").read_bytes() == before
    assert gold.append(Proposal(question="Who?"), []) == "g02"


def test_absent_proposals_put_one_speaker_in_the_place_of_another(tmp_path, minilm):
    with ArticleQA.open(tmp_path / "library", embedder=minilm) as assistant:
        article = assistant.add(ROOT / "tests" / "gold" / "treasurer-court.txt")
        proposals = list(propose(assistant, article=article.id, asked=[]))
        speakers = {name for item in assistant.sentences(article.id) for name in item.speakers}
    absent = [proposal for proposal in proposals if proposal.type == "absent"]
    assert absent
    for proposal in absent:
        assert proposal.evidence == proposal.answer == ()
        assert any(name in proposal.question for name in speakers)
    asked = [fold(proposal.question) for proposal in proposals]
    assert len(set(asked)) == len(asked)


WORDS = ("Who sang?", "Why?", "Karl Venn", "Friday", "none", "2", "3|4", "2 5", "0000000019", "")


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_typed_the_file_passes_the_check(make, seed):
    random = Random(seed)  # noqa: S311
    typed = [random.choice((*"aerwsbyn", *WORDS, *WORDS)) for _ in range(200)]
    make(*typed, count=40, seed=seed)
    told, code = check_files([Path("gold.jsonl")])
    assert code == 0, told


def start(folder, stdin, stdout, *, count=3):
    return subprocess.Popen(
        [sys.executable, "-c", CALL, str(count)],
        stdin=stdin,
        stdout=stdout,
        stderr=stdout,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb"},
        start_new_session=True,
    )


def test_bytes_through_a_pipe(folder):
    process = start(folder, subprocess.PIPE, subprocess.PIPE)
    shown, _ = process.communicate(b"w\nWho ate \xff?\nnone\n", timeout=60)
    assert process.returncode == 0
    assert b"1 question was added" in shown
    (line,) = read(folder / "gold.jsonl")
    assert line["question"] == "Who ate \ufffd?"


def test_ctrl_c_in_a_terminal_loses_nothing(folder):
    ours, theirs = pty.openpty()
    process = start(folder, theirs, theirs)
    os.close(theirs)
    shown = expect(ours, b"", b"[q]uit:")
    os.write(ours, b"w\n")
    shown = expect(ours, shown, b"back): ", after=b"[q]uit:")
    os.write(ours, "Who sang ‘Osterby’?\n".encode())
    shown = expect(ours, shown, b"back]:")
    os.write(ours, b"none\n")
    shown = expect(ours, shown, b"[q]uit:", after=b"Added as g01.")
    process.send_signal(signal.SIGINT)
    shown = expect(ours, shown, b"gold check")
    assert process.wait(timeout=30) == 130
    os.close(ours)
    assert b"1 question was added" in shown
    assert b"Traceback" not in shown
    (line,) = read(folder / "gold.jsonl")
    assert line["question"] == "Who sang ‘Osterby’?"


def expect(terminal, shown, wanted, *, after=b""):
    """Return all that was shown, once it holds what is wanted."""
    ends = time.monotonic() + 60
    while wanted not in shown.partition(after)[2] if after else wanted not in shown:
        assert time.monotonic() < ends, shown
        if select.select([terminal], [], [], 1)[0]:
            shown += os.read(terminal, 65_536)
    return shown
