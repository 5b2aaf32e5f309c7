import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Sentence, SentenceKind, chunk_sentences

STORY, FURNITURE = SentenceKind.STORY, SentenceKind.FURNITURE


def sentences(*parts: tuple[str, SentenceKind]) -> list[Sentence]:
    made, start = [], 0
    for number, (text, kind) in enumerate(parts, start=1):
        end = start + len(text)
        made.append(
            Sentence(article_id="a", number=number, start=start, end=end, text=text, kind=kind)
        )
        start = end + 1
    return made


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([("A", FURNITURE)], [], id="only-furniture"),
        pytest.param([("A", STORY)], ["A"], id="one"),
        pytest.param([("A", STORY), ("B", STORY)], ["A B", "A B"], id="two"),
        pytest.param(
            [("A", STORY), ("Read more: F", FURNITURE), ("B", STORY)],
            ["A B", "A B"],
            id="across-furniture",
        ),
        pytest.param(
            [("H", SentenceKind.HEADLINE), ("A", STORY)], ["A"], id="a-headline-is-no-neighbour"
        ),
        pytest.param(
            [("A" * 1500, STORY), ("B", STORY), ("C" * 600, STORY)],
            ["A" * 1500 + " B", "A" * 1500 + " B", "B " + "C" * 600],
            id="bounded",
        ),
        pytest.param([("A" * 3000, STORY), ("B", STORY)], ["A" * 3000, "B"], id="too-long-alone"),
    ],
)
def test_chunks(parts, expected):
    assert [chunk.text for chunk in chunk_sentences(sentences(*parts))] == expected


PARTS = st.lists(
    st.tuples(st.integers(1, 900).map("x".__mul__), st.sampled_from(SentenceKind)), max_size=20
)


@given(PARTS)
def test_every_story_sentence_is_the_center_of_one_chunk(parts):
    made = sentences(*parts)
    chunks = chunk_sentences(made)
    assert [c.center for c in chunks] == [s.number for s in made if s.kind is STORY]
    for chunk in chunks:
        assert chunk.center in {sentence.number for sentence in chunk.sentences}
        assert len(chunk.sentences) <= 3
        assert len(chunk.text) <= 2000
