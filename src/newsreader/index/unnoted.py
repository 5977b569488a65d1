"""Marks that are in the state, and that the index has not noted yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from newsreader.records import StoryMarks

_K = TypeVar("_K")
_V = TypeVar("_V")
Versions = tuple[int, int]
"""Of the state's content: before the first of several changes, and after the last."""

NEVER: Final[Versions] = (0, 0)
"""Versions that the state never has: somebody else has changed it in between."""


@dataclass(frozen=True, slots=True)
class Unnoted:
    """Bookmarks by the number of their story (None: taken off), other marks by its id."""

    bookmarks: Mapping[int, str | None] = field(default_factory=dict)
    bookmark_versions: Versions | None = None
    marks: Mapping[str, StoryMarks] = field(default_factory=dict)
    mark_versions: Versions | None = None

    def __bool__(self) -> bool:
        return bool(self.bookmarks or self.marks)

    def with_bookmarks(self, changes: Mapping[int, str | None], versions: Versions) -> Unnoted:
        """These and others that came after."""
        joined = _joined(self.bookmark_versions, versions)
        return Unnoted({**self.bookmarks, **changes}, joined, self.marks, self.mark_versions)

    def with_marks(self, changes: Mapping[str, StoryMarks], versions: Versions) -> Unnoted:
        """These and others that came after."""
        joined = _joined(self.mark_versions, versions)
        return Unnoted(self.bookmarks, self.bookmark_versions, {**self.marks, **changes}, joined)

    def without_bookmarks(self) -> Unnoted:
        """The other marks only."""
        return Unnoted(marks=self.marks, mark_versions=self.mark_versions)

    def without(self, noted: Unnoted) -> Unnoted:
        """What of this came after `noted`, which is noted now."""
        return Unnoted(
            _rest(self.bookmarks, noted.bookmarks),
            _later(self.bookmark_versions, noted.bookmark_versions),
            _rest(self.marks, noted.marks),
            _later(self.mark_versions, noted.mark_versions),
        )


def _joined(earlier: Versions | None, later: Versions) -> Versions:
    if earlier is None:
        return later
    return (earlier[0], later[1]) if earlier[1] == later[0] else NEVER


def _later(now: Versions | None, noted: Versions | None) -> Versions | None:
    if now is None or noted is None or now == noted:
        return None if now == noted else now
    return (noted[1], now[1]) if now[0] == noted[0] else NEVER


def _rest(now: Mapping[_K, _V], noted: Mapping[_K, _V]) -> dict[_K, _V]:
    return {key: value for key, value in now.items() if key not in noted or noted[key] != value}
