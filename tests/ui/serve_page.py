"""Serve the page over a library of its own: the article that ships and a hostile invented one.

With a second argument an invented language model answers, over an invented article.
"""

import sys
from pathlib import Path

from invented import HOSTILE

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


if __name__ == "__main__":
    library = Path(sys.argv[1])
    with open_stand_in(library, float(sys.argv[2])) if sys.argv[2:] else open_quotes(library) as qa:
        serve(qa, port=int(sys.argv[3]) if sys.argv[3:] else 0)
