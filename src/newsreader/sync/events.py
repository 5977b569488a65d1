"""Find out which stories tell of the same event, after files have come, changed or left.

It works in steps, each of which is one short transaction, so that others can write between them. What is still to be
done is in the index. So it goes on where it was ended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsreader.index import event_members, event_stories
from newsreader.index.event_stories import ComparedStory, compared_stories, read_compared
from newsreader.sqlite import immediate
from newsreader.sync.batches import ProgressReport, gathered
from newsreader.sync.writing import open_index_writer

if TYPE_CHECKING:
    from newsreader.sync.results import Progress

_ROWS_AT_ONCE: Final = 200
_WORTH_PROCESSES: Final = 2_000
"""With fewer stories a process takes longer to start than they take to compare."""

_STORIES_IN_A_STEP: Final = 500
"""A step with more of them would keep other writers waiting for more than a blink."""


class EventUpdate:
    """Bring the events of one index up to date. Each step holds the `lock`; once `cancelled` no other begins."""

    def __init__(
        self,
        index_path: Path,
        lock: AbstractContextManager[object],
        on_progress: Callable[[Progress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
        stories_in_a_step: int = _STORIES_IN_A_STEP,
    ) -> None:
        self._index_path = index_path
        self._lock = lock
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._stories_in_a_step = stories_in_a_step

    def run(self) -> bool:
        """Find all events that are to be found, and return whether lists may show stories otherwise now.

        Progress counts the stories to compare, and then the places from which on events are to be found.
        """
        has_changed = False
        report = ProgressReport(self._on_progress)
        with open_index_writer(self._index_path) as connection:
            compared = self._compare(connection, report)
            total = 2 * compared
            is_more = True
            while is_more and not self._cancelled():
                with self._lock, immediate(connection):
                    moved = event_stories.find_events(connection, self._stories_in_a_step)
                    event_members.regroup_later(connection, moved)
                    has_changed |= event_members.regroup(connection, self._stories_in_a_step)
                    left = event_stories.count_changes(connection)
                    is_more = left > 0 or event_members.is_any_to_regroup(connection)
                if total := max(total, compared + left):
                    report.tell(total - left, total)
        return has_changed

    def _compare(self, connection: sqlite3.Connection, report: ProgressReport) -> int:
        """Make the vectors of all stories that have none, and return how many these were."""
        total = event_stories.count_to_come(connection)
        if not total:
            return 0
        done = 0
        for stories in gathered(self._compared(connection, total), lambda _: 1):
            if self._cancelled():
                break
            with self._lock, immediate(connection):
                event_members.regroup_later(connection, event_stories.put_compared(connection, stories))
            done += len(stories)
            report.tell(done, 2 * max(total, done))  # each of them is then a place, too
        return done

    def _compared(self, connection: sqlite3.Connection, total: int) -> Iterator[list[ComparedStory]]:
        batches = _batches(connection)
        if total >= _WORTH_PROCESSES:
            from newsreader.sync.processes import prepared_beside

            yield from prepared_beside(read_compared, self._index_path, batches, self._cancelled)
        for rows in batches:
            if self._cancelled():
                return
            yield compared_stories(connection, rows)


def _batches(connection: sqlite3.Connection) -> Iterator[list[int]]:
    above = 0
    while rows := event_stories.rows_to_come(connection, above, _ROWS_AT_ONCE):
        yield rows
        above = rows[-1]
