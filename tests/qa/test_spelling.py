import pytest

from qa.spelling import mend_spelling

WORDS = frozenset("relief raised bridge combined injured johnson harbour".split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how much releif was rased", "how much relief was raised"),
        ("who closed the brige", "who closed the bridge"),
        ("the combind bank", "the combined bank"),
        ("wich harbour burned", "which harbour burned"),
        ("Which company insured it?", "Which company insured it?"),
        ("What is a ceasefire?", "What is a ceasefire?"),
        ("", ""),
    ],
)
def test_slips_are_mended_and_other_words_left(typed, meant):
    assert mend_spelling(typed, WORDS) == meant
