"""The sentences around cited and right places; all of it is invented."""

from dataclasses import replace

import invented_runs as invented

from index.articles import make_article
from qa.evaluation.cases import Place
from qa.evaluation.report.excerpts import cut_excerpts


def cut(outcome, articles=invented.ARTICLES):
    return list(cut_excerpts(outcome, articles))


def test_cited_and_right_characters_are_lit():
    (excerpt,) = cut(invented.WARNED)
    lit = [(p.text, p.cited, p.right) for line in excerpt.lines for p in line.pieces]
    assert ("the maker Abel Quist", (), True) in lit
    assert ("The museum will show it from 12 May.", (2,), False) in lit


def test_one_place_may_be_both():
    (excerpt,) = cut(invented.RIGHT)
    assert [p.text for line in excerpt.lines for p in line.pieces if p.cited and p.right] == [
        "will stop on 3 November"
    ]


def test_pieces_are_the_sentences_of_the_article_and_gaps_are_told():
    (excerpt,) = cut(invented.MISSING)
    for line in excerpt.lines:
        assert "".join(piece.text for piece in line.pieces) in excerpt.article.text
    numbers = [line.number for line in excerpt.lines]
    gaps = [line.after_gap for line in excerpt.lines]
    assert numbers == sorted(numbers)
    assert gaps == [now != before + 1 for before, now in zip([0, *numbers], numbers, strict=False)]
    assert any(gaps)


def test_a_pointer_that_leads_nowhere_lights_nothing():
    citation = invented.RIGHT.answer.citations[0]
    broken = (
        replace(citation, article_id="nowhere"),
        replace(citation, start=10**9, end=10**9 + 5),
        replace(citation, start=-50, end=-1),
    )
    answer = replace(invented.RIGHT.answer, citations=broken)
    (excerpt,) = cut(replace(invented.RIGHT, answer=answer))
    assert not any(piece.cited for line in excerpt.lines for piece in line.pieces)


def test_what_is_shown_of_a_huge_article_is_bounded():
    huge = make_article("An invented list. " + "A lantern burns. " * 5_000 + "x" * 100_000)
    places = tuple(Place(huge.id, at, at + 4) for at in range(0, 80_000, 40))
    case = replace(invented.WHEN, evidence=(places, (Place(huge.id, 0, len(huge.text)),)))
    (excerpt,) = cut(invented.make_outcome(case, None, error="x"), {huge.id: huge})
    assert len(excerpt.lines) <= 40
    assert sum(len(p.text) for line in excerpt.lines for p in line.pieces) < 20_000
