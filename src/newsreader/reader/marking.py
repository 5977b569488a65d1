"""Mark stories, one or many at once: on the disk before it is shown, and undoable."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from newsreader.reader.history import Away, Hiding, MarkResult, Step
from newsreader.reader.listed import StoryPlace, ids_of
from newsreader.reader.partners import WritingPartners
from newsreader.reader.subjects import note_subjects
from newsreader.records import NO_MARKS

if TYPE_CHECKING:
    from newsreader.state.bookmarks import Keepable
    from newsreader.state.edits import Edit


class Gone(NamedTuple):
    """A story that was marked and is no longer in the library; whether a bookmark keeps a copy of it."""

    title: str
    is_kept: bool


class Marking:
    """Set and remove bookmarks, read marks, tags and notes of one library's stories.

    Every method is for a worker, and raises StateError if nothing can be written.
    """

    def __init__(self, partners: WritingPartners, now: Callable[[], datetime]) -> None:
        self._pool, self._marks, self._locator, self._history = partners[:4]
        self._state, self._marking_lock, self._library = partners[4:]
        self._now = now

    # Bookmarks

    def set_bookmark(self, row_id: int, wanted: bool) -> bool:
        """Set or remove the bookmark of a story, and return whether that changed anything.

        Raises NoSuchStoryError if the story is gone.
        """
        return self.set_bookmarks((row_id,), wanted).stories > 0

    def set_bookmarks(self, row_ids: Sequence[int], wanted: bool) -> MarkResult:
        """Set or remove the bookmarks of stories: of all of them or, if that fails, of none.

        A story whose row is gone is bookmarked with the copy that the index still has of it. Raises NoSuchStoryError if
        nothing is known of any of them.
        """
        with self._marking_lock:
            return self._set_bookmarks(self._locator.require(row_ids), wanted)

    def toggle_bookmarks(self, row_ids: Sequence[int]) -> MarkResult:
        """Bookmark these stories or, if all of them are bookmarked, remove their bookmarks; as `set_bookmarks`."""
        with self._marking_lock:
            places = self._locator.require(row_ids)
            wanted = not all(self._bookmark_of(*place) for place in places.items())
            return self._set_bookmarks(places, wanted)

    def _set_bookmarks(self, places: Mapping[int, StoryPlace], wanted: bool) -> MarkResult:
        found = {listed: self._bookmark_of(listed, place) for listed, place in places.items()}
        if wanted:
            return self._bookmark({listed: places[listed] for listed, uuid in found.items() if uuid is None})
        return self._take_bookmarks_off({places[listed]: uuid for listed, uuid in found.items() if uuid is not None})

    def _bookmark_of(self, listed: int, place: StoryPlace) -> str | None:
        """Return the uuid of the bookmark of a listed story, even if files have changed since."""
        row_ids = (listed,) if place.row_id in (listed, None) else (place.row_id, listed)
        bookmarked = self._marks.bookmarked
        for row_id in row_ids:
            if row_id in bookmarked:
                return bookmarked[row_id]
        return self._marks.left.get(listed) if place.row_id != listed else None

    def _bookmark(self, places: Mapping[int, StoryPlace]) -> MarkResult:
        from newsreader.state.bookmarks import Keepable  # nothing of the state before it is needed

        found: list[tuple[int | None, Keepable]] = []
        for listed, place in places.items():
            with self._pool.lookup_connection() as index:
                stored = index.story(place.row_id) if place.row_id is not None else None
                copy = stored or index.former_story(listed)
            if copy is not None:
                row = stored.row_id if stored is not None else None
                found.append((row, Keepable(copy.story, self._library, copy.path or copy.archived_path)))
        bookmarks, edit = self._state().bookmarks.add_many(keepable for _, keepable in found)
        rows: dict[str, int] = {}
        away: list[Away] = []
        for bookmark, (row, keepable) in zip(bookmarks, found, strict=True):
            if row is not None:
                rows[bookmark.uuid] = row
            else:
                away.append(Away(keepable.story.id, bookmark.uuid))
        changes = {row: uuid for uuid, row in rows.items()}
        self._marks.follow_bookmarks(changes, edit.versions, are_complete=not away)
        done = MarkResult("bookmarked", len(found), "bookmark on", self._only_title(places.values()), away=away)
        return self._finish(Step(done, edit, rows))

    def _take_bookmarks_off(self, uuids: Mapping[StoryPlace, str]) -> MarkResult:
        edit = self._state().bookmarks.remove_many(list(uuids.values()))
        rows = self._marks.follow_removal(edit)
        done = MarkResult("no longer bookmarked", len(uuids), "bookmark removed from", self._only_title(uuids))
        return self._finish(Step(done, edit, rows))

    # Read marks, tags, notes

    def set_read(self, story_id: str, wanted: bool) -> bool:
        """Mark a story read or unread, and return whether that changed anything.

        This is no step that can be undone: it is for stories that count as read by themselves.
        """
        places = (self._locator.place_of(story_id),)
        return self._set_read(places, wanted, is_step=False).stories > 0

    def mark_read(self, row_ids: Sequence[int], wanted: bool) -> MarkResult:
        """Mark stories read or unread: all of them or, if that fails, none."""
        return self._set_read(self._locator.require(row_ids).values(), wanted)

    def toggle_read(self, row_ids: Sequence[int]) -> MarkResult:
        """Mark stories read or, if all of them were read, unread: all of them or, if that fails, none."""
        return self._set_read(self._locator.require(row_ids).values(), None)

    def _set_read(self, places: Collection[StoryPlace], wanted: bool | None, *, is_step: bool = True) -> MarkResult:
        story_ids = ids_of(places)
        with self._marking_lock:
            state, marks = self._state(), self._marks.of_all(story_ids)
            unread = [each for each in story_ids if marks.get(each, NO_MARKS).read_at is None]
            if wanted or (wanted is None and unread):
                edit = state.marks.mark_all_read(unread, self._now())
                return self._marked(edit, "marked read", "read mark on", places, is_step=is_step)
            read = [each for each in story_ids if each in marks and marks[each].read_at is not None]
            edit = state.marks.mark_all_unread(read)
            return self._marked(edit, "marked unread", "read mark removed from", places, is_step=is_step)

    def tag(self, row_ids: Sequence[int], tag: str, wanted: bool) -> MarkResult:
        """Add a tag to stories, or remove it: all of them or, if that fails, none.

        A tag that exists with other capitals is used as it is.
        """
        places = self._locator.require(row_ids).values()
        story_ids = ids_of(places)
        with self._marking_lock:
            state = self._state()
            tag = next((known for known in state.marks.tag_names() if known.casefold() == tag.casefold()), tag)
            with state.file.together():
                edit = state.marks.tag(story_ids, tag) if wanted else state.marks.untag(story_ids, tag)
                if wanted:
                    note_subjects(self._pool, self._library, state, _rows_of(places))
            if wanted:
                return self._marked(edit, f"tagged “{tag}”", f"tag “{tag}” on", places)
            return self._marked(edit, f"no longer tagged “{tag}”", f"tag “{tag}” removed from", places)

    def hide(self, row_ids: Sequence[int], wanted: bool) -> MarkResult:
        """Put stories away, or take them back: all of them or, if that fails, none. Nothing of them is removed."""
        return self._hide(self._locator.require(row_ids), wanted)

    def toggle_hidden(self, row_ids: Sequence[int]) -> MarkResult:
        """Put stories away or, if all of them are hidden, take them back; as `hide`."""
        return self._hide(self._locator.require(row_ids), None)

    def _hide(self, found: Mapping[int, StoryPlace], wanted: bool | None) -> MarkResult:
        places = found.values()
        story_ids = ids_of(places)
        with self._marking_lock:
            state, marks = self._state(), self._marks.of_all(story_ids)
            shown = [each for each in story_ids if not marks.get(each, NO_MARKS).is_hidden]
            is_hiding = bool(shown) if wanted is None else wanted
            with state.file.together():
                edit = state.marks.hide(shown) if is_hiding else state.marks.unhide(story_ids)
                if is_hiding:
                    note_subjects(self._pool, self._library, state, _rows_of(places))
            what = "hidden" if is_hiding else "shown again"
            done = self._marked(edit, what, what, places)
            return replace(done, hiding=Hiding(tuple(found), is_hiding))

    def write_note(self, story_id: str, note: str, over: str | None = None) -> MarkResult:
        """Replace the note of a story; "" removes it.

        If the present note is not the one that is to be written `over`, another reader wrote it meanwhile. It stays,
        and the new note is added below.
        """
        with self._marking_lock:
            with self._pool.lookup_connection() as index:
                row_ids = index.row_ids_of(story_id)
            state = self._state()
            with state.file.together():
                edit = state.marks.write_note(story_id, note, over)
                if note:
                    note_subjects(self._pool, self._library, state, row_ids)
            has_joined = any(after is not None and after[0] != note for _, _, after in edit.changes)
            what = "noted, below the note that another reader wrote meanwhile" if has_joined else "noted"
            place = self._locator.place_of(story_id)
            if note:
                done = self._marked(edit, what, "note on", (place,))
            else:
                done = self._marked(edit, "without a note", "note removed from", (place,))
            return replace(done, merged=has_joined)

    def common_tags(self, row_ids: Sequence[int]) -> frozenset[str]:
        """Return the tags that all of these stories have."""
        story_ids = ids_of(self._locator.require(row_ids).values())
        marks = self._marks.of_all(story_ids)
        common = set(marks.get(story_ids[0], NO_MARKS).tags) if story_ids else set()
        for story_id in story_ids:
            if not common:
                break
            common.intersection_update(marks.get(story_id, NO_MARKS).tags)
        return frozenset(common)

    def _marked(
        self, edit: Edit, what: str, step: str, places: Collection[StoryPlace], *, is_step: bool = True
    ) -> MarkResult:
        self._marks.follow(edit, self._state().file.id_of)
        away = {place.story_id for place in places if place.row_id is None}
        away = away and away.intersection(key[0] for key, _, _ in edit.changes)
        title = self._only_title(places) if is_step else ""
        done = MarkResult(what, len(edit.changes), step, title, away=tuple(map(Away, away)))
        return self._finish(Step(done, edit)) if is_step else done

    def _only_title(self, places: Collection[StoryPlace]) -> str:
        """Return the title of the only one of these stories, "" if there are several."""
        return "".join(self._locator.title_of(*place) for place in places) if len(places) == 1 else ""

    def _finish(self, step: Step) -> MarkResult:
        if step.edit.changes:
            self._history.add(step)
        return step.done

    # After marking

    def gone(self, away: Iterable[Away]) -> list[Gone]:
        """Return those of marked stories that the library no longer has; call it after a sync."""
        gone: list[Gone] = []
        for story_id, uuid in away:
            bookmark = self._state().bookmarks.get(uuid) if uuid else None
            if uuid and bookmark is None:
                continue  # the bookmark was removed since
            row_id = self._locator.place_of(bookmark.story.id if bookmark else story_id).row_id
            if row_id is None or row_id < 0:
                gone.append(Gone(self._locator.title_of(story_id, row_id), is_kept=bool(uuid)))
        return gone

    def flush_marks(self) -> bool:
        """Store what was marked in the index too, so that the next start need not look it up.

        Returns False if others are writing to the index; then the next sync stores it.
        """
        from newsreader.sync.linking import flush_marks

        with self._marking_lock, self._pool.detects_corruption():
            pending = self._marks.pending()
            if not pending:
                return True
            if not self._pool.is_in_place():
                return False  # another index is replacing it, in which the stories have other row ids
            try:
                flush_marks(self._pool.path, pending, self._state)
            except sqlite3.OperationalError as error:
                from newsreader.state.faults import is_busy

                if is_busy(error):
                    return False
                raise
            self._marks.forget_flushed(pending)
            return True


def _rows_of(places: Iterable[StoryPlace]) -> list[int]:
    return [place.row_id for place in places if place.row_id is not None]
