"""The one façade that commands and the user interface call.

A `Reader` is one open library with its index and the user's state. Methods are marked by what they
cost: those under "At once" are for the user interface's thread, those under "In a worker" may take
as long as the library is large and may be called from any other thread, each by one at a time.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial, wraps
from pathlib import Path
from threading import Event, Lock
from time import monotonic
from typing import Concatenate, Final, ParamSpec, TypeVar

from newsreader.errors import NoSuchStoryError, Problem
from newsreader.paths import Paths
from newsreader.query import Query, parse_query
from newsreader.reader.live_marks import LiveMarks
from newsreader.store.index import Index, discard_index, ensure_index
from newsreader.store.records import OutletCount, Row, StoredStory
from newsreader.store.schema import NOT_SETTLED
from newsreader.store.state import Bookmark, ImportResult, State
from newsreader.story import Outlet
from newsreader.sync import Progress, SyncResult
from newsreader.text import encodable

FIRST_SCREENFUL: Final = 100
"""How many rows a filter finds at once, before the rest is known."""

_P = ParamSpec("_P")
_T = TypeVar("_T")
_BLINK: Final = 0.015
"""Seconds that a search on the user interface's thread may take."""

_PLACES_AT_ONCE: Final = 20_000
_GLANCE: Final = 0.02
"""Seconds that a command spends on looking at single files."""


def _discarding_damage(method: Callable[Concatenate[Reader, _P], _T]) -> Callable[Concatenate[Reader, _P], _T]:
    """Have a method that meets damage in the index discard it, so that the next `sync` or start makes it anew."""

    @wraps(method)
    def guarded(reader: Reader, /, *arguments: _P.args, **named: _P.kwargs) -> _T:
        try:
            return method(reader, *arguments, **named)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                reader.discard_index()
            raise

    return guarded


class Reader:
    """One library, opened. Close it when done."""

    def __init__(
        self,
        root: Path,
        paths: Paths,
        *,
        is_sample: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.root = root
        self.is_sample = is_sample
        self._now = now
        self._index_path = paths.index_file(root)
        self.is_new = ensure_index(self._index_path)
        """Whether there is no index yet, so that nothing can be shown before the files are read."""
        self._index = Index(self._index_path)
        self._working_index = Index(self._index_path)
        self._index_version = 0
        self._selecting = Lock()
        self._writing = Lock()
        self._state = State.open(paths.state_file, now=now)
        self._marks = LiveMarks(self._state, self._index.bookmarked())

    def close(self) -> None:
        """Give everything back."""
        with self._writing, self._selecting:
            self._index.close()
            self._working_index.close()
            self._state.close()

    # At once

    @property
    def notices(self) -> Sequence[str]:
        """Sentences for the user about the state of bookmarks: what was found, mended or could not be done."""
        return self._state.notices

    def now(self) -> datetime:
        """The time it is, by the clock the reader was given."""
        return self._now()

    def today(self) -> date:
        """The day it is for the user."""
        return self._now().astimezone().date()

    def query(self, text: str) -> Query:
        """The query that `text` means today; raises QueryError."""
        return parse_query(text, self.today())

    @_discarding_damage
    def first(self, query: Query, limit: int = FIRST_SCREENFUL) -> array[int] | None:
        """The first stories that match `query`; None if they can't be found in a blink, and `select` has to."""
        deadline = monotonic() + _BLINK
        try:
            with self._index.interruptible(lambda: monotonic() > deadline):
                return self._index.select(query, self._marks.snapshot(), limit)
        except sqlite3.OperationalError:
            if monotonic() > deadline:
                return None
            raise

    @_discarding_damage
    def rows(self, numbers: Sequence[int]) -> list[Row]:
        """The list's rows of these stories; those gone meanwhile are left out."""
        return self._index.rows(numbers, self._marks.snapshot())

    @_discarding_damage
    def story(self, number: int) -> StoredStory | None:
        """The whole story with this number; None if it is gone."""
        return self._index.story(number)

    def is_bookmarked(self, number: int) -> bool:
        """Whether this story is bookmarked."""
        return number in self._marks.bookmarked

    def bookmark_count(self) -> int:
        """How many bookmarks there are."""
        return len(self._marks.bookmarked)

    @_discarding_damage
    def find(self, beginning: str) -> StoredStory:
        """The story whose id begins so.

        Raises NoSuchStoryError when there is none, or more than one.
        """
        numbers = self._index.find(encodable(beginning)) if beginning else []
        if len(numbers) > 1:
            raise NoSuchStoryError(f'More than one story has an id that begins with "{beginning}". Give more of it.')
        stored = self._index.story(numbers[0]) if numbers else None
        if stored is None:
            raise NoSuchStoryError(
                f'No story has an id that begins with "{beginning}". List the ids with: newsreader list --format ids'
            )
        return stored

    # In a worker

    @_discarding_damage
    def select(
        self,
        query: Query,
        cancelled: Callable[[], bool] = lambda: False,
        on_first: Callable[[array[int]], None] | None = None,
        limit: int | None = None,
    ) -> array[int] | None:
        """All stories that match `query`, or the first `limit`, in its order; None once `cancelled` is true.

        With `on_first` the first of them are found before the rest, and handed to it.
        """
        with self._selecting:
            if cancelled():
                return None
            try:
                with self._working_index.interruptible(cancelled):
                    return self._select(query, on_first, limit)
            except sqlite3.OperationalError:
                if cancelled():
                    return None
                raise

    def _select(self, query: Query, on_first: Callable[[array[int]], None] | None, limit: int | None) -> array[int]:
        marks = self._marks.snapshot()
        if on_first is not None:
            first = self._working_index.select(query, marks, FIRST_SCREENFUL)
            if len(first) < FIRST_SCREENFUL:
                return first
            on_first(first)
        return self._working_index.select(query, marks, limit)

    @staticmethod
    def place(numbers: array[int], number: int | None, cancelled: Callable[[], bool] = lambda: False) -> int | None:
        """Where in a selection a story stands; None where it does not, or once `cancelled` is true.

        It looks in steps, each too short to keep another thread waiting.
        """
        if number is None:
            return None
        for start in range(0, len(numbers), _PLACES_AT_ONCE):
            if cancelled():
                return None
            with suppress(ValueError):
                return numbers.index(number, start, start + _PLACES_AT_ONCE)
        return None

    @_discarding_damage
    def count(self) -> int:
        """How many stories the library has."""
        with self._selecting:
            return self._working_index.count()

    @_discarding_damage
    def problems(self) -> list[Problem]:
        """Everything wrong with the library's files."""
        with self._selecting:
            return self._working_index.problems()

    @_discarding_damage
    def problem_count(self) -> int:
        """How many problems there are."""
        with self._selecting:
            return self._working_index.problem_count()

    @_discarding_damage
    def outlets(self) -> list[OutletCount]:
        """All outlets with the number of their stories."""
        with self._selecting:
            return self._working_index.outlets()

    @_discarding_damage
    def stories_of(self, outlet: Outlet) -> int:
        """How many stories of this outlet the library has."""
        with self._selecting:
            return self._working_index.stories_of(outlet)

    def sync(
        self, on_progress: Callable[[Progress], None] = lambda _: None, cancelled: Callable[[], bool] = lambda: False
    ) -> SyncResult:
        """Bring the index up to date with the files, and the bookmarks with both; stops early once cancelled.

        Raises LibraryGoneError when the library can't be listed, IndexDamagedError when the index is broken.
        """
        from newsreader.sync.updating import Update

        update = Update(self._index_path, self.root, self._now, on_progress, cancelled)
        return self._bring_up_to_date(update.look_at_all, cancelled)

    def glance(self, on_progress: Callable[[Progress], None] = lambda _: None) -> SyncResult:
        """As `sync`, within a blink where the index has been filled before.

        In a library of many thousands of files one that was rewritten in place may be missed.
        """
        from newsreader.sync.updating import Update

        update = Update(self._index_path, self.root, self._now, on_progress)
        return self._bring_up_to_date(partial(update.glance, _GLANCE))

    def watch(self, on_change: Callable[[SyncResult], None], stopped: Event) -> None:
        """Follow the library's folder until `stopped` is set; `on_change` hears of each update, also by other readers.

        It may hear twice of one: when files are read, and when many bookmarks have found their stories again.

        Raises WatchError where the system does not tell of changes, and what `sync` raises.
        """
        from newsreader.sync.updating import Update
        from newsreader.sync.watching import watch_folder

        def look_at(paths: set[bytes]) -> None:
            result = SyncResult(0, 0)
            if paths or self._has_unsettled_files():
                update = Update(self._index_path, self.root, self._now, cancelled=stopped.is_set)
                result = self._bring_up_to_date(lambda: update.look_at(paths), stopped.is_set, on_change)
            if (result.anything or self._index_has_changed()) and not stopped.is_set():
                on_change(result)

        def look_again() -> None:
            result = self.glance()
            if result.anything and not stopped.is_set():
                on_change(result)

        self._index_has_changed()
        watch_folder(self.root, look_at, look_again, stopped)

    def _has_unsettled_files(self) -> bool:
        with self._selecting:
            return bool(self._working_index.files_marked(NOT_SETTLED))

    def _index_has_changed(self) -> bool:
        """Whether anybody has written to the index since this was asked last."""
        with self._selecting:
            version = self._working_index.version()
        before, self._index_version = self._index_version, version
        return version != before

    def _bring_up_to_date(
        self,
        update: Callable[[], SyncResult],
        cancelled: Callable[[], bool] = lambda: False,
        on_read: Callable[[SyncResult], None] = lambda _: None,
    ) -> SyncResult:
        with self._writing:
            result = update()
            if result.anything and self._no_bookmark_is_loose():
                on_read(result)
            if not cancelled():
                self._link(files_changed=result.anything)
                self.is_new = False
            return result

    def _no_bookmark_is_loose(self) -> bool:
        """Whether all bookmarks have the stories they had: what was read can be shown before they are linked."""
        return self._bookmarked_in_index() == self._marks.bookmarked

    def _link(self, *, files_changed: bool) -> None:
        """Let bookmarks find their stories; again, where one was set or taken off meanwhile."""
        from newsreader.sync.linking import link_bookmarks

        while True:
            changes = self._marks.changes
            by_story = link_bookmarks(self._index_path, str(self.root), self._state, files_changed=files_changed)
            if self._marks.take(by_story, changes, self._bookmarked_in_index):
                return
            files_changed = True

    def _bookmarked_in_index(self) -> dict[int, str]:
        with self._selecting:
            return self._working_index.bookmarked()

    def rebuild(self) -> None:
        """Throw the index away and start with an empty one, to be filled by `sync`."""
        with self._writing, self._selecting:
            self._index.close()
            self._working_index.close()
            discard_index(self._index_path)
            self.is_new = ensure_index(self._index_path)
            self._index = Index(self._index_path)
            self._working_index = Index(self._index_path)

    def discard_index(self) -> None:
        """Have the index made anew at the next `sync`, which says so, or the next start."""
        with suppress(OSError):
            discard_index(self._index_path)

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """All bookmarks, newest first, each with its copy of the story."""
        return self._state.bookmarks()

    @_discarding_damage
    def set_bookmark(self, number: int, wanted: bool) -> bool:
        """Bookmark a story, or take its bookmark off; on the disk when this returns.

        Tells whether that changed anything. Raises StateError when it can't be written, NoSuchStoryError
        when the story is gone.
        """
        if self.is_bookmarked(number) == wanted:
            return False
        with self._selecting:
            stored = self._working_index.story(number) if wanted else None
        if wanted and stored is None:
            raise NoSuchStoryError("This story is no longer in the library.")
        if stored is not None:
            self._marks.add_bookmark(stored, str(self.root))
        else:
            self._marks.remove_bookmark(number)
        return True

    def note_bookmark(self, number: int) -> None:
        """Let the index know whether story `number` is bookmarked, so that it need not be linked at the next start."""
        from newsreader.sync.linking import note_bookmark

        with self._writing:
            note_bookmark(self._index_path, number, self._marks.bookmarked.get(number), self._state)

    def import_bookmarks(self, records: Iterable[Bookmark]) -> ImportResult:
        """Add bookmarks that were exported here or elsewhere, and link them to the library's stories."""
        result = self._state.import_bookmarks(records)
        with self._writing:
            self._link(files_changed=False)
        return result

    def set_read(self, story_id: str, wanted: bool) -> bool:
        """Mark a story read or unread; on the disk when this returns. Tells whether that changed anything."""
        return self._marks.set_read(story_id, wanted, self._now())

    def is_read(self, story_id: str) -> bool:
        """Whether the story with this id was read."""
        return story_id in self._marks.read
