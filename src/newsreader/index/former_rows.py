"""Keep rows free for a day after their story is gone, so that a list can't show another story in its place."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Sequence
from typing import Any, Final

from newsreader.index.bodies import UNSUPPORTED, read_body
from newsreader.index.damage import values_read
from newsreader.index.marks import marks_from_row
from newsreader.records import StoredStory
from newsreader.story import story_from_dict
from newsreader.unsupported import Unsupported

_SECONDS_KEPT: Final = 24 * 3600


def leave_row(connection: sqlite3.Connection, row_id: int) -> None:
    """Note that its story leaves a row, before it is removed from `stories`. Call it within a transaction."""
    connection.execute(
        """INSERT OR REPLACE INTO former (story, id, id_declared, outlet, folder, name, left_at)
        SELECT s.story, s.id, s.id_declared, s.outlet, d.path, f.name, ?
        FROM stories s LEFT JOIN files f USING (file) LEFT JOIN folders d USING (folder) WHERE s.story = ?""",
        (int(time.time()), row_id),
    )


def return_to_row(connection: sqlite3.Connection, row_id: int) -> None:
    """Note that a row has its story again. Call it within a transaction."""
    connection.execute("DELETE FROM former WHERE story = ?", (row_id,))


def free_row(connection: sqlite3.Connection, row_id: int, story_id: str) -> int:
    """Return the first row from `row_id` on that is free, and that no other story had in the last day."""
    taken = connection.execute(
        """SELECT story FROM stories WHERE story >= ?1
        UNION ALL SELECT story FROM former WHERE story >= ?1 AND id != ?2 ORDER BY story""",
        (row_id, story_id),
    )
    for (row,) in taken:
        if row != row_id:
            break
        row_id += 1
    return row_id


def forget_former_rows(connection: sqlite3.Connection) -> None:
    """Free rows that were left a day ago, and forget the texts of their stories. Call it within a transaction."""
    limit = (int(time.time()) - _SECONDS_KEPT,)
    if connection.execute("SELECT 1 FROM former WHERE left_at < ? LIMIT 1", limit).fetchone():
        connection.execute("DELETE FROM bodies WHERE story IN (SELECT story FROM former WHERE left_at < ?)", limit)
        connection.execute(
            "DELETE FROM arrivals WHERE story IN (SELECT story FROM former WHERE left_at < ?)"
            " AND story NOT IN (SELECT story FROM stories)",
            limit,
        )
        connection.execute("DELETE FROM former WHERE left_at < ?", limit)


def former_ids(connection: sqlite3.Connection, row_ids: Sequence[int]) -> dict[int, str]:
    """Return the ids of the stories that had these rows in the last day, by row id."""
    places = ",".join("?" * len(row_ids))
    return dict(connection.execute(f"SELECT story, id FROM former WHERE story IN ({places})", row_ids))


def former_row(connection: sqlite3.Connection, story_id: str) -> int | None:
    """Return the last row of the story with this id; None if it has left none."""
    found = connection.execute(
        "SELECT story FROM former WHERE id = ? ORDER BY left_at DESC LIMIT 1", (story_id,)
    ).fetchone()
    return int(found[0]) if found else None


def former_story(connection: sqlite3.Connection, row_id: int) -> StoredStory | None:
    """Return the story that had this row in the last day, as it was then; None if none had."""
    found = connection.execute(
        """SELECT b.body, o.resolved, f.folder, f.name, f.id_declared, m.read_at, m.tags, m.note, m.hidden_at
        FROM former f JOIN bodies b USING (story) LEFT JOIN outlets o USING (outlet)
        LEFT JOIN marks m ON m.id = f.id WHERE f.story = ?""",
        (row_id,),
    ).fetchone()
    return stored_story(row_id, found) if found else None


def stored_story(row_id: int, columns: Sequence[Any]) -> StoredStory:
    """Build a story from the columns body, outlet, folder, file name, whether its id is declared, and its marks."""
    body, resolved, folder, name, id_declared, *marks = columns
    with values_read():
        data = read_body(body)
        data["outlet"] = json.loads(resolved) if resolved else None
        story = story_from_dict(data, id_declared=bool(id_declared))
        path = os.fsdecode(os.path.join(folder, name)) if name is not None else ""
        archived_path = data.get("archived_path", "")
        found = tuple(Unsupported(sentence, tuple(things)) for sentence, things in data.get(UNSUPPORTED, ()))
    return StoredStory(row_id, story, path, marks_from_row(*marks), archived_path=archived_path, unsupported=found)
