"""Names: invented people and bodies, apart from a few states and offices of the real world."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.names import find_names, find_people, resolve_names, strip_roles


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He met Sir Piers Halloway there.", ["Sir Piers Halloway"]),
        ("Norlandic President Ilona Varga spoke.", ["Norlandic President Ilona Varga"]),
        ("He left the White House for the UN Council.", ["White House", "UN Council"]),
        ("The Ministry of Defence said no.", ["Ministry of Defence"]),
        ("Halloway's plan was Varga’s too.", ["Halloway", "Varga"]),
        ("Joss van der Meulen met Omar bin Tarik and Bashir al-Hadi.",
         ["Joss van der Meulen", "Omar bin Tarik", "Bashir al-Hadi"]),
        ("Then O'Brannon and McTavish met.", ["O'Brannon", "McTavish"]),
        ("From the U.S. to NATO, the G7 and No. 10.", ["U.S.", "NATO", "G7", "No. 10"]),
        ("Officials met on Monday. Police came.", []),
        ("The bakery closed. Bread was short; he ate bread.", []),
        ("The French and the Norlandic teams met.", ["French", "Norlandic"]),
        ('Ada "Flip" Broom won.', ['Ada "Flip" Broom']),
        ("It went to the Food and Drug Agency.", ["Food and Drug Agency"]),
        ("I said I would.", []),
    ],
)  # fmt: skip
def test_names_are_found(text: str, names: list[str]) -> None:
    assert [name.text for name in find_names(text)] == names


@pytest.mark.parametrize(
    ("texts", "form", "full"),
    [
        (["Sir Piers Halloway came.", "Halloway left."], "Halloway", "Piers Halloway"),
        (["President Ilona Varga came.", "Varga left."], "President Ilona Varga", "Ilona Varga"),
        (["Ada Sayre and Lena Sayre, 9, came.", "Sayre left."], "Sayre", "Sayre"),
        (["He left Castle Town, a club.", "They live in Town."], "Town", "Town"),
        (["The World Barley Board (WBB) met.", "It saw WBB."], "WBB", "World Barley Board"),
        (["Pope Linus came.", "He saw Linus."], "Pope Linus", "Pope Linus"),
    ],
)  # fmt: skip
def test_names_gain_their_fullest_form(texts: list[str], form: str, full: str) -> None:
    assert resolve_names(texts)[form] == full


def test_places_are_no_people() -> None:
    assert find_people(["Jane Roe, 42, left Vester Hill."]) == {"Jane Roe"}


def test_offices_alone_stay() -> None:
    assert strip_roles("Prime Minister") == "Prime Minister"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_every_name_is_cut_from_the_text(text: str) -> None:
    names = find_names(text)
    assert all(text[name.start : name.end] == name.text for name in names)
    assert all(a.end <= b.start for a, b in pairwise(names))
    assert set(resolve_names([text])) == {name.text for name in names}
