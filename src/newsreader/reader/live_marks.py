"""What the user has marked, as it is now: in memory for every row that is drawn, on the disk before it is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from newsreader.errors import NoSuchStoryError
from newsreader.store.compile import Marks
from newsreader.store.records import StoredStory
from newsreader.store.state import State


class LiveMarks:
    """Bookmarks and read marks; methods that change them may be called from any thread.

    `bookmarked` (the bookmark's uuid of each bookmarked story's number) is replaced, never changed, so a
    snapshot of it stays whole. `changes` counts how often a bookmark was set or taken off.
    """

    def __init__(self, state: State, bookmarked: dict[int, str]) -> None:
        self.bookmarked = bookmarked
        self.read = state.read_ids()
        self.changes = 0
        self._state = state
        self._state_version = state.data_version()
        self._lock = Lock()

    def snapshot(self) -> Marks:
        """The marks for a search."""
        return Marks(self.bookmarked, self.read)

    def take(
        self, by_story: dict[int, str] | None, changes: int, bookmarked_in_index: Callable[[], dict[int, str]]
    ) -> bool:
        """Take over what bookmarks were linked to, None where nothing was; and what other programs have marked.

        Does nothing and says so where `changes` are no longer what they were when the linking began.
        """
        with self._lock:
            if self.changes != changes:
                return False
            # Where nothing had to be linked another reader may have done it, and rows may have other stories now.
            self.bookmarked = bookmarked_in_index() if by_story is None else by_story
            if self._state.data_version() != self._state_version:
                self._state_version = self._state.data_version()
                self.read = self._state.read_ids()
            return True

    def add_bookmark(self, stored: StoredStory, library: str) -> None:
        """Bookmark a story, if it is not."""
        with self._lock:
            if stored.number not in self.bookmarked:
                bookmark = self._state.add_bookmark(stored.story, library=library, path=stored.path)
                self.bookmarked = {**self.bookmarked, stored.number: bookmark.uuid}
                self.changes += 1

    def remove_bookmark(self, number: int, story_id: str) -> None:
        """Take the bookmark off story `number`, if it has one.

        Raises NoSuchStoryError where the bookmark is not of the story with this id: the row has another story
        now, and the bookmark has not found its own again yet.
        """
        with self._lock:
            uuid = self.bookmarked.get(number)
            if uuid is not None:
                if self._state.story_id_of(uuid) != story_id:
                    raise NoSuchStoryError("This story has just changed. Try again in a moment.")
                self._state.remove_bookmark(uuid)
                self.bookmarked = {story: other for story, other in self.bookmarked.items() if story != number}
                self.changes += 1

    def set_read(self, story_id: str, wanted: bool, now: datetime) -> bool:
        """Mark a story read or unread; tells whether that changed anything."""
        with self._lock:
            if (story_id in self.read) == wanted:
                return False
            if wanted:
                self._state.mark_read(story_id, now)
                self.read.add(story_id)
            else:
                self._state.mark_unread(story_id)
                self.read.discard(story_id)
            return True
