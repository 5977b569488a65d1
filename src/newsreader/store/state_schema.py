"""The tables of the state, how they came about, and whether a file has them in good order."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from newsreader.store.connection import UnsoundFileError, immediate


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


MIGRATIONS: Final[dict[int, Callable[[sqlite3.Connection], None]]] = {1: _first_tables}
"""For each schema version the step that leads to it from the one before."""

BOOKMARK_COLUMNS: Final = "uuid, story_id, record, crc"
READ_MARK_COLUMNS: Final = "story_id, read_at, crc"


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


def changes_of(connection: sqlite3.Connection) -> int:
    """How often the content has changed since the file was new."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'changes'").fetchone()
    return int(row[0]) if row else 0


def check(connection: sqlite3.Connection) -> None:
    """Raise UnsoundFileError unless the file is in good order; rows have checksums of their own."""
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise UnsoundFileError(verdict)
    if version_of(connection):
        for columns, table in ((BOOKMARK_COLUMNS, "bookmarks"), (READ_MARK_COLUMNS, "read_marks"), ("value", "meta")):
            try:
                connection.execute(f"SELECT {columns} FROM {table} LIMIT 0")
            except sqlite3.OperationalError as error:
                raise UnsoundFileError(str(error)) from error
