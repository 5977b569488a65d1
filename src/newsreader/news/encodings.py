"""The encodings of what comes in: what a server or a page declares is a hint, and often a wrong one."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_MEANT: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "macintosh": "mac-roman",
}
"""What encodings are in truth where pages claim these, as browsers read them (WHATWG Encoding Standard)."""

_SEVEN_BITS: Final = ("iso-2022-jp", "iso-2022-kr", "hz-gb-2312", "hz")
"""Encodings of which every text is valid UTF-8, too."""

_ONLY_TEXT: Final = ("iso", "cp", "gb", "big5", "euc", "shift", "koi8", "mac", "hz", "johab", "latin", "ascii")
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_CUT: Final = "unexpected end of data"
"""What Python says where the last character alone is not whole."""


def decoded(data: bytes, declared: Iterable[str] = ()) -> str:
    """Return the text of `data`, whatever its encoding, with U+FFFD for what is no text of it.

    A byte order mark counts first, then UTF-8 where it fits, or fits but for a few bytes. Then come the names of
    encodings that are `declared`, the best first. What fits none is read as Windows-1252.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff")
    names = [name.lower() for name in declared if name]
    if names and names[0] in _SEVEN_BITS:
        return data.decode(names[0], "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.end == len(data) and error.reason == _CUT
    text = data.decode("utf-8", "replace")
    is_meant = not names or names[0].startswith("utf")
    if is_cut or (is_meant and any(char > "\x7f" and char != "\ufffd" for char in text)):
        return text
    codec = next(filter(None, map(_codec, names)), "cp1252")
    return data.decode(codec, "replace")


def charset(declared: str) -> str:
    """Return the encoding that a content type names, "" for none."""
    found = _CHARSET.search(declared)
    return found[1] if found else ""


def _codec(name: str) -> str:
    """Return the codec of that name, "" where there is none for text but UTF."""
    try:
        found = codecs.lookup(_MEANT.get(name, name)).name
    except (LookupError, ValueError):
        return ""
    return found if found.startswith(_ONLY_TEXT) else ""
