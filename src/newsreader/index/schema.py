"""Define the tables of the index.

A story's row id is the second at which it was published, counted from the year 1, or the next free one after it. So the
newest stories are the last rows, and a list by date needs no sorting. Stories without a date lie below all others, by
the time of their file. Archived copies, which are stories of bookmarks whose file is gone, lie below zero in the same
order.

A day and a time without a zone count as local time of the zone in which the file was read. If the user is in another
zone later, the rows stay, so that nothing has to be moved, and `day` is compared. How far after its second a dated
story had to be put is in `meta` under `displaced`, the greatest of all.

`outlet_names` has each name once, for all the ways in which files state an outlet of that name. Stories without an
outlet have the empty name. `title_order` and `name_order` are sort keys, as `sort_key` makes them.

`story_text` stores no text of its own: text is removed by giving it the same text again, which is folded from `bodies`.
Its first column is the summary, as the number of the first column is not stored with each word. `bodies` are packed.
`marks` are the read marks, tags and notes of the user's state by story id, whether or not the library has the story.
`read_stories`, `annotated` and `annotations` have the same by row, of the stories that it has.

`left_out` has the rows that a list leaves out: those that the user has hidden, and those that match a mute rule. So a
search has one short look-up for both. `meta` has under `muted` by which rules rows were muted; without it they are to
be compared again. `arrivals` says when a story came, in milliseconds since 1970. Those that were there when the library
was read for the first time are not in it.

While a large library is read for the first time, only titles, outlets and topics are in `story_text` at first. The
stories whose summaries and points are still to come are in `text_to_come`.

`terms` are the words of four letters and more that `story_text` has or once had. They serve prefixes once the index is
complete; shorter prefixes are known to `story_text` itself. `topics` are those that stories have or once had;
`story_topics` says which of the library's stories have them.

`former` has the rows whose story is gone, with its id and its file. For a day no other story gets such a row, and
`bodies` keeps its text. A list that was made before knows its stories by their rows.

`changed_ids` has the ids that came or left since bookmarks were last linked, and whether the index had them then. Of a
story that left, it also has the key of its text, and its bookmark.

The indexes that only whole libraries need are made when one has been read for the first time. Made at once they take a
fraction of the time. `meta` says under `listed` that they are there, and under `complete` that all text is, too.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Final

from newsreader.index.event_tables import EVENT_TABLES

APPLICATION_ID: Final = 0x6E657773

SECONDS_BEFORE_1970: Final = 62_135_596_800
"""From the first of January of the year 1 to that of 1970, as datetime counts."""

ALWAYS_CHANGED: Final = -1
"""A modification time that no file has: the file is read again at the next sync."""

NOT_SETTLED: Final = -2
"""Another such time, of a file that may be incomplete."""

UNKNOWN_TIME: Final = -1
"""The modification time of a folder whose files have to be looked at."""

NO_INSTANT: Final = -(1 << 62)
"""The `instant` of a story whose date has no zone, and of one without a date."""

FIRST_DATED: Final = 1 << 39
"""How far up the rows of dated stories begin: above all seconds of the years that there are."""

ARCHIVED_OFFSET: Final = 1 << 40
"""How far below its nominal row an archived copy lies."""

_HASH_BYTES: Final = 32 * 1024 * 1024
"""How many bytes the full-text table gathers in memory before it writes: at least a batch of stories."""

_SEGMENTS_TO_MERGE: Final = (64, 1_000)
"""From how many segments on the table merges them, a little or at once, while a library is read for the first time.

Few are merged then, because all of them become one at the end.
"""

_SEGMENTS_TO_MERGE_LATER: Final = (8, 16)


def _merge_from(segments: tuple[int, int]) -> tuple[str, str]:
    """Return the statements after which the full-text table merges from so many segments on: a little, or at once."""
    a_little, at_once = segments
    return (
        f"INSERT INTO story_text (story_text, rank) VALUES ('automerge', {a_little:d})",
        f"INSERT INTO story_text (story_text, rank) VALUES ('crisismerge', {at_once:d})",
    )


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
        fix TEXT NOT NULL
    )""",
    "CREATE TABLE outlet_names (outlet_name INTEGER PRIMARY KEY, name TEXT NOT NULL, name_order TEXT NOT NULL)",
    "CREATE UNIQUE INDEX outlet_names_by_name ON outlet_names (name COLLATE NOCASE)",
    "CREATE INDEX outlet_names_by_order ON outlet_names (name_order, outlet_name)",
    """CREATE TABLE stories (
        story INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        file INTEGER,
        line INTEGER NOT NULL,
        title TEXT NOT NULL,
        title_order TEXT NOT NULL,
        outlet INTEGER,
        outlet_name INTEGER NOT NULL,
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
        has_unsupported INTEGER NOT NULL,
        content_key INTEGER NOT NULL,
        event_word TEXT NOT NULL
    )""",
    "CREATE INDEX stories_by_event_word ON stories (event_word) WHERE event_word != ''",
    "CREATE UNIQUE INDEX stories_by_id ON stories (id) WHERE story > 0",
    "CREATE INDEX archived_by_id ON stories (id) WHERE story < 0",
    "CREATE INDEX stories_by_file ON stories (file)",
    "CREATE TABLE bodies (story INTEGER PRIMARY KEY, body BLOB NOT NULL)",
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
    """CREATE TABLE marks (
        id TEXT PRIMARY KEY,
        read_at INTEGER,
        tags TEXT NOT NULL,
        note TEXT NOT NULL,
        hidden_at INTEGER
    ) WITHOUT ROWID""",
    "CREATE TABLE read_stories (story INTEGER PRIMARY KEY, read_at INTEGER NOT NULL)",
    "CREATE INDEX read_stories_by_time ON read_stories (read_at, story)",
    "CREATE TABLE annotated (story INTEGER PRIMARY KEY, has_tag INTEGER NOT NULL, has_note INTEGER NOT NULL)",
    "CREATE VIRTUAL TABLE annotations USING fts5 (tag, note, tokenize='ascii')",
    "CREATE TABLE left_out (story INTEGER PRIMARY KEY, is_hidden INTEGER NOT NULL, is_muted INTEGER NOT NULL)",
    "CREATE TABLE arrivals (story INTEGER PRIMARY KEY, came_at INTEGER NOT NULL)",
    "CREATE INDEX arrivals_by_time ON arrivals (came_at)",
    """CREATE TABLE problems (
        file INTEGER NOT NULL,
        line INTEGER NOT NULL,
        column_ INTEGER NOT NULL,
        severity TEXT NOT NULL,
        message TEXT NOT NULL,
        fix TEXT NOT NULL
    )""",
    "CREATE INDEX problems_by_file ON problems (file)",
    "CREATE TABLE duplicates (id TEXT NOT NULL, file INTEGER NOT NULL)",
    "CREATE INDEX duplicates_by_id ON duplicates (id)",
    "CREATE INDEX duplicates_by_file ON duplicates (file)",
    """CREATE VIRTUAL TABLE story_text USING fts5 (
        summary, title, points, outlet, topic,
        content='', tokenize='ascii', prefix='1 2 3'
    )""",
    "CREATE TABLE text_to_come (story INTEGER PRIMARY KEY)",
    f"INSERT INTO story_text (story_text, rank) VALUES ('hashsize', {_HASH_BYTES})",
    *_merge_from(_SEGMENTS_TO_MERGE),
    "CREATE TABLE terms (term TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE topics (topic_id INTEGER PRIMARY KEY, topic TEXT NOT NULL UNIQUE)",
    """CREATE TABLE story_topics (
        story INTEGER NOT NULL,
        topic_id INTEGER NOT NULL,
        PRIMARY KEY (story, topic_id)
    ) WITHOUT ROWID""",
    "CREATE VIRTUAL TABLE story_words USING fts5vocab (story_text, row)",
    *EVENT_TABLES,
)
"""The statements that make an empty index."""

INDEXES: Final = (
    "stories_by_outlet ON stories (outlet)",
    "stories_by_outlet_name ON stories (outlet_name, story DESC)",
    "stories_by_rank ON stories (rank, story DESC)",
    "stories_by_title ON stories (title_order, story DESC)",
    "stories_by_url_key ON stories (url_key) WHERE url_key IS NOT NULL",
    "stories_by_title_key ON stories (title_key)",
    "stories_by_body_key ON stories (body_key)",
)
"""The indexes that only whole libraries need."""

SHORTEST_TERM: Final = 4
"""Letters of the shortest words in `terms`."""

LISTED: Final = "listed"
"""The name in `meta` of the note that all files of the library have been read once, perhaps without their text."""

COMPLETE: Final = "complete"
"""The name in `meta` of the note that the whole library has been read once, and all its text can be searched."""

MARK_KEYS: Final = "mark keys"
"""The name in `meta` of the keys of marks that are not the ids of their stories."""

MUTED: Final = "muted"
"""The name in `meta` of the rules, and of what else decided, when rows were muted."""

DISPLACED: Final = "displaced"
"""The name in `meta` of the most seconds by which a row lies after the second it stands for."""

_NAMES: Final = frozenset(re.findall(r"CREATE (?:UNIQUE INDEX|INDEX|TABLE|VIRTUAL TABLE) (\w+)", " ".join(TABLES)))


def nominal_row(moment: int, *, is_dated: bool) -> int:
    """Return the row of a story at this moment, in seconds since 1970, where it is free."""
    return max(moment + SECONDS_BEFORE_1970, 1) + (FIRST_DATED if is_dated else 0)


def stored_version(connection: sqlite3.Connection) -> int:
    """Return the version of the index that the file holds, 0 if it holds none."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version) if application == APPLICATION_ID else 0


def is_of_version(connection: sqlite3.Connection, version: int) -> bool:
    """Return whether the file holds an index of this `version` with all its tables.

    Raises sqlite3.DatabaseError if it is no database.
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
    """Return the most seconds by which the row of a dated story lies after the second of its publication."""
    found = connection.execute("SELECT value FROM meta WHERE name = ?", (DISPLACED,)).fetchone()
    return int(found[0]) if found else 0


def note_displaced(connection: sqlite3.Connection, seconds: int) -> None:
    """Store how many seconds a row lies after its second, if that is the most so far. Call it within a transaction."""
    if seconds > displaced(connection):
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (DISPLACED, str(seconds)))


def is_complete(connection: sqlite3.Connection) -> bool:
    """Return whether the whole library has been read into the index once."""
    return connection.execute("SELECT 1 FROM meta WHERE name = ?", (COMPLETE,)).fetchone() is not None


def note_listed(connection: sqlite3.Connection) -> None:
    """Make the indexes that only a whole library needs, and note that its files were read.

    Call it within a transaction.
    """
    for index in INDEXES:
        connection.execute(f"CREATE INDEX IF NOT EXISTS {index}")
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, '1')", (LISTED,))


def complete(connection: sqlite3.Connection) -> None:
    """Make the list of words, and note that all text can be searched. Call it within a transaction."""
    for statement in _merge_from(_SEGMENTS_TO_MERGE_LATER):
        connection.execute(statement)
    connection.execute(
        "INSERT OR IGNORE INTO terms SELECT term FROM story_words WHERE length(term) >= ?", (SHORTEST_TERM,)
    )
    connection.execute("DELETE FROM meta WHERE name = ?", (MUTED,))  # rules may look for words that are found now
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, '1')", (COMPLETE,))
