"""Going from one teller of an event to the next, and saying why they are together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.records import Event, Teller
from newsreader.ui.boxes.box import Asker
from newsreader.ui.errors import EXPECTED_ERRORS, error_message
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.panes import Panes
from newsreader.ui.main.story import StoryPane

_NOBODY: Final = "No other story in your library tells this."

_MOST_EXPLAINED: Final = 40
"""Stories of an event of which is said why they are together with another one."""


class Tellers:
    """Shows the other tellers of the event of the story that is shown."""

    def __init__(
        self,
        screen: Screen[Any],
        asker: Asker,
        reader: Reader,
        keymap: Keymap,
        listing: Listing,
        panes: Panes,
        story: StoryPane,
    ) -> None:
        self._screen = screen
        self._asker = asker
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

    async def explain(self) -> None:
        """Say why the other stories are together with the one that is shown."""
        from newsreader.ui.boxes.why import WhyScreen
        from newsreader.ui.story.reasons import reasons_page

        event, own = self._event_and_own()
        if event is None or own is None:
            return
        others = [teller for teller in event.tellers if teller is not own]
        others.sort(key=lambda teller: not (own.is_sure and teller.is_sure))
        explained = others[:_MOST_EXPLAINED]
        try:
            words = await asyncio.to_thread(self._words_shared, own, explained)
        except EXPECTED_ERRORS as error:
            self._screen.notify(error_message(error), severity="warning", markup=False)
            return
        page = reasons_page(event, own, list(zip(explained, words, strict=True)), len(others) - len(explained))
        await self._asker.ask(WhyScreen(page, self._keymap))

    def _words_shared(self, own: Teller, others: Sequence[Teller]) -> list[list[str]]:
        return [self._reader.search.words_shared(own.row_id, other.row_id) for other in others]

    def _event_and_own(self) -> tuple[Event | None, Teller | None]:
        """Return the event of the story that is shown, and the story as one of its tellers; say where there is none."""
        self._story.load()
        stored, event = self._story.stored, self._story.event
        if stored is None or event is None:
            self._screen.notify(_NOBODY, markup=False)
            return None, None
        own = next((teller for teller in event.tellers if teller.row_id == stored.row_id), None)
        if own is None:
            self._screen.notify(f"More than {len(event.tellers)} stories tell this.", markup=False)
        return event, own

    async def _go(self, step: int) -> None:
        event, own = self._event_and_own()
        if event is not None and own is not None:
            await self._show(event.tellers[(event.tellers.index(own) + step) % len(event.tellers)])

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
