"""Remove what a reader cannot see from the text of a page, before any offset is taken."""

import re

__all__ = ["remove_invisible"]

# Controls, soft hyphens, invisible and zero-width characters, marks and overrides of direction,
# annotations, tag characters and the variation selectors that text can be smuggled in.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    "|[\ufe00-\ufe0f]{2,}"
    # Joiners shape the letters of many scripts, and emoji; in a Latin word they only hide.
    "|(?<![\u0590-\U0010ffff])[\u200c\u200d]"
    "|[\u200c\u200d]{2,}"
    "|[\ud800-\udfff]"
)


def remove_invisible(text: str) -> str:
    r"""Return a text without invisible characters, its lines ended alike and none empty.

    Example:
        >>> remove_invisible("The bri\u200bdge \u202eis\u202c closed. \r\n\r\nIt reopens.")
        'The bridge is closed.\nIt reopens.'
    """
    lines = (line.strip() for line in _INVISIBLE.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)
