"""The events of bookmarked stories, as the indexes of their libraries know them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from newsreader.cli.session import find_new_events
from newsreader.errors import NewsreaderError
from newsreader.index.reading import is_index_current
from newsreader.paths import Paths, user_paths
from newsreader.reader import Reader
from newsreader.records import Event
from newsreader.state.state import Bookmark

_AT_ONCE: Final = 500


def events_of_bookmarks(bookmarks: Iterable[Bookmark]) -> dict[str, Event]:
    """Return the events of those stories that others tell, too, by the uuids of their bookmarks.

    No files are looked at. A library whose index is missing or can't be used gives none.
    """
    paths = user_paths()
    found: dict[str, Event] = {}
    for library in sorted({bookmark.library for bookmark in bookmarks if bookmark.library}):
        with suppress(sqlite3.Error, OSError, ValueError, NewsreaderError):
            found.update(_events_in(Path(library), paths))
    return found


def _events_in(root: Path, paths: Paths) -> Iterator[tuple[str, Event]]:
    index_file = paths.index_file(root)
    if not index_file.is_file() or not is_index_current(index_file):
        return
    with closing(Reader(root, paths)) as reader:
        find_new_events(reader)
        uuids = reader.index.bookmarked()
        rows = list(uuids)
        for start in range(0, len(rows), _AT_ONCE):
            events = reader.events.of_all(rows[start : start + _AT_ONCE])
            yield from ((uuids[row_id], event) for row_id, event in events.items())
