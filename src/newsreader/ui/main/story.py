"""The story at the cursor, or another teller of its event: loading it, its outlet, and the words found in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from textual.screen import Screen
from textual.timer import Timer

from newsreader.events.others import NOBODY, Others, only_maybe, others_of
from newsreader.reader import Reader
from newsreader.records import Event, StoredStory, Teller
from newsreader.story import Outlet
from newsreader.sync import IndexDamagedError
from newsreader.ui.errors import EXPECTED_ERRORS, or_default_if_corrupt
from newsreader.ui.highlight import Wanted
from newsreader.ui.main.background import run_in_background
from newsreader.ui.terminal.page_title import show_page_title
from newsreader.ui.widgets.outlet_sidebar import OutletSidebar
from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_view import StoryView

_REST: Final = 0.06
"""Seconds nothing changes in the list before the story at its cursor is loaded: longer than between held keys."""


class _Visit(NamedTuple):
    """A teller that the user went to, and the row at the cursor from which they did: with it the visit ends."""

    teller: Teller
    beside: int | None


class StoryPane:
    """Shows the story at the cursor, and its outlet. `on_changed` is called when another story is shown.

    Where a filter has left no story in the list, the last one stays. A teller that the user has gone to is shown in
    place of the story at the cursor, as long as the cursor stays there.
    """

    def __init__(self, screen: Screen[None], reader: Reader, on_changed: Callable[[], None]) -> None:
        self._screen = screen
        self._reader = reader
        self._on_changed = on_changed
        self.stored: StoredStory | None = None
        """The story that is shown."""
        self.event: Event | None = None
        """Its event, where other stories tell it, too."""
        self.others: Others = NOBODY
        """Who else tells it."""
        self.highlights: tuple[Wanted, ...] = ()
        """What the filter looks for in the text."""
        self.is_filtered = False
        """Whether there is a filter, which may have left the list empty."""
        self._visit: _Visit | None = None
        self._maybe_same: tuple[int | None, Teller | None] = None, None
        """A story without a date, and what was found last that may be the same."""
        self._rest: Timer | None = None
        self._counts: dict[str, int] = {}

    @property
    def view(self) -> StoryView:
        """The widget of the story."""
        return self._screen.query_one(StoryView)

    @property
    def _current(self) -> int | None:
        return self._screen.query_one(StoryList).current

    @property
    def visited(self) -> Teller | None:
        """The teller that is to be shown in place of the story at the cursor; None where that is."""
        visit = self._visit
        return visit.teller if visit is not None and visit.beside == self._current else None

    @property
    def row(self) -> int | None:
        """The row of the story that is to be shown; None in an empty list."""
        return self._current if self.visited is None else self.visited.row_id

    @property
    def has_row(self) -> bool:
        """Whether the cursor is on a row of the list."""
        return self._current is not None

    @property
    def is_due(self) -> bool:
        """Whether the story at the cursor is still to be shown, or to be shown again."""
        return self._rest is not None

    def load_soon(self) -> None:
        """Show the story at the cursor once nothing has changed for a moment."""
        self._visit = None
        if self._rest is not None:
            self._rest.stop()
        self._rest = self._screen.set_timer(_REST, self.load)

    def cursor_moved(self, row_id: int | None) -> None:
        """Show the story that the cursor has gone to: at once where none is shown, else when the cursor rests."""
        if row_id is None or self.stored is None:
            self._visit = None
            self.load()
        else:
            self.load_soon()

    def visit(self, teller: Teller) -> None:
        """Show a teller of the event in place of the story at the cursor."""
        self.view.keep_place()
        self._visit = _Visit(teller, self._current) if teller.row_id != self._current else None
        self.load()

    def end_visit(self) -> bool:
        """Show the story at the cursor again; return False where it is shown."""
        was_visiting = self.visited is not None
        if was_visiting:
            self._visit = None
            self.load()
        return was_visiting

    def load(self, *, from_top: bool = False) -> None:
        """Show the story that is to be shown, from where it was left or from its top."""
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        row_id = self.row
        if row_id is None and self.stored is not None and self.is_filtered:
            self.view.show(self.stored, self.highlights, self.others)
            return
        is_same = self.stored is not None and self.stored.row_id == row_id
        self.stored = self._read(row_id)
        row_id = self.stored.row_id if self.stored else None
        self.event = self._event_of(row_id)
        self.others = self._others_of(row_id)
        self.view.show(self.stored, self.highlights, self.others, from_top=from_top)
        show_page_title(self._screen.app, self.stored.story.title if self.stored else "")
        self._show_outlet()
        if not is_same:
            self._on_changed()

    def _read(self, row_id: int | None) -> StoredStory | None:
        """Read the story in this row; that at the cursor where a visited one is gone, whose row another may have."""
        if row_id is None:
            return None
        visited = self.visited
        stored = or_default_if_corrupt(lambda: self._reader.search.listed_story(row_id), None)
        if visited is None or (stored is not None and stored.story.id == visited.story_id):
            return stored
        self._visit = None
        return self._read(self._current)

    def _event_of(self, row_id: int | None) -> Event | None:
        if row_id is None:
            return None
        return or_default_if_corrupt(lambda: self._reader.events.of(row_id), None)

    def _others_of(self, row_id: int | None) -> Others:
        """Return who else tells the story; of one without a date and event that is looked for in the background."""
        if self.event is not None and row_id is not None:
            return others_of(self.event, row_id)
        if self.stored is None or row_id is None or self.stored.story.published is not None:
            return NOBODY
        run_in_background(self._screen, partial(self._find_maybe_same, row_id), "maybe same", exclusive=True)
        return only_maybe(self._maybe_same[1]) if self._maybe_same[0] == row_id else NOBODY

    async def _find_maybe_same(self, row_id: int) -> None:
        def is_left() -> bool:
            return self.stored is None or self.stored.row_id != row_id

        try:
            teller = await asyncio.to_thread(self._reader.events.maybe_same, row_id, is_left)
        except EXPECTED_ERRORS:
            return  # the story is shown without it
        self._maybe_same = row_id, teller
        if not is_left() and self.event is None and self.others.maybe_same != teller:
            self.others = only_maybe(teller)
            self.view.show(self.stored, self.highlights, self.others)

    def load_if_behind(self) -> None:
        """Show the story that is to be shown where another one is."""
        if self.stored is not None and self.stored.row_id != self.row:
            self.load()

    # The outlet

    def forget_counts(self) -> None:
        """Count the stories of outlets again when they are shown next."""
        self._counts.clear()

    def _show_outlet(self) -> None:
        story = self.stored.story if self.stored else None
        outlet = story.outlet if story else None
        count = self._counts.get(outlet.id) if outlet else None
        self._screen.query_one(OutletSidebar).show(story, count)
        if outlet is not None and count is None:
            run_in_background(self._screen, partial(self._count, outlet), "count", exclusive=True)

    async def _count(self, outlet: Outlet) -> None:
        try:
            self._counts[outlet.id] = await asyncio.to_thread(self._reader.search.stories_of, outlet)
        except IndexDamagedError:
            return  # the repair counts again
        self._show_outlet()

    # Found words

    def go_to_found(self, step: int) -> bool:
        """Go to the next found word (1) or the one before (-1), and say so where there is none.

        Return whether the story has such a word.
        """
        self.load()
        has_found = self.view.go_to_found(step)
        if not has_found:
            message = "The words of the filter are not in this story."
            self._screen.notify(message if self.highlights else "The filter looks for no words.", markup=False)
        return has_found
