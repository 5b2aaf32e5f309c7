import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import find_stamps, is_date_line
from index.furniture import classify
from index.metadata import read_metadata
from index.models import Sentence
from index.sentences import split_spans
from seeds import ARTICLES


def make_sentences(text):
    spans = split_spans(text)
    kinds = classify([text[start:end] for start, end in spans])
    return [
        Sentence(
            article_id="invented",
            number=number,
            start=start,
            end=end,
            text=text[start:end],
            kind=kind,
        )
        for number, ((start, end), kind) in enumerate(zip(spans, kinds, strict=True), 1)
    ]


def read(text):
    return read_metadata(make_sentences(text))


def stamps_of(line):
    return [(stamp.kind and stamp.kind.value, stamp.moment) for stamp in find_stamps(line)]


def test_seed():
    metadata = read(ARTICLES["reassurance-force"].read_text(encoding="utf-8"))
    assert metadata.published == "2025-03-27T15:21:00"
    assert metadata.updated == "2025-03-27T16:05:00"
    assert metadata.byline is None
    assert metadata.outlet is None
    assert metadata.title_derived
    assert (
        metadata.title == 'Britain and France are drawing up plans to send a "reassurance force"…'
    )
    assert metadata.carriers == {"title": 3, "published": 2, "updated": 2}


@pytest.mark.parametrize(
    ("line", "stamps"),
    [
        (
            "3 May 2031, 15:21 | Updated: 3 May 2031, 16:05",
            [(None, "2031-05-03T15:21:00"), ("updated", "2031-05-03T16:05:00")],
        ),
        (
            "Published: 3:45 PM EST, Tue November 12, 2030",
            [("published", "2030-11-12T15:45:00-05:00")],
        ),
        ("Last updated on Mon 4 Mar 2030 10.05 GMT", [("updated", "2030-03-04T10:05:00Z")]),
        ("March 4, 2030 / 6:30 AM / CBS News", [(None, "2030-03-04T06:30:00")]),
        (
            "Posted 12 hours ago Mon 3 Jun 2030 at 5:15am, updated 5 hours ago",
            [("published", "2030-06-03T05:15:00")],
        ),
        (
            "Mon 4 Mar 2030 10.05 GMT Last modified on Tue 5 Mar 2030 11.00 GMT",
            [(None, "2030-03-04T10:05:00Z"), ("updated", "2030-03-05T11:00:00Z")],
        ),
        (
            "Published: 12:00, 5 Jan 2030 | Updated: 14:15, 6 Jan 2030",
            [("published", "2030-01-05T12:00:00"), ("updated", "2030-01-06T14:15:00")],
        ),
        (
            "15:21 BST, 3 May 2031 | Updated 16:05 BST, 4 May 2031",
            [(None, "2031-05-03T15:21:00+01:00"), ("updated", "2031-05-04T16:05:00+01:00")],
        ),
        ("First published on 1st May 2031", [("published", "2031-05-01")]),
        (
            "Published May 3, 2031Updated May 4, 2031",
            [("published", "2031-05-03"), ("updated", "2031-05-04")],
        ),
        ("Thu 27 Mar 2031", [(None, "2031-03-27")]),
        ("Wednesday, March 5, 2031 1:02pm", [(None, "2031-03-05T13:02:00")]),
        ("Sept. 3, 2030, 5 p.m. ET", [(None, "2030-09-03T17:00:00")]),
        ("Sept 3, 2030 12:05 a.m. PDT", [(None, "2030-09-03T00:05:00-07:00")]),
        ("3 May 2031 12:00 pm", [(None, "2031-05-03T12:00:00")]),
        ("2031-05-03", [(None, "2031-05-03")]),
        ("2031-05-03T15:21:07Z", [(None, "2031-05-03T15:21:07Z")]),
        ("2031-05-03T15:21:00+01:00", [(None, "2031-05-03T15:21:00+01:00")]),
        ("2031-05-03 15:21:00 +0100", [(None, "2031-05-03T15:21:00+01:00")]),
        ("2031-05-03T15:21:00.123Z", [(None, "2031-05-03T15:21:00Z")]),
        ("2031/05/03", [(None, "2031-05-03")]),
        ("2031年5月3日 10:05", [(None, "2031-05-03T10:05:00")]),
        ("27/03/2031 10:30", [(None, "2031-03-27T10:30:00")]),
        ("03/27/2031", [(None, "2031-03-27")]),
        ("27.03.2031", [(None, "2031-03-27")]),
        ("03/03/2031", [(None, "2031-03-03")]),
        ("3 May 2031 5:00 pm UTC+2", [(None, "2031-05-03T17:00:00+02:00")]),
        ("3 May 2031 10:00 IST", [(None, "2031-05-03T10:00:00")]),
        ("3 May 2031 25:00", [(None, "2031-05-03")]),
        ("3 May 2031 13:00 pm", [(None, "2031-05-03")]),
        ("Updated 2 hours ago", []),
        ("Updated 16:05", []),
        ("03/04/2031", []),
        ("3 May", []),
        ("May 2031", []),
        ("31 February 2031", []),
        ("3/5/31", []),
        ("13/13/2031", []),
        ("Yesterday at 10:00", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_stamps(line, stamps):
    assert stamps_of(line) == stamps


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("3 May 2031", True),
        ("LONDON, 3 May 2031", True),
        ("3 May", True),
        ("Updated 16:05", True),
        ("2 hours ago", True),
        ("Ann Oke, 3 May 2031", True),
        ("Published 3 May 2031.", True),
        ("In May 2031", False),
        ("It ended on 3 May 2031", False),
        ("On 3 May 2031 Ida Brandt Resigned From Her Post", False),
        ("He was told on 3 May 2031.", False),
        ("16:05", False),
        ("Nobody came", False),
        ("", False),
        ("3 May 2031 " * 100, False),
    ],
    ids=lambda value: str(value)[:40],
)
def test_date_line(line, expected):
    assert is_date_line(line) is expected


def test_full_page():
    metadata = read(
        "Politics\nMayor quits over bridge contract\nBy Ann Oke and Tom Reed, Echo News\n"
        "Published: 3 May 2031, 15:21\nUpdated: 4 May 2031\n"
        "The mayor of Selby Falls resigned on 2 May 2031.\nFirst published 1 May 2031\n"
    )
    assert metadata.title == "Mayor quits over bridge contract"
    assert not metadata.title_derived
    assert metadata.byline == "Ann Oke and Tom Reed"
    assert metadata.outlet == "Echo News"
    assert metadata.published == "2031-05-03T15:21:00"
    assert metadata.updated == "2031-05-04"
    assert metadata.carriers == {
        "title": 2,
        "byline": 3,
        "outlet": 3,
        "published": 4,
        "updated": 5,
    }


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("(CNN) -- The pair met.", "CNN"),
        ("(CNN)The pair met.", "CNN"),
        ("LONDON (Reuters) - The pair met.", "Reuters"),
        ("LONDON, England (CNN) -- The pair met.", "CNN"),
        ("PARIS, May 3 (Reuters) – The pair met.", "Reuters"),
        ("CNN — The pair met.", "CNN"),
        ("London CNN — The pair met.", "CNN"),
        ("WASHINGTON (AP) — The pair met.", "AP"),
        ("Rebel-held northern Ruritania (CNN) -- The pair met.", "CNN"),
        ("(Entertainment Weekly) -- The pair met.", "Entertainment Weekly"),
        ("May 3, 2031 / 6:30 AM / CBS News\nThe pair met.", "CBS News"),
        ("May 3, 2031 | London\nThe pair met.", None),
        ("The pair met (CNN) and left.", None),
        ("The Mayor (Labour) won the day.", None),
        ("The pair met. LONDON (Reuters) - The pair met.", None),
    ],
)
def test_outlet(text, outlet):
    metadata = read(text)
    assert metadata.outlet == outlet
    assert ("outlet" in metadata.carriers) is (outlet is not None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The pair met.", "The pair met"),
        ("Is it over?", "Is it over?"),
        ("LONDON (Reuters) - The pair met.", "The pair met"),
        ("He flew to the U.S. on Monday.", "He flew to the U.S. on Monday."),
        (
            "The council of Selby Falls met for nine hours on Monday, " + "and again, " * 20,
            "The council of Selby Falls met for nine hours on Monday, and again, and again",
        ),
        (
            "The council of Selby Falls agreed on Monday to pay for the repair of the old bridge.",
            "The council of Selby Falls agreed on Monday to pay for the repair of the old…",
        ),
        (
            "As the council of Selby Falls met for nine hours on Monday, the river rose and rose.",
            "As the council of Selby Falls met for nine hours on Monday, the river rose…",
        ),
        ("x" * 200, "x" * 79 + "…"),
        ("Advertisement", "Advertisement"),
        ("", ""),
    ],
    ids=lambda value: value[:30],
)
def test_derived_title(text, title):
    metadata = read(text)
    assert metadata.title_derived
    assert metadata.title == title


@pytest.mark.parametrize(
    "text",
    [
        "Anna Reed 10am - 1pm\nThe pair met.",
        "The wall fell on 3 May 2031.\nIt was built by Ann Oke.",
        "Related: The deal of 3 May 2031\nThe pair met.",
        "2 hours ago\nThe pair met.",
        "03/04/2031\nThe pair met.",
    ],
)
def test_nothing_is_guessed(text):
    metadata = read(text)
    assert (metadata.byline, metadata.outlet, metadata.published, metadata.updated) == (None,) * 4
    assert set(metadata.carriers) == {"title"}


def test_byline_and_dates_on_one_line():
    metadata = read(
        "Wall falls\nBy Ann Oke Updated on: March 4, 2030 / 6:30 AM EST / CBS News\nIt fell."
    )
    assert metadata.byline == "Ann Oke"
    assert metadata.updated == "2030-03-04T06:30:00-05:00"
    assert metadata.outlet == "CBS News"
    assert metadata.carriers == {"title": 1, "byline": 2, "outlet": 2, "updated": 2}


def test_a_date_in_the_headline_is_not_the_date_of_publication():
    metadata = read("Wall that fell on 3 May 2029 is up again\nThe wall is up.")
    assert metadata.published is None


def test_carriers_cannot_be_changed():
    with pytest.raises(TypeError):
        read("The pair met.").carriers["title"] = 2


@given(st.text())
def test_any_text_has_metadata(text):
    sentences = make_sentences(text)
    metadata = read_metadata(sentences)
    numbers = {sentence.number for sentence in sentences}
    assert set(metadata.carriers.values()) <= numbers
    assert bool(metadata.title) == bool(sentences)
    assert not metadata.title_derived or len(metadata.title) <= 80


@given(st.dates(), st.times().map(lambda time: time.replace(microsecond=0)))
def test_stamp_reads_back_what_was_printed(day, time):
    year = f"{day.year % 100 + 1950}"
    for line in (
        f"{day.day} {day:%B} {year}, {time}",
        f"Updated: {day:%b} {day.day}, {year} {time}",
    ):
        moments = [stamp.moment for stamp in find_stamps(line)]
        leap = day.month == 2 and day.day == 29
        assert leap or moments == [f"{year}-{day:%m-%d}T{time.isoformat()}"]
