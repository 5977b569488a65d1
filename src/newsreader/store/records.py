"""What comes out of the index, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from newsreader.story import Outlet, Story, digest


@dataclass(frozen=True, slots=True)
class Row:
    """A story as a list shows it; `story` is its number in the index, `rank` that of its rating."""

    story: int
    id: str
    title: str
    outlet: str
    rank: int
    published: str
    ai_generated: bool
    bookmarked: bool
    read: bool


@dataclass(frozen=True, slots=True)
class StoredStory:
    """A whole story from the index; `path` is "" where its file is gone and only a bookmark keeps it."""

    number: int
    story: Story
    path: str


@dataclass(frozen=True, slots=True)
class OutletCount:
    """An outlet with the number of its stories in the library."""

    outlet: Outlet
    stories: int


class KnownFolder(NamedTuple):
    """A folder of the library: its number in the index, its last change in nanoseconds (below 0: not known)."""

    number: int
    mtime_ns: int


def bookmarks_version(uuids: Iterable[str]) -> str:
    """What tells one set of bookmarks from another."""
    return digest("".join(sorted(uuids)))
