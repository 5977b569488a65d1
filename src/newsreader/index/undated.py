"""Find the story that an undated one may be the same as: without a date it belongs to no event by itself.

Nothing is stored for that. The full-text table gives the stories with the rarest of its words, and these are compared.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Final

from newsreader.events.likeness import likest, telling_words
from newsreader.events.vectors import Vector, vector_of
from newsreader.index.damage import values_read
from newsreader.index.event_members import stored_pairs
from newsreader.index.event_stories import compared_text
from newsreader.records import Teller
from newsreader.story import outlet_from_dict

_MOST_COMPARED: Final = 12


def maybe_same(connection: sqlite3.Connection, row_id: int) -> Teller | None:
    """Return the story that an undated one without an event is most like; None if none is enough, or it is neither."""
    alone = connection.execute(
        """SELECT id FROM stories WHERE story = ? AND published = ''
        AND story NOT IN (SELECT story FROM event_members)""",
        (row_id,),
    ).fetchone()
    text = compared_text(connection, row_id) if alone else None
    vector = vector_of(text) if text else None
    if text is None or vector is None:
        return None
    words = " OR ".join(f'"{" ".join(word)}"' for word in telling_words(text))
    candidates = connection.execute(
        "SELECT rowid FROM story_text WHERE story_text MATCH ? AND rowid > 0 AND rowid != ? ORDER BY rank LIMIT ?",
        (words, row_id, _MOST_COMPARED),
    ).fetchall()
    parted = _parted_from(connection, alone[0])
    vectors = {number: _vector(connection, number) for (number,) in candidates if number not in parted}
    best = likest(vector, {number: other for number, other in vectors.items() if other})
    return _teller(connection, best.row_id, best.score) if best else None


def _vector(connection: sqlite3.Connection, row_id: int) -> Vector | None:
    text = compared_text(connection, row_id)
    return vector_of(text) if text else None


def _parted_from(connection: sqlite3.Connection, story_id: str) -> set[int]:
    """Return the stories from which the user has parted this one."""
    pairs = [pair for pair in stored_pairs(connection) if not pair.is_same and story_id in (pair.one, pair.other)]
    ids = {each for pair in pairs for each in (pair.one, pair.other)}
    rows = connection.execute(
        "SELECT story FROM stories WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),)
    )
    return {row_id for (row_id,) in rows}


def _teller(connection: sqlite3.Connection, row_id: int, score: float) -> Teller:
    story_id, title, published, resolved = connection.execute(
        "SELECT s.id, title, published, resolved FROM stories s LEFT JOIN outlets USING (outlet) WHERE story = ?",
        (row_id,),
    ).fetchone()
    with values_read():
        outlet = outlet_from_dict(json.loads(resolved)) if resolved else None
    return Teller(row_id, story_id, title, outlet, published, is_sure=False, score=score)
