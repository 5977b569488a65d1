"""What was read of a page, of captions, of a mail or of a text, before it becomes a story."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from msgspec import Struct

from newsreader.errors import NewsreaderError
from newsreader.text import encodable

LARGEST: Final = 16 * 1024 * 1024
"""Bytes of the largest file or page that is read."""

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ENCODING = re.compile(
    r"utf-?8|utf-?16(?:-?[bl]e)?|(?:iso-?)?8859-\d{1,2}|iso-8859-\d{1,2}|(?:windows|cp)-?12\d\d|cp\d{3}|koi8-[rtu]"
    r"|gb2312|gbk|gb18030|big5(?:-hkscs)?|shift[_-]jis|euc-(?:jp|kr)|iso-2022-(?:jp|kr)|latin-?1|us-ascii|ascii"
    r"|macintosh|tis-620|windows-874",
    re.IGNORECASE,
)
_WIDER: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-9": "cp1254", "macintosh": "mac-roman", "windows-874": "cp874",
}  # fmt: skip
"""What is meant by names of encodings: writers use the larger one, and declare the smaller one."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{1,30})", re.IGNORECASE)
_TOO_FAR: Final = timedelta(hours=24)


class UnreadableError(NewsreaderError):
    """Signal content of which no story can be made; the text says why, and what would help."""


class Material(Struct, frozen=True):
    """What a story is made of. `text` has an empty line between its paragraphs.

    `kind` is that of the original at `url`. `publisher` is what the source calls itself, and `site` its
    website where that is known. `notes` say what could not be read.
    """

    title: str
    text: str
    url: str = ""
    kind: str = ""
    publisher: str = ""
    published: date | datetime | None = None
    language: str = ""
    notes: tuple[str, ...] = ()
    site: str = ""

    @property
    def outlet_address(self) -> str:
        """Return the address by which the outlet is known."""
        return self.site or self.url


def decoded(data: bytes, declared: str = "") -> str:
    """Return the text of `data` without NUL and halves of pairs, whatever its encoding.

    A byte order mark counts first, then UTF-8 where it fits, then the encoding that is `declared`, as in
    "text/html; charset=windows-1251". What fits none is read as Windows-1252.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _plain(data[len(mark) :].decode(encoding, "replace"))
    name = charset_in(declared)
    try:
        return _plain(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        is_cut = error.start > len(data) - 4
        if is_cut or name in ("utf-8", "utf8"):
            mostly = data.decode("utf-8", "replace")
            if is_cut or mostly.count("\ufffd") * 100 < len(mostly):
                return _plain(mostly)
    if name and name not in ("utf-8", "utf8"):
        return _plain(data.decode(name, "replace"))
    return _plain(data.decode("cp1252", "replace"))


def charset_in(declared: str) -> str:
    """Return the encoding that a content type or a tag of a page declares, "" for none that is known."""
    found = _CHARSET.search(declared)
    name = (found[1] if found else "").lower()
    if not _ENCODING.fullmatch(name):
        return ""
    name = _WIDER.get(name, name)
    try:
        return name if codecs.lookup(name) else ""
    except LookupError:
        return ""


def past(moment: date | datetime | None) -> date | datetime | None:
    """Return `moment`, or None where it is more than a day ahead, and so can't be right."""
    if moment is None:
        return None
    now = datetime.now(UTC)
    if isinstance(moment, datetime):
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        try:
            return moment if aware <= now + _TOO_FAR else None
        except OverflowError:
            return None
    return moment if moment <= (now + _TOO_FAR).date() else None


def _plain(text: str) -> str:
    return encodable(text.replace("\0", "").removeprefix("\ufeff"))
