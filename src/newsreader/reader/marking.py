"""Marking stories, one or many at once: on the disk before it is shown, and to be taken back."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import compress
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Final

from newsreader.errors import NoSuchStoryError
from newsreader.reader.open_index import telling_damage
from newsreader.reader.searching import Searching
from newsreader.reader.undoing import Done, Step, Steps
from newsreader.store.records import NO_MARKS, StoryMarks, TagCount
from newsreader.store.state_tables import BOOKMARKS, NOTES, READ_MARKS, TAGS, Values
from newsreader.store.unnoted import NEVER

if TYPE_CHECKING:
    from newsreader.store.state import State
    from newsreader.store.state_bookmarks import Keepable
    from newsreader.store.state_edits import Edit

_AT_ONCE: Final = 500
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Marking(Searching):
    """What a `Reader` marks. Everything here is for a worker, and raises StateError where it can't be written."""

    def __init__(
        self, index_path: Path, library: str, open_state: Callable[[], State], now: Callable[[], datetime]
    ) -> None:
        self._library = library
        self._open_state = open_state
        self._opened_state: State | None = None
        self._opening = Lock()
        self._now = now
        self._marking = RLock()
        self._steps = Steps()
        self.has_loose_bookmarks = False
        """Whether there are bookmarks that came back, and find their stories at the next `sync` only."""
        super().__init__(index_path)

    @property
    def _state(self) -> State:
        """The user's data, opened when it is needed for the first time."""
        with self._opening:
            if self._opened_state is None:
                self._opened_state = self._open_state()
            return self._opened_state

    def open_state(self) -> Sequence[str]:
        """Open the user's data; sentences for the user about what was found, mended or could not be done."""
        return self._state.notices

    def _close_state(self) -> None:
        with self._opening:
            if self._opened_state is not None:
                self._opened_state.close()

    # Bookmarks

    @telling_damage
    def set_bookmark(self, number: int, wanted: bool) -> bool:
        """Bookmark a story, or take its bookmark off; tells whether that changed anything.

        Raises NoSuchStoryError when the story is gone.
        """
        return self.set_bookmarks((number,), wanted).stories > 0

    @telling_damage
    def set_bookmarks(self, numbers: Sequence[int], wanted: bool) -> Done:
        """Bookmark stories, or take their bookmarks off: of all of them or, where that fails, of none.

        Those that are gone meanwhile are left out; NoSuchStoryError is raised when all are.
        """
        with self._marking:
            meant = [number for number in numbers if self.is_bookmarked(number) != wanted]
            edit, rows = self._bookmark(meant) if wanted else self._take_bookmarks_off(meant)
            what = "bookmarked" if wanted else "no longer bookmarked"
            return self._finish(Step(Done(what, len(rows)), edit, rows))

    def _bookmark(self, numbers: Sequence[int]) -> tuple[Edit, dict[str, int]]:
        from newsreader.store.state_bookmarks import Keepable  # nothing of the state before it is needed

        found: list[tuple[int, Keepable]] = []
        for number in numbers:
            with self._looking_up:
                stored = self._marking_index.story(number)
            if stored is not None:
                found.append((number, Keepable(stored.story, self._library, stored.path)))
        if numbers and not found:
            raise NoSuchStoryError("This story is no longer in the library.")
        bookmarks, edit = self._state.add_bookmarks(keepable for _, keepable in found)
        rows = {bookmark.uuid: number for bookmark, (number, _) in zip(bookmarks, found, strict=True)}
        self._marks.set_bookmarks({number: uuid for uuid, number in rows.items()}, edit.versions)
        return edit, rows

    def _take_bookmarks_off(self, numbers: Sequence[int]) -> tuple[Edit, dict[str, int]]:
        ids = self._ids(numbers)
        if numbers and not ids:
            raise NoSuchStoryError("This story is no longer in the library.")
        rows: dict[str, int] = {}
        for number in ids:
            uuid = self._marks.bookmarked.get(number)
            if uuid is not None and self._is_shown_as(uuid, number):
                rows[uuid] = number
        if ids and not rows:  # a row has another story now, and its bookmark has not found its own again yet
            raise NoSuchStoryError("This story has just changed. Try again in a moment.")
        edit = self._state.remove_bookmarks(rows)
        self._marks.set_bookmarks(dict.fromkeys(rows.values()), edit.versions)
        return edit, rows

    def _is_shown_as(self, uuid: str, number: int) -> bool:
        """Whether a row still has the story of a bookmark, or its copy."""
        from newsreader.store.linking import candidate_of_story, is_shown_as

        with self._looking_up:
            stored = self._marking_index.story(number)
        bookmark = self._state.bookmark(uuid)
        if stored is None or bookmark is None:
            return False
        if not stored.path:
            return stored.story.title == bookmark.story.title
        return is_shown_as(bookmark, candidate_of_story(stored.story, self._library, stored.path, number))

    # Read marks, tags, notes

    def set_read(self, story_id: str, wanted: bool) -> bool:
        """Mark a story read or unread; tells whether that changed anything."""
        return self._set_read((story_id,), wanted).stories > 0

    def mark_read(self, numbers: Sequence[int], wanted: bool) -> Done:
        """Mark stories read or unread: all of them or, where that fails, none."""
        return self._set_read(list(self._ids(numbers).values()), wanted)

    def _set_read(self, story_ids: Sequence[str], wanted: bool) -> Done:
        with self._marking:
            marks = self._marks_of(story_ids)
            meant = [each for each in story_ids if (marks.get(each, NO_MARKS).read_at is None) == wanted]
            edit = self._state.mark_all_read(meant, self._now()) if wanted else self._state.mark_all_unread(meant)
            return self._marked(edit, "marked read" if wanted else "marked unread")

    def tag(self, numbers: Sequence[int], tag: str, wanted: bool) -> Done:
        """Put a tag on stories, or take it off: on all of them or, where that fails, on none.

        One that is there already in other cases is that tag.
        """
        story_ids = list(self._ids(numbers).values())
        with self._marking:
            tag = next((known for known in self._state.tag_names() if known.casefold() == tag.casefold()), tag)
            with self._state.together():
                edit = self._state.tag(story_ids, tag) if wanted else self._state.untag(story_ids, tag)
                if wanted:
                    self._note_marked(numbers)
            return self._marked(edit, f"tagged “{tag}”" if wanted else f"no longer tagged “{tag}”")

    def write_note(self, story_id: str, note: str, over: str | None = None) -> Done:
        """Put a note on a story in place of the one it has; "" takes that off.

        A note that is not the one that is to be written `over` is somebody else's of meanwhile, and stays above it.
        """
        with self._marking:
            with self._looking_up:
                numbers = self._marking_index.numbers_of(story_id)
            with self._state.together():
                edit = self._state.write_note(story_id, note, over)
                if note:
                    self._note_marked(numbers)
            has_joined = any(after is not None and after[0] != note for _, _, after in edit.changes)
            what = "noted, below what another reader wrote meanwhile" if has_joined else "noted"
            return replace(self._marked(edit, what if note else "without a note"), is_otherwise=has_joined)

    def _note_marked(self, numbers: Sequence[int]) -> None:
        """Have the state know which stories were marked, should another one get the id of one of them."""
        for start in range(0, len(numbers), _AT_ONCE):
            with self._looking_up:
                stories = self._marking_index.candidates(numbers[start : start + _AT_ONCE], self._library)
            self._state.note_marked(stories)

    def tags(self) -> list[TagCount]:
        """All tags with the number of stories that have them, by name."""
        return self._state.tags()

    def common_tags(self, numbers: Sequence[int]) -> frozenset[str]:
        """The tags that all of these stories have."""
        story_ids = list(self._ids(numbers).values())
        marks = self._marks_of(story_ids)
        common = set(marks.get(story_ids[0], NO_MARKS).tags) if story_ids else set()
        for story_id in story_ids:
            if not common:
                break
            common.intersection_update(marks.get(story_id, NO_MARKS).tags)
        return frozenset(common)

    def _marked(self, edit: Edit, what: str) -> Done:
        self._take_over(edit)
        return self._finish(Step(Done(what, len(edit.changes)), edit))

    def _finish(self, step: Step) -> Done:
        if step.edit.changes:
            self._steps.add(step)
        return step.done

    # Taking back

    def undo(self) -> Done | None:
        """Take back what was marked last; None where nothing is left to be taken back."""
        return self._repeat(taken_back=False)

    def redo(self) -> Done | None:
        """Mark once more what was taken back last; None where there is nothing."""
        return self._repeat(taken_back=True)

    def _repeat(self, *, taken_back: bool) -> Done | None:
        """Take the last step back or, where it was `taken_back`, make it once more.

        Of what somebody else has changed since nothing is changed.
        """
        with self._marking:
            step = self._steps.last(taken_back=taken_back)
            if step is None:
                return None
            edit = self._state.apply(step.edit, back=not taken_back)
            self._steps.move_last(taken_back=taken_back)
            if edit.table is BOOKMARKS:
                self._relink(edit, step.rows)
            else:
                self._take_over(edit)
            return replace(step.done, stories=len(edit.changes))

    def _relink(self, edit: Edit, rows: Mapping[str, int]) -> None:
        """Take over bookmarks that come and go again; those whose story has another row now find it when linked."""
        ids = self._ids(list(rows.values()))
        changes: dict[int, str | None] = {}
        for (uuid,), before, after in edit.changes:
            values = after or before
            number = rows.get(uuid)
            if number is not None and values is not None and ids.get(number) == values[0]:
                changes[number] = uuid if after else None
        self.has_loose_bookmarks |= len(changes) < len(edit.changes)
        self._marks.set_bookmarks(changes, NEVER if self.has_loose_bookmarks else edit.versions)

    # What is known in memory, and in the index

    def _take_over(self, edit: Edit) -> None:
        """Have the marks in memory follow an edit of the state."""
        if not edit.changes or edit.table not in (READ_MARKS, TAGS, NOTES):
            return
        before = self._marks_of(list(dict.fromkeys(self._state.id_of(key[0]) for key, _, _ in edit.changes)))
        after = dict(before)
        for (key, *tag), _, values in edit.changes:
            story_id = self._state.id_of(key)
            marks = after.get(story_id, NO_MARKS)
            if edit.table is READ_MARKS:
                after[story_id] = replace(marks, read_at=values[0] if values else None)
            elif edit.table is NOTES:
                after[story_id] = replace(marks, note=values[0] if values else "")
            else:
                after[story_id] = replace(marks, tags=_with_tag(marks.tags, tag[0], values))
        self._marks.set_marks(before, after, edit.versions)

    @telling_damage
    def _marks_of(self, story_ids: Sequence[str]) -> dict[str, StoryMarks]:
        """The marks of those of these stories that have any."""
        with self._looking_up:
            found = self._marking_index.marks_of(story_ids)
        found |= {story_id: marks for story_id in story_ids if (marks := self._marks.of(story_id)) is not None}
        return found

    def signs(self, numbers: Sequence[int]) -> array[int]:
        """A sign of each of these stories, by which `same` knows it again."""
        signs = array("q")
        for start in range(0, len(numbers), _AT_ONCE):
            step = numbers[start : start + _AT_ONCE]
            ids = self._ids(step)
            signs.extend(hash(ids.get(number)) for number in step)
        return signs

    def same(self, numbers: Sequence[int], signs: Sequence[int]) -> array[int]:
        """Those of these numbers that still are of the stories they were of when their `signs` were taken."""
        return array("q", compress(numbers, map(int.__eq__, signs, self.signs(numbers))))

    @telling_damage
    def _ids(self, numbers: Sequence[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            with self._looking_up:
                found |= self._marking_index.ids(numbers[start : start + _AT_ONCE])
        return found

    @telling_damage
    def note_marks(self) -> bool:
        """Let the index know what was marked since, so that it need not be looked up at the next start.

        False where others are writing to the index; then it is noted after the next comparison with the files.
        """
        from newsreader.sync.linking import note_marks

        with self._marking:  # nobody reads the marks of a story half from here and half from there
            unnoted = self._marks.unnoted()
            if not unnoted:
                return True
            try:
                note_marks(self._index_path, unnoted)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF in _BUSY:
                    return False
                raise
            self._marks.noted(unnoted)
            return True


def _with_tag(tags: Iterable[str], tag: str, values: Values | None) -> tuple[str, ...]:
    others = {each for each in tags if each != tag}
    return tuple(sorted(others | {tag} if values else others))
