"""Bring what the user has marked into the index: each bookmark with its story, and the other marks."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from newsreader.reader.index_pool import IndexPool
from newsreader.reader.live_marks import LiveMarks
from newsreader.reader.marking import Marking

if TYPE_CHECKING:
    from newsreader.state.state import State


class Linking:
    """Link the bookmarks of one library to its stories, and copy the other marks to its index.

    Every method is for a worker, while no other one compares the index with the files.
    """

    def __init__(
        self,
        pool: IndexPool,
        marks: LiveMarks,
        marking: Marking,
        marking_lock: AbstractContextManager[object],
        library: str,
    ) -> None:
        self._pool = pool
        self._marks = marks
        self._marking = marking
        self._marking_lock = marking_lock
        self._library = library

    def copy_marks(self, state: State) -> int:
        """Copy all marks to the index, also those of other readers; returns of how many stories."""
        from newsreader.sync.linking import copy_marks

        with self._marking_lock:
            return copy_marks(self._pool.path, self._library, state) if self._marking.flush_marks() else 0

    def link_first(self, state: State) -> None:
        """Link bookmarks that others have set or removed: what now stands beside their stories is known as others."""
        from newsreader.sync.linking import has_unlinked_bookmarks

        if has_unlinked_bookmarks(self._pool.path, state):
            self.link(state, files_changed=False)

    def link(self, state: State, *, files_changed: bool) -> None:
        """Let bookmarks find their stories; again if one was set or removed meanwhile."""
        from newsreader.sync.linking import link_bookmarks

        while True:
            changes = self._marks.changes
            is_flushed = self._marking.flush_marks()
            by_story = link_bookmarks(self._pool.path, self._library, state, files_changed=files_changed)
            if by_story is None:
                if not is_flushed:
                    return
                # Another reader may have linked them, and rows may have other stories now.
                by_story = self._pool.bookmarked()
            if self._marks.take_bookmarks(by_story, changes):
                self._marks.has_loose_bookmarks = False
                return
            files_changed = True

    def follow_bookmarks(self) -> None:
        """Take over the bookmarks that other readers have set or removed, once the index has them."""
        changes = self._marks.changes
        if self._marking.flush_marks() and not self._marks.has_loose_bookmarks:
            self._marks.take_bookmarks(self._pool.bookmarked(), changes)
