"""Which files of the library are as the program wrote them, told by their hashes. No other file is ever written again.

A hash is noted after its file is there. A process that is killed between leaves a file that counts as the user's.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from newsreader.news.feed_store import FeedStore

_KEY: Final = "written "


class OwnFiles:
    """The files of one library that the program wrote, as far as that is known."""

    def __init__(self, store: FeedStore) -> None:
        self._store = store

    def has_written(self, story_id: str, data: bytes) -> bool:
        """Return whether the file of a story, which has exactly `data`, is as the program left it."""
        digest = sha256(data).hexdigest()
        fetched = self._store.story(story_id)
        return digest in (self._store.noted(_KEY + story_id), fetched.written if fetched else "")

    def note(self, story_id: str, data: bytes) -> None:
        """Remember what was written of a story outside of fetching.

        What fetching knows of it stays. So a summary that was paid for is not replaced when its feed changes.
        """
        self._store.note(_KEY + story_id, sha256(data).hexdigest())
