"""The articles that ship with the project, and their gold questions: data only."""

from pathlib import Path

__all__ = ["ARTICLES", "GOLD"]

_FOLDER = Path(__file__).parent

ARTICLES = {"reassurance-force": _FOLDER / "000_4e14470d7311b29b.txt"}
"""Short name of each shipped article, and its file."""

GOLD = _FOLDER / "gold.jsonl"
"""Gold questions on the shipped articles."""
