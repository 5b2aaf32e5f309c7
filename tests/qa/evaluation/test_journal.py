"""Outcomes on disk: whatever moment a run is interrupted at, what was written is gone on with."""

import json
import multiprocessing
import resource
import signal
import sys

import pytest

from index.errors import RunError
from qa.evaluation.cases import Case, Place
from qa.evaluation.journal import Journal, key_of
from qa.evaluation.outcomes import ClaimOutcome, Judged, Outcome
from qa.models import Answer, Citation, Statement, Status, Verdict, VerdictLabel

RUNNING = {"questions": "abc", "systems": ["quotes"]}


def make_outcome(number: int) -> Outcome:
    """Return an outcome whose text holds what a line must survive. All in it is invented."""
    quote = f"The ferry of Orrin stops on {number} May.\u2028\n\x00 \U0001f6a2"
    verdict = Verdict(label=VerdictLabel.SUPPORTED, score=0.9)
    answer = Answer(
        question="When?",
        standalone_question="When does the ferry stop?",
        status=Status.ANSWERED,
        statements=(Statement(text=quote, citations=(1,), verdict=verdict),),
        citations=(
            Citation(
                number=1,
                article_id="a" * 12,
                title="The ferry",
                outlet=None,
                url=None,
                published=None,
                sentence=1,
                start=0,
                end=len(quote),
                quote=quote,
                highlight=(0, 3),
            ),
        ),
        timings={"search": 1.5},
    )
    case = Case(
        id=f"g{number}",
        question="When?",
        history=(("Which ferry?", "That of Orrin."),),
        scope=("a" * 12,),
        evidence=((Place("a" * 12, 0, 9),),),
        answers=("May",),
    )
    return Outcome(
        system="quotes",
        dataset="invented",
        case=case,
        answer=answer,
        ranked=(Place("a" * 12, 0, 9),),
        judged=(Judged(together=True, alone=(True,), without=(False,)),),
        seconds=0.25,
    )


CLAIM = ClaimOutcome(
    dataset="wice",
    id="c1",
    group="g",
    unseen=True,
    claim="It sank.",
    supported=False,
    verdict=Verdict(label=VerdictLabel.UNSUPPORTED, score=0.1),
)
FAILED = Outcome(
    system="quotes", dataset="invented", case=Case(id="g9", question="Why?"), error="It broke."
)
EVERY = [make_outcome(1), make_outcome(2), FAILED, CLAIM]


@pytest.fixture
def written(tmp_path):
    with Journal(tmp_path, RUNNING) as journal:
        for outcome in EVERY:
            journal.append(outcome)
    return tmp_path / "journal.jsonl"


def test_outcomes_come_back_as_they_were_in_the_order_asked_for(written):
    with Journal(written.parent, RUNNING) as journal:
        keys = [key_of(outcome) for outcome in reversed(EVERY)]
        assert list(journal.read(keys)) == EVERY[::-1]
        assert list(journal.read([*keys, ("quotes", "invented", "unknown")])) == EVERY[::-1]
        assert journal.done == set(keys) - {key_of(FAILED)}  # What failed is asked again.


def test_cut_anywhere_it_holds_every_line_that_was_whole(written):
    content = written.read_bytes()
    lines = content.splitlines(keepends=True)
    for length in [*range(0, len(content), 97), len(content) - 1]:
        written.write_bytes(content[:length])
        whole = max(0, content[:length].count(b"\n") - 1)
        with Journal(written.parent, RUNNING) as journal:
            kept = [key_of(outcome) for outcome in EVERY[:whole]]
            assert list(journal.read(kept)) == EVERY[:whole]
            for outcome in EVERY[whole:]:
                journal.append(outcome)
        assert written.read_bytes().splitlines(keepends=True) == lines


@pytest.mark.parametrize("name", list(RUNNING))
def test_a_journal_of_another_run_is_not_gone_on_with(written, name):
    before = written.read_bytes()
    with pytest.raises(RunError, match=f"{name} differ.*--fresh"):
        Journal(written.parent, RUNNING | {name: "other"})
    assert written.read_bytes() == before


def test_fresh_starts_over(written):
    with Journal(written.parent, {"other": 1}, fresh=True) as journal:
        assert journal.done == set()


@pytest.mark.parametrize(
    "line", [b"[]", b"{", b"[" * 100_000, b'"\\ud800"', b'{"kind": "claim"}', b'{"kind": []}']
)
def test_what_is_no_journal_is_refused_in_one_line(written, line):
    for content in (line + b"\n", written.read_bytes() + line + b"\n"):
        written.write_bytes(content)
        with pytest.raises(RunError) as caught:
            Journal(written.parent, RUNNING)
        assert "\n" not in str(caught.value)


def _fill(folder):
    """Append until the largest file that this process may write is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, 3_000))
    try:
        with Journal(folder, RUNNING) as journal:
            for number in range(100):
                journal.append(make_outcome(number))
    except RunError as error:
        sys.exit(0 if "cannot be written (File too large)" in str(error) else 2)
    sys.exit(3)


def test_a_full_disk_is_told_in_our_words_and_loses_nothing(tmp_path):
    filling = multiprocessing.get_context("spawn").Process(target=_fill, args=(tmp_path,))
    filling.start()
    filling.join(60)
    assert filling.exitcode == 0
    with Journal(tmp_path, RUNNING) as journal:
        kept = [make_outcome(number) for number in range(len(journal.done))]
        assert kept
        assert list(journal.read(map(key_of, kept))) == kept


def test_finished_it_leaves_nothing(tmp_path):
    journal = Journal(tmp_path / "new" / "folder", RUNNING)
    journal.append(CLAIM)
    journal.finish()
    assert list((tmp_path / "new" / "folder").iterdir()) == []


def _hold(folder, ready, done):
    with Journal(folder, RUNNING):
        ready.set()
        done.wait(20)


def test_two_runs_do_not_write_to_one_folder(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    ready, done = spawn.Event(), spawn.Event()
    other = spawn.Process(target=_hold, args=(tmp_path, ready, done))
    other.start()
    try:
        assert ready.wait(20)
        with pytest.raises(RunError, match="Another run writes to"):
            Journal(tmp_path, RUNNING)
    finally:
        done.set()
        other.join()
    Journal(tmp_path, RUNNING).close()


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="cannot be written"):
        Journal(tmp_path / "file", RUNNING)


def test_the_first_line_says_what_is_run(written):
    assert json.loads(written.read_bytes().splitlines()[0]) == RUNNING
