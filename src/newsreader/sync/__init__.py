"""Bring an index up to date with the files of its library and with the user's bookmarks.

The modules are imported where they are used, because most starts find nothing to do.
"""

from newsreader.sync.results import IndexDamagedError, Progress, SyncResult, WatchError

__all__ = ["IndexDamagedError", "Progress", "SyncResult", "WatchError"]
