"""An app that takes keys in their order, and that shows boxes to whoever waits for an answer."""

from __future__ import annotations

import asyncio
from typing import Final, TypeVar

from textual import events
from textual.app import App, ScreenStackError

from newsreader.ui.boxes.box import BoxScreen
from newsreader.ui.key_queue import KeyQueue, caught_up
from newsreader.ui.terminal.crashing import fail

_T = TypeVar("_T")

_OVERTAKING: Final = frozenset({"ctrl+c", "super+c"})
"""The keys that wait for none before them: who presses them wants out of whatever goes on."""


class KeyedApp(App[None]):
    """Has one queue for keys and pastes. What they mean is looked up when their turn comes."""

    _server: asyncio.Task[None] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.keys = KeyQueue(self, lambda error: fail(self, error), self.action_failed, self.note_use, self.followed)

    def note_use(self) -> None:
        """Take note that a key is about to do something."""

    def take_back(self, message: str, title: str) -> None:
        """Take a notice away that is over, where there are notices."""

    def followed(self, command: str) -> None:
        """Take note that the user has used a command."""

    def action_failed(self, error: Exception) -> None:
        """End because of a fault in an action that went on in the background."""
        fail(self, error)

    def on_mount(self) -> None:
        """Begin to take keys."""
        self._server = asyncio.create_task(self.keys.serve())

    def on_unmount(self) -> None:
        """Take no more keys."""
        if self._server is not None:
            self._server.cancel()

    async def on_event(self, event: events.Event) -> None:
        """Put keys and pastes into the queue; those that come back from a widget have done all that they do."""
        if not isinstance(event, events.Key | events.Paste):
            await super().on_event(event)
        elif event.is_forwarded:
            return
        elif isinstance(event, events.Key) and event.key in _OVERTAKING:
            await self.keys.take(event)
        else:
            if not self.app_focus:  # a terminal that tells when it gets the focus may have lost that message
                self.app_focus = True
            self.keys.put(event)

    def leave(self, code: int = 0) -> None:
        """End the program with this exit code."""
        self.exit(return_code=code)

    async def ask(self, box: BoxScreen[_T]) -> _T:
        """Show `box`, and return its answer once it is left; the keys that come next are for the box.

        Raises CancelledError where the program is ending: nobody will answer.
        """
        asking = asyncio.current_task()
        answer: asyncio.Future[_T] = asyncio.get_running_loop().create_future()

        def answered(result: _T) -> None:
            if asking is not None:
                self.keys.hold(asking)
            if not answer.done():
                answer.set_result(result)

        box.on_left = answered
        try:
            await self.push_screen(box)
        except ScreenStackError:  # all screens are gone
            raise asyncio.CancelledError from None
        await caught_up(box)
        if asking is not None and not answer.done():
            self.keys.let_go(asking)
        return await answer
