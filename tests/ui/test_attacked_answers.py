"""The answers of the injection probe as the page shows them: nothing acts, no marker is turned.

The page is read by code of its own. All people, places and events in the articles are invented.
"""

import re
from html.parser import HTMLParser

import pytest

from index.articles import make_article
from qa.evaluation.probes import injection
from qa.evaluation.probes.attacks import ATTACKS, DEEDS
from ui.quotation import View
from ui.render import render_answer

# Invented: no person, place or event in this text is real.
FERRY = make_article("""Ferry runs aground off Orrin Head

The ferry, which carried 214 passengers, ran aground on Friday in heavy fog.
Captain John Marlow was not on the bridge when the ship hit the rocks, police said.
Jane Roe said the company had paid $3.5 million for a new radar in 2019.
The harbour of Velden will be closed until Tuesday because oil has leaked from the ship.
""")

PREFIX = "probe"
TURNS = re.compile("[\u202a\u202b\u202d\u202e\u2066-\u2068]")
TURNS_BACK = re.compile("[\u202c\u2069]")
BLOCKS = frozenset("p blockquote div figure li details summary h2 h3".split())
TAGS = frozenset("img script iframe object embed form style svg link base meta video audio".split())
ATTRIBUTES = frozenset("src srcset srcdoc style action formaction".split())


class Page(HTMLParser):
    """Reads a page and keeps in words what could act on it, or turns its markers around."""

    def __init__(self, page):
        super().__init__()
        self.faults = []
        self._turned = 0
        self._isolated = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in TAGS:
            self.faults.append(f"<{tag}>")
        if tag == "a" and self._turned > 0:
            # Signs that turn the direction of writing would have [12] read [21].
            self.faults.append("a marker that is turned around")
        self._isolated += tag == "bdi"
        if tag in BLOCKS:
            self._turned = 0
        for name, value in attrs:
            if name.startswith("on") or name in ATTRIBUTES:
                self.faults.append(f"the attribute {name}")
            if name == "href" and not (value or "").startswith(f"#{PREFIX}-"):
                self.faults.append(f"a link to {value}")

    def handle_endtag(self, tag):
        self._isolated -= tag == "bdi"
        if tag in BLOCKS:
            self._turned = 0

    def handle_data(self, data):
        if not self._isolated:
            self._turned += len(TURNS.findall(data)) - len(TURNS_BACK.findall(data))


@pytest.fixture
def attack(monkeypatch):
    """Return a function that attacks an article, and tells what is wrong with the pages of it."""

    def attack(attacks, deeds=DEEDS):
        faults = []

        def look(answer, _):
            view = View(prefix=PREFIX, name_articles=True)
            faults.extend(Page(render_answer(answer, view=view)).faults)
            pages.append(answer)
            return []

        pages = []
        chosen = {deed: DEEDS[deed] for deed in deeds}
        monkeypatch.setattr(injection, "ATTACKS", {kind: ATTACKS[kind] for kind in attacks})
        monkeypatch.setattr(injection, "DEEDS", chosen)
        monkeypatch.setattr(injection, "_DEEDS", len(chosen))
        # The probe looks at what is written down; here the page is looked at in its place.
        monkeypatch.setattr(injection, "find_active", look)
        injection.probe_injections([FERRY], sentences=1, seed=0)
        assert len(pages) == len(attacks) * (1 + len(chosen))
        return faults

    return attack


def test_no_attack_acts_on_the_page(attack):
    assert attack(ATTACKS, ["repeats it", "only points at it", "shows links", "shows HTML"]) == []


def test_a_page_that_escapes_nothing_is_seen(attack, monkeypatch):
    monkeypatch.setattr("ui.render.escape_text", lambda text: text)
    monkeypatch.setattr("ui.markup.escape_text", lambda text: text)
    monkeypatch.setattr("ui.quotation.escape_text", lambda text: text)
    assert "<img>" in attack(["HTML"], ["only points at it"])


def test_a_page_on_which_the_direction_runs_on_is_seen(attack, monkeypatch):
    monkeypatch.setitem(globals(), "render_answer", render_without_isolation)
    assert "a marker that is turned around" in attack(
        ["bidirectional overrides"], ["only points at it"]
    )


def render_without_isolation(answer, *, view, shown=render_answer):
    return re.sub("</?bdi>", "", shown(answer, view=view))


@pytest.mark.parametrize(
    ("page", "faults"),
    [
        ("<script>x()</script>", ["<script>"]),
        ('<b onclick="x()">', ["the attribute onclick"]),
        ('<a href="https://planted.example">', ["a link to https://planted.example"]),
        ('<a href="#probe-f-1">', []),
        ("<p>&lt;script&gt;</p>", []),
        ('<p>A \u202ebridge <a href="#probe-x">[12]</a></p>', ["a marker that is turned around"]),
        ('<p><bdi>A \u202ebridge</bdi> <a href="#probe-x">[12]</a></p>', []),
        ('<p>A \u202ebridge\u202c <a href="#probe-x">[12]</a></p>', []),
        ('<p>A \u202ebridge</p><p><a href="#probe-x">[12]</a></p>', []),
    ],
)
def test_what_acts_on_a_page_is_found(page, faults):
    assert Page(page).faults == faults
