"""Join stories to events, and part them from events, by the word of the user: on the disk, and undoable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from newsreader.events.groups import Pair
from newsreader.reader.history import MarkResult, Step, UndoHistory
from newsreader.reader.index_pool import IndexPool
from newsreader.reader.listed import Locator
from newsreader.reader.live_marks import LiveMarks
from newsreader.reader.subjects import note_subjects

if TYPE_CHECKING:
    from newsreader.state.state import State


class Joining:
    """Say of one library's stories which tell of the same event, over what was found and what their files declare.

    Events follow at their next update, once the index has what was said: `Marking.flush_marks` copies it there. Every
    method is for a worker, and raises StateError if nothing can be written.
    """

    def __init__(
        self,
        pool: IndexPool,
        marks: LiveMarks,
        locator: Locator,
        history: UndoHistory,
        state: Callable[[], State],
        marking_lock: AbstractContextManager[object],
        library: str,
    ) -> None:
        self._pool = pool
        self._marks = marks
        self._locator = locator
        self._history = history
        self._state = state
        self._marking_lock = marking_lock
        self._library = library

    def join(self, row_id: int, other_row_id: int) -> MarkResult:
        """Join a story, with all of its event, to the event of another story.

        Nothing is changed if both are the same story. Raises NoSuchStoryError unless the library has both.
        """
        with self._marking_lock:
            story_id, row = self._locator.require_in_library(row_id)
            other_id, other_row = self._locator.require_in_library(other_row_id)
            others = {other_row: other_id} if other_row != row else {}
            return self._say(story_id, row, others, is_same=True)

    def part(self, row_id: int) -> MarkResult:
        """Part a story from all others of its event; nothing is changed if no other story tells it.

        Raises NoSuchStoryError unless the library has the story.
        """
        with self._marking_lock:
            story_id, row = self._locator.require_in_library(row_id)
            with self._pool.lookup_connection() as index:
                others = index.ids([member for member in index.event_members(row) if member != row])
            return self._say(story_id, row, others, is_same=False)

    def _say(self, story_id: str, row: int, others: Mapping[int, str], *, is_same: bool) -> MarkResult:
        """Store what is said of a story and each of the `others`, which are given by their rows."""
        state = self._state()
        with state.file.together():
            edit = state.event_pairs.say(Pair(story_id, other, is_same) for other in others.values())
            note_subjects(self._pool, self._library, state, [row, *others] if edit.changes else [])
        self._marks.follow(edit, state.file.id_of)
        step = "joined" if is_same else "parted"
        what = "joined to the event" if is_same else "parted from the event"
        done = MarkResult(what, int(bool(edit.changes)), step, self._locator.title_of(story_id, row))
        if edit.changes:
            self._history.add(Step(done, edit))
        return done
