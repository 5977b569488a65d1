"""What is known of the feeds of a library: answers so far, failures, and which item became which story.

It is a cache beside the library. Without it each feed is fetched whole once. No story comes twice even then, since
stories say in their files who they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import astuple, fields, replace

from newsreader.sqlite import immediate, open_index

_VERSION: Final = 1


class FeedState(Struct, frozen=True):
    """What is known of one feed; times are seconds since 1970, 0 for never.

    `next_at` is when it is due. `failing_since`, `failures`, `cause` and `advice` are of failures since the last good
    answer. `moved_to` is where it says that it has moved, in `moved_runs` good answers since `moved_since`.
    """

    url: str
    title: str = ""
    etag: str = ""
    modified: str = ""
    hash: str = ""
    checked_at: int = 0
    next_at: int = 0
    ok_at: int = 0
    failing_since: int = 0
    failures: int = 0
    cause: str = ""
    advice: str = ""
    is_gone: bool = False
    moved_to: str = ""
    moved_since: int = 0
    moved_runs: int = 0


class Written(Struct, frozen=True):
    """A story that was written: `path` is relative to the library, "" for one that was removed.

    `written` is the hash of its file, "" where it is not known, `text` that of the text it was made from.
    """

    id: str
    feed: str
    path: str
    written: str
    text: str
    title: str
    day: str


_FEED_COLUMNS: Final = ", ".join(field.name for field in fields(FeedState))
_STORY_COLUMNS: Final = ", ".join(field.name for field in fields(Written))
_FEED_VALUES: Final = ", ".join("?" for _ in fields(FeedState))
_STORY_VALUES: Final = ", ".join("?" for _ in fields(Written))
_TABLES: Final = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    f"CREATE TABLE feeds ({_FEED_COLUMNS.replace('url,', 'url PRIMARY KEY,', 1)}) WITHOUT ROWID",
    "CREATE TABLE items (feed, guid, story_id, PRIMARY KEY (feed, guid)) WITHOUT ROWID",
    f"CREATE TABLE stories ({_STORY_COLUMNS.replace('id,', 'id PRIMARY KEY,', 1)}) WITHOUT ROWID",
    "CREATE INDEX stories_by_title ON stories (feed, title)",
)


class FeedStore:
    """The file with what is known of the feeds of one library."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> FeedStore:
        """Open the file at `path`. It is made where it is missing, and made again where it is damaged."""
        try:
            return cls._open(path)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # a damaged name can be no text
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in (
                sqlite3.SQLITE_BUSY,
                sqlite3.SQLITE_FULL,
                sqlite3.SQLITE_READONLY,
                sqlite3.SQLITE_CANTOPEN,
            ):
                raise
            for suffix in ("", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    path.with_name(path.name + suffix).unlink()
            return cls._open(path)

    @classmethod
    def _open(cls, path: Path) -> FeedStore:
        connection = open_index(path)
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if version not in (0, _VERSION) or verdict != "ok":
                raise sqlite3.DatabaseError("it is damaged, or of another version")
            if version == 0:
                with immediate(connection):
                    for table in _TABLES:
                        connection.execute(table)
                    connection.execute(f"PRAGMA user_version={_VERSION}")
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write everything inside together, or nothing of it."""
        with immediate(self._connection):
            yield

    def note(self, key: str, value: str) -> None:
        """Keep a value of the whole library."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def noted(self, key: str) -> str:
        """Return a value of the whole library, "" where there is none."""
        found = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return found[0] if found else ""

    def feed(self, url: str) -> FeedState:
        """Return what is known of a feed."""
        found = self._connection.execute(f"SELECT {_FEED_COLUMNS} FROM feeds WHERE url = ?", (url,)).fetchone()
        state = FeedState(*found) if found else FeedState(url)
        return replace(state, is_gone=bool(state.is_gone))

    def titles(self) -> dict[str, str]:
        """Return what each feed calls itself, by its url, where that is known."""
        return dict(self._connection.execute("SELECT url, title FROM feeds WHERE title != ''"))

    def put_feed(self, state: FeedState) -> None:
        """Keep what is known of a feed."""
        self._connection.execute(f"INSERT OR REPLACE INTO feeds VALUES ({_FEED_VALUES})", astuple(state))

    def forget_end(self, url: str) -> None:
        """Have a feed that was gone for good asked again."""
        self._connection.execute("UPDATE feeds SET is_gone = 0, next_at = 0 WHERE url = ? AND is_gone", (url,))

    def rename_feed(self, old: str, new: str) -> None:
        """Have what is known of a feed under its new address."""
        with self.together():
            self._connection.execute("DELETE FROM feeds WHERE url = ?", (new,))
            self._connection.execute(
                "UPDATE feeds SET url = ?, moved_to = '', moved_since = 0, moved_runs = 0 WHERE url = ?", (new, old)
            )
            self._connection.execute("UPDATE OR REPLACE items SET feed = ? WHERE feed = ?", (new, old))
            self._connection.execute("UPDATE stories SET feed = ? WHERE feed = ?", (new, old))

    def items(self, feed: str) -> dict[str, str]:
        """Return the ids of the stories of a feed by guid, "" for an item that was left out for good."""
        return dict(self._connection.execute("SELECT guid, story_id FROM items WHERE feed = ?", (feed,)))

    def put_items(self, feed: str, items: Iterable[tuple[str, str]]) -> None:
        """Keep which story each item is."""
        rows = [(feed, guid, story) for guid, story in items]
        self._connection.executemany("INSERT OR REPLACE INTO items VALUES (?, ?, ?)", rows)

    def story(self, story_id: str) -> Written | None:
        """Return what was written of a story."""
        sql = f"SELECT {_STORY_COLUMNS} FROM stories WHERE id = ?"
        found = self._connection.execute(sql, (story_id,)).fetchone()
        return Written(*found) if found else None

    def titled(self, feed: str, title: str) -> list[Written]:
        """Return the stories of a feed with this folded title."""
        sql = f"SELECT {_STORY_COLUMNS} FROM stories WHERE feed = ? AND title = ?"
        return [Written(*row) for row in self._connection.execute(sql, (feed, title))]

    def put_story(self, story: Written) -> None:
        """Keep what was written of a story."""
        self._connection.execute(f"INSERT OR REPLACE INTO stories VALUES ({_STORY_VALUES})", astuple(story))

    def paths(self) -> dict[str, str]:
        """Return the path of each story that is there, by id."""
        return dict(self._connection.execute("SELECT id, path FROM stories WHERE path != ''"))

    def hashes(self) -> dict[str, str]:
        """Return the hash of the file of each story, by id, where it is known."""
        return dict(self._connection.execute("SELECT id, written FROM stories WHERE path != '' AND written != ''"))

    def put_path(self, story_id: str, path: str) -> None:
        """Keep where the file of a story is now, "" for one that was removed."""
        self._connection.execute("UPDATE stories SET path = ? WHERE id = ?", (path, story_id))

    def count(self, feed: str) -> int:
        """Return how many stories came from a feed."""
        (count,) = self._connection.execute("SELECT count(*) FROM stories WHERE feed = ?", (feed,)).fetchone()
        return int(count)
