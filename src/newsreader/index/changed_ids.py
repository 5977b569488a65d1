"""Note which ids came or left since bookmarks were last linked.

`changed_ids` has each such id, and whether the index had it then. It is written only while there are bookmarks, because
nothing else is compared with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable


def note_left(connection: sqlite3.Connection, row_id: int) -> None:
    """Note that its story leaves a row, before it is removed from `stories`. Call it within a transaction."""
    if row_id > 0 and _is_noting(connection):
        connection.execute(
            """INSERT OR IGNORE INTO changed_ids (id, was_there, body_key, uuid)
            SELECT id, 1, body_key, uuid FROM stories LEFT JOIN bookmarked USING (story) WHERE story = ?""",
            (row_id,),
        )


def note_came(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Note that stories with these ids were added. Call it within a transaction."""
    if _is_noting(connection):
        connection.executemany(
            "INSERT OR IGNORE INTO changed_ids (id, was_there) VALUES (?, 0)", ((story_id,) for story_id in ids)
        )


def forget_changes(connection: sqlite3.Connection) -> None:
    """Forget all changes, after bookmarks were linked. Call it within a transaction."""
    connection.execute("DELETE FROM changed_ids")


def _is_noting(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 WHERE EXISTS (SELECT 1 FROM bookmarked) OR EXISTS (SELECT 1 FROM changed_ids)")
    return found.fetchone() is not None
