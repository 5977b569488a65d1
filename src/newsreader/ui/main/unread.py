"""Going from one unread story to the next, however far it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.ui.errors import EXPECTED_ERRORS, error_message, or_default_if_corrupt
from newsreader.ui.widgets.story_list import StoryList


class UnreadNavigator:
    """Moves the list's cursor to unread stories: a near one at once, any other after a search in a thread."""

    def __init__(self, screen: Screen[None], reader: Reader, keymap: Keymap, open_from_top: Callable[[], None]) -> None:
        self._screen = screen
        self._reader = reader
        self._keymap = keymap
        self._open_from_top = open_from_top

    @property
    def _list(self) -> StoryList:
        return self._screen.query_one(StoryList)

    async def next(self) -> None:
        """Go to the next unread story."""
        await self._go(1)

    async def previous(self) -> None:
        """Go to the unread story before."""
        await self._go(-1)

    async def read_on(self) -> None:
        """Go from the end of a story to the next unread one, from its top."""
        await self._go(1, is_reading_on=True)

    async def _go(self, step: int, *, is_reading_on: bool = False) -> None:
        stories = self._list
        numbers, cursor = stories.numbers, stories.cursor
        place = or_default_if_corrupt(lambda: self._reader.search.near_unread(numbers, cursor + step, step), None)

        def has_moved() -> bool:
            return stories.numbers is not numbers or stories.cursor != cursor

        if place is None:
            try:
                place = await asyncio.to_thread(self._reader.search.far_unread, numbers, cursor + step, step, has_moved)
            except EXPECTED_ERRORS as error:
                self._screen.notify(error_message(error), severity="warning", markup=False)
                return
        if has_moved():
            return  # the user has gone elsewhere meanwhile
        if place is None:
            self._screen.notify(self._none_left(step, is_reading_on), markup=False)
        else:
            stories.cursor = place
            if is_reading_on:
                self._open_from_top()

    def _none_left(self, step: int, is_reading_on: bool) -> str:
        if is_reading_on:
            return "That was the last unread story from here down."
        other = self._keymap.shown("previous-unread" if step > 0 else "next-unread")
        return f"No other unread story {'below' if step > 0 else 'above'} this one. {other} looks the other way."
