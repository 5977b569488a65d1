"""What a library can be narrowed by: its outlets, topics and tags, and how many unread stories each filter finds.

All of it takes a while in a large library. It is for a worker, and has connections of its own to the index, so that
neither a search nor the screen waits for it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.index.reading import Index
from newsreader.query import Flag, Query, narrowed
from newsreader.query.terms import outlet_term, tag_term, topic_term
from newsreader.reader.index_pool import IndexPool
from newsreader.reader.live_marks import LiveMarks
from newsreader.records import TagCount

MOST_ENTRIES: Final = 20
"""Of the outlets, topics and tags so many are named, those with the most stories."""


class Entry(Struct, frozen=True):
    """A name, and the filter that shows what it stands for."""

    name: str
    filter: str


class Overview:
    """Reads what one library has. Every method raises IndexDamagedError if the index turns out to be damaged."""

    def __init__(self, pool: IndexPool, marks: LiveMarks) -> None:
        self._pool = pool
        self._marks = marks

    def outlets(self) -> list[Entry]:
        """Return the outlets that most stories are of, those first."""
        with self._pool.detects_corruption(), closing(Index(self._pool.path)) as index:
            counts = [count for count in index.outlets() if count.stories and (count.outlet.name or count.outlet.id)]
        counts.sort(key=lambda count: -count.stories)
        return [
            Entry(count.outlet.name or count.outlet.id, outlet_term(count.outlet)) for count in counts[:MOST_ENTRIES]
        ]

    def topics(self) -> list[Entry]:
        """Return the topics that most stories have, those first."""
        with self._pool.detects_corruption(), closing(Index(self._pool.path)) as index:
            return [Entry(topic, topic_term(topic)) for topic in index.busiest_topics(MOST_ENTRIES)]

    @staticmethod
    def tags(counts: Sequence[TagCount]) -> list[Entry]:
        """Return the tags that most stories have, those first."""
        used = sorted(counts, key=lambda count: -count.stories)
        return [Entry(count.tag, tag_term(count.tag)) for count in used[:MOST_ENTRIES]]

    def unread(self, query: Query, cancelled: Callable[[], bool]) -> int | None:
        """Count the unread stories that `query` finds; None once `cancelled` is true."""
        asked = replace(narrowed(query, Flag.UNREAD), sort=None)
        with self._pool.detects_corruption(), closing(Index(self._pool.path)) as index:
            try:
                with index.interruptible(cancelled):
                    return len(index.select(asked, self._marks.to_count))
            except sqlite3.OperationalError:
                if cancelled():
                    return None
                raise
