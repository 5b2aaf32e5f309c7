"""Serve the page over a library of its own; which articles it holds is the second argument.

``quotes``: the article that ships and a hostile invented one. ``written``: an invented article,
and an invented language model answers. ``shelf``: invented articles, one of them very long.
"""

import sys
from pathlib import Path

from bag_of_words import BagOfWords
from invented import HOSTILE

from index.fetching import Fetcher
from qa.assistant import ArticleQA
from ui.server import serve

HOSTILE_TEXT = "\n".join(
    [
        "This article is invented, and it attacks the page.",
        "Jo Quill, the invented mayor of Nowhereham, painted 47 lighthouses on Monday.",
        *(f"Her {name} remark was: {text}" for name, text in HOSTILE.items() if name != "controls"),
        "The lighthouses of Nowhereham cost <b>9</b> crowns <script>alert(2)</script> each.",
    ]
)
SHELF = {
    "Harbour of Velmora closes": "This article is invented. The harbour of Velmora closed on "
    "Monday. Ada Vane, the harbour master, said 12 ferries were moved to Ostrand.",
    "Bank of Ostrand opens": "This article is invented too. The bank of Ostrand opened on Tuesday. "
    "Its first customer was the baker Per Osk, who brought 300 crowns.",
    "Museum of Quillmouth burns": "This article is also invented. The museum of Quillmouth burned "
    "down on Friday. Ines Tolland, who ran it, said 40 paintings were saved.",
}
LONG_SENTENCES = 3000
LONG_TITLE = "The great count of Nowhereham"


def open_quotes(folder: Path) -> ArticleQA:
    assistant = ArticleQA.open(folder, with_seeds=True)
    assistant.add_text(
        HOSTILE_TEXT,
        title="<img src=http://outside.invalid/t.png onerror=alert(3)> {{value}} \u202egnorts",
        outlet="<script>alert(4)</script>",
    )
    return assistant


def open_stand_in(folder: Path, first_word: float) -> ArticleQA:
    from stand_in import ARTICLE, TITLE, StandIn

    model = StandIn(written=folder.parent / "written.txt", first_word=first_word)
    assistant = ArticleQA.open(folder, language_model=model)
    assistant.add_text(ARTICLE, title=TITLE, outlet="The Invented Post", published="2031-02-05")
    return assistant


def open_shelf(folder: Path) -> ArticleQA:
    # Embedding so long an article in earnest takes most of a minute.
    fetcher = Fetcher(permit=lambda ip, _: ip == "127.0.0.1")
    assistant = ArticleQA.open(folder, embedder=BagOfWords(), fetcher=fetcher)
    for day, (title, text) in enumerate(SHELF.items(), start=1):
        outlet, published = "The Invented Post", f"2031-02-0{day}"
        assistant.add_text(text, title=title, outlet=outlet, published=published)
    assistant.add_text(write_long_text(), title=LONG_TITLE)
    return assistant


def write_long_text() -> str:
    """Write an invented article of many sentences, each with a number of its own."""
    names = ("Ada Vane", "Jo Quill", "Ned Carrow", "Ines Tolland", "Per Osk")
    things = ("lanterns", "bridges", "kettles", "ferries", "orchards", "clocks", "wells")
    sentences = ["This article is invented, and so are its people and places."] + [
        f"{names[n % 5]} counted {n + 10_000:,} {things[n % 7]} in district {n} of Nowhereham."
        for n in range(2, LONG_SENTENCES + 1)
    ]
    return "\n".join(" ".join(sentences[n : n + 5]) for n in range(0, len(sentences), 5))


def open_assistant(folder: Path, kind: str) -> ArticleQA:
    match kind:
        case "written":
            return open_stand_in(folder, 1.0)
        case "shelf":
            return open_shelf(folder)
    return open_quotes(folder)


if __name__ == "__main__":
    library, kind = Path(sys.argv[1]), sys.argv[2]
    with open_assistant(library, kind) as assistant:
        serve(assistant, port=int(sys.argv[3]) if sys.argv[3:] else 0)
