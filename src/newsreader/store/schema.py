"""The tables of the index.

A story's row number is the second at which it was published, counted from the year 1, or the next
free one after it; so the newest stories are the last rows and no list by date needs sorting. The
rows of bookmarked stories whose file is gone lie below zero, in the same order.

`story_text` keeps no text of its own: it is taken out again by giving it the same text once more,
which is folded from `bodies`.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Final

INDEX_VERSION: Final = 1
"""Of the tables and of everything that shapes what is in them; another version is built anew."""

APPLICATION_ID: Final = 0x6E657773

SECONDS_BEFORE_1970: Final = 62_135_596_800
"""From the first of January of the year 1 to that of 1970, as datetime counts."""

KEPT_OFFSET: Final = 1 << 40
"""How far below its nominal row a kept story lies."""

_TABLES: Final = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE files (
        file INTEGER PRIMARY KEY,
        path BLOB NOT NULL UNIQUE,
        mtime_ns INTEGER NOT NULL,
        size INTEGER NOT NULL
    )""",
    """CREATE TABLE outlets (
        outlet INTEGER PRIMARY KEY,
        stated TEXT NOT NULL UNIQUE,
        resolved TEXT NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        rank INTEGER NOT NULL,
        words TEXT NOT NULL,
        message TEXT NOT NULL,
        mend TEXT NOT NULL
    )""",
    """CREATE TABLE stories (
        story INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        file INTEGER,
        line INTEGER NOT NULL,
        title TEXT NOT NULL,
        outlet INTEGER,
        rank INTEGER NOT NULL,
        published TEXT NOT NULL,
        day INTEGER NOT NULL,
        ai INTEGER NOT NULL,
        kind TEXT NOT NULL,
        has_link INTEGER NOT NULL,
        has_points INTEGER NOT NULL,
        language TEXT NOT NULL,
        id_declared INTEGER NOT NULL,
        url_key INTEGER,
        title_key INTEGER NOT NULL,
        body_key INTEGER NOT NULL
    )""",
    "CREATE UNIQUE INDEX stories_by_id ON stories (id) WHERE story > 0",
    "CREATE INDEX stories_by_file ON stories (file)",
    "CREATE INDEX stories_by_outlet ON stories (outlet)",
    "CREATE INDEX stories_by_url_key ON stories (url_key) WHERE url_key IS NOT NULL",
    "CREATE INDEX stories_by_title_key ON stories (title_key)",
    "CREATE INDEX stories_by_body_key ON stories (body_key)",
    "CREATE TABLE bodies (story INTEGER PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE bookmarked (story INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE)",
    """CREATE TABLE problems (
        file INTEGER NOT NULL,
        line INTEGER NOT NULL,
        column_ INTEGER NOT NULL,
        severity TEXT NOT NULL,
        message TEXT NOT NULL,
        mend TEXT NOT NULL
    )""",
    "CREATE INDEX problems_by_file ON problems (file)",
    "CREATE TABLE duplicates (id TEXT NOT NULL, file INTEGER NOT NULL)",
    "CREATE INDEX duplicates_by_id ON duplicates (id)",
    "CREATE INDEX duplicates_by_file ON duplicates (file)",
    """CREATE VIRTUAL TABLE story_text USING fts5 (
        title, summary, points, outlet, topic,
        content='', tokenize='ascii', prefix='1 2 3'
    )""",
)


_NAMES: Final = frozenset(re.findall(r"CREATE (?:UNIQUE INDEX|INDEX|TABLE|VIRTUAL TABLE) (\w+)", " ".join(_TABLES)))


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the file holds an index of this version, with all its tables.

    Raises sqlite3.DatabaseError where it is no database at all.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID or version != INDEX_VERSION:
        return False
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")} >= _NAMES


def create(connection: sqlite3.Connection) -> None:
    """Make all tables in an empty file, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not is_current(connection):
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {INDEX_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
