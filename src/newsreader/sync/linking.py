"""Letting bookmarks find their stories in the index."""

from __future__ import annotations

from pathlib import Path

from newsreader.store.records import bookmarks_version
from newsreader.store.state import State
from newsreader.sync.writing import open_index_reader, open_writer


def link_bookmarks(index_path: Path, library: str, state: State, *, files_changed: bool) -> dict[int, str] | None:
    """Let every bookmark find its story, where files or bookmarks have changed since it last did.

    Returns the uuid of the bookmark of each bookmarked story, None where nothing had changed. A bookmark
    whose story was edited gets the newer copy.
    """
    version = bookmarks_version(state.uuids())
    with open_index_reader(index_path) as index:
        if not files_changed and index.meta("state") == version:
            return None
        from newsreader.store import bookmark_links  # most starts link nothing

        with open_writer(index_path) as writer:
            links = bookmark_links.link_bookmarks(writer, state.bookmarks(), library, version)
        for bookmark, number in links.found:
            stored = index.story(number)
            if stored and (stored.story, stored.path, library) != (bookmark.story, bookmark.path, bookmark.library):
                state.refresh_bookmark(bookmark.uuid, stored.story, library=library, path=stored.path)
        return links.by_story


def note_bookmark(index_path: Path, number: int, uuid: str | None, state: State) -> None:
    """Note in the index that story `number` is bookmarked as `uuid`, or with None no longer."""
    from newsreader.store import bookmark_links

    with open_writer(index_path) as writer:
        bookmark_links.note_bookmark(writer, number, uuid, state.uuids())
