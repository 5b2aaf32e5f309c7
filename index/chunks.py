"""From sentences to chunks: a story sentence and its neighbours, embedded as its context."""

from collections.abc import Sequence

from index.models import Chunk, Sentence, SentenceKind

__all__ = ["chunk_sentences"]

_MAXIMUM_CHARACTERS = 2000


def chunk_sentences(sentences: Sequence[Sentence]) -> list[Chunk]:
    """Make one chunk for every story sentence: it, the one before it and the one after it.

    Furniture and headlines are stepped over, so that a "Read more" line does not cut a story
    in two. A neighbour is left out when the chunk would grow past 2,000 characters.

    Args:
        sentences: All sentences of one article, in its order.

    Returns:
        As many chunks as there are story sentences, in the same order.

    Example:
        >>> from index.models import Sentence
        >>> story = [
        ...     Sentence(article_id="a", number=n, start=n, end=n + 1, text=text)
        ...     for n, text in enumerate("ABC", start=1)
        ... ]
        >>> [chunk.text for chunk in chunk_sentences(story)]
        ['A B', 'A B C', 'B C']
    """
    story = [sentence for sentence in sentences if sentence.kind is SentenceKind.STORY]
    return [_chunk_around(story, place) for place in range(len(story))]


def _chunk_around(story: Sequence[Sentence], place: int) -> Chunk:
    center = story[place]
    held = [center]
    length = len(center.text)
    if place > 0 and length + 1 + len(story[place - 1].text) <= _MAXIMUM_CHARACTERS:
        held.insert(0, story[place - 1])
        length += 1 + len(story[place - 1].text)
    if place + 1 < len(story) and length + 1 + len(story[place + 1].text) <= _MAXIMUM_CHARACTERS:
        held.append(story[place + 1])
    return Chunk(article_id=center.article_id, center=center.number, sentences=tuple(held))
