"""Serve the page over a library of its own: the article that ships and a hostile invented one."""

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

if __name__ == "__main__":
    assistant = ArticleQA.open(Path(sys.argv[1]), with_seeds=True)
    assistant.add_text(
        HOSTILE_TEXT,
        title="<img src=http://outside.invalid/t.png onerror=alert(3)> {{value}} \u202egnorts",
        outlet="<script>alert(4)</script>",
    )
    serve(assistant, port=0)
