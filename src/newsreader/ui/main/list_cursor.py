"""Where the cursor of the list belongs: at its story, or at the row that stands for the story's event."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import NamedTuple

from newsreader.query import Query, Sort
from newsreader.reader import Reader
from newsreader.ui.errors import or_default_if_corrupt
from newsreader.ui.widgets.story_list import StoryList


class _Aim(NamedTuple):
    """A story that is to be found in a list, and the rows of its event where any of them stands for it."""

    story: int | None = None
    event: frozenset[int] = frozenset()


class ListCursor:
    """Remembers for which story the cursor is where it is, until the user moves it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._aim = _Aim()
        self._at: int | None = None
        self._story: int | None = None

    def story(self, stories: StoryList) -> int | None:
        """Return the story of the cursor, for which the row at the cursor may only stand.

        In an empty list it is the one that the cursor was on before.
        """
        return stories.current if stories.moved or stories.current != self._at else self._story

    def put(self, at: int | None, story: int | None, *, is_found: bool) -> None:
        """Note that the cursor was put at the row `at`, None in an empty list, and whether `story` was found there."""
        self._at = at
        self._story = story if is_found or at is None else at

    def aim(self, query: Query, story: int | None) -> None:
        """Look up what may stand for a story in the list of `query`, in which it is to be found."""
        event = frozenset[int]()
        if story is not None and query.sort is Sort.EVENT:
            rows = or_default_if_corrupt(lambda: self._reader.events.rows(story), None)
            event = frozenset(rows or ())
        self._aim = _Aim(story, event)

    def place_at_once(self, first: array[int], story: int | None) -> int | None:
        """Return what `place` does, of the first stories of a list, which are few."""
        event = self._aim.event if story == self._aim.story else frozenset()
        places = {row_id: place for place, row_id in enumerate(first) if row_id == story or row_id in event}
        return places.get(story, min(places.values(), default=None)) if story is not None else None

    def place(
        self, numbers: array[int], story: int | None, cancelled: Callable[[], bool] = lambda: False
    ) -> int | None:
        """Return the index in a list at which a story is, or what stands for the one that was aimed at; in any thread.

        None if it is not there, or once `cancelled` is true.
        """
        aim, search = self._aim, self._reader.search
        place = search.place(numbers, story, cancelled)
        if place is None and story == aim.story:
            return search.place_of_any(numbers, aim.event, cancelled)
        return place
