"""Bringing an index up to date: with the files of its library, and with the user's bookmarks."""

from newsreader.sync.linking import link_bookmarks, note_bookmark
from newsreader.sync.results import IndexDamagedError, Progress, SyncResult, WatchError
from newsreader.sync.updating import Update
from newsreader.sync.watching import watch_folder

__all__ = [
    "IndexDamagedError",
    "Progress",
    "SyncResult",
    "Update",
    "WatchError",
    "link_bookmarks",
    "note_bookmark",
    "watch_folder",
]
