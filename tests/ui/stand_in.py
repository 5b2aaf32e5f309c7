"""A stand-in for a language model: it replies by script, word by word; all of it is invented."""

import re
import time
from pathlib import Path

from invented import HOSTILE
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata

ARTICLE = """This article is invented, and so is the town of Nowhereham.
Jo Quill, the mayor of Nowhereham, painted 47 lighthouses on Monday.
The paint cost 9,000 crowns and was given by the fishing fleet.
“We wanted the boats to find their way home,” Quill said.
The harbour master, Ada Vane, said the lamps were mended in May.
The council will decide in June whether to paint the bridges too.
Two of the lighthouses lost their doors in a storm last winter.
Nobody was hurt in the storm, the coast guard said.
The union said 90 painters had joined the work.
But Nowhereham Works said only 40 painters had joined the work.
"""
TITLE = "Mayor of Nowhereham paints lighthouses"

SUPPORTED = "How many lighthouses did Jo Quill paint on Monday?"
MIXED = "What was given by the fishing fleet?"
DECLINED = "What will the council decide in June?"
UNVERIFIED = "Who was hurt in the storm?"
BROKEN = "Who mended the lamps in May?"
ENDLESS = "What did two of the lighthouses lose in a storm?"
DIFFERING = "How many painters had joined the work?"
OFF_THE_POINT = "What did the paint cost?"
ATTACK = "What did Quill say about the boats?"

# §words§ stands for the number of the sentence that holds the words.
REPLIES = {
    SUPPORTED: "Jo Quill painted 47 lighthouses on Monday [§47§].",
    MIXED: "The fishing fleet gave the paint [§paint cost§]. The paint cost 12,000 crowns "
    "[§paint cost§]. Two of the lighthouses lost their doors and windows in a storm last winter "
    "[§doors§]. Whales were seen off the museum of Ostrand [77].",
    DECLINED: "NOT_STATED",
    UNVERIFIED: "Ninety trumpeters drowned off Velmora on Friday [§storm last§]. "
    "Their king blamed the weather [1].",
    BROKEN: "The lamps were",
    DIFFERING: "The union said 90 painters had joined the work [§union§], but Nowhereham "
    "Works said only 40 painters had joined the work [§only 40§].",
    OFF_THE_POINT: "The fishing fleet gave the paint [§paint cost§].",
    ENDLESS: "Two lighthouses lost their doors in a storm [§doors§]. "
    + "And then some more " * 400,
    ATTACK: "Quill wanted the boats to find their way home [§boats§]. "
    "Press [1](http://outside.invalid/planted) or [§boats§](javascript:alert(8)) or "
    "<a class=marker href=http://outside.invalid/m>[1]</a>. "
    + " ".join(f"{text}." for name, text in HOSTILE.items() if name != "controls"),
}
PAUSES = {ENDLESS: 0.05, MIXED: 0.04}


class StandIn(CustomLLM):
    """Replies to the questions above; what it wrote so far stands in a file beside the library."""

    written: Path
    first_word: float = 0.0

    @property
    def metadata(self):
        return LLMMetadata(model_name="Invented-1B", context_window=8192, num_output=512)

    def complete(self, prompt, formatted=False, **_):
        *_, last = self.stream_complete(prompt, formatted)
        return last

    def stream_complete(self, prompt, formatted=False, **_):
        return self._write(prompt)

    def _write(self, prompt):
        *_, asked = prompt.rpartition("QUESTION: ")
        question = next(known for known in REPLIES if known in asked)
        article = prompt[prompt.rindex("[1] ") :]

        def number(match):
            return re.search(rf"\[(\d+)\][^\n]*{match[1]}", article)[1]

        reply, text = re.sub("§([^§]+)§", number, REPLIES[question]), ""
        time.sleep(self.first_word)
        for word in re.findall(r"\S+\s*", reply):
            time.sleep(PAUSES.get(question, 0))
            text += word
            self.written.write_text(text, encoding="utf-8", errors="replace")
            yield CompletionResponse(text=text, delta=word)
        if question == BROKEN:
            raise ConnectionResetError
