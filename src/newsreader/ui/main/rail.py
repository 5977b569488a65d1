"""The rail beside the panes: what it names, and how many unread stories each name has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Final

from textual.screen import Screen
from textual.timer import Timer

from newsreader.errors import StateError
from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.reader.overview import Entry
from newsreader.sync import IndexDamagedError
from newsreader.ui.errors import EXPECTED_ERRORS, error_message
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.library_status import LibraryStatus
from newsreader.ui.main.panes import Panes
from newsreader.ui.main.views import Views
from newsreader.views import View

if TYPE_CHECKING:
    from newsreader.ui.widgets.rail import Rail

_REST: Final = 0.5
"""Seconds without a change after which unread stories are counted again: who marks many waits for no count."""


class RailPane:
    """Opens and closes the rail, and fills it in a thread."""

    def __init__(
        self,
        screen: Screen[None],
        reader: Reader,
        keymap: Keymap,
        library: LibraryStatus,
        panes: Panes,
        views: Views,
        applied_filter: Callable[[], str],
    ) -> None:
        self._screen = screen
        self._reader = reader
        self._keymap = keymap
        self._library = library
        self._panes = panes
        self._views = views
        self._applied_filter = applied_filter
        self._timer: Timer | None = None
        self._superseded = Event()
        self._is_filled = False
        """Whether what the rail shows is up to date, or about to be."""
        self._reported = ""
        """The error that the user knows of."""

    @property
    def widget(self) -> Rail | None:
        """The rail; None as long as it was never open."""
        from newsreader.ui.widgets.rail import Rail

        return next(iter(self._screen.query(Rail)), None)

    async def toggle(self) -> None:
        """Open the rail and go to it, or close it where it has the keys."""
        if self._panes.is_in_rail:
            self._panes.close_rail()
            return
        self._panes.open_rail()
        await self.follow_window()
        self._panes.show_rail()

    async def follow_window(self) -> None:
        """Have the rail where the window has room for it, or where the user has opened it."""
        if not self._panes.has_rail:
            return
        if self.widget is None:
            from newsreader.ui.widgets.rail import Rail

            await self._screen.query_one("#panes").mount(Rail(keymap=self._keymap, id="rail"), before=0)
        if self._reader.index.is_new:
            self.refresh_soon()  # there is nothing to count yet
        elif not self._is_filled:
            self.fill()

    async def show_picked(self) -> None:
        """Show the stories of the entry at the cursor."""
        rail = self.widget
        entry = rail.current_entry if rail is not None else None
        if entry is not None:
            await self._views.show_filter(entry.filter)

    def refresh_soon(self) -> None:
        """Read names and numbers again once nothing has changed for a moment."""
        self._is_filled = False
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._screen.set_timer(_REST, self._fill_if_shown) if self._panes.has_rail else None

    def show_applied(self) -> None:
        """Mark the entry whose filter is applied."""
        if self._panes.has_rail and self.widget is not None:
            self.widget.show_applied(self._applied_filter())

    def stop(self) -> None:
        """End the counting, which the end of the program waits for."""
        self._superseded.set()

    def fill(self) -> None:
        """Read the names in a thread, then count the unread stories of each."""
        self._is_filled = True
        self._superseded.set()
        self._superseded = Event()
        run_in_background(self._screen, partial(self._fill, self._superseded), "rail", exclusive=True)

    def _fill_if_shown(self) -> None:
        if self._library.is_syncing:  # every count would compete with it, and be out of date at its end
            self.refresh_soon()
        elif self._panes.has_rail:
            self.fill()

    async def _fill(self, superseded: Event) -> None:
        overview = self._reader.overview
        views = [Entry(view.name, view.filter) for view in self._views.all]
        try:
            sections = {
                "Views": views,
                "Outlets": await asyncio.to_thread(overview.outlets),
                "Topics": await asyncio.to_thread(overview.topics),
                "Tags": await asyncio.to_thread(self._tags),
            }
            rail = self.widget
            if rail is None or superseded.is_set():
                return
            rail.show_sections(sections)
            rail.show_applied(self._applied_filter())
            for entry in rail.entries:
                view = View(entry.name, entry.filter)
                count = await asyncio.to_thread(self._views.unread_of, view, superseded.is_set)
                if superseded.is_set():
                    return
                if count is not None:
                    rail.show_unread(entry, count)
        except IndexDamagedError:
            self._is_filled = False  # a notice says so, and the repair is under way
        except EXPECTED_ERRORS as error:
            self._is_filled = False
            if str(error) != self._reported:  # it is tried again after each change
                self._reported = str(error)
                self._screen.notify(
                    error_message(error), title="The rail can't be filled", severity="warning", markup=False
                )

    def _tags(self) -> list[Entry]:
        """Return the tags; none where the user's data can't be read, which the start has reported."""
        try:
            return self._reader.overview.tags(self._reader.open_state().marks.tags())
        except StateError:
            return []
