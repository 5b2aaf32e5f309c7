"""From bytes of the web to text: which encoding it is, as the WHATWG standard has it, or nearly.

What is valid UTF-8 is read as UTF-8 even where something else was declared: in practice no other
encoding looks like it, while a wrong declaration is common.
"""

import codecs
import re
from typing import Final

__all__ = ["decode_page"]

_LOOKED_AT: Final = 4_096
_DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_NAME = re.compile(r"[\w.:-]{1,40}", re.ASCII)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FALLBACK: Final = "cp1252"
# What pages call an encoding, to what is meant. Nothing but encodings of text may be named:
# Python also knows codecs such as punycode, which takes time without measure.
_MEANT: Final = {
    "utf-8": "utf-8",
    "iso8859-1": _FALLBACK,
    "ascii": _FALLBACK,
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-9": "cp1254",
    **{
        name: name
        for name in (
            *(f"cp125{number}" for number in range(9)),
            *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
            *("cp932", "cp949", "cp866", "koi8-r", "koi8-u", "gb18030", "big5hkscs"),
            *("euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be"),
        )
    },
    "utf-16": "utf-16-le",
}


def decode_page(content: bytes, *, declared: str | None = None) -> str:
    r"""Decode a page or a text; bytes that are wrong in its encoding become U+FFFD.

    Args:
        content: The bytes as they came.
        declared: The encoding that the server names, which wins over what the page names.

    Example:
        >>> decode_page(b"caf\xe9"), decode_page("café".encode(), declared="iso-8859-1")
        ('café', 'café')
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if not content.isascii():
        try:
            return content.decode()
        except UnicodeDecodeError:
            pass
    found = _DECLARED.search(content[:_LOOKED_AT])
    named = found[1].decode("ascii", "replace") if found else None
    encoding = _find_encoding(declared) or _find_encoding(named, within=True) or _FALLBACK
    return content.decode(encoding, "replace")


def _find_encoding(name: str | None, *, within: bool = False) -> str | None:
    if name is None or not _NAME.fullmatch(name):
        return None
    try:
        encoding = _MEANT.get(codecs.lookup(name).name)
    except (LookupError, ValueError):
        return None
    # A page that could be searched for the name of its encoding is not in UTF-16.
    return "utf-8" if within and encoding in {"utf-16-le", "utf-16-be"} else encoding
