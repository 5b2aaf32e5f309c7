"""Make hostile text harmless: the only way text of an article, reader or model gets on the page."""

import re
import unicodedata
from datetime import date, datetime

__all__ = ["anchor", "escape_text", "find_direction", "format_date", "isolate", "shorten_text"]

_ENTITIES = {
    code: f"&#{code};" for code in range(0x21, 0x7F) if not chr(code).isalnum() and chr(code) != ","
}
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), "\ufffd")
_SPACES = dict.fromkeys((*range(0x09, 0x0E), 0x1C, 0x1D, 0x1E, 0x1F, 0x85, 0x2028, 0x2029), " ")
_HARMLESS: dict[int, str] = _ENTITIES | _CONTROLS | _SPACES
_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_IN_ANCHOR = re.compile("[^0-9A-Za-z]")


def escape_text(text: str) -> str:
    """Write text so that neither HTML, Markdown, LaTeX nor a template sees markup in it.

    Every ASCII character that is not a letter or digit becomes a numeric entity, every line
    break a space (a blank line would end an HTML block in Markdown), every control character
    and lone surrogate the replacement character.

    Example:
        >>> escape_text("<b>5, 6</b>")
        '&#60;b&#62;5, 6&#60;&#47;b&#62;'
        >>> escape_text("*a*") + escape_text("${b}")
        '&#42;a&#42;&#36;&#123;b&#125;'
    """
    return _SURROGATES.sub("\ufffd", text).translate(_HARMLESS)


def isolate(text: str) -> str:
    """Escape text and keep its writing direction from reordering what stands around it.

    Example:
        >>> isolate("Anna")
        '<bdi>Anna</bdi>'
    """
    return f"<bdi>{escape_text(text)}</bdi>"


def find_direction(text: str) -> str:
    """Return in which direction a text is written, by its first letter, as ``dir`` wants it.

    A browser that is to find it by itself leaves out what is isolated.

    Example:
        >>> find_direction("3 May"), find_direction("“\u0634\u0643\u0631”"), find_direction("3")
        ('ltr', 'rtl', 'ltr')
    """
    kinds = map(unicodedata.bidirectional, text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def shorten_text(text: str, *, max_chars: int) -> str:
    """Cut text that is too long to show.

    Example:
        >>> shorten_text("abcdef", max_chars=4)
        'abc…'
    """
    return text if len(text) <= max_chars else f"{text[: max_chars - 1]}…"


def anchor(prefix: str, *, article_id: str, sentence: int) -> str:
    """Name the element that holds a sentence.

    The prefix is random for each visit, so that no text can guess the name.

    Example:
        >>> anchor("s1f", article_id="ab12", sentence=5)
        's1f-ab12-5'
    """
    return f"{prefix}-{_NOT_IN_ANCHOR.sub('', article_id)}-{sentence}"


def format_date(iso: str) -> str:
    """Write an ISO 8601 date, or date and time, as a newspaper would.

    A text that is neither is returned as it is.

    Example:
        >>> format_date("2025-03-27T15:21:00")
        '27 March 2025, 15:21'
        >>> format_date("2025-03-27")
        '27 March 2025'
    """
    try:
        if len(iso) == len("2025-03-27"):
            day = date.fromisoformat(iso)
            return f"{day.day} {day:%B %Y}"
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{moment.day} {moment:%B %Y, %H:%M}"
