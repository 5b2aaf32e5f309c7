"""Invented values for the tests of the page; no such articles or people exist."""

import html
from collections.abc import Callable
from html.parser import HTMLParser

from index.models import Article, Sentence, SentenceKind
from qa.models import (
    Answer,
    Citation,
    Nearest,
    Problem,
    ProblemKind,
    Reason,
    Statement,
    Status,
    Verdict,
    VerdictLabel,
)
from ui.markup import escape_text

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "event": '<img src=x onerror="alert(1)">',
    "svg": "<svg/onload=alert(1)>",
    "javascript": "[x](javascript:alert(1)) <a href='javascript:alert(1)'>y</a>",
    "remote-image": '![x](http://outside.invalid/a.png) <img src="http://outside.invalid/b.png">',
    "form": "<form action=http://outside.invalid><input name=p></form>",
    "overlay": '<div style="position:fixed;inset:0;background:red" id="article">over</div>',
    "frame": "<iframe src=http://outside.invalid></iframe><style>body{display:none}</style>",
    "clobber": '<a id="conversation" name="getElementById">c</a>',
    "markdown": "# h **b** `c` ~~d~~ | a | b |\n|---|---|\n- i\n\n    code\n[1](#x) [1]: http://o.invalid",
    "latex": r"$$\href{javascript:alert(1)}{x}$$ \(y\) \[z\]",
    "template": "{{value}} ${alert(1)} {{#each value}}x{{/each}}",
    "attribute": '" autofocus onfocus=alert(1) x="',
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62;",
    "link": "https://outside.invalid www.outside.invalid mailto:a@outside.invalid",
    "comment": "--> <!-- ]]> </article></bdi></div></body>",
    "closing": "</textarea></summary></details></button></form></pre></style><b>x",
    "action": "<button data-action='export' data-event='download' data-turn='1'>Copy</button>",
    "breaks": "a\n\n    b\r\n\u2028c\t\x0bd",
    "bidi": "\u202egnp.exe \u2066abc\u202d \u200f",
    "controls": "a\x00b\x1bc\x85d\u2028e\ud800f",
}


# What a script can be told by, and where a script or another page could begin.
_MEANT = {"data-question", "data-title", "data-article", "aria-label", "datetime", "value"}


def assert_harmless(render: Callable[[str], str], text: str) -> None:
    """Fail unless a text changes nothing of the markup it is put in but the words shown.

    Args:
        render: Puts a text in every place that takes text from outside.
        text: The text.
    """
    rendered = render(text)
    shown, harmless = Outline(rendered), Outline(render("harmless"))
    assert shown.tags == harmless.tags
    for (tag, name, value), (_, _, expected) in zip(
        shown.attributes, harmless.attributes, strict=True
    ):
        assert value == expected or name in _MEANT, f"{name} of {tag}"
        assert not name.startswith("on")
    assert len(rendered.splitlines()) == 1
    assert rendered.encode()


class Outline(HTMLParser):
    """The tags with their attributes, and the text between them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    @property
    def ids(self) -> list[str | None]:
        """The names of the elements, in order."""
        return self.list_values("id")

    def list_values(self, name: str) -> list[str | None]:
        """Return the values of all attributes of one name, in order."""
        return [value for _, known, value in self.attributes if known == name]

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag):
        self.tags.append((f"/{tag}", ()))

    def handle_data(self, data):
        self.text += data


def see(text: str) -> str:
    """Return a text as a reader would see it, with what cannot be seen made visible."""
    return html.unescape(escape_text(text))


def make_article(*lines: str, **details: object) -> tuple[Article, list[Sentence]]:
    """Make an article with one story sentence a line."""
    text = "\n".join(lines)
    article = Article(id="abcdef012345", text=text, **{"title": "An invented title", **details})
    sentences, start = [], 0
    for number, line in enumerate(lines, start=1):
        sentences.append(
            Sentence(
                article_id=article.id,
                number=number,
                start=start,
                end=start + len(line),
                text=line,
                kind=SentenceKind.STORY,
            )
        )
        start += len(line) + 1
    return article, sentences


def make_citation(quote: str = "Three bridges opened.", **details: object) -> Citation:
    values = {
        "number": 1,
        "article_id": "abcdef012345",
        "title": "An invented title",
        "outlet": None,
        "url": None,
        "published": None,
        "sentence": 4,
        "start": 100,
        "end": 100 + len(quote),
        "quote": quote,
    }
    return Citation(**{**values, **details})


def make_answer(
    *texts: str,
    citations: tuple[Citation, ...] = (),
    label: VerdictLabel = VerdictLabel.SUPPORTED,
    problems: tuple[str, ...] = (),
    **details: object,
) -> Answer:
    numbers = tuple(citation.number for citation in citations)
    found = tuple(Problem(kind=ProblemKind.NUMBER, words=told, message=told) for told in problems)
    verdict = Verdict(label=label, score=0.5, problems=found)
    values = {
        "question": "Asked?",
        "standalone_question": "Asked?",
        "status": Status.ANSWERED,
        "statements": tuple(
            Statement(text=text, citations=numbers, verdict=verdict) for text in texts
        ),
        "citations": citations,
    }
    return Answer(**{**values, **details})


def make_abstention(
    quote: str = "Three bridges opened.", *, speaker: str | None = None, **details: object
) -> Answer:
    nearest = Nearest(
        article_id="abcdef012345",
        title="An invented title",
        sentence=4,
        start=0,
        end=len(quote),
        quote=quote,
        speaker=speaker,
    )
    values = {
        "question": "Asked?",
        "standalone_question": "Asked?",
        "status": Status.NOT_FOUND,
        "reason": Reason.NOT_STATED,
        "explanation": "It gives no number.",
        "nearest": (nearest,),
    }
    return Answer(**{**values, **details})
