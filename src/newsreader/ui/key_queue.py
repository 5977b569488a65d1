"""The one queue of keys and pastes: each is acted on in the order in which they came, when all before it are done.

A key means what it means on the screen that the user will see when the keys before it have been acted on. So the next
key waits until the action of the one before has ended. Where that asks a question in a box, the key is for the box.
What takes long goes on in the background, and its action ends at once: a mark is asked for, a comparison is begun.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump

from newsreader.ui.bindings import HasCommands, HasOwnKeys, HasTypedText, TextField, is_command, meanings, send

PATIENCE: Final = 2.0
"""Seconds after which a key no longer waits for the action of the one before it."""


Action = Callable[[], Coroutine[Any, Any, None]]
"""What begins something that the next key waits for."""


class KeyQueue:
    """Takes the keys of the app one by one.

    `on_fault` gets what a key raises at once, and `on_failed_action` what an action raises later. `on_use` is called
    before a key or a paste does something. `on_command` gets the name of each command that was started.
    """

    def __init__(
        self,
        app: App[Any],
        on_fault: Callable[[Exception], None],
        on_failed_action: Callable[[Exception], None],
        on_use: Callable[[], None],
        on_command: Callable[[str], None],
    ) -> None:
        self._app = app
        self._on_fault = on_fault
        self._on_failed_action = on_failed_action
        self._on_use = on_use
        self._on_command = on_command
        self._events: asyncio.Queue[events.Key | events.Paste | Action] = asyncio.Queue()
        self._acting: set[asyncio.Task[Any]] = set()
        """The actions that the next key waits for."""
        self._begun: set[asyncio.Task[Any]] = set()
        """All actions that have not ended: asyncio itself keeps no hold of its tasks."""
        self._free = asyncio.Event()
        self._free.set()
        self._is_taking = False

    def put(self, event: events.Key | events.Paste | Action) -> None:
        """Add what was typed or pasted to the end of the queue, or an action that comes after it."""
        self._events.put_nowait(event)

    async def serve(self) -> None:
        """Take one event after the other, until the task of this is cancelled."""
        while True:
            event = await self._events.get()
            self._is_taking = True
            try:
                await self.settled()
                if isinstance(event, events.Event):
                    await self.take(event)
                else:
                    self.start(event())
                await self.settled()
                await caught_up(self._app)  # a notice is a message to the app, which the next key may take away
            except Exception as error:  # noqa: BLE001 - a task has nobody else to tell of it
                self._on_fault(error)
            finally:
                self._is_taking = False

    @property
    def is_idle(self) -> bool:
        """Whether all that was typed has been acted on."""
        return self._events.empty() and not self._is_taking and not self._acting

    async def settled(self) -> None:
        """Wait until no action is under way, for at most `PATIENCE` seconds; those that take longer go on."""
        if self._free.is_set():
            return
        try:
            async with asyncio.timeout(PATIENCE):  # wait_for may lose a cancellation, and this would never end
                await self._free.wait()
        except TimeoutError:
            self._acting.clear()
            self._free.set()

    async def take(self, event: events.Key | events.Paste) -> None:
        """Act on one event, whatever else is in the queue."""
        screen = self._app.screen
        if isinstance(event, events.Paste):
            self._on_use()
            send(event, screen.focused or screen)
            if screen.focused is not None:
                await self._typed_in(screen.focused)
            return
        for node, binding in meanings(screen, event.key):
            if binding is None:
                if isinstance(node, TextField) and node.types(event):
                    self._on_use()
                    send(event, node)
                    await self._typed_in(node)
                    return
                continue
            self._on_use()
            if is_command(binding):
                self.run(str(binding.id), node)
                return
            if await self._app.run_action(binding.action, node):
                if isinstance(node, TextField):
                    self._follow_typed()
                return
        work = screen.work_of(event.key) if isinstance(screen, HasOwnKeys) else None
        if work is not None:
            self._on_use()
            self.start(work)

    def run(self, name: str, node: DOMNode | None = None) -> None:
        """Start the command `name`: with the method of `node` if that has one, else with that of the screen on top."""
        owner = node if isinstance(node, HasCommands) and name in node.commands else self._app.screen
        if not isinstance(owner, HasCommands) or name not in owner.commands:
            return
        work = owner.commands[name]()
        if work is not None:
            self.start(work)
        self._on_command(name)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin an action that the next key waits for."""
        task = asyncio.create_task(work)
        self._begun.add(task)
        task.add_done_callback(self._ended)
        self.hold(task)

    def hold(self, task: asyncio.Task[Any]) -> None:
        """Have the next key wait for `task`: an action that was begun, or that has got the answer from its box."""
        self._acting.add(task)
        self._free.clear()
        task.add_done_callback(self.let_go)

    def let_go(self, task: asyncio.Task[Any]) -> None:
        """Have the next key not wait for `task`: it has ended, or waits for an answer that the key may give."""
        self._acting.discard(task)
        if not self._acting:
            self._free.set()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._begun.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._on_failed_action(error)

    async def _typed_in(self, field: MessagePump) -> None:
        await caught_up(field)
        self._follow_typed()

    def _follow_typed(self) -> None:
        screen = self._app.screen
        if isinstance(screen, HasTypedText):
            screen.follow_typed()


async def caught_up(pump: MessagePump) -> None:
    """Wait until `pump` has handled everything that it was sent until now, for at most `PATIENCE` seconds."""
    handled = asyncio.Event()
    if pump.call_later(handled.set):
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await handled.wait()
