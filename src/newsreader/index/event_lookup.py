"""Look up events by a reading connection. What each look-up needs is imported by the first: most starts need none."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from newsreader.index.event_members import members_of
from newsreader.records import Event, Teller


class EventLookup:
    """The events of one index, by its connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, row_ids: Sequence[int]) -> dict[int, Event]:
        """Return who tells the events of these stories, by row; those that no other story tells are left out."""
        from newsreader.index.tellers import events_of

        return events_of(self._connection, row_ids)

    def members(self, row_id: int) -> list[int]:
        """Return the rows of all stories of the event of this one, itself among them; none if no other tells it."""
        return members_of(self._connection, row_id)

    def to_find(self) -> int:
        """Return how many stories are to be compared, and from how many places on events are to be found."""
        from newsreader.index.event_stories import count_changes, count_to_come

        return count_to_come(self._connection) + count_changes(self._connection)

    def words_shared(self, pairs: Sequence[tuple[int, int]]) -> list[list[str]]:
        """Return of each pair of stories the words that most make them alike, the heaviest first."""
        from newsreader.index.tellers import words_shared

        return words_shared(self._connection, pairs)

    def maybe_same(self, row_id: int) -> Teller | None:
        """Return the story that an undated one without an event may be the same as; None where there is none."""
        from newsreader.index.undated import maybe_same

        return maybe_same(self._connection, row_id)
