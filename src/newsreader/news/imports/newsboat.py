"""The files of Newsboat and Newsbeuter: `urls` with the feeds, `cache.db` with the stories.

What is in `urls` is told by https://newsboat.org/releases/2.38/docs/newsboat.html#_first_steps: an address, and tags
behind it, of which `~name` is a title and `!` hides a feed. `exec:`, `filter:` and `query:` are no addresses; they are
named, and never run. The tables of `cache.db` are those that Newsboat makes itself (src/cache.cpp): `rss_feed` and
`rss_item` with `unread`, `flags`, `deleted` and the enclosure.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

from newsreader.errors import NewsreaderError
from newsreader.links import LinkRefusedError, checked_link
from newsreader.news.imports.entries import LONGEST_TEXT, Entry, Found, Lists, Marks, Refused, moment_in, text_in
from newsreader.news.imports.source import LARGEST, Source
from newsreader.news.subscriptions import Subscription
from newsreader.sqlite import open_copy
from newsreader.text import clean_line

_WORD: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_CREDENTIALS = re.compile(r"//[^/]*@")
_COMMANDS: Final = ("exec:", "filter:")
_LONGEST_NAME: Final = 100
_COLUMNS: Final = (
    "guid", "title", "url", "feedurl", "pubDate", "content", "unread", "enclosure_url", "enclosure_type", "flags",
    "deleted", "content_mime_type",
)  # fmt: skip
_STEPS: Final = 1_000_000
_MOST_STEPS: Final = 20_000
"""Millions of steps that SQLite may take for one file: a sound one with a million stories needs a hundredth."""


def read_urls(text: str) -> Lists:
    """Return the feeds of the list, and a sentence for each line that is none of the web."""
    found = Lists()
    for number, line in enumerate(text.splitlines(), 1):
        words = [quoted.replace('\\"', '"') or bare for quoted, bare in _WORD.findall(line[:10_000])]
        if not words or words[0].startswith("#"):
            continue
        address, tags = words[0], words[1:]
        if address.startswith(_COMMANDS):
            found.notes.append(f"Line {number}: a command is never run: {clean_line(address, _LONGEST_NAME)}")
        elif address.startswith("query:"):
            query = clean_line(address, _LONGEST_NAME)
            found.notes.append(f"Line {number}: a query is no feed: {query}. Make a view of it: press V in the reader.")
        else:
            _add_feed(found, number, address, tags)
    return found


def _add_feed(found: Lists, number: int, address: str, tags: list[str]) -> None:
    try:
        url = checked_link(address).url
    except LinkRefusedError:
        shown = clean_line(_CREDENTIALS.sub("//", address), _LONGEST_NAME)
        found.notes.append(f"Line {number}: It is no address of the web: {shown}")
        found.failed += 1
        return
    name = next((tag[1:] for tag in tags if tag.startswith("~")), "")
    folder = next((tag for tag in tags if not tag.startswith(("~", "!"))), "")
    found.feeds.append(Subscription(url, clean_line(name, _LONGEST_NAME), folder=clean_line(folder, _LONGEST_NAME)))


def read_cache(source: Source) -> Found:
    """Yield the stories of the database, which is opened from a copy and can do nothing but be read."""
    with source.copied() as copy:
        try:
            with closing(open_copy(copy)) as connection:
                yield from _items(connection)
        except sqlite3.Error as error:
            yield Refused("The database", f"It is damaged from here on: {clean_line(str(error), 200)}")


def _items(connection: sqlite3.Connection) -> Iterator[Entry | Refused]:
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    connection.set_progress_handler(_Patience().is_over, _STEPS)
    present = _columns_of(connection, "rss_item")
    if not {"title", "url"} <= present:
        raise NewsreaderError("This database is not of Newsboat: it has no table of stories.")
    feeds = _feeds(connection)
    names = [each for each in _COLUMNS if each in present]
    rows = connection.execute(f"SELECT {', '.join(map(_cut, names))} FROM rss_item ORDER BY rowid")
    for number, row in enumerate(rows, 1):
        item = dict(zip(names, row, strict=True))
        if item.get("deleted") != 1:
            yield _entry(item, feeds, f"Story {number:,}")


def _cut(column: str) -> str:
    """Return the SQL for a column, of whose texts only so much is read as is looked at."""
    return f"iif(typeof({column}) IN ('text', 'blob'), substr({column}, 1, {LONGEST_TEXT}), {column})"


class _Patience:
    """Counts how long a database keeps SQLite busy."""

    def __init__(self) -> None:
        self._calls = 0

    def is_over(self) -> int:
        """Return 1, which ends the query, once it has taken too long."""
        self._calls += 1
        return int(self._calls > _MOST_STEPS)


def _columns_of(connection: sqlite3.Connection, table: str) -> set[str]:
    """Return the columns of a table; none of what only looks like one, which could do anything when it is read."""
    found = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    if found is None or not re.match(r"CREATE\s+TABLE\s", str(found[0]), re.IGNORECASE):
        return set()
    return {str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")}


def _feeds(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return the title and the website of each feed by its address."""
    if not {"rssurl", "url", "title"} <= _columns_of(connection, "rss_feed"):
        return {}
    columns = ", ".join(map(_cut, ("rssurl", "title", "url")))
    rows = connection.execute(f"SELECT {columns} FROM rss_feed LIMIT 100000")
    return {text_in(rss): (text_in(title), text_in(url)) for rss, title, url in rows}


def _entry(item: dict[str, Any], feeds: dict[str, tuple[str, str]], place: str) -> Entry | Refused:
    feed = text_in(item.get("feedurl"))
    publisher, site = feeds.get(feed, ("", ""))
    enclosure = text_in(item.get("enclosure_url")).strip()
    url = text_in(item.get("url")).strip() or enclosure
    title = clean_line(text_in(item.get("title")))
    if not title and not url:
        return Refused(place, "It has neither a title nor a link.")
    kind = text_in(item.get("enclosure_type")).partition("/")[0].lower()
    return Entry(
        title=title or url,
        url=url,
        text=text_in(item.get("content")),
        is_html=text_in(item.get("content_mime_type")) != "text/plain",
        published=moment_in(item.get("pubDate")),
        kind=kind if kind in ("audio", "video") else "article",
        publisher=publisher,
        site=site,
        feed=feed,
        guid=text_in(item.get("guid")),
        marks=Marks(is_read=item.get("unread") == 0, is_bookmarked=bool(text_in(item.get("flags")))),
    )
