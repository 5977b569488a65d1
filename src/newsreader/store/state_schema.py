"""The tables of the state, how they came about, and whether a file has them in good order."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from newsreader.store.connection import UnsoundFileError, immediate
from newsreader.store.state_tables import TABLES


def _first_tables(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID")
    connection.execute("INSERT INTO meta VALUES ('changes', 0)")
    connection.execute(
        "CREATE TABLE bookmarks"
        " (uuid TEXT PRIMARY KEY NOT NULL, story_id TEXT NOT NULL, record TEXT NOT NULL, crc INTEGER NOT NULL)"
    )
    connection.execute("CREATE INDEX bookmarks_by_story ON bookmarks (story_id)")
    connection.execute(
        "CREATE TABLE read_marks"
        " (story_id TEXT PRIMARY KEY, read_at INTEGER NOT NULL, crc INTEGER NOT NULL) WITHOUT ROWID"
    )


def _marks_and_views(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE tags (story_id TEXT NOT NULL, tag TEXT NOT NULL, tagged_at INTEGER NOT NULL,"
        " crc INTEGER NOT NULL, PRIMARY KEY (story_id, tag)) WITHOUT ROWID"
    )
    connection.execute(
        "CREATE TABLE notes (story_id TEXT PRIMARY KEY NOT NULL, note TEXT NOT NULL, written_at INTEGER NOT NULL,"
        " crc INTEGER NOT NULL) WITHOUT ROWID"
    )
    connection.execute(
        "CREATE TABLE views (name TEXT PRIMARY KEY NOT NULL, filter TEXT NOT NULL, made_at INTEGER NOT NULL,"
        " crc INTEGER NOT NULL) WITHOUT ROWID"
    )
    connection.execute(
        "CREATE TABLE filters (filter TEXT PRIMARY KEY NOT NULL, used_at INTEGER NOT NULL, crc INTEGER NOT NULL)"
        " WITHOUT ROWID"
    )
    for kind in Content:
        renew_version(connection, kind)


MIGRATIONS: Final[dict[int, Callable[[sqlite3.Connection], None]]] = {1: _first_tables, 2: _marks_and_views}
"""For each schema version the step that leads to it from the one before."""


class Content(StrEnum):
    """What of the state the index has a copy of: which stories are bookmarked, and the other marks."""

    BOOKMARKS = "bookmarks"
    MARKS = "marks"


def newest_version() -> int:
    """The schema version this program writes."""
    return max(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version of a file, 0 for a new one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an older or new file to the newest schema, in one transaction."""
    with immediate(connection):
        version = version_of(connection)
        for step in sorted(MIGRATIONS):
            if step > version:
                MIGRATIONS[step](connection)
                connection.execute(f"PRAGMA user_version={step}")


def count_change(connection: sqlite3.Connection) -> None:
    """Note, inside a transaction, that the content changed."""
    connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'changes'")


def renew_version(connection: sqlite3.Connection, content: Content) -> int:
    """Give a changed content a version that it never had, inside a transaction; tells it."""
    version = secrets.randbits(62) | 1
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (f"version of {content}", version))
    return version


def content_version(connection: sqlite3.Connection, content: Content) -> int:
    """What tells one content from every other, 0 in the file of a newer program that has none."""
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (f"version of {content}",)).fetchone()
    return int(found[0]) if found else 0


def changes_of(connection: sqlite3.Connection) -> int:
    """How often the content has changed since the file was new."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'changes'").fetchone()
    return int(row[0]) if row else 0


def check(connection: sqlite3.Connection) -> None:
    """Raise UnsoundFileError unless the file is in good order; rows have checksums of their own."""
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise UnsoundFileError(verdict)
    version = version_of(connection)
    for columns, name in [
        *((table.columns, table.name) for table in TABLES if table.since <= version),
        *([("value", "meta")] if version else []),
    ]:
        try:
            connection.execute(f"SELECT {columns} FROM {name} LIMIT 0")
        except sqlite3.OperationalError as error:
            raise UnsoundFileError(str(error)) from error
