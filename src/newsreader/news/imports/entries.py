"""What was read of another program's file: stories with their marks, feeds, and what could not be taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

from msgspec import Struct, field

from newsreader.formats.values import UnreadDateError, parse_date
from newsreader.links import LinkRefusedError, checked_link
from newsreader.news.subscriptions import Subscription
from newsreader.story import Story
from newsreader.text import clean_line, encodable

LONGEST_TEXT: Final = 2_000_000
"""Characters of one text that are looked at."""

_LATEST: Final = 32_503_680_000
"""Seconds from 1970 to the year 3000: what is larger counts smaller parts of a second."""

_FEWEST_DIGITS: Final = 9
"""Of a count of seconds: eight digits are a date."""

_MOST_DIGITS: Final = 19
"""Of a count of a billionth of a second."""


class Marks(Struct, frozen=True):
    """What the user had put on a story elsewhere; a note may hold the passages that were highlighted."""

    is_read: bool = False
    is_bookmarked: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""


class Entry(Struct, frozen=True):
    """A story of another program. `text` is HTML if it `is_html`.

    `feed` is the address of its feed, and `guid` what names it there. `publisher` and `site` are what is known of who
    tells it. `story` is a whole story of this program, which goes before all of these, and `ending` that of its file.
    """

    title: str = ""
    url: str = ""
    text: str = ""
    is_html: bool = False
    published: date | datetime | None = None
    kind: str = ""
    language: str = ""
    topics: tuple[str, ...] = ()
    publisher: str = ""
    site: str = ""
    feed: str = ""
    guid: str = ""
    marks: Marks = Marks()
    story: Story | None = None
    ending: str = ".yaml"


class Refused(Struct, frozen=True):
    """An item that can't be taken: where it stands, and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        """Return both as a sentence."""
        return f"{self.place}: {self.reason}"


def refused_address(place: str, url: str) -> Refused | None:
    """Return why a link can't be taken whose address leads to no web page; None where it leads to one."""
    try:
        checked_link(url)
    except LinkRefusedError:
        return Refused(place, f"It leads to no web page: {clean_line(url, 80) or 'no address'}")
    return None


class Lists(Struct):
    """What a file holds beside stories: feeds, sentences on what was left out, and how many feeds can't be taken."""

    feeds: list[Subscription] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: int = 0


Found = Iterator[Entry | Refused]
"""The stories of a file, one after the other, and what of it can't be taken."""


def text_in(value: object) -> str:
    """Return a value as text that every part of the program can hold; "" for what is none."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value) if abs(value) < 1e15 else ""
    return encodable(value[:LONGEST_TEXT]).replace("\0", "") if isinstance(value, str) else ""


def texts_in(value: object) -> tuple[str, ...]:
    """Return the texts of a list, or of a text with commas between them."""
    if isinstance(value, str):
        value = value[:LONGEST_TEXT].split(",")
    return tuple(filter(None, (text_in(each).strip() for each in value[:1_000]))) if isinstance(value, list) else ()


def moment_in(value: object) -> date | datetime | None:
    """Return the moment that a text, or a count of seconds since 1970, states; None where that is none."""
    text = text_in(value).strip()
    if text.isascii() and text.isdigit() and len(text) >= _FEWEST_DIGITS:
        return _counted(int(text)) if len(text) <= _MOST_DIGITS else None
    try:
        return parse_date(text) if text else None
    except UnreadDateError:
        return None


def _counted(count: int) -> datetime | None:
    while count > _LATEST:
        count //= 1_000
    try:
        return datetime.fromtimestamp(count, UTC) if count else None
    except (OverflowError, OSError, ValueError):
        return None
