"""Look up who tells which event: at once on the screen's thread, or in a worker."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from newsreader.events.others import outlet_of
from newsreader.reader.index_pool import IndexPool
from newsreader.records import Event, Teller


class ToldEvents:
    """The events of one index. Every method raises IndexDamagedError if the index turns out to be damaged."""

    def __init__(self, pool: IndexPool) -> None:
        self._pool = pool

    # At once

    def of(self, row_id: int) -> Event | None:
        """Return who tells the event of the story in this row; None if no other story does."""
        with self._pool.screen_connection() as index:
            return index.events.of((row_id,)).get(row_id)

    def rows(self, row_id: int) -> list[int]:
        """Return the rows of all stories that tell the event of a story; none if no other does."""
        with self._pool.screen_connection() as index:
            return index.events.members(row_id)

    # In a worker

    def of_all(self, row_ids: Sequence[int]) -> dict[int, Event]:
        """Return who tells the events of these stories, by row; those that no other story tells are left out."""
        with self._pool.lookup_connection() as index:
            return index.events.of(row_ids)

    def to_find(self) -> int:
        """Count what `Reader.find_events` has to do: the stories to compare, and the places to begin from."""
        with self._pool.lookup_connection() as index:
            return index.events.to_find()

    def words_shared(self, pairs: Sequence[tuple[int, int]]) -> list[list[str]]:
        """Return of each pair of stories the words that most make them alike, the heaviest first."""
        with self._pool.lookup_connection() as index:
            return index.events.words_shared(pairs)

    def points_only_here(self, event: Event, row_id: int) -> list[bool]:
        """Return of each point of a story of an event whether no other outlet tells it; none if the story is gone."""
        from newsreader.events.points import only_here  # nothing else needs it
        from newsreader.reader.telling import told_text

        outlet = next((outlet_of(teller) for teller in event.tellers if teller.row_id == row_id), None)
        others = [teller.row_id for teller in event.tellers if outlet_of(teller) != outlet]
        with self._pool.lookup_connection() as index:
            own = index.story(row_id)
            stories = [index.story(other) for other in others]
        return only_here(told_text(own), [told_text(other) for other in stories if other]) if own else []

    def maybe_same(self, row_id: int, cancelled: Callable[[], bool] = lambda: False) -> Teller | None:
        """Return the story that an undated one without an event may be the same as.

        None where there is none, or once `cancelled` is true.
        """
        with self._pool.lookup_connection() as index:
            if cancelled():
                return None
            try:
                with index.interruptible(cancelled):
                    return index.events.maybe_same(row_id)
            except sqlite3.OperationalError:
                if cancelled():
                    return None
                raise
