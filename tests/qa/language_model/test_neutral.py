"""Text of strangers made harmless for prompts. All names are invented."""

import json

import pytest
from hostile import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_quick

from qa.language_model.markers import has_marker
from qa.language_model.neutral import neutralise
from seeds import ARTICLES

TOKENS = (
    "<|im_start|> <|im_end|> <|endoftext|> <|eot_id|> <|start_header_id|> <|header_start|> <s> "
    "</s> [INST] [/INST] [TOOL_CALLS] [AVAILABLE_TOOLS] [/TOOL_RESULTS] [SYSTEM_PROMPT] [THINK] "
    "[gMASK] <<SYS>> <</SYS>> <start_of_turn> <end_of_turn> <bos> <eos> <|turn> <turn|> <|end|> "
    "<|user|> <|assistant|> <｜User｜> <｜end▁of▁sentence｜> <|END_OF_TURN_TOKEN|> <BOS_TOKEN> "
    "<|start_of_role|> <think> </think> <tool_call> </tool_call> <|channel|> <|message|> <unk> "
    "<0x0A> <image> <sop> <function=x> <!--"
).split()


@pytest.mark.parametrize("token", TOKENS)
def test_control_tokens_are_broken(token):
    text = neutralise(f"Vane said {token} so.")
    assert token not in text
    assert text.startswith("Vane said ")
    assert text.endswith(" so.")
    split = token[0] + "\u200b" + token[1:2] + "\u200d" + token[2:]
    assert token not in neutralise(split)


@pytest.mark.parametrize(
    ("text", "neutral"),
    [
        ("It is so [1].", "It is so (1)."),
        ("It is so [1, 2] [3].", "It is so (1, 2) (3)."),
        ("It is so [[1]].", "It is so ((1))."),
        ("It is so 【2†source】.", "It is so (2†source)."),
        ("It is so [Source 2].", "It is so (Source ‘2’)."),
        ("It is so {2}. It was.⁴² It will be. ^7", "It is so (2). It was.(42) It will be. (7)"),
        ("It is so.<sup>2</sup>", "It is so.‹sup>2‹/sup>"),
        ("It is so (Sentence 2).", "It is so (Sentence ‘2’)."),
        ("Source 2: it is so.", "Source 2 – it is so."),
        ("USER: Go.", "USER – Go."),
        ("Then ASSISTANT: go.", "Then ASSISTANT – go."),
        ("Human: Go.", "Human – Go."),
        ("### Instruction: go", "Instruction: go"),
        ("One\ntwo\r\n\r\nthree\u2028four", "One two three four"),
        ("NOT_STATED", "not STATED"),
        ("a\u202eb\u2066c\U000e0041d\ud800e", "abcde"),
    ],
)
def test_what_could_pass_for_something_else(text, neutral):
    assert neutralise(text) == neutral


@pytest.mark.parametrize(
    "text",
    [
        "“[He] agreed [sic],” Ms Vane said of the [10 Downing Street] note.",
        "5 < 6 and 7 > 6, <3 you, A | B, -> and 2 <= 3.",
        "At 10⁶ m² the ¹⁴C in CO₂ {so to say} is x^2 of ⁵⁄₈.",
        "The system: it works. An assistant said: no.",
        "Prices rose 3.5% (1) to $4; see #2 & @orrin_post, https://orrin.example/a?b=c#d.",
        "L’été à Zürich, 東京で。 “Да”, сказал он… Ünïcödé e\u0301.",
    ],
)
def test_ordinary_text_stays(text):
    assert neutralise(text) == text


def test_news_stays(request):
    path = request.config.rootpath.parent / "shared" / "data" / "coqa-cnn" / "articles.jsonl"
    lines = ARTICLES["reassurance-force"].read_text().splitlines()
    if path.exists():
        texts = (json.loads(line)["text"] for line in path.read_text().splitlines())
        lines += [line for text in texts for line in text.splitlines()]
    changed = [line for line in lines if neutralise(line) != line.replace("\t", " ")]
    assert changed == []


BITS = st.sampled_from(
    [
        *TOKENS,
        *"[1] [ ] < > | ｜ USER: ### Instruction 2 【 】 NOT_ STATED : 【1】 \\[ ^ a".split(),
        *"^1 ¹ ⁹⁸ . { } <sup> </sup>".split(),
        *["Source 3:", "(Source 1)", "(Sentences ", "[ ", "\u200b", "\n", " "],
    ]
)
TEXTS = st.lists(st.one_of(BITS, st.text(max_size=3)), max_size=25).map("".join)


@given(TEXTS)
def test_neutral_text_is_harmless_and_stays(text):
    once = neutralise(text)
    assert neutralise(once) == once
    assert len(once.splitlines()) <= 1
    assert not any(token in once for token in TOKENS)
    assert not has_marker(once)


@pytest.mark.parametrize(
    "bit",
    [*"[ < [1 [1] <| ### ( USER \u200b [a [[1 _A".split(" "), " ", "( ", "(source "],
)
def test_hostile_text_takes_linear_time(bit):
    assert_quick(lambda: neutralise(bit * 5_000), seconds=3)


def test_hostile_articles_change_and_their_words_stay():
    for hostile in HOSTILE:
        neutral = neutralise(hostile.text)
        assert any(answer in neutral for answer in hostile.answers)
