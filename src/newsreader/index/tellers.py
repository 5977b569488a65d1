"""Read who tells an event: its stories with their outlets, and why each is there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from newsreader.events.vectors import language_of, shared_words, weighed_words
from newsreader.index.damage import values_read
from newsreader.index.event_members import stored_pairs
from newsreader.index.event_stories import compared_text
from newsreader.records import Event, Teller
from newsreader.story import Outlet, outlet_from_dict

MOST_SHOWN: Final = 200
"""How many stories of an event are read at once: more than any list of tellers shows."""

_TELLERS: Final = f"""WITH told AS (
    SELECT o.event, o.is_sure, s.story, s.id, s.title, s.outlet, s.published, s.event_word, e.score, e.with_story,
        row_number() OVER (PARTITION BY o.event ORDER BY e.moment IS NULL, e.moment, s.id) AS place
    FROM event_members o JOIN stories s ON s.story = o.story LEFT JOIN event_stories e ON e.story = o.story
    WHERE o.event IN (SELECT value FROM json_each(?)))
SELECT told.event, t.resolved, told.story, told.id, told.title, told.published, told.is_sure, told.score, w.id,
    told.event_word
FROM told LEFT JOIN outlets t ON t.outlet = told.outlet LEFT JOIN stories w ON w.story = told.with_story
WHERE place <= {MOST_SHOWN} ORDER BY told.event, place"""


def events_of(connection: sqlite3.Connection, row_ids: Sequence[int]) -> dict[int, Event]:
    """Return the events of the stories in these rows, by row; those that no other story tells are left out."""
    places = ",".join("?" * len(row_ids))
    event_by_row = dict(
        connection.execute(f"SELECT story, event FROM event_members WHERE story IN ({places})", row_ids).fetchall()
    )
    tellers = _tellers(connection, set(event_by_row.values())) if event_by_row else {}
    events = {row_id: Event(some[0].story_id, tuple(some)) for row_id, some in tellers.items() if len(some) > 1}
    return {row_id: events[event] for row_id, event in event_by_row.items() if event in events}


def _tellers(connection: sqlite3.Connection, events: Iterable[int]) -> dict[int, list[Teller]]:
    """Return who tells each of these events, by the row of its first story."""
    joined = {story_id for pair in stored_pairs(connection) if pair.is_same for story_id in (pair.one, pair.other)}
    outlets: dict[str | None, Outlet | None] = {None: None}
    found: dict[int, list[Teller]] = {}
    for event, resolved, row_id, story_id, title, published, is_sure, score, with_id, word in connection.execute(
        _TELLERS, (json.dumps(sorted(events)),)
    ):
        if resolved not in outlets:
            with values_read():
                outlets[resolved] = outlet_from_dict(json.loads(resolved))
        found.setdefault(event, []).append(
            Teller(
                row_id,
                story_id,
                title,
                outlets[resolved],
                published,
                is_sure=bool(is_sure),
                score=score,
                with_id=with_id,
                word=word,
                is_joined=story_id in joined,
            )
        )
    return found


def words_shared(connection: sqlite3.Connection, pairs: Sequence[tuple[int, int]]) -> list[list[str]]:
    """Return of each pair of stories the words that most make them alike, the heaviest first; none if one is gone.

    The words of a story are found once, in however many pairs it is.
    """

    @cache
    def words_of(row_id: int) -> list[tuple[float, str]]:
        text = compared_text(connection, row_id)
        return weighed_words(text, language_of(text)) if text else []

    return [shared_words(words_of(one), words_of(other)) for one, other in pairs]
