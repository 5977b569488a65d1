"""Define the tables of the state and their migrations, and check whether a file has them in sound order."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Final

from newsreader.records import Content
from newsreader.sqlite import UnsoundFileError, immediate
from newsreader.state.tables import TABLES


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
    for kind in (Content.BOOKMARKS, Content.MARKS):
        renew_version(connection, kind)


def _earlier_copies_and_subjects(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE earlier_copies (uuid TEXT PRIMARY KEY NOT NULL, record TEXT NOT NULL, crc INTEGER NOT NULL)"
        " WITHOUT ROWID"
    )
    connection.execute(
        "CREATE TABLE subjects (story_id TEXT PRIMARY KEY NOT NULL, subject TEXT NOT NULL, crc INTEGER NOT NULL)"
        " WITHOUT ROWID"
    )


def _hidden(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE hidden (story_id TEXT PRIMARY KEY NOT NULL, hidden_at INTEGER NOT NULL, crc INTEGER NOT NULL)"
        " WITHOUT ROWID"
    )


def _removed_stories(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE removed_stories (story_id TEXT PRIMARY KEY NOT NULL, removed_at INTEGER NOT NULL,"
        " crc INTEGER NOT NULL) WITHOUT ROWID"
    )


def _event_pairs(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE event_pairs (one TEXT NOT NULL, other TEXT NOT NULL, is_same INTEGER NOT NULL,"
        " made_at INTEGER NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID"
    )
    renew_version(connection, Content.EVENT_PAIRS)


MIGRATIONS: Final[dict[int, Callable[[sqlite3.Connection], None]]] = {
    1: _first_tables,
    2: _marks_and_views,
    3: _earlier_copies_and_subjects,
    4: _hidden,
    5: _removed_stories,
    6: _event_pairs,
}
"""The step to each schema version from the one before."""


def newest_version() -> int:
    """Return the schema version that this program writes."""
    return max(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """Return the schema version of a file, 0 for a new one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection, to: int | None = None) -> None:
    """Migrate an older or new file to the newest schema, or `to` an earlier one, in one transaction."""
    with immediate(connection):
        version = version_of(connection)
        for step in sorted(MIGRATIONS):
            if version < step <= (newest_version() if to is None else to):
                MIGRATIONS[step](connection)
                connection.execute(f"PRAGMA user_version={step}")


def count_change(connection: sqlite3.Connection) -> None:
    """Count a change of the content. Call it within a transaction."""
    connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'changes'")


def renew_version(connection: sqlite3.Connection, content: Content) -> int:
    """Give a changed content a version that it never had, and return it. Call it within a transaction."""
    version = secrets.randbits(62) | 1
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (f"version of {content}", version))
    return version


def content_version(connection: sqlite3.Connection, content: Content) -> int:
    """Return what distinguishes one content from every other, 0 in a newer program's file that has none."""
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (f"version of {content}",)).fetchone()
    return int(found[0]) if found else 0


def changes_of(connection: sqlite3.Connection) -> int:
    """Return how often the content has changed since the file was new, -1 if a damaged file does not say."""
    (changes,) = connection.execute("SELECT value FROM meta WHERE key = 'changes'").fetchone() or (0,)
    return changes if isinstance(changes, int) else -1


def check(connection: sqlite3.Connection) -> None:
    """Raise UnsoundFileError unless the file is sound; rows have checksums of their own."""
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise UnsoundFileError(verdict)
    version = version_of(connection)
    if version <= newest_version():
        _check_schema(connection, version)
    for columns, name in [
        *((table.columns, table.name) for table in TABLES if table.since <= version),
        *([("key, value", "meta")] if version else []),
    ]:
        try:
            connection.execute(f"SELECT {columns} FROM {name} LIMIT 0")
        except sqlite3.OperationalError as error:
            raise UnsoundFileError(str(error)) from error
    if version:
        _check_meta(connection)


def _check_schema(connection: sqlite3.Connection, version: int) -> None:
    """Require the exact tables and indexes that this program makes for a version, and none that a later one has.

    Those of other programs may be there beside them.
    """
    found = _schema(connection)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        migrate(made, version)
        wanted = _schema(made)
        migrate(made)
        later = {name for _, name, _ in _schema(made) - wanted}
    if version < 0 or (not version and "meta" in {name for _, name, _ in found}):
        raise UnsoundFileError("its version is missing")
    if not wanted <= found or later & {name for _, name, _ in found}:
        raise UnsoundFileError("its tables are not those of its version")


def _check_meta(connection: sqlite3.Connection) -> None:
    """Check rows without checksums: damage only shows if a value is no number any more."""
    values = dict(connection.execute("SELECT key, value FROM meta"))
    if not isinstance(values.get("changes"), int) or not all(isinstance(value, int) for value in values.values()):
        raise UnsoundFileError("its count of changes is missing")


def _schema(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    return set(connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master"))
