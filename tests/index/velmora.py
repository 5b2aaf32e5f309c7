"""Two invented articles, and how to look into a library that holds them."""

from index import Candidate, Library

FERRY = """The harbour of Velmora closed on Monday after a ferry struck the pier.
Nobody was hurt, the mayor said.
Read more: Storm warning for the coast
Divers will look at the pier today."""
BANK = """The bank of Ostrand raised its main rate on Tuesday.
Borrowers will pay more, an analyst said."""


def search(library: Library, question: str, **values: object) -> list[Candidate]:
    vector = library.embedder.embed([question])[0]
    return library.search(question, vector, **values)  # type: ignore[arg-type]


def traces(library: Library) -> dict[str, int]:
    """Count what each part of the library holds."""
    count = "SELECT count(*) FROM {}"
    tables = ("article", "sentence", "sentence_words", "chunk_words")
    found = {name: library._database._all(count.format(name))[0][0] for name in tables}
    return {**found, "vectors": library._index.count()}
