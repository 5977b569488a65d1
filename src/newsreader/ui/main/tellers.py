"""Going from one teller of an event to the next."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.records import Teller
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.panes import Panes
from newsreader.ui.main.story import StoryPane

_NOBODY: Final = "No other story in your library tells this."


class Tellers:
    """Shows the other tellers of the event of the story that is shown."""

    def __init__(
        self, screen: Screen[Any], reader: Reader, keymap: Keymap, listing: Listing, panes: Panes, story: StoryPane
    ) -> None:
        self._screen = screen
        self._reader = reader
        self._keymap = keymap
        self._listing = listing
        self._panes = panes
        self._story = story

    async def next(self) -> None:
        """Go to the next story of the event, from the last to the first."""
        await self._go(1)

    async def previous(self) -> None:
        """Go to the story of the event before, from the first to the last."""
        await self._go(-1)

    async def show(self, row_id: int) -> None:
        """Go to the story of the event that is in this row."""
        event = self._story.event
        teller = next((each for each in event.tellers if each.row_id == row_id), None) if event else None
        if teller is not None:
            await self._show(teller)

    async def _go(self, step: int) -> None:
        self._story.load()
        stored, event = self._story.stored, self._story.event
        if stored is None or event is None:
            self._screen.notify(_NOBODY, markup=False)
            return
        rows = [teller.row_id for teller in event.tellers]
        place = rows.index(stored.row_id) if stored.row_id in rows else -1
        await self._show(event.tellers[(place + step) % len(rows)])

    async def _show(self, teller: Teller) -> None:
        """Show a teller, and have the list's cursor on it, if it is in the list."""
        self._story.visit(teller)
        stories = self._listing.stories
        numbers, cursor = stories.numbers, stories.cursor

        def has_moved() -> bool:
            return stories.numbers is not numbers or stories.cursor != cursor

        place = await asyncio.to_thread(self._reader.search.place, numbers, teller.row_id, has_moved)
        if has_moved():
            return
        if place is not None:
            stories.cursor = place
            return
        if not self._story.view.is_on_screen:
            self._panes.show_story()
        back = self._keymap.shown("back")
        self._screen.notify(f"This story is not in the list. {back} goes back to the one at the cursor.", markup=False)
