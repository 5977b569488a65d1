"""Rows whose story is gone: for a day they are given to no other story, so that a list can't take one for another."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Sequence
from typing import Any, Final

from newsreader.index.damage import values_read
from newsreader.index.marks import marks_from_row
from newsreader.records import StoredStory
from newsreader.story import story_from_dict

_SECONDS_KEPT: Final = 24 * 3600


def leave_row(connection: sqlite3.Connection, row_id: int) -> None:
    """Note that the story of a row leaves it, before it is taken out of `stories`; within a transaction."""
    connection.execute(
        """INSERT OR REPLACE INTO former (story, id, id_declared, outlet, folder, name, left_at)
        SELECT s.story, s.id, s.id_declared, s.outlet, d.path, f.name, ?
        FROM stories s LEFT JOIN files f USING (file) LEFT JOIN folders d USING (folder) WHERE s.story = ?""",
        (int(time.time()), row_id),
    )


def return_to_row(connection: sqlite3.Connection, row_id: int) -> None:
    """Note that a row has its story again; within a transaction."""
    connection.execute("DELETE FROM former WHERE story = ?", (row_id,))


def free_row(connection: sqlite3.Connection, row_id: int, story_id: str) -> int:
    """The first row from `number` on that no story has, and that no story but this one had a moment ago."""
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
    """Give rows free that were left a day ago, and forget what their stories said; within a transaction."""
    limit = (int(time.time()) - _SECONDS_KEPT,)
    if connection.execute("SELECT 1 FROM former WHERE left_at < ? LIMIT 1", limit).fetchone():
        connection.execute("DELETE FROM bodies WHERE story IN (SELECT story FROM former WHERE left_at < ?)", limit)
        connection.execute("DELETE FROM former WHERE left_at < ?", limit)


def former_ids(connection: sqlite3.Connection, row_ids: Sequence[int]) -> dict[int, str]:
    """The ids of the stories that had these rows a moment ago, by row."""
    places = ",".join("?" * len(row_ids))
    return dict(connection.execute(f"SELECT story, id FROM former WHERE story IN ({places})", row_ids))


def former_row(connection: sqlite3.Connection, story_id: str) -> int | None:
    """The row that the story with this id had last; None where it has left none."""
    found = connection.execute(
        "SELECT story FROM former WHERE id = ? ORDER BY left_at DESC LIMIT 1", (story_id,)
    ).fetchone()
    return int(found[0]) if found else None


def former_story(connection: sqlite3.Connection, row_id: int) -> StoredStory | None:
    """The story that had this row a moment ago, as it was then; None where none had."""
    found = connection.execute(
        """SELECT b.body, o.resolved, f.folder, f.name, f.id_declared, m.read_at, m.tags, m.note
        FROM former f JOIN bodies b USING (story) LEFT JOIN outlets o USING (outlet)
        LEFT JOIN marks m ON m.id = f.id WHERE f.story = ?""",
        (row_id,),
    ).fetchone()
    return stored_story(row_id, found) if found else None


def stored_story(row_id: int, columns: Sequence[Any]) -> StoredStory:
    """A story of the columns body, outlet, folder, file name, whose id it is, and its marks."""
    body, resolved, folder, name, id_declared, *marks = columns
    with values_read():
        data = json.loads(body)
        data["outlet"] = json.loads(resolved) if resolved else None
        story = story_from_dict(data, id_declared=bool(id_declared))
        path = os.fsdecode(os.path.join(folder, name)) if name is not None else ""
        archived_path = data.get("archived_path", "")
    return StoredStory(row_id, story, path, marks_from_row(*marks), archived_path=archived_path)
