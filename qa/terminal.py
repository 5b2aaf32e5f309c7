"""What the commands print: nothing from outside can steer the terminal."""

import json
import sys

__all__ = ["clean", "complain", "print_json", "print_text"]


def clean(text: str) -> str:
    """Return text from outside without control characters, which could steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def print_json(value: object, *, indent: int | None = None) -> None:
    """Print JSON in ASCII: every character of a quote survives any terminal and any pipe."""
    print(json.dumps(value, indent=indent), flush=True)  # noqa: T201


def print_text(text: str) -> None:
    """Print lines of text on standard output."""
    lines = (clean(line) for line in text.split("\n"))
    print("\n".join(lines))  # noqa: T201


def complain(text: str) -> None:
    """Print one line on standard error."""
    print(f"article-qa: {clean(text)}", file=sys.stderr)  # noqa: T201
