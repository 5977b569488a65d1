"""Letting bookmarks find their stories in the index, and the index know the other marks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from newsreader.store.index import Index
from newsreader.store.state import State
from newsreader.store.state_records import Bookmark
from newsreader.store.state_schema import Content
from newsreader.store.unnoted import NEVER, Unnoted
from newsreader.sync.writing import open_index_reader, open_writer


def link_bookmarks(index_path: Path, library: str, state: State, *, files_changed: bool) -> dict[int, str] | None:
    """Let every bookmark find its story, where files or bookmarks have changed since it last did.

    Returns the uuid of the bookmark of each bookmarked story, None where nothing had changed. A bookmark
    whose story was edited gets the newer copy, and where that has another id the story's other marks go with it.
    """
    version = str(state.version(Content.BOOKMARKS))
    with open_index_reader(index_path) as index:
        if not files_changed and index.meta("state") == version:
            return None
        from newsreader.store import bookmark_links  # most starts link nothing

        with open_writer(index_path) as writer:
            links = bookmark_links.link_bookmarks(writer, state.bookmarks(), library, version)
        edited = [newer for old, number in links.found if (newer := _newer(old, index, number, library)) is not None]
        moves = [
            (old.story.id, new.story.id)
            for old, new in edited
            if old.story.id != new.story.id and not index.numbers_of(old.story.id)
        ]
        shared = {old for old, _ in moves if _is_elsewhere(old, index_path)}
        if edited:
            with state.together():
                state.move_marks([move for move in moves if move[0] not in shared])
                state.move_marks([move for move in moves if move[0] in shared], stay=True)
                for _, new in edited:
                    state.refresh_bookmark(new.uuid, new.story, library=new.library, path=new.path)
        return links.by_story


def _newer(bookmark: Bookmark, index: Index, number: int, library: str) -> tuple[Bookmark, Bookmark] | None:
    """A bookmark as it is and as it becomes, None where its story is as it was."""
    stored = index.story(number)
    if stored is None:
        return None
    newer = Bookmark(bookmark.uuid, bookmark.created_at, stored.story, library, stored.path)
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


def copy_marks(index_path: Path, state: State) -> int:
    """Give the index the state's read marks, tags and notes, where it has others; tells of how many stories."""
    version = state.version(Content.MARKS)
    with open_index_reader(index_path) as index:
        if version and index.marks_version() == version:
            return 0
    from newsreader.store.mark_table import copy_all_marks

    with open_writer(index_path) as writer, writer.transaction() as connection:
        return copy_all_marks(connection, state.all_marks(), version)


def note_marks(index_path: Path, unnoted: Unnoted) -> None:
    """Note in the index what was marked."""
    from newsreader.store import bookmark_links, mark_table

    with open_writer(index_path) as writer, writer.transaction() as connection:
        if unnoted.bookmarks:
            bookmark_links.note_bookmarks(connection, unnoted.bookmarks, unnoted.bookmark_versions or NEVER)
        if unnoted.marks:
            mark_table.copy_marks(connection, unnoted.marks, *(unnoted.mark_versions or NEVER))
