"""An embedder for tests that need many fast starts: words, hashed into a few dimensions.

It is real in all that the library asks of an embedder (unit rows, the same text gives the same
vector in every process), and texts that share words are near each other.
"""

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class BagOfWords:
    def __init__(self, *, name: str = "bag-of-words", dimensions: int = 32) -> None:
        self.name = name
        self.dimensions = dimensions

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            # The first place says "some text", so that no row is empty.
            row[0] = 0.1
            for word in re.findall(r"\w+", text.lower()):
                row[zlib.crc32(word.encode()) % self.dimensions] += 1
            row /= np.linalg.norm(row)
        return rows
