"""Letting bookmarks find their stories in the index, and the index know the other marks."""

from __future__ import annotations

from pathlib import Path

from newsreader.store.state import State
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
        for bookmark, number in links.found:
            stored = index.story(number)
            if stored and (stored.story, stored.path, library) != (bookmark.story, bookmark.path, bookmark.library):
                old, new = bookmark.story.id, stored.story.id
                if old != new and not index.numbers_of(old):
                    state.move_marks([(old, new)])  # before the bookmark: cut off in between, it is done the next time
                state.refresh_bookmark(bookmark.uuid, stored.story, library=library, path=stored.path)
        return links.by_story


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
