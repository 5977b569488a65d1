"""Read who tells an event: its stories with their outlets, and why each is there."""

from __future__ import annotations

import json
import sqlite3
from typing import Final

from newsreader.events.vectors import shared_words
from newsreader.index.damage import values_read
from newsreader.index.event_stories import compared_text
from newsreader.records import Event, Teller
from newsreader.story import outlet_from_dict

MOST_SHOWN: Final = 200
"""How many stories of an event are read at once: more than any list of tellers shows."""


def event_of(connection: sqlite3.Connection, row_id: int) -> Event | None:
    """Return the event of the story in this row; None if no other story tells it."""
    rows = connection.execute(
        """SELECT s.story, s.id, s.title, t.resolved, s.published, o.is_sure, e.score, w.id
        FROM event_members m JOIN event_members o ON o.event = m.event JOIN stories s ON s.story = o.story
        LEFT JOIN outlets t ON t.outlet = s.outlet LEFT JOIN event_stories e ON e.story = s.story
        LEFT JOIN stories w ON w.story = e.with_story
        WHERE m.story = ? ORDER BY e.moment IS NULL, e.moment, s.id LIMIT ?""",
        (row_id, MOST_SHOWN),
    ).fetchall()
    tellers = tuple(_teller(*row) for row in rows)
    return Event(tellers[0].story_id, tellers) if len(tellers) > 1 else None


def _teller(
    row_id: int,
    story_id: str,
    title: str,
    resolved: str | None,
    published: str,
    is_sure: int,
    score: float | None,
    with_id: str | None,
) -> Teller:
    with values_read():
        outlet = outlet_from_dict(json.loads(resolved)) if resolved else None
    return Teller(row_id, story_id, title, outlet, published, bool(is_sure), score, with_id)


def words_shared(connection: sqlite3.Connection, row_id: int, other: int) -> list[str]:
    """Return the words that most make two stories alike, the heaviest first; none if one of them is gone."""
    one, another = compared_text(connection, row_id), compared_text(connection, other)
    return shared_words(one, another) if one and another else []
