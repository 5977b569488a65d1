"""Open one library with its index and the user's state, and keep them up to date with the files.

Methods of the parts that are under "At once" are for the screen's thread. All others are for workers, and may take as
long as the library is large.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from newsreader.config.settings import MuteRule
from newsreader.dates import local_day
from newsreader.errors import NewsreaderError, StateError
from newsreader.paths import Paths
from newsreader.query import Query, parse_query
from newsreader.reader.history import UndoHistory
from newsreader.reader.index_pool import IndexPool
from newsreader.reader.joining import Joining
from newsreader.reader.linking import Linking
from newsreader.reader.listed import Locator
from newsreader.reader.live_marks import LiveMarks
from newsreader.reader.locks import Locks
from newsreader.reader.marking import Marking
from newsreader.reader.muting import Muting
from newsreader.reader.overview import Overview
from newsreader.reader.partners import WritingPartners
from newsreader.reader.search import Search
from newsreader.reader.told import ToldEvents
from newsreader.story import Bias, Outlet
from newsreader.sync import Progress, SyncResult

if TYPE_CHECKING:
    from newsreader.state.state import Bookmark, ImportResult, State

_QUICK_SECONDS: Final = 0.02
"""How long a command may look at single files."""


class Reader:
    """One open library. Close it when done.

    `search` finds stories, and `overview` says what there is. `marking` marks stories, `joining` says which of them
    tell of the same event, and `history` undoes both. `marks` knows what is marked now. `locator` finds listed stories
    again, and `index` is the index itself. `open_state` returns the user's own data: bookmarks, views and the filters
    used. With `checks_state` each of its rows is checked when it is opened. `mute` are the rules by which stories are
    left out of lists; with None those that were muted before stay so.
    """

    def __init__(
        self,
        root: Path,
        paths: Paths,
        *,
        is_sample: bool = False,
        checks_state: bool = True,
        mute: Sequence[MuteRule] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.root = root
        self.is_sample = is_sample
        self._now = now
        self._library = os.path.realpath(root)
        self._locks = Locks()
        index_path = paths.index_file(root)
        self._make_state: Callable[[], State] = partial(_state_at, paths.state_file, index_path, now, checks_state)
        self._state: State | None = None
        self.index = IndexPool(index_path, self._locks.searching, self._locks.lookup)
        self.marks = LiveMarks(self.index, self._locks.live_marks, self.index.bookmarked_at_start())
        self.search = Search(self.index, self.marks)
        self.events = ToldEvents(self.index)
        self.overview = Overview(self.index, self.marks)
        self.locator = Locator(self.index, self._locks.marking)
        self.history = UndoHistory(self.open_state, self.marks, self.locator, self._locks.marking)
        self.muting = Muting(self.index, mute, self.today)
        partners = WritingPartners(
            self.index, self.marks, self.locator, self.history, self.open_state, self._locks.marking, self._library
        )
        self.marking = Marking(partners, now)
        self.joining = Joining(partners)
        self._linking = Linking(self.index, self.marks, self.marking, self._locks.marking, self._library)

    def close(self) -> None:
        """Close the index and the state, after a running comparison with the files has ended."""
        with self._locks.syncing:
            self.index.close()
            with self._locks.opening:
                state = self._state
            if state is not None:
                state.close()

    def open_state(self) -> State:
        """Open the user's own data at the first call, and return it; its `notices` tell the user what was found.

        Change marks with `marking` instead, because the index has to follow.
        """
        with self._locks.opening:
            if self._state is None:
                self._state = self._make_state()
            return self._state

    def now(self) -> datetime:
        """The time, by the clock that the reader was given."""
        return self._now()

    def today(self) -> date:
        """The current day in the user's time zone."""
        return local_day(self._now())

    def query(self, text: str, *, is_finished: bool = False) -> Query:
        """Parse `text` as a query of today; raises QueryError, with less patience once it `is_finished`."""
        return parse_query(text, self.today(), is_finished=is_finished)

    # In a worker

    def sync(
        self,
        on_progress: Callable[[Progress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
        takes_empty: bool = False,
    ) -> SyncResult:
        """Bring the index up to date with the files, and the bookmarks with both; stops early once cancelled.

        Raises LibraryGoneError if the library can't be listed, and IndexDamagedError if the index is damaged. Raises
        LibraryEmptiedError if many files were known and none is left, unless the user `takes_empty`.
        """
        from newsreader.sync.updating import Update

        update = Update(self.index.path, self.root, self._now, on_progress, cancelled, takes_empty)
        return self._bring_up_to_date(update.look_at_all, cancelled, add_text=update.add_text)

    def quick_sync(
        self, on_progress: Callable[[Progress], None] = lambda _: None, *, needs_text: bool = True
    ) -> SyncResult:
        """As `sync`, but within a blink if the index has been filled before.

        In a library of many thousands of files one that was rewritten in place may be missed. If nobody `needs_text`,
        the text of a large new library is left to the next sync.
        """
        from newsreader.sync.updating import Update

        update = Update(self.index.path, self.root, self._now, on_progress)
        compare = partial(update.quick_sync, _QUICK_SECONDS, in_stages=not needs_text)
        return self._bring_up_to_date(compare, add_text=update.add_text if needs_text else None)

    def look_at(self, paths: Iterable[bytes], cancelled: Callable[[], bool] = lambda: False) -> SyncResult:
        """As `sync`, but compare only these files, and those that may have been incomplete the last time."""
        from newsreader.sync.updating import Update

        update = Update(self.index.path, self.root, self._now, cancelled=cancelled)
        return self._bring_up_to_date(lambda: update.look_at(paths), cancelled)

    def find_events(
        self, on_progress: Callable[[Progress], None] = lambda _: None, cancelled: Callable[[], bool] = lambda: False
    ) -> bool:
        """Find out which stories tell of the same event, and return whether lists may show stories otherwise now.

        It is done in short steps, between which others can compare and mark. Once `cancelled` the rest is left to the
        next call.
        """
        from newsreader.sync.events import EventUpdate

        with self.index.detects_corruption():
            return EventUpdate(self.index.path, self._locks.syncing, on_progress, cancelled).run()

    def rate(self, outlet: Outlet, bias: Bias, *, replaces: bool = False) -> None:
        """Write a rating into the registry, as `rate_outlets` does, and bring the index up to date with it."""
        self.rate_all(((outlet, bias),), replaces=replaces)

    def rate_all(self, ratings: Sequence[tuple[Outlet, Bias]], *, replaces: bool = False) -> None:
        """Write several ratings, as `rate` writes one: all or none."""
        from newsreader.reader.rating import rate_outlets
        from newsreader.sync.files import REGISTRY

        if self.is_sample:
            raise NewsreaderError(
                "The sample library can't be changed. Make one of your own, with the same outlets: newsreader init"
            )
        rate_outlets(self.root, ratings, replaces=replaces)
        self.look_at((REGISTRY,))

    def watch(self, on_change: Callable[[SyncResult], None], stopped: Event) -> None:
        """Follow the library's folder until `stopped` is set; `on_change` gets each update, also by other readers.

        An update that moves bookmarks is reported twice: when the files are read, and when bookmarks are linked.

        Raises WatchError if the system does not report changes, and what `sync` raises.
        """
        from newsreader.sync.updating import Update
        from newsreader.sync.watching import watch_folder

        def look_at(paths: set[bytes]) -> None:
            bookmarked, is_reported = self.marks.bookmarked, False

            def report(result: SyncResult) -> None:
                nonlocal is_reported
                is_reported = True
                on_change(result)

            result = SyncResult(0, 0)
            if paths or self.index.has_unsettled_files():
                update = Update(self.index.path, self.root, self._now, cancelled=stopped.is_set)
                result = self._bring_up_to_date(lambda: update.look_at(paths), stopped.is_set, report)
            has_changed = self._has_index_changed() or result.anything
            if has_changed:
                self._linking.follow_bookmarks()
            is_known = is_reported and self.marks.bookmarked == bookmarked
            if has_changed and not is_known and not stopped.is_set():
                on_change(result)

        def look_again() -> None:
            result = self.quick_sync()
            if result.anything and not stopped.is_set():
                on_change(result)

        self._has_index_changed()
        watch_folder(self.root, look_at, look_again, stopped)

    def reload(
        self, on_progress: Callable[[Progress], None] = lambda _: None, cancelled: Callable[[], bool] = lambda: False
    ) -> SyncResult:
        """Make a damaged index again from the files; until that is done, the readable part of the old one is shown.

        Raises LibraryGoneError if the library can't be listed, and then deletes nothing.
        """
        from newsreader.index.reading import discard_index, ensure_index
        from newsreader.sync.files import list_library_folder

        list_library_folder(self.root)
        with self._locks.syncing:
            try:
                discard_index(self.index.path)
            except PermissionError:  # a system that can't delete an open file
                self.clear_index()
            else:
                ensure_index(self.index.path)
            return replace(self.sync(on_progress, cancelled), is_index_new=True)

    def clear_index(self) -> None:
        """Delete the index and start with an empty one, to be filled by `sync`."""
        with self._locks.syncing, self._locks.marking:
            self.index.clear()
            self.marks.renumber(self.index.bookmarked())

    def store_marks(self) -> None:
        """Store what was marked in the index, too, and mute stories again if a rule asks for marks."""
        if self.marking.flush_marks():
            self.muting.apply()

    def import_bookmarks(self, records: Iterable[Bookmark]) -> ImportResult:
        """Add exported bookmarks to the state, and link them to the library's stories."""
        state = self.open_state()
        result = state.bookmarks.import_new(records)
        with self._locks.syncing:
            self._linking.link(state, files_changed=False)
        return result

    def _bring_up_to_date(
        self,
        update: Callable[[], SyncResult],
        cancelled: Callable[[], bool] = lambda: False,
        on_read: Callable[[SyncResult], None] = lambda _: None,
        add_text: Callable[[], None] | None = None,
    ) -> SyncResult:
        with self._locks.syncing, self.index.detects_corruption():
            self.index.require_undamaged()
            state = self._readable_state()
            bookmarked = self.marks.bookmarked
            marked = self._linking.copy_marks(state) if state else 0
            if state:
                self._linking.link_first(state)
            result = update()
            marked += self.muting.apply()  # before anybody is told of new stories
            self._follow_index()
            if result.anything and self.index.bookmarked() == self.marks.bookmarked:
                on_read(result)  # before bookmarks are linked, as each has the story it had
            if not cancelled():
                if state:
                    self._linking.link(state, files_changed=result.anything)
                    marked += self._linking.copy_marks(state) + (self.marks.bookmarked != bookmarked)
                self.index.is_new = False
            if add_text:
                add_text()  # last: what bookmarks are recognised by needs none of it
            marked += self.muting.apply()  # rules may ask for marks, and for words of texts
            return replace(result, marked=marked)

    def _follow_index(self) -> None:
        with self._locks.marking:
            if self.index.follow_replacement():
                self.marks.renumber(self.index.bookmarked())

    def _has_index_changed(self) -> bool:
        self._follow_index()
        return self.index.has_changed()

    def _readable_state(self) -> State | None:
        """The state; None if it can't be opened, for which `open_state` raises the reason."""
        try:
            return self.open_state()
        except StateError:
            return None


def _state_at(path: Path, index_path: Path, now: Callable[[], datetime], checks_rows: bool) -> State:
    from newsreader.state.state import State  # the first paint needs nothing of it
    from newsreader.sync.linking import use_keys

    state = State.open(path, now=now, checks_rows=checks_rows)
    use_keys(index_path, state)
    return state
