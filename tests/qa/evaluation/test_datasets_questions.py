"""Each dataset of questions, on a small invented file of its published form."""

import pytest
from published_shapes import (
    ORRIN,
    SHAPES,
    VELDEN,
    make_abg_coqa,
    make_clapnq,
    make_coqa,
    make_coqa_cnn,
    make_joined_clapnq,
    make_longbench_cite,
    make_multihop_rag,
    make_realtime_qa,
    make_rgb,
    make_rgb_of_parts,
    make_squad2,
    write,
)

from index.errors import GoldError
from qa.evaluation.datasets import FITTED_ON, QUESTION_DATASETS, read_batches

READABLE = [(name, make) for name in QUESTION_DATASETS for make in SHAPES[name]]


def quote(batches):
    """Return the text of each place: by case id, the groups as lists."""
    texts = {article.id: article.text for batch in batches for article in batch.articles}
    return {
        case.id: [[texts[p.article][p.start : p.end] for p in group] for group in case.evidence]
        for batch in batches
        for case in batch.cases
    }


def by_id(batches):
    return {case.id: case for batch in batches for case in batch.cases}


def test_the_fitted_datasets_are_datasets():
    assert set(FITTED_ON) < set(QUESTION_DATASETS)


@pytest.mark.parametrize(("name", "make"), READABLE)
def test_a_file_its_folder_and_the_folder_above_are_read_alike(tmp_path, name, make):
    folder = write(make(), tmp_path / name)
    batches = read_batches(name, folder)
    assert batches == read_batches(name, tmp_path)
    if len(make()) == 1:
        (file,) = folder.iterdir()
        assert batches == read_batches(name, file)


@pytest.mark.parametrize(("name", "make"), READABLE)
def test_places_scopes_and_ids_hold(tmp_path, name, make):
    batches = read_batches(name, write(make(), tmp_path))
    cases = [case for batch in batches for case in batch.cases]
    assert len({case.id for case in cases}) == len(cases)
    for batch in batches:
        texts = {article.id: article.text for article in batch.articles}
        for case in batch.cases:
            assert set(case.scope or ()) <= set(texts)
            assert not (case.absent and (case.evidence or case.answers))
            for group in case.evidence:
                assert group
                for place in group:
                    assert case.scope is None or place.article in case.scope
                    assert 0 <= place.start < place.end <= len(texts[place.article])


def test_squad2_places_are_where_answers_start(tmp_path):
    batches = read_batches("squad2", write(make_squad2(), tmp_path))
    assert batches[0].articles[0].text == f"First came rain.\n\n{ORRIN}\n\n"
    assert quote(batches) == {"right0": [["A"]], "wrong0": [], "right1": [["B"]], "wrong1": []}
    cases = by_id(batches)
    assert cases["right0"].answers == ("Ana Roe", "Ana Roe led the rescue. Nobody was hurt.")
    assert [case.absent for case in cases.values()] == [False, True, False, True]


def test_squad1_has_no_flag_and_is_read_too(tmp_path):
    files = make_squad2()
    questions = files["dev-v2.0.json"]["data"][0]["paragraphs"][1]["qas"]
    del questions[0]["is_impossible"], questions[1]
    del files["dev-v2.0.json"]["data"][1:]
    assert quote(read_batches("squad2", write(files, tmp_path))) == {"right0": [["A"]]}


def test_coqa_counts_every_annotator_but_absent_is_what_the_first_says(tmp_path):
    batches = read_batches("coqa", write(make_coqa(), tmp_path))
    assert quote(batches) == {
        "story|1": [["The ferry sank", "ferry sank"]],
        "story|2": [["Ana Roe"]],
        "story|3": [],
    }
    first, second, third = batches[0].cases
    assert first.answers == ("a ferry", "the ferry")
    assert second.answers == ("Ana Roe",)
    assert third.absent
    assert third.history == (("What sank?", "a ferry"), ("Who led the rescue?", "Ana Roe"))
    assert {case.type for case in batches[0].cases} == {"cnn"}


def test_coqa_leaves_out_spans_outside_their_story_and_says_so(tmp_path, capsys):
    files = make_coqa()
    files["coqa-dev-v1.0.json"]["data"][0]["answers"][1]["span_end"] = 10**9
    batches = read_batches("coqa", write(files, tmp_path))
    assert quote(batches)["story|2"] == []
    assert not by_id(batches)["story|2"].absent
    assert "coqa: 1 spans were left out" in capsys.readouterr().err


def test_coqa_history_is_bounded(tmp_path):
    files = make_coqa()
    story = files["coqa-dev-v1.0.json"]["data"][0]
    del story["additional_answers"]
    story["questions"] = [{"turn_id": turn, "input_text": f"{turn}?"} for turn in range(40)]
    story["answers"] = [{**story["answers"][0], "turn_id": turn} for turn in range(40)]
    last = read_batches("coqa", write(files, tmp_path))[0].cases[-1]
    assert [asked for asked, _ in last.history] == [f"{turn}?" for turn in range(19, 39)]


def test_an_answer_without_a_span_is_one_without_a_place(tmp_path):
    files = make_coqa()
    story = files["coqa-dev-v1.0.json"]["data"][0]
    story["answers"][1] |= {"span_start": -1, "span_end": -1}
    case = by_id(read_batches("coqa", write(files, tmp_path)))["story|2"]
    assert (case.absent, case.evidence, case.answers) == (False, (), ("Ana Roe",))


def test_an_unknown_with_a_span_is_an_answer(tmp_path):
    files = make_coqa()
    story = files["coqa-dev-v1.0.json"]["data"][0]
    story["answers"][2] |= {"span_start": 0, "span_end": 9}
    assert not by_id(read_batches("coqa", write(files, tmp_path)))["story|3"].absent


def test_coqa_cnn_places_are_trimmed_and_articles_without_questions_stay(tmp_path):
    batches = read_batches("coqa-cnn", write(make_coqa_cnn(), tmp_path))
    assert [len(batch.cases) for batch in batches] == [2, 0]
    assert quote(batches) == {"a|2": [["Ana Roe led"]], "a|3": []}
    assert batches[0].cases[0].history == (("What sank?", "The ferry."),)
    assert [case.absent for case in batches[0].cases] == [False, True]


def test_abg_coqa_accepts_the_answers_of_every_reading(tmp_path):
    batches = read_batches("abg-coqa", write(make_abg_coqa(), tmp_path))
    assert len(batches) == 1
    ambiguous, plain = batches[0].cases
    assert (ambiguous.type, plain.type) == ("ambiguous", "non_ambiguous")
    assert ambiguous.answers == ("Ana Roe", "Roe", "nobody")
    assert plain.answers == ("Ana Roe",)
    assert ambiguous.history == (("What sank?", "a ferry"),)
    assert quote(batches)["story|3|1"] == [["Ana Roe led"]]


def test_clapnq_is_read_as_published(tmp_path):
    batches = read_batches("clapnq", write(make_clapnq(), tmp_path))
    right, wrong = by_id(batches).values()
    assert quote(batches)["1"] == [["The ferry sank near Orrin .", "Ana Roe led the rescue ."]]
    assert right.answers == ("Ana Roe led it.", "Ana Roe.")
    assert (right.absent, wrong.absent) == (False, True)


def test_clapnq_is_read_joined(tmp_path):
    batches = read_batches("clapnq", write(make_joined_clapnq(), tmp_path))
    assert [case.absent for batch in batches for case in batch.cases] == [False, True] * 2
    assert quote(batches)["2"] == [["Ana Roe led the rescue ."]]
    text = "The ferry sank near Orrin .\nAna Roe led the rescue .\n"
    assert batches[0].articles[0].text == text


def test_multihop_rag_wants_every_fact_and_asks_all_articles(tmp_path):
    (batch,) = read_batches("multihop-rag", write(make_multihop_rag(), tmp_path))
    right, wrong = batch.cases
    assert right.scope is None
    assert quote([batch])["1"] == [
        ["Ana Roe led\n\nthe rescue."],
        ["Bo Lind called it a shame."],
    ]
    assert right.answers == ("Bo Lind and Ana Roe",)
    assert (wrong.absent, wrong.answers, wrong.type) == (True, (), "null_query")
    assert batch.articles[0].outlet == "The Invented Times"
    assert batch.articles[0].published == "2023-09-28T12:00:00+00:00"


def test_a_fact_without_words_stands_nowhere(tmp_path):
    files = make_multihop_rag()
    files["MultiHopRAG.json"][0]["evidence_list"][1]["fact"] = " "
    (batch,) = read_batches("multihop-rag", write(files, tmp_path))
    assert quote([batch])["1"][1] == [VELDEN]


def test_multihop_rag_tells_of_facts_and_articles_that_are_missing(tmp_path, capsys):
    files = make_multihop_rag()
    facts = files["MultiHopRAG.json"][0]["evidence_list"]
    facts[0]["fact"] = "Nobody said this."
    lost = {**files["MultiHopRAG.json"][0], "evidence_list": [{**facts[0], "url": "elsewhere"}]}
    files["MultiHopRAG.json"].append(lost)
    (batch,) = read_batches("multihop-rag", write(files, tmp_path))
    assert len(batch.cases) == 2
    assert quote([batch])["1"][0] == [batch.articles[0].text]
    told = capsys.readouterr().err
    assert "1 facts do not stand in their article" in told
    assert "1 questions were left out" in told


@pytest.mark.parametrize("published", ["yesterday", None, "2023-99-99"])
def test_a_date_that_is_none_is_left_out(tmp_path, published):
    files = make_multihop_rag()
    files["corpus.json"][1]["published_at"] = published
    (batch,) = read_batches("multihop-rag", write(files, tmp_path))
    assert batch.articles[1].text == VELDEN
    assert batch.articles[1].published is None
    assert batch.articles[1].outlet == "The Invented Times"


def test_realtime_qa_tells_whether_the_string_can_be_found(tmp_path, capsys):
    batches = read_batches("realtime-qa", write(make_realtime_qa(), tmp_path))
    first, second = by_id(batches).values()
    assert (first.answers, first.type) == (("Ana Roe",), "string found")
    assert (second.answers, second.type) == (("Bo Lind",), "string not found")
    assert batches[0].articles[0].published == "2022-06-17"
    assert batches[0].articles[0].title == "A ferry sinks"
    told = capsys.readouterr().err
    assert "2 retrieved articles were left out" in told
    assert "1 questions were left out" in told


def test_realtime_qa_needs_the_articles_that_were_found(tmp_path):
    folder = write(make_realtime_qa(), tmp_path)
    (folder / "20220617_gcs.jsonl").rename(folder / "20220617_dpr.jsonl")
    assert read_batches("realtime-qa", folder)
    (folder / "20220617_dpr.jsonl").unlink()
    with pytest.raises(GoldError, match="no retrieved articles"):
        read_batches("realtime-qa", folder)


@pytest.mark.parametrize("answer", ["2", "-1", "one", "²", "9" * 5000])
def test_realtime_qa_refuses_a_choice_that_is_none(tmp_path, answer):
    files = make_realtime_qa()
    files["20220617_qa.jsonl"][0]["answer"] = [answer]
    with pytest.raises(GoldError, match="line 1, answer"):
        read_batches("realtime-qa", write(files, tmp_path))


def test_rgb_mixes_snippets_and_rejects_without_those_that_answer(tmp_path, capsys):
    batches = read_batches("rgb", write(make_rgb(), tmp_path))
    mixed, rejected, clear = by_id(batches).values()
    assert (mixed.type, rejected.type) == ("noise robustness", "negative rejection")
    assert (len(mixed.scope), len(rejected.scope), len(clear.scope)) == (5, 5, 4)
    assert quote(batches)["0"] == [[f"Ana Roe led rescue {n} near Orrin ..." for n in (0, 1)]]
    assert mixed.answers == ("Ana Roe", "A. Roe")
    assert clear.answers == ("Ana Roe",)
    assert rejected.absent
    assert not set(rejected.scope) & {place.article for place in mixed.evidence[0]}
    assert "1 snippets were left out" in capsys.readouterr().err


def test_rgb_leaves_out_what_no_snippet_answers_but_asks_it_without(tmp_path, capsys):
    files = make_rgb()
    files["en.json"][0]["positive"] = ["?"]
    cases = by_id(read_batches("rgb", write(files, tmp_path)))
    assert set(cases) == {"0-rejection", "1"}
    assert "1 questions were left out" in capsys.readouterr().err


def test_rgb_wants_a_snippet_of_every_part(tmp_path):
    batches = read_batches("rgb", write(make_rgb_of_parts(), tmp_path))
    (case,) = batches[0].cases
    assert quote(batches)["0"] == [["Ana Roe led."], ["Bo Lind called it a shame."]]
    assert (case.type, case.answers, len(case.scope)) == ("information integration", (), 5)


def test_longbench_cite_has_answers_but_no_places(tmp_path):
    (batch,) = read_batches("longbench-cite", write(make_longbench_cite(), tmp_path))
    (case,) = batch.cases
    assert (case.id, case.type, case.absent) == ("0", "multifieldqa_en", False)
    assert (case.evidence, case.answers) == ((), ("Ana Roe led it.",))


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        pytest.param("Ana Roe led it.", ("Ana Roe led it.",), id="text"),
        pytest.param(["Ana Roe", "Roe", "Roe"], ("Ana Roe", "Roe"), id="list"),
        pytest.param("", (), id="empty-text"),
        pytest.param([], (), id="empty-list"),
    ],
)
def test_longbench_cite_takes_an_answer_as_text_or_list(tmp_path, answer, accepted):
    files = make_longbench_cite()
    (row,) = files["LongBench-Cite.json"]
    files["LongBench-Cite.json"].append({**row, "idx": 1, "answer": answer})
    first, second = by_id(read_batches("longbench-cite", write(files, tmp_path))).values()
    assert (first.answers, second.answers) == (("Ana Roe led it.",), accepted)


@pytest.mark.parametrize("answer", [None, 7, {"a": "b"}, [7]])
def test_longbench_cite_refuses_another_answer(tmp_path, answer):
    files = make_longbench_cite()
    files["LongBench-Cite.json"][0]["answer"] = answer
    with pytest.raises(GoldError, match="item 1, answer"):
        read_batches("longbench-cite", write(files, tmp_path))


def test_ids_that_stand_twice_are_told_apart(tmp_path):
    files = make_longbench_cite()
    files["LongBench-Cite.json"] *= 3
    batches = read_batches("longbench-cite", write(files, tmp_path))
    assert list(by_id(batches)) == ["0", "0#2", "0#3"]
