"""Find out which stories tell of the same event, after files have come, changed or left.

It works in steps, each of which is one short transaction, so that others can write between them. What is still to be
done is in the index. So it goes on where it was ended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from newsreader.index import event_members, event_stories
from newsreader.index.event_stories import ComparedStory, compared_stories, read_compared
from newsreader.sqlite import immediate
from newsreader.sync.batches import ProgressReport, gathered
from newsreader.sync.writing import open_index_writer

if TYPE_CHECKING:
    from newsreader.sync.processes import PreparingProcess
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

        Progress counts stories. A new one is half done once it can be compared.
        """
        with open_index_writer(self._index_path) as connection:
            report = ProgressReport(self._on_progress)
            compared = self._compare(connection, report)
            return not self._cancelled() and self._find(connection, report, compared)

    def _find(self, connection: sqlite3.Connection, report: ProgressReport, compared: int) -> bool:
        """Put all stories into events from the first changed place on, in steps."""
        total = event_stories.count_changes(connection)
        regroups = event_members.count_to_regroup(connection)
        if not total and not regroups:
            return False
        is_much = max(total, regroups) >= _WORTH_PROCESSES
        has_changed = False
        with _Steps(self._index_path, connection, in_process=is_much) as steps:
            while not self._cancelled():
                with self._lock:
                    step = steps.take(self._stories_in_a_step)
                has_changed |= step.has_changed
                if total:
                    report.tell(total - step.changes_left // (2 if compared else 1), total)
                if not step.is_more:
                    break
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
            report.tell(done // 2, max(total, done))
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


class _Step(NamedTuple):
    """What a step came to: whether lists may show stories otherwise, the changed places left, and whether to go on."""

    has_changed: bool
    changes_left: int
    is_more: bool


class _Steps:
    """Takes steps, of many in another process: here they would hold up who draws the screen. Close it by `with`.

    If the process can't be started or ends, the steps are taken here.
    """

    def __init__(self, index_path: Path, connection: sqlite3.Connection, *, in_process: bool) -> None:
        self._index_path = index_path
        self._connection = connection
        self._process: PreparingProcess | None = None
        if in_process:
            from newsreader.sync.processes import PreparingProcess

            with suppress(OSError):
                self._process = PreparingProcess()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.end()

    def take(self, stories: int) -> _Step:
        """Take a step of so many stories."""
        if self._process is not None:
            from newsreader.sync.processes import ProcessEndedError

            try:
                self._process.give(_steps, self._index_path, [stories])
                (step,) = self._process.take()
            except ProcessEndedError:
                self._process.end()
                self._process = None
                return _Step(
                    True, event_stories.count_changes(self._connection), True
                )  # it may have taken the step before it ended
            else:
                return _Step(*step)
        return _step(self._connection, stories)


def _steps(index_path: Path, sizes: Sequence[int]) -> list[_Step]:
    """Take steps of so many stories each. It opens the index by itself."""
    with open_index_writer(index_path) as connection:
        return [_step(connection, stories) for stories in sizes]


def _step(connection: sqlite3.Connection, stories: int) -> _Step:
    with immediate(connection):
        event_members.regroup_later(connection, event_stories.find_events(connection, stories))
        has_changed = event_members.regroup(connection, stories)
        left = event_stories.count_changes(connection)
        return _Step(has_changed, left, left > 0 or event_members.is_any_to_regroup(connection))


def _batches(connection: sqlite3.Connection) -> Iterator[list[int]]:
    above = 0
    while rows := event_stories.rows_to_come(connection, above, _ROWS_AT_ONCE):
        yield rows
        above = rows[-1]
