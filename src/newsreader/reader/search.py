"""Find stories in the index: at once on the screen's thread, or for as long as it takes in a worker."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from time import monotonic
from typing import Final, NamedTuple

from msgspec.structs import replace

from newsreader.errors import NoSuchStoryError, Problem
from newsreader.identity import hash_key
from newsreader.index.reading import Index
from newsreader.index.statistics import Statistics, statistics_of
from newsreader.links import canonical_url
from newsreader.query import Query, Sort
from newsreader.reader.index_pool import IndexPool
from newsreader.reader.live_marks import LiveMarks
from newsreader.records import NO_MARKS, OutletCount, Row, StoredStory, StoryMarks
from newsreader.story import Outlet
from newsreader.text import encodable

FIRST_SCREENFUL: Final = 100
"""How many rows a filter finds at once, before the rest is known."""

_BLINK: Final = 0.015
"""How many seconds a search on the screen's thread may take."""

_MOST_AT_ONCE: Final = 32
"""A query with more words and other terms than this is for a worker.

Nothing interrupts the full-text table while it gathers the words with a prefix of a few letters. In a library of a
million stories that takes milliseconds for each prefix.
"""

_PLACES_AT_ONCE: Final = 20_000
_NEAR: Final = 256
_MOST_OTHERS: Final = 1_000
"""With more stories than this that have to be looked at one by one, a query is for a worker."""


class Search:
    """Find stories in one index. Methods are grouped by the thread they are for.

    Every method raises IndexDamagedError if the index turns out to be damaged.
    """

    def __init__(self, pool: IndexPool, marks: LiveMarks) -> None:
        self._pool = pool
        self._marks = marks

    # At once

    def first(self, query: Query, limit: int = FIRST_SCREENFUL) -> array[int] | None:
        """Find the first stories that match `query`; None if that takes longer than a blink and `select` has to."""
        if query.sort is Sort.RELEVANCE or self._marks.size() > _MOST_OTHERS:  # every match has to be looked at
            return None
        if query.size() > _MOST_AT_ONCE:
            return None
        deadline = monotonic() + _BLINK
        with self._pool.screen_connection() as index:
            try:
                with index.interruptible(lambda: monotonic() > deadline):
                    return index.select(query, self._marks.to_search, limit)
            except sqlite3.OperationalError:
                if monotonic() > deadline:
                    return None
                raise

    def rows(self, row_ids: Sequence[int]) -> list[Row]:
        """Return the rows of these stories for a list; those that are gone are left out."""
        with self._pool.screen_connection() as index:
            return index.rows(row_ids, self._marks.bookmarked, self._marks.others, self._marks.new_since)

    def story(self, row_id: int) -> StoredStory | None:
        """Return the whole story in this row; None if it is gone."""
        with self._pool.screen_connection() as index:
            return self._as_marked(index.story(row_id))

    def listed_story(self, row_id: int) -> StoredStory | None:
        """Return a listed story by its row, as it was if the row is gone; None if nothing is known of it."""
        with self._pool.screen_connection() as index:
            return self._as_marked(index.story(row_id) or index.former_story(row_id))

    def _as_marked(self, stored: StoredStory | None) -> StoredStory | None:
        marks = self._marks.of(stored.story.id) if stored else None
        return replace(stored, marks=marks) if stored and marks else stored

    def row_id_of(self, story_id: str) -> int | None:
        """Return the row of the story with this id; None if there is none."""
        with self._pool.screen_connection() as index:
            return next(iter(index.row_ids_of(story_id)), None)

    def row_id_at(self, url: str) -> int | None:
        """Return the row of a story whose original has this address, however it is spelt; None if there is none."""
        with self._pool.screen_connection() as index:
            return next(iter(index.row_ids_at(hash_key(canonical_url(url)))), None)

    def line_of(self, row_id: int) -> int:
        """Return the line at which the story in this row begins in its file; 0 where that is not known."""
        with self._pool.screen_connection() as index:
            return index.line_of(row_id)

    def is_read(self, story_id: str) -> bool:
        """Return whether the story with this id was read."""
        marks = self._marks.of(story_id)
        if marks is None:
            with self._pool.screen_connection() as index:
                marks = index.marks_of((story_id,)).get(story_id, NO_MARKS)
        return marks.read_at is not None

    def near_unread(self, row_ids: array[int], start: int, step: int) -> int | None:
        """Return the place in `row_ids` of the next unread story among the nearest, from `start` on, or None."""
        with self._pool.screen_connection() as index:
            return self._unread_at(index, row_ids, self._near(row_ids, start, step))

    def find(self, beginning: str) -> StoredStory:
        """Return the story whose id begins so.

        Raises NoSuchStoryError if there is none, or more than one.
        """
        with self._pool.screen_connection() as index:
            row_ids = index.find(encodable(beginning)) if beginning else []
            stored = index.story(row_ids[0]) if len(row_ids) == 1 else None
        if len(row_ids) > 1:
            raise NoSuchStoryError(f'More than one story has an id that begins with "{beginning}". Give more of it.')
        if stored is None:
            raise NoSuchStoryError(
                f'No story has an id that begins with "{beginning}". List the ids with: newsreader list --format ids'
            )
        return stored

    # In a worker

    def select(
        self,
        query: Query,
        cancelled: Callable[[], bool] = lambda: False,
        on_first: Callable[[array[int]], object] | None = None,
        limit: int | None = None,
    ) -> array[int] | None:
        """Find all stories that match `query`, or the first `limit`, in its order; None once `cancelled` is true.

        With `on_first` the first of them are found before the rest, and passed to it.
        """
        with self._pool.search_connection() as index:
            if cancelled():
                return None
            try:
                with index.interruptible(cancelled):
                    return self._select(index, query, on_first, limit)
            except sqlite3.OperationalError:
                if cancelled():
                    return None
                raise

    def _select(
        self, index: Index, query: Query, on_first: Callable[[array[int]], object] | None, limit: int | None
    ) -> array[int]:
        if on_first is not None:
            first = index.select(query, self._marks.to_search, FIRST_SCREENFUL)
            if len(first) < FIRST_SCREENFUL:
                return first
            on_first(first)
        return index.select(query, self._marks.to_search, limit)

    @staticmethod
    def place(row_ids: array[int], row_id: int | None, cancelled: Callable[[], bool] = lambda: False) -> int | None:
        """Return the index of a story in a selection; None if it is not there, or once `cancelled` is true.

        It looks in steps, each too short to keep another thread waiting.
        """
        if row_id is None:
            return None
        for start in range(0, len(row_ids), _PLACES_AT_ONCE):
            if cancelled():
                return None
            with suppress(ValueError):
                return row_ids.index(row_id, start, start + _PLACES_AT_ONCE)
        return None

    @staticmethod
    def place_of_any(
        row_ids: array[int], wanted: frozenset[int], cancelled: Callable[[], bool] = lambda: False
    ) -> int | None:
        """Return the index of the first of these stories in a selection, as `place` does."""
        for start in range(0, len(row_ids) if wanted else 0, _PLACES_AT_ONCE):
            if cancelled():
                return None
            some = row_ids[start : start + _PLACES_AT_ONCE]
            if not wanted.isdisjoint(some):
                return next(place for place, row_id in enumerate(some, start) if row_id in wanted)
        return None

    def far_unread(
        self, row_ids: array[int], start: int, step: int, cancelled: Callable[[], bool] = lambda: False
    ) -> int | None:
        """Search as `near_unread`, but among all; None also once `cancelled` is true."""
        while places := self._near(row_ids, start, step):
            if cancelled():
                return None
            with self._pool.lookup_connection() as index:
                found = self._unread_at(index, row_ids, places)
            if found is not None:
                return found
            start = places[-1] + step
        return None

    @staticmethod
    def _near(row_ids: array[int], start: int, step: int) -> range:
        if not 0 <= start < len(row_ids):
            return range(0)
        end = start + step * _NEAR
        return range(start, max(end, -1) if step < 0 else min(end, len(row_ids)), step)

    def _unread_at(self, index: Index, row_ids: array[int], places: range) -> int | None:
        some = [row_ids[place] for place in places]
        read = index.read_among(some)
        others = self._marks.others
        if others:
            marks = {row_id: others[story_id] for row_id, story_id in index.ids(some).items() if story_id in others}
            read = {row_id for row_id in some if _is_read(row_id, marks, read)}
        return next((place for place in places if row_ids[place] not in read), None)

    def unread_count(self) -> int:
        """Count the unread stories of the library, but those that are left out of lists."""
        with self._pool.lookup_connection() as index:
            unread = index.count() - index.read_count()
            for before, now in self._changes(index):
                unread += now.is_unread - before.is_unread
        return unread

    def count(self) -> int:
        """Count the stories of the library, but those that are left out of lists."""
        with self._pool.lookup_connection() as index:
            return index.count() + sum(now.is_listed - before.is_listed for before, now in self._changes(index))

    def _changes(self, index: Index) -> Iterator[tuple[_Seen, _Seen]]:
        """Yield how stories count that have other marks than the index knows: as it knows them, and as they are."""
        for story_id, marks in self._marks.others.items():
            for row_id in index.row_ids_of(story_id):
                if row_id > 0:
                    left_out = index.left_out_among((row_id,)).get(row_id)
                    is_muted = left_out is not None and left_out.is_muted
                    yield (
                        _Seen(left_out is None, bool(index.read_among((row_id,)))),
                        _Seen(not (is_muted or marks.is_hidden), marks.read_at is not None),
                    )

    def muted_count(self) -> int:
        """Count the stories of the library that are muted."""
        with self._pool.lookup_connection() as index:
            return index.muted_count()

    def new_count(self) -> int:
        """Count the stories that came since the user's last visit, but those that are left out of lists."""
        with self._pool.lookup_connection() as index:
            return index.new_count(self._marks.new_since)

    def outlet_names(self) -> list[str]:
        """Return the names of all outlets; some may be of outlets whose stories are gone."""
        with self._pool.lookup_connection() as index:
            return index.outlet_names()

    def topics(self) -> list[str]:
        """Return all topics that stories have; some may be of stories that are gone."""
        with self._pool.lookup_connection() as index:
            return index.topics()

    def problems(self) -> list[Problem]:
        """Return everything that is wrong with the library's files."""
        with self._pool.search_connection() as index:
            return index.problems()

    def path_shown_as(self, shown: str) -> bytes | None:
        """Return the path of the file that a problem names so; None if the index knows none."""
        with self._pool.lookup_connection() as index:
            return index.path_shown_as(shown)

    def problem_count(self) -> int:
        """Count the problems of the library's files."""
        with self._pool.search_connection() as index:
            return index.problem_count()

    def outlets(self) -> list[OutletCount]:
        """Return all outlets with the number of their stories."""
        with self._pool.search_connection() as index:
            return index.outlets()

    def statistics(self) -> Statistics:
        """Count the stories of the library by their kinds."""
        with self._pool.detects_corruption():
            return statistics_of(self._pool.path)

    def stories_of(self, outlet: Outlet) -> int:
        """Count the stories of this outlet in the library."""
        with self._pool.search_connection() as index:
            return index.stories_of(outlet)


class _Seen(NamedTuple):
    """Whether a list without a filter shows a story, and whether it was read."""

    is_listed: bool
    is_read: bool

    @property
    def is_unread(self) -> bool:
        return self.is_listed and not self.is_read


def _is_read(row_id: int, others: Mapping[int, StoryMarks], read: Collection[int]) -> bool:
    return others[row_id].read_at is not None if row_id in others else row_id in read
