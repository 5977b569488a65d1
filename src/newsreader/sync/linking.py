"""Link bookmarks to their stories in the index, and copy to it the other marks and what was said of events."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from newsreader.index.copied_versions import note_copied, note_followed, version_name
from newsreader.index.marks import NEVER, PendingMarks
from newsreader.index.reading import Index
from newsreader.index.schema import MARK_KEYS
from newsreader.records import Content
from newsreader.state.records import Bookmark
from newsreader.state.state import State
from newsreader.sync.results import IndexDamagedError
from newsreader.sync.writing import open_index_reader, open_writer

if TYPE_CHECKING:
    from newsreader.index.writing import IndexWriter
    from newsreader.matching.stories import Candidate
    from newsreader.sync.bookmark_links import Links


def has_unlinked_bookmarks(index_path: Path, state: State) -> bool:
    """Return whether others have set or removed bookmarks since an index of the whole library was linked."""
    with open_index_reader(index_path) as index:
        return index.meta("state") not in ("", str(state.file.version(Content.BOOKMARKS)))


def link_bookmarks(index_path: Path, library: str, state: State, *, files_changed: bool) -> dict[int, str] | None:
    """Link every bookmark to its story, if files or bookmarks have changed since the last time.

    Returns the uuid of the bookmark of each bookmarked row, None if nothing had changed. A bookmark that surely has
    found its story gets the newer copy. If that has another id, its other marks move there too.
    """
    version = str(state.file.version(Content.BOOKMARKS))
    with open_index_reader(index_path) as index:
        if not files_changed and index.meta("state") == version:
            return None
        from newsreader.index.changed_ids import forget_changes
        from newsreader.state import mark_keys
        from newsreader.sync import bookmark_links

        bookmarks = state.bookmarks.all()
        subjects = mark_keys.Subjects(_subjects(state, bookmarks), library)
        keys_before = _keys_in(index)
        with open_writer(index_path) as writer:
            links = bookmark_links.link_bookmarks(writer, bookmarks, library, version, subjects)
            state.file.use_keys(links.keys)
            if links.others:
                state.bookmarks.note_others(links.others)
            _follow_edits(index_path, index, library, state, links)
            with writer.transaction() as connection:  # not before the state knows what the index knew
                forget_changes(connection)
            if links.keys != keys_before:
                _copy_all(writer, state)
        return links.by_story


def _subjects(state: State, bookmarks: Sequence[Bookmark]) -> dict[str, Candidate]:
    """Return the subjects of all keys; a bookmarked story is the subject of its id if that has none."""
    from newsreader.state.records import candidate_of
    from newsreader.state.tables import storable

    known = state.marks.subjects()
    new: dict[str, Candidate] = {}
    for bookmark in reversed(bookmarks):
        key = storable(bookmark.story.id)
        if key not in known and key not in new:
            new[key] = candidate_of(bookmark)
    return known | new


def _follow_edits(index_path: Path, index: Index, library: str, state: State, links: Links) -> None:
    """Give bookmarks the newer copies of their stories, and move marks and their subjects."""
    edited = [newer for old, row_id in links.found if (newer := _newer(old, index, row_id, library)) is not None]
    if not edited and not links.edited:
        return
    from newsreader.state.records import candidate_of

    subjects: dict[str, Candidate | None] = dict(links.edited)
    moves: list[tuple[str, str]] = []
    shared: list[tuple[str, str]] = []
    for old, new in edited:
        key, new_key = links.key_of_bookmark[old.uuid], links.keys.get(new.story.id, new.story.id)
        if key == new_key:
            continue
        others = index.row_ids_of(old.story.id)
        if any(row_id > 0 for row_id in others) and links.keys.get(old.story.id, old.story.id) == key:
            continue
        stays = bool(others) or _is_elsewhere(old.story.id, index_path)
        (shared if stays else moves).append((key, new_key))
        subjects[new_key] = candidate_of(new)
        if not stays:
            subjects[key] = None
    with state.file.together():
        state.marks.move_marks(moves)
        state.marks.move_marks(shared, stay=True)
        state.event_pairs.move(moves)
        state.event_pairs.move(shared, stay=True)
        state.marks.note_subjects(subjects)
        for _, new in edited:
            state.bookmarks.refresh(new.uuid, new.story, library=new.library, path=new.path)


def _newer(bookmark: Bookmark, index: Index, row_id: int, library: str) -> tuple[Bookmark, Bookmark] | None:
    """Return a bookmark as it is and as it becomes; None if its story is unchanged."""
    stored = index.story(row_id)
    if stored is None:
        return None
    newer = replace(bookmark, story=stored.story, library=library, path=stored.path)
    return (bookmark, newer) if newer != bookmark else None


def _is_elsewhere(story_id: str, index_path: Path) -> bool:
    """Return whether another library may have a story of this id, and so its marks."""
    for other in index_path.parent.parent.glob(f"*/{index_path.name}"):
        if other.parent.name == index_path.parent.name:
            continue
        try:
            with closing(Index(other)) as index:
                if any(row_id > 0 for row_id in index.row_ids_of(story_id)):  # below 0 are archived copies
                    return True
        except sqlite3.Error:
            return True  # unknown: marks in both places do less harm than marks in the wrong one
    return False


def copy_marks(index_path: Path, library: str, state: State) -> int:
    """Copy the state's marks but bookmarks to the index if it has others; returns of how many stories.

    What the user said of pairs of stories is copied with them.
    """
    with open_index_reader(index_path) as index:
        keys = _keys_in(index)
        state.file.use_keys(keys)
        if all(_is_copied(index, state, content) for content in (Content.MARKS, Content.EVENT_PAIRS)):
            return 0
    from newsreader.state import mark_keys
    from newsreader.sync import bookmark_links

    with open_writer(index_path) as writer:
        subjects = mark_keys.Subjects(state.marks.subjects(), library)
        with writer.transaction() as connection:
            state.file.use_keys(bookmark_links.renew_keys(connection, library, subjects, keys))
        return _copy_all(writer, state)


def _is_copied(index: Index, state: State, content: Content) -> bool:
    version = state.file.version(content)
    return version != 0 and index.meta(version_name(content)) == str(version)


def _copy_all(writer: IndexWriter, state: State) -> int:
    from newsreader.index.event_members import set_pairs
    from newsreader.index.marks import copy_all_marks

    marks_version, pairs_version = state.file.version(Content.MARKS), state.file.version(Content.EVENT_PAIRS)
    with writer.transaction() as connection:
        changed = copy_all_marks(connection, state.marks.marks_to_show(), marks_version)
        changed += set_pairs(connection, state.event_pairs.to_show())
        note_copied(connection, Content.EVENT_PAIRS, pairs_version)
    return changed


def use_keys(index_path: Path, state: State) -> None:
    """Have the state find marks under the keys that the index knows, if that can be read."""
    # A search reports a damaged index.
    with suppress(sqlite3.Error, ValueError, IndexDamagedError), open_index_reader(index_path) as index:
        state.file.use_keys(_keys_in(index))


def _keys_in(index: Index) -> dict[str, str]:
    text = index.meta(MARK_KEYS)
    if not text:
        return {}
    from newsreader.state.mark_keys import keys_from_text  # most libraries have no such keys

    return keys_from_text(text)


def flush_marks(index_path: Path, pending: PendingMarks, state: Callable[[], State]) -> None:
    """Store marks in the index that are in the state only, and what was said there of pairs of stories."""
    from newsreader.index import marks as mark_table
    from newsreader.index.event_members import set_pairs
    from newsreader.sync import bookmark_links

    with open_writer(index_path) as writer, writer.transaction() as connection:
        if pending.bookmarks:
            bookmark_links.note_bookmarks(connection, pending.bookmarks, pending.bookmark_versions or NEVER)
        if pending.marks:
            mark_table.copy_marks(connection, pending.marks, *(pending.mark_versions or NEVER))
        if pending.pair_versions:
            set_pairs(connection, state().event_pairs.to_show())
            note_followed(connection, Content.EVENT_PAIRS, *pending.pair_versions)
