"""Know what the user has marked, as it is now: the index's marks, and in memory what the index has not stored yet."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from newsreader.index.conditions import Marks
from newsreader.index.marks import NEVER, PendingMarks, Versions
from newsreader.reader.index_pool import IndexPool
from newsreader.records import NO_MARKS, StoryMarks
from newsreader.state.tables import EVENT_PAIRS, HIDDEN, MARKS, NOTES, READ_MARKS

if TYPE_CHECKING:
    from newsreader.state.edits import Edit


class LiveMarks:
    """Bookmarks, read marks, tags and notes that are on the disk; any thread may change them.

    `bookmarked` has the bookmark's uuid of each bookmarked row. It is replaced, never changed, so that a thread that
    reads it sees one state of it. `left` has the bookmarks of rows that their stories have left. `changes` counts
    how often a bookmark was set or removed.

    After `hold` searches see the marks as they were then. So a list that is searched again neither loses nor gains a
    story because of what the user has marked since. What is hidden is the exception: it goes at once, and comes back.
    """

    def __init__(self, pool: IndexPool, lock: AbstractContextManager[object], bookmarked: dict[int, str]) -> None:
        self.bookmarked = bookmarked
        self.left: Mapping[int, str] = {}
        self.changes = 0
        self.has_loose_bookmarks = False
        """Whether bookmarks were restored that find their stories only at the next `sync`."""
        self.new_since = time.time_ns() // 1_000_000
        """The end of the user's last visit, in milliseconds since 1970: stories that came later are new."""
        self._bookmarks_left_out = 0
        self._pool = pool
        self._lock = lock
        self._pending = PendingMarks()
        self._holds = False
        self._held_bookmarks: dict[int, bool] = {}
        self._held: dict[str, StoryMarks] = {}

    # At once

    @property
    def others(self) -> Mapping[str, StoryMarks]:
        """The read marks, tags and notes that the index does not have yet, by the id of their story."""
        return self._pending.marks

    def is_bookmarked(self, row_id: int) -> bool:
        """Whether this story is bookmarked."""
        return row_id in self.bookmarked

    def bookmark_count(self) -> int:
        """How many bookmarks there are, but those of stories that are left out of lists."""
        return len(self.bookmarked) - self._bookmarks_left_out

    def to_search(self) -> Marks:
        """The marks that differ from the index's, as a search is to see them."""
        with self._lock:
            bookmarks = {row_id: uuid is not None for row_id, uuid in self._pending.bookmarks.items()}
            others = {**self._pending.marks, **self._held}
            return Marks({**bookmarks, **self._held_bookmarks}, others, self.new_since)

    def to_count(self) -> Marks:
        """The marks that differ from the index's, as they are now: also those that searches do not see yet."""
        with self._lock:
            bookmarks = {row_id: uuid is not None for row_id, uuid in self._pending.bookmarks.items()}
            return Marks(bookmarks, dict(self._pending.marks), self.new_since)

    def size(self) -> int:
        """How many stories a search has to look at one by one."""
        return len(self._pending.bookmarks) + len(self._pending.marks) + len(self._held_bookmarks) + len(self._held)

    def of(self, story_id: str) -> StoryMarks | None:
        """The marks of a story, None if the index has them."""
        return self._pending.marks.get(story_id)

    def hold(self) -> None:
        """Let searches see all marks as they are at this moment, until the next call.

        Before the first call they see each mark at once.
        """
        with self._lock:
            self._holds = True
            self._held_bookmarks = {}
            self._held = {}

    # In a worker

    def count_bookmarks(self) -> int:
        """Count again which bookmarks are of stories that are left out, and return what `bookmark_count` says then."""
        bookmarked = self.bookmarked
        with self._pool.lookup_connection() as index:
            left_out = index.left_out_among(list(bookmarked))
            rows = set(left_out)
            for story_id, marks in self.others.items():
                for row_id in bookmarked.keys() & index.row_ids_of(story_id):
                    is_muted = row_id in left_out and left_out[row_id].is_muted
                    rows = rows | {row_id} if marks.is_hidden or is_muted else rows - {row_id}
        self._bookmarks_left_out = len(rows)
        return self.bookmark_count()

    def of_all(self, story_ids: Sequence[str]) -> dict[str, StoryMarks]:
        """The marks of those of these stories that have any."""
        with self._pool.lookup_connection() as index:
            found = index.marks_of(story_ids)
        found |= {story_id: marks for story_id in story_ids if (marks := self.of(story_id)) is not None}
        return found

    def follow(self, edit: Edit, id_of: Callable[[str], str]) -> None:
        """Follow an edit of anything but bookmarks; `id_of` gives the id of the story of a key."""
        if edit.table is EVENT_PAIRS and edit.changes:
            with self._lock:
                self._pending = self._pending.with_pairs(edit.versions)
        if not edit.changes or edit.table not in MARKS:
            return
        before = self.of_all(list(dict.fromkeys(id_of(key[0]) for key, _, _ in edit.changes)))
        after = dict(before)
        for (key, *tag), _, values in edit.changes:
            story_id = id_of(key)
            marks = after.get(story_id, NO_MARKS)
            if edit.table is READ_MARKS:
                after[story_id] = replace(marks, read_at=values[0] if values else None)
            elif edit.table is NOTES:
                after[story_id] = replace(marks, note=values[0] if values else "")
            elif edit.table is HIDDEN:
                after[story_id] = replace(marks, hidden_at=values[0] if values else None)
            else:
                after[story_id] = marks.with_tag(tag[0]) if values else marks.without_tag(tag[0])
        with self._lock:
            if self._holds:
                for story_id, marks in after.items():
                    if edit.table is not HIDDEN:
                        self._held.setdefault(story_id, before.get(story_id, NO_MARKS))
                    elif story_id in self._held:
                        self._held[story_id] = replace(self._held[story_id], hidden_at=marks.hidden_at)
            self._pending = self._pending.with_marks(after, edit.versions)

    def follow_bookmarks(self, rows: Mapping[int, str | None], versions: Versions, *, are_complete: bool) -> None:
        """Follow an edit of bookmarks: these rows have these uuids now, or None.

        If `are_complete` is false, other bookmarks were restored that have no row yet.
        """
        self.has_loose_bookmarks |= not are_complete
        self._set_bookmarks(rows, NEVER if self.has_loose_bookmarks else versions)

    def follow_removal(self, edit: Edit) -> dict[str, int]:
        """Follow an edit that removed bookmarks; returns the rows of their stories by uuid."""
        removed = {uuid for (uuid,), _, after in edit.changes if after is None}
        rows = {uuid: row_id for row_id, uuid in self.bookmarked.items() if uuid in removed}
        self._set_bookmarks(dict.fromkeys(rows.values()), edit.versions)
        return rows

    def _set_bookmarks(self, rows: Mapping[int, str | None], versions: Versions) -> None:
        with self._lock:
            bookmarked = {**self.bookmarked}
            for row_id, uuid in rows.items():
                if self._holds:
                    self._held_bookmarks.setdefault(row_id, row_id in bookmarked)
                if uuid is None:
                    bookmarked.pop(row_id, None)
                else:
                    bookmarked[row_id] = uuid
            self.bookmarked = bookmarked
            self.changes += 1
            self._pending = self._pending.with_bookmarks(rows, versions)

    def pending(self) -> PendingMarks:
        """What the index has not stored yet."""
        return self._pending

    def forget_flushed(self, flushed: PendingMarks) -> None:
        """Forget what the index has stored now, but not what was marked since."""
        with self._lock:
            self._pending = self._pending.without(flushed)

    def take_bookmarks(self, bookmarked: dict[int, str], changes: int) -> bool:
        """Take over the rows that bookmarks were linked to.

        Does nothing and returns False if `changes` has grown since the linking began.
        """
        with self._lock:
            if self.changes != changes:
                return False
            uuids = set(bookmarked.values())
            linked = {**self.left, **self.bookmarked}
            self.left = {row: uuid for row, uuid in linked.items() if row not in bookmarked and uuid in uuids}
            self.bookmarked = bookmarked
            self._pending = self._pending.without_bookmarks()
            return True

    def renumber(self, bookmarked: dict[int, str]) -> None:
        """Take over the bookmarks of another index, in which every story has another row id."""
        with self._lock:
            self.bookmarked = bookmarked
            self.left = {}
            self.changes += 1
            self._held_bookmarks = {}
            self._pending = self._pending.without_bookmarks()
