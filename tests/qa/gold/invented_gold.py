"""A gold file and its article to check; all of it is invented."""

import json

ARTICLE = """Vesterholm pier falls

By Invented Reporter

Published 4 May 2031

The old pier of Vesterholm fell into the sea on Tuesday, and 14 fishermen were rescued.

Mayor Jane Roe called the pier “a danger to every boat”.

Engineers had warned the council in March. Nobody listened to the engineers.

The ferry to Nordby has stopped.

The ferry to Nordby has stopped.

Tom Poe lost his boat. He wants money. The council has none. It will meet again. It is late.
"""
RIGHT = {
    "id": "g01",
    "type": "fact",
    "question": "How many fishermen were saved?",
    "history": [],
    "article": "pier.txt",
    "evidence": [["14 fishermen were rescued"]],
    "answer": ["14"],
    "absent": False,
}
OTHER = {**RIGHT, "id": "b", "question": "How many men were saved?"}
ABSENT = {**OTHER, "absent": True, "evidence": None, "answer": None}


def left_out(name, values=OTHER):
    return {key: value for key, value in values.items() if key != name}


def write(folder, *lines):
    (folder / "pier.txt").write_text(ARTICLE, "utf-8")
    path = folder / "gold.jsonl"
    with path.open("wb") as file:
        for line in lines:
            whole = line if isinstance(line, str | bytes) else json.dumps(line)
            file.write((whole if isinstance(whole, bytes) else whole.encode()) + b"\n")
    return path
