"""The Enter key in the terminal of a server, which goes on serving meanwhile."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

_PAUSE: Final = 1.0
"""Seconds until the terminal is looked at again where it belongs to another program."""


def can_wait_for_enter() -> bool:
    """Return whether there is a terminal in which Enter can be pressed."""
    return sys.platform != "win32" and sys.stdin is not None and sys.stdin.isatty()


@contextmanager
def on_enter_key(pressed: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Give a function that has `pressed` called at each Enter from then on; to be called within a running loop."""
    watched: list[asyncio.AbstractEventLoop] = []

    def watch() -> None:
        if can_wait_for_enter():
            loop = asyncio.get_running_loop()
            loop.add_reader(sys.stdin.fileno(), take)
            watched[:] = [loop]

    def take() -> None:
        terminal = sys.stdin.fileno()
        if os.tcgetpgrp(terminal) != os.getpgrp():  # reading from the background would suspend the server
            watched[0].remove_reader(terminal)
            watched[0].call_later(_PAUSE, watch)
            return
        typed = os.read(terminal, 1024)
        if not typed:
            watched[0].remove_reader(terminal)
        elif b"\n" in typed:
            pressed()

    try:
        yield watch
    finally:
        for loop in watched:
            with suppress(RuntimeError):  # the loop is closed already
                loop.remove_reader(sys.stdin.fileno())
