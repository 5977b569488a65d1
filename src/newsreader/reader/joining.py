"""Join stories to events, and part them from events, by the word of the user: on the disk, and undoable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsreader.events.groups import Pair
from newsreader.reader.history import MarkResult, Step
from newsreader.reader.partners import WritingPartners
from newsreader.reader.subjects import note_subjects

if TYPE_CHECKING:
    pass


class Joining:
    """Say of one library's stories which tell of the same event, over what was found and what their files declare.

    Events follow at their next update, once the index has what was said: `Marking.flush_marks` copies it there. Every
    method is for a worker, and raises StateError if nothing can be written.
    """

    def __init__(self, partners: WritingPartners) -> None:
        self._pool, self._marks, self._locator, self._history = partners[:4]
        self._state, self._marking_lock, self._library = partners[4:]

    def join(self, row_ids: Sequence[int]) -> MarkResult:
        """Join stories, each with all of its event, to the event of the first of them, as one step.

        Nothing is changed if all are the same story. Raises NoSuchStoryError unless the library has all of them.
        """
        with self._marking_lock:
            (first, first_row), *others = [self._locator.require_in_library(row_id) for row_id in row_ids]
            rows = {story_id: row for story_id, row in others if row != first_row}
            pairs = [Pair(story_id, first, is_same=True) for story_id in rows]
            return self._say(pairs, [first_row, *rows.values()], next(iter(rows.items()), (first, first_row)))

    def part(self, row_id: int) -> MarkResult:
        """Part a story from all others of its event; nothing is changed if no other story tells it.

        Raises NoSuchStoryError unless the library has the story.
        """
        with self._marking_lock:
            story_id, row = self._locator.require_in_library(row_id)
            with self._pool.lookup_connection() as index:
                others = index.ids([member for member in index.events.members(row) if member != row])
            pairs = [Pair(story_id, other, is_same=False) for other in others.values()]
            return self._say(pairs, [row, *others], (story_id, row))

    def _say(self, pairs: Sequence[Pair], rows: Sequence[int], named: tuple[str, int]) -> MarkResult:
        """Store pairs of the stories in these rows; the result names one story, by its id and row."""
        state = self._state()
        with state.file.together():
            edit = state.event_pairs.say(pairs)
            note_subjects(self._pool, self._library, state, rows if edit.changes else [])
        self._marks.follow(edit, state.file.id_of)
        is_same = any(pair.is_same for pair in pairs)
        moved = len({pair.one for pair in pairs}) if edit.changes else 0
        step, what = ("joined", "joined to the event") if is_same else ("parted", "parted from the event")
        done = MarkResult(what, moved, step, self._locator.title_of(*named) if moved <= 1 else "")
        if edit.changes:
            self._history.add(Step(done, edit))
        return done
