"""What the keys do while a filter is typed: completing it, going back to earlier filters, and leaving the bar."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from newsreader.reader import Reader
from newsreader.ui.errors import EXPECTED_ERRORS, error_message
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.panes import Panes
from newsreader.ui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from newsreader.query.completion import Vocabulary


class Filter:
    """Works the filter bar. The names that it completes and the filters that were used are read in a thread."""

    def __init__(self, screen: Screen[None], reader: Reader, listing: Listing, panes: Panes) -> None:
        self._screen = screen
        self._reader = reader
        self._listing = listing
        self._panes = panes
        self._has_vocabulary = False
        self._vocabulary_read = asyncio.Lock()

    @property
    def bar(self) -> FilterBar:
        """The widget of the bar."""
        return self._screen.query_one(FilterBar)

    # Commands

    def focus(self) -> None:
        """Let the user type a filter."""
        self._panes.show_filter()
        self.find_vocabulary()

    def to_list(self) -> None:
        """Go from the filter to the list."""
        self._panes.show_list()

    def clear(self) -> None:
        """Clear the filter, and go to the list."""
        if self.bar.text:
            self._listing.set_filter("")
        self._panes.show_list()

    async def complete(self) -> None:
        """Take the marked suggestion; where there is none go to the next pane."""
        await self._read_vocabulary()
        if self.bar.take_choice():
            self._listing.apply_typed()
        else:
            self._panes.next()

    async def next_choice(self) -> None:
        """Mark the next suggestion; where there is none go to the pane before."""
        await self._read_vocabulary()
        if not self.bar.mark_next_choice():
            self._panes.previous()

    def older(self) -> None:
        """Put the filter into the bar that was used before."""
        self.bar.show_older()
        self._listing.apply_typed()

    def newer(self) -> None:
        """Put the newer filter into the bar, at last what was being typed; from there go to the list."""
        if self.bar.show_newer():
            self._listing.apply_typed()
        else:
            self._panes.show_list()

    # Suggestions

    def offer_after_list(self) -> None:
        """Make suggestions once the list is on the screen: it asks to be drawn as soon as it has nothing to do."""
        self._listing.stories.call_later(self._screen.call_after_refresh, self.bar.offer, self.bar.text)

    def forget_vocabulary(self) -> None:
        """Read the names again when they are needed next: there may be others."""
        self._has_vocabulary = False

    def find_vocabulary(self) -> None:
        """Read the names that can be completed, where there may be others than the last time."""
        if not self._has_vocabulary:
            run_in_background(self._screen, self._read_vocabulary, "vocabulary")

    async def _read_vocabulary(self) -> None:
        async with self._vocabulary_read:  # who completes waits for a reading that is under way
            if self._has_vocabulary:
                return
            self._has_vocabulary = True  # what changes while they are read is read the next time
            try:
                self.bar.vocabulary = await asyncio.to_thread(self._vocabulary)
            except EXPECTED_ERRORS as error:
                self._has_vocabulary = False
                self._say_not_remembered(error)

    def _vocabulary(self) -> Vocabulary:
        from newsreader.query.completion import Vocabulary

        tags = tuple(count.tag for count in self._reader.open_state().marks.tags())
        return Vocabulary(tuple(self._reader.search.outlet_names()), tuple(self._reader.search.topics()), tags)

    # Filters used before

    def find_used(self) -> None:
        """Read the filters that were used."""
        run_in_background(self._screen, self._read_used, "filters")

    async def _read_used(self) -> None:
        try:
            self.bar.history = tuple(await asyncio.to_thread(lambda: self._reader.open_state().filters()))
        except EXPECTED_ERRORS as error:
            self._say_not_remembered(error)

    def note_used(self, text: str) -> None:
        """Remember a filter that was used."""
        self.bar.history = (text, *(each for each in self.bar.history if each != text))
        run_in_background(self._screen, partial(self._remember, text), "filters")

    async def _remember(self, text: str) -> None:
        try:
            await asyncio.to_thread(lambda: self._reader.open_state().remember_filter(text))
        except EXPECTED_ERRORS as error:
            self._say_not_remembered(error)

    def _say_not_remembered(self, error: Exception) -> None:
        self._screen.notify(error_message(error), title="Not remembered", severity="warning", markup=False)
