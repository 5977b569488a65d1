"""The tables of the index.

A story's row number is the second at which it was published, counted from the year 1, or the next
free one after it; so the newest stories are the last rows and no list by date needs sorting. The
rows of bookmarked stories whose file is gone lie below zero, in the same order. A day and a time without a
zone count as local time of the zone in which the file was read; where the user is in another zone later, they stay
in their rows, so that nothing has to be moved, and what they are compared by is `day`. How far beyond its
second a dated story had to be put is in `meta` under `displaced`, the greatest of all.

`tellers` are the names of outlets, one for all the ways in which files state an outlet of that name; stories
without an outlet have the one without a name. `title_order` and `name_order` are what titles and names are put in order
by, as `sort_key` makes them.

`story_text` keeps no text of its own: it is taken out again by giving it the same text once more,
which is folded from `bodies`. `marks` are the read marks, tags and notes of the user's state, by the id
of the story and whether or not the library has it; `read_stories`, `annotated` and `annotations` say
the same of the stories that it has, by row.

`terms` are the words of four letters and more that `story_text` has or once had, by which the beginning
of a word is found once the index is complete; shorter beginnings it knows itself. `topics` are those
that stories have or once had.

`former` has the rows whose story is gone, with the id it had and its file. For a day no other story gets such a
row, and `bodies` keeps its text: a list that was made before knows its stories by their rows.

`changed_ids` has the ids that came or left since bookmarks were last linked, and whether the index had them then;
of a story that left also its text's key, and its bookmark.

The indexes that only whole libraries need are made when one has been read for the first time: made
at once they take a fraction of the time, and `meta` says under `complete` that they are there.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Final

APPLICATION_ID: Final = 0x6E657773

SECONDS_BEFORE_1970: Final = 62_135_596_800
"""From the first of January of the year 1 to that of 1970, as datetime counts."""

ALWAYS_CHANGED: Final = -1
"""A modification time that no file has: the file is read again at the next comparison."""

NOT_SETTLED: Final = -2
"""Another such time, of a file that may not be whole yet."""

UNKNOWN_TIME: Final = -1
"""The modification time of a folder whose files have to be looked at."""

NO_INSTANT: Final = -(1 << 62)
"""The `instant` of a story whose date has no zone, and of one without a date."""

KEPT_OFFSET: Final = 1 << 40
"""How far below its nominal row a kept story lies."""

_HASH_BYTES: Final = 32 * 1024 * 1024
"""What the full-text table gathers in memory before it writes: a batch of stories at least."""

_SEGMENTS_TO_MERGE: Final = 8

TABLES: Final = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE files (
        file INTEGER PRIMARY KEY,
        folder INTEGER NOT NULL,
        name BLOB NOT NULL,
        mtime_ns INTEGER NOT NULL,
        size INTEGER NOT NULL,
        UNIQUE (folder, name)
    )""",
    """CREATE TABLE folders (
        folder INTEGER PRIMARY KEY,
        path BLOB NOT NULL UNIQUE,
        mtime_ns INTEGER NOT NULL
    )""",
    "CREATE INDEX files_to_read_again ON files (mtime_ns) WHERE mtime_ns < 0",
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
    "CREATE TABLE tellers (teller INTEGER PRIMARY KEY, name TEXT NOT NULL, name_order TEXT NOT NULL)",
    "CREATE UNIQUE INDEX tellers_by_name ON tellers (name COLLATE NOCASE)",
    "CREATE INDEX tellers_by_order ON tellers (name_order, teller)",
    """CREATE TABLE stories (
        story INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        file INTEGER,
        line INTEGER NOT NULL,
        title TEXT NOT NULL,
        title_order TEXT NOT NULL,
        outlet INTEGER,
        teller INTEGER NOT NULL,
        rank INTEGER NOT NULL,
        published TEXT NOT NULL,
        day INTEGER NOT NULL,
        instant INTEGER NOT NULL,
        ai INTEGER NOT NULL,
        kind TEXT NOT NULL,
        has_link INTEGER NOT NULL,
        has_points INTEGER NOT NULL,
        language TEXT NOT NULL,
        id_declared INTEGER NOT NULL,
        url_key INTEGER,
        title_key INTEGER NOT NULL,
        body_key INTEGER NOT NULL,
        content_key INTEGER NOT NULL
    )""",
    "CREATE UNIQUE INDEX stories_by_id ON stories (id) WHERE story > 0",
    "CREATE INDEX kept_by_id ON stories (id) WHERE story < 0",
    "CREATE INDEX stories_by_file ON stories (file)",
    "CREATE TABLE bodies (story INTEGER PRIMARY KEY, body TEXT NOT NULL)",
    """CREATE TABLE former (
        story INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        id_declared INTEGER NOT NULL,
        outlet INTEGER,
        folder BLOB,
        name BLOB,
        left_at INTEGER NOT NULL
    )""",
    "CREATE INDEX former_by_id ON former (id)",
    "CREATE TABLE bookmarked (story INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE)",
    """CREATE TABLE changed_ids (
        id TEXT PRIMARY KEY,
        was_there INTEGER NOT NULL,
        body_key INTEGER,
        uuid TEXT
    ) WITHOUT ROWID""",
    "CREATE TABLE marks (id TEXT PRIMARY KEY, read_at INTEGER, tags TEXT NOT NULL, note TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE read_stories (story INTEGER PRIMARY KEY, read_at INTEGER NOT NULL)",
    "CREATE INDEX read_stories_by_time ON read_stories (read_at, story)",
    "CREATE TABLE annotated (story INTEGER PRIMARY KEY, has_tag INTEGER NOT NULL, has_note INTEGER NOT NULL)",
    "CREATE VIRTUAL TABLE annotations USING fts5 (tag, note, tokenize='ascii')",
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
    f"INSERT INTO story_text (story_text, rank) VALUES ('hashsize', {_HASH_BYTES})",
    f"INSERT INTO story_text (story_text, rank) VALUES ('automerge', {_SEGMENTS_TO_MERGE})",
    "CREATE TABLE terms (term TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE topics (topic TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE story_words USING fts5vocab (story_text, row)",
)
"""The statements that make an empty index."""

INDEXES: Final = (
    "stories_by_outlet ON stories (outlet)",
    "stories_by_teller ON stories (teller, story DESC)",
    "stories_by_rank ON stories (rank, story DESC)",
    "stories_by_title ON stories (title_order, story DESC)",
    "stories_by_url_key ON stories (url_key) WHERE url_key IS NOT NULL",
    "stories_by_title_key ON stories (title_key)",
    "stories_by_body_key ON stories (body_key)",
)
"""The indexes that only whole libraries need."""

SHORTEST_TERM: Final = 4
"""Letters of the shortest words in `terms`."""

COMPLETE: Final = "complete"
"""The name in `meta` of the note that the whole library has been read once."""

MARK_KEYS: Final = "mark keys"
"""The name in `meta` of the keys of marks that are not the ids of their stories."""

DISPLACED: Final = "displaced"
"""The name in `meta` of the most seconds by which a row lies after the second it stands for."""

_NAMES: Final = frozenset(re.findall(r"CREATE (?:UNIQUE INDEX|INDEX|TABLE|VIRTUAL TABLE) (\w+)", " ".join(TABLES)))


def stored_version(connection: sqlite3.Connection) -> int:
    """The version of the index that the file holds, 0 where it holds none."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version) if application == APPLICATION_ID else 0


def is_of_version(connection: sqlite3.Connection, version: int) -> bool:
    """Whether the file holds an index of this `version`, with all its tables.

    Raises sqlite3.DatabaseError where it is no database at all.
    """
    if stored_version(connection) != version:
        return False
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")} >= _NAMES


def create(connection: sqlite3.Connection, version: int) -> None:
    """Make all tables of an index of this `version` in an empty file, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not is_of_version(connection, version):
            for statement in TABLES:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {version:d}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def displaced(connection: sqlite3.Connection) -> int:
    """The most seconds by which the row of a dated story lies after the second at which it was published."""
    found = connection.execute("SELECT value FROM meta WHERE name = ?", (DISPLACED,)).fetchone()
    return int(found[0]) if found else 0


def note_displaced(connection: sqlite3.Connection, seconds: int) -> None:
    """Note that a row lies so many seconds after its second, if none lay that far before; within a transaction."""
    if seconds > displaced(connection):
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (DISPLACED, str(seconds)))


def is_complete(connection: sqlite3.Connection) -> bool:
    """Whether the whole library has been read into the index once."""
    return connection.execute("SELECT 1 FROM meta WHERE name = ?", (COMPLETE,)).fetchone() is not None


def complete(connection: sqlite3.Connection) -> None:
    """Make the indexes that only a whole library needs, and note that it was read; within a transaction."""
    for index in INDEXES:
        connection.execute(f"CREATE INDEX IF NOT EXISTS {index}")
    connection.execute(
        "INSERT OR IGNORE INTO terms SELECT term FROM story_words WHERE length(term) >= ?", (SHORTEST_TERM,)
    )
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, '1')", (COMPLETE,))
