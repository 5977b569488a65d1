"""What was read of a page, of captions, of a mail or of a text, before it becomes a story."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from msgspec import Struct

from newsreader.errors import NewsreaderError
from newsreader.news.encodings import charset, decoded
from newsreader.text import encodable

LARGEST: Final = 16 * 1024 * 1024
"""Bytes of the largest file or page that is read."""

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


def plain_text(data: bytes, content_type: str = "") -> str:
    """Return the text of `data` without NUL and halves of pairs; its encoding may be one that `content_type` names."""
    return encodable(decoded(data, [charset(content_type)]).replace("\0", "").removeprefix("\ufeff"))


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
