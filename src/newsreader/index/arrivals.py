"""Know when stories came into the library, so that a list can show those that are new to the user."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from typing import Final

from newsreader.index.former_rows import former_row
from newsreader.index.left_out import IS_LISTED
from newsreader.index.schema import LISTED

NEW: Final = "s.story IN (SELECT story FROM arrivals WHERE came_at > ?)"
"""The condition on stories that came after a moment."""


def note_arrivals(connection: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Note that the stories with these ids came to these rows now. Call it within a transaction.

    A story that was edited or moved, and left another row for that, came when it came there. While the library is read
    for the first time, nothing is new.
    """
    if connection.execute("SELECT 1 FROM meta WHERE name = ?", (LISTED,)).fetchone() is None:
        return
    now = time.time_ns() // 1_000_000
    for row_id, story_id in rows:
        before = former_row(connection, story_id)
        if before is None:
            connection.execute("INSERT OR REPLACE INTO arrivals VALUES (?, ?)", (row_id, now))
        elif before != row_id:
            connection.execute("UPDATE OR REPLACE arrivals SET story = ? WHERE story = ?", (row_id, before))


def new_count(connection: sqlite3.Connection, since: int) -> int:
    """Return how many stories of the library came after a moment, in milliseconds, and are not left out of lists."""
    (number,) = connection.execute(
        f"SELECT count(*) FROM arrivals JOIN stories s USING (story) WHERE s.story > 0 AND came_at > ? AND {IS_LISTED}",
        (since,),
    ).fetchone()
    return int(number)
