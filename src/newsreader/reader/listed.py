"""Find the stories of a list again, whatever has happened to their rows since the list was made."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import compress
from typing import Final, NamedTuple, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from newsreader.errors import NoSuchStoryError
from newsreader.index.reading import Index
from newsreader.reader.index_pool import IndexPool

_T = TypeVar("_T")

_ROWS_AT_ONCE: Final = 500
_GONE: Final = "This story is no longer in the library."


class Listed(Struct, frozen=True):
    """Stories by their row ids in one `edition` of the index, and the ids of those that the user has `seen`."""

    row_ids: Sequence[int]
    edition: int
    seen: Mapping[int, str] = field(default_factory=dict)


class StoryPlace(NamedTuple):
    """A story by its id, and its row in the index as it is now; None while it has no row."""

    story_id: str
    row_id: int | None


class Locator:
    """Find the present rows of stories that were listed before. Every method is for a worker."""

    def __init__(self, pool: IndexPool, marking_lock: AbstractContextManager[object]) -> None:
        self._pool = pool
        self._marking_lock = marking_lock

    def fingerprints(self, row_ids: Sequence[int]) -> array[int]:
        """A fingerprint of each of these stories, for `same`."""
        places = self.find(row_ids)
        return array("q", (hash(places[row_id].story_id if row_id in places else None) for row_id in row_ids))

    def still_current(self, listed: Listed, fingerprints: Sequence[int]) -> Listed:
        """Those listed stories that still are what they were when their fingerprints were taken.

        Raises NoSuchStoryError if none is.
        """
        if listed.edition != self._pool.edition:
            return listed  # they are found again by the ids that the user has seen
        row_ids = array("q", compress(listed.row_ids, map(int.__eq__, fingerprints, self.fingerprints(listed.row_ids))))
        if listed.row_ids and not row_ids:
            raise NoSuchStoryError(_GONE)
        return replace(listed, row_ids=row_ids)

    def with_row_ids(self, listed: Listed, work: Callable[[Sequence[int]], _T]) -> _T:
        """Call `work` with the row ids that listed stories have in the index that is open, and return its result.

        Raises NoSuchStoryError if none of them has a row.
        """
        with self._marking_lock:  # the index is not replaced before the work is done
            with self._pool.lookup_connection() as index:
                row_ids = _rows_now(index, listed, self._pool.edition)
            if listed.row_ids and not row_ids:
                raise NoSuchStoryError(_GONE)
            return work(row_ids)

    def find(self, row_ids: Sequence[int]) -> dict[int, StoryPlace]:
        """Where these stories are now, by the row ids of the list; unknown ones are left out."""
        places: dict[int, StoryPlace] = {}
        for start in range(0, len(row_ids), _ROWS_AT_ONCE):
            with self._pool.lookup_connection() as index:
                places |= _places_of(index, row_ids[start : start + _ROWS_AT_ONCE])
        return places

    def require(self, row_ids: Sequence[int]) -> dict[int, StoryPlace]:
        """As `find`; raises NoSuchStoryError if all of them are unknown."""
        places = self.find(row_ids)
        if row_ids and not places:
            raise NoSuchStoryError(_GONE)
        return places

    def require_in_library(self, row_id: int) -> tuple[str, int]:
        """The id of a story, and its row as it is now; raises NoSuchStoryError unless the library has its file."""
        story_id, row = self.require((row_id,))[row_id]
        if row is None or row < 0:  # below 0 are archived copies
            raise NoSuchStoryError(_GONE)
        return story_id, row

    def place_of(self, story_id: str) -> StoryPlace:
        """Where the story with this id is now."""
        with self._pool.lookup_connection() as index:
            return _place_of(index, story_id)

    def title_of(self, story_id: str, row_id: int | None) -> str:
        """The title of the story in a row; without a row, that of a story that is gone, or its id if none is known."""
        with self._pool.lookup_connection() as index:
            row = index.former_row(story_id) if row_id is None else row_id
            stored = (index.story(row) or index.former_story(row)) if row is not None else None
        return stored.story.title if stored is not None else story_id


def ids_of(places: Iterable[StoryPlace]) -> list[str]:
    """The ids of these stories, each once, in their order."""
    return list(dict.fromkeys(place.story_id for place in places))


def _places_of(index: Index, row_ids: Sequence[int]) -> dict[int, StoryPlace]:
    """Where a few hundred stories are now, by the row ids of the list; unknown ones are left out.

    A story whose row is gone may have another one, or come back, because its file was moved or is being read.
    """
    found = {row_id: StoryPlace(story_id, row_id) for row_id, story_id in index.ids(row_ids).items()}
    gone = [row_id for row_id in row_ids if row_id not in found]
    if gone:
        found |= {row_id: _place_of(index, story_id) for row_id, story_id in index.former_ids(gone).items()}
    return {row_id: found[row_id] for row_id in row_ids if row_id in found}


def _place_of(index: Index, story_id: str) -> StoryPlace:
    return StoryPlace(story_id, next(iter(index.row_ids_of(story_id)), None))


def _rows_now(index: Index, listed: Listed, edition: int) -> list[int]:
    """The row ids that listed stories have in the index of this `edition`.

    If they were listed from another index, only the stories that the user has seen can be found.
    """
    if listed.edition == edition:
        moved = _moved(index, listed)
        return [row_id for each in listed.row_ids if (row_id := moved.get(each, each)) is not None]
    places = (_place_of(index, listed.seen[row_id]) for row_id in listed.row_ids if row_id in listed.seen)
    return [place.row_id for place in places if place.row_id is not None]


def _moved(index: Index, listed: Listed) -> dict[int, int | None]:
    """The rows that no longer have the stories the user has seen there, each with the right row or None."""
    seen = [row_id for row_id in listed.row_ids if row_id in listed.seen]
    places = _places_of(index, seen)
    wrong = [row_id for row_id in seen if row_id not in places or places[row_id].story_id != listed.seen[row_id]]
    return {row_id: _place_of(index, listed.seen[row_id]).row_id for row_id in wrong}
