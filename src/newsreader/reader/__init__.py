"""The one façade that commands and the user interface call.

A `Reader` is one open library with its index and the user's state. Methods are marked by what they
cost: those under "At once" are for the user interface's thread, those under "In a worker" may take
as long as the library is large and may be called from any other thread, each by one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from threading import Event, Lock
from typing import Final

from newsreader.errors import NoSuchStoryError
from newsreader.paths import Paths
from newsreader.query import Query, parse_query
from newsreader.reader.searching import FIRST_SCREENFUL, Searching, discarding_damage
from newsreader.store.schema import NOT_SETTLED
from newsreader.store.state import Bookmark, ImportResult, State
from newsreader.sync import Progress, SyncResult

__all__ = ["FIRST_SCREENFUL", "Reader"]

_GLANCE: Final = 0.02
"""Seconds that a command spends on looking at single files."""


class Reader(Searching):
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
        self._index_version = 0
        self._writing = Lock()
        self._state = State.open(paths.state_file, now=now)
        super().__init__(paths.index_file(root), self._state)

    def close(self) -> None:
        """Give everything back."""
        with self._writing, self._selecting:
            self._close_index()
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

    # In a worker

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
            is_known = told and self._marks.bookmarked == bookmarked
            if has_changed and not is_known and not stopped.is_set():
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

    def rebuild(self) -> None:
        """Throw the index away and start with an empty one, to be filled by `sync`."""
        with self._writing, self._selecting:
            self._make_index_anew()

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """All bookmarks, newest first, each with its copy of the story."""
        return self._state.bookmarks()

    @discarding_damage
    def set_bookmark(self, number: int, wanted: bool) -> bool:
        """Bookmark a story, or take its bookmark off; on the disk when this returns.

        Tells whether that changed anything. Raises StateError when it can't be written, NoSuchStoryError
        when the story is gone.
        """
        if self.is_bookmarked(number) == wanted:
            return False
        with self._selecting:
            stored = self._working_index.story(number)
        if stored is None:
            raise NoSuchStoryError("This story is no longer in the library.")
        if wanted:
            self._marks.add_bookmark(stored, str(self.root))
        else:
            self._marks.remove_bookmark(number, stored.story.id)
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
