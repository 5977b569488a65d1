"""Marking stories, one or many at once: on the disk before it is shown, and to be taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from newsreader.index.damage import identity_of
from newsreader.index.unnoted import NEVER
from newsreader.reader.listed import Place, ids_of
from newsreader.reader.listing import Listing
from newsreader.reader.open_index import telling_damage
from newsreader.reader.undoing import Away, Done, Gone, Step, Steps
from newsreader.records import NO_MARKS, StoryMarks, TagCount
from newsreader.state.tables import BOOKMARKS, NOTES, READ_MARKS, TAGS

if TYPE_CHECKING:
    from newsreader.state.bookmarks import Keepable
    from newsreader.state.edits import Edit
    from newsreader.state.state import State

_AT_ONCE: Final = 500
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Marking(Listing):
    """What a `Reader` marks. Everything here is for a worker, and raises StateError where it can't be written."""

    def __init__(
        self, index_path: Path, library: str, open_state: Callable[[], State], now: Callable[[], datetime]
    ) -> None:
        self._library = library
        self._open_state = open_state
        self._opened_state: State | None = None
        self._opening = Lock()
        self._now = now
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

        One whose row is gone is bookmarked with the copy that the index has of it still. Where nothing is known of
        any of them NoSuchStoryError is raised.
        """
        with self._marking:
            return self._set_bookmarks(self._places(numbers), wanted)

    @telling_damage
    def toggle_bookmarks(self, numbers: Sequence[int]) -> Done:
        """As `set_bookmarks`: bookmark these stories or, where all of them are bookmarked, take their bookmarks off."""
        with self._marking:
            places = self._places(numbers)
            wanted = not all(self._bookmark_of(*place) for place in places.items())
            return self._set_bookmarks(places, wanted)

    def _set_bookmarks(self, places: Mapping[int, Place], wanted: bool) -> Done:
        found = {listed: self._bookmark_of(listed, place) for listed, place in places.items()}
        if wanted:
            return self._bookmark({listed: places[listed] for listed, uuid in found.items() if uuid is None})
        return self._take_bookmarks_off([uuid for uuid in found.values() if uuid is not None])

    def _bookmark_of(self, listed: int, place: Place) -> str | None:
        """The uuid of the bookmark of a story by its number as listed, also where files have changed since."""
        numbers = (listed,) if place.number in (listed, None) else (place.number, listed)
        bookmarked = self._marks.bookmarked
        for number in numbers:
            if number in bookmarked:
                return bookmarked[number]
        return self._marks.left.get(listed) if place.number != listed else None

    def _bookmark(self, places: Mapping[int, Place]) -> Done:
        from newsreader.state.bookmarks import Keepable  # nothing of the state before it is needed

        found: list[tuple[int | None, Keepable]] = []
        for listed, place in places.items():
            with self._looking_up:
                stored = self._marking_index.story(place.number) if place.number is not None else None
                copy = stored or self._marking_index.former_story(listed)
            if copy is not None:
                row = stored.number if stored is not None else None
                found.append((row, Keepable(copy.story, self._library, copy.path or copy.kept_path)))
        bookmarks, edit = self._state.add_bookmarks(keepable for _, keepable in found)
        rows: dict[str, int] = {}
        away: list[Away] = []
        for bookmark, (row, keepable) in zip(bookmarks, found, strict=True):
            if row is not None:
                rows[bookmark.uuid] = row
            else:
                away.append(Away(keepable.story.id, bookmark.uuid))
        self.has_loose_bookmarks |= bool(away)
        changes = {row: uuid for uuid, row in rows.items()}
        self._marks.set_bookmarks(changes, NEVER if self.has_loose_bookmarks else edit.versions)
        return self._finish(Step(Done("bookmarked", len(found), away=away), edit, rows))

    def _take_bookmarks_off(self, uuids: Sequence[str]) -> Done:
        edit = self._state.remove_bookmarks(uuids)
        rows = self._marked_off(edit)
        return self._finish(Step(Done("no longer bookmarked", len(uuids)), edit, rows))

    def _marked_off(self, edit: Edit) -> dict[str, int]:
        """Take over that bookmarks were taken off; tells the rows of their stories."""
        off = {uuid for (uuid,), _, after in edit.changes if after is None}
        rows = {uuid: number for number, uuid in self._marks.bookmarked.items() if uuid in off}
        self._marks.set_bookmarks(dict.fromkeys(rows.values()), edit.versions)
        return rows

    # Read marks, tags, notes

    def set_read(self, story_id: str, wanted: bool) -> bool:
        """Mark a story read or unread; tells whether that changed anything."""
        return self._set_read((self._place_of(story_id),), wanted).stories > 0

    def mark_read(self, numbers: Sequence[int], wanted: bool) -> Done:
        """Mark stories read or unread: all of them or, where that fails, none."""
        return self._set_read(self._places(numbers).values(), wanted)

    def toggle_read(self, numbers: Sequence[int]) -> Done:
        """Mark stories read or, where all of them were read, unread: all of them or, where that fails, none."""
        return self._set_read(self._places(numbers).values(), None)

    def _set_read(self, places: Collection[Place], wanted: bool | None) -> Done:
        story_ids = ids_of(places)
        with self._marking:
            marks = self._marks_of(story_ids)
            unread = [each for each in story_ids if marks.get(each, NO_MARKS).read_at is None]
            if wanted or (wanted is None and unread):
                return self._marked(self._state.mark_all_read(unread, self._now()), "marked read", places)
            read = [each for each in story_ids if each in marks and marks[each].read_at is not None]
            return self._marked(self._state.mark_all_unread(read), "marked unread", places)

    def tag(self, numbers: Sequence[int], tag: str, wanted: bool) -> Done:
        """Put a tag on stories, or take it off: on all of them or, where that fails, on none.

        One that is there already in other cases is that tag.
        """
        places = self._places(numbers).values()
        story_ids = ids_of(places)
        with self._marking:
            tag = next((known for known in self._state.tag_names() if known.casefold() == tag.casefold()), tag)
            with self._state.together():
                edit = self._state.tag(story_ids, tag) if wanted else self._state.untag(story_ids, tag)
                if wanted:
                    self._note_marked([place.number for place in places if place.number is not None])
            return self._marked(edit, f"tagged “{tag}”" if wanted else f"no longer tagged “{tag}”", places)

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
            done = self._marked(edit, what if note else "without a note", (self._place_of(story_id),))
            return replace(done, is_otherwise=has_joined)

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
        story_ids = ids_of(self._places(numbers).values())
        marks = self._marks_of(story_ids)
        common = set(marks.get(story_ids[0], NO_MARKS).tags) if story_ids else set()
        for story_id in story_ids:
            if not common:
                break
            common.intersection_update(marks.get(story_id, NO_MARKS).tags)
        return frozenset(common)

    def _marked(self, edit: Edit, what: str, places: Iterable[Place]) -> Done:
        self._take_over(edit)
        away = {place.story_id for place in places if place.number is None}
        away = away and away.intersection(key[0] for key, _, _ in edit.changes)
        return self._finish(Step(Done(what, len(edit.changes), away=tuple(map(Away, away))), edit))

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
            if step.edit.table is BOOKMARKS:
                edit, step = self._repeat_bookmarks(step, taken_back=taken_back)
                self._steps.replace_last(step, taken_back=taken_back)
            else:
                edit = self._state.apply(step.edit, back=not taken_back)
                self._take_over(edit)
            self._steps.move_last(taken_back=taken_back)
            return replace(step.done, stories=len(edit.changes), away=())

    def _repeat_bookmarks(self, step: Step, *, taken_back: bool) -> tuple[Edit, Step]:
        """Take bookmarks off or set them again; what is done, and the step with what the bookmarks were by now.

        The copy of a bookmark follows its story, which is no change by somebody else.
        """
        was_set = any(before is None for _, before, _ in step.edit.changes)
        if was_set == taken_back:
            edit = self._state.apply(step.edit, back=not taken_back)
            self._relink(edit, step.rows)
            return edit, step
        edit = self._state.remove_bookmarks([uuid for (uuid,), _, _ in step.edit.changes])
        rows = self._marked_off(edit)
        made = tuple(edit.inverse()) if was_set else edit.changes
        return edit, replace(step, edit=replace(edit, changes=made), rows={**step.rows, **rows})

    def _relink(self, edit: Edit, rows: Mapping[str, int]) -> None:
        """Take over bookmarks that come and go again; those whose story has another row now find it when linked."""
        places = self._where(list(rows.values()))
        changes: dict[int, str | None] = {}
        for (uuid,), before, after in edit.changes:
            values = after or before
            number = rows.get(uuid)
            if number is not None and values is not None and places.get(number) == (values[0], number):
                changes[number] = uuid if after else None
        self.has_loose_bookmarks |= len(changes) < len(edit.changes)
        self._marks.set_bookmarks(changes, NEVER if self.has_loose_bookmarks else edit.versions)

    def gone(self, away: Iterable[Away]) -> list[Gone]:
        """Those of marked stories that the library really has no more; for after a comparison with the files."""
        gone: list[Gone] = []
        for story_id, uuid in away:
            bookmark = self._state.bookmark(uuid) if uuid else None
            if uuid and bookmark is None:
                continue  # the bookmark was taken off since
            number = self._place_of(bookmark.story.id if bookmark else story_id).number
            if number is None or number < 0:
                gone.append(Gone(self._title_of(story_id, number), is_kept=bool(uuid)))
        return gone

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
                after[story_id] = marks.with_tag(tag[0]) if values else marks.without_tag(tag[0])
        self._marks.set_marks(before, after, edit.versions)

    @telling_damage
    def _marks_of(self, story_ids: Sequence[str]) -> dict[str, StoryMarks]:
        """The marks of those of these stories that have any."""
        with self._looking_up:
            found = self._marking_index.marks_of(story_ids)
        found |= {story_id: marks for story_id in story_ids if (marks := self._marks.of(story_id)) is not None}
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
            if identity_of(self._index_path) != self._identity:
                return False  # another index is being put in place, in which the stories have other numbers
            try:
                note_marks(self._index_path, unnoted)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF in _BUSY:
                    return False
                raise
            self._marks.noted(unnoted)
            return True
