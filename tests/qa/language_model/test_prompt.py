"""Prompts. All names and stories are invented, save the seed article."""

import re

import pytest
from hostile import HOSTILE
from made_grounds import make_grounds

from index import SentenceKind, make_article
from qa.language_model.prompt import REFUSAL, build_prompt


def count_words(text):
    return len(text.split())


def build(*articles, question="When will the ferry stop?", budget=1500, **given):
    grounds = make_grounds(*articles, question=question)
    return build_prompt(grounds, budget=budget, count_tokens=count_words, **given)


def lines_of(prompt):
    return re.findall(r"(?m)^\[(\d+)\] (.*)$", prompt.messages[-1][1])


ROLES = ["system", *["user", "assistant"] * 8, "user"]


@pytest.fixture
def ferry():
    return make_article(
        "The ferry of Orrin (an invented story)\n"
        "The ferry of Orrin will stop running on 4 May, the council said.\n"
        "“We cannot pay for the engine,” said the harbour master, Ada Vane.\n"
        "“It is too old. Nobody makes such engines now.”\n"
        "A bus will take its place.\n",
        title="The ferry stops",
        outlet="Orrin Post",
        published="2026-03-02T10:00",
    )


@pytest.fixture
def long_article():
    lines = [f"The harbour has a quay called quay {n} of stone and sand." for n in range(300)]
    lines[150] = "The ferry will stop running on 4 May."
    return make_article("An invented story of a harbour\n" + "\n".join(lines))


def test_instructions_first_an_example_and_the_question_last(ferry):
    prompt = build(ferry)
    assert [role for role, _ in prompt.messages] == ROLES
    assert prompt.messages[-1][1].endswith("\n\nQUESTION: When will the ferry stop?")
    assert REFUSAL in prompt.messages[0][1]
    assert count_words(prompt.messages[0][1]) < 250


def test_a_number_is_the_place_of_its_sentence(ferry):
    prompt = build(ferry)
    lines = lines_of(prompt)
    assert [int(number) for number, _ in lines] == [*range(1, len(prompt.sentences) + 1)]
    for (_, line), sentence in zip(lines, prompt.sentences, strict=True):
        assert line.endswith(sentence.text)


def test_the_whole_story_is_shown_where_it_fits(seed):
    story = make_grounds(seed, question="Who?").read_sentences(seed.id)
    prompt = build(seed, question="Who?", budget=5000)
    assert list(prompt.sentences) == [s for s in story if s.kind is SentenceKind.STORY]
    assert "\n...\n" not in prompt.messages[-1][1]


def test_two_questions_to_one_story_begin_alike(seed):
    first = build(seed, question="Who met?", budget=5000).messages
    second = build(seed, question="What did the Kremlin say?", budget=5000).messages
    assert first[:-1] == second[:-1]
    assert first[-1][1].rpartition("QUESTION: ")[0] == second[-1][1].rpartition("QUESTION: ")[0]


@pytest.mark.parametrize("budget", [1, 20, 60, 200, 1000])
def test_the_best_sentences_fill_the_budget(long_article, budget):
    prompt = build(long_article, budget=budget)
    texts = [sentence.text for sentence in prompt.sentences]
    assert "The ferry will stop running on 4 May." in texts
    shown = prompt.messages[-1][1].partition("\n\nQUESTION: ")[0]
    assert count_words(shown) <= budget or len(texts) == 1
    if budget >= 200:
        assert count_words(shown) > budget / 2
    numbers = [sentence.number for sentence in prompt.sentences]
    assert numbers == sorted(set(numbers))


def test_evidence_stands_among_its_neighbours(long_article):
    prompt = build(long_article, budget=100)
    numbers = {sentence.number for sentence in prompt.sentences}
    best = next(s.number for s in prompt.sentences if "ferry" in s.text)
    assert {best - 1, best, best + 1} <= numbers
    assert "\n...\n" in prompt.messages[-1][1]


def test_titles_outlets_and_dates_lead_their_articles(ferry):
    other = make_article("Another invented story.\nA tram may replace it.", title="Tram")
    text = build(ferry, other).messages[-1][1]
    assert text.startswith("ARTICLE: The ferry stops (Orrin Post, 2 March 2026)\n[1] ")
    assert "\nARTICLE: Tram\n" in text


def test_speakers_are_told_where_the_sentence_does_not_name_them(ferry):
    lines = [line for _, line in lines_of(build(ferry))]
    assert "(speaker: Ada Vane) “It is too old." in "\n".join(lines)
    assert "“We cannot pay for the engine,” said the harbour master, Ada Vane." in lines


def test_a_note_stands_before_the_question(ferry):
    text = build(ferry, note="The speakers differ.").messages[-1][1]
    assert text.endswith("\nThe speakers differ.\n\nQUESTION: When will the ferry stop?")


def test_an_endless_sentence_is_cut():
    article = make_article("An invented story\nThe ferry " + "sails and " * 20_000)
    assert len(build(article).messages[-1][1]) < 5_000


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_hostile_articles_stay_in_their_lines(hostile):
    article = hostile.article
    prompt = build(article, question=hostile.question)
    assert [role for role, _ in prompt.messages] == ROLES
    assert (
        prompt.messages[:-1] == build(make_article("Invented. A."), question="Who?").messages[:-1]
    )
    user = prompt.messages[-1][1]
    lines = user.split("\n")
    assert len(user.splitlines()) == len(lines)
    numbered = len(prompt.sentences)
    assert re.fullmatch(r"ARTICLE: [^\n]+", lines[0])
    assert [line.partition(" ")[0] for line in lines[1 : numbered + 1]] == [
        f"[{number}]" for number in range(1, numbered + 1)
    ]
    assert lines[numbered + 1 :] == [
        "",
        f"QUESTION: {hostile.question}",
    ]
    for line in lines[: numbered + 1]:
        assert_harmless(line.partition(" ")[2])


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_hostile_questions_stay_in_their_line(hostile, ferry):
    prompt = build(ferry, question=hostile.text[:900])
    user = prompt.messages[-1][1]
    question = user.rpartition("QUESTION: ")[2]
    assert len(question.splitlines()) == 1
    assert user.count("QUESTION:") == 1
    assert_harmless(question)


def assert_harmless(text):
    assert not re.search(r"<[|｜/a-zA-Z!_│¦]|[|｜│¦]>|\[/?[A-Z_]{3,}\]|###|<<", text)
    assert not re.search(
        r"\[\s*[-^]?\d|【|〔|⟦|\b(?:USER|ASSISTANT|SYSTEM|QUESTION|ARTICLE):", text
    )
    assert not re.search(
        "[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]", text
    )
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", text)
    assert REFUSAL not in text


def test_enough_hostile_articles():
    assert len(HOSTILE) >= 45
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE)
    assert all("invented" in hostile.text.partition("\n")[0] for hostile in HOSTILE)
    for hostile in HOSTILE:
        assert any(answer in hostile.text for answer in hostile.answers)
