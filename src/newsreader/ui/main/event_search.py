"""Finding out in the background which stories tell the same event, whenever stories may have changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event
from typing import Final

from textual.screen import Screen

from newsreader.reader import Reader
from newsreader.sync import IndexDamagedError, Progress
from newsreader.ui.errors import EXPECTED_ERRORS, error_message
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.throttle import Throttle

_MANY: Final = 2_000
"""From so many stories on the status line says how far the finding has come; fewer are done at once."""


class EventSearch:
    """Finds events, one search after the other, until `stop`. `on_found` is called where lists may show others."""

    def __init__(
        self, screen: Screen[None], reader: Reader, on_found: Callable[[], None], update_status: Callable[..., None]
    ) -> None:
        self._screen = screen
        self._reader = reader
        self._on_found = on_found
        self._update_status = update_status
        self._cancelled = Event()
        self._is_running = False
        self._is_due = False
        self._is_stopped = False
        self._reported = ""
        """The error that the user knows of."""

    def start(self) -> None:
        """Find what is to be found now; after the search that is under way, if there is one."""
        self._is_due = True
        if not self._is_running and not self._is_stopped:
            self._is_running = True
            run_in_background(self._screen, self._run, "events")

    def pause(self) -> None:
        """End the search that is under way; the next one goes on where it was."""
        self._is_due = False
        self._cancelled.set()

    def stop(self) -> None:
        """End all searching, which the end of the program waits for."""
        self._is_stopped = True
        self.pause()

    async def _run(self) -> None:
        try:
            while self._is_due and not self._is_stopped:
                self._is_due = False
                self._cancelled = Event()
                await self._search(self._cancelled)
        finally:
            self._is_running = False

    async def _search(self, cancelled: Event) -> None:
        on_progress = Throttle(lambda progress: self._screen.call_later(self._progressed, cancelled, progress))
        has_changed = False
        try:
            has_changed = await asyncio.to_thread(self._reader.find_events, on_progress, cancelled.is_set)
        except IndexDamagedError:
            pass  # a notice says so, and the repair is under way
        except EXPECTED_ERRORS as error:
            self._report(error_message(error))
        if self._is_stopped:
            return
        cancelled.set()  # what was still to be told of it is out of date
        self._update_status(finding=None)
        if has_changed:
            self._on_found()

    def _progressed(self, cancelled: Event, progress: Progress) -> None:
        if progress.total >= _MANY and not cancelled.is_set():
            self._update_status(finding=progress)

    def _report(self, message: str) -> None:
        if message != self._reported and not self._is_stopped:  # it is tried again after each change
            self._reported = message
            self._screen.notify(message, title="Events can't be looked for", severity="warning", markup=False)
