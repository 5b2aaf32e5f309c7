"""Each dataset of claims, on a small invented file of its published form."""

import pytest
from published_shapes import ORRIN, SHAPES, make_claims, make_summedits, make_wice, write

from index.errors import GoldError
from qa.evaluation.claims import split_claims
from qa.evaluation.datasets import CLAIM_DATASETS, read_claims


@pytest.mark.parametrize("name", CLAIM_DATASETS)
def test_a_file_its_folder_and_the_folder_above_are_read_alike(tmp_path, name):
    folder = write(SHAPES[name][0](), tmp_path / name)
    (file,) = folder.iterdir()
    claims = read_claims(name, folder)
    assert claims == read_claims(name, tmp_path) == read_claims(name, file)
    assert len({(claim.dataset, claim.id) for claim in claims}) == len(claims)


def test_wice_supports_only_what_is_supported_whole(tmp_path):
    claims = read_claims("wice", write(make_wice(), tmp_path))
    assert [claim.supported for claim in claims] == [True, False, False]
    assert [claim.id for claim in claims] == ["test1", "test2", "test3"]
    assert claims[0].premises == ("The ferry sank near Orrin.", "Ana Roe led the rescue.")
    assert len({claim.group for claim in claims}) == 1


def test_summedits_tells_the_domain(tmp_path):
    true, edited = read_claims("summedits", write(make_summedits(), tmp_path))
    assert (true.dataset, true.id, true.supported) == ("summedits:news", "orrin_og", True)
    assert (edited.premises, edited.supported) == ((ORRIN,), False)
    assert true.group == edited.group


def test_all_domains_of_a_folder_are_read(tmp_path):
    folder = write(make_summedits(), tmp_path)
    write({"summedits_podcast.json": make_summedits()["summedits_news.json"]}, folder)
    claims = read_claims("summedits", folder)
    assert {claim.dataset for claim in claims} == {"summedits:news", "summedits:podcast"}


@pytest.mark.parametrize(
    ("file", "domain", "told"),
    [
        pytest.param("summedits_test.json", "podcast", "summedits:podcast", id="field"),
        pytest.param("summedits_news.json", None, "summedits:news", id="null"),
        pytest.param("summedits_news.json", " ", "summedits:news", id="blank"),
        pytest.param("summedits_sales_call.json", "", "summedits:sales_call", id="empty"),
    ],
)
def test_the_domain_of_a_row_goes_before_that_of_the_file(tmp_path, file, domain, told):
    rows = make_summedits()["summedits_news.json"]
    rows[0]["domain"] = domain
    first, second = read_claims("summedits", write({file: rows}, tmp_path))
    assert first.dataset == told
    assert second.dataset == f"summedits:{file[len('summedits_') : -len('.json')]}"


def test_claims_of_one_domain_in_several_files_have_ids_of_their_own(tmp_path):
    rows = [{**row, "domain": "news"} for row in make_summedits()["summedits_news.json"]]
    names = ("summedits_a.json", "summedits_b.json")
    claims = read_claims("summedits", write(dict.fromkeys(names, rows), tmp_path))
    assert len({(claim.dataset, claim.id) for claim in claims}) == len(claims) == 4


def test_joined_claims_keep_their_groups_together(tmp_path):
    claims = read_claims("claims", write(make_claims(), tmp_path))
    fitted, scored = split_claims(claims)
    assert len(claims) == 16
    assert {claim.group for claim in fitted} == {"g0", "g2"}
    assert {claim.group for claim in scored} == {"g1", "g3"}
    assert len(claims[0].premises) == 2
    assert len(claims[-1].premises) == 1
    assert [claim.supported for claim in claims[:2]] == [True, False]


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        pytest.param("claims", {"label": 2}, "line 1, label", id="label-of-no-kind"),
        pytest.param("claims", {"label": True}, "line 1, label", id="label-not-a-number"),
        pytest.param("claims", {"premise": 3}, "line 1, premise", id="premise-not-text"),
        pytest.param("claims", {"premise": [3]}, "line 1, premise", id="sentence-not-text"),
        pytest.param("claims", {"group": None}, "line 1, group", id="no-group"),
        pytest.param("claims", {"claim": "\ud800"}, "line 1, claim", id="half-a-character"),
        pytest.param("wice", {"label": "yes"}, "line 1, label", id="wice-label"),
        pytest.param("wice", {"evidence": "text"}, "line 1, evidence", id="wice-evidence"),
        pytest.param("wice", {"meta": []}, "line 1, meta", id="wice-meta"),
        pytest.param("summedits", {"doc": None}, "item 1, doc", id="summedits-text"),
        pytest.param("summedits", {"domain": []}, "item 1, domain", id="summedits-domain"),
        pytest.param("summedits", {"label": -1}, "item 1, label", id="summedits-label"),
    ],
)
def test_another_form_is_told_by_row_and_field(tmp_path, name, change, told):
    files = SHAPES[name][0]()
    (rows,) = files.values()
    rows[0] |= change
    with pytest.raises(GoldError) as caught:
        read_claims(name, write(files, tmp_path))
    assert told in str(caught.value)
    assert "docs/datasets.md" in str(caught.value)
