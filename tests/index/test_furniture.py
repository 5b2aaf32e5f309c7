from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import assert_quick

from index.furniture import classify, find_byline
from index.models import SentenceKind
from index.sentences import split_spans
from seeds import ARTICLES

FIXTURE = Path(__file__).parent / "data" / "furniture.txt"
KINDS = {"H": SentenceKind.HEADLINE, "F": SentenceKind.FURNITURE, "S": SentenceKind.STORY}


def read_fixture():
    articles, lines = [], []
    for line in [*FIXTURE.read_text(encoding="utf-8").splitlines(), ""]:
        if line and not line.startswith("# "):
            lines.append((KINDS[line[0]], line[2:]))
        elif not line and lines:
            articles.append(lines)
            lines = []
    return articles


@pytest.mark.parametrize("lines", read_fixture(), ids=lambda lines: lines[0][1])
def test_fixture(lines):
    kinds = classify([text for _, text in lines])
    assert list(zip(kinds, [text for _, text in lines], strict=True)) == lines


def test_fixture_is_cut_line_by_line_as_it_stands():
    texts = [text for lines in read_fixture() for _, text in lines]
    cut = [text[start:end] for text in texts for start, end in split_spans(text)]
    assert len(texts) >= 140
    assert cut == texts


def test_seed_has_four_lines_of_furniture_and_no_headline():
    text = ARTICLES["reassurance-force"].read_text(encoding="utf-8")
    kinds = classify([text[start:end] for start, end in split_spans(text)])
    furniture = [number for number, kind in enumerate(kinds, 1) if kind is SentenceKind.FURNITURE]
    assert furniture == [1, 2, 10, 11]
    assert SentenceKind.HEADLINE not in kinds


@pytest.mark.parametrize(
    "text",
    [
        *("Follow us on X", "FOLLOW US", "Follow @echo on Twitter", "Share on Facebook"),
        *("Subscribe to our newsletter", "Sign up for alerts", "Join the conversation"),
        *("Getty Images", "(Getty Images)", "AFP/Getty Images", "PA Media", "© Reuters"),
        *("Photo: PA", "Picture: Ann Oke", "Image credit: NASA", "Video: Ann Oke", "Credit: PA"),
        *("Photograph by Ann Oke", "Photographs: Ann Oke/The Echo", "Ann Oke/Getty Images"),
        *("Advertisement", "ADVERTISEMENT", "Sponsored", "Story continues below advertisement"),
        *("Watch: The moment the wall fell", "Listen: our podcast", "WATCH LIVE", "Watch now"),
        *("Listen to this article", "Listen now", "Listen 4 min", "Listen on BBC Sounds"),
        *("Comments", "12 comments", "View comments (7)", "Leave a comment", "5 min read"),
        *("Reading time: 3 minutes", "2-minute read", "Tags: water, walls", "#water"),
        *("Updated 2 hours ago", "Updated: 3 May 2031", "Last updated at 16:05", "3 May 2031"),
        *("First published on 1st May 2031", "Sat 3 May 2031", "May 3, 2031", "2031-05-03"),
        *("By Ann Oke", "By Ann Oke, Echo News", "By ANN OKE and TOM REED", "By Ann Oke in Oslo"),
        *("Ann Oke, political editor", "Ann Oke, Senior Reporter", "Written by Ann Oke"),
        *("Copyright 2031 Echo", "© Echo 2031", "(c) 2031 Echo", "All rights reserved."),
        *("Cookie policy", "This site uses cookies.", "Privacy policy", "Accept all cookies"),
        *("Related: The wall", "RELATED ARTICLES", "Read next: The wall", "See also: The wall"),
        *("More on this story", "More from Echo Sport", "You may also like", "Recommended stories"),
        *("Anna Reed 10am - 1pm", "Breakfast with Anna Reed 6am-9am", "Drive: 4pm to 7pm"),
        *("World news", "Politics", "---", "»", "0:00 / 3:21", "Show more", "Skip to content"),
        *("This article was amended on 4 May 2031 to correct a name.", "Click here for more."),
        *("Echo's Ann Oke and Li Wei contributed to this report.", "Reporting by Ann Oke."),
    ],
)
def test_furniture(text):
    kinds = classify(["The wall fell.", text, "Nobody was hurt."])
    assert kinds == [SentenceKind.STORY, SentenceKind.FURNITURE, SentenceKind.STORY]


@pytest.mark.parametrize(
    "text",
    [
        *("By Monday the wall had gone.", "By Friday, Brandt had resigned", "By 2031 it was over."),
        *("It was updated on 3 May 2031.", "He was born on 3 May 1961"),
        *("The show airs 10am - 1pm on weekdays.", "Doors open from 9am to 5pm daily, he said."),
        *("Comment is free, he said.", "Comments like that hurt.", "He had no comment."),
        *("Photos of the wall were shown in court.", "Pictures by Oke sold well.", "PA did."),
        *("Cookies were served to the crowd.", "The cookies were stale.", "Sharing is good."),
        *("Follow that car, he cried.", "Watch out, she said.", "Listen to me, he said."),
        *("More than 40 people came.", "More is to come, he said.", "Most were hurt."),
        *("“Read my lips: no new taxes", 'He added: "This is a group at a crucial moment'),
        *("Copyright was at issue.", "Advertisements fell by 3%.", "Tuesday was calm."),
        *("Tags were found on the sheep.", "Topics ranged from tea to war.", "He came"),
        *("Brandt, the editor of the Echo, said so.", "Sign here, he said.", "«Non», dit-il."),
        *("He said the town would never forget", "Sept. 3 was a Monday.", "In 2031 it ended."),
        *("Updated plans were shown.", "Posted abroad in 2020, he stayed.", "1. Dig the trench"),
    ],
)
def test_story_is_kept(text):
    kinds = classify(["The wall fell.", text, "Nobody was hurt."])
    assert kinds[1] is SentenceKind.STORY


@pytest.mark.parametrize(
    ("texts", "kinds"),
    [
        ([], ""),
        (["Brandt resigns"], "S"),
        (["Brandt has resigned."], "S"),
        (["Brandt resigns", "By Ann Oke"], "SF"),
        (["Brandt resigns", "Brandt has resigned."], "HS"),
        (["Brandt resigns", "She has resigned, the Echo says"], "HS"),
        (["By Ann Oke", "Follow us on X."], "FS"),
        (["Advertisement"], "F"),
        (["...", "\x00"], "FF"),
        (["Will it end?", "By Ann Oke", "It will."], "HFS"),
        (["Will it end?", "It will."], "SS"),
        (["a b c d e f g h i j k l m n " * 3, "It ended."], "SS"),
        (["One line", "Two lines", "Three lines", "Four lines", "It ended."], "HSSSS"),
        (["- One point", "It ended."], "SS"),
        (["“We heard it", "“We saw it,” he said."], "SS"),
        (["会议举行", "会议于周二举行。"], "HS"),
    ],
    ids=str,
)
def test_opening(texts, kinds):
    assert "".join(kind.value[0].upper() for kind in classify(texts)) == kinds


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ann Oke", "Ann Oke"),
        ("BY ANN OKE", "ANN OKE"),
        ("By ANN OKE FOR ECHO ONLINE", "ANN OKE"),
        ("By Ann Oke, Echo News", "Ann Oke"),
        ("By: Ann Oke", "Ann Oke"),
        ("By J. R. Stone", "J. R. Stone"),
        ("By Ann Oke and Tom Reed", "Ann Oke and Tom Reed"),
        ("By Ann Oke, Tom Reed and Li Wei", "Ann Oke, Tom Reed and Li Wei"),
        ("By Ann Oke in Paris", "Ann Oke"),
        ("By Ann Oke in St. Albin, Ruritania", "Ann Oke"),
        ("By Ann Oke | Echo News", "Ann Oke"),
        ("By Ann Oke Political editor", "Ann Oke"),
        ("By Ann Oke, chief political correspondent", "Ann Oke"),
        ("By Luz de la Cruz", "Luz de la Cruz"),
        ("By Zoë O'Neil-Smith", "Zoë O'Neil-Smith"),
        ("Written by Ann Oke", "Ann Oke"),
        ("Ann Oke, political editor", "Ann Oke"),
        ("Anna Reed 10am - 1pm", None),
        ("By Monday", None),
        ("By Ann Oke.", None),
        ("By then it was over", None),
        ("Ann Oke", None),
        ("By " + "Aa " * 100, None),
        ("", None),
    ],
)
def test_byline(text, names):
    assert find_byline(text) == names


@settings(deadline=None)
@given(st.lists(st.text(max_size=30)))
def test_every_sentence_has_a_kind(texts):
    kinds = classify(texts)
    assert len(kinds) == len(texts)
    assert classify(texts) == kinds


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Share", "By Ann Oke", "Wall falls", "A wall fell.", "“It"])))
def test_a_sentence_of_the_story_is_never_lost(texts):
    kinds = classify(texts)
    for text, kind in zip(texts, kinds, strict=True):
        assert kind is SentenceKind.STORY or text not in ("A wall fell.", "“It")
    assert SentenceKind.STORY in kinds or not {*texts} - {"Share", "By Ann Oke"}


@pytest.mark.parametrize(
    "piece",
    ["Aa ", "Aa, ", "1 ", "(a", "»", "1:11", "3 May 2031 ", "updated ", "By Aa, ", "share ", "a"],
)
def test_time_is_bounded(piece):
    texts = [(piece * 239)[:239]] * 400
    hostile = [*texts, *(text + "!" for text in texts), piece * 100_000]
    assert_quick(lambda: classify(hostile), seconds=2)
