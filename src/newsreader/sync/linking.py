"""Letting bookmarks find their stories in the index, and the index know the other marks."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.store.index import Index
from newsreader.store.schema import MARK_KEYS
from newsreader.store.state import State
from newsreader.store.state_records import Bookmark
from newsreader.store.state_schema import Content
from newsreader.store.unnoted import NEVER, Unnoted
from newsreader.sync.results import IndexDamagedError
from newsreader.sync.writing import open_index_reader, open_writer

if TYPE_CHECKING:
    from newsreader.store.bookmark_links import Links
    from newsreader.store.index_writer import IndexWriter
    from newsreader.store.linking import Candidate


def link_bookmarks(index_path: Path, library: str, state: State, *, files_changed: bool) -> dict[int, str] | None:
    """Let every bookmark find its story, where files or bookmarks have changed since it last did.

    Returns the uuid of the bookmark of each bookmarked story, None where nothing had changed. A bookmark that
    surely has found its story gets the newer copy, and where that has another id its other marks go with it.
    """
    version = str(state.version(Content.BOOKMARKS))
    with open_index_reader(index_path) as index:
        if not files_changed and index.meta("state") == version:
            return None
        from newsreader.store import bookmark_links, mark_keys, since_linked  # most starts link nothing

        bookmarks = state.bookmarks()
        subjects = mark_keys.Subjects(_subjects(state, bookmarks), library)
        keys_before = _keys_in(index)
        with open_writer(index_path) as writer:
            links = bookmark_links.link_bookmarks(writer, bookmarks, library, version, subjects)
            state.use_keys(links.keys)
            if links.others:
                state.note_others(links.others)
            _follow_edits(index_path, index, library, state, links)
            with writer.transaction() as connection:  # not before the state knows what the index knew
                since_linked.forget_changes(connection)
            if links.keys != keys_before:
                _copy_all(writer, state)
        return links.by_story


def _subjects(state: State, bookmarks: Sequence[Bookmark]) -> dict[str, Candidate]:
    """The subjects of all keys; of the id of a bookmarked story that has none it is that story."""
    from newsreader.store.linking import candidate_of
    from newsreader.store.state_tables import storable

    known = state.subjects()
    new: dict[str, Candidate] = {}
    for bookmark in reversed(bookmarks):
        key = storable(bookmark.story.id)
        if key not in known and key not in new:
            new[key] = candidate_of(bookmark)
    return known | new


def _follow_edits(index_path: Path, index: Index, library: str, state: State, links: Links) -> None:
    """Give bookmarks the newer copies of their stories, and have marks and their subjects follow."""
    edited = [newer for old, number in links.found if (newer := _newer(old, index, number, library)) is not None]
    if not edited and not links.edited:
        return
    from newsreader.store.linking import candidate_of

    subjects: dict[str, Candidate | None] = dict(links.edited)
    moves: list[tuple[str, str]] = []
    shared: list[tuple[str, str]] = []
    for old, new in edited:
        key, new_key = links.key_of_bookmark[old.uuid], links.keys.get(new.story.id, new.story.id)
        if key == new_key:
            continue
        others = index.numbers_of(old.story.id)
        if any(number > 0 for number in others) and links.keys.get(old.story.id, old.story.id) == key:
            continue
        stays = bool(others) or _is_elsewhere(old.story.id, index_path)
        (shared if stays else moves).append((key, new_key))
        subjects[new_key] = candidate_of(new)
        if not stays:
            subjects[key] = None
    with state.together():
        state.move_marks(moves)
        state.move_marks(shared, stay=True)
        state.note_subjects(subjects)
        for _, new in edited:
            state.refresh_bookmark(new.uuid, new.story, library=new.library, path=new.path)


def _newer(bookmark: Bookmark, index: Index, number: int, library: str) -> tuple[Bookmark, Bookmark] | None:
    """A bookmark as it is and as it becomes, None where its story is as it was."""
    stored = index.story(number)
    if stored is None:
        return None
    newer = replace(bookmark, story=stored.story, library=library, path=stored.path)
    return (bookmark, newer) if newer != bookmark else None


def _is_elsewhere(story_id: str, index_path: Path) -> bool:
    """Whether another library may have a story of this id: its marks are that one's too."""
    for other in index_path.parent.parent.glob(f"*/{index_path.name}"):
        if other.parent.name == index_path.parent.name:
            continue
        try:
            with closing(Index(other)) as index:
                if any(number > 0 for number in index.numbers_of(story_id)):  # below 0 are copies of bookmarks
                    return True
        except sqlite3.Error:
            return True  # nobody knows: the marks had better be in both places than in the wrong one
    return False


def copy_marks(index_path: Path, library: str, state: State) -> int:
    """Give the index the state's read marks, tags and notes, where it has others; tells of how many stories."""
    version = state.version(Content.MARKS)
    with open_index_reader(index_path) as index:
        keys = _keys_in(index)
        state.use_keys(keys)
        if version and index.marks_version() == version:
            return 0
    from newsreader.store import bookmark_links, mark_keys

    with open_writer(index_path) as writer:
        subjects = mark_keys.Subjects(state.subjects(), library)
        with writer.transaction() as connection:
            state.use_keys(bookmark_links.renew_keys(connection, library, subjects, keys))
        return _copy_all(writer, state)


def _copy_all(writer: IndexWriter, state: State) -> int:
    from newsreader.store.mark_table import copy_all_marks

    version = state.version(Content.MARKS)
    with writer.transaction() as connection:
        return copy_all_marks(connection, state.marks_to_show(), version)


def use_keys(index_path: Path, state: State) -> None:
    """Have the state find marks under the keys that the index knows, as far as that can be read."""
    # A damaged index is told where it is searched.
    with suppress(sqlite3.Error, ValueError, IndexDamagedError), open_index_reader(index_path) as index:
        state.use_keys(_keys_in(index))


def _keys_in(index: Index) -> dict[str, str]:
    text = index.meta(MARK_KEYS)
    if not text:
        return {}
    from newsreader.store.mark_keys import keys_from_text  # most libraries have no such keys

    return keys_from_text(text)


def note_marks(index_path: Path, unnoted: Unnoted) -> None:
    """Note in the index what was marked."""
    from newsreader.store import bookmark_links, mark_table

    with open_writer(index_path) as writer, writer.transaction() as connection:
        if unnoted.bookmarks:
            bookmark_links.note_bookmarks(connection, unnoted.bookmarks, unnoted.bookmark_versions or NEVER)
        if unnoted.marks:
            mark_table.copy_marks(connection, unnoted.marks, *(unnoted.mark_versions or NEVER))
