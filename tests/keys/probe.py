"""What runs beside the reader, in its own process, and tells through a socket whether it rests and what it shows.

It also removes what makes two readers look different that got the same keys. The clock stands still, no cursor blinks,
and notices stay until a key removes them.
"""

from __future__ import annotations

import asyncio
import json
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from socket import socket
from threading import Thread
from typing import Any, Final

LOOK: Final = b"?"
SHOW: Final = b"!"
MODULES: Final = b"m"
FAILED: Final = "failed"

_NOW: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
_STAYS: Final = 3600.0
_SOON: Final = 3.0
"""Seconds within which something that waits for its time is still to be waited for."""

_SELDOM: Final = 1.0
"""Seconds from which on what is done again and again belongs to a reader that rests."""

_COME_AND_GO: Final = ("MessagePump.", "Timer.")


class Probe:
    """Answers through a socket, from a thread of its own; what it tells is looked up by the app's own loop."""

    def __init__(self, connection: socket) -> None:
        self._connection = connection
        self._app: Any = None
        self._keys = 0

    def start(self) -> None:
        """Have the next app tell of itself."""
        self._watch_app()
        Thread(target=self._answer, name="probe", daemon=True).start()

    def _watch_app(self) -> None:
        from textual import events
        from textual.app import App
        from textual.driver import Driver
        from textual.widgets import Input, TextArea

        from newsreader.reader import Reader

        make_app: Callable[..., None] = App.__init__
        make_reader: Callable[..., None] = Reader.__init__
        notify: Callable[..., None] = App.notify
        process: Callable[..., None] = Driver.process_message

        def made(app: Any, *arguments: Any, **named: Any) -> None:
            make_app(app, *arguments, **named)
            self._app = app

        def processed(driver: Any, message: Any) -> None:
            process(driver, message)
            self._keys += isinstance(message, events.Key)

        def notified(app: Any, *arguments: Any, **named: Any) -> None:
            notify(app, *arguments, **(named | {"timeout": _STAYS}))

        changes: tuple[tuple[Any, str, Any], ...] = (
            (App, "__init__", made),
            (App, "notify", notified),
            (Driver, "process_message", processed),
            (Reader, "__init__", lambda *given, **named: make_reader(*given, **({"now": lambda: _NOW} | named))),
            (Input.cursor_blink, "_default", False),
            (TextArea.cursor_blink, "_default", False),
        )
        for changed, name, value in changes:
            setattr(changed, name, value)

    def _answer(self) -> None:
        answers: dict[bytes, Callable[[], object]] = {
            LOOK: lambda: {"keys": self._keys, "why": why_busy(self._app), "tasks": other_tasks()},
            SHOW: lambda: shown(self._app),
            MODULES: lambda: list(sys.modules),
        }
        while request := self._connection.recv(1):
            loop = getattr(self._app, "_loop", None)
            if loop is None:
                self._send({"keys": 0, "why": "the app has not started", "tasks": {}})
                continue
            try:
                loop.call_soon_threadsafe(self._send_answer, answers[request])
            except RuntimeError:
                return  # the loop is closed: the program ends

    def _send_answer(self, look: Callable[[], object]) -> None:
        try:
            answer = look()
        except (AttributeError, LookupError, TypeError, ValueError):  # the program or its framework has changed
            answer = {FAILED: traceback.format_exc()}
        self._send(answer)

    def _send(self, answer: object) -> None:
        self._connection.sendall(json.dumps(answer, default=str).encode() + b"\n")


def _nodes(app: Any) -> list[Any]:
    return [app, *app._registry]


def why_busy(app: Any) -> str:
    """What is still to be done before the app rests, "" where it does; for its own loop."""
    if app._exit:
        return "it is ending"
    loop: Any = asyncio.get_running_loop()
    if any(not handle._cancelled and handle._callback != loop._read_from_self for handle in loop._ready):
        return "something is to be called"
    nodes = _nodes(app)
    for node in nodes:
        if node._running and (node.message_queue_size or not node._message_queue.ready_event._waiters):
            return f"{type(node).__name__} has messages"
    timer = next((each for each in loop._scheduled if _is_awaited(each, loop.time(), _seldom(nodes))), None)
    return "" if timer is None else "something waits for its time"


def _is_awaited(handle: Any, now: float, seldom: frozenset[int]) -> bool:
    is_soon = not handle._cancelled and handle.when() < now + _SOON
    return is_soon and not any(id(argument) in seldom for argument in handle._args)


def _seldom(nodes: Iterable[Any]) -> frozenset[int]:
    """The futures of timers that go off again and again, but seldom."""
    timers = (timer for node in nodes for timer in node._timers)
    tasks = (timer._task for timer in timers if timer._repeat is None and timer._interval >= _SELDOM and timer._task)
    return frozenset(id(task._fut_waiter) for task in tasks)


def other_tasks() -> dict[str, int]:
    """How many tasks there are of each kind, but those of nodes and timers, which come and go with what is shown."""
    names = (getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks())
    return dict(Counter(name for name in names if not name.startswith(_COME_AND_GO)))


def shown(app: Any) -> dict[str, object]:
    """What can't be seen on the screen, or not exactly: screens, focus, filter, list, cursors, selection, texts."""
    from textual.widgets import Input, TextArea

    from newsreader.ui.widgets.filter_bar import FilterBar
    from newsreader.ui.widgets.story_list import StoryList

    texts: dict[str, object] = {}
    cursors: dict[str, object] = {}
    for depth, screen in enumerate(app.screen_stack):
        for widget in screen.walk_children():
            name = f"{depth} {_name(widget)}"
            if isinstance(widget, Input):
                texts[name] = [widget.value, str(widget.selection)]
            elif isinstance(widget, TextArea):
                texts[name] = [widget.text, str(widget.selection)]
            elif isinstance(getattr(widget, "cursor", None), int):
                cursors[name] = getattr(widget, "cursor", None)
    (stories,) = (screen.query(StoryList).first() for screen in app.screen_stack if screen.query(StoryList))
    (bar,) = (screen.query(FilterBar).first() for screen in app.screen_stack if screen.query(FilterBar))
    return {
        "boxes": [_name(screen) for screen in app.screen_stack],
        "focus": [_name(screen.focused) if screen.focused else "" for screen in app.screen_stack],
        "filter": bar.text,
        "list": list(stories.numbers),
        "cursor": cursors,
        "selection": [number for number in stories.numbers if number in stories.selection],
        "text": texts,
        "errors": [f"{error.title}: {error.message}" for error in app._notifications],
        "notice": app._main.status.notice and app._main.status.notice.text,
        "clipboard": app.clipboard,
        "theme": app.theme,
    }


def _name(node: Any) -> str:
    return type(node).__name__ + (f"#{node.id}" if node.id and not node.id.startswith("_") else "")


def run_with_probe(connection: socket, words: list[str]) -> int:
    """Run the program with a probe beside it; returns its exit code."""
    sys.argv = ["newsreader", *words]
    Probe(connection).start()
    from newsreader.__main__ import main

    return main()
