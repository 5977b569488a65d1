"""The one façade that commands and the user interface call.

A `Reader` is one open library with its index and the user's state. Methods are marked by what they
cost: those under "At once" are for the user interface's thread, those under "In a worker" may take
as long as the library is large and may be called from any other thread, each by one at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from threading import Event, RLock
from typing import TYPE_CHECKING, Final

from newsreader.dates import local_day
from newsreader.errors import StateError
from newsreader.paths import Paths
from newsreader.query import Query, parse_query
from newsreader.reader.listed import Listed
from newsreader.reader.marking import Marking
from newsreader.reader.open_index import telling_damage
from newsreader.reader.searching import FIRST_SCREENFUL
from newsreader.reader.undoing import Away, Done
from newsreader.store.index_damage import identity_of
from newsreader.store.schema import NOT_SETTLED
from newsreader.sync import Progress, SyncResult
from newsreader.sync.results import damage_told
from newsreader.views import View

if TYPE_CHECKING:
    from newsreader.store.state import Bookmark, ImportResult, State

__all__ = ["FIRST_SCREENFUL", "Away", "Done", "Listed", "Reader"]

_GLANCE: Final = 0.02
"""Seconds that a command spends on looking at single files."""


class Reader(Marking):
    """One library, opened. Close it when done.

    The user's own data is opened by `open_state`, or when it is needed for the first time. With `checks_state`
    each of its rows is looked at then, which takes its time where they are very many.
    """

    def __init__(
        self,
        root: Path,
        paths: Paths,
        *,
        is_sample: bool = False,
        checks_state: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.root = root
        self.is_sample = is_sample
        self._index_version = 0
        self._writing = RLock()
        index, library = paths.index_file(root), os.path.realpath(root)
        super().__init__(index, library, partial(_open_state, paths.state_file, index, now, checks_state), now)

    def close(self) -> None:
        """Give everything back."""
        with self._writing, self._selecting:
            self._close_index()
            self._close_state()

    # At once

    def now(self) -> datetime:
        """The time it is, by the clock the reader was given."""
        return self._now()

    def today(self) -> date:
        """The day it is for the user."""
        return local_day(self._now())

    def query(self, text: str, *, is_finished: bool = False) -> Query:
        """The query that `text` means today; raises QueryError, sooner where nobody is typing it any more."""
        return parse_query(text, self.today(), is_finished=is_finished)

    # In a worker

    def sync(
        self,
        on_progress: Callable[[Progress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
        takes_empty: bool = False,
    ) -> SyncResult:
        """Bring the index up to date with the files, and the bookmarks with both; stops early once cancelled.

        Raises LibraryGoneError when the library can't be listed, IndexDamagedError when the index is broken, and
        LibraryEmptiedError where many files were known and none is left, unless the user `takes_empty`.
        """
        from newsreader.sync.updating import Update

        update = Update(self._index_path, self.root, self._now, on_progress, cancelled, takes_empty)
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

        It hears twice of one that moves bookmarks: when files are read, and when bookmarks have found their stories.

        Raises WatchError where the system does not tell of changes, and what `sync` raises.
        """
        from newsreader.sync.updating import Update
        from newsreader.sync.watching import watch_folder

        def look_at(paths: set[bytes]) -> None:
            bookmarked, told = self._marks.bookmarked, False

            def tell(result: SyncResult) -> None:
                nonlocal told
                told = True
                on_change(result)

            result = SyncResult(0, 0)
            if paths or self._has_unsettled_files():
                update = Update(self._index_path, self.root, self._now, cancelled=stopped.is_set)
                result = self._bring_up_to_date(lambda: update.look_at(paths), stopped.is_set, tell)
            has_changed = self._index_has_changed() or result.anything
            if has_changed:
                self._follow_bookmarks()
            is_known = told and self._marks.bookmarked == bookmarked
            if has_changed and not is_known and not stopped.is_set():
                on_change(result)

        def look_again() -> None:
            result = self.glance()
            if result.anything and not stopped.is_set():
                on_change(result)

        self._index_has_changed()
        watch_folder(self.root, look_at, look_again, stopped)

    def sync_anew(
        self, on_progress: Callable[[Progress], None] = lambda _: None, cancelled: Callable[[], bool] = lambda: False
    ) -> SyncResult:
        """Make a damaged index anew from the files; until that is done, what can still be read of the old one is shown.

        Raises LibraryGoneError when the library can't be listed, and then throws nothing away.
        """
        from newsreader.library import list_library_folder
        from newsreader.store.index import discard_index, ensure_index

        list_library_folder(self.root)
        with self._writing:
            try:
                discard_index(self._index_path)
            except PermissionError:  # where a file that is open can't be deleted
                self._make_index_anew()
            else:
                ensure_index(self._index_path)
            return replace(self.sync(on_progress, cancelled), is_index_new=True)

    @telling_damage
    def _has_unsettled_files(self) -> bool:
        with self._selecting:
            return bool(self._working_index.files_marked(NOT_SETTLED))

    @telling_damage
    def _index_has_changed(self) -> bool:
        """Whether anybody has written to the index since this was asked last."""
        self._follow_index()
        with self._selecting:
            version = self._working_index.version()
        before, self._index_version = self._index_version, version
        return version != before

    @telling_damage
    def _bring_up_to_date(
        self,
        update: Callable[[], SyncResult],
        cancelled: Callable[[], bool] = lambda: False,
        on_read: Callable[[SyncResult], None] = lambda _: None,
    ) -> SyncResult:
        with self._writing:
            if self._damaged is not None and self._damaged == identity_of(self._index_path):
                raise damage_told("it holds a value that can't be read")
            has_state = self._has_state()
            bookmarked = self._marks.bookmarked
            marked = self._take_marks() if has_state else 0
            if has_state and self._has_unlinked_bookmarks():  # what now stands beside their stories is known as others
                self._link(files_changed=False)
            result = update()
            self._follow_index()
            if result.anything and self._no_bookmark_is_loose():
                on_read(result)
            if not cancelled():
                if has_state:
                    self._link(files_changed=result.anything)
                    marked += self._take_marks() + (self._marks.bookmarked != bookmarked)
                self.is_new = False
            return replace(result, marked=marked)

    def _has_state(self) -> bool:
        """Whether the user's data can be had; `open_state` tells why it can't."""
        try:
            self.open_state()
        except StateError:
            return False
        return True

    def _take_marks(self) -> int:
        """Have the index know all marks, also those that others have made; tells of how many stories."""
        from newsreader.sync.linking import copy_marks

        with self._marking:
            return copy_marks(self._index_path, self._library, self._state) if self.note_marks() else 0

    @telling_damage
    def _no_bookmark_is_loose(self) -> bool:
        """Whether all bookmarks have the stories they had: what was read can be shown before they are linked."""
        return self._bookmarked_in_index() == self._marks.bookmarked

    def _has_unlinked_bookmarks(self) -> bool:
        """Whether others have set or taken off bookmarks since an index of the whole library was linked."""
        from newsreader.store.state_schema import Content

        with self._selecting:
            linked = self._working_index.meta("state")
        return linked not in ("", str(self._state.version(Content.BOOKMARKS)))

    def _link(self, *, files_changed: bool) -> None:
        """Let bookmarks find their stories; again, where one was set or taken off meanwhile."""
        from newsreader.sync.linking import link_bookmarks

        while True:
            changes = self._marks.changes
            is_noted = self.note_marks()
            by_story = link_bookmarks(self._index_path, self._library, self._state, files_changed=files_changed)
            if by_story is None:
                if not is_noted:
                    return
                # Another reader may have linked them, and rows may have other stories now.
                by_story = self._bookmarked_in_index()
            if self._marks.take_bookmarks(by_story, changes):
                self.has_loose_bookmarks = False
                return
            files_changed = True

    def _follow_bookmarks(self) -> None:
        """Take over the bookmarks that others have set or taken off; the index knows them."""
        changes = self._marks.changes
        if self.note_marks() and not self.has_loose_bookmarks:
            self._marks.take_bookmarks(self._bookmarked_in_index(), changes)

    def rebuild(self) -> None:
        """Throw the index away and start with an empty one, to be filled by `sync`."""
        with self._writing:
            self._make_index_anew()

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """All bookmarks, newest first, each with its copy of the story."""
        return self._state.bookmarks()

    def import_bookmarks(self, records: Iterable[Bookmark]) -> ImportResult:
        """Add bookmarks that were exported here or elsewhere, and link them to the library's stories."""
        result = self._state.import_bookmarks(records)
        with self._writing:
            self._link(files_changed=False)
        return result

    # Views and filters, in a worker

    def views(self) -> list[View]:
        """The views that the user made in the reader."""
        return self._state.views()

    def save_view(self, name: str, text: str) -> None:
        """Keep the filter `text` as a view; one of that name gets this filter instead of its own."""
        self._state.save_view(name, text)

    def remove_view(self, name: str) -> None:
        """Take a view away that the user made."""
        self._state.remove_view(name)

    def filters(self) -> list[str]:
        """The filters that were used, the last one first."""
        return self._state.filters()

    def remember_filter(self, text: str) -> None:
        """Note that a filter was used."""
        self._state.remember_filter(text)


def _open_state(path: Path, index_path: Path, now: Callable[[], datetime], checks_rows: bool) -> State:
    from newsreader.store.state import State  # the first paint needs nothing of it
    from newsreader.sync.linking import use_keys

    state = State.open(path, now=now, checks_rows=checks_rows)
    use_keys(index_path, state)
    return state
