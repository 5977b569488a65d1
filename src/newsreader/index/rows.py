"""Read the rows of a list: what of each story a list shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from newsreader.index.damage import require_sound
from newsreader.records import Row, StoryMarks

_SELECT: Final = """SELECT s.story, s.id, s.title, coalesce(o.name, ''), s.rank, s.published, s.ai,
    coalesce(r.read_at, 0), a.came_at > ?, coalesce(m.tellers, 1), coalesce(m.coverage, 0)
FROM stories s LEFT JOIN outlets o USING (outlet) LEFT JOIN read_stories r USING (story)
LEFT JOIN arrivals a USING (story) LEFT JOIN event_members m USING (story)
WHERE s.story IN ({})"""


def listed_rows(
    connection: sqlite3.Connection,
    row_ids: Sequence[int],
    bookmarked: Collection[int],
    others: Mapping[str, StoryMarks],
    new_since: int,
) -> list[Row]:
    """Return the rows of these stories, in the order asked for; those that are gone are left out.

    `others` are marks by story id that the index does not have yet. Stories that came after `new_since` are new.
    """
    places = ",".join("?" * len(row_ids))
    found = {
        row_id: Row(
            row_id, id_, title, outlet, rank, day, bool(ai), row_id in bookmarked, read_at, bool(is_new), *event
        )
        for row_id, id_, title, outlet, rank, day, ai, read_at, is_new, *event in connection.execute(
            _SELECT.format(places), (new_since, *row_ids)
        )
    }
    for row in found.values():
        require_sound(row)
    rows = (found[row_id] for row_id in row_ids if row_id in found)
    return [replace(row, read_at=others[row.id].read_at or 0) if row.id in others else row for row in rows]
