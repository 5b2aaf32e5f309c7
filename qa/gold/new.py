"""Make gold questions of an article: proposals that a person accepts, edits or rejects.

Each question that is accepted is written to the file at once, so that nothing is lost however
the session ends. Article text is a stranger's: all that is shown goes through ``print_text``.
"""

import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import Final

import seeds
from index.errors import GoldError, QuestionError
from qa.assistant import ArticleQA
from qa.gold.articles import find_file
from qa.gold.file import GoldFile
from qa.gold.lines import can_match
from qa.gold.places import cut_snippet, find_all_words
from qa.gold.proposals import Proposal, fold, propose
from qa.question import check_question
from qa.settings import Settings
from qa.terminal import clean, print_text

__all__ = ["make_gold"]

_RANKED: Final = 8
_MAX_DIGITS: Final = 9
_INTERRUPTED: Final = 130
_KEYS: Final = "[a]ccept, [e]dit, [r]eject, [w]rite your own, [s]how the article, [q]uit: "
_KEYS_AT_END: Final = "[w]rite your own, [s]how the article, [q]uit: "
_HOW: Final = "12 14 both needed, 12|14 either, none, s shows the article, b goes back"


def make_gold(article: Path, *, out: Path | None = None, count: int = 20, seed: int = 0) -> int:
    """Propose gold questions of an article in the terminal; append those accepted to a file.

    Args:
        article: A text file, or the name of a seed.
        out: The gold file; by default named like the article, beside it: ``story.gold.jsonl``.
        count: How many questions are proposed at most.
        seed: What decides what is proposed.

    Returns:
        0, or 130 when it was interrupted; what was accepted is in the file either way.

    Raises:
        GoldError: There is no such article, or the file has a mistake or cannot be written.
        ArticleError: The article cannot be read.
    """
    path = out or article.parent / f"{article.stem}.gold.jsonl"
    source = _find_article(article, path)
    gold = GoldFile(path, article=source)
    _prepare_typing()
    print_text(f"Questions about {source.name} go to {path}, each as soon as it is accepted …")
    with (
        tempfile.TemporaryDirectory() as folder,
        # Settings of its own: no language model, no network.
        ArticleQA.open(Path(folder) / "library", settings=Settings()) as assistant,
    ):
        session = _Session(assistant, assistant.add(source).id, gold)
        code = 0
        try:
            session.run(count, seed)
        except EOFError:
            print_text("")
        except KeyboardInterrupt:
            print_text("")
            code = _INTERRUPTED
        print_text(gold.sum_up())
    return code


def _find_article(article: Path, path: Path) -> Path:
    try:
        return find_file(str(article), path)
    except GoldError as error:
        names = ", ".join(seeds.ARTICLES)
        raise GoldError(
            f"{article} is no file and no seed ({names}). Name the text file of an article."
        ) from error


def _prepare_typing() -> None:
    """Let a byte that is not of the terminal's encoding show, and arrow keys move the cursor."""
    with suppress(ImportError):  # Windows has none.
        import_module("readline")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def _ask(prompt: str) -> str:
    typed = input(clean(prompt).rstrip() + " ")
    return typed.encode("utf-8", "replace").decode().strip()


def _ask_words(prompt: str) -> str:
    """Ask for more than a key: a single letter is a slip, or leads back."""
    while True:
        typed = _ask(f"{prompt} (b goes back):")
        if typed.lower() == "b":
            raise _BackError
        if not (len(typed) == 1 and typed.isalpha()):
            return typed
        print_text("Type words, or b to go back.")


class _BackError(Exception):
    """The person wants to go back."""


class _Session:
    """One conversation about one article."""

    def __init__(self, assistant: ArticleQA, article: str, gold: GoldFile) -> None:
        self._assistant = assistant
        self._article = article
        self._gold = gold
        self._text = assistant.find(article).text
        self._sentences = {item.number: item for item in assistant.sentences(article)}

    def run(self, count: int, seed: int) -> None:
        """Go through the proposals; then the person may write more, until they quit."""
        proposals = propose(
            self._assistant, article=self._article, asked=self._gold.asked, seed=seed
        )
        for number, proposal in enumerate(islice(proposals, count), start=1):
            print_text(f"\nProposal {number} of at most {count}:")
            if not self._decide(proposal):
                return
        print_text("\nThose were all proposals.")
        while self._choose(_KEYS_AT_END, "wsq") == "w":
            self._keep(self._write)

    def _choose(self, prompt: str, keys: str) -> str:
        """Return the key that was chosen; the article is shown on the way."""
        while True:
            key = _ask(prompt)[:1].lower()
            if key == "s":
                self._show_article()
            elif key and key in keys:
                return key
            else:
                print_text(f"Type one of {', '.join(keys)}.")

    def _decide(self, proposal: Proposal) -> bool:
        """Let the person decide on a proposal; tell whether they go on."""
        make: dict[str, Callable[[], Proposal]] = {
            "a": partial(self._complete, proposal),
            "e": partial(self._edit, proposal),
            "w": self._write,
        }
        while True:
            print_text("")
            self._show(proposal)
            key = self._choose(_KEYS, "aerwsq")
            if key not in make:
                return key == "r"
            if self._keep(make[key]) and key != "w":
                return True

    def _keep(self, make: Callable[[], Proposal]) -> bool:
        """Append what the person makes to the file; tell whether they did not go back."""
        try:
            proposal = make()
        except _BackError:
            return False
        if fold(proposal.question) in map(fold, self._gold.asked):
            print_text("This question is in the file already.")
            return True
        groups = [
            [cut_snippet(self._sentences[number], self._text) for number in group]
            for group in proposal.evidence
        ]
        for snippet in set(chain.from_iterable(groups)):
            if (times := self._text.count(snippet)) > 1:
                print_text(f"This sentence stands there {times} times, and each counts: {snippet}")
        name = self._gold.append(proposal, groups)
        print_text(f"Added as {name}.")
        return True

    def _complete(self, proposal: Proposal) -> Proposal:
        if proposal.answer or not proposal.evidence:
            return proposal
        return replace(proposal, answer=self._ask_answer(()))

    def _edit(self, proposal: Proposal) -> Proposal:
        question = self._ask_question(proposal.question)
        evidence = self._ask_sentences(question, proposal.evidence)
        kind = "proposed" if question == proposal.question else "written"
        return self._finish(question, evidence, proposal.answer, kind)

    def _write(self) -> Proposal:
        """Let the person write a question of their own."""
        question = self._ask_question(None)
        self._show_ranked(question)
        return self._finish(question, self._ask_sentences(question, None), (), "written")

    def _finish(
        self,
        question: str,
        evidence: tuple[tuple[int, ...], ...],
        answer: tuple[str, ...],
        kind: str,
    ) -> Proposal:
        if not evidence:
            return Proposal(question=question, type="absent")
        answer = self._ask_answer(answer)
        return Proposal(question=question, evidence=evidence, answer=answer, type=kind)

    def _ask_question(self, old: str | None) -> str:
        while True:
            typed = _ask_words("Question [Enter keeps it]" if old else "Question") or old or ""
            try:
                question = check_question(typed)
            except QuestionError as error:
                print_text(str(error))
                continue
            if fold(question) not in map(fold, self._gold.asked):
                return question
            print_text("This question is in the file already. Ask another one.")

    def _ask_sentences(
        self, question: str, old: tuple[tuple[int, ...], ...] | None
    ) -> tuple[tuple[int, ...], ...]:
        """Ask which sentences answer; nothing where the article does not."""
        kept = "" if old is None else f"Enter keeps {_spell_groups(old)}, "
        while True:
            typed = _ask(f"Sentences that answer [{kept}{_HOW}]:").lower()
            if typed == "b":
                raise _BackError
            if typed == "s":
                self._show_article()
                continue
            groups = old if not typed and old is not None else self._read_groups(typed)
            if groups or (groups == () and self._is_absent(question)):
                return groups

    def _read_groups(self, typed: str) -> tuple[tuple[int, ...], ...] | None:
        """Read numbers of sentences such as ``12|14 20``; say what is wrong with others."""
        if typed == "none":
            return ()
        groups = [part.split("|") for part in typed.replace(",", " ").split()]
        wrong = [one for one in chain.from_iterable(groups) if not self._is_number(one)]
        if groups and not wrong:
            return tuple(tuple(dict.fromkeys(map(int, group))) for group in groups)
        shown = f"{wrong[0][:20]!r} is no sentence. " if wrong else ""
        print_text(f"{shown}Type numbers from 1 to {len(self._sentences)}, or none.")
        return None

    def _is_number(self, text: str) -> bool:
        whole = text.isdecimal() and text.isascii() and len(text) <= _MAX_DIGITS
        return whole and int(text) in self._sentences

    def _is_absent(self, question: str) -> bool:
        """Let the person look again where a sentence holds all words of the question."""
        held = find_all_words(question, list(self._sentences.values()))
        if not held:
            return True
        print_text("Look again, every word of the question stands here:")
        for sentence in held:
            self._show_sentence(sentence.number)
        return self._choose("Does the article answer it? [y]es, [n]o:", "yn") == "n"

    def _ask_answer(self, old: tuple[str, ...]) -> tuple[str, ...]:
        kept = f"Enter keeps {' | '.join(old)}; " if old else ""
        while True:
            typed = _ask_words(f"Answer in the article's words [{kept}several with | between]")
            answer = tuple(dict.fromkeys(filter(can_match, map(str.strip, typed.split("|")))))
            answer = answer or (() if typed.strip(" |") else old)
            if answer:
                break
            print_text('Type the words that answer; "a", "an" and "the" alone do not count.')
        if not any(words.casefold() in self._text.casefold() for words in answer):
            print_text("None of this stands in the article. It is kept as you typed it.")
        return answer

    def _show(self, proposal: Proposal) -> None:
        print_text(f"Question: {proposal.question}")
        if not proposal.evidence:
            print_text("Proposed as one that the article does not answer. Nearest is:")
            self._show_ranked(proposal.question, limit=3)
            return
        for number in chain.from_iterable(proposal.evidence):
            self._show_sentence(number)
        print_text(f"Answer: {' | '.join(proposal.answer) or 'not clear, you will be asked'}")

    def _show_ranked(self, question: str, *, limit: int = _RANKED) -> None:
        for item in self._assistant.rank(question, article=self._article, limit=limit):
            self._show_sentence(item.sentence.number)

    def _show_article(self) -> None:
        for number in self._sentences:
            self._show_sentence(number)

    def _show_sentence(self, number: int) -> None:
        print_text(f"{number:>5}  {clean(self._sentences[number].text)}")


def _spell_groups(groups: tuple[tuple[int, ...], ...]) -> str:
    """Return numbers of sentences as a person types them.

    Example:
        >>> _spell_groups(((12, 14), (20,))), _spell_groups(())
        ('12|14 20', 'none')
    """
    return " ".join("|".join(map(str, group)) for group in groups) or "none"
