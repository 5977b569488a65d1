"""Going from one teller of an event to the next, comparing two of them, and saying why they are together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace
from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.records import Event, Teller
from newsreader.ui.boxes.box import Asker
from newsreader.ui.errors import EXPECTED_ERRORS, error_message, or_default_if_corrupt
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.joining import EventJoiner
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.panes import Panes
from newsreader.ui.main.story import StoryPane

if TYPE_CHECKING:
    from newsreader.ui.boxes.compare import Told

_NOBODY: Final = "No other story in your library tells this."

_NO_OTHER_OUTLET: Final = "No other outlet in your library tells this."

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
        joiner: EventJoiner,
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._reader = reader
        self._keymap = keymap
        self._listing = listing
        self._panes = panes
        self._story = story
        self._joiner = joiner

    async def next(self) -> None:
        """Go to the next story of the event, from the last to the first."""
        await self._go(1)

    async def previous(self) -> None:
        """Go to the story of the event before, from the first to the last."""
        await self._go(-1)

    async def show(self, row_id: int) -> None:
        """Go to the story of the event that is in this row, or to that which may be the same."""
        event, maybe = self._story.event, self._story.others.maybe_same
        tellers = event.tellers if event else (maybe,) if maybe else ()
        teller = next((each for each in tellers if each.row_id == row_id), None)
        if teller is not None:
            await self._show(teller)

    async def explain(self) -> None:
        """Say why the other stories are together with the one that is shown, and join or part them where asked."""
        from newsreader.ui.boxes.why import WhyScreen
        from newsreader.ui.story.reasons import reasons_page

        event, own = self._event_and_own()
        if event is None or own is None:
            return
        others = [teller for teller in event.tellers if teller is not own]
        edition = self._reader.index.edition
        others.sort(key=lambda teller: not (own.is_sure and teller.is_sure))
        explained = others[:_MOST_EXPLAINED]
        try:
            pairs = [(own.row_id, other.row_id) for other in explained]
            words = await asyncio.to_thread(self._reader.events.words_shared, pairs)
        except EXPECTED_ERRORS as error:
            self._screen.notify(error_message(error), severity="warning", markup=False)
            return
        page = reasons_page(event, own, list(zip(explained, words, strict=True)), len(others) - len(explained))
        join, part = (
            partial(self._joiner.join_both, own, edition=edition),
            partial(self._joiner.part_one, edition=edition),
        )
        await self._asker.ask(WhyScreen(page, explained, join, part, self._keymap))

    async def compare(self) -> None:
        """Show the story beside those of other outlets that tell the same event."""
        from newsreader.ui.boxes.compare import CompareScreen

        self._story.load()
        partners = self._story.others.all
        if not partners:
            self._screen.notify(_NO_OTHER_OUTLET, markup=False)
            return
        event, own = self._event_and_own()
        if event is not None and own is not None:
            find_own = partial(self._find_own_points, event)
            await self._asker.ask(CompareScreen(own, partners, self._told, find_own, self._keymap))

    def _told(self, teller: Teller) -> Told | None:
        from newsreader.reader.telling import told_text
        from newsreader.ui.boxes.compare import Told

        stored = or_default_if_corrupt(lambda: self._reader.search.story(teller.row_id), None)
        if stored is None:
            return None
        text = told_text(stored)
        return Told(teller, text.points, has_key_points=bool(text.key_points))

    def _find_own_points(self, event: Event, told: Told, on_found: Callable[[Told], None]) -> None:
        """Pass on what a teller tells with what only it tells, once that is found; never where it can't be read."""

        async def find() -> None:
            try:
                marks = await asyncio.to_thread(self._reader.events.points_only_here, event, told.teller.row_id)
            except EXPECTED_ERRORS:
                return
            if len(marks) == len(told.points):  # else its file has changed meanwhile
                on_found(replace(told, only_here=tuple(marks)))

        run_in_background(self._screen, find, "compare")

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
