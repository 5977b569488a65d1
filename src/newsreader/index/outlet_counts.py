"""Count the stories of each outlet, and how many of them are unread."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from newsreader.folding import sort_key
from newsreader.index.damage import values_read
from newsreader.index.left_out import IS_LISTED
from newsreader.records import OutletCount
from newsreader.story import Outlet, outlet_from_dict


def outlet_counts(connection: sqlite3.Connection, registry: Iterable[Outlet]) -> list[OutletCount]:
    """Return all outlets of the registry and of stories with the number of their stories, by name.

    Stories that are left out of lists are not counted.
    """
    counts = {outlet.id: OutletCount(outlet, 0) for outlet in registry}
    read = dict(
        connection.execute(
            f"""SELECT s.outlet, count(*) FROM read_stories r CROSS JOIN stories s ON s.story = r.story
            WHERE r.story > 0 AND {IS_LISTED} GROUP BY s.outlet"""
        )
    )
    rows = connection.execute(
        f"""SELECT o.outlet, o.resolved, count(*) FILTER (WHERE {IS_LISTED})
        FROM stories s JOIN outlets o USING (outlet) WHERE s.story > 0 GROUP BY o.outlet ORDER BY o.outlet"""
    )
    for row_id, resolved, stories in rows:
        with values_read():
            outlet = outlet_from_dict(json.loads(resolved))
        known = counts.setdefault(outlet.id, OutletCount(outlet, 0))
        unread = stories - read.get(row_id, 0)
        counts[outlet.id] = OutletCount(known.outlet, known.stories + stories, known.unread + unread)
    return sorted(counts.values(), key=lambda count: sort_key(count.outlet.name or count.outlet.id))
