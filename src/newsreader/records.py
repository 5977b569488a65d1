"""Define the values that the index and the state return."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from newsreader.story import Outlet, Story
from newsreader.unsupported import Unsupported

NOTE_LIMIT: Final = 20_000
"""Most characters of a note."""


class StoryMarks(Struct, frozen=True):
    """What the user put on a story beside a bookmark.

    `read_at` and `hidden_at` are in seconds since 1970; None if it was not read, or is not hidden.
    """

    read_at: int | None = None
    tags: tuple[str, ...] = ()
    note: str = ""
    hidden_at: int | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether the user put the story away."""
        return self.hidden_at is not None

    def with_tag(self, tag: str) -> StoryMarks:
        """Return the same marks with this tag added."""
        return replace(self, tags=tuple(sorted({*self.tags, tag})))

    def without_tag(self, tag: str) -> StoryMarks:
        """Return the same marks without this tag."""
        return replace(self, tags=tuple(each for each in self.tags if each != tag))


NO_MARKS: Final = StoryMarks()


class Row(Struct, frozen=True):
    """A story as a list shows it; `story` is its row id, `rank` that of its rating.

    `read_at` is in seconds since 1970, 0 for a story that was not read. `is_new` if it came since the last visit.
    `tellers` is how many outlets tell its event, and `coverage` where they stand, as `events.coverage` packs it.
    """

    story: int
    id: str
    title: str
    outlet: str
    rank: int
    published: str
    ai_generated: bool
    bookmarked: bool
    read_at: int = 0
    is_new: bool = False
    tellers: int = 1
    coverage: int = 0

    @property
    def read(self) -> bool:
        """Whether the story was read."""
        return self.read_at > 0


class Teller(Struct, frozen=True):
    """A story of an event, and who tells it; `published` is a day or a time in ISO 8601.

    `score` is how much it is like the story `with_id`, for which it joined the event. Both are None for the first, and
    for one that only its file or the user put there. `is_sure` is off for one that is only related. `word` is the event
    that its file declares, folded; "" if it declares none. `is_joined` if the user joined it to another story.
    """

    row_id: int
    story_id: str
    title: str
    outlet: Outlet | None
    published: str
    is_sure: bool
    score: float | None = None
    with_id: str | None = None
    word: str = ""
    is_joined: bool = False


class Event(Struct, frozen=True):
    """An event that several stories tell, the first of them first; `id` is that of the first story."""

    id: str
    tellers: tuple[Teller, ...]


class StoredStory(Struct, frozen=True):
    """A whole story from the index; `path` is "" if its file is gone and it is an archived copy.

    `archived_path` is then the path of that file. `unsupported` are the sentences of which the text
    that the story was made from does not have everything.
    """

    row_id: int
    story: Story
    path: str
    marks: StoryMarks = NO_MARKS
    archived_path: str = ""
    unsupported: tuple[Unsupported, ...] = ()


class OutletCount(Struct, frozen=True):
    """An outlet with the number of its stories in the library, and how many of them are unread."""

    outlet: Outlet
    stories: int
    unread: int = 0


class TagCount(Struct, frozen=True):
    """A tag with the number of stories that have it."""

    tag: str
    stories: int


class Content(StrEnum):
    """The parts of the state that the index copies: bookmarks, other marks, and what was said of pairs of stories."""

    BOOKMARKS = "bookmarks"
    MARKS = "marks"
    EVENT_PAIRS = "event pairs"


class KnownFolder(NamedTuple):
    """A folder of the library: its row id, and its last change in nanoseconds (below 0: unknown)."""

    row_id: int
    mtime_ns: int
