"""Bookmarking and reading: what the user marks, on the disk before it is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual import work
from textual.screen import Screen
from textual.timer import Timer

from newsreader.errors import NewsreaderError
from newsreader.store.records import StoredStory
from newsreader.ui.screens.sync import SyncActions
from newsreader.ui.widgets.story_list import StoryList


class MarkActions(SyncActions, Screen[None]):
    """Marks the story at the cursor. Marks are written one after the other, in the order of the keys."""

    stored: StoredStory | None
    _reading: Timer | None = None

    def __init__(self) -> None:
        super().__init__()
        self._marking = asyncio.Lock()
        self._unwritten = 0

    def load_story(self) -> None:
        """Show the story at the cursor."""
        raise NotImplementedError

    def expect_reading(self, seconds: float) -> None:
        """Count the story that is shown as read after so many seconds; with 0 never."""
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(seconds, self._was_read) if seconds and self.stored is not None else None

    def after_marking(self, callback: Callable[[], None]) -> None:
        """Call `callback` once all marks that were asked for are on the disk: at once if they are."""
        if self._unwritten:
            self._call_after_marking(callback)
        else:
            callback()

    @work(group="marks", exit_on_error=False)
    async def _call_after_marking(self, callback: Callable[[], None]) -> None:
        async with self._marking:
            pass
        callback()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """The time in which one mark is written; it was counted as unwritten before."""
        try:
            async with self._marking:
                yield
        finally:
            self._unwritten -= 1

    def action_toggle_bookmark(self) -> None:
        """Bookmark the story at the cursor, or take its bookmark off; shown once it is on the disk."""
        number = self.query_one(StoryList).current
        if number is not None:
            self._unwritten += 1
            self._toggle_bookmark(number)

    @work(group="marks", exit_on_error=False)
    async def _toggle_bookmark(self, number: int) -> None:
        async with self._turn():
            wanted = not self.reader.is_bookmarked(number)
            try:
                await asyncio.to_thread(self.reader.set_bookmark, number, wanted)
            except NewsreaderError as error:
                self.notify(str(error), title="Not bookmarked", severity="error", markup=False)
                return
            self.query_one(StoryList).refresh_rows()
            self.tell(bookmarked=self.reader.bookmark_count())
        if not self.is_syncing:  # a comparison with the files notes all bookmarks at its end, and lets nobody in before
            await asyncio.to_thread(self.reader.note_marks)

    def _was_read(self) -> None:
        if self.stored is not None and not self.reader.is_read(self.stored.story.id):
            self._mark_read(self.stored.story.id, True)

    def action_toggle_read(self) -> None:
        """Mark the story at the cursor read or unread."""
        self.load_story()
        self.expect_reading(0)
        if self.stored is not None:
            self._mark_read(self.stored.story.id, not self.reader.is_read(self.stored.story.id))

    def _mark_read(self, story_id: str, wanted: bool) -> None:
        self._unwritten += 1
        self._set_read(story_id, wanted)

    @work(group="marks", exit_on_error=False)
    async def _set_read(self, story_id: str, wanted: bool) -> None:
        async with self._turn():
            try:
                await asyncio.to_thread(self.reader.set_read, story_id, wanted)
            except NewsreaderError as error:
                self.notify(str(error), title="Not marked", severity="error", markup=False)
                return
        self.query_one(StoryList).refresh_rows()
