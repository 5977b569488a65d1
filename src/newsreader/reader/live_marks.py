"""What the user has marked, as it is now: in memory what the index has not noted yet, on the disk before it is here."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from newsreader.index.conditions import Marks
from newsreader.index.unnoted import Unnoted, Versions
from newsreader.records import NO_MARKS, StoryMarks


class LiveMarks:
    """Bookmarks, read marks, tags and notes; methods that change them may be called from any thread.

    `bookmarked` (the bookmark's uuid of each bookmarked story's number) is replaced, never changed, so who has
    it has it whole. `left` are the bookmarks of rows that their stories have left. `changes` counts how often a
    bookmark was set or taken off.

    From `hold` on searches see the marks as they were then: a list that is searched anew neither loses nor gains
    a story by what the user marks meanwhile.
    """

    def __init__(self, bookmarked: dict[int, str]) -> None:
        self.bookmarked = bookmarked
        self.left: Mapping[int, str] = {}
        self.changes = 0
        self._unnoted = Unnoted()
        self._holds = False
        self._held_bookmarks: dict[int, bool] = {}
        self._held: dict[str, StoryMarks] = {}
        self._lock = Lock()

    @property
    def others(self) -> Mapping[str, StoryMarks]:
        """The marks, other than bookmarks, of stories of which the index knows others."""
        return self._unnoted.marks

    def to_search(self) -> Marks:
        """The marks of which the index knows others, as a search shall see them."""
        with self._lock:
            bookmarks = {number: uuid is not None for number, uuid in self._unnoted.bookmarks.items()}
            return Marks({**bookmarks, **self._held_bookmarks}, {**self._unnoted.marks, **self._held})

    def size(self) -> int:
        """How many stories a search has to look at by themselves."""
        return len(self._unnoted.bookmarks) + len(self._unnoted.marks) + len(self._held_bookmarks) + len(self._held)

    def of(self, story_id: str) -> StoryMarks | None:
        """The marks of a story, None where the index knows them."""
        return self._unnoted.marks.get(story_id)

    def hold(self) -> None:
        """Let searches from now on see all marks as they are at this moment."""
        with self._lock:
            self._holds = True
            self._held_bookmarks = {}
            self._held = {}

    def set_bookmarks(self, changes: Mapping[int, str | None], versions: Versions) -> None:
        """Take over that these stories are bookmarked now, each as its uuid, or with None no longer."""
        with self._lock:
            bookmarked = {**self.bookmarked}
            for number, uuid in changes.items():
                if self._holds:
                    self._held_bookmarks.setdefault(number, number in bookmarked)
                if uuid is None:
                    bookmarked.pop(number, None)
                else:
                    bookmarked[number] = uuid
            self.bookmarked = bookmarked
            self.changes += 1
            self._unnoted = self._unnoted.with_bookmarks(changes, versions)

    def set_marks(self, before: Mapping[str, StoryMarks], after: Mapping[str, StoryMarks], versions: Versions) -> None:
        """Take over that these stories have other marks now."""
        with self._lock:
            if self._holds:
                for story_id in after:
                    self._held.setdefault(story_id, before.get(story_id, NO_MARKS))
            self._unnoted = self._unnoted.with_marks(after, versions)

    def unnoted(self) -> Unnoted:
        """What the index has not noted yet."""
        return self._unnoted

    def noted(self, done: Unnoted) -> None:
        """Forget what has been noted, but not what was marked anew since."""
        with self._lock:
            self._unnoted = self._unnoted.without(done)

    def take_bookmarks(self, bookmarked: dict[int, str], changes: int) -> bool:
        """Take over what bookmarks were linked to.

        Does nothing and says so where `changes` are no longer what they were when the linking began.
        """
        with self._lock:
            if self.changes != changes:
                return False
            uuids = set(bookmarked.values())
            linked = {**self.left, **self.bookmarked}
            self.left = {row: uuid for row, uuid in linked.items() if row not in bookmarked and uuid in uuids}
            self.bookmarked = bookmarked
            self._unnoted = self._unnoted.without_bookmarks()
            return True

    def renumber(self, bookmarked: dict[int, str]) -> None:
        """Take over the bookmarks of another index, in which every story has another number."""
        with self._lock:
            self.bookmarked = bookmarked
            self.left = {}
            self.changes += 1
            self._held_bookmarks = {}
            self._unnoted = self._unnoted.without_bookmarks()
