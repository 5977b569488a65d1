"""Define the tables of events.

`event_stories` has what each dated story is compared by, and the event that was found for it: the row of its first
story. `events_to_come` has the stories whose vectors are still to be made. `event_changes` has the places from which on
events are to be found anew. `event_members` has the events that lists show, and `events_to_regroup` the stories whose
events are to be put together anew. `event_pairs` is what the user said of pairs of stories, copied from the state.
"""

from __future__ import annotations

from typing import Final

EVENT_TABLES: Final = (
    "CREATE TABLE events_to_come (story INTEGER PRIMARY KEY)",
    """CREATE TABLE event_stories (
        story INTEGER PRIMARY KEY,
        moment INTEGER NOT NULL,
        id TEXT NOT NULL,
        language TEXT,
        keys BLOB,
        weights BLOB,
        title_keys BLOB,
        event INTEGER,
        score REAL,
        with_story INTEGER
    )""",
    "CREATE INDEX event_stories_in_order ON event_stories (moment, id)",
    "CREATE INDEX event_stories_by_event ON event_stories (event)",
    """CREATE TABLE event_changes (
        moment INTEGER NOT NULL,
        id TEXT NOT NULL,
        until INTEGER NOT NULL,
        PRIMARY KEY (moment, id)
    ) WITHOUT ROWID""",
    """CREATE TABLE event_members (
        story INTEGER PRIMARY KEY,
        event INTEGER NOT NULL,
        is_sure INTEGER NOT NULL,
        tellers INTEGER NOT NULL,
        coverage INTEGER NOT NULL
    )""",
    "CREATE INDEX event_members_by_event ON event_members (event)",
    """CREATE TABLE event_pairs (
        pair INTEGER PRIMARY KEY,
        one TEXT NOT NULL,
        other TEXT NOT NULL,
        is_same INTEGER NOT NULL
    )""",
    "CREATE TABLE events_to_regroup (story INTEGER PRIMARY KEY)",
)
"""The statements that make them, and their indexes."""
