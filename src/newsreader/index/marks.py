"""The index's copy of read marks, tags and notes: by id as the state has them, and by row for searching."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from newsreader.folding import fold
from newsreader.index.damage import values_read
from newsreader.records import NO_MARKS, Content, StoryMarks

_IDS_AT_ONCE: Final = 500
_BETWEEN_TAGS: Final = "\n"
ROWS_OF_ID: Final = (  # an index each, which a single condition could not use
    "SELECT story FROM stories WHERE id = ? AND story > 0"
    " UNION ALL SELECT story FROM stories WHERE id = ? AND story < 0"
)
"""Selects the rows of the story with an id, which is to be bound twice."""

_VERSION: Final = f"version of {Content.MARKS}"


def marks_from_row(read_at: int | None, tags: str | None, note: str | None) -> StoryMarks:
    """The marks in the columns of the table `marks`, all of which are None where it has none of a story."""
    with values_read():
        return StoryMarks(read_at, tuple(tags.split(_BETWEEN_TAGS)) if tags else (), note or "")


def mark_story(connection: sqlite3.Connection, number: int, story_id: str) -> None:
    """Give a row that was just put in the marks that its story has; within a transaction."""
    found = connection.execute("SELECT read_at, tags, note FROM marks WHERE id = ?", (story_id,)).fetchone()
    if found is not None:
        _mark_row(connection, number, marks_from_row(*found))


def unmark_story(connection: sqlite3.Connection, number: int) -> None:
    """Take all marks off a row; within a transaction."""
    connection.execute("DELETE FROM read_stories WHERE story = ?", (number,))
    if connection.execute("DELETE FROM annotated WHERE story = ?", (number,)).rowcount:
        connection.execute("DELETE FROM annotations WHERE rowid = ?", (number,))


def copy_marks(connection: sqlite3.Connection, marks: Mapping[str, StoryMarks], before: int, after: int) -> None:
    """Take over the marks of these stories, which led from version `before` to `after`; within a transaction.

    Where the copy is not of the version `before`, be it older or newer, it is known as out of date from now on.
    """
    for story_id, mark in marks.items():
        _copy(connection, story_id, mark)
    connection.execute(
        "UPDATE meta SET value = CASE value WHEN ? THEN ? ELSE '0' END WHERE name = ?",
        (str(before), str(after), _VERSION),
    )


def copy_all_marks(connection: sqlite3.Connection, marks: Mapping[str, StoryMarks], version: int) -> int:
    """Make the copy that of these marks, which are all there are; tells of how many stories they have changed.

    Within a transaction.
    """
    rows = connection.execute("SELECT id, read_at, tags, note FROM marks").fetchall()
    known = {story_id: marks_from_row(*columns) for story_id, *columns in rows}
    changed = [story_id for story_id in known.keys() | marks.keys() if known.get(story_id) != marks.get(story_id)]
    for story_id in changed:
        _copy(connection, story_id, marks.get(story_id, NO_MARKS))
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (_VERSION, str(version)))
    return len(changed)


def copied_version(connection: sqlite3.Connection) -> int:
    """The version of the marks of which the index has a copy, 0 where it has none."""
    found = connection.execute("SELECT value FROM meta WHERE name = ?", (_VERSION,)).fetchone()
    with values_read():
        return int(found[0]) if found else 0


def marks_of(connection: sqlite3.Connection, story_ids: Sequence[str]) -> dict[str, StoryMarks]:
    """The marks of those of these stories that have any, by id."""
    found: dict[str, StoryMarks] = {}
    for start in range(0, len(story_ids), _IDS_AT_ONCE):
        some = story_ids[start : start + _IDS_AT_ONCE]
        places = ",".join("?" * len(some))
        rows = connection.execute(f"SELECT id, read_at, tags, note FROM marks WHERE id IN ({places})", some)
        found |= {story_id: marks_from_row(*columns) for story_id, *columns in rows}
    return found


def _copy(connection: sqlite3.Connection, story_id: str, marks: StoryMarks) -> None:
    if marks == NO_MARKS:
        connection.execute("DELETE FROM marks WHERE id = ?", (story_id,))
    else:
        connection.execute(
            "INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?)",
            (story_id, marks.read_at, _BETWEEN_TAGS.join(marks.tags), marks.note),
        )
    for (number,) in connection.execute(ROWS_OF_ID, (story_id, story_id)).fetchall():
        unmark_story(connection, number)
        _mark_row(connection, number, marks)


def _mark_row(connection: sqlite3.Connection, number: int, marks: StoryMarks) -> None:
    if marks.read_at is not None:
        connection.execute("INSERT INTO read_stories VALUES (?, ?)", (number, marks.read_at))
    if marks.tags or marks.note:
        connection.execute("INSERT INTO annotated VALUES (?, ?, ?)", (number, bool(marks.tags), bool(marks.note)))
        connection.execute(
            "INSERT INTO annotations (rowid, tag, note) VALUES (?, ?, ?)",
            (number, fold(_BETWEEN_TAGS.join(marks.tags)), fold(marks.note)),
        )
