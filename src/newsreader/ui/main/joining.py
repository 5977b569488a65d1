"""Joining stories to one event, and parting a story from its event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.reader.history import MarkResult
from newsreader.ui.main.marker import Marker
from newsreader.ui.main.story import StoryPane

_FEWEST: Final = 2
_NOT_JOINED: Final = "Not joined"


class EventJoiner:
    """Has stories joined and parted. `find_events` is called when the index knows of it, so that lists follow."""

    def __init__(
        self,
        screen: Screen[Any],
        reader: Reader,
        keymap: Keymap,
        marker: Marker,
        story: StoryPane,
        find_events: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._reader = reader
        self._keymap = keymap
        self._marker = marker
        self._story = story
        self._find_events = find_events

    async def join(self) -> None:
        """Join the selected stories to one event."""
        target = self._marker.target()
        if target is None or target.count < _FEWEST:
            select, join = self._keymap.shown("list-select"), self._keymap.shown("join-events")
            self._screen.notify(
                f"Select the stories that tell the same event with {select}, then press {join}.", markup=False
            )
            return
        await self._marker.mark(target, "Join {} to one event?".format, self._joined, _NOT_JOINED)
        await self._follow()

    async def part(self) -> None:
        """Part the story from the others of its event."""
        target = self._marker.target()
        if target is None or target.count != 1 or self._story.event is None:
            self._screen.notify("No other story is in an event with this one.", markup=False)
            return
        self._marker.run_mutation(
            lambda: self._reader.locator.with_row_ids(target.listed(), self._parted), "Not parted", is_announced=True
        )
        await self._follow()

    def _joined(self, row_ids: Sequence[int]) -> MarkResult:
        return self._reader.joining.join(row_ids)

    def _parted(self, row_ids: Sequence[int]) -> MarkResult:
        return self._reader.joining.part(row_ids[0])

    async def _follow(self) -> None:
        await self._marker.saved()
        self._find_events()
